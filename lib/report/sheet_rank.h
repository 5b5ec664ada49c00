/* Inside of the ranking table: what its parts share. */
#ifndef SCORE__SHEET_RANK_H
#define SCORE__SHEET_RANK_H

#include "report/report.h"

/* Another result, and where the units of this one stand in it. */
typedef struct score__rank_beside {
  const score_result *result; /* NULL = none */
  size_t *position;           /* [units of this result] SIZE_MAX = it is not there */
  bool same_rules;            /* the very same version: points can be compared, not only ranks */
  bool same_grades;
} score__rank_beside;

typedef struct score__ranking {
  const score_result *result;
  const score_rank_options *options;
  size_t ranked; /* by_rank[0 .. ranked) have a rank */
  bool *chosen;  /* [units] by place; NULL = all of them are shown */
  size_t shown;  /* ranked ones */
  size_t *equal; /* [ranked] by place: units of the same rank */
  size_t *worse; /* [ranked] */
  score__rank_beside previous, released, overall;
  bool released_apart; /* it is not the result of the period before, which is shown already */
} score__ranking;

/* The total of the same unit in another result; NULL = it is not there. */
const score_total_result *score__rank_other(const score__rank_beside *beside, size_t position);
/* What the places of units have become since: ranked ones alone. */
typedef struct score__rank_moves {
  int64_t ranked, rose, fell, same, entered,
      left; /* of the other result: how many it ranks; new here; no longer here */
  int64_t grade_rose, grade_fell, grade_same;
} score__rank_moves;
score__rank_moves score__rank_moves_since(const score__ranking *k, const score__rank_beside *beside);

/* What a ranking of `result` by `options` shows, in the arena of the document. SCORE_E_NOT_FOUND, SCORE_E_MEMORY. */
int score__ranking_open(score_document *d, score__ranking *k, score_error *err);
/* "3", "3=", "3†"; a dash where there is none. */
score__cell score__rank_shown(score_document *d, const score_total_result *t);
/* "▲3", "▼2", "="; before NULL = it was not there. */
score__cell score__rank_move_shown(score_document *d, const score_total_result *before, const score_total_result *now);

/* Method, ties, threshold, distribution, what is compared with (sheet_rank_head.c). */
void score__rank_head(score_document *d, const score__ranking *k);
/* Ranks, ties and threshold of a set: the first of these. */
void score__rank_method(score_document *d, const score_criteria *set);
/* The table of units (sheet_rank_units.c). */
void score__rank_units(score_document *d, const score__ranking *k);
/* Grades, who is not ranked, who is gone, who has no data, notes (sheet_rank_tail.c). */
void score__rank_tail(score_document *d, const score__ranking *k);
/* Its tables, each by itself; nothing where it would have no row. */
void score__rank_grades(score_document *d, const score__ranking *k);
void score__rank_unranked(score_document *d, const score__ranking *k);
void score__rank_left(score_document *d, const score__ranking *k); /* ranked in the period before, not there now */
void score__rank_absent(score_document *d, const score_result *r); /* on the list of units, without data */
/* Why a unit has no rank. */
score__cell score__rank_why(score_document *d, const score_result *r, size_t position);
/* The key that is a decision; NULL when there is none. */
const score__tie_key *score__rank_decision(const score_criteria *set);

#endif
