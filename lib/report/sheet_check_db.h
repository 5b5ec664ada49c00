#ifndef SCORE__SHEET_CHECK_DB_H
#define SCORE__SHEET_CHECK_DB_H

#include "model/sheet.h"
#include "score/error.h"

typedef struct score__check_db { /* what a store holds */
  int64_t schema, imports, withdrawn, units, observations, releases;
} score__check_db;

int score__check_db_document(score_document **out, const score__check_db *held, const score_findings *findings,
                             score_error *err);

#endif
