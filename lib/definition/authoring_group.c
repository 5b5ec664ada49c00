/* Rows -> groups and criteria. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "definition/authoring.h"
#include "definition/definition.h"

typedef struct group {
  const score__authoring_entry *row; /* NULL: named by criteria only */
  const char *key, *code, *name;
  size_t parent; /* SIZE_MAX = none */
  score__tree *tree;
} group;

typedef struct groups {
  score__authoring *a;
  score__dict by_key, by_code, by_name;
  score__dict criteria; /* their codes and keys */
  group *item;
  size_t count, cap;
  bool declared;
} groups;

static const char *member(const score__authoring *a, const score__authoring_entry *row, const char *name)
{
  return score__authoring_cell(a, row, SCORE__CELL_OF_MEMBER, name, NULL);
}

static size_t column_of(const score__authoring *a, const score__authoring_entry *row, const char *name)
{
  size_t column, key;
  score__authoring_cell(a, row, SCORE__CELL_OF_MEMBER, name, &column);
  score__authoring_cell(a, row, SCORE__CELL_OF_MEMBER, "key", &key);
  return key != SIZE_MAX && !strcmp(name, "code") && !*row->cell[column < a->columns ? column : key] ? key : column;
}

static size_t find(const groups *g, const char *text)
{
  size_t i = score__dict_get(&g->by_key, text);
  if (i == SIZE_MAX) i = score__dict_get(&g->by_code, text);
  return i == SIZE_MAX ? score__dict_get(&g->by_name, text) : i;
}

/* Once its key, code and name stand. */
static void enter(groups *g, size_t i)
{
  const group *one = &g->item[i];
  if (score__dict_add(&g->by_key, one->key, i) || score__dict_add(&g->by_code, one->code, i) ||
      score__dict_add(&g->by_name, one->name, i))
    g->a->arena->failed = true;
}

static group *add(groups *g)
{
  if (score__grow(&g->item, &g->cap, g->count + 1, sizeof *g->item)) {
    g->a->arena->failed = true;
    return NULL;
  }
  g->item[g->count] = (group){.key = "", .code = "", .name = "", .parent = SIZE_MAX};
  return &g->item[g->count++];
}

static void declared_groups(groups *g)
{
  score__authoring *a = g->a;
  for (size_t i = 0; i < a->row_count; i++) {
    const score__authoring_entry *row = &a->row[i];
    if (row->kind != SCORE__ROW_GROUP) continue;
    group *one = add(g);
    if (!one) return;
    g->declared = true;
    one->row = row;
    one->code = member(a, row, "code");
    one->key = member(a, row, "key");
    one->name = member(a, row, "name");
    if (!*one->key) one->key = score__authoring_key(a, one->code, false);
    enter(g, g->count - 1);
    if (!*one->key)
      score__authoring_fault(a, row->line, SIZE_MAX, SCORE_ERROR, SCORE__PH_SHEET_NO_CODE, one->name, NULL);
  }
}

static void no_such_group(groups *g, const score__authoring_entry *row, size_t column, const char *text)
{
  score__buffer b = {0};
  for (size_t i = 0; i < g->count && b.size < 120; i++) {
    if (i) score__buffer_text(&b, ", ");
    score__buffer_text(&b, *g->item[i].code ? g->item[i].code : g->item[i].key);
  }
  score__authoring_fault(g->a, row->line, column, SCORE_ERROR, SCORE__PH_SHEET_GROUP, text, b.data ? b.data : "");
  score__buffer_free(&b);
}

static void link_groups(groups *g)
{
  for (size_t i = 0; i < g->count; i++) {
    size_t column;
    const char *text = score__authoring_cell(g->a, g->item[i].row, SCORE__CELL_OF_GROUP, NULL, &column);
    if (!*text) continue;
    size_t parent = find(g, text);
    size_t up = parent, steps = 0;
    while (up != SIZE_MAX && up != i && steps++ <= g->count) up = g->item[up].parent;
    if (parent == SIZE_MAX)
      no_such_group(g, g->item[i].row, column, text);
    else if (up == i)
      score__authoring_fault(g->a, g->item[i].row->line, column, SCORE_ERROR, SCORE__PH_SHEET_GROUP_LOOP, text, NULL);
    else
      g->item[i].parent = parent;
  }
  for (size_t i = 0; i < g->count; i++) { /* so deep that nobody need walk it */
    size_t depth = 0;
    char n[24];
    for (size_t up = g->item[i].parent; up != SIZE_MAX && depth <= SCORE__MAX_GROUP_DEPTH; depth++)
      up = g->item[up].parent;
    if (depth <= SCORE__MAX_GROUP_DEPTH) continue;
    g->item[i].parent = SIZE_MAX;
    score__authoring_fault(g->a, g->item[i].row->line, SIZE_MAX, SCORE_ERROR, SCORE__PH_DEF_DEPTH,
                           score__int_text(n, SCORE__MAX_GROUP_DEPTH), NULL);
  }
}

static score__tree *list_in(score__authoring *a, score__tree *object, const char *key)
{
  return score__authoring_member(a, object, key, SCORE__TREE_LIST);
}

static score__tree *make(groups *g, size_t i)
{
  score__authoring *a = g->a;
  if (!g->item) return NULL;
  if (g->item[i].tree) return g->item[i].tree;
  size_t parent = g->item[i].parent;
  score__tree *above = parent == SIZE_MAX ? a->root : make(g, parent);
  score__tree *list = above ? list_in(a, above, "groups") : NULL;
  score__tree *t = list ? score__tree_add(a->arena, list, SCORE__TREE_OBJECT, NULL) : NULL;
  const score__authoring_entry *row = g->item[i].row;
  g->item[i].tree = t;
  if (!t) return NULL;
  if (row) {
    score__authoring_origin(a, t, row->line, SIZE_MAX);
    score__authoring_cells(a, row, t, score__group_params);
    size_t rule;
    const char *text = score__authoring_cell(a, row, SCORE__CELL_OF_RULE, NULL, &rule);
    if (*text) score__authoring_fault(a, row->line, rule, SCORE_ERROR, SCORE__PH_SHEET_NOT_HERE, text, "group");
    if (!score__tree_get(t, "key"))
      score__authoring_origin(a, score__authoring_text(a, t, "key", g->item[i].key), row->line,
                              column_of(a, row, "code"));
    if (!score__tree_get(t, "name"))
      score__authoring_fault(a, row->line, column_of(a, row, "name"), SCORE_ERROR, SCORE__PH_SHEET_NO_NAME, NULL, NULL);
  } else {
    score__authoring_text(a, t, "key", g->item[i].key);
    score__authoring_text(a, t, "code", g->item[i].code);
    score__authoring_text(a, t, "name", g->item[i].name);
  }
  return t;
}

/* ---- groups that only criteria name ---- */

static const char *roman(size_t n, char out[24])
{
  static const struct {
    size_t value;
    const char *sign;
  } signs[] = {{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}};
  size_t used = 0;
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    for (; n >= signs[i].value && used < 20; n -= signs[i].value)
      for (const char *c = signs[i].sign; *c && used < 23; c++) out[used++] = *c;
  out[used] = 0;
  return out;
}

static bool is_code_taken(const groups *g, const char *code)
{
  return score__dict_get(&g->criteria, code) != SIZE_MAX || score__dict_get(&g->by_key, code) != SIZE_MAX ||
         score__dict_get(&g->by_code, code) != SIZE_MAX;
}

static void enter_criteria(groups *g)
{
  for (size_t i = 0; i < g->a->row_count; i++) {
    const score__authoring_entry *row = &g->a->row[i];
    if (row->kind != SCORE__ROW_CRITERION) continue;
    if (score__dict_add(&g->criteria, member(g->a, row, "code"), i) ||
        score__dict_add(&g->criteria, member(g->a, row, "key"), i))
      g->a->arena->failed = true;
  }
}

/* "II. Hạ tầng số" -> its code; else the roman number of its place. */
static const char *own_code(groups *g, const char *text)
{
  score__authoring *a = g->a;
  size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
  if (n && n <= 6 && strchr(".):", text[n] ? text[n] : 'x') && text[n + 1] == ' ') {
    const char *code = score__arena_copy(a->arena, text, n);
    if (code && !is_code_taken(g, code)) return code;
  }
  char buf[24];
  return score__arena_text(a->arena, roman(g->count + 1, buf));
}

static size_t implied(groups *g, const char *text)
{
  const char *code = own_code(g, text), *key = code;
  char mark[64] = "nhom-";
  if (!code) return SIZE_MAX;
  if (is_code_taken(g, code)) {
    score__int_text(mark + 5, (int64_t)g->count + 1);
    key = score__arena_text(g->a->arena, mark);
  }
  group *one = add(g);
  if (!one || !key) return SIZE_MAX;
  one->code = code;
  one->key = key;
  one->name = text;
  enter(g, g->count - 1);
  return g->count - 1;
}

/* A blank cell is the group of the row above: merged cells come so. */
static size_t group_of(groups *g, const score__authoring_entry *row, size_t above)
{
  size_t column;
  const char *text = score__authoring_cell(g->a, row, SCORE__CELL_OF_GROUP, NULL, &column);
  if (!*text && above != SIZE_MAX) return above;
  if (!*text && g->declared) {
    no_such_group(g, row, column, text);
    return SIZE_MAX;
  }
  if (!*text) {
    const score__tree *name = score__tree_get(g->a->root, "name");
    text = name && name->kind == SCORE__TREE_TEXT ? name->text : "Tiêu chí";
  }
  size_t i = find(g, text);
  if (i != SIZE_MAX || !g->declared) return i != SIZE_MAX ? i : implied(g, text);
  no_such_group(g, row, column, text);
  return SIZE_MAX;
}

static void criterion(groups *g, const score__authoring_entry *row, size_t i)
{
  score__authoring *a = g->a;
  score__tree *above = i == SIZE_MAX ? NULL : make(g, i);
  score__tree *list = above ? list_in(a, above, "criteria") : NULL;
  score__tree loose = {.kind = SCORE__TREE_LIST};
  score__tree *t = score__tree_add(a->arena, list ? list : &loose, SCORE__TREE_OBJECT, NULL);
  if (!t) return;
  if (above && !list) /* the row of the group says something else of its criteria */
    score__authoring_fault(a, row->line, SIZE_MAX, SCORE_ERROR, SCORE__PH_NOTE_TWICE, "criteria", NULL);
  score__authoring_origin(a, t, row->line, SIZE_MAX);
  score__authoring_cells(a, row, t, score__criterion_params);
  size_t rule;
  if (*score__authoring_cell(a, row, SCORE__CELL_OF_RULE, NULL, &rule)) {
    if (score__tree_get(t, "rule"))
      score__authoring_fault(a, row->line, rule, SCORE_ERROR, SCORE__PH_NOTE_TWICE, "rule", NULL);
    else
      score__authoring_notation(a, row, rule, t, "rule", score__param_find(score__criterion_params, "rule"), NULL,
                                NULL);
  }
  if (!score__tree_get(t, "key")) {
    const char *code = member(a, row, "code"), *key = score__authoring_key(a, code, false);
    if (*key)
      score__authoring_origin(a, score__authoring_text(a, t, "key", key), row->line, column_of(a, row, "code"));
    else
      score__authoring_fault(a, row->line, SIZE_MAX, SCORE_ERROR, SCORE__PH_SHEET_NO_CODE,
                             *code ? code : member(a, row, "name"), NULL);
  }
  if (!score__tree_get(t, "name"))
    score__authoring_fault(a, row->line, column_of(a, row, "name"), SCORE_ERROR, SCORE__PH_SHEET_NO_NAME, NULL, NULL);
}

/* Headings head something: codes that are all letters are codes of criteria. */
static void unless_alone(score__authoring *a)
{
  for (size_t i = 0; i < a->row_count; i++)
    if (a->row[i].kind == SCORE__ROW_CRITERION) return;
  for (size_t i = 0; i < a->row_count; i++)
    if (a->row[i].kind == SCORE__ROW_GROUP) a->row[i].kind = SCORE__ROW_CRITERION;
}

void score__authoring_groups(score__authoring *a)
{
  if (a->headings) unless_alone(a);
  groups g = {.a = a};
  size_t above = SIZE_MAX, found = 0, heading = 0; /* groups of rows stand in the order of their rows */
  enter_criteria(&g);
  declared_groups(&g);
  link_groups(&g);
  list_in(a, a->root, "groups");
  for (size_t i = 0; i < g.count; i++) make(&g, i);
  for (size_t i = 0; i < a->row_count && !a->arena->failed; i++) {
    const score__authoring_entry *row = &a->row[i];
    if (row->kind == SCORE__ROW_GROUP) above = heading++;
    if (row->kind != SCORE__ROW_CRITERION) continue;
    above = group_of(&g, row, above);
    criterion(&g, row, above);
    found++;
  }
  if (!found && !g.count) score__authoring_fault(a, 0, SIZE_MAX, SCORE_ERROR, SCORE__PH_SHEET_NO_CRITERIA, NULL, NULL);
  free(g.item);
  score__dict_free(&g.by_key);
  score__dict_free(&g.by_code);
  score__dict_free(&g.by_name);
  score__dict_free(&g.criteria);
}
