/* What if one unit had other data: the same evaluation on changed inputs, and the smaller questions as pure functions:
 * values -> points, points -> total. Nothing is stored. */
#ifndef SCORE_WHAT_IF_H
#define SCORE_WHAT_IF_H

#include "score/document.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One change: `measure` = its key, its printed name where only one is called so, or "points:KEY". `text` = a cell as in a
 * data file, with a decimal point or a comma that can be nothing else; "+18", "-2" and "+1.5%" are relative to the value
 * there is (its default where it is blank; days of a date), "=-2" is -2 itself, "" takes the value away, "NA" says not
 * applicable. */
typedef struct score_input_change {
  const char *measure, *text;
} score_input_change;

typedef struct score_what_if score_what_if;

/* `unit` of `base` by code, alias or name. Later changes of a measure add to earlier ones. A change stands at the stage
 * whose value was read, the evaluated one where there was none: the result is what importing it would give. `base`, its
 * data and its set must outlive it. A base that is a release is computed again from its own data first. Bounds are those
 * of an import; contradictions between values are warnings, as after one. SCORE_E_NOT_FOUND: no such unit; SCORE_E_INPUT
 * with the measure in err.field, and each one in findings as an error: an unknown measure, a text that is none for it, a
 * relative change of what is blank or no number, a value taken away that other periods make up; without a measure: a
 * release whose numbers are not those of its data. */
SCORE_API int score_what_if_new(score_what_if **out, const score_result *base, const char *unit,
                                const score_input_change *changes, size_t count, score_findings *findings,
                                score_error *err);
/* The evaluation of everybody with the changed data; borrowed. Every document of it says so; it is never released. */
SCORE_API const score_result *score_what_if_result(const score_what_if *what_if);
SCORE_API void score_what_if_free(score_what_if *what_if);
/* Inputs changed, criteria and total before and after, grade, rank, who is overtaken. */
SCORE_API int score_document_what_if(score_document **out, const score_what_if *what_if, score_error *err);

/* Values -> points: one criterion or group of a set on these values alone, for `period` (its last day and its year
 * count); relative changes have nothing to be relative to. SCORE_E_NOT_FOUND: no such node; SCORE_E_INPUT. */
SCORE_API int score_points_of(score_node_result *out, const score_criteria *criteria, const char *node,
                              const char *period, const score_input_change *values, size_t count, score_error *err);
/* Points -> total: `measure` = key of a node ("TDGQ" or "points:TDGQ"), `text` = its points; nodes that are not named are
 * missing, but for what needs no data. The rank is 0. */
SCORE_API int score_total_of(score_total_result *out, const score_criteria *criteria, const char *period,
                             const score_input_change *points, size_t count, score_error *err);

#ifdef __cplusplus
}
#endif
#endif
