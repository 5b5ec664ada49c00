/* Model §8: the cheapest way up. The parts of the search, and what a plan keeps. */
#ifndef SCORE__PLAN_SEARCH_H
#define SCORE__PLAN_SEARCH_H

#include "compute/lever.h"
#include "score/plan.h"

enum { SCORE__AIM_BASIS, SCORE__AIM_GRADE, SCORE__AIM_RANK };

typedef struct score__aim {
  uint8_t kind;
  int64_t basis_micro; /* this much or more; with a grade: where its band begins */
  int32_t grade, rank; /* this one or a better one */
  int64_t least_micro; /* with a grade or a rank: and no lower basis */
} score__aim;

/* 0 or SCORE_E_USAGE. The aim of `text` for the unit at a position. */
int score__aim_parse(score__aim *out, const score_result *r, size_t position, const char *text, score_error *err);

/* What the engine says of some steps. */
typedef struct score__plan_verdict {
  bool fits;     /* within the bounds of the inputs; else nothing below is told */
  bool reached;  /* the aim */
  int32_t grade; /* from the top, as in score_total_result */
  int32_t rank;  /* where the aim is a rank; else 0 */
  int64_t basis_micro;
  int64_t near_micro; /* how near the aim: for the ascent alone */
} score__plan_verdict;

typedef struct score__plan_cost {
  int64_t effort_micro, steps;
  uint32_t levers;
} score__plan_cost;

typedef struct score__plan_search {
  score__trial trial;
  score__levers levers;
  score__aim aim;
  size_t count;                /* levers that may move */
  uint32_t *lever;             /* [count] index in levers.item */
  int64_t *most, *effort;      /* [count] steps; micro of one */
  int64_t *full;               /* [levers.count] scratch */
  int64_t budget, evaluations; /* of one unit */
  int64_t weight;              /* evaluations that one run is worth: of all units where statistics move */
  int64_t *best;               /* [count] the cheapest that reaches the aim; else what comes nearest */
  score__plan_verdict verdict; /* of best */
  score__plan_cost cost;       /* of best */
  bool complete;               /* nothing cheaper than the best reaches the aim: all of it was looked at */
  int64_t bound_micro;         /* what reaches the aim costs this much or more */
  bool failed;                 /* memory */
  score__arena arena;
} score__plan_search;

/* The greatest that divides both. */
int64_t score__plan_divisor(int64_t a, int64_t b);
/* Evaluates steps[count]; takes them as the best where they are. */
score__plan_verdict score__plan_try(score__plan_search *s, const int64_t *steps);
score__plan_cost score__plan_cost_of(const score__plan_search *s, const int64_t *steps);
static inline bool score__plan_spent(const score__plan_search *s, int64_t share)
{
  return s->failed || s->evaluations >= share;
}

/* All steps in order of their cost until the aim is reached, up to so many evaluations in all; tells complete, bound. */
void score__plan_exhaust(score__plan_search *s, int64_t limit);
/* Whether so many evaluations do for all that costs no more than the best, which reaches the aim. */
bool score__plan_is_countable(const score__plan_search *s, int64_t limit);
/* A good way by the best gain for the effort, then by exchanging; no proof. */
void score__plan_ascend(score__plan_search *s, int64_t limit);
/* No single step of the best can be left out any more. */
void score__plan_trim(score__plan_search *s);
/* Where points only add up: raises bound_micro; complete where the aim is out of reach. */
void score__plan_relax(score__plan_search *s);

typedef struct score__plan_set { /* as what-if takes it: {"hs_ket_qua_dt", "+76"}, {"trang_web", "yes"} */
  size_t count;
  score_input_change *item;
} score__plan_set;

struct score_plan {
  const score_result *result;
  size_t position;
  score__aim aim;
  const char *target; /* as asked for */
  score_plan_summary summary;
  size_t step_count;
  score_plan_step *step;  /* in the order of the set */
  score__plan_set *alone; /* [step_count] what each of them changes */
  score__plan_set set;    /* what all of them change */
  int64_t *after_micro;   /* [nodes] points with the plan */
  uint8_t *after_outcome; /* [nodes] */
  bool nothing;           /* there is no lever that may move */
  score__arena arena;
};

#endif
