/* Releases in a store: result -> canonical lines -> blocks, and back; what was
 * corrected since. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "release/extent.h"
#include "release/frozen.h"
#include "report/movement.h"
#include "run/release_source.h"
#include "score/publication.h"
#include "store/archive.h"
#include "store/releases.h"

#define LEAST_DIGITS 4u
#define NAMED        8u /* releases named where one is not found */

struct score_publications {
  score__stored_releases stored;
  score_publication *item; /* [stored.count] */
};

/* ---- the list ---- */

static int generation_of(const score_publications *list, const score__stored_release *r)
{
  for (size_t i = 0; r->supersedes && i < list->stored.count; i++)
    if (list->stored.item[i].id == r->supersedes) return list->item[i].generation + 1; /* made before this one */
  return 1;
}

int score_publications_read(score_publications **out, score_store *store, score_error *err)
{
  *out = NULL;
  score_publications *list = calloc(1, sizeof *list);
  if (!list) return score__fail_memory(err);
  int status = score__stored_releases_load(&list->stored, store, err);
  if (status == SCORE_OK) {
    list->item = calloc(list->stored.count + 1, sizeof *list->item);
    if (!list->item) status = score__fail_memory(err);
  }
  if (status != SCORE_OK) {
    score_publications_free(list);
    return status;
  }
  for (size_t i = 0; i < list->stored.count; i++) {
    const score__stored_release *r = &list->stored.item[i];
    list->item[i] = (score_publication){.id = r->id,
                                        .period = r->period,
                                        .criteria = r->criteria,
                                        .version = r->version,
                                        .stage = (score_stage)r->stage,
                                        .scope = r->scope,
                                        .sha256 = r->sha256,
                                        .size_bytes = r->size_bytes,
                                        .released_at = r->released_at,
                                        .released_by = r->released_by,
                                        .reason = r->reason,
                                        .supersedes = r->supersedes,
                                        .superseded_by = r->superseded_by,
                                        .generation = generation_of(list, r),
                                        .synthetic = r->synthetic,
                                        .last_import = r->last_import,
                                        .last_withdrawals = r->last_withdrawals};
  }
  *out = list;
  return SCORE_OK;
}

void score_publications_free(score_publications *list)
{
  if (!list) return;
  score__stored_releases_free(&list->stored);
  free(list->item);
  free(list);
}

size_t score_publications_size(const score_publications *list)
{
  return list->stored.count;
}

const score_publication *score_publications_get(const score_publications *list, size_t i)
{
  return i < list->stored.count ? &list->item[i] : NULL;
}

static void name_all(score__buffer *out, const score_publications *list)
{
  const size_t count = list->stored.count, first = count > NAMED ? count - NAMED : 0;
  if (first) score__buffer_text(out, "..., ");
  for (size_t i = first; i < count; i++) {
    score__buffer_text(out, i > first ? ", " : "");
    score__buffer_int(out, list->item[i].id);
    score__buffer_text(out, " (");
    score__buffer_add(out, list->item[i].sha256, 12);
    score__buffer_text(out, ")");
  }
}

const score_publication *score_publications_find(const score_publications *list, const char *text, score_error *err)
{
  const score_publication *found = NULL;
  const size_t size = strlen(text);
  for (size_t i = 0; i < list->stored.count; i++) {
    char number[24];
    const score_publication *p = &list->item[i];
    if (strcmp(score__int_text(number, p->id), text) == 0) return p;
    if (size < LEAST_DIGITS || strncmp(p->sha256, text, size) != 0) continue;
    if (found) {
      score__fail(err, SCORE_E_USAGE, SCORE__PH_RELEASE_SEVERAL, text, (const char *)NULL);
      return NULL;
    }
    found = p;
  }
  if (found) return found;
  score__buffer names = {0};
  name_all(&names, list);
  score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_RELEASE_UNKNOWN, text, names.data ? names.data : "-",
              (const char *)NULL);
  score__buffer_free(&names);
  return NULL;
}

/* Of this very scope; several stages are for the caller to choose from. */
static const score_publication *current_of(const score_publications *list, const char *period, const char *criteria,
                                           score_stage stage, const char *scope, bool *several)
{
  const score_publication *found = NULL;
  for (size_t i = 0; i < list->stored.count; i++) {
    const score_publication *p = &list->item[i];
    if (p->superseded_by || strcmp(p->period, period) != 0 || strcmp(p->criteria, criteria) != 0 ||
        strcmp(p->scope, scope) != 0 || (stage != SCORE_STAGE_NONE && stage != p->stage))
      continue;
    *several |= found != NULL;
    found = p;
  }
  return found;
}

const score_publication *score_publications_current(const score_publications *list, const char *period,
                                                    const char *criteria, score_stage stage, const char *scope,
                                                    score_error *err)
{
  bool several = false;
  if (err) *err = (score_error){0};
  const score_publication *p = current_of(list, period, criteria, stage, scope ? scope : "", &several);
  if (!p && scope && *scope) p = current_of(list, period, criteria, stage, "", &several);
  if (!several) return p;
  score__fail(err, SCORE_E_USAGE, SCORE__PH_RELEASE_STAGES, (const char *)NULL);
  return NULL;
}

static bool is_later(score__period period, bool own_scope, score__period than, bool its_scope)
{
  const int order = score__period_cmp(period, than);
  return order > 0 || (order == 0 && own_scope && !its_scope);
}

const score_publication *score_publications_before(const score_publications *list, const char *period,
                                                   const char *criteria, score_stage stage, const char *scope)
{
  const score_publication *found = NULL;
  score__period asked, last = {0};
  bool last_own = false;
  if (score__period_parse(&asked, period, strlen(period)) != 0) return NULL;
  for (size_t i = 0; i < list->stored.count; i++) {
    const score_publication *p = &list->item[i];
    score__period at;
    const bool own = strcmp(p->scope, scope ? scope : "") == 0;
    if (p->superseded_by || p->stage != stage || strcmp(p->criteria, criteria) != 0 || (!own && *p->scope)) continue;
    if (score__period_parse(&at, p->period, strlen(p->period)) != 0 || at.kind != asked.kind) continue;
    if (score__period_cmp(at, asked) >= 0 || (found && !is_later(at, own, last, last_own))) continue;
    found = p;
    last = at;
    last_own = own;
  }
  return found;
}

/* ---- making one ---- */

int score_store_hold(score_store *store, score_error *err)
{
  return score__store_release_hold(store, err);
}

int score_store_keep(score_store *store, score_error *err)
{
  return score__store_release_keep(store, err);
}

void score_store_let_go(score_store *store)
{
  score__store_undo(store);
}

typedef struct tee {
  score__release_writer *writer;
  score_write_fn write;
  void *context;
} tee;

static int write_both(void *context, const void *bytes, size_t size)
{
  const tee *t = context;
  if (score__release_writer_add(t->writer, bytes, size) != 0) return -1;
  return t->write ? t->write(t->context, bytes, size) : 0;
}

static int refuse(int phrase, const score_result *r, const score_publication *p, score_error *err)
{
  char digits[13] = "";
  if (p) memcpy(digits, p->sha256, sizeof digits - 1);
  score__buffer when = {0};
  score__buffer_text(&when, p ? p->released_at : "");
  if (p && *p->released_by) {
    score__buffer_text(&when, ", ");
    score__buffer_text(&when, p->released_by);
  }
  score__fail(err, SCORE_E_USAGE, phrase, r->set->id, r->frame->name, when.data ? when.data : "-", digits,
              (const char *)NULL);
  score__buffer_free(&when);
  return SCORE_E_USAGE;
}

static int find_place(const score_publications *list, const score_result *r, const score_release_options *options,
                      int supersede, const score_publication **old, score_error *err)
{
  bool several = false;
  *old = current_of(list, r->frame->name, r->set->id, (score_stage)r->stage, r->scope, &several);
  if (*old && !supersede) return refuse(SCORE__PH_RELEASE_THERE, r, *old, err);
  if (!*old && supersede) return refuse(SCORE__PH_RELEASE_NOT_THERE, r, NULL, err);
  if (supersede && (!options->act.reason || !*options->act.reason))
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_RELEASE_REASON, (const char *)NULL);
  return SCORE_OK;
}

static int write_release(score_store *store, const score_result *r, const score_release_options *options,
                         const score_publication *old, score_write_fn write, void *context,
                         char sha256[SCORE_SHA256_TEXT], score_error *err)
{
  tee t = {.write = write, .context = context};
  score_release_options said = *options;
  said.supersedes = old ? old->sha256 : NULL;
  int status = score__release_writer_new(&t.writer, store, err);
  if (status != SCORE_OK) return status;
  status = score_release_write(r, &said, write_both, &t, sha256, err);
  /* The store may be what refused the bytes, and knows why. */
  if (status == SCORE_OK || status == SCORE_E_OUTPUT) {
    score__stored_release head = {.period = r->frame->name,
                                  .criteria = r->set->id,
                                  .version = r->set->version,
                                  .stage = r->stage,
                                  .scope = r->scope,
                                  .sha256 = sha256,
                                  .released_at = options->act.when,
                                  .released_by = options->act.by ? options->act.by : "",
                                  .reason = options->act.reason ? options->act.reason : "",
                                  .supersedes = old ? old->id : 0,
                                  .synthetic = r->synthetic};
    const int stored = score__release_writer_end(t.writer, status == SCORE_OK ? &head : NULL, err);
    if (stored != SCORE_OK) status = stored;
  }
  score__release_writer_free(t.writer);
  return status;
}

int score_store_release(score_store *store, const score_result *result, const score_release_options *options,
                        int supersede, score_write_fn write, void *context, char sha256[SCORE_SHA256_TEXT],
                        score_error *err)
{
  score_publications *list = NULL;
  const score_publication *old = NULL;
  int status = score_publications_read(&list, store, err);
  if (status == SCORE_OK) status = find_place(list, result, options, supersede, &old, err);
  if (status == SCORE_OK) status = write_release(store, result, options, old, write, context, sha256, err);
  score_publications_free(list);
  return status;
}

/* ---- reading one ---- */

static score__stored_release stored_of(const score_publication *p)
{
  return (score__stored_release){.id = p->id,
                                 .sha256 = p->sha256,
                                 .size_bytes = p->size_bytes,
                                 .last_import = p->last_import,
                                 .last_withdrawals = p->last_withdrawals};
}

int score_store_release_export(score_store *store, const score_publication *publication, score_write_fn write,
                               void *context, score_error *err)
{
  const score__stored_release stored = stored_of(publication);
  return score__store_release_read(store, &stored, write, context, err);
}

typedef struct stored_source {
  score_store *store;
  const score__stored_release *stored;
} stored_source;

static int read_stored(void *context, score_write_fn take, void *sink, score_error *err)
{
  const stored_source *s = context;
  return score__store_release_read(s->store, s->stored, take, sink, err);
}

/* ---- what was corrected since ---- */

typedef struct live_side {
  score__extent extent;
  uint8_t *unit; /* [units of the data] 1 = a release of these data would hold it */
} live_side;

static bool is_frozen(const void *context, score__period period, bool given, uint32_t column, uint32_t unit)
{
  const live_side *l = context;
  if (!l->unit[unit]) return false;
  for (size_t i = 0; i < l->extent.frame_count; i++) {
    const struct score__extent_frame *f = &l->extent.frame[i];
    if (score__period_equal(f->frame->period, period)) return given ? f->given : f->measure[column] != 0;
  }
  return false;
}

/* Cell by cell as far as a release of the live data would hold them. 0 or SCORE_E_MEMORY. */
static int find_inputs(score__amendments *out, const score_result *release, const score_result *live, score_error *err)
{
  live_side l = {.unit = calloc(live->data->units.count + 1, 1)};
  int status = l.unit ? score__extent_of(&l.extent, live) : -1;
  if (status == 0) {
    for (size_t i = 0; i < l.extent.unit_count; i++) l.unit[l.extent.unit[i]] = 1;
    status = score__amendments_find(out, release, live, is_frozen, &l);
    score__extent_free(&l.extent);
  }
  free(l.unit);
  return status == 0 ? SCORE_OK : score__fail_memory(err);
}

/* A value that came later under rules of its own is one that is pending: what was released stands whatever it is. */
static void note_beyond(score_result *r, const score_error *refused, score_findings *findings)
{
  score_error e;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_RELEASE_BEYOND, r->set->version, (const char *)NULL);
  score__fail_at(&e, refused->file, refused->line, refused->column, refused->field);
  score__finding_add(findings, SCORE_WARNING, &e);
  r->pending = 1;
}

static bool has_moved(const score_result *was, const score_result *is)
{
  if (was->count != is->count) return true;
  for (size_t i = 0; i < was->count; i++) { /* both are in order of code */
    const score_total_result *a = &was->total[i], *b = &is->total[i];
    if (strcmp(was->data->units.code[was->unit[i]], is->data->units.code[is->unit[i]]) != 0) return true;
    if (a->points_micro != b->points_micro || a->max_micro != b->max_micro || a->grade != b->grade ||
        a->rank != b->rank)
      return true;
  }
  return false;
}

/* No value differs, but what is said of the units: kinds, parents, attributes, who is there. */
static void note_list(const score_result *was, const score_result *is, score_findings *findings)
{
  score_error e;
  if (!has_moved(was, is)) return;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_RELEASE_LIST, was->set->id, was->frame->name, (const char *)NULL);
  score__finding_add(findings, SCORE_WARNING, &e);
}

/* What an import or a withdrawal since then has changed of the inputs; those that change nothing are none. */
static int count_pending(score_release *release, score_store *store, const score__stored_release *stored,
                         score_findings *findings, score_error *err)
{
  score_error refused = {0};
  bool unchanged = false;
  score_data *data = NULL;
  score_result *live = NULL, *r = release->result;
  int status = score__store_is_unchanged(store, stored, &unchanged, err);
  if (status != SCORE_OK || unchanged) return status;
  const score_eval_options options = {
      .period = r->frame->name, .stage = (score_stage)r->stage, .fallback = r->fallback, .scope = r->scope};
  status = score_store_read(&data, store, release->criteria, r->frame->name, &refused);
  if (status == SCORE_E_INPUT) {
    note_beyond(r, &refused, findings);
    return SCORE_OK;
  }
  if (status != SCORE_OK && err) *err = refused;
  if (status == SCORE_OK) status = score_evaluate(&live, data, &options, NULL, err);
  score__amendments list = {0};
  const bool gone = data && (status == SCORE_E_INPUT || status == SCORE_E_NOT_FOUND || status == SCORE_E_USAGE);
  if (status == SCORE_OK) status = find_inputs(&list, r, live, err);
  if (gone) { /* all was withdrawn: what is left of the period is compared as it stands */
    const score_result now = {.data = data, .set = release->criteria};
    status = score__amendments_find(&list, r, &now, NULL, NULL) == 0 ? SCORE_OK : score__fail_memory(err);
    if (status == SCORE_OK && err) *err = (score_error){0};
  }
  if (status == SCORE_OK && live && list.count == 0) note_list(r, live, findings);
  r->pending = (int64_t)list.count;
  free(list.item);
  score_result_free(live);
  score_data_free(data);
  return status;
}

int score_store_release_open(score_release **out, score_store *store, const score_publication *publication,
                             score_findings *findings, score_error *err)
{
  const score__stored_release stored = stored_of(publication);
  stored_source source = {store, &stored};
  score__buffer name = {0};
  *out = NULL;
  score__buffer_text(&name, score__store_path(store));
  score__buffer_text(&name, "[");
  score__buffer_add(&name, publication->sha256, 12);
  score__buffer_text(&name, "]");
  int status =
      name.failed ? score__fail_memory(err) : score__release_read(out, name.data, read_stored, &source, findings, err);
  if (status == SCORE_OK && strcmp(score_release_about(*out)->sha256, publication->sha256) != 0) {
    status = score__fail(err, SCORE_E_STORE, SCORE__PH_RELEASE_BLOCKS, publication->sha256, (const char *)NULL);
    score__fail_at(err, name.data, 0, 0, NULL);
  }
  if (status == SCORE_OK && !publication->superseded_by) status = count_pending(*out, store, &stored, findings, err);
  if (status != SCORE_OK) {
    score_release_free(*out);
    *out = NULL;
  }
  score__buffer_free(&name);
  return status;
}

int64_t score_release_pending(const score_release *release)
{
  return release->result->pending;
}

int score_document_release_difference(score_document **out, const score_release *before, const score_release *after,
                                      score_error *err)
{
  score__amendments list = {0};
  *out = NULL;
  int status = SCORE_OK;
  if (score__amendments_find(&list, before->result, after->result, NULL, NULL) != 0) status = score__fail_memory(err);
  if (status == SCORE_OK)
    status = score__document_movement(out, before->result, after->result, &list, SCORE__PH_DOC_RELEASE_DIFFERENCE, err);
  free(list.item);
  return status;
}

int score_document_release_pending(score_document **out, const score_release *release, const score_result *live,
                                   score_error *err)
{
  score__amendments list = {0};
  *out = NULL;
  int status = find_inputs(&list, release->result, live, err);
  if (status == SCORE_OK)
    status = score__document_movement(out, release->result, live, &list, SCORE__PH_DOC_RELEASE_PENDING, err);
  free(list.item);
  return status;
}
