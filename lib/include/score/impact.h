/* Back-casting: what another version of a set changes on the same data, unit by unit and criterion by criterion. The
 * lines of a unit add up to the difference of its totals, to the millionth. */
#ifndef SCORE_IMPACT_H
#define SCORE_IMPACT_H

#include "score/document.h"
#include "score/result.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct score_impact score_impact;

/* What a line of a node adds to the total. Append-only. */
typedef enum score_line {
  SCORE_LINE_POINTS = 0,   /* what a criterion adds; under share_met its share of the group's maximum if it is met */
  SCORE_LINE_HIGHEST = 1,  /* only the highest part counts: the others are taken off again */
  SCORE_LINE_SPLIT = 2,    /* the maximum of what does not apply, shared among the others */
  SCORE_LINE_RESCALE = 3,  /* rescaled for what does not apply */
  SCORE_LINE_CLAMP = 4,    /* below 0, or above the maximum or the cap */
  SCORE_LINE_ROUNDING = 5, /* to the grid, and the rest of shares printed to the millionth */
  SCORE_LINE_GIVEN = 6,    /* points given for the whole group */
  SCORE_LINE_OUTCOME = 7,  /* the group as a whole is not applicable, missing or invalid */
  SCORE_LINE_PERCENT = 8   /* points turned into percent of what applies */
} score_line;
#define SCORE_LINES 9

/* "points", "highest", ...: the same in every output and language; "" for any other number. */
SCORE_API const char *score_line_string(score_line line);

/* Compares two results of the same period, stage and data under two sets; nothing is stored. Both results must outlive
 * it, and so must their data. Units are matched by code, nodes by key. SCORE_E_USAGE when period or stage differ. */
SCORE_API int score_impact_new(score_impact **out, const score_result *before, const score_result *after,
                               score_error *err);
SCORE_API void score_impact_free(score_impact *impact);

typedef struct score_impact_unit {
  const char *code;        /* borrowed */
  int in_before, in_after; /* whether it has data under that set; only where both are 1 is there a difference */
  int64_t before_micro;    /* total that rank and grade read; 0 where it is not in */
  int64_t after_micro;
} score_impact_unit;

/* All units of either result, in order of code. */
SCORE_API size_t score_impact_units(const score_impact *impact);
/* unit below score_impact_units, else SCORE_E_USAGE. */
SCORE_API int score_impact_unit_get(score_impact_unit *out, const score_impact *impact, size_t unit);

typedef struct score_impact_line {
  const char *node; /* key; borrowed */
  score_line line;
  int in_before, in_after; /* whether the set has this node (as a criterion, for SCORE_LINE_POINTS) */
  int comparable;          /* 0: one side does not know, or has with another meaning, a measure that it reads */
} score_impact_line;

/* One line for each criterion, and for each thing that a group or the total added for some unit. */
SCORE_API size_t score_impact_lines(const score_impact *impact);
/* line below score_impact_lines, else SCORE_E_USAGE. */
SCORE_API int score_impact_line_get(score_impact_line *out, const score_impact *impact, size_t line);
/* What the line adds to the total of a unit under each set, in millionths; over all lines the differences add up to the
 * difference of the totals. SCORE_E_USAGE for an index past the end. */
SCORE_API int score_impact_value(int64_t *before_micro, int64_t *after_micro, const score_impact *impact, size_t unit,
                                 size_t line);

/* Units with both totals, grades and ranks, then what each criterion changes; long in CSV. */
SCORE_API int score_document_impact(score_document **out, const score_impact *impact, score_error *err);

#ifdef __cplusplus
}
#endif
#endif
