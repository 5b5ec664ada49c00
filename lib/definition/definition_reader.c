/* What all parts of a definition are read with: names, keys, grids, where a fault goes. */
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "base/limits.h"
#include "definition/definition.h"

const char *const score__na_policies[] = {"zero", "full", "exclude", "rescale_group", "split", NULL};
const char *const score__movers[] = {"unit", "province", "national", "nobody", NULL};
const char *const score__statuses[] = {"official", "as-implemented", "assembled", "draft", "local", NULL};

bool score__definition_key(const char *s, bool node)
{
  if (!s || !*s || strlen(s) > 100) return false;
  for (const char *c = s; *c; c++) {
    bool lower = *c >= 'a' && *c <= 'z', upper = *c >= 'A' && *c <= 'Z', digit = *c >= '0' && *c <= '9';
    bool mark = *c == '_' || (node && (*c == '.' || *c == '-'));
    if (!(lower || mark || (digit && (node || c != s)) || (upper && node))) return false;
  }
  return node || (*s >= 'a' && *s <= 'z');
}

void score__definition_report(void *context, const score__tree *at, const char *member, score_severity severity,
                              const score_error *err)
{
  score__definition *d = context;
  score__buffer pointer = {0};
  score__tree_pointer(&pointer, at);
  if (member) {
    score__buffer_char(&pointer, '/');
    score__buffer_text(&pointer, member);
  }
  score_error copy = *err;
  d->fault(d->context, pointer.data ? pointer.data : "", severity, &copy);
  score__buffer_free(&pointer);
}

int64_t score__definition_grid(score__definition *d, const score__tree *t, int64_t initial)
{
  if (!t) return initial;
  if (t->kind == SCORE__TREE_TEXT && !strcmp(t->text, "none")) return 0;
  if (t->kind != SCORE__TREE_TEXT && t->kind != SCORE__TREE_INTEGER) {
    score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_TYPE, score__tree_kind_name(t), "decimal");
    return initial;
  }
  char buf[24];
  const char *text = t->kind == SCORE__TREE_TEXT      ? t->text
                     : t->kind == SCORE__TREE_INTEGER ? score__int_text(buf, t->integer)
                                                      : "";
  int64_t micro = 0;
  if (score__decimal_parse(&micro, text, strlen(text), 6, '.') || micro <= 0 || micro > SCORE__MICRO) {
    score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_RANGE, text, "0.000001 .. 1, none");
    return initial;
  }
  return micro;
}

bool score__definition_list(score__definition *d, const score__tree *list, size_t most, const char *what)
{
  char n[24];
  if (!list) return false;
  if (list->kind != SCORE__TREE_LIST) {
    score__reader_fault(&d->reader, list, NULL, SCORE__PH_DEF_TYPE, score__tree_kind_name(list), "list");
    return false;
  }
  if (list->count <= most) return true;
  score__reader_fault(&d->reader, list, NULL, SCORE__PH_DEF_LIMIT, score__int_text(n, (int64_t)most), what);
  return false;
}
