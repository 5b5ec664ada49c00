/* What a few dossiers more on time would bring one commune, and what its figures are worth by themselves.
 * cc -std=c11 forecast.c $(pkg-config --cflags --libs score) &&
 * ./a.out criteria/766/2026-portal.json fixtures/units/phutho.csv fixtures/766/phutho-2026q3.csv 08230 hs_dung_han=+18 */
#include <score/score.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static int fail(const score_error *err)
{
  char text[512];
  score_error_text(text, sizeof text, err, SCORE_LANG_EN);
  fprintf(stderr, "%s\n", text);
  return 1;
}

/* Now and then: the total and the rank of one unit. */
static int show(const score_result *now, const score_result *then, const char *unit)
{
  score_total_result a, b;
  const size_t i = score_result_find(now, unit), k = score_result_find(then, unit);
  if (score_result_total(&a, now, i) || score_result_total(&b, then, k)) return 1;
  printf("%s: %" PRId64 " -> %" PRId64 " millionths of a point, rank %" PRId32 " -> %" PRId32 "\n", unit,
         a.points_micro, b.points_micro, a.rank, b.rank);
  return 0;
}

/* The smaller questions need no data at all: 4176 of 4551 dossiers, six groups. */
static int ask(const score_criteria *criteria, score_error *err)
{
  static const score_input_change values[] = {{"hs_dung_han", "4176"}, {"hs_tiep_nhan", "4551"}};
  static const score_input_change points[] = {{"CKMB", "18"}, {"TDGQ", "18.35"}, {"MDHL", "6"}};
  score_node_result node;
  score_total_result total;
  if (score_points_of(&node, criteria, "2.1", "2026-Q3", values, 2, err)) return 1;
  if (score_total_of(&total, criteria, "2026-Q3", points, 3, err)) return 1;
  printf("2.1: %" PRId64 " of %" PRId64 "\n", node.points_micro, node.max_micro);
  printf("three groups: %" PRId64 ", at most %" PRId64 " with the others\n", total.points_micro, total.high_micro);
  return 0;
}

int main(int argc, char **argv)
{
  score_criteria *criteria = NULL;
  score_data *data = NULL;
  score_result *result = NULL;
  score_what_if *what_if = NULL;
  score_error err;
  int status = 1;
  char *text = argc == 6 ? strchr(argv[5], '=') : NULL;
  if (!text) {
    fprintf(stderr, "usage: forecast DEFINITION.json UNITS.csv DATA.csv UNIT MEASURE=VALUE\n");
    return 2;
  }
  *text++ = '\0';
  const score_input_change change = {argv[5], text};
  if (score_criteria_load(&criteria, argv[1], NULL, &err)) goto failed;
  if (score_data_new(&data, criteria, &err)) goto failed;
  if (score_data_read_units(data, argv[2], NULL, NULL, &err)) goto failed;
  if (score_data_read(data, argv[3], NULL, NULL, &err)) goto failed;
  if (score_evaluate(&result, data, NULL, NULL, &err)) goto failed;
  if (score_what_if_new(&what_if, result, argv[4], &change, 1, NULL, &err)) goto failed;
  if (ask(criteria, &err)) goto failed;
  status = show(result, score_what_if_result(what_if), argv[4]);
  goto done;
failed:
  status = fail(&err);
done:
  score_what_if_free(what_if);
  score_result_free(result);
  score_data_free(data);
  score_criteria_free(criteria);
  return status;
}
