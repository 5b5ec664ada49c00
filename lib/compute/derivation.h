/* Values of a period that follow from those of other periods, as each measure's over_time allows (model §1). */
#ifndef SCORE__DERIVATION_H
#define SCORE__DERIVATION_H

#include "model/frame.h"

/* Periods of one year, in which a derived value may be put together: twelve months, four quarters, two halves, nine
 * months, the year. */
#define SCORE__YEAR_PERIODS 20

/* Which of them a derived value is made of: bit i adds the period, bit 32 + i takes it off; 0 = reported as it is. */
typedef uint64_t score__recipe;

/* The periods whose values may enter one of `period` under a set, without itself; how many. */
size_t score__derivation_periods(score__period out[SCORE__YEAR_PERIODS], const score_criteria *set,
                                 score__period period);
/* Whether a value of this measure can be derived at all. */
bool score__derivation_allowed(const score__measure *measure);
/* The frame of a period: that of the data as it is where nothing can be added to it, else a copy in the arena with what
 * could be derived; NULL when there is neither. A reported value stands; a derived one beside it that differs is a
 * finding (findings may be NULL). 0 or SCORE_E_MEMORY. */
int score__derive_frame(const score__frame **out, const score_data *data, score__period period, score__arena *arena,
                        score_findings *findings);
/* How the value of a cell was derived, "2026-07 + 2026-08 + 2026-09"; an empty text for a reported one. */
#define SCORE__RECIPE_TEXT 256
const char *score__derivation_text(char buf[SCORE__RECIPE_TEXT], const score__frame *frame, int stage, size_t measure,
                                   uint32_t unit);

#endif
