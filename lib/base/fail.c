#include "base/fail.h"

#include <stdarg.h>
#include <string.h>

/* An empty argument would end the list of arguments; no other argument holds a control character. */
#define EMPTY_ARG    "\001"
#define MAX_ARG_SIZE 160 /* a cell of 64 KiB must not push the other arguments out */

/* Bytes of the character at s, 0 when it is not UTF-8. Enough to cut between characters and to keep a terminal safe;
 * text.c has the full check. */
static size_t char_size(const unsigned char *s, size_t size)
{
  size_t n = s[0] < 0x80 ? 1 : s[0] >= 0xc2 && s[0] < 0xe0 ? 2 : (s[0] & 0xf0) == 0xe0 ? 3 : s[0] < 0xf5 ? 4 : 0;
  if (n == 0 || n > size || (s[0] >= 0x80 && s[0] < 0xc2)) return 0;
  for (size_t i = 1; i < n; i++) {
    if ((s[i] & 0xc0) != 0x80) return 0;
  }
  return n;
}

/* Copies text as one line: control characters become a blank, broken bytes '?'. Cut to cap bytes in all, NUL included,
 * with "..." where something was cut. Returns the length. */
static size_t copy_clean(char *out, size_t cap, const char *text)
{
  const unsigned char *s = (const unsigned char *)text;
  size_t size = strlen(text), used = 0, fits = 0;
  for (size_t i = 0; i < size;) {
    size_t n = char_size(s + i, size - i);
    bool control = s[i] < 0x20 || s[i] == 0x7f || (n == 2 && s[i] == 0xc2 && s[i + 1] < 0xa0);
    size_t wide = n == 0 || control ? 1 : n;
    if (used + wide + 1 > cap) {
      memcpy(out + fits, "...", 4);
      return fits + 3;
    }
    if (n == 0 || control) {
      out[used] = n == 0 ? '?' : ' ';
    } else {
      memcpy(out + used, s + i, n);
    }
    used += wide;
    if (used + 4 <= cap) fits = used;
    i += n ? n : 1;
  }
  out[used] = 0;
  return used;
}

static void set_args(score_error *err, va_list list)
{
  size_t used = 0;
  const char *arg;
  /* Two bytes stay: the argument's NUL and the list's end. */
  while ((arg = va_arg(list, const char *)) != NULL && used + 8 < sizeof err->args) {
    size_t room = sizeof err->args - used - 1;
    if (room > MAX_ARG_SIZE) room = MAX_ARG_SIZE;
    used += copy_clean(err->args + used, room, *arg ? arg : EMPTY_ARG) + 1;
    if (!*arg) err->args[used - 2] = EMPTY_ARG[0]; /* copy_clean made it a blank */
  }
  err->args[used] = 0;
}

int score__fail(score_error *err, int code, int phrase, ...)
{
  if (!err) return code;
  *err = (score_error){.code = code, .phrase = phrase};
  va_list list;
  va_start(list, phrase);
  set_args(err, list);
  va_end(list);
  return code;
}

void score__fail_at(score_error *err, const char *file, uint32_t line, uint32_t column, const char *field)
{
  if (!err) return;
  err->line = line;
  err->column = column;
  copy_clean(err->file, sizeof err->file, file ? file : "");
  copy_clean(err->field, sizeof err->field, field ? field : "");
}

void score__fail_cell(score_error *err, const char *file, uint32_t line, uint32_t column, const char *field)
{
  char letters[8];
  score__fail_at(err, file, line, column, field && *field ? field : score__column_letters(letters, column));
}

void score__fail_sheet(score_error *err, const char *sheet)
{
  if (err) copy_clean(err->sheet, sizeof err->sheet, sheet ? sheet : "");
}

const char *score__column_letters(char buf[8], uint32_t column)
{
  char letter[8];
  size_t n = 0, at = 0;
  for (; column > 0; column = (column - 1) / 26) letter[n++] = (char)('A' + (column - 1) % 26);
  while (n) buf[at++] = letter[--n];
  buf[at] = 0;
  return buf;
}

const char *score__int_text(char buf[24], int64_t v)
{
  char digits[20];
  size_t n = 0, at = 0;
  uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
  do {
    digits[n++] = (char)('0' + u % 10);
    u /= 10;
  } while (u);
  if (v < 0) buf[at++] = '-';
  while (n) buf[at++] = digits[--n];
  buf[at] = 0;
  return buf;
}

/* A line put together in the caller's bytes, without memory of its own: an error about memory must be told too. */
typedef struct line {
  char *buf;
  size_t size, used;
} line;

static void line_add(line *l, const char *text, size_t size)
{
  for (size_t i = 0; i < size; i++, l->used++) {
    if (l->size > 1 && l->used < l->size - 1) l->buf[l->used] = text[i];
  }
}

static void line_text(line *l, const char *text)
{
  line_add(l, text, strlen(text));
}

static void line_number(line *l, const char *before, uint32_t v)
{
  char digits[24] = "";
  line_text(l, before);
  line_text(l, score__int_text(digits, v));
}

/* "NAME (D)"; a column without a name is told by its letters alone. */
static void line_column(line *l, const score_error *err, score_lang lang)
{
  char letters[8];
  line_text(l, score__phrase_text(SCORE__PH_PLACE_COLUMN, lang));
  line_text(l, err->field);
  if (err->column == 0 || strcmp(score__column_letters(letters, err->column), err->field) == 0) return;
  line_text(l, " (");
  line_text(l, letters);
  line_text(l, ")");
}

static void line_place(line *l, const score_error *err, score_lang lang)
{
  bool pointer = err->field[0] == '/', csv = err->field[0] && !pointer;
  if (err->file[0]) {
    line_text(l, err->file);
    if (err->sheet[0]) {
      line_text(l, "[");
      line_text(l, err->sheet);
      line_text(l, "]");
    }
    if (err->line) line_number(l, ":", err->line);
  } else if (err->line) {
    line_number(l, score__phrase_text(SCORE__PH_PLACE_LINE, lang), err->line);
  }
  if (err->line && err->column && !csv) line_number(l, ":", err->column);
  if (err->field[0]) {
    if (l->used) line_text(l, " ");
    if (csv) {
      line_column(l, err, lang);
    } else {
      line_text(l, err->field);
    }
  }
  /* A place inside an expression whose line is not known. */
  if (!err->line && err->column && !csv) line_number(l, ":", err->column);
  if (l->used) line_text(l, ": ");
}

static const char *argument(const score_error *err, size_t i)
{
  const char *arg = err->args;
  while (i > 0 && *arg) {
    arg += strlen(arg) + 1;
    i--;
  }
  return *arg == EMPTY_ARG[0] ? "" : arg;
}

static void line_phrase(line *l, const score_error *err, score_lang lang)
{
  const char *at = score__phrase_text(err->phrase, lang);
  if (!*at) {
    line_number(l, "error ", (uint32_t)(err->code < 0 ? -err->code : err->code));
    return;
  }
  for (; *at; at++) {
    if (at[0] == '{' && at[1] >= '0' && at[1] <= '9' && at[2] == '}') {
      line_text(l, argument(err, (size_t)(at[1] - '0')));
      at += 2;
    } else {
      line_add(l, at, 1);
    }
  }
}

size_t score_error_text(char *buf, size_t size, const score_error *err, score_lang lang)
{
  line l = {buf, size, 0};
  line_place(&l, err, lang);
  line_phrase(&l, err, lang);
  if (size) {
    size_t end = l.used < size ? l.used : size - 1;
    /* A cut never leaves half a character. */
    if (l.used >= size) {
      while (end > 0 && ((unsigned char)buf[end - 1] & 0xc0) == 0x80) end--;
      size_t tail = size - 1 - end;
      if (end > 0 && (unsigned char)buf[end - 1] >= 0xc0) {
        size_t want = char_size((const unsigned char *)buf + end - 1, tail + 1);
        end = want == tail + 1 ? size - 1 : end - 1;
      } else {
        end = size - 1;
      }
    }
    buf[end] = 0;
  }
  return l.used;
}
