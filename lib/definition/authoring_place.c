/* Which cell a node of the tree came from. */
#include <stdlib.h>
#include <string.h>

#include "definition/authoring.h"

void score__authoring_origin(score__authoring *a, const score__tree *at, uint32_t line, size_t column)
{
  if (!at) return;
  if (score__grow(&a->origin, &a->origin_cap, a->origin_count + 1, sizeof *a->origin))
    a->arena->failed = true;
  else
    a->origin[a->origin_count++] = (score__cell_origin){at, line, column};
}

static int by_address(const void *x, const void *y)
{
  uintptr_t a = (uintptr_t)((const score__cell_origin *)x)->at, b = (uintptr_t)((const score__cell_origin *)y)->at;
  return a < b ? -1 : a > b;
}

void score__authoring_origins_sort(score__authoring *a)
{
  if (a->origin_count) qsort(a->origin, a->origin_count, sizeof *a->origin, by_address);
  a->origin_sorted = a->origin_count;
}

const score__cell_origin *score__authoring_origin_of(const score__authoring *a, const score__tree *at)
{
  const score__cell_origin key = {.at = at};
  for (size_t i = a->origin_count; i-- > a->origin_sorted;)
    if (a->origin[i].at == at) return &a->origin[i];
  return a->origin_sorted ? bsearch(&key, a->origin, a->origin_sorted, sizeof key, by_address) : NULL;
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
  const score__cell_origin *o = NULL;
  for (const score__tree *t = reached(a->root, pointer); t && !o; t = t->parent) o = score__authoring_origin_of(a, t);
  if (!o) return;
  *line = o->line;
  if (o->column < a->columns) *column = a->column[o->column].name;
}
