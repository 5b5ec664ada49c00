/* A release in memory, and its lines: each is written from and read into the same structures, so that a line that was
 * read can be written again and compared byte by byte. */
#ifndef SCORE__FROZEN_H
#define SCORE__FROZEN_H

#include "model/scores.h"
#include "release/cursor.h"
#include "score/release.h"

enum {
  SCORE__PART_HEAD,
  SCORE__PART_DEFINITION,
  SCORE__PART_UNITS,
  SCORE__PART_INPUTS,
  SCORE__PART_RESULTS,
  SCORE__PARTS
};
extern const char *const score__release_parts[SCORE__PARTS];

typedef struct score__release_head {
  score_release_head said;
  const char *status, *criteria_sha256;
} score__release_head;

struct score_release {
  score__arena arena;
  const char *name; /* of the file */
  score__release_head head;
  char sha256[SCORE__SHA256_HEX];
  char part_sha256[SCORE__PARTS][SCORE__SHA256_HEX];
  score_criteria *criteria;
  score_data *data;
  score_result *result;
  char (*trace)[SCORE__SHA256_HEX]; /* by position of the result */
  uint32_t results_line;            /* of the first unit's results */
};

/* The numbers of one unit as a release holds them. */
typedef struct score__node_record {
  int64_t points_micro, max_micro, high_micro;
  score__fraction share; /* in lowest terms; 0/1 where none is wanted */
  uint8_t outcome, stage, flags;
} score__node_record;

typedef struct score__unit_record {
  uint32_t unit;
  score_total_result total;
  int64_t without_bonus_micro;
  char trace[SCORE__SHA256_HEX];
  score__node_record *node; /* [nodes] */
} score__unit_record;

/* node has room for all nodes. */
void score__record_take(score__unit_record *out, const score_result *r, size_t position);
void score__record_put(const score_result *r, size_t position, const score__unit_record *record);

/* Lines, each with its line feed. */
void score__line_head(score__buffer *out, const score__release_head *head);
void score__line_definition(score__buffer *out, const char *bytes, size_t size);
/* order = attributes in order of name */
void score__line_attributes(score__buffer *out, const score__units *units, const uint32_t *order);
/* alias = those of the unit, in order */
void score__line_unit(score__buffer *out, const score__units *units, uint32_t unit, const uint32_t *order,
                      const struct score__unit_alias *const *alias, size_t aliases);
/* All aliases but the first `from` in order of unit, system and text; NULL when memory is out. */
const struct score__unit_alias **score__aliases_sorted(score__arena *arena, const score__units *units, size_t from);
void score__line_period(score__buffer *out, const score__frame *frame);
/* measure = those that go in, NULL = all. Writes nothing and returns false where there is no cell. */
bool score__line_input(score__buffer *out, const score_data *data, const score__frame *frame, int stage, uint32_t unit,
                       const uint8_t *measure, bool given);
void score__line_result(score__buffer *out, const score_criteria *set, const char *unit,
                        const score__unit_record *record);
void score__line_part(score__buffer *out, const char *part, uint64_t lines, const char *sha256);
void score__line_last(score__buffer *out, const char *sha256, uint64_t lines);

/* Reading. False: c says what is wrong. */
bool score__read_head(score__cursor *c, score__release_head *out);
bool score__read_attributes(score__cursor *c, score__units *units);
/* Adds the unit, which comes after all that are there. */
bool score__read_unit(score__cursor *c, score__units *units);
bool score__read_period(score__cursor *c, score_data *data, score__frame **out);
typedef struct score__input_place { /* a row of inputs */
  uint32_t unit;
  score__frame *frame;
  int stage;
} score__input_place;
bool score__read_input(score__cursor *c, score_data *data, score__input_place *out);
bool score__read_result(score__cursor *c, const score_data *data, score__unit_record *out);
bool score__read_part(score__cursor *c, const char *part, int64_t *lines, char sha256[SCORE__SHA256_HEX]);
bool score__read_last(score__cursor *c, int64_t *lines, char sha256[SCORE__SHA256_HEX]);

/* SHA-256 over the explanation of a unit's score in machine form. 0 or SCORE_E_MEMORY. */
int score__trace_digest(char out[SCORE__SHA256_HEX], const score_result *r, size_t position);

#endif
