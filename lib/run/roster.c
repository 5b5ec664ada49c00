/* Unit lists. Several rows of one code are its history, each in force on days of its own. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/period.h"
#include "base/text.h"
#include "input/rows.h"
#include "run/intake.h"
#include "run/tally.h"

enum { CODE, NAME, KIND, PARENT, VALID_FROM, VALID_TO, SUCCESSOR, ROLES, ALIAS, ATTRIBUTE, UNNAMED, SKIPPED };
enum { MOST_TITLES = 20 };

static const char *const role_name[ROLES] = {"code", "name", "kind", "parent", "valid_from", "valid_to", "successor"};
/* What the forms call them, folded. */
static const char *const role_title[ROLES] = {"ma don vi",   "ten don vi",   "loai",          "truc thuoc",
                                              "hieu luc tu", "hieu luc den", "don vi ke thua"};

typedef struct roster_column {
  uint8_t role;
  const char *name;
  size_t attribute;
} roster_column;

typedef struct roster {
  score__units *units;
  score__tally tally;
  score__rows_info file;
  unsigned titles;         /* rows before the header */
  score__csv_cell *padded; /* a short row of a workbook */
  size_t padded_room;
  score__arena arena;
  size_t count;
  roster_column *column; /* NULL until the header was read */
  size_t at[ROLES];
  uint32_t *attribute; /* of the row at hand, [attributes] */
  uint64_t cells;      /* units, each once however many states it has */
  bool *met;           /* [met_room] by unit */
  size_t met_room;
} roster;

static bool ends_in(const char *text, const char *tail)
{
  size_t n = strlen(text), m = strlen(tail);
  return n > m && strcmp(text + n - m, tail) == 0;
}

static uint8_t role_of(const char *name)
{
  uint8_t found = ROLES;
  for (size_t i = 0; i < ROLES; i++) {
    if (strcmp(name, role_name[i]) == 0) return (uint8_t)i;
  }
  if (!*name) return UNNAMED;
  score__arena arena = {0};
  const char *folded = score__text_fold(&arena, name);
  for (uint8_t i = 0; folded && i < ROLES; i++) {
    if (strcmp(folded, role_title[i]) == 0) found = i;
  }
  if (folded && (strcmp(folded, "stt") == 0 || strcmp(folded, "loi") == 0)) found = SKIPPED; /* for people */
  score__arena_free(&arena);
  if (found != ROLES) return found;
  /* Codes of what a unit stands in are shared by many: no aliases. */
  if (strcmp(name, "province_code") == 0 || strcmp(name, "parent_code") == 0 || strcmp(name, "district_code") == 0) {
    return ATTRIBUTE;
  }
  bool alias = strcmp(name, "alias") == 0 || strncmp(name, "alias_", 6) == 0 || ends_in(name, "_code");
  return alias ? ALIAS : ATTRIBUTE;
}

static void tell(roster *r, score_error *e, uint32_t line, size_t column)
{
  const char *name = column < r->count ? r->column[column].name : NULL;
  score__tally_add(&r->tally, SCORE_ERROR, e, line, column < r->count ? column + 1 : 0, name);
}

static int read_header(roster *r, const score__csv_cell *cell, size_t count, uint32_t line, score_error *err)
{
  score_error e;
  score__dict seen = {0};
  int status = SCORE_OK;
  for (size_t i = 0; i < ROLES; i++) r->at[i] = SIZE_MAX;
  r->column = score__arena_alloc(&r->arena, count, sizeof *r->column);
  if (!r->column) return score__fail_memory(err);
  r->count = count;
  for (size_t i = 0; i < count && status == SCORE_OK; i++) {
    roster_column *c = &r->column[i];
    c->name = score__arena_copy(&r->arena, cell[i].text, cell[i].size);
    if (!c->name) {
      status = score__fail_memory(err);
      break;
    }
    c->role = role_of(c->name);
    if (c->role == UNNAMED || c->role == SKIPPED) continue;
    if (score__dict_get(&seen, c->name) != SIZE_MAX) {
      score__fail(&e, SCORE_E_INPUT, SCORE__PH_COLUMN_TWICE, c->name, (const char *)NULL);
      score__tally_add(&r->tally, SCORE_ERROR, &e, line, i + 1, NULL);
      c->role = SKIPPED;
      continue;
    }
    if (c->role < ROLES) r->at[c->role] = i;
    if (c->role == ATTRIBUTE) c->attribute = score__units_attribute(r->units, c->name);
    if (c->attribute == SIZE_MAX || score__dict_add(&seen, c->name, i) != 0) status = score__fail_memory(err);
  }
  score__dict_free(&seen);
  if (status == SCORE_OK && r->at[CODE] == SIZE_MAX) {
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_COLUMN_MISSING, "code", "Mã đơn vị", (const char *)NULL);
    score__tally_add(&r->tally, SCORE_ERROR, &e, line, 0, NULL);
    status = SCORE_E_INPUT;
  }
  if (status == SCORE_OK) {
    r->attribute = score__arena_alloc(&r->arena, r->units->attribute_count, sizeof *r->attribute);
    if (!r->attribute) status = score__fail_memory(err);
  }
  return status;
}

static const char *text_of(const roster *r, const score__csv_cell *cell, size_t role)
{
  return r->at[role] == SIZE_MAX ? "" : cell[r->at[role]].text;
}

/* false when the cell is no date (told). */
static bool read_day(roster *r, const score__csv_cell *cell, size_t role, uint32_t line, int32_t *day)
{
  const char *text = text_of(r, cell, role);
  if (!*text || score__date_parse(day, text, strlen(text)) == 0) return true;
  score_error e;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_CELL_DATE, text, (const char *)NULL);
  tell(r, &e, line, r->at[role]);
  return false;
}

static int add_alias(roster *r, size_t unit, size_t column, const char *text, uint32_t line, score_error *err)
{
  int status = score__units_alias(r->units, unit, r->column[column].name, text);
  if (status < 0) return score__fail_memory(err);
  if (status == 1) {
    score_error e;
    const char *other = r->units->code[score__units_find(r->units, text)];
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_UNIT_ALIAS, text, other, (const char *)NULL);
    tell(r, &e, line, column);
  }
  return SCORE_OK;
}

static int add_state(roster *r, size_t unit, const score__csv_cell *cell, uint32_t line, score_error *err)
{
  score_error e;
  int32_t first = INT32_MIN, last = INT32_MAX;
  bool dates = read_day(r, cell, VALID_FROM, line, &first);
  if (!read_day(r, cell, VALID_TO, line, &last) || !dates) return SCORE_OK;
  if (first > last) {
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_UNIT_DATES, text_of(r, cell, VALID_FROM), text_of(r, cell, VALID_TO),
                (const char *)NULL);
    tell(r, &e, line, r->at[VALID_FROM]);
    return SCORE_OK;
  }
  if (*text_of(r, cell, SUCCESSOR) && last == INT32_MAX) {
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_UNIT_SUCCESSOR_OPEN, text_of(r, cell, SUCCESSOR), (const char *)NULL);
    tell(r, &e, line, r->at[SUCCESSOR]);
    return SCORE_OK;
  }
  int status = score__units_state(r->units, unit, first, last, text_of(r, cell, NAME), text_of(r, cell, KIND),
                                  text_of(r, cell, PARENT), r->attribute);
  if (status == 0) status = score__units_succeed(r->units, unit, text_of(r, cell, SUCCESSOR));
  if (status < 0) return score__fail_memory(err);
  if (status == 1) {
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_UNIT_OVERLAP, text_of(r, cell, CODE), (const char *)NULL);
    tell(r, &e, line, r->at[CODE]);
  }
  return SCORE_OK;
}

static int read_unit(roster *r, const score__csv_cell *cell, uint32_t line, score_error *err, size_t *unit)
{
  const char *code = text_of(r, cell, CODE);
  score_error e;
  *unit = SIZE_MAX;
  if (!*code) {
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_UNIT_EMPTY, (const char *)NULL);
    tell(r, &e, line, r->at[CODE]);
    return SCORE_OK;
  }
  if (r->units->count >= SCORE__MAX_UNITS) {
    char number[24];
    int status = score__fail(err, SCORE_E_LIMIT, SCORE__PH_UNITS_TOO_MANY, score__int_text(number, SCORE__MAX_UNITS),
                             (const char *)NULL);
    score__fail_at(err, r->tally.file, line, 0, NULL);
    return status;
  }
  size_t found = score__units_add(r->units, code);
  if (found == SIZE_MAX) return score__fail_memory(err);
  if (strcmp(r->units->code[found], code) != 0) { /* the code is another unit's alias */
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_UNIT_ALIAS, code, r->units->code[found], (const char *)NULL);
    tell(r, &e, line, r->at[CODE]);
    return SCORE_OK;
  }
  *unit = found;
  return SCORE_OK;
}

/* A worksheet's rows end with their last cell: as many cells as the header has, or NULL when memory is out. */
static const score__csv_cell *pad(roster *r, const score__csv_cell *cell, size_t *count)
{
  while (*count > r->count && cell[*count - 1].size == 0) --*count;
  if (*count >= r->count) return cell;
  if (score__grow(&r->padded, &r->padded_room, r->count, sizeof *r->padded) != 0) return NULL;
  memcpy(r->padded, cell, *count * sizeof *cell);
  for (; *count < r->count; ++*count) r->padded[*count] = (score__csv_cell){"", 0, SCORE__CELL_TYPED};
  return r->padded;
}

/* Told as an error when a cell is a formula's error. */
static bool has_fault(roster *r, const score__csv_cell *cell, size_t count, uint32_t line)
{
  bool found = false;
  for (size_t i = 0; i < count; i++) {
    if (cell[i].kind != SCORE__CELL_FAULT) continue;
    score_error e;
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_IMPORT_FAULT, cell[i].text, (const char *)NULL);
    tell(r, &e, line, i);
    found = true;
  }
  return found;
}

static int read_row(roster *r, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  score_error e;
  if (r->file.workbook && !(cell = pad(r, cell, &count))) return score__fail_memory(err);
  if (count != r->count) {
    char have[24], want[24];
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_CSV_COUNT, score__int_text(have, (int64_t)count),
                score__int_text(want, (int64_t)r->count), (const char *)NULL);
    score__tally_add(&r->tally, SCORE_ERROR, &e, line, 0, NULL);
    return SCORE_OK;
  }
  size_t unit;
  if (has_fault(r, cell, count, line)) return SCORE_OK;
  int status = read_unit(r, cell, line, err, &unit);
  if (status || unit == SIZE_MAX) return status;
  memset(r->attribute, 0, r->units->attribute_count * sizeof *r->attribute);
  for (size_t i = 0; i < count; i++) {
    const roster_column *c = &r->column[i];
    if (cell[i].size == 0) continue;
    if (c->role == UNNAMED) {
      score__fail(&e, SCORE_E_INPUT, SCORE__PH_CSV_UNNAMED, cell[i].text, (const char *)NULL);
      score__tally_add(&r->tally, SCORE_ERROR, &e, line, i + 1, NULL);
    } else if (c->role == ALIAS) {
      status = add_alias(r, unit, i, cell[i].text, line, err);
      if (status) return status;
    } else if (c->role == ATTRIBUTE) {
      uint32_t id = score__units_intern(r->units, cell[i].text);
      if (id == UINT32_MAX) return score__fail_memory(err);
      r->attribute[c->attribute] = id;
    }
  }
  if (score__grow(&r->met, &r->met_room, unit + 1, sizeof *r->met) != 0) return score__fail_memory(err);
  r->cells += !r->met[unit];
  r->met[unit] = true;
  return add_state(r, unit, cell, line, err);
}

static bool begins(const score__csv_cell *cell, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (role_of(cell[i].text) == CODE) return true;
  }
  return false;
}

static int on_row(void *context, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  roster *r = context;
  r->tally.sheet = r->file.sheet;
  if (!r->column && r->file.workbook && !begins(cell, count) && ++r->titles <= MOST_TITLES) return SCORE_OK;
  return r->column ? read_row(r, line, cell, count, err) : read_header(r, cell, count, line, err);
}

int score__intake_units(score__units *units, const char *path, const score_read_options *options,
                        score__intake_report *report, score_findings *findings, score_error *err)
{
  score_error fatal = {0};
  roster r = {.units = units, .tally = {.file = path, .findings = findings, .err = err}};
  score__rows_options how = {0};
  if (options) how = (score__rows_options){options->delimiter, options->encoding, options->sheet};
  int status = score__rows_read(path, &how, on_row, &r, &r.file, &fatal);
  const uint64_t above = (uint64_t)r.titles + (r.column != NULL);
  if (status == SCORE_OK && r.file.rows <= above) {
    score__fail(&fatal, SCORE_E_INPUT, r.column ? SCORE__PH_CSV_NO_ROWS : SCORE__PH_CSV_EMPTY, (const char *)NULL);
    score__fail_at(&fatal, path, 0, 0, NULL);
    score__fail_sheet(&fatal, r.file.sheet);
  }
  status = score__tally_conclude(&r.tally, status, &fatal);
  if (status == SCORE_OK) units->listed = true;
  report->rows = r.file.rows > above ? r.file.rows - above : 0;
  report->cells = r.cells;
  memcpy(report->sha256, r.file.sha256, sizeof report->sha256);
  memcpy(report->sheet, r.file.sheet, sizeof report->sheet);
  score__arena_free(&r.arena);
  free(r.padded);
  free(r.met);
  return status;
}
