/* Units: aliases, states in time, finding one as a person types it. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/units.h"

static void add(score__units *u, const char *code, const char *name)
{
  size_t unit = score__units_add(u, code);
  ck_assert_uint_ne(unit, SIZE_MAX);
  ck_assert_int_eq(score__units_state(u, unit, INT32_MIN, INT32_MAX, name, "phuong", "75", NULL), 0);
}

START_TEST(codes_and_aliases)
{
  score__units u = {0};
  ck_assert_int_eq(score__units_init(&u), 0);
  ck_assert_uint_eq(score__units_add(&u, "25210"), 0);
  ck_assert_uint_eq(score__units_add(&u, "H44.112"), 1);
  ck_assert_uint_eq(score__units_add(&u, "25210"), 0);
  ck_assert_int_eq(score__units_alias(&u, 0, "portal_code", "H19.7"), 0);
  ck_assert_int_eq(score__units_alias(&u, 0, "portal_code", "H19.7"), 0); /* said twice */
  ck_assert_int_eq(score__units_alias(&u, 1, "portal_code", "H19.7"), 1); /* leads elsewhere */
  ck_assert_int_eq(score__units_alias(&u, 1, "portal_code", "25210"), 1);
  ck_assert_uint_eq(u.alias_count, 1);
  ck_assert_str_eq(u.alias[0].system, "portal_code");
  ck_assert_uint_eq(score__units_find(&u, "H19.7"), 0);
  ck_assert_uint_eq(score__units_add(&u, "H19.7"), 0); /* an alias makes no second unit */
  ck_assert_uint_eq(score__units_find(&u, "99"), SIZE_MAX);
  ck_assert_uint_eq(u.count, 2);
  ck_assert_uint_eq(score__units_intern(&u, ""), 0);
  uint32_t id = score__units_intern(&u, "xa");
  ck_assert_uint_eq(score__units_intern(&u, "xa"), id);
  ck_assert_str_eq(u.text[id], "xa");
  score__units_free(&u);
}
END_TEST

START_TEST(states_in_time)
{
  score__units u = {0};
  ck_assert_int_eq(score__units_init(&u), 0);
  size_t unit = score__units_add(&u, "1"), other = score__units_add(&u, "2");
  uint32_t value[2] = {score__units_intern(&u, "yes"), 0};
  ck_assert_uint_eq(score__units_attribute(&u, "mountainous"), 0);
  ck_assert_int_eq(score__units_state(&u, unit, 100, 199, "A", "xa", "75", value), 0);
  ck_assert_uint_eq(score__units_attribute(&u, "island"), 1);
  ck_assert_uint_eq(score__units_attribute(&u, "mountainous"), 0);
  value[1] = value[0];
  ck_assert_int_eq(score__units_state(&u, unit, 200, INT32_MAX, "B", "phuong", "75", value), 0);
  ck_assert_int_eq(score__units_state(&u, other, 150, 250, "C", "xa", "75", value), 0);
  static const int32_t overlaps[][2] = {{199, 199}, {50, 100}, {INT32_MIN, INT32_MAX}, {120, 130}, {300, 400}};
  for (size_t i = 0; i < sizeof overlaps / sizeof *overlaps; i++)
    ck_assert_int_eq(score__units_state(&u, unit, overlaps[i][0], overlaps[i][1], "D", "", "", NULL), 1);
  ck_assert_int_eq(score__units_state(&u, unit, INT32_MIN, 99, "E", "", "", NULL), 0);
  static const struct {
    int32_t day;
    const char *name;
  } days[] = {{99, "E"}, {100, "A"}, {199, "A"}, {200, "B"}, {50000, "B"}, {INT32_MIN, "E"}};
  for (size_t i = 0; i < sizeof days / sizeof *days; i++)
    ck_assert_str_eq(u.text[score__units_on(&u, unit, days[i].day)->name], days[i].name);
  ck_assert_ptr_null(score__units_on(&u, other, 149));
  ck_assert_ptr_null(score__units_on(&u, other, 251));
  const score__unit_state *a = score__units_on(&u, unit, 100), *b = score__units_on(&u, unit, 200);
  ck_assert_uint_eq(a->attributes, 1); /* as many as there were */
  ck_assert_uint_eq(b->attributes, 2);
  ck_assert_str_eq(u.text[a->attribute[0]], "yes");
  ck_assert_str_eq(u.text[b->kind], "phuong");
  ck_assert_str_eq(u.text[b->parent], "75");
  score__units_free(&u);
}
END_TEST

START_TEST(successors)
{
  score__units u = {0};
  uint32_t found[2] = {99, 99};
  ck_assert_int_eq(score__units_init(&u), 0);
  /* 1 and 2 merge into 4 on day 100; 3 follows on day 200, by an alias of 4; 5 ends and nobody takes over; 6 becomes a
   * ward on day 100 and names itself; 7 names a unit that nobody knows. */
  static const struct {
    const char *code;
    int32_t first, last;
    const char *successor;
  } rows[] = {{"1", INT32_MIN, 99, "4"}, {"2", INT32_MIN, 99, "4"}, {"3", INT32_MIN, 199, "H4"},
              {"4", 100, INT32_MAX, ""}, {"5", INT32_MIN, 99, ""},  {"6", INT32_MIN, 99, "6"},
              {"6", 100, INT32_MAX, ""}, {"7", INT32_MIN, 99, "x"}};
  ck_assert_int_eq(score__units_succeed(&u, score__units_add(&u, "1"), "4"), -1); /* no state yet */
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    size_t unit = score__units_add(&u, rows[i].code);
    ck_assert_int_eq(
        score__units_state(&u, unit, rows[i].first, rows[i].last, "", i == 6 ? "phuong" : "xa", "75", NULL), 0);
    ck_assert_int_eq(score__units_succeed(&u, unit, rows[i].successor), 0);
  }
  const size_t four = score__units_find(&u, "4"), six = score__units_find(&u, "6");
  ck_assert_int_eq(score__units_alias(&u, four, "portal_code", "H4"), 0);
  ck_assert_uint_eq(score__units_successor(&u, 0, 100), four);
  ck_assert_uint_eq(score__units_successor(&u, 0, 99), SIZE_MAX); /* still there on its last day */
  ck_assert_uint_eq(score__units_successor(&u, 2, 199), SIZE_MAX);
  ck_assert_uint_eq(score__units_successor(&u, 2, 200), four);
  ck_assert_uint_eq(score__units_successor(&u, four, 500), SIZE_MAX);
  ck_assert_uint_eq(score__units_successor(&u, score__units_find(&u, "5"), 500), SIZE_MAX);
  ck_assert_uint_eq(score__units_successor(&u, six, 500), SIZE_MAX);
  ck_assert_uint_eq(score__units_successor(&u, score__units_find(&u, "7"), 500), SIZE_MAX);
  ck_assert_str_eq(u.text[score__units_on(&u, six, 99)->kind], "xa");
  ck_assert_str_eq(u.text[score__units_on(&u, six, 100)->kind], "phuong");
  ck_assert_uint_eq(score__units_predecessors(&u, four, 150, found, 2), 2);
  ck_assert_uint_eq(found[0], 0);
  ck_assert_uint_eq(found[1], 1);
  ck_assert_uint_eq(score__units_predecessors(&u, four, 200, found, 2), 3); /* more than there is room for */
  ck_assert_uint_eq(score__units_predecessors(&u, four, 99, NULL, 0), 0);
  ck_assert_uint_eq(score__units_predecessors(&u, six, 200, NULL, 0), 0);
  score__units_free(&u);
}
END_TEST

START_TEST(search)
{
  score__units u = {0};
  score_error err = {0};
  char text[400];
  ck_assert_int_eq(score__units_init(&u), 0);
  add(&u, "25210", "Phường Đồng Xoài");
  add(&u, "25217", "Phường Bình Phước");
  add(&u, "25220", "Xã Thuận Lợi");
  add(&u, "25999", "Xã Tân Phú");
  add(&u, "26000", "Phường Tân Phú");
  add(&u, "H44.112", "Đặc khu Phú Quốc");
  ck_assert_int_eq(score__units_alias(&u, 1, "portal_code", "H19.8"), 0);
  static const struct {
    const char *text;
    size_t want;
  } cases[] = {{"25210", 0},       {"H19.8", 1},
               {"h44.112", 5},     {"Phường Đồng Xoài", 0},
               {"dong xoai", 0},   {"PHUONG  DONG XOAI ", 0},
               {"Đồng Xoài", 0},   {"đồng xoài", 0},
               {"thuan loi", 2},   {"Tân Phú", SIZE_MAX},
               {"xa tan phu", 3},  {"phường tân phú", 4},
               {"phu quoc", 5},    {"phuong phu quoc", SIZE_MAX},
               {"dong", SIZE_MAX}, {"", SIZE_MAX}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    size_t got = score__units_search(&u, cases[i].text, &err);
    ck_assert_msg(got == cases[i].want, "\"%s\" -> %zu", cases[i].text, got);
  }
  score__units_search(&u, "Tân Phú", &err);
  ck_assert_int_eq(err.code, SCORE_E_NOT_FOUND);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_str_eq(text, "\"Tân Phú\" names several units: 25999 Xã Tân Phú, 26000 Phường Tân Phú; wanted a code");
  score__units_search(&u, "dong xoia", &err);
  score_error_text(text, sizeof text, &err, SCORE_LANG_VI);
  ck_assert_str_eq(text, "không có đơn vị \"dong xoia\"; gần nhất là 25210 Phường Đồng Xoài");
  score__units_search(&u, "zzzzzz", &err);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_str_eq(text, "no unit \"zzzzzz\"; wanted a code, an alias or a name");
  ck_assert_uint_eq(score__units_search(&u, "zzzzzz", NULL), SIZE_MAX);
  score__units_free(&u);
}
END_TEST

START_TEST(search_in_time)
{
  score__units u = {0};
  score_error err = {0};
  ck_assert_int_eq(score__units_init(&u), 0);
  size_t unit = score__units_add(&u, "1");
  ck_assert_int_eq(score__units_state(&u, unit, 0, 9, "Xã An Phú", "xa", "", NULL), 0);
  ck_assert_int_eq(score__units_state(&u, unit, 10, 19, "Xã An Phú", "xa", "", NULL), 0);
  ck_assert_int_eq(score__units_state(&u, unit, 20, 29, "Phường An Phú", "phuong", "", NULL), 0);
  ck_assert_uint_eq(score__units_search(&u, "an phu", &err), 0); /* one unit in three states */
  ck_assert_uint_eq(score__units_search(&u, "xã an phú", &err), 0);
  score__units_free(&u);
}
END_TEST

START_TEST(many)
{
  enum { MANY = 3321 };
  score__units u = {0};
  score_error err = {0};
  char code[16], name[32];
  ck_assert_int_eq(score__units_init(&u), 0);
  for (int i = 0; i < MANY; i++) {
    snprintf(code, sizeof code, "%05d", i);
    snprintf(name, sizeof name, "Xã Số %d", i % 40 ? i : 0);
    add(&u, code, name);
  }
  ck_assert_uint_eq(u.count, MANY);
  ck_assert_uint_eq(score__units_search(&u, "so 3319", &err), 3319);
  ck_assert_uint_eq(score__units_search(&u, "so 0", &err), SIZE_MAX);
  char text[400];
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_ptr_nonnull(strstr(text, "...; wanted a code"));
  score__units_free(&u);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("units");
  TCase *tests = tcase_create("units");
  tcase_add_test(tests, codes_and_aliases);
  tcase_add_test(tests, states_in_time);
  tcase_add_test(tests, successors);
  tcase_add_test(tests, search);
  tcase_add_test(tests, search_in_time);
  tcase_add_test(tests, many);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
