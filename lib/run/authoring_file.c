/* A spreadsheet -> the text of a definition file: rows, tree, compilation; faults get their row and column. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "definition/authoring.h"
#include "definition/definition.h"
#include "report/report.h"
#include "input/rows.h"
#include "output/json_tree.h"
#include "score/document.h"

typedef struct fault {
  score_severity severity;
  bool of_definition; /* not of a cell as it was typed */
  size_t column;      /* for the order; the row as a whole stands first */
  score_error err;
} fault;

typedef struct reading {
  score__authoring a;
  const char *path;
  fault *fault;
  size_t fault_count, fault_cap;
  size_t kept[2]; /* warnings, errors */
  bool failed;
  const score__rows_info *file;
} reading;

static void take(reading *r, score_severity severity, bool of_definition, const score_error *err)
{
  size_t *kept = &r->kept[severity == SCORE_ERROR];
  if (++*kept > SCORE__MAX_FINDINGS) return;
  if (score__grow(&r->fault, &r->fault_cap, r->fault_count + 1, sizeof *r->fault)) {
    r->failed = true;
    return;
  }
  size_t column = 0;
  while (column < r->a.columns && strcmp(r->a.column[column].name, err->field) != 0) column++;
  r->fault[r->fault_count++] = (fault){severity, of_definition, err->field[0] ? column + 1 : 0, *err};
}

static void report(void *context, uint32_t line, const char *column, score_severity severity, score_error *err)
{
  reading *r = context;
  score__fail_at(err, r->path, line, 0, column);
  score__fail_sheet(err, r->file->sheet);
  take(r, severity, false, err);
}

static void definition_fault(void *context, const char *pointer, score_severity severity, score_error *err)
{
  reading *r = context;
  uint32_t line;
  const char *column;
  score__authoring_place(&r->a, pointer, &line, &column);
  score__fail_at(err, r->path, line, 0, column ? column : line ? NULL : pointer);
  score__fail_sheet(err, r->file->sheet);
  take(r, severity, true, err);
}

/* What follows from a cell that could not be read tells nobody anything. */
static bool is_consequence(const reading *r, const fault *f)
{
  if (!f->of_definition) return false;
  for (size_t i = 0; i < r->fault_count; i++) {
    const fault *cause = &r->fault[i];
    if (cause->of_definition || cause->severity != SCORE_ERROR || cause->err.line != f->err.line) continue;
    if (!strcmp(cause->err.field, f->err.field) || !f->err.field[0]) return true;
  }
  return false;
}

static int by_line(const void *x, const void *y)
{
  const fault *a = *(const fault *const *)x, *b = *(const fault *const *)y;
  if (a->err.line != b->err.line) return a->err.line < b->err.line ? -1 : 1;
  if (a->column != b->column) return a->column < b->column ? -1 : 1;
  return a < b ? -1 : a > b;
}

/* All faults by row; 0, or the code of the first error, which is in *err. */
static int tell(const reading *r, score_findings *findings, score_error *err)
{
  const fault **order = malloc((r->fault_count + 1) * sizeof *order);
  size_t count = 0;
  int code = 0;
  if (!order) return score__fail_memory(err);
  for (size_t i = 0; i < r->fault_count; i++)
    if (!is_consequence(r, &r->fault[i])) order[count++] = &r->fault[i];
  qsort(order, count, sizeof *order, by_line);
  for (size_t i = 0; i < count; i++) {
    score__finding_add(findings, order[i]->severity, &order[i]->err);
    if (code || order[i]->severity != SCORE_ERROR) continue;
    *err = order[i]->err;
    code = err->code < 0 ? err->code : SCORE_E_INPUT;
  }
  free(order);
  return code || !r->failed ? code : score__fail_memory(err);
}

/* A number of a workbook has a decimal point; the notation is read with the mark of the sheet. */
static const char *text_of(const reading *r, const score__csv_cell *cell)
{
  if (cell->kind != SCORE__CELL_NUMBER || r->a.mark != ',') return cell->text;
  char *text = score__arena_copy(r->a.arena, cell->text, cell->size);
  char *point = text ? strchr(text, '.') : NULL;
  if (point) *point = ',';
  return text;
}

static int take_row(void *context, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  reading *r = context;
  /* A row of a worksheet ends with its last cell that holds something. */
  const size_t wanted = r->file->workbook && count < r->a.columns ? r->a.columns : count;
  const char **text = score__arena_alloc(r->a.arena, wanted, sizeof *text);
  if (!text) return score__fail_memory(err);
  if (!r->a.mark) r->a.mark = r->file->delimiter == ';' ? ',' : '.';
  for (size_t i = 0; i < wanted; i++) {
    text[i] = i < count ? text_of(r, &cell[i]) : "";
    if (!text[i]) return score__fail_memory(err);
  }
  count = wanted;
  int code =
      r->a.columns ? score__authoring_row(&r->a, line, text, count) : score__authoring_header(&r->a, line, text, count);
  return code ? score__fail_memory(err) : 0;
}

/* "ID@VERSION" or "ID". */
static int take_spec(reading *r, const char *spec, score_error *err)
{
  const char *at = strchr(spec, '@');
  r->a.id = score__arena_copy(r->a.arena, spec, at ? (size_t)(at - spec) : strlen(spec));
  r->a.version = at ? at + 1 : NULL;
  if (!r->a.id) return score__fail_memory(err);
  if (*r->a.id && (!at || at[1])) return 0;
  return score__fail(err, SCORE_E_USAGE, SCORE__PH_SHEET_SET_NAME, spec, NULL);
}

static const char *stem_of(score__arena *arena, const char *path)
{
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
  return score__arena_copy(arena, name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
}

static int finish(score_document **out, const score__tree *root, const char *path, score_error *err)
{
  char n[24];
  score__buffer text = {0};
  score_criteria *again = NULL;
  score__write_tree(&text, root);
  int code = text.failed ? score__fail_memory(err) : 0;
  if (!code && text.size > SCORE__MAX_CRITERIA_BYTES) {
    code =
        score__fail(err, SCORE_E_LIMIT, SCORE__PH_FILE_TOO_LARGE, score__int_text(n, SCORE__MAX_CRITERIA_BYTES), NULL);
    score__fail_at(err, path, 0, 0, NULL);
  }
  /* What is given out is what will be read: limits of JSON are told here. */
  if (!code) code = score_criteria_parse(&again, text.data, text.size, path, NULL, err);
  score_criteria_free(again);
  score_document *d = code ? NULL : score__sheet_new("definition");
  if (d) d->text = score__arena_text(&d->arena, text.data);
  if (d && !d->text) d->failed = true;
  score__buffer_free(&text);
  return code ? code : score__report_finish(out, d, err);
}

static int compile(score_document **out, reading *r, score_findings *findings, score_error *err)
{
  score__tree *root = score__authoring_finish(&r->a);
  if (!root) return score__fail_memory(err);
  score_criteria *set = score__definition_compile(r->a.arena, root, definition_fault, r);
  if (set) {
    score__dict_free(&set->by_measure);
    score__dict_free(&set->by_node);
  }
  int code = tell(r, findings, err);
  if (code) return code;
  return set ? finish(out, root, r->path, err) : score__fail_memory(err);
}

int score_document_from_csv(score_document **out, const char *path, const char *spec, const score_read_options *options,
                            score_findings *findings, score_error *err)
{
  score_error unseen, stopped = {0};
  score__arena arena = {0};
  score__rows_info info = {0};
  if (!err) err = &unseen;
  *out = NULL;
  reading r = {.path = path, .file = &info};
  r.a =
      (score__authoring){.arena = &arena, .report = report, .context = &r, .mark = options ? options->decimal_mark : 0};
  r.a.stem = stem_of(&arena, path);
  int code = spec ? take_spec(&r, spec, err) : 0;
  if (!code) {
    const score__rows_options how = {options ? options->delimiter : 0, options ? options->encoding : NULL,
                                     options ? options->sheet : NULL};
    int read = score__rows_read(path, &how, take_row, &r, &info, &stopped);
    if (!read && !r.a.columns) {
      read = score__fail(&stopped, SCORE_E_INPUT, SCORE__PH_CSV_EMPTY, NULL);
      score__fail_at(&stopped, path, 0, 0, NULL);
    }
    if (read) take(&r, SCORE_ERROR, false, &stopped);
    code = read ? tell(&r, findings, err) : compile(out, &r, findings, err);
    if (read && !code) code = score__fail_memory(err);
  }
  free(r.fault);
  score__authoring_free(&r.a);
  score__arena_free(&arena);
  return code;
}
