/* Reads a release line by line. Each line has to be what the format wants at its place, spelled as the format spells it,
 * and each part has to have the digest that is written under it. */
#ifndef SCORE__THAW_H
#define SCORE__THAW_H

#include "release/frozen.h"

/* Compiles a definition: 0 or a negative code, with findings and err filled. */
typedef int (*score__thaw_compile)(score_criteria **out, const void *bytes, size_t size, const char *name,
                                   score_findings *findings, score_error *err);

typedef struct score__thaw {
  score_release *release;
  score__thaw_compile compile;
  score_findings *findings;
  score_error *err;
  int code;                 /* nothing is read after a failure */
  int bad;                  /* a digest does not fit: told, and read on */
  int part;                 /* SCORE__PART_*; SCORE__PARTS = the last line */
  bool begun;               /* the line that opens a part was read */
  bool rows;                /* of the inputs: past the list of periods */
  bool finished;            /* the last line was read */
  uint32_t line, part_line; /* this one; where the part begins */
  score__sha256 whole, part_digest;
  const char *definition; /* until its digest was checked */
  size_t definition_bytes;
  uint32_t *attribute; /* order of the attributes: as they were read */
  score__input_place place;
  size_t record_count, record_cap, node_cap;
  score__unit_record *record;
  score__node_record *node; /* [records][nodes] */
  score__unit_record next;
  score__buffer again; /* the line, written again */
} score__thaw;

/* release: name is set, all else empty. */
void score__thaw_start(score__thaw *t, score_release *release, score__thaw_compile compile, score_findings *findings,
                       score_error *err);
/* One line without its line feed. */
void score__thaw_line(score__thaw *t, const char *line, size_t size);
/* A fault of the file at this line: what the phrase says of the part, and of `found`. */
void score__thaw_refuse(score__thaw *t, int code, int phrase, const char *found);
/* All lines were read: 0, or the first failure. */
int score__thaw_finish(score__thaw *t);
void score__thaw_free(score__thaw *t);

/* The result of a release from its records; 0 or SCORE_E_*. */
int score__thaw_result(score__thaw *t);
/* An empty result over these units of the release's data (indices, in order of code), with all that comes before the
 * nodes. NULL when memory is out. */
score_result *score__release_blank(const score_release *release, const uint32_t *unit, size_t count, const char *scope);
/* Positions in order of rank. */
bool score__release_order(score_result *r);

#endif
