/* Inside of the document of a trend: what its parts share. */
#ifndef SCORE__SHEET_TREND_H
#define SCORE__SHEET_TREND_H

#include "model/course.h"
#include "report/report.h"

/* "+1.20", "-0.50", "0.00": for people. */
score__cell score__trend_signed(score_document *d, score__cell number);
/* The same with the colour of better and worse. */
score__cell score__trend_move(score_document *d, score__cell number);
/* Periods of a line beside the numbers, at most: the last ones. */
enum { SCORE__TREND_LINE = 16 };
score__cell score__trend_nothing(score_document *d); /* "–" */
/* "12=" */
score__cell score__trend_rank(score_document *d, const score_total_result *t);
/* Why a point has no change, or what else is to be known of it; empty when nothing. */
score__cell score__trend_remark(score_document *d, const score_trend *t, uint32_t shown, size_t period);
/* Digits of printed totals in two periods; -1 = as many as each has. */
int score__trend_digits(const score_trend *t);
/* A column for people alone under a title of one's own. */
void score__trend_column(score_document *d, score__sheet_table *table, const char *title, bool right);

void score__trend_one(score_document *d, const score_trend *t);
void score__trend_all(score_document *d, const score_trend *t);

#endif
