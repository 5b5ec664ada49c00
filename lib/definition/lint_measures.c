/* Measures, named conditions and options that nothing in the set looks at. */
#include <string.h>

#include "definition/lint.h"

static const score__tree *measure_at(const score__lint *l, size_t m)
{
  return score__tree_get(score__tree_get(l->root, "measures"), l->set->measure[m].key);
}

/* What only bounds a lever is not used: nobody should report it for that. */
static void check_measures(const score__lint *l)
{
  const score_criteria *set = l->set;
  for (size_t k = 0; k < set->tie_count; k++)
    if (!set->tie[k].is_node) l->measure_used[set->tie[k].index] = 1;
  for (size_t m = 0; m < set->measure_count; m++)
    if (!l->measure_used[m] && !set->measure[m].is_statistic)
      score__lint_say(l, measure_at(l, m), NULL, 0, SCORE__PH_CHECK_UNUSED, set->measure[m].key, NULL, NULL);
}

/* One option may stay unnamed: it is the rest. */
static void check_options(const score__lint *l)
{
  const score_criteria *set = l->set;
  for (size_t m = 0; m < set->measure_count; m++) {
    const score__measure *def = &set->measure[m];
    const uint8_t *named = l->option_named + l->option_at[m];
    size_t unnamed = 0, last = 0;
    for (size_t k = 0; k < def->option_count; k++) {
      if (named[k]) continue;
      unnamed++;
      last = k;
    }
    if (unnamed < 2 || !l->measure_used[m]) continue;
    const score__tree *t = score__tree_get(measure_at(l, m), "options");
    t = t ? t->first : NULL;
    for (size_t k = 0; k < last && t; k++) t = t->next;
    score__lint_say(l, t ? t : measure_at(l, m), NULL, 0, SCORE__PH_LINT_UNUSED_OPTION, def->option_key[last], def->key,
                    NULL);
  }
}

/* ---- named conditions: they are put in where they are named, so their names are looked for in the texts ---- */

static bool is_part_of_name(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

typedef struct condition_use {
  const score__dict *index; /* name -> condition */
  uint8_t *used;
} condition_use;

static void look_in(const condition_use *u, const char *text, size_t self)
{
  while (text && *text) {
    size_t size = 0;
    while (is_part_of_name(text[size])) size++;
    size_t c = size ? score__dict_get_n(u->index, text, size) : SIZE_MAX;
    if (c != SIZE_MAX && c != self) u->used[c] = 1;
    text += size ? size : 1;
  }
}

static void see_formula(void *context, const score__lint_formula *f)
{
  look_in(context, f->text, SIZE_MAX);
}

static void check_conditions(const score__lint *l)
{
  const score_criteria *set = l->set;
  score__arena scratch = {0};
  score__dict index = {0};
  condition_use u = {&index, score__arena_alloc(&scratch, set->condition_count, 1)};
  const score__tree *conditions = score__tree_get(l->root, "conditions");
  bool known = u.used != NULL;
  for (size_t c = 0; c < set->condition_count && known; c++) known = !score__dict_add(&index, set->condition_key[c], c);
  if (known) {
    score__lint_each_formula(l, see_formula, &u);
    for (size_t c = 0; c < set->condition_count; c++) look_in(&u, set->condition_text[c], c);
    for (size_t k = 0; k < set->lever_count; k++) look_in(&u, set->lever[k].most.text, SIZE_MAX);
    for (size_t c = 0; c < set->condition_count; c++)
      if (!u.used[c])
        score__lint_say(l, score__tree_get(conditions, set->condition_key[c]), NULL, 0, SCORE__PH_LINT_UNUSED_CONDITION,
                        set->condition_key[c], NULL, NULL);
  }
  *l->failed = *l->failed || !known;
  score__dict_free(&index);
  score__arena_free(&scratch);
}

void score__lint_measures(const score__lint *l)
{
  check_measures(l);
  check_options(l);
  if (l->set->condition_count) check_conditions(l);
}
