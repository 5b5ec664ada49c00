/* Inside of the comparison of two definitions: what a change is, when two members mean the same, which rows of two lists
 * belong together. */
#ifndef SCORE__CHANGE_H
#define SCORE__CHANGE_H

#include "base/buffer.h"
#include "model/sheet.h"
#include "rule/param.h"
#include "score/difference.h"

typedef struct score__change {
  uint8_t change_class;
  uint32_t node[2]; /* before, after; UINT32_MAX = not there, or not of a node */
  const char *member;
  score__words meaning; /* of the member */
  bool has[2];
  score__words text[2];
} score__change;

struct score_difference {
  score__arena arena;
  const score_criteria *side[2];
  size_t count, cap;
  score__change *change;
  size_t of_class[SCORE_CHANGE_CLASSES];
};

/* One walk over two definitions. Before and after stand at [0] and [1]. */
typedef struct score__comparison {
  score_difference *d;
  score__buffer path;               /* "/rule/target", in the node or in the file */
  uint32_t node[2];                 /* whose members are compared; UINT32_MAX = of none */
  const score__measure *measure[2]; /* the same for a measure */
  uint8_t general;                  /* class of what declares none, SCORE__CHANGE_SCORING but in some objects */
  bool probing, differs;            /* only whether there is a difference */
  bool failed;                      /* memory ran out */
} score__comparison;

/* Adds a change at the path; old or now NULL = not there. */
void score__comparison_add(score__comparison *w, uint8_t change_class, const score__words *meaning,
                           const score__words *old, const score__words *now);
/* Appends a step to the path; give its mark back. */
size_t score__comparison_enter(score__comparison *w, const char *name);
void score__comparison_leave(score__comparison *w, size_t mark);
/* Compares what a table declares of two objects (NULL = not there), but for the members `skipped` (NULL-terminated). */
void score__comparison_members(score__comparison *w, const score__param *table, const score__tree *a,
                               const score__tree *b, const char *const *skipped);

/* A member's value as text: as it stands where it is one value, else in the notation of authors. */
void score__meaning_text(score__buffer *out, const score__param *p, const score__tree *value);
/* Whether two texts are one value of this parameter. */
bool score__meaning_same(const score__param *p, const char *a, const char *b);

/* Pairs two lists: pair[i] = index in the second, SIZE_MAX = none. Equal items keep their order; what stands between
 * them is paired one by one. same(context, i, j) says whether two are equal. 0 or -1 memory. */
int score__alignment_pair(size_t *pair, size_t before, size_t after, bool (*same)(void *context, size_t i, size_t j),
                          void *context);
/* Marks a smallest set of items that were moved, place[i] being where item i stood before (all different): the others
 * have kept their order. 0 or -1 memory. */
int score__alignment_moved(bool *moved, const size_t *place, size_t count);

/* What documents about two versions say of each: name, id, version, status, SHA-256. */
void score__side_set(score_document *d, const score_criteria *set, bool old);
/* "1.1 → 1.2", or the one code there is. */
score__cell score__side_code(score_document *d, const char *old, const char *now);

#endif
