/* Inside of the report of one unit: what its parts share. */
#ifndef SCORE__REPORT_WARD_H
#define SCORE__REPORT_WARD_H

#include "compute/engine.h"
#include "paper/paper.h"
#include "report/sheet_gap.h"
#include "score/reports.h"

typedef struct score__ward {
  score_document *d;
  const score_result *r;
  size_t i; /* the unit's position */
  score_ward_report_options options;
  score__paper paper;
  score__gap_sheet gap;
  score__engine_one one; /* the unit alone, with a trace for each node */
  size_t ranked, equal;  /* units that have a rank; that share the unit's, itself with them */
} score__ward;

/* The parts, in the order of the paper; each adds nothing where it has nothing to say. */
void score__ward_summary(score__ward *w);
void score__ward_groups(score__ward *w);
void score__ward_trend(score__ward *w);
void score__ward_criteria(score__ward *w);
void score__ward_gap(score__ward *w);
void score__ward_plan(score__ward *w);
void score__ward_missing(score__ward *w);
void score__ward_province(score__ward *w);
void score__ward_method(score__ward *w);
void score__ward_inputs(score__ward *w);
void score__ward_arithmetic(score__ward *w);

/* The total's maximum as the basis counts it. */
int64_t score__ward_full(const score__ward *w);
/* Points of a node as printed; node 0: of the total's basis. */
score__cell score__ward_points(const score__ward *w, uint32_t node, int64_t micro);
/* "86.52 points", or "86.52%" where totals are percentages of anything but a hundred. */
score__cell score__ward_amount(const score__ward *w, int64_t micro);
bool score__ward_in_percent(const score__ward *w);
/* A sentence of the running text, in the last section. */
void score__ward_say(score__ward *w, int phrase, const score__cell *args, size_t count);
/* A criterion with points of its own, or a group whose points were given as one. */
bool score__ward_leaf(const score__ward *w, uint32_t node);

/* What was said of the value of a measure that the unit is scored by; NULL = there is none. */
const score__origin *score__ward_origin(const score__ward *w, uint32_t measure);
/* The same of the points given for a node. */
const score__origin *score__ward_given(const score__ward *w, uint32_t node);
/* The last day of the evidence; false where none is said. */
bool score__ward_expires(const score__origin *said, int32_t *day);

/* A value with its unit: "12 dossiers", "85.5%", "yes"; what stands for it where there is none, and then *blank. */
score__cell score__ward_value(score__ward *w, uint32_t measure, bool *blank);
/* The same without the unit. */
score__cell score__ward_bare(score__ward *w, uint32_t measure, bool *blank);
/* A sentence after the tables of the last section. */
void score__ward_note(score__ward *w, int phrase, const score__cell *args, size_t count);
/* What groups aim at: the grade of the plan, else the one above; NULL = no grade. */
const score__grade *score__ward_aim(const score__ward *w);
/* The grade above the unit's own; NULL = there is none, or it has the best. */
const score__grade *score__ward_next(const score__ward *w);
/* Who reports: "Ủy ban nhân dân xã Phù Ninh". */
score__cell score__ward_signer(score__ward *w);
/* What a criterion came to, from its inputs: "3200/4551 = 70.31%". */
score__cell score__ward_outcome(score__ward *w, uint32_t node);
/* What that is worth: "full marks", "1.78 points lost". */
score__cell score__ward_verdict(score__ward *w, uint32_t node);
/* What proves it. */
score__cell score__ward_evidence(score__ward *w, uint32_t node);

#endif
