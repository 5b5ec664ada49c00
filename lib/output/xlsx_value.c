/* What a cell of a worksheet may hold: legible text within its limits, numbers of at most fifteen digits, names of sheets
 * that a workbook takes. */
#include "output/xlsx_report.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static bool is_hex(char c)
{
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* "_x0041_" stands for "A" in a workbook; where it is to be itself its first mark is written so. */
static bool is_escape(const char *at)
{
  return at[0] == '_' && at[1] == 'x' && is_hex(at[2]) && is_hex(at[3]) && is_hex(at[4]) && is_hex(at[5]) &&
         at[6] == '_';
}

static void put_literal(score__buffer *out, const char *text)
{
  const char *from = text;
  for (const char *at = text; (at = strchr(at, '_')) != NULL; at++) {
    if (!is_escape(at)) continue;
    score__buffer_add(out, from, (size_t)(at - from));
    score__buffer_text(out, "_x005F");
    from = at;
  }
  score__buffer_text(out, from);
}

/* `bare` as it may stand in a worksheet. */
static const char *finish(score__xlsx_report *b)
{
  size_t cut;
  score__buffer_clear(&b->text);
  if (b->bare.size == 0 && !b->bare.failed) return "";
  score__buffer legible = {0};
  score__legible_text(&legible, b->bare.data ? b->bare.data : "", b->bare.size);
  put_literal(&b->text, legible.data ? legible.data : "");
  if (b->bare.failed || legible.failed || b->text.failed || !b->text.data) b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
  score__buffer_free(&legible);
  if (b->rc != LXW_NO_ERROR) return "";
  if (b->text.size <= SCORE__XLSX_CELL) return b->text.data; /* a unit is a byte at least */
  const char *said = score__phrase_text(SCORE__PH_BOOK_CUT, b->style.lang);
  if (score__xlsx_length(b->text.data, SCORE__XLSX_CELL, NULL) <= SCORE__XLSX_CELL) return b->text.data;
  score__xlsx_length(b->text.data, SCORE__XLSX_CELL - score__xlsx_length(said, SIZE_MAX, NULL), &cut);
  b->text.size = cut;
  score__buffer_text(&b->text, said);
  if (b->text.failed) b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
  return b->text.failed ? "" : b->text.data;
}

const char *score__xlsx_say(score__xlsx_report *b, const score__cell *cell)
{
  score__buffer_clear(&b->bare);
  score__cell_print(&b->bare, cell, &b->style);
  return finish(b);
}

const char *score__xlsx_say_marked(score__xlsx_report *b, const score__cell *cell)
{
  score__buffer_clear(&b->bare);
  score__cell_print(&b->bare, cell, &b->style);
  if (b->mark.size) {
    if (b->bare.size) score__buffer_text(&b->bare, " – ");
    score__buffer_add(&b->bare, b->mark.data, b->mark.size);
  }
  return finish(b);
}

char *score__xlsx_keep(score__xlsx_report *b, const char *text, size_t most)
{
  size_t cut;
  const bool formula = *text == '=';
  score__xlsx_length(text, most - formula, &cut);
  char *kept = score__arena_alloc(&b->arena, cut + formula + 1, 1);
  if (!kept) {
    b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
    return NULL;
  }
  if (formula) kept[0] = ' ';
  memcpy(kept + formula, text, cut);
  return kept;
}

size_t score__xlsx_lines_in(const char *text, size_t room)
{
  return score__xlsx_lines(text, room * 6 / 5);
}

bool score__xlsx_number_of(double *out, int8_t *digits, const score__cell *cell)
{
  static const double power[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
  const int64_t most = INT64_C(999999999999999);
  int64_t value = cell->value;
  int8_t needed = cell->kind == SCORE__CELL_DECIMAL ? 6 : 0;
  if (cell->kind != SCORE__CELL_INTEGER && cell->kind != SCORE__CELL_DECIMAL) return false;
  for (; needed > 0 && value % 10 == 0; needed--) value /= 10;
  if (value > most || value < -most) return false;
  *out = (double)value / power[needed]; /* both are exact, so this is the nearest there is */
  *digits = cell->kind == SCORE__CELL_DECIMAL && cell->digits > needed ? cell->digits : needed;
  if (*digits > 6) *digits = 6;
  return true;
}

score__cell score__xlsx_column_title(const score__sheet_column *column)
{
  if (column->title) return (score__cell){.kind = SCORE__CELL_PHRASE, .phrase = column->title};
  return (score__cell){.kind = SCORE__CELL_TEXT, .words = column->title_words};
}

/* A name stands twice in the formula of what is printed on every page, for which the library (1.1.4) has 127 bytes. */
enum { NAME_BYTES = 48, SUFFIX = 7 }; /* " (1234)" */

/* In UTF-16 units or in bytes; `cut`: the bytes of it that fit. */
static bool is_long(const char *text, size_t most, size_t bytes, size_t *cut)
{
  const bool units = score__xlsx_length(text, most, cut) > most;
  if (*cut <= bytes) return units;
  for (*cut = bytes; *cut > 0 && ((unsigned char)text[*cut] & 0xC0) == 0x80;) --*cut;
  return true;
}

/* Signs that no name may have become ones that look much alike; what is too long ends after a word. */
static void shape_name(score__buffer *out, const char *text, size_t room)
{
  const size_t most = SCORE__XLSX_NAME - room, bytes = NAME_BYTES - room;
  size_t cut, size;
  score__buffer_clear(out);
  for (const char *c = text; *c; c++) {
    if (*c == '\'')
      score__buffer_text(out, "’");
    else if (*c == '#') /* a link to it would end there */
      score__buffer_text(out, "＃");
    else if (*c == ':' && c[1] == ' ')
      score__buffer_text(out, " –");
    else if (strchr("[]:*?/\\", *c))
      score__buffer_char(out, '-');
    else
      score__buffer_char(out, *c == '\n' || *c == '\t' ? ' ' : *c);
  }
  if (out->failed || !out->data) return;
  const char *from = out->data;
  size = out->size;
  score__text_trim(&from, &size);
  memmove(out->data, from, size);
  out->data[size] = '\0';
  if (is_long(out->data, most, bytes, &cut)) {
    is_long(out->data, most - 1, bytes - strlen("…"), &size);
    for (cut = size; cut > 0 && out->data[cut] != ' '; cut--) {
    }
    if (cut < size / 2) cut = size;
    out->size = cut;
    score__buffer_text(out, "…");
  } else {
    out->size = size;
  }
}

/* "Q3", "2026": in a formula the library writes such a name without quotes, where it is a cell or a number. */
static bool is_reference(const char *name)
{
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.";
  return strspn(name, plain) == strlen(name) && (strlen(name) < 3 || strpbrk(name, "0123456789"));
}

/* As a workbook compares them: whatever the case of letters. */
static bool is_taken(score__xlsx_report *b, const char *name)
{
  const char *folded = score__text_fold(&b->arena, name);
  if (folded && strcmp(folded, "history") == 0) return true; /* a spreadsheet keeps it for itself */
  for (size_t i = 0; folded && i < b->page_count; i++) {
    const char *other = score__text_fold(&b->arena, b->page[i].name);
    if (!other) folded = NULL;
    if (other && strcmp(folded, other) == 0) return true;
  }
  if (!folded) b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
  return false;
}

void score__xlsx_page_name(score__xlsx_report *b, score__xlsx_page *p, const score__cell *title)
{
  score__buffer name = {0}, wanted = {0};
  score__buffer_text(&wanted, score__xlsx_say(b, title));
  shape_name(&name, wanted.data && *wanted.data ? wanted.data : "", 0);
  if (name.size == 0 || is_reference(name.data)) {
    const score__cell worded = {.kind = SCORE__CELL_PHRASE, .phrase = SCORE__PH_BOOK_SHEET};
    score__buffer_clear(&wanted);
    score__cell_print(&wanted, &worded, &b->style);
    if (name.size) score__buffer_char(&wanted, ' ');
    score__buffer_add(&wanted, name.data ? name.data : "", name.size);
    shape_name(&name, wanted.data ? wanted.data : "", 0);
  }
  for (size_t n = 2; b->rc == LXW_NO_ERROR && !name.failed && is_taken(b, name.data); n++) {
    shape_name(&name, wanted.data, SUFFIX);
    score__buffer_text(&name, " (");
    score__buffer_int(&name, (int64_t)n);
    score__buffer_text(&name, ")");
  }
  if (name.failed || wanted.failed || !name.data)
    b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
  else
    score__xlsx_name(p->name, name.data, "-");
  score__buffer_free(&name);
  score__buffer_free(&wanted);
}
