/* What is still to be sent in: data, evidence, and evidence that has run out or soon will. */
#include "base/limits.h"
#include "paper/report_ward.h"

enum { KIND, WHAT, CODE, CRITERION, MEASURE, NAME, DATE, SINCE };

static const score__sheet_column columns[] = {
    [KIND] = {.key = "kind", .title = SCORE__PH_COL_KIND, .machine_only = true},
    [WHAT] = {.key = "what", .title = SCORE__PH_WARD_COL_WHAT, .table_only = true},
    [CODE] = {.key = "criterion", .title = SCORE__PH_COL_KEY, .machine_only = true},
    [CRITERION] = {.key = "criterion_name", .title = SCORE__PH_COL_CRITERION, .shrinks = true},
    [MEASURE] = {.key = "measure", .title = SCORE__PH_COL_KEY, .machine_only = true},
    [NAME] = {.key = "measure_name", .title = SCORE__PH_WARD_COL_MEASURE, .shrinks = true},
    [DATE] = {.key = "date", .title = SCORE__PH_COL_PERIOD, .machine_only = true},
    [SINCE] = {.key = "since", .title = SCORE__PH_WARD_COL_SINCE, .table_only = true}};

/* "2.1 Giải quyết đúng hạn" */
static score__cell node_cell(score__ward *w, const score__node *n)
{
  const score__cell args[] = {score__cell_text(w->d, n->code), score__cell_words(w->d, &n->name)};
  return *n->code ? score__cell_phrase_args(w->d, SCORE__PH_WARD_VALUE, args, 2) : args[1];
}

static score__cell *item(score__ward *w, score__sheet_table *t, const char *kind, int what, uint32_t node,
                         uint32_t measure)
{
  const score_criteria *set = w->r->set;
  score__cell *row = score__sheet_row_add(w->d, t, 0);
  if (!row) return NULL;
  row[KIND] = score__cell_code(w->d, kind);
  row[WHAT] = score__cell_phrase(what);
  row[CODE] = score__cell_code(w->d, set->node[node].key);
  row[CRITERION] = node_cell(w, &set->node[node]);
  if (measure == UINT32_MAX) return row;
  row[MEASURE] = score__cell_code(w->d, set->measure[measure].key);
  row[NAME] = score__cell_words(w->d, &set->measure[measure].name);
  return row;
}

/* The last period in which the unit has a value, before this one; "" = none in these data. */
static const char *last_seen(const score__ward *w, uint32_t measure)
{
  const score_data *data = w->r->data;
  const uint32_t unit = w->r->unit[w->i];
  const char *name = "";
  for (size_t f = 0; f < data->frame_count && score__period_cmp(data->frame[f]->period, w->r->frame->period) < 0; f++)
    for (int s = 0; s < SCORE__STAGES; s++) {
      const uint8_t *state = data->frame[f]->layer[s].state[measure];
      if (state && unit < data->frame[f]->cap && state[unit] != SCORE__CELL_MISSING) name = data->frame[f]->name;
    }
  return name;
}

static bool blank(const score__ward *w, uint32_t m)
{
  for (int s = w->r->stage; s >= score__engine_lowest(w->r); s--) {
    const uint8_t *state = w->r->frame->layer[s].state[m];
    if (state && state[w->r->unit[w->i]] != SCORE__CELL_MISSING) return false;
  }
  return !w->r->set->measure[m].has_initial;
}

/* Whether these data hold earlier periods at all. */
static bool has_earlier(const score__ward *w)
{
  const score_data *data = w->r->data;
  return data->frame_count && score__period_cmp(data->frame[0]->period, w->r->frame->period) < 0;
}

static size_t add_data(score__ward *w, score__sheet_table *t, uint32_t k)
{
  const score__node *n = &w->r->set->node[k];
  size_t count = 0;
  for (size_t q = 0; q < n->measure_count; q++) {
    if (!blank(w, n->measure[q])) continue;
    const char *seen = last_seen(w, n->measure[q]);
    score__cell *row = item(w, t, "data", SCORE__PH_WARD_LACKS_DATA, k, n->measure[q]);
    if (!row) return count;
    const score__cell period = score__cell_text(w->d, seen);
    row[WHAT].emphasis = 2;
    if (*seen) row[DATE] = period;
    if (*seen)
      row[SINCE] = score__cell_phrase_args(w->d, SCORE__PH_WARD_SEEN, &period, 1);
    else if (has_earlier(w))
      row[SINCE] = score__cell_phrase(SCORE__PH_WARD_NEVER);
    count++;
  }
  if (count) return count;
  score__cell *row = item(w, t, "data", SCORE__PH_WARD_LACKS_DATA, k, UINT32_MAX); /* no cell of the unit's own */
  if (!row) return count;
  row[WHAT].emphasis = 2;
  for (size_t q = 0; q < w->gap.gap.line_count; q++)
    if (w->gap.gap.line[q].node == k) row[NAME] = score__gap_need(&w->gap, &w->gap.gap.line[q]);
  return 1;
}

static bool asks_evidence(const score__node *n)
{
  const char *wanted = n->evidence.text[SCORE_LANG_VI];
  return wanted && *wanted;
}

/* A criterion that asks for evidence, has data and names none. */
static bool lacks_evidence(score__ward *w, uint32_t k)
{
  const score__node *n = &w->r->set->node[k];
  const score__origin *given = score__ward_given(w, k);
  if (!asks_evidence(n) || w->r->node[k].outcome[w->i] > SCORE_REPORTED) return false;
  if (w->r->node[k].flags[w->i] & SCORE__FLAG_COVERED) return false; /* the group's points are proved */
  if (given && *given->evidence) return false;
  for (size_t q = 0; q < n->measure_count; q++) {
    const score__origin *said = score__ward_origin(w, n->measure[q]);
    if (said && *said->evidence) return false;
  }
  return true;
}

static void add_expiry(score__ward *w, score__sheet_table *t, uint32_t k, const score__origin *said, uint32_t measure)
{
  const int32_t last = score__set_last_day(w->r->set, w->r->frame->period);
  score__period next;
  const int32_t until =
      score__period_next(&next, w->r->frame->period) == 0 ? score__set_last_day(w->r->set, next) : last;
  char iso[SCORE__DATE_TEXT];
  int32_t day;
  if (!score__ward_expires(said, &day) || day > until) return;
  const bool expired = day < last;
  score__cell *row = item(w, t, expired ? "expired" : "expires",
                          expired ? SCORE__PH_WARD_HAS_EXPIRED : SCORE__PH_WARD_EXPIRES, k, measure);
  if (!row) return;
  score__date_print(iso, sizeof iso, day);
  const score__cell shown = score__paper_day(w->d, day);
  row[WHAT].emphasis = expired ? 3 : 2;
  row[DATE] = score__cell_text(w->d, iso);
  row[SINCE] = score__cell_phrase_args(w->d, expired ? SCORE__PH_WARD_SINCE_DAY : SCORE__PH_WARD_ON_DAY, &shown, 1);
}

/* What this part cannot know. */
static void say_limits(score__ward *w, int64_t covered, int64_t asked)
{
  const int64_t invalid = w->r->total[w->i].invalid;
  const score__cell args[] = {score__cell_int(covered), score__cell_int(invalid)};
  if (invalid) score__ward_say(w, SCORE__PH_WARD_SAY_INVALID, args + 1, 1);
  if (covered) score__ward_say(w, SCORE__PH_WARD_SAY_COVERED, args, 1);
  if (!asked) score__ward_say(w, SCORE__PH_WARD_SAY_NOT_ASKED, NULL, 0);
}

void score__ward_missing(score__ward *w)
{
  const score_result *r = w->r;
  const score_criteria *set = r->set;
  int64_t data = 0, evidence = 0, covered = 0, asked = 0;
  score__paper_part(&w->paper, "missing", SCORE__PH_WARD_MISSING);
  score__sheet_table *t = score__sheet_table_add(w->d, "missing", 0);
  score__report_columns(w->d, t, columns, sizeof columns / sizeof *columns);
  for (uint32_t k = 1; k < set->node_count; k++) {
    if (set->node[k].kind != SCORE__NODE_CRITERION) continue;
    covered += (r->node[k].flags[w->i] & SCORE__FLAG_COVERED) != 0;
    asked += asks_evidence(&set->node[k]);
  }
  for (uint32_t k = 1; k < set->node_count; k++)
    if (set->node[k].kind == SCORE__NODE_CRITERION && !(r->node[k].flags[w->i] & SCORE__FLAG_COVERED) &&
        r->node[k].outcome[w->i] == SCORE_MISSING) {
      add_data(w, t, k);
      data++;
    }
  const size_t before = t && !w->d->failed ? t->row_count : 0;
  for (uint32_t k = 1; k < set->node_count; k++) {
    const score__node *n = &set->node[k];
    if (n->kind == SCORE__NODE_CRITERION && lacks_evidence(w, k)) {
      item(w, t, "evidence", SCORE__PH_WARD_LACKS_EVIDENCE, k, UINT32_MAX);
      evidence++;
    }
    const score__origin *given = score__ward_given(w, k);
    if (given) add_expiry(w, t, k, given, UINT32_MAX);
    for (size_t q = 0; q < n->measure_count; q++) {
      const score__origin *said = score__ward_origin(w, n->measure[q]);
      if (said) add_expiry(w, t, k, said, n->measure[q]);
    }
  }
  if (w->d->failed || !t) return;
  const score__cell args[] = {score__cell_int(data), score__cell_int(evidence),
                              score__cell_int((int64_t)(t->row_count - before) - evidence)};
  if (t->row_count)
    score__ward_say(w, asked ? SCORE__PH_WARD_SAY_LACKS : SCORE__PH_WARD_SAY_LACKS_DATA, args, 3);
  else
    score__ward_say(w, asked ? SCORE__PH_WARD_SAY_COMPLETE : SCORE__PH_WARD_SAY_COMPLETE_DATA, NULL, 0);
  say_limits(w, covered, asked);
}
