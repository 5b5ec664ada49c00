/* From the store to the documents of history: store -> rows -> sheet. */
#include "score/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/period.h"
#include "report/report.h"
#include "report/sheet_check_db.h"
#include "report/sheet_log.h"
#include "store/archive.h"

static int add(void *context, const score__history_value *value, score_error *err)
{
  (void)err;
  score__log_add(context, value);
  return SCORE_OK;
}

/* Code and last name of a unit, and its id in the store. */
static int find_unit(score_store *store, score__units *units, const char *text, size_t *at, int64_t *id,
                     score_error *err)
{
  score__store_ids ids = {0};
  int status = score__units_init(units) == 0 ? SCORE_OK : score__fail_memory(err);
  if (status == SCORE_OK) status = score__store_load_units(store, units, &ids, err);
  if (status == SCORE_OK) {
    *at = score__units_search(units, text, err);
    if (*at == SIZE_MAX) status = SCORE_E_NOT_FOUND;
  }
  if (status == SCORE_OK) *id = ids.id[*at];
  free(ids.id);
  return status;
}

static const char *last_name(const score__units *units, size_t unit)
{
  const char *name = "";
  for (size_t i = 0; i < units->state_count; i++)
    if (units->state[i].unit == unit) name = units->text[units->state[i].name];
  return name;
}

/* points:KEY of a set that is named stands for points:SET/KEY. */
static char *measure_key(const score_criteria *set, const char *measure)
{
  score__buffer b = {0};
  bool brief = set && strncmp(measure, "points:", 7) == 0 && !strchr(measure, '/');
  score__buffer_text(&b, brief ? "points:" : measure);
  if (brief) {
    score__buffer_text(&b, set->id);
    score__buffer_char(&b, '/');
    score__buffer_text(&b, measure + 7);
  }
  if (b.failed) score__buffer_free(&b);
  return b.data;
}

int score_document_log(score_document **out, score_store *store, const score_criteria *criteria, const char *unit,
                       const score_log_options *options, score_error *err)
{
  static const score_log_options plain = {.stage = SCORE_STAGE_NONE};
  const score_log_options *o = options ? options : &plain;
  score__log log = {.set = criteria, .stage = (int)o->stage};
  score__units units = {0};
  score__period period;
  char asked[SCORE__PERIOD_TEXT];
  char *measure = NULL;
  size_t at = 0;
  score__history_query query = {.stage = o->stage};
  *out = NULL;
  if (o->period && score__period_parse(&period, o->period, strlen(o->period)) != 0) {
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_PERIOD_WRONG, o->period, (const char *)NULL);
  }
  if (o->period) {
    score__period_print(asked, sizeof asked, period);
    query.period = asked;
  }
  if (o->measure && !(measure = measure_key(criteria, o->measure))) return score__fail_memory(err);
  query.measure = measure;
  log.measure = measure;
  log.period = query.period;
  int status = find_unit(store, &units, unit, &at, &query.unit, err);
  if (status == SCORE_OK) {
    score__log_begin(&log, units.code[at], last_name(&units, at));
    status = score__store_history(store, &query, add, &log, err);
    score__log_end(&log);
  }
  free(measure);
  score__units_free(&units);
  if (status == SCORE_OK) return score__report_finish(out, log.d, err);
  score_document_free(log.d);
  return status;
}

typedef struct page { /* a document under way */
  score_document *d;
  score__sheet_table *t;
} page;

static int add_import(void *context, const score__history_import *import, score_error *err)
{
  const page *p = context;
  (void)err;
  score__imports_add(p->d, p->t, import);
  return SCORE_OK;
}

static int add_lock(void *context, const score__history_lock *lock, score_error *err)
{
  page *p = context;
  (void)err;
  if (!p->t) p->t = score__locks_table(p->d, true);
  score__locks_add(p->d, p->t, lock);
  return SCORE_OK;
}

static int finish(score_document **out, score_document *d, int status, score_error *err)
{
  if (status == SCORE_OK) return score__report_finish(out, d, err);
  score_document_free(d);
  return status;
}

int score_document_imports(score_document **out, score_store *store, score_error *err)
{
  page p = {.d = score__sheet_new("imports")};
  *out = NULL;
  if (!p.d) return score__report_finish(out, NULL, err);
  p.d->title = score__cell_phrase(SCORE__PH_H_DOC_IMPORTS);
  p.t = score__imports_table(p.d);
  int status = score__store_imports(store, add_import, &p, err);
  p.t = NULL;
  if (status == SCORE_OK) status = score__store_locks(store, false, add_lock, &p, err);
  return finish(out, p.d, status, err);
}

int score_document_locks(score_document **out, score_store *store, score_error *err)
{
  page p = {.d = score__sheet_new("locks")};
  *out = NULL;
  if (!p.d) return score__report_finish(out, NULL, err);
  p.d->title = score__cell_phrase(SCORE__PH_H_DOC_LOCKS);
  p.t = score__locks_table(p.d, false);
  return finish(out, p.d, score__store_locks(store, true, add_lock, &p, err), err);
}

int score_document_check_db(score_document **out, score_store *store, const score_findings *findings, score_error *err)
{
  score__store_census census = {0};
  *out = NULL;
  int status = score__store_count(store, &census, err);
  if (status != SCORE_OK) return status;
  const score__check_db held = {.schema = census.schema,
                                .imports = census.imports,
                                .withdrawn = census.withdrawn,
                                .units = census.units,
                                .observations = census.observations,
                                .releases = census.releases};
  return score__check_db_document(out, &held, findings, err);
}
