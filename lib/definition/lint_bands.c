/* Bands with holes, and a top band with an end that the value can pass: the best units would fall to 0.
 * Worked: 1 to 3 -> 2 points, 5 and more -> 3 points of a count: 4 stands in no band. */
#include <string.h>

#include "base/decimal.h"
#include "definition/lint.h"
#include "model/operation.h"

typedef struct band {
  bool has_from, has_to, from_open, to_open;
  score__fraction from, to, points;
  const score__tree *at;
} band;

typedef struct table { /* the bands of a rule, lowest first */
  const score__lint *l;
  const score__lint_rule_use *use;
  const score__formula *value;
  const band **row;
  size_t count;
} table;

static score__fraction number_of(const score__tree *t)
{
  score__fraction v = {0, 1};
  if (t && t->kind == SCORE__TREE_INTEGER) v = score__fraction_make(t->integer, 1);
  if (t && t->kind == SCORE__TREE_TEXT && score__decimal_parse_fraction(&v, t->text, strlen(t->text), '.'))
    v = score__fraction_make(0, 1);
  return v;
}

static bool take_bound(const score__formula *f, bool *has, score__fraction *out)
{
  *has = f && f->expr;
  return !*has || score__expr_is_constant(f->expr, out);
}

/* False when a bound depends on the unit: then nothing can be said. */
static bool take_row(band *b, const score__param *params, const void *base, const score__tree *t, int64_t max_micro)
{
  const score__tree *open = score__tree_get(t, "from_open"), *shut = score__tree_get(t, "to_open");
  b->at = t;
  b->from_open = open && open->integer;
  b->to_open = !shut || shut->integer;
  b->points = number_of(score__tree_get(t, "points"));
  const score__tree *share = score__tree_get(t, "share");
  score__fraction part = number_of(share), max = score__fraction_make(max_micro, 1000000);
  if (share && score__fraction_mul(&b->points, &part, &max)) return false;
  return take_bound(score__lint_param(params, "from", base), &b->has_from, &b->from) &&
         take_bound(score__lint_param(params, "to", base), &b->has_to, &b->to);
}

static bool before(const band *a, const band *b)
{
  if (!a->has_from || !b->has_from) return !a->has_from && b->has_from;
  return score__fraction_cmp(&a->from, &b->from) < 0;
}

static void insert(table *t, const band *b)
{
  size_t low = 0, high = t->count++;
  const size_t end = high;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (before(b, t->row[middle]))
      high = middle;
    else
      low = middle + 1;
  }
  memmove(t->row + low + 1, t->row + low, (end - low) * sizeof(band *));
  t->row[low] = b;
}

static bool take_table(table *t, score__arena *arena)
{
  const score__param *params = t->use->kind->params;
  const score__rows *rows = score__lint_param(params, "bands", t->use->rule);
  const score__tree *list = score__tree_get(t->use->at, "bands"), *at = list ? list->first : NULL;
  t->value = score__lint_param(params, "value", t->use->rule);
  while (params->name && strcmp(params->name, "bands") != 0) params++;
  if (!rows || !t->value || !t->value->expr || !params->name) return false;
  band *all = score__arena_alloc(arena, rows->count, sizeof *all);
  t->row = score__arena_alloc(arena, rows->count, sizeof *t->row);
  for (size_t i = 0; all && t->row && at && i < rows->count; i++, at = at->next) {
    if (!take_row(&all[i], params->rows, (const char *)rows->item + i * params->row_size, at, t->use->max_micro))
      return false;
    insert(t, &all[i]);
  }
  return t->count > 0;
}

/* The value moves by 1/steps; 0 = anywhere. */
static int64_t steps_of(const score_criteria *set, const score__expr *e)
{
  int64_t steps = 1;
  switch (e->op) {
  case SCORE__OP_MEASURE:
    for (uint8_t k = set->measure[e->index].scale; k > 0; k--) steps *= 10;
    return steps;
  case SCORE__OP_CONSTANT: return e->constant.den == 1 ? 1 : 0;
  case SCORE__OP_COUNT: return 1;
  case SCORE__OP_ADD:
  case SCORE__OP_SUBTRACT:
  case SCORE__OP_SUM:
  case SCORE__OP_MIN:
  case SCORE__OP_MAX:
    for (uint16_t i = 0; i < e->arg_count; i++)
      if (steps_of(set, e->arg[i]) != 1) return 0;
    return 1;
  default: return 0;
  }
}

/* Whether a value that can occur lies between the end of a and the begin of b. */
static bool has_hole(const band *a, const band *b, int64_t steps)
{
  if (!a->has_to || !b->has_from) return false;
  int order = score__fraction_cmp(&a->to, &b->from);
  if (order > 0 || (order == 0 && !(a->to_open && b->from_open))) return false;
  if (!steps || a->to.num < 0) return true;
  score__fraction at, step = {1, steps};
  if (score__fraction_floor(&at, &a->to, steps)) return true;
  bool covered = score__fraction_cmp(&at, &a->to) < 0 || !a->to_open;
  if (covered && score__fraction_add(&at, &at, &step)) return true;
  order = score__fraction_cmp(&at, &b->from);
  return order < 0 || (order == 0 && b->from_open);
}

static void say_hole(const table *t, const band *a, const band *b)
{
  char low[64], high[64];
  score__fraction_print(low, sizeof low, &a->to);
  score__fraction_print(high, sizeof high, &b->from);
  score__lint_say(t->l, b->at, NULL, 0, SCORE__PH_LINT_BANDS_HOLE, low, high, NULL);
}

/* The band that ends highest gives the most: passing its end must not cost everything. */
static void check_top(const table *t)
{
  const band *top = t->row[t->count - 1];
  score__fraction most;
  if (!top->has_to) return;
  for (size_t i = 0; i < t->count; i++)
    if (score__fraction_cmp(&t->row[i]->points, &top->points) > 0) return;
  int bound = score__lint_highest(t->l->set, t->value->expr, &most);
  if (bound < 0 || top->points.num == 0) return;
  int order = bound ? score__fraction_cmp(&most, &top->to) : 1;
  if (order < 0 || (order == 0 && !top->to_open)) return;
  char end[64];
  score__fraction_print(end, sizeof end, &top->to);
  score__lint_say(t->l, top->at, NULL, 0, SCORE__PH_LINT_BANDS_TOP, end, NULL, NULL);
}

static void check_rule(void *context, const score__lint_rule_use *use)
{
  if (strcmp(use->kind->name, "bands") != 0) return;
  score__arena scratch = {0};
  table t = {.l = context, .use = use};
  if (take_table(&t, &scratch)) {
    int64_t steps = steps_of(t.l->set, t.value->expr);
    for (size_t i = 1; i < t.count; i++)
      if (has_hole(t.row[i - 1], t.row[i], steps)) say_hole(&t, t.row[i - 1], t.row[i]);
    check_top(&t);
  }
  *t.l->failed = *t.l->failed || scratch.failed;
  score__arena_free(&scratch);
}

void score__lint_bands(const score__lint *l)
{
  score__lint_each_rule(l, check_rule, (void *)(uintptr_t)l);
}
