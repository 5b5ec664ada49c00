/* How wide a text is in Times New Roman, as far as its letters tell: no font is asked. */
#include "output/docx.h"

#include <string.h>

enum { UNWIELDY = 9500 /* thousandths of the size */ };

/* Of Times (Adobe's metrics, as Times New Roman's), thousandths of the size, from U+0020 on; then of its bold letters. */
static const uint16_t metric[2][95] = {
    {250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
     500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
     556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
     722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
     278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541},
    {250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500,  500,
     500, 500, 500, 500, 500, 500,  500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722,  667,
     611, 778, 778, 389, 500, 778,  667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722,
     722, 667, 333, 278, 333, 581,  500, 333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333,  556,
     278, 833, 556, 500, 556, 556,  444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394,  520}};

static int64_t ems_of(const unsigned char *c, size_t *bytes, bool bold)
{
  const int64_t capital = bold ? 778 : 722,
                small = bold ? 640 : 560; /* the widest, and of fonts that lend their letters */
  *bytes = c[0] < 0x80 ? 1 : c[0] < 0xE0 ? 2 : c[0] < 0xF0 ? 3 : 4;
  if (c[0] < 0x80) return c[0] < 0x20 || c[0] == 0x7f ? 500 : metric[bold][c[0] - 0x20];
  if (c[0] == 0xCC || (c[0] == 0xCD && c[1] < 0xB0)) return 0; /* marks over letters */
  if (c[0] == 0xC3) return c[1] < 0x9F ? capital : small;      /* À to Þ, à to ÿ */
  if (c[0] >= 0xC4 && c[0] <= 0xC6) return c[1] % 2 ? small : capital;
  if (c[0] == 0xE1 && c[1] >= 0xBA) return c[2] % 2 ? small : capital;
  if (c[0] == 0xE2 && c[1] == 0x80) return c[2] == 0xA6 || c[2] == 0x94 ? 1000 : 500; /* … — */
  return c[0] < 0xE0 ? capital : 1000;
}

int64_t score__docx_ems(const char *text, size_t size, bool bold)
{
  int64_t sum = 0;
  for (size_t i = 0, bytes; i < size; i += bytes) sum += ems_of((const unsigned char *)text + i, &bytes, bold);
  return sum;
}

int score__docx_width(const char *text, size_t size, int half_points, bool bold)
{
  return (int)(score__docx_ems(text, size < 4096 ? size : 4096, bold) * half_points / 100);
}

bool score__docx_long_word(const char *text)
{
  for (size_t size; *text; text += size + (text[size] ? 1 : 0)) {
    size = strcspn(text, " \n\t");
    if (score__docx_ems(text, size < 256 ? size : 256, false) > UNWIELDY) return true;
  }
  return false;
}
