/* The history of a unit's values: which stood when, from whom, from which row of which file. */
#include "report/sheet_log.h"

#include <string.h>

#include "base/decimal.h"
#include "base/period.h"
#include "model/frame.h"
#include "report/report.h"

enum {
  COL_PERIOD,
  COL_MEASURE,
  COL_NAME,
  COL_STAGE,
  COL_STAGE_TEXT,
  COL_VALUE,
  COL_UNIT_OF,
  COL_STATUS,
  COL_STATUS_TEXT,
  COL_IMPORT,
  COL_WHEN,
  COL_BY,
  COL_REASON,
  COL_FILE,
  COL_SHORT,
  COL_SHA256,
  COL_ROW,
  COL_SOURCE,
  COL_EVIDENCE,
  COL_EXPIRES,
  COL_NOTE,
  COL_SYNTHETIC,
  COL_WITHDRAWN_AT,
  COL_WITHDRAWN_BY,
  COL_WITHDRAWN_WHY
};

static const score__sheet_column columns[SCORE__LOG_COLUMNS] = {
    [COL_PERIOD] = {.key = "period", .title = SCORE__PH_COL_PERIOD},
    [COL_MEASURE] = {.key = "measure", .title = SCORE__PH_H_COL_MEASURE, .shrinks = true},
    [COL_NAME] = {.key = "name", .title = SCORE__PH_COL_NAME, .shrinks = true},
    [COL_STAGE] = {.key = "stage", .title = SCORE__PH_FACT_STAGE, .machine_only = true},
    [COL_STAGE_TEXT] = {.key = "stage_text", .title = SCORE__PH_FACT_STAGE, .table_only = true},
    [COL_VALUE] = {.key = "value", .title = SCORE__PH_H_COL_VALUE, .right = true},
    [COL_UNIT_OF] = {.key = "unit", .title = SCORE__PH_COL_UNIT_OF},
    [COL_STATUS] = {.key = "status", .title = SCORE__PH_H_COL_STANDING, .machine_only = true},
    [COL_STATUS_TEXT] = {.key = "status_text", .title = SCORE__PH_H_COL_STANDING, .table_only = true},
    [COL_IMPORT] = {.key = "import", .title = SCORE__PH_H_COL_IMPORT, .right = true},
    [COL_WHEN] = {.key = "imported_at", .title = SCORE__PH_H_COL_WHEN},
    [COL_BY] = {.key = "imported_by", .title = SCORE__PH_H_COL_BY, .shrinks = true},
    [COL_REASON] = {.key = "reason", .title = SCORE__PH_H_COL_REASON, .shrinks = true},
    [COL_FILE] = {.key = "file", .title = SCORE__PH_COL_FILE, .shrinks = true},
    [COL_SHORT] = {.key = "sha256_short", .title = SCORE__PH_H_COL_SHA256, .table_only = true},
    [COL_SHA256] = {.key = "sha256", .title = SCORE__PH_H_COL_SHA256, .machine_only = true},
    [COL_ROW] = {.key = "row", .title = SCORE__PH_H_COL_ROW, .right = true},
    [COL_SOURCE] = {.key = "source", .title = SCORE__PH_COL_SOURCE, .shrinks = true},
    [COL_EVIDENCE] = {.key = "evidence", .title = SCORE__PH_H_COL_EVIDENCE, .shrinks = true},
    [COL_EXPIRES] = {.key = "evidence_expires", .title = SCORE__PH_H_COL_EXPIRES},
    [COL_NOTE] = {.key = "note", .title = SCORE__PH_H_COL_SAID, .shrinks = true},
    [COL_SYNTHETIC] = {.key = "synthetic", .title = SCORE__PH_COL_STATUS, .machine_only = true},
    [COL_WITHDRAWN_AT] = {.key = "withdrawn_at", .title = SCORE__PH_H_COL_WITHDRAWN_AT},
    [COL_WITHDRAWN_BY] = {.key = "withdrawn_by", .title = SCORE__PH_H_COL_WITHDRAWN_BY, .shrinks = true},
    [COL_WITHDRAWN_WHY] = {.key = "withdrawn_reason", .title = SCORE__PH_H_COL_WITHDRAWN_WHY, .shrinks = true}};

static const struct {
  uint8_t column;
  size_t offset; /* of a text in score__history_value */
} texts[] = {{COL_WHEN, offsetof(score__history_value, import.made.when)},
             {COL_BY, offsetof(score__history_value, import.made.by)},
             {COL_REASON, offsetof(score__history_value, import.made.reason)},
             {COL_FILE, offsetof(score__history_value, import.file)},
             {COL_SOURCE, offsetof(score__history_value, said.source)},
             {COL_EVIDENCE, offsetof(score__history_value, said.evidence)},
             {COL_EXPIRES, offsetof(score__history_value, said.expires)},
             {COL_NOTE, offsetof(score__history_value, said.note)},
             {COL_WITHDRAWN_AT, offsetof(score__history_value, import.withdrawn.when)},
             {COL_WITHDRAWN_BY, offsetof(score__history_value, import.withdrawn.by)},
             {COL_WITHDRAWN_WHY, offsetof(score__history_value, import.withdrawn.reason)}};

static const char *text_at(const score__history_value *v, size_t i)
{
  const char *text = NULL;
  memcpy(&text, (const char *)v + texts[i].offset, sizeof text);
  return text;
}

static const score__measure *measure_of(const score__log *log, const score__history_value *v)
{
  size_t i = log->set ? score__dict_get(&log->set->by_measure, v->measure) : SIZE_MAX;
  return i == SIZE_MAX ? NULL : &log->set->measure[i];
}

static const score__node *node_of(const score__log *log, const score__history_value *v)
{
  size_t n = log->set ? strlen(log->set->id) : 0;
  if (!log->set || strncmp(v->measure, "points:", 7) != 0 || strncmp(v->measure + 7, log->set->id, n) != 0 ||
      v->measure[7 + n] != '/')
    return NULL;
  size_t i = score__dict_get(&log->set->by_node, v->measure + 8 + n);
  return i == SIZE_MAX ? NULL : &log->set->node[i];
}

/* As a data file writes it: a percent in percent points, a date as ISO text, a choice by its key. Millionths hold what a
 * cell can show; a value beyond them is its digits. */
static score__cell value_cell(score_document *d, const score__history_value *v)
{
  char text[64];
  int64_t value = v->value;
  int scale = v->scale;
  if (v->state == SCORE__CELL_NA) return score__cell_code(d, "NA");
  if (strcmp(v->type, "choice") == 0) return score__cell_code(d, v->option);
  if (strcmp(v->type, "boolean") == 0) return score__cell_bool(value != 0);
  if (strcmp(v->type, "date") == 0) {
    score__date_print(text, sizeof text, (int32_t)value);
    return score__cell_code(d, text);
  }
  if (strcmp(v->type, "percent") == 0 && scale >= 2) scale -= 2;
  if (scale == 0) return score__cell_int(value);
  bool fits = scale <= 6;
  for (int i = scale; i < 6 && fits; i++) fits = !__builtin_mul_overflow(value, 10, &value);
  if (fits) return score__cell_points(value, -1);
  score__decimal_print(text, sizeof text, v->value, scale, -1, '.');
  return score__cell_code(d, text);
}

void score__log_look(score__log *log, const score__history_value *v)
{
  const score__measure *m = measure_of(log, v);
  log->rows++;
  log->said[COL_ROW] |= v->line > 0;
  log->said[COL_NAME] |= m || node_of(log, v);
  log->said[COL_UNIT_OF] |= strcmp(v->type, "percent") == 0 || (m && *m->unit.text[0]);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) log->said[texts[i].column] |= *text_at(v, i) != '\0';
}

void score__log_begin(score__log *log, const char *code, const char *name)
{
  static const uint8_t always[] = {COL_PERIOD,      COL_MEASURE, COL_STAGE, COL_STAGE_TEXT, COL_VALUE,    COL_STATUS,
                                   COL_STATUS_TEXT, COL_IMPORT,  COL_SHORT, COL_SHA256,     COL_SYNTHETIC};
  score_document *d = score__sheet_new("log");
  if (!(log->d = d)) return;
  const score__cell args[] = {score__cell_text(d, *name ? name : code)};
  d->title = score__cell_phrase_args(d, SCORE__PH_H_DOC_LOG, args, 1);
  score__sheet_fact_add(d, "unit", SCORE__PH_COL_UNIT, score__cell_code(d, code));
  score__sheet_fact_add(d, "name", 0, score__cell_text(d, name));
  if (log->set) score__sheet_fact_add(d, "criteria", SCORE__PH_H_COL_SET, score__report_set_name(d, log->set));
  log->table = score__sheet_table_add(d, "values", 0);
  for (size_t i = 0; i < sizeof always; i++) log->said[always[i]] = true;
  for (size_t i = 0; i < SCORE__LOG_COLUMNS; i++) {
    score__sheet_column c = columns[i];
    c.machine_only |= !log->said[i];
    score__sheet_column_add(d, log->table, c);
  }
  if (!log->rows) score__sheet_line_add(d, score__cell_phrase(SCORE__PH_LOG_EMPTY), 0, true);
}

static void put_short(score_document *d, score__cell *cell, const char *sha256)
{
  char text[13] = "";
  strncat(text, sha256, sizeof text - 1);
  *cell = score__cell_code(d, text);
}

void score__log_add(score__log *log, const score__history_value *v)
{
  static const char *const stages[] = {"self", "verified", "published"};
  static const int stage_phrases[] = {SCORE__PH_STAGE_SELF, SCORE__PH_STAGE_VERIFIED, SCORE__PH_STAGE_PUBLISHED};
  static const char *const names[] = {"current", "superseded", "withdrawn"};
  static const int phrases[] = {SCORE__PH_H_STANDING_CURRENT, SCORE__PH_H_STANDING_SUPERSEDED,
                                SCORE__PH_H_STANDING_WITHDRAWN};
  score_document *d = log->d;
  score__cell *row = d ? score__sheet_row_add(d, log->table, 0) : NULL;
  if (!row) return;
  const score__measure *m = measure_of(log, v);
  const score__node *n = node_of(log, v);
  int stage = v->stage >= 0 && v->stage < SCORE__STAGES ? v->stage : 0;
  d->synthetic |= v->synthetic;
  row[COL_PERIOD] = score__cell_code(d, v->period);
  row[COL_MEASURE] = score__cell_code(d, v->measure);
  if (m || n) row[COL_NAME] = score__cell_words(d, m ? &m->name : &n->name);
  row[COL_STAGE] = score__cell_code(d, stages[stage]);
  row[COL_STAGE_TEXT] = score__cell_phrase(stage_phrases[stage]);
  row[COL_VALUE] = value_cell(d, v);
  if (v->standing == SCORE__STANDING_CURRENT) row[COL_VALUE].emphasis = 4;
  if (strcmp(v->type, "percent") == 0)
    row[COL_UNIT_OF] = score__cell_code(d, "%");
  else if (m)
    row[COL_UNIT_OF] = score__cell_words(d, &m->unit);
  row[COL_STATUS] = score__cell_code(d, names[v->standing]);
  row[COL_STATUS_TEXT] = score__cell_phrase(phrases[v->standing]);
  if (v->standing == SCORE__STANDING_WITHDRAWN) row[COL_STATUS_TEXT].emphasis = 2;
  row[COL_IMPORT] = score__cell_int(v->import.id);
  put_short(d, &row[COL_SHORT], v->import.sha256);
  row[COL_SHA256] = score__cell_code(d, v->import.sha256);
  if (v->line) row[COL_ROW] = score__cell_int(v->line);
  row[COL_SYNTHETIC] = score__cell_bool(v->synthetic);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (*text_at(v, i)) row[texts[i].column] = score__cell_text(d, text_at(v, i));
}
