/* The effort of each lever from a file: lever,effort. */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "input/rows.h"
#include "model/scores.h"
#include "run/tally.h"
#include "score/plan.h"

enum { LEVER, EFFORT, ROLES };
static const char *const titles[ROLES][2] = {{"lever", "Mã việc"}, {"effort", "Công sức"}};

typedef struct list {
  const score_criteria *set;
  const score_read_options *options;
  score__tally tally;
  score__rows_info file;
  bool has_header;
  size_t at[ROLES];
  score_plan_effort *item;
  size_t count, cap;
} list;

static int read_header(list *l, const score__csv_cell *cell, size_t count, uint32_t line)
{
  score_error e;
  int status = SCORE_OK;
  for (size_t role = 0; role < ROLES; role++) {
    l->at[role] = SIZE_MAX;
    for (size_t i = count; i > 0; i--)
      if (!strcmp(cell[i - 1].text, titles[role][0]) || !strcmp(cell[i - 1].text, titles[role][1])) l->at[role] = i - 1;
    if (l->at[role] != SIZE_MAX) continue;
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_COLUMN_MISSING, titles[role][0], titles[role][1], NULL);
    score__tally_add(&l->tally, SCORE_ERROR, &e, line, 0, NULL);
    status = SCORE_E_INPUT;
  }
  l->has_header = true;
  return status;
}

/* Levers the set declares; where it declares none, each measure is one. The text is the set's own. */
static const char *key_at(const score_criteria *set, size_t k)
{
  if (set->lever_count) return k < set->lever_count ? set->lever[k].key : NULL;
  return k < set->measure_count ? set->measure[k].key : NULL;
}

static const char *find_lever(const list *l, const char *text, score_error *e)
{
  const char *key;
  size_t n = 0;
  for (; (key = key_at(l->set, n)); n++)
    if (!strcmp(key, text)) return key;
  const char **keys = calloc(n + 1, sizeof *keys);
  for (size_t k = 0; keys && k < n; k++) keys[k] = key_at(l->set, k);
  const size_t near = keys ? score__text_nearest(text, keys, n) : SIZE_MAX;
  if (near == SIZE_MAX)
    score__fail(e, SCORE_E_INPUT, SCORE__PH_PLAN_LEVER, text, NULL);
  else
    score__fail(e, SCORE_E_INPUT, SCORE__PH_PLAN_LEVER_NEAR, text, keys[near], NULL);
  free(keys);
  return NULL;
}

static bool read_effort(const list *l, const score__csv_cell *cell, int64_t *micro)
{
  char mark = l->options ? l->options->decimal_mark : 0;
  if (cell->kind == SCORE__CELL_NUMBER) mark = '.';
  if (!mark) mark = l->file.delimiter == ';' ? ',' : '.';
  return score__decimal_parse(micro, cell->text, cell->size, 6, mark) == 0 && *micro > 0 && *micro <= SCORE__MAX_VALUE;
}

static int read_row(void *context, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  static const score__csv_cell empty = {"", 0, SCORE__CELL_TYPED};
  list *l = context;
  score_error e;
  if (!l->has_header) return read_header(l, cell, count, line);
  const score__csv_cell *lever = l->at[LEVER] < count ? &cell[l->at[LEVER]] : &empty;
  const score__csv_cell *effort = l->at[EFFORT] < count ? &cell[l->at[EFFORT]] : &empty;
  int64_t micro = 0;
  bool good = true;
  const char *key = find_lever(l, lever->text, &e);
  for (size_t k = 0; key && k < l->count; k++) {
    if (l->item[k].lever != key) continue;
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_PLAN_EFFORT_TWICE, key, NULL);
    key = NULL;
  }
  if (!key) score__tally_add(&l->tally, SCORE_ERROR, &e, line, l->at[LEVER] + 1, titles[LEVER][0]);
  if (!read_effort(l, effort, &micro)) {
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_PLAN_EFFORT_NONE, effort->text, NULL);
    score__tally_add(&l->tally, SCORE_ERROR, &e, line, l->at[EFFORT] + 1, titles[EFFORT][0]);
    good = false;
  }
  if (!key || !good) return SCORE_OK;
  if (score__grow(&l->item, &l->cap, l->count + 1, sizeof *l->item)) return score__fail_memory(err);
  l->item[l->count++] = (score_plan_effort){key, micro};
  return SCORE_OK;
}

int score_plan_efforts_read(score_plan_effort **out, size_t *count, const score_result *result, const char *path,
                            const score_read_options *options, score_findings *findings, score_error *err)
{
  score__rows_options rows = {0};
  score_error fatal = {0};
  if (options) rows = (score__rows_options){options->delimiter, options->encoding, options->sheet};
  list l = {.set = result->set, .options = options, .tally = {.file = path, .findings = findings, .err = err}};
  *out = NULL;
  *count = 0;
  int status = score__rows_read(path, &rows, read_row, &l, &l.file, &fatal);
  if (!status && !l.has_header) {
    score__fail(&fatal, SCORE_E_INPUT, SCORE__PH_COLUMN_MISSING, titles[LEVER][0], titles[LEVER][1], NULL);
    score__fail_at(&fatal, path, 1, 0, NULL);
    status = SCORE_E_INPUT;
  }
  status = score__tally_conclude(&l.tally, status, &fatal);
  if (status) {
    free(l.item);
    return status;
  }
  if (!l.item) l.item = calloc(1, sizeof *l.item);
  if (!l.item) return score__fail_memory(err);
  *out = l.item;
  *count = l.count;
  return SCORE_OK;
}

void score_plan_efforts_free(score_plan_effort *efforts)
{
  free(efforts);
}
