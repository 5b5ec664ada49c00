/* The arithmetic of one unit's score: the evaluation again on a frame of one unit, with a recorder. */
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "base/text.h"
#include "report/explanation.h"
#include "report/report.h"

static void add_columns(score_document *d, score__sheet_table *t)
{
  score__sheet_column c = score__report_column("node", SCORE__PH_COL_KEY, false);
  c.machine_only = true;
  score__sheet_column_add(d, t, c);
  score__sheet_column_add(d, t, score__report_column("code", SCORE__PH_COL_CODE, false));
  c = score__report_column("step", SCORE__PH_COL_STEP, false);
  c.shrinks = true;
  score__sheet_column_add(d, t, c);
  score__sheet_column_add(d, t, score__report_column("points", SCORE__PH_COL_POINTS, true));
  score__sheet_column_add(d, t, score__report_column("max", SCORE__PH_COL_MAX, true));
  c = score__report_column("outcome", SCORE__PH_COL_OUTCOME, false);
  c.machine_only = true;
  score__sheet_column_add(d, t, c);
  c = score__report_column("outcome_shown", SCORE__PH_COL_OUTCOME, false);
  c.table_only = true;
  score__sheet_column_add(d, t, c);
}

/* Which steps quote an expression of the definition, and as which argument; -1 = none. */
static int quoted(int phrase)
{
  switch (phrase) {
  case SCORE__PH_TRACE_ITEM:
  case SCORE__PH_TRACE_ITEM_NOT:
  case SCORE__PH_TRACE_ITEM_BLANK:
  case SCORE__PH_TRACE_ITEM_INVALID:
  case SCORE__PH_TRACE_APPLIES_NOT:
  case SCORE__PH_TRACE_APPLIES_OPEN:
  case SCORE__PH_TRACE_REQUIRES:
  case SCORE__PH_TRACE_GATE_WHEN:
  case SCORE__PH_TRACE_FACT:
  case SCORE__PH_TRACE_FACT_BLANK:
  case SCORE__PH_TRACE_FACT_FEW:
  case SCORE__PH_TRACE_FACT_RANGE:
  case SCORE__PH_TRACE_FACT_OVER:
  case SCORE__PH_TRACE_FACT_GIVEN: return 0;
  case SCORE__PH_TRACE_CAP:
  case SCORE__PH_TRACE_CAP_OPEN:
  case SCORE__PH_TRACE_GRADE_CEILING:
  case SCORE__PH_TRACE_GRADE_FORCED: return 1;
  default: return -1;
  }
}

static score__cell quotation(score_document *d, const score_criteria *set, const char *text)
{
  score__buffer said[2] = {{0}, {0}};
  for (int lang = 0; lang < 2; lang++) score__explain_expression(&said[lang], set, text, lang);
  const score__words w = {{said[0].data ? said[0].data : "", said[1].data ? said[1].data : ""}};
  score__cell c = score__cell_words(d, &w);
  d->failed |= said[0].failed || said[1].failed;
  score__buffer_free(&said[0]);
  score__buffer_free(&said[1]);
  return c;
}

static score__cell argument(score_document *d, const score_criteria *set, const score__trace_arg *a, bool expression)
{
  if (a->kind == SCORE__ARG_PHRASE) return score__cell_phrase(a->phrase);
  if (a->kind == SCORE__ARG_TEXT && expression) return quotation(d, set, a->text[0]);
  const score__words w = {{a->text[0], a->text[1]}};
  score__cell c = score__cell_words(d, &w);
  if (a->kind != SCORE__ARG_NUMBER) return c;
  /* A number reads 4,22 on a Vietnamese table: as a decimal cell where it is one, else as the fraction it is. */
  int64_t micro = 0;
  int digits = 0;
  const char *dot = strchr(a->text[0], '.');
  if (dot) digits = (int)strlen(dot + 1);
  if (strchr(a->text[0], '/') || score__decimal_parse(&micro, a->text[0], strlen(a->text[0]), 6, '.')) return c;
  return score__cell_points(micro, digits);
}

score__cell score__report_step(score_document *d, const score_criteria *set, const score__trace_step *s)
{
  score__cell args[10];
  size_t count = 0;
  if (d->wordless) return score__cell_phrase(s->phrase);
  for (; count < s->arg_count && count < 10; count++)
    args[count] = argument(d, set, &s->arg[count], quoted(s->phrase) == (int)count);
  return score__cell_phrase_args(d, s->phrase, args, count);
}

static void step_row(score_document *d, score__sheet_table *t, const score_criteria *set, const score__node *n,
                     unsigned depth, const score__trace_step *s)
{
  score__cell *row = score__sheet_row_add(d, t, depth + 1u);
  if (!row) return;
  row[0] = score__cell_code(d, n->key);
  row[2] = score__report_step(d, set, s);
}

/* base = depth of what was asked for */
static void node_rows(score_document *d, score__sheet_table *t, const score__engine_one *e, uint32_t k, unsigned base)
{
  const score_result *one = &e->result;
  const score__node *n = &one->set->node[k];
  unsigned depth = n->depth > base ? n->depth - base : 0;
  const score__node_column *c = &one->node[k];
  score__cell *row = score__sheet_row_add(d, t, depth);
  if (!row) return;
  row[0] = score__cell_code(d, n->key);
  row[1] = score__cell_text(d, n->code);
  row[2] = score__cell_words(d, &n->name);
  row[2].emphasis = 4;
  if (!(c->flags[0] & SCORE__FLAG_COVERED)) {
    row[3] =
        k ? score__report_points(one->set, k, c->points_micro[0]) : score__report_basis(one->set, c->points_micro[0]);
    row[3].emphasis = 4;
    row[4] = score__cell_points(c->max_micro[0], -1);
  }
  row[5] = score__cell_code(d, score_outcome_string((score_outcome)c->outcome[0]));
  row[6] = score__report_outcome(c->outcome[0]);
  for (const score__trace_step *s = e->trace[k].first; s; s = s->next) step_row(d, t, one->set, n, depth, s);
}

score__sheet_table *score__explain_steps(score_document *d, const score__engine_one *one, uint32_t node)
{
  const score_criteria *set = one->result.set;
  const unsigned base = node ? set->node[node].depth : 1;
  score__sheet_table *t = score__sheet_table_add(d, "steps", 0);
  if (!t) return NULL;
  add_columns(d, t);
  for (uint32_t k = 1; k < set->node_count; k++)
    if (!node || (k >= node && k < set->node[node].end)) node_rows(d, t, one, k, base);
  if (!node) node_rows(d, t, one, 0, base);
  return t;
}

static int find_node(size_t *out, const score_criteria *set, const char *text, score_error *err)
{
  *out = score__dict_get(&set->by_node, text);
  if (*out != SIZE_MAX) return 0;
  score__arena arena = {0};
  const char **keys = score__arena_alloc(&arena, set->node_count, sizeof *keys);
  size_t near = SIZE_MAX;
  for (size_t i = 0; keys && i < set->node_count; i++) keys[i] = set->node[i].key;
  if (keys) near = score__text_nearest(text, keys, set->node_count);
  int code = near == SIZE_MAX
                 ? score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_CRITERION_UNKNOWN, text, NULL)
                 : score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_CRITERION_NEAR, text, set->node[near].key, NULL);
  score__arena_free(&arena);
  return code;
}

int score_document_explain(score_document **out, const score_result *r, const char *unit, const char *criterion,
                           score_error *err)
{
  size_t i, node = SIZE_MAX;
  *out = NULL;
  if (criterion && find_node(&node, r->set, criterion, err)) return SCORE_E_NOT_FOUND;
  if (score__report_find(&i, r, unit, err)) return SCORE_E_NOT_FOUND;
  score_document *d = score__sheet_new("explain");
  score__engine_one one;
  if (!d || score__engine_one_run(&one, r, i)) {
    score_document_free(d);
    return score__fail_memory(err);
  }
  const char *name = score__report_unit_name(r, i);
  const score__cell args[] = {score__cell_text(d, *name ? name : r->data->units.code[r->unit[i]])};
  d->title = score__cell_phrase_args(d, SCORE__PH_DOC_EXPLAIN, args, 1);
  score__report_head(d, r);
  score__report_unit(d, r, i, false);
  score__explain_period(d, r);
  score__explain_verdicts(&one.trace[0], &one.result);
  d->failed |= one.trace[0].failed;
  score__explanation_add(d, &one, r, i, node == SIZE_MAX ? 0 : (uint32_t)node);
  score__sheet_table *t = score__explain_steps(d, &one, node == SIZE_MAX ? 0 : (uint32_t)node);
  if (t) t->not_json = true;
  score__engine_one_free(&one);
  return score__report_finish(out, d, err);
}
