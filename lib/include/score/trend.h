/* Trend: units over several periods, each under the version of the set in force at its end, with the bridge between
 * versions: what the data and what the rules changed. */
#ifndef SCORE_TREND_H
#define SCORE_TREND_H

#include "score/document.h"
#include "score/impact.h"
#include "score/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where the data come from: a store, or files (store NULL), which are read once for each version. */
typedef struct score_trend_source {
  score_store *store;
  const char *const *unit_file;
  size_t unit_files;
  const char *const *data_file;
  size_t data_files;
  const score_read_options *read; /* of files; NULL = nothing is given */
} score_trend_source;

typedef struct score_trend_options {
  const char *dir;      /* of the criteria sets */
  const char *criteria; /* "ID": the version in force at each period's end; "ID@VERSION" or a .json file: for all */
  const char *unit;     /* code, alias or name: this unit with its criteria; NULL = all units of the scope, totals */
  const char *period;   /* the last period, as `to`; NULL = not said */
  const char *from,
      *to;           /* NULL = the first and the last that there are. Kinds are never mixed: the one named here, else
                            the one most periods are of. Periods of a kind named here may be derived from shorter ones */
  score_stage stage; /* SCORE_STAGE_NONE = the only one present in each period */
  int fallback;
  const char *scope; /* of all ranks; NULL = all units */
  int live;          /* 1 = the data as they are, also where a period is released */
} score_trend_options;

typedef struct score_trend score_trend;

/* Reads and evaluates period after period; totals are kept, data are not. Findings: as of score_evaluate, their file
 * the period where none is named; a period without a version in force is passed over with a warning. SCORE_E_USAGE:
 * several versions in force, stages of which none is chosen, from after to, kinds mixed; SCORE_E_NOT_FOUND: no period
 * with data, no such set or unit; the errors of what is read. */
SCORE_API int score_trend_new(score_trend **out, const score_trend_source *source, const score_trend_options *options,
                              score_findings *findings, score_error *err);
SCORE_API void score_trend_free(score_trend *trend);

/* Why there is, or is not, a bridge from the period before. */
typedef enum score_step {
  SCORE_STEP_SAME = 0,      /* one version: all of the change is the data's */
  SCORE_STEP_BRIDGE = 1,    /* two versions, and a bridge between them */
  SCORE_STEP_FIRST = 2,     /* no period before */
  SCORE_STEP_ABSENT = 3,    /* the unit is not in one of the two periods */
  SCORE_STEP_MERGED = 4,    /* not comparable: the unit took over several */
  SCORE_STEP_OTHER_SET = 5, /* not comparable: another set */
  SCORE_STEP_BASIS = 6,     /* not comparable: points under one version, percent under the other */
  SCORE_STEP_STAGE = 7,     /* not comparable: another stage */
  SCORE_STEP_OLD_RULES = 8  /* not comparable: the old rules cannot be applied to the new data */
} score_step;
#define SCORE_STEPS 9

/* "same", "bridge", ...: the same in every output and language; "" for any other number. */
SCORE_API const char *score_step_string(score_step step);

typedef struct score_trend_period {
  const char *period; /* borrowed, like all texts here */
  const char *criteria, *version, *sha256;
  score_stage stage;
  int synthetic;
  int released;    /* 1 = the numbers are those of a release */
  int live;        /* 1 = released, but the numbers are those of the data as they are */
  int64_t pending; /* values corrected after the release, not counted */
  size_t units;    /* evaluated */
  size_t ranked;   /* with a rank */
  score_step step; /* between the versions of this period and the one before; for units see score_trend_point */
} score_trend_period;

/* In order of time. */
SCORE_API size_t score_trend_periods(const score_trend *trend);
/* period below score_trend_periods, else SCORE_E_USAGE. */
SCORE_API int score_trend_period_get(score_trend_period *out, const score_trend *trend, size_t period);

/* In order of code; the one asked for where a unit was. A unit that one single unit took over is part of its history. */
SCORE_API size_t score_trend_units(const score_trend *trend);
SCORE_API const char *score_trend_unit_code(const score_trend *trend, size_t unit);

typedef struct score_trend_point {
  int present;              /* 0 = no data in this period: only step is set */
  const char *code;         /* of the unit in this period: another one before it was taken over */
  const char *merged;       /* codes it took over since the period before, "A, B"; "" unless step is MERGED */
  score_total_result total; /* result.h */
  score_step step;
  int64_t change_micro;            /* of the basis, when step is SAME or BRIDGE, else 0 */
  int64_t data_micro, rules_micro; /* they add up to the change */
  int32_t movement, moved;         /* places up (down below 0); moved 1 = ranked in both periods */
} score_trend_point;

/* SCORE_E_USAGE for an index past the end. */
SCORE_API int score_trend_point_get(score_trend_point *out, const score_trend *trend, size_t unit, size_t period);

/* What adds up to the total of the unit asked for, as score_impact_line: criteria, and what groups add. */
typedef struct score_trend_line {
  const char *node;
  score_line line;
  int in_before, in_after; /* whether the version has it */
  int comparable;          /* 0: one version does not know, or has with another meaning, a measure that it reads */
  int64_t before_micro;    /* old rules, old data */
  int64_t data_micro;      /* old rules, new data, less before */
  int64_t rules_micro;     /* new rules, new data, less old rules, new data */
  int64_t after_micro;     /* before + data + rules */
} score_trend_line;

/* 0 without a unit, or where the unit has no data. Where there is no bridge, before is after and both effects are 0. */
SCORE_API size_t score_trend_lines(const score_trend *trend, size_t period);
/* line below score_trend_lines, else SCORE_E_USAGE. */
SCORE_API int score_trend_line_get(score_trend_line *out, const score_trend *trend, size_t period, size_t line);

/* Periods of the unit, its criteria and the bridges; or of all units, last rank first. Long in CSV. */
SCORE_API int score_document_trend(score_document **out, const score_trend *trend, score_error *err);

#ifdef __cplusplus
}
#endif
#endif
