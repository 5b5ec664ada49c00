/* A spreadsheet -> the text of a definition file: rows, tree, compilation; faults get their row and column. */
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "compute/authoring.h"
#include "compute/definition.h"
#include "compute/report.h"
#include "input/csv.h"
#include "output/json_tree.h"
#include "score/document.h"

typedef struct reading {
  score__authoring a;
  const char *path;
  score_findings *findings;
  score_error *first;
  bool seen, has_header;
  const score__csv_info *csv;
} reading;

static void take(reading *r, score_severity severity, const score_error *err)
{
  score__finding_add(r->findings, severity, err);
  if (severity != SCORE_ERROR || r->seen) return;
  r->seen = true;
  *r->first = *err;
}

static void report(void *context, uint32_t line, const char *column, score_severity severity, score_error *err)
{
  reading *r = context;
  score__fail_at(err, r->path, line, 0, column);
  take(r, severity, err);
}

static void definition_fault(void *context, const char *pointer, score_severity severity, score_error *err)
{
  reading *r = context;
  uint32_t line;
  const char *column;
  score__authoring_place(&r->a, pointer, &line, &column);
  score__fail_at(err, r->path, line, 0, column ? column : line ? NULL : pointer);
  take(r, severity, err);
}

static int take_row(void *context, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  reading *r = context;
  const char **text = score__arena_alloc(r->a.arena, count, sizeof *text);
  if (!text) return score__fail_memory(err);
  for (size_t i = 0; i < count; i++) text[i] = cell[i].text;
  if (!r->a.mark) r->a.mark = r->csv->delimiter == ';' ? ',' : '.';
  int code = r->has_header ? score__authoring_row(&r->a, line, text, count)
                           : score__authoring_header(&r->a, line, text, count);
  r->has_header = true;
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

static int compile(score_document **out, reading *r, score_error *err)
{
  score__tree *root = score__authoring_finish(&r->a);
  if (!root) return score__fail_memory(err);
  bool before = r->seen;
  score_criteria *set = score__definition_compile(r->a.arena, root, definition_fault, r);
  if (set) {
    score__dict_free(&set->by_measure);
    score__dict_free(&set->by_node);
  }
  if (r->seen) return r->first->code < 0 ? r->first->code : SCORE_E_INPUT;
  if (!set || before) return score__fail_memory(err);
  return finish(out, root, r->path, err);
}

int score_document_from_csv(score_document **out, const char *path, const char *spec, const score_csv_options *options,
                            score_findings *findings, score_error *err)
{
  score_error unseen;
  score__arena arena = {0};
  score__csv_info info = {0};
  if (!err) err = &unseen;
  *out = NULL;
  reading r = {.path = path, .findings = findings, .first = err, .csv = &info};
  r.a =
      (score__authoring){.arena = &arena, .report = report, .context = &r, .mark = options ? options->decimal_mark : 0};
  r.a.stem = stem_of(&arena, path);
  int code = spec ? take_spec(&r, spec, err) : 0;
  if (!code) {
    score_error stopped = {0};
    code = score__csv_read(path, options ? options->delimiter : 0, take_row, &r, &info, &stopped);
    if (!code && !r.has_header) {
      code = score__fail(&stopped, SCORE_E_INPUT, SCORE__PH_CSV_EMPTY, NULL);
      score__fail_at(&stopped, path, 0, 0, NULL);
    }
    if (code) take(&r, SCORE_ERROR, &stopped);
  }
  if (!code) code = compile(out, &r, err);
  score__authoring_free(&r.a);
  score__arena_free(&arena);
  return code;
}
