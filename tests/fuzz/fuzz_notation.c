/* Any bytes as a rule in notation, and as what a lever does: what is read without a fault is printed so that it reads back as the same tree. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "rule/notation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void count(void *context, score_error *err)
{
  (void)err;
  ++*(size_t *)context;
}

static score__tree *read(score__arena *arena, const char *text, size_t *faults)
{
  score__notation n = {.arena = arena, .report = count, .context = faults, .start = text};
  return score__notation_rule(&n, NULL, NULL, (score__span){text, strlen(text)});
}

static void expect(int good)
{
  if (!good) abort();
}

/* Members in any order: those of a row are printed with the required ones first. */
static void compare(const score__tree *a, const score__tree *b)
{
  expect(a && b && a->kind == b->kind && a->count == b->count && a->integer == b->integer);
  expect(!a->text == !b->text && (!a->text || !strcmp(a->text, b->text)));
  if (a->kind == SCORE__TREE_OBJECT) {
    for (const score__tree *m = a->first; m; m = m->next) compare(m, score__tree_get(b, m->key));
    return;
  }
  const score__tree *y = b->first;
  for (const score__tree *x = a->first; x; x = x->next, y = y->next) compare(x, y);
}

static const score__param effect_param = {.name = "effect", .type = SCORE__PARAM_TREE, .shape = SCORE__SHAPE_EFFECT};

static score__tree *read_effect(score__arena *arena, const char *text, size_t *faults)
{
  score__notation n = {.arena = arena, .report = count, .context = faults, .start = text};
  return score__notation_value(&n, NULL, NULL, &effect_param, (score__span){text, strlen(text)});
}

static void try_effect(score__arena *arena, const char *text)
{
  size_t faults = 0;
  score__buffer out = {0};
  const score__tree *effect = read_effect(arena, text, &faults);
  expect(effect != NULL);
  score__notation_print_value(&out, effect, &effect_param);
  if (!faults && out.data) {
    const score__tree *again = read_effect(arena, score__arena_text(arena, out.data), &faults);
    expect(!faults);
    compare(effect, again);
  }
  score__buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  score__arena arena = {0};
  size_t faults = 0;
  if (size > SCORE__MAX_CELL_BYTES || memchr(data, 0, size) || score__text_valid((const char *)data, size) != size)
    return 0;
  const char *text = score__arena_copy(&arena, (const char *)data, size);
  expect(text != NULL);
  try_effect(&arena, text);
  const score__tree *rule = read(&arena, text, &faults);
  expect(rule != NULL);
  if (!faults) {
    score__buffer out = {0};
    score__notation_print_rule(&out, rule);
    const score__tree *kind = score__tree_get(rule, "kind");
    if (out.data && strlen(kind->text) && !strpbrk(kind->text, "\"`()[]{}:;")) {
      const char *printed = score__arena_text(&arena, out.data);
      const score__tree *again = read(&arena, printed, &faults);
      expect(!faults);
      compare(rule, again);
    }
    score__buffer_free(&out);
  }
  score__arena_free(&arena);
  return 0;
}
