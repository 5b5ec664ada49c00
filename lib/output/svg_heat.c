/* Rows times columns, coloured by share: one path for each colour, of runs from left to right, so that a picture of a
 * thousand rows stays small. */
#include "output/svg.h"

#define NAMED     120 /* rows with a name */
#define NARROWEST 90
#define WIDEST    900
#define NONE      SCORE__SVG_CLASSES

static int64_t label_width(score__svg *s)
{
  if (s->row_count > NAMED) return 420;
  return score__svg_column_width(s, s->f->label, 105, 2300) + 100;
}

static int64_t row_height(size_t rows)
{
  if (rows <= 40) return 200;
  if (rows <= NAMED) return 140;
  const int64_t height = 26000 / (int64_t)rows;
  return height < 10 ? 10 : height;
}

int64_t score__svg_heat_width(score__svg *s)
{
  const int64_t columns = (int64_t)score__svg_end(s) - s->f->first, wanted = label_width(s) + columns * NARROWEST;
  return wanted > s->width ? wanted : s->width;
}

static unsigned class_of(const score__svg *s, size_t row, size_t column, int64_t full)
{
  int64_t v;
  return full > 0 && score__svg_value(s, row, column, &v) ? score__svg_share(v, full) : NONE;
}

/* What is full marks of a column: what it says, else its highest number. */
static int64_t full_of(const score__svg *s, size_t column)
{
  int64_t low, high = 0;
  if (s->t->column[column].full_micro > 0) return s->t->column[column].full_micro;
  return score__svg_range(s, column, column + 1, &low, &high) ? high : 0;
}

static void draw_class(score__svg *s, unsigned class, const uint8_t *share, size_t columns)
{
  const int64_t w = s->cell_width, h = s->cell_height;
  int64_t x = 0, y = 0;
  bool any = false;
  for (size_t r = 0; r < s->row_count; r++)
    for (size_t c = 0, run; c < columns; c += run) {
      for (run = 1; c + run < columns && share[r * columns + c + run] == share[r * columns + c];) run++;
      if (share[r * columns + c] != class) continue;
      if (!any && class == NONE) {
        score__buffer_text(&s->body, "<path");
        score__svg_gap_fill(s);
        SCORE__SVG_PUT(s, " d=\"M% %", s->x0, s->y0);
      } else if (!any) {
        SCORE__SVG_PUT(s, "<path class=\"c$\" d=\"M% %", (int64_t) class, s->x0, s->y0);
      }
      any = true;
      const int64_t at_x = (int64_t)c * w, at_y = (int64_t)r * h, wide = (int64_t)run * w;
      SCORE__SVG_PUT(s, "m% %h%v%h%z", at_x - x, at_y - y, wide, h, -wide);
      x = at_x;
      y = at_y;
    }
  if (any) score__buffer_text(&s->body, "\"/>\n");
}

static void draw_numbers(score__svg *s, const uint8_t *share, size_t columns)
{
  static const score__svg_type low = {.font = 100, .attributes = "class=\"on\""},
                               high = {.font = 100, .attributes = "class=\"ow\""};
  score__buffer_text(&s->body, "<g text-anchor=\"middle\">\n");
  for (size_t r = 0; r < s->row_count; r++)
    for (size_t c = 0; c < columns; c++) {
      const unsigned class = share[r * columns + c];
      if (class == NONE) continue;
      score__svg_print_cell(s, r, s->f->first + c);
      score__svg_said(s, s->x0 + (int64_t)c * s->cell_width + s->cell_width / 2,
                      s->y0 + (int64_t)r * s->cell_height + s->cell_height / 2 + 36, class < 4 ? &low : &high);
    }
  score__buffer_text(&s->body, "</g>\n");
}

/* Above the columns: in lines where there is room, else upright. */
static int64_t draw_heads(score__svg *s, size_t columns, bool draw)
{
  const bool flat = s->cell_width >= 450;
  const score__svg_type lying = {.font = 105, .most = s->cell_width - 40, .attributes = "text-anchor=\"middle\""};
  const score__svg_type upright = {.font = s->cell_width >= 120 ? 105 : 85, .most = 1100};
  size_t lines = 0;
  int64_t longest = 0;
  for (size_t c = 0; c < columns; c++) {
    score__svg_print_column(s, s->f->first + c);
    const size_t n = flat ? score__svg_wrapped(s, 0, 0, &lying, 4, false) : 1;
    const int64_t width = s->text.size ? score__svg_text_width(s->text.data, s->text.size, upright.font) : 0;
    lines = n > lines ? n : lines;
    longest = width > longest ? width : longest;
  }
  if (longest > upright.most) longest = upright.most;
  const int64_t height = flat ? (int64_t)lines * 132 + 40 : longest + 90;
  for (size_t c = 0; draw && c < columns; c++) {
    const int64_t x = s->x0 + (int64_t)c * s->cell_width + s->cell_width / 2;
    score__svg_print_column(s, s->f->first + c);
    if (flat) {
      const size_t n = score__svg_wrapped(s, 0, 0, &lying, 4, false);
      score__svg_wrapped(s, x, s->y0 - 70 - (int64_t)(n ? n - 1 : 0) * 131, &lying, 4, true);
    } else {
      SCORE__SVG_PUT(s, "<g transform=\"translate(% %) rotate(-90)\">", x + upright.font * 36 / 100, s->y0 - 50);
      score__svg_said(s, 0, 0, &upright);
      score__buffer_text(&s->body, "</g>\n");
    }
  }
  return height;
}

/* Names of rows, or, where there are too many, their numbers. */
static void draw_rows(score__svg *s)
{
  const score__svg_type type = {.font = 105, .most = s->x0 - 60, .attributes = "text-anchor=\"end\""};
  static const score__svg_type muted = {.font = 105, .attributes = "class=\"mu\" text-anchor=\"end\""};
  const size_t every = s->row_count > 1000 ? 250 : s->row_count > 400 ? 100 : 20;
  for (size_t r = 0; r < s->row_count; r++) {
    const int64_t middle = s->y0 + (int64_t)r * s->cell_height + s->cell_height / 2 + 38;
    if (s->row_count <= NAMED) {
      score__svg_print_cell(s, r, s->f->label);
      score__svg_said(s, s->x0 - 60, middle, &type);
    } else if (r == 0 || (r + 1) % every == 0) {
      score__svg_print_number(s, ((int64_t)r + 1) * INT64_C(1000000));
      score__svg_said(s, s->x0 - 60, middle, &muted);
    }
  }
}

/* In the colour of the page, over the runs, so that fields stand apart. */
static void draw_gaps(score__svg *s, size_t columns)
{
  const int64_t width = (int64_t)columns * s->cell_width, height = (int64_t)s->row_count * s->cell_height;
  score__buffer_text(&s->body, "<path class=\"ar\" fill=\"none\" d=\"");
  for (size_t c = 1; c < columns; c++) SCORE__SVG_PUT(s, "M% %v%", s->x0 + (int64_t)c * s->cell_width, s->y0, height);
  for (size_t r = 1; r < s->row_count && s->cell_height >= 60; r++)
    SCORE__SVG_PUT(s, "M% %h%", s->x0, s->y0 + (int64_t)r * s->cell_height, width);
  score__buffer_text(&s->body, "\"/>\n");
}

void score__svg_heat(score__svg *s)
{
  const size_t columns = score__svg_end(s) > s->f->first ? score__svg_end(s) - s->f->first : 0;
  score__arena arena = {0};
  uint8_t *share = score__arena_alloc(&arena, s->row_count * columns, 1);
  if (!share || columns == 0) {
    s->body.failed = s->body.failed || !share;
    score__arena_free(&arena);
    return;
  }
  for (size_t c = 0; c < columns; c++) {
    const int64_t full = full_of(s, s->f->first + c);
    for (size_t r = 0; r < s->row_count; r++) share[r * columns + c] = (uint8_t)class_of(s, r, s->f->first + c, full);
  }
  s->x0 = label_width(s);
  s->cell_height = row_height(s->row_count);
  s->cell_width = (s->width - s->x0) / (int64_t)columns;
  if (s->cell_width > WIDEST) s->cell_width = WIDEST;
  if (s->cell_width < NARROWEST) s->cell_width = NARROWEST;
  s->y0 = s->y + draw_heads(s, columns, false);
  draw_heads(s, columns, true);
  if (s->cell_height < 60) score__buffer_text(&s->body, "<g shape-rendering=\"crispEdges\">\n");
  for (unsigned class = 0; class <= NONE; class ++) draw_class(s, class, share, columns);
  if (s->cell_height < 60) score__buffer_text(&s->body, "</g>\n");
  draw_gaps(s, columns);
  if (s->cell_width >= 400 && s->cell_height >= 120) draw_numbers(s, share, columns);
  draw_rows(s);
  s->y = s->y0 + (int64_t)s->row_count * s->cell_height + 150;
  score__svg_share_legend(s);
  score__arena_free(&arena);
}
