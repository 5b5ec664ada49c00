/* Releases from files and from memory: bytes -> lines -> a release; and what needs the whole evaluation. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/file_fault.h"
#include "base/limits.h"
#include "compute/engine.h"
#include "release/recheck.h"
#include "release/thaw.h"
#include "run/release_source.h"
#include "run/scope.h"

typedef struct feeding {
  score__thaw thaw;
  score__buffer rest; /* of a line that goes on in the next block */
} feeding;

static bool too_long(feeding *f, size_t size)
{
  char number[24];
  if (size <= SCORE__MAX_RELEASE_LINE) return false;
  f->thaw.line++;
  score__thaw_refuse(&f->thaw, SCORE_E_LIMIT, SCORE__PH_RELEASE_LINE_LONG,
                     score__int_text(number, SCORE__MAX_RELEASE_LINE));
  return true;
}

static void feed(feeding *f, const char *bytes, size_t size)
{
  while (size > 0 && !f->thaw.code) {
    const char *end = memchr(bytes, '\n', size);
    const size_t n = end ? (size_t)(end - bytes) : size;
    if (too_long(f, f->rest.size + n)) return;
    if (end && !f->rest.size) {
      score__thaw_line(&f->thaw, bytes, n);
    } else {
      score__buffer_add(&f->rest, bytes, n);
      if (f->rest.failed) f->thaw.code = score__fail_memory(f->thaw.err);
      if (end && !f->thaw.code) score__thaw_line(&f->thaw, f->rest.data, f->rest.size);
      if (end) score__buffer_clear(&f->rest);
    }
    bytes += end ? n + 1 : n;
    size -= end ? n + 1 : n;
  }
}

static int begin(feeding *f, score_release **out, const char *name, score_findings *findings, score_error *err)
{
  *out = NULL;
  memset(f, 0, sizeof *f);
  score_release *r = calloc(1, sizeof *r);
  if (!r) return score__fail_memory(err);
  r->name = score__arena_text(&r->arena, name);
  if (!r->name) {
    score_release_free(r);
    return score__fail_memory(err);
  }
  score__thaw_start(&f->thaw, r, score_criteria_parse, findings, err);
  return 0;
}

/* The scope that it was released with, among its own units. */
static int mark_scope(score_release *release, score_error *err)
{
  score_result *r = release->result;
  score__scope scope;
  if (!*r->scope) return 0;
  const int32_t day = score__set_last_day(r->set, r->frame->period);
  int code = score__scope_parse(&scope, &r->data->units, r->scope, day, err);
  if (code) return code;
  if (!score__scope_mark(r, &scope)) code = score__fail_memory(err);
  score__scope_free(&scope);
  return code;
}

/* code: of what came before. */
static int end(feeding *f, score_release **out, int code, score_error *err)
{
  score_release *r = f->thaw.release;
  if (!code && !f->thaw.code && f->rest.size) {
    f->thaw.line++;
    score__thaw_refuse(&f->thaw, SCORE_E_INPUT, SCORE__PH_RELEASE_NO_NEWLINE, "");
  }
  if (!code) code = score__thaw_finish(&f->thaw);
  if (!code) code = mark_scope(r, err);
  score__thaw_free(&f->thaw);
  score__buffer_free(&f->rest);
  if (code) {
    score_release_free(r);
    return code;
  }
  r->result->release = &r->head.said;
  *out = r;
  return 0;
}

int score_release_parse(score_release **out, const void *bytes, size_t size, const char *name, score_findings *findings,
                        score_error *err)
{
  feeding f;
  int code = begin(&f, out, name, findings, err);
  if (code) return code;
  feed(&f, bytes, size);
  return end(&f, out, 0, err);
}

static int take_bytes(void *sink, const void *bytes, size_t size)
{
  feeding *f = sink;
  feed(f, bytes, size);
  return f->thaw.code ? -1 : 0;
}

int score__release_read(score_release **out, const char *name, score__release_source source, void *context,
                        score_findings *findings, score_error *err)
{
  feeding f;
  int code = begin(&f, out, name, findings, err);
  if (code) return code;
  score_error said = {0}; /* what stopped it may be the lines themselves, which have said so */
  code = source(context, take_bytes, &f, &said);
  if (f.thaw.code) code = 0;
  if (code && err) *err = said;
  return end(&f, out, code, err);
}

int score_release_open(score_release **out, const char *path, score_findings *findings, score_error *err)
{
  feeding f;
  char block[65536];
  size_t n;
  *out = NULL;
  FILE *file = fopen(path, "rb");
  if (!file) return score__file_fault(err, errno, path);
  int code = begin(&f, out, path, findings, err);
  if (code) {
    fclose(file);
    return code;
  }
  while (!f.thaw.code && (n = fread(block, 1, sizeof block, file)) > 0) feed(&f, block, n);
  if (ferror(file)) code = score__file_fault(err, errno, path);
  fclose(file);
  return end(&f, out, code, err);
}

void score_release_free(score_release *release)
{
  if (!release) return;
  score_result_free(release->result);
  score_data_free(release->data);
  score_criteria_free(release->criteria);
  score__arena_free(&release->arena);
  free(release);
}

const score_release_head *score_release_about(const score_release *release)
{
  return &release->head.said;
}

const score_criteria *score_release_criteria(const score_release *release)
{
  return release->criteria;
}

const score_result *score_release_result(const score_release *release)
{
  return release->result;
}

int score_release_verify(const score_release *release, score_findings *findings, score_error *err)
{
  const score_release_head *h = &release->head.said;
  const score_eval_options options = {
      .period = h->period, .stage = h->stage, .fallback = h->fallback, .scope = *h->scope ? h->scope : NULL};
  score_result *again = NULL;
  int code = score_evaluate(&again, release->data, &options, NULL, err);
  if (code) return code;
  code = score__recheck(release, again, findings, err);
  score_result_free(again);
  return code;
}

/* ---- some of the units ---- */

static size_t choose(uint32_t *unit, uint32_t *position, const score_result *all, const score__scope *scope)
{
  size_t count = 0;
  for (uint32_t i = 0; i < all->count; i++) {
    if (!score__scope_holds(scope, all->unit[i])) continue;
    position[count] = i;
    unit[count++] = all->unit[i];
  }
  return count;
}

static bool copy_numbers(score_result *r, const score_result *all, const uint32_t *position)
{
  score__unit_record record = {.node = calloc(r->set->node_count, sizeof *record.node)};
  if (!record.node) return false;
  for (size_t i = 0; i < r->count; i++) {
    score__record_take(&record, all, position[i]);
    score__record_put(r, i, &record);
  }
  free(record.node);
  return true;
}

int score_release_select(score_result **out, const score_release *release, const char *scope_text, score_error *err)
{
  const score_result *all = release->result;
  const int32_t day = score__set_last_day(all->set, all->frame->period);
  score__scope scope;
  *out = NULL;
  int code = score__scope_parse(&scope, &all->data->units, scope_text, day, err);
  if (code) return code;
  uint32_t *unit = calloc(all->count + 1, sizeof *unit), *position = calloc(all->count + 1, sizeof *position);
  score_result *r = NULL;
  if (unit && position) {
    const size_t count = choose(unit, position, all, &scope);
    if (!count)
      code = score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_EVAL_NOBODY, (const char *)NULL);
    else
      r = score__release_blank(release, unit, count, scope_text ? scope_text : all->scope);
  }
  if (!code && (!r || !score__scope_mark(r, &scope) || !copy_numbers(r, all, position) || score__engine_rank(r) != 0))
    code = score__fail_memory(err);
  score__scope_free(&scope);
  free(unit);
  free(position);
  if (code) {
    score_result_free(r);
    return code;
  }
  r->release = all->release;
  r->pending = all->pending;
  *out = r;
  return 0;
}
