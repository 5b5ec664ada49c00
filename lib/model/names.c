/* What names and function calls mean in an expression: measures, named conditions, attributes, statistics. */
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/period.h"
#include "base/text.h"
#include "model/operation.h"
#include "model/parser.h"
#include "model/set.h"

#define MOST_NEAR 500 /* names among which the nearest is looked for */

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
  if (p->scope->measure_used) p->scope->measure_used[m] = 1;
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

/* Fails with the nearest of the names, or else with `phrase`. */
static void fail_near(score__parser *p, size_t at, int phrase, const char *name, const char *const *names, size_t count)
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
  const char *names[MOST_NEAR];
  size_t count = 0;
  for (size_t i = 0; i < set->condition_count && count < MOST_NEAR; i++) names[count++] = set->condition_key[i];
  for (size_t i = 0; i < set->measure_count && count < MOST_NEAR; i++) names[count++] = set->measure[i].key;
  fail_near(p, at, SCORE__PH_EXPR_NAME, name, names, count);
}

static void unknown_node(score__parser *p, const char *key, size_t at)
{
  const score_criteria *set = p->scope->set;
  const char *names[MOST_NEAR];
  size_t count = 0;
  for (size_t i = 1; i < set->node_count && count < MOST_NEAR; i++) names[count++] = set->node[i].key;
  fail_near(p, at, SCORE__PH_EXPR_NODE, key, names, count);
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

/* ---- functions ---- */

enum { ARGS_NUMBERS, ARGS_DAYS, ARGS_CONDITIONS, ARGS_IF, ARGS_MEASURE, ARGS_NODE, ARGS_COHORT, ARGS_DATE };

static const struct function {
  const char *name;
  uint8_t args, least, most, op, type;
  const char *count; /* for the message */
} functions[] = {
    {"if", ARGS_IF, 3, 3, SCORE__OP_IF, SCORE__TYPE_NUMBER, "3"},
    {"min", ARGS_NUMBERS, 1, 64, SCORE__OP_MIN, SCORE__TYPE_NUMBER, "1-64"},
    {"max", ARGS_NUMBERS, 1, 64, SCORE__OP_MAX, SCORE__TYPE_NUMBER, "1-64"},
    {"sum", ARGS_NUMBERS, 1, 64, SCORE__OP_SUM, SCORE__TYPE_NUMBER, "1-64"},
    {"count", ARGS_CONDITIONS, 1, 64, SCORE__OP_COUNT, SCORE__TYPE_NUMBER, "1-64"},
    {"clamp", ARGS_NUMBERS, 3, 3, SCORE__OP_CLAMP, SCORE__TYPE_NUMBER, "3"},
    {"round", ARGS_NUMBERS, 2, 2, SCORE__OP_ROUND, SCORE__TYPE_NUMBER, "2"},
    {"days", ARGS_DAYS, 2, 2, SCORE__OP_SUBTRACT, SCORE__TYPE_NUMBER, "2"},
    {"has", ARGS_MEASURE, 1, 1, SCORE__OP_HAS, SCORE__TYPE_CONDITION, "1"},
    {"date", ARGS_DATE, 1, 1, SCORE__OP_CONSTANT, SCORE__TYPE_NUMBER, "1"},
    {"points", ARGS_NODE, 1, 1, SCORE__OP_POINTS, SCORE__TYPE_NUMBER, "1"},
    {"group", ARGS_NODE, 1, 1, SCORE__OP_POINTS, SCORE__TYPE_NUMBER, "1"},
    {"met", ARGS_NODE, 1, 1, SCORE__OP_MET, SCORE__TYPE_CONDITION, "1"},
    {"mean", ARGS_COHORT, 1, 1, SCORE__COHORT_MEAN, SCORE__TYPE_NUMBER, "1"},
    {"pooled", ARGS_COHORT, 2, 2, SCORE__COHORT_POOLED, SCORE__TYPE_NUMBER, "2"},
    {"lowest", ARGS_COHORT, 1, 1, SCORE__COHORT_LOWEST, SCORE__TYPE_NUMBER, "1"},
    {"highest", ARGS_COHORT, 1, 1, SCORE__COHORT_HIGHEST, SCORE__TYPE_NUMBER, "1"},
    {"rank", ARGS_COHORT, 1, 1, SCORE__COHORT_RANK, SCORE__TYPE_NUMBER, "1"},
};

static void unknown_function(score__parser *p, const char *name, size_t at)
{
  const char *names[sizeof functions / sizeof *functions];
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) names[i] = functions[i].name;
  fail_near(p, at, SCORE__PH_EXPR_FUNCTION, name, names, sizeof functions / sizeof *functions);
}

/* The names of nodes and dates are texts; a plain word was taken for a measure already, so only "text" comes here. */
static const char *text_arg(score__parser *p, const char *name, const score__expr *e)
{
  if (e->op == SCORE__OP_TEXT) return e->text;
  score__parser_fail(p, e->at, SCORE__PH_EXPR_TOKEN, name, "\"text\"");
  return "";
}

static const score__expr *call_node(score__parser *p, const struct function *f, size_t at, const score__expr *arg)
{
  const char *key = text_arg(p, f->name, arg);
  size_t node = p->failed ? SIZE_MAX : score__dict_get(&p->scope->set->by_node, key);
  if (p->scope->no_nodes || p->in_cohort)
    score__parser_fail(p, at, SCORE__PH_EXPR_NODE_HERE, f->name, NULL);
  else if (node == SIZE_MAX)
    unknown_node(p, key, arg->at);
  else if ((p->scope->set->node[node].kind == SCORE__NODE_CRITERION) == !strcmp(f->name, "group"))
    score__parser_fail(p, arg->at, SCORE__PH_EXPR_NODE_KIND, f->name, key);
  else if (p->scope->node_used)
    p->scope->node_used[node] = 1;
  return score__parser_leaf(p, f->op, f->type, at, node == SIZE_MAX ? 0 : node, key);
}

static const score__expr *call_cohort(score__parser *p, const struct function *f, size_t at,
                                      const score__expr *const *args, size_t count)
{
  score_criteria *set = p->scope->set;
  if (set->cohort_count == set->cohort_cap) {
    size_t cap = set->cohort_cap ? set->cohort_cap * 2 : 8;
    score__cohort_stat *grown = score__arena_alloc(p->scope->arena, cap, sizeof *grown);
    if (!grown) {
      score__fail_memory(p->err);
      p->failed = true;
      return args[0];
    }
    if (set->cohort_count) memcpy(grown, set->cohort, set->cohort_count * sizeof *grown);
    set->cohort = grown;
    set->cohort_cap = cap;
  }
  set->cohort[set->cohort_count] = (score__cohort_stat){.kind = f->op, .a = args[0], .b = count > 1 ? args[1] : NULL};
  return score__parser_leaf(p, SCORE__OP_COHORT, SCORE__TYPE_NUMBER, at, set->cohort_count++, f->name);
}

bool score__parser_is_cohort(const char *name)
{
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
    if (functions[i].args == ARGS_COHORT && !strcmp(functions[i].name, name)) return true;
  return false;
}

static const score__expr *call_if(score__parser *p, size_t at, const score__expr **args)
{
  args[0] = score__parser_want(p, args[0], SCORE__TYPE_CONDITION);
  bool conditions = args[1]->type == SCORE__TYPE_CONDITION && args[2]->type == SCORE__TYPE_CONDITION;
  int type = conditions ? SCORE__TYPE_CONDITION : SCORE__TYPE_NUMBER;
  args[1] = score__parser_want(p, args[1], type);
  args[2] = score__parser_want(p, args[2], type);
  return score__parser_node(p, SCORE__OP_IF, type, at, args, 3);
}

const score__expr *score__parser_call(score__parser *p, const char *name, size_t at, const score__expr *const *given,
                                      size_t count)
{
  const struct function *f = NULL;
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
    if (!strcmp(functions[i].name, name)) f = &functions[i];
  if (!f) {
    unknown_function(p, name, at);
  } else if (count < f->least || count > f->most) {
    score__parser_fail(p, at, SCORE__PH_EXPR_ARGS, name, f->count);
  }
  const score__expr *args[SCORE__PARSER_ARGS] = {NULL};
  if (p->failed) return score__parser_leaf(p, SCORE__OP_CONSTANT, SCORE__TYPE_NUMBER, at, 0, NULL);
  for (size_t i = 0; i < count; i++) {
    args[i] = given[i];
    if (f->args == ARGS_NUMBERS || f->args == ARGS_DAYS || f->args == ARGS_COHORT)
      args[i] = score__parser_want(p, args[i], SCORE__TYPE_NUMBER);
    if (f->args == ARGS_CONDITIONS) args[i] = score__parser_want(p, args[i], SCORE__TYPE_CONDITION);
  }
  int32_t day = 0;
  switch (f->args) {
  case ARGS_IF: return call_if(p, at, args);
  case ARGS_NODE: return call_node(p, f, at, args[0]);
  case ARGS_COHORT: return call_cohort(p, f, at, args, count);
  case ARGS_MEASURE:
    if (args[0]->op != SCORE__OP_MEASURE) score__parser_fail(p, args[0]->at, SCORE__PH_EXPR_TOKEN, name, "measure");
    return score__parser_leaf(p, SCORE__OP_HAS, SCORE__TYPE_CONDITION, at, args[0]->index, args[0]->text);
  case ARGS_DATE: {
    const char *text = text_arg(p, name, args[0]);
    if (!p->failed && score__date_parse(&day, text, strlen(text)))
      score__parser_fail(p, args[0]->at, SCORE__PH_EXPR_DATE, text, NULL);
    return score__parser_day(p, at, day);
  }
  default: break;
  }
  if (f->args == ARGS_DAYS) { /* days(a, b) = b - a */
    const score__expr *first = args[0];
    args[0] = args[1];
    args[1] = first;
  }
  if (f->op == SCORE__OP_ROUND && !p->failed) {
    score__fraction grid;
    if (!score__expr_is_constant(args[1], &grid) || grid.num <= 0)
      score__parser_fail(p, args[1]->at, SCORE__PH_EXPR_TOKEN, "round", "grid > 0");
  }
  return score__parser_node(p, f->op, f->type, at, args, count);
}
