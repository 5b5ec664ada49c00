/* The lines of a release that say what it is: head, definition, digests. */
#include <string.h>

#include "base/period.h"
#include "release/canonical.h"
#include "release/frozen.h"

const char *const score__release_parts[SCORE__PARTS] = {"head", "definition", "units", "inputs", "results"};
static const char *const stages[] = {"self", "verified", "published"};

static void put(score__buffer *out, const char *name, const char *text)
{
  score__canonical_member(out, name);
  score__canonical_word(out, text);
}

void score__line_head(score__buffer *out, const score__release_head *head)
{
  const score_release_head *h = &head->said;
  score__buffer_text(out, "{\"format\":\"score-release\",\"version\":1");
  put(out, "period", h->period);
  score__buffer_text(out, ",\"criteria\":{\"id\":");
  score__canonical_word(out, h->criteria);
  put(out, "version", h->version);
  put(out, "status", head->status);
  put(out, "sha256", head->criteria_sha256);
  score__buffer_char(out, '}');
  put(out, "stage", stages[h->stage]);
  score__canonical_member(out, "fallback");
  score__canonical_bool(out, h->fallback != 0);
  put(out, "scope", h->scope);
  put(out, "released_at", h->released_at);
  put(out, "released_by", h->released_by);
  put(out, "reason", h->reason);
  score__canonical_member(out, "supersedes");
  if (*h->supersedes)
    score__canonical_word(out, h->supersedes);
  else
    score__buffer_text(out, "null");
  score__canonical_member(out, "synthetic");
  score__canonical_bool(out, h->synthetic != 0);
  put(out, "library", h->library);
  score__buffer_text(out, "}\n");
}

/* ,"name":"text" */
static const char *take(score__cursor *c, const char *member)
{
  const char *text = score__cursor_expect(c, member) ? score__cursor_text(c, NULL) : NULL;
  return text ? text : "";
}

static const char *take_sha256(score__cursor *c)
{
  char *copy = score__arena_alloc(c->arena, SCORE__SHA256_HEX, 1);
  if (!copy) {
    c->memory = true;
    score__cursor_refuse(c, c->at, SCORE__PH_MEMORY, "");
    return "";
  }
  score__cursor_sha256(c, copy);
  return copy;
}

bool score__read_head(score__cursor *c, score__release_head *out)
{
  score_release_head *h = &out->said;
  score__period period;
  bool on = false;
  static const char begin[] = "{\"format\":\"score-release\",\"version\":";
  if (!score__cursor_take(c, begin)) return score__cursor_refuse(c, c->at, SCORE__PH_RELEASE_NONE, begin);
  if (!score__cursor_take(c, "1,")) return score__cursor_refuse(c, c->at, SCORE__PH_RELEASE_VERSION, "");
  c->at--;
  h->period = take(c, ",\"period\":");
  if (score__period_parse(&period, h->period, strlen(h->period)) != 0)
    score__cursor_refuse(c, c->at, SCORE__PH_RELEASE_WANT_PERIOD, "");
  h->criteria = take(c, ",\"criteria\":{\"id\":");
  h->version = take(c, ",\"version\":");
  out->status = take(c, ",\"status\":");
  score__cursor_expect(c, ",\"sha256\":");
  out->criteria_sha256 = take_sha256(c);
  score__cursor_expect(c, "},\"stage\":");
  const int stage = score__cursor_choice(c, stages, 3);
  h->stage = stage < 0 ? SCORE_STAGE_SELF : (score_stage)stage;
  score__cursor_expect(c, ",\"fallback\":");
  if (score__cursor_bool(c, &on)) h->fallback = on;
  h->scope = take(c, ",\"scope\":");
  h->released_at = take(c, ",\"released_at\":");
  h->released_by = take(c, ",\"released_by\":");
  h->reason = take(c, ",\"reason\":");
  score__cursor_expect(c, ",\"supersedes\":");
  h->supersedes = score__cursor_take(c, "null") ? "" : take_sha256(c);
  score__cursor_expect(c, ",\"synthetic\":");
  if (score__cursor_bool(c, &on)) h->synthetic = on;
  h->library = take(c, ",\"library\":");
  return score__cursor_expect(c, "}") && score__cursor_end(c);
}

void score__line_definition(score__buffer *out, const char *bytes, size_t size)
{
  score__buffer_text(out, "{\"definition\":");
  score__canonical_text(out, bytes, size);
  score__buffer_text(out, "}\n");
}

void score__line_part(score__buffer *out, const char *part, uint64_t lines, const char *sha256)
{
  score__buffer_text(out, "{\"part\":");
  score__canonical_word(out, part);
  score__canonical_member(out, "lines");
  score__buffer_int(out, (int64_t)lines);
  put(out, "sha256", sha256);
  score__buffer_text(out, "}\n");
}

bool score__read_part(score__cursor *c, const char *part, int64_t *lines, char sha256[SCORE__SHA256_HEX])
{
  static const int64_t most = INT64_C(1) << 53;
  return score__cursor_expect(c, "{\"part\":\"") && score__cursor_expect(c, part) &&
         score__cursor_expect(c, "\",\"lines\":") && score__cursor_count(c, lines, most) &&
         score__cursor_expect(c, ",\"sha256\":") && score__cursor_sha256(c, sha256) && score__cursor_expect(c, "}") &&
         score__cursor_end(c);
}

void score__line_last(score__buffer *out, const char *sha256, uint64_t lines)
{
  score__buffer_text(out, "{\"release\":");
  score__canonical_word(out, sha256);
  score__canonical_member(out, "lines");
  score__buffer_int(out, (int64_t)lines);
  score__buffer_text(out, "}\n");
}

bool score__read_last(score__cursor *c, int64_t *lines, char sha256[SCORE__SHA256_HEX])
{
  return score__cursor_expect(c, "{\"release\":") && score__cursor_sha256(c, sha256) &&
         score__cursor_expect(c, ",\"lines\":") && score__cursor_count(c, lines, INT64_C(1) << 53) &&
         score__cursor_expect(c, "}") && score__cursor_end(c);
}
