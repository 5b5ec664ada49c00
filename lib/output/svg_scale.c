/* Scales with round steps. */
#include "base/fraction.h"
#include "base/limits.h"
#include "output/svg.h"

static int64_t floor_to(int64_t v, int64_t step)
{
  const int64_t rest = v % step;
  return v - rest - (rest < 0 ? step : 0);
}

static int64_t ceil_to(int64_t v, int64_t step)
{
  return -floor_to(-v, step);
}

void score__svg_scale_make(score__svg_scale *scale, int64_t low, int64_t high, unsigned steps)
{
  static const int64_t round[] = {1, 2, 5};
  if (high < low) high = low;
  int64_t step = 1, power = 1;
  for (size_t i = 0; power < INT64_C(1000000000000000000); i++) {
    if (i > 0 && i % 3 == 0) power *= 10;
    step = round[i % 3] * power;
    if ((ceil_to(high, step) - floor_to(low, step)) / step <= (int64_t)steps) break;
  }
  /* One number alone: a step on either side of it, as large as the number's own last digit. */
  if (low == high) {
    while (step < SCORE__MICRO && low % (step * 10) == 0) step *= 10;
    high = low + 1;
  }
  scale->step = step;
  scale->low = floor_to(low, step);
  scale->high = ceil_to(high, step);
}

/* Numbers of things: there is no half of one. */
static bool counts(const score__svg *s)
{
  bool any = false;
  for (size_t r = 0; r < s->row_count; r++)
    for (size_t c = s->f->first; c < score__svg_end(s); c++) {
      const uint8_t kind = score__svg_cell(s, r, c)->kind;
      if (kind == SCORE__CELL_DECIMAL) return false;
      any = any || kind == SCORE__CELL_INTEGER;
    }
  return any;
}

void score__svg_scale_of(const score__svg *s, score__svg_scale *scale, bool zero, unsigned steps)
{
  int64_t low = s->f->low_micro, high = s->f->high_micro;
  const bool given = low < high;
  if (!given) {
    low = high = 0;
    score__svg_range(s, s->f->first, score__svg_end(s), &low, &high);
    if (zero && low > 0) low = 0;
    if (zero && high < 0) high = 0;
  }
  score__svg_scale_make(scale, low, high, steps);
  if (low == high && !zero) scale->low -= scale->step; /* one number alone stands in the middle */
  if (scale->step < SCORE__MICRO && counts(s)) {
    scale->step = SCORE__MICRO;
    scale->low = floor_to(low, SCORE__MICRO);
    scale->high = ceil_to(high == low ? low + 1 : high, SCORE__MICRO);
  }
  if (given) {
    scale->low = low;
    scale->high = high;
  }
}

int64_t score__svg_scale_at(const score__svg_scale *scale, int64_t micro)
{
  const int64_t v = micro < scale->low ? scale->low : micro > scale->high ? scale->high : micro;
  const score__i128 span = (score__i128)scale->high - scale->low, room = (score__i128)scale->to - scale->from;
  const score__i128 twice = 2 * ((score__i128)v - scale->low) * room;
  return scale->from + (int64_t)((twice + (twice < 0 ? -span : span)) / (2 * span));
}

int64_t score__svg_scale_draw(score__svg *s, const score__svg_scale *scale, int64_t top, int64_t bottom, size_t column)
{
  static const score__svg_type tick = {.font = 110, .attributes = "class=\"mu\" text-anchor=\"middle\""};
  const score__svg_type title = {.font = 110, .attributes = "class=\"mu\" text-anchor=\"end\"", .most = s->width - 200};
  score__buffer_text(&s->body, "<path class=\"gr\" fill=\"none\" d=\"");
  for (int64_t v = ceil_to(scale->low, scale->step); v <= scale->high; v += scale->step)
    SCORE__SVG_PUT(s, "M% %v%", score__svg_scale_at(scale, v), top, bottom - top);
  score__buffer_text(&s->body, "\"/>\n");
  for (int64_t v = ceil_to(scale->low, scale->step); v <= scale->high; v += scale->step) {
    score__svg_print_number(s, v);
    score__svg_said(s, score__svg_scale_at(scale, v), bottom + 150, &tick);
  }
  score__svg_print_column(s, column);
  if (s->text.size == 0) return bottom + 200;
  score__svg_said(s, scale->to, bottom + 310, &title);
  return bottom + 360;
}

unsigned score__svg_share(int64_t micro, int64_t full_micro)
{
  if (micro <= 0 || full_micro <= 0) return 0;
  if (micro >= full_micro) return SCORE__SVG_CLASSES - 1;
  return 1 + (unsigned)((score__i128)micro * (SCORE__SVG_CLASSES - 2) / full_micro);
}
