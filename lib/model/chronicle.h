/* What a store tells of its past, as plain facts. Texts are never NULL and valid during the call; "" = not said. */
#ifndef SCORE__CHRONICLE_H
#define SCORE__CHRONICLE_H

#include <stdbool.h>

#include "model/origin.h"

enum { SCORE__STANDING_CURRENT, SCORE__STANDING_SUPERSEDED, SCORE__STANDING_WITHDRAWN };

typedef struct score__history_deed { /* an act, as it was kept */
  const char *when, *by, *reason;
} score__history_deed;

typedef struct score__history_import {
  int64_t id, rows, cells;
  const char *kind, *file, *sha256, *criteria;
  bool synthetic;
  score__history_deed made, withdrawn; /* withdrawn.when "" = it stands */
} score__history_import;

typedef struct score__history_value {  /* one cell of one import */
  const char *period, *measure, *type; /* "count" ... "date", "points" */
  const char *option;                  /* key, of a choice */
  int64_t value, line;
  int stage, scale, state; /* SCORE__CELL_* */
  int standing;            /* SCORE__STANDING_* */
  bool synthetic;
  score__origin said;
  score__history_import import; /* without rows, cells and criteria */
} score__history_value;

typedef struct score__history_lock { /* a period that was locked, or unlocked again */
  const char *period;
  bool locked, in_force;
  score__history_deed done;
} score__history_lock;

#endif
