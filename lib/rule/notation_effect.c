/* What one step of a lever does, in one cell: "hs_dung_han +1, hs_hai_long +1, ke_hoach =yes". */
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "rule/notation_part.h"

static bool key_char(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static const char *joined(score__notation *n, char sign, score__span value)
{
  char *out = score__arena_alloc(n->arena, value.size + 2, 1);
  if (!out) return NULL;
  out[0] = sign;
  if (value.size) memcpy(out + 1, value.text, value.size);
  return out;
}

/* "a +1", "a = +1" (the same), "a =yes", "a = 3" (puts it at 3); "a = "text"" as it is written. */
static void read_item(score__notation *n, score__tree *object, score__span t)
{
  size_t size = 0, behind = 0;
  while (size < t.size && key_char(t.text[size])) size++;
  const score__span key = score__notation_part(t, 0, size);
  score__span rest = score__notation_trim(score__notation_part(t, size, t.size));
  const char *name = score__notation_copy(n, key);
  if (!name) return;
  if (!size || !rest.size || !strchr("+-=", *rest.text) || score__notation_is(rest, "=")) {
    score__notation_fault(n, t, SCORE__PH_NOTE_EFFECT, NULL, NULL);
    return;
  }
  if (score__tree_get(object, name)) {
    score__notation_fault(n, key, SCORE__PH_NOTE_TWICE, NULL, NULL);
    return;
  }
  const bool comment = !strcmp(name, "comment");
  if (*rest.text == '=' && (comment || score__notation_name(t, &behind))) {
    const score__span value = score__notation_trim(score__notation_part(rest, 1, rest.size));
    if (comment || *value.text == '"') {
      score__notation_value(n, object, name, NULL, value);
      return;
    }
    if (*value.text == '+' || *value.text == '-') rest = value;
  }
  const score__span value = score__notation_trim(score__notation_part(rest, 1, rest.size));
  score__notation_add_text(n, object, name, joined(n, *rest.text, value));
}

score__tree *score__notation_effect(score__notation *n, score__tree *parent, const char *key, score__span t)
{
  score__tree *object = score__notation_add(n, parent, SCORE__TREE_OBJECT, key);
  size_t bad = 0;
  if (!object) return NULL;
  if (t.size > 1 && *t.text == '{' && t.text[t.size - 1] == '}') t = score__notation_part(t, 1, t.size - 1);
  for (size_t at = 0; at < t.size && n->errors < SCORE__MAX_FINDINGS;) {
    const size_t end = score__notation_find(t, at, ",;", &bad);
    if (end == SIZE_MAX) {
      score__notation_fault(n, score__notation_part(t, bad, bad + 1), SCORE__PH_NOTE_OPEN, NULL, NULL);
      return object;
    }
    const score__span item = score__notation_trim(score__notation_part(t, at, end));
    if (item.size) read_item(n, object, item);
    at = end + 1;
  }
  return object;
}

/* Whether "key text" reads back as this text. */
static bool is_plain(const score__tree *m)
{
  if (m->kind != SCORE__TREE_TEXT || !strcmp(m->key, "comment") || !*m->text || !strchr("+-=", *m->text)) return false;
  if (m->text[0] == '=' && (!m->text[1] || strchr("+-", m->text[1]))) return false;
  for (const char *c = m->text + 1; *c; c++)
    if (!key_char(*c) && !strchr("+-.%", *c)) return false;
  return true;
}

void score__notation_print_effect(score__buffer *out, const score__tree *effect)
{
  bool braces = !effect->first;
  for (const score__tree *m = effect->first; m; m = m->next)
    braces = braces || !is_plain(m) || (m == effect->first && *m->text == '=');
  if (braces) score__buffer_char(out, '{');
  for (const score__tree *m = effect->first; m; m = m->next) {
    if (m != effect->first) score__buffer_text(out, braces ? "; " : ", ");
    score__buffer_text(out, m->key);
    score__buffer_char(out, ' ');
    if (is_plain(m)) {
      score__buffer_text(out, m->text);
      continue;
    }
    score__buffer_text(out, "= ");
    if (m->kind == SCORE__TREE_TEXT) { /* in quotes: as it is */
      score__buffer_char(out, '"');
      for (const char *c = m->text; *c; c++) {
        if (*c == '"') score__buffer_char(out, '"');
        score__buffer_char(out, *c);
      }
      score__buffer_char(out, '"');
    } else {
      score__notation_print_value(out, m, NULL);
    }
  }
  if (braces) score__buffer_char(out, '}');
}
