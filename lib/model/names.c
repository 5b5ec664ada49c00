/* What names mean in an expression: measures, named conditions, attributes, the period. */
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/period.h"
#include "base/text.h"
#include "model/operation.h"
#include "model/parser.h"
#include "model/set.h"

static size_t attribute(score__parser *p, const char *name)
{
  size_t i = score__set_attribute(p->scope->set, p->scope->arena, name);
  if (i != SIZE_MAX && p->scope->set->attribute_count <= SCORE__MAX_ATTRIBUTES) return i;
  if (i != SIZE_MAX) {
    char n[24];
    score__parser_fail(p, p->lexer.at, SCORE__PH_DEF_LIMIT, score__int_text(n, SCORE__MAX_ATTRIBUTES), "attributes");
    return 0;
  }
  score__fail_memory(p->err);
  p->failed = true;
  return 0;
}

static const score__expr *measure(score__parser *p, size_t m, size_t at)
{
  const score__measure *def = &p->scope->set->measure[m];
  bool own = !p->place.in_earlier && !p->place.in_children; /* else the cell of another period or unit */
  if (p->scope->measure_used && own) p->scope->measure_used[m] = 1;
  int type = def->type == SCORE__MEASURE_BOOLEAN  ? SCORE__TYPE_CONDITION
             : def->type == SCORE__MEASURE_CHOICE ? SCORE__TYPE_TEXT
                                                  : SCORE__TYPE_NUMBER;
  return score__parser_leaf(p, SCORE__OP_MEASURE, type, at, m, def->key);
}

static const score__expr *condition(score__parser *p, size_t c, size_t at)
{
  const score_criteria *set = p->scope->set;
  char n[24];
  for (size_t i = 0; i < p->conditions; i++)
    if (p->condition[i] == c) score__parser_fail(p, at, SCORE__PH_EXPR_CYCLE, set->condition_key[c], NULL);
  if (p->conditions == SCORE__PARSER_CONDITIONS)
    score__parser_fail(p, at, SCORE__PH_EXPR_DEPTH, score__int_text(n, SCORE__PARSER_CONDITIONS), NULL);
  if (p->failed) return score__parser_leaf(p, SCORE__OP_CONSTANT, SCORE__TYPE_CONDITION, at, 0, NULL);
  size_t outer = p->outer_at;
  if (!outer) p->outer_at = at + 1;
  p->condition[p->conditions++] = c;
  const score__expr *e = score__parser_want(p, score__parser_text(p, set->condition_text[c]), SCORE__TYPE_CONDITION);
  p->conditions--;
  p->outer_at = outer;
  return e;
}

void score__parser_fail_near(score__parser *p, size_t at, int phrase, const char *name, const char *const *names,
                             size_t count)
{
  size_t near = p->failed ? SIZE_MAX : score__text_nearest(name, names, count);
  if (near != SIZE_MAX)
    score__parser_fail(p, at, SCORE__PH_EXPR_NAME_NEAR, name, names[near]);
  else
    score__parser_fail(p, at, phrase, name, NULL);
}

static void unknown_name(score__parser *p, const char *name, size_t at)
{
  const score_criteria *set = p->scope->set;
  const char *names[SCORE__PARSER_NEAR];
  size_t count = 0;
  for (size_t i = 0; i < set->condition_count && count < SCORE__PARSER_NEAR; i++)
    names[count++] = set->condition_key[i];
  for (size_t i = 0; i < set->measure_count && count < SCORE__PARSER_NEAR; i++) names[count++] = set->measure[i].key;
  score__parser_fail_near(p, at, SCORE__PH_EXPR_NAME, name, names, count);
}

const score__expr *score__parser_name(score__parser *p, const char *name, size_t at)
{
  const score_criteria *set = p->scope->set;
  size_t m = score__dict_get(&set->by_measure, name);
  if (m != SIZE_MAX) return measure(p, m, at);
  for (size_t i = 0; i < set->condition_count; i++)
    if (!strcmp(set->condition_key[i], name)) return condition(p, i, at);
  if (!strncmp(name, "unit.", 5) && name[5])
    return score__parser_leaf(p, SCORE__OP_UNIT_ATTRIBUTE, SCORE__TYPE_TEXT, at, attribute(p, name + 5), name);
  if (!strncmp(name, "parent.", 7) && name[7])
    return score__parser_leaf(p, SCORE__OP_PARENT_ATTRIBUTE, SCORE__TYPE_TEXT, at, attribute(p, name + 7), name);
  static const struct {
    const char *name;
    int op;
  } periods[] = {
      {"period.year", SCORE__OP_YEAR}, {"period.quarter", SCORE__OP_QUARTER}, {"period.months", SCORE__OP_MONTHS}};
  for (size_t i = 0; i < 3; i++)
    if (!strcmp(name, periods[i].name))
      return score__parser_leaf(p, periods[i].op, SCORE__TYPE_NUMBER, at, 0, periods[i].name);
  unknown_name(p, name, at);
  return score__parser_leaf(p, SCORE__OP_CONSTANT, SCORE__TYPE_NUMBER, at, 0, NULL);
}
