/* A box for each row: lowest, lower quartile, median, upper quartile, highest. */
#include "output/svg.h"

#define PITCH   300
#define NUMBERS 5
#define FONT    110

static void draw_box(score__svg *s, size_t r, const score__svg_scale *scale, int64_t y)
{
  int64_t v[NUMBERS], x[NUMBERS];
  for (size_t i = 0; i < NUMBERS; i++) {
    if (i >= s->f->count || !score__svg_value(s, r, s->f->first + i, &v[i])) {
      static const score__svg_type muted = {.font = 105, .attributes = "class=\"mu\""};
      score__svg_phrase(s, scale->from + 40, y + PITCH / 2 + 40, &muted, SCORE__PH_FIGURE_NO_DATA);
      return;
    }
    x[i] = score__svg_scale_at(scale, v[i]);
  }
  const int64_t middle = y + PITCH / 2, half = 75;
  SCORE__SVG_PUT(s, "<g data-r=\"$\"><path class=\"wh\" fill=\"none\" d=\"M% %H%M% %v%M% %v%\"/>", (int64_t)s->row[r],
                 x[0], middle, x[4], x[0], middle - 45, 90, x[4], middle - 45, 90);
  SCORE__SVG_PUT(s, "<path class=\"bx\" d=\"M% %h%v%h%z\"/>", x[1], middle - half, x[3] - x[1], 2 * half, x[1] - x[3]);
  SCORE__SVG_PUT(s, "<path class=\"md\" fill=\"none\" d=\"M% %v%\"/></g>\n", x[2], middle - half, 2 * half);
}

void score__svg_boxes(score__svg *s)
{
  const size_t count = s->f->count < NUMBERS ? s->f->count : NUMBERS;
  int64_t widest = 0;
  for (size_t i = 0; i < count; i++) {
    const int64_t width = score__svg_column_width(s, s->f->first + i, FONT, 700);
    widest = width > widest ? width : widest;
  }
  const int64_t column = widest + 90 < 560 ? 560 : widest + 90;
  const score__svg_type head = {.font = 100, .most = column - 40, .attributes = "class=\"mu\" text-anchor=\"end\""};
  const score__svg_type number = {.font = FONT, .attributes = "text-anchor=\"end\""};
  const score__svg_type label = {.font = 115, .most = 1900, .attributes = "text-anchor=\"end\""};
  size_t lines = 1;
  for (size_t i = 0; i < count; i++) {
    score__svg_print_column(s, s->f->first + i);
    const size_t n = score__svg_wrapped(s, 0, 0, &head, 3, false);
    lines = n > lines ? n : lines;
  }
  for (size_t i = 0; i < count; i++) {
    score__svg_print_column(s, s->f->first + i);
    const size_t n = score__svg_wrapped(s, 0, 0, &head, 3, false);
    score__svg_wrapped(s, s->width - column * (int64_t)(count - 1 - i), s->y + 100 + (int64_t)(lines - n) * 125, &head,
                       3, true);
  }
  s->y += (int64_t)lines * 125 + 60;
  score__svg_scale scale = {0};
  score__svg_scale_of(s, &scale, false, 6);
  scale.from = score__svg_column_width(s, s->f->label, 115, 1900) + 140;
  scale.to = s->width - column * (int64_t)count - 120;
  const int64_t end = score__svg_scale_draw(s, &scale, s->y, s->y + PITCH * (int64_t)s->row_count, SIZE_MAX);
  for (size_t r = 0; r < s->row_count; r++, s->y += PITCH) {
    score__svg_print_cell(s, r, s->f->label);
    const size_t n = score__svg_wrapped(s, 0, 0, &label, 2, false);
    score__svg_wrapped(s, scale.from - 100, s->y + PITCH / 2 + 42 - (n > 1 ? 70 : 0), &label, 2, true);
    draw_box(s, r, &scale, s->y);
    for (size_t i = 0; i < count; i++) {
      score__svg_print_cell(s, r, s->f->first + i);
      score__svg_said(s, s->width - column * (int64_t)(count - 1 - i), s->y + PITCH / 2 + 40, &number);
    }
  }
  s->y = end;
}
