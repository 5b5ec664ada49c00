/* Text of the data as it may stand in a page or a worksheet; inside HTML, XML and SVG nothing of it is taken for a mark.
 */
#include "base/text.h"
#include "output/writer.h"

#define REPLACED "\xEF\xBF\xBD"

static void put_character(score__buffer *out, const unsigned char *c, size_t size, bool marks)
{
  switch (marks ? c[0] : 0) {
  case '&': score__buffer_text(out, "&amp;"); return;
  case '<': score__buffer_text(out, "&lt;"); return;
  case '>': score__buffer_text(out, "&gt;"); return;
  case '"': score__buffer_text(out, "&quot;"); return;
  case '\'': score__buffer_text(out, "&#39;"); return;
  default: break;
  }
  const bool none = c[0] == 0xEF && c[1] == 0xBF && c[2] >= 0xBE; /* U+FFFE, U+FFFF */
  const size_t unruly = c[0] == '\t' || c[0] == '\n' ? 0 : score__text_unruly((const char *)c, size);
  if (none || unruly == 1 || unruly == 2)
    score__buffer_text(out, REPLACED);
  else if (unruly)
    score__buffer_char(out, ' ');
  else
    score__buffer_add(out, c, size);
}

static size_t length_of(unsigned char first)
{
  return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

static void put_text(score__buffer *out, const char *text, size_t size, bool marks)
{
  size_t valid = score__text_valid(text, size);
  for (size_t i = 0; i < size;) {
    if (i == valid) {
      score__buffer_text(out, REPLACED);
      i++;
      valid = i + score__text_valid(text + i, size - i);
      continue;
    }
    const size_t bytes = length_of((unsigned char)text[i]);
    put_character(out, (const unsigned char *)text + i, bytes, marks);
    i += bytes;
  }
}

void score__markup_text(score__buffer *out, const char *text, size_t size)
{
  put_text(out, text, size, true);
}

void score__legible_text(score__buffer *out, const char *text, size_t size)
{
  put_text(out, text, size, false);
}

void score__markup_cell(score__buffer *out, score__buffer *scratch, const score__cell *cell,
                        const score__cell_style *style)
{
  score__buffer_clear(scratch);
  score__cell_print(scratch, cell, style);
  if (scratch->failed) out->failed = true;
  score__markup_text(out, scratch->data ? scratch->data : "", scratch->size);
}
