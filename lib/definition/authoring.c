/* The rows of a spreadsheet -> the tree of a definition. */
#include "definition/authoring.h"

#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "definition/definition.h"

static const char *key_of(const score__authoring *a, const score__authoring_entry *row, size_t *column)
{
  const char *key = score__authoring_cell(a, row, SCORE__CELL_OF_MEMBER, "key", column);
  return *key ? key : score__authoring_cell(a, row, SCORE__CELL_OF_MEMBER, "code", column);
}

/* Only these cells may be filled. */
static void refuse_others(score__authoring *a, const score__authoring_entry *row, const char *const *members)
{
  for (size_t i = 0; i < a->columns; i++) {
    const score__authoring_column *c = &a->column[i];
    bool free = c->role == SCORE__CELL_OF_NOTHING || c->role == SCORE__CELL_OF_ROW || c->role == SCORE__CELL_OF_RULE;
    free = free || (c->role == SCORE__CELL_OF_MEMBER && score__notation_taken(members, c->member));
    if (*row->cell[i] && !free)
      score__authoring_fault(a, row->line, i, SCORE_ERROR, SCORE__PH_SHEET_NOT_HERE, row->cell[i],
                             score__row_kinds[row->kind].name);
  }
}

static void twice(score__authoring *a, const score__authoring_entry *row, size_t column, const char *what)
{
  score__authoring_fault(a, row->line, column, SCORE_ERROR, SCORE__PH_NOTE_TWICE, what, NULL);
}

/* Text and its English half into `key` of the object, or a new item of a list (key NULL). */
static void put_words(score__authoring *a, const score__authoring_entry *row, score__tree *at, const char *key)
{
  size_t column = SIZE_MAX;
  const char *vi = score__authoring_cell(a, row, SCORE__CELL_OF_MEMBER, "name", &column), *en = "";
  for (size_t i = 0; i < a->columns; i++)
    if (a->column[i].role == SCORE__CELL_OF_MEMBER && a->column[i].english && !strcmp(a->column[i].member, "name"))
      en = row->cell[i];
  score__tree *t;
  if (!*en) {
    t = score__authoring_text(a, at, key, vi);
  } else {
    t = score__tree_add(a->arena, at, SCORE__TREE_OBJECT, key);
    if (t && *vi) score__authoring_text(a, t, "vi", vi);
    if (t) score__authoring_text(a, t, "en", en);
  }
  score__authoring_origin(a, t, row->line, column);
}

/* ---- members of the definition: "status", "grades.basis" ---- */

static const char *root_names(score__authoring *a)
{
  score__buffer b = {0};
  for (const score__param *p = score__definition_root; p->name; p++) {
    if (b.size) score__buffer_text(&b, ", ");
    score__buffer_text(&b, p->name);
  }
  const char *s = b.data && !b.failed ? score__arena_text(a->arena, b.data) : NULL;
  score__buffer_free(&b);
  return s ? s : "";
}

static void put_set_value(score__authoring *a, const score__authoring_entry *row, score__tree *object, const char *key,
                          const score__param *p)
{
  size_t rule, name;
  const char *text = score__authoring_cell(a, row, SCORE__CELL_OF_RULE, NULL, &rule);
  bool words = p && p->type == SCORE__PARAM_WORDS;
  if (!*text && words) {
    put_words(a, row, object, key);
    return;
  }
  if (!*text) { /* "bộ | id | nq57": said as a name */
    text = score__authoring_cell(a, row, SCORE__CELL_OF_MEMBER, "name", &name);
    rule = name;
  }
  if (!*text) {
    score__authoring_fault(a, row->line, SIZE_MAX, SCORE_ERROR, SCORE__PH_DEF_MISSING, key, NULL);
    return;
  }
  if (p && p->type == SCORE__PARAM_TREE && p->shape == SCORE__SHAPE_OBJECT && *text != '{') {
    score__tree *t = score__authoring_member(a, object, key, SCORE__TREE_OBJECT);
    if (!t) return;
    score__authoring_origin(a, t, row->line, rule);
    score__authoring_notation(a, row, rule, t, NULL, NULL, p->rows, NULL);
    return;
  }
  score__authoring_notation(a, row, rule, object, key, p, NULL, NULL);
}

static void set_row(score__authoring *a, const score__authoring_entry *row)
{
  static const char *const members[] = {"key", "code", "name", NULL};
  size_t column;
  const char *path = key_of(a, row, &column), *dot = strchr(path, '.');
  char *head = score__arena_copy(a->arena, path, dot ? (size_t)(dot - path) : strlen(path));
  refuse_others(a, row, members);
  if (!head) return;
  const score__param *p = score__param_find(score__definition_root, head);
  if (!p && strcmp(head, "comment") != 0) {
    score__authoring_fault(a, row->line, column, SCORE_ERROR, SCORE__PH_SHEET_MEMBER, path, root_names(a));
    return;
  }
  score__tree *object = a->root;
  const char *key = head;
  if (dot) {
    bool map = p && p->type == SCORE__PARAM_TREE && p->shape == SCORE__SHAPE_MAP;
    bool texts = p && p->type == SCORE__PARAM_TREE && p->shape == SCORE__SHAPE_TEXT_MAP;
    static const score__param condition = {.name = "condition", .type = SCORE__PARAM_CONDITION};
    object = score__authoring_member(a, a->root, head, SCORE__TREE_OBJECT);
    key = dot + 1;
    p = texts && strcmp(key, "comment") != 0 ? &condition : p && !map ? score__param_find(p->rows, key) : NULL;
  }
  if (!object || (score__tree_get(object, key) && !(p && p->shape == SCORE__SHAPE_OBJECT)))
    twice(a, row, column, path);
  else
    put_set_value(a, row, object, key, p);
}

/* ---- rows that are objects of a list, or of a map by key ---- */

static score__tree *container(score__authoring *a, uint8_t kind, score__tree_kind last)
{
  const char *const *path = score__row_kinds[kind].path;
  score__tree *at = a->root;
  for (size_t i = 0; i < 2 && path[i] && at; i++)
    at = score__authoring_member(a, at, path[i], i == 1 || !path[1] ? last : SCORE__TREE_OBJECT);
  return at;
}

static void fill(score__authoring *a, const score__authoring_entry *row, score__tree *t, size_t key_column)
{
  const score__row_kind *kind = &score__row_kinds[row->kind];
  const score__param *table = score__row_table(row->kind);
  size_t rule;
  score__authoring_entry copy = *row;
  bool has_rule = *score__authoring_cell(a, row, SCORE__CELL_OF_RULE, NULL, &rule) != 0;
  score__authoring_origin(a, t, row->line, key_column == SIZE_MAX && has_rule ? rule : key_column);
  if (key_column < a->columns && !score__param_find(table, "key")) { /* the key of a map is no member */
    copy.cell = score__arena_alloc(a->arena, a->columns, sizeof *copy.cell);
    if (!copy.cell) return;
    memcpy(copy.cell, row->cell, a->columns * sizeof *copy.cell);
    copy.cell[key_column] = "";
  }
  score__authoring_cells(a, &copy, t, table);
  if (has_rule) score__authoring_notation(a, row, rule, t, NULL, NULL, table, kind->taken);
}

static void map_row(score__authoring *a, const score__authoring_entry *row)
{
  size_t column, rule;
  const char *key = key_of(a, row, &column);
  bool measure = row->kind == SCORE__ROW_MEASURE;
  if (!*key) {
    score__authoring_fault(a, row->line, column, SCORE_ERROR, SCORE__PH_SHEET_NO_CODE, score__row_kinds[row->kind].name,
                           NULL);
    return;
  }
  score__tree *map = container(a, row->kind, SCORE__TREE_OBJECT);
  if (!map ||
      (measure && a->measure_count ? score__authoring_measure(a, key) != NULL : score__tree_get(map, key) != NULL)) {
    twice(a, row, column, key);
    return;
  }
  if (row->kind != SCORE__ROW_CONDITION) {
    score__tree *t =
        measure ? score__authoring_measure_add(a, key) : score__tree_add(a->arena, map, SCORE__TREE_OBJECT, key);
    if (t) fill(a, row, t, column);
    return;
  }
  static const char *const members[] = {"key", "code", NULL};
  const char *text = score__authoring_cell(a, row, SCORE__CELL_OF_RULE, NULL, &rule);
  refuse_others(a, row, members);
  score__authoring_origin(a, score__authoring_text(a, map, key, text), row->line, rule == SIZE_MAX ? column : rule);
}

static void list_row(score__authoring *a, const score__authoring_entry *row)
{
  static const char *const members[] = {"name", NULL};
  score__tree *list = container(a, row->kind, SCORE__TREE_LIST);
  size_t rule, name;
  if (!list) {
    twice(a, row, SIZE_MAX, score__row_kinds[row->kind].path[0]);
    return;
  }
  if (row->kind == SCORE__ROW_NOTE) {
    refuse_others(a, row, members);
    if (*score__authoring_cell(a, row, SCORE__CELL_OF_RULE, NULL, &rule)) {
      static const score__param words = {.name = "note", .type = SCORE__PARAM_WORDS};
      score__tree holder = {.kind = SCORE__TREE_LIST};
      score__authoring_notation(a, row, rule, &holder, "note", &words, NULL, NULL);
      if (holder.first) {
        holder.first->key = NULL;
        holder.first->parent = list;
        holder.first->index = (uint32_t)list->count++;
        if (list->last)
          list->last->next = holder.first;
        else
          list->first = holder.first;
        list->last = holder.first;
      }
      return;
    }
    score__authoring_cell(a, row, SCORE__CELL_OF_MEMBER, "name", &name);
    put_words(a, row, list, NULL);
    return;
  }
  score__tree *t = score__tree_add(a->arena, list, SCORE__TREE_OBJECT, NULL);
  if (t) fill(a, row, t, SIZE_MAX);
}

/* The measure that the row's group names; NULL after a fault. */
static score__tree *measure_of(score__authoring *a, const score__authoring_entry *row)
{
  size_t column;
  const char *key = score__authoring_cell(a, row, SCORE__CELL_OF_GROUP, NULL, &column);
  score__tree *measure = score__authoring_measure(a, key);
  if (measure && measure->kind == SCORE__TREE_OBJECT) return measure;
  score__authoring_fault(a, row->line, column, SCORE_ERROR, SCORE__PH_SHEET_OPTION_OF, key, NULL);
  return NULL;
}

static void option_row(score__authoring *a, const score__authoring_entry *row)
{
  score__tree *measure = measure_of(a, row);
  score__tree *list = measure ? score__authoring_member(a, measure, "options", SCORE__TREE_LIST) : NULL;
  score__tree *t = list ? score__tree_add(a->arena, list, SCORE__TREE_OBJECT, NULL) : NULL;
  size_t group;
  score__authoring_cell(a, row, SCORE__CELL_OF_GROUP, NULL, &group);
  if (list && list->count == 1) score__authoring_origin(a, list, row->line, group);
  if (t) fill(a, row, t, SIZE_MAX);
  if (measure && !list) twice(a, row, SIZE_MAX, "options");
}

static void other_row(score__authoring *a, const score__authoring_entry *row)
{
  switch (row->kind) {
  case SCORE__ROW_MEASURE:
  case SCORE__ROW_CONDITION:
  case SCORE__ROW_CALENDAR: map_row(a, row); break;
  case SCORE__ROW_OPTION: option_row(a, row); break;
  default: list_row(a, row); break;
  }
}

static void order_all(score__authoring *a)
{
  for (score__tree *m = a->root->first; m; m = m->next)
    if (!strcmp(m->key, "total") && m->kind == SCORE__TREE_OBJECT) score__authoring_order(m, score__total_params);
  const score__tree *measures = score__tree_get(a->root, "measures"), *levers = score__tree_get(a->root, "levers");
  score__authoring_order(a->root, score__definition_root);
  for (score__tree *m = levers ? levers->first : NULL; m; m = m->next)
    if (m->kind == SCORE__TREE_OBJECT) score__authoring_order(m, score__lever_params);
  for (score__tree *m = measures ? measures->first : NULL; m; m = m->next) {
    const score__tree *options = score__tree_get(m, "options");
    if (m->kind == SCORE__TREE_OBJECT) score__authoring_order(m, score__measure_params);
    for (score__tree *o = options ? options->first : NULL; o; o = o->next)
      if (o->kind == SCORE__TREE_OBJECT) score__authoring_order(o, score__option_params);
  }
}

score__tree *score__authoring_finish(score__authoring *a)
{
  a->root = score__tree_add(a->arena, NULL, SCORE__TREE_OBJECT, NULL);
  if (!a->root) return NULL;
  for (size_t i = 0; i < a->row_count; i++)
    if (a->row[i].kind == SCORE__ROW_SET) set_row(a, &a->row[i]);
  for (size_t i = 0; i < a->row_count && !a->arena->failed; i++)
    if (a->row[i].kind > SCORE__ROW_SET) other_row(a, &a->row[i]);
  score__authoring_groups(a);
  score__authoring_defaults(a);
  score__authoring_measures(a);
  order_all(a);
  return a->arena->failed ? NULL : a->root;
}
