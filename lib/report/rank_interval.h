/* How sure ranks are, in the ranking table: one narrow column for people, the parts for machines, and what they are. All do
 * nothing where the options hold no uncertainty. */
#ifndef SCORE__RANK_INTERVAL_H
#define SCORE__RANK_INTERVAL_H

#include "report/sheet_rank.h"

/* "12–17", beside the rank. */
void score__rank_interval_column(score_document *d, score__sheet_table *t, const score__ranking *k);
score__cell *score__rank_interval_put(score_document *d, score__cell *at, const score__ranking *k, size_t place);
/* How often the unit stands above the next one; then, for machines, the parts. */
void score__rank_interval_columns(score_document *d, score__sheet_table *t, const score__ranking *k);
score__cell *score__rank_interval_put_parts(score__cell *at, const score__ranking *k, size_t place);
/* What the column says, under the table. */
void score__rank_interval_notes(score_document *d, const score__ranking *k);
/* The pair that was asked for. SCORE_E_NOT_FOUND. */
int score__rank_interval_pair(score_document *d, const score__ranking *k, score_error *err);

#endif
