/* The manual of rule kinds, from what each declares of itself. */
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "report/report.h"
#include "rule/rule.h"

static int type_phrase(const score__param *p)
{
  switch (p->type) {
  case SCORE__PARAM_NUMBER: return SCORE__PH_TYPE_NUMBER;
  case SCORE__PARAM_MICRO: return SCORE__PH_TYPE_POINTS;
  case SCORE__PARAM_INTEGER: return SCORE__PH_TYPE_INTEGER;
  case SCORE__PARAM_EXPR: return SCORE__PH_TYPE_EXPRESSION;
  case SCORE__PARAM_CONDITION: return SCORE__PH_TYPE_CONDITION;
  case SCORE__PARAM_BOOLEAN: return SCORE__PH_TYPE_BOOLEAN;
  case SCORE__PARAM_ROWS: return SCORE__PH_TYPE_LIST;
  case SCORE__PARAM_RULE: return SCORE__PH_TYPE_RULE;
  case SCORE__PARAM_OPTIONED: return SCORE__PH_TYPE_CHOICE_MEASURE;
  default: return SCORE__PH_TYPE_TEXT;
  }
}

static score__cell type_cell(score_document *d, const score__param *p)
{
  if (p->type != SCORE__PARAM_CHOICE) return score__cell_phrase(type_phrase(p));
  score__buffer b = {0};
  for (size_t i = 0; p->choices[i]; i++) {
    score__buffer_text(&b, i ? ", " : "");
    score__buffer_text(&b, p->choices[i]);
  }
  score__cell c = score__cell_buffer(d, &b);
  c.kind = SCORE__CELL_CODE;
  return c;
}

static void param_rows(score_document *d, score__sheet_table *t, const char *kind, const score__param *table,
                       const char *above)
{
  for (const score__param *p = table; p->name; p++) {
    score__buffer name = {0};
    score__buffer_text(&name, above);
    score__buffer_text(&name, p->name);
    score__cell *row = score__sheet_row_add(d, t, 0);
    if (row) {
      row[0] = score__cell_code(d, kind);
      row[1] = score__cell_code(d, name.data ? name.data : "");
      row[2] = type_cell(d, p);
      if (p->required) row[3] = score__cell_phrase(SCORE__PH_KIND_REQUIRED);
      if (p->initial) row[3] = score__cell_code(d, p->initial);
      row[4] = score__cell_words(d, &p->doc);
    }
    score__buffer_char(&name, '.');
    if (p->type == SCORE__PARAM_ROWS) param_rows(d, t, kind, p->rows, name.data ? name.data : "");
    d->failed |= name.failed;
    score__buffer_free(&name);
  }
}

static void kind_rows(score_document *d, score__sheet_table *t, const score__rule_kind *k)
{
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  row[0] = score__cell_code(d, k->name);
  row[0].emphasis = 4;
  row[4] = score__cell_words(d, &k->doc);
  row[4].emphasis = 4;
  param_rows(d, t, k->name, k->params, "");
}

static int unknown_kind(const char *kind, score_error *err)
{
  const char *names[32];
  size_t count = 0;
  score__buffer all = {0};
  for (; count < 32 && score__rule_at(count); count++) {
    names[count] = score__rule_at(count)->name;
    score__buffer_text(&all, count ? ", " : "");
    score__buffer_text(&all, names[count]);
  }
  size_t near = score__text_nearest(kind, names, count);
  if (near != SIZE_MAX)
    score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_RULE_KIND_NEAR, kind, names[near], NULL);
  else
    score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_DEF_RULE_KIND, kind, all.data ? all.data : "", NULL);
  score__buffer_free(&all);
  return SCORE_E_NOT_FOUND;
}

int score_document_kinds(score_document **out, const char *kind, score_error *err)
{
  static const score__sheet_column columns[] = {{.key = "kind", .title = SCORE__PH_COL_KIND},
                                                {.key = "parameter", .title = SCORE__PH_COL_PARAMETER},
                                                {.key = "type", .title = SCORE__PH_COL_TYPE, .shrinks = true},
                                                {.key = "default", .title = SCORE__PH_COL_DEFAULT},
                                                {.key = "meaning", .title = SCORE__PH_COL_MEANING, .shrinks = true}};
  *out = NULL;
  if (kind && !score__rule_find(kind)) return unknown_kind(kind, err);
  score_document *d = score__sheet_new("kinds");
  if (!d) return score__report_finish(out, d, err);
  d->title = score__cell_phrase(SCORE__PH_DOC_KINDS);
  score__sheet_table *t = score__sheet_table_add(d, "parameters", 0);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  for (size_t i = 0; score__rule_at(i); i++)
    if (!kind || !strcmp(kind, score__rule_at(i)->name)) kind_rows(d, t, score__rule_at(i));
  return score__report_finish(out, d, err);
}
