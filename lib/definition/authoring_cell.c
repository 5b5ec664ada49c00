/* One cell -> one member, by what the member is declared to be. */
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "base/period.h"
#include "base/text.h"
#include "definition/authoring.h"
#include "definition/definition.h"

score__tree *score__authoring_member(score__authoring *a, score__tree *object, const char *key, score__tree_kind kind)
{
  for (score__tree *m = object->first; m; m = m->next)
    if (m->key && !strcmp(m->key, key)) return m->kind == kind ? m : NULL;
  return score__tree_add(a->arena, object, kind, key);
}

score__tree *score__authoring_text(score__authoring *a, score__tree *object, const char *key, const char *text)
{
  score__tree *t = text ? score__tree_add(a->arena, object, SCORE__TREE_TEXT, key) : NULL;
  if (t) t->text = text;
  return t;
}

/* ---- notation ---- */

static void note_fault(void *context, score_error *err)
{
  score__authoring *a = context;
  a->errors++;
  a->report(a->context, a->line, a->at < a->columns ? a->column[a->at].name : NULL, SCORE_ERROR, err);
}

void score__authoring_notation(score__authoring *a, const score__authoring_entry *row, size_t column,
                               score__tree *object, const char *key, const score__param *p, const score__param *table,
                               const char *const *taken)
{
  const char *text = row->cell[column];
  score__notation n = {.arena = a->arena, .report = note_fault, .context = a, .start = text};
  const score__span all = {text, strlen(text)};
  score__tree *last = object->last;
  a->line = row->line;
  a->at = column;
  if (key && p && p->type == SCORE__PARAM_TREE && p->shape == SCORE__SHAPE_RULE)
    score__notation_rule(&n, object, key, all);
  else if (key)
    score__notation_value(&n, object, key, p, all);
  else
    score__notation_members(&n, object, table, taken, all);
  for (score__tree *m = last ? last->next : object->first; m; m = m->next)
    score__authoring_origin(a, m, row->line, column);
}

/* ---- numbers and dates as offices write them ---- */

static const char *decimal(score__authoring *a, const score__authoring_entry *row, size_t column)
{
  const char *text = row->cell[column];
  const char *comma = strchr(text, ','), *point = strchr(text, '.');
  const char *mark = comma ? comma : point;
  if (!mark || (comma && point) || strchr(mark + 1, *mark) || text[strspn(text, "+-0123456789,.%")]) return text;
  size_t digits = strspn(mark + 1, "0123456789");
  bool foreign = *mark != a->mark;
  if (foreign && digits == 3 && (!mark[4] || mark[4] == '%')) {
    char *grouped = score__arena_text(a->arena, text), *decimal = score__arena_text(a->arena, text);
    if (!grouped || !decimal) return text;
    memmove(grouped + (mark - text), mark + 1, strlen(mark));
    decimal[mark - text] = a->mark;
    score_error err;
    score__fail(&err, SCORE_E_INPUT, SCORE__PH_CELL_TWO_READINGS, text, decimal, grouped, NULL);
    a->errors++;
    a->report(a->context, row->line, a->column[column].name, SCORE_ERROR, &err);
    return NULL;
  }
  char *out = score__arena_text(a->arena, text);
  if (out) out[mark - text] = '.';
  return out;
}

/* "31/12/2025", "31-12-2025" -> "2025-12-31"; anything else as it is. */
static const char *day(score__authoring *a, const char *text)
{
  unsigned part[3] = {0};
  size_t k = 0, digits = 0;
  for (const char *c = text; *c; c++) {
    if (*c >= '0' && *c <= '9' && digits < 4) {
      part[k] = part[k] * 10 + (unsigned)(*c - '0');
      digits++;
    } else if ((*c == '/' || *c == '-' || *c == '.') && k < 2 && digits) {
      k++;
      digits = 0;
    } else {
      return text;
    }
  }
  if (k != 2 || digits != 4 || part[0] > 31 || part[1] > 12) return text;
  char iso[] = "0000-00-00";
  const unsigned digit[8] = {part[2] / 1000, part[2] / 100 % 10, part[2] / 10 % 10, part[2] % 10,
                             part[1] / 10,   part[1] % 10,       part[0] / 10,      part[0] % 10};
  static const size_t place[8] = {0, 1, 2, 3, 5, 6, 8, 9};
  for (size_t i = 0; i < 8; i++) iso[place[i]] = (char)('0' + digit[i]);
  const char *out = score__arena_text(a->arena, iso);
  return out ? out : text;
}

/* ---- members ---- */

static const char *english_of(const score__authoring *a, const score__authoring_entry *row, const char *member,
                              size_t *column)
{
  for (size_t i = 0; i < a->columns; i++)
    if (a->column[i].role == SCORE__CELL_OF_MEMBER && a->column[i].english && !strcmp(a->column[i].member, member)) {
      *column = i;
      return row->cell[i];
    }
  return "";
}

static void put_words(score__authoring *a, const score__authoring_entry *row, size_t i, score__tree *object,
                      const char *member, const char *column_member)
{
  size_t column = SIZE_MAX, other = SIZE_MAX;
  const char *vi = score__authoring_cell(a, row, SCORE__CELL_OF_MEMBER, column_member, &column);
  const char *en = english_of(a, row, column_member, &other);
  score__tree *t = NULL;
  if (score__tree_get(object, member)) {
    if (i == (*vi && (!*en || column < other) ? column : other)) /* else by the other half */
      score__authoring_fault(a, row->line, i, SCORE_ERROR, SCORE__PH_NOTE_TWICE, member, NULL);
    return;
  }
  if (!*en) {
    t = score__authoring_text(a, object, member, vi);
  } else {
    t = score__tree_add(a->arena, object, SCORE__TREE_OBJECT, member);
    if (t && *vi) score__authoring_origin(a, score__authoring_text(a, t, "vi", vi), row->line, column);
    if (t) score__authoring_origin(a, score__authoring_text(a, t, "en", en), row->line, other);
  }
  score__authoring_origin(a, t, row->line, *vi ? column : other);
}

static void put_member(score__authoring *a, const score__authoring_entry *row, size_t i, score__tree *object,
                       const char *member, const score__param *p)
{
  const char *text = row->cell[i];
  score__tree *t;
  switch (p->type) {
  case SCORE__PARAM_TEXT:
  case SCORE__PARAM_EXPR:
  case SCORE__PARAM_CONDITION: t = score__authoring_text(a, object, member, text); break;
  case SCORE__PARAM_MICRO:
  case SCORE__PARAM_NUMBER:
    text = decimal(a, row, i);
    t = score__authoring_text(a, object, member, text ? text : "0");
    break;
  case SCORE__PARAM_DAY: t = score__authoring_text(a, object, member, day(a, text)); break;
  default:
    if (p->type == SCORE__PARAM_TREE && p->shape == SCORE__SHAPE_GRID) {
      text = decimal(a, row, i);
      t = score__authoring_text(a, object, member, text ? text : "none");
      break;
    }
    score__authoring_notation(a, row, i, object, member, p, NULL, NULL);
    return;
  }
  score__authoring_origin(a, t, row->line, i);
}

static void put_source(score__authoring *a, const score__authoring_entry *row, size_t i, score__tree *object)
{
  score__tree *source = score__authoring_member(a, object, "source", SCORE__TREE_OBJECT);
  if (!source) {
    score__authoring_fault(a, row->line, i, SCORE_ERROR, SCORE__PH_NOTE_TWICE, "source", NULL);
    return;
  }
  score__authoring_origin(a, source, row->line, i);
  score__authoring_origin(a, score__authoring_text(a, source, a->column[i].member, row->cell[i]), row->line, i);
}

static void not_here(score__authoring *a, const score__authoring_entry *row, size_t i)
{
  score__authoring_fault(a, row->line, i, SCORE_ERROR, SCORE__PH_SHEET_NOT_HERE, row->cell[i],
                         score__row_kinds[row->kind].name);
}

/* A grade's mark stands in the column that for criteria is the source's. */
static void put_cell(score__authoring *a, const score__authoring_entry *row, size_t i, score__tree *object,
                     const score__param *table)
{
  const score__row_kind *kind = &score__row_kinds[row->kind];
  const score__authoring_column *c = &a->column[i];
  const char *member = c->member;
  if (c->role == SCORE__CELL_OF_SOURCE && score__param_find(table, "source")) {
    put_source(a, row, i, object);
    return;
  }
  if (kind->from && !strcmp(member, kind->from)) member = kind->as;
  const score__param *p = score__param_find(table, member);
  if (!p && !strcmp(member, "code")) { /* what has no code of its own says its key there */
    member = "key";
    p = score__param_find(table, member);
  }
  if (!p)
    not_here(a, row, i);
  else if (p->type == SCORE__PARAM_WORDS)
    put_words(a, row, i, object, member, c->member);
  else if (score__tree_get(object, member))
    score__authoring_fault(a, row->line, i, SCORE_ERROR, SCORE__PH_NOTE_TWICE, member, NULL);
  else
    put_member(a, row, i, object, member, p);
}

void score__authoring_cells(score__authoring *a, const score__authoring_entry *row, score__tree *object,
                            const score__param *table)
{
  const score__row_kind *kind = &score__row_kinds[row->kind];
  for (size_t i = 0; i < a->columns; i++) {
    if (!*row->cell[i]) continue;
    switch (a->column[i].role) {
    case SCORE__CELL_OF_SOURCE:
    case SCORE__CELL_OF_MEMBER: put_cell(a, row, i, object, table); break;
    case SCORE__CELL_OF_DETAIL: score__authoring_notation(a, row, i, object, NULL, NULL, table, kind->taken); break;
    default: break;
    }
  }
}

/* ---- keys ---- */

const char *score__authoring_key(score__authoring *a, const char *text, bool measure)
{
  if (!measure && score__definition_key(text, true)) return text;
  char *key = score__text_fold(a->arena, text), *plain = score__arena_text(a->arena, text);
  if (!key || !plain) return "";
  bool ascii = score__text_is_ascii(plain, strlen(plain));
  char *from = !measure && ascii ? plain : key; /* capitals stay where there is nothing to fold */
  size_t used = 0;
  for (const char *c = from; *c && used < 60; c++) {
    bool lower = *c >= 'a' && *c <= 'z', digit = *c >= '0' && *c <= '9', upper = *c >= 'A' && *c <= 'Z' && !measure;
    bool kept = lower || digit || upper || *c == '_' || (!measure && (*c == '.' || *c == '-'));
    char fill = measure ? '_' : '-';
    if (kept)
      from[used++] = *c;
    else if (used && from[used - 1] != fill)
      from[used++] = fill;
  }
  while (used && (from[used - 1] == '-' || (measure && from[used - 1] == '_'))) used--;
  from[used] = 0;
  return from;
}

/* Moves the members of this name (NULL: all) from *rest behind the object's last. */
static void move(score__tree *object, score__tree **rest, const char *name)
{
  for (score__tree **at = rest; *at;) {
    score__tree *m = *at;
    if (name && strcmp(m->key, name) != 0) {
      at = &m->next;
      continue;
    }
    *at = m->next;
    m->next = NULL;
    if (object->last)
      object->last->next = m;
    else
      object->first = m;
    object->last = m;
  }
}

void score__authoring_order(score__tree *object, const score__param *table)
{
  static const char *const before[] = {"key", "code", "name", NULL};
  score__tree *rest = object->first;
  uint32_t index = 0;
  object->first = object->last = NULL;
  bool head = score__param_find(table, "format");                     /* a definition begins with its format and id */
  if (!score__param_find(table, "kind")) move(object, &rest, "kind"); /* of a rule */
  for (size_t i = 0; !head && before[i]; i++) move(object, &rest, before[i]);
  for (const score__param *p = table; p->name; p++) move(object, &rest, p->name);
  move(object, &rest, NULL);
  for (score__tree *m = object->first; m; m = m->next) m->index = index++;
}
