/* What stands before the body: no network is allowed, the one script is named by its digest. */
#include <stdlib.h>
#include <string.h>

#include "output/html.h"
#include "score/version.h"

#define SHORT 32u /* bytes of a text that stays on one line */

/* The digest as a policy names it: base64 of its 32 bytes. */
static void put_digest(score__html *h)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char hex[SCORE__SHA256_HEX];
  unsigned char byte[33] = {0};
  score__sha256_of(score__page_js, score__page_js_size, hex);
  for (size_t i = 0; i < 64; i++) {
    const unsigned digit = (unsigned)(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10);
    byte[i / 2] = (unsigned char)((unsigned)byte[i / 2] << 4 | digit);
  }
  for (size_t i = 0; i < 33; i += 3) {
    const unsigned three = (unsigned)byte[i] << 16 | (unsigned)byte[i + 1] << 8 | byte[i + 2];
    for (unsigned k = 0; k < 4; k++) score__buffer_char(h->out, letters[three >> (18 - 6 * k) & 63]);
  }
  h->out->data[h->out->size - 1] = '='; /* 32 bytes leave one letter over */
}

/* Nothing in it needs a second line. */
static bool is_short(const score__html *h, const score__sheet_table *t, size_t c)
{
  for (size_t r = 0; r < t->row_count; r++) {
    const score__cell *cell = &t->cell[r * t->column_count + c];
    const char *text = cell->words.text[h->style.lang];
    if (cell->kind == SCORE__CELL_PHRASE) text = score__phrase_text(cell->phrase, h->style.lang);
    if (score__cell_is_text(cell) && text && strlen(text) > SHORT) return false;
    if (cell->kind == SCORE__CELL_PHRASE && cell->arg_count > 0 && !t->column[c].right) return false;
  }
  return true;
}

/* What is said of columns, by table: a class in every cell would be most of a long table. */
static void put_columns(score__html *h, size_t index, const bool *shown, bool right)
{
  const score__sheet_table *t = &h->d->table[index];
  bool any = false, first = false;
  size_t nth = 0;
  for (size_t c = 0; c < t->column_count; c++) {
    if (!shown[c]) continue;
    nth++;
    if (right ? !t->column[c].right : t->column[c].shrinks || !is_short(h, t, c)) continue;
    if (!any) {
      score__html_put(h, "#t-");
      score__buffer_int(h->out, (int64_t)index);
    }
    score__html_put(h, any ? "," : " tr>:is(");
    score__html_put(h, ":nth-child(");
    score__buffer_int(h->out, (int64_t)nth);
    score__buffer_char(h->out, ')');
    any = true;
    first |= nth == 1;
  }
  if (any) score__html_put(h, right ? "){text-align:right}\n" : "){--nw:nowrap}\n");
  if (!first || right || nth < 3) return;
  score__html_put(h, "#t-"); /* a number or a code takes no more than it needs */
  score__buffer_int(h->out, (int64_t)index);
  score__html_put(h, " tr>:first-child{width:3.5rem}\n");
}

static void put_table_style(score__html *h, size_t index)
{
  const score__sheet_table *t = &h->d->table[index];
  bool *shown = t->records ? NULL : score__html_shown(h, t);
  if (!shown) return;
  put_columns(h, index, shown, true);
  put_columns(h, index, shown, false);
  free(shown);
}

/* A text between quotes of a style sheet: all that is no letter or digit of ASCII by its number, but what is valid and
 * above it. */
static void put_quoted(score__html *h, const char *text, size_t size)
{
  static const char digits[] = "0123456789abcdef";
  score__buffer legible = {0};
  score__legible_text(&legible, text, size);
  for (size_t i = 0; i < legible.size; i++) {
    const unsigned char c = (unsigned char)legible.data[i];
    const bool safe =
        c >= 0x80 || c == ' ' || (c >= '(' && c <= ';') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (safe)
      score__buffer_char(h->out, legible.data[i]);
    else
      score__buffer_add(h->out, (const char[]){'\\', digits[c >> 4], digits[c & 15], ' '}, 4);
  }
  if (legible.failed) h->out->failed = true;
  score__buffer_free(&legible);
}

static void put_record_titles(score__html *h, size_t index)
{
  const score__sheet_table *t = &h->d->table[index];
  if (!score__html_titles_once(h, t)) return;
  bool *shown = score__html_shown(h, t);
  if (!shown) return;
  size_t nth = 0;
  for (size_t c = t->record_head ? t->record_head : 1; c < t->column_count; c++) {
    if (!shown[c]) continue;
    const score__sheet_column *column = &t->column[c];
    score__cell title = {.kind = SCORE__CELL_TEXT, .words = column->title_words};
    if (column->title) title = score__cell_phrase(column->title);
    score__html_put(h, ".r-");
    score__buffer_int(h->out, (int64_t)index);
    score__html_put(h, ">:nth-child(");
    score__buffer_int(h->out, (int64_t)++nth);
    score__html_put(h, ")::before{content:\"");
    score__buffer_clear(&h->scratch);
    score__cell_print(&h->scratch, &title, &h->style);
    if (h->scratch.data) put_quoted(h, h->scratch.data, h->scratch.size);
    score__html_put(h, "\"}\n");
  }
  free(shown);
}

static void put_title(score__html *h)
{
  const score_document *d = h->d;
  const score__letter *l = d->letter;
  if (d->synthetic) {
    score__html_phrase(h, SCORE__PH_SYNTHETIC);
    score__html_put(h, " \xC2\xB7 ");
  }
  if (d->supposed) {
    score__html_phrase(h, SCORE__PH_PAGE_SUPPOSED);
    score__html_put(h, " \xC2\xB7 ");
  }
  if (d->title.kind != SCORE__CELL_EMPTY) {
    score__html_cell(h, &d->title);
  } else if (l && l->title.kind != SCORE__CELL_EMPTY) {
    score__html_cell(h, &l->title);
    score__buffer_char(h->out, ' ');
    score__html_cell(h, &l->subject);
  } else {
    score__markup_text(h->out, d->name, strlen(d->name));
  }
}

void score__html_head(score__html *h)
{
  const score_document *d = h->d;
  score__html_put(h, "<!doctype html>\n<html lang=");
  score__html_put(h, h->style.lang == SCORE_LANG_VI ? "vi" : "en");
  score__html_put(h,
                  ">\n<head>\n<meta charset=utf-8>\n"
                  "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n"
                  "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'; "
                  "img-src data:; base-uri 'none'; form-action 'none'; script-src 'sha256-");
  if (!h->out->failed) put_digest(h);
  score__html_put(
      h, "'\">\n<meta name=color-scheme content=\"light dark\">\n<meta name=generator content=\"score " SCORE_VERSION
         "\">\n<title>");
  put_title(h);
  score__html_put(h, "</title>\n<style>\n");
  score__buffer_add(h->out, score__page_css, score__page_css_size);
  for (size_t i = 0; i < d->table_count; i++) put_table_style(h, i);
  for (size_t i = 0; i < d->table_count; i++) put_record_titles(h, i);
  score__html_put(h, "</style>\n</head>\n");
}
