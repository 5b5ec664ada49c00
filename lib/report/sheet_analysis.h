/* What a set measures, in the words that other documents say too. */
#ifndef SCORE__SHEET_ANALYSIS_H
#define SCORE__SHEET_ANALYSIS_H

#include "compute/analysis_figures.h"
#include "report/report.h"

score__cell score__analysis_finding(uint8_t finding);
/* Percent, with one digit; empty of nothing. */
score__cell score__analysis_part(size_t part, size_t all);
/* A sentence for each finding that criteria have, naming them. */
void score__analysis_say(score_document *d, const score__analysis *a);

#endif
