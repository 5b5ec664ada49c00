/* What comes next: criteria whose day is after the period, who has not reported, what still lacks data, and evidence
 * that has expired or will within the period after. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "report/report.h"

enum { KIND, KIND_TEXT, DATE, UNIT, UNIT_NAME, KEY, SUBJECT, COUNT, OF, EVIDENCE, NOTE };

static const score__sheet_column columns[] = {
    [KIND] = {.key = "kind", .title = SCORE__PH_COL_KIND, .machine_only = true},
    [KIND_TEXT] = {.key = "kind_text", .title = SCORE__PH_DUE_WHAT, .table_only = true},
    [DATE] = {.key = "date", .title = SCORE__PH_DUE_DATE},
    [UNIT] = {.key = "unit", .title = SCORE__PH_COL_UNIT},
    [UNIT_NAME] = {.key = "unit_name", .title = SCORE__PH_COL_NAME, .shrinks = true},
    [KEY] = {.key = "key", .title = SCORE__PH_COL_KEY, .machine_only = true},
    [SUBJECT] = {.key = "name", .title = SCORE__PH_DUE_SUBJECT, .shrinks = true},
    [COUNT] = {.key = "count", .title = SCORE__PH_DUE_COUNT, .right = true, .machine_only = true},
    [OF] = {.key = "of", .title = SCORE__PH_DUE_OF, .right = true, .machine_only = true},
    [EVIDENCE] = {.key = "evidence", .title = SCORE__PH_DUE_EVIDENCE, .machine_only = true},
    [NOTE] = {.key = "note", .title = SCORE__PH_DUE_NOTE, .table_only = true, .shrinks = true}};

static score__cell *add_row(score_document *d, score__sheet_table *t, const char *kind, int phrase)
{
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return NULL;
  row[KIND] = score__cell_code(d, kind);
  row[KIND_TEXT] = score__cell_phrase(phrase);
  return row;
}

static score__cell day_cell(score_document *d, int32_t day)
{
  char text[SCORE__DATE_TEXT];
  score__date_print(text, sizeof text, day);
  return score__cell_text(d, text);
}

static score__cell note(score_document *d, int phrase, int64_t a, int64_t b)
{
  const score__cell args[] = {score__cell_int(a), score__cell_int(b)};
  return score__cell_phrase_args(d, phrase, args, 2);
}

/* "2.1 Giải quyết đúng hạn" */
static score__cell node_cell(score_document *d, const score__node *n)
{
  score__buffer text = {0};
  score__words shown = n->name;
  for (int lang = 0; lang < 2; lang++) {
    score__buffer_clear(&text);
    score__buffer_text(&text, n->code);
    score__buffer_text(&text, *n->code ? " " : "");
    score__buffer_text(&text, n->name.text[lang]);
    const char *copy = text.data ? score__arena_text(&d->arena, text.data) : NULL;
    if (copy) shown.text[lang] = copy;
  }
  score__buffer_free(&text);
  return score__cell_words(d, &shown);
}

/* ---- criteria by their day ---- */

typedef struct dated { /* what has a day, by day and then in its own order */
  int32_t day;
  size_t order;
  uint32_t position, index; /* of a unit; node or measure */
  const score__origin *said;
} dated;

static int by_day(const void *a, const void *b)
{
  const dated *x = a, *y = b;
  if (x->day != y->day) return x->day < y->day ? -1 : 1;
  return (x->order > y->order) - (x->order < y->order);
}

static int64_t add_criteria(score_document *d, score__sheet_table *t, const score_result *r)
{
  const score_criteria *set = r->set;
  const int32_t last = score__set_last_day(set, r->frame->period);
  dated *list = calloc(set->node_count + 1, sizeof *list);
  size_t count = 0;
  d->failed |= !list;
  for (uint32_t k = 1; list && k < set->node_count; k++)
    if (set->node[k].has_due && set->node[k].due_day > last)
      list[count++] = (dated){.day = set->node[k].due_day, .order = k, .index = k};
  if (list) qsort(list, count, sizeof *list, by_day);
  for (size_t i = 0; i < count; i++) {
    const score__node *n = &set->node[list[i].index];
    const score__node_column *c = &r->node[list[i].index];
    int64_t below = 0, all = 0;
    for (size_t u = 0; u < r->count; u++) {
      if (c->outcome[u] == SCORE_NOT_APPLICABLE) continue;
      all++;
      below += c->points_micro[u] < n->max_micro;
    }
    score__cell *row = add_row(d, t, "criterion", SCORE__PH_DUE_CRITERION);
    if (!row) break;
    row[DATE] = day_cell(d, list[i].day);
    row[KEY] = score__cell_code(d, n->key);
    row[SUBJECT] = node_cell(d, n);
    row[COUNT] = score__cell_int(below);
    row[OF] = score__cell_int(all);
    row[NOTE] = note(d, SCORE__PH_DUE_BELOW, below, all);
  }
  free(list);
  return (int64_t)count;
}

/* ---- who and what is missing ---- */

static int64_t add_absent(score_document *d, score__sheet_table *t, const score_result *r)
{
  const score__units *units = &r->data->units;
  int64_t count = 0;
  for (uint32_t u = 0; u < units->count; u++) {
    const score__unit_state *s = score__report_absent(r, u);
    score__cell *row = s ? add_row(d, t, "absent", SCORE__PH_DUE_ABSENT) : NULL;
    if (!row) continue;
    row[UNIT] = score__cell_code(d, units->code[u]);
    row[UNIT_NAME] = score__cell_text(d, units->text[s->name]);
    row[NOTE] = score__cell_phrase(SCORE__PH_DUE_NOTHING_SENT);
    count++;
  }
  return count;
}

static int64_t add_missing(score_document *d, score__sheet_table *t, const score_result *r)
{
  const score_criteria *set = r->set;
  int64_t count = 0;
  score__buffer keys = {0}, codes = {0};
  for (size_t i = 0; i < r->count; i++) {
    int64_t missing = 0, all = 0;
    score__buffer_clear(&keys);
    score__buffer_clear(&codes);
    for (uint32_t k = 1; k < set->node_count; k++) {
      const score__node *n = &set->node[k];
      const uint8_t outcome = r->node[k].outcome[i];
      if (n->kind != SCORE__NODE_CRITERION || (r->node[k].flags[i] & SCORE__FLAG_COVERED)) continue;
      all += outcome != SCORE_NOT_APPLICABLE;
      if (outcome != SCORE_MISSING) continue;
      if (missing++) {
        score__buffer_text(&keys, " ");
        score__buffer_text(&codes, ", ");
      }
      score__buffer_text(&keys, n->key);
      score__buffer_text(&codes, *n->code ? n->code : n->key);
    }
    d->failed |= keys.failed || codes.failed;
    score__cell *row = missing && !d->failed ? add_row(d, t, "missing", SCORE__PH_DUE_MISSING) : NULL;
    if (!row) continue;
    row[UNIT] = score__cell_code(d, r->data->units.code[r->unit[i]]);
    row[UNIT_NAME] = score__cell_text(d, score__report_unit_name(r, i));
    row[KEY] = score__cell_code(d, keys.data);
    row[SUBJECT] = score__cell_text(d, codes.data);
    row[COUNT] = score__cell_int(missing);
    row[OF] = score__cell_int(all);
    row[NOTE] = note(d, SCORE__PH_DUE_LACKS, missing, all);
    count++;
  }
  score__buffer_free(&keys);
  score__buffer_free(&codes);
  return count;
}

/* ---- evidence by its last day ---- */

/* What was said of the value that the unit is scored by. */
static const score__origin *origin_of(const score_result *r, size_t measure, uint32_t unit)
{
  for (int s = r->stage; s >= (r->fallback ? 0 : r->stage); s--) {
    const uint8_t *state = r->frame->layer[s].state[measure];
    if (state && state[unit] != SCORE__CELL_MISSING)
      return score__data_origin(r->data, r->frame, s, false, measure, unit);
  }
  return NULL;
}

static dated *gather_evidence(const score_result *r, int32_t until, size_t *count)
{
  dated *list = NULL;
  size_t cap = 0;
  *count = 0;
  for (uint32_t i = 0; i < r->count; i++) {
    for (uint32_t m = 0; m < r->set->measure_count; m++) {
      const score__origin *said = origin_of(r, m, r->unit[i]);
      int32_t day;
      if (!said || !*said->expires || score__date_parse_iso(&day, said->expires) != 0 || day > until) continue;
      if (score__grow(&list, &cap, *count + 1, sizeof *list) != 0) {
        free(list);
        return NULL;
      }
      list[*count] = (dated){day, *count, i, m, said};
      ++*count;
    }
  }
  if (!list) list = calloc(1, sizeof *list);
  if (*count) qsort(list, *count, sizeof *list, by_day);
  return list;
}

static void add_evidence(score_document *d, score__sheet_table *t, const score_result *r, int64_t counts[2])
{
  const int32_t last = score__set_last_day(r->set, r->frame->period);
  score__period next;
  size_t count = 0;
  const int32_t until =
      score__period_next(&next, r->frame->period) == 0 ? score__set_last_day(r->set, next) : INT32_MAX;
  dated *list = gather_evidence(r, until, &count);
  d->failed |= !list;
  for (size_t i = 0; list && i < count; i++) {
    const score__measure *m = &r->set->measure[list[i].index];
    const bool expired = list[i].day < last;
    counts[!expired]++;
    score__cell *row =
        add_row(d, t, expired ? "expired" : "expires", expired ? SCORE__PH_DUE_EXPIRED : SCORE__PH_DUE_EXPIRES);
    if (!row) break;
    if (expired) row[KIND_TEXT].emphasis = 2;
    row[DATE] = day_cell(d, list[i].day);
    row[UNIT] = score__cell_code(d, r->data->units.code[r->unit[list[i].position]]);
    row[UNIT_NAME] = score__cell_text(d, score__report_unit_name(r, list[i].position));
    row[KEY] = score__cell_code(d, m->key);
    row[SUBJECT] = score__cell_words(d, &m->name);
    row[EVIDENCE] = score__cell_text(d, list[i].said->evidence);
    row[NOTE] = score__cell_text(d, list[i].said->evidence);
  }
  free(list);
}

int score_document_due(score_document **out, const score_result *r, score_error *err)
{
  score_document *d = score__sheet_new("due");
  if (!d) return score__report_finish(out, d, err);
  d->title = score__cell_phrase(SCORE__PH_DOC_DUE);
  score__report_head(d, r);
  score__sheet_fact_add(d, "units", SCORE__PH_FACT_UNITS, score__cell_int((int64_t)r->count));
  score__sheet_table *t = score__sheet_table_add(d, "items", 0);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  int64_t evidence[2] = {0, 0};
  const int64_t criteria = add_criteria(d, t, r), absent = add_absent(d, t, r), missing = add_missing(d, t, r);
  add_evidence(d, t, r, evidence);
  score__sheet_fact_add(d, "criteria_due", SCORE__PH_DUE_FACT_CRITERIA, score__cell_int(criteria));
  score__sheet_fact_add(d, "units_absent", SCORE__PH_DUE_FACT_ABSENT, score__cell_int(absent));
  score__sheet_fact_add(d, "units_missing", SCORE__PH_DUE_FACT_MISSING, score__cell_int(missing));
  score__sheet_fact_add(d, "evidence_expired", SCORE__PH_DUE_FACT_EXPIRED, score__cell_int(evidence[0]));
  score__sheet_fact_add(d, "evidence_expires", SCORE__PH_DUE_FACT_EXPIRES, score__cell_int(evidence[1]));
  if (criteria + absent + missing + evidence[0] + evidence[1] == 0)
    score__sheet_line_add(d, score__cell_phrase(SCORE__PH_DUE_NOTHING), 0, true);
  return score__report_finish(out, d, err);
}
