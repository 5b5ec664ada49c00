/* From a file into the store: intake -> store, one transaction. What intake finds wrong undoes it all. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "run/intake.h"
#include "run/review.h"
#include "store/archive.h"

static void warn_earlier(const char *path, int64_t earlier, score_findings *findings)
{
  char number[24];
  score_error e;
  if (!earlier) return;
  score__fail(&e, SCORE_OK, SCORE__PH_STORE_AGAIN, score__int_text(number, earlier), (const char *)NULL);
  score__fail_at(&e, path, 0, 0, NULL);
  score__finding_add(findings, SCORE_WARNING, &e);
}

/* Ends an import whose content was written, or undoes it. */
static int conclude(score_store *store, int status, const char *path, const score__intake_report *intake,
                    score_import_report *report, score_findings *findings, score_error *err)
{
  int64_t id = 0, earlier = 0;
  if (status == SCORE_OK) {
    status = score__store_end(store, intake->sha256, intake->rows, intake->cells, &id, &earlier, err);
  }
  if (status != SCORE_OK) {
    score__store_undo(store);
    return status;
  }
  warn_earlier(path, earlier, findings);
  if (report) {
    *report = (score_import_report){.import_id = id, .rows = (int64_t)intake->rows, .cells = (int64_t)intake->cells};
  }
  return SCORE_OK;
}

int score_store_import_units(score_store *store, const char *path, const score_read_options *options,
                             const score_import_options *import_options, score_import_report *report,
                             score_findings *findings, score_error *err)
{
  const score__store_import import = {.kind = SCORE__IMPORT_UNITS,
                                      .file = path,
                                      .act = import_options->act,
                                      .synthetic = options && options->synthetic};
  score__intake_report intake = {.rows = 0};
  score__units units = {0};
  int status = score__units_init(&units) == 0 ? SCORE_OK : score__fail_memory(err);
  /* The file is read before the store is locked: a unit list fits in memory. */
  if (status == SCORE_OK) status = score__intake_units(&units, path, options, &intake, findings, err);
  if (status == SCORE_OK) status = score__store_begin(store, &import, err);
  if (status == SCORE_OK) {
    status = score__store_write_units(store, &units, path, findings, err);
    status = conclude(store, status, path, &intake, report, findings, err);
  }
  score__units_free(&units);
  return status;
}

int score_store_import_data(score_store *store, const score_criteria *criteria, const char *path,
                            const score_read_options *options, const score_import_options *import_options,
                            score_import_report *report, score_findings *findings, score_error *err)
{
  bool published = options && options->stage == SCORE_STAGE_PUBLISHED;
  const score__store_import import = {.kind = published ? SCORE__IMPORT_PUBLISHED : SCORE__IMPORT_DATA,
                                      .file = path,
                                      .act = import_options->act,
                                      .set = criteria,
                                      .synthetic = options && options->synthetic};
  score__intake_report intake = {.rows = 0};
  score__units units = {0};
  score__store_ids ids = {0};
  score__store_writer *writer = NULL;
  int status = score__store_begin(store, &import, err);
  if (status != SCORE_OK) return status;
  if (score__units_init(&units) != 0) status = score__fail_memory(err);
  if (status == SCORE_OK) status = score__store_load_units(store, &units, &ids, err);
  if (status == SCORE_OK) status = score__store_writer_new(&writer, store, criteria, &units, &ids, err);
  if (status == SCORE_OK) {
    status = score__intake_data(&units, criteria, path, options, score__store_observe, writer, &intake, findings, err);
  }
  if (status == SCORE_OK) status = score__store_writer_end(writer, err);
  const score__review_request review = {.store = store,
                                        .writer = writer,
                                        .set = criteria,
                                        .units = &units,
                                        .file = path,
                                        .jump_micro = import_options->jump_micro};
  if (status == SCORE_OK) status = score__review(&review, findings, err);
  score__store_writer_free(writer);
  status = conclude(store, status, path, &intake, report, findings, err);
  score__units_free(&units);
  free(ids.id);
  return status;
}
