/* Import checks, model §5: one cell at a time (type, sign, option, range). Contradictions between cells are found at
 * evaluation. By hand: "85,5" of a percent with 2 digits, mark ',' -> 8550, which at scale 4 is 0.8550. */
#include "compute/checks.h"

#include <stdbool.h>
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/period.h"
#include "base/text.h"
#include "model/frame.h"
#include "rule/rule.h"

#define SHOWN 200 /* bytes of a cell that a message may show; fail.c cuts it between characters */

static const char *shown(char buf[SHOWN + 1], const char *text, size_t size)
{
  if (size > SHOWN) size = SHOWN;
  memcpy(buf, text, size);
  buf[size] = 0;
  return buf;
}

static int fail_one(score_error *err, int phrase, const char *text, size_t size, const char *wanted)
{
  char buf[SHOWN + 1];
  return score__fail(err, SCORE_E_INPUT, phrase, shown(buf, text, size), wanted, (const char *)NULL);
}

static bool is_na(const char *text, size_t size)
{
  return (size == 2 && memcmp(text, "NA", 2) == 0) || (size == 3 && memcmp(text, "KAD", 3) == 0);
}

/* "1.234", "-12,345": what may be thousands as well as decimals. "0.125" and "1234.567" may not. */
static bool has_two_readings(const char *text, size_t size)
{
  size_t sign = size && (text[0] == '-' || text[0] == '+');
  if (size < sign + 5 || size > sign + 7) return false;
  size_t at = size - 4;
  if (text[at] != '.' && text[at] != ',') return false;
  for (size_t i = sign; i < size; i++) {
    if (i != at && (text[i] < '0' || text[i] > '9')) return false;
  }
  return text[sign] != '0';
}

static int fail_readings(score_error *err, const char *text, size_t size)
{
  char buf[SHOWN + 1], whole[16] = "", fraction[16] = "";
  size_t n = 0;
  for (size_t i = 0; i < size && n < 15; i++) {
    bool mark = text[i] == '.' || text[i] == ',';
    fraction[i < 15 ? i : 15] = mark ? '.' : text[i];
    if (!mark) whole[n++] = text[i];
  }
  return score__fail(err, SCORE_E_INPUT, SCORE__PH_CELL_TWO_READINGS, shown(buf, text, size), whole, fraction,
                     (const char *)NULL);
}

static bool is_number_with(const char *text, size_t size, char mark)
{
  int64_t v;
  int status = score__decimal_parse(&v, text, size, SCORE__MAX_DIGITS, mark);
  return status == SCORE__DECIMAL_OK || status == SCORE__DECIMAL_DIGITS || status == SCORE__DECIMAL_RANGE;
}

static int fail_number(score_error *err, int status, const char *text, size_t size, int digits, char mark)
{
  char buf[SHOWN + 1], number[24];
  const char other[2] = {mark == '.' ? ',' : '.', 0}, own[2] = {mark ? mark : '.', 0};
  bool foreign = status == SCORE__DECIMAL_SYNTAX && mark && is_number_with(text, size, other[0]);
  if (status == SCORE__DECIMAL_RANGE) return fail_one(err, SCORE__PH_CELL_RANGE, text, size, NULL);
  if (digits == 0 && (foreign || status == SCORE__DECIMAL_DIGITS)) {
    return fail_one(err, SCORE__PH_CELL_WHOLE, text, size, NULL);
  }
  if (status == SCORE__DECIMAL_AMBIGUOUS ||
      ((foreign || status == SCORE__DECIMAL_DIGITS) && has_two_readings(text, size)))
    return fail_readings(err, text, size);
  if (foreign) {
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_CELL_MARK, shown(buf, text, size), other, own, (const char *)NULL);
  }
  if (status == SCORE__DECIMAL_DIGITS) {
    return fail_one(err, SCORE__PH_CELL_DIGITS, text, size, score__int_text(number, digits));
  }
  if (digits == 0) return fail_one(err, SCORE__PH_CELL_NUMBER_FREE, text, size, NULL);
  return fail_one(err, SCORE__PH_CELL_NUMBER, text, size, own);
}

/* With mark 0 the decimal parser takes "0.125" and "1234.567" for undecided too, which have one reading only. */
static int parse_number(int64_t *out, const char *text, size_t size, int digits, char mark)
{
  int status = score__decimal_parse(out, text, size, digits, mark);
  if (status != SCORE__DECIMAL_AMBIGUOUS || has_two_readings(text, size)) return status;
  return score__decimal_parse(out, text, size, digits, memchr(text, ',', size) ? ',' : '.');
}

static int fail_bound(score_error *err, int phrase, const score__measure *m, const char *text, size_t size,
                      int64_t bound)
{
  char limit[48];
  size_t n = 0;
  if (m->type == SCORE__MEASURE_DATE) {
    score__date_print(limit, sizeof limit, (int32_t)bound);
  } else {
    n = score__decimal_print(limit, sizeof limit - 1, bound, m->digits, -1, '.');
    if (m->type == SCORE__MEASURE_PERCENT) memcpy(limit + n, "%", 2);
  }
  return fail_one(err, phrase, text, size, limit);
}

static int check_bounds(const score__measure *m, const char *text, size_t size, int64_t v, score_error *err)
{
  if (m->has_min && v < m->min) return fail_bound(err, SCORE__PH_CELL_BELOW, m, text, size, m->min);
  if (m->has_max && v > m->max) return fail_bound(err, SCORE__PH_CELL_ABOVE, m, text, size, m->max);
  if (m->step > 0 && v % m->step != 0) return fail_bound(err, SCORE__PH_CELL_STEP, m, text, size, m->step);
  return SCORE_OK;
}

static int check_number(const score__measure *m, const char *text, size_t size, char mark, int64_t *v, score_error *err)
{
  const char *figure = text;
  size_t length = size;
  if (m->type == SCORE__MEASURE_PERCENT && text[size - 1] == '%') {
    length--;
    score__text_trim(&figure, &length);
  }
  int status = parse_number(v, figure, length, m->digits, mark);
  /* 4.000 dossiers are 4 to the parser and 4,000 to whoever typed them. */
  if (status == SCORE__DECIMAL_OK && m->digits == 0 && has_two_readings(figure, length)) status = SCORE__DECIMAL_DIGITS;
  if (status == SCORE__DECIMAL_EMPTY) status = SCORE__DECIMAL_SYNTAX; /* "%" alone */
  if (status != SCORE__DECIMAL_OK) return fail_number(err, status, text, size, m->digits, mark);
  return check_bounds(m, text, size, *v, err);
}

/* Lower case for ASCII and for U+00C0..U+00DE, which is all that "CÓ" and "KHÔNG" need. */
static bool is_word(const char *text, size_t size, const char *word)
{
  if (strlen(word) != size) return false;
  bool latin = false;
  for (size_t i = 0; i < size; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c >= 'A' && c <= 'Z') c = (unsigned char)(c + 32);
    if (latin && c >= 0x80 && c <= 0x9e) c = (unsigned char)(c + 32);
    latin = c == 0xc3;
    if (c != (unsigned char)word[i]) return false;
  }
  return true;
}

static int check_boolean(const char *text, size_t size, int64_t *v, score_error *err)
{
  static const char *const words[2][4] = {{"0", "không", "no", "false"}, {"1", "có", "yes", "true"}};
  for (int yes = 0; yes < 2; yes++) {
    for (size_t i = 0; i < 4; i++) {
      if (!is_word(text, size, words[yes][i])) continue;
      *v = yes;
      return SCORE_OK;
    }
  }
  return fail_one(err, SCORE__PH_CELL_BOOLEAN, text, size, NULL);
}

static bool is_text(const char *text, size_t size, const char *other)
{
  return other && strlen(other) == size && memcmp(text, other, size) == 0;
}

static bool find_option(const score__measure *m, const char *text, size_t size, int64_t *v)
{
  for (size_t i = 0; i < m->option_count; i++) {
    if (is_text(text, size, m->option_key[i]) || (m->option_name && (is_text(text, size, m->option_name[i].text[0]) ||
                                                                     is_text(text, size, m->option_name[i].text[1])))) {
      *v = (int64_t)i;
      return true;
    }
  }
  return false;
}

static int fail_option(const score__measure *m, const char *text, size_t size, score_error *err)
{
  char list[160] = "";
  size_t used = 0;
  for (size_t i = 0; i < m->option_count; i++) {
    size_t n = strlen(m->option_key[i]);
    if (used + n + 8 > sizeof list) {
      memcpy(list + used, ", ...", 6);
      break;
    }
    if (used) {
      memcpy(list + used, ", ", 2);
      used += 2;
    }
    memcpy(list + used, m->option_key[i], n + 1);
    used += n;
  }
  return fail_one(err, SCORE__PH_CELL_CHOICE, text, size, list);
}

int score__check_cell(const score__measure *measure, const char *text, size_t size, char mark, int64_t *value,
                      uint8_t *state, score_error *err)
{
  *value = 0;
  *state = SCORE__CELL_MISSING;
  if (size == 0) return SCORE_OK;
  int status = SCORE_OK;
  int32_t day = 0;
  bool option = measure->type == SCORE__MEASURE_CHOICE && find_option(measure, text, size, value);
  if (!option && is_na(text, size)) {
    *state = SCORE__CELL_NA;
    return SCORE_OK;
  }
  switch (measure->type) {
  case SCORE__MEASURE_BOOLEAN: status = check_boolean(text, size, value, err); break;
  case SCORE__MEASURE_CHOICE:
    if (!option) status = fail_option(measure, text, size, err);
    break;
  case SCORE__MEASURE_DATE:
    if (score__date_parse(&day, text, size) != 0) {
      status = fail_one(err, SCORE__PH_CELL_DATE, text, size, NULL);
    } else {
      *value = day;
      status = check_bounds(measure, text, size, day, err);
    }
    break;
  default: status = check_number(measure, text, size, mark, value, err); break;
  }
  if (status == SCORE_OK) *state = SCORE__CELL_VALUE;
  return status;
}

static int64_t given_grid(const score__node *node)
{
  const score__rule_kind *kind = node->rule_kind;
  int64_t grid = kind && kind->given_grid ? kind->given_grid(node->rule) : 0;
  return grid ? grid : node->grid_micro;
}

int score__check_points(const score__node *node, const char *text, size_t size, char mark, int64_t *micro,
                        uint8_t *state, score_error *err)
{
  char limit[48];
  *micro = 0;
  *state = SCORE__CELL_MISSING;
  if (size == 0) return SCORE_OK;
  if (is_na(text, size)) return fail_one(err, SCORE__PH_CELL_POINTS_NA, text, size, NULL);
  int64_t v = 0;
  int status = parse_number(&v, text, size, SCORE__MAX_DIGITS, mark);
  if (status != SCORE__DECIMAL_OK) return fail_number(err, status, text, size, SCORE__MAX_DIGITS, mark);
  if (v < 0) return fail_one(err, SCORE__PH_CELL_BELOW, text, size, "0");
  if (v > node->max_micro) {
    score__points_print(limit, sizeof limit, node->max_micro, 0, '.');
    return fail_one(err, SCORE__PH_CELL_ABOVE, text, size, limit);
  }
  const int64_t grid = given_grid(node);
  if (grid > 0 && v % grid != 0) {
    score__points_print(limit, sizeof limit, grid, 0, '.');
    return fail_one(err, SCORE__PH_CELL_STEP, text, size, limit);
  }
  *micro = v;
  *state = SCORE__CELL_VALUE;
  return SCORE_OK;
}

static int fail_stored(const score__measure *m, int64_t value, int scale, score_error *err)
{
  char text[48];
  score__decimal_print(text, sizeof text, value, scale, -1, '.');
  return score__fail(err, SCORE_E_INPUT, SCORE__PH_CELL_STORED_BOUNDS, text, m->key, (const char *)NULL);
}

int score__check_stored(const score__measure *measure, int64_t value, int stored_scale, int64_t *out, score_error *err)
{
  int64_t v = value;
  for (int s = stored_scale; s < measure->scale; s++) {
    if (__builtin_mul_overflow(v, (int64_t)10, &v)) return fail_stored(measure, value, stored_scale, err);
  }
  for (int s = stored_scale; s > measure->scale; s--) {
    if (v % 10 != 0) {
      return score__fail(err, SCORE_E_INPUT, SCORE__PH_CELL_STORED_DIGITS, measure->key, (const char *)NULL);
    }
    v /= 10;
  }
  bool inside = true;
  if (measure->type == SCORE__MEASURE_BOOLEAN) inside = v == 0 || v == 1;
  if (measure->type == SCORE__MEASURE_CHOICE) inside = v >= 0 && (uint64_t)v < measure->option_count;
  if (!inside || check_bounds(measure, "", 0, v, NULL) != SCORE_OK) {
    return fail_stored(measure, value, stored_scale, err);
  }
  *out = v;
  return SCORE_OK;
}
