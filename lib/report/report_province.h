/* Inside of the report on all units of a scope: what its sections share. */
#ifndef SCORE__REPORT_PROVINCE_H
#define SCORE__REPORT_PROVINCE_H

#include "report/sheet_rank.h"
#include "score/report.h"

/* Up to so many units each has its bar, and its criteria a line of the heat map. */
#define SCORE__PROVINCE_FEW 120u

typedef struct score__province {
  score_document *d;
  const score_result *result;
  const score_province_report_options *options;
  score_rank_options rank_options;
  score__ranking rank;
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
void score__province_ranking(score__province *p);
void score__province_heat(score__province *p);
void score__province_map(score__province *p, uint32_t by);

/* What fills a map: a node, 0 for the total, or the grade. SCORE_E_NOT_FOUND. */
#define SCORE__PROVINCE_BY_GRADE UINT32_MAX
int score__province_map_by(uint32_t *out, const score__province *p, score_error *err);

/* Begins a section under a heading. */
score__section *score__province_section(score__province *p, const char *key, int title);
/* Columns of the code and the name of units; their kind where there are any. */
void score__province_unit_columns(score__province *p, score__sheet_table *t);
score__cell *score__province_put_unit(const score__province *p, score__cell *at, size_t position);
/* A column of points of a node, headed by its code (or "code name"), coloured by share. */
void score__province_node_column(score__province *p, score__sheet_table *t, uint32_t node, bool named);
/* Empty where a unit has no points of its own: without data, not applicable, not due, given with the group above. */
score__cell score__province_points(const score__province *p, uint32_t node, size_t position);
bool score__province_has(const score__province *p, uint32_t node, size_t position);
score__cell score__province_total(const score__province *p, size_t position);
score__cell score__province_grade(const score__province *p, size_t position); /* empty where there is none */
/* "3", "3=": a number where it is nobody else's. */
score__cell score__province_rank(const score__province *p, size_t position);
/* "name (code)" */
score__cell score__province_called(const score__province *p, size_t position);

#endif
