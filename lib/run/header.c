#include "run/header.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"

static const char *const role_name[SCORE__COLUMN_ROLES] = {"unit",   "name",     "kind", "parent",  "period", "stage",
                                                           "source", "evidence", "note", "measure", "value"};

/* What offices call the columns, folded. Columns have one name; these only lead to it. */
static const struct {
  const char *said, *name;
} said_for[] = {{"don vi", "unit"},     {"ma don vi", "unit"},  {"ma xa", "unit"},
                {"ma", "unit"},         {"ky", "period"},       {"ky bao cao", "period"},
                {"giai doan", "stage"}, {"nguon", "source"},    {"minh chung", "evidence"},
                {"ghi chu", "note"},    {"so lieu", "measure"}, {"gia tri", "value"},
                {"ten", "name"},        {"ten don vi", "name"}, {"loai", "kind"}};

/* The column that somebody means who writes a name for people, or NULL. */
static const char *meant(score__arena *arena, const score_criteria *set, const char *text)
{
  for (size_t i = 0; i < set->measure_count; i++) {
    const score__words *name = &set->measure[i].name;
    for (int lang = 0; lang < 2; lang++)
      if (name->text[lang] && !strcmp(name->text[lang], text)) return set->measure[i].key;
  }
  const char *folded = score__text_fold(arena, text);
  for (size_t i = 0; folded && i < sizeof said_for / sizeof *said_for; i++)
    if (!strcmp(folded, said_for[i].said)) return said_for[i].name;
  return NULL;
}

/* The nearest name among measures (or nodes), or NULL. */
static const char *nearest(const score_criteria *set, const char *text, bool nodes, bool roles)
{
  size_t count = (nodes ? set->node_count : set->measure_count) + (roles ? SCORE__COLUMN_ROLES : 0), n = 0;
  const char **candidate = calloc(count ? count : 1, sizeof *candidate);
  if (!candidate) return NULL;
  for (size_t i = 0; nodes && i < set->node_count; i++) {
    if (set->node[i].key) candidate[n++] = set->node[i].key;
  }
  for (size_t i = 0; !nodes && i < set->measure_count; i++) candidate[n++] = set->measure[i].key;
  for (size_t i = 0; roles && i < SCORE__COLUMN_ROLES; i++) candidate[n++] = role_name[i];
  size_t best = score__text_nearest(text, candidate, n);
  const char *name = best == SIZE_MAX ? NULL : candidate[best];
  free(candidate);
  return name;
}

static int find_points(score__target *out, const score_criteria *set, const char *key, bool near, score_error *err)
{
  const char *slash = strchr(key, '/');
  if (slash) {
    size_t n = (size_t)(slash - key);
    bool own = strncmp(set->id, key, n) == 0 && set->id[n] == 0;
    if (!own && strlen(set->id) < n && key[strlen(set->id)] == '@') { /* id@version */
      size_t id = strlen(set->id);
      own = strncmp(key, set->id, id) == 0 && strlen(set->version) == n - id - 1 &&
            strncmp(key + id + 1, set->version, n - id - 1) == 0;
    }
    out->skipped = !own;
    if (!own) return SCORE_OK;
    key = slash + 1;
  }
  size_t i = score__dict_get(&set->by_node, key);
  out->given = true;
  out->index = (uint32_t)i;
  if (i != SIZE_MAX) return SCORE_OK;
  const char *other = near ? nearest(set, key, true, false) : NULL;
  return score__fail(err, SCORE_E_INPUT, other ? SCORE__PH_NODE_UNKNOWN_NEAR : SCORE__PH_NODE_UNKNOWN, key, other,
                     (const char *)NULL);
}

/* Whether another set, beside which this one is read, knows the measure or the node. */
static bool is_known(const score_criteria *set, const char *text)
{
  if (strncmp(text, "points:", 7) != 0) return score__dict_get(&set->by_measure, text) != SIZE_MAX;
  const char *slash = strchr(text, '/');
  return score__dict_get(&set->by_node, slash ? slash + 1 : text + 7) != SIZE_MAX;
}

static int find_target(score__target *out, const score_criteria *set, const char *text, bool ignore_points, bool near,
                       score_error *err)
{
  *out = (score__target){0};
  if (strncmp(text, "points:", 7) == 0) {
    if (ignore_points) {
      out->skipped = true;
      return SCORE_OK;
    }
    return find_points(out, set, text + 7, near, err);
  }
  size_t i = score__dict_get(&set->by_measure, text);
  out->index = (uint32_t)i;
  if (i != SIZE_MAX) return SCORE_OK;
  const char *other = near ? nearest(set, text, false, false) : NULL;
  return score__fail(err, SCORE_E_INPUT, other ? SCORE__PH_MEASURE_UNKNOWN_NEAR : SCORE__PH_MEASURE_UNKNOWN, text,
                     other, (const char *)NULL);
}

int score__target_find(score__target *out, const score_criteria *set, const score_criteria *beside, const char *text,
                       bool ignore_points, bool near, score_error *err)
{
  const bool elsewhere = beside && is_known(beside, text);
  const int status = find_target(out, set, text, ignore_points, near && !elsewhere, err);
  if (status != SCORE_E_INPUT || !elsewhere) return status;
  *out = (score__target){.skipped = true};
  return SCORE_OK;
}

static bool same_word(const char *a, const char *lower)
{
  for (; *a && *lower; a++, lower++) {
    char c = *a >= 'A' && *a <= 'Z' ? (char)(*a + 32) : *a;
    if (c != *lower) return false;
  }
  return *a == *lower;
}

static size_t role_of(const char *name)
{
  for (size_t i = 0; i < SCORE__COLUMN_ROLES; i++) {
    if (same_word(name, role_name[i])) return i;
  }
  return SIZE_MAX;
}

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
      const char *near = meant(&h->arena, set, c->name);
      if (!near) near = nearest(set, c->name, false, true);
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

static void tell_missing(score__tally *tally, uint32_t line, int phrase, const char *name)
{
  score_error e;
  score__fail(&e, SCORE_E_INPUT, phrase, name, (const char *)NULL);
  score__tally_add(tally, SCORE_ERROR, &e, line, 0, NULL);
}

/* What no row can do without. */
static int check_complete(const score__header *h, uint32_t line, bool has_period, uint64_t before, score__tally *tally)
{
  bool whole = true, data = h->is_long;
  if (h->at[SCORE__COLUMN_UNIT] == SIZE_MAX) {
    tell_missing(tally, line, SCORE__PH_COLUMN_MISSING, "unit");
    whole = false;
  }
  if (h->at[SCORE__COLUMN_PERIOD] == SIZE_MAX && !has_period) {
    tell_missing(tally, line, SCORE__PH_PERIOD_EMPTY, NULL);
    whole = false;
  }
  for (int side = 0; side < 2; side++) { /* measure without value, or the other way round */
    size_t own = h->at[side ? SCORE__COLUMN_VALUE : SCORE__COLUMN_MEASURE];
    size_t other = h->at[side ? SCORE__COLUMN_MEASURE : SCORE__COLUMN_VALUE];
    if (own == SIZE_MAX && other != SIZE_MAX) {
      tell_missing(tally, line, SCORE__PH_COLUMN_MISSING, side ? "value" : "measure");
      whole = false;
    }
  }
  for (size_t i = 0; i < h->count; i++) {
    data |= h->column[i].role == SCORE__COLUMN_DATA || h->column[i].role == SCORE__COLUMN_SKIPPED;
  }
  if (!data && tally->errors == before) {
    tell_missing(tally, line, SCORE__PH_COLUMN_NO_DATA, NULL);
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

static int read_columns(score__header *h, const score_criteria *set, const score_read_options *options, uint32_t line,
                        score__dict *seen, score__tally *tally)
{
  for (size_t i = 0; i < h->count; i++) {
    score__column *c = &h->column[i];
    size_t role = role_of(c->name), first;
    if (!*c->name) {
      c->role = SCORE__COLUMN_UNNAMED;
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
    size_t role = role_of(out->column[i].name);
    if (role != SIZE_MAX && out->at[role] == SIZE_MAX) out->at[role] = i;
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
