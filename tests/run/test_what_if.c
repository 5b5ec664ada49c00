/* What if one unit had other data: the same as data that say so, to the last number of every unit. */
#include "what_if_scene.h"

static uint64_t state = 20261122;

static uint32_t next(uint32_t below)
{
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(state >> 33) % below;
}

static unsigned cases(unsigned wanted)
{
#ifdef SCORE__DEBUG_ARENA
  return wanted / 7 + 1;
#else
  return wanted;
#endif
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
  try_scene(&s, &quarter, cases(40), &sum);
  try_scene(&s, &half, cases(20), &sum); /* nothing of it is reported: all is put together from quarters */
  try_scene(&s, &nine, cases(20), &sum);
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

int main(void)
{
  Suite *s = suite_create("what_if");
  TCase *t = tcase_create("what_if");
  tcase_set_timeout(t, 120);
  tcase_add_test(t, as_imported_766);
  tcase_add_test(t, as_imported_quarters);
  tcase_add_test(t, as_imported_statistics);
  tcase_add_test(t, as_imported_sets);
  suite_add_tcase(s, t);
  SRunner *runner = srunner_create(s);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
