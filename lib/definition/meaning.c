/* When two values of a member mean the same: numbers by value, dates by day, expressions by their tokens. */
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "base/period.h"
#include "definition/change.h"
#include "model/lexer.h"
#include "rule/notation.h"

void score__meaning_text(score__buffer *out, const score__param *p, const score__tree *value)
{
  char number[24];
  switch (value->kind) {
  case SCORE__TREE_TEXT: score__buffer_text(out, value->text); break;
  case SCORE__TREE_INTEGER: score__buffer_text(out, score__int_text(number, value->integer)); break;
  case SCORE__TREE_BOOLEAN: score__buffer_text(out, value->integer ? "true" : "false"); break;
  default: score__notation_print_value(out, value, p);
  }
}

static bool same_number(const char *a, size_t a_size, const char *b, size_t b_size, bool *numbers)
{
  score__fraction x, y;
  *numbers = !score__decimal_parse_fraction(&x, a, a_size, '.') && !score__decimal_parse_fraction(&y, b, b_size, '.');
  return *numbers && score__fraction_cmp(&x, &y) == 0;
}

static bool same_value(const char *a, const char *b)
{
  bool numbers;
  int32_t x, y;
  if (same_number(a, strlen(a), b, strlen(b), &numbers)) return true;
  if (numbers) return false;
  if (!score__date_parse(&x, a, strlen(a)) && !score__date_parse(&y, b, strlen(b))) return x == y;
  return !strcmp(a, b);
}

static bool same_token(const score__lexer *a, const score__lexer *b)
{
  bool numbers;
  const char *x = a->text + a->at, *y = b->text + b->at;
  if (a->kind != b->kind) return false;
  if (a->kind == SCORE__TOKEN_NUMBER && same_number(x, a->length, y, b->length, &numbers)) return true;
  return a->length == b->length && !memcmp(x, y, a->length);
}

static bool same_expression(const char *a, const char *b)
{
  score__lexer x = {.text = a, .size = strlen(a)}, y = {.text = b, .size = strlen(b)};
  score_error unseen;
  do {
    if (score__lexer_advance(&x, &unseen) || score__lexer_advance(&y, &unseen)) return !strcmp(a, b);
    if (!same_token(&x, &y)) return false;
  } while (x.kind != SCORE__TOKEN_END);
  return true;
}

/* "+1" and "+1.0", not "+1" and "=1". */
static bool same_step(const char *a, const char *b)
{
  if (*a == '=' && *b == '=') return same_value(a + 1, b + 1);
  return *a != '=' && *b != '=' && same_value(a, b);
}

bool score__meaning_same(const score__param *p, const char *a, const char *b)
{
  switch (p->type) {
  case SCORE__PARAM_EXPR:
  case SCORE__PARAM_CONDITION:
  case SCORE__PARAM_OPTIONED: return same_expression(a, b);
  case SCORE__PARAM_NUMBER:
  case SCORE__PARAM_MICRO:
  case SCORE__PARAM_INTEGER:
  case SCORE__PARAM_DAY: return same_value(a, b);
  case SCORE__PARAM_TREE:
    if (p->shape == SCORE__SHAPE_GRID || p->shape == SCORE__SHAPE_BOUND) return same_value(a, b);
    if (p->shape == SCORE__SHAPE_TEXT_MAP) return same_expression(a, b);
    if (p->shape == SCORE__SHAPE_EFFECT) return same_step(a, b);
    return !strcmp(a, b);
  default: return !strcmp(a, b);
  }
}
