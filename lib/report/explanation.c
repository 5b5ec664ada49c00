/* The explanation of a score as data. Every number stands there exactly as it entered, so that another program can
 * compute the next one from it (tests/explain does). */
#include "report/explanation.h"

#include <string.h>

#include "base/decimal.h"
#include "base/period.h"
#include "definition/definition.h"
#include "compute/derivation.h"
#include "compute/parts.h"
#include "report/report.h"
#include "model/operation.h"

static const char *const stages[] = {"self", "verified", "published"};

void score__explain_text(score_document *d, score__outline *parent, const char *key, const char *text)
{
  score__outline_cell(d, parent, key, score__cell_code(d, text ? text : ""));
}

void score__explain_exact(score_document *d, score__outline *parent, const char *key, const score__fraction *v)
{
  char text[96];
  score__fraction lowest = *v;
  score__fraction_reduce(&lowest);
  score__fraction_print(text, sizeof text, &lowest);
  score__explain_text(d, parent, key, text);
}

void score__explain_points(score_document *d, score__outline *parent, const char *key, int64_t micro)
{
  score__outline_cell(d, parent, key, score__cell_points(micro, -1));
}

void score__explain_sentence(score_document *d, score__outline *parent, const char *key, int phrase, score__cell first,
                             const score__cell *second)
{
  const score__cell args[] = {first, second ? *second : first};
  score__outline_cell(d, parent, key, score__cell_phrase_args(d, phrase, args, second ? 2 : 1));
}

/* "TRACE_RATIO_FULL" -> ratio_full */
static void machine_name(score_document *d, score__outline *parent, const char *key, int phrase)
{
  char name[64];
  const char *from = score__phrase_name(phrase);
  if (!strncmp(from, "TRACE_", 6)) from += 6;
  size_t n = 0;
  for (; from[n] && n < sizeof name - 1; n++)
    name[n] = from[n] >= 'A' && from[n] <= 'Z' ? (char)(from[n] + 32) : from[n];
  name[n] = 0;
  score__explain_text(d, parent, key, name);
}

void score__explain_tree(score_document *d, score__outline *parent, const char *key, const score__tree *t)
{
  switch (t->kind) {
  case SCORE__TREE_NULL: score__outline_cell(d, parent, key, (score__cell){.kind = SCORE__CELL_EMPTY}); return;
  case SCORE__TREE_BOOLEAN: score__outline_cell(d, parent, key, score__cell_bool(t->integer != 0)); return;
  case SCORE__TREE_INTEGER: score__outline_cell(d, parent, key, score__cell_int(t->integer)); return;
  case SCORE__TREE_TEXT: score__explain_text(d, parent, key, t->text); return;
  default: break;
  }
  const bool list = t->kind == SCORE__TREE_LIST;
  score__outline *o = score__outline_add(d, parent, key, list ? SCORE__OUTLINE_LIST : SCORE__OUTLINE_OBJECT);
  for (const score__tree *m = t->first; m && o; m = m->next)
    if (list || strcmp(m->key, "comment") != 0) score__explain_tree(d, o, list ? NULL : m->key, m);
}

/* ---- inputs and facts ---- */

static void origin_members(score_document *d, score__outline *o, const score__origin *said, bool reason)
{
  if (*said->source) score__explain_text(d, o, "source", said->source);
  if (*said->evidence) score__explain_text(d, o, "evidence", said->evidence);
  if (*said->expires) score__explain_text(d, o, "evidence_expires", said->expires);
  if (*said->note) score__explain_text(d, o, reason ? "reason" : "note", said->note);
}

static void input_value(score_document *d, score__outline *o, const score__measure *m, uint8_t state, int64_t value,
                        bool earlier)
{
  score__fraction exact;
  const char *is = score__readings_cell(m, state, value, &exact);
  if (earlier && state == SCORE__CELL_MISSING) is = "missing"; /* a default is of the period at hand */
  score__explain_text(d, o, "state", is);
  if (strcmp(is, "value") != 0 && strcmp(is, "default") != 0) {
    score__outline_cell(d, o, "value", (score__cell){.kind = SCORE__CELL_EMPTY});
  } else if (m->type == SCORE__MEASURE_CHOICE) {
    const score__words *option = &m->option_name[exact.num];
    score__explain_text(d, o, "value", m->option_key[exact.num]);
    score__explain_text(d, o, "option_en", option->text[0]);
    score__explain_text(d, o, "option_vi", option->text[1]);
  } else {
    score__explain_exact(d, o, "value", &exact);
  }
}

static void input_object(score_document *d, score__outline *list, const score_result *one, uint32_t measure,
                         const score__frame *frame, int stage, const char *as, bool own)
{
  static const char *const types[] = {"count", "amount", "percent", "boolean", "choice", "date"};
  const score__measure *m = &one->set->measure[measure];
  const uint32_t unit = one->unit[0];
  score__outline *o = score__outline_add(d, list, NULL, SCORE__OUTLINE_OBJECT);
  score__explain_text(d, o, "measure", m->key);
  if (as) score__explain_text(d, o, "as", as);
  if (!own) score__outline_cell(d, o, "own", score__cell_bool(false)); /* read, but no input of the node */
  score__outline_cell(d, o, "name", score__cell_words(d, &m->name));
  score__explain_text(d, o, "type", types[m->type]);
  const score__layer *layer = frame ? &frame->layer[stage] : NULL;
  bool there = layer && layer->state[measure] && unit < frame->cap;
  input_value(d, o, m, there ? layer->state[measure][unit] : SCORE__CELL_MISSING,
              there ? layer->value[measure][unit] : 0, as != NULL);
  score__explain_text(d, o, "stage", stages[stage]);
  if (as) {
    if (frame)
      score__explain_text(d, o, "period", frame->name);
    else
      score__outline_cell(d, o, "period", (score__cell){.kind = SCORE__CELL_EMPTY});
  }
  char derived[SCORE__RECIPE_TEXT];
  if (there && *score__derivation_text(derived, frame, stage, measure, unit))
    score__explain_text(d, o, "derived_from", derived);
  if (there) origin_members(d, o, score__data_origin(one->data, frame, stage, false, measure, unit), false);
}

static void fact_state(score_document *d, score__outline *o, const score__value *v, const char *text)
{
  static const char *const states[] = {"missing", "value", "na", "invalid", "not_due"};
  bool range = v->state != SCORE__V_OK && v->spread; /* of children: at most as many as are undecided */
  score__explain_text(d, o, "state", range ? "range" : states[v->state]);
  if (v->state == SCORE__V_INVALID && v->reason) machine_name(d, o, "reason", v->reason);
  if (v->state != SCORE__V_OK && !range) return;
  if (text) {
    score__explain_text(d, o, "value", text);
    return;
  }
  score__explain_exact(d, o, "value", &v->v);
  if (!range) return;
  score__fraction top = v->v;
  top.num += v->spread;
  score__explain_exact(d, o, "most", &top);
}

static void fact_object(score_document *d, score__outline *list, score__batch *b, const score__expr *e)
{
  score__buffer name = {0};
  score__value v;
  const char *text;
  score__outline *o = score__outline_add(d, list, NULL, SCORE__OUTLINE_OBJECT);
  score__readings_text(&name, b->set, e);
  score__readings_value(e, b, &v, &text);
  score__explain_text(d, o, "fact", name.data);
  d->failed |= name.failed;
  score__buffer_free(&name);
  score__explain_text(d, o, "kind", score__readings_kind(e));
  fact_state(d, o, &v, text);
  if (e->op == SCORE__OP_POINTS || e->op == SCORE__OP_MET)
    score__explain_text(d, o, "code", b->set->node[e->index].code);
  if (e->op == SCORE__OP_COHORT) {
    const score__cohort_column *c = &b->cohort[e->index];
    uint8_t given = c->given ? c->given[b->from] : 0;
    if (!given) score__outline_cell(d, o, "n", score__cell_int(c->n[b->from]));
    score__outline_cell(d, o, "given", score__cell_bool(given != 0));
    if (given) score__explain_text(d, o, "stage", stages[given - 1]);
  } else if (e->op == SCORE__OP_CHILDREN) {
    const score__child_column *c = &b->children[e->index];
    score__outline_cell(d, o, "n", score__cell_int(c->n[b->from]));
    if (v.state != SCORE__V_OK && v.spread) score__outline_cell(d, o, "undecided", score__cell_int(v.spread));
  }
}

static bool is_earlier(const score__expr *e)
{
  return e->op == SCORE__OP_EARLIER || e->op == SCORE__OP_HAS_EARLIER;
}

static void earlier_inputs(score_document *d, score__outline *list, const score_result *one, const score__readings *all,
                           int stage)
{
  for (size_t k = 0; k < all->fact_count; k++) {
    const score__expr *e = all->fact[k];
    bool seen = !is_earlier(e);
    for (size_t i = 0; i < k && !seen; i++) seen = is_earlier(all->fact[i]) && all->fact[i]->index == e->index;
    if (seen) continue;
    const score__earlier *earlier = &one->set->earlier[e->index];
    input_object(d, list, one, earlier->measure, one->earlier ? one->earlier[e->index] : NULL, stage, earlier->text,
                 false);
  }
}

void score__explain_readings(score_document *d, score__outline *parent, const score_result *one,
                             const score__readings *all, int stage)
{
  score__batch b = score__engine_batch(one, stage, 0, 1, NULL);
  score__outline *list = score__outline_add(d, parent, "inputs", SCORE__OUTLINE_LIST);
  for (size_t k = 0; k < all->measure_count; k++)
    input_object(d, list, one, all->measure[k], one->frame, stage, NULL, k < all->own);
  earlier_inputs(d, list, one, all, stage);
  list = score__outline_add(d, parent, "facts", SCORE__OUTLINE_LIST);
  for (size_t k = 0; k < all->fact_count; k++) fact_object(d, list, &b, all->fact[k]);
  if (all->failed) d->failed = true;
}

/* ---- steps ---- */

static void step_args(score_document *d, score__outline *o, const score__trace_step *s)
{
  score__outline *list = score__outline_add(d, o, "args", SCORE__OUTLINE_LIST);
  for (size_t i = 0; i < s->arg_count; i++) {
    const score__trace_arg *a = &s->arg[i];
    const score__words w = {{a->text[0], a->text[1]}};
    if (a->kind == SCORE__ARG_NUMBER)
      score__explain_exact(d, list, NULL, &a->exact);
    else if (a->kind == SCORE__ARG_PHRASE)
      machine_name(d, list, NULL, a->phrase);
    else
      score__outline_cell(d, list, NULL, score__cell_words(d, &w));
  }
}

static void step_list(score_document *d, score__outline *node, const score_criteria *set, const score__trace *t)
{
  score__outline *list = score__outline_add(d, node, "steps", SCORE__OUTLINE_LIST);
  for (const score__trace_step *s = t->first; s; s = s->next) {
    score__outline *o = score__outline_add(d, list, NULL, SCORE__OUTLINE_OBJECT);
    machine_name(d, o, "step", s->phrase);
    step_args(d, o, s);
    score__outline_cell(d, o, "text", score__report_step(d, set, s));
  }
}

/* ---- policies that were applied, and the points that were given ---- */

static const char *text_of(const score__trace_step *s, size_t arg)
{
  return arg < s->arg_count && s->arg[arg].text[0] ? s->arg[arg].text[0] : "";
}

static void policies(score_document *d, score__outline *node, const score__trace *t)
{
  score__outline *list = score__outline_add(d, node, "policy", SCORE__OUTLINE_LIST);
  for (const score__trace_step *s = t->first; s; s = s->next) {
    const char *name = NULL, *says = "";
    switch (s->phrase) {
    case SCORE__PH_TRACE_ZERO_ZERO: name = "zero_denominator", says = text_of(s, 0); break;
    case SCORE__PH_TRACE_ZERO_NA: name = "zero_denominator", says = "not_applicable"; break;
    case SCORE__PH_TRACE_NA_POLICY: name = "not_applicable", says = text_of(s, 0); break;
    case SCORE__PH_TRACE_REQUIRES: name = "requires", says = text_of(s, 0); break;
    case SCORE__PH_TRACE_CAP: name = "cap", says = text_of(s, 1); break;
    case SCORE__PH_TRACE_CAP_OPEN: name = "cap_undecided", says = text_of(s, 1); break;
    case SCORE__PH_TRACE_REPORTED: name = "given", says = "stands"; break;
    case SCORE__PH_TRACE_OVERRIDE: name = "given", says = "overrides"; break;
    case SCORE__PH_TRACE_DIFFERS: name = "given", says = "compared"; break;
    case SCORE__PH_TRACE_COVERED: name = "given", says = "covered"; break;
    case SCORE__PH_TRACE_MISSING: name = "worst_case", says = "missing"; break;
    case SCORE__PH_TRACE_INVALID: name = "worst_case", says = "invalid"; break;
    case SCORE__PH_TRACE_ITEM_BLANK:
    case SCORE__PH_TRACE_PART_BLANK: name = "worst_case", says = "missing_part"; break;
    case SCORE__PH_TRACE_ITEM_INVALID:
    case SCORE__PH_TRACE_PART_INVALID: name = "worst_case", says = "invalid_part"; break;
    case SCORE__PH_TRACE_NOT_DUE:
    case SCORE__PH_TRACE_NOT_DUE_DATA:
    case SCORE__PH_TRACE_NOT_DUE_PARTS: name = "due", says = "not_due"; break;
    default: break;
    }
    if (!name) continue;
    score__outline *o = score__outline_add(d, list, NULL, SCORE__OUTLINE_OBJECT);
    score__explain_text(d, o, "policy", name);
    score__explain_text(d, o, "says", says);
  }
}

static void given(score_document *d, score__outline *node, const score_result *one, uint32_t k)
{
  static const char *const uses[] = {"none", "stands", "overrides", "compared"};
  const score__given_column *g = one->given ? &one->given[k] : NULL;
  if (!g || !g->use || g->use[0] == SCORE__GIVEN_NONE) return;
  score__outline *o = score__outline_add(d, node, "given", SCORE__OUTLINE_OBJECT);
  score__explain_text(d, o, "use", uses[g->use[0]]);
  score__explain_points(d, o, "points", g->micro[0]);
  score__explain_text(d, o, "stage", stages[g->stage[0]]);
  origin_members(d, o, score__data_origin(one->data, one->frame, g->stage[0], true, k, one->unit[0]),
                 score__readings_is_reason(one, k, 0));
}

/* ---- what the definition says of the node ---- */

static void weight_of(score_document *d, score__outline *o, const score__fraction *weight)
{
  char text[96];
  score__fraction lowest = *weight;
  score__fraction_reduce(&lowest);
  score__fraction_print(text, sizeof text, &lowest);
  score__explain_text(d, o, "weight", text);
  score__explain_sentence(d, o, "weight_text", SCORE__PH_SETTING_WEIGHT, score__cell_code(d, text), NULL);
}

static void settings(score_document *d, score__outline *node, const score__node *n, bool weighted)
{
  static const char *const aggregates[] = {"sum", "weighted", "share_met", "highest"};
  score__outline *o = score__outline_add(d, node, "settings", SCORE__OUTLINE_OBJECT);
  char day[SCORE__DATE_TEXT];
  if (n->kind != SCORE__NODE_CRITERION) score__explain_text(d, o, "aggregate", aggregates[n->aggregate]);
  if (n->rescale_to_micro != n->max_micro) {
    score__explain_points(d, o, "rescale_to", n->rescale_to_micro);
    score__explain_sentence(d, o, "rescale_text", SCORE__PH_SETTING_RESCALE,
                            score__cell_points(n->rescale_to_micro, -1), NULL);
  }
  if (weighted) weight_of(d, o, &n->weight);
  if (n->kind != SCORE__NODE_TOTAL) score__explain_text(d, o, "not_applicable", score__na_policies[n->na_policy]);
  if (n->applies_when.expr) score__explain_text(d, o, "applies_when", n->applies_when.text);
  if (n->kind != SCORE__NODE_CRITERION) return;
  if (n->requires.expr) score__explain_text(d, o, "requires", n->requires.text);
  if (n->na_from_data) score__outline_cell(d, o, "na_from_data", score__cell_bool(true));
  score__date_print(day, sizeof day, n->due_day);
  if (n->has_due) score__explain_text(d, o, "due", day);
  if (!n->caps.count) return;
  score__outline *caps = score__outline_add(d, o, "cap_when", SCORE__OUTLINE_LIST);
  for (size_t i = 0; i < n->caps.count; i++) {
    score__outline *cap = score__outline_add(d, caps, NULL, SCORE__OUTLINE_OBJECT);
    score__explain_text(d, cap, "when", n->caps.item[i].when.text);
    score__explain_points(d, cap, "cap", n->caps.item[i].cap_micro);
    const score__cell when = score__cell_text(d, n->caps.item[i].when.text);
    score__explain_sentence(d, cap, "text", SCORE__PH_SETTING_CAP, score__cell_points(n->caps.item[i].cap_micro, -1),
                            &when);
  }
}

static void source_of(score_document *d, score__outline *node, const score__source *s)
{
  if (!s->document || !*s->document) return;
  score__outline *o = score__outline_add(d, node, "source", SCORE__OUTLINE_OBJECT);
  score__explain_text(d, o, "document", s->document);
  if (*s->clause) score__explain_text(d, o, "clause", s->clause);
  if (*s->mark) score__explain_text(d, o, "mark", s->mark);
}

static void rule_of(score_document *d, score__outline *node, const score_criteria *set, uint32_t k)
{
  const score__tree *rule = score__tree_get(set->node_tree[k], "rule");
  if (!rule) return;
  score__explain_tree(d, node, "rule", rule);
  if (d->wordless) return;
  score__outline *words = score__outline_add(d, node, "rule_words", SCORE__OUTLINE_OBJECT);
  for (int lang = 0; lang < 2; lang++) {
    score__buffer text = {0};
    score__explain_rule(&text, set, rule, lang);
    score__explain_text(d, words, lang ? "vi" : "en", text.data);
    d->failed |= text.failed;
    score__buffer_free(&text);
  }
}

/* ---- nodes ---- */

static void result_of(score_document *d, score__outline *o, const score__engine_one *e, uint32_t k)
{
  const score_result *one = &e->result;
  const score__node *n = &one->set->node[k];
  const score__node_column *c = &one->node[k];
  const score__trace *t = &e->trace[k];
  const score__cell none = {.kind = SCORE__CELL_EMPTY};
  const bool covered = c->flags[0] & SCORE__FLAG_COVERED;
  score__explain_text(d, o, "outcome", score_outcome_string((score_outcome)c->outcome[0]));
  score__explain_text(d, o, "stage", stages[c->stage[0]]);
  score__outline_cell(d, o, "points", covered ? none : score__report_points(one->set, k, c->points_micro[0]));
  score__outline_cell(d, o, "max", covered ? none : score__cell_points(c->max_micro[0], -1));
  score__explain_points(d, o, "declared_max", n->max_micro);
  if (covered) return;
  if (k) score__outline_cell(d, o, "met", score__cell_bool(c->flags[0] & SCORE__FLAG_MET));
  if (c->high_micro[0] != c->points_micro[0]) score__explain_points(d, o, "at_best", c->high_micro[0]);
  if (t->rounds) {
    score__explain_exact(d, o, "exact", &t->exact);
    score__explain_points(d, o, "grid", t->grid_micro);
  }
  if (!(c->flags[0] & SCORE__FLAG_OVERRIDDEN)) return;
  score__outline *computed = score__outline_add(d, o, "computed", SCORE__OUTLINE_OBJECT);
  score__explain_text(d, computed, "outcome", score_outcome_string((score_outcome)t->computed_outcome));
  score__explain_points(d, computed, "points", t->computed_micro);
}

/* Nothing was read where points from outside took the node's place. */
static bool was_judged(const score__node *n, const score__node_column *c)
{
  if (n->kind == SCORE__NODE_TOTAL || (n->kind == SCORE__NODE_GROUP && !n->applies_when.expr)) return false;
  if (c->flags[0] & SCORE__FLAG_COVERED) return false;
  return c->outcome[0] != SCORE_REPORTED || (c->flags[0] & SCORE__FLAG_OVERRIDDEN);
}

static void total_of(score_document *d, score__outline *o, const score__engine_one *e, const score_result *all,
                     size_t position)
{
  const score_result *one = &e->result;
  const score_criteria *set = one->set;
  score__explain_text(d, o, "basis", set->basis == SCORE__BASIS_PERCENT ? "percent" : "points");
  score__outline_cell(d, o, "result", score__report_basis(set, one->total[0].basis_micro));
  score__outline_cell(d, o, "without_bonus", score__report_basis(set, one->without_bonus_micro[0]));
  score__explain_points(d, o, "total_grid", set->total_grid_micro ? set->total_grid_micro : 1);
  score__explain_grade(d, o, one);
  score__explain_rank(d, o, all, position);
}

void score__explanation_add(score_document *d, const score__engine_one *e, const score_result *all, size_t position,
                            uint32_t top)
{
  static const char *const kinds[] = {"total", "group", "criterion"};
  static const char *const sides[] = {"normal", "bonus", "penalty"};
  const score_result *one = &e->result;
  const score_criteria *set = one->set;
  score__outline *children[SCORE__MAX_GROUP_DEPTH + 3] = {NULL};
  const unsigned base = set->node[top].depth;
  for (uint32_t k = top; k < set->node[top].end && !d->failed; k++) {
    const score__node *n = &set->node[k];
    const unsigned depth = n->depth - base;
    score__outline *o =
        score__outline_add(d, depth ? children[depth - 1] : NULL, depth ? NULL : "tree", SCORE__OUTLINE_OBJECT);
    score__explain_text(d, o, "key", n->key);
    score__explain_text(d, o, "kind", kinds[n->kind]);
    score__explain_text(d, o, "code", n->code);
    score__outline_cell(d, o, "name", score__cell_words(d, &n->name));
    if (n->group_kind) score__explain_text(d, o, "group_kind", sides[n->group_kind]);
    result_of(d, o, e, k);
    if (!k) total_of(d, o, e, all, position);
    policies(d, o, &e->trace[k]);
    given(d, o, one, k);
    settings(d, o, n, k && set->node[n->parent].aggregate == SCORE__AGGREGATE_WEIGHTED);
    if (was_judged(n, &one->node[k])) {
      score__readings readings = {.arena = &d->arena, .set = set};
      score__readings_node(&readings, n);
      score__explain_readings(d, o, one, &readings, one->node[k].stage[0]);
    }
    if (k) source_of(d, o, &n->source);
    if (n->kind == SCORE__NODE_CRITERION) rule_of(d, o, set, k);
    step_list(d, o, set, &e->trace[k]);
    if (n->kind != SCORE__NODE_CRITERION) children[depth] = score__outline_add(d, o, "children", SCORE__OUTLINE_LIST);
  }
}
