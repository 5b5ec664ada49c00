#ifndef SCORE__SHEET_ARRIVALS_H
#define SCORE__SHEET_ARRIVALS_H

#include "model/deliveries.h"
#include "score/document.h"

int score__report_arrivals(score_document **out, const score_arrivals *arrivals, score_error *err);

#endif
