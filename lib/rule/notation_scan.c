/* Where the parts of a line begin and end: quotes and brackets are passed over. */
#include <string.h>

#include "base/text.h"
#include "rule/notation.h"

#define MOST_BRACKETS 64

const score__param *score__param_find(const score__param *table, const char *name)
{
  for (const score__param *p = table; p && p->name; p++)
    if (!strcmp(p->name, name)) return p;
  return NULL;
}

bool score__notation_taken(const char *const *taken, const char *name)
{
  for (size_t i = 0; taken && taken[i]; i++)
    if (!strcmp(taken[i], name)) return true;
  return false;
}

score__span score__notation_trim(score__span t)
{
  while (t.size && strchr(" \t\r\n", t.text[0])) t.text++, t.size--;
  while (t.size && strchr(" \t\r\n", t.text[t.size - 1])) t.size--;
  return t;
}

static char closing(char c)
{
  return c == '(' ? ')' : c == '[' ? ']' : c == '{' ? '}' : '\0';
}

size_t score__notation_find(score__span t, size_t at, const char *marks, size_t *bad)
{
  char open[MOST_BRACKETS];
  size_t place[MOST_BRACKETS], depth = 0;
  for (size_t i = at; i < t.size; i++) {
    char c = t.text[i];
    if (!depth && c && strchr(marks, c)) return i;
    if (c == '"' || c == '`') {
      const char *end = memchr(t.text + i + 1, c, t.size - i - 1);
      *bad = i;
      if (!end) return SIZE_MAX;
      i = (size_t)(end - t.text);
    } else if (closing(c)) {
      *bad = i;
      if (depth == MOST_BRACKETS) return SIZE_MAX;
      open[depth] = closing(c);
      place[depth++] = i;
    } else if (c == ')' || c == ']' || c == '}') {
      *bad = i;
      if (!depth || open[--depth] != c) return SIZE_MAX;
    }
  }
  if (depth) {
    *bad = place[depth - 1];
    return SIZE_MAX;
  }
  return t.size;
}

static bool name_char(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

size_t score__notation_name(score__span t, size_t *value)
{
  size_t n = 0;
  if (t.size && t.text[0] == '"') {
    for (n = 1; n < t.size && (t.text[n] != '"' || (n + 1 < t.size && t.text[n + 1] == '"')); n++)
      if (t.text[n] == '"') n++;
    if (n >= t.size) return 0;
    n++;
  } else {
    while (n < t.size && name_char(t.text[n])) n++;
  }
  size_t i = n;
  while (i < t.size && (t.text[i] == ' ' || t.text[i] == '\t')) i++;
  if (!n || i >= t.size || t.text[i] != '=' || (i + 1 < t.size && t.text[i + 1] == '=')) return 0;
  *value = i + 1;
  return n;
}

bool score__notation_short(const score__param *table, const score__param **first, const score__param **second,
                           bool *interval)
{
  *first = table;
  *second = score__param_find(table, "points");
  *interval = score__param_find(table, "from") && score__param_find(table, "to") &&
              score__param_find(table, "from_open") && score__param_find(table, "to_open");
  if (*interval) return *second != NULL;
  if (!table || !table->name || !table->required) return false;
  if (table->type != SCORE__PARAM_TEXT && table->type != SCORE__PARAM_CONDITION) return false;
  for (const score__param *p = table + 1; p->name && !*second; p++)
    if (p->required) *second = p;
  return *second && (*second)->type != SCORE__PARAM_ROWS && (*second)->type != SCORE__PARAM_RULE &&
         (*second)->type != SCORE__PARAM_TREE && (*second)->type != SCORE__PARAM_WORDS;
}
