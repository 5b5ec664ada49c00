/* A bar for each row, from left to right, and a mark upon it. */
#include "output/svg.h"

#define FEW              130 /* rows that are named; more make a profile */
#define MOST_ROWS_HEIGHT 18000

static int64_t pitch_of(size_t rows)
{
  if (rows <= 12) return 240;
  if (rows <= 24) return 200;
  if (rows <= 48) return 160;
  if (rows <= FEW) return 135;
  const int64_t pitch = MOST_ROWS_HEIGHT / (int64_t)rows;
  return pitch < 10 ? 10 : pitch;
}

/* Which bar is which number, where there are two. */
static void draw_key(score__svg *s, size_t column)
{
  static const score__svg_type type = {.font = 110, .most = 3000};
  SCORE__SVG_PUT(s, "<path class=\"b0\" d=\"M0 %h13v11h-13z\"/>\n", s->y);
  score__svg_print_column(s, s->f->first);
  score__svg_said(s, 190, s->y + 100, &type);
  int64_t x = 190 + 250 + (s->text.size ? score__svg_text_width(s->text.data, s->text.size, type.font) : 0);
  if (x > 3500) x = 3500;
  SCORE__SVG_PUT(s, "<path class=\"mk\" d=\"M% %v15\"/>\n", x, s->y - 20);
  score__svg_print_column(s, column);
  score__svg_said(s, x + 70, s->y + 100, &type);
  s->y += 260;
}

static void draw_row(score__svg *s, size_t r, const score__svg_scale *scale, int64_t pitch, int64_t font)
{
  const int64_t thick = pitch >= 100 ? pitch * 7 / 10 : pitch, top = s->y + (pitch - thick) / 2;
  const int64_t base = s->y + pitch / 2 + font * 36 / 100;
  const size_t column = s->f->first;
  const bool named = pitch >= 100, strong = score__svg_cell(s, r, s->f->label)->emphasis == 4;
  int64_t v, end = scale->from;
  if (named) {
    const score__svg_type label = {.font = font,
                                   .most = scale->from - 80,
                                   .attributes =
                                       strong ? "text-anchor=\"end\" font-weight=\"bold\"" : "text-anchor=\"end\""};
    score__svg_print_cell(s, r, s->f->label);
    score__svg_said(s, scale->from - 80, base, &label);
  }
  const int64_t zero = score__svg_scale_at(scale, 0);
  if (score__svg_value(s, r, column, &v)) {
    const int64_t at = score__svg_scale_at(scale, v), left = at < zero ? at : zero, right = at < zero ? zero : at;
    const size_t category = score__svg_category(s, r);
    end = right;
    if (category == SIZE_MAX)
      score__buffer_text(&s->body, "<path class=\"b0\"");
    else
      SCORE__SVG_PUT(s, "<path class=\"k$\"", score__svg_category_colour(s, category));
    SCORE__SVG_PUT(s, " data-r=\"$\" data-c=\"$\" d=\"M% %h%v%h%z\"/>\n", (int64_t)s->row[r], (int64_t)column, left,
                   top, right - left, thick, left - right);
  }
  if (s->f->count > 1 && score__svg_value(s, r, column + 1, &v)) {
    const int64_t at = score__svg_scale_at(scale, v), over = named ? 15 : 0;
    SCORE__SVG_PUT(s, "<path class=\"mk\" data-r=\"$\" data-c=\"$\" d=\"M% %v%\"/>\n", (int64_t)s->row[r],
                   (int64_t)column + 1, at, top - over, thick + 2 * over);
    if (at > end && at - end < 700) end = at; /* so that the number does not lie under the mark */
  }
  if (!named) return;
  const score__svg_type type = {.font = font};
  score__svg_print_cell(s, r, column);
  if (s->text.size > 0) {
    score__svg_said(s, end + 50, base, &type);
  } else {
    static const score__svg_type muted = {.font = 100, .attributes = "class=\"mu\""};
    score__svg_phrase(s, end + 50, base, &muted, SCORE__PH_FIGURE_NO_DATA);
  }
}

void score__svg_bars(score__svg *s)
{
  const int64_t pitch = pitch_of(s->row_count), font = pitch >= 160 ? 120 : 105, height = pitch * (int64_t)s->row_count;
  const bool named = pitch >= 100;
  score__svg_scale scale = {0};
  score__svg_scale_of(s, &scale, true, 8);
  scale.from = named ? score__svg_column_width(s, s->f->label, font, 2700) + 110 : 100;
  scale.to = s->width - (named ? score__svg_column_width(s, s->f->first, font, 1200) + 150 : 150);
  if (s->f->count > 1) draw_key(s, (size_t)s->f->first + 1);
  const int64_t top = s->y, bottom = s->y + height + 40;
  const int64_t end = score__svg_scale_draw(s, &scale, top, bottom, s->f->first);
  s->y += 20;
  for (size_t r = 0; r < s->row_count; r++, s->y += pitch) draw_row(s, r, &scale, pitch, font);
  const int64_t zero = score__svg_scale_at(&scale, 0);
  SCORE__SVG_PUT(s, "<path class=\"ax\" fill=\"none\" d=\"M% %v%\"/>\n", zero, top, bottom - top);
  s->y = end;
  if (s->f->category_count > 0 && s->f->by != s->f->label) {
    s->y += 60;
    score__svg_category_legend(s, false);
  }
}
