/* A neutral tree as JSON that a person edits: two blanks a level, 120 columns, what fits on a line stands on one. */
#include "output/json_tree.h"

#include <string.h>

#define COLUMNS 120

static void put_text(score__buffer *out, const char *text)
{
  static const char escapes[] = "\"\\\n\r\t";
  static const char hex[] = "0123456789abcdef";
  score__buffer_char(out, '"');
  for (; *text; text++) {
    const unsigned char c = (unsigned char)*text;
    const char *escape = strchr(escapes, *text);
    if (escape) {
      score__buffer_char(out, '\\');
      score__buffer_char(out, "\"\\nrt"[escape - escapes]);
    } else if (c < 0x20 || c == 0x7f) {
      score__buffer_text(out, "\\u00");
      score__buffer_char(out, hex[c >> 4]);
      score__buffer_char(out, hex[c & 15]);
    } else {
      score__buffer_char(out, *text);
    }
  }
  score__buffer_char(out, '"');
}

static void put_scalar(score__buffer *out, const score__tree *t)
{
  switch (t->kind) {
  case SCORE__TREE_BOOLEAN: score__buffer_text(out, t->integer ? "true" : "false"); break;
  case SCORE__TREE_INTEGER: score__buffer_int(out, t->integer); break;
  case SCORE__TREE_TEXT: put_text(out, t->text); break;
  default: score__buffer_text(out, "null");
  }
}

static bool holds(const score__tree *t)
{
  return t->kind == SCORE__TREE_LIST || t->kind == SCORE__TREE_OBJECT;
}

/* All on one line; gives up past the room there is, so that each line is tried at its own cost only. */
static bool put_flat(score__buffer *out, const score__tree *t, size_t room)
{
  const size_t start = out->size;
  if (!holds(t)) {
    put_scalar(out, t);
    return out->size - start <= room * 4;
  }
  const bool object = t->kind == SCORE__TREE_OBJECT;
  score__buffer_char(out, object ? '{' : '[');
  for (const score__tree *m = t->first; m; m = m->next) {
    if (m != t->first) score__buffer_text(out, ", ");
    if (object) {
      put_text(out, m->key);
      score__buffer_text(out, ": ");
    }
    if (!put_flat(out, m, room) || out->size - start > room * 4) return false;
  }
  score__buffer_char(out, object ? '}' : ']');
  return true;
}

static size_t characters(const char *text, size_t size)
{
  size_t n = 0;
  for (size_t i = 0; i < size; i++) n += ((unsigned char)text[i] & 0xc0) != 0x80;
  return n;
}

static void put(score__buffer *out, score__buffer *scratch, const score__tree *t, unsigned depth, size_t column)
{
  const bool object = t->kind == SCORE__TREE_OBJECT;
  const size_t room = column < COLUMNS ? COLUMNS - column : 0; /* a comma may stand beyond */
  score__buffer_clear(scratch);
  if (!holds(t) || !t->count ||
      (depth && put_flat(scratch, t, room) && characters(scratch->data, scratch->size) <= room)) {
    score__buffer_clear(scratch);
    put_flat(scratch, t, SIZE_MAX / 8);
    if (scratch->data) score__buffer_add(out, scratch->data, scratch->size);
    return;
  }
  score__buffer_char(out, object ? '{' : '[');
  for (const score__tree *m = t->first; m; m = m->next) {
    const size_t line = out->size + 1;
    score__buffer_char(out, '\n');
    score__buffer_fill(out, ' ', 2u * (depth + 1));
    if (object) {
      put_text(out, m->key);
      score__buffer_text(out, ": ");
    }
    put(out, scratch, m, depth + 1, out->failed ? 0 : characters(out->data + line, out->size - line));
    if (m->next) score__buffer_char(out, ',');
  }
  score__buffer_char(out, '\n');
  score__buffer_fill(out, ' ', 2u * depth);
  score__buffer_char(out, object ? '}' : ']');
}

void score__write_tree(score__buffer *out, const score__tree *tree)
{
  score__buffer scratch = {0};
  put(out, &scratch, tree, 0, 0);
  score__buffer_char(out, '\n');
  if (scratch.failed) out->failed = true;
  score__buffer_free(&scratch);
}
