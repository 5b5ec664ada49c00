/* The report on all units of a scope. */
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "paper/report_province.h"

/* ---- what all sections share ---- */

static score__cell kind_of(score_document *d, const char *kind)
{
  static const struct {
    const char *key;
    int phrase;
  } known[] = {{"phuong", SCORE__PH_PROVINCE_KIND_WARD},   {"xa", SCORE__PH_PROVINCE_KIND_COMMUNE},
               {"dac-khu", SCORE__PH_PROVINCE_KIND_ZONE},  {"so", SCORE__PH_PROVINCE_KIND_DEPARTMENT},
               {"tinh", SCORE__PH_PROVINCE_KIND_PROVINCE}, {"thanh-pho", SCORE__PH_PROVINCE_KIND_CITY}};
  for (size_t k = 0; k < sizeof known / sizeof *known; k++)
    if (strcmp(known[k].key, kind) == 0) return score__cell_phrase(known[k].phrase);
  return score__cell_text(d, kind);
}

static bool name_units(score__province *p)
{
  const score_result *r = p->result;
  const score__units *units = &r->data->units;
  score__arena *arena = &p->d->arena;
  const int32_t day = score__set_last_day(r->set, r->frame->period);
  score__cell **const lists[] = {&p->code, &p->name, &p->kind};
  for (size_t k = 0; k < 3; k++)
    if (!(*lists[k] = score__arena_alloc(arena, r->count + 1, sizeof **lists[k]))) return false;
  for (size_t i = 0; i < r->count; i++) {
    const score__unit_state *s = score__units_on(units, r->unit[i], day);
    p->code[i] = score__cell_code(p->d, units->code[r->unit[i]]);
    p->name[i] = score__cell_text(p->d, s ? units->text[s->name] : "");
    if (s && s->kind) p->kind[i] = kind_of(p->d, units->text[s->kind]);
    p->has_kinds |= s && s->kind;
  }
  return !p->d->failed;
}

static bool name_grades(score__province *p)
{
  const score_criteria *set = p->result->set;
  p->grade = score__arena_alloc(&p->d->arena, set->grade_count + 1, sizeof *p->grade);
  p->grade_code = score__arena_alloc(&p->d->arena, set->grade_count + 1, sizeof *p->grade_code);
  if (!p->grade || !p->grade_code) return false;
  for (size_t g = 0; g < set->grade_count; g++) {
    p->grade[g] = score__cell_words(p->d, &set->grade[g].name);
    p->grade_code[g] = score__cell_code(p->d, set->grade[g].key);
  }
  return !p->d->failed;
}

/* The points of a group were given as one, at some unit. */
static bool is_given(const score_result *r, uint32_t node)
{
  if (r->set->node[node].end == node + 1) return false;
  for (size_t i = 0; i < r->count; i++)
    if ((r->node[node + 1].flags[i] & SCORE__FLAG_COVERED) && !(r->node[node].flags[i] & SCORE__FLAG_COVERED))
      return true;
  return false;
}

static bool is_everywhere_covered(const score_result *r, uint32_t node)
{
  for (size_t i = 0; i < r->count; i++)
    if (!(r->node[node].flags[i] & SCORE__FLAG_COVERED)) return false;
  return r->count > 0;
}

static bool is_plain(const score__node *n)
{
  return n->group_kind != SCORE__GROUP_PENALTY && n->max_micro > 0;
}

static bool is_column(const score_result *r, uint32_t node)
{
  return r->set->node[node].end == node + 1 ? !is_everywhere_covered(r, node) : is_given(r, node);
}

static bool choose_nodes(score__province *p)
{
  const score_criteria *set = p->result->set;
  p->group = score__arena_alloc(&p->d->arena, set->node_count, sizeof *p->group);
  p->column = score__arena_alloc(&p->d->arena, set->node_count, sizeof *p->column);
  p->digits = score__arena_alloc(&p->d->arena, set->node_count, sizeof *p->digits);
  if (!p->group || !p->column || !p->digits) return false;
  for (int plain = 1; plain >= 0; plain--) {
    for (uint32_t n = 1; n < set->node_count; n++) {
      p->digits[n] = score__report_points(set, n, 0).digits;
      if (is_plain(&set->node[n]) != plain) continue;
      if (set->node[n].parent == 0) p->group[p->group_count++] = n;
      if (is_column(p->result, n)) p->column[p->column_count++] = n;
    }
    if (!plain) continue;
    p->group_plain = p->group_count;
    p->column_plain = p->column_count;
  }
  return true;
}

static int prepare(score__province *p, score_error *err)
{
  const score_criteria *set = p->result->set;
  p->rank_options.beside = p->options->beside;
  p->rank_options.uncertainty = p->options->uncertainty;
  p->rank = (score__ranking){.result = p->result, .options = &p->rank_options};
  p->full = set->basis == SCORE__BASIS_PERCENT ? 100 * SCORE__MICRO : set->node[0].max_micro;
  p->paper = (score__paper){.d = p->d, .office = p->options->office};
  const int code = score__ranking_open(p->d, &p->rank, err);
  if (code) return code;
  p->silent_count = score__report_absentees(&p->silent, p->d, p->result);
  if (score__province_spread_open(p, err)) return SCORE_E_MEMORY;
  return name_units(p) && name_grades(p) && choose_nodes(p) && score__province_find_movers(p) ? 0
                                                                                              : score__fail_memory(err);
}

/* ---- the report ---- */

/* What people need of the head stands in sentences: in the brief, and in the part on the method. */
static void head(score__province *p)
{
  static const int to[] = {SCORE__PH_PAPER_TO_ABOVE_PLAIN, SCORE__PH_PAPER_TO_UNITS, SCORE__PH_PAPER_FILED, 0};
  static const int by[] = {SCORE__PH_PAPER_DIRECTOR, 0};
  score_document *d = p->d;
  const score__cell args[] = {score__paper_period(d, p->result->frame->period),
                              score__cell_words(d, &p->result->set->name)};
  score__report_head(d, p->result);
  for (size_t k = 0; k < d->fact_count; k++) d->fact[k].title = 0;
  d->title = score__cell_phrase_args(d, SCORE__PH_PROVINCE_TITLE, args, 1);
  if (!p->options->office) return;
  const score__letter_order order = {.issuer = {.kind = SCORE__CELL_EMPTY},
                                     .subject = score__cell_phrase_args(d, SCORE__PH_PROVINCE_SUBJECT, args, 2),
                                     .number = SCORE__PH_PAPER_NUMBER_BLANK,
                                     .recipient = to,
                                     .capacity = by};
  score__paper_letter(&p->paper, p->result, &order);
}

static int fill(score__province *p, score_error *err)
{
  uint32_t by;
  int code = prepare(p, err);
  if (!code) code = score__province_map_by(&by, p, err);
  if (code) return code;
  head(p);
  score__province_brief(p);
  score__province_ranking(p);
  score__province_grades(p);
  score__province_heat(p);
  score__province_map(p, by);
  score__province_distribution(p);
  score__province_movers(p);
  score__province_absent(p);
  score__province_reconciliation(p);
  score__province_discrimination(p);
  score__province_bridge(p);
  score__province_method(p);
  score__province_units(p);
  return 0;
}

int score_document_province_report(score_document **out, const score_result *r,
                                   const score_province_report_options *options, score_error *err)
{
  static const score_province_report_options plain = {0};
  *out = NULL;
  score_document *d = score__sheet_new("province_report");
  if (!d) return score__fail_memory(err);
  score__province p = {.d = d, .result = r, .options = options ? options : &plain};
  const int code = fill(&p, err);
  score__province_spread_close(&p);
  if (!code) return score__report_finish(out, d, err);
  score_document_free(d);
  return code;
}
