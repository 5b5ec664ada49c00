/* The analysis of a set where memory runs out at every single allocation: an error or the whole document, never a crash;
 * and sums beyond 128 bits, which are not told rather than wrong. malloc and its kin are this program's own. */
#include <check.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "compute/correlation.h"
#include "compute/wide.h"
#include "score/score.h"

#include "../refusing.h"

#define CRITERION(key, max, measure)                                                                                   \
  "{\"key\": \"" key "\", \"name\": \"" key "\", \"max\": \"" max                                                      \
  "\", \"rule\": {\"kind\": \"expr\", \"points\": \"" measure "\"}}"

static const char definition[] =
    "{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"t\", \"not_applicable\": "
    "\"exclude\", \"measures\": {\"a\": {\"type\": \"count\", \"name\": \"a\"}, \"b\": {\"type\": \"count\", \"name\": "
    "\"b\"}}, \"groups\": [{\"key\": \"G\", \"name\": \"g\", \"max\": \"10\", \"criteria\": [" CRITERION(
        "x", "4", "a") ", " CRITERION("y", "6",
                                      "b") "]}, {\"key\": \"H\", \"name\": \"h\", \"max\": \"3\", \"criteria\": "
                                           "[" CRITERION("z", "3", "min(a, b)") "]}], \"total\": {\"max\": \"13\", "
                                                                                "\"basis\": \"percent\"}}";

static size_t written;

static int count_bytes(void *context, const void *bytes, size_t size)
{
  (void)context;
  (void)bytes;
  written += size;
  return 0;
}

static int whole(score_error *err)
{
  static const char *const cells[][3] = {{"u", "1", "5"}, {"v", "4", "2"}, {"w", "2", "2"}, {"n", "0", "6"}};
  score_criteria *set = NULL;
  score_data *data = NULL;
  score_result *result = NULL;
  score_document *document = NULL;
  score_findings *findings = NULL;
  int code = score_findings_new(&findings, 10, err);
  if (!code) code = score_criteria_parse(&set, definition, sizeof definition - 1, "t.json", findings, err);
  if (!code) code = score_data_new(&data, set, err);
  for (size_t i = 0; !code && i < sizeof cells / sizeof *cells; i++) {
    code = score_data_set(data, cells[i][0], "2026-Q3", "a", SCORE_STAGE_SELF, cells[i][1], err);
    if (!code) code = score_data_set(data, cells[i][0], "2026-Q3", "b", SCORE_STAGE_SELF, cells[i][2], err);
  }
  if (!code) code = score_evaluate(&result, data, NULL, findings, err);
  if (!code) code = score_document_analysis(&document, result, err);
  for (int f = 0; !code && f < 4; f++) {
    const score_write_options options = {.format = (score_format)f, .lang = SCORE_LANG_VI, .width = 100};
    code = score_document_write(document, &options, count_bytes, NULL, err);
  }
  score_document_free(document);
  score_result_free(result);
  score_data_free(data);
  score_criteria_free(set);
  score_findings_free(findings);
  return code;
}

START_TEST(every_allocation)
{
  score_error err = {0};
  char text[512];
  written = 0;
  int code = whole(&err);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_msg(code == 0, "%s", text);
  const size_t all = written;
  ck_assert_uint_gt(all, 5000);
  seen = 0;
  ck_assert_int_eq(whole(&err), 0);
  const long allocations = seen;
  for (long n = 0; n < allocations; n++) {
    countdown = n;
    written = 0;
    code = whole(&err);
    countdown = -1;
    ck_assert_msg(code < 0 || written == all, "allocation %ld: %d, %zu bytes", n, code, written);
  }
  ck_assert(WATCHED || allocations > 50);
}
END_TEST

START_TEST(beyond_128_bits)
{
  const int64_t far[] = {INT64_MIN, INT64_MAX, 0, 1}, near[] = {1, 2, 3, 5};
  const int64_t wide[] = {-4000000000000000000, 4000000000000000000, 0, 1000000000000000000};
  ck_assert(!score__correlation(far, far, 4).r.known);
  ck_assert(!score__deviation(far, 4).known);
  /* the same as of the small numbers, a common factor apart */
  const int64_t small[] = {-4, 4, 0, 1};
  const score__agreement a = score__correlation(wide, near, 4), b = score__correlation(small, near, 4);
  ck_assert(a.r.known && b.r.known);
  ck_assert_int_eq(a.r.micro, b.r.micro);
  /* n Sxy - Sx Sy = 4 x 9 - 1 x 11 = 25; 4 x 33 - 1 = 131; 4 x 39 - 121 = 35: 25 / sqrt(4585) = 0.369207 */
  ck_assert_int_eq(b.r.micro, 369207);
  ck_assert_int_eq(b.squared.micro, 136314);
  /* sqrt(131) / 4 = 2.861381 */
  ck_assert_int_eq(score__deviation(small, 4).micro, 3);
  const int64_t scaled[] = {-4000000, 4000000, 0, 1000000};
  ck_assert_int_eq(score__deviation(scaled, 4).micro, 2861381);
}
END_TEST

START_TEST(quartiles)
{
  const int64_t v[] = {1, 2, 4, 8, 16}, pair[] = {-3, 0}, one[] = {7};
  const int64_t want[] = {1, 2, 4, 8, 16}, of_pair[] = {-3, -2, -2, -1, 0}; /* -2.25, -1.5, -0.75 */
  for (unsigned q = 0; q < 5; q++) {
    ck_assert_int_eq(score__quartile(v, 5, q), want[q]);
    ck_assert_int_eq(score__quartile(pair, 2, q), of_pair[q]);
    ck_assert_int_eq(score__quartile(one, 1, q), 7);
  }
}
END_TEST

START_TEST(nearest_whole_numbers)
{
  const uint64_t top = UINT64_C(1) << 60;
  for (uint64_t n = 0; n < 400; n++)
    for (uint64_t d = 1; d < 20; d++) {
      const score__wide a = score__wide_make(n), b = score__wide_make(d);
      ck_assert_uint_eq(score__wide_ratio(&a, &b, top), (2 * n + d) / (2 * d));
      uint64_t k = 0;
      while ((2 * k + 1) * (2 * k + 1) * d <= 4 * n) k++;
      ck_assert_uint_eq(score__wide_root(&a, &b, top), k);
    }
  /* 2^127 / 2^15 = 2^112, and the same with 2^127 in both */
  score__wide big = score__wide_make((score__u128)1 << 127);
  const score__wide divisor = score__wide_make((score__u128)1 << 15);
  ck_assert_uint_eq(score__wide_root(&big, &divisor, top), UINT64_C(1) << 56);
  big = score__wide_mul(&big, (score__u128)1 << 127);
  const score__wide half = score__wide_mul(&divisor, (score__u128)1 << 127);
  ck_assert_uint_eq(score__wide_root(&big, &half, top), UINT64_C(1) << 56);
}
END_TEST

int main(void)
{
  Suite *s = suite_create("analysis");
  TCase *t = tcase_create("memory");
  tcase_set_timeout(t, 120);
  tcase_add_test(t, every_allocation);
  tcase_add_test(t, beyond_128_bits);
  tcase_add_test(t, quartiles);
  tcase_add_test(t, nearest_whole_numbers);
  suite_add_tcase(s, t);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_NORMAL);
  int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed ? 1 : 0;
}
