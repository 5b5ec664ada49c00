/* Figures: pictures of tables, for a page or as a file of its own. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "output/projection.h"
#include "output/svg.h"

#define EDGE 160 /* around a file of its own */

static bool begin(score__svg *s)
{
  const score__figure *f = s->f;
  s->row = malloc((s->t->row_count ? s->t->row_count : 1) * sizeof *s->row);
  for (size_t r = 0; s->row && r < s->t->row_count; r++)
    if (s->t->row_for[r] != SCORE__ROW_MACHINE) s->row[s->row_count++] = r;
  for (size_t i = 0; i < f->category_count; i++) {
    score__cell_print(&s->category, &f->category[i], s->style);
    score__buffer_char(&s->category, '\0');
  }
  return s->row && !s->category.failed;
}

/* The title, where no page says it, and what the data are when they are not real. */
static void draw_head(score__svg *s)
{
  static const int mark[] = {SCORE__PH_SYNTHETIC, SCORE__PH_PAGE_SUPPOSED};
  const bool marked[] = {s->d->synthetic, s->d->supposed};
  const score__svg_type title = {.font = 160, .most = s->width, .attributes = "font-weight=\"bold\""};
  static const score__svg_type warning = {.font = 120, .attributes = "class=\"sy\" font-weight=\"bold\""};
  if (!s->inside) {
    score__buffer_clear(&s->text);
    score__cell_print(&s->text, &s->f->title, s->style);
    s->y += (int64_t)score__svg_wrapped(s, 0, s->y + 140, &title, 4, true) * 200 + 80;
  }
  for (size_t i = 0; i < 2; i++) {
    if (!marked[i]) continue;
    score__svg_phrase(s, 0, s->y + 110, &warning, mark[i]);
    s->y += 220;
  }
}

static void draw_body(score__svg *s)
{
  if (s->row_count == 0 && s->f->kind != SCORE__FIGURE_MAP) {
    score__svg_no_data(s);
    return;
  }
  switch (s->f->kind) {
  case SCORE__FIGURE_BARS: score__svg_bars(s); break;
  case SCORE__FIGURE_LINES: score__svg_lines(s); break;
  case SCORE__FIGURE_HEAT: score__svg_heat(s); break;
  case SCORE__FIGURE_MAP: score__svg_map(s); break;
  case SCORE__FIGURE_BOXES: score__svg_boxes(s); break;
  default: score__svg_no_data(s); break;
  }
}

/* The page says it beside the figure. */
static void draw_credit(score__svg *s)
{
  const score__svg_type type = {.font = 100, .most = s->width, .attributes = "class=\"mu\""};
  if (s->inside || !s->f->map || !s->f->map->credit || !*s->f->map->credit) return;
  score__buffer_clear(&s->text);
  score__phrase_fill(&s->text, SCORE__PH_FIGURE_BOUNDARIES, s->style->lang, &s->f->map->credit, 1);
  score__svg_said(s, 0, s->y + 130, &type);
  s->y += 180;
}

static void put_id(score__svg *s, score__buffer *out, const char *before, const char *part, const char *after)
{
  score__buffer_text(out, before);
  score__svg_id(s, out, part);
  score__buffer_text(out, after);
}

static void put_cell(score__svg *s, score__buffer *out, const char *element, const char *part, const score__cell *cell)
{
  score__buffer_char(out, '<');
  score__buffer_text(out, element);
  put_id(s, out, " id=\"", part, "\">");
  score__markup_cell(out, &s->text, cell, s->style);
  score__buffer_text(out, "</");
  score__buffer_text(out, element);
  score__buffer_text(out, ">\n");
}

/* Appends the pattern to `out` instead of the body. */
static void put_outside(score__svg *s, score__buffer *out, const char *pattern, const int64_t *number)
{
  const size_t before = s->body.size;
  score__svg_put(s, pattern, number);
  if (s->body.failed) return;
  score__buffer_add(out, s->body.data + before, s->body.size - before);
  s->body.size = before;
  s->body.data[before] = '\0';
}

static void put_open(score__svg *s, score__buffer *out)
{
  const int64_t edge = s->inside ? 0 : EDGE;
  score__buffer_text(out, s->inside ? "<svg" : "<svg xmlns=\"http://www.w3.org/2000/svg\"");
  put_outside(s, out, " viewBox=\"% % % %\"", (const int64_t[]){-edge, -edge, s->width + 2 * edge, s->y + 2 * edge});
  if (!s->inside)
    put_outside(s, out, " width=\"%\" height=\"%\"", (const int64_t[]){s->width + 2 * edge, s->y + 2 * edge});
  score__buffer_text(out, " font-size=\"12\" role=\"img\"");
  put_id(s, out, " aria-labelledby=\"", "-t", "");
  if (s->f->said.kind != SCORE__CELL_EMPTY) put_id(s, out, " ", "-d", "");
  score__buffer_char(out, '"');
  if (s->inside) put_outside(s, out, " data-table=\"t-$\"", (const int64_t[]){s->f->table});
  if (s->cell_width > 0)
    put_outside(
        s, out,
        " data-x0=\"%\" data-y0=\"%\" data-cw=\"%\" data-ch=\"%\" data-first=\"$\" data-cols=\"$\" data-rows=\"$\"",
        (const int64_t[]){s->x0, s->y0, s->cell_width, s->cell_height, s->f->first,
                          (int64_t)(score__svg_end(s) - s->f->first), (int64_t)s->row_count});
  score__buffer_text(out, ">\n");
  put_cell(s, out, "title", "-t", &s->f->title);
  if (s->f->said.kind != SCORE__CELL_EMPTY) put_cell(s, out, "desc", "-d", &s->f->said);
  if (!s->inside) {
    score__buffer_text(out, "<style>");
    score__svg_style_put(out);
    score__buffer_text(out, "</style>\n");
    put_outside(s, out, "<path class=\"bg\" d=\"M% %h%v%h-%z\"/>\n",
                (const int64_t[]){-edge, -edge, s->width + 2 * edge, s->y + 2 * edge, s->width + 2 * edge});
  }
  if (s->gaps == 0) return;
  put_id(s, out, "<defs><pattern id=\"", "-n",
         "\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
         "<path class=\"cn\" d=\"M0 0h6v6h-6z\"/><path class=\"ax\" fill=\"none\" d=\"M0 0v6\"/></pattern></defs>\n");
}

void score__svg_figure(score__buffer *out, const score_document *d, const score__figure *f,
                       const score__cell_style *style, bool inside)
{
  score__svg s = {.d = d, .f = f, .style = style, .inside = inside, .width = SCORE__SVG_WIDTH};
  if (f->table >= d->table_count) return;
  s.t = &d->table[f->table];
  if (!begin(&s)) {
    out->failed = true;
  } else {
    if (f->kind == SCORE__FIGURE_HEAT) s.width = score__svg_heat_width(&s);
    draw_head(&s);
    draw_body(&s);
    draw_credit(&s);
    put_open(&s, out);
    if (s.body.failed || s.text.failed || s.category.failed)
      out->failed = true;
    else if (s.body.size > 0)
      score__buffer_add(out, s.body.data, s.body.size);
    score__buffer_text(out, "</svg>\n");
  }
  free(s.row);
  score__buffer_free(&s.body);
  score__buffer_free(&s.text);
  score__buffer_free(&s.category);
}

static int fail_unknown(const score_document *d, const char *key, score_error *err)
{
  score__buffer keys = {0};
  for (size_t i = 0; i < d->figure_count; i++) {
    if (i > 0) score__buffer_text(&keys, ", ");
    score__buffer_text(&keys, d->figure[i].key);
  }
  const int rc = keys.failed ? score__fail_memory(err)
                             : score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_FIGURE_UNKNOWN, key, keys.data, NULL);
  score__buffer_free(&keys);
  return rc;
}

int score__write_svg(score__buffer *out, const score_document *d, const score_write_options *o, score_error *err)
{
  const score__cell_style style = {.lang = o->lang, .mark = o->lang == SCORE_LANG_VI ? ',' : '.', .words = true};
  size_t i = 0;
  if (d->figure_count == 0) return score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_FIGURE_NONE, NULL);
  while (o->figure && i < d->figure_count && strcmp(d->figure[i].key, o->figure) != 0) i++;
  if (i == d->figure_count) return fail_unknown(d, o->figure, err);
  score__buffer_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  score__svg_figure(out, d, &d->figure[i], &style, false);
  return SCORE_OK;
}
