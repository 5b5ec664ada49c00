/* How sure the ranks of a result are: what its three parts share. Each part fills its own fields of the intervals. */
#ifndef SCORE__UNCERTAINTY_PARTS_H
#define SCORE__UNCERTAINTY_PARTS_H

#include "base/arena.h"
#include "model/scores.h"
#include "score/uncertainty.h"

#define SCORE__DRAW_BLOCK 8u /* draws that are added up side by side */

struct score_uncertainty {
  const score_result *result;
  score_uncertainty_options options;
  score__arena arena;
  size_t ranked;                 /* units with a rank */
  uint32_t *position;            /* [ranked] of them, best first: entry -> position */
  uint32_t *entry;               /* [units] position -> entry; UINT32_MAX = not ranked */
  score_rank_interval *interval; /* [units] */
  int32_t *rank;                 /* [draws][ranked]; NULL = no draws */
};

/* Weights: of the criteria, or of what stands above them and is perturbed as one: a top group, a group of which only the
 * best part counts, a node that is given as a whole for every ranked unit. Bonus and penalties have none. */
typedef struct score__weights {
  size_t count;
  uint32_t *node;       /* [count] in the set's order */
  int64_t *declared;    /* [count] millionths of a point that they are worth in the total */
  int64_t sum;          /* of them */
  uint32_t *first, *to; /* [nodes] weights that a node's points follow: those below it, or the one that it is part of */
  struct score__remainder {
    score__u128 rest;
    uint32_t index;
  } * rest; /* [count] scratch */
} score__weights;

/* 0, SCORE_E_MEMORY, SCORE_E_LIMIT. */
int score__weights_of(score__weights *out, const score_uncertainty *u, score__arena *arena);
/* Weights of one draw, which add up to those declared: sum[k] = of the first k, [count + 1]. */
void score__weights_draw(const score__weights *weights, const score_uncertainty *u, uint64_t draw, int64_t *sum);
/* Number `index` of the generator with this seed. */
uint64_t score__generator_number(uint64_t seed, uint64_t index);

/* A part of the totals that follows one node's weight: what it adds to each unit, as a dictionary. */
typedef struct score__piece {
  uint32_t node;
  int64_t grid;     /* its products are rounded to it, millionths */
  bool denominator; /* of the maximum that stays in, not of the points */
  size_t count;     /* different amounts */
  int64_t *amount;  /* [count] millionths */
  uint32_t *which;  /* [ranked] */
} score__piece;

typedef struct score__pieces {
  size_t count;
  score__piece *item;
  size_t widest;         /* most different amounts of a piece */
  int64_t largest;       /* amount of all of them, without sign */
  int64_t *base;         /* [ranked] points that no weight moves */
  int64_t *kept;         /* [ranked] maximum that no weight moves; NULL = there is no denominator */
  int64_t *declared_max; /* [ranked] of the denominator, as declared */
} score__pieces;

/* 0, SCORE_E_MEMORY, SCORE_E_LIMIT. */
int score__pieces_of(score__pieces *out, const score_uncertainty *u, const score__weights *weights,
                     score__arena *arena);

/* The parts: (a) own missing data at their best and the others' at their worst, and the reverse; (b) weights perturbed;
 * (c) one step in one input. 0, SCORE_E_MEMORY, SCORE_E_LIMIT. */
int score__uncertainty_missing(score_uncertainty *u);
int score__uncertainty_draws(score_uncertainty *u);
int score__uncertainty_record(score_uncertainty *u);

#endif
