/* The periods of a trend, the versions in force in each, and the data of each under a version. */
#ifndef SCORE__TIMELINE_H
#define SCORE__TIMELINE_H

#include "model/course.h"
#include "model/frame.h"
#include "score/publication.h"

typedef struct score__timeline {
  const score_trend_source *source;
  const score_trend_options *options;
  score_findings *findings;
  score_trend *trend;  /* owns the versions */
  uint64_t *file_sets; /* of each file of data, one bit for each version its periods are of; files only */
  score_data **data;   /* [data_count] of each version, NULL = not yet read; files only */
  size_t data_count;
  score__units *units;          /* of the store, as it knows them now; NULL = files */
  score_publications *releases; /* of the store; NULL = none */
  size_t count;
  score__period *period; /* in order of time, all of one kind */
} score__timeline;

/* Free it in any case. */
int score__timeline_new(score__timeline *out, const score_trend_source *source, const score_trend_options *options,
                        score_trend *trend, score_findings *findings, score_error *err);
void score__timeline_free(score__timeline *timeline);
/* The version in force at a period's end (NULL: the newest). */
int score__timeline_set(score__timeline *timeline, const char *period, const score_criteria **out, score_error *err);
/* Whether one version was named for all periods. */
bool score__timeline_pinned(const score__timeline *timeline);
/* The data of a period and all that the version reads with it; give them back with score__timeline_leave. */
int score__timeline_data(score__timeline *timeline, const score_criteria *set, const char *period, score_data **out,
                         score_error *err);
void score__timeline_leave(const score__timeline *timeline, score_data *data);
/* The release that stands for a period; NULL with 0 = there is none. */
int score__timeline_release(const score__timeline *timeline, const score_criteria *set, const char *period,
                            const score_publication **out, score_error *err);
/* The same version as a release has it, in the trend's keeping; NULL = no such file: the release must stay. */
int score__timeline_same(score__timeline *timeline, const score_criteria *of, const score_criteria **out,
                         score_error *err);
/* Adds what is new among `told`; period: the file of those that name none. */
void score__timeline_tell(const score__timeline *timeline, const score_findings *told, const char *period);

#endif
