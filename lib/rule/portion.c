/* Model §5 `sum` and `best`: the exact points of each part, clamped to [0, the part's max]. A blank part gives nothing
 * and is listed (in a penalty: everything), and so does a contradictory one: else who leaves it blank would win; when
 * all are blank nothing is known. A part that does not apply, or is not
 * due, gives nothing; when none applies the criterion does not.
 * Worked: two halves of 5: all sessions attended 1/2 x 10, chaired 3 of 4: 5 + 5 x 3/4 = 8.75 as a sum, 5 as the best. */
#include "rule/portion.h"

#include <string.h>

#include "base/limits.h"

typedef struct part {
  score__words name;
  int64_t max_micro;
  score__rule_use use;
  score__node node; /* what the part's rule takes for its criterion */
} part;

static const score__param part_params[] = {{.name = "name",
                                            .type = SCORE__PARAM_WORDS,
                                            .required = true,
                                            .offset = offsetof(part, name),
                                            .change = SCORE__CHANGE_WORDING,
                                            .doc = {{"name", "tên"}}},
                                           {.name = "max",
                                            .type = SCORE__PARAM_MICRO,
                                            .required = true,
                                            .offset = offsetof(part, max_micro),
                                            .doc = {{"most points of the part", "điểm tối đa của phần"}}},
                                           {.name = "rule",
                                            .type = SCORE__PARAM_RULE,
                                            .required = true,
                                            .offset = offsetof(part, use),
                                            .doc = {{"its rule", "quy tắc của phần"}}},
                                           {.name = NULL}};

const score__param score__portion_params[] = {{.name = "parts",
                                               .type = SCORE__PARAM_ROWS,
                                               .required = true,
                                               .offset = offsetof(score__portions, rows),
                                               .rows = part_params,
                                               .row_size = sizeof(part),
                                               .doc = {{"the parts", "các phần"}}},
                                              {.name = NULL}};

static void name_place(score__portions *r, size_t row, const char *below, const char **param)
{
  char n[24];
  score__buffer b = {0};
  score__buffer_text(&b, "parts/");
  score__buffer_text(&b, score__int_text(n, (int64_t)row));
  score__buffer_text(&b, below ? "/rule/" : "/rule");
  score__buffer_text(&b, below ? below : "");
  size_t size = b.size < sizeof r->faulty - 1 ? b.size : sizeof r->faulty - 1;
  if (b.data) memcpy(r->faulty, b.data, size);
  r->faulty[size] = '\0';
  score__buffer_free(&b);
  *param = r->faulty;
}

int score__portions_check(void *rule, const score__node *node, const char **param, score_error *err)
{
  score__portions *r = rule;
  part *parts = r->rows.item;
  *param = "parts";
  if (!r->rows.count) return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_LIST_EMPTY, NULL);
  for (size_t i = 0; i < r->rows.count; i++) {
    part *p = &parts[i];
    p->node = *node;
    p->node.name = p->name;
    p->node.max_micro = p->max_micro;
    const char *below = NULL;
    if (p->use.kind->given_grid || !strcmp(p->use.kind->name, "reported")) {
      name_place(r, i, NULL, param);
      return score__fail(err, SCORE_E_INPUT, SCORE__PH_DEF_PART_REPORTED, NULL);
    }
    if (!p->use.kind->check || p->use.kind->check(p->use.rule, &p->node, &below, err) == 0) continue;
    name_place(r, i, below, param);
    return SCORE_E_INPUT;
  }
  return 0;
}

/* Something is said of the whole only where each part may say it. */
unsigned score__portions_yields(const void *rule)
{
  const score__portions *r = rule;
  const part *parts = r->rows.item;
  unsigned any = 0;
  for (size_t i = 0; i < r->rows.count; i++) {
    unsigned one = parts[i].use.kind->yields ? parts[i].use.kind->yields(parts[i].use.rule) : 0;
    if (!one) return 0;
    any |= one;
  }
  return any;
}

typedef struct tally { /* what the parts of one unit are */
  uint16_t known, blank, contradictory, not_due;
  uint16_t reason; /* of the first contradictory one */
} tally;

static void clamp(const part *p, score__fraction *v)
{
  const score__fraction zero = {0, 1}, max = score__fraction_make(p->max_micro, SCORE__MICRO);
  if (score__fraction_cmp(v, &zero) < 0) *v = zero;
  if (score__fraction_cmp(v, &max) > 0) *v = max;
}

static void trace_part(score__trace *t, const part *p, const score__value *v, const score__fraction *counts_as)
{
  bool out = v->state == SCORE__V_NA || v->state == SCORE__V_NOT_DUE;
  score__trace_step_add(t, out                            ? SCORE__PH_TRACE_PART_OUT
                           : v->state == SCORE__V_OK      ? SCORE__PH_TRACE_PART
                           : v->state == SCORE__V_INVALID ? SCORE__PH_TRACE_PART_INVALID
                                                          : SCORE__PH_TRACE_PART_BLANK);
  score__trace_text(t, p->name.text[0], p->name.text[1]);
  if (out) return;
  const score__fraction max = score__fraction_make(p->max_micro, SCORE__MICRO);
  score__trace_number(t, counts_as);
  score__trace_number(t, &max);
}

/* Points that a part counts as. */
static void take_part(const part *p, bool highest, const score__batch *b, const score__value *v, tally *n,
                      score__value *acc)
{
  score__fraction counts_as = {0, 1}, sum;
  if (acc->state == SCORE__V_INVALID) return;
  bool blank = v->state == SCORE__V_MISSING || v->state == SCORE__V_INVALID;
  if (v->state == SCORE__V_INVALID && n->contradictory++ == 0) n->reason = v->reason;
  n->known = (uint16_t)(n->known + (v->state == SCORE__V_OK));
  n->blank = (uint16_t)(n->blank + blank);
  n->not_due = (uint16_t)(n->not_due + (v->state == SCORE__V_NOT_DUE));
  if (v->state == SCORE__V_OK) counts_as = v->v;
  if (blank && (p->node.group_kind == SCORE__GROUP_PENALTY) != b->at_best)
    counts_as = score__fraction_make(p->max_micro, SCORE__MICRO);
  clamp(p, &counts_as);
  if (b->trace) trace_part(b->trace, p, v, &counts_as);
  if (highest) {
    if (score__fraction_cmp(&counts_as, &acc->v) > 0) acc->v = counts_as;
  } else if (score__fraction_add(&sum, &acc->v, &counts_as)) {
    *acc = (score__value){.v = {0, 1}, .state = SCORE__V_INVALID, .reason = SCORE__PH_INVALID_LARGE};
  } else {
    acc->v = sum;
  }
}

void score__portions_evaluate(const void *rule, const score__node *node, score__batch *b, score__value *out,
                              uint8_t *said)
{
  const score__portions *r = rule;
  const bool highest = r->highest;
  (void)node;
  const part *parts = r->rows.item;
  tally n[SCORE__BATCH_UNITS];
  memset(n, 0, sizeof n);
  for (size_t i = 0; i < b->count; i++) out[i] = (score__value){.v = {0, 1}, .state = SCORE__V_OK};
  score__value *v = score__batch_push(b);
  for (size_t k = 0; k < r->rows.count; k++) {
    uint8_t of_part[SCORE__BATCH_UNITS] = {0};
    if (b->trace) {
      score__trace_step_add(b->trace, SCORE__PH_TRACE_PART_BEGINS);
      score__trace_text(b->trace, parts[k].name.text[0], parts[k].name.text[1]);
      score__trace_points(b->trace, parts[k].max_micro, 0);
    }
    parts[k].use.kind->evaluate(parts[k].use.rule, &parts[k].node, b, v, of_part);
    for (size_t i = 0; i < b->count; i++) {
      take_part(&parts[k], highest, b, &v[i], &n[i], &out[i]);
      if (v[i].state == SCORE__V_MISSING || v[i].state == SCORE__V_INVALID) said[i] |= SCORE__RULE_OPEN;
      if (v[i].state == SCORE__V_INVALID) said[i] |= SCORE__RULE_CONTRADICTED;
      said[i] |= of_part[i] & (SCORE__RULE_OPEN | SCORE__RULE_CONTRADICTED);
    }
  }
  score__batch_pop(b);
  for (size_t i = 0; i < b->count; i++) {
    if (out[i].state == SCORE__V_INVALID) continue;
    if (!n[i].known)
      out[i] = (score__value){.v = {0, 1},
                              .reason = n[i].reason,
                              .state = n[i].contradictory ? SCORE__V_INVALID
                                       : n[i].blank       ? SCORE__V_MISSING
                                       : n[i].not_due     ? SCORE__V_NOT_DUE
                                                          : SCORE__V_NA};
    else if (b->trace) {
      score__trace_step_add(b->trace, highest ? SCORE__PH_TRACE_PARTS_BEST : SCORE__PH_TRACE_PARTS_SUM);
      score__trace_number(b->trace, &out[i].v);
    }
  }
}

static void attainable_part(const part *p, score__fraction *out)
{
  *out = score__fraction_make(p->max_micro, SCORE__MICRO);
  if (p->use.kind->attainable) p->use.kind->attainable(p->use.rule, &p->node, out);
  clamp(p, out);
}

void score__portions_attainable(const void *rule, const score__node *node, score__fraction *out)
{
  const score__portions *r = rule;
  const bool highest = r->highest;
  const part *parts = r->rows.item;
  score__fraction max = score__fraction_make(node->max_micro, SCORE__MICRO), one, sum;
  *out = score__fraction_make(0, 1);
  for (size_t k = 0; k < r->rows.count; k++) {
    attainable_part(&parts[k], &one);
    if (highest && score__fraction_cmp(&one, out) > 0) *out = one;
    if (!highest && score__fraction_add(&sum, out, &one)) break;
    if (!highest) *out = sum;
  }
  if (score__fraction_cmp(out, &max) > 0) *out = max;
}

void score__portions_within(const void *rule, score__within_fn found, void *context)
{
  const score__portions *r = rule;
  const part *parts = r->rows.item;
  for (size_t k = 0; k < r->rows.count; k++)
    if (parts[k].use.kind->within) parts[k].use.kind->within(parts[k].use.rule, found, context);
}

/* ---- the way back ---- */

static void points_now(const part *p, score__batch *b, score__fraction *out)
{
  uint8_t said[SCORE__BATCH_UNITS] = {0};
  score__trace *trace = b->trace;
  score__value *v = score__batch_push(b);
  b->trace = NULL;
  p->use.kind->evaluate(p->use.rule, &p->node, b, v, said);
  b->trace = trace;
  *out = v->state == SCORE__V_OK ? v->v : (score__fraction){0, 1};
  score__batch_pop(b);
  clamp(p, out);
}

/* The part that gives enough with the fewest inputs. */
static void reach_best(const score__portions *r, score__batch *b, const score__fraction *asked, score__needs *out)
{
  const part *parts = r->rows.item;
  bool found = false;
  score__needs best = {0};
  for (size_t k = 0; k < r->rows.count; k++) {
    score__fraction most;
    score__needs attempt = *out;
    attainable_part(&parts[k], &most);
    if (score__fraction_cmp(&most, asked) < 0) continue;
    parts[k].use.kind->reach(parts[k].use.rule, &parts[k].node, b, asked, &attempt);
    if (found && (attempt.phrase || attempt.count >= best.count)) continue;
    best = attempt;
    found = true;
  }
  if (found)
    *out = best;
  else
    out->phrase = SCORE__PH_NEED_NOTHING;
}

/* The parts with most to gain first; the last only as far as it must. */
static void reach_sum(const score__portions *r, score__batch *b, const score__fraction *asked, score__needs *out)
{
  const part *parts = r->rows.item;
  score__fraction missing = *asked, now, most, gain;
  bool used[SCORE__MAX_ROWS] = {false};
  for (size_t k = 0; k < r->rows.count; k++) {
    points_now(&parts[k], b, &now);
    if (score__fraction_sub(&missing, &missing, &now)) return;
  }
  while (missing.num > 0) {
    size_t best = SIZE_MAX;
    score__fraction best_gain = {0, 1}, best_now = {0, 1};
    for (size_t k = 0; k < r->rows.count; k++) {
      if (used[k]) continue;
      points_now(&parts[k], b, &now);
      attainable_part(&parts[k], &most);
      if (score__fraction_sub(&gain, &most, &now) || score__fraction_cmp(&gain, &best_gain) <= 0) continue;
      best = k;
      best_gain = gain;
      best_now = now;
    }
    if (best == SIZE_MAX) {
      out->phrase = SCORE__PH_NEED_NOTHING;
      return;
    }
    used[best] = true;
    score__fraction step = score__fraction_cmp(&best_gain, &missing) < 0 ? best_gain : missing, want;
    if (score__fraction_add(&want, &best_now, &step) || score__fraction_sub(&missing, &missing, &step)) return;
    parts[best].use.kind->reach(parts[best].use.rule, &parts[best].node, b, &want, out);
    if (out->phrase) return;
  }
}

void score__portions_reach(const void *rule, const score__node *node, score__batch *b, const score__fraction *asked,
                           score__needs *out)
{
  const score__portions *r = rule;
  (void)node;
  if (r->highest)
    reach_best(r, b, asked, out);
  else
    reach_sum(r, b, asked, out);
}
