/* What all readers of notation do with a part of the line. */
#include "rule/notation_part.h"

#include <string.h>

#include "base/fail.h"
#include "base/text.h"

const char *score__notation_copy(score__notation *n, score__span t)
{
  return score__arena_copy(n->arena, t.text, t.size);
}

void score__notation_fault(score__notation *n, score__span at, int phrase, const char *a, const char *b)
{
  score_error err;
  char shown[128];
  size_t size = at.size < sizeof shown ? at.size : score__text_cut(at.text, sizeof shown - 1, 100);
  memcpy(shown, at.text, size);
  shown[size] = 0;
  score__fail(&err, SCORE_E_INPUT, phrase, shown, a ? a : "", b ? b : "", NULL);
  err.column = (uint32_t)(at.text - n->start) + 1;
  n->errors++;
  n->report(n->context, &err);
}

score__span score__notation_part(score__span t, size_t from, size_t to)
{
  return (score__span){t.text + from, to - from};
}

/* Offset of the first mark, or the end after a fault about what does not fit. */
size_t score__notation_seek(score__notation *n, score__span t, size_t at, const char *marks)
{
  size_t bad = 0, found = score__notation_find(t, at, marks, &bad);
  if (found != SIZE_MAX) return found;
  score__notation_fault(n, score__notation_part(t, bad, bad + 1), SCORE__PH_NOTE_OPEN, NULL, NULL);
  return t.size;
}

/* "text with "" inside": NULL after a fault. */
const char *score__notation_unquoted(score__notation *n, score__span t)
{
  char mark = t.text[0];
  char *out = score__arena_alloc(n->arena, t.size + 1, 1);
  size_t used = 0, i = 1;
  if (!out) return NULL;
  for (; i < t.size; i++) {
    if (t.text[i] == mark) {
      if (i + 1 >= t.size || t.text[i + 1] != mark) break;
      i++;
    }
    out[used++] = t.text[i];
  }
  if (i >= t.size) {
    score__notation_fault(n, score__notation_part(t, 0, 1), SCORE__PH_NOTE_OPEN, NULL, NULL);
    return NULL;
  }
  score__span rest = score__notation_trim(score__notation_part(t, i + 1, t.size));
  if (rest.size) {
    score__notation_fault(n, rest, SCORE__PH_NOTE_REST, NULL, NULL);
    return NULL;
  }
  return out;
}

score__tree *score__notation_add(score__notation *n, score__tree *parent, score__tree_kind kind, const char *key)
{
  return score__tree_add(n->arena, parent, kind, key);
}

score__tree *score__notation_add_text(score__notation *n, score__tree *parent, const char *key, const char *text)
{
  score__tree *t = text ? score__notation_add(n, parent, SCORE__TREE_TEXT, key) : NULL;
  if (t) t->text = text;
  return t;
}

score__tree *score__notation_add_integer(score__notation *n, score__tree *parent, score__tree_kind kind,
                                         const char *key, int64_t v)
{
  score__tree *t = score__notation_add(n, parent, kind, key);
  if (t) t->integer = v;
  return t;
}

bool score__notation_is(score__span t, const char *word)
{
  return strlen(word) == t.size && !memcmp(t.text, word, t.size);
}
