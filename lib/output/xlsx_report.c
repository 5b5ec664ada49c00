/* A document as a workbook: a first sheet with what is said of it as a whole, then a sheet for each section. Tables that
 * are all short share the sheet of their section; beside a long one each has a sheet of its own. */
#include "output/xlsx_report.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

enum { SHORT_ROWS = 24, SHORT_TOGETHER = 60, ASIDE_FROM = 8, WIDTHS_ALONE = 3 };
enum { FROM_MOST = 2, WIDER_MOST = 16 }; /* columns, characters */
enum { ROOM_LOOSE = 6 };                 /* "<" takes four bytes, five as "&lt;" */

/* A column of which people read more than a picture beside a number. */
static bool is_read(const score__sheet_table *t, size_t column)
{
  if (!score__column_shown(t, column)) return false;
  if (t->column[column].stays) return true;
  for (size_t r = 0; r < t->row_count; r++) {
    const uint8_t kind = t->cell[r * t->column_count + column].kind;
    if (t->row_for[r] == SCORE__ROW_MACHINE) continue;
    if (kind != SCORE__CELL_EMPTY && kind != SCORE__CELL_BAR && kind != SCORE__CELL_SPARK) return true;
  }
  return false;
}

static void find_tables(score__xlsx_report *b)
{
  const score_document *d = b->d;
  b->table = score__arena_alloc(&b->arena, d->table_count, sizeof *b->table);
  for (size_t i = 0; i < d->table_count && b->table; i++) {
    score__xlsx_table t = {.t = &d->table[i]};
    t.column = score__arena_alloc(&b->arena, t.t->column_count, sizeof *t.column);
    if (!t.column) break;
    for (size_t c = 0; c < t.t->column_count; c++)
      if (is_read(t.t, c)) t.column[t.count++] = c;
    for (size_t r = 0; r < t.t->row_count; r++) t.rows += t.t->row_for[r] != SCORE__ROW_MACHINE;
    if (t.count > 0) b->table[b->table_count++] = t;
  }
  if (b->arena.failed) b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
}

static score__xlsx_page *add_page(score__xlsx_report *b, size_t section, size_t first, size_t count,
                                  const score__cell *title)
{
  if (b->rc == LXW_NO_ERROR && score__grow(&b->page, &b->page_cap, b->page_count + 1, sizeof *b->page) != 0)
    b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
  if (b->rc != LXW_NO_ERROR) return NULL;
  score__xlsx_page *p = &b->page[b->page_count];
  *p = (score__xlsx_page){.section = section, .first_table = first, .table_count = count};
  score__xlsx_page_name(b, p, title);
  b->page_count++;
  return p;
}

static score__cell table_title(const score__xlsx_report *b, const score__xlsx_table *t)
{
  if (t->t->title) return (score__cell){.kind = SCORE__CELL_PHRASE, .phrase = t->t->title};
  return t->t->section ? b->d->section[t->t->section - 1].title : b->d->title;
}

score__cell score__xlsx_page_heading(const score__xlsx_report *b, const score__xlsx_page *p)
{
  if (p->named) return table_title(b, &b->table[p->first_table]);
  return p->section ? b->d->section[p->section - 1].title : b->d->title;
}

static bool says_anything(const score__xlsx_report *b, size_t section)
{
  for (size_t i = 0; i < b->d->line_count; i++)
    if (b->d->line[i].section == section) return true;
  for (size_t i = 0; i < b->d->fact_count; i++)
    if (b->d->fact[i].section == section && b->d->fact[i].title) return true;
  return false;
}

/* Columns of a sheet are as wide as the widest of its tables wants each. */
static void measure(score__xlsx_report *b, score__xlsx_page *p)
{
  const size_t end = p->first_table + p->table_count;
  for (size_t i = p->first_table; i < end; i++)
    if (b->table[i].from + b->table[i].count > p->width_count) p->width_count = b->table[i].from + b->table[i].count;
  p->width = score__arena_alloc(&b->arena, p->width_count, sizeof *p->width);
  if (!p->width) b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
  for (size_t i = p->first_table; i < end && b->rc == LXW_NO_ERROR; i++) score__xlsx_table_measure(b, p, &b->table[i]);
}

/* Where the columns of a narrow table suit those of the broad one best. False where they suit nowhere. */
static bool fit_in(score__xlsx_report *b, const score__xlsx_page *broad, size_t table)
{
  score__xlsx_table *t = &b->table[table];
  score__xlsx_page own = {.first_table = table, .table_count = 1};
  size_t least = SIZE_MAX;
  measure(b, &own);
  for (size_t from = 0; from <= FROM_MOST && from + t->count <= broad->width_count; from++) {
    size_t wider = 0;
    for (size_t i = 0; i < t->count && b->rc == LXW_NO_ERROR; i++) {
      const size_t there = broad->width[from + i], wanted = own.width[i];
      if (wanted > there) wider += wanted - there;
    }
    if (wider >= least) continue;
    least = wider;
    t->from = (lxw_col_t)from;
  }
  return least <= WIDER_MOST;
}

/* Whether the tables read well one below the other; they get their columns. */
static bool stand_together(score__xlsx_report *b, size_t first, size_t count)
{
  size_t rows = 0, broad = first;
  for (size_t i = first; i < first + count; i++) {
    rows += b->table[i].rows;
    if (b->table[i].rows > SHORT_ROWS) return false;
    if (b->table[i].count > b->table[broad].count) broad = i;
  }
  if (rows > SHORT_TOGETHER) return false;
  if (count < 2) return true;
  score__xlsx_page p = {.first_table = broad, .table_count = 1};
  measure(b, &p);
  bool fits = true;
  for (size_t i = first; i < first + count && b->rc == LXW_NO_ERROR; i++)
    fits = (i == broad || fit_in(b, &p, i)) && fits;
  for (size_t i = first; i < first + count && !fits; i++) b->table[i].from = 0;
  return fits;
}

static void plan_section(score__xlsx_report *b, size_t section, size_t first, size_t count)
{
  const bool together = stand_together(b, first, count) && (section || !b->d->letter);
  const score__cell summary = {.kind = SCORE__CELL_PHRASE, .phrase = SCORE__PH_BOOK_SUMMARY};
  const score__cell *title = section ? &b->d->section[section - 1].title : &summary;
  if (section && count == 0 && !says_anything(b, section)) return;
  size_t on_first = together ? count : section && count ? 1 : 0;
  const bool aside = on_first == 1 && !together && score__xlsx_page_lines(b, section) > ASIDE_FROM;
  score__xlsx_page *p = add_page(b, section, first, on_first, title);
  if (!p) return;
  p->speaks = !aside || section == 0;
  p->alone = on_first == 1;
  for (size_t i = first + on_first; i < first + count && b->rc == LXW_NO_ERROR; i++) {
    const score__cell name = table_title(b, &b->table[i]);
    if (!(p = add_page(b, section, i, 1, &name))) return;
    p->alone = p->named = true;
  }
}

static void plan(score__xlsx_report *b)
{
  for (size_t s = 0, from = 0, end; s <= b->d->section_count && b->rc == LXW_NO_ERROR; s++, from = end) {
    for (end = from; end < b->table_count && b->table[end].t->section == s; end++) {
    }
    plan_section(b, s, from, end - from);
  }
}

static void set_widths(score__xlsx_report *b, score__xlsx_page *p)
{
  static uint16_t const alone[WIDTHS_ALONE] = {30, 24, 54};
  if (p->table_count == 0) {
    p->width_count = WIDTHS_ALONE;
    p->width = score__arena_alloc(&b->arena, WIDTHS_ALONE, sizeof *p->width);
    if (p->width)
      memcpy(p->width, alone, sizeof alone);
    else
      b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
    return;
  }
  measure(b, p);
}

static void put_page(score__xlsx_report *b, size_t i)
{
  score__xlsx_page *p = &b->page[i];
  const score__cell nothing = {.kind = SCORE__CELL_PHRASE, .phrase = SCORE__PH_OUTPUT_NOTHING};
  set_widths(b, p);
  score__xlsx_page_begin(b, p);
  if (i == 0) {
    score__xlsx_cover_head(b, p);
  } else {
    const score__cell title =
        p->named ? table_title(b, &b->table[p->first_table]) : b->d->section[p->section - 1].title;
    score__xlsx_page_title(b, p, &title);
  }
  if (p->speaks) score__xlsx_page_open(b, p, p->section);
  if (i == 0) score__xlsx_cover_list(b, p);
  if (i == 0 && score__document_bare(b->d)) score__xlsx_page_title(b, p, &nothing);
  for (size_t k = 0; k < p->table_count && b->rc == LXW_NO_ERROR; k++)
    score__xlsx_table_put(b, p, &b->table[p->first_table + k]);
  if (!p->speaks && !p->named)
    score__xlsx_page_open(b, p, p->section); /* above, it would push the header out of view */
  if (!p->named) score__xlsx_page_close(b, p, p->section);
  if (i == 0) score__xlsx_cover_foot(b, p);
  score__xlsx_page_print(b, p);
}

static lxw_error fill(lxw_workbook *workbook, void *context)
{
  score__xlsx_report *b = context;
  b->workbook = workbook;
  char *title = score__xlsx_keep(b, score__xlsx_say(b, &b->d->title), SCORE__XLSX_MESSAGE - 1);
  const char *office = b->d->letter ? score__xlsx_say(b, &b->d->letter->office) : "";
  char *company = score__xlsx_keep(b, office, SCORE__XLSX_MESSAGE - 1);
  lxw_doc_properties properties = {.created = SCORE__XLSX_CREATED, .title = title};
  if (company && *company) properties.company = company;
  if (b->rc == LXW_NO_ERROR) b->rc = workbook_set_properties(workbook, &properties);
  find_tables(b);
  if (b->rc == LXW_NO_ERROR) plan(b);
  for (size_t i = 0; i < b->page_count && b->rc == LXW_NO_ERROR; i++) put_page(b, i);
  return b->rc;
}

static size_t room_of(const score_document *d)
{
  size_t room = SCORE__XLSX_ROOM_BOOK;
  for (size_t i = 0; i < d->line_count; i++) room += SCORE__XLSX_ROOM_CELL * ROOM_LOOSE;
  for (size_t i = 0; i < d->table_count; i++) {
    const score__sheet_table *t = &d->table[i];
    for (size_t k = 0; k < t->row_count * t->column_count; k++) {
      room += SCORE__XLSX_ROOM_CELL;
      const char *vi = t->cell[k].words.text[SCORE_LANG_VI];
      if (vi && t->cell[k].kind != SCORE__CELL_EMPTY) room += strlen(vi) * SCORE__XLSX_ROOM_BYTE;
    }
  }
  return room;
}

static int check_size(const score_document *d, score_error *err)
{
  char number[24];
  for (size_t i = 0; i < d->table_count; i++) {
    const score__sheet_table *t = &d->table[i];
    if (t->column_count > SCORE__XLSX_COLUMNS)
      return score__fail(err, SCORE_E_LIMIT, SCORE__PH_FORM_COLUMNS, score__int_text(number, (int64_t)t->column_count),
                         (const char *)NULL);
    if (t->row_count >= SCORE__XLSX_ROWS - d->line_count - d->fact_count - SHORT_TOGETHER)
      return score__fail(err, SCORE_E_LIMIT, SCORE__PH_FORM_ROWS, score__int_text(number, (int64_t)t->row_count),
                         (const char *)NULL);
  }
  return SCORE_OK;
}

int score__write_xlsx(score__buffer *out, const score_document *d, const score_write_options *o, score_error *err)
{
  int rc = check_size(d, err);
  if (rc) return rc;
  score__xlsx_report b = {.d = d,
                          .style = {.lang = o->lang, .mark = o->lang == SCORE_LANG_VI ? ',' : '.', .words = true}};
  if (d->synthetic) score__buffer_text(&b.mark, score__phrase_text(SCORE__PH_SYNTHETIC, o->lang));
  if (d->synthetic && d->supposed) score__buffer_text(&b.mark, "; ");
  if (d->supposed) score__buffer_text(&b.mark, score__phrase_text(SCORE__PH_WHATIF_MARK, o->lang));
  rc = b.mark.failed ? score__fail_memory(err) : score__xlsx_file_write(out, room_of(d), fill, &b, err);
  free(b.page);
  free(b.format);
  score__buffer_free(&b.bare);
  score__buffer_free(&b.text);
  score__buffer_free(&b.mark);
  score__arena_free(&b.arena);
  return rc;
}
