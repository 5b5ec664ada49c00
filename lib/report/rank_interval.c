#include "report/rank_interval.h"

#include <inttypes.h>

#include "base/limits.h"
#include "compute/uncertainty_parts.h"

enum { ABOVE_GIVES_WAY = 3, TENTH = 100000 /* of a percent, in millionths */ };

static score__cell nothing(void)
{
  return (score__cell){.kind = SCORE__CELL_EMPTY};
}

static bool is_drawn(const score_uncertainty *u)
{
  return u->rank != NULL;
}

static bool has_record(const score_uncertainty *u)
{
  return u->options.record != 0;
}

/* ---- columns ---- */

void score__rank_interval_column(score_document *d, score__sheet_table *t, const score__ranking *k)
{
  score__sheet_column c = score__report_column("interval_shown", SCORE__PH_SURE_COL_INTERVAL, true);
  c.table_only = true;
  if (k->options->uncertainty) score__sheet_column_add(d, t, c);
}

score__cell *score__rank_interval_put(score_document *d, score__cell *at, const score__ranking *k, size_t place)
{
  const score_uncertainty *u = k->options->uncertainty;
  if (!u) return at;
  const score_rank_interval *v = &u->interval[k->result->by_rank[place]];
  score__buffer b = {0};
  if (!v->best) return at + 1;
  score__buffer_int(&b, v->best);
  if (v->worst != v->best) {
    score__buffer_text(&b, "–");
    score__buffer_int(&b, v->worst);
  }
  *at = score__cell_buffer(d, &b);
  return at + 1;
}

static const char *const parts[] = {"rank_best",      "rank_worst",   "missing_best", "missing_worst", "weights_low",
                                    "weights_median", "weights_high", "record_best",  "record_worst"};

void score__rank_interval_columns(score_document *d, score__sheet_table *t, const score__ranking *k)
{
  const score_uncertainty *u = k->options->uncertainty;
  if (!u) return;
  score__sheet_column c = score__report_column("above_next", SCORE__PH_SURE_COL_ABOVE, true);
  c.gives_way = ABOVE_GIVES_WAY;
  score__sheet_column_add(d, t, c);
  for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
    c = score__report_column(parts[p], SCORE__PH_SURE_COL_INTERVAL, true);
    c.machine_only = true;
    score__sheet_column_add(d, t, c);
  }
}

/* In percent, half up to a tenth. */
static score__cell percent_of(int64_t share_micro)
{
  return score__cell_points((share_micro * 100 + TENTH / 2) / TENTH * TENTH, 1);
}

static score__cell rank_or_nothing(int32_t rank)
{
  return rank ? score__cell_int(rank) : nothing();
}

score__cell *score__rank_interval_put_parts(score__cell *at, const score__ranking *k, size_t place)
{
  const score_uncertainty *u = k->options->uncertainty;
  const score_result *r = k->result;
  int64_t share;
  if (!u) return at;
  const score_rank_interval *v = &u->interval[r->by_rank[place]];
  const int32_t rank[] = {v->best,           v->worst,        v->missing_best, v->missing_worst, v->weights_low,
                          v->weights_median, v->weights_high, v->record_best,  v->record_worst};
  const bool next =
      place + 1 < k->ranked && score_uncertainty_above(&share, u, r->by_rank[place], r->by_rank[place + 1]) == 0;
  *at++ = next ? percent_of(share) : nothing();
  for (size_t p = 0; p < sizeof rank / sizeof *rank; p++) *at++ = rank_or_nothing(rank[p]);
  return at;
}

/* ---- what it says ---- */

static score__cell level_of(const score_uncertainty *u)
{
  return score__cell_phrase(u->options.level == SCORE_WEIGHT_GROUPS ? SCORE__PH_SURE_GROUPS : SCORE__PH_SURE_CRITERIA);
}

static score__cell seed_of(score_document *d, const score_uncertainty *u)
{
  char text[24];
  size_t n = sizeof text;
  uint64_t seed = u->options.seed;
  text[--n] = '\0';
  do text[--n] = (char)('0' + seed % 10);
  while (seed /= 10);
  return score__cell_text(d, text + n);
}

static void outline(score_document *d, const score_uncertainty *u)
{
  score__outline *o = score__outline_add(d, NULL, "interval", SCORE__OUTLINE_OBJECT);
  score__outline_cell(d, o, "estimate", score__cell_bool(true));
  score__outline_cell(d, o, "missing", score__cell_bool(true));
  score__outline_cell(d, o, "record", score__cell_bool(has_record(u)));
  score__outline_cell(d, o, "draws", score__cell_int(is_drawn(u) ? (int64_t)u->options.draws : 0));
  if (!is_drawn(u)) return;
  score__outline_cell(d, o, "seed", seed_of(d, u));
  score__outline_cell(d, o, "perturb", score__cell_points(u->options.perturb_micro * 100, -1));
  score__outline_cell(d, o, "perturb_on",
                      score__cell_code(d, u->options.level == SCORE_WEIGHT_GROUPS ? "groups" : "criteria"));
}

void score__rank_interval_notes(score_document *d, const score__ranking *k)
{
  const score_uncertainty *u = k->options->uncertainty;
  if (!u || !k->ranked) return;
  outline(d, u);
  const score__cell share = score__cell_points(u->options.perturb_micro * 100, -1);
  const score__cell draws[] = {level_of(u), share, score__cell_int((int64_t)u->options.draws), seed_of(d, u)};
  const score__cell args[] = {
      is_drawn(u) ? score__cell_phrase_args(d, SCORE__PH_SURE_NOTE_DRAWS, draws, 4)
                  : score__cell_phrase(SCORE__PH_SURE_NOTE_NO_DRAWS),
      score__cell_phrase(has_record(u) ? SCORE__PH_SURE_NOTE_RECORD : SCORE__PH_SURE_NOTE_NO_RECORD)};
  score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_SURE_NOTE, args, 2), 0, true);
  if (is_drawn(u) && k->ranked > 1) score__sheet_line_add(d, score__cell_phrase(SCORE__PH_SURE_NOTE_ABOVE), 0, true);
}

/* A unit without a name is called by its code. */
static const char *called(const score_result *r, size_t position)
{
  const char *name = score__report_unit_name(r, position);
  return *name ? name : r->data->units.code[r->unit[position]];
}

int score__rank_interval_pair(score_document *d, const score__ranking *k, score_error *err)
{
  const score_uncertainty *u = k->options->uncertainty;
  const score_result *r = k->result;
  size_t unit[2];
  int64_t share;
  if (!u || !k->options->pair[0] || !k->options->pair[1]) return 0;
  for (int s = 0; s < 2; s++) {
    const int code = score__report_find(&unit[s], r, k->options->pair[s], err);
    if (code) return code;
  }
  const bool known = score_uncertainty_above(&share, u, unit[0], unit[1]) == 0;
  score__outline *o = score__outline_add(d, NULL, "pair", SCORE__OUTLINE_OBJECT);
  score__outline_cell(d, o, "first", score__cell_code(d, r->data->units.code[r->unit[unit[0]]]));
  score__outline_cell(d, o, "second", score__cell_code(d, r->data->units.code[r->unit[unit[1]]]));
  score__outline_cell(d, o, "above", known ? percent_of(share) : nothing());
  const score__cell args[] = {score__cell_text(d, called(r, unit[0])), score__cell_text(d, called(r, unit[1])),
                              known ? percent_of(share) : nothing()};
  score__sheet_fact_add(d, NULL, SCORE__PH_SURE_PAIR,
                        score__cell_phrase_args(d, known ? SCORE__PH_SURE_PAIR_OF : SCORE__PH_SURE_PAIR_NONE, args, 3));
  return 0;
}
