/* What the document of the gap says of a plan. */
#ifndef SCORE__PLAN_TABLES_H
#define SCORE__PLAN_TABLES_H

#include "compute/plan_search.h"
#include "report/report.h"

/* Facts, the tables "plan_steps" and "plan_criteria", and for JSON the object "plan". Called after the facts of the unit
 * and before any other table: CSV writes the first one. */
void score__plan_tables(score_document *d, const score_plan *plan);

#endif
