/* What function calls mean in an expression. */
#include <string.h>

#include "base/fail.h"
#include "model/operation.h"
#include "model/parser.h"
#include "model/set.h"

enum {
  ARGS_NUMBERS,
  ARGS_DAYS,
  ARGS_CONDITIONS,
  ARGS_IF,
  ARGS_MEASURE,
  ARGS_NODE,
  ARGS_COHORT,
  ARGS_DATE,
  ARGS_PREVIOUS,
  ARGS_AT,
  ARGS_STAGE,
  ARGS_CHILDREN,      /* of a condition */
  ARGS_CHILDREN_VALUE /* of a number */
};

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
    {"workdays", ARGS_NUMBERS, 2, 2, SCORE__OP_WORKDAYS, SCORE__TYPE_NUMBER, "2"},
    {"prev", ARGS_PREVIOUS, 1, 1, SCORE__OP_EARLIER, SCORE__TYPE_NUMBER, "1"},
    {"at", ARGS_AT, 2, 2, SCORE__OP_EARLIER, SCORE__TYPE_NUMBER, "2"},
    {"has_stage", ARGS_STAGE, 1, 1, SCORE__OP_HAS_STAGE, SCORE__TYPE_CONDITION, "1"},
    {"children.count", ARGS_CHILDREN, 1, 1, SCORE__CHILDREN_COUNT, SCORE__TYPE_NUMBER, "1"},
    {"children.share", ARGS_CHILDREN, 1, 1, SCORE__CHILDREN_SHARE, SCORE__TYPE_NUMBER, "1"},
    {"children.sum", ARGS_CHILDREN_VALUE, 1, 1, SCORE__CHILDREN_SUM, SCORE__TYPE_NUMBER, "1"},
};

static void unknown_node(score__parser *p, const char *key, size_t at)
{
  const score_criteria *set = p->scope->set;
  const char *names[SCORE__PARSER_NEAR];
  size_t count = 0;
  for (size_t i = 1; i < set->node_count && count < SCORE__PARSER_NEAR; i++) names[count++] = set->node[i].key;
  score__parser_fail_near(p, at, SCORE__PH_EXPR_NODE, key, names, count);
}

static const struct function *find(const char *name)
{
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
    if (!strcmp(functions[i].name, name)) return &functions[i];
  return NULL;
}

static void unknown_function(score__parser *p, const char *name, size_t at)
{
  const char *names[sizeof functions / sizeof *functions];
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) names[i] = functions[i].name;
  score__parser_fail_near(p, at, SCORE__PH_EXPR_FUNCTION, name, names, sizeof functions / sizeof *functions);
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
  if (p->scope->no_nodes || p->place.in_cohort || p->place.in_children)
    score__parser_fail(p, at, SCORE__PH_EXPR_NODE_HERE, f->name, NULL);
  else if (node == SIZE_MAX)
    unknown_node(p, key, arg->at);
  else if ((p->scope->set->node[node].kind == SCORE__NODE_CRITERION) == !strcmp(f->name, "group"))
    score__parser_fail(p, arg->at, SCORE__PH_EXPR_NODE_KIND, f->name, key);
  else if (p->scope->node_used)
    p->scope->node_used[node] = 1;
  return score__parser_leaf(p, f->op, f->type, at, node == SIZE_MAX ? 0 : node, key);
}

void score__parser_enter(score__parser *p, const char *name, size_t at)
{
  const struct function *f = find(name);
  score__parser_place *in = &p->place;
  if (!f) return;
  if (f->args == ARGS_COHORT) {
    if (in->in_cohort || in->in_children) score__parser_fail(p, at, SCORE__PH_EXPR_COHORT_NESTED, NULL, NULL);
    in->in_cohort = true;
  } else if (f->args == ARGS_CHILDREN || f->args == ARGS_CHILDREN_VALUE) {
    if (in->in_children) score__parser_fail(p, at, SCORE__PH_EXPR_CHILDREN_NESTED, NULL, NULL);
    in->in_children = true;
  } else if (f->args == ARGS_PREVIOUS || f->args == ARGS_AT) {
    in->in_earlier = true;
  }
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

/* prev(x), at(x, "2025"): a plain measure of another period. */
static const score__expr *call_earlier(score__parser *p, const struct function *f, size_t at,
                                       const score__expr *const *args)
{
  score__period period = {.kind = SCORE__PERIOD_NONE};
  if (args[0]->op != SCORE__OP_MEASURE) score__parser_fail(p, args[0]->at, SCORE__PH_EXPR_TOKEN, f->name, "measure");
  if (f->args == ARGS_AT) {
    const char *text = text_arg(p, f->name, args[1]);
    if (!p->failed && score__period_parse(&period, text, strlen(text)))
      score__parser_fail(p, args[1]->at, SCORE__PH_FIND_PERIOD_TEXT, text, NULL);
  }
  return p->failed ? args[0] : score__parser_earlier(p, args[0], period, at);
}

static const score__expr *call_has(score__parser *p, const char *name, size_t at, const score__expr *arg)
{
  if (arg->op != SCORE__OP_MEASURE && arg->op != SCORE__OP_EARLIER)
    score__parser_fail(p, arg->at, SCORE__PH_EXPR_TOKEN, name, "measure");
  int op = arg->op == SCORE__OP_EARLIER ? SCORE__OP_HAS_EARLIER : SCORE__OP_HAS;
  return score__parser_leaf(p, op, SCORE__TYPE_CONDITION, at, arg->index, arg->text);
}

static const score__expr *call_stage(score__parser *p, size_t at, const score__expr *arg)
{
  static const char *const stages[] = {"self", "verified", "published"};
  const char *text = text_arg(p, "has_stage", arg);
  size_t stage = 0;
  while (stage < 3 && strcmp(stages[stage], text) != 0) stage++;
  if (stage == 3) score__parser_fail(p, arg->at, SCORE__PH_DEF_CHOICE, text, "self, verified, published");
  return score__parser_leaf(p, SCORE__OP_HAS_STAGE, SCORE__TYPE_CONDITION, at, stage, text);
}

const score__expr *score__parser_call(score__parser *p, const char *name, size_t at, const score__expr *const *given,
                                      size_t count)
{
  const struct function *f = find(name);
  const bool fits = f && count > 0 && count >= f->least && count <= f->most;
  if (!f)
    unknown_function(p, name, at);
  else if (!fits)
    score__parser_fail(p, at, SCORE__PH_EXPR_ARGS, name, f->count);
  if (!fits || p->failed) return score__parser_leaf(p, SCORE__OP_CONSTANT, SCORE__TYPE_NUMBER, at, 0, NULL);
  const score__expr *args[SCORE__PARSER_ARGS];
  for (size_t i = 0; i < SCORE__PARSER_ARGS; i++) args[i] = given[i < count ? i : 0];
  for (size_t i = 0; i < count; i++) {
    if (f->args == ARGS_NUMBERS || f->args == ARGS_DAYS || f->args == ARGS_COHORT || f->args == ARGS_CHILDREN_VALUE)
      args[i] = score__parser_want(p, args[i], SCORE__TYPE_NUMBER);
    if (f->args == ARGS_CONDITIONS || f->args == ARGS_CHILDREN)
      args[i] = score__parser_want(p, args[i], SCORE__TYPE_CONDITION);
  }
  int32_t day = 0;
  switch (f->args) {
  case ARGS_IF: return call_if(p, at, args);
  case ARGS_NODE: return call_node(p, f, at, args[0]);
  case ARGS_COHORT: return score__parser_cohort(p, f->op, at, args, count);
  case ARGS_CHILDREN:
  case ARGS_CHILDREN_VALUE: return score__parser_children(p, f->op, at, args[0]);
  case ARGS_PREVIOUS:
  case ARGS_AT: return call_earlier(p, f, at, args);
  case ARGS_STAGE: return call_stage(p, at, args[0]);
  case ARGS_MEASURE: return call_has(p, name, at, args[0]);
  case ARGS_DATE: {
    const char *text = text_arg(p, name, args[0]);
    if (!p->failed && score__date_parse_iso(&day, text))
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
