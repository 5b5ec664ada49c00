/* The way back through a rule: what `reach` asks for is enough when the rule is evaluated on it, and nothing nearer is.
 * The judge is brute force over all values of a small measure. 10^5 cases of each kind, 10^6 with SCORE_LONG. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "compute/engine.h"
#include "model/frame.h"
#include "score/score.h"

enum { TOP = 40 }; /* measures are whole numbers from 0 to TOP */

static uint64_t state = UINT64_C(0x9E3779B97F4A7C15);

static unsigned below(unsigned n)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (unsigned)(state >> 33) % n;
}

static const char measures[] =
    "\"x\": {\"name\": \"X\", \"type\": \"count\", \"max\": 40}, \"n\": {\"name\": \"N\", \"type\": \"count\", "
    "\"max\": 40},"
    "\"a\": {\"name\": \"A\", \"type\": \"boolean\"}, \"b\": {\"name\": \"B\", \"type\": \"boolean\"},"
    "\"c\": {\"name\": \"C\", \"type\": \"boolean\"}, \"d\": {\"name\": \"D\", \"type\": \"boolean\"},"
    "\"o\": {\"name\": \"O\", \"type\": \"choice\", \"options\": [{\"key\": \"p\", \"name\": \"P\"}, {\"key\": \"q\", "
    "\"name\": \"Q\"}, {\"key\": \"r\", \"name\": \"R\"}]}";

enum { X, N, A, B, C, D, O, MEASURES };

/* ---- random rules; one definition holds one criterion of each kind ---- */

static size_t put_steps(char *out, size_t size)
{
  static const char *const modes[] = {"floor", "prorate"};
  static const char *const belows[] = {"zero", "base"};
  const bool takes = below(4) == 0;
  char slopes[300];
  int n = snprintf(slopes, sizeof slopes, "{\"every\": \"%u\", \"add\": \"%s0.%u\", \"mode\": \"%s\"}", 1 + below(4),
                   takes ? "-" : "", 1 + below(9), modes[below(2)]);
  if (below(2))
    snprintf(slopes + n, sizeof slopes - (size_t)n,
             ", {\"every\": \"%u\", \"add\": \"%s0.%u\", \"from\": \"%u\", \"to\": \"%u\", \"cap\": \"%u\"}",
             1 + below(3), takes ? "-" : "", 1 + below(9), below(TOP), below(TOP), 1 + below(4));
  return (size_t)snprintf(
      out, size,
      "{\"kind\": \"steps\", \"value\": \"x\", \"level\": \"%u\", \"base\": \"%u\", \"direction\": \"%s\", "
      "\"below\": \"%s\", \"slopes\": [%s]}",
      below(TOP), below(7), below(2) ? "up" : "down", belows[below(2)], slopes);
}

static size_t put_bands(char *out, size_t size)
{
  unsigned edge = TOP;
  size_t n = (size_t)snprintf(out, size, "{\"kind\": \"bands\", \"value\": \"x\", \"bands\": [");
  for (int i = 0; i < 4 && edge > 6; i++) {
    unsigned from = edge - 1 - below(6);
    n += (size_t)snprintf(out + n, size - n,
                          "%s{\"from\": \"%u\", \"to\": \"%u\", \"from_open\": %s, \"points\": \"%u\"}", i ? ", " : "",
                          from, edge, below(2) && edge - from > 1 ? "true" : "false", below(11));
    edge = from;
    if (below(3) == 0) edge--;
  }
  return n + (size_t)snprintf(out + n, size - n, "]}");
}

static size_t put_ratio(char *out, size_t size)
{
  unsigned floor = below(3) ? 0 : below(40);
  return (size_t)snprintf(
      out, size,
      "{\"kind\": \"ratio\", \"num\": \"x\", \"den\": \"n\", \"target\": \"%u%%\", \"floor\": \"%u%%\", "
      "\"zero_denominator\": \"zero\"%s%s}",
      50 + below(51), floor, below(3) ? "" : ", \"factor\": \"0.8\"", below(3) ? "" : ", \"may_exceed\": true");
}

static size_t put_items(char *out, size_t size, const char *level)
{
  return (size_t)snprintf(out, size,
                          "{\"kind\": \"count\", \"each\": \"%u\", \"items\": [{\"when\": \"a\"}, {\"when\": \"b\", "
                          "\"points\": \"%u\"}, {\"when\": \"%s >= %u\"}, {\"when\": \"not c or d\"}]}",
                          1 + below(3), below(5), level, below(TOP));
}

static size_t put_met(char *out, size_t size)
{
  static const char *const texts[] = {"x >= 7",
                                      "x < 12",
                                      "a and b",
                                      "a or (b and c)",
                                      "count(a, b, c, d) >= 3",
                                      "not (x > 20) and a",
                                      "x == 9 or x >= 30",
                                      "o == \"q\"",
                                      "8 <= x"};
  return (size_t)snprintf(out, size, "{\"kind\": \"met\", \"when\": \"%s\"}",
                          below(4)                           ? texts[below(5)]
                          : strcmp(texts[7], "") && below(2) ? "o == 'q'"
                                                             : texts[5 + below(2)]);
}

enum { RATIO, BANDS, STEPS, CHOICE, MET, COUNT_VALUE, COUNT_ITEMS, SUM, BEST, KINDS };
static const char *const kind_names[] = {"ratio",       "bands",       "steps", "choice", "met",
                                         "count value", "count items", "sum",   "best"};

static size_t put_rule(char *out, size_t size, int kind)
{
  switch (kind) {
  case RATIO: return put_ratio(out, size);
  case BANDS: return put_bands(out, size);
  case STEPS: return put_steps(out, size);
  case CHOICE:
    return (size_t)snprintf(
        out, size,
        "{\"kind\": \"choice\", \"value\": \"o\", \"options\": [{\"option\": \"p\", \"points\": \"%u\"}, "
        "{\"option\": \"q\", \"share\": \"%u%%\"}, {\"option\": \"r\", \"outcome\": "
        "\"not_applicable\"}]}",
        below(11), below(101));
  case MET: return put_met(out, size);
  case COUNT_VALUE:
    return (size_t)snprintf(out, size, "{\"kind\": \"count\", \"value\": \"x\", \"each\": \"0.%u\", \"cap\": \"%u\"}",
                            1 + below(99), 1 + below(10));
  case COUNT_ITEMS: return put_items(out, size, "x");
  default: {
    size_t n = (size_t)snprintf(
        out, size,
        "{\"kind\": \"%s\", \"parts\": [{\"name\": \"1\", \"max\": \"7\", \"rule\": ", kind == SUM ? "sum" : "best");
    n += put_steps(out + n, size - n);
    n += (size_t)snprintf(out + n, size - n, "}, {\"name\": \"2\", \"max\": \"4\", \"rule\": ");
    n += put_items(out + n, size - n, "n"); /* parts that share an input move one another */
    return n + (size_t)snprintf(out + n, size - n, "}]}");
  }
  }
}

static score_criteria *random_set(void)
{
  char rule[4000], *text = malloc(60000);
  size_t n =
      (size_t)sprintf(text,
                      "{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"T\", "
                      "\"measures\": {%s}, \"total\": {\"max\": 90, \"basis\": \"points\"}, \"groups\": [{\"key\": "
                      "\"G\", \"name\": \"G\", \"max\": 90, \"criteria\": [",
                      measures);
  for (int k = 0; k < KINDS; k++) {
    put_rule(rule, sizeof rule, k);
    n += (size_t)sprintf(text + n, "%s{\"key\": \"K%d\", \"name\": \"K\", \"max\": 10, \"rule\": %s}", k ? ", " : "", k,
                         rule);
  }
  n += (size_t)sprintf(text + n, "]}]}");
  score_criteria *set = NULL;
  score_error err;
  if (score_criteria_parse(&set, text, n, "random", NULL, &err) != 0) {
    char why[300];
    score_error_text(why, sizeof why, &err, SCORE_LANG_EN);
    ck_abort_msg("%s in %s", why, text);
  }
  free(text);
  return set;
}

/* ---- one unit, whose cells are changed in place ---- */

typedef struct unit {
  score_data *data;
  score_result *result;
  score__layer *layer;
} unit;

static void set_cell(unit *u, uint32_t m, int64_t value, bool blank)
{
  u->layer->value[m][0] = value;
  u->layer->state[m][0] = blank ? SCORE__CELL_MISSING : SCORE__CELL_VALUE;
}

static void unit_new(unit *u, const score_criteria *set)
{
  static const char *const keys[] = {"x", "n", "a", "b", "c", "d", "o"};
  score_error err;
  ck_assert_int_eq(score_data_new(&u->data, set, &err), 0);
  for (int m = 0; m < MEASURES; m++)
    ck_assert_int_eq(score_data_set(u->data, "u", "2026", keys[m], SCORE_STAGE_SELF, m == O ? "p" : "1", &err), 0);
  ck_assert_int_eq(score_evaluate(&u->result, u->data, NULL, NULL, &err), 0);
  u->layer = &u->data->frame[0]->layer[0];
}

static void unit_free(unit *u)
{
  score_result_free(u->result);
  score_data_free(u->data);
}

static bool points_of(unit *u, const score__node *n, score__fraction *out)
{
  score__batch b = score__engine_batch(u->result, 0, 0, 1, NULL);
  score__value *v = score__batch_push(&b);
  uint8_t said = 0;
  n->rule_kind->evaluate(n->rule, n, &b, v, &said);
  *out = v->v;
  return v->state == SCORE__V_OK;
}

static bool is_enough(unit *u, const score__node *n, const score__fraction *asked)
{
  score__fraction v;
  return points_of(u, n, &v) && score__fraction_cmp(&v, asked) >= 0;
}

static void apply(unit *u, const score__needs *needs)
{
  for (size_t i = 0; i < needs->count; i++) set_cell(u, needs->item[i].measure, needs->item[i].want, false);
}

static bool moves_one(int kind)
{
  return kind == RATIO || kind == BANDS || kind == STEPS || kind == COUNT_VALUE;
}

/* The nearest value of x that is enough; -1 when none is. */
static int64_t nearest(unit *u, const score__node *n, const score__fraction *asked, int64_t have)
{
  int64_t best = -1;
  for (int64_t v = 0; v <= TOP; v++) {
    set_cell(u, X, v, false);
    if (!is_enough(u, n, asked)) continue;
    if (best < 0 || llabs(v - have) < llabs(best - have)) best = v;
  }
  set_cell(u, X, have, false);
  return best;
}

static long asked_of[KINDS], answered[KINDS];

static void one_case(unit *u, const score_criteria *set, int kind)
{
  const score__node *n = &set->node[2 + kind];
  const bool blank = below(12) == 0;
  int64_t cell[MEASURES];
  for (uint32_t m = 0; m < MEASURES; m++) {
    cell[m] = m == O ? (int64_t)below(3) : m == X || m == N ? (int64_t)below(TOP + 1) : (int64_t)below(2);
    set_cell(u, m, cell[m], blank && m != N && below(2));
  }
  if (kind == RATIO && cell[X] > cell[N]) set_cell(u, X, cell[X] = cell[N] / 2, false);
  const score__fraction asked = score__fraction_make(1 + (int64_t)below(1000), 100);
  if (is_enough(u, n, &asked)) return;
  score__batch b = score__engine_batch(u->result, 0, 0, 1, NULL);
  score__needs needs = {0};
  n->rule_kind->reach(n->rule, n, &b, &asked, &needs);
  asked_of[kind]++;
  const bool has = u->layer->state[X][0] == SCORE__CELL_VALUE;
  if (moves_one(kind) && has) {
    int64_t best = nearest(u, n, &asked, cell[X]);
    if (best < 0) {
      ck_assert_msg(needs.phrase != 0, "%s: reach asks for what cannot be had", kind_names[kind]);
      return;
    }
    ck_assert_msg(needs.phrase == 0 && needs.count == 1, "%s: %lld is enough, reach finds no way", kind_names[kind],
                  (long long)best);
    ck_assert_msg(llabs(needs.item[0].want - cell[X]) == llabs(best - cell[X]),
                  "%s: from %lld: nearest %lld, reach says %lld", kind_names[kind], (long long)cell[X], (long long)best,
                  (long long)needs.item[0].want);
  }
  if (needs.phrase) return;
  answered[kind]++;
  apply(u, &needs);
  ck_assert_msg(is_enough(u, n, &asked), "%s: what reach asks for is not enough", kind_names[kind]);
  for (size_t i = 0; (kind == COUNT_ITEMS || kind == MET) && i < needs.count; i++) { /* nothing of it is idle */
    const score__need *k = &needs.item[i];
    set_cell(u, k->measure, k->have, !k->has_have);
    ck_assert_msg(!is_enough(u, n, &asked), "%s: one change less would do", kind_names[kind]);
    set_cell(u, k->measure, k->want, false);
  }
}

START_TEST(inverse_then_forward)
{
  const char *longer = getenv("SCORE_LONG"), *shorter = getenv("SCORE_SKIP_RANDOM");
  const long wanted = longer && *longer ? 1000000 : shorter && *shorter ? 5000 : 100000;
  for (long cases = 0; cases < wanted;) {
    score_criteria *set = random_set();
    unit u;
    unit_new(&u, set);
    for (int i = 0; i < 500; i++, cases++)
      for (int kind = 0; kind < KINDS; kind++) one_case(&u, set, kind);
    unit_free(&u);
    score_criteria_free(set);
  }
  for (int kind = 0; kind < KINDS; kind++) {
    printf("%s: %ld asked, %ld answered\n", kind_names[kind], asked_of[kind], answered[kind]);
    ck_assert_msg(answered[kind] * 20 > asked_of[kind], "%s: hardly ever a way", kind_names[kind]);
  }
}
END_TEST

int main(void)
{
  Suite *s = suite_create("reach");
  TCase *t = tcase_create("reach");
  tcase_set_timeout(t, 3600);
  tcase_add_test(t, inverse_then_forward);
  suite_add_tcase(s, t);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_ENV);
  int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed ? 1 : 0;
}
