/* The history of a unit's values: which stood when, from whom, from which row of which file. */
#include "report/sheet_log.h"

#include <string.h>

#include "base/decimal.h"
#include "base/period.h"
#include "model/frame.h"
#include "report/report.h"

#define DAY 10 /* characters of the date that a time begins with */

enum {
  COL_PERIOD,
  COL_MEASURE,
  COL_NAME,
  COL_STAGE,
  COL_STAGE_TEXT,
  COL_VALUE,
  COL_UNIT_OF,
  COL_PERCENT,
  COL_STATUS,
  COL_STATUS_TEXT,
  COL_IMPORT,
  COL_WHEN,
  COL_DAY,
  COL_BY,
  COL_PLACE,
  COL_REASON,
  COL_FILE,
  COL_SHA256,
  COL_ROW,
  COL_SOURCE,
  COL_EVIDENCE,
  COL_GROUNDS,
  COL_EXPIRES,
  COL_NOTE,
  COL_NOTE_TEXT,
  COL_SYNTHETIC,
  COL_WITHDRAWN_AT,
  COL_WITHDRAWN_BY,
  COL_WITHDRAWN_WHY,
  COL_WITHDRAWN
};

static const score__sheet_column columns[SCORE__LOG_COLUMNS] = {
    [COL_PERIOD] = {.key = "period", .title = SCORE__PH_COL_PERIOD},
    [COL_MEASURE] = {.key = "measure", .title = SCORE__PH_H_COL_MEASURE, .shrinks = true},
    [COL_NAME] = {.key = "name", .title = SCORE__PH_COL_NAME, .shrinks = true},
    [COL_STAGE] = {.key = "stage", .title = SCORE__PH_FACT_STAGE, .machine_only = true},
    [COL_STAGE_TEXT] = {.key = "stage_text", .title = SCORE__PH_FACT_STAGE, .table_only = true},
    [COL_VALUE] = {.key = "value", .title = SCORE__PH_H_COL_VALUE, .right = true},
    [COL_UNIT_OF] = {.key = "unit", .title = SCORE__PH_COL_UNIT_OF, .machine_only = true},
    [COL_PERCENT] = {.key = "percent", .title = SCORE__PH_COL_UNIT_OF, .table_only = true},
    [COL_STATUS] = {.key = "status", .title = SCORE__PH_H_COL_STANDING, .machine_only = true},
    [COL_STATUS_TEXT] = {.key = "status_text", .title = SCORE__PH_H_COL_STANDING, .table_only = true},
    [COL_IMPORT] = {.key = "import", .title = SCORE__PH_H_COL_IMPORT, .right = true},
    [COL_WHEN] = {.key = "imported_at", .title = SCORE__PH_H_COL_WHEN, .machine_only = true},
    [COL_DAY] = {.key = "imported_on", .title = SCORE__PH_H_COL_DAY, .table_only = true},
    [COL_BY] = {.key = "imported_by", .title = SCORE__PH_H_COL_BY, .shrinks = true},
    [COL_REASON] = {.key = "reason", .title = SCORE__PH_H_COL_REASON, .machine_only = true},
    [COL_FILE] = {.key = "file", .title = SCORE__PH_COL_FILE, .machine_only = true},
    [COL_SHA256] = {.key = "sha256", .title = SCORE__PH_H_COL_SHA256, .machine_only = true},
    [COL_ROW] = {.key = "row", .title = SCORE__PH_H_COL_ROW, .machine_only = true},
    [COL_SOURCE] = {.key = "source", .title = SCORE__PH_COL_SOURCE, .machine_only = true},
    [COL_EVIDENCE] = {.key = "evidence", .title = SCORE__PH_H_COL_EVIDENCE, .machine_only = true},
    [COL_NOTE_TEXT] = {.key = "why", .title = SCORE__PH_H_COL_WHY, .shrinks = true, .table_only = true},
    [COL_GROUNDS] = {.key = "grounds", .title = SCORE__PH_H_COL_GROUNDS, .shrinks = true, .table_only = true},
    [COL_EXPIRES] = {.key = "evidence_expires", .title = SCORE__PH_H_COL_EXPIRES},
    [COL_NOTE] = {.key = "note", .title = SCORE__PH_H_COL_SAID, .machine_only = true},
    [COL_SYNTHETIC] = {.key = "synthetic", .title = SCORE__PH_COL_STATUS, .machine_only = true},
    [COL_WITHDRAWN_AT] = {.key = "withdrawn_at", .title = SCORE__PH_H_COL_WITHDRAWN_AT, .machine_only = true},
    [COL_WITHDRAWN_BY] = {.key = "withdrawn_by", .title = SCORE__PH_H_COL_WITHDRAWN_BY, .machine_only = true},
    [COL_WITHDRAWN_WHY] = {.key = "withdrawn_reason", .title = SCORE__PH_H_COL_WITHDRAWN_WHY, .machine_only = true},
    [COL_WITHDRAWN] = {.key = "withdrawn", .title = SCORE__PH_H_COL_WITHDRAWN, .shrinks = true, .table_only = true},
    [COL_PLACE] = {.key = "place", .title = SCORE__PH_H_COL_PLACE, .shrinks = true, .table_only = true}};

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

static const score__measure *measure_of(const score__log *log, const char *key)
{
  size_t i = log->set ? score__dict_get(&log->set->by_measure, key) : SIZE_MAX;
  return i == SIZE_MAX ? NULL : &log->set->measure[i];
}

static const score__node *node_of(const score__log *log, const char *key)
{
  size_t n = log->set ? strlen(log->set->id) : 0;
  if (!log->set || strncmp(key, "points:", 7) != 0 || strncmp(key + 7, log->set->id, n) != 0 || key[7 + n] != '/')
    return NULL;
  size_t i = score__dict_get(&log->set->by_node, key + 8 + n);
  return i == SIZE_MAX ? NULL : &log->set->node[i];
}

static const score__words *name_of(const score__log *log, const char *key)
{
  const score__measure *m = measure_of(log, key);
  const score__node *n = m ? NULL : node_of(log, key);
  return m ? &m->name : n ? &n->name : NULL;
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

static const int stage_phrases[] = {SCORE__PH_STAGE_SELF, SCORE__PH_STAGE_VERIFIED, SCORE__PH_STAGE_PUBLISHED};

/* "name (key)", or the key where the set has no name for it. */
static score__cell measure_cell(const score__log *log)
{
  const score__words *name = name_of(log, log->measure);
  const score__measure *m = measure_of(log, log->measure);
  const score__cell key = score__cell_code(log->d, log->measure);
  if (!name) return key;
  const score__cell args[] = {score__cell_words(log->d, name), key,
                              m ? score__cell_words(log->d, &m->unit) : (score__cell){.kind = SCORE__CELL_EMPTY}};
  const bool counted = m && *m->unit.text[SCORE_LANG_VI];
  return score__cell_phrase_args(log->d, counted ? SCORE__PH_LOG_MEASURE_UNIT : SCORE__PH_LOG_MEASURE_NAME, args, 3);
}

/* What was asked for is said once, and in no row of the table. */
static bool is_said_above(const score__log *log, size_t column)
{
  switch (column) {
  case COL_PERIOD: return log->period != NULL;
  case COL_MEASURE:
  case COL_NAME: return log->measure != NULL;
  case COL_PERCENT: return log->measure && measure_of(log, log->measure);
  case COL_STAGE_TEXT: return log->stage >= 0 && log->stage < SCORE__STAGES;
  default: return false;
  }
}

void score__log_begin(score__log *log, const char *code, const char *name)
{
  score_document *d = score__sheet_new("log");
  if (!(log->d = d)) return;
  const score__cell args[] = {score__cell_text(d, *name ? name : code)};
  d->title = score__cell_phrase_args(d, SCORE__PH_H_DOC_LOG, args, 1);
  score__sheet_fact_add(d, "unit", SCORE__PH_COL_UNIT, score__cell_code(d, code));
  score__sheet_fact_add(d, "name", 0, score__cell_text(d, name));
  if (log->set) score__sheet_fact_add(d, "criteria", SCORE__PH_H_COL_SET, score__report_set_name(d, log->set));
  if (log->period) score__sheet_fact_add(d, NULL, SCORE__PH_COL_PERIOD, score__cell_code(d, log->period));
  if (log->measure) score__sheet_fact_add(d, NULL, SCORE__PH_H_COL_MEASURE, measure_cell(log));
  if (is_said_above(log, COL_STAGE_TEXT))
    score__sheet_fact_add(d, NULL, SCORE__PH_FACT_STAGE, score__cell_phrase(stage_phrases[log->stage]));
  log->table = score__sheet_table_add(d, "values", 0);
  for (size_t i = 0; i < SCORE__LOG_COLUMNS; i++) {
    score__sheet_column c = columns[i];
    c.machine_only |= is_said_above(log, i);
    score__sheet_column_add(d, log->table, c);
  }
}

void score__log_end(score__log *log)
{
  const bool none = log->table && log->table->row_count == 0;
  if (none) score__sheet_line_add(log->d, score__cell_phrase(SCORE__PH_LOG_EMPTY), 0, true);
}

score__cell score__log_joined(score_document *d, const char *const *text, size_t count)
{
  score__buffer b = {0};
  for (size_t i = 0; i < count; i++) {
    if (!*text[i]) continue;
    if (b.size > 0) score__buffer_text(&b, "; ");
    score__buffer_text(&b, text[i]);
  }
  const score__cell c = b.size > 0 ? score__cell_text(d, b.data) : (score__cell){.kind = SCORE__CELL_EMPTY};
  d->failed |= b.failed;
  score__buffer_free(&b);
  return c;
}

/* The day of an ISO 8601 time. */
static void day_of(char day[DAY + 1], const char *when)
{
  size_t size = strlen(when);
  if (size > DAY) size = DAY;
  memcpy(day, when, size);
  day[size] = 0;
}

score__cell score__log_day(score_document *d, const char *when)
{
  char day[DAY + 1] = "";
  strncat(day, when, DAY);
  return score__cell_code(d, day);
}

score__cell score__log_withdrawn(score_document *d, const score__history_deed *deed)
{
  char day[DAY + 1];
  day_of(day, deed->when);
  const char *const texts_of[] = {day, deed->by, deed->reason};
  score__cell c = score__log_joined(d, texts_of, sizeof texts_of / sizeof *texts_of);
  c.emphasis = 2;
  return c;
}

/* "sheet.csv:12" */
static score__cell place_cell(score_document *d, const score__history_value *v)
{
  score__buffer b = {0};
  score__buffer_text(&b, v->import.file);
  if (v->line) score__buffer_char(&b, ':');
  if (v->line) score__buffer_int(&b, v->line);
  return score__cell_buffer(d, &b);
}

/* Columns for people: several facts in one. */
static void put_shown(score_document *d, score__cell *row, const score__history_value *v)
{
  char day[DAY + 1];
  day_of(day, v->import.made.when);
  const char *const why[] = {v->import.made.reason, v->said.note}, *const grounds[] = {v->said.source,
                                                                                       v->said.evidence};
  row[COL_DAY] = score__log_day(d, v->import.made.when);
  row[COL_PLACE] = place_cell(d, v);
  row[COL_NOTE_TEXT] = score__log_joined(d, why, 2);
  row[COL_GROUNDS] = score__log_joined(d, grounds, 2);
  row[COL_WITHDRAWN] = score__log_withdrawn(d, &v->import.withdrawn);
}

void score__log_add(score__log *log, const score__history_value *v)
{
  static const char *const stages[] = {"self", "verified", "published"};
  static const char *const names[] = {"current", "superseded", "withdrawn"};
  static const int phrases[] = {SCORE__PH_H_STANDING_CURRENT, SCORE__PH_H_STANDING_SUPERSEDED,
                                SCORE__PH_H_STANDING_WITHDRAWN};
  score_document *d = log->d;
  score__cell *row = d ? score__sheet_row_add(d, log->table, 0) : NULL;
  if (!row) return;
  const score__measure *m = measure_of(log, v->measure);
  const score__words *name = name_of(log, v->measure);
  int stage = v->stage >= 0 && v->stage < SCORE__STAGES ? v->stage : 0;
  d->synthetic |= v->synthetic;
  row[COL_PERIOD] = score__cell_code(d, v->period);
  row[COL_MEASURE] = score__cell_code(d, v->measure);
  if (name) row[COL_NAME] = score__cell_words(d, name);
  row[COL_STAGE] = score__cell_code(d, stages[stage]);
  row[COL_STAGE_TEXT] = score__cell_phrase(stage_phrases[stage]);
  row[COL_VALUE] = value_cell(d, v);
  if (v->standing == SCORE__STANDING_CURRENT) row[COL_VALUE].emphasis = 4;
  if (strcmp(v->type, "percent") == 0)
    row[COL_UNIT_OF] = row[COL_PERCENT] = score__cell_code(d, "%");
  else if (m)
    row[COL_UNIT_OF] = score__cell_words(d, &m->unit);
  row[COL_STATUS] = score__cell_code(d, names[v->standing]);
  row[COL_STATUS_TEXT] = score__cell_phrase(phrases[v->standing]);
  if (v->standing == SCORE__STANDING_WITHDRAWN) row[COL_STATUS_TEXT].emphasis = 2;
  row[COL_IMPORT] = score__cell_int(v->import.id);
  row[COL_SHA256] = score__cell_code(d, v->import.sha256);
  if (v->line) row[COL_ROW] = score__cell_int(v->line);
  row[COL_SYNTHETIC] = score__cell_bool(v->synthetic);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (*text_at(v, i)) row[texts[i].column] = score__cell_text(d, text_at(v, i));
  put_shown(d, row, v);
}
