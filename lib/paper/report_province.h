/* Inside of the report on all units of a scope: what its sections share. */
#ifndef SCORE__REPORT_PROVINCE_H
#define SCORE__REPORT_PROVINCE_H

#include "paper/paper.h"
#include "report/sheet_rank.h"
#include "score/reports.h"

/* Up to so many units each has its bar, and its criteria a line of the heat map. */
#define SCORE__PROVINCE_FEW 120u

typedef struct score__province_mover { /* a unit that is ranked in both periods */
  size_t place, position;
  int32_t places; /* up; below 0 down */
} score__province_mover;

typedef struct score__province {
  score_document *d;
  const score_result *result;
  const score_province_report_options *options;
  score_rank_options rank_options;
  score__ranking rank;
  score__paper paper;
  struct score__analysis *spread; /* of the ranked units, in the order of the set */
  size_t silent_count;
  uint32_t *silent; /* [silent_count] units of the list that have not reported */
  size_t mover_count;
  score__province_mover *mover;    /* [mover_count] the most up first */
  int64_t full;                    /* what a total is full marks of */
  score__cell *code, *name, *kind; /* by position: made once, shown in many tables */
  score__cell *grade, *grade_code; /* [grades] */
  bool has_kinds;
  /* Nodes whose points fall to units: first those that are coloured by their share of the maximum, then what is taken
   * away, and what counts for nothing. */
  size_t group_count, group_plain; /* what stands right below the total */
  uint32_t *group;
  size_t column_count, column_plain; /* criteria, and groups whose points were given as one */
  uint32_t *column;
  int8_t *digits; /* [nodes] */
} score__province;

/* The sections, in the order of the report; each adds nothing where it has nothing to say. */
void score__province_brief(score__province *p);
void score__province_ranking(score__province *p);
void score__province_grades(score__province *p);
void score__province_heat(score__province *p);
void score__province_map(score__province *p, uint32_t by);
void score__province_distribution(score__province *p);
void score__province_movers(score__province *p);
void score__province_absent(score__province *p);
void score__province_reconciliation(score__province *p);
void score__province_discrimination(score__province *p);
void score__province_bridge(score__province *p);
void score__province_method(score__province *p);
void score__province_units(score__province *p);
/* Of the brief: its last table. */
void score__province_remind(score__province *p);

/* ---- what the brief says of them ---- */

/* Places [0, to) and [from, ranked) of so many from the top and from the bottom, with all that equal the last one; where
 * these are too many for a page none of them, and *left is how many. Nobody of the first rank is among the last. */
size_t score__province_first(const score__province *p, size_t wanted, size_t *left);
size_t score__province_last(const score__province *p, size_t wanted, size_t *left);
/* Ranked units of a grade; -1 = of none. */
int64_t score__province_graded(const score_result *r, int32_t grade);
/* How many ranked units have each grade, in words. */
score__cell score__province_grade_counts(score__province *p);
/* Quarter 0 to 4 of the totals, and their mean; empty where nobody is ranked. */
score__cell score__province_quarter(const score__province *p, unsigned quarter);
score__cell score__province_average(const score__province *p);
/* How points spread; closed in any case. */
int score__province_spread_open(score__province *p, score_error *err);
void score__province_spread_close(score__province *p);
/* False when memory is out. */
bool score__province_find_movers(score__province *p);
/* How many of them, from either end: `most`, and who equals the last one. most > 0. */
size_t score__province_risen(const score__province *p, size_t most);
size_t score__province_fallen(const score__province *p, size_t most);
/* Units that the map has no area of. */
size_t score__province_without_boundary(score__province *p);
/* Units with a line that differs. */
size_t score__province_differing(const score_reconciliation *c);
/* Criteria, and groups given as one, that have points at two units at least; of these, with the same for everybody. */
size_t score__province_told(const score__province *p);
size_t score__province_alike(const score__province *p);
/* Whether the rules changed since the period before. */
bool score__province_bridged(const score_trend *t);
/* Mean change by the data, by the rules, and in all, signed; false without a bridge. */
bool score__province_effects(score__province *p, score__cell mean[3]);

/* What fills a map: a node, 0 for the total, or the grade. SCORE_E_NOT_FOUND. */
#define SCORE__PROVINCE_BY_GRADE UINT32_MAX
int score__province_map_by(uint32_t *out, const score__province *p, score_error *err);

/* Begins a section under a heading. */
score__section *score__province_section(score__province *p, const char *key, int title);
/* Columns of the code and the name of units; their kind where there are any. */
void score__province_unit_columns(score__province *p, score__sheet_table *t);
/* Every unit has a name, no two the same: a short table goes without codes. */
bool score__province_names_tell(const score__province *p);
score__cell *score__province_put_unit(const score__province *p, score__cell *at, size_t position);
/* A column of points of a node, headed by its code (or "code name"), coloured by share. */
void score__province_node_column(score__province *p, score__sheet_table *t, uint32_t node, bool named);
/* What the codes over columns stand for: a line after the tables. */
void score__province_say_codes(score__province *p, const uint32_t *node, size_t count);
/* Empty where a unit has no points of its own: without data, not applicable, not due, given with the group above. */
score__cell score__province_points(const score__province *p, uint32_t node, size_t position);
bool score__province_has(const score__province *p, uint32_t node, size_t position);
void score__province_total_column(score__province *p, score__sheet_table *t, const char *key, bool coloured);
score__cell score__province_total(const score__province *p, size_t position);
score__cell score__province_grade(const score__province *p, size_t position); /* empty where there is none */
/* "3", "3=": a number where it is nobody else's. */
score__cell score__province_rank(const score__province *p, size_t position);
/* The rank as a number for machines and as it is shown to people: two columns. */
void score__province_rank_columns(score__province *p, score__sheet_table *t);
score__cell *score__province_put_rank(const score__province *p, score__cell *at, size_t position);
/* "name (code)" */
score__cell score__province_called(const score__province *p, size_t position);

#endif
