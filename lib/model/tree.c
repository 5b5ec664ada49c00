#include "model/tree.h"

#include <string.h>

score__tree *score__tree_add(score__arena *arena, score__tree *parent, score__tree_kind kind, const char *key)
{
  score__tree *t = score__arena_alloc(arena, 1, sizeof *t);
  if (!t) return NULL;
  t->kind = kind;
  t->key = key;
  t->parent = parent;
  if (parent) {
    t->index = (uint32_t)parent->count++;
    if (parent->last) {
      parent->last->next = t;
    } else {
      parent->first = t;
    }
    parent->last = t;
  }
  return t;
}

const score__tree *score__tree_get(const score__tree *tree, const char *key)
{
  if (!tree || tree->kind != SCORE__TREE_OBJECT) return NULL;
  for (const score__tree *t = tree->first; t; t = t->next) {
    if (t->key && strcmp(t->key, key) == 0) return t;
  }
  return NULL;
}

static void add_escaped(score__buffer *out, const char *key)
{
  for (; *key; key++) {
    if (*key == '~') {
      score__buffer_text(out, "~0");
    } else if (*key == '/') {
      score__buffer_text(out, "~1");
    } else {
      score__buffer_char(out, *key);
    }
  }
}

/* Recursion is as deep as the tree, which the reader bounds (SCORE__MAX_JSON_DEPTH). */
void score__tree_pointer(score__buffer *out, const score__tree *tree)
{
  if (!tree || !tree->parent) return;
  score__tree_pointer(out, tree->parent);
  score__buffer_char(out, '/');
  if (tree->key) {
    add_escaped(out, tree->key);
  } else {
    score__buffer_int(out, tree->index);
  }
}
