/* The gap of one unit on paper: what its parts share. The arithmetic is compute/gap.h. */
#ifndef SCORE__SHEET_GAP_H
#define SCORE__SHEET_GAP_H

#include "compute/gap.h"
#include "report/report.h"

typedef struct score__gap_sheet {
  score_document *d;
  const score_result *r;
  size_t i;
  score__gap gap;
  const score_result *previous; /* NULL = no period before, or the unit is not in it */
  size_t was;                   /* the unit's position in it */
  score__value *scratch;        /* for rules that are asked the way back */
  int64_t *values;              /* room for one of each unit */
} score__gap_sheet;

/* The gap of the unit at a position, to be told in a document; previous = another result, or NULL. 0, or -1 without
 * memory. The parts below add to the document's last section. */
int score__gap_sheet_open(score__gap_sheet *s, score_document *d, const score_result *r, size_t i,
                          const score_result *previous);
void score__gap_sheet_close(score__gap_sheet *s);

void score__gap_criteria(score__gap_sheet *s);
void score__gap_movers(score__gap_sheet *s);
void score__gap_groups(score__gap_sheet *s);
void score__gap_levers(score__gap_sheet *s);
void score__gap_inputs(score__gap_sheet *s);
/* Sentences under the facts. */
void score__gap_summary(score__gap_sheet *s);
/* Of these, what the unit can do and what is past. */
void score__gap_advice(score__gap_sheet *s);
/* The grade above the unit's own. */
void score__gap_grade(score__gap_sheet *s);

/* What full marks of a criterion ask for; a line of the gap. */
score__cell score__gap_need(score__gap_sheet *s, const score__gap_line *line);
/* Points of the total's kind, as they are printed. */
score__cell score__gap_points(const score__gap_sheet *s, int64_t micro);
/* "4.04–12.04", "6.00", or empty for nothing. */
score__cell score__gap_span(score__gap_sheet *s, score__gap_range range, int phrase);
/* So many steps of a course, or what they set: "+5", "yes". */
score__cell score__gap_steps(score__gap_sheet *s, const score__gap_course *c, const score__gap_move *move);
/* From where an input stands to where it does most: "3200 → 4548". */
score__cell score__gap_way(score__gap_sheet *s, const score__gap_course *c);
score__cell score__gap_signed(score_document *d, score__cell number);
/* A node in the period before: its points; false where it has none that compare. */
bool score__gap_before(const score__gap_sheet *s, uint32_t node, int64_t *micro);
/* The machine columns of a row that groups and criteria share, from `at` on: the loss by mover from and to, the cohort,
 * the period before. */
enum { SCORE__GAP_BESIDE = 13 };
void score__gap_beside_columns(score__gap_sheet *s, score__sheet_table *t);
void score__gap_beside(score__gap_sheet *s, score__cell *row, uint32_t node, const score__gap_line *line);

#endif
