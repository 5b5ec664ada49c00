/* What every document about a result says: which set, which period, what a total rests on. */
#include "report/report.h"

#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "base/limits.h"
#include "score/release.h"
#include "score/version.h"

int score__report_digits(int64_t grid)
{
  int digits = 0;
  if (grid == 0) return -1;
  for (int64_t unit = SCORE__MICRO; digits < 6 && grid % unit; unit /= 10) digits++;
  return digits;
}

score__cell score__report_points(const score_criteria *set, size_t node, int64_t micro)
{
  const score__node *n = &set->node[node];
  int64_t grid = n->grid_micro;
  /* A group without a grid shows the digits of what it adds up. */
  for (uint32_t c = (uint32_t)node + 1; !grid && c < n->end; c++) grid = set->node[c].grid_micro;
  int digits = score__report_digits(grid);
  return score__cell_points(micro, digits < 0 && !grid ? 2 : digits);
}

score__cell score__report_basis(const score_criteria *set, int64_t micro)
{
  return score__cell_points(micro, score__report_digits(set->total_grid_micro));
}

score__cell score__report_value(score_document *d, const score__measure *m, uint8_t state, int64_t value)
{
  char text[40];
  if (state == SCORE__CELL_MISSING) return (score__cell){.kind = SCORE__CELL_EMPTY};
  if (state == SCORE__CELL_NA) return score__cell_code(d, "NA");
  switch (m->type) {
  case SCORE__MEASURE_BOOLEAN: return score__cell_bool(value != 0);
  case SCORE__MEASURE_CHOICE: return score__cell_words(d, &m->option_name[value]);
  case SCORE__MEASURE_DATE: score__date_print(text, sizeof text, (int32_t)value); return score__cell_text(d, text);
  default: break;
  }
  const int scale = m->type == SCORE__MEASURE_PERCENT ? m->scale - 2 : m->scale;
  int64_t micro = value;
  for (int k = scale; k < 6; k++)
    if (__builtin_mul_overflow(micro, 10, &micro)) {
      score__decimal_print(text, sizeof text, value, scale, scale, '.');
      return score__cell_text(d, text);
    }
  return score__cell_points(micro, scale);
}

int score__report_status(const char *status)
{
  static const struct {
    const char *key;
    int phrase;
  } table[] = {{"official", SCORE__PH_STATUS_OFFICIAL},
               {"as-implemented", SCORE__PH_STATUS_AS_IMPLEMENTED},
               {"assembled", SCORE__PH_STATUS_ASSEMBLED},
               {"draft", SCORE__PH_STATUS_DRAFT},
               {"local", SCORE__PH_STATUS_LOCAL}};
  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    if (!strcmp(table[i].key, status)) return table[i].phrase;
  return SCORE__PH_NONE;
}

score__cell score__report_set_name(score_document *d, const score_criteria *set)
{
  score__buffer text = {0};
  score__words shown = set->name;
  const char *both[2] = {NULL, NULL};
  for (int lang = 0; lang < 2; lang++) {
    score__buffer_clear(&text);
    score__buffer_text(&text, set->name.text[lang]);
    score__buffer_text(&text, " (");
    score__buffer_text(&text, set->id);
    score__buffer_char(&text, '@');
    score__buffer_text(&text, set->version);
    score__buffer_char(&text, ')');
    both[lang] = text.data ? score__arena_text(&d->arena, text.data) : NULL;
    if (both[lang]) shown.text[lang] = both[lang];
  }
  if (text.failed) d->failed = true;
  score__buffer_free(&text);
  return score__cell_words(d, &shown);
}

/* A set with slots that wait for their text says how many of its criteria have one. */
static void add_sourced(score_document *d, const score_criteria *set)
{
  int64_t all = 0, open = 0;
  for (size_t k = 0; k < set->node_count; k++) {
    all += set->node[k].kind == SCORE__NODE_CRITERION;
    open += set->node[k].open;
  }
  if (!open) return;
  const score__cell args[] = {score__cell_int(all - open), score__cell_int(all)};
  score__sheet_fact_add(d, "criteria_sourced", 0, args[0]);
  score__sheet_fact_add(d, "criteria_count", 0, args[1]);
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_SOURCED,
                        score__cell_phrase_args(d, SCORE__PH_FACT_SOURCED_OF, args, 2));
}

void score__report_set(score_document *d, const score_criteria *set)
{
  score__sheet_fact_add(d, "criteria_id", 0, score__cell_code(d, set->id));
  score__sheet_fact_add(d, "criteria_version", 0, score__cell_code(d, set->version));
  score__sheet_fact_add(d, "criteria_status", 0, score__cell_code(d, set->status));
  score__sheet_fact_add(d, "criteria_sha256", 0, score__cell_code(d, set->sha256));
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_CRITERIA, score__report_set_name(d, set));
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_STATUS, score__cell_phrase(score__report_status(set->status)));
  add_sourced(d, set);
}

void score__report_head(score_document *d, const score_result *r)
{
  score__report_set(d, r->set);
  score__report_run(d, r);
}

/* Where the months of a set end on a day of their own, nobody knows from "2026-Q3" what is meant. */
static void add_window(score_document *d, const score_result *r)
{
  static const char *const keys[] = {"first_day", "last_day"};
  const int32_t days[] = {score__set_first_day(r->set, r->frame->period),
                          score__set_last_day(r->set, r->frame->period)};
  score__cell args[2];
  if (!r->set->ends_on_day) return;
  for (int k = 0; k < 2; k++) {
    char day[SCORE__DATE_TEXT];
    score__date_print(day, sizeof day, days[k]);
    args[k] = score__cell_text(d, day);
    score__sheet_fact_add(d, keys[k], 0, args[k]);
  }
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_WINDOW, score__cell_phrase_args(d, SCORE__PH_FACT_WINDOW_OF, args, 2));
}

void score__report_release(score_document *d, const score_release_head *head, int title)
{
  char digits[13] = "";
  strncpy(digits, head->sha256, sizeof digits - 1);
  const score__cell args[] = {score__cell_text(d, digits), score__cell_text(d, head->released_at),
                              score__cell_text(d, head->released_by)};
  const bool by = *head->released_by != 0;
  score__sheet_fact_add(
      d, NULL, title,
      score__cell_phrase_args(d, by ? SCORE__PH_FACT_RELEASE_OF : SCORE__PH_FACT_RELEASE_AT, args, by ? 3 : 2));
}

/* Where the numbers are those of a release: which, and what was corrected since. */
static void add_release(score_document *d, const score_result *r)
{
  const score_release_head *head = r->release;
  if (r->live) {
    score__cell mark = score__cell_phrase(SCORE__PH_RELEASE_LIVE);
    mark.emphasis = 2;
    score__sheet_line_add(d, mark, 0, false);
    score__sheet_fact_add(d, "live", 0, score__cell_bool(true));
  }
  if (!head) return;
  score__report_release(d, head, SCORE__PH_FACT_RELEASE);
  score__sheet_fact_add(d, "release_sha256", 0, score__cell_code(d, head->sha256));
  score__sheet_fact_add(d, "released_at", 0, score__cell_text(d, head->released_at));
  score__sheet_fact_add(d, "released_by", 0, score__cell_text(d, head->released_by));
  score__sheet_fact_add(d, "release_reason", 0, score__cell_text(d, head->reason));
  score__sheet_fact_add(d, "supersedes", 0, score__cell_text(d, head->supersedes));
  score__sheet_fact_add(d, "pending", 0, score__cell_int(r->pending));
  if (!r->pending) return;
  const score__cell pending = score__cell_int(r->pending);
  score__cell line = score__cell_phrase_args(d, SCORE__PH_RELEASE_PENDING, &pending, 1);
  line.emphasis = 2;
  score__sheet_line_add(d, line, 0, false);
}

void score__report_run(score_document *d, const score_result *r)
{
  static const int stages[] = {SCORE__PH_STAGE_SELF, SCORE__PH_STAGE_VERIFIED, SCORE__PH_STAGE_PUBLISHED};
  static const char *const names[] = {"self", "verified", "published"};
  char period[SCORE__PERIOD_TEXT];
  score__period_print(period, sizeof period, r->frame->period);
  if (r->synthetic) {
    score__cell mark = score__cell_phrase(SCORE__PH_SYNTHETIC);
    mark.emphasis = 2;
    score__sheet_line_add(d, mark, 0, false);
  }
  score__report_supposed(d, r);
  score__sheet_fact_add(d, "period", SCORE__PH_FACT_PERIOD, score__cell_text(d, period));
  add_window(d, r);
  add_release(d, r);
  score__sheet_fact_add(d, "stage", 0, score__cell_code(d, names[r->stage]));
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_STAGE, score__cell_phrase(stages[r->stage]));
  score__sheet_fact_add(d, "fallback", r->fallback ? SCORE__PH_FACT_FALLBACK : 0, score__cell_bool(r->fallback));
  score__sheet_fact_add(d, "scope", *r->scope ? SCORE__PH_FACT_SCOPE : 0, score__cell_text(d, r->scope));
  d->synthetic = r->synthetic;
  score__sheet_fact_add(d, "synthetic", 0, score__cell_bool(r->synthetic));
  score__sheet_fact_add(d, "inputs_sha256", 0, score__cell_code(d, r->data->input_sha256));
  score__sheet_fact_add(d, "library_version", 0, score__cell_code(d, r->release ? r->release->library : SCORE_VERSION));
}

const char *score__report_unit_name(const score_result *r, size_t i)
{
  const score__unit_state *s =
      score__units_on(&r->data->units, r->unit[i], score__set_last_day(r->set, r->frame->period));
  return s ? r->data->units.text[s->name] : "";
}

score__cell score__report_outcome(uint8_t outcome)
{
  static const int phrases[] = {SCORE__PH_OUTCOME_SCORED,  SCORE__PH_OUTCOME_REPORTED, SCORE__PH_OUTCOME_NOT_APPLICABLE,
                                SCORE__PH_OUTCOME_NOT_DUE, SCORE__PH_OUTCOME_MISSING,  SCORE__PH_OUTCOME_INVALID};
  score__cell c = score__cell_phrase(phrases[outcome]);
  if (outcome == SCORE_MISSING) c.emphasis = 2;
  if (outcome == SCORE_INVALID) c.emphasis = 3;
  return c;
}

score__cell score__report_mover(uint8_t mover)
{
  static const int phrases[] = {SCORE__PH_MOVER_UNIT, SCORE__PH_MOVER_PROVINCE, SCORE__PH_MOVER_NATIONAL,
                                SCORE__PH_MOVER_NOBODY};
  return score__cell_phrase(phrases[mover]);
}

score__cell score__report_met(score_document *d, const score_total_result *t)
{
  const score__cell args[] = {score__cell_int(t->met), score__cell_int(t->applicable), score__cell_int(t->not_due)};
  return t->not_due ? score__cell_phrase_args(d, SCORE__PH_MET_OF_DUE, args, 3)
                    : score__cell_phrase_args(d, SCORE__PH_MET_OF, args, 2);
}

static int64_t ranked_count(const score_result *r)
{
  int64_t n = 0;
  for (size_t i = 0; i < r->count; i++) n += r->total[i].rank != 0;
  return n;
}

score__cell score__report_rank(score_document *d, const score_result *r, size_t i)
{
  const score_total_result *t = &r->total[i];
  const score__cell args[] = {score__cell_int(t->rank), score__cell_int(ranked_count(r))};
  if (!t->rank) return score__cell_phrase(SCORE__PH_FACT_RANK_NONE);
  const int phrase = t->tied      ? SCORE__PH_FACT_RANK_TIED
                     : t->decided ? SCORE__PH_FACT_RANK_DECIDED
                                  : SCORE__PH_FACT_RANK_OF;
  return score__cell_phrase_args(d, phrase, args, 2);
}

score__cell score__report_place(score_document *d, const score_total_result *t)
{
  score__buffer b = {0};
  if (!t->rank) return score__cell_text(d, "–");
  score__buffer_int(&b, t->rank);
  if (t->tied) score__buffer_char(&b, '=');
  return score__cell_buffer(d, &b);
}

score__cell score__report_gain(int64_t micro, int digits)
{
  score__cell c = score__cell_points(micro, digits);
  c.emphasis = micro > 0 ? 1 : micro < 0 ? 3 : 0;
  return c;
}

static score__cell total_shown(score_document *d, const score_result *r, size_t i)
{
  const score_total_result *t = &r->total[i];
  const score__cell args[] = {score__report_basis(r->set, t->basis_micro), score__report_basis(r->set, t->points_micro),
                              score__cell_points(t->max_micro, -1)};
  if (r->set->basis == SCORE__BASIS_PERCENT) return score__cell_phrase_args(d, SCORE__PH_FACT_TOTAL_PERCENT, args, 3);
  return score__cell_phrase_args(d, SCORE__PH_FACT_TOTAL_OF, args + 1, 2);
}

static void add_interval(score_document *d, const score_result *r, const score_total_result *t)
{
  const score__cell args[] = {score__report_basis(r->set, t->low_micro), score__report_basis(r->set, t->high_micro)};
  score__sheet_fact_add(d, "low", 0, args[0]);
  score__sheet_fact_add(d, "high", 0, args[1]);
  if (t->low_micro != t->high_micro)
    score__sheet_fact_add(d, NULL, SCORE__PH_FACT_INTERVAL,
                          score__cell_phrase_args(d, SCORE__PH_FACT_INTERVAL_OF, args, 2));
}

void score__report_unit_itself(score_document *d, const score_result *r, size_t i)
{
  const char *code = r->data->units.code[r->unit[i]], *name = score__report_unit_name(r, i);
  score__buffer shown = {0};
  score__buffer_text(&shown, name);
  score__buffer_text(&shown, *name ? " (" : "");
  score__buffer_text(&shown, code);
  score__buffer_text(&shown, *name ? ")" : "");
  score__sheet_fact_add(d, "unit", 0, score__cell_code(d, code));
  score__sheet_fact_add(d, "name", 0, score__cell_text(d, name));
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_UNIT, score__cell_buffer(d, &shown));
}

void score__report_unit(score_document *d, const score_result *r, size_t i, bool with_rank)
{
  const score_total_result *t = &r->total[i];
  score__report_unit_itself(d, r, i);
  score__cell total = total_shown(d, r, i);
  total.emphasis = 4;
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_TOTAL, total);
  score__sheet_fact_add(d, "total", 0, score__report_basis(r->set, t->basis_micro));
  score__sheet_fact_add(
      d, "max", 0, score__cell_points(r->set->basis == SCORE__BASIS_PERCENT ? 100 * SCORE__MICRO : t->max_micro, -1));
  if (r->set->node[0].aggregate == SCORE__AGGREGATE_SHARE_MET)
    score__sheet_fact_add(d, "met", SCORE__PH_FACT_MET, score__report_met(d, t));
  if (t->grade >= 0) {
    score__sheet_fact_add(d, "grade", 0, score__cell_code(d, r->set->grade[t->grade].key));
    score__sheet_fact_add(d, NULL, SCORE__PH_FACT_GRADE, score__cell_words(d, &r->set->grade[t->grade].name));
  }
  if (with_rank) {
    score__sheet_fact_add(d, "rank", 0, t->rank ? score__cell_int(t->rank) : (score__cell){.kind = SCORE__CELL_EMPTY});
    score__sheet_fact_add(d, NULL, SCORE__PH_FACT_RANK, score__report_rank(d, r, i));
  }
  const score__cell counts[] = {score__cell_int(t->scored),         score__cell_int(t->reported),
                                score__cell_int(t->not_applicable), score__cell_int(t->not_due),
                                score__cell_int(t->missing),        score__cell_int(t->invalid)};
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_RESTS_ON, score__cell_phrase_args(d, SCORE__PH_FACT_COUNTS, counts, 6));
  for (int k = 0; k < 6; k++) score__sheet_fact_add(d, score_outcome_string((score_outcome)k), 0, counts[k]);
  add_interval(d, r, t);
}

int score__report_find(size_t *out, const score_result *r, const char *text, score_error *err)
{
  size_t unit = score__units_search(&r->data->units, text, err);
  if (unit == SIZE_MAX) return SCORE_E_NOT_FOUND;
  for (size_t i = 0; i < r->count; i++) {
    if (r->unit[i] != unit) continue;
    *out = i;
    return 0;
  }
  return score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_UNIT_UNKNOWN, text, NULL);
}

int score__report_finish(score_document **out, score_document *d, score_error *err)
{
  *out = NULL;
  if (d && !d->failed) {
    *out = d;
    return 0;
  }
  score_document_free(d);
  return score__fail_memory(err);
}

score__sheet_column score__report_column(const char *key, int title, bool right)
{
  return (score__sheet_column){.key = key, .title = title, .title_words = {{"", ""}}, .right = right};
}

void score__report_columns(score_document *d, score__sheet_table *t, const score__sheet_column *columns, size_t count)
{
  for (size_t i = 0; i < count; i++) score__sheet_column_add(d, t, columns[i]);
}

void score__report_picture(score_document *d, score__sheet_table *t, uint8_t gives_way)
{
  score__sheet_column_add(d, t, (score__sheet_column){.key = "picture", .table_only = true, .gives_way = gives_way});
}
