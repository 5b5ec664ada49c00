/* Finding a unit as a person types it. */
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "model/units.h"

enum { SHOWN = 6, MOST_NEAREST = 20000 };

typedef enum closeness { BY_NAME, BY_FOLDED_NAME, BY_SHORT_NAME, CLOSENESS_COUNT } closeness;

typedef struct candidates {
  size_t count;
  size_t unit[SHOWN];
  uint32_t name[SHOWN];
} candidates;

static void candidate_add(candidates *c, size_t unit, uint32_t name)
{
  size_t kept = c->count < SHOWN ? c->count : SHOWN;
  for (size_t i = 0; i < kept; i++) {
    if (c->unit[i] == unit) return; /* the same unit in another of its states */
  }
  if (c->count < SHOWN) {
    c->unit[c->count] = unit;
    c->name[c->count] = name;
  }
  c->count++;
}

/* "phuong dong xoai" -> "dong xoai": people type the name without what kind of unit it is. */
static const char *short_name(const char *folded)
{
  static const char *const kinds[] = {"ubnd ",   "phuong ",    "xa ",   "dac khu ", "thi tran ",
                                      "thi xa ", "thanh pho ", "tinh ", "quan ",    "huyen "};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    size_t n = strlen(kinds[i]);
    if (strncmp(folded, kinds[i], n) == 0) folded += n;
  }
  return folded;
}

/* 0, or -1 when memory is out. */
static int collect(const score__units *units, const char *text, candidates found[CLOSENESS_COUNT])
{
  score__arena wanted_arena = {0}, arena = {0};
  const char *wanted = score__text_fold(&wanted_arena, text);
  int result = wanted ? 0 : -1;
  for (size_t i = 0; result == 0 && i < units->state_count; i++) {
    const score__unit_state *s = &units->state[i];
    const char *name = units->text[s->name];
    if (!*name) continue;
    if (strcmp(name, text) == 0) candidate_add(&found[BY_NAME], s->unit, s->name);
    const char *folded = score__text_fold(&arena, name);
    if (!folded) {
      result = -1;
    } else if (strcmp(folded, wanted) == 0) {
      candidate_add(&found[BY_FOLDED_NAME], s->unit, s->name);
    } else if (strcmp(short_name(folded), wanted) == 0) {
      candidate_add(&found[BY_SHORT_NAME], s->unit, s->name);
    }
    if (i % 1024 == 1023) score__arena_free(&arena);
  }
  for (size_t i = 0; result == 0 && i < units->count; i++) { /* a code in the wrong case */
    const char *folded = score__text_fold(&arena, units->code[i]);
    if (!folded) {
      result = -1;
    } else if (strcmp(folded, wanted) == 0) {
      candidate_add(&found[BY_FOLDED_NAME], i, 0);
    }
    if (i % 1024 == 1023) score__arena_free(&arena);
  }
  score__arena_free(&arena);
  score__arena_free(&wanted_arena);
  return result;
}

static size_t say_several(const score__units *units, const char *text, const candidates *c, score_error *err)
{
  score__buffer list = {0};
  size_t kept = c->count < SHOWN ? c->count : SHOWN;
  for (size_t i = 0; i < kept; i++) {
    if (i) score__buffer_text(&list, ", ");
    score__buffer_text(&list, units->code[c->unit[i]]);
    if (c->name[i]) {
      score__buffer_text(&list, " ");
      score__buffer_text(&list, units->text[c->name[i]]);
    }
  }
  if (kept < c->count) score__buffer_text(&list, ", ...");
  if (list.failed) {
    score__fail_memory(err);
  } else {
    score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_UNIT_SEVERAL, text, list.data, (const char *)NULL);
  }
  score__buffer_free(&list);
  return SIZE_MAX;
}

static size_t say_none(const score__units *units, const char *text, score_error *err)
{
  size_t nearest = SIZE_MAX;
  score__arena arena = {0};
  score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_UNIT_NONE, text, (const char *)NULL);
  const char *folded = score__text_fold(&arena, text);
  const char **names = NULL;
  if (folded && units->state_count <= MOST_NEAREST) {
    names = score__arena_alloc(&arena, units->state_count, sizeof *names);
  }
  for (size_t i = 0; names && i < units->state_count; i++) {
    const char *name = score__text_fold(&arena, units->text[units->state[i].name]);
    if (!name) break;
    names[i] = short_name(name);
    if (i + 1 == units->state_count) nearest = score__text_nearest(short_name(folded), names, units->state_count);
  }
  if (nearest != SIZE_MAX) {
    const score__unit_state *s = &units->state[nearest];
    score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_UNIT_NEAREST, text, units->code[s->unit], units->text[s->name],
                (const char *)NULL);
  }
  score__arena_free(&arena);
  return SIZE_MAX;
}

size_t score__units_search(const score__units *units, const char *text, score_error *err)
{
  size_t unit = score__units_find(units, text);
  if (unit != SIZE_MAX) return unit;
  candidates found[CLOSENESS_COUNT] = {0};
  if (collect(units, text, found) != 0) {
    score__fail_memory(err);
    return SIZE_MAX;
  }
  for (int i = 0; i < CLOSENESS_COUNT; i++) {
    if (found[i].count == 1) return found[i].unit[0];
    if (found[i].count > 1) return say_several(units, text, &found[i], err);
  }
  return say_none(units, text, err);
}
