/* Random sets of every shape, with levers and their data. */
#ifndef ODD_SCENE_H
#define ODD_SCENE_H

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "compute/plan_search.h"

enum { COUNTS = 7, LEVERS = 5, UNITS = 3 };

static uint64_t state = 3333;

static uint32_t next(uint32_t below)
{
  uint64_t x = state += UINT64_C(0x9E3779B97F4A7C15);
  x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
  return (uint32_t)(x >> 33) % below;
}

typedef struct scene {
  char text[65536];
  size_t size, criteria, groups, levers, grades;
  bool percent, steady, has_default[COUNTS]; /* steady: what applies does so whatever a lever moves */
  score_criteria *set;
  score_data *data;
  score_result *result;
} scene;

static void say(scene *g, const char *format, ...)
{
  va_list list;
  va_start(list, format);
  g->size += (size_t)vsnprintf(g->text + g->size, sizeof g->text - g->size, format, list);
  va_end(list);
  ck_assert(g->size < sizeof g->text);
}

/* ---- a random set ---- */

static const char *const policies[] = {"zero", "full", "exclude", "rescale_group", "split"};

static void ratio(scene *g)
{
  static const char *const targets[] = {"100%", "80%", "50%", "33.3%", "120%"};
  static const char *const floors[] = {"0", "0", "10%", "30%"};
  static const char *const zeros[] = {"zero", "full", "not_applicable"};
  const unsigned a = next(COUNTS), b = (a + 1 + next(COUNTS - 1)) % COUNTS;
  say(g, "{\"kind\": \"ratio\", \"num\": \"m%u\", ", a);
  switch (next(7)) {
  case 0: say(g, "\"den\": \"max(m%u, m%u)\"", b, next(COUNTS)); break;
  case 1: say(g, "\"den\": \"m%u + %u\"", b, 1 + next(5)); break;
  default: say(g, "\"den\": \"m%u\"", b);
  }
  say(g, ", \"target\": \"%s\", \"floor\": \"%s\", \"zero_denominator\": \"%s\"", targets[next(5)], floors[next(4)],
      zeros[g->steady || next(6) ? next(2) : 2]);
  if (next(3)) say(g, ", \"may_exceed\": true");
  if (next(8) == 0) say(g, ", \"factor\": \"p0\"");
  say(g, "}");
}

static void rule(scene *g, unsigned depth)
{
  const unsigned a = next(COUNTS), b = next(COUNTS);
  switch (next(g->criteria > 1 ? 17 : 14)) {
  case 0:
    say(g,
        "{\"kind\": \"bands\", \"value\": \"m%u\", \"bands\": [{\"from\": \"9\", \"share\": \"100%%\"}, {\"from\": "
        "\"5\", \"to\": \"9\", \"share\": \"40%%\"}]}",
        a);
    break;
  case 1:
    say(g,
        "{\"kind\": \"steps\", \"value\": \"m%u\", \"level\": \"%u\", \"base\": \"0.2\", \"below\": \"zero\", "
        "\"direction\": \"%s\", \"slopes\": [{\"every\": \"%u\", \"add\": \"0.%u\", \"mode\": \"%s\"}]}",
        a, 2 + next(8), next(3) ? "up" : "down", 1 + next(2), 2 + next(8), next(2) ? "floor" : "prorate");
    break;
  case 2: say(g, "{\"kind\": \"met\", \"when\": \"f%u or m%u >= %u\"}", next(2), a, 3 + next(9)); break;
  case 3:
    say(g, "{\"kind\": \"count\", \"items\": [{\"when\": \"f0\"}, {\"when\": \"m%u > 6\"}], \"each\": \"2\"}", a);
    break;
  case 4: say(g, "{\"kind\": \"expr\", \"points\": \"clamp(m%u * 0.7 - m%u * 0.3, 0, 4)\"}", a, b); break;
  case 5:
    if (g->steady) {
      ratio(g);
      break;
    }
    say(g,
        "{\"kind\": \"choice\", \"value\": \"k0\", \"options\": [{\"option\": \"a\", \"share\": \"50%%\"}, "
        "{\"option\": "
        "\"b\", \"share\": \"100%%\"}, {\"option\": \"n\", \"outcome\": \"%s\"}]}",
        next(2) ? "not_applicable" : "not_due");
    break;
  case 6:
    if (depth) {
      ratio(g);
      break;
    }
    say(g, "{\"kind\": \"%s\", \"parts\": [{\"name\": \"x\", \"max\": \"1\", \"rule\": ", next(2) ? "sum" : "best");
    rule(g, 1);
    say(g, "}, {\"name\": \"y\", \"max\": \"1\", \"rule\": ");
    rule(g, 1);
    say(g, "}]}");
    break;
  case 14:
    say(g, "{\"kind\": \"met\", \"when\": \"points(\\\"C%u\\\") >= 1\"}", next((uint32_t)g->criteria - 1));
    break;
  case 15: say(g, "{\"kind\": \"met\", \"when\": \"met(\\\"C%u\\\")\"}", next((uint32_t)g->criteria - 1)); break;
  case 16:
    say(g, "{\"kind\": \"expr\", \"points\": \"points(\\\"C%u\\\") * 0.6\"}", next((uint32_t)g->criteria - 1));
    break;
  default: ratio(g);
  }
}

static void criterion(scene *g)
{
  static const char *const maxima[] = {"2", "3", "4", "5", "2.5", "3.33", "0.25"};
  static const char *const grids[] = {"0.01", "0.5", "none", "0.1"};
  say(g, "{\"key\": \"C%zu\", \"name\": \"c\", \"max\": \"%s\"", g->criteria++, maxima[next(7)]);
  if (next(8) == 0) say(g, ", \"requires\": \"m%u > %u\"", next(COUNTS), next(6));
  if (next(8) == 0) say(g, ", \"cap_when\": [{\"when\": \"m%u < %u\", \"cap\": \"0.2\"}]", next(COUNTS), 3 + next(6));
  if (!g->steady && next(24) == 0)
    say(g, ", \"applies_when\": \"m%u < %u\"", next(COUNTS), 3 + next(9));
  else if (next(6) == 0)
    say(g, ", \"applies_when\": \"f2\"");
  if (!g->steady && next(20) == 0) say(g, ", \"due\": \"2026-12-31\"");
  if (!g->steady && next(20) == 0) say(g, ", \"na_from_data\": true");
  if (next(4) == 0) say(g, ", \"not_applicable\": \"%s\"", policies[next(5)]);
  if (next(4) == 0) say(g, ", \"grid\": \"%s\"", grids[next(4)]);
  if (next(3) == 0) say(g, ", \"weight\": \"0.%u\"", 1 + next(9));
  say(g, ", \"rule\": ");
  rule(g, 0);
  say(g, "}");
}

static void group(scene *g, unsigned depth, const char *kind)
{
  static const char *const aggregates[] = {"sum", "sum", "sum", "weighted", "share_met", "highest"};
  static const char *const grids[] = {"0.01", "0.5", "0.1", "1"};
  say(g, "{\"key\": \"G%zu\", \"name\": \"g\", \"max\": \"%u%s\", \"aggregate\": \"%s\", \"grid\": \"%s\"", g->groups++,
      2 + next(9), next(3) ? "" : ".25", aggregates[next(6)], grids[next(4)]);
  if (*kind) say(g, ", \"kind\": \"%s\"", kind);
  if (next(4) == 0) say(g, ", \"not_applicable\": \"%s\"", policies[next(5)]);
  if (next(10) == 0) say(g, ", \"applies_when\": \"f2\"");
  if (next(3) == 0) say(g, ", \"weight\": \"0.%u\"", 1 + next(9));
  const unsigned count = 1 + next(3), inner = depth < 2 && next(3) == 0;
  say(g, ", \"%s\": [", inner ? "groups" : "criteria");
  for (unsigned k = 0; k < count; k++) {
    if (k) say(g, ", ");
    if (inner)
      group(g, depth + 1, "");
    else
      criterion(g);
  }
  say(g, "]}");
}

static void grades(scene *g)
{
  g->grades = 3;
  say(g, ", \"grades\": {\"basis\": \"%s\", \"bands\": [", next(4) ? "with_bonus" : "without_bonus");
  const unsigned top = 6 + next(g->percent ? 90 : 10);
  for (unsigned k = 0; k < 3; k++) {
    say(g, "%s{\"key\": \"g%u\", \"name\": \"g\", \"at_least\": \"%u\"", k ? ", " : "", k,
        k == 0   ? top
        : k == 1 ? top / 2
                 : 0);
    if (k < 2 && next(2)) {
      say(g, ", \"gates\": [");
      switch (next(4)) {
      case 0: say(g, "{\"no_zero\": true}"); break;
      case 1: say(g, "{\"met\": \"C%u\"}", next((uint32_t)g->criteria)); break;
      case 2: say(g, "{\"group\": \"G0\", \"at_least\": \"%u%%\"}", 30 + next(50)); break;
      default: say(g, "{\"when\": \"m%u >= %u\"}", next(COUNTS), 2 + next(8));
      }
      say(g, "]");
    }
    say(g, "}");
  }
  say(g, "]");
  if (next(4) == 0)
    say(g, ", \"ceilings\": [{\"when\": \"m%u < %u\", \"at_most\": \"g1\"}]", next(COUNTS), 1 + next(6));
  if (next(6) == 0) say(g, ", \"forced\": [{\"when\": \"m%u > %u\", \"grade\": \"g0\"}]", next(COUNTS), 5 + next(6));
  say(g, "}");
}

static void lever(scene *g, size_t at)
{
  const char *mark = "";
  say(g,
      "%s{\"key\": \"l%zu\", \"name\": \"l\", \"kind\": \"add\", \"effort\": \"%u.%u\", \"most\": \"%u\", \"effect\": "
      "{",
      at ? ", " : "", at, 1 + next(4), next(4) * 25, 1 + next(next(3) ? 4 : 60));
  for (size_t k = 0, wanted = 1 + next(3); k < COUNTS; k++) {
    if (next(COUNTS) >= wanted && !(k == COUNTS - 1 && !*mark)) continue;
    say(g, "%s\"m%zu\": \"%+d\"", mark, k, next(4) ? 1 + (int)next(3) : -1 - (int)next(2));
    mark = ", ";
  }
  if (next(6) == 0) say(g, ", \"f%u\": \"=yes\"", next(2));
  if (next(12) == 0) say(g, ", \"k0\": \"=%s\"", next(2) ? "a" : "b");
  if (next(12) == 0) say(g, ", \"p0\": \"+10%%\"");
  say(g, "}}");
}

static void define(scene *g)
{
  static const char *const grids[] = {"0.01", "0.5", "0.1", "1", "none"};
  *g = (scene){.levers = 1 + next(LEVERS), .percent = next(2), .steady = next(3) > 0};
  say(g,
      "{\"format\": 1, \"id\": \"t\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"t\", \"not_applicable\": "
      "\"%s\", \"grids\": {\"criterion\": \"%s\", \"group\": \"none\", \"total\": \"%s\"}, \"measures\": {",
      policies[next(5)], grids[next(5)], grids[next(4)]);
  for (size_t k = 0; k < COUNTS; k++) {
    g->has_default[k] = next(6) == 0;
    say(g, "\"m%zu\": {\"type\": \"amount\", \"digits\": %u, \"min\": \"0\", \"name\": \"m\"", k, next(4) == 0);
    if (g->has_default[k]) say(g, ", \"default\": \"%u\"", next(6));
    say(g, "}, ");
  }
  say(g,
      "\"p0\": {\"type\": \"percent\", \"max\": \"100%%\", \"name\": \"p\"}, \"k0\": {\"type\": \"choice\", \"name\": "
      "\"k\", \"options\": [{\"key\": \"a\", \"name\": \"a\"}, {\"key\": \"b\", \"name\": \"b\"}, {\"key\": \"n\", "
      "\"name\": \"n\"}]}, ");
  for (unsigned k = 0; k < 3; k++) say(g, "%s\"f%u\": {\"type\": \"boolean\", \"name\": \"f\"}", k ? ", " : "", k);
  say(g, "}, \"groups\": [");
  for (unsigned k = 0, count = 1 + next(3); k < count; k++) {
    if (k) say(g, ", ");
    group(g, 0, "");
  }
  if (next(4) == 0) say(g, ", "), group(g, 1, "bonus");
  if (next(4) == 0) say(g, ", "), group(g, 1, "penalty");
  say(g, "], \"total\": {\"max\": \"%u%s\", \"basis\": \"%s\"}", 8 + next(14), next(3) ? "" : ".25",
      g->percent ? "percent" : "points");
  if (next(2)) grades(g);
  say(g, ", \"ranking\": {\"method\": \"%s\"", next(2) ? "competition" : "dense");
  if (next(3) == 0) say(g, ", \"completeness\": \"60%%\"");
  if (next(2)) say(g, ", \"tie_break\": [{\"%s\"}]", next(2) ? "node\": \"C0" : "measure\": \"m0");
  say(g, "}, \"levers\": [");
  for (size_t k = 0; k < g->levers; k++) lever(g, k);
  say(g, "]}");
}

/* ---- its data ---- */

static void put(scene *g, size_t unit, const char *key, score_stage stage, const char *text)
{
  score_error err = {0};
  char code[8];
  snprintf(code, sizeof code, "u%zu", unit);
  (void)score_data_set(g->data, code, "2026-Q3", key, stage, text, &err);
}

static void fill(scene *g, bool two)
{
  for (size_t u = 0; u < UNITS; u++)
    for (int stage = SCORE_STAGE_SELF; stage <= SCORE_STAGE_SELF + two; stage++) {
      char key[24], text[24];
      for (size_t k = 0; k < COUNTS; k++) {
        if (next(g->has_default[k] ? 2 : stage ? 3 : 14) == 0) continue;
        snprintf(key, sizeof key, "m%zu", k);
        snprintf(text, sizeof text, "%u", next(12) ? 1 + next(12) : 0);
        put(g, u, key, (score_stage)stage, next(30) ? text : "NA");
      }
      for (unsigned k = 0; k < 3; k++) {
        if (next(8) == 0) continue;
        snprintf(key, sizeof key, "f%u", k);
        put(g, u, key, (score_stage)stage, next(3) ? "1" : "0");
      }
      snprintf(text, sizeof text, "%u", 50 + next(50));
      if (next(8)) put(g, u, "p0", (score_stage)stage, text);
      if (next(8)) put(g, u, "k0", (score_stage)stage, next(2) ? "a" : next(2) ? "b" : "n");
      for (unsigned k = 0; k < 2 && next(2); k++) {
        snprintf(key, sizeof key, "points:%c%u", next(4) ? 'C' : 'G', next(6));
        snprintf(text, sizeof text, "%u", next(3));
        put(g, u, key, (score_stage)stage, text);
      }
    }
}

static bool open_scene(scene *g)
{
  const bool two = next(4) == 0;
  score_eval_options options = {.stage = two ? SCORE_STAGE_VERIFIED : SCORE_STAGE_SELF, .fallback = two && next(2)};
  score_error err = {0};
  define(g);
  if (score_criteria_parse(&g->set, g->text, g->size, "t", NULL, &err)) {
    char text[400];
    score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
    if (getenv("SCORE_TALK")) printf("%s\n", text);
    return false;
  }
  ck_assert_int_eq(score_data_new(&g->data, g->set, &err), 0);
  fill(g, two);
  if (score_evaluate(&g->result, g->data, &options, NULL, &err)) g->result = NULL;
  return g->result != NULL;
}

static void close_scene(scene *g)
{
  score_result_free(g->result);
  score_data_free(g->data);
  score_criteria_free(g->set);
}

#endif
