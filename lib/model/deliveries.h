/* What a number of files brought: one entry per file, the units they were of, and who is absent. */
#ifndef SCORE__DELIVERIES_H
#define SCORE__DELIVERIES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/period.h"

enum { SCORE__ARRIVAL_ACCEPTED, SCORE__ARRIVAL_REFUSED, SCORE__ARRIVAL_REPEATED };

typedef struct score__arrival {
  struct score_arrivals *all;
  const char *file, *sheet; /* sheet "" = none */
  const char *name;         /* of its only unit; NULL = not known */
  uint8_t status;
  size_t unit; /* the first one, index into all->code; SIZE_MAX = none was read */
  size_t unit_count, period_count;
  score__period period; /* the first one */
  unsigned stages;      /* bit per stage */
  uint64_t rows, cells, skipped;
  size_t errors, warnings;
} score__arrival;

typedef struct score__absentee {
  const char *code, *name;
  score__period period;
  size_t sent; /* index of a file that was refused or empty; SIZE_MAX = it sent none */
} score__absentee;

typedef struct score_arrivals {
  score__arena arena;
  size_t count, cap;
  score__arrival *entry;
  size_t code_count, code_cap;
  struct score__arrival_code {
    const char *text;
    size_t entry;  /* the last that had it */
    size_t gave;   /* the last that had a value of it; SIZE_MAX = none */
    bool accepted; /* with values */
  } * code;
  score__dict by_code;
  size_t period_count, period_cap;
  score__period *period; /* of all files */
  bool looked;           /* for the absent */
  size_t absent_count, absent_cap;
  score__absentee *absent;
} score_arrivals;

/* A new entry; valid until the next one. NULL when memory is out. */
score__arrival *score__arrivals_next(score_arrivals *all, const char *file);
/* 0 or -1. */
int score__arrival_unit(score__arrival *a, const char *code);
/* A value of a unit that was noted before. */
void score__arrival_value(score__arrival *a, const char *code);
int score__arrival_period(score__arrival *a, score__period period);
int score__arrival_sheet(score__arrival *a, const char *sheet);
/* How the file ended; its units are then known to have sent. */
void score__arrival_end(score__arrival *a, int status);
int score__arrivals_absent(score_arrivals *all, const char *code, const char *name, score__period period);

#endif
