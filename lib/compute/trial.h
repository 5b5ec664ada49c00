/* One unit with other data, evaluated by the engine again and again: what gap, plan and what-if ask. Where a changed
 * input enters a statistic of the units, or one over children, all units are evaluated; else this unit alone. */
#ifndef SCORE__TRIAL_H
#define SCORE__TRIAL_H

#include "compute/engine.h"
#include "compute/patch.h"

typedef struct score__trial {
  const score_result *base;
  size_t position; /* of the unit, in base */
  uint32_t unit;
  score__patch patch;
  uint8_t *shared;  /* [measures] 1 = enters a statistic of several units */
  uint8_t *changed; /* [measures] 1 = put since the last reset */
  uint32_t *list;   /* [listed] the changed ones */
  size_t listed;
  bool gives;                 /* a cell appeared or went: which given points stand is asked again */
  bool together;              /* a shared measure is changed */
  score_result alone;         /* one position */
  score__given_column *given; /* of alone: own columns, for falling back writes to them */
  score_result others;        /* all positions, of the last run together */
  const score_result *result; /* of the last run: alone or others */
  size_t at;                  /* the unit's position in it */
} score__trial;

/* base must outlive it, and its data stay as they are. Owned by one thread. 0 or SCORE_E_MEMORY. */
int score__trial_open(score__trial *trial, const score_result *base, size_t position);
void score__trial_close(score__trial *trial);

/* shared[m] = 1 where a measure enters a statistic of several units. */
void score__trial_shared(uint8_t *shared, const score_criteria *set);
/* From one unit to another, with nothing changed; what was copied for the one serves the other. 0 or SCORE_E_MEMORY. */
int score__trial_move(score__trial *trial, size_t position);

/* The stage whose cell of a measure the unit's criteria read: that of the first criterion which found a value of it
 * there; else the highest one, down to the lowest that the evaluation takes, that has a value; the evaluated one where
 * none has. */
int score__input_stage(const score_result *result, size_t position, size_t measure);
int score__trial_stage(const score__trial *trial, size_t measure);
/* The value now, its default where the cell is blank; false when there is none. */
bool score__trial_value(const score__trial *trial, size_t measure, int64_t *value);
/* The same as the data say it. */
bool score__trial_before(const score__trial *trial, size_t measure, int64_t *value);
/* Whether the data have a value of it, not its default alone. */
bool score__trial_reported(const score__trial *trial, size_t measure);
/* Puts a value, within the measure's bounds or not; 0 or SCORE_E_MEMORY. */
int score__trial_put(score__trial *trial, size_t measure, int64_t value);
/* All as the data say it; the next run starts from there. */
int score__trial_reset(score__trial *trial);
/* Evaluates: trial->result at trial->at. total.rank there is not set where the unit was evaluated alone: ask
 * score__trial_rank. 0 or SCORE_E_MEMORY. */
int score__trial_run(score__trial *trial);
/* The unit's rank after the last run among those of the base, by the set's method and keys; 0 = not ranked. */
int32_t score__trial_rank(const score__trial *trial);

#endif
