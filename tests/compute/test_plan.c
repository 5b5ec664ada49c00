/* The cheapest way up against plain loops over all steps, on random small sets: joint effects, parts and wholes, gates,
 * ceilings, bonus, criteria that read others, ranks with keys. What a plan says is what an evaluation of the changed data
 * says. And on the real communes: in time, and with nothing to leave out. */
#include <time.h>

#include "small_game.h"

/* ---- plain loops ---- */

typedef struct question {
  size_t unit;
  char target[32];
  unsigned kind; /* 0 total, 1 grade, 2 rank */
  int64_t basis;
  int32_t grade, rank;
  score_plan_options options;
  score_plan_effort effort[1];
  const char *fix[1];
} question;

typedef struct answer {
  bool any;
  int64_t effort, steps, basis;
  size_t levers;
  int64_t step[LEVERS];
  int64_t highest; /* total of all that fits */
} answer;

static bool may_move(const game *g, const question *q, size_t k)
{
  const struct move *m = &g->lever[k];
  if (m->past || (q->options.only_mine && m->province)) return false;
  bool any = false;
  for (size_t e = 0; e < ALL; e++) {
    const bool moves = e < MEASURES ? m->effect[e] != 0 : m->sets[e - MEASURES];
    if (moves && q->options.fix_count && g->needed[e]) return false;
    any |= moves && (e >= MEASURES || g->value[q->unit][e] >= 0);
  }
  return any;
}

/* The data with these steps; false where they leave their bounds. */
static bool change(const game *g, size_t unit, const int64_t *step, int64_t *value)
{
  memcpy(value, g->value[unit], ALL * sizeof *value);
  bool touched[ALL] = {false};
  for (size_t k = 0; k < g->levers; k++)
    for (size_t e = 0; e < ALL && step[k]; e++) {
      if (e >= MEASURES && g->lever[k].sets[e - MEASURES]) {
        value[e] = 1;
        touched[e] = true;
        if (step[k] > 1) return false;
      }
      if (e < MEASURES && g->lever[k].effect[e]) {
        if (g->value[unit][e] < 0) continue; /* what is blank stays so */
        value[e] += step[k] * g->lever[k].effect[e];
        touched[e] = true;
      }
    }
  for (size_t e = 0; e < MEASURES; e++)
    if (touched[e] && (value[e] < 0 || (g->max[e] && value[e] > g->max[e]))) return false;
  for (size_t p = 0; p < g->pairs; p++) {
    const size_t a = g->part[p], b = g->whole[p];
    if (value[a] < 0 || value[b] < 0 || (!touched[a] && !touched[b])) continue;
    const int64_t over = g->value[unit][a] - g->value[unit][b];
    if (value[a] > value[b] && value[a] - value[b] > over) return false;
  }
  return true;
}

static bool reaches(const question *q, const score__trial *t)
{
  const score_total_result *total = &t->result->total[t->at];
  if (q->kind == 1) return total->grade >= 0 && total->grade <= q->grade;
  if (q->kind == 0) return total->basis_micro >= q->basis;
  const int32_t rank = score__trial_rank(t);
  return rank && rank <= q->rank;
}

static bool is_cheaper(const answer *a, const answer *b, size_t levers)
{
  if (!b->any || a->effort != b->effort) return !b->any || a->effort < b->effort;
  if (a->levers != b->levers) return a->levers < b->levers;
  if (a->steps != b->steps) return a->steps < b->steps;
  if (a->basis != b->basis) return a->basis > b->basis;
  for (size_t k = 0; k < levers; k++)
    if (a->step[k] != b->step[k]) return a->step[k] > b->step[k];
  return false;
}

static answer loop(game *g, const question *q)
{
  answer best = {.highest = -1}, now = {.any = true};
  score__trial t;
  int64_t most[LEVERS] = {0}, effort[LEVERS];
  ck_assert_int_eq(score__trial_open(&t, g->result, q->unit), 0);
  for (size_t k = 0; k < g->levers; k++) {
    most[k] = may_move(g, q, k) ? g->lever[k].most : 0;
    if (q->options.max_per_lever && most[k] > q->options.max_per_lever) most[k] = q->options.max_per_lever;
    effort[k] = g->lever[k].effort * 500000;
    if (q->options.effort_count && k == 0) effort[k] = q->effort[0].effort_micro;
    /* a lever by itself goes no further than the data let it */
    for (bool fits = false; most[k] && !fits; most[k] -= !fits) {
      int64_t alone[LEVERS] = {0}, value[ALL];
      fits = true;
      for (alone[k] = 1; fits && alone[k] <= most[k]; alone[k]++) fits = change(g, q->unit, alone, value);
    }
  }
  for (bool more = true; more;) {
    int64_t value[ALL];
    if (change(g, q->unit, now.step, value)) {
      ck_assert_int_eq(score__trial_reset(&t), 0);
      for (size_t e = 0; e < ALL; e++)
        if (value[e] != g->value[q->unit][e]) ck_assert_int_eq(score__trial_put(&t, e, value[e]), 0);
      ck_assert_int_eq(score__trial_run(&t), 0);
      now.effort = now.steps = 0;
      now.levers = 0;
      now.basis = t.result->total[t.at].basis_micro;
      for (size_t k = 0; k < g->levers; k++) {
        now.effort += now.step[k] * effort[k];
        now.steps += now.step[k];
        now.levers += now.step[k] > 0;
      }
      if (now.basis > best.highest) best.highest = now.basis;
      const int64_t highest = best.highest;
      if (reaches(q, &t) && is_cheaper(&now, &best, g->levers)) best = now;
      best.highest = highest;
    }
    more = false;
    for (size_t k = 0; k < g->levers && !more; k++) {
      more = now.step[k] < most[k];
      now.step[k] = more ? now.step[k] + 1 : 0;
    }
  }
  score__trial_close(&t);
  return best;
}

/* ---- both ---- */

static void ask(game *g, question *q)
{
  const score_total_result *now;
  *q = (question){.unit = next(UNITS)};
  now = &g->result->total[q->unit];
  const unsigned kind = next(9);
  if (kind < 2 && g->grades) {
    q->kind = 1;
    q->grade = now->grade < 0 ? 2 : now->grade > 0 ? now->grade - 1 : 0;
    if (kind) q->grade = now->grade > 0 ? (int32_t)next((uint32_t)now->grade) : (int32_t)next(2);
    snprintf(q->target, sizeof q->target, kind ? "grade g%d" : "grade", (int)q->grade);
  } else if (kind < 4) {
    q->kind = 2;
    q->rank = now->rank > 1 ? (int32_t)(1 + next((uint32_t)now->rank - 1)) : (int32_t)(1 + next(3));
    snprintf(q->target, sizeof q->target, "rank %d", (int)q->rank);
  } else if (kind == 4) {
    q->basis = g->set->basis == SCORE__BASIS_PERCENT ? 100000000 : now->max_micro;
    snprintf(q->target, sizeof q->target, "full");
  } else {
    const int64_t more = 1 + next(next(3) ? 5 : 12);
    q->basis = now->basis_micro + more * 1000000;
    snprintf(q->target, sizeof q->target, "+%d", (int)more);
    if (kind == 5) {
      q->basis = (now->basis_micro / 1000000 + more) * 1000000;
      snprintf(q->target, sizeof q->target, "%d.00", (int)(q->basis / 1000000));
    }
  }
  q->options.target = q->target;
  q->options.only_mine = next(5) == 0;
  q->options.max_per_lever = next(6) ? 0 : 1 + next(3);
  q->fix[0] = "C0";
  q->options.fix = q->fix;
  q->options.fix_count = next(8) == 0;
  q->effort[0] = (score_plan_effort){"l0", 100000 + next(900000)};
  q->options.effort = q->effort;
  q->options.effort_count = next(4) == 0;
}

/* The changed data imported and evaluated anew, everybody. */
static void import(game *g, const question *q, const score_plan *plan, const int64_t *step, bool wanted)
{
  const score_plan_summary s = score_plan_summarise(plan);
  score_result *result = NULL;
  score_error err = {0};
  int64_t value[ALL];
  char code[8];
  ck_assert_msg(change(g, q->unit, step, value),
                "the plan leaves the bounds: unit %zu, %ld %ld %ld %ld %ld %ld, steps %ld %ld %ld %ld %ld %ld\n%s",
                q->unit, (long)value[0], (long)value[1], (long)value[2], (long)value[3], (long)value[4], (long)value[5],
                (long)step[0], (long)step[1], (long)step[2], (long)step[3], (long)step[4], (long)step[5], g->json.text);
  for (size_t k = 0; k < ALL; k++)
    if (value[k] != g->value[q->unit][k]) put(g, q->unit, k, value[k]);
  ck_assert_int_eq(score_evaluate(&result, g->data, NULL, NULL, &err), 0);
  snprintf(code, sizeof code, "u%zu", q->unit);
  const score_total_result *t = &result->total[score_result_find(result, code)];
  ck_assert_int_eq(t->basis_micro, s.after_micro);
  ck_assert_int_eq(t->grade, s.grade_after);
  ck_assert_int_eq(t->rank, s.rank_after);
  const bool reached = q->kind == 0   ? t->basis_micro >= q->basis
                       : q->kind == 1 ? t->grade >= 0 && t->grade <= q->grade
                                      : t->rank && t->rank <= q->rank;
  ck_assert_int_eq(reached, wanted);
  score_result_free(result);
  for (size_t k = 0; k < ALL; k++)
    if (value[k] != g->value[q->unit][k]) put(g, q->unit, k, g->value[q->unit][k]);
}

static void steps_of(const score_plan *plan, int64_t step[LEVERS])
{
  memset(step, 0, LEVERS * sizeof *step);
  for (size_t k = 0; k < score_plan_steps(plan); k++) {
    score_plan_step s;
    ck_assert_int_eq(score_plan_step_get(&s, plan, k), 0);
    step[s.lever[1] - '0'] = s.steps;
  }
}

static size_t told[5], proved, found;

static void play(game *g, question *q)
{
  const answer want = loop(g, q);
  const int64_t budgets[] = {0, 1, 40, 400, 3000}; /* 1: nothing but the bound */
  for (size_t b = 0; b < 5; b++) {
    score_plan *plan = NULL;
    score_error err = {0};
    char code[8];
    int64_t step[LEVERS];
    snprintf(code, sizeof code, "u%zu", q->unit);
    q->options.budget = budgets[b];
    ck_assert_int_eq(score_plan_new(&plan, g->result, code, &q->options, &err), 0);
    const score_plan_summary s = score_plan_summarise(plan);
    steps_of(plan, step);
    const bool reached = s.state == SCORE_PLAN_OPTIMAL || s.state == SCORE_PLAN_FOUND || s.state == SCORE_PLAN_REACHED;
    import(g, q, plan, step, reached);
    if (b == 0) told[s.state]++;
    if (b) proved += s.state == SCORE_PLAN_OPTIMAL || s.state == SCORE_PLAN_UNREACHABLE;
    if (b) found += reached;
    if (reached) ck_assert_msg(want.any, "reached, and the loops do not");
    if (reached) ck_assert_int_ge(s.effort_micro, want.effort);
    if (want.any && !reached)
      ck_assert_msg(s.state == SCORE_PLAN_NOT_FOUND && b,
                    "%s not reached: state %d, budget %ld, unit %zu, %ld for %ld\n%s", q->target, (int)s.state,
                    (long)budgets[b], q->unit, (long)s.after_micro, (long)want.basis, g->json.text);
    if (want.any)
      ck_assert_msg(s.bound_micro <= want.effort, "bound %ld above %ld", (long)s.bound_micro, (long)want.effort);
    if (s.state == SCORE_PLAN_OPTIMAL) {
      ck_assert_int_eq(s.effort_micro, want.effort);
      ck_assert_int_eq(s.bound_micro, want.effort);
    }
    if (s.state == SCORE_PLAN_UNREACHABLE && q->kind == 0 && b == 0) ck_assert_int_eq(s.after_micro, want.highest);
    for (size_t k = 0; b == 0 && want.any && k < g->levers; k++) ck_assert_int_eq(step[k], want.step[k]);
    if (b == 0) ck_assert(s.state != SCORE_PLAN_FOUND && s.state != SCORE_PLAN_NOT_FOUND);
    score_plan_free(plan);
  }
}

START_TEST(as_loops_over_all_steps)
{
  const bool slow = getenv("SCORE_SANITIZE") && *getenv("SCORE_SANITIZE");
  const unsigned games = getenv("SCORE_LONG") ? 10000 : slow || getenv("SCORE_SKIP_RANDOM") ? 150 : 1000;
  game *g = malloc(sizeof *g);
  question q;
  ck_assert_ptr_nonnull(g);
  for (unsigned k = 0; k < games; k++) {
    open_game(g);
    ask(g, &q);
    play(g, &q);
    close_game(g);
  }
  free(g);
  printf("plans: %zu optimal, %zu unreachable, %zu reached before; with small budgets %zu of %u proved, %zu reached\n",
         told[0], told[2], told[4], proved, 4 * games, found);
  ck_assert_uint_gt(told[0], games / 5);
  ck_assert_uint_gt(told[2], games / 20);
}
END_TEST

/* ---- real communes ---- */

static void open_communes(game *g)
{
  const score_read_options options = {.stage = SCORE_STAGE_NONE};
  score_error err = {0};
  const char *const file = SCORE_SOURCE_DIR "/criteria/766/2026-portal.json";
  ck_assert_int_eq(score_criteria_load(&g->set, file, NULL, &err), 0);
  ck_assert_int_eq(score_data_new(&g->data, g->set, &err), 0);
  ck_assert_int_eq(score_data_read_units(g->data, SCORE_SOURCE_DIR "/fixtures/units/phutho.csv", &options, NULL, &err),
                   0);
  ck_assert_int_eq(score_data_read(g->data, SCORE_SOURCE_DIR "/fixtures/766/phutho-2026q3.csv", &options, NULL, &err),
                   0);
  ck_assert_int_eq(score_evaluate(&g->result, g->data, NULL, NULL, &err), 0);
}

/* Each step of the plan left out by itself: the target is missed, or the data leave their bounds. */
static void leave_out(game *g, size_t unit, const score_plan *plan, int64_t basis)
{
  score__trial t;
  score__levers l;
  ck_assert_int_eq(score__trial_open(&t, g->result, unit), 0);
  ck_assert_int_eq(score__levers_open(&l, &t), 0);
  int64_t *steps = calloc(l.count + 1, sizeof *steps);
  ck_assert_ptr_nonnull(steps);
  for (size_t left = 0; left <= score_plan_steps(plan); left++) {
    for (size_t k = 0; k < score_plan_steps(plan); k++) {
      score_plan_step s;
      ck_assert_int_eq(score_plan_step_get(&s, plan, k), 0);
      for (size_t i = 0; i < l.count; i++) {
        if (strcmp(l.item[i].key, s.lever) != 0) continue;
        ck_assert_uint_ne(l.item[i].kind, SCORE__LEVER_PAST);
        steps[i] = s.steps - (k + 1 == left);
      }
    }
    const int put = score__levers_put(&l, steps);
    if (put) ck_assert_int_eq(score__trial_run(&t), 0);
    const bool reached = put && t.result->total[t.at].basis_micro >= basis;
    ck_assert_msg(reached == (left == 0), "%s: step %zu", score_result_unit_code(g->result, unit), left);
  }
  free(steps);
  score__levers_close(&l);
  score__trial_close(&t);
}

/* What a host program takes from the plan to what-if. */
static void suppose(const game *g, size_t unit, const score_plan *plan)
{
  size_t count;
  score_error err = {0};
  score_what_if *what = NULL;
  score_total_result total;
  const score_input_change *changes = score_plan_changes(plan, &count);
  const char *code = score_result_unit_code(g->result, unit);
  ck_assert_uint_gt(count, 0);
  ck_assert_int_eq(score_what_if_new(&what, g->result, code, changes, count, NULL, &err), 0);
  ck_assert_int_eq(score_result_total(&total, score_what_if_result(what), unit), 0);
  ck_assert_int_eq(total.basis_micro, score_plan_summarise(plan).after_micro);
  ck_assert_int_eq(total.rank, score_plan_summarise(plan).rank_after);
  score_what_if_free(what);
}

static void plan_commune(game *g, size_t unit, const char *target, double *slowest, size_t count[5])
{
  const score_plan_options options = {.target = target};
  struct timespec from, to;
  score_plan *plan = NULL;
  score_error err = {0};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
  ck_assert_int_eq(score_plan_new(&plan, g->result, score_result_unit_code(g->result, unit), &options, &err), 0);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
  const double time = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) * 1e-9;
  const score_plan_summary s = score_plan_summarise(plan);
  if (time > *slowest) *slowest = time;
  if (!getenv("SCORE_SANITIZE") || !*getenv("SCORE_SANITIZE"))
    ck_assert_msg(time < 1, "%s %s took %f s", score_result_unit_code(g->result, unit), target, time);
  count[s.state]++;
  ck_assert_int_ne(s.state, SCORE_PLAN_NOT_FOUND);
  ck_assert_int_le(s.bound_micro, s.state == SCORE_PLAN_UNREACHABLE ? INT64_MAX : s.effort_micro);
  if (s.state == SCORE_PLAN_FOUND || s.state == SCORE_PLAN_OPTIMAL) {
    const int32_t up = g->result->total[unit].grade - 1;
    suppose(g, unit, plan);
    leave_out(g, unit, plan, *target == '+' ? s.before_micro + 5000000 : g->set->grade[up].at_least_micro);
  }
  score_plan_free(plan);
}

START_TEST(of_real_communes)
{
  game *g = calloc(1, sizeof *g);
  size_t count[5] = {0};
  double slowest = 0;
  ck_assert_ptr_nonnull(g);
  open_communes(g);
  for (size_t unit = 0; unit < score_result_units(g->result); unit++) {
    plan_commune(g, unit, "+5", &slowest, count);
    plan_commune(g, unit, "grade", &slowest, count);
  }
  printf("communes: %zu proved the cheapest, %zu found, %zu proved out of reach; the slowest took %.3f s\n", count[0],
         count[1], count[2], slowest);
  close_game(g);
  free(g);
}
END_TEST

/* One lever left: with many evaluations each number of steps is looked at, with few the bound is all there is. */
START_TEST(bounded_from_below)
{
  static const char *const criteria[] = {"1.1",  "1.2", "1.3", "1.4", "2.1", "3.1", "TTTT",
                                         "MDHL", "4.1", "4.2", "4.3", "4.4", "4.5a"};
  enum { CRITERIA = sizeof criteria / sizeof *criteria, FIRST = 8, LAST = 11 };
  static const char *const targets[] = {"+0.01", "+0.1", "+0.37", "+0.5", "+1"};
  game *g = calloc(1, sizeof *g);
  size_t tight = 0, count = 0;
  ck_assert_ptr_nonnull(g);
  open_communes(g);
  for (size_t n = 0; n < score_result_units(g->result); n++)
    for (size_t left = FIRST; left <= LAST; left++) {
      const char *fix[CRITERIA];
      score_plan_options options = {.fix = fix, .target = targets[(n + left) % 5]};
      score_plan *plan[2] = {NULL};
      score_plan_summary s[2];
      score_error err = {0};
      for (size_t k = 0; k < CRITERIA; k++)
        if (k != left) fix[options.fix_count++] = criteria[k];
      for (int k = 0; k < 2; k++) {
        options.budget = k; /* one is none: nothing is found, only bounded */
        ck_assert_int_eq(score_plan_new(&plan[k], g->result, score_result_unit_code(g->result, n), &options, &err), 0);
        s[k] = score_plan_summarise(plan[k]);
        score_plan_free(plan[k]);
      }
      if (s[0].state == SCORE_PLAN_UNREACHABLE) continue;
      ck_assert_int_eq(s[0].state, SCORE_PLAN_OPTIMAL);
      ck_assert_int_ne(s[1].state, SCORE_PLAN_UNREACHABLE);
      ck_assert_msg(s[1].bound_micro <= s[0].effort_micro, "%s of %s: %ld, bound %ld", options.target,
                    score_result_unit_code(g->result, n), (long)s[0].effort_micro, (long)s[1].bound_micro);
      count++;
      tight += s[1].bound_micro == s[0].effort_micro;
    }
  printf("bounds: %zu of %zu are the effort itself\n", tight, count);
  ck_assert_uint_gt(count, 20);
  ck_assert_uint_gt(tight, count / 2);
  close_game(g);
  free(g);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("plan");
  TCase *c = tcase_create("plan");
  tcase_set_timeout(c, 280);
  tcase_add_test(c, as_loops_over_all_steps);
  tcase_add_test(c, of_real_communes);
  tcase_add_test(c, bounded_from_below);
  suite_add_tcase(suite, c);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
