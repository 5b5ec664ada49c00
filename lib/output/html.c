/* A document as one page: it needs no other file, no network, and no script to be read. */
#include <string.h>

#include "model/geography.h"
#include "output/html.h"

#define MOST_ANCHOR 64u /* bytes of a name that is led to */

static void put_facts(score__html *h, size_t section)
{
  const score_document *d = h->d;
  bool any = false;
  for (size_t i = 0; i < d->fact_count; i++) {
    const score__sheet_fact *f = &d->fact[i];
    if (f->section != section || f->title == 0 || f->cell.kind == SCORE__CELL_EMPTY) continue;
    if (!any) score__html_put(h, "<dl>\n");
    any = true;
    score__html_put(h, "<dt>");
    score__html_phrase(h, f->title);
    score__html_put(h, "<dd");
    score__html_class(h, "", f->cell.emphasis, 0);
    score__buffer_char(h->out, '>');
    score__html_cell(h, &f->cell);
    score__buffer_char(h->out, '\n');
  }
  if (any) score__html_put(h, "</dl>\n");
}

static void put_lines(score__html *h, size_t section, bool after)
{
  const score_document *d = h->d;
  for (size_t i = 0; i < d->line_count; i++) {
    const score__sheet_line *l = &d->line[i];
    if (l->section != section || l->after != after || l->cell.kind == SCORE__CELL_EMPTY) continue;
    score__html_put(h, "<p");
    score__html_class(h, "", l->cell.emphasis, l->indent);
    score__buffer_char(h->out, '>');
    score__html_cell(h, &l->cell);
    score__html_put(h, "</p>\n");
  }
}

static void put_figure(score__html *h, const score__figure *f)
{
  static const char *const kinds[] = {"bars", "lines", "heat", "map", "boxes"};
  if (f->table >= h->d->table_count || h->d->table[f->table].row_count == 0) return;
  score__html_put(h, "<figure id=\"f-");
  score__html_anchor(h, f->key);
  score__html_put(h, "\" class=\"g ");
  score__html_put(h, kinds[f->kind < 5 ? f->kind : 0]);
  score__html_put(h, "\">\n<figcaption><b>");
  score__html_cell(h, &f->title);
  score__html_put(h, "</b>");
  score__html_data_marks(h);
  if (f->said.kind != SCORE__CELL_EMPTY) {
    score__html_put(h, "<span>");
    score__html_cell(h, &f->said);
    score__html_put(h, "</span>");
  }
  score__html_put(h, "</figcaption>\n<div class=pc role=group tabindex=0 aria-label=\"");
  score__html_cell(h, &f->title);
  score__html_put(h, "\">\n");
  score__svg_figure(h->out, h->d, f, &h->style, true);
  score__html_put(h, "</div>\n");
  if (f->map && f->map->credit && *f->map->credit) {
    const score__cell credit = {.kind = SCORE__CELL_TEXT, .words = {{f->map->credit, f->map->credit}}};
    score__html_put(h, "<p class=nt>");
    score__html_cell(
        h, &(score__cell){
               .kind = SCORE__CELL_PHRASE, .phrase = SCORE__PH_PAGE_BOUNDARIES, .arg = &credit, .arg_count = 1});
    score__html_put(h, "</p>\n");
  }
  score__html_put(h, "</figure>\n");
}

/* Those of the section that show table `table`; SIZE_MAX: a table of another section. */
static void put_figures(score__html *h, size_t section, size_t table)
{
  const score_document *d = h->d;
  for (size_t i = 0; i < d->figure_count; i++) {
    const score__figure *f = &d->figure[i];
    if (f->section != section || f->table >= d->table_count) continue;
    if (table == SIZE_MAX ? d->table[f->table].section != section : f->table == table) put_figure(h, f);
  }
}

static void put_part(score__html *h, size_t section)
{
  const score_document *d = h->d;
  const bool lines_first = section ? d->section[section - 1].lines_first : d->lines_first;
  if (lines_first) put_lines(h, section, false);
  put_facts(h, section);
  if (!lines_first) put_lines(h, section, false);
  for (size_t i = 0; i < d->table_count; i++) {
    if (d->table[i].section != section) continue;
    put_figures(h, section, i);
    score__html_table(h, &d->table[i]);
  }
  put_figures(h, section, SIZE_MAX);
  put_lines(h, section, true);
}

static void put_section(score__html *h, size_t section)
{
  const score__section *s = &h->d->section[section - 1];
  const char *heading = s->level > 1 ? "h3" : "h2";
  score__html_put(h, "<section id=\"");
  score__html_anchor(h, s->key);
  score__html_put(h, s->annex ? "\" class=\"ax np\">\n<" : s->new_page ? "\" class=np>\n<" : "\">\n<");
  score__html_put(h, heading);
  score__html_put(h, " id=\"");
  score__html_anchor(h, s->key);
  score__html_put(h, "-h\">");
  if (s->label.kind != SCORE__CELL_EMPTY && h->d->letter) {
    score__html_cell(h, &s->label);
    score__html_put(h, "<br><span class=u>");
    score__html_cell(h, &s->name);
    score__html_put(h, "</span>");
  } else {
    score__html_cell(h, &s->title);
  }
  score__html_put(h, "</");
  score__html_put(h, heading);
  score__html_put(h, ">\n");
  if (s->annex && h->d->letter && h->d->letter->attached.kind != SCORE__CELL_EMPTY) {
    score__html_put(h, "<p class=at>");
    score__html_cell(h, &h->d->letter->attached);
    score__html_put(h, "</p>\n");
  }
  put_part(h, section);
  score__html_put(h, "</section>\n");
}

static void put_contents(score__html *h)
{
  const score_document *d = h->d;
  if (d->section_count < 2) return;
  score__html_put(h, "<nav class=tc aria-labelledby=p-toc>\n<p id=p-toc>");
  score__html_phrase(h, SCORE__PH_PAGE_CONTENTS);
  score__html_put(h, "</p>\n<ul>\n");
  for (size_t annex = 0; annex < 2; annex++) {
    for (size_t i = 0; i < d->section_count; i++) {
      const score__section *s = &d->section[i];
      if (s->annex != (annex > 0)) continue;
      score__html_put(h, s->level > 1 ? "<li class=i1><a href=\"#" : "<li><a href=\"#");
      score__html_anchor(h, s->key);
      score__html_put(h, "\">");
      score__html_cell(h, &s->title);
      score__html_put(h, "</a>\n");
    }
  }
  score__html_put(h, "</ul>\n</nav>\n");
}

static void put_words(score__html *h, const char *attribute, int phrase)
{
  score__html_put(h, attribute);
  const char *text = score__phrase_text(phrase, h->style.lang);
  score__markup_text(h->out, text, strlen(text));
  score__buffer_char(h->out, '"');
}

static void put_body(score__html *h)
{
  const score_document *d = h->d;
  put_words(h, "<body data-filter=\"", SCORE__PH_PAGE_FILTER);
  put_words(h, " data-count=\"", SCORE__PH_PAGE_COUNT);
  score__html_put(h, d->section_count > 1 ? " class=nv>\n" : ">\n");
  score__html_put(h, "<a class=sk href=\"#p-main\">");
  score__html_phrase(h, SCORE__PH_PAGE_SKIP);
  score__html_put(h, "</a>\n");
  put_contents(h);
  score__html_put(h, "<main id=p-main>\n<header>\n");
  if (d->letter) {
    score__html_letter_head(h, d->letter);
  } else if (d->title.kind != SCORE__CELL_EMPTY || d->synthetic) {
    score__html_put(h, "<h1>");
    score__html_cell(h, &d->title);
    score__html_data_marks(h);
    score__html_put(h, "</h1>\n");
  }
  score__html_put(h, "</header>\n");
  put_part(h, 0);
  if (score__document_bare(d)) {
    score__html_put(h, "<p>");
    score__html_phrase(h, SCORE__PH_OUTPUT_NOTHING);
    score__html_put(h, "</p>\n");
  }
  for (size_t s = 1; s <= d->section_count; s++)
    if (!d->section[s - 1].annex) put_section(h, s);
  if (d->letter) score__html_letter_foot(h, d->letter);
  for (size_t s = 1; s <= d->section_count; s++)
    if (d->section[s - 1].annex) put_section(h, s);
  score__html_put(h, "</main>\n<script>");
  score__buffer_add(h->out, score__page_js, score__page_js_size);
  score__html_put(h, "</script>\n</body>\n</html>\n");
}

/* The first table of records is what other tables lead to. */
static void find_records(score__html *h)
{
  const score_document *d = h->d;
  for (size_t i = 0; i < d->table_count && !h->records; i++)
    if (d->table[i].records && d->table[i].column_count > 0) h->records = &d->table[i];
  const score__sheet_table *t = h->records;
  for (size_t r = 0; t && r < t->row_count; r++) {
    const score__cell *cell = &t->cell[r * t->column_count];
    const char *code = cell->words.text[h->style.lang];
    if (t->row_for[r] == SCORE__ROW_MACHINE || !score__cell_is_text(cell) || !code || !*code) continue;
    if (strlen(code) <= MOST_ANCHOR && score__dict_add(&h->record, code, r) != 0) h->out->failed = true;
  }
}

void score__write_html(score__buffer *out, const score_document *d, const score_write_options *o)
{
  score__html h = {
      .out = out, .d = d, .style = {.lang = o->lang, .mark = o->lang == SCORE_LANG_VI ? ',' : '.', .words = true}};
  find_records(&h);
  score__html_head(&h);
  put_body(&h);
  if (h.scratch.failed) out->failed = true;
  score__buffer_free(&h.scratch);
  score__dict_free(&h.record);
}
