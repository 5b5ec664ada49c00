#include "model/trace.h"

#include <string.h>

#include "base/buffer.h"
#include "base/decimal.h"
#include "base/limits.h"
#include "base/phrase.h"

enum { MOST_ARGS = 10 }; /* {0} to {9} */

void score__trace_step_add(score__trace *trace, int phrase)
{
  if (!trace || trace->failed) return;
  score__trace_step *step = score__arena_alloc(trace->arena, 1, sizeof *step);
  score__trace_arg *args = step ? score__arena_alloc(trace->arena, MOST_ARGS, sizeof *args) : NULL;
  if (!args) {
    trace->failed = true;
    return;
  }
  step->phrase = phrase;
  step->arg = args;
  if (trace->last) {
    trace->last->next = step;
  } else {
    trace->first = step;
  }
  trace->last = step;
}

static score__trace_arg *next_arg(score__trace *trace)
{
  if (!trace || trace->failed || !trace->last || trace->last->arg_count == MOST_ARGS) return NULL;
  return &trace->last->arg[trace->last->arg_count++];
}

static void add_text(score__trace *trace, const score__fraction *exact, const char *en, const char *vi)
{
  score__trace_arg *arg = next_arg(trace);
  if (!arg) return;
  arg->kind = exact ? SCORE__ARG_NUMBER : SCORE__ARG_TEXT;
  if (exact) {
    arg->exact = *exact;
    score__fraction_reduce(&arg->exact);
  }
  arg->text[0] = score__arena_text(trace->arena, en);
  arg->text[1] = en == vi ? arg->text[0] : score__arena_text(trace->arena, vi);
  if (arg->text[0] && arg->text[1]) return;
  arg->text[0] = arg->text[1] = "";
  trace->failed = true;
}

void score__trace_text(score__trace *trace, const char *en, const char *vi)
{
  add_text(trace, NULL, en, vi);
}

void score__trace_phrase(score__trace *trace, int phrase)
{
  score__trace_arg *arg = next_arg(trace);
  if (!arg) return;
  arg->kind = SCORE__ARG_PHRASE;
  arg->phrase = phrase;
  arg->text[0] = arg->text[1] = "";
}

/* "27840/1517 (≈ 18.352011)": exact first, then what a person can compare. */
static void add_endless(score__trace *trace, const score__fraction *v)
{
  char exact[96], near[32], text[2][160];
  int64_t micro;
  score__fraction_print(exact, sizeof exact, v);
  bool fits = score__fraction_round(&micro, v, 1) == 0 && micro != 0;
  for (int lang = 0; lang < 2; lang++) {
    score__buffer b = {0};
    score__buffer_text(&b, exact);
    if (fits) {
      score__decimal_print(near, sizeof near, micro, 6, 6, lang ? ',' : '.');
      score__buffer_text(&b, " (≈ ");
      score__buffer_text(&b, near);
      score__buffer_char(&b, ')');
    }
    size_t n = b.size < sizeof text[0] ? b.size : sizeof text[0] - 1;
    if (n) memcpy(text[lang], b.data, n);
    text[lang][n] = '\0';
    trace->failed |= b.failed;
    score__buffer_free(&b);
  }
  add_text(trace, v, text[0], text[1]);
}

void score__trace_number(score__trace *trace, const score__fraction *v)
{
  if (!trace || trace->failed) return;
  char text[96];
  score__fraction lowest = *v, millions = {SCORE__MICRO, 1}, micro;
  score__fraction_reduce(&lowest);
  bool fits = score__fraction_mul(&micro, &lowest, &millions) == 0;
  if (fits) score__fraction_reduce(&micro);
  if (fits && micro.den == 1 && score__i128_fits64(micro.num)) {
    score__decimal_print(text, sizeof text, (int64_t)micro.num, 6, -1, '.');
    add_text(trace, &lowest, text, text);
  } else {
    add_endless(trace, &lowest);
  }
}

void score__trace_points(score__trace *trace, int64_t micro, int64_t grid_micro)
{
  if (!trace || trace->failed) return;
  char text[32];
  const score__fraction v = score__fraction_make(micro, SCORE__MICRO);
  score__points_print(text, sizeof text, micro, grid_micro, '.');
  add_text(trace, &v, text, text);
}

void score__trace_int(score__trace *trace, int64_t v)
{
  if (!trace || trace->failed) return;
  char text[32];
  score__decimal_print(text, sizeof text, v, 0, -1, '.');
  const score__fraction exact = score__fraction_make(v, 1);
  add_text(trace, &exact, text, text);
}

void score__trace_round(score__trace *trace, const score__fraction *exact, int64_t grid_micro, int64_t points_micro)
{
  const score__fraction points = score__fraction_make(points_micro, SCORE__MICRO);
  if (!trace || trace->failed || (!grid_micro && score__fraction_cmp(exact, &points) == 0)) return;
  trace->rounds = true;
  trace->exact = *exact;
  score__fraction_reduce(&trace->exact);
  trace->grid_micro = grid_micro ? grid_micro : 1;
  score__trace_step_add(trace, SCORE__PH_TRACE_ROUND);
  score__trace_number(trace, exact);
  score__trace_points(trace, trace->grid_micro, 0);
  score__trace_points(trace, points_micro, trace->grid_micro);
}

void score__trace_clamp(score__trace *trace, const score__fraction *value, int64_t max_micro)
{
  const score__fraction zero = {0, 1}, max = score__fraction_make(max_micro, SCORE__MICRO);
  if (!trace || (score__fraction_cmp(value, &zero) >= 0 && score__fraction_cmp(value, &max) <= 0)) return;
  score__trace_step_add(trace, SCORE__PH_TRACE_CLAMP);
  score__trace_number(trace, value);
  score__trace_points(trace, max_micro, 0);
}
