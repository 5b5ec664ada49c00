/* The header row: the role of each column. */
#include "run/header.h"

#include <string.h>

#include "base/fail.h"

static void read_data_column(score__header *h, size_t i, const score_criteria *set, const score_read_options *options,
                             uint32_t line, score__tally *tally)
{
  score_error e;
  score__column *c = &h->column[i];
  c->role = SCORE__COLUMN_DATA;
  bool points = strncmp(c->name, "points:", 7) == 0;
  if (score__target_find(&c->target, set, options->beside, c->name, options->ignore_given_points, points, &e) !=
      SCORE_OK) {
    if (!points) {
      const char *near = score__heading_meant(&h->arena, set, c->name);
      score__fail(&e, SCORE_E_INPUT, near ? SCORE__PH_COLUMN_UNKNOWN_NEAR : SCORE__PH_COLUMN_UNKNOWN, c->name, near,
                  (const char *)NULL);
    }
    c->role = SCORE__COLUMN_SKIPPED;
    score__tally_add(tally, SCORE_ERROR, &e, line, i + 1, NULL);
  } else if (h->is_long) {
    c->role = SCORE__COLUMN_SKIPPED;
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_COLUMN_LONG_EXTRA, c->name, (const char *)NULL);
    score__tally_add(tally, SCORE_ERROR, &e, line, i + 1, NULL);
  } else if (c->target.skipped) {
    c->role = SCORE__COLUMN_SKIPPED;
  }
}

static void tell(score__tally *tally, uint32_t line, int phrase)
{
  score_error e;
  score__fail(&e, SCORE_E_INPUT, phrase, (const char *)NULL);
  score__tally_add(tally, SCORE_ERROR, &e, line, 0, NULL);
}

static void tell_missing(score__tally *tally, uint32_t line, size_t role)
{
  score_error e;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_COLUMN_MISSING, score__heading_name(role), score__heading_title(role),
              (const char *)NULL);
  score__tally_add(tally, SCORE_ERROR, &e, line, 0, NULL);
}

/* What no row can do without. */
static int check_complete(const score__header *h, uint32_t line, bool has_period, uint64_t before, score__tally *tally)
{
  bool whole = true, data = h->is_long;
  if (h->at[SCORE__COLUMN_UNIT] == SIZE_MAX) {
    tell_missing(tally, line, SCORE__COLUMN_UNIT);
    whole = false;
  }
  if (h->at[SCORE__COLUMN_PERIOD] == SIZE_MAX && !has_period) {
    tell(tally, line, SCORE__PH_PERIOD_EMPTY);
    whole = false;
  }
  for (int side = 0; side < 2; side++) { /* measure without value, or the other way round */
    size_t own = h->at[side ? SCORE__COLUMN_VALUE : SCORE__COLUMN_MEASURE];
    size_t other = h->at[side ? SCORE__COLUMN_MEASURE : SCORE__COLUMN_VALUE];
    if (own == SIZE_MAX && other != SIZE_MAX) {
      tell_missing(tally, line, side ? SCORE__COLUMN_VALUE : SCORE__COLUMN_MEASURE);
      whole = false;
    }
  }
  for (size_t i = 0; i < h->count; i++) {
    data |= h->column[i].role == SCORE__COLUMN_DATA || h->column[i].role == SCORE__COLUMN_SKIPPED;
  }
  if (!data && tally->errors == before) {
    tell(tally, line, SCORE__PH_COLUMN_NO_DATA);
    whole = false;
  }
  return whole ? SCORE_OK : SCORE_E_INPUT;
}

static void tell_twice(score__tally *tally, uint32_t line, size_t column, const char *name)
{
  score_error e;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_COLUMN_TWICE, name, (const char *)NULL);
  score__tally_add(tally, SCORE_ERROR, &e, line, column, NULL);
}

/* Two spellings of one node ("points:3.1", "points:766/3.1") are the same column. */
static bool is_repeated(const score__header *h, size_t i, const score__dict *seen, size_t *first)
{
  const score__column *c = &h->column[i];
  *first = score__dict_get(seen, c->name);
  if (*first != SIZE_MAX || c->role != SCORE__COLUMN_DATA || !c->target.given) return *first != SIZE_MAX;
  for (size_t k = 0; k < i; k++) {
    const score__column *o = &h->column[k];
    if (o->role == SCORE__COLUMN_DATA && o->target.given && o->target.index == c->target.index) return true;
  }
  return false;
}

/* A measure may be called what a column for people is called. */
static size_t role_of(const score_criteria *set, const char *name)
{
  size_t role = score__heading_role(name);
  return role == SCORE__COLUMN_PASSED && score__dict_get(&set->by_measure, name) != SIZE_MAX ? SIZE_MAX : role;
}

/* "Số hồ sơ tiếp nhận [hs_tiep_nhan]" is the column hs_tiep_nhan. */
static void name_by_key(score__header *h, size_t i, const score_criteria *set)
{
  score__target t;
  const char *key = score__heading_key(&h->arena, h->column[i].name);
  if (key && score__target_find(&t, set, NULL, key, false, false, NULL) == SCORE_OK) h->column[i].name = key;
}

bool score__header_begins(const score__csv_cell *cell, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (score__heading_role(cell[i].text) == SCORE__COLUMN_UNIT) return true;
  }
  return false;
}

bool score__header_is_title(const score__csv_cell *cell, size_t count, bool workbook)
{
  size_t filled = 0;
  for (size_t i = 0; i < count; i++) filled += cell[i].size > 0;
  return (workbook || (count > 1 && filled <= 1)) && !score__header_begins(cell, count);
}

static int read_columns(score__header *h, const score_criteria *set, const score_read_options *options, uint32_t line,
                        score__dict *seen, score__tally *tally)
{
  for (size_t i = 0; i < h->count; i++) {
    score__column *c = &h->column[i];
    size_t role = role_of(set, c->name), first;
    if (!*c->name) {
      c->role = SCORE__COLUMN_UNNAMED;
      continue;
    }
    if (role == SCORE__COLUMN_PASSED) {
      c->role = SCORE__COLUMN_PASSED;
      continue;
    }
    if (role != SIZE_MAX) {
      c->role = (uint8_t)role;
      if (h->at[role] != i) {
        c->role = SCORE__COLUMN_SKIPPED;
        tell_twice(tally, line, i + 1, c->name);
      }
      continue;
    }
    if (score__dict_get(seen, c->name) == SIZE_MAX) read_data_column(h, i, set, options, line, tally);
    if (is_repeated(h, i, seen, &first)) {
      c->role = SCORE__COLUMN_SKIPPED;
      tell_twice(tally, line, i + 1, c->name);
    }
    if (score__dict_add(seen, c->name, i) != 0) return -1;
  }
  return 0;
}

int score__header_read(score__header *out, const score_criteria *set, const score__csv_cell *cell, size_t count,
                       uint32_t line, const score_read_options *options, score__tally *tally, score_error *err)
{
  uint64_t before = tally->errors;
  out->column = score__arena_alloc(&out->arena, count, sizeof *out->column);
  if (!out->column) return score__fail_memory(err);
  out->count = count;
  for (size_t i = 0; i < SCORE__COLUMN_ROLES; i++) out->at[i] = SIZE_MAX;
  for (size_t i = 0; i < count; i++) {
    out->column[i].name = score__arena_copy(&out->arena, cell[i].text, cell[i].size);
    if (!out->column[i].name) return score__fail_memory(err);
    size_t role = role_of(set, out->column[i].name);
    if (role < SCORE__COLUMN_ROLES && out->at[role] == SIZE_MAX) out->at[role] = i;
    if (role == SIZE_MAX) name_by_key(out, i, set);
  }
  out->is_long = out->at[SCORE__COLUMN_MEASURE] != SIZE_MAX && out->at[SCORE__COLUMN_VALUE] != SIZE_MAX;
  score__dict seen = {0};
  int status = read_columns(out, set, options, line, &seen, tally);
  score__dict_free(&seen);
  if (status != 0) return score__fail_memory(err);
  return check_complete(out, line, options->period != NULL, before, tally);
}

void score__header_free(score__header *header)
{
  score__arena_free(&header->arena);
}
