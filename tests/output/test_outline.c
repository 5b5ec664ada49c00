/* The part of a document that has depth: objects and lists in JSON, nothing in the other formats. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "output/writer.h"

static int collect(void *context, const void *bytes, size_t size)
{
  score__buffer_add(context, bytes, size);
  return 0;
}

static char *written(const score_document *d, score_format format, score_lang lang)
{
  score__buffer out = {0};
  score_error err = {0};
  const score_write_options o = {.format = format, .lang = lang};
  ck_assert_int_eq(score_document_write(d, &o, collect, &out, &err), 0);
  return out.data;
}

static score_document *sample(void)
{
  score_document *d = score__sheet_new("explain");
  ck_assert_ptr_nonnull(d);
  score__sheet_table *t = score__sheet_table_add(d, "steps", 0);
  score__sheet_column_add(d, t, (score__sheet_column){.key = "step", .title_words = {{"Step", "Bước"}}});
  score__cell *row = score__sheet_row_add(d, t, 0);
  ck_assert_ptr_nonnull(row);
  row[0] = score__cell_text(d, "in the table");
  t->not_json = true;
  score__outline *tree = score__outline_add(d, NULL, "tree", SCORE__OUTLINE_OBJECT);
  score__outline_cell(d, tree, "key", score__cell_code(d, "A \"b\""));
  score__outline_cell(d, tree, "points", score__cell_points(1500000, 2));
  score__outline *list = score__outline_add(d, tree, "inputs", SCORE__OUTLINE_LIST);
  for (int i = 0; i < 2; i++) {
    score__outline *o = score__outline_add(d, list, NULL, SCORE__OUTLINE_OBJECT);
    score__outline_cell(d, o, "n", score__cell_int(i));
    score__outline_cell(d, o, "none", (score__cell){.kind = SCORE__CELL_EMPTY});
  }
  score__outline_add(d, tree, "facts", SCORE__OUTLINE_LIST);
  const score__words name = {{"name", "tên"}};
  score__outline_cell(d, NULL, "name", score__cell_words(d, &name));
  return d;
}

START_TEST(json_has_depth)
{
  score_document *d = sample();
  char *text = written(d, SCORE_FORMAT_JSON, SCORE_LANG_VI);
  ck_assert_str_eq(text, "{\n  \"document\": \"explain\",\n"
                         "  \"tree\": {\n"
                         "    \"key\": \"A \\\"b\\\"\",\n"
                         "    \"points\": 1.50,\n"
                         "    \"inputs\": [\n"
                         "      {\"n\": 0, \"none\": null},\n"
                         "      {\"n\": 1, \"none\": null}\n"
                         "    ],\n"
                         "    \"facts\": []\n"
                         "  },\n"
                         "  \"name\": \"tên\"\n}\n");
  free(text);
  score_document_free(d);
}
END_TEST

START_TEST(other_formats_have_the_table)
{
  score_document *d = sample();
  char *text = written(d, SCORE_FORMAT_CSV, SCORE_LANG_EN);
  ck_assert_str_eq(text, "step\nin the table\n");
  free(text);
  text = written(d, SCORE_FORMAT_TABLE, SCORE_LANG_EN);
  ck_assert_ptr_nonnull(strstr(text, "in the table"));
  ck_assert_ptr_null(strstr(text, "inputs"));
  free(text);
  score_document_free(d);
}
END_TEST

START_TEST(after_a_failure_nothing_happens)
{
  score_document *d = sample();
  d->failed = true;
  ck_assert_ptr_null(score__outline_add(d, NULL, "more", SCORE__OUTLINE_OBJECT));
  score__outline_cell(d, NULL, "more", score__cell_int(1));
  d->failed = false;
  char *text = written(d, SCORE_FORMAT_JSON, SCORE_LANG_EN);
  ck_assert_ptr_null(strstr(text, "more"));
  free(text);
  score_document_free(d);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("outline");
  TCase *tc = tcase_create("formats");
  tcase_add_test(tc, json_has_depth);
  tcase_add_test(tc, other_formats_have_the_table);
  tcase_add_test(tc, after_a_failure_nothing_happens);
  suite_add_tcase(suite, tc);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
