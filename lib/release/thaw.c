#include "release/thaw.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "release/canonical.h"

enum { SHOWN = 48 }; /* bytes of what was found */

void score__thaw_start(score__thaw *t, score_release *release, score__thaw_compile compile, score_findings *findings,
                       score_error *err)
{
  *t = (score__thaw){.release = release, .compile = compile, .findings = findings, .err = err, .part_line = 1};
  score__sha256_start(&t->whole);
  score__sha256_start(&t->part_digest);
}

void score__thaw_free(score__thaw *t)
{
  free(t->record);
  free(t->node);
  free(t->next.node);
  score__buffer_free(&t->again);
}

static const char *part_name(const score__thaw *t)
{
  return t->part < SCORE__PARTS ? score__release_parts[t->part] : "end";
}

/* ---- faults ---- */

static void tell(score__thaw *t, score_error *e, uint32_t column)
{
  score__fail_at(e, t->release->name, t->line, column, NULL);
  score__finding_add(t->findings, SCORE_ERROR, e);
  if (!t->code && !t->bad && t->err) *t->err = *e;
}

static void stop_memory(score__thaw *t)
{
  if (!t->code) score__fail_memory(t->err);
  t->code = SCORE_E_MEMORY;
}

void score__thaw_refuse(score__thaw *t, int code, int phrase, const char *found)
{
  score_error e;
  if (t->code) return;
  score__fail(&e, code, phrase, part_name(t), found, (const char *)NULL);
  tell(t, &e, 0);
  t->code = code;
}

/* What stands at a place, cut at a character. */
static const char *found_at(char buf[SHOWN + 16], const char *at, const char *end)
{
  size_t n = (size_t)(end - at), cut = n;
  if (n > SHOWN) {
    cut = SHOWN;
    while (cut > 0 && ((unsigned char)at[cut] & 0xc0) == 0x80) cut--;
  }
  memcpy(buf, at, cut);
  memcpy(buf + cut, cut < n ? "..." : "", cut < n ? 4 : 1);
  for (size_t i = 0; i < cut; i++)
    if (!buf[i]) buf[i] = '?';
  return n ? buf : "\xe2\x88\x85"; /* nothing */
}

static uint32_t column_of(const char *start, const char *at)
{
  uint32_t column = 1;
  for (const char *p = start; p < at; p++) column += ((unsigned char)*p & 0xc0) != 0x80;
  return column;
}

static void refuse_cursor(score__thaw *t, const score__cursor *c)
{
  char found[SHOWN + 16];
  score_error e;
  if (t->code) return;
  if (c->memory) {
    stop_memory(t);
    return;
  }
  /* Of another version of the format only its number is known. */
  const char *comma =
      c->phrase == SCORE__PH_RELEASE_VERSION ? memchr(c->fault, ',', (size_t)(c->end - c->fault)) : NULL;
  score__fail(&e, SCORE_E_INPUT, c->phrase, part_name(t), found_at(found, c->fault, comma ? comma : c->end), c->wanted,
              (const char *)NULL);
  tell(t, &e, column_of(c->start, c->fault));
  t->code = SCORE_E_INPUT;
}

/* The line was written again: it has to be the same. */
static void compare_spelling(score__thaw *t, const char *line, size_t size)
{
  const score__buffer *again = &t->again;
  size_t at = 0;
  if (t->code) return;
  if (again->failed || !again->size) {
    stop_memory(t);
    return;
  }
  const size_t wanted = again->size - 1; /* without the line feed */
  while (at < size && at < wanted && line[at] == again->data[at]) at++;
  if (at == size && at == wanted) return;
  while (at > 0 && ((unsigned char)line[at] & 0xc0) == 0x80) at--;
  char found[SHOWN + 16], meant[SHOWN + 16];
  score_error e;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_RELEASE_SPELLING, part_name(t), found_at(found, line + at, line + size),
              found_at(meant, again->data + at, again->data + wanted), (const char *)NULL);
  tell(t, &e, column_of(line, line + at));
  t->code = SCORE_E_INPUT;
}

static void check_text(score__thaw *t, const char *line, size_t size)
{
  if (score__text_is_ascii(line, size)) return;
  if (score__text_valid(line, size) != size) {
    score__thaw_refuse(t, SCORE_E_INPUT, SCORE__PH_RELEASE_ENCODING, "");
    return;
  }
  if (t->part == SCORE__PART_DEFINITION) return; /* its bytes are as they are */
  score__arena arena = {0};
  const char *same = score__text_nfc(&arena, line, size);
  if (!same)
    stop_memory(t);
  else if (strlen(same) != size || memcmp(same, line, size) != 0)
    score__thaw_refuse(t, SCORE_E_INPUT, SCORE__PH_RELEASE_NORMAL, "");
  score__arena_free(&arena);
}

/* ---- the end of a part ---- */

static void tell_digest(score__thaw *t, const char *have, const char *said)
{
  char from[24], lines[64];
  score_error e;
  score__int_text(from, t->part_line);
  memcpy(lines, from, strlen(from) + 1);
  if (t->line - 1 > t->part_line) {
    score__int_text(from, t->line - 1);
    const size_t n = strlen(lines);
    lines[n] = '-';
    memcpy(lines + n + 1, from, strlen(from) + 1);
  }
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_RELEASE_DIGEST, part_name(t), lines, have, said, (const char *)NULL);
  const uint32_t here = t->line;
  t->line = t->part_line;
  tell(t, &e, 0);
  t->line = here;
  t->bad = 1;
}

static void refuse_lines(score__thaw *t, int64_t have, int64_t said)
{
  char a[24], b[24];
  score_error e;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_RELEASE_LINES, part_name(t), score__int_text(a, have),
              score__int_text(b, said), (const char *)NULL);
  tell(t, &e, 0);
  t->code = SCORE_E_INPUT;
}

static void refuse_definition(score__thaw *t, const char *have, const char *said)
{
  score_error e;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_RELEASE_DEFINITION, have, said, (const char *)NULL);
  const uint32_t here = t->line;
  t->line = t->part_line;
  tell(t, &e, 0);
  t->line = here;
  t->code = SCORE_E_INPUT;
}

static void take_definition(score__thaw *t)
{
  score_release *r = t->release;
  const score__release_head *h = &r->head;
  char hex[SCORE__SHA256_HEX];
  score__sha256_of(t->definition, t->definition_bytes, hex);
  if (strcmp(hex, h->criteria_sha256) != 0) {
    refuse_definition(t, hex, h->criteria_sha256);
    return;
  }
  const int code = t->compile(&r->criteria, t->definition, t->definition_bytes, r->name, t->findings, t->err);
  if (code) {
    t->code = code;
    return;
  }
  const score_criteria *set = r->criteria;
  if (strcmp(set->id, h->said.criteria) != 0) refuse_definition(t, set->id, h->said.criteria);
  if (!t->code && strcmp(set->version, h->said.version) != 0) refuse_definition(t, set->version, h->said.version);
  if (!t->code && strcmp(set->status, h->status) != 0) refuse_definition(t, set->status, h->status);
  r->data = t->code ? NULL : calloc(1, sizeof *r->data);
  if (t->code) return;
  if (!r->data || score__units_init(&r->data->units) != 0) {
    stop_memory(t);
    return;
  }
  r->data->criteria = set;
}

/* What has to be ready before the next part is read. */
static void close_part(score__thaw *t)
{
  score_data *data = t->release->data;
  switch (t->part) {
  case SCORE__PART_DEFINITION: take_definition(t); break;
  case SCORE__PART_INPUTS:
    t->release->results_line = t->line + 1;
    if (score__data_settle(data) != 0) stop_memory(t);
    memcpy(data->input_sha256, t->release->part_sha256[SCORE__PART_INPUTS], SCORE__SHA256_HEX);
    break;
  default: break;
  }
}

static void end_part(score__thaw *t, score__cursor *c)
{
  char said[SCORE__SHA256_HEX], *have = t->release->part_sha256[t->part];
  int64_t lines;
  if (!score__read_part(c, part_name(t), &lines, said)) {
    refuse_cursor(t, c);
    return;
  }
  score__line_part(&t->again, part_name(t), (uint64_t)lines, said);
  compare_spelling(t, c->start, (size_t)(c->end - c->start));
  if (t->code) return;
  if (lines != (int64_t)t->line - (int64_t)t->part_line) {
    refuse_lines(t, (int64_t)t->line - (int64_t)t->part_line, lines);
    return;
  }
  score__sha256_end(&t->part_digest, have);
  if (strcmp(have, said) != 0) tell_digest(t, have, said);
  if (!(t->bad && t->part <= SCORE__PART_DEFINITION)) close_part(t);
  if (t->bad && t->part <= SCORE__PART_DEFINITION && !t->code) t->code = SCORE_E_INPUT;
  t->part++;
  t->begun = t->rows = false;
  t->part_line = t->line + 1;
  score__sha256_start(&t->part_digest);
}

/* ---- lines ---- */

static void take_head(score__thaw *t, score__cursor *c)
{
  score_release *r = t->release;
  if (!score__read_head(c, &r->head)) return;
  score__line_head(&t->again, &r->head);
}

static void take_text(score__thaw *t, score__cursor *c)
{
  if (!score__cursor_expect(c, "{\"definition\":")) return;
  t->definition = score__cursor_text(c, &t->definition_bytes);
  if (!t->definition || !score__cursor_expect(c, "}") || !score__cursor_end(c)) return;
  score__line_definition(&t->again, t->definition, t->definition_bytes);
}

static void take_unit(score__thaw *t, score__cursor *c)
{
  score__units *units = &t->release->data->units;
  if (!t->begun) {
    if (!score__read_attributes(c, units)) return;
    t->attribute = score__arena_alloc(&t->release->arena, units->attribute_count, sizeof *t->attribute);
    for (uint32_t a = 0; t->attribute && a < units->attribute_count; a++) t->attribute[a] = a;
    if (t->attribute) score__line_attributes(&t->again, units, t->attribute);
    t->begun = true;
    return;
  }
  const size_t aliases = units->alias_count;
  if (!score__read_unit(c, units)) return;
  const struct score__unit_alias **alias = score__aliases_sorted(c->arena, units, aliases);
  if (alias)
    score__line_unit(&t->again, units, (uint32_t)units->count - 1, t->attribute, alias, units->alias_count - aliases);
}

static void take_input(score__thaw *t, score__cursor *c)
{
  score_data *data = t->release->data;
  t->rows = t->rows || !(c->end - c->start > 2 && c->start[2] == 'p');
  if (!t->rows) {
    score__frame *frame;
    if (data->frame_count >= SCORE__MAX_PERIODS) score__cursor_expect(c, "{\"unit\":");
    if (!c->failed && score__read_period(c, data, &frame)) score__line_period(&t->again, frame);
    return;
  }
  if (score__read_input(c, data, &t->place))
    score__line_input(&t->again, data, t->place.frame, t->place.stage, t->place.unit, NULL, true);
}

static bool make_room(score__thaw *t)
{
  const size_t nodes = t->release->criteria->node_count;
  size_t want;
  if (!t->next.node) t->next.node = calloc(nodes, sizeof *t->next.node);
  return t->next.node && !__builtin_mul_overflow(t->record_count + 1, nodes, &want) &&
         !score__grow(&t->record, &t->record_cap, t->record_count + 1, sizeof *t->record) &&
         !score__grow(&t->node, &t->node_cap, want, sizeof *t->node);
}

static void take_result(score__thaw *t, score__cursor *c)
{
  const score_release *r = t->release;
  const score_criteria *set = r->criteria;
  if (!make_room(t)) {
    stop_memory(t);
    return;
  }
  if (!score__read_result(c, r->data, &t->next)) return;
  const char *code = r->data->units.code[t->next.unit];
  if (t->record_count && t->record[t->record_count - 1].unit >= t->next.unit) {
    score__cursor_refuse(c, c->start, SCORE__PH_RELEASE_WANT_ORDER,
                         r->data->units.code[t->record[t->record_count - 1].unit]);
    return;
  }
  memcpy(t->node + t->record_count * set->node_count, t->next.node, set->node_count * sizeof *t->node);
  t->record[t->record_count] = t->next;
  t->record[t->record_count++].node = NULL; /* the array of nodes may still move */
  score__line_result(&t->again, set, code, &t->next);
}

static void take_last(score__thaw *t, score__cursor *c)
{
  score_release *r = t->release;
  char said[SCORE__SHA256_HEX];
  int64_t lines;
  if (!score__read_last(c, &lines, said)) {
    refuse_cursor(t, c);
    return;
  }
  score__line_last(&t->again, said, (uint64_t)lines);
  compare_spelling(t, c->start, (size_t)(c->end - c->start));
  if (t->code) return;
  score__sha256_end(&t->whole, r->sha256);
  r->head.said.sha256 = r->sha256;
  t->finished = true;
  if (lines != (int64_t)t->line - 1) {
    refuse_lines(t, (int64_t)t->line - 1, lines);
    return;
  }
  if (strcmp(said, r->sha256) == 0) return;
  score_error e;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_RELEASE_WHOLE, r->sha256, said, (const char *)NULL);
  tell(t, &e, 0);
  t->bad = 1;
}

static void take_line(score__thaw *t, score__cursor *c)
{
  static void (*const takers[SCORE__PARTS])(score__thaw *, score__cursor *) = {take_head, take_text, take_unit,
                                                                               take_input, take_result};
  takers[t->part](t, c);
  if (c->failed)
    refuse_cursor(t, c);
  else
    compare_spelling(t, c->start, (size_t)(c->end - c->start));
}

/* Parts of one line have just that; the others end where a line says so. */
static bool is_part_end(const score__thaw *t, const char *line, size_t size)
{
  static const char begin[] = "{\"part\":";
  if (t->part <= SCORE__PART_DEFINITION) return t->line > t->part_line;
  return size >= sizeof begin - 1 && !memcmp(line, begin, sizeof begin - 1) &&
         (t->part != SCORE__PART_UNITS || t->begun);
}

void score__thaw_line(score__thaw *t, const char *line, size_t size)
{
  score__arena scratch = {0};
  if (t->code) return;
  t->line++;
  if (t->finished) {
    char found[SHOWN + 16];
    score__thaw_refuse(t, SCORE_E_INPUT, SCORE__PH_RELEASE_MORE, found_at(found, line, line + size));
    return;
  }
  const bool kept = t->part <= SCORE__PART_DEFINITION; /* texts of the head and of the definition stay */
  score__cursor c = score__cursor_make(line, size, kept ? &t->release->arena : &scratch);
  score__buffer_clear(&t->again);
  check_text(t, line, size);
  if (!t->code && t->part == SCORE__PARTS) {
    take_last(t, &c);
  } else if (!t->code && is_part_end(t, line, size)) {
    end_part(t, &c);
  } else if (!t->code) {
    score__sha256_add(&t->part_digest, line, size);
    score__sha256_add(&t->part_digest, "\n", 1);
    take_line(t, &c);
  }
  score__sha256_add(&t->whole, line, t->finished ? 0 : size);
  score__sha256_add(&t->whole, "\n", t->finished ? 0 : 1);
  score__arena_free(&scratch);
}

int score__thaw_finish(score__thaw *t)
{
  static const char *const wanted[] = {"{\"part\":", "{\"release\":"};
  if (!t->code && !t->finished) {
    score_error e;
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_RELEASE_CUT, part_name(t), wanted[t->part == SCORE__PARTS],
                (const char *)NULL);
    t->line++; /* the one that is wanted */
    tell(t, &e, 0);
    t->code = SCORE_E_INPUT;
  }
  if (!t->code && t->bad) t->code = SCORE_E_INPUT;
  return t->code ? t->code : score__thaw_result(t);
}
