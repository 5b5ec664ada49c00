/* Records: a part for each row, that opens. Closed parts cost a reader's machine nothing, and 300,000 cells few bytes. */
#include <stdlib.h>
#include <string.h>

#include "output/html.h"

#define REPEATED   (1u << 20) /* bytes of titles that may be said again for every row */
#define MOST_PRINT 200        /* records that are all printed */

static size_t head_of(const score__sheet_table *t)
{
  return t->record_head ? t->record_head : 1;
}

bool score__html_titles_once(const score__html *h, const score__sheet_table *t)
{
  size_t bytes = 0;
  if (!t->records || t->row_count == 0) return false;
  for (size_t c = head_of(t); c < t->column_count; c++) {
    const char *words = t->column[c].title_words.text[h->style.lang];
    if (t->column[c].title) words = score__phrase_text(t->column[c].title, h->style.lang);
    bytes += words ? strlen(words) : 0;
  }
  return bytes > REPEATED / t->row_count;
}

static void put_summary(score__html *h, const score__sheet_table *t, const bool *shown, size_t name,
                        const score__cell *row)
{
  score__html_put(h, "<summary>");
  for (size_t c = 0; c < head_of(t) && c < t->column_count; c++) {
    if (!shown[c] || row[c].kind == SCORE__CELL_EMPTY || row[c].kind >= SCORE__CELL_BAR) continue;
    if (c == name) {
      score__html_put(h, "<b>");
      score__html_cell(h, &row[c]);
      score__html_put(h, "</b> ");
      continue;
    }
    score__html_put(h, "<span>");
    if (t->column[c].right) {
      score__html_put(h, "<i>");
      score__html_column_title(h, &t->column[c]);
      score__html_put(h, "</i> ");
    }
    score__html_cell(h, &row[c]);
    score__html_put(h, "</span> ");
  }
  score__html_put(h, "</summary>");
}

/* The titles as marked text, one after the other; where they stand in the style sheet, nothing. */
static void hold_titles(score__html *h, score__buffer *titles, size_t *start, const score__sheet_table *t, bool once)
{
  score__buffer *page = h->out;
  h->out = titles;
  for (size_t c = 0; c < t->column_count; c++) {
    start[c] = titles->size;
    if (!once && c >= head_of(t)) {
      score__html_put(h, "<span>");
      score__html_column_title(h, &t->column[c]);
      score__html_put(h, "</span> ");
    }
  }
  start[t->column_count] = titles->size;
  h->out = page;
}

static void put_record(score__html *h, const score__sheet_table *t, const bool *shown, const score__buffer *titles,
                       const size_t *start, size_t name, size_t r)
{
  static const char *const open[] = {"<li class=h0>", "<li class=h1>", "<li class=h2>", "<li class=h3>",
                                     "<li class=h4>", "<li class=h5>", "<li class=h6>"};
  const score__cell *row = &t->cell[r * t->column_count];
  const char *code = row[0].words.text[h->style.lang];
  score__html_put(h, "<details>");
  put_summary(h, t, shown, name, row);
  score__html_put(h, "<ul class=\"rc r-");
  score__buffer_int(h->out, t - h->d->table);
  score__buffer_char(h->out, '"');
  if (t == h->records && score__cell_is_text(&row[0]) && code && score__dict_get(&h->record, code) == r) {
    score__html_put(h, " id=\"u-");
    score__html_anchor(h, code);
    score__buffer_char(h->out, '"');
  }
  score__buffer_char(h->out, '>');
  for (size_t c = head_of(t); c < t->column_count; c++) {
    if (!shown[c]) continue;
    const int band = score__html_band(&row[c], t->column[c].full_micro);
    score__html_put(h, band >= 0 ? open[band] : "<li>");
    if (titles->size && !titles->failed) score__buffer_add(h->out, titles->data + start[c], start[c + 1] - start[c]);
    if (row[c].emphasis == 0) {
      score__html_cell(h, &row[c]);
      continue;
    }
    score__html_put(h, "<b");
    score__html_class(h, "", row[c].emphasis, 0);
    score__buffer_char(h->out, '>');
    score__html_cell(h, &row[c]);
    score__html_put(h, "</b>");
  }
  score__html_put(h, "</ul></details>\n");
}

static void put_title(score__html *h, const score__sheet_table *t)
{
  if (t->title || h->d->synthetic || h->d->supposed) {
    score__html_put(h, "<p class=cp>");
    if (t->title) score__html_phrase(h, t->title);
    score__html_data_marks(h);
    score__html_put(h, "</p>\n");
  }
  score__html_put(h, "<p class=nt>");
  score__html_phrase(h, SCORE__PH_PAGE_RECORDS);
  score__html_put(h, "</p>\n");
}

void score__html_records(score__html *h, const score__sheet_table *t)
{
  if (!score__table_shown(t)) return;
  bool *shown = score__html_shown(h, t);
  size_t *start = calloc(t->column_count + 1, sizeof *start);
  if (shown && start) {
    score__buffer titles = {0};
    const size_t name = score__html_name_column(t, shown);
    hold_titles(h, &titles, start, t, score__html_titles_once(h, t));
    put_title(h, t);
    score__html_put(h, t->row_count <= MOST_PRINT ? "<div class=\"rs ap\" id=t-" : "<div class=rs id=t-");
    score__buffer_int(h->out, t - h->d->table);
    score__html_put(h, ">\n");
    for (size_t r = 0; r < t->row_count; r++)
      if (t->row_for[r] != SCORE__ROW_MACHINE) put_record(h, t, shown, &titles, start, name, r);
    score__html_put(h, "</div>\n");
    if (titles.failed) h->out->failed = true;
    score__buffer_free(&titles);
  } else {
    h->out->failed = true;
  }
  free(start);
  free(shown);
}
