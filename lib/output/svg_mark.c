/* Marks and words of a figure. */
#include <string.h>

#include "base/text.h"
#include "output/svg.h"

#define ELLIPSIS "\xE2\x80\xA6"
#define FONT     120

static void put_length(score__buffer *out, int64_t tenths)
{
  if (tenths < 0) score__buffer_char(out, '-');
  const uint64_t n = tenths < 0 ? 0 - (uint64_t)tenths : (uint64_t)tenths;
  score__buffer_int(out, (int64_t)(n / 10));
  if (n % 10) score__buffer_add(out, (const char[]){'.', (char)('0' + n % 10)}, 2);
}

void score__svg_put(score__svg *s, const char *pattern, const int64_t *number)
{
  for (;;) {
    const size_t plain = strcspn(pattern, "%$");
    score__buffer_add(&s->body, pattern, plain);
    pattern += plain;
    if (!*pattern) return;
    if (*pattern++ == '%')
      put_length(&s->body, *number++);
    else
      score__buffer_int(&s->body, *number++);
  }
}

/* Hundredths of the font size, as wide as common fonts have it. */
static int64_t breadth(unsigned char c)
{
  if (strchr("iIljtf.,:;'|![]()/- ", c)) return 34;
  if (c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '%' || c == '@') return 90;
  return c >= 'A' && c <= 'Z' ? 70 : 59;
}

/* One character and the marks upon it: its bytes, at least 1; *columns of a terminal. */
static size_t cluster(const char *text, size_t size, size_t *columns)
{
  size_t n = 0;
  for (*columns = 1; n == 0 && *columns <= 2; ++*columns) n = score__text_cut(text, size, *columns);
  --*columns;
  /* The longest prefix of one column may hold more than one character: only marks have no width. */
  return n ? n : 1;
}

static int64_t cluster_width(const char *text, size_t size, int64_t font, size_t *bytes)
{
  if ((unsigned char)text[0] < 0x80 && text[0] && (size == 1 || (unsigned char)text[1] < 0x80)) {
    *bytes = 1;
    return breadth((unsigned char)text[0]) * font / 100;
  }
  size_t columns;
  *bytes = cluster(text, size, &columns);
  return (columns == 2 ? 104 : 61) * font / 100;
}

int64_t score__svg_text_width(const char *text, size_t size, int64_t font)
{
  int64_t width = 0;
  size_t bytes;
  for (size_t i = 0; i < size; i += bytes) width += cluster_width(text + i, size - i, font, &bytes);
  return width;
}

/* Bytes that are at most `most` wide. */
static size_t fitting(const char *text, size_t size, int64_t font, int64_t most)
{
  size_t bytes, i = 0;
  for (int64_t width = 0; i < size; i += bytes) {
    width += cluster_width(text + i, size - i, font, &bytes);
    if (width > most) break;
  }
  return i;
}

void score__svg_text(score__svg *s, int64_t x, int64_t y, const score__svg_type *type, const char *text, size_t size)
{
  const bool cut = type->most > 0 && fitting(text, size, type->font, type->most) < size;
  SCORE__SVG_PUT(s, "<text x=\"%\" y=\"%\"", x, y);
  if (type->font != FONT) SCORE__SVG_PUT(s, " font-size=\"%\"", type->font);
  if (type->attributes) {
    score__buffer_char(&s->body, ' ');
    score__buffer_text(&s->body, type->attributes);
  }
  score__buffer_char(&s->body, '>');
  if (cut) {
    score__buffer_text(&s->body, "<title>");
    score__markup_text(&s->body, text, size);
    score__buffer_text(&s->body, "</title>");
    size = fitting(text, size, type->font, type->most - type->font * 9 / 10);
    while (size > 0 && text[size - 1] == ' ') size--;
  }
  score__markup_text(&s->body, text, size);
  if (cut) score__buffer_text(&s->body, ELLIPSIS);
  score__buffer_text(&s->body, "</text>\n");
}

void score__svg_said(score__svg *s, int64_t x, int64_t y, const score__svg_type *type)
{
  if (s->text.failed) s->body.failed = true;
  if (s->text.size > 0) score__svg_text(s, x, y, type, s->text.data, s->text.size);
}

void score__svg_phrase(score__svg *s, int64_t x, int64_t y, const score__svg_type *type, int phrase)
{
  const char *text = score__phrase_text(phrase, s->style->lang);
  score__svg_text(s, x, y, type, text, strlen(text));
}

size_t score__svg_wrapped(score__svg *s, int64_t x, int64_t y, const score__svg_type *type, size_t lines, bool draw)
{
  const char *text = s->text.data;
  size_t size = s->text.size, count = 0;
  while (size > 0 && count < lines) {
    size_t line = count + 1 == lines ? size : fitting(text, size, type->font, type->most), rest = line;
    if (line < size) {
      while (rest > 0 && text[rest] != ' ') rest--;
      if (rest > 0)
        line = rest;
      else if (line == 0 || text[line] != ' ')
        line = size; /* a word without end: cut, like the last line */
    }
    if (draw) score__svg_text(s, x, y + (int64_t)count * type->font * 5 / 4, type, text, line);
    text += line;
    size -= line;
    while (size > 0 && *text == ' ') {
      text++;
      size--;
    }
    count++;
  }
  return count;
}
