/* What an expression reads beyond the unit's own cells of the period, as lists of the set: statistics of the cohort,
 * statistics over children, values of earlier periods. The same one stands there once, whoever reads it. */
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "model/operation.h"
#include "model/parser.h"
#include "model/set.h"

static const score__expr *out_of_memory(score__parser *p, const score__expr *e)
{
  score__fail_memory(p->err);
  p->failed = true;
  return e;
}

/* Room for one more in a list that lies in the arena, grown by copying. False after a failure. */
static bool make_room(score__parser *p, void *items, size_t size, size_t count, size_t *cap, size_t at)
{
  char n[24];
  if (count >= SCORE__MAX_STATISTICS) {
    score__parser_fail(p, at, SCORE__PH_DEF_LIMIT, score__int_text(n, SCORE__MAX_STATISTICS), "statistics");
    return false;
  }
  if (count < *cap) return true;
  size_t more = *cap ? *cap * 2 : 8;
  void *grown = score__arena_alloc(p->scope->arena, more, size), *old;
  if (!grown) return false;
  memcpy(&old, items, sizeof old);
  if (count) memcpy(grown, old, count * size);
  memcpy(items, &grown, sizeof grown);
  *cap = more;
  return true;
}

/* The call's own text, from its name to its closing parenthesis. */
static const char *call_text(score__parser *p, size_t at)
{
  return score__arena_copy(p->scope->arena, p->lexer.text + at, p->behind - at);
}

/* Notes that the expression reads item `index` of a list of the set. */
static bool note(score__parser *p, score__index_list *list, size_t index)
{
  for (size_t i = 0; i < list->count; i++)
    if (list->item[i] == index) return true;
  if (list->count == list->cap) {
    size_t cap = list->cap ? list->cap * 2 : 4;
    uint32_t *grown = score__arena_alloc(p->scope->arena, cap, sizeof *grown);
    if (!grown) return false;
    if (list->count) memcpy(grown, list->item, list->count * sizeof *grown);
    list->item = grown;
    list->cap = cap;
  }
  list->item[list->count++] = (uint32_t)index;
  return true;
}

static bool same_or_none(const score__expr *a, const score__expr *b)
{
  return a && b ? score__expr_same(a, b) : a == b;
}

const score__expr *score__parser_cohort(score__parser *p, int kind, size_t at, const score__expr *const *args,
                                        size_t count)
{
  score_criteria *set = p->scope->set;
  score__cohort_stat stat = {.kind = (uint8_t)kind, .a = args[0], .b = count > 1 ? args[1] : NULL};
  size_t k = 0;
  while (k < set->cohort_count && !(set->cohort[k].kind == stat.kind && same_or_none(set->cohort[k].a, stat.a) &&
                                    same_or_none(set->cohort[k].b, stat.b)))
    k++;
  if (k == set->cohort_count) {
    stat.text = call_text(p, at);
    bool room = stat.text && make_room(p, &set->cohort, sizeof stat, k, &set->cohort_cap, at);
    if (p->failed) return args[0];
    if (!room) return out_of_memory(p, args[0]);
    set->cohort[set->cohort_count++] = stat;
  }
  if (p->scope->beyond && !note(p, &p->scope->beyond->cohort, k)) return out_of_memory(p, args[0]);
  return score__parser_leaf(p, SCORE__OP_COHORT, SCORE__TYPE_NUMBER, at, k, set->cohort[k].text);
}

const score__expr *score__parser_children(score__parser *p, int kind, size_t at, const score__expr *arg)
{
  score_criteria *set = p->scope->set;
  size_t k = 0;
  while (k < set->children_count && !(set->children[k].kind == kind && score__expr_same(set->children[k].a, arg))) k++;
  if (k == set->children_count) {
    score__child_stat stat = {.kind = (uint8_t)kind, .a = arg, .text = call_text(p, at)};
    bool room = stat.text && make_room(p, &set->children, sizeof stat, k, &set->children_cap, at);
    if (p->failed) return arg;
    if (!room) return out_of_memory(p, arg);
    set->children[set->children_count++] = stat;
  }
  if (p->scope->beyond && !note(p, &p->scope->beyond->children, k)) return out_of_memory(p, arg);
  return score__parser_leaf(p, SCORE__OP_CHILDREN, SCORE__TYPE_NUMBER, at, k, set->children[k].text);
}

const score__expr *score__parser_earlier(score__parser *p, const score__expr *measure, score__period period, size_t at)
{
  score_criteria *set = p->scope->set;
  size_t k = 0;
  while (k < set->earlier_count &&
         !(set->earlier[k].measure == measure->index && score__period_equal(set->earlier[k].period, period)))
    k++;
  if (k == set->earlier_count) {
    score__earlier earlier = {.measure = measure->index, .period = period, .text = call_text(p, at)};
    bool room = earlier.text && make_room(p, &set->earlier, sizeof earlier, k, &set->earlier_cap, at);
    if (p->failed) return measure;
    if (!room) return out_of_memory(p, measure);
    set->earlier[set->earlier_count++] = earlier;
  }
  bool own = !p->place.in_children;
  if (own && p->scope->beyond && !note(p, &p->scope->beyond->earlier, k)) return out_of_memory(p, measure);
  return score__parser_leaf(p, SCORE__OP_EARLIER, measure->type, at, k, set->earlier[k].text);
}
