#include "input/json.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "base/fail.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/text.h"
#include "input/jsontext.h"

#define MOST_PLACED 100 /* each place costs a walk over the text */

typedef struct reading {
  score__arena *arena;
  const char *bytes, *name;
  size_t size;
  score_findings *findings;
  score_error *err;
  bool failed, told; /* told: err holds the first finding */
  unsigned placed;
} reading;

static char *copy_text(reading *r, const char *text)
{
  char *copy = score__text_nfc(r->arena, text, strlen(text));
  if (!copy) {
    r->failed = true;
    if (!r->told) score__fail_memory(r->err);
    r->told = true;
  }
  return copy;
}

static size_t offset_of(const reading *r, const score__tree *t)
{
  if (!t->parent) return score__jsontext_root(r->bytes, r->size);
  size_t value = SIZE_MAX;
  score__jsontext_child(r->bytes, r->size, offset_of(r, t->parent), t->index, &value);
  return value;
}

static void tell_duplicate(reading *r, const score__tree *object, size_t nth, const char *key)
{
  score_error e;
  uint32_t line = 0, column = 0;
  score__buffer pointer = {0};
  score__tree_pointer(&pointer, object);
  if (r->placed++ < MOST_PLACED) {
    size_t value, member = score__jsontext_child(r->bytes, r->size, offset_of(r, object), nth, &value);
    score__jsontext_place(r->bytes, r->size, member, &line, &column);
  }
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_JSON_DUPLICATE, key, (const char *)NULL);
  score__fail_at(&e, r->name, line, column, pointer.data);
  score__buffer_free(&pointer);
  score__finding_add(r->findings, SCORE_ERROR, &e);
  if (!r->told && r->err) *r->err = e;
  r->failed = r->told = true;
}

/* Names are compared after NFC, case and all. */
static void check_names(reading *r, const score__tree *object)
{
  score__dict seen = {0};
  for (const score__tree *t = object->first; t; t = t->next) {
    if (score__dict_get(&seen, t->key) != SIZE_MAX) {
      tell_duplicate(r, object, t->index, t->key);
    } else if (score__dict_add(&seen, t->key, t->index) != 0) {
      r->failed = true;
      if (!r->told) score__fail_memory(r->err);
      r->told = true;
      break;
    }
  }
  score__dict_free(&seen);
}

static score__tree_kind kind_of(const cJSON *item)
{
  if (cJSON_IsObject(item)) return SCORE__TREE_OBJECT;
  if (cJSON_IsArray(item)) return SCORE__TREE_LIST;
  if (cJSON_IsString(item)) return SCORE__TREE_TEXT;
  if (cJSON_IsNumber(item)) return SCORE__TREE_INTEGER;
  return cJSON_IsBool(item) ? SCORE__TREE_BOOLEAN : SCORE__TREE_NULL;
}

/* As deep as the text, which jsontext.c has bounded. */
static score__tree *build(reading *r, score__tree *parent, const cJSON *item)
{
  const char *key = item->string ? copy_text(r, item->string) : NULL;
  score__tree *t = score__tree_add(r->arena, parent, kind_of(item), key);
  if (!t && !r->told) score__fail_memory(r->err);
  if (!t || (item->string && !key)) {
    r->failed = r->told = true;
    return NULL;
  }
  if (t->kind == SCORE__TREE_TEXT) t->text = copy_text(r, item->valuestring);
  if (t->kind == SCORE__TREE_BOOLEAN) t->integer = cJSON_IsTrue(item);
  if (t->kind == SCORE__TREE_INTEGER) t->integer = (int64_t)item->valuedouble; /* exact: below 2^53 */
  const cJSON *child;
  cJSON_ArrayForEach(child, item)
  {
    if (!build(r, t, child)) return NULL;
  }
  if (t->kind == SCORE__TREE_OBJECT) check_names(r, t);
  return t;
}

score__tree *score__json_parse(score__arena *arena, const char *bytes, size_t size, const char *name,
                               score_findings *findings, score_error *err)
{
  score_error first = {0};
  if (score__jsontext_check(bytes, size, &first) != SCORE_OK) {
    score__fail_at(&first, name, first.line, first.column, NULL);
    score__finding_add(findings, SCORE_ERROR, &first);
    if (err) *err = first;
    return NULL;
  }
  size_t root = score__jsontext_root(bytes, size);
  cJSON *json = cJSON_ParseWithLengthOpts(bytes + root, size - root, NULL, 0);
  if (!json) { /* the text is good: only memory can be wanting */
    score__fail_memory(err);
    return NULL;
  }
  reading r = {.arena = arena, .bytes = bytes, .size = size, .name = name, .findings = findings, .err = err};
  score__tree *tree = build(&r, NULL, json);
  cJSON_Delete(json);
  return r.failed ? NULL : tree;
}

char *score__json_text(score__arena *arena, const char *bytes, size_t size, size_t at)
{
  size_t end = at + 1;
  bool plain = true;
  for (; end < size && bytes[end] != '"'; end += bytes[end] == '\\' ? 2 : 1) plain &= bytes[end] != '\\';
  if (plain) return score__text_nfc(arena, bytes + at + 1, end - at - 1);
  cJSON *json = cJSON_ParseWithLengthOpts(bytes + at, end + 1 - at, NULL, 0);
  char *text = json && json->valuestring ? score__text_nfc(arena, json->valuestring, strlen(json->valuestring)) : NULL;
  cJSON_Delete(json);
  return text;
}

/* Is the name at `at` the pointer's next part? Escapes in either are undone on the way. */
static bool names_match(const char *bytes, size_t size, size_t at, const char *part, size_t length)
{
  score__arena arena = {0};
  size_t end = at + 1;
  bool plain_name = !memchr(part, '~', length);
  while (end < size && bytes[end] != '"') {
    plain_name &= bytes[end] != '\\' && !((unsigned char)bytes[end] & 0x80);
    end += bytes[end] == '\\' ? 2 : 1;
  }
  if (plain_name) return end - at - 1 == length && memcmp(bytes + at + 1, part, length) == 0;
  bool same = false;
  cJSON *json = end < size ? cJSON_ParseWithLengthOpts(bytes + at, end + 1 - at, NULL, 0) : NULL;
  const char *name =
      json && json->valuestring ? score__text_nfc(&arena, json->valuestring, strlen(json->valuestring)) : NULL;
  char *plain = score__arena_copy(&arena, part, length);
  if (name && plain) {
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
      bool escape = part[i] == '~' && i + 1 < length && (part[i + 1] == '0' || part[i + 1] == '1');
      plain[n++] = escape ? (part[i + 1] == '0' ? '~' : '/') : part[i];
      i += escape;
    }
    plain[n] = 0;
    same = strcmp(name, plain) == 0;
  }
  cJSON_Delete(json);
  score__arena_free(&arena);
  return same;
}

static size_t child_value(const char *bytes, size_t size, size_t at, const char *part, size_t length)
{
  size_t value;
  if (at < size && bytes[at] == '[') {
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
      if (part[i] < '0' || part[i] > '9' || n > SCORE__MAX_JSON_NODES) return SIZE_MAX;
      n = n * 10 + (size_t)(part[i] - '0');
    }
    return score__jsontext_child(bytes, size, at, n, &value) == SIZE_MAX ? SIZE_MAX : value;
  }
  if (at >= size || bytes[at] != '{') return SIZE_MAX;
  at++;
  for (;;) {
    size_t name = score__jsontext_next(bytes, size, &at, true, &value);
    if (name == SIZE_MAX) return SIZE_MAX;
    if (names_match(bytes, size, name, part, length)) return value;
  }
}

int score__json_position(const char *bytes, size_t size, const char *pointer, uint32_t *line, uint32_t *column)
{
  return score__json_place(bytes, size, pointer, 0, line, column);
}

int score__json_place(const char *bytes, size_t size, const char *pointer, size_t inside, uint32_t *line,
                      uint32_t *column)
{
  size_t at = score__jsontext_root(bytes, size);
  while (*pointer) {
    if (*pointer != '/') return -1;
    size_t length = strcspn(pointer + 1, "/");
    at = child_value(bytes, size, at, pointer + 1, length);
    if (at == SIZE_MAX) return -1;
    pointer += length + 1;
  }
  if (at >= size) return -1;
  if (inside && bytes[at] == '"') at = score__jsontext_inside(bytes, size, at, inside - 1);
  score__jsontext_place(bytes, size, at, line, column);
  return 0;
}
