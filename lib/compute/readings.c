#include "compute/readings.h"

#include <string.h>

#include "base/buffer.h"
#include "model/operation.h"
#include "rule/rule.h"

static bool grow(score__readings *r, void *items, size_t *cap, size_t count, size_t size)
{
  if (count < *cap) return true;
  size_t more = *cap ? *cap * 2 : 8;
  void *grown = score__arena_alloc(r->arena, more, size), *old;
  if (!grown) {
    r->failed = true;
    return false;
  }
  memcpy(&old, items, sizeof old);
  if (count) memcpy(grown, old, count * size);
  memcpy(items, &grown, sizeof grown);
  *cap = more;
  return true;
}

static void add_measure(score__readings *r, uint32_t m)
{
  for (size_t i = 0; i < r->measure_count; i++)
    if (r->measure[i] == m) return;
  if (grow(r, &r->measure, &r->measure_cap, r->measure_count, sizeof *r->measure)) r->measure[r->measure_count++] = m;
}

static void add_fact(score__readings *r, const score__expr *e)
{
  for (size_t i = 0; i < r->fact_count; i++)
    if (r->fact[i]->op == e->op && r->fact[i]->index == e->index) return;
  if (grow(r, &r->fact, &r->fact_cap, r->fact_count, sizeof(void *))) r->fact[r->fact_count++] = e;
}

void score__readings_expr(score__readings *r, const score__expr *e)
{
  if (!e) return;
  switch ((score__op)e->op) {
  case SCORE__OP_MEASURE:
  case SCORE__OP_HAS: add_measure(r, e->index); break;
  case SCORE__OP_UNIT_ATTRIBUTE:
  case SCORE__OP_PARENT_ATTRIBUTE:
  case SCORE__OP_YEAR:
  case SCORE__OP_QUARTER:
  case SCORE__OP_MONTHS:
  case SCORE__OP_POINTS:
  case SCORE__OP_MET:
  case SCORE__OP_COHORT:
  case SCORE__OP_CHILDREN:
  case SCORE__OP_EARLIER:
  case SCORE__OP_HAS_EARLIER:
  case SCORE__OP_HAS_STAGE: add_fact(r, e); break;
  default:
    for (uint16_t i = 0; i < e->arg_count; i++) score__readings_expr(r, e->arg[i]);
  }
}

/* Every expression that a table of parameters says is there. */
static void walk(score__readings *r, const score__param *table, const void *base)
{
  for (const score__param *p = table; p && p->name; p++) {
    const void *at = (const char *)base + p->offset;
    if (p->type == SCORE__PARAM_EXPR || p->type == SCORE__PARAM_CONDITION) {
      score__readings_expr(r, ((const score__formula *)at)->expr);
    } else if (p->type == SCORE__PARAM_ROWS) {
      const score__rows *rows = at;
      for (size_t i = 0; i < rows->count; i++) walk(r, p->rows, (const char *)rows->item + i * p->row_size);
    } else if (p->type == SCORE__PARAM_RULE) {
      const score__rule_use *use = at;
      if (use->kind) walk(r, use->kind->params, use->rule);
    }
  }
}

void score__readings_node(score__readings *r, const score__node *n)
{
  for (size_t i = 0; i < n->measure_count; i++) add_measure(r, n->measure[i]);
  r->own = r->measure_count;
  if (n->rule_kind) walk(r, n->rule_kind->params, n->rule);
  score__readings_expr(r, n->requires.expr);
  for (size_t i = 0; i < n->caps.count; i++) score__readings_expr(r, n->caps.item[i].when.expr);
  score__readings_expr(r, n->applies_when.expr);
}

const char *score__readings_kind(const score__expr *e)
{
  switch ((score__op)e->op) {
  case SCORE__OP_UNIT_ATTRIBUTE:
  case SCORE__OP_PARENT_ATTRIBUTE: return "attribute";
  case SCORE__OP_POINTS:
  case SCORE__OP_MET: return "node";
  case SCORE__OP_COHORT: return "cohort";
  case SCORE__OP_CHILDREN: return "children";
  case SCORE__OP_EARLIER:
  case SCORE__OP_HAS_EARLIER: return "earlier";
  case SCORE__OP_HAS_STAGE: return "stage";
  default: return "period";
  }
}

static void put_call(score__buffer *out, const char *name, const char *arg)
{
  score__buffer_text(out, name);
  score__buffer_text(out, "(\"");
  score__buffer_text(out, arg);
  score__buffer_text(out, "\")");
}

void score__readings_text(score__buffer *out, const score_criteria *set, const score__expr *e)
{
  static const char *const stages[] = {"self", "verified", "published"};
  switch ((score__op)e->op) {
  case SCORE__OP_POINTS: {
    const score__node *n = &set->node[e->index];
    put_call(out, n->kind == SCORE__NODE_CRITERION ? "points" : "group", n->key);
    break;
  }
  case SCORE__OP_MET: put_call(out, "met", set->node[e->index].key); break;
  case SCORE__OP_COHORT: score__buffer_text(out, set->cohort[e->index].text); break;
  case SCORE__OP_CHILDREN: score__buffer_text(out, set->children[e->index].text); break;
  case SCORE__OP_EARLIER: score__buffer_text(out, set->earlier[e->index].text); break;
  case SCORE__OP_HAS_EARLIER:
    score__buffer_text(out, "has(");
    score__buffer_text(out, set->earlier[e->index].text);
    score__buffer_char(out, ')');
    break;
  case SCORE__OP_HAS_STAGE: put_call(out, "has_stage", stages[e->index % SCORE__STAGES]); break;
  case SCORE__OP_UNIT_ATTRIBUTE:
  case SCORE__OP_PARENT_ATTRIBUTE:
    score__buffer_text(out, e->op == SCORE__OP_UNIT_ATTRIBUTE ? "unit." : "parent.");
    score__buffer_text(out, set->attribute[e->index]);
    break;
  default:
    score__buffer_text(out, e->op == SCORE__OP_YEAR      ? "period.year"
                            : e->op == SCORE__OP_QUARTER ? "period.quarter"
                                                         : "period.months");
  }
}

void score__readings_value(const score__expr *e, score__batch *b, score__value *out, const char **text)
{
  *text = NULL;
  if (e->op == SCORE__OP_UNIT_ATTRIBUTE || e->op == SCORE__OP_PARENT_ATTRIBUTE) {
    uint32_t *const *columns = e->op == SCORE__OP_UNIT_ATTRIBUTE ? b->attribute : b->parent_attribute;
    *text = b->units->text[columns[e->index][b->from]];
    *out = (score__value){.v = {0, 1}, .state = **text ? SCORE__V_OK : SCORE__V_MISSING};
    return;
  }
  score__value *v = score__batch_push(b);
  score__expr_column(e, b, v);
  *out = *v;
  score__batch_pop(b);
}

const char *score__readings_cell(const score__measure *m, uint8_t state, int64_t value, score__fraction *out)
{
  bool initial = state == SCORE__CELL_MISSING && m->has_initial;
  *out = score__fraction_make(initial ? m->initial : value, 1);
  for (uint8_t k = m->scale; k > 0; k--) out->den *= 10;
  score__fraction_reduce(out);
  return initial ? "default" : state == SCORE__CELL_MISSING ? "missing" : state == SCORE__CELL_NA ? "na" : "value";
}

int64_t score__readings_scaled(const score_criteria *set, const score__expr *e, const score__value *v)
{
  const score__measure *m = &set->measure[set->earlier[e->index].measure];
  score__fraction scaled = v->v;
  for (uint8_t k = m->scale; k > 0; k--) scaled.num *= 10;
  return (int64_t)(scaled.num / scaled.den); /* it came from there: nothing is lost */
}

bool score__readings_is_reason(const score_result *r, size_t node, size_t i)
{
  const uint8_t *state = r->frame->layer[r->given[node].stage[i]].given_state[node];
  return state && state[r->unit[i]] == SCORE__CELL_OVERRIDE;
}
