/* What if one unit had other data: the same as data that say so, to the last number of every unit; values to points and
 * points to a total against published figures. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/limits.h"
#include "base/phrase.h"
#include "model/scores.h"
#include "score/score.h"

static const score_read_options as_they_are = {.stage = SCORE_STAGE_NONE};

static uint64_t state = 20261122;

static uint32_t next(uint32_t below)
{
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(state >> 33) % below;
}

static unsigned cases(unsigned wanted)
{
#ifdef SCORE__DEBUG_ARENA
  return wanted / 5;
#else
  return wanted;
#endif
}

typedef struct scene {
  score_criteria *set;
  score_data *data;
  score_result *result;
} scene;

static void open_set(scene *s, const char *criteria, const char *units)
{
  score_error err = {0};
  char path[512];
  *s = (scene){0};
  snprintf(path, sizeof path, "%s/criteria/%s.json", SCORE_SOURCE_DIR, criteria);
  ck_assert_int_eq(score_criteria_load(&s->set, path, NULL, &err), 0);
  ck_assert_int_eq(score_data_new(&s->data, s->set, &err), 0);
  snprintf(path, sizeof path, "%s/fixtures/%s.csv", SCORE_SOURCE_DIR, units);
  if (units) ck_assert_int_eq(score_data_read_units(s->data, path, &as_they_are, NULL, &err), 0);
}

static void add_file(const scene *s, const char *observations)
{
  score_error err = {0};
  char path[512], text[1024] = "";
  snprintf(path, sizeof path, "%s/fixtures/%s.csv", SCORE_SOURCE_DIR, observations);
  const int code = score_data_read(s->data, path, &as_they_are, NULL, &err);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_msg(code == 0, "%s", text);
}

static void close_all(scene *s)
{
  score_result_free(s->result);
  score_data_free(s->data);
  score_criteria_free(s->set);
}

/* ---- the same, to the last number ---- */

#define SAME(member)       ck_assert_msg(a->member[i] == b->member[i], "%s of %s, unit %s", #member, key, unit)
#define SAME_TOTAL(member) ck_assert_msg(a->member == b->member, "%s of unit %s", #member, unit)

static void compare(const score_result *got, const score_result *want)
{
  ck_assert_uint_eq(got->count, want->count);
  ck_assert_uint_eq(got->all, want->all);
  ck_assert_int_eq(got->synthetic, want->synthetic);
  for (size_t i = 0; i < want->count; i++) {
    const char *unit = want->data->units.code[want->unit[i]];
    ck_assert_uint_eq(got->unit[i], want->unit[i]);
    for (size_t k = 0; k < want->set->node_count; k++) {
      const score__node_column *a = &got->node[k], *b = &want->node[k];
      const char *key = want->set->node[k].key;
      SAME(points_micro);
      SAME(max_micro);
      SAME(high_micro);
      SAME(outcome);
      SAME(flags);
      SAME(stage);
    }
    const score_total_result *a = &got->total[i], *b = &want->total[i];
    SAME_TOTAL(points_micro);
    SAME_TOTAL(max_micro);
    SAME_TOTAL(basis_micro);
    SAME_TOTAL(low_micro);
    SAME_TOTAL(high_micro);
    SAME_TOTAL(scored);
    SAME_TOTAL(reported);
    SAME_TOTAL(not_applicable);
    SAME_TOTAL(not_due);
    SAME_TOTAL(missing);
    SAME_TOTAL(invalid);
    SAME_TOTAL(met);
    SAME_TOTAL(applicable);
    SAME_TOTAL(grade);
    SAME_TOTAL(completeness_micro);
    SAME_TOTAL(rank);
    SAME_TOTAL(tied);
    SAME_TOTAL(decided);
    ck_assert_int_eq(got->without_bonus_micro[i], want->without_bonus_micro[i]);
    ck_assert_uint_eq(got->by_rank[i], want->by_rank[i]);
  }
}

/* ---- cells as text ---- */

enum { TEXT = 64 };

static void print_cell(char text[TEXT], const score_criteria *set, bool given, size_t column, uint8_t cell,
                       int64_t value)
{
  const score__measure *m = given ? NULL : &set->measure[column];
  text[0] = 0;
  if (cell == SCORE__CELL_NA)
    snprintf(text, TEXT, "NA");
  else if (cell == SCORE__CELL_MISSING)
    return;
  else if (given)
    score__decimal_print(text, TEXT, value, 6, -1, '.');
  else if (m->type == SCORE__MEASURE_CHOICE)
    snprintf(text, TEXT, "%s", m->option_key[value]);
  else if (m->type == SCORE__MEASURE_DATE)
    score__date_print(text, TEXT, (int32_t)value);
  else
    score__decimal_print(text, TEXT, value, m->digits, -1, '.');
}

static uint8_t cell_in(const score__frame *frame, int stage, bool given, size_t column, uint32_t unit, int64_t *value)
{
  *value = 0;
  if (!frame) return SCORE__CELL_MISSING;
  const score__layer *l = &frame->layer[stage];
  const uint8_t *cells = (given ? l->given_state : l->state)[column];
  if (!cells || cells[unit] == SCORE__CELL_MISSING) return SCORE__CELL_MISSING;
  if (cells[unit] != SCORE__CELL_NA) *value = (given ? l->given : l->value)[column][unit];
  return cells[unit];
}

static int64_t some_value(const score__measure *m)
{
  if (m->type == SCORE__MEASURE_BOOLEAN) return next(2);
  if (m->type == SCORE__MEASURE_CHOICE) return next((uint32_t)m->option_count);
  if (m->type == SCORE__MEASURE_DATE) return score__date_days(2026, 6, 1) + (int64_t)next(200);
  const int64_t low = m->has_min ? m->min : 0, most = m->has_max && m->max - low < 9000 ? m->max - low : 9000;
  const int64_t v = low + next((uint32_t)most + 1);
  return m->step > 0 ? v / m->step * m->step : v;
}

/* ---- one case ---- */

typedef struct tally {
  unsigned same, refused, relative, taken, given, not_applicable, elsewhere, others, gone;
} tally;

typedef struct alteration {
  char measure[96], text[TEXT];
  bool given, relative;
  size_t column;
  int64_t by;
} alteration;

static alteration some_change(const scene *s)
{
  const score_criteria *set = s->set;
  alteration c = {.given = next(8) == 0};
  c.column = next((uint32_t)(c.given ? set->node_count : set->measure_count));
  const score__measure *m = c.given ? NULL : &set->measure[c.column];
  const uint32_t way = next(10);
  snprintf(c.measure, sizeof c.measure, "%s%s", c.given ? "points:" : "", c.given ? set->node[c.column].key : m->key);
  if (way == 0) return c; /* taken away */
  const bool number = c.given || (m->type != SCORE__MEASURE_BOOLEAN && m->type != SCORE__MEASURE_CHOICE);
  if (way == 1 && !c.given) {
    snprintf(c.text, sizeof c.text, "NA");
  } else if (number && way < 7) {
    const int digits = c.given ? 6 : m->type == SCORE__MEASURE_DATE ? 0 : m->digits;
    c.relative = true;
    c.by = (int64_t)next(41) - 20;
    if (c.given) c.by *= SCORE__MICRO / 4;
    const size_t sign = c.by >= 0;
    if (sign) c.text[0] = '+';
    score__decimal_print(c.text + sign, sizeof c.text - sign, c.by, digits, -1, '.');
  } else if (c.given) {
    const int64_t max = set->node[c.column].max_micro;
    print_cell(c.text, set, true, c.column, SCORE__CELL_VALUE, max * (int64_t)next(5) / 4);
  } else {
    print_cell(c.text, set, false, c.column, SCORE__CELL_VALUE, some_value(m));
  }
  return c;
}

/* The cell that a change is said of, and what becomes of it. */
static void put(const scene *s, const score__supposition *all, const score__supposed *of, const char *text, uint8_t was)
{
  score_error err = {0};
  char measure[96];
  const score_said said = {.note = was == SCORE__CELL_OVERRIDE ? "a reason" : NULL};
  const score_criteria *set = s->set;
  snprintf(measure, sizeof measure, "%s%s", of->given ? "points:" : "",
           of->given ? set->node[of->column].key : set->measure[of->column].key);
  ck_assert_int_eq(score_data_set_said(s->data, s->data->units.code[all->unit], s->result->frame->name, measure,
                                       (score_stage)of->stage, text, &said, &err),
                   0);
}

static void try_case(const scene *s, tally *sum)
{
  enum { MOST = 4 };
  const score_result *base = s->result;
  const score_criteria *set = s->set;
  const size_t position = next((uint32_t)base->count);
  const char *unit = score_result_unit_code(base, position);
  const uint32_t count = 1 + next(MOST);
  alteration list[MOST];
  score_input_change said[MOST];
  for (uint32_t k = 0; k < count; k++) {
    list[k] = some_change(s);
    if (k && next(5) == 0) { /* the same input once more */
      list[k] = list[k - 1];
    }
    said[k] = (score_input_change){list[k].measure, list[k].text};
  }
  score_what_if *w = NULL;
  score_error err = {0};
  score_findings *findings = NULL, *anew = NULL;
  ck_assert_int_eq(score_findings_new(&findings, 0, &err), 0);
  ck_assert_int_eq(score_findings_new(&anew, 0, &err), 0);
  const int code = score_what_if_new(&w, base, unit, said, count, findings, &err);
  if (code) {
    ck_assert_int_eq(code, SCORE_E_INPUT);
    ck_assert_uint_ge(score_findings_count(findings, SCORE_ERROR), 1);
    ck_assert_ptr_null(w);
    sum->refused++;
    score_findings_free(findings);
    score_findings_free(anew);
    return;
  }
  /* The same said to the data, cell by cell, by other means. */
  const score_result *got = score_what_if_result(w);
  const score__supposition *all = got->supposed;
  const score__frame *raw = score__data_find_frame(s->data, base->frame->period);
  char before[MOST][TEXT];
  uint8_t was[MOST];
  ck_assert_uint_le(all->count, count);
  for (size_t k = 0; k < all->count; k++) {
    int64_t value;
    was[k] = cell_in(raw, all->item[k].stage, all->item[k].given, all->item[k].column, all->unit, &value);
    print_cell(before[k], set, all->item[k].given, all->item[k].column, was[k], value);
  }
  for (size_t k = 0; k < all->count; k++) {
    const score__supposed *of = &all->item[k];
    int64_t value;
    uint8_t cell = cell_in(base->frame, of->stage, of->given, of->column, all->unit, &value);
    char text[TEXT] = "";
    print_cell(text, set, of->given, of->column, cell, value);
    for (uint32_t e = 0; e < count; e++) {
      const alteration *c = &list[e];
      if (c->given != of->given || c->column != of->column) continue;
      if (c->relative) {
        if (cell == SCORE__CELL_MISSING) value = set->measure[c->column].initial;
        value += c->by;
        cell = SCORE__CELL_VALUE;
        print_cell(text, set, of->given, of->column, cell, value);
      } else {
        snprintf(text, sizeof text, "%s", c->text);
        cell = !*text ? SCORE__CELL_MISSING : !strcmp(text, "NA") && !c->given ? SCORE__CELL_NA : SCORE__CELL_VALUE;
        if (cell == SCORE__CELL_VALUE && !of->given) {
          const score__measure *m = &set->measure[c->column];
          if (m->type < SCORE__MEASURE_BOOLEAN) score__decimal_parse(&value, text, strlen(text), m->digits, '.');
          int32_t day = 0;
          if (m->type == SCORE__MEASURE_DATE && score__date_parse(&day, text, strlen(text)) == 0) value = day;
        } else if (of->given) {
          score__decimal_parse(&value, *text ? text : "0", *text ? strlen(text) : 1, 6, '.');
        }
      }
      sum->relative += c->relative;
      sum->taken += !*c->text;
      sum->given += c->given;
      sum->not_applicable += !strcmp(c->text, "NA");
    }
    sum->elsewhere += of->stage != base->stage;
    put(s, all, of, text, was[k]);
  }
  score_result *want = NULL;
  const score_eval_options options = {.period = base->frame->name,
                                      .stage = (score_stage)base->stage,
                                      .fallback = base->fallback,
                                      .ignore_given = base->ignores_given,
                                      .scope = *base->scope ? base->scope : NULL};
  ck_assert_int_eq(score_evaluate(&want, s->data, &options, anew, &err), 0);
  compare(got, want);
  ck_assert_uint_eq(score_findings_count(findings, SCORE_NOTE), score_findings_count(anew, SCORE_NOTE));
  sum->gone += got->count != base->count;
  for (size_t i = 0; got->count == base->count && i < base->count; i++)
    sum->others += i != position && got->total[i].points_micro != base->total[i].points_micro;
  score_result_free(want);
  for (size_t k = 0; k < all->count; k++) put(s, all, &all->item[k], before[k], was[k]);
  score_what_if_free(w);
  score_findings_free(findings);
  score_findings_free(anew);
  sum->same++;
}

static void try_scene(scene *s, const score_eval_options *options, unsigned wanted, tally *sum)
{
  score_error err = {0};
  char text[1024] = "";
  score_result_free(s->result);
  const int code = score_evaluate(&s->result, s->data, options, NULL, &err);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_msg(code == 0, "%s", text);
  for (unsigned before = sum->same, k = 0; sum->same < before + wanted; k++) {
    ck_assert_uint_lt(k, 20 * wanted);
    try_case(s, sum);
  }
}

START_TEST(as_imported_766)
{
  scene s;
  tally sum = {0};
  open_set(&s, "766/2026-portal", "units/phutho");
  add_file(&s, "766/phutho-2026q3");
  const score_eval_options all = {.stage = SCORE_STAGE_NONE}, some = {.stage = SCORE_STAGE_NONE, .scope = "kind:xa"},
                           own = {.stage = SCORE_STAGE_SELF, .ignore_given = 1};
  try_scene(&s, &all, cases(400), &sum);
  try_scene(&s, &some, cases(100), &sum);
  try_scene(&s, &own, cases(50), &sum);
  add_file(&s, "766/phutho-2026q3-published");
  const score_eval_options both = {.stage = SCORE_STAGE_PUBLISHED, .fallback = 1};
  try_scene(&s, &both, cases(150), &sum);
  ck_assert_uint_gt(sum.relative, 20);
  ck_assert_uint_gt(sum.taken, 5);
  ck_assert_uint_gt(sum.given, 5);
  close_all(&s);
}
END_TEST

START_TEST(as_imported_quarters)
{
  scene s;
  tally sum = {0};
  open_set(&s, "nq57/2026", "units/dongnai");
  add_file(&s, "nq57/dongnai-2026q1-synthetic");
  add_file(&s, "nq57/dongnai-2026q2-synthetic");
  add_file(&s, "nq57/dongnai-2026q3-synthetic");
  const score_eval_options quarter = {.period = "2026-Q3", .stage = SCORE_STAGE_NONE},
                           half = {.period = "2026-H1", .stage = SCORE_STAGE_NONE},
                           nine = {.period = "2026-9M", .stage = SCORE_STAGE_NONE, .scope = "kind:phuong"};
  try_scene(&s, &quarter, cases(60), &sum);
  try_scene(&s, &half, cases(30), &sum); /* nothing of it is reported: all is put together from quarters */
  try_scene(&s, &nine, cases(30), &sum);
  ck_assert_uint_gt(sum.refused, 0);
  close_all(&s);
}
END_TEST

START_TEST(as_imported_statistics)
{
  scene s;
  tally sum = {0};
  open_set(&s, "mau/1", "mau/units");
  add_file(&s, "mau/data");
  static const score_stage stages[] = {SCORE_STAGE_SELF, SCORE_STAGE_VERIFIED};
  for (int fallback = 0; fallback < 2; fallback++)
    for (int k = 0; k < 2; k++) {
      const score_eval_options options = {.period = "2026-Q3", .stage = stages[k], .fallback = fallback};
      try_scene(&s, &options, cases(150), &sum);
    }
  ck_assert_uint_gt(sum.others, 0);
  ck_assert_uint_gt(sum.elsewhere, 0);
  close_all(&s);
}
END_TEST

START_TEST(as_imported_sets)
{
  static const struct {
    const char *set, *data;
  } sheets[] = {{"hoa-hung/2025", "sets/hoa-hung"},
                {"tan-hung/2025", "sets/tan-hung"},
                {"long-khanh/2025", "sets/long-khanh"},
                {"khong-tien-mat-can-tho/2025", "sets/khong-tien-mat-can-tho"},
                {"hoc-tap-cong-dong-hcm/2025", "sets/hoc-tap-cong-dong-hcm"},
                {"dong-nai-binh-dan-hoc-vu-so/2025", "sets/dong-nai-binh-dan-hoc-vu-so"}};
  for (size_t k = 0; k < sizeof sheets / sizeof *sheets; k++) {
    scene s;
    tally sum = {0};
    open_set(&s, sheets[k].set, NULL);
    add_file(&s, sheets[k].data);
    for (size_t p = 0; p < score_data_periods(s.data); p++) {
      const score_eval_options options = {.period = score_data_period(s.data, p), .stage = SCORE_STAGE_NONE};
      try_scene(&s, &options, cases(20), &sum);
    }
    close_all(&s);
  }
}
END_TEST

/* ---- a small set, by hand ---- */

static const char small[] =
    "{\"format\": 1, \"id\": \"s\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"s\", \"measures\": {"
    "\"num\": {\"type\": \"count\", \"name\": {\"en\": \"Done\", \"vi\": \"Số việc đã xong\"}},"
    "\"den\": {\"type\": \"count\", \"name\": {\"en\": \"All\", \"vi\": \"Tất cả\"}, \"max\": \"200\"},"
    "\"rate\": {\"type\": \"percent\", \"digits\": 1, \"name\": \"Rate\"},"
    "\"twin_a\": {\"type\": \"boolean\", \"name\": \"Twin\"}, \"twin_b\": {\"type\": \"boolean\", \"name\": \"twin\"},"
    "\"day\": {\"type\": \"date\", \"name\": \"Day\"},"
    "\"bonus\": {\"type\": \"amount\", \"digits\": 2, \"name\": \"Bonus\", \"min\": \"-5\", \"max\": \"5\", "
    "\"default\": "
    "\"1\"}},"
    "\"groups\": [{\"key\": \"G\", \"name\": \"g\", \"max\": \"90\", \"criteria\": ["
    "{\"key\": \"r\", \"name\": \"r\", \"max\": \"90\", \"rule\": {\"kind\": \"ratio\", \"num\": \"num\", \"den\": "
    "\"den\", \"zero_denominator\": \"full\"}}]},"
    "{\"key\": \"H\", \"name\": \"h\", \"max\": \"10\", \"criteria\": ["
    "{\"key\": \"q\", \"name\": \"q\", \"max\": \"10\", \"rule\": {\"kind\": \"expr\", \"points\": \"rate * 5 + bonus "
    "+ "
    "count(twin_a, twin_b) + if(day > '2026-01-01', 1, 0)\"}}]}],"
    "\"total\": {\"max\": \"100\"}}";

static void open_small(scene *s)
{
  score_error err = {0};
  *s = (scene){0};
  ck_assert_int_eq(score_criteria_parse(&s->set, small, sizeof small - 1, "s.json", NULL, &err), 0);
  ck_assert_int_eq(score_data_new(&s->data, s->set, &err), 0);
}

static void set(const scene *s, const char *unit, const char *measure, score_stage stage, const char *text)
{
  score_error err = {0};
  ck_assert_int_eq(score_data_set(s->data, unit, "2026", measure, stage, text, &err), 0);
}

static int64_t points_then(const scene *s, const char *unit, const char *measure, const char *text, const char *node)
{
  const score_input_change change = {measure, text};
  score_what_if *w = NULL;
  score_error err = {0};
  char said[512] = "";
  const int code = score_what_if_new(&w, s->result, unit, &change, 1, NULL, &err);
  score_error_text(said, sizeof said, &err, SCORE_LANG_EN);
  ck_assert_msg(code == 0, "%s=%s: %s", measure, text, said);
  const score_result *r = score_what_if_result(w);
  score_node_result got;
  ck_assert_int_eq(score_result_node(&got, r, score_result_find(r, unit), score_criteria_node(s->set, node)), 0);
  score_what_if_free(w);
  return got.points_micro;
}

/* Model §10, 14: verified num 80; self num 85, den 90; with fallback 85 of 90, at self. One more done is 86 of 90: the
 * change stands where the criterion read, not at the highest stage that has a value. */
START_TEST(at_the_stage_that_was_read)
{
  scene s;
  score_error err = {0};
  open_small(&s);
  set(&s, "u", "num", SCORE_STAGE_VERIFIED, "80");
  set(&s, "u", "num", SCORE_STAGE_SELF, "85");
  set(&s, "u", "den", SCORE_STAGE_SELF, "90");
  const score_eval_options options = {.stage = SCORE_STAGE_VERIFIED, .fallback = 1};
  ck_assert_int_eq(score_evaluate(&s.result, s.data, &options, NULL, &err), 0);
  ck_assert_int_eq(points_then(&s, "u", "num", "+1", "r"), 86 * SCORE__MICRO);
  ck_assert_int_eq(points_then(&s, "u", "den", "100", "r"), 76500000);
  close_all(&s);
}
END_TEST

START_TEST(what_a_text_says)
{
  static const struct {
    const char *measure, *text;
    int64_t points;
  } good[] = {{"num", "+3", 48},
              {"num", "-2", 43},
              {" num ", " 50 ", 50},
              {"num", "=0", 0},
              {"Done", "30", 30},
              {"số việc đã xong", "30", 30},
              {"so viec da xong", "30", 30},
              {"Anything [num]", "30", 30},
              {"points:r", "12.5", 45}};
  static const struct {
    const char *measure, *text;
    int64_t millionths;
  } fine[] = {{"rate", "+1.5%", 6080000},  {"rate", "+1,5%", 6080000}, {"rate", "81,5", 6080000},
              {"rate", "81.5%", 6080000},  {"bonus", "=-2", 3000000},  {"bonus", "-2", 4000000},
              {"bonus", "+0.25", 6250000}, {"twin_b", "có", 7000000},  {"day", "-1", 5000000},
              {"day", "+1", 6000000},      {"bonus", "", 6000000}};
  static const struct {
    const char *measure, *text;
    int phrase;
  } bad[] = {{"nun", "1", SCORE__PH_MEASURE_UNKNOWN_NEAR},
             {"zzzzzz", "1", SCORE__PH_MEASURE_UNKNOWN},
             {"r", "1", SCORE__PH_WHATIF_NODE},
             {"Twin", "1", SCORE__PH_WHATIF_SEVERAL},
             {"points:x", "1", SCORE__PH_NODE_UNKNOWN},
             {"points:other/r", "1", SCORE__PH_WHATIF_OTHER_SET},
             {"points:r", "+1", SCORE__PH_WHATIF_FROM_BLANK},
             {"points:r", "91", SCORE__PH_CELL_ABOVE},
             {"twin_a", "+1", SCORE__PH_CELL_BOOLEAN},
             {"num", "1.5", SCORE__PH_CELL_WHOLE},
             {"num", "-46", SCORE__PH_CELL_BELOW},
             {"den", "+111", SCORE__PH_CELL_ABOVE},
             {"den", "201", SCORE__PH_CELL_ABOVE},
             {"rate", "+", SCORE__PH_CELL_NUMBER},
             {"bonus", "+9223372036854.77", SCORE__PH_CELL_ABOVE},
             {"day", "+99999999", SCORE__PH_WHATIF_BEYOND},
             {"day", "99", SCORE__PH_CELL_DATE}};
  scene s;
  score_error err = {0};
  open_small(&s);
  set(&s, "u", "num", SCORE_STAGE_SELF, "45");
  set(&s, "u", "den", SCORE_STAGE_SELF, "90");
  set(&s, "u", "rate", SCORE_STAGE_SELF, "80");
  set(&s, "u", "twin_a", SCORE_STAGE_SELF, "0");
  set(&s, "u", "twin_b", SCORE_STAGE_SELF, "0");
  set(&s, "u", "day", SCORE_STAGE_SELF, "2026-01-02");
  ck_assert_int_eq(score_evaluate(&s.result, s.data, NULL, NULL, &err), 0);
  for (size_t k = 0; k < sizeof good / sizeof *good; k++)
    ck_assert_msg(points_then(&s, "u", good[k].measure, good[k].text, "r") == good[k].points * SCORE__MICRO, "%s=%s",
                  good[k].measure, good[k].text);
  for (size_t k = 0; k < sizeof fine / sizeof *fine; k++)
    ck_assert_int_eq(points_then(&s, "u", fine[k].measure, fine[k].text, "q"), fine[k].millionths);
  score_input_change all[sizeof bad / sizeof *bad];
  score_what_if *w = NULL;
  for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
    all[k] = (score_input_change){bad[k].measure, bad[k].text};
    ck_assert_msg(score_what_if_new(&w, s.result, "u", &all[k], 1, NULL, &err) == SCORE_E_INPUT, "%s=%s",
                  all[k].measure, all[k].text);
    ck_assert_msg(err.phrase == bad[k].phrase, "%s=%s: %s", bad[k].measure, bad[k].text,
                  score__phrase_text(err.phrase, SCORE_LANG_EN));
    ck_assert_ptr_null(w);
  }
  /* All of them are told, the first one to err. */
  score_findings *findings = NULL;
  ck_assert_int_eq(score_findings_new(&findings, 0, &err), 0);
  ck_assert_int_eq(score_what_if_new(&w, s.result, "u", all, sizeof bad / sizeof *bad, findings, &err), SCORE_E_INPUT);
  ck_assert_uint_eq(score_findings_count(findings, SCORE_ERROR), sizeof bad / sizeof *bad);
  ck_assert_int_eq(err.phrase, bad[0].phrase);
  ck_assert_str_eq(err.field, "nun");
  score_findings_free(findings);
  ck_assert_int_eq(score_what_if_new(&w, s.result, "nobody", NULL, 0, NULL, &err), SCORE_E_NOT_FOUND);
  close_all(&s);
}
END_TEST

/* Contradictions between cells are invalid, as after an import; nothing left is no unit left; later changes add up. */
START_TEST(what_becomes_of_it)
{
  scene s;
  score_error err = {0};
  score_what_if *w = NULL;
  open_small(&s);
  set(&s, "u", "num", SCORE_STAGE_SELF, "45");
  set(&s, "u", "den", SCORE_STAGE_SELF, "90");
  set(&s, "v", "num", SCORE_STAGE_SELF, "46");
  set(&s, "v", "den", SCORE_STAGE_SELF, "90");
  ck_assert_int_eq(score_evaluate(&s.result, s.data, NULL, NULL, &err), 0);
  const score_input_change over[] = {{"num", "+40"}, {"num", "+6"}}, none[] = {{"num", ""}, {"den", ""}},
                           level[] = {{"num", "+1"}};
  score_node_result node;
  score_total_result total;
  ck_assert_int_eq(score_what_if_new(&w, s.result, "u", over, 2, NULL, &err), 0);
  ck_assert_int_eq(score_result_node(&node, score_what_if_result(w), 0, score_criteria_node(s.set, "r")), 0);
  ck_assert_int_eq(node.outcome, SCORE_INVALID);
  ck_assert_uint_eq(score_what_if_result(w)->supposed->count, 1);
  ck_assert_int_eq(score_what_if_result(w)->supposed->item[0].value, 91);
  score_what_if_free(w);
  ck_assert_int_eq(score_what_if_new(&w, s.result, "u", none, 2, NULL, &err), 0);
  ck_assert_uint_eq(score_result_units(score_what_if_result(w)), 1);
  score_document *d = NULL;
  ck_assert_int_eq(score_document_what_if(&d, w, &err), 0);
  score_document_free(d);
  score_what_if_free(w);
  ck_assert_int_eq(score_what_if_new(&w, s.result, "u", level, 1, NULL, &err), 0);
  ck_assert_int_eq(score_result_total(&total, score_what_if_result(w), 0), 0);
  ck_assert_int_eq(total.rank, 1);
  ck_assert_int_eq(total.tied, 1);
  /* What is supposed is never released. */
  const score_release_options options = {.act = {.when = "2026-01-01T00:00:00Z"}};
  char sha256[SCORE_SHA256_TEXT];
  ck_assert_int_eq(score_release_write(score_what_if_result(w), &options, NULL, NULL, sha256, &err), SCORE_E_USAGE);
  score_what_if_free(w);
  /* The base is as it was. */
  ck_assert_int_eq(score_result_total(&total, s.result, 0), 0);
  ck_assert_int_eq(total.rank, 2);
  close_all(&s);
}
END_TEST

/* ---- a release ---- */

typedef struct sink {
  char *bytes;
  size_t size, room;
} sink;

static int keep(void *context, const void *bytes, size_t size)
{
  sink *s = context;
  if (s->size + size > s->room) {
    s->room = (s->size + size) * 2;
    s->bytes = realloc(s->bytes, s->room);
    ck_assert_ptr_nonnull(s->bytes);
  }
  memcpy(s->bytes + s->size, bytes, size);
  s->size += size;
  return 0;
}

static void release_scene(scene *s, const score_eval_options *options, const char *unit, const char *measure,
                          const char *text)
{
  score_error err = {0};
  sink file = {0};
  char sha256[SCORE_SHA256_TEXT];
  const score_release_options how = {.act = {.when = "2026-10-10T08:00:00Z"}};
  const score_input_change change = {measure, text};
  score_release *release = NULL;
  score_what_if *live = NULL, *frozen = NULL;
  ck_assert_int_eq(score_evaluate(&s->result, s->data, options, NULL, &err), 0);
  ck_assert_int_eq(score_release_write(s->result, &how, keep, &file, sha256, &err), 0);
  ck_assert_int_eq(score_release_parse(&release, file.bytes, file.size, "r.jsonl", NULL, &err), 0);
  ck_assert_int_eq(score_what_if_new(&live, s->result, unit, &change, 1, NULL, &err), 0);
  ck_assert_int_eq(score_what_if_new(&frozen, score_release_result(release), unit, &change, 1, NULL, &err), 0);
  const score_result *a = score_what_if_result(live), *b = score_what_if_result(frozen);
  ck_assert_uint_eq(a->count, b->count);
  for (size_t i = 0; i < a->count; i++) {
    ck_assert_str_eq(score_result_unit_code(a, i), score_result_unit_code(b, i));
    for (size_t k = 0; k < a->set->node_count; k++)
      ck_assert_int_eq(a->node[k].points_micro[i], b->node[k].points_micro[i]);
    ck_assert_int_eq(a->total[i].rank, b->total[i].rank);
  }
  score_what_if_free(live);
  score_what_if_free(frozen);
  /* A release whose numbers are not those of its data is no base. */
  score_result *numbers = (score_result *)(uintptr_t)score_release_result(release);
  numbers->total[0].basis_micro += 10000;
  ck_assert_int_eq(score_what_if_new(&frozen, numbers, unit, &change, 1, NULL, &err), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_WHATIF_RELEASE);
  score_release_free(release);
  free(file.bytes);
  close_all(s);
}

START_TEST(on_a_release)
{
  scene s;
  const score_eval_options all = {.stage = SCORE_STAGE_NONE},
                           mau = {.period = "2026-Q3", .stage = SCORE_STAGE_VERIFIED, .fallback = 1};
  open_set(&s, "766/2026-portal", "units/phutho");
  add_file(&s, "766/phutho-2026q3");
  release_scene(&s, &all, "08230", "hs_dung_han", "+100");
  open_set(&s, "mau/1", "mau/units");
  add_file(&s, "mau/data");
  release_scene(&s, &mau, "90101", "ngay_tb", "2");
}
END_TEST

/* ---- pure functions against published figures ---- */

/* Every published component of Phú Thọ: the numerator and denominator that were published with it are its points. */
START_TEST(values_to_points)
{
  scene s, p;
  score_error err = {0};
  unsigned seen = 0;
  open_set(&s, "766/2026-portal", "units/phutho");
  open_set(&p, "766/2026-portal", "units/phutho");
  add_file(&s, "766/phutho-2026q3");
  add_file(&p, "766/phutho-2026q3-published");
  const score__frame *values = s.data->frame[0], *points = p.data->frame[0];
  for (size_t k = 1; k < s.set->node_count; k++) {
    const score__node *n = &s.set->node[k];
    for (uint32_t u = 0; n->kind == SCORE__NODE_CRITERION && u < p.data->units.count; u++) {
      int64_t published, value;
      if (cell_in(points, SCORE_STAGE_PUBLISHED, true, k, u, &published) == SCORE__CELL_MISSING) continue;
      const size_t at = score__units_find(&s.data->units, p.data->units.code[u]);
      char text[8][TEXT];
      score_input_change change[8];
      size_t count = 0;
      for (size_t m = 0; m < n->measure_count && m < 8; m++) {
        const uint8_t cell = cell_in(values, SCORE_STAGE_SELF, false, n->measure[m], (uint32_t)at, &value);
        if (cell == SCORE__CELL_MISSING) continue;
        print_cell(text[count], s.set, false, n->measure[m], cell, value);
        change[count] = (score_input_change){s.set->measure[n->measure[m]].key, text[count]};
        count++;
      }
      score_node_result got;
      if (n->measure_count && !count) continue; /* nothing was published but the points */
      ck_assert_int_eq(score_points_of(&got, s.set, n->key, "2026-Q3", change, count, &err), 0);
      ck_assert_int_eq(got.outcome, SCORE_SCORED);
      ck_assert_msg(got.points_micro == published, "%s of %s", n->key, p.data->units.code[u]);
      seen += n->measure_count != 0;
    }
  }
  ck_assert_uint_eq(seen, 275);
  close_all(&s);
  close_all(&p);
}
END_TEST

static char *column(char *row, unsigned at)
{
  for (; at && row; at--) {
    row = strchr(row, ',');
    if (row) row++;
  }
  return row;
}

/* The total published with the six groups of each of the 102 communes of An Giang. */
START_TEST(points_to_a_total)
{
  static const char *const keys[] = {"CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"};
  char groups[512], totals[512], row[1024], other[1024];
  scene s;
  score_error err = {0};
  unsigned seen = 0;
  open_set(&s, "766/2025-portal", "units/angiang");
  snprintf(groups, sizeof groups, "%s/fixtures/766/angiang-2025.csv", SCORE_SOURCE_DIR);
  snprintf(totals, sizeof totals, "%s/fixtures/766/angiang-2025-published.csv", SCORE_SOURCE_DIR);
  FILE *a = fopen(groups, "r"), *b = fopen(totals, "r");
  ck_assert(a && b && fgets(row, sizeof row, a) && fgets(other, sizeof other, b));
  while (fgets(row, sizeof row, a) && fgets(other, sizeof other, b)) {
    score_input_change change[6];
    score_total_result got;
    int64_t published;
    ck_assert_int_eq(strncmp(row, other, strcspn(row, ",")), 0);
    char *cell = column(row, 3);
    for (unsigned k = 0; k < 6; k++) {
      change[k] = (score_input_change){keys[k], cell};
      char *end = cell + strcspn(cell, ",\r\n");
      cell = *end == ',' ? end + 1 : end;
      *end = 0;
    }
    char *total = column(other, 3);
    ck_assert_int_eq(score__decimal_parse(&published, total, strcspn(total, ","), 6, '.'), SCORE__DECIMAL_OK);
    ck_assert_int_eq(score_total_of(&got, s.set, "2025", change, 6, &err), 0);
    ck_assert_msg(got.points_micro == published, "%s", row);
    ck_assert_int_eq(got.rank, 0);
    ck_assert_int_eq(got.missing, 0);
    seen++;
  }
  fclose(a);
  fclose(b);
  ck_assert_uint_eq(seen, 102);
  close_all(&s);
}
END_TEST

START_TEST(what_pure_functions_refuse)
{
  scene s;
  score_error err = {0};
  score_node_result node;
  score_total_result total;
  open_small(&s);
  const score_input_change good[] = {{"num", "45"}, {"num", "+5"}, {"den", "100"}}, relative[] = {{"num", "+5"}},
                           initial[] = {{"bonus", "+1"},
                                        {"rate", "100"},
                                        {"twin_a", "1"},
                                        {"twin_b", "0"},
                                        {"day", "2025-01-01"}},
                           wrong[] = {{"nun", "5"}}, group[] = {{"G", "45"}}, whole[] = {{"points:G", "91"}},
                           nowhere[] = {{"Z", "1"}};
  ck_assert_int_eq(score_points_of(&node, s.set, "r", "2026", good, 3, &err), 0);
  ck_assert_int_eq(node.points_micro, 45 * SCORE__MICRO);
  ck_assert_int_eq(score_points_of(&node, s.set, "q", "2026", initial, 5, &err), 0);
  ck_assert_int_eq(node.points_micro, 8 * SCORE__MICRO);
  ck_assert_int_eq(score_points_of(&node, s.set, "G", "2026", NULL, 0, &err), 0);
  ck_assert_int_eq(node.outcome, SCORE_MISSING);
  ck_assert_int_eq(score_points_of(&node, s.set, "r", "2026", relative, 1, &err), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_WHATIF_RELATIVE_ALONE);
  ck_assert_str_eq(err.field, "num");
  ck_assert_int_eq(score_points_of(&node, s.set, "r", "2026", wrong, 1, &err), SCORE_E_INPUT);
  ck_assert_int_eq(score_points_of(&node, s.set, "nope", "2026", good, 3, &err), SCORE_E_NOT_FOUND);
  ck_assert_int_eq(score_points_of(&node, s.set, "r", "26-7", good, 3, &err), SCORE_E_INPUT);
  ck_assert_int_eq(score_total_of(&total, s.set, "2026", group, 1, &err), 0);
  ck_assert_int_eq(total.points_micro, 45 * SCORE__MICRO);
  ck_assert_int_eq(total.missing, 1);
  ck_assert_int_eq(total.high_micro, 55 * SCORE__MICRO);
  ck_assert_int_eq(score_total_of(&total, s.set, "2026", whole, 1, &err), SCORE_E_INPUT);
  ck_assert_int_eq(score_total_of(&total, s.set, "2026", nowhere, 1, &err), SCORE_E_INPUT);
  ck_assert_str_eq(err.field, "Z");
  close_all(&s);
}
END_TEST

int main(void)
{
  Suite *s = suite_create("what_if");
  TCase *t = tcase_create("what_if");
  tcase_set_timeout(t, 120);
  tcase_add_test(t, as_imported_766);
  tcase_add_test(t, as_imported_quarters);
  tcase_add_test(t, as_imported_statistics);
  tcase_add_test(t, as_imported_sets);
  tcase_add_test(t, at_the_stage_that_was_read);
  tcase_add_test(t, what_a_text_says);
  tcase_add_test(t, what_becomes_of_it);
  tcase_add_test(t, on_a_release);
  tcase_add_test(t, values_to_points);
  tcase_add_test(t, points_to_a_total);
  tcase_add_test(t, what_pure_functions_refuse);
  suite_add_tcase(s, t);
  SRunner *runner = srunner_create(s);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
