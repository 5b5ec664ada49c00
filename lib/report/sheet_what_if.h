/* What if: the difference that a supposition makes, and how any document says that it rests on one. */
#ifndef SCORE__SHEET_WHAT_IF_H
#define SCORE__SHEET_WHAT_IF_H

#include "report/report.h"

/* `after` = `before` with after->supposed. */
int score__report_what_if(score_document **out, const score_result *before, const score_result *after,
                          score_error *err);

#endif
