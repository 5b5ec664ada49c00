/* Files that are made to look like releases, with digests that fit: each is refused for what it is, at its line. */
#include "small_release.h"

#include "base/limits.h"

typedef struct hostile {
  const char *from, *to; /* replaced where it stands first; all digests are made anew */
  const char *says;
} hostile;

static const hostile cases[] = {
    /* structure */
    {"{\"format\":\"score-release\",\"version\":1,", "{\"format\":\"score-release\",\"version\":2,",
     "r:1:37: a release of format version 2; this program knows version 1"},
    {"{\"format\":\"score-release\"", "{\"Format\":\"score-release\"",
     "r:1:1: {\"Format\":\"score-release\",\"version\":1,\"period\":\"... found; a release of score, which begins with "
     "{\"format\":\"score-release\",\"version\":, wanted"},
    {"\"stage\":\"verified\",\"fallback\":true", "\"fallback\":true,\"stage\":\"verified\"",
     "r:1:189: part head: },\"fallback\":true,\"stage\":\"verified\",\"scope\":\"\",... found; },\"stage\": wanted"},
    {"\"scope\":\"\",", "\"scope\":\"\",\"scope\":\"\",",
     "r:1:236: part head: ,\"scope\":\"\",\"released_at\":\"2026-10-10T08:00:00Z\"... found; ,\"released_at\": wanted"},
    {"\"library\":\"" SCORE_VERSION "\"}", "\"library\":\"" SCORE_VERSION "\",\"more\":1}",
     "r:1:380: part head: ,\"more\":1} found; } wanted"},
    {"\"period\":\"2026-Q3\",\"criteria\"", "\"period\":\"2026-Q5\",\"criteria\"",
     "r:1:57: part head: ,\"criteria\":{\"id\":\"small\",\"version\":\"1\",\"status\"... found; a period such as "
     "2026-Q3 wanted"},
    {"\"period\":\"2026-Q3\",\"criteria\"", "\"period\":\"2031-Q3\",\"criteria\"",
     "r: part inputs: no data of 2031-Q3, the period that was released"},
    {"\"id\":\"small\",\"version\"", "\"id\":\"large\",\"version\"",
     "r:3: part definition: the definition is small, part head says large"},
    {
        "\"part\":\"units\"",
        "\"part\":\"unite\"",
        "r:11:10: part units: unite\",\"lines\":6,\"sha256\":\"",
    },
    {"{\"part\":\"head\"", "{\"part\": \"head\"", "r:2:1: part head: "},
    /* definition */
    {"{\"definition\":\"{", "{\"definition\":\"[", "r:3: part definition: the definition is "},
    {"{\"definition\":\"{", "{\"definition\":\"\\u007b", "r:3:16: part definition: \\u007b"},
    {"{\"definition\":\"{", "{\"definition\":\"\\/{", "r:3:16: part definition: \\/{"},
    {"{\"definition\":\"{", "{\"definition\":\"\\u0000{", "r:3:16: part definition: \\u0000{"},
    /* units */
    {"\"attributes\":[\"vùng\"]", "\"attributes\":[\"vùng\",\"vùng\"]",
     "r:5:23: part units: \"vùng\"],\"listed\":true} found after 'vùng'; each once and in ascending order wanted"},
    {"{\"unit\":\"T2\",\"aliases\"", "{\"unit\":\"T1\",\"aliases\"", "r:8:9: part units: \"T1\",\"aliases\""},
    {"{\"unit\":\"T2\",\"aliases\"", "{\"unit\":\"X1\",\"aliases\"",
     "r:8:9: part units: \"X1\",\"aliases\":[],\"states\":[[null,\"2024-10-04\",\"... found; a code or an alias of "
     "this unit alone wanted"},
    {"[\"cũ\",\"X1\"],[\"portal\",\"H1\"]", "[\"portal\",\"H1\"],[\"cũ\",\"X1\"]",
     "r:7:27: part units: portal\",\"H1\"],[\"cũ\",\"X1\"]],\"states\":[[null,\"202... found; in the one spelling of "
     "the format it is cũ\",\"X1\"],[\"portal\",\"H1\"]],\"states\":[[null,\"202..."},
    {"[\"portal\",\"H1\"]", "[\"portal\",\"tinh-1\"]",
     "r:7:37: part units: [\"portal\",\"tinh-1\"]],\"states\":[[null,\"2024-10-04... found; a code or an alias of this "
     "unit alone wanted"},
    {"\"2024-10-04\"", "\"2024-10-05\"",
     "r:6:113: part units: [\"2024-10-05\",null,\"Tỉnh \\\"Một\\\"\",\"xã\",\"\",\"... found; states of a unit that do "
     "not overlap wanted"},
    {"\"2024-10-04\"", "\"2024-02-30\"", "r:6:62: part units: \"2024-02-30\""},
    {"\"2024-10-04\"", "\"04/10/2024\"", "r:6:62: part units: \"04/10/2024\""},
    {"\"\",[\"núi\"]]", "\"\",[\"núi\",\"\"]]",
     "r:7:117: part units: ,\"\"]],[\"2024-10-05\",null,\"Xã Một\",\"xã\",\"P1\",... found; ]] wanted"},
    {"Xã Hai", "Xa\xCC\x83 Hai", "r:8: part units: text that is not in NFC; NFC wanted"},
    {"Xã Hai", "X\xE3 Hai", "r:8: part units: bytes that are not UTF-8; UTF-8 wanted"},
    /* inputs */
    {"{\"period\":\"2026-07\",\"synthetic\":false}", "{\"period\":\"2026-Q2\",\"synthetic\":false}",
     "r:13:11: part inputs: \"2026-Q2\",\"synthetic\":false} found after '2026-Q2'; each once and in ascending order "
     "wanted"},
    {"{\"unit\":\"P1\",\"period\":\"2026-Q3\"", "{\"unit\":\"P7\",\"period\":\"2026-Q3\"",
     "r:17:9: part inputs: \"P7\",\"period\":\"2026-Q3\",\"stage\":\"published\",\"val... found; a unit of part units "
     "wanted"},
    {"{\"unit\":\"T1\",\"period\":\"2026-Q2\"", "{\"unit\":\"H1\",\"period\":\"2026-Q2\"",
     "r:18:9: part inputs: \"H1\""},
    {"{\"unit\":\"T1\",\"period\":\"2026-Q2\"", "{\"unit\":\"T1\",\"period\":\"2025-Q2\"",
     "r:18:23: part inputs: \"2025-Q2\""},
    {"{\"unit\":\"T1\",\"period\":\"2026-07\"", "{\"unit\":\"T1\",\"period\":\"2026-Q2\"", "r:19:1: part inputs: "},
    {"\"stage\":\"published\"", "\"stage\":\"draft\"", "r:17:41: part inputs: \"draft\""},
    {"[\"y\",\"12\"]", "[\"y\",\"12.5\"]",
     "r:21:63: part inputs: \"12.5\"]],\"given\":[]} found; a decimal number as text, within its bounds, wanted"},
    {"[\"y\",\"12\"]", "[\"y\",\"-12\"]",
     "r:21:63: part inputs: \"-12\"]],\"given\":[]} found; a value that measure 'y' takes wanted"},
    {"[\"y\",\"12\"]", "[\"y\",\"012\"]",
     "r:21:64: part inputs: 012\"]],\"given\":[]} found; in the one spelling of the format it is 12\"]],\"given\":[]}"},
    {"[\"y\",\"12\"]", "[\"y\",12]", "r:21:63: part inputs: 12]],\"given\":[]} found; \" wanted"},
    {"[\"y\",\"12\"]", "[\"z\",\"12\"]",
     "r:21:59: part inputs: \"z\",\"12\"]],\"given\":[]} found; a measure of the definition wanted"},
    {"[\"y\",\"12\"]", "[\"y\",\"12\",\"\",\"\",\"\",\"\"]",
     "r:21:67: part inputs: ,\"\",\"\",\"\",\"\"]],\"given\":[]} found; in the one spelling of the format it is "
     "]],\"given\":[]}"},
    {"[\"s\",\"0.855\"],[\"c\",\"hi\"]", "[\"c\",\"hi\"],[\"s\",\"0.855\"]",
     "r:22:74: part inputs: \"s\",\"0.855\"]],\"given\":[]} found after 'c'; each once and in ascending order wanted"},
    {"[\"c\",\"hi\"]", "[\"c\",\"top\"]",
     "r:22:81: part inputs: \"top\"]],\"given\":[]} found; a value that measure 'c' takes wanted"},
    {"[\"b\",false]", "[\"b\",\"false\"]", "r:25:"},
    {"[\"H\",\"4.25\",false]", "[\"H\",\"6.25\",false]",
     "r:26:118: part inputs: \"6.25\",false]]} found; points of 'H' from 0 to its maximum wanted"},
    {"[\"H\",\"4.25\",false]", "[\"2\",\"4.25\",false]",
     "r:26:114: part inputs: \"2\",\"4.25\",false]]} found; a group or criterion of the definition wanted"},
    {"\"values\":[[\"m\",\"0.614\"]],\"given\":[]", "\"values\":[],\"given\":[]", "r:17:"},
    /* results */
    {"{\"unit\":\"T2\",\"total\"", "{\"unit\":\"T1\",\"total\"", "r:29:1: part results: "},
    {"{\"unit\":\"T2\",\"total\"", "{\"unit\":\"T8\",\"total\"", "r:29:9: part results: \"T8\""},
    {"{\"points\":\"12\"", "{\"points\":\"-12\"",
     "r:28:32: part results: \"-12\",\"max\":\"16\",\"basis\":\"12\",\"low\":\"12\",\"high\":... found; a decimal "
     "number as text, within its bounds, wanted"},
    {"{\"points\":\"12\"", "{\"points\":\"99999999999999999999\"",
     "r:28:32: part results: \"99999999999999999999\",\"max\":\"16\",\"basis\":\"12\",\"... found; a decimal number as "
     "text, within its bounds, wanted"},
    {"\"rank\":1,", "\"rank\":4294967297,", "r:28:"},
    {"\"grade\":\"tot\"", "\"grade\":\"vang\"", "r:28:"},
    {"[\"A\",\"3\",\"4\",\"scored\"", "[\"A\",\"3\",\"4\",\"good\"", "r:28:"},
    {"[\"A\",\"3\",\"4\",\"scored\"", "[\"B\",\"3\",\"4\",\"scored\"", "r:28:"},
    {"[\"A\",\"3\",\"4\",\"scored\",\"self\",\"3\",[],\"3/4\"]",
     "[\"A\",\"3\",\"4\",\"scored\",\"self\",\"3\",[],\"4/3\"]", "r:28:"},
    {"[\"A\",\"3\",\"4\",\"scored\",\"self\",\"3\",[],\"3/4\"]",
     "[\"A\",\"3\",\"4\",\"scored\",\"self\",\"3\",[],\"6/8\"]", "r:28:"},
    {"[\"A\",\"3\",\"4\",\"scored\",\"self\",\"3\",[],\"3/4\"]",
     "[\"A\",\"3\",\"4\",\"scored\",\"self\",\"3\",[],\"3/0\"]", "r:28:"},
    {"[\"met\"]", "[\"met\",\"met\"]", "r:28:"},
    {"\"trace\":\"", "\"trace\":\"A", "r:28:"},
};
enum { CASES = sizeof cases / sizeof *cases };

static void refuse(const char *bytes, size_t size, int wanted, const char *says)
{
  score_release *release = NULL;
  score_error err = {0};
  const int code = score_release_parse(&release, bytes, size, "r", NULL, &err);
  ck_assert_msg(code == wanted, "code %d, wanted %d: %s (%s)", code, wanted, says, code ? small_said(&err) : "");
  ck_assert_ptr_null(release);
  ck_assert_msg(!strncmp(small_said(&err), says, strlen(says)), "%s; wanted: %s", small_said(&err), says);
  ck_assert_ptr_null(strchr(small_said(&err), '\n'));
}

START_TEST(forged_structure_is_refused)
{
  const hostile *h = &cases[_i];
  small_text text = small_frozen(), forged = {0};
  char *at = strstr(text.bytes, h->from);
  ck_assert_msg(at != NULL, "%s is not there", h->from);
  small_put(&forged, text.bytes, (size_t)(at - text.bytes));
  small_put(&forged, h->to, strlen(h->to));
  at += strlen(h->from);
  small_put(&forged, at, text.size - (size_t)(at - text.bytes));
  small_text sealed = small_reseal(forged.bytes, forged.size);
  refuse(sealed.bytes, sealed.size, SCORE_E_INPUT, h->says);
  free(sealed.bytes);
  free(forged.bytes);
  free(text.bytes);
}
END_TEST

/* The first `lines` lines of the small release, then something else. */
static small_text beginning(size_t lines)
{
  small_text text = small_frozen(), out = {0};
  const char *end = text.bytes;
  while (lines-- > 0) end = strchr(end, '\n') + 1;
  small_put(&out, text.bytes, (size_t)(end - text.bytes));
  free(text.bytes);
  return out;
}

START_TEST(no_release_at_all)
{
  refuse("", 0, SCORE_E_INPUT, "r:1: the file ends in part head; {\"part\": wanted");
  refuse("\n", 1, SCORE_E_INPUT, "r:1:1: ");
  refuse("x", 1, SCORE_E_INPUT, "r:1: part head: the file ends without a line end");
  refuse("\xef\xbb\xbf{}\n", 6, SCORE_E_INPUT, "r:1:1: ");
  refuse("PK\003\004\n", 5, SCORE_E_INPUT, "r:1:1: PK");
  refuse("\0\0\0\n", 4, SCORE_E_INPUT, "r:1:1: ???");
  small_text text = small_frozen();
  small_put(&text, "\n", 1);
  refuse(text.bytes, text.size, SCORE_E_INPUT, "r:33: ");
  free(text.bytes);
}
END_TEST

START_TEST(a_huge_line_is_refused)
{
  small_text text = beginning(4);
  const size_t size = (size_t)SCORE__MAX_RELEASE_LINE + 10, all = text.size + size;
  char *huge = realloc(text.bytes, all);
  ck_assert_ptr_nonnull(huge);
  memset(huge + text.size, 'x', size);
  refuse(huge, all, SCORE_E_LIMIT, "r:5: part units: a line of more than 37748736 bytes");
  free(huge);
}
END_TEST

START_TEST(deep_nesting_is_refused)
{
  small_text text = beginning(4);
  for (int i = 0; i < 100000; i++) small_put(&text, "[", 1);
  small_put(&text, "\n", 1);
  refuse(text.bytes, text.size, SCORE_E_INPUT, "r:5:1: part units: [[[[");
  free(text.bytes);
}
END_TEST

START_TEST(a_million_lines_are_refused_at_once)
{
  static const char line[] = "{\"unit\":\"T1\",\"aliases\":[],\"states\":[]}\n";
  small_text text = beginning(5);
  const size_t size = sizeof line - 1, all = text.size + 1000000 * size;
  char *many = realloc(text.bytes, all);
  ck_assert_ptr_nonnull(many);
  for (size_t i = 0; i < 1000000; i++) memcpy(many + text.size + i * size, line, size);
  refuse(many, all, SCORE_E_INPUT, "r:7:9: part units: \"T1\"");
  free(many);
}
END_TEST

START_TEST(too_many_states_are_refused)
{
  small_text text = beginning(5);
  small_put(&text, "{\"unit\":\"T1\",\"aliases\":[],\"states\":[", 36);
  for (int i = 0; i < 5000; i++) {
    char state[100];
    snprintf(state, sizeof state, "%s[\"%04d-01-01\",\"%04d-01-01\",\"\",\"\",\"\",\"\",[\"\"]]", i ? "," : "",
             1900 + i % 1000, 1900 + i % 1000);
    small_put(&text, state, strlen(state));
  }
  small_put(&text, "]}\n", 3);
  refuse(text.bytes, text.size, SCORE_E_INPUT, "r:6:");
  free(text.bytes);
}
END_TEST

int main(void)
{
  Suite *s = suite_create("release_hostile");
  TCase *c = tcase_create("hostile");
  tcase_set_timeout(c, 120);
  tcase_add_loop_test(c, forged_structure_is_refused, 0, CASES);
  tcase_add_test(c, no_release_at_all);
  tcase_add_test(c, a_huge_line_is_refused);
  tcase_add_test(c, deep_nesting_is_refused);
  tcase_add_test(c, a_million_lines_are_refused_at_once);
  tcase_add_test(c, too_many_states_are_refused);
  suite_add_tcase(s, c);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_NORMAL);
  int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed != 0;
}
