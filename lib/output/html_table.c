/* A table: caption, heading, rows. End tags that HTML lets be left out are left out. */
#include <stdlib.h>
#include <string.h>

#include "output/html.h"

#define WIDE       9 /* columns that want smaller letters; a page across; both */
#define VERY_WIDE  11
#define WIDEST     18
#define SPARK_STEP 12
#define SPARK_HIGH 16

static void put_index(score__html *h, const char *before, const score__sheet_table *t, const char *after)
{
  score__html_put(h, before);
  score__buffer_int(h->out, t - h->d->table);
  score__html_put(h, after);
}

/* Pictures beside a number that says the same: not for who listens. */
static void put_bar(score__html *h, const score__cell *cell)
{
  const int64_t tenth = cell->value / 1000;
  if (tenth <= 0) return;
  score__html_put(h, "<svg class=br viewBox=\"0 0 1000 9\" preserveAspectRatio=none aria-hidden=true><path d=\"M0 0h");
  score__buffer_int(h->out, tenth < 1000 ? tenth : 1000);
  score__html_put(h, "v9H0z\"/></svg>");
}

static void put_spark(score__html *h, const score__cell *cell)
{
  bool on = false;
  score__html_put(h, "<svg class=sp viewBox=\"-2 -2 ");
  score__buffer_int(h->out, (int64_t)(cell->arg_count ? (cell->arg_count - 1) * SPARK_STEP + 4 : 4));
  score__html_put(h, " 20\" height=20 aria-hidden=true><path d=\"");
  for (size_t i = 0; i < cell->arg_count; i++) {
    if (cell->arg[i].kind != SCORE__CELL_BAR) {
      on = false;
      continue;
    }
    score__buffer_char(h->out, on ? 'L' : 'M');
    score__buffer_int(h->out, (int64_t)i * SPARK_STEP);
    score__buffer_char(h->out, ' ');
    score__buffer_int(h->out, SPARK_HIGH - cell->arg[i].value * SPARK_HIGH / 1000000);
    if (!on) score__html_put(h, "h0"); /* a point alone is a dot */
    on = true;
  }
  score__html_put(h, "\"/></svg>");
}

static bool has_title(const score__html *h, const score__sheet_column *column)
{
  const char *words = column->title_words.text[h->style.lang];
  return column->title || (words && *words);
}

static void put_heading(score__html *h, const score__sheet_table *t, const bool *shown)
{
  score__html_put(h, "<thead>\n<tr>");
  for (size_t c = 0; c < t->column_count; c++) {
    if (!shown[c]) continue;
    if (!has_title(h, &t->column[c])) {
      score__html_put(h, "<td>");
      continue;
    }
    score__html_put(h, "<th scope=col>");
    score__html_column_title(h, &t->column[c]);
  }
  score__buffer_char(h->out, '\n');
}

/* The part of the page that the row leads to; false = none. */
static bool open_link(score__html *h, const score__sheet_table *t, size_t r)
{
  if (!h->records) return false;
  for (size_t c = 0; c < t->column_count; c++) {
    const score__cell *cell = &t->cell[r * t->column_count + c];
    const char *text = cell->words.text[h->style.lang];
    if (strcmp(t->column[c].key, h->records->column[0].key) != 0) continue;
    if ((cell->kind != SCORE__CELL_TEXT && cell->kind != SCORE__CELL_CODE) || !text || !*text) return false;
    if (score__dict_get(&h->record, text) == SIZE_MAX) return false;
    score__html_put(h, "<a href=\"#u-");
    score__html_anchor(h, text);
    score__html_put(h, "\">");
    return true;
  }
  return false;
}

static void put_row(score__html *h, const score__sheet_table *t, const bool *shown, size_t name, size_t r)
{
  static const char *const bands[] = {"h0", "h1", "h2", "h3", "h4", "h5", "h6"};
  bool first_shrinking = true;
  score__html_put(h, "<tr>");
  for (size_t c = 0; c < t->column_count; c++) {
    const score__sheet_column *column = &t->column[c];
    const score__cell *cell = &t->cell[r * t->column_count + c];
    if (!shown[c]) continue;
    const bool head = c == name && cell->kind != SCORE__CELL_EMPTY;
    const int band = score__html_band(cell, column->full_micro);
    score__html_put(h, head ? "<th scope=row" : "<td");
    score__html_class(h, band >= 0 ? bands[band] : "", cell->emphasis,
                      column->shrinks && first_shrinking ? t->indent[r] : 0);
    if (column->shrinks) first_shrinking = false;
    score__buffer_char(h->out, '>');
    const bool linked = head && open_link(h, t, r);
    if (cell->kind == SCORE__CELL_BAR)
      put_bar(h, cell);
    else if (cell->kind == SCORE__CELL_SPARK)
      put_spark(h, cell);
    else
      score__html_cell(h, cell);
    if (linked) score__html_put(h, "</a>");
  }
  score__buffer_char(h->out, '\n');
}

typedef struct shape {
  size_t columns, rows, last; /* that are shown; the last row */
  bool fixed;                 /* the order of the rows says something */
  bool skips;                 /* some rows are not for people */
  bool sum;                   /* the last row is that of the others */
} shape;

static shape shape_of(const score__sheet_table *t, const bool *shown)
{
  shape s = {0};
  for (size_t c = 0; c < t->column_count; c++) {
    if (!shown[c]) continue;
    s.columns++;
    s.sum |= t->column[c].adds_up;
  }
  for (size_t r = 0; r < t->row_count; r++) {
    s.skips |= t->row_for[r] == SCORE__ROW_MACHINE;
    if (t->row_for[r] == SCORE__ROW_MACHINE) continue;
    s.fixed |= t->indent[r] > 0 || t->row_for[r] == SCORE__ROW_TABLE;
    s.rows++;
    s.last = r;
  }
  s.sum = s.sum && s.rows > 1;
  return s;
}

/* Which columns and rows of the model these are: the script finds the number of a shape by them. */
static void put_places(score__html *h, const score__sheet_table *t, const bool *shown, const shape *s)
{
  const char *between = " data-c=\"";
  for (size_t c = 0; c < t->column_count; c++) {
    if (!shown[c]) continue;
    score__html_put(h, between);
    score__buffer_int(h->out, (int64_t)c);
    between = " ";
  }
  score__buffer_char(h->out, '"');
  if (!s->skips) return;
  between = " data-r=\"";
  for (size_t r = 0; r < t->row_count; r++) {
    if (t->row_for[r] == SCORE__ROW_MACHINE) continue;
    score__html_put(h, between);
    score__buffer_int(h->out, (int64_t)r);
    between = " ";
  }
  score__buffer_char(h->out, '"');
}

/* A table without a title of its own has that of its section, once for the eye. */
static void put_caption(score__html *h, const score__sheet_table *t)
{
  const score_document *d = h->d;
  const score__cell *section = t->section ? &d->section[t->section - 1].title : &d->title;
  const bool marked = d->synthetic || d->supposed, untitled = !t->title && section->kind == SCORE__CELL_EMPTY;
  put_index(h, "<caption id=t-", t, "-c>");
  score__html_put(h, t->title || untitled ? "<span>" : "<span class=vh>");
  if (t->title)
    score__html_phrase(h, t->title);
  else if (untitled)
    score__markup_text(h->out, t->key, strlen(t->key));
  else
    score__html_cell(h, section);
  score__html_put(h, "</span>");
  if (marked) score__html_data_marks(h);
  score__html_put(h, "</caption>\n");
}

static void put_table(score__html *h, const score__sheet_table *t, const bool *shown)
{
  const shape s = shape_of(t, shown);
  const size_t name = score__html_name_column(t, shown);
  score__html_put(h, s.columns > WIDEST      ? "<div class=\"tb w3\""
                     : s.columns > VERY_WIDE ? "<div class=\"tb w2\""
                     : s.columns > WIDE      ? "<div class=\"tb w1\""
                                             : "<div class=tb");
  score__html_put(h, " role=region tabindex=0 aria-labelledby=\"");
  if (t->section) {
    score__html_anchor(h, h->d->section[t->section - 1].key);
    score__html_put(h, "-h ");
  }
  put_index(h, "t-", t, "-c\">\n");
  put_index(h, "<table id=t-", t, s.fixed ? " class=fx" : "");
  if (score__table_figure(h->d, t)) put_places(h, t, shown, &s);
  score__html_put(h, ">\n");
  put_caption(h, t);
  put_heading(h, t, shown);
  score__html_put(h, "<tbody>\n");
  for (size_t r = 0; r < t->row_count; r++) {
    if (t->row_for[r] == SCORE__ROW_MACHINE) continue;
    if (s.sum && r == s.last) score__html_put(h, "<tfoot>\n");
    put_row(h, t, shown, name, r);
  }
  score__html_put(h, "</table>\n</div>\n");
}

void score__html_table(score__html *h, const score__sheet_table *t)
{
  if (t->records) {
    score__html_records(h, t);
    return;
  }
  if (!score__table_shown(t)) return;
  bool *shown = score__html_shown(h, t);
  if (!shown) return;
  const bool behind = t->behind && score__table_figure(h->d, t);
  if (behind) {
    score__html_put(h, "<details class=bh>\n<summary>");
    score__html_phrase(h, SCORE__PH_PAGE_BEHIND);
    score__html_put(h, "</summary>\n");
  }
  put_table(h, t, shown);
  if (behind) score__html_put(h, "</details>\n");
  free(shown);
}
