/* A release altered in any single byte is refused, and the message leads to the alteration: its line is the altered one,
 * or another of the same part where only its digest, or the order of its lines, can tell. Under sanitizers every few
 * bytes only. */
#include "small_release.h"

static small_text whole;
static uint32_t *line_of, *part_of, *part_end; /* of each byte: its line; the first and the last line of its part */
static size_t stride = 1, kinds = 2;           /* alterations tried of each sort */

static void begin(void)
{
  whole = small_frozen();
  line_of = calloc(whole.size + 1, sizeof *line_of);
  part_of = calloc(whole.size + 1, sizeof *part_of);
  part_end = calloc(whole.size + 1, sizeof *part_end);
  ck_assert(line_of && part_of && part_end);
  const char *sanitizers = getenv("SCORE_SANITIZE");
  if (sanitizers && *sanitizers) stride = 11;
  const char *longer = getenv("SCORE_LONG");
  if (longer && *longer) kinds = 6;
  uint32_t line = 1, part = 1;
  bool ends = false;
  for (size_t i = 0; i <= whole.size; i++) {
    if (i && whole.bytes[i - 1] == '\n') {
      line++;
      if (ends) part = line;
    }
    if (i == 0 || whole.bytes[i - 1] == '\n') ends = !strncmp(whole.bytes + i, "{\"part\":", 8);
    line_of[i] = line;
    part_of[i] = part;
  }
  for (size_t i = whole.size + 1; i-- > 0;)
    part_end[i] = i < whole.size && part_of[i] == part_of[i + 1] ? part_end[i + 1] : line_of[i];
}

static void finish(void)
{
  free(whole.bytes);
  free(line_of);
  free(part_of);
  free(part_end);
}

static size_t told_line, told_part; /* how often the one or the other was said */

static void refused(const char *what, const char *bytes, size_t size, size_t at)
{
  while (at < size && at < whole.size && bytes[at] == whole.bytes[at]) at++; /* the first byte that differs */
  score_release *release = NULL;
  score_findings *findings = NULL;
  score_error err = {0};
  ck_assert(score_findings_new(&findings, 0, NULL) == 0);
  /* A block of just this size, so that the sanitizers see what is read beyond. */
  char *copy = malloc(size ? size : 1);
  ck_assert_ptr_nonnull(copy);
  memcpy(copy, bytes, size);
  const int code = score_release_parse(&release, copy, size, "r.jsonl", findings, &err);
  free(copy);
  ck_assert_msg(code == SCORE_E_INPUT, "%s at byte %zu, line %u: code %d", what, at, line_of[at], code);
  ck_assert_ptr_null(release);
  ck_assert(score_findings_count(findings, SCORE_ERROR) > 0);
  ck_assert_str_eq(err.file, "r.jsonl");
  const bool exact = err.line == line_of[at];
  ck_assert_msg(err.line >= part_of[at] && err.line <= part_end[at], "%s at byte %zu, line %u: told as %s", what, at,
                line_of[at], small_said(&err));
  told_line += exact;
  told_part += !exact;
  score_findings_free(findings);
}

START_TEST(whole_is_good)
{
  score_release *release = NULL;
  score_error err = {0};
  begin();
  ck_assert_msg(score_release_parse(&release, whole.bytes, whole.size, "r", NULL, &err) == 0, "%s", small_said(&err));
  ck_assert_msg(score_release_verify(release, NULL, &err) == 0, "%s", small_said(&err));
  score_release_free(release);
  finish();
}
END_TEST

START_TEST(every_byte_flipped)
{
  static const unsigned char masks[] = {0x01, 0x80, 0x02, 0x10, 0x20, 0x40};
  begin();
  char *copy = malloc(whole.size);
  ck_assert_ptr_nonnull(copy);
  memcpy(copy, whole.bytes, whole.size);
  for (size_t i = 0; i < whole.size; i += stride) {
    for (size_t k = 0; k < kinds && k < sizeof masks; k++) {
      copy[i] = (char)(whole.bytes[i] ^ (char)masks[k]);
      refused("flipped", copy, whole.size, i);
    }
    copy[i] = whole.bytes[i] == '0' ? '1' : '0';
    if (copy[i] != whole.bytes[i]) refused("made a digit", copy, whole.size, i);
    copy[i] = whole.bytes[i] == '\n' ? ' ' : '\n';
    refused("made a line end", copy, whole.size, i);
    copy[i] = whole.bytes[i];
  }
  free(copy);
  ck_assert(told_line > 4 * told_part && told_part > 0);
  finish();
}
END_TEST

START_TEST(every_byte_deleted)
{
  begin();
  char *copy = malloc(whole.size);
  ck_assert_ptr_nonnull(copy);
  for (size_t i = 0; i < whole.size; i += stride) {
    memcpy(copy, whole.bytes, i);
    memcpy(copy + i, whole.bytes + i + 1, whole.size - i - 1);
    refused("deleted", copy, whole.size - 1, i);
  }
  free(copy);
  finish();
}
END_TEST

START_TEST(a_byte_inserted_everywhere)
{
  static const char extra[] = {'0', '\n', ' ', '"', ',', '\0'};
  begin();
  char *copy = malloc(whole.size + 1);
  ck_assert_ptr_nonnull(copy);
  for (size_t k = 0; k < kinds && k < sizeof extra; k++) {
    for (size_t i = 0; i <= whole.size; i += stride) {
      memcpy(copy, whole.bytes, i);
      copy[i] = extra[k];
      memcpy(copy + i + 1, whole.bytes + i, whole.size - i);
      refused("inserted", copy, whole.size + 1, i);
    }
  }
  free(copy);
  finish();
}
END_TEST

START_TEST(cut_everywhere)
{
  begin();
  for (size_t i = 0; i < whole.size; i += stride) refused("cut", whole.bytes, i, i);
  finish();
}
END_TEST

int main(void)
{
  Suite *s = suite_create("release_bytes");
  TCase *c = tcase_create("bytes");
  tcase_set_timeout(c, 120);
  tcase_add_test(c, whole_is_good);
  tcase_add_test(c, every_byte_flipped);
  tcase_add_test(c, every_byte_deleted);
  tcase_add_test(c, a_byte_inserted_everywhere);
  tcase_add_test(c, cut_everywhere);
  suite_add_tcase(s, c);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_NORMAL);
  int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed != 0;
}
