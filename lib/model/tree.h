/* A small neutral tree: what a definition is read from, whatever file it came in. Nodes have no position: their path
 * is a JSON pointer, and line and column are looked up again only when a finding is printed. */
#ifndef SCORE__TREE_H
#define SCORE__TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"

typedef enum score__tree_kind {
  SCORE__TREE_NULL,
  SCORE__TREE_BOOLEAN,
  SCORE__TREE_INTEGER,
  SCORE__TREE_TEXT, /* valid UTF-8, NFC, no NUL inside */
  SCORE__TREE_LIST,
  SCORE__TREE_OBJECT
} score__tree_kind;

typedef struct score__tree {
  score__tree_kind kind;
  uint32_t index;  /* position in the parent */
  const char *key; /* member name in an object, else NULL */
  const char *text;
  int64_t integer; /* also 0/1 of a boolean */
  const struct score__tree *parent;
  struct score__tree *first, *last, *next; /* children in order */
  size_t count;                            /* children */
} score__tree;

/* A new node, appended to parent (NULL = a root). key and text are borrowed: put them in the arena first. NULL when
 * memory is out. */
score__tree *score__tree_add(score__arena *arena, score__tree *parent, score__tree_kind kind, const char *key);
/* A member of an object by exact name; NULL when absent or tree is no object. */
const score__tree *score__tree_get(const score__tree *tree, const char *key);
/* "/groups/2/criteria/0/rule/target", with ~0 ~1 escapes; "" for the root. */
void score__tree_pointer(score__buffer *out, const score__tree *tree);

#endif
