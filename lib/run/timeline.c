#include "run/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "run/peek.h"
#include "store/timetable.h"

#define MOST_VERSIONS 64u /* of a file of many periods */

/* ---- findings: each once, though a file is read for every version ---- */

static bool is_told(const score_findings *findings, const score_error *e)
{
  const score_error *old;
  for (size_t i = 0; (old = score_findings_get(findings, i, NULL)); i++)
    if (old->phrase == e->phrase && old->line == e->line && old->column == e->column && !strcmp(old->file, e->file) &&
        !strcmp(old->field, e->field) && !memcmp(old->args, e->args, sizeof e->args))
      return true;
  return false;
}

void score__timeline_tell(const score__timeline *t, const score_findings *told, const char *period)
{
  const score_error *of;
  score_severity severity = SCORE_NOTE;
  for (size_t i = 0; t->findings && (of = score_findings_get(told, i, &severity)); i++) {
    score_error e = *of;
    if (!*e.file && period && e.phrase != SCORE__PH_UNITS_NO_LIST)
      score__fail_at(&e, period, e.line, e.column, e.field);
    if (!is_told(t->findings, &e)) score__finding_add(t->findings, severity, &e);
  }
}

/* ---- versions ---- */

bool score__timeline_pinned(const score__timeline *t)
{
  const char *spec = t->options->criteria;
  const size_t n = strlen(spec);
  return strchr(spec, '@') || (n > 5 && !strcmp(spec + n - 5, ".json"));
}

/* Each version is kept once. */
static int find_set(const score__timeline *t, const char *spec, const char *period, const score_criteria **out,
                    score_error *err)
{
  score_trend *trend = t->trend;
  score_findings *told = NULL;
  score_criteria *set = NULL;
  if (score_findings_new(&told, 0, err)) return SCORE_E_MEMORY;
  const int code = score_criteria_find(&set, t->options->dir, spec, period, told, err);
  score__timeline_tell(t, told, NULL);
  score_findings_free(told);
  if (code) return code;
  for (size_t i = 0; i < trend->set_count; i++) {
    if (strcmp(trend->set[i]->sha256, set->sha256) != 0) continue;
    score_criteria_free(set);
    *out = trend->set[i];
    return 0;
  }
  if (score__grow(&trend->set, &trend->set_cap, trend->set_count + 1, sizeof(score_criteria *))) {
    score_criteria_free(set);
    return score__fail_memory(err);
  }
  trend->set[trend->set_count++] = set;
  *out = set;
  return 0;
}

int score__timeline_set(score__timeline *t, const char *period, const score_criteria **out, score_error *err)
{
  score_trend *trend = t->trend;
  *out = NULL;
  if (trend->set_count && score__timeline_pinned(t)) {
    *out = trend->set[0];
    return 0;
  }
  return find_set(t, t->options->criteria, period, out, err);
}

int score__timeline_release(const score__timeline *t, const score_criteria *set, const char *period,
                            const score_publication **out, score_error *err)
{
  const score_trend_options *o = t->options;
  score_error several = {0};
  *out = t->releases ? score_publications_current(t->releases, period, set->id, o->stage, o->scope, &several) : NULL;
  if (!several.code || o->live) return 0;
  score__fail_at(&several, period, 0, 0, NULL);
  if (err) *err = several;
  return several.code;
}

int score__timeline_same(score__timeline *t, const score_criteria *of, const score_criteria **out, score_error *err)
{
  score__buffer spec = {0};
  score_error unseen = {0};
  const score_criteria *found = NULL;
  *out = NULL;
  for (size_t i = 0; i < t->trend->set_count; i++)
    if (!strcmp(t->trend->set[i]->sha256, of->sha256)) *out = t->trend->set[i];
  if (*out) return 0;
  score__buffer_text(&spec, of->id);
  score__buffer_char(&spec, '@');
  score__buffer_text(&spec, of->version);
  int code = spec.failed ? SCORE_E_MEMORY : find_set(t, spec.data, NULL, &found, &unseen);
  score__buffer_free(&spec);
  if (code == SCORE_E_MEMORY) return score__fail_memory(err);
  if (!code && !strcmp(found->sha256, of->sha256)) *out = found;
  return 0;
}

static uint32_t index_of(const score__timeline *t, const score_criteria *set)
{
  uint32_t i = 0;
  while (t->trend->set[i] != set) i++;
  return i;
}

/* ---- files ---- */

/* Another version that knows what this file has; NULL = there is none. */
static const score_criteria *beside(const score__timeline *t, size_t file, uint32_t set)
{
  for (uint32_t i = 0; i < t->trend->set_count && i < MOST_VERSIONS; i++)
    if (i != set && t->file_sets[file] >> i & 1u) return t->trend->set[i];
  return NULL;
}

static int read_into(const score__timeline *t, uint32_t set, score_data *data, score_findings *told, score_error *err)
{
  const score_trend_source *s = t->source;
  score_read_options options = s->read ? *s->read : (score_read_options){.stage = SCORE_STAGE_NONE};
  int code = 0;
  for (size_t i = 0; i < s->unit_files && !code; i++)
    code = score_data_read_units(data, s->unit_file[i], &options, told, err);
  if (code) return code;
  for (size_t i = 0; i < s->data_files; i++) { /* all files are read, so that all of their faults are said */
    score_error now = {0};
    options.beside = beside(t, i, set);
    const int got = score_data_read(data, s->data_file[i], &options, told, &now);
    if (got && !code) {
      code = got;
      if (err) *err = now;
    }
    if (got && got != SCORE_E_INPUT) break;
  }
  return code;
}

static int read_files(score__timeline *t, const score_criteria *set, score_data **out, score_error *err)
{
  const uint32_t at = index_of(t, set);
  score_findings *told = NULL;
  *out = NULL;
  if (at >= t->data_count) {
    size_t cap = t->data_count;
    if (score__grow(&t->data, &cap, at + 1u, sizeof(score_data *))) return score__fail_memory(err);
    t->data_count = cap;
  }
  if (!t->data[at]) {
    score_data *data = NULL;
    int code = score_findings_new(&told, 0, err);
    if (!code) code = score_data_new(&data, set, err);
    if (!code) code = read_into(t, at, data, told, err);
    if (told) score__timeline_tell(t, told, NULL);
    score_findings_free(told);
    if (code) {
      score_data_free(data);
      return code;
    }
    t->data[at] = data;
  }
  *out = t->data[at];
  return 0;
}

int score__timeline_data(score__timeline *t, const score_criteria *set, const char *period, score_data **out,
                         score_error *err)
{
  if (t->source->store) return score_store_read(out, t->source->store, set, period, err);
  return read_files(t, set, out, err);
}

void score__timeline_leave(const score__timeline *t, score_data *data)
{
  if (t->source->store) score_data_free(data);
}

/* ---- periods ---- */

static int by_time(const void *a, const void *b)
{
  return score__period_cmp(*(const score__period *)a, *(const score__period *)b);
}

static int add_period(score__timeline *t, size_t *cap, score__period period, score_error *err)
{
  for (size_t i = 0; i < t->count; i++)
    if (score__period_equal(t->period[i], period)) return 0;
  if (score__grow(&t->period, cap, t->count + 1, sizeof *t->period)) return score__fail_memory(err);
  t->period[t->count++] = period;
  return 0;
}

/* The version of one period of a file: its bit. Where none is in force it is read with the newest. */
static int note_version(score__timeline *t, size_t file, const char *period, score_error *err)
{
  const score_criteria *set = NULL;
  int code = score__timeline_set(t, period, &set, err);
  if (code == SCORE_E_NOT_FOUND && period) code = score__timeline_set(t, NULL, &set, err);
  if (!code && index_of(t, set) < MOST_VERSIONS) t->file_sets[file] |= UINT64_C(1) << index_of(t, set);
  return code;
}

static int look_into(score__timeline *t, size_t file, size_t *cap, score_error *err)
{
  const score_trend_source *s = t->source;
  score__period *list = NULL, given;
  size_t count = 0;
  int code = score__peek_periods(&list, &count, s->data_file[file], s->read) ? score__fail_memory(err) : 0;
  for (size_t i = 0; i < count && !code; i++) {
    char name[SCORE__PERIOD_TEXT];
    score__period_print(name, sizeof name, list[i]);
    code = note_version(t, file, name, err);
    if (!code) code = add_period(t, cap, list[i], err);
  }
  free(list);
  if (code || count) return code;
  const char *said = s->read ? s->read->period : NULL;
  code = note_version(t, file, said, err);
  if (!code && said && !score__period_parse(&given, said, strlen(said))) code = add_period(t, cap, given, err);
  return code;
}

static int list_of_files(score__timeline *t, size_t *cap, score_error *err)
{
  const size_t files = t->source->data_files;
  int code = 0;
  t->file_sets = calloc(files + 1, sizeof *t->file_sets);
  if (!t->file_sets) return score__fail_memory(err);
  for (size_t i = 0; i < files && !code; i++) code = look_into(t, i, cap, err);
  if (t->count || code) return code;
  score_data *data = NULL; /* what is wrong with the files is said */
  return t->trend->set_count ? read_files(t, t->trend->set[0], &data, err) : 0;
}

/* Periods of the store by version: each version knows its own measures. */
typedef struct stock {
  score__period *list;
  size_t count;
} stock;

static bool holds(const stock *s, score__period period)
{
  for (size_t i = 0; i < s->count; i++)
    if (score__period_equal(s->list[i], period)) return true;
  return false;
}

/* Whether there is something for the version in force then, or the newest where none is. */
static int has_data(score__timeline *t, stock **of, size_t *room, score__period period, bool *out, score_error *err)
{
  char name[SCORE__PERIOD_TEXT];
  const score_criteria *set = NULL;
  score_error unseen = {0}; /* it is said where the period is wanted */
  score__period_print(name, sizeof name, period);
  if (score__timeline_set(t, name, &set, &unseen) && score__timeline_set(t, NULL, &set, &unseen)) {
    if (unseen.code == SCORE_E_MEMORY) return score__fail_memory(err);
    *out = true;
    return 0;
  }
  const uint32_t at = index_of(t, set);
  if (score__grow(of, room, at + 1u, sizeof **of)) return score__fail_memory(err);
  stock *s = &(*of)[at];
  const int code = s->list ? 0 : score__store_periods(t->source->store, set, &s->list, &s->count, err);
  *out = holds(s, period);
  return code;
}

static int list_of_store(score__timeline *t, size_t *cap, score_error *err)
{
  const score_criteria *any = NULL;
  stock all = {0}, *of = NULL;
  size_t room = 0;
  score_error first = {0};
  int code = score__timeline_set(t, NULL, &any, &first);
  if (code && code != SCORE_E_USAGE) { /* several that are the newest: each period may still have one */
    if (err) *err = first;
    return code;
  }
  code = score__store_periods(t->source->store, NULL, &all.list, &all.count, err);
  for (size_t i = 0; i < all.count && !code; i++) {
    bool there = false;
    code = has_data(t, &of, &room, all.list[i], &there, err);
    if (!code && there) code = add_period(t, cap, all.list[i], err);
  }
  for (size_t i = 0; i < room; i++) free(of[i].list);
  free(of);
  free(all.list);
  return code;
}

static int parse(const char *text, score__period *out, score_error *err)
{
  *out = (score__period){0};
  if (!text || !score__period_parse(out, text, strlen(text))) return 0;
  return score__fail(err, SCORE_E_USAGE, SCORE__PH_FIND_PERIOD_TEXT, text, NULL);
}

/* The period of this kind in which a shorter one ends: none for January to March of "nine months" alone. */
static bool holding(score__period p, uint8_t kind, score__period *out)
{
  const score__period of = {.kind = kind};
  const int length = score__period_months(of), own = score__period_months(p);
  const int last = p.index ? p.index * own : own;
  if (own >= length || (kind == SCORE__PERIOD_NINE && last > length)) return false;
  const bool whole = kind == SCORE__PERIOD_NINE || kind == SCORE__PERIOD_YEAR;
  const uint8_t index = (uint8_t)((last + length - 1) / length);
  *out = (score__period){.year = p.year, .kind = kind};
  if (!whole) out->index = index;
  return true;
}

static uint8_t commonest(const score__timeline *t)
{
  size_t count[SCORE__PERIOD_YEAR + 1] = {0};
  uint8_t best = 0;
  for (size_t i = 0; i < t->count; i++) count[t->period[i].kind]++;
  for (size_t kind = 1; kind <= SCORE__PERIOD_YEAR; kind++)
    if (count[kind] > count[best]) best = (uint8_t)kind;
  return best;
}

static int choose(score__timeline *t, size_t *cap, score_error *err)
{
  const score_trend_options *o = t->options;
  score__period from, to, until;
  if (parse(o->from, &from, err) || parse(o->to, &to, err) || parse(o->period, &until, err)) return SCORE_E_USAGE;
  if (!to.kind) to = until;
  const uint8_t asked = from.kind ? from.kind : to.kind ? to.kind : until.kind;
  if ((to.kind && to.kind != asked) || (until.kind && until.kind != asked))
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_TREND_KINDS, o->from ? o->from : o->to,
                       to.kind != asked && o->to ? o->to : o->period, NULL);
  if (from.kind && to.kind && score__period_cmp(from, to) > 0)
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_TREND_ORDER, o->from, o->to ? o->to : o->period, NULL);
  const size_t given = t->count;
  score__period longer;
  for (size_t i = 0; asked && i < given; i++)
    if (holding(t->period[i], asked, &longer) && add_period(t, cap, longer, err)) return SCORE_E_MEMORY;
  const uint8_t kind = asked ? asked : commonest(t);
  size_t kept = 0;
  for (size_t i = 0; i < t->count; i++) {
    const score__period p = t->period[i];
    const bool in = p.kind == kind && (!from.kind || score__period_cmp(p, from) >= 0) &&
                    (!to.kind || score__period_cmp(p, to) <= 0);
    if (in) t->period[kept++] = p;
  }
  t->count = kept;
  if (kept) qsort(t->period, kept, sizeof *t->period, by_time);
  return 0;
}

static int load_units(score__timeline *t, score_error *err)
{
  score__store_ids ids = {0};
  t->units = calloc(1, sizeof *t->units);
  if (!t->units || score__units_init(t->units)) return score__fail_memory(err);
  const int code = score__store_load_units(t->source->store, t->units, &ids, err);
  free(ids.id);
  return code;
}

int score__timeline_new(score__timeline *out, const score_trend_source *source, const score_trend_options *options,
                        score_trend *trend, score_findings *findings, score_error *err)
{
  *out = (score__timeline){.source = source, .options = options, .findings = findings, .trend = trend};
  size_t cap = 0;
  int code = source->store ? score_publications_read(&out->releases, source->store, err) : 0;
  if (!code && source->store) code = load_units(out, err);
  if (!code) code = source->store ? list_of_store(out, &cap, err) : list_of_files(out, &cap, err);
  return code ? code : choose(out, &cap, err);
}

void score__timeline_free(score__timeline *t)
{
  for (size_t i = 0; i < t->data_count; i++) score_data_free(t->data[i]);
  free(t->data);
  if (t->units) score__units_free(t->units);
  free(t->units);
  score_publications_free(t->releases);
  free(t->file_sets);
  free(t->period);
}
