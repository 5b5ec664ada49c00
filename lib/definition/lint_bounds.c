/* What can be said of an expression before any data are there: is it true for units of a kind, how large can it be. */
#include <string.h>

#include "definition/lint.h"
#include "model/operation.h"

enum { UNDECIDED = -1, NO, YES };

static bool is_kind(const score_criteria *set, const score__expr *e)
{
  return e->op == SCORE__OP_UNIT_ATTRIBUTE && !strcmp(set->attribute[e->index], "kind");
}

static int same_kind(const score_criteria *set, const score__expr *e, const char *kind)
{
  const score__expr *a = e->arg[0], *b = e->arg[1];
  if (!kind) return UNDECIDED;
  if (is_kind(set, a) && b->op == SCORE__OP_TEXT) return !strcmp(b->text, kind);
  if (is_kind(set, b) && a->op == SCORE__OP_TEXT) return !strcmp(a->text, kind);
  return UNDECIDED;
}

static int other(int verdict)
{
  return verdict == UNDECIDED ? UNDECIDED : !verdict;
}

static int same_truth(const score_criteria *set, const score__expr *e, const char *kind)
{
  if (e->arg[0]->type != SCORE__TYPE_CONDITION || e->arg[1]->type != SCORE__TYPE_CONDITION) return UNDECIDED;
  int a = score__lint_decide(set, e->arg[0], kind), b = score__lint_decide(set, e->arg[1], kind);
  return a == UNDECIDED || b == UNDECIDED ? UNDECIDED : a == b;
}

int score__lint_decide(const score_criteria *set, const score__expr *e, const char *kind)
{
  if (e->op == SCORE__OP_CONSTANT) return e->constant.num != 0;
  if (e->op == SCORE__OP_SAME_TEXT) return same_kind(set, e, kind);
  if (e->op == SCORE__OP_OTHER_TEXT) return other(same_kind(set, e, kind));
  if (e->op == SCORE__OP_NOT) return other(score__lint_decide(set, e->arg[0], kind));
  if (e->op == SCORE__OP_EQUAL) return same_truth(set, e, kind);
  if (e->op == SCORE__OP_NOT_EQUAL) return other(same_truth(set, e, kind));
  if (e->op == SCORE__OP_IF && e->type == SCORE__TYPE_CONDITION) {
    int c = score__lint_decide(set, e->arg[0], kind);
    if (c != UNDECIDED) return score__lint_decide(set, e->arg[c ? 1 : 2], kind);
    int a = score__lint_decide(set, e->arg[1], kind), b = score__lint_decide(set, e->arg[2], kind);
    return a == b ? a : UNDECIDED;
  }
  if (e->op != SCORE__OP_AND && e->op != SCORE__OP_OR) return UNDECIDED;
  const int settles = e->op == SCORE__OP_OR;
  int verdict = !settles;
  for (uint16_t i = 0; i < e->arg_count; i++) {
    int v = score__lint_decide(set, e->arg[i], kind);
    if (v == settles) return settles;
    if (v == UNDECIDED) verdict = UNDECIDED;
  }
  return verdict;
}

enum { UNKNOWN = -1, BOUNDLESS, BOUNDED };

/* Of the parts of a sum or a maximum: all bounded, or one that grows without a bound. */
static int highest_of_all(const score_criteria *set, const score__expr *e, bool add, score__fraction *out)
{
  int verdict = BOUNDED;
  for (uint16_t i = 0; i < e->arg_count; i++) {
    score__fraction v = {0, 1};
    int one = score__lint_highest(set, e->arg[i], &v);
    if (one == BOUNDLESS && verdict != UNKNOWN) verdict = BOUNDLESS;
    if (one == UNKNOWN) verdict = UNKNOWN;
    if (verdict != BOUNDED) continue;
    if (i == 0 || (!add && score__fraction_cmp(&v, out) > 0))
      *out = v;
    else if (add && score__fraction_add(out, out, &v))
      verdict = UNKNOWN;
  }
  return verdict;
}

static int highest_of_any(const score_criteria *set, const score__expr *e, score__fraction *out)
{
  int verdict = BOUNDLESS;
  for (uint16_t i = 0; i < e->arg_count; i++) {
    score__fraction v = {0, 1};
    int one = score__lint_highest(set, e->arg[i], &v);
    if (one == BOUNDED && (verdict != BOUNDED || score__fraction_cmp(&v, out) < 0)) *out = v;
    if (one == BOUNDED)
      verdict = BOUNDED;
    else if (one == UNKNOWN && verdict == BOUNDLESS)
      verdict = UNKNOWN;
  }
  return verdict;
}

int score__lint_highest(const score_criteria *set, const score__expr *e, score__fraction *out)
{
  if (e->op == SCORE__OP_CONSTANT) {
    *out = e->constant;
    return BOUNDED;
  }
  if (e->op == SCORE__OP_MEASURE) {
    const score__measure *m = &set->measure[e->index];
    int64_t scale = 1;
    if (!m->has_max) return m->type == SCORE__MEASURE_COUNT || m->type == SCORE__MEASURE_AMOUNT ? BOUNDLESS : UNKNOWN;
    for (uint8_t k = m->scale; k > 0; k--) scale *= 10;
    *out = score__fraction_make(m->max, scale);
    return BOUNDED;
  }
  if (e->op == SCORE__OP_COUNT) {
    *out = score__fraction_make(e->arg_count, 1);
    return BOUNDED;
  }
  if (e->op == SCORE__OP_CLAMP) return score__lint_highest(set, e->arg[2], out);
  if (e->op == SCORE__OP_ADD || e->op == SCORE__OP_SUM || e->op == SCORE__OP_MAX)
    return highest_of_all(set, e, e->op != SCORE__OP_MAX, out);
  if (e->op == SCORE__OP_MIN) return highest_of_any(set, e, out);
  return UNKNOWN;
}
