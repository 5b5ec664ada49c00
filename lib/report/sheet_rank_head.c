/* What stands above a ranking: how it was made, how the totals spread, what it is compared with. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "compute/correlation.h"
#include "compute/percentile.h"
#include "report/sheet_rank.h"

/* ---- method ---- */

static void name_key(score__buffer *out, const score_criteria *set, const score__tie_key *key, score_lang lang)
{
  const score__words *name = key->is_node ? &set->node[key->index].name : &set->measure[key->index].name;
  score__buffer_text(out, name->text[lang]);
  const int how = key->is_decision ? SCORE__PH_RANKING_KEY_DECISION : key->ascending ? SCORE__PH_RANKING_KEY_LESS : 0;
  if (how) score__buffer_text(out, score__phrase_text(how, lang));
}

static score__cell tie_keys(score_document *d, const score_criteria *set)
{
  score__buffer text[2] = {{0}, {0}};
  for (int lang = 0; lang < 2; lang++)
    for (size_t t = 0; t < set->tie_count; t++) {
      if (t) score__buffer_text(&text[lang], "; ");
      name_key(&text[lang], set, &set->tie[t], (score_lang)lang);
    }
  const score__words words = {{text[0].data ? text[0].data : "", text[1].data ? text[1].data : ""}};
  const score__cell c = score__cell_words(d, &words);
  if (text[0].failed || text[1].failed) d->failed = true;
  score__buffer_free(&text[0]);
  score__buffer_free(&text[1]);
  return c;
}

static void outline_keys(score_document *d, const score_criteria *set)
{
  score__outline *list = score__outline_add(d, NULL, "tie_break", SCORE__OUTLINE_LIST);
  for (size_t t = 0; t < set->tie_count; t++) {
    const score__tie_key *key = &set->tie[t];
    score__outline *o = score__outline_add(d, list, NULL, SCORE__OUTLINE_OBJECT);
    const char *what = key->is_decision ? "decision" : key->is_node ? "node" : "measure";
    const char *name = key->is_node ? set->node[key->index].key : set->measure[key->index].key;
    score__outline_cell(d, o, what, score__cell_code(d, name));
    score__outline_cell(d, o, "order", score__cell_code(d, key->ascending ? "ascending" : "descending"));
  }
}

void score__rank_method(score_document *d, const score_criteria *set)
{
  const score__cell keys = tie_keys(d, set);
  const score__cell args[] = {
      score__cell_phrase(set->rank_dense ? SCORE__PH_RANKING_DENSE : SCORE__PH_RANKING_COMPETITION), keys};
  score__sheet_fact_add(d, "method", 0, score__cell_code(d, set->rank_dense ? "dense" : "competition"));
  score__sheet_fact_add(
      d, NULL, SCORE__PH_RANKING_METHOD,
      score__cell_phrase_args(d, set->tie_count ? SCORE__PH_RANKING_WITH_KEYS : SCORE__PH_RANKING_WITHOUT_KEYS, args,
                              set->tie_count ? 2 : 1));
  const score__cell share = score__cell_points(set->completeness_micro * 100, -1);
  score__sheet_fact_add(d, "completeness_threshold", 0,
                        set->has_completeness ? share : (score__cell){.kind = SCORE__CELL_EMPTY});
  if (set->has_completeness)
    score__sheet_fact_add(d, NULL, SCORE__PH_RANKING_THRESHOLD,
                          score__cell_phrase_args(d, SCORE__PH_RANKING_THRESHOLD_OF, &share, 1));
  outline_keys(d, set);
}

/* ---- distribution ---- */

/* Between two printed totals there may be one digit more. */
static score__cell between(const score_criteria *set, int64_t micro)
{
  const int64_t grid = set->total_grid_micro;
  return grid && micro % grid ? score__cell_points(micro, -1) : score__report_basis(set, micro);
}

static int by_value(const void *a, const void *b)
{
  const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static void count_quarters(score_document *d, const score__ranking *k)
{
  int64_t count[5] = {0};
  for (size_t p = 0; p < k->ranked; p++) count[score__percentile_quarter(k->worse[p], k->equal[p], k->ranked)]++;
  score__outline *list = score__outline_add(d, NULL, "quarter_counts", SCORE__OUTLINE_LIST);
  score__cell args[4];
  for (int q = 1; q <= 4; q++) {
    args[q - 1] = score__cell_int(count[q]);
    score__outline_cell(d, list, NULL, args[q - 1]);
  }
  score__sheet_fact_add(d, NULL, SCORE__PH_RANKING_QUARTERS,
                        score__cell_phrase_args(d, SCORE__PH_RANKING_QUARTERS_OF, args, 4));
}

static void add_distribution(score_document *d, const score__ranking *k)
{
  static const char *const keys[] = {"worst", "lower_quartile", "median", "upper_quartile", "best"};
  const score_result *r = k->result;
  int64_t *list = calloc(k->ranked + 1, sizeof *list), value[5];
  if (!list) {
    d->failed = true;
    return;
  }
  for (size_t p = 0; p < k->ranked; p++) list[p] = r->total[r->by_rank[p]].basis_micro;
  qsort(list, k->ranked, sizeof *list, by_value);
  score__cell args[6];
  for (unsigned q = 0; q < 5; q++) {
    value[q] = score__quartile(list, k->ranked, q);
    args[q] = between(r->set, value[q]);
    score__sheet_fact_add(d, keys[q], 0, args[q]);
  }
  args[5] = between(r->set, value[4] - value[0]);
  score__sheet_fact_add(d, "spread", 0, args[5]);
  if (k->ranked > 1)
    score__sheet_fact_add(d, NULL, SCORE__PH_RANKING_SPREAD,
                          score__cell_phrase_args(d, SCORE__PH_RANKING_SPREAD_OF, args, 6));
  free(list);
}

/* ---- what it is compared with ---- */

static score__cell version_of(score_document *d, const score_criteria *set)
{
  score__buffer b = {0};
  score__buffer_text(&b, set->id);
  score__buffer_char(&b, '@');
  score__buffer_text(&b, set->version);
  return score__cell_buffer(d, &b);
}

static void outline_moves(score_document *d, score__outline *o, const score__rank_beside *beside,
                          const score__rank_moves *m)
{
  const struct {
    const char *key;
    int64_t count;
  } counts[] = {{"ranked", m->ranked}, {"rose", m->rose},   {"fell", m->fell},
                {"same", m->same},     {"new", m->entered}, {"left", m->left}},
    grades[] = {{"grade_rose", m->grade_rose}, {"grade_fell", m->grade_fell}, {"grade_same", m->grade_same}};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
    score__outline_cell(d, o, counts[i].key, score__cell_int(counts[i].count));
  for (size_t i = 0; beside->same_grades && i < sizeof grades / sizeof *grades; i++)
    score__outline_cell(d, o, grades[i].key, score__cell_int(grades[i].count));
}

static void outline_beside(score_document *d, const char *key, const score__rank_beside *beside,
                           const score__rank_moves *m)
{
  const score_result *r = beside->result;
  const score_release_head *head = r->release;
  score__outline *o = score__outline_add(d, NULL, key, SCORE__OUTLINE_OBJECT);
  score__outline_cell(d, o, "period", score__cell_text(d, r->frame->name));
  score__outline_cell(d, o, "criteria", version_of(d, r->set));
  score__outline_cell(d, o, "same_rules", score__cell_bool(beside->same_rules));
  score__outline_cell(d, o, "synthetic", score__cell_bool(r->synthetic));
  score__outline_cell(d, o, "release_sha256",
                      head ? score__cell_code(d, head->sha256) : (score__cell){.kind = SCORE__CELL_EMPTY});
  outline_moves(d, o, beside, m);
}

static score__cell source_of(score_document *d, const score_result *r)
{
  char digits[13] = "";
  const score__cell period = score__cell_text(d, r->frame->name);
  if (!r->release && r->synthetic && !d->synthetic)
    return score__cell_phrase_args(d, SCORE__PH_RANKING_MADE_UP, &period, 1);
  if (!r->release) return period;
  strncpy(digits, r->release->sha256, sizeof digits - 1);
  const score__cell args[] = {score__cell_text(d, r->frame->name), score__cell_text(d, digits),
                              score__cell_text(d, r->release->released_at)};
  return score__cell_phrase_args(d, SCORE__PH_RANKING_RELEASE_OF, args, 3);
}

static void add_moves(score_document *d, const score__rank_beside *beside, const score__rank_moves *m)
{
  const score__cell moves[] = {score__cell_int(m->rose), score__cell_int(m->fell), score__cell_int(m->same),
                               score__cell_int(m->entered), score__cell_int(m->left)};
  const score__cell grades[] = {score__cell_int(m->grade_rose), score__cell_int(m->grade_fell),
                                score__cell_int(m->grade_same)};
  score__sheet_fact_add(d, NULL, SCORE__PH_RANKING_MOVES,
                        score__cell_phrase_args(d, SCORE__PH_RANKING_MOVES_OF, moves, 5));
  if (beside->same_grades && m->grade_rose + m->grade_fell + m->grade_same)
    score__sheet_fact_add(d, NULL, SCORE__PH_RANKING_GRADES,
                          score__cell_phrase_args(d, SCORE__PH_RANKING_GRADES_OF, grades, 3));
}

static void add_beside(score_document *d, const char *key, int title, const score__ranking *k,
                       const score__rank_beside *beside, bool shown)
{
  if (!beside->result) return;
  const score__rank_moves m = score__rank_moves_since(k, beside);
  outline_beside(d, key, beside, &m);
  if (!shown) return;
  const score__cell args[] = {source_of(d, beside->result), score__cell_int(m.ranked),
                              version_of(d, beside->result->set)};
  score__sheet_fact_add(
      d, NULL, title,
      score__cell_phrase_args(d, beside->same_rules ? SCORE__PH_RANKING_BESIDE_OF : SCORE__PH_RANKING_BESIDE_RULES,
                              args, 3));
  add_moves(d, beside, &m);
}

void score__rank_head(score_document *d, const score__ranking *k)
{
  const score_result *r = k->result;
  score__sheet_fact_add(d, "count", SCORE__PH_FACT_UNITS, score__cell_int((int64_t)r->count));
  score__sheet_fact_add(d, "ranked", k->ranked < r->count ? SCORE__PH_RANKING_RANKED : 0,
                        score__cell_int((int64_t)k->ranked));
  score__sheet_fact_add(d, "shown", k->chosen ? SCORE__PH_RANKING_SHOWN : 0, score__cell_int((int64_t)k->shown));
  score__rank_method(d, r->set);
  if (k->ranked) {
    add_distribution(d, k);
    count_quarters(d, k);
  }
  add_beside(d, "previous", SCORE__PH_RANKING_PREVIOUS, k, &k->previous, true);
  add_beside(d, "released", SCORE__PH_RANKING_RELEASED, k, &k->released, k->released_apart);
  if (!k->overall.result) return;
  int64_t all = 0;
  for (size_t i = 0; i < k->overall.result->count; i++) all += k->overall.result->total[i].rank != 0;
  score__sheet_fact_add(d, "overall_ranked", SCORE__PH_RANKING_OVERALL, score__cell_int(all));
}
