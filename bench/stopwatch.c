/* Loads a definition, units and data through the public API, evaluates and ranks every period, and prints figures as
 * "name value" lines: stopwatch SET.json UNITS.csv DATA.csv [REPEATS [TOTALS.csv]]. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "score/score.h"

#define MOST_REPEATS 101

static double seconds(clockid_t clock)
{
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double peak_megabytes(void)
{
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)usage.ru_maxrss / 1024;
}

static int fail(const score_error *err)
{
  char text[1024];
  score_error_text(text, sizeof text, err, SCORE_LANG_EN);
  fprintf(stderr, "stopwatch: %s\n", text);
  return 1;
}

static int by_size(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static size_t criteria_of(const score_criteria *set)
{
  size_t count = 0;
  for (size_t i = 1; i < score_criteria_nodes(set); i++) count += score_criteria_node_key(set, i)[0] != 'N';
  return count;
}

static int write_totals(FILE *file, const score_data *data, score_error *err)
{
  fputs("period,unit,total,rank\n", file);
  for (size_t p = 0; p < score_data_periods(data); p++) {
    score_eval_options options = {.period = score_data_period(data, p), .stage = SCORE_STAGE_NONE};
    score_result *result;
    int code = score_evaluate(&result, data, &options, NULL, err);
    if (code) return code;
    for (size_t i = 0; i < score_result_units(result); i++) {
      score_total_result t;
      score_result_total(&t, result, i);
      fprintf(file, "%s,%s,%" PRId64 ",%" PRId32 "\n", options.period, score_result_unit_code(result, i),
              t.points_micro / 10000, t.rank);
    }
    score_result_free(result);
  }
  return 0;
}

/* All periods once; *units counts what was scored. */
static int pass(const score_data *data, size_t *units, score_error *err)
{
  *units = 0;
  for (size_t p = 0; p < score_data_periods(data); p++) {
    score_eval_options options = {.period = score_data_period(data, p), .stage = SCORE_STAGE_NONE};
    score_result *result;
    int code = score_evaluate(&result, data, &options, NULL, err);
    if (code) return code;
    *units += score_result_units(result);
    score_result_free(result);
  }
  return 0;
}

static int measure(const score_criteria *set, const score_data *data, size_t repeats, const char *totals,
                   score_error *err)
{
  double took[MOST_REPEATS], busy[MOST_REPEATS];
  size_t units = 0;
  printf("peak_after_load_mb %.1f\n", peak_megabytes());
  for (size_t k = 0; k < repeats; k++) {
    double start = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    int code = pass(data, &units, err);
    if (code) return code;
    took[k] = seconds(CLOCK_MONOTONIC) - start;
    busy[k] = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  }
  qsort(took, repeats, sizeof *took, by_size);
  qsort(busy, repeats, sizeof *busy, by_size);
  double values = (double)units * (double)criteria_of(set), middle = took[repeats / 2];
  printf("values %.0f\nevaluate_s %.6f\nevaluate_best_s %.6f\nevaluate_cpu_s %.6f\nns_per_value %.2f\n", values, middle,
         took[0], busy[repeats / 2], middle * 1e9 / values);
  printf("peak_mb %.1f\n", peak_megabytes());
  if (!totals) return 0;
  FILE *file = fopen(totals, "w");
  int code = file ? write_totals(file, data, err) : 0;
  if (!file || fclose(file)) {
    perror(totals);
    exit(1);
  }
  return code;
}

int main(int argc, char **argv)
{
  if (argc < 4) {
    fputs("usage: stopwatch SET.json UNITS.csv DATA.csv [REPEATS [TOTALS.csv]]\n", stderr);
    return 2;
  }
  long repeats = argc > 4 ? strtol(argv[4], NULL, 10) : 5;
  if (repeats < 1 || repeats > MOST_REPEATS) repeats = 5;
  score_error err = {0};
  score_criteria *set = NULL;
  score_data *data = NULL;
  double start = seconds(CLOCK_MONOTONIC);
  int code = score_criteria_load(&set, argv[1], NULL, &err);
  if (!code) code = score_data_new(&data, set, &err);
  if (!code) code = score_data_read_units(data, argv[2], NULL, NULL, &err);
  if (!code) code = score_data_read(data, argv[3], NULL, NULL, &err);
  if (!code) printf("load_s %.3f\n", seconds(CLOCK_MONOTONIC) - start);
  if (!code) code = measure(set, data, (size_t)repeats, argc > 5 ? argv[5] : NULL, &err);
  score_data_free(data);
  score_criteria_free(set);
  return code ? fail(&err) : 0;
}
