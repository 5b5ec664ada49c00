/* ECMA-376 part 1, 18.3.1: sheetData holds rows, a row holds cells, a cell holds a formula, a value or a text. */
#include "input/worksheet.h"

#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "input/celltext.h"
#include "input/markup.h"
#include "input/numeral.h"
#include "input/rowcells.h"

#define FORMULA_BYTES 60 /* of a formula without a result, as far as it is told */

typedef struct reading {
  const score__worksheet *sheet;
  score__rowcells cells;
  uint64_t rows;
  bool told; /* the error is the caller's, or has its place */
  bool in_data, in_row, in_cell, in_value, in_formula, in_string, in_text, in_phonetic;
  uint32_t line, column; /* of the row and cell, from 1 */
  /* of the cell */
  char type[12];
  score__style style;
  bool has_formula, has_value;
  score__celltext text;
  char formula[FORMULA_BYTES + 1];
  size_t formula_size;
} reading;

static void stop(reading *r, score__markup *m, int code, int phrase, const char *first, const char *second)
{
  score_error *err = r->sheet->package->err;
  score__fail(err, code, phrase, first, second, (const char *)NULL);
  score__fail_cell(err, r->sheet->package->name, r->line, r->in_cell ? r->column : 0, NULL);
  score__fail_sheet(err, r->sheet->name);
  r->told = true;
  score__markup_stop(m, code);
}

static void stop_memory(reading *r, score__markup *m)
{
  score__markup_stop(m, score__fail_memory(r->sheet->package->err));
}

/* Digits without sign, at most `most`; 0 when it is none. */
static uint32_t natural(const char **s, uint32_t most)
{
  uint32_t v = 0;
  const char *at = *s;
  for (; *at >= '0' && *at <= '9'; at++) {
    v = v * 10 + (uint32_t)(*at - '0');
    if (v > most) return 0;
  }
  *s = at;
  return v;
}

static void open_row(reading *r, score__markup *m, const char **attribute)
{
  const char *at = score__markup_get(attribute, "r"), *s = at;
  uint32_t line = s ? natural(&s, SCORE__MAX_SHEET_LINE) : r->line + 1, before = r->line;
  r->line = line;
  if (line == 0 || line > SCORE__MAX_SHEET_LINE || (s && *s)) {
    r->line = 0;
    stop(r, m, SCORE_E_INPUT, SCORE__PH_SHEET_ROW, at ? at : "-", NULL);
  } else if (line <= before) {
    char number[24];
    stop(r, m, SCORE_E_INPUT, SCORE__PH_SHEET_ROW_ORDER, at, score__int_text(number, before));
  }
  r->column = 0;
  r->in_row = true;
}

/* "AB12" -> 28; 0 when it is no cell of this row. */
static uint32_t column_of(const char *s, uint32_t line)
{
  uint32_t column = 0;
  for (; *s >= 'A' && *s <= 'Z'; s++) {
    column = column * 26 + (uint32_t)(*s - 'A' + 1);
    if (column > SCORE__MAX_SHEET_COLUMNS) return 0;
  }
  return natural(&s, SCORE__MAX_SHEET_LINE) == line && !*s ? column : 0;
}

static void open_cell(reading *r, score__markup *m, const char **attribute)
{
  const char *at = score__markup_get(attribute, "r"), *type = score__markup_get(attribute, "t");
  const char *style = score__markup_get(attribute, "s");
  uint32_t before = r->column;
  r->column = at ? column_of(at, r->line) : before + 1;
  r->in_cell = true;
  r->has_formula = r->has_value = false;
  r->formula_size = 0;
  r->style = (score__style){0};
  score__celltext_clear(&r->text);
  size_t size = type ? strlen(type) : 0;
  memcpy(r->type,
         type && size < sizeof r->type ? type
         : size                        ? "?"
                                       : "n",
         size && size < sizeof r->type ? size + 1 : 2);
  if (r->column == 0 || r->column > SCORE__MAX_SHEET_COLUMNS) {
    stop(r, m, SCORE_E_INPUT, SCORE__PH_SHEET_CELL, at ? at : "-", NULL);
  } else if (r->column <= before) {
    char letters[8];
    stop(r, m, SCORE_E_INPUT, SCORE__PH_SHEET_CELL_ORDER, at, score__column_letters(letters, before));
  } else if (style) {
    const char *s = style;
    uint32_t i = natural(&s, SCORE__MAX_STYLES);
    if (*s || s == style || (i >= r->sheet->styles->count && i > 0)) {
      stop(r, m, SCORE_E_INPUT, SCORE__PH_SHEET_STYLE, style, NULL);
    } else if (i < r->sheet->styles->count) {
      r->style = r->sheet->styles->style[i];
    }
  }
}

static void on_start(void *context, score__markup *m, const char *name, const char **attribute)
{
  reading *r = context;
  if (!r->in_data) {
    r->in_data = strcmp(name, "sheetData") == 0;
  } else if (!r->in_row) {
    if (strcmp(name, "row") == 0) open_row(r, m, attribute);
  } else if (!r->in_cell) {
    if (strcmp(name, "c") == 0) open_cell(r, m, attribute);
  } else if (strcmp(name, "v") == 0) {
    if (r->has_value) stop(r, m, SCORE_E_INPUT, SCORE__PH_SHEET_TWO_VALUES, NULL, NULL);
    r->in_value = r->has_value = true;
  } else if (strcmp(name, "f") == 0) {
    r->in_formula = r->has_formula = true;
  } else if (strcmp(name, "is") == 0) {
    r->in_string = true;
  } else if (strcmp(name, "rPh") == 0) {
    r->in_phonetic = true;
  } else if (strcmp(name, "t") == 0) {
    r->in_text = r->in_string && !r->in_phonetic;
  }
}

static void on_text(void *context, score__markup *m, const char *text, size_t size)
{
  reading *r = context;
  if (r->in_formula) {
    size_t room = FORMULA_BYTES - r->formula_size, n = size < room ? size : room;
    memcpy(r->formula + r->formula_size, text, n);
    r->formula_size += n;
    return;
  }
  bool in_line = strcmp(r->type, "inlineStr") == 0;
  if (!(in_line ? r->in_text : r->in_value) || score__celltext_add(&r->text, text, size)) return;
  char number[24];
  if (r->text.raw.failed) {
    stop_memory(r, m);
  } else {
    stop(r, m, SCORE_E_LIMIT, SCORE__PH_CSV_CELL_SIZE, score__int_text(number, SCORE__MAX_CELL_BYTES), NULL);
  }
}

static void put(reading *r, score__markup *m, const char *text, size_t size, uint8_t kind, bool lasting)
{
  char number[24];
  int put = score__rowcells_put(&r->cells, r->column - 1, text, size, kind, lasting);
  if (put == -1) stop_memory(r, m);
  if (put == -2)
    stop(r, m, SCORE_E_LIMIT, SCORE__PH_SHEET_ROW_SIZE, score__int_text(number, SCORE__MAX_SHEET_ROW_BYTES), NULL);
}

static void put_number(reading *r, score__markup *m, const char *text, size_t size)
{
  score__numeral n;
  char plain[SCORE__NUMERAL_TEXT + 1];
  if (score__numeral_read(&n, text, size) != 0) {
    stop(r, m, SCORE_E_INPUT, SCORE__PH_SHEET_NUMBER, text, NULL);
  } else if (r->style.shown == SCORE__SHOWN_DATE) {
    bool date = score__numeral_date(plain, &n, r->sheet->since_1904);
    put(r, m, plain, strlen(plain), date ? SCORE__CELL_DATE : SCORE__CELL_TYPED, false);
  } else if (r->style.shown == SCORE__SHOWN_TIME) {
    score__numeral_time(plain, &n);
    put(r, m, plain, strlen(plain), SCORE__CELL_TYPED, false);
  } else {
    bool percent = r->style.shown == SCORE__SHOWN_PERCENT;
    size_t used = score__numeral_print(plain, &n, percent ? 2 : 0, r->style.zeros);
    if (percent) memcpy(plain + used++, "%", 2);
    put(r, m, plain, used, SCORE__CELL_NUMBER, false);
  }
}

/* "2026-09-30" or "2026-09-30T00:00:00.000Z"; with a time of day it is shown as such. */
static void put_iso(reading *r, score__markup *m, const char *text, size_t size)
{
  char shown[32];
  static const char midnight[] = "T00:00:00";
  bool whole = size == 10;
  if (size > 10 && size < sizeof shown && strncmp(text + 10, midnight, sizeof midnight - 1) == 0)
    whole = 19 + strspn(text + 19, ".0Z") == size;
  if (size < 10 || size >= sizeof shown || text[4] != '-' || text[7] != '-' || (size > 10 && text[10] != 'T')) {
    stop(r, m, SCORE_E_INPUT, SCORE__PH_SHEET_NUMBER, text, NULL);
    return;
  }
  memcpy(shown, text, size + 1);
  if (!whole) shown[10] = ' ';
  put(r, m, shown, whole ? 10 : size, whole ? SCORE__CELL_DATE : SCORE__CELL_TYPED, false);
}

static void put_shared(reading *r, score__markup *m, const char *text)
{
  const char *s = text;
  size_t size = 0;
  uint32_t i = natural(&s, SCORE__MAX_SHARED);
  const char *shared = *s || s == text ? NULL : score__shared_get(r->sheet->shared, i, &size);
  if (shared) {
    put(r, m, shared, size, SCORE__CELL_TYPED, true);
  } else {
    char number[24];
    stop(r, m, SCORE_E_INPUT, SCORE__PH_SHEET_SHARED, text, score__int_text(number, (int64_t)r->sheet->shared->count));
  }
}

static void put_boolean(reading *r, score__markup *m, const char *text)
{
  bool yes = strcmp(text, "1") == 0 || strcmp(text, "true") == 0;
  if (!yes && strcmp(text, "0") != 0 && strcmp(text, "false") != 0) {
    stop(r, m, SCORE_E_INPUT, SCORE__PH_SHEET_NUMBER, text, NULL);
  } else if (yes) {
    put(r, m, "TRUE", 4, SCORE__CELL_TYPED, true);
  } else {
    put(r, m, "FALSE", 5, SCORE__CELL_TYPED, true);
  }
}

static void close_cell(reading *r, score__markup *m)
{
  const char *text;
  size_t size;
  if (score__celltext_finish(&r->text, &text, &size) != 0) {
    stop_memory(r, m);
    return;
  }
  bool words = strcmp(r->type, "str") == 0 || strcmp(r->type, "inlineStr") == 0;
  if (size == 0) {
    if (r->has_formula && !(words && r->has_value)) {
      char fault[FORMULA_BYTES + 2] = "=";
      size_t n = score__text_valid(r->formula, r->formula_size); /* without a character that was cut */
      memcpy(fault + 1, r->formula, n);
      fault[n + 1] = 0;
      put(r, m, fault, n + 1, SCORE__CELL_FAULT, false);
    }
  } else if (words) {
    put(r, m, text, size, SCORE__CELL_TYPED, false);
  } else if (strcmp(r->type, "n") == 0) {
    put_number(r, m, text, size);
  } else if (strcmp(r->type, "s") == 0) {
    put_shared(r, m, text);
  } else if (strcmp(r->type, "b") == 0) {
    put_boolean(r, m, text);
  } else if (strcmp(r->type, "e") == 0) {
    put(r, m, text, size, SCORE__CELL_FAULT, false);
  } else if (strcmp(r->type, "d") == 0) {
    put_iso(r, m, text, size);
  } else {
    stop(r, m, SCORE_E_INPUT, SCORE__PH_SHEET_TYPE, r->type, NULL);
  }
}

static void close_row(reading *r, score__markup *m)
{
  char number[24];
  if (score__rowcells_finish(&r->cells) != 0) {
    stop_memory(r, m);
  } else if (r->cells.count > 0 && ++r->rows > SCORE__MAX_SHEET_ROWS) {
    stop(r, m, SCORE_E_LIMIT, SCORE__PH_SHEET_ROWS, score__int_text(number, SCORE__MAX_SHEET_ROWS), NULL);
  } else if (r->cells.count > 0) {
    int status = r->sheet->row(r->sheet->context, r->line, r->cells.cell, r->cells.count, r->sheet->package->err);
    if (status) {
      r->told = true;
      score__markup_stop(m, status);
    }
  }
  score__rowcells_clear(&r->cells);
}

static void on_end(void *context, score__markup *m, const char *name)
{
  reading *r = context;
  if (r->in_cell) {
    if (strcmp(name, "c") == 0) {
      close_cell(r, m);
      r->in_cell = r->in_value = r->in_formula = r->in_string = r->in_text = r->in_phonetic = false;
    } else if (strcmp(name, "v") == 0) {
      r->in_value = false;
    } else if (strcmp(name, "f") == 0) {
      r->in_formula = false;
    } else if (strcmp(name, "is") == 0) {
      r->in_string = false;
    } else if (strcmp(name, "rPh") == 0) {
      r->in_phonetic = false;
    } else if (strcmp(name, "t") == 0) {
      r->in_text = false;
    }
  } else if (r->in_row && strcmp(name, "row") == 0) {
    r->in_row = false;
    close_row(r, m);
  } else if (r->in_data && !r->in_row && strcmp(name, "sheetData") == 0) {
    r->in_data = false;
  }
}

static const score__markup_events events = {on_start, on_end, on_text};

static int finish(reading *r, int status, uint64_t *rows)
{
  if (status && !r->told) score__fail_sheet(r->sheet->package->err, r->sheet->name);
  score__rowcells_free(&r->cells);
  score__celltext_free(&r->text);
  *rows = r->rows;
  return status;
}

int score__worksheet_read(const score__worksheet *sheet, const char *part, uint64_t *rows)
{
  reading r = {.sheet = sheet};
  int status = score__markup_read(sheet->package, part, &events, &r);
  return finish(&r, status, rows);
}

int score__worksheet_parse(const score__worksheet *sheet, const char *bytes, size_t size, uint64_t *rows)
{
  reading r = {.sheet = sheet};
  int status = score__markup_parse(sheet->package, "sheet", bytes, size, &events, &r);
  return finish(&r, status, rows);
}

static void peek_start(void *context, score__markup *m, const char *name, const char **attribute)
{
  (void)attribute;
  if (strcmp(name, "v") != 0 && strcmp(name, "t") != 0 && strcmp(name, "f") != 0) return;
  *(bool *)context = true;
  score__markup_stop(m, SCORE_OK);
}

int score__worksheet_peek(score__package *p, const char *part, bool *any)
{
  static const score__markup_events peek = {peek_start, NULL, NULL};
  *any = false;
  return score__markup_read(p, part, &peek, any);
}
