/* What if, by hand: where a change stands, what its text says, what becomes of it, on what it may rest. */
#include "what_if_scene.h"

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

int main(void)
{
  Suite *s = suite_create("what_if_cases");
  TCase *t = tcase_create("what_if_cases");
  tcase_set_timeout(t, 120);
  tcase_add_test(t, at_the_stage_that_was_read);
  tcase_add_test(t, what_a_text_says);
  tcase_add_test(t, what_becomes_of_it);
  tcase_add_test(t, on_a_release);
  suite_add_tcase(s, t);
  SRunner *runner = srunner_create(s);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
