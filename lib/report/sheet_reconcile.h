/* Reconciliation in words: what other documents say of it too. */
#ifndef SCORE__SHEET_RECONCILE_H
#define SCORE__SHEET_RECONCILE_H

#include "compute/reconciliation.h"
#include "report/report.h"

/* What the sides are, the tolerance, and how many lines agree in each way. */
void score__reconcile_sides(score_document *d, const score_reconciliation *r);
score__cell score__reconcile_agreement(uint8_t agreement);
const char *score__reconcile_unit(const score_reconciliation *r, uint32_t unit);
score__cell score__reconcile_points(const score_criteria *set, const score__reconcile_line *l, int side);
/* With the digits that it needs. */
score__cell score__reconcile_difference(const score_criteria *set, uint32_t node, int64_t micro);
/* Lines, sums and agreement by node. */
void score__reconcile_sums(score_document *d, const score_reconciliation *r);

#endif
