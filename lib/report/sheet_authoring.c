/* A definition as the spreadsheet that `criteria from-csv` reads back to the same definition. */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/text.h"
#include "definition/authoring.h"
#include "definition/definition.h"
#include "report/report.h"

enum {
  ROW,
  CODE,
  GROUP,
  NAME,
  NAME_EN,
  MAX,
  RULE,
  EVIDENCE,
  EVIDENCE_EN,
  SOURCE,
  CLAUSE,
  MARK,
  KEY,
  NOTE,
  NOTE_EN,
  APPLIES,
  REQUIRES,
  DUE,
  MOVER,
  POLICY,
  GRID,
  WEIGHT,
  OPEN,
  UNIT,
  UNIT_EN,
  DETAIL,
  COLUMNS
};

static const struct {
  const char *key;
  const char *member; /* said in the column where the row's object has it; NULL = by hand */
  bool always;
} columns[COLUMNS] = {[ROW] = {"row", NULL, true},
                      [CODE] = {"code", "code", true},
                      [GROUP] = {"group", NULL, true},
                      [NAME] = {"name", "name", true},
                      [NAME_EN] = {"name_en", NULL, false},
                      [MAX] = {"max", "max", true},
                      [RULE] = {"rule", NULL, true},
                      [EVIDENCE] = {"evidence", "evidence", true},
                      [EVIDENCE_EN] = {"evidence_en", NULL, false},
                      [SOURCE] = {"source", NULL, true},
                      [CLAUSE] = {"clause", NULL, false},
                      [MARK] = {"mark", NULL, false},
                      [KEY] = {"key", NULL, false},
                      [NOTE] = {"note", "note", false},
                      [NOTE_EN] = {"note_en", NULL, false},
                      [APPLIES] = {"applies_when", "applies_when", false},
                      [REQUIRES] = {"requires", "requires", false},
                      [DUE] = {"due", "due", false},
                      [MOVER] = {"controlled_by", "controlled_by", false},
                      [POLICY] = {"not_applicable", "not_applicable", false},
                      [GRID] = {"grid", "grid", false},
                      [WEIGHT] = {"weight", "weight", false},
                      [OPEN] = {"open", "open", false},
                      [UNIT] = {"unit", "unit", false},
                      [UNIT_EN] = {"unit_en", NULL, false},
                      [DETAIL] = {"detail", NULL, false}};

typedef struct line {
  const char *cell[COLUMNS]; /* NULL = blank */
} line;

typedef struct lines {
  score_document *d;
  line *item;
  size_t count, cap;
} lines;

static line *add(lines *l, uint8_t kind)
{
  if (score__grow(&l->item, &l->cap, l->count + 1, sizeof *l->item)) {
    l->d->failed = true;
    return NULL;
  }
  line *one = &l->item[l->count++];
  memset(one, 0, sizeof *one);
  if (kind != SCORE__ROW_CRITERION) one->cell[ROW] = score__row_kinds[kind].name;
  return one;
}

/* Whether a cell reads back as this text: cells lose the blanks around them. */
static bool keeps(const char *text)
{
  const char *t = text;
  size_t n = strlen(text), size = n;
  score__text_trim(&t, &size);
  return n && size == n && !strchr(text, '\r');
}

static const char *text_of(const score__tree *t)
{
  return t && t->kind == SCORE__TREE_TEXT && keeps(t->text) ? t->text : NULL;
}

/* Text for people -> its two cells; false where it has another form. */
static bool put_words(line *one, const score__tree *t, size_t vi, size_t en)
{
  const score__tree *a = score__tree_get(t, "vi"), *b = score__tree_get(t, "en");
  if (t && t->kind == SCORE__TREE_TEXT) {
    one->cell[vi] = text_of(t);
    return one->cell[vi] != NULL;
  }
  if (!a || !b || t->count != 2 || !text_of(a) || !text_of(b)) return false;
  one->cell[vi] = text_of(a);
  one->cell[en] = text_of(b);
  return true;
}

static const char *printed(lines *l, score__buffer *b)
{
  const char *s = b->data && !b->failed ? score__arena_text(&l->d->arena, b->data) : b->failed ? NULL : "";
  if (!s) l->d->failed = true;
  score__buffer_free(b);
  return s && *s ? s : NULL;
}

/* One member into its column, where the cell reads back as it is. */
static bool put_member(lines *l, line *one, size_t column, const score__tree *m, const score__param *p)
{
  if (p->type == SCORE__PARAM_WORDS) return put_words(one, m, column, column + 1);
  if (m->kind == SCORE__TREE_BOOLEAN || (m->kind == SCORE__TREE_INTEGER && p->type != SCORE__PARAM_INTEGER)) {
    score__buffer b = {0};
    score__notation_print_value(&b, m, p);
    one->cell[column] = p->type == SCORE__PARAM_CONDITION ? NULL : printed(l, &b);
    score__buffer_free(&b);
  } else {
    const char *text = text_of(m);
    bool verbatim = p->type == SCORE__PARAM_TEXT || p->type == SCORE__PARAM_CONDITION || p->type == SCORE__PARAM_EXPR;
    one->cell[column] = text && (verbatim || !strpbrk(text, "\"`[{,/")) ? text : NULL;
  }
  return one->cell[column] != NULL;
}

static bool put_source(line *one, const score__tree *m)
{
  static const struct {
    const char *key;
    size_t column;
  } parts[] = {{"document", SOURCE}, {"clause", CLAUSE}, {"mark", MARK}};
  if (m->kind != SCORE__TREE_OBJECT || !m->count) return false;
  for (const score__tree *t = m->first; t; t = t->next) {
    bool known = false;
    for (size_t i = 0; i < 3; i++) known = known || !strcmp(parts[i].key, t->key);
    if (!known || !text_of(t)) return false;
  }
  for (size_t i = 0; i < 3; i++) one->cell[parts[i].column] = text_of(score__tree_get(m, parts[i].key));
  return true;
}

/* What no column says; what has a column of its own, but does not fit there, by its name. */
static void print_rest(lines *l, line *one, const score__tree *object, uint8_t kind, const char *const *taken,
                       size_t rest)
{
  const char *const *own = score__row_kinds[kind].taken;
  const score__param *table = score__row_table(kind);
  const char *all[COLUMNS + 16];
  score__buffer b = {0};
  size_t n = 0;
  for (size_t i = 0; taken[i]; i++) all[n++] = taken[i];
  for (size_t i = 0; own[i]; i++) all[n++] = own[i];
  all[n] = NULL;
  score__notation_print_members(&b, object, table, all);
  for (size_t i = 0; own[i]; i++) {
    const score__tree *m = score__notation_taken(taken, own[i]) ? NULL : score__tree_get(object, own[i]);
    if (!m) continue;
    if (b.size) score__buffer_text(&b, "; ");
    score__buffer_text(&b, own[i]);
    score__buffer_text(&b, " = ");
    score__notation_print_value(&b, m, score__param_find(table, own[i]));
  }
  one->cell[rest] = printed(l, &b);
}

/* Fills the columns of an object; what has none goes, in notation, into `rest`. */
static void put_object(lines *l, line *one, const score__tree *object, uint8_t kind, size_t rest)
{
  const score__row_kind *k = &score__row_kinds[kind];
  const score__param *table = score__row_table(kind);
  const char *taken[COLUMNS + 8];
  size_t count = 0;
  for (size_t c = 0; c < COLUMNS; c++) {
    const char *member = columns[c].member;
    if (member && k->from && !strcmp(member, k->from)) member = k->as;
    const bool lever = kind == SCORE__ROW_LEVER;
    if ((kind == SCORE__ROW_OPTION || kind == SCORE__ROW_GRADE || lever) && c == CODE) member = "key";
    const bool shared = c == NAME || c == MAX || c == CODE || c == UNIT || (lever && (c == NOTE || c == MOVER));
    if (kind > SCORE__ROW_SET && !shared) continue;
    if (kind == SCORE__ROW_MEASURE && c == MAX) continue; /* a bound of its own kind */
    const score__param *p = member ? score__param_find(table, member) : NULL;
    const score__tree *m = p ? score__tree_get(object, member) : NULL;
    if (m && put_member(l, one, c, m, p)) taken[count++] = member;
  }
  if (kind == SCORE__ROW_CRITERION || kind == SCORE__ROW_GROUP) {
    const score__tree *key = score__tree_get(object, "key"), *source = score__tree_get(object, "source");
    if (text_of(key) && !(one->cell[CODE] && !strcmp(one->cell[CODE], text_of(key)))) one->cell[KEY] = text_of(key);
    if (text_of(key)) taken[count++] = "key";
    if (source && put_source(one, source)) taken[count++] = "source";
    const char *parts = kind == SCORE__ROW_GROUP ? "groups" : "rule";
    const score__tree *below = score__tree_get(object, parts);
    if (below && below->count) taken[count++] = parts;
    below = score__tree_get(object, "criteria");
    if (below && below->count) taken[count++] = "criteria";
  }
  taken[count] = NULL;
  print_rest(l, one, object, kind, taken, rest);
}

static void group_rows(lines *l, const score__tree *list, const char *above);

static void criterion_row(lines *l, const score__tree *t, const char *group)
{
  line *one = add(l, SCORE__ROW_CRITERION);
  if (!one) return;
  one->cell[GROUP] = group;
  put_object(l, one, t, SCORE__ROW_CRITERION, DETAIL);
  score__buffer b = {0};
  const score__tree *rule = score__tree_get(t, "rule");
  if (rule) score__notation_print_rule(&b, rule);
  one->cell[RULE] = printed(l, &b);
}

/* Recursion is as deep as groups may be. */
static void group_row(lines *l, const score__tree *t, const char *above)
{
  line *one = add(l, SCORE__ROW_GROUP);
  if (!one) return;
  one->cell[GROUP] = above;
  put_object(l, one, t, SCORE__ROW_GROUP, DETAIL);
  const char *key = text_of(score__tree_get(t, "key"));
  const score__tree *groups = score__tree_get(t, "groups"), *criteria = score__tree_get(t, "criteria");
  if (groups) group_rows(l, groups, key);
  for (const score__tree *c = criteria ? criteria->first : NULL; c; c = c->next) criterion_row(l, c, key);
}

static void group_rows(lines *l, const score__tree *list, const char *above)
{
  for (const score__tree *g = list->first; g; g = g->next) group_row(l, g, above);
}

/* ---- the rest of the definition ---- */

static void set_row(lines *l, const char *head, const score__tree *t, const score__param *p)
{
  line *one = add(l, SCORE__ROW_SET);
  score__buffer b = {0};
  if (!one) return;
  if (head) {
    score__buffer_text(&b, head);
    score__buffer_char(&b, '.');
  }
  score__buffer_text(&b, t->key);
  one->cell[CODE] = printed(l, &b);
  if (p && p->type == SCORE__PARAM_WORDS && put_words(one, t, NAME, NAME_EN)) return;
  bool object = p && p->type == SCORE__PARAM_TREE && p->shape == SCORE__SHAPE_OBJECT && t->kind == SCORE__TREE_OBJECT;
  if (object && t->count)
    score__notation_print_members(&b, t, p->rows, NULL);
  else
    score__notation_print_value(&b, t, p);
  one->cell[RULE] = printed(l, &b);
}

static bool object_rows(lines *l, const score__tree *t, uint8_t kind)
{
  if (!t->count || t->kind != SCORE__TREE_LIST) return false;
  for (const score__tree *m = t->first; m; m = m->next)
    if (m->kind != SCORE__TREE_OBJECT) return false;
  for (const score__tree *m = t->first; m; m = m->next) {
    line *one = add(l, kind);
    if (one) put_object(l, one, m, kind, RULE);
  }
  return true;
}

static void measure_rows(lines *l, const score__tree *t, const score__param *p)
{
  line *one = add(l, SCORE__ROW_MEASURE);
  if (!one) return;
  (void)p;
  const score__tree *options = score__tree_get(t, "options");
  bool apart = options && options->kind == SCORE__TREE_LIST && options->count;
  score__tree shown = *t; /* without the options, which have rows of their own */
  score__tree *copy = NULL, **last = &copy;
  size_t count = 0;
  for (const score__tree *m = t->first; m; m = m->next) {
    if (apart && m == options) continue;
    score__tree *c = score__arena_alloc(&l->d->arena, 1, sizeof *c);
    if (!c) {
      l->d->failed = true;
      return;
    }
    *c = *m;
    c->next = NULL;
    *last = c;
    last = &c->next;
    count++;
  }
  shown.first = copy;
  shown.count = count;
  put_object(l, one, &shown, SCORE__ROW_MEASURE, RULE);
  one->cell[CODE] = t->key;
  size_t first = l->count;
  if (apart) object_rows(l, options, SCORE__ROW_OPTION);
  for (size_t i = first; i < l->count; i++) l->item[i].cell[GROUP] = t->key;
}

static void note_rows(lines *l, const score__tree *list)
{
  static const score__param words = {.name = "note", .type = SCORE__PARAM_WORDS};
  for (const score__tree *m = list->first; m; m = m->next) {
    line *one = add(l, SCORE__ROW_NOTE);
    if (!one || put_words(one, m, NAME, NAME_EN)) continue;
    score__buffer b = {0};
    score__notation_print_value(&b, m, &words);
    one->cell[RULE] = printed(l, &b);
  }
}

/* The kind of rows for a member of the definition, or of its member `below`; SCORE__ROW_KINDS when it has none. */
static uint8_t kind_of(const char *member, const char *below)
{
  for (int k = SCORE__ROW_SET + 1; k < SCORE__ROW_KINDS; k++) {
    const char *const *path = score__row_kinds[k].path;
    if (path[0] && !strcmp(path[0], member) && (below ? path[1] && !strcmp(path[1], below) : !path[1]))
      return (uint8_t)k;
  }
  return SCORE__ROW_KINDS;
}

static void map_rows(lines *l, const score__tree *map, uint8_t kind, const score__param *p, const char *head)
{
  static const score__param condition = {.name = "condition", .type = SCORE__PARAM_CONDITION};
  for (const score__tree *m = map->first; m; m = m->next) {
    bool comment = !strcmp(m->key, "comment");
    if (kind == SCORE__ROW_CONDITION && !comment && text_of(m)) {
      line *one = add(l, kind);
      if (!one) return;
      one->cell[CODE] = m->key;
      one->cell[RULE] = m->text;
    } else if (kind == SCORE__ROW_CONDITION || m->kind != SCORE__TREE_OBJECT) {
      set_row(l, head, m, comment || kind != SCORE__ROW_CONDITION ? NULL : &condition);
    } else if (kind == SCORE__ROW_MEASURE) {
      measure_rows(l, m, p);
    } else {
      line *one = add(l, kind);
      if (!one) return;
      put_object(l, one, m, kind, RULE);
      one->cell[CODE] = m->key;
    }
  }
}

static bool whole_rows(lines *l, const score__tree *t, uint8_t kind, const score__param *p, const char *head)
{
  if (kind == SCORE__ROW_KINDS || !t->count) return false;
  if (kind == SCORE__ROW_NOTE && t->kind == SCORE__TREE_LIST) {
    note_rows(l, t);
    return true;
  }
  if (t->kind == SCORE__TREE_OBJECT) {
    map_rows(l, t, kind, p, head);
    return true;
  }
  return object_rows(l, t, kind);
}

static bool has_rows_below(const char *member)
{
  for (int k = SCORE__ROW_SET + 1; k < SCORE__ROW_KINDS; k++) {
    const char *const *path = score__row_kinds[k].path;
    if (path[0] && path[1] && !strcmp(path[0], member)) return true;
  }
  return false;
}

static void member_rows(lines *l, const score__tree *t)
{
  const score__param *p = score__param_find(score__definition_root, t->key);
  bool deep = has_rows_below(t->key) && t->kind == SCORE__TREE_OBJECT && t->count;
  if (!deep) {
    if (!whole_rows(l, t, kind_of(t->key, NULL), p, t->key)) set_row(l, NULL, t, p);
    return;
  }
  for (const score__tree *m = t->first; m; m = m->next) {
    const score__param *q = p ? score__param_find(p->rows, m->key) : NULL;
    /* A map two levels down has no name in a row of the set: it stands whole where its rows cannot say it. */
    bool plain = m->kind != SCORE__TREE_OBJECT || !score__tree_get(m, "comment");
    if (!plain || !whole_rows(l, m, kind_of(t->key, m->key), q, t->key)) set_row(l, t->key, m, q);
  }
}

/* ---- the document ---- */

static const char *neutral(score_document *d, const char *text)
{
  const char *behind = text + strspn(text, "'");
  if (!*behind || !strchr("=+-@\t\r", *behind)) return text;
  size_t n = strlen(text);
  char *s = score__arena_alloc(&d->arena, n + 2, 1);
  if (!s) {
    d->failed = true;
    return text;
  }
  s[0] = '\'';
  memcpy(s + 1, text, n);
  return s;
}

static score__cell cell_of(score_document *d, size_t column, const char *text)
{
  int64_t micro;
  bool number = column == MAX || column == WEIGHT || column == GRID;
  if (number && score__decimal_parse(&micro, text, strlen(text), 6, '.') == 0) return score__cell_points(micro, -1);
  return score__cell_text(d, neutral(d, text));
}

static void fill(score_document *d, const lines *l)
{
  bool used[COLUMNS];
  score__sheet_table *t = score__sheet_table_add(d, "rows", 0);
  for (size_t c = 0; c < COLUMNS; c++) {
    used[c] = columns[c].always;
    for (size_t i = 0; i < l->count && !used[c]; i++) used[c] = l->item[i].cell[c] != NULL;
    if (used[c] && t) {
      score__sheet_column column = score__report_column(columns[c].key, 0, c == MAX || c == WEIGHT);
      column.title_words = (score__words){{columns[c].key, columns[c].key}};
      score__sheet_column_add(d, t, column);
    }
  }
  for (size_t i = 0; i < l->count && t && !d->failed; i++) {
    score__cell *row = score__sheet_row_add(d, t, 0);
    for (size_t c = 0, at = 0; row && c < COLUMNS; c++) {
      if (!used[c]) continue;
      if (l->item[i].cell[c]) row[at] = cell_of(d, c, l->item[i].cell[c]);
      at++;
    }
  }
}

int score_document_authoring(score_document **out, const score_criteria *set, score_error *err)
{
  score_document *d = score__sheet_new("authoring");
  if (!d) return score__report_finish(out, d, err);
  const score__cell args[] = {score__cell_text(d, set->id)};
  d->title = score__cell_phrase_args(d, SCORE__PH_DOC_CRITERIA, args, 1);
  const score__tree *root = set->node_tree[0]->parent;
  lines l = {.d = d};
  const score__tree *groups = NULL;
  for (const score__tree *m = root->first; m; m = m->next) {
    if (!strcmp(m->key, "groups"))
      groups = m;
    else if (kind_of(m->key, NULL) == SCORE__ROW_KINDS && !has_rows_below(m->key))
      member_rows(&l, m);
  }
  if (groups) group_rows(&l, groups, NULL);
  for (const score__tree *m = root->first; m; m = m->next)
    if (strcmp(m->key, "groups") != 0 && (kind_of(m->key, NULL) != SCORE__ROW_KINDS || has_rows_below(m->key)))
      member_rows(&l, m);
  fill(d, &l);
  free(l.item);
  return score__report_finish(out, d, err);
}
