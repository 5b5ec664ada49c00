/* A definition file -> a criteria set: bytes, hash, tree, compilation; faults get their line and column. */
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "definition/definition.h"
#include "input/json.h"
#include "run/bytes.h"
#include "run/criteria_file.h"

typedef struct place {
  const char *bytes, *name;
  size_t size;
  score_findings *findings;
  score_error *first; /* the first error */
  bool seen;
  size_t walked; /* bytes passed over in search of places */
} place;

#define MOST_WALKED ((size_t)1 << 27)

/* A member that is inherited or missing has no place of its own: what should hold it has one. */
static void find_place(place *p, const char *pointer, size_t inside, uint32_t *line, uint32_t *column)
{
  score__buffer path = {0};
  size_t size = strlen(pointer);
  if (p->walked >= MOST_WALKED) return;
  p->walked += p->size;
  score__buffer_text(&path, pointer);
  while (path.data && !path.failed && score__json_place(p->bytes, p->size, path.data, inside, line, column) &&
         size > 0) {
    while (size > 0 && path.data[size] != '/') size--;
    path.data[size] = 0;
    inside = 0;
  }
  if (!*pointer) score__json_place(p->bytes, p->size, pointer, inside, line, column);
  score__buffer_free(&path);
}

static void take_fault(void *context, const char *pointer, score_severity severity, score_error *err)
{
  place *p = context;
  uint32_t line = 0, column = 0, inside = err->column; /* an expression says where in its text */
  find_place(p, pointer, inside, &line, &column);
  score__fail_at(err, p->name, line, column, *pointer ? pointer : "/");
  score__finding_add(p->findings, severity, err);
  if (severity == SCORE_ERROR && !p->seen) {
    p->seen = true;
    if (p->first) *p->first = *err;
  }
}

static int parse(score_criteria **out, const void *bytes, size_t size, const char *name, bool review,
                 score_findings *findings, score_error *err)
{
  *out = NULL;
  if (size > SCORE__MAX_CRITERIA_BYTES) {
    char n[24];
    int code =
        score__fail(err, SCORE_E_LIMIT, SCORE__PH_FILE_TOO_LARGE, score__int_text(n, SCORE__MAX_CRITERIA_BYTES), NULL);
    score__fail_at(err, name, 0, 0, NULL);
    return code;
  }
  score__arena arena = {0};
  score_error unseen;
  if (!err) err = &unseen;
  score__tree *root = score__json_parse(&arena, bytes, size, name, findings, err);
  if (!root) {
    score__arena_free(&arena);
    return err->code < 0 ? err->code : SCORE_E_INPUT;
  }
  place p = {.bytes = bytes, .name = name, .size = size, .findings = findings, .first = err};
  score_criteria *set = score__definition_compile(&arena, root, take_fault, &p);
  if (!set) {
    int code = p.seen && !arena.failed ? SCORE_E_INPUT : score__fail_memory(err);
    score__arena_free(&arena);
    return code;
  }
  bool lost = review && score__definition_review(set, root, take_fault, &p);
  set->file = score__arena_text(&arena, name);
  set->bytes = score__arena_copy(&arena, bytes, size);
  set->size_bytes = size;
  if (lost || !set->file || !set->bytes) {
    score__dict_free(&set->by_measure);
    score__dict_free(&set->by_node);
    score__arena_free(&arena);
    return score__fail_memory(err);
  }
  score__sha256_of(bytes, size, set->sha256);
  set->arena = arena;
  *out = set;
  return 0;
}

int score_criteria_parse(score_criteria **out, const void *bytes, size_t size, const char *name,
                         score_findings *findings, score_error *err)
{
  return parse(out, bytes, size, name, false, findings, err);
}

int score__criteria_read(score_criteria **out, const char *path, bool review, score_findings *findings,
                         score_error *err)
{
  score__buffer bytes = {0};
  *out = NULL;
  int code = score__bytes_read(&bytes, path, SCORE__MAX_CRITERIA_BYTES, err);
  if (!code) code = parse(out, bytes.data ? bytes.data : "", bytes.size, path, review, findings, err);
  score__buffer_free(&bytes);
  return code;
}

int score_criteria_load(score_criteria **out, const char *path, score_findings *findings, score_error *err)
{
  return score__criteria_read(out, path, false, findings, err);
}
