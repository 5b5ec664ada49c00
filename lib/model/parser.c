/* Expressions: text -> checked tree (recursive descent). or < and < not < comparison < + - < * / < unary minus. */
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/period.h"
#include "base/text.h"
#include "model/batch.h"
#include "model/lexer.h"
#include "model/operation.h"
#include "model/parser.h"

static const score__expr *parse_or(score__parser *p);

int score__parser_fail(score__parser *p, size_t at, int phrase, const char *a, const char *b)
{
  if (!p->failed) {
    score__fail(p->err, SCORE_E_INPUT, phrase, a ? a : "", b ? b : "", NULL);
    score__fail_at(p->err, NULL, 0, (uint32_t)(p->outer_at ? p->outer_at : at + 1), NULL);
  }
  p->failed = true;
  return SCORE_E_INPUT;
}

static void advance(score__parser *p)
{
  p->behind = p->lexer.at + p->lexer.length;
  if (!p->failed && score__lexer_advance(&p->lexer, p->err)) {
    if (p->outer_at) score__fail_at(p->err, NULL, 0, (uint32_t)p->outer_at, NULL);
    p->failed = true;
  }
}

static const char *token_text(score__parser *p)
{
  const char *s = score__arena_copy(p->scope->arena, p->lexer.text + p->lexer.at, p->lexer.length);
  if (!s) {
    score__fail_memory(p->err);
    p->failed = true;
  }
  return s ? s : "";
}

/* Something stands where a sign is wanted, or the text is at its end there. */
static void expected(score__parser *p, const char *signs)
{
  if (p->failed) return;
  if (p->lexer.kind == SCORE__TOKEN_END)
    score__parser_fail(p, p->lexer.at, SCORE__PH_EXPR_END, signs, NULL);
  else
    score__parser_fail(p, p->lexer.at, SCORE__PH_EXPR_TOKEN, token_text(p), signs);
}

/* The same where a word is wanted, which each language has its own for. */
static void expected_word(score__parser *p, int at_end, int elsewhere)
{
  if (p->failed) return;
  if (p->lexer.kind == SCORE__TOKEN_END)
    score__parser_fail(p, p->lexer.at, at_end, NULL, NULL);
  else
    score__parser_fail(p, p->lexer.at, elsewhere, token_text(p), NULL);
}

static bool accept(score__parser *p, const char *word)
{
  if (p->failed || !score__lexer_is(&p->lexer, word)) return false;
  advance(p);
  return !p->failed;
}

/* ---- making nodes ---- */

static bool is_constant(const score__expr *e)
{
  return e->op == SCORE__OP_CONSTANT;
}

/* The value of an operation on constants, by the evaluator itself. */
static score__expr *fold(score__parser *p, score__expr *e)
{
  if (e->op < SCORE__OP_ADD || e->op > SCORE__OP_NOT || e->op == SCORE__OP_TRUTH || e->op == SCORE__OP_FIGURE) return e;
  for (uint16_t i = 0; i < e->arg_count; i++)
    if (!is_constant(e->arg[i])) return e;
  score__value scratch[SCORE__BATCH_UNITS * 4], value[1];
  score__batch batch = {.count = 1, .scratch = scratch, .scratch_columns = 4};
  score__expr_column(e, &batch, value);
  if (value[0].state != SCORE__V_OK) {
    score__parser_fail(p, e->at, SCORE__PH_EXPR_CONSTANT, NULL, NULL);
    return e;
  }
  score__fraction_reduce(&value[0].v);
  e->op = SCORE__OP_CONSTANT;
  e->constant = value[0].v;
  e->arg_count = 0;
  return e;
}

const score__expr *score__parser_node(score__parser *p, int op, int type, size_t at, const score__expr *const *args,
                                      size_t count)
{
  static const score__expr none = {.op = SCORE__OP_CONSTANT, .type = SCORE__TYPE_NUMBER, .constant = {0, 1}};
  if (p->failed) return &none;
  if (++p->nodes > SCORE__MAX_EXPR_NODES) {
    char n[24];
    score__parser_fail(p, at, SCORE__PH_EXPR_SIZE, score__int_text(n, SCORE__MAX_EXPR_NODES), NULL);
    return &none;
  }
  score__expr *e = score__arena_alloc(p->scope->arena, 1, sizeof *e);
  const score__expr **copy = score__arena_alloc(p->scope->arena, count, sizeof *copy);
  if (!e || !copy) {
    score__fail_memory(p->err);
    p->failed = true;
    return &none;
  }
  if (count) memcpy(copy, args, count * sizeof *copy);
  e->op = (uint8_t)op;
  e->type = (uint8_t)type;
  e->at = (uint32_t)at;
  e->arg = copy;
  e->arg_count = (uint16_t)count;
  e->constant = score__fraction_make(0, 1);
  return fold(p, e);
}

static score__expr *leaf(score__parser *p, int op, int type, size_t at, size_t index, const char *text)
{
  const score__expr *made = score__parser_node(p, op, type, at, NULL, 0);
  if (p->failed) return NULL;
  /* Just made in the arena by this parser: still ours to complete. */
  score__expr *e = (score__expr *)(uintptr_t)made;
  e->index = (uint32_t)index;
  e->text = text;
  return e;
}

const score__expr *score__parser_leaf(score__parser *p, int op, int type, size_t at, size_t index, const char *text)
{
  const score__expr *e = leaf(p, op, type, at, index, text);
  return e ? e : score__parser_node(p, op, type, at, NULL, 0);
}

static const score__expr *constant(score__parser *p, size_t at, score__fraction v, int type)
{
  score__expr *e = leaf(p, SCORE__OP_CONSTANT, type, at, 0, NULL);
  if (e) e->constant = v;
  return e ? e : score__parser_node(p, SCORE__OP_CONSTANT, type, at, NULL, 0);
}

const score__expr *score__parser_day(score__parser *p, size_t at, int32_t day)
{
  return constant(p, at, score__fraction_make(day, 1), SCORE__TYPE_NUMBER);
}

/* ---- types ---- */

static bool is_attribute(const score__expr *e)
{
  return e->op == SCORE__OP_UNIT_ATTRIBUTE || e->op == SCORE__OP_PARENT_ATTRIBUTE;
}

static const score__measure *measure_of(const score__parser *p, const score__expr *e)
{
  const score_criteria *set = p->scope->set;
  if (e->op == SCORE__OP_EARLIER) return &set->measure[set->earlier[e->index].measure];
  return e->op == SCORE__OP_MEASURE ? &set->measure[e->index] : NULL;
}

static bool is_choice(const score__parser *p, const score__expr *e)
{
  const score__measure *m = measure_of(p, e);
  return m && m->type == SCORE__MEASURE_CHOICE;
}

const score__expr *score__parser_want(score__parser *p, const score__expr *e, int want)
{
  if (p->failed) return e;
  if (want == SCORE__TYPE_NUMBER) {
    if (is_attribute(e)) return score__parser_node(p, SCORE__OP_FIGURE, SCORE__TYPE_NUMBER, e->at, &e, 1);
    const score__measure *m = measure_of(p, e);
    bool flag = m && m->type == SCORE__MEASURE_BOOLEAN;
    if (e->type != SCORE__TYPE_NUMBER && !flag) score__parser_fail(p, e->at, SCORE__PH_EXPR_WANT_NUMBER, NULL, NULL);
  } else if (want == SCORE__TYPE_CONDITION) {
    if (is_attribute(e)) return score__parser_node(p, SCORE__OP_TRUTH, SCORE__TYPE_CONDITION, e->at, &e, 1);
    if (e->type != SCORE__TYPE_CONDITION) score__parser_fail(p, e->at, SCORE__PH_EXPR_WANT_CONDITION, NULL, NULL);
  }
  return e;
}

/* "truong" beside a choice becomes the option's index; "2026-09-30" beside a date becomes its day. */
static const score__expr *text_as(score__parser *p, const score__expr *text, const score__expr *other)
{
  const score__measure *m = measure_of(p, other);
  if (m && m->type == SCORE__MEASURE_CHOICE) {
    for (size_t i = 0; i < m->option_count; i++)
      if (!strcmp(m->option_key[i], text->text) || !strcmp(m->option_name[i].text[0], text->text) ||
          !strcmp(m->option_name[i].text[1], text->text))
        return constant(p, text->at, score__fraction_make((int64_t)i, 1), SCORE__TYPE_NUMBER);
    score__parser_fail(p, text->at, SCORE__PH_EXPR_OPTION, text->text, m->key);
    return text;
  }
  int32_t day;
  if (m && m->type == SCORE__MEASURE_DATE) {
    if (!score__date_parse_iso(&day, text->text))
      return constant(p, text->at, score__fraction_make(day, 1), SCORE__TYPE_NUMBER);
    score__parser_fail(p, text->at, SCORE__PH_EXPR_DATE, text->text, NULL);
    return text;
  }
  score__parser_fail(p, text->at, SCORE__PH_EXPR_COMPARE, NULL, NULL);
  return text;
}

/* Options are compared by their place in the list, which means the same only in equal lists. */
static bool same_options(const score__parser *p, const score__expr *a, const score__expr *b)
{
  if (!is_choice(p, a) || !is_choice(p, b)) return false;
  const score__measure *x = measure_of(p, a), *y = measure_of(p, b);
  bool same = x->option_count == y->option_count;
  for (size_t i = 0; same && i < x->option_count; i++) same = !strcmp(x->option_key[i], y->option_key[i]);
  return same;
}

static const score__expr *compare(score__parser *p, int op, size_t at, const score__expr *a, const score__expr *b)
{
  if (p->failed) return a;
  bool equality = op == SCORE__OP_EQUAL || op == SCORE__OP_NOT_EQUAL;
  bool a_text = is_attribute(a) || a->op == SCORE__OP_TEXT, b_text = is_attribute(b) || b->op == SCORE__OP_TEXT;
  if (a_text && b_text) {
    if (!equality || (a->op == SCORE__OP_TEXT && b->op == SCORE__OP_TEXT))
      score__parser_fail(p, at, SCORE__PH_EXPR_COMPARE, NULL, NULL);
    const score__expr *args[2] = {a, b};
    return score__parser_node(p, op == SCORE__OP_EQUAL ? SCORE__OP_SAME_TEXT : SCORE__OP_OTHER_TEXT,
                              SCORE__TYPE_CONDITION, at, args, 2);
  }
  bool named = a->op == SCORE__OP_TEXT || b->op == SCORE__OP_TEXT;
  if (a->op == SCORE__OP_TEXT)
    a = text_as(p, a, b);
  else if (b->op == SCORE__OP_TEXT)
    b = text_as(p, b, a);
  if (p->failed) return a;
  bool choices = is_choice(p, a) || is_choice(p, b);
  if (choices && !(equality && (named || same_options(p, a, b))))
    score__parser_fail(p, at, SCORE__PH_EXPR_COMPARE, NULL, NULL);
  bool conditions = a->type == SCORE__TYPE_CONDITION && b->type == SCORE__TYPE_CONDITION && equality;
  if (!choices && !conditions) {
    a = score__parser_want(p, a, SCORE__TYPE_NUMBER);
    b = score__parser_want(p, b, SCORE__TYPE_NUMBER);
  }
  const score__expr *args[2] = {a, b};
  return score__parser_node(p, op, SCORE__TYPE_CONDITION, at, args, 2);
}

/* ---- grammar ---- */

static bool enter(score__parser *p)
{
  if (++p->depth > SCORE__MAX_EXPR_DEPTH) {
    char n[24];
    score__parser_fail(p, p->lexer.at, SCORE__PH_EXPR_DEPTH, score__int_text(n, SCORE__MAX_EXPR_DEPTH), NULL);
  }
  return !p->failed;
}

static const score__expr *nothing(score__parser *p)
{
  return score__parser_node(p, 0, 0, 0, NULL, 0);
}

static const score__expr *parse_number(score__parser *p)
{
  size_t at = p->lexer.at;
  score__fraction v = {0, 1};
  if (score__decimal_parse_fraction(&v, p->lexer.text + at, p->lexer.length, '.'))
    score__parser_fail(p, at, SCORE__PH_EXPR_NUMBER, token_text(p), NULL);
  advance(p);
  return constant(p, at, v, SCORE__TYPE_NUMBER);
}

static const score__expr *parse_primary(score__parser *p)
{
  if (p->failed) return nothing(p);
  size_t at = p->lexer.at;
  if (p->lexer.kind == SCORE__TOKEN_NUMBER) return parse_number(p);
  if (p->lexer.kind == SCORE__TOKEN_TEXT) {
    const char *text = token_text(p);
    advance(p);
    return score__parser_leaf(p, SCORE__OP_TEXT, SCORE__TYPE_TEXT, at, 0, text);
  }
  if (accept(p, "(")) {
    const score__expr *e = parse_or(p);
    if (!accept(p, ")")) expected(p, "\")\"");
    return e;
  }
  if (p->lexer.kind != SCORE__TOKEN_NAME || score__lexer_is(&p->lexer, "and") || score__lexer_is(&p->lexer, "or")) {
    expected_word(p, SCORE__PH_EXPR_END_VALUE, SCORE__PH_EXPR_TOKEN_VALUE);
    return nothing(p);
  }
  if (accept(p, "true")) return constant(p, at, score__fraction_make(1, 1), SCORE__TYPE_CONDITION);
  if (accept(p, "false")) return constant(p, at, score__fraction_make(0, 1), SCORE__TYPE_CONDITION);
  const char *name = token_text(p);
  advance(p);
  if (!accept(p, "(")) return p->failed ? nothing(p) : score__parser_name(p, name, at);
  const score__expr *args[SCORE__PARSER_ARGS];
  size_t count = 0;
  const score__parser_place outer = p->place;
  score__parser_enter(p, name, at);
  if (!score__lexer_is(&p->lexer, ")")) {
    do {
      if (count == SCORE__PARSER_ARGS) {
        score__parser_fail(p, p->lexer.at, SCORE__PH_EXPR_ARGS, name, "<= 64");
        break;
      }
      args[count++] = parse_or(p);
    } while (accept(p, ","));
  }
  if (!accept(p, ")")) expected(p, "\",\" / \")\"");
  p->place = outer;
  return p->failed ? nothing(p) : score__parser_call(p, name, at, args, count);
}

static const score__expr *parse_unary(score__parser *p)
{
  if (!enter(p)) return nothing(p);
  size_t at = p->lexer.at;
  const score__expr *e;
  if (accept(p, "-")) {
    e = score__parser_want(p, parse_unary(p), SCORE__TYPE_NUMBER);
    e = score__parser_node(p, SCORE__OP_NEGATE, SCORE__TYPE_NUMBER, at, &e, 1);
  } else {
    e = parse_primary(p);
  }
  p->depth--;
  return e;
}

static const score__expr *parse_product(score__parser *p)
{
  const score__expr *e = parse_unary(p);
  for (;;) {
    size_t at = p->lexer.at;
    int op = score__lexer_is(&p->lexer, "*") ? SCORE__OP_MULTIPLY : SCORE__OP_DIVIDE;
    if (!accept(p, "*") && !accept(p, "/")) return e;
    const score__expr *args[2] = {score__parser_want(p, e, SCORE__TYPE_NUMBER), NULL};
    args[1] = score__parser_want(p, parse_unary(p), SCORE__TYPE_NUMBER);
    e = score__parser_node(p, op, SCORE__TYPE_NUMBER, at, args, 2);
  }
}

static const score__expr *parse_sum(score__parser *p)
{
  const score__expr *e = parse_product(p);
  for (;;) {
    size_t at = p->lexer.at;
    int op = score__lexer_is(&p->lexer, "+") ? SCORE__OP_ADD : SCORE__OP_SUBTRACT;
    if (!accept(p, "+") && !accept(p, "-")) return e;
    const score__expr *args[2] = {score__parser_want(p, e, SCORE__TYPE_NUMBER), NULL};
    args[1] = score__parser_want(p, parse_product(p), SCORE__TYPE_NUMBER);
    e = score__parser_node(p, op, SCORE__TYPE_NUMBER, at, args, 2);
  }
}

static const score__expr *parse_comparison(score__parser *p)
{
  static const struct {
    const char *sign;
    int op;
  } table[] = {{"==", SCORE__OP_EQUAL}, {"!=", SCORE__OP_NOT_EQUAL},     {"<=", SCORE__OP_LESS_EQUAL},
               {"<", SCORE__OP_LESS},   {">=", SCORE__OP_GREATER_EQUAL}, {">", SCORE__OP_GREATER}};
  const score__expr *e = parse_sum(p);
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    size_t at = p->lexer.at;
    if (accept(p, table[i].sign)) return compare(p, table[i].op, at, e, parse_sum(p));
  }
  return e;
}

static const score__expr *parse_not(score__parser *p)
{
  if (!enter(p)) return nothing(p);
  size_t at = p->lexer.at;
  const score__expr *e;
  if (accept(p, "not")) {
    e = score__parser_want(p, parse_not(p), SCORE__TYPE_CONDITION);
    e = score__parser_node(p, SCORE__OP_NOT, SCORE__TYPE_CONDITION, at, &e, 1);
  } else {
    e = parse_comparison(p);
  }
  p->depth--;
  return e;
}

static const score__expr *parse_and(score__parser *p)
{
  const score__expr *e = parse_not(p);
  for (size_t at = p->lexer.at; accept(p, "and"); at = p->lexer.at) {
    const score__expr *args[2] = {score__parser_want(p, e, SCORE__TYPE_CONDITION), NULL};
    args[1] = score__parser_want(p, parse_not(p), SCORE__TYPE_CONDITION);
    e = score__parser_node(p, SCORE__OP_AND, SCORE__TYPE_CONDITION, at, args, 2);
  }
  return e;
}

static const score__expr *parse_or(score__parser *p)
{
  if (!enter(p)) return nothing(p);
  const score__expr *e = parse_and(p);
  for (size_t at = p->lexer.at; accept(p, "or"); at = p->lexer.at) {
    const score__expr *args[2] = {score__parser_want(p, e, SCORE__TYPE_CONDITION), NULL};
    args[1] = score__parser_want(p, parse_and(p), SCORE__TYPE_CONDITION);
    e = score__parser_node(p, SCORE__OP_OR, SCORE__TYPE_CONDITION, at, args, 2);
  }
  p->depth--;
  return e;
}

const score__expr *score__parser_text(score__parser *p, const char *text)
{
  score__lexer outer = p->lexer;
  p->lexer = (score__lexer){.text = text, .size = strlen(text)};
  if (p->lexer.size > SCORE__MAX_EXPR_BYTES) {
    char n[24];
    score__parser_fail(p, 0, SCORE__PH_DEF_LIMIT, score__int_text(n, SCORE__MAX_EXPR_BYTES), "bytes");
  }
  advance(p);
  const score__expr *e = parse_or(p);
  if (!p->failed && p->lexer.kind != SCORE__TOKEN_END)
    expected_word(p, SCORE__PH_EXPR_TOKEN_OPERATOR, SCORE__PH_EXPR_TOKEN_OPERATOR);
  p->lexer = outer;
  return e;
}

const score__expr *score__expr_compile(const score__expr_scope *scope, const char *text, int want, score_error *err)
{
  score_error unused;
  score__parser p = {.scope = scope, .err = err ? err : &unused};
  *p.err = (score_error){0};
  const score__expr *e = score__parser_want(&p, score__parser_text(&p, text), want);
  return p.failed ? NULL : e;
}

bool score__expr_same(const score__expr *a, const score__expr *b)
{
  bool same = a->op == b->op && a->type == b->type && a->index == b->index && a->arg_count == b->arg_count &&
              score__fraction_cmp(&a->constant, &b->constant) == 0;
  if (same && a->op == SCORE__OP_TEXT) same = !strcmp(a->text, b->text);
  for (uint16_t i = 0; same && i < a->arg_count; i++) same = score__expr_same(a->arg[i], b->arg[i]);
  return same;
}

const score__expr *score__expr_both(score__arena *arena, const score__expr *a, const score__expr *b)
{
  score__expr *e = score__arena_alloc(arena, 1, sizeof *e);
  const score__expr **args = score__arena_alloc(arena, 2, sizeof *args);
  if (!e || !args) return NULL;
  args[0] = a;
  args[1] = b;
  *e = (score__expr){
      .op = SCORE__OP_AND, .type = SCORE__TYPE_CONDITION, .arg_count = 2, .constant = {0, 1}, .arg = args};
  return e;
}

bool score__expr_is_constant(const score__expr *e, score__fraction *out)
{
  if (e->op != SCORE__OP_CONSTANT) return false;
  if (out) *out = e->constant;
  return true;
}

size_t score__expr_measure(const score__expr *e)
{
  return e->op == SCORE__OP_MEASURE ? e->index : SIZE_MAX;
}
