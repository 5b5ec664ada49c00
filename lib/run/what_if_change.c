/* "measure" and "text" of a change. By hand: "+1,5%" of a percent with one digit that stands at 80.0 makes 81.5;
 * "-2" of a count that stands at 7 makes 5, "=-2" would be -2 itself. */
#include "run/what_if_change.h"

#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "compute/checks.h"
#include "run/header.h"

/* ---- what is changed ---- */

/* The only measure that is called so, in either language; SIZE_MAX when there is none. 1 in *several when there are
 * more. */
static size_t named(const score_criteria *set, score__arena *arena, const char *text, bool *several)
{
  size_t found = SIZE_MAX;
  const char *folded = score__text_fold(arena, text);
  *several = false;
  for (size_t i = 0; folded && i < set->measure_count; i++) {
    bool same = false;
    for (int lang = 0; lang < 2; lang++) {
      const char *name = score__text_fold(arena, set->measure[i].name.text[lang]);
      same |= name && !strcmp(name, folded);
    }
    if (!same) continue;
    *several |= found != SIZE_MAX;
    if (found == SIZE_MAX) found = i;
  }
  return found;
}

static int fail_unknown(const score_criteria *set, score__arena *arena, const char *text, score_error *err)
{
  score__target t;
  const int code = score__target_find(&t, set, NULL, text, false, true, err);
  if (err && err->phrase == SCORE__PH_MEASURE_UNKNOWN_NEAR) return code;
  if (score__dict_get(&set->by_node, text) != SIZE_MAX)
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_WHATIF_NODE, text, (const char *)NULL);
  const char *near = score__heading_meant(arena, set, text);
  if (near && score__dict_get(&set->by_measure, near) != SIZE_MAX)
    score__fail(err, SCORE_E_INPUT, SCORE__PH_MEASURE_UNKNOWN_NEAR, text, near, (const char *)NULL);
  return code;
}

static int find(score__target *out, const score_criteria *set, score__arena *arena, const char *text, score_error *err)
{
  bool several = false;
  const char *key = score__heading_key(arena, text);
  *out = (score__target){0};
  if (!strncmp(text, "points:", 7)) {
    const int code = score__target_find(out, set, NULL, text, false, true, err);
    if (code || !out->skipped) return code;
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_WHATIF_OTHER_SET, text, (const char *)NULL);
  }
  size_t at = score__dict_get(&set->by_measure, text);
  if (at == SIZE_MAX && key) at = score__dict_get(&set->by_measure, key);
  if (at == SIZE_MAX) at = named(set, arena, text, &several);
  if (several) return score__fail(err, SCORE_E_INPUT, SCORE__PH_WHATIF_SEVERAL, text, (const char *)NULL);
  if (at == SIZE_MAX) return fail_unknown(set, arena, key ? key : text, err);
  out->index = (uint32_t)at;
  return 0;
}

/* ---- what it says ---- */

static bool is_number(const score__measure *m)
{
  return m->type != SCORE__MEASURE_BOOLEAN && m->type != SCORE__MEASURE_CHOICE;
}

/* With a decimal point; a comma where that is no number. */
static int read_cell(const score__measure *m, const char *text, size_t size, int64_t *value, uint8_t *state,
                     score_error *err)
{
  const int code = score__check_cell(m, text, size, '.', value, state, err);
  return code && memchr(text, ',', size) ? score__check_cell(m, text, size, 0, value, state, err) : code;
}

static int read_points(const score__node *n, const char *text, size_t size, int64_t *value, uint8_t *state,
                       score_error *err)
{
  const int code = score__check_points(n, text, size, '.', value, state, err);
  return code && memchr(text, ',', size) ? score__check_points(n, text, size, 0, value, state, err) : code;
}

/* A difference has no bounds. */
static score__measure step_of(const score_criteria *set, const score__change *c)
{
  score__measure m = {.type = SCORE__MEASURE_AMOUNT, .digits = SCORE__MAX_DIGITS};
  if (c->given) return m;
  m.type = set->measure[c->column].type;
  m.digits = set->measure[c->column].digits;
  if (m.type == SCORE__MEASURE_DATE) m.type = SCORE__MEASURE_COUNT;
  return m;
}

static int read_text(score__change *c, const score_criteria *set, const char *text, score_error *err)
{
  size_t size = strlen(text);
  score__text_trim(&text, &size);
  const bool number = c->given || is_number(&set->measure[c->column]);
  c->relative = number && size > 1 && (*text == '+' || *text == '-');
  if (c->relative) {
    const score__measure m = step_of(set, c);
    return read_cell(&m, text, size, &c->value, &c->state, err);
  }
  if (size && *text == '=') {
    text++;
    size--;
    score__text_trim(&text, &size);
  }
  return c->given ? read_points(&set->node[c->column], text, size, &c->value, &c->state, err)
                  : read_cell(&set->measure[c->column], text, size, &c->value, &c->state, err);
}

int score__change_read(score__change *out, const score_criteria *set, const char *measure, const char *text,
                       score_error *err)
{
  score__arena arena = {0};
  score__target target;
  size_t size = strlen(measure);
  const char *from = measure;
  *out = (score__change){0};
  score__text_trim(&from, &size);
  const char *name = score__arena_copy(&arena, from, size);
  int code = name ? find(&target, set, &arena, name, err) : score__fail_memory(err);
  if (!code) {
    out->given = target.given;
    out->column = target.index;
    code = read_text(out, set, text ? text : "", err);
  }
  score__arena_free(&arena);
  if (code == SCORE_E_INPUT) score__fail_at(err, NULL, 0, 0, measure);
  return code;
}

/* ---- what it does ---- */

static const char *key_of(const score_criteria *set, const score__change *c)
{
  return c->given ? set->node[c->column].key : set->measure[c->column].key;
}

/* As a file would have to say it. */
static int check(const score_criteria *set, const score__change *c, int64_t value, score_error *err)
{
  char text[48];
  uint8_t state;
  int64_t again = value;
  int code = 0;
  const score__measure *m = c->given ? NULL : &set->measure[c->column];
  const bool day = m && m->type == SCORE__MEASURE_DATE;
  if (c->given) {
    const size_t n = score__points_print(text, sizeof text, value, 0, '.');
    code = score__check_points(&set->node[c->column], text, n, '.', &again, &state, err);
  } else if (!day || (value >= INT32_MIN && value <= INT32_MAX)) {
    if (day)
      score__date_print(text, sizeof text, (int32_t)value);
    else
      score__decimal_print(text, sizeof text, value, m->digits, -1, '.');
    code = score__check_cell(m, text, strlen(text), '.', &again, &state, err);
  } else {
    again = 0;
  }
  /* A day of a year that no date is written for. */
  if (!code && again != value)
    code = score__fail(err, SCORE_E_INPUT, SCORE__PH_WHATIF_BEYOND, key_of(set, c), (const char *)NULL);
  return code;
}

int score__change_apply(const score__change *c, const score_criteria *set, uint8_t *state, int64_t *value,
                        score_error *err)
{
  int64_t sum = c->value;
  int code = 0;
  uint8_t after = c->state;
  if (c->relative) {
    const score__measure *m = c->given ? NULL : &set->measure[c->column];
    const bool initial = m && *state == SCORE__CELL_MISSING && m->has_initial;
    const bool there = *state == SCORE__CELL_VALUE || *state == SCORE__CELL_OVERRIDE;
    if (!there && !initial)
      code = score__fail(err, SCORE_E_INPUT,
                         *state == SCORE__CELL_NA ? SCORE__PH_WHATIF_FROM_NA : SCORE__PH_WHATIF_FROM_BLANK,
                         key_of(set, c), (const char *)NULL);
    else if (__builtin_add_overflow(initial ? m->initial : *value, c->value, &sum))
      code = score__fail(err, SCORE_E_INPUT, SCORE__PH_WHATIF_BEYOND, key_of(set, c), (const char *)NULL);
    else
      code = check(set, c, sum, err);
    if (code) {
      score__fail_at(err, NULL, 0, 0, key_of(set, c));
      return code;
    }
  }
  /* Points that override by their reason keep it. */
  if (c->given && after == SCORE__CELL_VALUE && *state == SCORE__CELL_OVERRIDE) after = SCORE__CELL_OVERRIDE;
  *state = after;
  *value = after == SCORE__CELL_VALUE || after == SCORE__CELL_OVERRIDE ? sum : 0;
  return 0;
}
