/* The smallest host program: one ward's six group points in, its total and rank out.
 * cc -std=c11 consumer.c $(pkg-config --cflags --libs score) && ./a.out criteria/766/2025-portal.json */
#include <score/score.h>

#include <inttypes.h>
#include <stdio.h>

static int fail(const score_error *err)
{
  char text[512];
  score_error_text(text, sizeof text, err, SCORE_LANG_EN);
  fprintf(stderr, "%s\n", text);
  return 1;
}

int main(int argc, char **argv)
{
  static const char *const points[][2] = {{"points:CKMB", "18"}, {"points:TDGQ", "19.65"}, {"points:CLGQ", "8.01"},
                                          {"points:TTTT", "10"}, {"points:MDHL", "18"},    {"points:MDSH", "20.5"}};
  score_criteria *criteria = NULL;
  score_data *data = NULL;
  score_result *result = NULL;
  score_total_result total;
  score_error err;
  int status = 1;
  if (argc != 2) {
    fprintf(stderr, "usage: consumer DEFINITION.json\n");
    return 2;
  }
  if (score_criteria_load(&criteria, argv[1], NULL, &err)) goto failed;
  if (score_data_new(&data, criteria, &err)) goto failed;
  for (size_t i = 0; i < sizeof points / sizeof points[0]; i++)
    if (score_data_set(data, "H01.1", "2025", points[i][0], SCORE_STAGE_PUBLISHED, points[i][1], &err)) goto failed;
  if (score_evaluate(&result, data, NULL, NULL, &err)) goto failed;
  if (score_result_total(&total, result, 0)) goto done;
  printf("%s %s: %" PRId64 " millionths of a point, rank %" PRId32 "\n", score_criteria_id(criteria),
         score_criteria_version(criteria), total.points_micro, total.rank);
  status = 0;
  goto done;
failed:
  status = fail(&err);
done:
  score_result_free(result);
  score_data_free(data);
  score_criteria_free(criteria);
  return status;
}
