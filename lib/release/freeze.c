#include "release/freeze.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "score/version.h"

void score__freeze_start(score__freezer *f, score_write_fn write, void *context, score_error *err)
{
  *f = (score__freezer){.write = write, .context = context, .err = err};
  score__sha256_start(&f->whole);
  score__sha256_start(&f->part);
}

static void put_line(score__freezer *f)
{
  if (!f->code && f->line.failed) f->code = score__fail_memory(f->err);
  if (!f->code && f->line.size && f->write && f->write(f->context, f->line.data, f->line.size) != 0)
    f->code = score__fail(f->err, SCORE_E_OUTPUT, SCORE__PH_OUTPUT, (const char *)NULL);
  if (f->code || !f->line.size) return;
  score__sha256_add(&f->whole, f->line.data, f->line.size);
  f->lines++;
}

/* A line that a person could not check with other tools is not written. */
static void check_text(score__freezer *f)
{
  if (f->code || f->line.failed || !f->line.size || score__text_is_ascii(f->line.data, f->line.size)) return;
  score__arena arena = {0};
  const bool valid = score__text_valid(f->line.data, f->line.size) == f->line.size;
  const char *same = valid ? score__text_nfc(&arena, f->line.data, f->line.size) : NULL;
  const bool good = same && strlen(same) == f->line.size && !memcmp(same, f->line.data, f->line.size);
  score__arena_free(&arena);
  if (valid && !same)
    f->code = score__fail_memory(f->err);
  else if (!good)
    f->code = score__fail(f->err, SCORE_E_INPUT, SCORE__PH_RELEASE_TEXT, f->line.data, (const char *)NULL);
}

void score__freeze_line(score__freezer *f)
{
  put_line(f);
  if (!f->code && f->line.size) {
    score__sha256_add(&f->part, f->line.data, f->line.size);
    f->part_lines++;
  }
  score__buffer_clear(&f->line);
}

void score__freeze_part_end(score__freezer *f, int part)
{
  score__sha256_end(&f->part, f->part_sha256[part]);
  score__line_part(&f->line, score__release_parts[part], f->part_lines, f->part_sha256[part]);
  put_line(f);
  score__buffer_clear(&f->line);
  score__sha256_start(&f->part);
  f->part_lines = 0;
}

void score__freeze_units(score__freezer *f, const score_result *r, const score__extent *x)
{
  const score__units *units = &r->data->units;
  score__line_attributes(&f->line, units, x->attribute);
  check_text(f);
  score__freeze_line(f);
  for (size_t i = 0; i < x->unit_count && !f->code; i++) {
    size_t count;
    const struct score__unit_alias *const *alias = score__extent_aliases(x, units, x->unit[i], &count);
    score__line_unit(&f->line, units, x->unit[i], x->attribute, alias, count);
    check_text(f);
    score__freeze_line(f);
  }
  score__freeze_part_end(f, SCORE__PART_UNITS);
}

void score__freeze_inputs(score__freezer *f, const score_result *r, const score__extent *x)
{
  for (size_t k = 0; k < x->frame_count; k++) {
    score__line_period(&f->line, x->frame[k].frame);
    score__freeze_line(f);
  }
  for (size_t i = 0; i < x->unit_count; i++) {
    for (size_t k = 0; k < x->frame_count; k++) {
      const struct score__extent_frame *e = &x->frame[k];
      for (int s = 0; s < SCORE__STAGES && !f->code; s++) {
        if (!score__line_input(&f->line, r->data, e->frame, s, x->unit[i], e->measure, e->given)) continue;
        check_text(f);
        score__freeze_line(f);
      }
    }
  }
  score__freeze_part_end(f, SCORE__PART_INPUTS);
}

static void freeze_results(score__freezer *f, const score_result *r)
{
  score__unit_record record = {.node = calloc(r->set->node_count, sizeof *record.node)};
  if (!record.node && !f->code) f->code = score__fail_memory(f->err);
  for (size_t i = 0; i < r->count && !f->code; i++) {
    score__record_take(&record, r, i);
    if (score__trace_digest(record.trace, r, i) != 0) {
      f->code = score__fail_memory(f->err);
      break;
    }
    score__line_result(&f->line, r->set, r->data->units.code[r->unit[i]], &record);
    score__freeze_line(f);
  }
  score__freeze_part_end(f, SCORE__PART_RESULTS);
  free(record.node);
}

static const char *normal(score__arena *arena, const char *text)
{
  if (!text) return "";
  if (score__text_valid(text, strlen(text)) != strlen(text)) return text; /* refused with its line */
  return score__text_nfc(arena, text, strlen(text));
}

static bool fill_head(score__release_head *head, score__arena *arena, const score_result *r,
                      const score_release_options *options)
{
  head->said = (score_release_head){.period = r->frame->name,
                                    .criteria = r->set->id,
                                    .version = r->set->version,
                                    .stage = (score_stage)r->stage,
                                    .fallback = r->fallback,
                                    .scope = normal(arena, r->scope),
                                    .released_at = normal(arena, options->act.when),
                                    .released_by = normal(arena, options->act.by),
                                    .reason = normal(arena, options->act.reason),
                                    .supersedes = options->supersedes ? options->supersedes : "",
                                    .library = SCORE_VERSION,
                                    .synthetic = r->synthetic};
  head->status = r->set->status;
  head->criteria_sha256 = r->set->sha256;
  return head->said.scope && head->said.released_at && head->said.released_by && head->said.reason;
}

static int check_options(const score_release_options *options, score_error *err)
{
  if (!options || !options->act.when || !*options->act.when)
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_RELEASE_NO_TIME, (const char *)NULL);
  const char *old = options->supersedes;
  if (!old || !*old) return 0;
  if (strlen(old) == SCORE__SHA256_HEX - 1 && strspn(old, "0123456789abcdef") == SCORE__SHA256_HEX - 1) return 0;
  return score__fail(err, SCORE_E_USAGE, SCORE__PH_RELEASE_SUPERSEDES, old, (const char *)NULL);
}

static void freeze_head(score__freezer *f, const score_result *r, const score_release_options *options)
{
  score__release_head head;
  score__arena arena = {0};
  if (fill_head(&head, &arena, r, options)) {
    score__line_head(&f->line, &head);
    check_text(f);
  } else {
    f->code = score__fail_memory(f->err);
  }
  score__freeze_line(f);
  score__freeze_part_end(f, SCORE__PART_HEAD);
  score__line_definition(&f->line, r->set->bytes, r->set->size_bytes);
  score__freeze_line(f);
  score__freeze_part_end(f, SCORE__PART_DEFINITION);
  score__arena_free(&arena);
}

int score_release_write(const score_result *result, const score_release_options *options, score_write_fn write,
                        void *context, char sha256[SCORE_SHA256_TEXT], score_error *err)
{
  score__freezer f;
  score__extent extent;
  if (sha256) *sha256 = 0;
  const int status = check_options(options, err);
  if (status) return status;
  if (result->supposed) return score__fail(err, SCORE_E_USAGE, SCORE__PH_WHATIF_NO_RELEASE, (const char *)NULL);
  if (score__extent_of(&extent, result) != 0) return score__fail_memory(err);
  score__freeze_start(&f, write, context, err);
  freeze_head(&f, result, options);
  score__freeze_units(&f, result, &extent);
  score__freeze_inputs(&f, result, &extent);
  freeze_results(&f, result);
  char hex[SCORE__SHA256_HEX];
  score__sha256 whole = f.whole;
  score__sha256_end(&whole, hex);
  score__line_last(&f.line, hex, f.lines);
  put_line(&f);
  if (!f.code && sha256) memcpy(sha256, hex, sizeof hex);
  score__buffer_free(&f.line);
  score__extent_free(&extent);
  return f.code;
}
