/* A neutral tree as JSON text. */
#ifndef SCORE__JSON_TREE_H
#define SCORE__JSON_TREE_H

#include "base/buffer.h"
#include "model/tree.h"

/* Appends the whole text, with its last line end; check out->failed. */
void score__write_tree(score__buffer *out, const score__tree *tree);

#endif
