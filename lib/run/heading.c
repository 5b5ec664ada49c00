/* What a heading leads to: the role of a column, a measure, the points of a node; or what it is near to. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "run/header.h"

/* By role: what a machine writes, and what the forms write; the second, folded, is accepted too. */
static const struct {
  const char *name, *title, *folded;
} role[SCORE__COLUMN_ROLES] = {{"unit", "Mã đơn vị", "ma don vi"},
                               {"name", "Tên đơn vị", "ten don vi"},
                               {"kind", "Loại", "loai"},
                               {"parent", "Trực thuộc", "truc thuoc"},
                               {"period", "Kỳ", "ky"},
                               {"stage", "Giai đoạn", "giai doan"},
                               {"source", "Nguồn", "nguon"},
                               {"evidence", "Minh chứng", "minh chung"},
                               {"evidence_expires", "Minh chứng hết hạn", "minh chung het han"},
                               {"note", "Ghi chú", "ghi chu"},
                               {"measure", "Mã số liệu", "ma so lieu"},
                               {"value", "Giá trị", "gia tri"}};

/* Columns for people, folded. */
static const char *const passed[] = {"criterion", "measure_name", "measure_unit", "previous",    "no",
                                     "help",      "errors",       "tieu chi",     "ten so lieu", "don vi tinh",
                                     "ky truoc",  "stt",          "huong dan",    "loi"};

/* What offices call the columns besides, folded: these are not taken, they only lead to the name. */
static const struct {
  const char *said, *name;
} said_for[] = {{"don vi", "unit"},          {"ma xa", "unit"},      {"ma", "unit"}, {"ky bao cao", "period"},
                {"nguon so lieu", "source"}, {"so lieu", "measure"}, {"ten", "name"}};

const char *score__heading_name(size_t r)
{
  return role[r].name;
}

const char *score__heading_title(size_t r)
{
  return role[r].title;
}

static bool same_word(const char *a, const char *lower)
{
  for (; *a && *lower; a++, lower++) {
    char c = *a >= 'A' && *a <= 'Z' ? (char)(*a + 32) : *a;
    if (c != *lower) return false;
  }
  return *a == *lower;
}

size_t score__heading_role(const char *text)
{
  for (size_t i = 0; i < SCORE__COLUMN_ROLES; i++) {
    if (same_word(text, role[i].name)) return i;
  }
  size_t found = SIZE_MAX;
  score__arena arena = {0};
  const char *folded = score__text_fold(&arena, text);
  for (size_t i = 0; folded && i < SCORE__COLUMN_ROLES; i++) {
    if (!strcmp(folded, role[i].folded)) found = i;
  }
  for (size_t i = 0; folded && i < sizeof passed / sizeof *passed; i++) {
    if (!strcmp(folded, passed[i])) found = SCORE__COLUMN_PASSED;
  }
  score__arena_free(&arena);
  return found;
}

const char *score__heading_key(score__arena *arena, const char *text)
{
  size_t size = strlen(text);
  const char *open = strrchr(text, '[');
  if (!open || open == text || text[size - 1] != ']') return NULL;
  const char *key = open + 1;
  size = (size_t)(text + size - 1 - key);
  score__text_trim(&key, &size);
  return size ? score__arena_copy(arena, key, size) : NULL;
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
  for (size_t i = 0; roles && i < SCORE__COLUMN_ROLES; i++) candidate[n++] = role[i].name;
  size_t best = score__text_nearest(text, candidate, n);
  const char *name = best == SIZE_MAX ? NULL : candidate[best];
  free(candidate);
  return name;
}

/* The measure of this name, in either language, whatever the case and the marks. */
static const char *named(score__arena *arena, const score_criteria *set, const char *folded)
{
  for (size_t i = 0; i < set->measure_count; i++) {
    for (int lang = 0; lang < 2; lang++) {
      const char *name = set->measure[i].name.text[lang];
      const char *other = name ? score__text_fold(arena, name) : NULL;
      if (other && !strcmp(other, folded)) return set->measure[i].key;
    }
  }
  return NULL;
}

/* The measure whose name is nearest, or NULL. */
static const char *nearly_named(const score_criteria *set, const char *text)
{
  const char **name = calloc(set->measure_count * 2 + 1, sizeof *name);
  size_t n = 0;
  if (!name) return NULL;
  for (size_t i = 0; i < set->measure_count; i++) {
    const char *const *said = set->measure[i].name.text;
    for (int lang = 0; lang < 2; lang++) name[n++] = said[lang] ? said[lang] : set->measure[i].key;
  }
  const size_t best = score__text_nearest(text, name, n);
  free(name);
  return best == SIZE_MAX ? NULL : set->measure[best / 2].key;
}

const char *score__heading_meant(score__arena *arena, const score_criteria *set, const char *text)
{
  const char *key = score__heading_key(arena, text), *folded = score__text_fold(arena, text), *near = NULL;
  if (key) near = nearest(set, key, false, false);
  if (!near && folded) near = named(arena, set, folded);
  for (size_t i = 0; !near && folded && i < sizeof said_for / sizeof *said_for; i++)
    if (!strcmp(folded, said_for[i].said)) near = said_for[i].name;
  if (!near) near = nearest(set, text, false, true);
  return near ? near : nearly_named(set, text);
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
