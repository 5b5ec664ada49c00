/* Values to points and points to a total: pure functions, against published figures. */
#include "what_if_scene.h"

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
  Suite *s = suite_create("what_if_values");
  TCase *t = tcase_create("what_if_values");
  tcase_set_timeout(t, 120);
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
