/* Templates as a host program makes them: without the command line, from data in memory that are gone when the sheet is
 * written, from a store, and into a sink that refuses. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "score/score.h"

static const char definition[] =
    "{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"Thử\","
    "\"measures\": {\"a\": {\"type\": \"count\", \"name\": \"Số a\", \"unit\": \"hồ sơ\"},"
    "\"p\": {\"type\": \"percent\", \"name\": \"Tỷ lệ\", \"max\": \"100%\"}},"
    "\"groups\": [{\"key\": \"G\", \"name\": \"g\", \"max\": \"10\", \"criteria\": ["
    "{\"key\": \"r\", \"code\": \"1.1\", \"name\": \"r\", \"max\": \"6\", \"evidence\": \"báo cáo\", \"rule\": "
    "{\"kind\": \"ratio\", \"num\": \"p\", \"den\": \"1\", \"zero_denominator\": \"full\"}},"
    "{\"key\": \"s\", \"code\": \"1.2\", \"name\": \"Sở chấm\", \"max\": \"4\", \"requires\": \"a > 0\", "
    "\"rule\": {\"kind\": \"reported\"}}]}], \"total\": {\"max\": \"10\"}}";

#define HEAD                                                                                                                                                 \
  "Mã đơn vị,Kỳ,Tiêu chí,Mã số liệu,Tên số liệu,Đơn vị tính,Kỳ trước,Giá trị,Nguồn,Minh chứng,Minh chứng hết hạn," \
  "Ghi chú,Hướng dẫn\n"

typedef struct sink {
  char *text;
  size_t size, most;
} sink;

static int keep(void *context, const void *bytes, size_t size)
{
  sink *s = context;
  if (s->size + size > s->most) return 1;
  char *grown = realloc(s->text, s->size + size + 1);
  ck_assert_ptr_nonnull(grown);
  memcpy(grown + s->size, bytes, size);
  s->text = grown;
  s->size += size;
  s->text[s->size] = '\0';
  return 0;
}

static score_criteria *set_of(void)
{
  score_criteria *set = NULL;
  score_error err = {0};
  char text[512];
  const int rc = score_criteria_parse(&set, definition, sizeof definition - 1, "t.json", NULL, &err);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_msg(rc == 0, "%s", text);
  return set;
}

static void check_text(score_template *form, score_template_format format, const char *wanted)
{
  sink s = {.most = 1 << 20};
  ck_assert_int_eq(score_template_write(form, format, keep, &s, NULL), 0);
  ck_assert_str_eq(s.text, wanted);
  free(s.text);
}

START_TEST(one_unit)
{
  score_criteria *set = set_of();
  score_data *data = NULL;
  score_template *form = NULL;
  ck_assert_int_eq(score_data_new(&data, set, NULL), 0);
  ck_assert_int_eq(score_data_set(data, "u1", "2026-Q3", "p", SCORE_STAGE_SELF, "85.5", NULL), 0);
  ck_assert_int_eq(score_data_set(data, "u1", "2026-Q4", "a", SCORE_STAGE_SELF, "7", NULL), 0);
  ck_assert_int_eq(score_data_set(data, "u1", "2026-Q4", "points:s", SCORE_STAGE_SELF, "2.5", NULL), 0);
  ck_assert_int_eq(score_data_set(data, "u1", "2026-Q4", "points:s", SCORE_STAGE_VERIFIED, "1", NULL), 0);
  score_template_options options = {
      .period = "2026-Q4", .stage = SCORE_STAGE_NONE, .unit = "u1", .lang = SCORE_LANG_VI};
  ck_assert_int_eq(score_template_new(&form, set, data, &options, NULL), 0);
  score_data_free(data); /* the sheet has texts of its own */
  ck_assert_uint_eq(score_template_rows(form), 3);
  check_text(form, SCORE_TEMPLATE_CSV,
             HEAD
             "u1,2026-Q4,1.1,p,Tỷ lệ,%,85.5,,,,,,\"Phần trăm: ghi 85,5 nếu là 85,5 %, từ 0 đến 100; minh chứng: báo "
             "cáo\"\n"
             "u1,2026-Q4,1.2,points:s,Sở chấm,điểm,,2.5,,,,,\"Điểm chấm, từ 0 đến 4\"\n"
             "u1,2026-Q4,1.2,a,Số a,hồ sơ,,7,,,,,\"Số nguyên, từ 0 trở lên\"\n");
  score_template_free(form);
  score_criteria_free(set);
}
END_TEST

START_TEST(many_units)
{
  score_criteria *set = set_of();
  score_data *data = NULL;
  score_template *form = NULL;
  ck_assert_int_eq(score_data_new(&data, set, NULL), 0);
  ck_assert_int_eq(score_data_set(data, "u1", "2026", "p", SCORE_STAGE_VERIFIED, "0.5", NULL), 0);
  ck_assert_int_eq(score_data_set(data, "=u2", "2026", "a", SCORE_STAGE_SELF, "7", NULL), 0);
  score_template_options options = {.period = "2026", .stage = SCORE_STAGE_VERIFIED, .lang = SCORE_LANG_EN};
  ck_assert_int_eq(score_template_new(&form, set, data, &options, NULL), 0);
  score_data_free(data);
  check_text(form, SCORE_TEMPLATE_CSV_EXCEL_VI,
             "\xEF\xBB\xBFunit;name;period;stage;Tỷ lệ [p];Sở chấm [points:s];Số a [a]\r\n"
             "u1;;2026;verified;0,5;;\r\n'=u2;;2026;verified;;;\r\n");
  score_template_free(form);
  score_criteria_free(set);
}
END_TEST

START_TEST(from_a_store)
{
  char path[] = "/tmp/score-template-XXXXXX", file[] = "/tmp/score-observed-XXXXXX";
  const char rows[] = "unit,period,measure,value,evidence,note\nu1,2026-Q3,p,9.95,,\nu1,2026-Q4,a,3,\"QĐ 1, 2\",@x\n";
  const int fd = mkstemp(file);
  ck_assert_int_eq(write(fd, rows, sizeof rows - 1), sizeof rows - 1);
  close(fd);
  close(mkstemp(path));
  unlink(path);
  score_criteria *set = set_of();
  score_store *store = NULL;
  score_template *form = NULL;
  const score_import_options import = {.act = {.when = "2026-10-10T08:00:00Z"}};
  ck_assert_int_eq(score_store_create(path, NULL), 0);
  ck_assert_int_eq(score_store_open(&store, path, NULL), 0);
  ck_assert_int_eq(score_store_import_data(store, set, file, NULL, &import, NULL, NULL, NULL), 0);
  score_template_options options = {
      .period = "2026-Q4", .stage = SCORE_STAGE_SELF, .unit = "u1", .lang = SCORE_LANG_VI};
  ck_assert_int_eq(score_template_of_store(&form, store, set, &options, NULL), 0);
  sink s = {.most = 1 << 20};
  ck_assert_int_eq(score_template_write(form, SCORE_TEMPLATE_CSV, keep, &s, NULL), 0);
  ck_assert_ptr_nonnull(strstr(s.text, "\nu1,2026-Q4,Tự chấm,1.1,p,Tỷ lệ,%,9.95,,,,,,"));
  ck_assert_ptr_nonnull(strstr(s.text, "\nu1,2026-Q4,Tự chấm,1.2,a,Số a,hồ sơ,,3,,\"QĐ 1, 2\",,@x,"));
  free(s.text);
  score_template_free(form);
  options.unit = "nobody";
  score_error err = {0};
  ck_assert_int_eq(score_template_of_store(&form, store, set, &options, &err), SCORE_E_NOT_FOUND);
  ck_assert_ptr_null(form);
  score_store_close(store);
  score_criteria_free(set);
  unlink(path);
  unlink(file);
}
END_TEST

START_TEST(refused)
{
  static const struct {
    score_template_options options;
    int code;
  } cases[] = {{{.period = NULL, .unit = "u"}, SCORE_E_USAGE},
               {{.period = "", .unit = "u"}, SCORE_E_USAGE},
               {{.period = "2026-Q5", .unit = "u"}, SCORE_E_USAGE},
               {{.period = "2026", .unit = "u", .stage = (score_stage)3}, SCORE_E_USAGE},
               {{.period = "2026"}, SCORE_E_USAGE},
               {{.period = "2026", .unit = "u"}, 0}};
  score_criteria *set = set_of();
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    score_template *form = NULL;
    score_error err = {0};
    ck_assert_int_eq(score_template_new(&form, set, NULL, &cases[i].options, &err), cases[i].code);
    ck_assert((form != NULL) == (cases[i].code == 0));
    ck_assert_int_eq(err.code, cases[i].code);
    if (!form) continue;
    for (size_t most = 0; most < 3000; most += 500) { /* a sink that is soon full */
      sink s = {.most = most};
      const score_template_format format = most % 1000 ? SCORE_TEMPLATE_CSV_EXCEL_VI : SCORE_TEMPLATE_XLSX;
      if (format == SCORE_TEMPLATE_XLSX || most < 400)
        ck_assert_int_eq(score_template_write(form, format, keep, &s, &err), SCORE_E_OUTPUT);
      free(s.text);
    }
    sink s = {.most = 1 << 20};
    ck_assert_int_eq(score_template_write(form, (score_template_format)9, keep, &s, &err), SCORE_E_USAGE);
    ck_assert_int_eq(score_template_write(form, SCORE_TEMPLATE_XLSX, keep, &s, &err), 0);
    ck_assert_int_eq(memcmp(s.text, "PK\003\004", 4), 0);
    free(s.text);
    score_template_free(form);
  }
  score_criteria_free(set);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("template");
  TCase *tests = tcase_create("template");
  tcase_add_test(tests, one_unit);
  tcase_add_test(tests, many_units);
  tcase_add_test(tests, from_a_store);
  tcase_add_test(tests, refused);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
