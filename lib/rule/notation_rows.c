/* Rows of a list: in brackets, or short as "first: points". */
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "rule/notation_part.h"

static void read_row(score__notation *n, score__tree *list, const score__param *table, score__span t)
{
  score__tree *row = score__notation_add(n, list, SCORE__TREE_OBJECT, NULL);
  if (row) score__notation_fields(n, row, table, NULL, t, '|');
}

static void read_bracket_rows(score__notation *n, score__tree *list, const score__param *p, score__span t)
{
  if (score__notation_is(t, "[]")) return;
  while (t.size && n->errors < SCORE__MAX_FINDINGS) {
    size_t bad = 0, end = 1;
    if (t.text[0] != '[') {
      score__notation_fault(n, t, SCORE__PH_NOTE_ROWS, p->name, NULL);
      return;
    }
    score__span rest = score__notation_part(t, 1, t.size);
    size_t k = score__notation_find(rest, 0, "]", &bad);
    if (k == SIZE_MAX || k == rest.size) {
      score__notation_fault(n, score__notation_part(t, 0, 1), SCORE__PH_NOTE_OPEN, NULL, NULL);
      return;
    }
    end = k + 1;
    read_row(n, list, p->rows, score__notation_part(t, 1, end));
    t = score__notation_trim(score__notation_part(t, end + 1, t.size));
    if (t.size > 1 && t.text[0] == '|') t = score__notation_trim(score__notation_part(t, 1, t.size));
  }
}

/* ---- short rows: "first: points" ---- */

enum { LOWER = 1, UPPER = 2 };

typedef struct bound { /* what the row before said, when it said one bound alone */
  unsigned sides;
  const char *text;
  bool open; /* does not hold its own bound */
} bound;

static size_t sign_of(score__span t, unsigned *side, bool *open)
{
  static const struct {
    const char *text;
    unsigned side;
    bool open;
  } signs[] = {{">=", LOWER, false}, {"<=", UPPER, false}, {"≥", LOWER, false},        {"≤", UPPER, false},
               {">", LOWER, true},   {"<", UPPER, true},   {"=", LOWER | UPPER, false}};
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
    size_t size = strlen(signs[i].text);
    if (t.size < size || memcmp(t.text, signs[i].text, size) != 0) continue;
    *side = signs[i].side;
    *open = signs[i].open;
    return size;
  }
  return 0;
}

static void put_bound(score__notation *n, score__tree *row, bool lower, const char *text, bool open)
{
  score__notation_add_text(n, row, lower ? "from" : "to", text);
  if (lower && open) score__notation_add_integer(n, row, SCORE__TREE_BOOLEAN, "from_open", 1);
  if (!lower && !open) score__notation_add_integer(n, row, SCORE__TREE_BOOLEAN, "to_open", 0);
}

static bool read_interval(score__notation *n, score__tree *row, score__span t, bound *before)
{
  unsigned side = 0, other = 0;
  bool open = false, end_open = false;
  size_t size = sign_of(t, &side, &open), end = size;
  while (size && end < t.size && !strchr("<\xe2", t.text[end]))
    end = score__notation_seek(n, score__notation_part(t, 0, t.size), end, "<\xe2");
  if (!size) return false;
  score__span value = score__notation_trim(score__notation_part(t, size, end));
  score__span rest = score__notation_part(t, end, t.size);
  size_t more = rest.size ? sign_of(rest, &other, &end_open) : 0;
  if (!value.size || (rest.size && (side != LOWER || other != UPPER))) return false;
  if (value.text[value.size - 1] == ',') value = score__notation_trim(score__notation_part(value, 0, value.size - 1));
  score__span last = score__notation_trim(score__notation_part(rest, more, rest.size));
  const char *text = score__notation_copy(n, value);
  if (rest.size) {
    if (!last.size) return false;
    put_bound(n, row, true, text, open);
    put_bound(n, row, false, score__notation_copy(n, last), end_open);
    *before = (bound){0};
  } else if (side == (LOWER | UPPER)) {
    put_bound(n, row, true, text, false);
    put_bound(n, row, false, text, false);
    *before = (bound){0};
  } else {
    bool goes_on = before->sides == side;
    if (side == UPPER && goes_on) put_bound(n, row, true, before->text, !before->open);
    put_bound(n, row, side == LOWER, text, open);
    if (side == LOWER && goes_on) put_bound(n, row, false, before->text, !before->open);
    *before = (bound){side, text, open};
  }
  return true;
}

static void read_short_row(score__notation *n, score__tree *list, const score__param *p, score__span t, bound *before)
{
  const score__param *first, *second;
  bool interval;
  if (!score__notation_short(p->rows, &first, &second, &interval)) return;
  size_t colon = score__notation_seek(n, t, 0, ":");
  score__span head = score__notation_trim(score__notation_part(t, 0, colon));
  score__tree *row = score__notation_add(n, list, SCORE__TREE_OBJECT, NULL);
  if (!row) return;
  if (interval && (colon == t.size || !read_interval(n, row, head, before))) {
    score__notation_fault(n, t, SCORE__PH_NOTE_SHORT, p->name, ">= 4 | >= 3 < 4 | < 3 | = 5");
    return;
  }
  if (!interval) score__notation_value(n, row, first->name, first, head);
  if (colon == t.size) return;
  score__span tail = score__notation_trim(score__notation_part(t, colon + 1, t.size));
  size_t value = 0, name = score__notation_name(tail, &value);
  if (name)
    score__notation_fields(n, row, p->rows, NULL, tail, ',');
  else
    score__notation_value(n, row, second->name, second, tail);
}

score__tree *score__notation_rows(score__notation *n, score__tree *parent, const char *key, const score__param *p,
                                  score__span t)
{
  score__tree *list = score__notation_add(n, parent, SCORE__TREE_LIST, key);
  if (!list) return NULL;
  if (t.size && t.text[0] == '[') {
    read_bracket_rows(n, list, p, t);
    return list;
  }
  const score__param *first, *second;
  bool interval;
  if (t.size && !score__notation_short(p->rows, &first, &second, &interval)) {
    score__notation_fault(n, t, SCORE__PH_NOTE_ROWS, p->name, NULL);
    return list;
  }
  bound before = {0};
  for (size_t at = 0; at < t.size && n->errors < SCORE__MAX_FINDINGS;) {
    size_t faults = n->errors, end = score__notation_seek(n, t, at, "|");
    if (n->errors > faults) return list;
    read_short_row(n, list, p, score__notation_trim(score__notation_part(t, at, end)), &before);
    at = end + 1;
  }
  return list;
}
