/* Which cell a node of the tree came from. */
#include <stdlib.h>
#include <string.h>

#include "compute/authoring.h"

void score__authoring_origin(score__authoring *a, const score__tree *at, uint32_t line, size_t column)
{
  if (!at) return;
  if (score__grow(&a->origin, &a->origin_cap, a->origin_count + 1, sizeof *a->origin))
    a->arena->failed = true;
  else
    a->origin[a->origin_count++] = (score__cell_origin){at, line, column};
}

static bool is_part(const char *key, const char *part, size_t size)
{
  size_t i = 0;
  for (; *key; key++) {
    if (i >= size) return false;
    if (*key == '~' || *key == '/') {
      if (i + 1 >= size || part[i] != '~' || part[i + 1] != (*key == '~' ? '0' : '1')) return false;
      i += 2;
    } else if (part[i++] != *key) {
      return false;
    }
  }
  return i == size;
}

/* The deepest node that the pointer reaches. */
static const score__tree *reached(const score__tree *at, const char *pointer)
{
  while (*pointer == '/') {
    const char *part = pointer + 1;
    size_t size = strcspn(part, "/"), index = 0;
    bool list = at->kind == SCORE__TREE_LIST;
    for (size_t i = 0; list && i < size && part[i] >= '0' && part[i] <= '9' && index < at->count; i++)
      index = index * 10 + (size_t)(part[i] - '0');
    const score__tree *next = at->first;
    while (next && (list ? next->index != index : !next->key || !is_part(next->key, part, size))) next = next->next;
    if (!next) break;
    at = next;
    pointer = part + size;
  }
  return at;
}

void score__authoring_place(const score__authoring *a, const char *pointer, uint32_t *line, const char **column)
{
  *line = 0;
  *column = NULL;
  for (const score__tree *t = reached(a->root, pointer); t; t = t->parent)
    for (size_t i = a->origin_count; i-- > 0;) {
      if (a->origin[i].at != t) continue;
      *line = a->origin[i].line;
      if (a->origin[i].column < a->columns) *column = a->column[a->origin[i].column].name;
      return;
    }
}
