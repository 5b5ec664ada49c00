/* Who changes a release on purpose makes all digests anew: then the recomputation tells. And what a release holds is what
 * the result said: the same numbers, the same ranks, also of some of its units. */
#include "small_release.h"

static score_release *thaw(const small_text *t)
{
  score_release *release = NULL;
  score_error err = {0};
  ck_assert_msg(score_release_parse(&release, t->bytes, t->size, "r", NULL, &err) == 0, "%s", small_said(&err));
  return release;
}

static void compare_results(const score_result *a, const score_result *b)
{
  ck_assert_uint_eq(score_result_units(a), score_result_units(b));
  for (size_t i = 0; i < score_result_units(a); i++) {
    score_total_result x, y;
    ck_assert_str_eq(score_result_unit_code(a, i), score_result_unit_code(b, i));
    ck_assert(score_result_total(&x, a, i) == 0 && score_result_total(&y, b, i) == 0);
    ck_assert_int_eq(x.points_micro, y.points_micro);
    ck_assert_int_eq(x.rank, y.rank);
    ck_assert_int_eq(x.tied, y.tied);
    ck_assert_int_eq(x.grade, y.grade);
    ck_assert_int_eq(x.high_micro, y.high_micro);
    for (size_t k = 0; k < a->set->node_count; k++) {
      score_node_result n, m;
      ck_assert(score_result_node(&n, a, i, k) == 0 && score_result_node(&m, b, i, k) == 0);
      ck_assert_int_eq(n.points_micro, m.points_micro);
      ck_assert_int_eq(n.max_micro, m.max_micro);
      ck_assert_int_eq(n.outcome, m.outcome);
      ck_assert_int_eq(n.stage, m.stage);
      ck_assert_int_eq(n.met, m.met);
    }
  }
}

/* What a document says of the release it is printed from; and the digest of the inputs, which is that of the files there
 * and that of a part here. */
static void drop_lines(small_text *t)
{
  static const char *const members[] = {"inputs_sha256",  "release_sha256", "released_at", "released_by",
                                        "release_reason", "supersedes",     "pending"};
  for (size_t k = 0; k < sizeof members / sizeof *members; k++) {
    char key[40];
    snprintf(key, sizeof key, "\n  \"%s\":", members[k]);
    char *at = strstr(t->bytes, key);
    if (!at) continue;
    const char *end = strchr(at + 1, '\n');
    memmove(at, end, strlen(end) + 1);
  }
}

static small_text printed(int what, const score_result *r)
{
  score_document *d = NULL;
  score_error err = {0};
  small_text t = {0};
  int code = what == 0   ? score_document_rank(&d, r, NULL, &err)
             : what == 1 ? score_document_eval(&d, r, NULL, &err)
             : what == 2 ? score_document_gap(&d, r, "T1", NULL, &err)
                         : score_document_explain(&d, r, "H1", NULL, &err);
  ck_assert_msg(code == 0, "%s", small_said(&err));
  const score_write_options options = {.format = SCORE_FORMAT_JSON};
  ck_assert(score_document_write(d, &options, small_put, &t, &err) == 0);
  score_document_free(d);
  drop_lines(&t);
  return t;
}

START_TEST(a_release_holds_what_the_result_said)
{
  small_release r;
  small_make(&r);
  small_text text = small_freeze(r.result), twice = small_freeze(r.result);
  ck_assert(text.size == twice.size && !memcmp(text.bytes, twice.bytes, text.size));
  score_release *release = thaw(&text);
  const score_release_head *h = score_release_about(release);
  ck_assert_str_eq(h->period, "2026-Q3");
  ck_assert_str_eq(h->criteria, "small");
  ck_assert_str_eq(h->released_by, "Sở Nội vụ");
  ck_assert_str_eq(h->supersedes, "");
  ck_assert_int_eq(h->stage, SCORE_STAGE_VERIFIED);
  ck_assert_int_eq(h->fallback, 1);
  ck_assert_uint_eq(strlen(h->sha256), 64);
  compare_results(r.result, score_release_result(release));
  for (int what = 0; what < 4; what++) {
    small_text live = printed(what, r.result), frozen = printed(what, score_release_result(release));
    ck_assert_str_eq(live.bytes, frozen.bytes);
    free(live.bytes);
    free(frozen.bytes);
  }
  small_text again = small_freeze(score_release_result(release)); /* from itself */
  ck_assert(text.size == again.size && !memcmp(text.bytes, again.bytes, text.size));
  ck_assert_ptr_nonnull(strstr(text.bytes, "\"2026-08\"")); /* what the quarter was derived from */
  ck_assert_ptr_nonnull(strstr(text.bytes, "\"T9\""));      /* named by a ranking: sent nothing */
  ck_assert_ptr_null(strstr(text.bytes, "2025-Q1"));        /* nobody reads it */
  free(again.bytes);
  free(twice.bytes);
  free(text.bytes);
  score_release_free(release);
  small_drop(&r);
}
END_TEST

START_TEST(order_of_input_does_not_show)
{
  small_release r, other;
  score_error err;
  small_make(&r);
  /* The same units and cells, the units known in another order and the cells set in another. */
  ck_assert(score_criteria_parse(&other.set, small_set, sizeof small_set - 1, "x", NULL, &err) == 0);
  ck_assert(score_data_new(&other.data, other.set, &err) == 0);
  ck_assert(score__units_attribute(&other.data->units, "vùng") == 0);
  ck_assert(score__units_add(&other.data->units, "P1") == 0);
  ck_assert(score__units_add(&other.data->units, "T9") == 1);
  ck_assert(score__units_add(&other.data->units, "T1") == 2); /* the indices of aliases in small_fill */
  ck_assert(score__units_add(&other.data->units, "T3") == 3);
  small_cell(other.data, "T2", "2026-Q3", "c", SCORE_STAGE_SELF, "lo");
  small_cell(other.data, "T1", "2026-09", "x", SCORE_STAGE_SELF, "7");
  small_fill(other.data);
  const score_eval_options options = {.period = "2026-Q3", .stage = SCORE_STAGE_VERIFIED, .fallback = 1};
  ck_assert(score_evaluate(&other.result, other.data, &options, NULL, &err) == 0);
  small_text a = small_freeze(r.result), b = small_freeze(other.result);
  ck_assert_str_eq(a.bytes, b.bytes);
  free(a.bytes);
  free(b.bytes);
  small_drop(&r);
  small_drop(&other);
}
END_TEST

/* Every digit and every word of the results, changed and sealed again. */
START_TEST(a_changed_number_is_recomputed)
{
  small_text text = small_frozen();
  char *results = strstr(text.bytes, "{\"part\":\"inputs\"");
  ck_assert_ptr_nonnull(results);
  results = strchr(results, '\n') + 1;
  const char *end = strstr(results, "{\"part\":\"results\"");
  size_t refused = 0, differ = 0;
  for (char *at = results; at < end; at++) {
    if (*at < '0' || *at > '9') continue;
    const char was = *at;
    *at = was == '9' ? '8' : (char)(was + 1);
    small_text sealed = small_reseal(text.bytes, text.size);
    *at = was;
    score_release *release = NULL;
    score_findings *findings = NULL;
    score_error err = {0};
    ck_assert(score_findings_new(&findings, 0, NULL) == 0);
    int code = score_release_parse(&release, sealed.bytes, sealed.size, "r", findings, &err);
    refused += code != 0;
    if (!code) {
      code = score_release_verify(release, findings, &err);
      differ++;
    }
    ck_assert_msg(code == SCORE_E_INPUT, "byte %zu (%.20s): code %d", (size_t)(at - text.bytes), at, code);
    ck_assert(score_findings_count(findings, SCORE_ERROR) > 0);
    ck_assert_msg(err.line > 0, "%s", small_said(&err));
    score_findings_free(findings);
    score_release_free(release);
    free(sealed.bytes);
  }
  ck_assert(differ > 100 && refused > 0);
  free(text.bytes);
}
END_TEST

/* What is told, word by word; {from, to, first message} */
static const struct forgery {
  const char *from, *to, *says;
} forgeries[] = {
    {"[\"A\",\"3\"", "[\"A\",\"4\"", "r:28: unit T1, A, points: 4 released, 3 recomputed"},
    {"\"rank\":1", "\"rank\":3", "r:28: unit T1, rank: 3 released, 1 recomputed"},
    {"\"grade\":\"tot\"", "\"grade\":\"kem\"", "r:28: unit T1, grade: kem released, tot recomputed"},
    {"[\"A\",\"3\",\"4\",\"scored\",\"self\"", "[\"A\",\"3\",\"4\",\"scored\",\"verified\"",
     "r:28: unit T1, A, stage: verified released, self recomputed"},
    {"[\"F\",\"1.5\",\"2\",\"reported\",\"verified\",\"1.5\",[\"overridden\"]]",
     "[\"F\",\"1.5\",\"2\",\"reported\",\"verified\",\"1.5\",[]]",
     "r:29: unit T2, F, overridden: false released, true recomputed"},
    {"\"synthetic\":false,\"library\"", "\"synthetic\":true,\"library\"",
     "r: the mark of made-up data is true in part head; false by the data"},
    {"[\"y\",\"12\"]", "[\"y\",\"10\"]", "r:28: unit T1, points: 12 released, 12.6 recomputed"},
    {"{\"period\":\"2026-07\",\"synthetic\":false}", "{\"period\":\"2026-07\",\"synthetic\":true}",
     "r: the mark of made-up data is false in part head; true by the data"},
    {"{\"period\":\"2026-Q2\"", "{\"period\":\"2025-Q1\",\"synthetic\":false}\n{\"period\":\"2026-Q2\"",
     "r: part inputs: what the evaluation reads has SHA-256 "},
    {"{\"part\":\"units\"", "{\"unit\":\"Z\",\"aliases\":[],\"states\":[]}\n{\"part\":\"units\"",
     "r: part units: what the evaluation reads has SHA-256 "},
};

START_TEST(a_forgery_is_named)
{
  small_text text = small_frozen();
  const struct forgery *f = &forgeries[_i];
  char *at = strstr(text.bytes, f->from);
  ck_assert_msg(at != NULL, "%s is not there", f->from);
  small_text forged = {0};
  small_put(&forged, text.bytes, (size_t)(at - text.bytes));
  small_put(&forged, f->to, strlen(f->to));
  const char *rest = at + strlen(f->from);
  small_put(&forged, rest, text.size - (size_t)(rest - text.bytes));
  small_text sealed = small_reseal(forged.bytes, forged.size);
  score_release *release = thaw(&sealed);
  score_error err = {0};
  ck_assert_int_eq(score_release_verify(release, NULL, &err), SCORE_E_INPUT);
  ck_assert_msg(!strncmp(small_said(&err), f->says, strlen(f->says)), "%s; wanted: %s", small_said(&err), f->says);
  score_release_free(release);
  free(sealed.bytes);
  free(forged.bytes);
  free(text.bytes);
}
END_TEST

START_TEST(a_unit_left_out_is_missed)
{
  small_text text = small_frozen(), cut = {0};
  const char *at = strstr(text.bytes, "{\"unit\":\"T2\",\"total\""), *end = strchr(at, '\n') + 1;
  small_put(&cut, text.bytes, (size_t)(at - text.bytes));
  small_put(&cut, end, text.size - (size_t)(end - text.bytes));
  small_text sealed = small_reseal(cut.bytes, cut.size);
  score_release *release = thaw(&sealed);
  score_findings *findings = NULL;
  score_error err = {0};
  bool told = false;
  ck_assert(score_findings_new(&findings, 0, NULL) == 0);
  ck_assert_int_eq(score_release_verify(release, findings, &err), SCORE_E_INPUT);
  for (size_t i = 0; i < score_findings_size(findings); i++)
    told |= strstr(small_said(score_findings_get(findings, i, NULL)), "unit T2 has a result by its data") != NULL;
  ck_assert(told);
  score_findings_free(findings);
  score_release_free(release);
  free(sealed.bytes);
  free(cut.bytes);
  free(text.bytes);
}
END_TEST

/* Another version of the library may have chosen otherwise what goes in: that alone is a warning. */
START_TEST(another_library_wrote_it)
{
  static const char ours[] = "\"library\":\"" SCORE_VERSION "\"",
                    unit[] = "{\"unit\":\"Z\",\"aliases\":[],\"states\":[]}\n";
  small_text text = small_frozen(), other = {0};
  char *at = strstr(text.bytes, ours), *end = strstr(text.bytes, "{\"part\":\"units\"");
  at[strlen("\"library\":\"")] = '9';
  small_put(&other, text.bytes, (size_t)(end - text.bytes));
  small_put(&other, unit, sizeof unit - 1);
  small_put(&other, end, text.size - (size_t)(end - text.bytes));
  small_text sealed = small_reseal(other.bytes, other.size);
  score_release *release = thaw(&sealed);
  score_findings *findings = NULL;
  score_error err = {0};
  ck_assert(score_findings_new(&findings, 0, NULL) == 0);
  ck_assert_str_ne(score_release_about(release)->library, SCORE_VERSION);
  ck_assert_msg(score_release_verify(release, findings, &err) == 0, "%s", small_said(&err));
  ck_assert_uint_eq(score_findings_count(findings, SCORE_WARNING), 1);
  score_findings_free(findings);
  score_release_free(release);
  free(sealed.bytes);
  free(other.bytes);
  free(text.bytes);
}
END_TEST

/* Other inputs with the results that follow from them are another release, good in itself: only its digest, or a
 * signature, tells it from the first one. */
START_TEST(other_inputs_are_another_release)
{
  small_release r;
  score_error err = {0};
  small_make(&r);
  small_text first = small_freeze(r.result);
  score_result_free(r.result);
  small_cell(r.data, "T1", "2026-Q3", "y", SCORE_STAGE_SELF, "10");
  const score_eval_options options = {.period = "2026-Q3", .stage = SCORE_STAGE_VERIFIED, .fallback = 1};
  ck_assert(score_evaluate(&r.result, r.data, &options, NULL, &err) == 0);
  small_text second = small_freeze(r.result);
  score_release *a = thaw(&first), *b = thaw(&second);
  ck_assert_int_eq(score_release_verify(b, NULL, &err), 0);
  ck_assert_str_ne(score_release_about(a)->sha256, score_release_about(b)->sha256);
  score_release_free(a);
  score_release_free(b);
  free(first.bytes);
  free(second.bytes);
  small_drop(&r);
}
END_TEST

START_TEST(some_units_are_ranked_again)
{
  small_release r;
  score_error err = {0};
  small_make(&r);
  small_text text = small_freeze(r.result);
  score_release *release = thaw(&text);
  score_result *some = NULL, *live = NULL;
  ck_assert_int_eq(score_release_select(&some, release, "unit:T2,unit:X1", &err), 0);
  const score_eval_options options = {
      .period = "2026-Q3", .stage = SCORE_STAGE_VERIFIED, .fallback = 1, .scope = "unit:T2,unit:X1"};
  ck_assert(score_evaluate(&live, r.data, &options, NULL, &err) == 0);
  compare_results(live, some);
  for (int what = 0; what < 4; what++) {
    small_text a = printed(what, live), b = printed(what, some);
    ck_assert_str_eq(a.bytes, b.bytes);
    free(a.bytes);
    free(b.bytes);
  }
  score_result_free(some);
  ck_assert_int_eq(score_release_select(&some, release, "unit:T9", &err), SCORE_E_NOT_FOUND);
  ck_assert_ptr_null(some);
  ck_assert_int_eq(score_release_select(&some, release, "colour:T9", &err), SCORE_E_USAGE);
  score_result_free(live);
  score_release_free(release);
  free(text.bytes);
  small_drop(&r);
}
END_TEST

static int full(void *context, const void *bytes, size_t size)
{
  size_t *room = context;
  (void)bytes;
  if (*room < size) return 1;
  *room -= size;
  return 0;
}

START_TEST(what_is_refused_when_it_is_written)
{
  small_release r;
  score_error err = {0};
  char sha256[SCORE_SHA256_TEXT];
  size_t room = 1000;
  small_make(&r);
  score_release_options options = {.act = {.by = "x"}};
  ck_assert_int_eq(score_release_write(r.result, &options, full, &room, sha256, &err), SCORE_E_USAGE);
  options.act.when = "2026-10-10T08:00:00Z";
  options.supersedes = "ABC";
  ck_assert_int_eq(score_release_write(r.result, &options, full, &room, sha256, &err), SCORE_E_USAGE);
  options.supersedes = NULL;
  ck_assert_int_eq(score_release_write(r.result, &options, full, &room, sha256, &err), SCORE_E_OUTPUT);
  ck_assert_str_eq(sha256, "");
  options.act.reason = "th\xE1\xBA\xA9m \xFF";
  room = 1000000;
  ck_assert_int_eq(score_release_write(r.result, &options, full, &room, sha256, &err), SCORE_E_INPUT);
  /* Written apart, "a" and its mark: one spelling goes into the file. */
  options.act.reason = "xa\xCC\x81";
  small_text text = {0};
  ck_assert_int_eq(score_release_write(r.result, &options, small_put, &text, sha256, &err), 0);
  score_release *release = thaw(&text);
  ck_assert_str_eq(score_release_about(release)->reason, "xá");
  ck_assert_str_eq(score_release_about(release)->sha256, sha256);
  score_release_free(release);
  free(text.bytes);
  small_drop(&r);
}
END_TEST

int main(void)
{
  Suite *s = suite_create("release_verify");
  TCase *c = tcase_create("verify");
  tcase_set_timeout(c, 120);
  tcase_add_test(c, a_release_holds_what_the_result_said);
  tcase_add_test(c, order_of_input_does_not_show);
  tcase_add_test(c, a_changed_number_is_recomputed);
  tcase_add_loop_test(c, a_forgery_is_named, 0, (int)(sizeof forgeries / sizeof *forgeries));
  tcase_add_test(c, a_unit_left_out_is_missed);
  tcase_add_test(c, another_library_wrote_it);
  tcase_add_test(c, other_inputs_are_another_release);
  tcase_add_test(c, some_units_are_ranked_again);
  tcase_add_test(c, what_is_refused_when_it_is_written);
  suite_add_tcase(s, c);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_NORMAL);
  int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed != 0;
}
