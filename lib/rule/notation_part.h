/* What all readers of notation do with a part of the line. */
#ifndef SCORE__NOTATION_PART_H
#define SCORE__NOTATION_PART_H

#include "rule/notation.h"

score__span score__notation_part(score__span text, size_t from, size_t to);
bool score__notation_is(score__span text, const char *word);
/* In the arena; NULL when memory is out. */
const char *score__notation_copy(score__notation *n, score__span text);
/* {0} of the phrase is the text itself. */
void score__notation_fault(score__notation *n, score__span at, int phrase, const char *a, const char *b);
/* Offset of the first mark, or the end after a fault about what does not fit. */
size_t score__notation_seek(score__notation *n, score__span text, size_t at, const char *marks);
/* "text with "" inside", in either quote; NULL after a fault. */
const char *score__notation_unquoted(score__notation *n, score__span text);
score__tree *score__notation_add(score__notation *n, score__tree *parent, score__tree_kind kind, const char *key);
score__tree *score__notation_add_text(score__notation *n, score__tree *parent, const char *key, const char *text);
score__tree *score__notation_add_integer(score__notation *n, score__tree *parent, score__tree_kind kind,
                                         const char *key, int64_t v);
/* Members of an object, split by `mark`. */
void score__notation_fields(score__notation *n, score__tree *object, const score__param *table,
                            const char *const *taken, score__span text, char mark);
/* What one step of a lever does to each measure, in braces or not. */
score__tree *score__notation_effect(score__notation *n, score__tree *parent, const char *key, score__span text);
void score__notation_print_effect(score__buffer *out, const score__tree *effect);
score__tree *score__notation_rows(score__notation *n, score__tree *parent, const char *key, const score__param *p,
                                  score__span text);

#endif
