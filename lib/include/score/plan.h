/* The cheapest way up: whole steps of levers with the least effort that reach a target, every candidate evaluated by the
 * engine on the changed data. */
#ifndef SCORE_PLAN_H
#define SCORE_PLAN_H

#include "score/what_if.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct score_plan_effort {
  const char *lever;
  int64_t effort_micro; /* of one step, above 0 */
} score_plan_effort;

typedef struct score_plan_options {
  /* "grade" the next grade up, "grade KEY", "rank N", "N" a total (of the basis), "+N" so many points more, "full"; NULL =
   * "grade" */
  const char *target;
  const score_plan_effort *effort; /* [effort_count] beats the set's */
  size_t effort_count;
  const char *const *fix; /* [fix_count] criteria or groups, by key or code, whose inputs stay as they are */
  size_t fix_count;
  int only_mine;         /* 1 = levers of the unit itself alone */
  int64_t max_per_lever; /* most steps of each; 0 = as the data allow */
  int64_t
      budget; /* evaluations by the engine, at most about; 0 = 200,000. The plan depends on it, never on the clock. */
} score_plan_options;

typedef enum score_plan_state {
  SCORE_PLAN_OPTIMAL = 0,     /* nothing cheaper reaches the target: proved */
  SCORE_PLAN_FOUND = 1,       /* reaches it; effort below bound_micro cannot, between them it is not known */
  SCORE_PLAN_UNREACHABLE = 2, /* proved: no combination reaches it; the plan comes nearest of all that were evaluated */
  SCORE_PLAN_NOT_FOUND = 3,   /* none found within the budget; the plan is the best that was */
  SCORE_PLAN_REACHED = 4      /* the target is reached as the data are */
} score_plan_state;

/* Efforts from a file, CSV or a workbook, with the columns lever and effort. The texts are those of the set of `result`,
 * which must outlive the list. All faults go to findings with row and column: an unknown lever, one that stands twice, an
 * effort that is no number above 0; with any of them there is no list. Of the options delimiter, decimal mark, encoding
 * and sheet are read. Free the list with score_plan_efforts_free. SCORE_E_INPUT, SCORE_E_LIMIT. */
SCORE_API int score_plan_efforts_read(score_plan_effort **out, size_t *count, const score_result *result,
                                      const char *path, const score_read_options *options, score_findings *findings,
                                      score_error *err);
SCORE_API void score_plan_efforts_free(score_plan_effort *efforts);

typedef struct score_plan score_plan;

/* `unit` of `result` by code, alias or name; a plan never has a lever that is past, and each goes no further than the data
 * let it go by itself: what is proved, is proved of these. Ties are broken, among what was evaluated, by fewer levers, then
 * fewer steps, then the better total, then the order of the set: the same plan on every machine. `result` must outlive
 * it. options may be NULL: the next grade, with every lever that is not past. SCORE_E_USAGE: a target or an effort that is
 * none; SCORE_E_NOT_FOUND: no such unit, criterion or lever. */
SCORE_API int score_plan_new(score_plan **out, const score_result *result, const char *unit,
                             const score_plan_options *options, score_error *err);
SCORE_API void score_plan_free(score_plan *plan);

typedef struct score_plan_summary {
  score_plan_state state;
  int64_t effort_micro;              /* of all steps */
  int64_t bound_micro;               /* no plan with less effort reaches the target */
  int64_t before_micro, after_micro; /* the basis of the total: points, or percent points */
  int32_t grade_before, grade_after; /* as in score_total_result */
  int32_t rank_before, rank_after;
  int64_t evaluations;
} score_plan_summary;

SCORE_API score_plan_summary score_plan_summarise(const score_plan *plan);

typedef struct score_plan_step {
  const char *lever;    /* key */
  const char *name[2];  /* [SCORE_LANG_EN], [SCORE_LANG_VI] */
  int64_t steps;        /* whole, at least 1 */
  int64_t effort_micro; /* of these steps */
  int64_t alone_micro;  /* what they would gain without the others */
} score_plan_step;

SCORE_API size_t score_plan_steps(const score_plan *plan);
/* Borrowed texts; step below score_plan_steps, else SCORE_E_USAGE. */
SCORE_API int score_plan_step_get(score_plan_step *out, const score_plan *plan, size_t step);
/* What all the steps together do to the unit's data, as score_what_if_new takes it; *count of them, in the order of the
 * set's measures. Borrowed. */
SCORE_API const score_input_change *score_plan_changes(const score_plan *plan, size_t *count);

#ifdef __cplusplus
}
#endif
#endif
