/* Random small sets with levers and their data. */
#ifndef SMALL_GAME_H
#define SMALL_GAME_H

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "compute/plan_search.h"

enum { MEASURES = 6, FLAGS = 2, ALL = MEASURES + FLAGS, UNITS = 5, LEVERS = 6, PAIRS = 12 };

static uint64_t state = 20261123;

static uint32_t next(uint32_t below)
{
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(state >> 33) % below;
}

typedef struct writer {
  char text[32768];
  size_t size;
} writer;

static void say(writer *w, const char *format, ...)
{
  va_list list;
  va_start(list, format);
  w->size += (size_t)vsnprintf(w->text + w->size, sizeof w->text - w->size, format, list);
  va_end(list);
  ck_assert(w->size < sizeof w->text);
}

typedef struct game {
  writer json;
  size_t pairs, part[PAIRS], whole[PAIRS]; /* of the ratios */
  bool needed[ALL];                        /* read by the criterion that is fixed */
  size_t levers;
  struct move {
    int64_t effect[ALL]; /* added */
    bool sets[FLAGS];
    bool past, province;
    int64_t most, effort; /* most = of its own; effort in halves */
  } lever[LEVERS];
  int64_t value[UNITS][ALL]; /* -1 = blank */
  int64_t max[MEASURES];     /* of the definition; 0 = none */
  size_t grades, criteria;
  score_criteria *set;
  score_data *data;
  score_result *result;
} game;

/* ---- a random set ---- */

static void criterion(game *g, bool last)
{
  writer *w = &g->json;
  const size_t at = g->criteria++, a = next(MEASURES), b = (a + 1 + next(MEASURES - 1)) % MEASURES;
  const unsigned kind = next(at ? 11 : 9);
  say(w, "{\"key\": \"C%zu\", \"name\": \"c\", \"max\": \"10\", \"rule\": ", at);
  if (at == 0 && kind != 8) g->needed[a] = true;
  if (kind < 5) {
    static const char *const targets[] = {"100%", "80%", "50%"};
    say(w,
        "{\"kind\": \"ratio\", \"num\": \"m%zu\", \"den\": \"m%zu\", \"target\": \"%s\", \"zero_denominator\": \"%s\"}",
        a, b, targets[next(3)], next(2) ? "zero" : "full");
    if (at == 0) g->needed[b] = true;
    g->part[g->pairs] = a;
    g->whole[g->pairs++] = b;
  } else if (kind == 5) {
    say(w,
        "{\"kind\": \"bands\", \"value\": \"m%zu\", \"bands\": [{\"from\": \"9\", \"points\": \"10\"}, {\"from\": "
        "\"5\", \"to\": \"9\", "
        "\"points\": \"4\"}]}",
        a);
  } else if (kind == 6) {
    const unsigned flag = next(FLAGS);
    say(w, "{\"kind\": \"met\", \"when\": \"f%u or m%zu >= %u\"}", flag, a, 3 + next(9));
    if (at == 0) g->needed[MEASURES + flag] = true;
  } else if (kind == 7) {
    say(w, "{\"kind\": \"expr\", \"points\": \"clamp(m%zu * 0.7 - m%zu * 0.2, 0, 10)\"}", a, b);
    if (at == 0) g->needed[b] = true;
  } else if (kind == 8) {
    say(w, "{\"kind\": \"count\", \"items\": [{\"when\": \"f0\"}, {\"when\": \"f1\"}], \"each\": \"5\"}");
    if (at == 0) g->needed[MEASURES] = g->needed[MEASURES + 1] = true;
  } else {
    say(w, "{\"kind\": \"met\", \"when\": \"points(\\\"C%u\\\") >= %u\"}", next((uint32_t)at), 2 + next(7));
  }
  say(w, "}%s", last ? "" : ", ");
}

static void group(game *g, size_t at, const char *more, unsigned count, unsigned max)
{
  say(&g->json, "%s{\"key\": \"G%zu\", \"name\": \"g\", \"max\": \"%u\"%s, \"criteria\": [", at ? ", " : "", at, max,
      more);
  for (unsigned k = 0; k < count; k++) criterion(g, k + 1 == count);
  say(&g->json, "]}");
}

static void grades(game *g, unsigned max)
{
  writer *w = &g->json;
  g->grades = 3;
  say(w, ", \"grades\": {\"basis\": \"with_bonus\", \"bands\": [");
  const unsigned top = 2 + max * (50 + next(40)) / 100, middle = 1 + (top - 2) * (40 + next(50)) / 100;
  for (unsigned k = 0; k < 3; k++) {
    say(w, "%s{\"key\": \"g%u\", \"name\": \"g\", \"at_least\": \"%u\"", k ? ", " : "", k,
        k == 0   ? top
        : k == 1 ? middle
                 : 0);
    if (k < 2 && next(2)) {
      say(w, ", \"gates\": [");
      switch (next(4)) {
      case 0: say(w, "{\"no_zero\": true}"); break;
      case 1: say(w, "{\"met\": \"C%u\"}", next((uint32_t)g->criteria)); break;
      case 2: say(w, "{\"group\": \"G0\", \"at_least\": \"%u%%\"}", 30 + next(50)); break;
      default: say(w, "{\"when\": \"m%u >= %u\"}", next(MEASURES), 2 + next(8));
      }
      say(w, "]");
    }
    say(w, "}");
  }
  say(w, "]");
  if (next(3) == 0)
    say(w, ", \"ceilings\": [{\"when\": \"points(\\\"C%u\\\") < %u\", \"at_most\": \"g1\"}]",
        next((uint32_t)g->criteria), 1 + next(6));
  say(w, "}");
}

static void lever(game *g, size_t at)
{
  writer *w = &g->json;
  struct move *m = &g->lever[at];
  const char *mark = "";
  *m = (struct move){.past = next(12) == 0, .province = next(5) == 0, .most = 1 + next(4), .effort = 1 + next(8)};
  say(w,
      "%s{\"key\": \"l%zu\", \"name\": \"l\", \"kind\": \"%s\", \"controlled_by\": \"%s\", \"effort\": \"%u.%u\", "
      "\"most\": \"%u\", \"effect\": {",
      at ? ", " : "", at,
      m->past   ? "past"
      : next(2) ? "convert"
                : "add",
      m->province ? "province" : "unit", (unsigned)m->effort / 2, (unsigned)m->effort % 2 * 5, (unsigned)m->most);
  for (size_t k = 0, wanted = 1 + next(4); k < ALL; k++) {
    if (next(ALL) >= wanted + 1 && !(k == ALL - 1 && !*mark)) continue;
    if (k < MEASURES) {
      m->effect[k] = next(8) ? 1 + (int64_t)next(2) : -1;
      say(w, "%s\"m%zu\": \"%+d\"", mark, k, (int)m->effect[k]);
    } else {
      m->sets[k - MEASURES] = true;
      say(w, "%s\"f%zu\": \"=yes\"", mark, k - MEASURES);
    }
    mark = ", ";
  }
  say(w, "}}");
}

static void define(game *g)
{
  writer *w = &g->json;
  *g = (game){.levers = 1 + next(LEVERS)};
  say(w,
      "{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"t\", "
      "\"grids\": {\"criterion\": \"%s\", \"group\": \"%s\", \"total\": \"%s\"}, \"measures\": {",
      next(4) ? "0.01" : "0.5", next(3) ? "none" : "0.1", next(4) ? "0.01" : "1");
  for (size_t k = 0; k < MEASURES; k++) {
    g->max[k] = next(4) ? 0 : 14 + next(8);
    say(w, "\"m%zu\": {\"type\": \"count\", \"name\": \"m\"", k);
    if (g->max[k]) say(w, ", \"max\": \"%u\"", (unsigned)g->max[k]);
    say(w, "}, ");
  }
  say(w, "\"f0\": {\"type\": \"boolean\", \"name\": \"f\"}, \"f1\": {\"type\": \"boolean\", \"name\": \"f\"}}, "
         "\"groups\": [");
  const unsigned groups = 1 + next(2);
  unsigned max = 0;
  for (size_t k = 0; k < groups; k++) {
    const unsigned count = 1 + next(4), own = 10 * count - (next(5) ? 0 : 5);
    group(g, k, "", count, own);
    max += own;
  }
  unsigned bonus = next(4) ? 0 : 1;
  if (bonus) group(g, groups, next(2) ? ", \"kind\": \"bonus\"" : ", \"kind\": \"penalty\"", 1, 5);
  say(w, "], \"total\": {\"max\": \"%u\", \"basis\": \"%s\"}", max, next(3) ? "points" : "percent");
  if (next(4)) grades(g, max < 100 ? max : 100);
  say(w, ", \"ranking\": {\"method\": \"%s\"", next(2) ? "competition" : "dense");
  if (next(2)) say(w, ", \"tie_break\": [{\"%s\"}]", next(2) ? "node\": \"C0" : "measure\": \"m0");
  say(w, "}, \"levers\": [");
  for (size_t k = 0; k < g->levers; k++) lever(g, k);
  say(w, "]}");
}

static const char *key_of(size_t k, char text[24])
{
  snprintf(text, 24, "%c%zu", k < MEASURES ? 'm' : 'f', k < MEASURES ? k : k - MEASURES);
  return text;
}

static void put(game *g, size_t unit, size_t k, int64_t value)
{
  char key[24], text[24], code[8];
  score_error err = {0};
  snprintf(code, sizeof code, "u%zu", unit);
  snprintf(text, sizeof text, "%ld", (long)value);
  ck_assert_int_eq(
      score_data_set(g->data, code, "2026-Q3", key_of(k, key), SCORE_STAGE_SELF, value < 0 ? "" : text, &err), 0);
}

/* Parts mostly not above their wholes, a blank here and there. */
static void fill(game *g)
{
  for (size_t u = 0; u < UNITS; u++) {
    for (size_t k = 0; k < ALL; k++) g->value[u][k] = k < MEASURES ? 2 + next(12) : next(4) == 0;
    for (size_t again = 0; again < PAIRS; again++)
      for (size_t p = 0; p < g->pairs; p++)
        if (g->value[u][g->part[p]] > g->value[u][g->whole[p]] && next(20))
          g->value[u][g->part[p]] = g->value[u][g->whole[p]];
    if (next(8) == 0) g->value[u][next(ALL)] = -1;
    for (size_t k = 0; k < ALL; k++) put(g, u, k, g->value[u][k]);
  }
}

static void open_game(game *g)
{
  score_error err = {0};
  char text[300];
  define(g);
  const int code = score_criteria_parse(&g->set, g->json.text, g->json.size, "t", NULL, &err);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_msg(code == 0, "%s\n%s", text, g->json.text);
  ck_assert_int_eq(score_data_new(&g->data, g->set, &err), 0);
  fill(g);
  ck_assert_int_eq(score_evaluate(&g->result, g->data, NULL, NULL, &err), 0);
}

static void close_game(game *g)
{
  score_result_free(g->result);
  score_data_free(g->data);
  score_criteria_free(g->set);
}

#endif
