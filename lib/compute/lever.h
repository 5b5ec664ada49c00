/* Model §8: the levers of one unit and how far its data let them go. Whole steps only; a part never above its whole,
 * every input within its own bounds. */
#ifndef SCORE__LEVER_H
#define SCORE__LEVER_H

#include "compute/plausibility.h"
#include "compute/trial.h"

#define SCORE__LEVER_MOST INT64_C(1000000) /* steps of one lever, where nothing else bounds it */

typedef struct score__levers {
  score__trial *trial; /* borrowed */
  bool declared;       /* by the set; else one per input that one criterion alone reads, as its rule asks for it */
  size_t count;
  const score__lever *item;
  int64_t *most;               /* [count] whole steps that it can go by itself */
  uint8_t *blanked;            /* [count] 1 = its inputs, or what bounds it, are blank: report them first */
  score__expectation expected; /* which input is a part of which */
  score__arena arena;
} score__levers;

/* The trial is reset. 0 or SCORE_E_MEMORY. */
int score__levers_open(score__levers *levers, score__trial *trial);
void score__levers_close(score__levers *levers);
/* The data with so many steps of each lever together, in place of what was put before. 1; 0 when that leaves the bounds of
 * an input, and then the data are as they were reported; SCORE_E_MEMORY. */
int score__levers_put(score__levers *levers, const int64_t *steps);

/* Whether no changed part is above its whole, or not further above than in the data. */
bool score__trial_parts_hold(const score__trial *trial, const score__expectation *expected);

/* A whole step of an input: the declared one, else a record, a percent point, an option, a day. */
int64_t score__measure_step(const score__measure *measure);

#endif
