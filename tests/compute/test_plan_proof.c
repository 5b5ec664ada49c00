/* What a plan claims to have proved, against the engine asked for all combinations: sets of every shape, with groups in
 * groups, parts that do not apply, weights, caps, gates, defaults, points given from outside, shares of several scales. */
#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "compute/plan_search.h"

enum { COUNTS = 7, LEVERS = 5, UNITS = 3, COMBINATIONS = 700 };

static uint64_t state = 3333;

static uint32_t next(uint32_t below)
{
  uint64_t x = state += UINT64_C(0x9E3779B97F4A7C15);
  x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
  return (uint32_t)(x >> 33) % below;
}

typedef struct scene {
  char text[65536];
  size_t size, criteria, groups, levers, grades;
  bool percent, steady, has_default[COUNTS]; /* steady: what applies does so whatever a lever moves */
  score_criteria *set;
  score_data *data;
  score_result *result;
} scene;

static void say(scene *g, const char *format, ...)
{
  va_list list;
  va_start(list, format);
  g->size += (size_t)vsnprintf(g->text + g->size, sizeof g->text - g->size, format, list);
  va_end(list);
  ck_assert(g->size < sizeof g->text);
}

/* ---- a random set ---- */

static const char *const policies[] = {"zero", "full", "exclude", "rescale_group", "split"};

static void ratio(scene *g)
{
  static const char *const targets[] = {"100%", "80%", "50%", "33.3%", "120%"};
  static const char *const floors[] = {"0", "0", "10%", "30%"};
  static const char *const zeros[] = {"zero", "full", "not_applicable"};
  const unsigned a = next(COUNTS), b = (a + 1 + next(COUNTS - 1)) % COUNTS;
  say(g, "{\"kind\": \"ratio\", \"num\": \"m%u\", ", a);
  switch (next(7)) {
  case 0: say(g, "\"den\": \"max(m%u, m%u)\"", b, next(COUNTS)); break;
  case 1: say(g, "\"den\": \"m%u + %u\"", b, 1 + next(5)); break;
  default: say(g, "\"den\": \"m%u\"", b);
  }
  say(g, ", \"target\": \"%s\", \"floor\": \"%s\", \"zero_denominator\": \"%s\"", targets[next(5)], floors[next(4)],
      zeros[g->steady || next(6) ? next(2) : 2]);
  if (next(3)) say(g, ", \"may_exceed\": true");
  if (next(8) == 0) say(g, ", \"factor\": \"p0\"");
  say(g, "}");
}

static void rule(scene *g, unsigned depth)
{
  const unsigned a = next(COUNTS), b = next(COUNTS);
  switch (next(g->criteria > 1 ? 17 : 14)) {
  case 0:
    say(g,
        "{\"kind\": \"bands\", \"value\": \"m%u\", \"bands\": [{\"from\": \"9\", \"share\": \"100%%\"}, {\"from\": "
        "\"5\", \"to\": \"9\", \"share\": \"40%%\"}]}",
        a);
    break;
  case 1:
    say(g,
        "{\"kind\": \"steps\", \"value\": \"m%u\", \"level\": \"%u\", \"base\": \"0.2\", \"below\": \"zero\", "
        "\"direction\": \"%s\", \"slopes\": [{\"every\": \"%u\", \"add\": \"0.%u\", \"mode\": \"%s\"}]}",
        a, 2 + next(8), next(3) ? "up" : "down", 1 + next(2), 2 + next(8), next(2) ? "floor" : "prorate");
    break;
  case 2: say(g, "{\"kind\": \"met\", \"when\": \"f%u or m%u >= %u\"}", next(2), a, 3 + next(9)); break;
  case 3:
    say(g, "{\"kind\": \"count\", \"items\": [{\"when\": \"f0\"}, {\"when\": \"m%u > 6\"}], \"each\": \"2\"}", a);
    break;
  case 4: say(g, "{\"kind\": \"expr\", \"points\": \"clamp(m%u * 0.7 - m%u * 0.3, 0, 4)\"}", a, b); break;
  case 5:
    if (g->steady) {
      ratio(g);
      break;
    }
    say(g,
        "{\"kind\": \"choice\", \"value\": \"k0\", \"options\": [{\"option\": \"a\", \"share\": \"50%%\"}, "
        "{\"option\": "
        "\"b\", \"share\": \"100%%\"}, {\"option\": \"n\", \"outcome\": \"%s\"}]}",
        next(2) ? "not_applicable" : "not_due");
    break;
  case 6:
    if (depth) {
      ratio(g);
      break;
    }
    say(g, "{\"kind\": \"%s\", \"parts\": [{\"name\": \"x\", \"max\": \"1\", \"rule\": ", next(2) ? "sum" : "best");
    rule(g, 1);
    say(g, "}, {\"name\": \"y\", \"max\": \"1\", \"rule\": ");
    rule(g, 1);
    say(g, "}]}");
    break;
  case 14:
    say(g, "{\"kind\": \"met\", \"when\": \"points(\\\"C%u\\\") >= 1\"}", next((uint32_t)g->criteria - 1));
    break;
  case 15: say(g, "{\"kind\": \"met\", \"when\": \"met(\\\"C%u\\\")\"}", next((uint32_t)g->criteria - 1)); break;
  case 16:
    say(g, "{\"kind\": \"expr\", \"points\": \"points(\\\"C%u\\\") * 0.6\"}", next((uint32_t)g->criteria - 1));
    break;
  default: ratio(g);
  }
}

static void criterion(scene *g)
{
  static const char *const maxima[] = {"2", "3", "4", "5", "2.5", "3.33", "0.25"};
  static const char *const grids[] = {"0.01", "0.5", "none", "0.1"};
  say(g, "{\"key\": \"C%zu\", \"name\": \"c\", \"max\": \"%s\"", g->criteria++, maxima[next(7)]);
  if (next(8) == 0) say(g, ", \"requires\": \"m%u > %u\"", next(COUNTS), next(6));
  if (next(8) == 0) say(g, ", \"cap_when\": [{\"when\": \"m%u < %u\", \"cap\": \"0.2\"}]", next(COUNTS), 3 + next(6));
  if (!g->steady && next(24) == 0)
    say(g, ", \"applies_when\": \"m%u < %u\"", next(COUNTS), 3 + next(9));
  else if (next(6) == 0)
    say(g, ", \"applies_when\": \"f2\"");
  if (!g->steady && next(20) == 0) say(g, ", \"due\": \"2026-12-31\"");
  if (!g->steady && next(20) == 0) say(g, ", \"na_from_data\": true");
  if (next(4) == 0) say(g, ", \"not_applicable\": \"%s\"", policies[next(5)]);
  if (next(4) == 0) say(g, ", \"grid\": \"%s\"", grids[next(4)]);
  if (next(3) == 0) say(g, ", \"weight\": \"0.%u\"", 1 + next(9));
  say(g, ", \"rule\": ");
  rule(g, 0);
  say(g, "}");
}

static void group(scene *g, unsigned depth, const char *kind)
{
  static const char *const aggregates[] = {"sum", "sum", "sum", "weighted", "share_met", "highest"};
  static const char *const grids[] = {"0.01", "0.5", "0.1", "1"};
  say(g, "{\"key\": \"G%zu\", \"name\": \"g\", \"max\": \"%u%s\", \"aggregate\": \"%s\", \"grid\": \"%s\"", g->groups++,
      2 + next(9), next(3) ? "" : ".25", aggregates[next(6)], grids[next(4)]);
  if (*kind) say(g, ", \"kind\": \"%s\"", kind);
  if (next(4) == 0) say(g, ", \"not_applicable\": \"%s\"", policies[next(5)]);
  if (next(10) == 0) say(g, ", \"applies_when\": \"f2\"");
  if (next(3) == 0) say(g, ", \"weight\": \"0.%u\"", 1 + next(9));
  const unsigned count = 1 + next(3), inner = depth < 2 && next(3) == 0;
  say(g, ", \"%s\": [", inner ? "groups" : "criteria");
  for (unsigned k = 0; k < count; k++) {
    if (k) say(g, ", ");
    if (inner)
      group(g, depth + 1, "");
    else
      criterion(g);
  }
  say(g, "]}");
}

static void grades(scene *g)
{
  g->grades = 3;
  say(g, ", \"grades\": {\"basis\": \"%s\", \"bands\": [", next(4) ? "with_bonus" : "without_bonus");
  const unsigned top = 6 + next(g->percent ? 90 : 10);
  for (unsigned k = 0; k < 3; k++) {
    say(g, "%s{\"key\": \"g%u\", \"name\": \"g\", \"at_least\": \"%u\"", k ? ", " : "", k,
        k == 0   ? top
        : k == 1 ? top / 2
                 : 0);
    if (k < 2 && next(2)) {
      say(g, ", \"gates\": [");
      switch (next(4)) {
      case 0: say(g, "{\"no_zero\": true}"); break;
      case 1: say(g, "{\"met\": \"C%u\"}", next((uint32_t)g->criteria)); break;
      case 2: say(g, "{\"group\": \"G0\", \"at_least\": \"%u%%\"}", 30 + next(50)); break;
      default: say(g, "{\"when\": \"m%u >= %u\"}", next(COUNTS), 2 + next(8));
      }
      say(g, "]");
    }
    say(g, "}");
  }
  say(g, "]");
  if (next(4) == 0)
    say(g, ", \"ceilings\": [{\"when\": \"m%u < %u\", \"at_most\": \"g1\"}]", next(COUNTS), 1 + next(6));
  if (next(6) == 0) say(g, ", \"forced\": [{\"when\": \"m%u > %u\", \"grade\": \"g0\"}]", next(COUNTS), 5 + next(6));
  say(g, "}");
}

static void lever(scene *g, size_t at)
{
  const char *mark = "";
  say(g,
      "%s{\"key\": \"l%zu\", \"name\": \"l\", \"kind\": \"add\", \"effort\": \"%u.%u\", \"most\": \"%u\", \"effect\": "
      "{",
      at ? ", " : "", at, 1 + next(4), next(4) * 25, 1 + next(next(3) ? 4 : 60));
  for (size_t k = 0, wanted = 1 + next(3); k < COUNTS; k++) {
    if (next(COUNTS) >= wanted && !(k == COUNTS - 1 && !*mark)) continue;
    say(g, "%s\"m%zu\": \"%+d\"", mark, k, next(4) ? 1 + (int)next(3) : -1 - (int)next(2));
    mark = ", ";
  }
  if (next(6) == 0) say(g, ", \"f%u\": \"=yes\"", next(2));
  if (next(12) == 0) say(g, ", \"k0\": \"=%s\"", next(2) ? "a" : "b");
  if (next(12) == 0) say(g, ", \"p0\": \"+10%%\"");
  say(g, "}}");
}

static void define(scene *g)
{
  static const char *const grids[] = {"0.01", "0.5", "0.1", "1", "none"};
  *g = (scene){.levers = 1 + next(LEVERS), .percent = next(2), .steady = next(3) > 0};
  say(g,
      "{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"t\", \"not_applicable\": "
      "\"%s\", \"grids\": {\"criterion\": \"%s\", \"group\": \"none\", \"total\": \"%s\"}, \"measures\": {",
      policies[next(5)], grids[next(5)], grids[next(4)]);
  for (size_t k = 0; k < COUNTS; k++) {
    g->has_default[k] = next(6) == 0;
    say(g, "\"m%zu\": {\"type\": \"amount\", \"digits\": %u, \"min\": \"0\", \"name\": \"m\"", k, next(4) == 0);
    if (g->has_default[k]) say(g, ", \"default\": \"%u\"", next(6));
    say(g, "}, ");
  }
  say(g,
      "\"p0\": {\"type\": \"percent\", \"max\": \"100%%\", \"name\": \"p\"}, \"k0\": {\"type\": \"choice\", \"name\": "
      "\"k\", \"options\": [{\"key\": \"a\", \"name\": \"a\"}, {\"key\": \"b\", \"name\": \"b\"}, {\"key\": \"n\", "
      "\"name\": \"n\"}]}, ");
  for (unsigned k = 0; k < 3; k++) say(g, "%s\"f%u\": {\"type\": \"boolean\", \"name\": \"f\"}", k ? ", " : "", k);
  say(g, "}, \"groups\": [");
  for (unsigned k = 0, count = 1 + next(3); k < count; k++) {
    if (k) say(g, ", ");
    group(g, 0, "");
  }
  if (next(4) == 0) say(g, ", "), group(g, 1, "bonus");
  if (next(4) == 0) say(g, ", "), group(g, 1, "penalty");
  say(g, "], \"total\": {\"max\": \"%u%s\", \"basis\": \"%s\"}", 8 + next(14), next(3) ? "" : ".25",
      g->percent ? "percent" : "points");
  if (next(2)) grades(g);
  say(g, ", \"ranking\": {\"method\": \"%s\"", next(2) ? "competition" : "dense");
  if (next(3) == 0) say(g, ", \"completeness\": \"60%%\"");
  if (next(2)) say(g, ", \"tie_break\": [{\"%s\"}]", next(2) ? "node\": \"C0" : "measure\": \"m0");
  say(g, "}, \"levers\": [");
  for (size_t k = 0; k < g->levers; k++) lever(g, k);
  say(g, "]}");
}

/* ---- its data ---- */

static void put(scene *g, size_t unit, const char *key, score_stage stage, const char *text)
{
  score_error err = {0};
  char code[8];
  snprintf(code, sizeof code, "u%zu", unit);
  (void)score_data_set(g->data, code, "2026-Q3", key, stage, text, &err);
}

static void fill(scene *g, bool two)
{
  for (size_t u = 0; u < UNITS; u++)
    for (int stage = SCORE_STAGE_SELF; stage <= SCORE_STAGE_SELF + two; stage++) {
      char key[24], text[24];
      for (size_t k = 0; k < COUNTS; k++) {
        if (next(g->has_default[k] ? 2 : stage ? 3 : 14) == 0) continue;
        snprintf(key, sizeof key, "m%zu", k);
        snprintf(text, sizeof text, "%u", next(12) ? 1 + next(12) : 0);
        put(g, u, key, (score_stage)stage, next(30) ? text : "NA");
      }
      for (unsigned k = 0; k < 3; k++) {
        if (next(8) == 0) continue;
        snprintf(key, sizeof key, "f%u", k);
        put(g, u, key, (score_stage)stage, next(3) ? "1" : "0");
      }
      snprintf(text, sizeof text, "%u", 50 + next(50));
      if (next(8)) put(g, u, "p0", (score_stage)stage, text);
      if (next(8)) put(g, u, "k0", (score_stage)stage, next(2) ? "a" : next(2) ? "b" : "n");
      for (unsigned k = 0; k < 2 && next(2); k++) {
        snprintf(key, sizeof key, "points:%c%u", next(4) ? 'C' : 'G', next(6));
        snprintf(text, sizeof text, "%u", next(3));
        put(g, u, key, (score_stage)stage, text);
      }
    }
}

static bool open_scene(scene *g)
{
  const bool two = next(4) == 0;
  score_eval_options options = {.stage = two ? SCORE_STAGE_VERIFIED : SCORE_STAGE_SELF, .fallback = two && next(2)};
  score_error err = {0};
  define(g);
  if (score_criteria_parse(&g->set, g->text, g->size, "t", NULL, &err)) {
    char text[400];
    score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
    if (getenv("SCORE_TALK")) printf("%s\n", text);
    return false;
  }
  ck_assert_int_eq(score_data_new(&g->data, g->set, &err), 0);
  fill(g, two);
  if (score_evaluate(&g->result, g->data, &options, NULL, &err)) g->result = NULL;
  return g->result != NULL;
}

static void close_scene(scene *g)
{
  score_result_free(g->result);
  score_data_free(g->data);
  score_criteria_free(g->set);
}

/* ---- all combinations ---- */

typedef struct aim {
  unsigned kind; /* 0 total, 1 grade, 2 rank */
  int64_t basis;
  int32_t grade, rank;
  char text[32];
} aim;

typedef struct answer {
  bool any, reached_now;
  int64_t effort, nearest;
  int32_t grade, rank;
} answer;

static bool is_there(const aim *a, const score_total_result *t, int32_t rank)
{
  if (a->kind == 1) return t->grade >= 0 && t->grade <= a->grade;
  if (a->kind == 2) return rank && rank <= a->rank;
  return t->basis_micro >= a->basis;
}

static bool count_all(const score__levers *l)
{
  int64_t n = 1;
  for (size_t k = 0; k < l->count && n <= COMBINATIONS; k++) n *= l->most[k] + 1;
  return n <= COMBINATIONS;
}

static bool loop(scene *g, size_t unit, const aim *a, answer *out)
{
  score__trial t;
  score__levers l;
  int64_t steps[LEVERS] = {0};
  *out = (answer){.nearest = -1, .grade = INT32_MAX, .rank = INT32_MAX};
  ck_assert_int_eq(score__trial_open(&t, g->result, unit), 0);
  ck_assert_int_eq(score__levers_open(&l, &t), 0);
  const bool all = count_all(&l);
  for (bool more = all, first = true; more; first = false) {
    if (score__levers_put(&l, steps) == 1) {
      int64_t effort = 0;
      ck_assert_int_eq(score__trial_run(&t), 0);
      for (size_t k = 0; k < l.count; k++) effort += steps[k] * l.item[k].effort_micro;
      const score_total_result *now = &t.result->total[t.at];
      const int32_t rank = score__trial_rank(&t);
      if (is_there(a, now, rank)) {
        out->reached_now |= first;
        if (!out->any || effort < out->effort) out->effort = effort;
        out->any = true;
      }
      if (now->basis_micro > out->nearest) out->nearest = now->basis_micro;
      if (now->grade >= 0 && now->grade < out->grade) out->grade = now->grade;
      if (rank && rank < out->rank) out->rank = rank;
    }
    more = false;
    for (size_t k = 0; k < l.count && !more; k++) {
      more = steps[k] < l.most[k];
      steps[k] = more ? steps[k] + 1 : 0;
    }
  }
  memset(steps, 0, sizeof steps); /* what was supposed leaves nothing behind */
  ck_assert_int_eq(score__levers_put(&l, steps), 1);
  ck_assert_int_eq(score__trial_run(&t), 0);
  ck_assert_int_eq(t.result->total[t.at].basis_micro, g->result->total[unit].basis_micro);
  score__levers_close(&l);
  score__trial_close(&t);
  return all;
}

static void ask(const scene *g, size_t unit, aim *a)
{
  const score_total_result *now = &g->result->total[unit];
  *a = (aim){.kind = next(4)};
  if (a->kind == 1 && g->grades) {
    a->grade = now->grade > 0 ? (int32_t)next((uint32_t)now->grade) : (int32_t)next(3);
    snprintf(a->text, sizeof a->text, "grade g%d", (int)a->grade);
  } else if (a->kind == 2) {
    a->rank = 1 + (int32_t)next(UNITS);
    snprintf(a->text, sizeof a->text, "rank %d", (int)a->rank);
  } else {
    const unsigned more = 1 + next(next(3) ? 16 : 160) * (g->percent ? 4 : 1);
    a->kind = 0;
    a->basis = now->basis_micro + more * INT64_C(50000);
    snprintf(a->text, sizeof a->text, "+%u.%02u", more / 20, more % 20 * 5);
  }
}

static size_t told[5], asked, tight, bounded;

static void compare(scene *g, size_t unit, const aim *a, const answer *want)
{
  static const int64_t budgets[] = {0, 1, 60};
  for (size_t b = 0; b < 3; b++) {
    const score_plan_options options = {.target = a->text, .budget = budgets[b]};
    score_plan *plan = NULL;
    score_error err = {0};
    ck_assert_int_eq(score_plan_new(&plan, g->result, score_result_unit_code(g->result, unit), &options, &err), 0);
    const score_plan_summary s = score_plan_summarise(plan);
    score_plan_free(plan);
    told[s.state]++;
    const bool reached = s.state == SCORE_PLAN_OPTIMAL || s.state == SCORE_PLAN_FOUND || s.state == SCORE_PLAN_REACHED;
    const char *fault = NULL;
    if (want->reached_now != (s.state == SCORE_PLAN_REACHED)) fault = "reached as it is";
    if (reached && !want->any) fault = "reached by nothing";
    if (reached && want->any && s.effort_micro < want->effort) fault = "cheaper than all";
    if (s.state == SCORE_PLAN_OPTIMAL && s.effort_micro != want->effort) fault = "not the cheapest";
    if (s.state == SCORE_PLAN_UNREACHABLE && want->any) fault = "out of reach";
    if (want->any && s.state != SCORE_PLAN_REACHED && s.bound_micro > want->effort) fault = "the bound";
    if (reached && s.bound_micro > s.effort_micro) fault = "the bound above the effort";
    if (b == 0 && s.state != SCORE_PLAN_OPTIMAL && s.state != SCORE_PLAN_UNREACHABLE && s.state != SCORE_PLAN_REACHED)
      fault = "no proof of a small one";
    if (b == 0 && s.state == SCORE_PLAN_UNREACHABLE && a->kind == 0 && s.after_micro != want->nearest)
      fault = "not the nearest";
    if (b == 0 && s.state == SCORE_PLAN_UNREACHABLE && a->kind == 1 && want->grade != INT32_MAX &&
        s.grade_after != want->grade)
      fault = "not the nearest grade";
    if (b == 0 && s.state == SCORE_PLAN_UNREACHABLE && a->kind == 2 && want->rank != INT32_MAX &&
        s.rank_after != want->rank)
      fault = "not the nearest rank";
    if (b == 1 && want->any && !want->reached_now) {
      bounded++;
      tight += s.bound_micro == want->effort;
    }
    if (fault) printf("%s\n", g->text);
    ck_assert_msg(!fault, "%s: %s of %s, budget %ld: state %d, effort %ld, bound %ld, after %ld; wanted %d, %ld, %ld",
                  fault, a->text, score_result_unit_code(g->result, unit), (long)budgets[b], (int)s.state,
                  (long)s.effort_micro, (long)s.bound_micro, (long)s.after_micro, want->any, (long)want->effort,
                  (long)want->nearest);
  }
  asked++;
}

START_TEST(holds_for_all_combinations)
{
  const bool slow = getenv("SCORE_SANITIZE") && *getenv("SCORE_SANITIZE");
  const char *own = getenv("SCORE_GAMES");
  const unsigned games = own                                   ? (unsigned)atoi(own)
                         : getenv("SCORE_LONG")                ? 40000
                         : slow || getenv("SCORE_SKIP_RANDOM") ? 300
                                                               : 1500;
  scene *g = malloc(sizeof *g);
  size_t good = 0;
  ck_assert_ptr_nonnull(g);
  if (getenv("SCORE_SEED")) state = (uint64_t)atoll(getenv("SCORE_SEED"));
  for (unsigned k = 0; k < games; k++) {
    if (open_scene(g)) {
      good++;
      for (size_t u = 0; u < g->result->count; u++) {
        aim a;
        answer want;
        ask(g, u, &a);
        if (loop(g, u, &a, &want)) compare(g, u, &a, &want);
      }
    }
    close_scene(g);
  }
  free(g);
  printf("proofs: %zu of %u sets, %zu questions: %zu cheapest, %zu found, %zu out of reach, %zu not found, %zu reached "
         "before; %zu of %zu bounds are the effort itself\n",
         good, games, asked, told[0], told[1], told[2], told[3], told[4], tight, bounded);
  ck_assert_uint_gt(asked, games / 4);
}
END_TEST

/* One unit; what one step of the only lever does is not seen by few evaluations: only claimed or not. */
static score_plan_state claim(const char *json, const char *const *cell, size_t cells, const char *target)
{
  const score_plan_options options = {.target = target, .budget = 1};
  scene g = {.size = 0};
  score_error err = {0};
  score_plan *plan = NULL;
  ck_assert_int_eq(score_criteria_parse(&g.set, json, strlen(json), "t", NULL, &err), 0);
  ck_assert_int_eq(score_data_new(&g.data, g.set, &err), 0);
  for (size_t k = 0; k < cells; k++) put(&g, 0, cell[2 * k], SCORE_STAGE_SELF, cell[2 * k + 1]);
  ck_assert_int_eq(score_evaluate(&g.result, g.data, NULL, NULL, &err), 0);
  ck_assert_int_eq(score_plan_new(&plan, g.result, "u0", &options, &err), 0);
  const score_plan_state told_state = score_plan_summarise(plan).state;
  score_plan_free(plan);
  close_scene(&g);
  return told_state;
}

/* 8.5 of 8.5 on a grid of 1 are 9, and 9 / 8.5 = 106 %. */
START_TEST(above_all_there_is_by_rounding)
{
  static const char *const cells[] = {"f0", "0"};
  ck_assert_int_ne(claim("{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"t\", "
                         "\"grids\": {\"total\": \"1\"}, \"measures\": {\"f0\": {\"type\": \"boolean\", \"name\": "
                         "\"f\"}}, \"groups\": [{\"key\": \"G\", \"name\": \"g\", \"max\": \"8.5\", \"criteria\": "
                         "[{\"key\": \"C\", \"name\": \"c\", \"max\": \"8.5\", \"rule\": {\"kind\": \"met\", \"when\": "
                         "\"f0\"}}]}], \"total\": {\"max\": \"8.5\", \"basis\": \"percent\"}, \"levers\": [{\"key\": "
                         "\"l\", \"name\": \"l\", \"kind\": \"add\", \"effort\": \"1\", \"most\": \"1\", \"effect\": "
                         "{\"f0\": \"=yes\"}}]}",
                         cells, 1, "105"),
                   SCORE_PLAN_UNREACHABLE);
}
END_TEST

/* Given points stand while the input has its default alone: one step and the rule counts. */
START_TEST(given_points_that_fall)
{
  static const char *const cells[] = {"points:C", "2", "m1", "1"};
  ck_assert_int_ne(claim("{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"t\", "
                         "\"measures\": {\"m0\": {\"type\": \"count\", \"name\": \"m\", \"default\": \"0\"}, \"m1\": "
                         "{\"type\": \"count\", \"name\": \"m\"}}, \"groups\": [{\"key\": \"G\", \"name\": \"g\", "
                         "\"max\": \"20\", \"criteria\": [{\"key\": \"C\", \"name\": \"c\", \"max\": \"10\", \"rule\": "
                         "{\"kind\": \"expr\", \"points\": \"m0 * 5\"}}, {\"key\": \"D\", \"name\": \"d\", \"max\": "
                         "\"10\", \"rule\": {\"kind\": \"expr\", \"points\": \"m1\"}}]}], \"total\": {\"max\": \"20\", "
                         "\"basis\": \"points\"}, \"levers\": [{\"key\": \"l\", \"name\": \"l\", \"kind\": \"add\", "
                         "\"effort\": \"1\", \"most\": \"1\", \"effect\": {\"m0\": \"+1\"}}]}",
                         cells, 2, "+3"),
                   SCORE_PLAN_UNREACHABLE);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("plan proof");
  TCase *c = tcase_create("plan proof");
  tcase_set_timeout(c, 280);
  tcase_add_test(c, holds_for_all_combinations);
  tcase_add_test(c, above_all_there_is_by_rounding);
  tcase_add_test(c, given_points_that_fall);
  suite_add_tcase(suite, c);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
