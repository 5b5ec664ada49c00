/* From a file into the store: intake -> store, one transaction. What intake finds wrong undoes it all. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "run/bytes.h"
#include "run/intake.h"
#include "run/review.h"
#include "store/archive.h"

/* One import while it runs. */
typedef struct passage {
  score_store *store;
  const char *path;
  const score_import_options *options;
  score__intake_report intake;
  score_findings *findings;
  size_t errors, warnings; /* findings there were before */
  bool repeated;
} passage;

static size_t warnings_of(const score_findings *findings)
{
  if (!findings) return 0;
  return score_findings_count(findings, SCORE_WARNING) - score_findings_count(findings, SCORE_ERROR);
}

static int start(passage *p, score_error *err)
{
  p->errors = p->findings ? score_findings_count(p->findings, SCORE_ERROR) : 0;
  p->warnings = warnings_of(p->findings);
  if (!p->options->arrivals) return SCORE_OK;
  p->intake.arrival = score__arrivals_next(p->options->arrivals, p->path);
  return p->intake.arrival ? SCORE_OK : score__fail_memory(err);
}

static void warn_earlier(const passage *p, int64_t earlier)
{
  char number[24];
  score_error e;
  score__fail(&e, SCORE_OK, p->repeated ? SCORE__PH_IMPORT_PASSED : SCORE__PH_STORE_AGAIN,
              score__int_text(number, earlier), (const char *)NULL);
  score__fail_at(&e, p->path, 0, 0, NULL);
  score__finding_add(p->findings, p->repeated ? SCORE_NOTE : SCORE_WARNING, &e);
}

/* Ends an import whose content was written, or undoes it. */
static int conclude(passage *p, int status, score_import_report *report, score_error *err)
{
  int64_t id = 0, earlier = 0;
  const score__intake_report *in = &p->intake;
  if (status == SCORE_OK && !p->repeated)
    status = score__store_seal(p->store, in->sha256, in->rows, in->cells, &earlier, err);
  if (status == SCORE_OK && earlier) {
    p->repeated = p->options->pass_repeated;
    warn_earlier(p, earlier);
  }
  if (status == SCORE_OK && !p->options->dry_run && !p->repeated) status = score__store_commit(p->store, &id, err);
  if (!id) score__store_undo(p->store);
  if (status == SCORE_OK && report) {
    *report = (score_import_report){.import_id = id,
                                    .rows = (int64_t)in->rows,
                                    .cells = p->repeated ? 0 : (int64_t)in->cells,
                                    .skipped = (int64_t)in->skipped,
                                    .repeated = p->repeated};
  }
  return status;
}

/* Tells the list of files how this one fared. */
static int note_arrival(const passage *p, int status)
{
  score__arrival *a = p->intake.arrival;
  if (!a) return status;
  score__arrival_sheet(a, p->intake.sheet); /* what was committed does not fail for want of a name */
  a->rows = p->intake.rows;
  a->cells = status || p->repeated ? 0 : p->intake.cells;
  a->skipped = p->intake.skipped;
  a->errors = p->findings ? score_findings_count(p->findings, SCORE_ERROR) - p->errors : 0;
  a->warnings = warnings_of(p->findings) - p->warnings;
  score__arrival_end(a, status        ? SCORE__ARRIVAL_REFUSED
                        : p->repeated ? SCORE__ARRIVAL_REPEATED
                                      : SCORE__ARRIVAL_ACCEPTED);
  return status;
}

int score_store_import_units(score_store *store, const char *path, const score_read_options *options,
                             const score_import_options *import_options, score_import_report *report,
                             score_findings *findings, score_error *err)
{
  const score__store_import import = {.kind = SCORE__IMPORT_UNITS,
                                      .file = path,
                                      .act = import_options->act,
                                      .synthetic = options && options->synthetic};
  passage p = {.store = store, .path = path, .options = import_options, .findings = findings};
  score__units units = {0};
  int status = start(&p, err);
  if (status != SCORE_OK) return status;
  if (score__units_init(&units) != 0) status = score__fail_memory(err);
  /* The file is read before the store is locked: a unit list fits in memory. */
  if (status == SCORE_OK) status = score__intake_units(&units, path, options, &p.intake, findings, err);
  if (status == SCORE_OK) status = score__store_begin(store, &import, err);
  if (status == SCORE_OK) {
    status = score__store_write_units(store, &units, path, findings, err);
    status = conclude(&p, status, report, err);
  }
  score__units_free(&units);
  return note_arrival(&p, status);
}

static int let_go(void *context, const score__observation *o, score_error *err)
{
  (void)context;
  (void)o;
  (void)err;
  return 0;
}

static bool holds_nothing(void *context, const score__observation *o)
{
  (void)context;
  (void)o;
  return false;
}

/* A file whose bytes were imported before is only looked at: whose it is, and of which period. */
static int pass_over(passage *p, const score_criteria *set, score__units *units, const score_read_options *options,
                     score_error *err)
{
  char hex[SCORE__SHA256_HEX];
  int64_t earlier = 0;
  if (!p->options->pass_repeated) return SCORE_OK;
  score__bytes_digest(hex, p->path);
  int status = hex[0] ? score__store_earlier(p->store, hex, &earlier, err) : SCORE_OK;
  if (status != SCORE_OK || !earlier) return status;
  const score__intake_sink sink = {let_go, holds_nothing, NULL};
  p->repeated = true;
  if (p->intake.arrival) score__intake_data(units, set, p->path, options, &sink, &p->intake, NULL, NULL);
  p->intake.skipped = 0;
  warn_earlier(p, earlier);
  return SCORE_OK;
}

/* Reads the file into the store, with all that is found. */
static int fill(passage *p, const score_criteria *set, score__units *units, score__store_ids *ids,
                const score_read_options *options, score_error *err)
{
  score__store_writer *writer = NULL;
  score__review *review = NULL;
  int status = score__store_writer_new(&writer, p->store, set, units, ids, err);
  if (status == SCORE_OK) {
    const score__review_request request = {p->store, writer, set, units, p->path, p->options->jump_micro};
    status = score__review_new(&review, &request, p->findings, err);
  }
  if (status == SCORE_OK) {
    const score__intake_sink sink = {score__store_observe, score__store_holds, writer};
    status = score__intake_data(units, set, p->path, options, &sink, &p->intake, p->findings, err);
  }
  if (status == SCORE_OK) status = score__store_writer_end(writer, err);
  if (status == SCORE_OK) status = score__review_end(review, p->intake.sheet, err);
  score__review_free(review);
  score__store_writer_free(writer);
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
  passage p = {.store = store, .path = path, .options = import_options, .findings = findings};
  score__units units = {0};
  score__store_ids ids = {0};
  int status = start(&p, err);
  if (status != SCORE_OK) return status;
  status = score__store_begin(store, &import, err);
  if (status != SCORE_OK) return note_arrival(&p, status);
  if (score__units_init(&units) != 0) status = score__fail_memory(err);
  if (status == SCORE_OK) status = score__store_load_units(store, &units, &ids, err);
  if (status == SCORE_OK) status = pass_over(&p, criteria, &units, options, err);
  if (status == SCORE_OK && !p.repeated) status = fill(&p, criteria, &units, &ids, options, err);
  status = conclude(&p, status, report, err);
  score__units_free(&units);
  free(ids.id);
  return note_arrival(&p, status);
}
