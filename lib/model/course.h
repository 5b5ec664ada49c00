/* What a trend keeps of each period once its data are gone: totals of all units, and of one unit the nodes and lines. */
#ifndef SCORE__COURSE_H
#define SCORE__COURSE_H

#include "base/arena.h"
#include "base/hash.h"
#include "model/set.h"
#include "score/release.h"
#include "score/trend.h"

#define SCORE__COURSE_NONE UINT32_MAX

typedef struct score__course_point {
  bool present;
  uint32_t source; /* unit whose history this one continues in the period before; NONE = nobody's */
  uint8_t step;    /* score_step */
  int64_t data_micro, rules_micro;
  const char *merged; /* codes, NULL = none */
  score_total_result total;
} score__course_point;

typedef struct score__course_line {
  const char *key;
  uint32_t node[2]; /* in the sets of the period before and of this one; UINT32_MAX = not there */
  uint8_t line;
  bool comparable;
  int64_t before_micro, data_micro, rules_micro, after_micro;
} score__course_line;

typedef struct score__course_period {
  score__period period;
  char name[SCORE__PERIOD_TEXT];
  const score_criteria *set;
  int stage;
  bool synthetic, released, live; /* live: released, but these are the data as they are */
  int64_t pending;                /* values corrected after the release */
  uint8_t step;                   /* of the versions */
  size_t units, ranked;
  size_t odd; /* lines that are not comparable with the version before */
  char input_sha256[SCORE__SHA256_HEX];
  size_t point_count;
  score__course_point *point; /* [point_count] by unit; later units are absent */
  uint32_t unit;              /* the one asked for, as it was then; NONE = no data */
  score_node_result *node;    /* [nodes of the set] of it */
  size_t line_count;
  score__course_line *line;
} score__course_period;

typedef struct score__course_unit {
  const char *code, *name; /* the name it had last */
  bool taken_over;         /* its history goes on in that of another unit */
} score__course_unit;

struct score_trend {
  score__arena arena;
  score_criteria **set; /* each version once */
  size_t set_count, set_cap;
  score_release **kept; /* releases whose version lies nowhere else */
  size_t kept_count, kept_cap;
  size_t period_count;
  score__course_period *period; /* [period_count] in order of time */
  size_t unit_count, unit_cap;
  score__course_unit *unit; /* in order of appearance */
  score__dict by_code;
  size_t shown_count;
  uint32_t *shown; /* units whose history is one of its own, in order of code */
  const char *scope;
  const char *asked; /* the one unit, as typed, then its code; NULL = all. Its place is period[].unit */
  int32_t last_day;  /* of the last period wanted */
  bool fallback;
};

/* The unit that `unit` was in a period, going back from the last one; NONE = nobody, or several. */
uint32_t score__course_unit_in(const score_trend *trend, uint32_t unit, size_t period);
/* NULL = absent then. */
const score__course_point *score__course_point_of(const score_trend *trend, uint32_t unit, size_t period);
/* The same of the period before, of the unit that it was there; NULL = absent. */
const score__course_point *score__course_before(const score_trend *trend, const score__course_point *p, size_t period);
static inline bool score__course_bridged(const score__course_point *p)
{
  return p->step == SCORE_STEP_SAME || p->step == SCORE_STEP_BRIDGE;
}

#endif
