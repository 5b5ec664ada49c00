#include "input/sharedtext.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/limits.h"
#include "input/celltext.h"
#include "input/markup.h"

typedef struct reading {
  score__shared *out;
  score__package *package;
  score__celltext text;
  bool in_item, in_text, in_phonetic;
} reading;

static void stop(reading *r, score__markup *m, int phrase, int64_t limit)
{
  char number[24];
  score__fail(r->package->err, SCORE_E_LIMIT, phrase, score__int_text(number, limit), (const char *)NULL);
  score__fail_at(r->package->err, r->package->name, 0, 0, NULL);
  score__markup_stop(m, SCORE_E_LIMIT);
}

static void on_start(void *context, score__markup *m, const char *name, const char **attribute)
{
  (void)attribute;
  (void)m;
  reading *r = context;
  if (strcmp(name, "si") == 0) {
    r->in_item = true;
    r->in_phonetic = false;
    score__celltext_clear(&r->text);
  } else if (strcmp(name, "rPh") == 0) {
    r->in_phonetic = true;
  } else if (strcmp(name, "t") == 0) {
    r->in_text = r->in_item && !r->in_phonetic;
  }
}

static void keep(reading *r, score__markup *m)
{
  score__shared *out = r->out;
  const char *text = "";
  size_t size = 0;
  const bool finished = score__celltext_finish(&r->text, &text, &size) == 0;
  if (out->count >= SCORE__MAX_SHARED) {
    stop(r, m, SCORE__PH_WORKBOOK_STRINGS, SCORE__MAX_SHARED);
  } else if (size + 1 > SCORE__MAX_SHARED_BYTES - out->size) {
    stop(r, m, SCORE__PH_WORKBOOK_STRING_BYTES, SCORE__MAX_SHARED_BYTES);
  } else if (!finished || score__grow(&out->bytes, &out->room, out->size + size + 1, 1) != 0 ||
             score__grow(&out->at, &out->cap, out->count + 2, sizeof *out->at) != 0) {
    score__markup_stop(m, score__fail_memory(r->package->err));
  } else {
    memcpy(out->bytes + out->size, text, size + 1);
    out->at[out->count++] = out->size;
    out->size += size + 1;
    out->at[out->count] = out->size;
  }
}

static void on_end(void *context, score__markup *m, const char *name)
{
  reading *r = context;
  if (strcmp(name, "t") == 0) {
    r->in_text = false;
  } else if (strcmp(name, "rPh") == 0) {
    r->in_phonetic = false;
  } else if (strcmp(name, "si") == 0 && r->in_item) {
    r->in_item = false;
    keep(r, m);
  }
}

static void on_text(void *context, score__markup *m, const char *text, size_t size)
{
  reading *r = context;
  if (!r->in_text || score__celltext_add(&r->text, text, size)) return;
  if (r->text.raw.failed) {
    score__markup_stop(m, score__fail_memory(r->package->err));
  } else {
    stop(r, m, SCORE__PH_CSV_CELL_SIZE, SCORE__MAX_CELL_BYTES);
  }
}

int score__shared_read(score__shared *out, score__package *p, const char *part)
{
  static const score__markup_events events = {on_start, on_end, on_text};
  reading r = {.out = out, .package = p};
  int status = score__markup_read(p, part, &events, &r);
  score__celltext_free(&r.text);
  return status;
}

void score__shared_free(score__shared *shared)
{
  free(shared->bytes);
  free(shared->at);
}

const char *score__shared_get(const score__shared *shared, size_t i, size_t *size)
{
  if (i >= shared->count) return NULL;
  *size = shared->at[i + 1] - shared->at[i] - 1;
  return shared->bytes + shared->at[i];
}
