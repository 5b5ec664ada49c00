/* What the figures rest on: the set, the data, every value used, and the arithmetic. */
#include <string.h>

#include "base/limits.h"
#include "report/explanation.h"
#include "paper/report_ward.h"
#include "score/version.h"

#define MOST_CITED 200u

/* ---- the sentences that name the set ---- */

static void say_set(score__ward *w)
{
  const score_criteria *set = w->r->set;
  const score__cell args[] = {
      score__cell_words(w->d, &set->name), score__cell_text(w->d, set->id), score__cell_text(w->d, set->version),
      score__cell_phrase(score__report_status(set->status)), score__cell_text(w->d, set->sha256)};
  score__ward_say(w, SCORE__PH_WARD_METHOD_SET, args, 5);
}

typedef struct cited { /* texts in the set's own memory */
  size_t count;
  const char *text[MOST_CITED];
  size_t size[MOST_CITED];
} cited;

/* "a; b" names two documents; each is told once. */
static void cite(cited *all, const char *text)
{
  while (*text) {
    const char *end = strstr(text, "; ");
    const size_t size = end ? (size_t)(end - text) : strlen(text);
    bool told = all->count == MOST_CITED;
    for (size_t k = 0; k < all->count && !told; k++)
      told = all->size[k] == size && memcmp(all->text[k], text, size) == 0;
    if (!told) {
      all->text[all->count] = text;
      all->size[all->count++] = size;
    }
    text += size + (end ? 2 : 0);
  }
}

/* Documents that criteria name, in order. */
static void say_law(score__ward *w)
{
  const score_criteria *set = w->r->set;
  cited all = {.count = 0};
  score__buffer b = {0};
  int64_t sourced = 0, count = 0;
  for (uint32_t k = 1; k < set->node_count; k++) {
    const score__node *n = &set->node[k];
    const bool criterion = n->kind == SCORE__NODE_CRITERION, has = n->source.document && *n->source.document;
    count += criterion;
    sourced += criterion && has;
    if (has) cite(&all, n->source.document);
  }
  for (size_t k = 0; k < all.count; k++) {
    score__buffer_text(&b, k ? "; " : "");
    score__buffer_add(&b, all.text[k], all.size[k]);
  }
  const score__cell args[] = {score__cell_buffer(w->d, &b), score__cell_int(sourced), score__cell_int(count)};
  if (all.count) score__ward_say(w, SCORE__PH_WARD_METHOD_LAW, args, 3);
}

static void say_data(score__ward *w)
{
  static const int stages[] = {SCORE__PH_STAGE_SELF, SCORE__PH_STAGE_VERIFIED, SCORE__PH_STAGE_PUBLISHED};
  const score_result *r = w->r;
  const score__cell args[] = {score__paper_period(w->d, r->frame->period),
                              score__paper_day(w->d, score__set_first_day(r->set, r->frame->period)),
                              score__paper_day(w->d, score__set_last_day(r->set, r->frame->period)),
                              score__cell_phrase(stages[r->stage]),
                              score__cell_text(w->d, r->data->input_sha256),
                              score__cell_text(w->d, r->release ? r->release->library : SCORE_VERSION)};
  score__ward_say(w, SCORE__PH_WARD_METHOD_DATA, args, 4);
  if (*r->data->input_sha256) score__ward_say(w, SCORE__PH_WARD_METHOD_DIGEST, args + 4, 2);
  if (r->fallback) score__ward_say(w, SCORE__PH_WARD_METHOD_FALLBACK, NULL, 0);
  if (r->release) {
    const score__cell by[] = {score__cell_text(w->d, r->release->sha256),
                              score__cell_text(w->d, r->release->released_at),
                              score__cell_text(w->d, r->release->released_by)};
    score__ward_say(w, *r->release->released_by ? SCORE__PH_WARD_METHOD_RELEASE_BY : SCORE__PH_WARD_METHOD_RELEASE, by,
                    3);
  }
  if (r->synthetic) score__ward_say(w, SCORE__PH_WARD_METHOD_SYNTHETIC, NULL, 0);
}

void score__ward_method(score__ward *w)
{
  score__paper_part(&w->paper, "method", SCORE__PH_WARD_METHOD);
  say_set(w);
  say_law(w);
  say_data(w);
  score__ward_say(w, SCORE__PH_WARD_METHOD_ANNEXES, NULL, 0);
  const score__cell args[] = {score__paper_period(w->d, w->r->frame->period), score__ward_signer(w)};
  score__ward_note(w, SCORE__PH_WARD_CLOSING, args, 2);
}

/* ---- every value ---- */

enum { KEY, NAME, VALUE, SHOWN, UNIT, CRITERIA, SOURCE, EVIDENCE, EXPIRES, NOTE };

static const score__sheet_column columns[] = {
    [KEY] = {.key = "key", .title = SCORE__PH_COL_KEY, .machine_only = true},
    [NAME] = {.key = "name", .title = SCORE__PH_WARD_COL_MEASURE, .shrinks = true},
    [VALUE] = {.key = "value", .title = SCORE__PH_WARD_COL_VALUE, .right = true, .machine_only = true},
    [SHOWN] = {.key = "shown", .title = SCORE__PH_WARD_COL_VALUE, .right = true, .table_only = true},
    [UNIT] = {.key = "unit", .title = SCORE__PH_COL_UNIT_OF, .shrinks = true},
    [CRITERIA] = {.key = "criteria", .title = SCORE__PH_WARD_COL_USED_BY, .shrinks = true},
    [SOURCE] = {.key = "source", .title = SCORE__PH_COL_SOURCE, .shrinks = true},
    [EVIDENCE] = {.key = "evidence", .title = SCORE__PH_WARD_COL_EVIDENCE, .shrinks = true},
    [EXPIRES] = {.key = "expires", .title = SCORE__PH_WARD_COL_EXPIRES, .machine_only = true},
    [NOTE] = {.key = "note", .title = SCORE__PH_WARD_COL_NOTE, .shrinks = true}};

static bool reads(const score__node *n, uint32_t measure)
{
  for (size_t q = 0; q < n->measure_count; q++)
    if (n->measure[q] == measure) return true;
  return false;
}

/* Codes of the criteria that read a measure: "4.1, 4.2". */
static score__cell readers(score__ward *w, uint32_t measure)
{
  const score_criteria *set = w->r->set;
  score__buffer b = {0};
  for (uint32_t k = 1; k < set->node_count; k++) {
    if (!reads(&set->node[k], measure)) continue;
    score__buffer_text(&b, b.size ? ", " : "");
    score__buffer_text(&b, *set->node[k].code ? set->node[k].code : set->node[k].key);
  }
  return score__cell_buffer(w->d, &b);
}

static void put_origin(score__ward *w, score__cell *row, const score__origin *said)
{
  if (!said) return;
  row[SOURCE] = score__cell_text(w->d, said->source);
  row[EVIDENCE] = score__cell_text(w->d, said->evidence);
  row[EXPIRES] = score__cell_text(w->d, said->expires);
  row[NOTE] = score__cell_text(w->d, said->note);
}

static score__cell exact(score__ward *w, uint32_t m)
{
  const score_result *r = w->r;
  for (int s = r->stage; s >= score__engine_lowest(r); s--) {
    const score__layer *layer = &r->frame->layer[s];
    if (layer->state[m] && layer->state[m][r->unit[w->i]] != SCORE__CELL_MISSING)
      return score__report_value(w->d, &r->set->measure[m], layer->state[m][r->unit[w->i]],
                                 layer->value[m][r->unit[w->i]]);
  }
  return (score__cell){.kind = SCORE__CELL_EMPTY};
}

static void measure_row(score__ward *w, score__sheet_table *t, uint32_t m)
{
  const score__measure *measure = &w->r->set->measure[m];
  bool blank;
  score__cell *row = score__sheet_row_add(w->d, t, 0);
  if (!row) return;
  row[KEY] = score__cell_code(w->d, measure->key);
  row[NAME] = score__cell_words(w->d, &measure->name);
  row[VALUE] = exact(w, m);
  row[SHOWN] = score__ward_bare(w, m, &blank);
  if (blank) row[SHOWN] = score__cell_text(w->d, "–");
  row[UNIT] = score__cell_words(w->d, &measure->unit);
  row[CRITERIA] = readers(w, m);
  put_origin(w, row, score__ward_origin(w, m));
}

static void given_row(score__ward *w, score__sheet_table *t, uint32_t k)
{
  const score__node *n = &w->r->set->node[k];
  const score__words unit = {{score__phrase_text(SCORE__PH_WARD_POINTS, SCORE_LANG_EN),
                              score__phrase_text(SCORE__PH_WARD_POINTS, SCORE_LANG_VI)}};
  const score__cell name = score__cell_words(w->d, &n->name);
  score__buffer key = {0};
  score__cell *row = score__sheet_row_add(w->d, t, 0);
  if (!row) return;
  score__buffer_text(&key, "points:");
  score__buffer_text(&key, n->key);
  row[KEY] = score__cell_buffer(w->d, &key);
  row[NAME] = score__cell_phrase_args(w->d, SCORE__PH_WARD_GIVEN_POINTS, &name, 1);
  row[VALUE] = row[SHOWN] = score__report_points(w->r->set, k, w->r->given[k].micro[w->i]);
  row[UNIT] = score__cell_words(w->d, &unit);
  row[CRITERIA] = score__cell_text(w->d, *n->code ? n->code : n->key);
  put_origin(w, row, score__ward_given(w, k));
}

/* What criteria, conditions, grades or ties read; a measure nobody reads but that has a value is told as well. */
void score__ward_inputs(score__ward *w)
{
  const score_criteria *set = w->r->set;
  score__paper_annex(&w->paper, "inputs", SCORE__PH_WARD_INPUTS);
  score__sheet_table *t = score__sheet_table_add(w->d, "inputs", 0);
  score__report_columns(w->d, t, columns, sizeof columns / sizeof *columns);
  for (uint32_t m = 0; m < set->measure_count; m++)
    if (!set->measure[m].is_statistic) measure_row(w, t, m);
  for (uint32_t k = 0; w->r->given && k < set->node_count; k++)
    if (w->r->given[k].use && w->r->given[k].use[w->i] != SCORE__GIVEN_NONE) given_row(w, t, k);
  score__ward_note(w, SCORE__PH_WARD_NOTE_INPUTS, NULL, 0);
}

/* ---- the arithmetic ---- */

void score__ward_arithmetic(score__ward *w)
{
  score__paper_annex(&w->paper, "arithmetic", SCORE__PH_WARD_ARITHMETIC);
  score__explain_verdicts(&w->one.trace[0], &w->one.result);
  w->d->failed |= w->one.trace[0].failed;
  for (size_t k = 0; k < w->r->set->note_count; k++)
    score__sheet_line_add(w->d, score__cell_words(w->d, &w->r->set->note[k]), 0, false);
  score__explain_steps(w->d, &w->one, 0);
}
