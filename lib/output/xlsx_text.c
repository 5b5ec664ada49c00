/* How long a text is to a workbook, what a worksheet may be called, how many lines a text takes. */
#include "output/xlsx_text.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

size_t score__xlsx_length(const char *text, size_t most, size_t *cut)
{
  size_t units = 0, i = 0, kept = 0;
  bool within = true;
  while (text[i]) {
    const unsigned char c = (unsigned char)text[i];
    const size_t bytes = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    units += bytes == 4 ? 2 : 1;
    for (size_t k = 0; k < bytes && text[i]; k++) i++;
    within = within && units <= most;
    if (within) kept = i;
  }
  if (cut) *cut = kept;
  return units;
}

void score__xlsx_name(char out[SCORE__XLSX_NAME_CAP], const char *wanted, const char *otherwise)
{
  size_t cut;
  const char *text = wanted && *wanted ? wanted : otherwise;
  score__xlsx_length(text, SCORE__XLSX_NAME, &cut);
  memcpy(out, text, cut);
  out[cut] = '\0';
  for (char *c = out; *c; c++)
    if (strchr("[]:*?/\\", *c)) *c = '_';
  if (*out == '\'') *out = '_';
  if (cut && out[cut - 1] == '\'') out[cut - 1] = '_';
}

size_t score__xlsx_lines(const char *text, size_t width)
{
  size_t lines = 1, used = 0;
  while (*text) {
    const size_t blank = *text == ' ', word = blank + strcspn(text + blank, " \n");
    const size_t wide = score__text_width(text, word);
    if (used && used + wide > width) {
      lines++;
      used = wide - blank;
    } else {
      used += wide;
    }
    for (; used > width; used -= width) lines++; /* a word longer than the column */
    text += word;
    if (*text == '\n') {
      lines++;
      used = 0;
      text++;
    }
  }
  return lines;
}
