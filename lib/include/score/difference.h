/* What two versions of a criteria set differ in, member by member, each change with its class. Criteria are followed by
 * key through renumbering and moves. */
#ifndef SCORE_DIFFERENCE_H
#define SCORE_DIFFERENCE_H

#include "score/document.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum score_change_class {
  SCORE_CHANGE_SCORING = 0,  /* points, totals, grades or ranks may come out differently */
  SCORE_CHANGE_SCOPE = 1,    /* for whom, and from when to when */
  SCORE_CHANGE_EVIDENCE = 2, /* sources, evidence asked for, standing of the text */
  SCORE_CHANGE_WORDING = 3,  /* names and notes */
  SCORE_CHANGE_STRUCTURE = 4 /* what there is, where it stands, how it is numbered */
} score_change_class;
#define SCORE_CHANGE_CLASSES 5

/* "scoring", "scope", "evidence", "wording", "structure": the same in every output and language; "" for any other
 * number. */
SCORE_API const char *score_change_class_string(score_change_class change_class);

typedef struct score_difference score_difference;

/* Compares meaning, not bytes: "0.80" is "80%" is 0.8, blanks in an expression are nothing, a member that is left out
 * has its default, a text is itself in both languages. The versions' own names are no difference. Both sets must
 * outlive the result. */
SCORE_API int score_difference_new(score_difference **out, const score_criteria *before, const score_criteria *after,
                                   score_error *err);
SCORE_API void score_difference_free(score_difference *difference);

typedef struct score_change {
  score_change_class change_class;
  const char *node;                /* key of the criterion or group, "total", or "" for the set itself */
  const char *old_code, *new_code; /* printed codes, "" where the node is not there */
  const char *member;              /* "max", "rule/bands/1/points", "measures/hs_dung_han/name"; "" = all of the node */
  const char *old_text, *new_text; /* NULL where it is not there */
} score_change;

SCORE_API size_t score_difference_changes(const score_difference *difference);
/* Texts borrowed, in `lang`. change below score_difference_changes, else SCORE_E_USAGE. */
SCORE_API int score_difference_change(score_change *out, const score_difference *difference, size_t change,
                                      score_lang lang);
/* How many changes are of a class. */
SCORE_API size_t score_difference_count(const score_difference *difference, score_change_class change_class);

/* All changes as one table, with a summary of the classes. */
SCORE_API int score_document_difference(score_document **out, const score_difference *difference, score_error *err);

#ifdef __cplusplus
}
#endif
#endif
