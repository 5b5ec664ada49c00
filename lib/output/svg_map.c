/* Areas coloured by the number, or the category, of their row; areas without one are hatched. */
#include "base/fraction.h"
#include "output/projection.h"
#include "output/svg.h"

#include <stdlib.h>
#include <string.h>

#define HEIGHT 6400
#define SMALL  40  /* an area that is no larger gets a dot, or nobody would see it */
#define ROOM   110 /* for a number inside an area */
#define SWATCH 130

typedef struct atlas {
  score__svg *s;
  score__projection p;
  int64_t low, high;                 /* ends of the legend */
  int64_t bound[SCORE__SVG_CLASSES]; /* [classes - 1] between the classes */
  int64_t classes, count[SCORE__SVG_CLASSES];
  score__dict by_code; /* code -> shown row */
  score__arena arena;
} atlas;

typedef struct extent {
  int64_t left, right, top, bottom;
} extent;

static void place(const atlas *a, const score__place *at, int64_t *x, int64_t *y)
{
  score__projection_place(&a->p, at, x, y);
  *y += a->s->y;
}

/* Relative, in as few bytes as it can be said. */
static void draw_ring(const atlas *a, const score__ring *ring, extent *e)
{
  score__svg *s = a->s;
  int64_t x = 0, y = 0, last_x = 0, last_y = 0;
  bool begun = false;
  for (size_t i = 0; i < ring->count; i++) {
    place(a, &ring->place[i], &x, &y);
    e->left = x < e->left ? x : e->left;
    e->right = x > e->right ? x : e->right;
    e->top = y < e->top ? y : e->top;
    e->bottom = y > e->bottom ? y : e->bottom;
    if (i > 0 && x == last_x && y == last_y) continue;
    if (i == 0) {
      SCORE__SVG_PUT(s, "M% %", x, y);
    } else {
      score__buffer_text(&s->body, !begun ? "l" : x < last_x ? "" : " ");
      SCORE__SVG_PUT(s, y < last_y ? "%%" : "% %", x - last_x, y - last_y);
      begun = true;
    }
    last_x = x;
    last_y = y;
  }
  score__buffer_char(&s->body, 'z');
}

static void draw_area(const atlas *a, const score__area *area, extent *e)
{
  *e = (extent){.left = INT64_MAX, .right = INT64_MIN, .top = INT64_MAX, .bottom = INT64_MIN};
  score__buffer_text(&a->s->body, " d=\"");
  for (size_t r = 0; r < area->ring_count; r++) draw_ring(a, &area->ring[r], e);
  if (e->right - e->left < SMALL && e->bottom - e->top < SMALL && e->left <= e->right)
    SCORE__SVG_PUT(a->s, "M% %a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0z", (e->left + e->right) / 2 - 25,
                   (e->top + e->bottom) / 2);
  score__buffer_char(&a->s->body, '"');
}

static int64_t colour_of(const atlas *a, int64_t class)
{
  return a->classes > 1 ? (class * (SCORE__SVG_CLASSES - 1) + (a->classes - 1) / 2) / (a->classes - 1)
                        : SCORE__SVG_CLASSES / 2;
}

/* -1: no number. */
static int64_t class_of(const atlas *a, size_t row)
{
  int64_t v;
  if (row == SIZE_MAX || !score__svg_value(a->s, row, a->s->f->first, &v)) return -1;
  int64_t class = 0;
  while (class < a->classes - 1 && v >= a->bound[class]) class ++;
  return class;
}

static void say_area(const atlas *a, const score__area *area, size_t row)
{
  score__svg *s = a->s;
  score__buffer_text(&s->body, "<title>");
  if (row != SIZE_MAX) score__svg_print_cell(s, row, s->f->label);
  if (row == SIZE_MAX || s->text.size == 0) {
    score__buffer_clear(&s->text);
    score__buffer_text(&s->text, area->name);
  }
  score__buffer_text(&s->text, ": ");
  const size_t before = s->text.size;
  const size_t column = s->f->category_count > 0 ? s->f->by : s->f->first;
  if (row != SIZE_MAX) score__cell_print(&s->text, score__svg_cell(s, row, column), s->style);
  if (s->text.size == before)
    score__buffer_text(&s->text, score__phrase_text(SCORE__PH_FIGURE_NO_DATA, s->style->lang));
  if (s->text.data) score__markup_text(&s->body, s->text.data, s->text.size);
  score__buffer_text(&s->body, "</title>");
}

static void draw_areas(atlas *a)
{
  score__svg *s = a->s;
  const score_map *map = s->f->map;
  score__buffer_text(&s->body, "<g class=\"ar\" fill-rule=\"evenodd\">\n");
  for (size_t i = 0; i < map->area_count; i++) {
    const score__area *area = &map->area[i];
    const size_t row = score__dict_get(&a->by_code, area->code);
    const size_t category = row == SIZE_MAX ? SIZE_MAX : score__svg_category(s, row);
    const int64_t class = s->f->category_count > 0 ? -1 : class_of(a, row);
    extent e;
    score__buffer_text(&s->body, "<path");
    if (category != SIZE_MAX) {
      SCORE__SVG_PUT(s, " class=\"k$\"", score__svg_category_colour(s, category));
    } else if (class >= 0) {
      SCORE__SVG_PUT(s, " class=\"c$\"", colour_of(a, class));
      a->count[class]++;
    } else {
      score__svg_gap_fill(s);
    }
    if (row != SIZE_MAX) SCORE__SVG_PUT(s, " data-r=\"$\"", (int64_t)s->row[row]);
    draw_area(a, area, &e);
    score__buffer_char(&s->body, '>');
    say_area(a, area, row);
    score__buffer_text(&s->body, "</path>\n");
  }
  score__buffer_text(&s->body, "</g>\n");
}

/* The longest stretch inside the area at one height: its middle and its length. */
static int64_t widest_at(const atlas *a, const score__area *area, int64_t height, int64_t *middle)
{
  enum { MOST = 64 };
  int64_t cut[MOST], longest = 0;
  size_t count = 0;
  for (size_t r = 0; r < area->ring_count; r++) {
    const score__ring *ring = &area->ring[r];
    for (size_t i = 0; i < ring->count && count < MOST; i++) {
      int64_t x1, y1, x2, y2;
      place(a, &ring->place[i], &x1, &y1);
      place(a, &ring->place[i + 1 < ring->count ? i + 1 : 0], &x2, &y2);
      if ((y1 <= height) == (y2 <= height)) continue;
      const int64_t x = x1 + (x2 - x1) * (height - y1) / (y2 - y1);
      size_t at = count++;
      for (; at > 0 && cut[at - 1] > x; at--) cut[at] = cut[at - 1];
      cut[at] = x;
    }
  }
  for (size_t i = 0; i + 1 < count; i += 2)
    if (cut[i + 1] - cut[i] > longest) {
      longest = cut[i + 1] - cut[i];
      *middle = (cut[i] + cut[i + 1]) / 2;
    }
  return longest;
}

/* The number of the category inside the area: colour is not the only sign. */
static void draw_number(const atlas *a, const score__area *area, size_t category)
{
  static const score__svg_type type = {.font = 95, .attributes = "class=\"ha\" text-anchor=\"middle\""};
  score__svg *s = a->s;
  int64_t top = INT64_MAX, bottom = INT64_MIN, x, y, best = 0, best_x = 0, best_y = 0, middle = 0;
  for (size_t r = 0; r < area->ring_count; r++)
    for (size_t i = 0; i < area->ring[r].count; i++) {
      place(a, &area->ring[r].place[i], &x, &y);
      top = y < top ? y : top;
      bottom = y > bottom ? y : bottom;
    }
  for (int64_t tenth = 3; tenth <= 7; tenth++) {
    const int64_t height = top + (bottom - top) * tenth / 10, longest = widest_at(a, area, height, &middle);
    if (longest <= best) continue;
    best = longest;
    best_x = middle;
    best_y = height;
  }
  if (best < ROOM || bottom - top < ROOM) return;
  score__svg_print_number(s, ((int64_t)category + 1) * INT64_C(1000000));
  score__svg_said(s, best_x, best_y + 34, &type);
}

/* Colours from low to high, the bounds between them, and how many units have each. */
static void draw_legend(atlas *a)
{
  static const score__svg_type mid = {.font = 105, .attributes = "text-anchor=\"middle\""},
                               muted = {.font = 100, .attributes = "class=\"mu\" text-anchor=\"middle\""};
  score__svg *s = a->s;
  const score__svg_type title = {.font = 110, .most = s->width - 200};
  int64_t x = 260;
  score__svg_print_column(s, s->f->first);
  score__buffer_text(&s->text, s->text.size ? "; " : "");
  score__buffer_text(&s->text, score__phrase_text(SCORE__PH_FIGURE_COUNTS, s->style->lang));
  score__svg_said(s, 0, s->y + 100, &title);
  s->y += 330;
  for (int64_t i = 0; i <= a->classes; i++, x += 620) {
    score__svg_print_number(s, i == 0 ? a->low : i == a->classes ? a->high : a->bound[i - 1]);
    score__svg_said(s, x, s->y + SWATCH + 130, &mid);
    if (i == a->classes) break;
    SCORE__SVG_PUT(s, "<path class=\"c$\" d=\"M% %h%v%h-%z\"/>\n", colour_of(a, i), x, s->y, 620, SWATCH, 620);
    score__svg_print_number(s, a->count[i] * INT64_C(1000000));
    score__svg_said(s, x + 310, s->y - 40, &muted);
  }
  if (s->gaps > 0) score__svg_gap_legend(s, x + 300, s->y);
  s->y += SWATCH + 200;
}

static int by_size(const void *a, const void *b)
{
  const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return x < y ? -1 : x > y;
}

/* Round bounds between the lowest and the highest twentieth, so that one unit far from all others does not leave the rest
 * in one colour; the first and the last class reach to the ends. */
static bool divide(atlas *a)
{
  score__svg *s = a->s;
  score__svg_scale scale;
  size_t count = 0;
  int64_t low = s->f->low_micro, high = s->f->high_micro, *v = score__arena_alloc(&a->arena, s->row_count, sizeof *v);
  a->classes = 1;
  a->low = low;
  a->high = high;
  if (!v) return false;
  for (size_t r = 0; r < s->row_count; r++) count += score__svg_value(s, r, s->f->first, &v[count]);
  if (low >= high) {
    if (count == 0) return true;
    qsort(v, count, sizeof *v, by_size);
    a->low = v[0];
    a->high = v[count - 1];
    low = v[count / 20];
    high = v[count - 1 - count / 20];
  }
  score__svg_scale_make(&scale, low, high, SCORE__SVG_CLASSES);
  for (int64_t b = scale.low; b <= high && a->classes < SCORE__SVG_CLASSES; b += scale.step)
    if (b > a->low && b >= low && b < a->high) a->bound[a->classes++ - 1] = b;
  return true;
}

static bool join(atlas *a)
{
  score__svg *s = a->s;
  for (size_t r = 0; r < s->row_count; r++) {
    score__svg_print_cell(s, r, s->f->code);
    if (s->text.size == 0) continue;
    const char *code = score__arena_copy(&a->arena, s->text.data, s->text.size);
    if (!code || score__dict_add(&a->by_code, code, r)) return false;
  }
  return true;
}

void score__svg_map(score__svg *s)
{
  const score_map *map = s->f->map;
  atlas a = {.s = s};
  if (!map || map->area_count == 0) {
    score__svg_no_data(s);
    return;
  }
  if (!join(&a)) s->body.failed = true;
  if (!divide(&a)) s->body.failed = true;
  score__projection_make(&a.p, map, s->width, HEIGHT);
  draw_areas(&a);
  for (size_t i = 0; s->f->category_count > 0 && i < map->area_count; i++) {
    const size_t row = score__dict_get(&a.by_code, map->area[i].code);
    const size_t category = row == SIZE_MAX ? SIZE_MAX : score__svg_category(s, row);
    if (category != SIZE_MAX) draw_number(&a, &map->area[i], category);
  }
  s->y += a.p.height + 150;
  if (s->f->category_count > 0)
    score__svg_category_legend(s, true);
  else
    draw_legend(&a);
  score__dict_free(&a.by_code);
  score__arena_free(&a.arena);
}
