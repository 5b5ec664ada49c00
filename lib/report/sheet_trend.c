/* The document of a trend: what it rests on, all numbers long for machines, then tables for people. */
#include "report/sheet_trend.h"

#include "base/limits.h"
#include "score/version.h"

static const score__cell empty = {.kind = SCORE__CELL_EMPTY};
static const char *const stage_names[] = {"self", "verified", "published"};
static const int stage_phrases[] = {SCORE__PH_STAGE_SELF, SCORE__PH_STAGE_VERIFIED, SCORE__PH_STAGE_PUBLISHED};

/* ---- cells ---- */

score__cell score__trend_signed(score_document *d, score__cell number)
{
  return number.value > 0 ? score__cell_phrase_args(d, SCORE__PH_SIGNED, &number, 1) : number;
}

score__cell score__trend_move(score_document *d, score__cell number)
{
  score__cell c = score__trend_signed(d, number);
  c.emphasis = number.value > 0 ? 1 : number.value < 0 ? 3 : 0;
  return c;
}

score__cell score__trend_nothing(score_document *d)
{
  return score__cell_text(d, "–");
}

score__cell score__trend_rank(score_document *d, const score_total_result *t)
{
  score__buffer b = {0};
  if (!t->rank) return score__trend_nothing(d);
  score__buffer_int(&b, t->rank);
  if (t->tied) score__buffer_char(&b, '=');
  return score__cell_buffer(d, &b);
}

score__cell score__trend_remark(score_document *d, const score_trend *t, uint32_t shown, size_t period)
{
  const uint32_t unit = score__course_unit_in(t, shown, period);
  const score__course_point *p = score__course_point_of(t, unit, period);
  if (!p) return empty;
  score__cell c = empty;
  if (p->step == SCORE_STEP_MERGED) {
    const score__cell codes = score__cell_text(d, p->merged);
    c = score__cell_phrase_args(d, SCORE__PH_STEP_MERGED, &codes, 1);
  } else if (p->step > SCORE_STEP_MERGED && (t->asked || p->step != t->period[period].step)) {
    c = score__cell_phrase(SCORE__PH_REMARK_NOT_COMPARABLE);
  } else if (unit != shown) {
    const score__cell code = score__cell_text(d, t->unit[unit].code);
    return score__cell_phrase_args(d, SCORE__PH_REMARK_WAS, &code, 1);
  } else if (t->asked && t->period[period].released) {
    return score__cell_phrase(SCORE__PH_REMARK_RELEASED);
  } else if (t->asked && t->period[period].live) {
    return score__cell_phrase(SCORE__PH_REMARK_LIVE);
  }
  if (c.kind != SCORE__CELL_EMPTY) c.emphasis = 2;
  return c;
}

int score__trend_digits(const score_trend *t)
{
  int digits = 0;
  for (size_t p = 0; p < t->period_count; p++) {
    const int own = score__report_digits(t->period[p].set->total_grid_micro);
    if (own < 0) return -1;
    if (own > digits) digits = own;
  }
  return digits;
}

void score__trend_column(score_document *d, score__sheet_table *table, const char *title, bool right)
{
  const char *own = score__arena_text(&d->arena, title);
  if (!own) {
    d->failed = true;
    return;
  }
  score__sheet_column c = score__report_column(own, 0, right);
  c.title_words = (score__words){{own, own}};
  c.table_only = true;
  score__sheet_column_add(d, table, c);
}

/* ---- head ---- */

static void add_versions(score_document *d, const score_trend *t)
{
  score__buffer b = {0};
  for (size_t p = 0; p < t->period_count;) {
    size_t last = p;
    while (last + 1 < t->period_count && t->period[last + 1].set == t->period[p].set) last++;
    score__buffer_text(&b, b.size ? ", " : "");
    score__buffer_text(&b, t->period[p].set->version);
    score__buffer_text(&b, " (");
    score__buffer_text(&b, t->period[p].name);
    if (last > p) {
      score__buffer_text(&b, " – ");
      score__buffer_text(&b, t->period[last].name);
    }
    score__buffer_char(&b, ')');
    p = last + 1;
  }
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_VERSIONS, score__cell_buffer(d, &b));
}

static void add_released(score_document *d, const score_trend *t)
{
  score__buffer b = {0};
  for (size_t p = 0; p < t->period_count; p++) {
    if (!t->period[p].released) continue;
    score__buffer_text(&b, b.size ? ", " : "");
    score__buffer_text(&b, t->period[p].name);
  }
  if (b.failed) d->failed = true;
  if (b.size && b.data) score__sheet_fact_add(d, NULL, SCORE__PH_TREND_RELEASED, score__cell_text(d, b.data));
  score__buffer_free(&b);
}

static void add_head(score_document *d, const score_trend *t)
{
  const score__course_period *last = &t->period[t->period_count - 1];
  bool synthetic = false, same = true, live = false;
  for (size_t p = 0; p < t->period_count; p++) {
    synthetic |= t->period[p].synthetic;
    same &= t->period[p].stage == last->stage;
    live |= t->period[p].live;
  }
  if (live) {
    score__cell mark = score__cell_phrase(SCORE__PH_RELEASE_LIVE);
    mark.emphasis = 2;
    score__sheet_line_add(d, mark, 0, false);
  }
  if (synthetic) {
    score__cell mark = score__cell_phrase(SCORE__PH_SYNTHETIC);
    mark.emphasis = 2;
    score__sheet_line_add(d, mark, 0, false);
  }
  score__report_set(d, last->set);
  for (size_t p = 1; p < t->period_count; p++)
    if (t->period[p].set != last->set || t->period[0].set != last->set) {
      add_versions(d, t);
      break;
    }
  const score__cell range[] = {score__cell_text(d, t->period[0].name), score__cell_text(d, last->name),
                               score__cell_int((int64_t)t->period_count)};
  score__sheet_fact_add(d, "from", 0, range[0]);
  score__sheet_fact_add(d, "to", 0, range[1]);
  score__sheet_fact_add(d, NULL, SCORE__PH_FACT_PERIODS,
                        t->period_count > 1 ? score__cell_phrase_args(d, SCORE__PH_FACT_PERIODS_OF, range, 3)
                                            : range[0]);
  add_released(d, t);
  if (same) score__sheet_fact_add(d, NULL, SCORE__PH_FACT_STAGE, score__cell_phrase(stage_phrases[last->stage]));
  score__sheet_fact_add(d, "fallback", t->fallback ? SCORE__PH_FACT_FALLBACK : 0, score__cell_bool(t->fallback));
  score__sheet_fact_add(d, "scope", *t->scope ? SCORE__PH_FACT_SCOPE : 0, score__cell_text(d, t->scope));
  score__sheet_fact_add(d, "synthetic", 0, score__cell_bool(synthetic));
  d->synthetic = synthetic;
  score__sheet_fact_add(d, "live", 0, score__cell_bool(live));
  score__sheet_fact_add(d, "library_version", 0, score__cell_code(d, SCORE_VERSION));
}

/* ---- long: unit, period, node, line ---- */

enum {
  C_UNIT,
  C_NAME,
  C_PERIOD,
  C_VERSION,
  C_STAGE,
  C_RELEASED,
  C_MADE_UP,
  C_CODE,
  C_NODE,
  C_LINE,
  C_POINTS,
  C_MAX,
  C_OUTCOME,
  C_CHANGE,
  C_DATA,
  C_RULES,
  C_COMPARABLE,
  C_STEP,
  C_MERGED,
  C_RANK,
  C_TIED,
  C_RANKED,
  C_MOVEMENT,
  C_GRADE,
  C_COMPLETE,
  C_COUNTS,
  C_ALL = C_COUNTS + 6
};

static void long_columns(score_document *d, score__sheet_table *t)
{
  static const char *const keys[C_COUNTS] = {
      "unit",        "name",   "period", "version", "stage",    "released",    "synthetic",    "code",       "node",
      "line",        "points", "max",    "outcome", "change",   "data_effect", "rules_effect", "comparable", "step",
      "merged_from", "rank",   "tied",   "ranked",  "movement", "grade",       "completeness"};
  for (int i = 0; i < C_ALL; i++) {
    const char *key = i < C_COUNTS ? keys[i] : score_outcome_string((score_outcome)(i - C_COUNTS));
    score__sheet_column c = score__report_column(key, SCORE__PH_COL_KEY, i >= C_POINTS);
    c.machine_only = true;
    score__sheet_column_add(d, t, c);
  }
}

static score__cell *long_row(score_document *d, score__sheet_table *table, const score_trend *t, uint32_t shown,
                             uint32_t unit, size_t period, const char *node, const char *line)
{
  const score__course_period *p = &t->period[period];
  score__cell *row = score__sheet_row_add(d, table, 0);
  if (!row) return NULL;
  row[C_UNIT] = score__cell_code(d, t->unit[shown].code);
  row[C_NAME] = score__cell_text(d, t->unit[shown].name);
  row[C_PERIOD] = score__cell_text(d, p->name);
  row[C_VERSION] = score__cell_code(d, p->set->version);
  row[C_STAGE] = score__cell_code(d, stage_names[p->stage]);
  row[C_RELEASED] = score__cell_bool(p->released);
  row[C_MADE_UP] = score__cell_bool(p->synthetic);
  row[C_CODE] = score__cell_code(d, t->unit[unit].code);
  row[C_NODE] = score__cell_code(d, node);
  row[C_LINE] = score__cell_code(d, line);
  return row;
}

static void put_effects(score__cell *row, bool bridged, int64_t data, int64_t rules, int digits)
{
  if (!bridged) return;
  row[C_CHANGE] = score__cell_points(data + rules, digits);
  row[C_DATA] = score__cell_points(data, digits);
  row[C_RULES] = score__cell_points(rules, digits);
}

static void total_row(score_document *d, score__sheet_table *table, const score_trend *t, uint32_t shown, size_t period)
{
  const score__course_period *own = &t->period[period];
  const uint32_t unit = score__course_unit_in(t, shown, period);
  const score__course_point *p = score__course_point_of(t, unit, period);
  if (!p) return;
  const score__course_point *before = score__course_before(t, p, period);
  score__cell *row = long_row(d, table, t, shown, unit, period, "total", "total");
  if (!row) return;
  const int32_t counts[] = {p->total.scored,  p->total.reported, p->total.not_applicable,
                            p->total.not_due, p->total.missing,  p->total.invalid};
  row[C_POINTS] = score__report_basis(own->set, p->total.basis_micro);
  row[C_MAX] =
      score__cell_points(own->set->basis == SCORE__BASIS_PERCENT ? 100 * SCORE__MICRO : p->total.max_micro, -1);
  put_effects(row, score__course_bridged(p), p->data_micro, p->rules_micro, score__trend_digits(t));
  if (p->step != SCORE_STEP_FIRST && p->step != SCORE_STEP_ABSENT)
    row[C_COMPARABLE] = score__cell_bool(score__course_bridged(p) && !own->odd);
  row[C_STEP] = score__cell_code(d, score_step_string((score_step)p->step));
  if (p->merged) row[C_MERGED] = score__cell_text(d, p->merged);
  if (p->total.rank) row[C_RANK] = score__cell_int(p->total.rank);
  row[C_TIED] = score__cell_bool(p->total.tied);
  row[C_RANKED] = score__cell_int((int64_t)own->ranked);
  if (before && before->total.rank && p->total.rank)
    row[C_MOVEMENT] = score__cell_int(before->total.rank - p->total.rank);
  if (p->total.grade >= 0) row[C_GRADE] = score__cell_code(d, own->set->grade[p->total.grade].key);
  row[C_COMPLETE] = score__cell_points(p->total.completeness_micro, -1);
  for (int k = 0; k < 6; k++) row[C_COUNTS + k] = score__cell_int(counts[k]);
}

static void line_rows(score_document *d, score__sheet_table *table, const score_trend *t, uint32_t shown, size_t period)
{
  const score__course_period *own = &t->period[period];
  const uint32_t unit = score__course_unit_in(t, shown, period);
  const score__course_point *p = score__course_point_of(t, unit, period);
  const bool bridged = p && score__course_bridged(p);
  for (size_t k = 0; p && k < own->line_count; k++) {
    const score__course_line *l = &own->line[k];
    score__cell *row = long_row(d, table, t, shown, unit, period, l->key, score_line_string((score_line)l->line));
    if (!row) return;
    if (l->node[1] != UINT32_MAX) row[C_POINTS] = score__cell_points(l->after_micro, -1);
    if (l->line == SCORE_LINE_POINTS && l->node[1] != UINT32_MAX) {
      row[C_MAX] = score__cell_points(own->node[l->node[1]].max_micro, -1);
      row[C_OUTCOME] = score__cell_code(d, score_outcome_string(own->node[l->node[1]].outcome));
    }
    put_effects(row, bridged, l->data_micro, l->rules_micro, -1);
    if (p->step != SCORE_STEP_FIRST && p->step != SCORE_STEP_ABSENT)
      row[C_COMPARABLE] = score__cell_bool(bridged && l->comparable);
  }
}

static void long_table(score_document *d, const score_trend *t)
{
  score__sheet_table *table = score__sheet_table_add(d, "account", 0);
  long_columns(d, table);
  for (size_t u = 0; u < t->shown_count; u++) {
    for (size_t p = 0; p < t->period_count; p++) {
      total_row(d, table, t, t->shown[u], p);
      line_rows(d, table, t, t->shown[u], p);
    }
  }
}

static void period_table(score_document *d, const score_trend *t)
{
  static const char *const keys[] = {"period", "version", "status", "sha256",        "stage", "synthetic", "released",
                                     "units",  "ranked",  "step",   "inputs_sha256", "live",  "pending"};
  score__sheet_table *table = score__sheet_table_add(d, "periods", 0);
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    score__sheet_column c = score__report_column(keys[i], SCORE__PH_COL_KEY, false);
    c.machine_only = true;
    score__sheet_column_add(d, table, c);
  }
  for (size_t k = 0; k < t->period_count; k++) {
    const score__course_period *p = &t->period[k];
    score__cell *row = score__sheet_row_add(d, table, 0);
    if (!row) return;
    row[0] = score__cell_text(d, p->name);
    row[1] = score__cell_code(d, p->set->version);
    row[2] = score__cell_code(d, p->set->status);
    row[3] = score__cell_code(d, p->set->sha256);
    row[4] = score__cell_code(d, stage_names[p->stage]);
    row[5] = score__cell_bool(p->synthetic);
    row[6] = score__cell_bool(p->released);
    row[7] = score__cell_int((int64_t)p->units);
    row[8] = score__cell_int((int64_t)p->ranked);
    row[9] = score__cell_code(d, score_step_string((score_step)p->step));
    row[10] = score__cell_code(d, p->input_sha256);
    row[11] = score__cell_bool(p->live);
    row[12] = score__cell_int(p->pending);
  }
}

/* ---- why there is no bridge ---- */

static void step_lines(score_document *d, const score_trend *t)
{
  static const int phrases[SCORE_STEPS] = {[SCORE_STEP_OTHER_SET] = SCORE__PH_STEP_OTHER_SET,
                                           [SCORE_STEP_BASIS] = SCORE__PH_STEP_BASIS,
                                           [SCORE_STEP_STAGE] = SCORE__PH_STEP_STAGE,
                                           [SCORE_STEP_OLD_RULES] = SCORE__PH_STEP_OLD_RULES};
  for (size_t p = 0; p < t->period_count; p++) {
    const score__cell args[] = {score__cell_text(d, t->period[p].name), score__cell_int(t->period[p].pending)};
    if (args[1].value) score__sheet_line_add(d, score__cell_phrase_args(d, SCORE__PH_TREND_PENDING, args, 2), 0, true);
  }
  for (size_t p = 1; p < t->period_count; p++) {
    if (!phrases[t->period[p].step]) continue;
    const score__cell args[] = {score__cell_text(d, t->period[p].name), score__cell_text(d, t->period[p - 1].name)};
    score__cell line = score__cell_phrase_args(d, phrases[t->period[p].step], args, 2);
    line.emphasis = 2;
    score__sheet_line_add(d, line, 0, true);
  }
}

int score_document_trend(score_document **out, const score_trend *t, score_error *err)
{
  score_document *d = score__sheet_new("trend");
  if (!d) return score__report_finish(out, d, err);
  d->title = score__cell_phrase(SCORE__PH_DOC_TREND);
  add_head(d, t);
  long_table(d, t);
  period_table(d, t);
  if (t->asked)
    score__trend_one(d, t);
  else
    score__trend_all(d, t);
  step_lines(d, t);
  return score__report_finish(out, d, err);
}
