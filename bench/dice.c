/* Draws of perturbed weights over one period, timed: dice SET.json UNITS.csv DATA.csv DRAWS REPEATS POINTS.csv RANKS.csv.
 * Prints "name value" lines; writes the points of every criterion, and what the draws say of every unit. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "score/score.h"

#define MOST_REPEATS 101

static double seconds(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static int measure(const score_result *result, const score_uncertainty_options *options, const char *name,
                   size_t repeats, score_uncertainty **last, score_error *err)
{
  double took[MOST_REPEATS];
  for (size_t k = 0; k < repeats; k++) {
    score_uncertainty_free(*last);
    const double start = seconds();
    const int code = score_uncertainty_new(last, result, options, err);
    if (code) return code;
    took[k] = seconds() - start;
  }
  qsort(took, repeats, sizeof *took, by_size);
  printf("%s_s %.6f\n", name, took[repeats / 2]);
  return 0;
}

static void write_points(FILE *file, const score_criteria *set, const score_result *result)
{
  fputs("unit,node,max,points\n", file);
  for (size_t i = 0; i < score_result_units(result); i++)
    for (size_t k = 1; k < score_criteria_nodes(set); k++) {
      score_node_result n;
      if (score_criteria_node_key(set, k)[0] == 'N') continue; /* a group of the bench */
      score_result_node(&n, result, i, k);
      fprintf(file, "%zu,%zu,%" PRId64 ",%" PRId64 "\n", i, k, n.max_micro, n.points_micro);
    }
}

static void write_ranks(FILE *file, const score_result *result, const score_uncertainty *u)
{
  fputs("unit,rank,low,median,high\n", file);
  for (size_t i = 0; i < score_result_units(result); i++) {
    score_total_result t;
    score_rank_interval v;
    score_result_total(&t, result, i);
    score_uncertainty_rank(&v, u, i);
    fprintf(file, "%zu,%" PRId32 ",%" PRId32 ",%" PRId32 ",%" PRId32 "\n", i, t.rank, v.weights_low, v.weights_median,
            v.weights_high);
  }
}

static int write_both(char **path, const score_criteria *set, const score_result *result, const score_uncertainty *u)
{
  FILE *points = fopen(path[0], "w"), *ranks = fopen(path[1], "w");
  if (points) write_points(points, set, result);
  if (ranks) write_ranks(ranks, result, u);
  int failed = !points || !ranks;
  if (points) failed |= fclose(points) != 0;
  if (ranks) failed |= fclose(ranks) != 0;
  if (failed) fprintf(stderr, "dice: cannot write %s or %s\n", path[0], path[1]);
  return failed;
}

int main(int argc, char **argv)
{
  if (argc < 8) {
    fputs("usage: dice SET.json UNITS.csv DATA.csv DRAWS REPEATS POINTS.csv RANKS.csv\n", stderr);
    return 2;
  }
  const long draws = strtol(argv[4], NULL, 10), repeats = strtol(argv[5], NULL, 10);
  if (draws < 1 || draws > 100000 || repeats < 1 || repeats > MOST_REPEATS) return 2;
  score_error err = {0};
  score_criteria *set = NULL;
  score_data *data = NULL;
  score_result *result = NULL;
  score_uncertainty *u = NULL;
  const score_uncertainty_options options = {
      .draws = (uint32_t)draws, .seed = 1, .perturb_micro = 100000, .level = SCORE_WEIGHT_CRITERIA};
  const score_uncertainty_options record = {.record = 1};
  int code = score_criteria_load(&set, argv[1], NULL, &err);
  if (!code) code = score_data_new(&data, set, &err);
  if (!code) code = score_data_read_units(data, argv[2], NULL, NULL, &err);
  if (!code) code = score_data_read(data, argv[3], NULL, NULL, &err);
  if (!code) code = score_evaluate(&result, data, NULL, NULL, &err);
  if (!code) printf("units %zu\n", score_result_units(result));
  if (!code) code = measure(result, NULL, "missing", (size_t)repeats, &u, &err);
  if (!code) code = measure(result, &record, "record", 1, &u, &err);
  if (!code) code = measure(result, &options, "draws", (size_t)repeats, &u, &err);
  if (!code && write_both(argv + 6, set, result, u)) exit(1);
  if (code) {
    char text[1024];
    score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
    fprintf(stderr, "dice: %s\n", text);
  }
  score_uncertainty_free(u);
  score_result_free(result);
  score_data_free(data);
  score_criteria_free(set);
  return code != 0;
}
