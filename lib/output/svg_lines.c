/* Rows in order from left to right, a line for each column, its name at its end. */
#include <stdlib.h>

#include "output/svg.h"

#define HEIGHT  2600
#define COLOURS 6
#define FONT    115
#define POINTED 60  /* rows that have a point; more make a line alone */
#define APART   150 /* lines of text */

typedef struct end {
  size_t column;
  size_t row;       /* of its last point */
  int64_t at, said; /* where the line ends, where its name stands */
} end;

typedef struct plot {
  score__svg *s;
  score__svg_scale scale;
  int64_t left, right;
  bool numbers; /* at every point */
} plot;

static int64_t place_of(const plot *p, size_t row)
{
  const int64_t n = (int64_t)p->s->row_count;
  if (n < 2) return (p->left + p->right) / 2;
  return p->left + ((p->right - p->left) * (int64_t)row * 2 + (n - 1)) / (2 * (n - 1));
}

/* Lines differ in dashes and points too, not in colour alone. */
static void draw_point(score__svg *s, size_t series, size_t row, size_t column, int64_t x, int64_t y)
{
  SCORE__SVG_PUT(s, "<path class=\"p$\" data-r=\"$\" data-c=\"$\" d=\"", (int64_t)(series % COLOURS),
                 (int64_t)s->row[row], (int64_t)column);
  switch (series % 4) {
  case 0: SCORE__SVG_PUT(s, "M% %a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0z\"/>\n", x - 32, y); break;
  case 1: SCORE__SVG_PUT(s, "M% %h6v6h-6z\"/>\n", x - 30, y - 30); break;
  case 2: SCORE__SVG_PUT(s, "M% %l3.8 6.6h-7.6z\"/>\n", x, y - 40); break;
  default: SCORE__SVG_PUT(s, "M% %l4.2 4.2-4.2 4.2-4.2-4.2z\"/>\n", x, y - 42); break;
  }
}

static bool is_alone(const score__svg *s, size_t r, size_t column)
{
  int64_t v;
  return !(r > 0 && score__svg_value(s, r - 1, column, &v)) &&
         !(r + 1 < s->row_count && score__svg_value(s, r + 1, column, &v));
}

static void draw_line(plot *p, size_t series, size_t column, end *e)
{
  static const char *const dash[] = {"", " stroke-dasharray=\"7 3\"", " stroke-dasharray=\"2 3\"",
                                     " stroke-dasharray=\"9 3 2 3\""};
  score__svg *s = p->s;
  bool pen = false;
  int64_t v;
  *e = (end){.column = SIZE_MAX};
  SCORE__SVG_PUT(s, "<path class=\"l$\" fill=\"none\"", (int64_t)(series % COLOURS));
  score__buffer_text(&s->body, dash[series / COLOURS % 4]);
  score__buffer_text(&s->body, " d=\"");
  for (size_t r = 0; r < s->row_count; r++) {
    if (!score__svg_value(s, r, column, &v)) {
      pen = false;
      continue;
    }
    const int64_t x = place_of(p, r), y = score__svg_scale_at(&p->scale, v);
    if (pen)
      SCORE__SVG_PUT(s, "L% %", x, y);
    else
      SCORE__SVG_PUT(s, "M% %", x, y);
    pen = true;
    *e = (end){.column = column, .row = r, .at = y, .said = y};
  }
  score__buffer_text(&s->body, pen || e->column != SIZE_MAX ? "\"/>\n" : "M0 0\"/>\n");
  static const score__svg_type number = {.font = 105, .attributes = "text-anchor=\"middle\""};
  for (size_t r = 0; r < s->row_count; r++) {
    if (!score__svg_value(s, r, column, &v)) continue;
    const int64_t x = place_of(p, r), y = score__svg_scale_at(&p->scale, v);
    if (s->row_count <= POINTED || is_alone(s, r, column)) draw_point(s, series, r, column, x, y);
    if (!p->numbers) continue;
    score__svg_print_cell(s, r, column);
    score__svg_said(s, x, y - 75, &number);
  }
}

static int by_height(const void *a, const void *b)
{
  const end *x = a, *y = b;
  if (x->said != y->said) return x->said < y->said ? -1 : 1;
  return x->column < y->column ? -1 : x->column > y->column;
}

/* Its name, and its last number where the points have none. */
static void print_end(plot *p, const end *e)
{
  score__svg_print_column(p->s, e->column);
  if (p->numbers) return;
  score__buffer_text(&p->s->text, ": ");
  score__cell_print(&p->s->text, score__svg_cell(p->s, e->row, e->column), p->s->style);
}

/* Names that would lie on one another are moved down, and up again from the bottom. */
static void draw_names(plot *p, end *all, size_t count, int64_t width)
{
  score__svg *s = p->s;
  const int64_t bottom = p->scale.from;
  const score__svg_type type = {.font = FONT, .most = width};
  qsort(all, count, sizeof *all, by_height);
  for (size_t i = 1; i < count; i++)
    if (all[i].said < all[i - 1].said + APART) all[i].said = all[i - 1].said + APART;
  for (size_t i = count; i-- > 0;) {
    const int64_t most = i + 1 < count ? all[i + 1].said - APART : bottom + 60;
    if (all[i].said > most) all[i].said = most;
  }
  for (size_t i = 0; i < count; i++) {
    if (all[i].column == SIZE_MAX) continue;
    const int64_t series = (int64_t)(all[i].column - s->f->first) % COLOURS;
    const int64_t at = place_of(p, all[i].row), x = p->right + 140;
    if (all[i].said != all[i].at || at != p->right)
      SCORE__SVG_PUT(s, "<path class=\"gr\" fill=\"none\" d=\"M% %L% %\"/>\n", at + 50, all[i].at, x - 50, all[i].said);
    SCORE__SVG_PUT(s, "<path class=\"p$\" d=\"M% %h6v2h-6z\"/>\n", series, x - 40, all[i].said - 10);
    print_end(p, &all[i]);
    score__svg_said(s, x + 60, all[i].said + 40, &type);
  }
}

static void draw_grid(plot *p)
{
  static const score__svg_type tick = {.font = 110, .attributes = "class=\"mu\" text-anchor=\"end\""};
  score__svg *s = p->s;
  int64_t first = p->scale.low - p->scale.low % p->scale.step;
  if (first < p->scale.low) first += p->scale.step;
  score__buffer_text(&s->body, "<path class=\"gr\" fill=\"none\" d=\"");
  for (int64_t v = first; v <= p->scale.high; v += p->scale.step)
    SCORE__SVG_PUT(s, "M% %H%", p->left - 150, score__svg_scale_at(&p->scale, v), p->right + 50);
  score__buffer_text(&s->body, "\"/>\n");
  for (int64_t v = first; v <= p->scale.high; v += p->scale.step) {
    score__svg_print_number(s, v);
    score__svg_said(s, p->left - 210, score__svg_scale_at(&p->scale, v) + 40, &tick);
  }
}

/* As many names of rows as there is room for, the last one always. */
static void draw_rows(plot *p)
{
  score__svg *s = p->s;
  const int64_t widest = score__svg_column_width(s, s->f->label, 110, 1400) + 100;
  const int64_t room = s->row_count > 1 ? (p->right - p->left) / (int64_t)(s->row_count - 1) : p->right - p->left;
  const size_t every = room >= widest ? 1 : (size_t)(widest / (room > 0 ? room : 1)) + 1;
  const score__svg_type type = {.font = 110, .most = 1400, .attributes = "class=\"mu\" text-anchor=\"middle\""};
  for (size_t r = s->row_count; r-- > 0;) {
    if ((s->row_count - 1 - r) % every != 0) continue;
    score__svg_print_cell(s, r, s->f->label);
    score__svg_said(s, place_of(p, r), p->scale.from + 190, &type);
  }
}

void score__svg_lines(score__svg *s)
{
  const size_t last = score__svg_end(s), count = last > s->f->first ? last - s->f->first : 0;
  end *all = calloc(count ? count : 1, sizeof *all);
  if (!all) {
    s->body.failed = true;
    return;
  }
  const bool numbers = count <= 2 && s->row_count <= 16;
  int64_t name = 0;
  for (size_t i = 0; i < count; i++) {
    score__svg_print_column(s, s->f->first + i);
    if (!numbers) score__buffer_text(&s->text, ": 00,00");
    const int64_t width = s->text.size ? score__svg_text_width(s->text.data, s->text.size, FONT) : 0;
    name = width > name ? width : name;
  }
  if (name > 2200) name = 2200;
  plot p = {.s = s, .left = 700, .right = s->width - name - 280, .numbers = numbers};
  score__svg_scale_of(s, &p.scale, false, 6);
  p.scale.to = s->y + 150;
  int64_t height = HEIGHT;
  if ((int64_t)count * APART > height) height = (int64_t)count * APART;
  p.scale.from = p.scale.to + height;
  draw_grid(&p);
  for (size_t i = 0; i < count; i++) draw_line(&p, i, s->f->first + i, &all[i]);
  draw_names(&p, all, count, name + 20);
  draw_rows(&p);
  s->y = p.scale.from + 260;
  free(all);
}
