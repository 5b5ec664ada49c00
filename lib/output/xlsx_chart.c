/* Figures as charts of the workbook's own, over the cells of their tables: below a short table, beside a long one. Boxes
 * are lines without a line: from the lowest to the highest a rule, from quartile to quartile a bar. */
#include "output/xlsx_report.h"

#include <string.h>

enum { CHART_WIDE = 480, CHART_HIGH = 288, ROW_HIGH = 20 }; /* pixels, as the library takes them for 1 */
enum { WIDE = 640, HIGH = 340, BAR_HIGH = 20, BARS_LEAST = 220, BARS_AROUND = 110, BOX_WIDE = 70, WIDE_MOST = 1400 };
enum { MOST_ROWS = 120, LABELS_MOST = 40, BESIDE_FROM = 40, BOX_COUNT = 5, TITLE_MOST = 200 };
enum { SAID_MOST = 690 }; /* the library (1.1.4) has 2,079 bytes for an attribute, and cuts letters in two */
enum {
  INK = 0x2F7BA6,
  INK_SECOND = 0xA6A6A6,
  INK_RULE = 0x7D868E,
  INK_MIDDLE = 0xA63D33,
  PAPER_BOX = 0xCFE0EA,
  GRID = 0xE1E5E8
};
#define MICRO 1e6

typedef struct drawing {
  score__xlsx_report *b;
  const score__xlsx_page *p;
  const score__xlsx_table *t;
  const score__figure *f;
  lxw_chart *chart;
  lxw_row_t first, last;
  int label;
  size_t rows;
  double wide, high;
} drawing;

static lxw_chart_series *add_series(drawing *g, size_t index)
{
  const int place = score__xlsx_table_place(g->t, index);
  if (place < 0) return NULL;
  lxw_chart_series *s = chart_add_series(g->chart, NULL, NULL);
  if (!s) {
    g->b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
    return NULL;
  }
  const lxw_col_t column = (lxw_col_t)place, label = (lxw_col_t)g->label;
  chart_series_set_categories(s, g->p->name, g->first, label, g->last, label);
  chart_series_set_values(s, g->p->name, g->first, column, g->last, column);
  chart_series_set_name_range(s, g->p->name, g->t->header, column);
  return s;
}

/* As in a drawing. */
static lxw_color_t class_colour(size_t k)
{
  static const lxw_color_t colour[] = {0x1B7A74, 0x64AD9F, 0xB3C87F, 0xE6B24A, 0xD5783F, 0xA63D33, 0x7D6B94, 0x8A9299};
  const size_t most = sizeof colour / sizeof *colour - 1;
  return colour[k < most ? k : most];
}

static size_t class_of(const drawing *g, size_t row)
{
  const score__cell *cell = &g->t->t->cell[row * g->t->t->column_count + g->f->by];
  score__buffer said = {0};
  score__buffer_text(&said, score__xlsx_say(g->b, cell));
  size_t found = g->f->category_count;
  for (size_t k = 0; k < g->f->category_count && found == g->f->category_count && !said.failed; k++)
    if (strcmp(score__xlsx_say(g->b, &g->f->category[k]), said.data ? said.data : "") == 0) found = k;
  score__buffer_free(&said);
  return found;
}

static void colour_bars(drawing *g, lxw_chart_series *s)
{
  lxw_chart_point **point = score__arena_alloc(&g->b->arena, g->rows + 1, sizeof(lxw_chart_point *));
  lxw_chart_point *each = score__arena_alloc(&g->b->arena, g->rows, sizeof *each);
  lxw_chart_fill *fill = score__arena_alloc(&g->b->arena, g->rows, sizeof *fill);
  size_t at = 0;
  if (!point || !each || !fill) {
    g->b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
    return;
  }
  for (size_t r = 0; r < g->t->t->row_count && at < g->rows; r++) {
    if (g->t->t->row_for[r] == SCORE__ROW_MACHINE) continue;
    const size_t k = class_of(g, r);
    fill[at].color = k < g->f->category_count ? class_colour(k) : INK_SECOND;
    each[at].fill = &fill[at];
    point[at] = &each[at];
    at++;
  }
  if (chart_series_set_points(s, point) != LXW_NO_ERROR) g->b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
}

static void set_scale(const drawing *g, lxw_chart_axis *axis)
{
  const int64_t full = g->t->t->column[g->f->first].full_micro;
  const bool given = g->f->low_micro < g->f->high_micro;
  if (given || full > 0) {
    chart_axis_set_min(axis, given ? (double)g->f->low_micro / MICRO : 0);
    chart_axis_set_max(axis, (double)(given ? g->f->high_micro : full) / MICRO);
  }
  lxw_chart_line grid = {.color = GRID, .width = 0.5f};
  chart_axis_major_gridlines_set_visible(axis, LXW_TRUE);
  chart_axis_major_gridlines_set_line(axis, &grid);
}

static void draw_bars(drawing *g)
{
  lxw_chart_fill own = {.color = INK}, second = {.color = INK_SECOND};
  const bool pair = g->f->count > 1;
  lxw_chart_series *s = add_series(g, g->f->first), *mark = pair ? add_series(g, g->f->first + 1u) : NULL;
  if (!s) return;
  chart_series_set_fill(s, &own);
  if (g->f->category_count) colour_bars(g, s);
  if (mark) chart_series_set_fill(mark, &second);
  if (!mark && g->rows <= LABELS_MOST) chart_series_set_labels(s);
  chart_set_series_gap(g->chart, 40);
  chart_legend_set_position(g->chart, mark ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE);
  lxw_chart_axis *values = g->chart->x_axis, *names = g->chart->y_axis; /* as they lie, in a chart of bars */
  set_scale(g, values);
  chart_axis_set_reverse(names); /* the first row on top */
  chart_axis_set_interval_unit(names, 1);
  lxw_chart_font small = {.size = 8};
  chart_axis_set_num_font(names, &small);
  chart_axis_set_crossing_max(names);
  g->high = (double)(g->rows * BAR_HIGH * (mark ? 2 : 1) + BARS_AROUND);
  if (g->high < BARS_LEAST) g->high = BARS_LEAST;
}

static void draw_lines(drawing *g)
{
  static const lxw_color_t colour[] = {0x0B5A8A, 0xC4523A, 0x2F7D54, 0x7A4FA0, 0xA86A00, 0x56606A};
  for (size_t k = 0; k < g->f->count && g->b->rc == LXW_NO_ERROR; k++) {
    lxw_chart_series *s = add_series(g, g->f->first + k);
    if (!s) continue;
    const lxw_color_t ink = colour[k % (sizeof colour / sizeof *colour)];
    lxw_chart_line line = {.color = ink, .width = 2};
    lxw_chart_fill dot = {.color = ink};
    chart_series_set_line(s, &line);
    chart_series_set_marker_type(s, LXW_CHART_MARKER_CIRCLE);
    chart_series_set_marker_fill(s, &dot);
    if (g->f->count == 1) chart_series_set_labels(s);
    if (g->f->count == 1) chart_series_set_labels_position(s, LXW_CHART_LABEL_POSITION_ABOVE);
  }
  chart_legend_set_position(g->chart, g->f->count > 1 ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE);
  chart_show_blanks_as(g->chart, LXW_CHART_BLANKS_AS_GAP);
  set_scale(g, g->chart->y_axis);
}

static void draw_boxes(drawing *g)
{
  static const size_t order[BOX_COUNT] = {1, 0, 2, 4, 3}; /* bars go from the first to the last */
  /* no dashes: the library (1.1.4) calls them by names that no workbook knows */
  static const uint8_t marker[BOX_COUNT] = {LXW_CHART_MARKER_CIRCLE, LXW_CHART_MARKER_SQUARE, LXW_CHART_MARKER_DIAMOND,
                                            LXW_CHART_MARKER_SQUARE, LXW_CHART_MARKER_CIRCLE};
  lxw_chart_line none = {.none = LXW_TRUE}, rule = {.color = INK_RULE, .width = 1};
  lxw_chart_fill box = {.color = PAPER_BOX},
                 dot[BOX_COUNT] = {{INK_RULE, 0, 0}, {INK, 0, 0}, {INK_MIDDLE, 0, 0}, {INK, 0, 0}, {INK_RULE, 0, 0}};
  for (size_t k = 0; k < BOX_COUNT && g->b->rc == LXW_NO_ERROR; k++) {
    lxw_chart_series *s = add_series(g, g->f->first + order[k]);
    if (!s) continue;
    chart_series_set_line(s, &none);
    chart_series_set_marker_type(s, marker[order[k]]);
    chart_series_set_marker_size(s, order[k] == 2 ? 8 : 5);
    chart_series_set_marker_fill(s, &dot[order[k]]);
    if (order[k] == 2) chart_series_set_labels(s);
    if (order[k] == 2) chart_series_set_labels_position(s, LXW_CHART_LABEL_POSITION_RIGHT);
  }
  chart_set_high_low_lines(g->chart, &rule);
  chart_set_up_down_bars_format(g->chart, &rule, &box, &rule, &box);
  chart_legend_set_position(g->chart, LXW_CHART_LEGEND_BOTTOM);
  set_scale(g, g->chart->y_axis);
  g->wide = (double)(g->rows * BOX_WIDE);
  if (g->wide < WIDE) g->wide = WIDE;
  if (g->wide > WIDE_MOST) g->wide = WIDE_MOST;
}

static char *title_of(drawing *g)
{
  score__cell title = g->f->title;
  const score__cell args[] = {title, {.kind = SCORE__CELL_INTEGER, .value = (int64_t)g->rows}};
  if (g->rows + (g->t->totals ? 1 : 0) < g->t->rows)
    title = (score__cell){.kind = SCORE__CELL_PHRASE, .phrase = SCORE__PH_BOOK_FIRST, .arg = args, .arg_count = 2};
  return score__xlsx_keep(g->b, score__xlsx_say_marked(g->b, &title), TITLE_MOST);
}

static bool draw(drawing *g)
{
  const uint8_t type = g->f->kind == SCORE__FIGURE_BARS ? LXW_CHART_BAR : LXW_CHART_LINE;
  const size_t most = g->f->kind == SCORE__FIGURE_LINES ? g->t->rows : MOST_ROWS;
  if (g->f->kind == SCORE__FIGURE_BOXES && g->f->count < BOX_COUNT) return false;
  g->label = score__xlsx_table_place(g->t, g->f->label);
  if (g->label < 0 || score__xlsx_table_place(g->t, g->f->first) < 0) return false;
  g->rows = g->t->rows - (g->t->totals ? 1 : 0);
  if (g->rows > most) g->rows = most;
  g->first = g->t->header + 1;
  g->last = g->t->header + (lxw_row_t)g->rows;
  g->wide = WIDE;
  g->high = HIGH;
  g->chart = workbook_add_chart(g->b->workbook, type);
  char *title = title_of(g);
  if (!g->chart) g->b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
  if (g->b->rc != LXW_NO_ERROR) return false;
  lxw_chart_font bold = {.size = 12, .bold = LXW_TRUE};
  if (*title) chart_title_set_name(g->chart, title);
  if (*title) chart_title_set_name_font(g->chart, &bold);
  if (g->f->kind == SCORE__FIGURE_BARS) draw_bars(g);
  if (g->f->kind == SCORE__FIGURE_LINES) draw_lines(g);
  if (g->f->kind == SCORE__FIGURE_BOXES) draw_boxes(g);
  return g->b->rc == LXW_NO_ERROR;
}

void score__xlsx_chart_put(score__xlsx_report *b, score__xlsx_page *p, const score__xlsx_table *t)
{
  const bool beside = t->rows > BESIDE_FROM;
  lxw_row_t row = beside ? t->header + 1 : p->row;
  for (size_t i = 0; i < b->d->figure_count && t->rows > 0; i++) {
    const score__figure *f = &b->d->figure[i];
    if (b->rc != LXW_NO_ERROR || &b->d->table[f->table] != t->t) continue;
    if (f->kind == SCORE__FIGURE_MAP || f->kind == SCORE__FIGURE_HEAT) continue;
    drawing g = {.b = b, .p = p, .t = t, .f = f};
    if (!draw(&g)) continue;
    lxw_chart_options options = {.x_scale = g.wide / CHART_WIDE,
                                 .y_scale = g.high / CHART_HIGH,
                                 .x_offset = beside ? ROW_HIGH : 0,
                                 /* rows that a filter hides take no part of it with them */
                                 .object_position = beside ? LXW_OBJECT_DONT_MOVE_DONT_SIZE : LXW_OBJECT_MOVE_DONT_SIZE,
                                 .description = score__xlsx_keep(b, score__xlsx_say(b, &f->said), SAID_MOST)};
    if (b->rc != LXW_NO_ERROR) return;
    b->rc = worksheet_insert_chart_opt(p->sheet, row, beside ? (lxw_col_t)(t->from + t->count) : t->from, g.chart,
                                       &options);
    const lxw_row_t rows = (lxw_row_t)(g.high / ROW_HIGH) + 2;
    row += rows;
    if (beside) continue;
    p->row = row;
    p->height += rows * SCORE__XLSX_LINE_HEIGHT;
    p->drawn = true;
  }
}
