/* Model §6: grades with gates, ceilings and forced grades; ranking. */
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "definition/draft.h"

static const char *const bases[] = {"with_bonus", "without_bonus", NULL};
static const char *const methods[] = {"competition", "dense", NULL};
static const char *const orders[] = {"descending", "ascending", NULL};

typedef struct gate {
  bool no_zero, has_share;
  const char *met, *group;
  score__fraction at_least;
  score__formula when;
} gate;

static const score__param gate_params[] = {
    {.name = "no_zero",
     .type = SCORE__PARAM_BOOLEAN,
     .offset = offsetof(gate, no_zero),
     .doc = {{"no criterion at 0", "không tiêu chí nào 0 điểm"}}},
    {.name = "met",
     .type = SCORE__PARAM_TEXT,
     .offset = offsetof(gate, met),
     .doc = {{"this criterion is met", "tiêu chí này đạt"}}},
    {.name = "group",
     .type = SCORE__PARAM_TEXT,
     .offset = offsetof(gate, group),
     .doc = {{"this group reaches at_least", "nhóm này đạt mức at_least"}}},
    {.name = "at_least",
     .type = SCORE__PARAM_NUMBER,
     .offset = offsetof(gate, at_least),
     .present = SCORE__PRESENT(gate, has_share),
     .doc = {{"share of the maximum of the group", "tỷ lệ trên điểm tối đa của nhóm"}}},
    {.name = "when",
     .type = SCORE__PARAM_CONDITION,
     .offset = offsetof(gate, when),
     .doc = {{"any condition", "một điều kiện bất kỳ"}}},
    {.name = NULL}};

typedef struct band {
  const char *key;
  score__words name;
  int64_t at_least_micro;
  bool has_basis;
  uint8_t basis, mark;
  score__rows gates;
} band;

static const score__param band_params[] = {
    {.name = "key",
     .type = SCORE__PARAM_TEXT,
     .required = true,
     .offset = offsetof(band, key),
     .change = SCORE__CHANGE_STRUCTURE,
     .doc = {{"key", "khóa"}}},
    {.name = "name",
     .type = SCORE__PARAM_WORDS,
     .required = true,
     .offset = offsetof(band, name),
     .change = SCORE__CHANGE_WORDING,
     .doc = {{"name", "tên"}}},
    {.name = "at_least",
     .type = SCORE__PARAM_MICRO,
     .required = true,
     .offset = offsetof(band, at_least_micro),
     .doc = {{"from this basis on", "từ mức này trở lên"}}},
    {.name = "basis",
     .type = SCORE__PARAM_CHOICE,
     .offset = offsetof(band, basis),
     .present = SCORE__PRESENT(band, has_basis),
     .initial = "with_bonus",
     .choices = bases,
     .doc = {{"own basis (default: that of the grades)", "căn cứ riêng (mặc định: chung)"}}},
    {.name = "mark",
     .type = SCORE__PARAM_CHOICE,
     .offset = offsetof(band, mark),
     .initial = "",
     .choices = score__certainty_marks,
     .change = SCORE__CHANGE_EVIDENCE,
     .doc = {{"mark of certainty", "độ chắc chắn"}}},
    {.name = "gates",
     .type = SCORE__PARAM_ROWS,
     .offset = offsetof(band, gates),
     .rows = gate_params,
     .row_size = sizeof(gate),
     .doc = {{"what must hold besides", "điều kiện kèm theo"}}},
    {.name = NULL}};

typedef struct limit {
  score__formula when;
  const char *at_most, *grade;
} limit;

static const score__param ceiling_params[] = {{.name = "when",
                                               .type = SCORE__PARAM_CONDITION,
                                               .required = true,
                                               .offset = offsetof(limit, when),
                                               .doc = {{"where this holds", "khi điều kiện đúng"}}},
                                              {.name = "at_most",
                                               .type = SCORE__PARAM_TEXT,
                                               .required = true,
                                               .offset = offsetof(limit, at_most),
                                               .doc = {{"best grade then", "xếp loại cao nhất khi đó"}}},
                                              {.name = NULL}};

static const score__param forced_params[] = {{.name = "when",
                                              .type = SCORE__PARAM_CONDITION,
                                              .required = true,
                                              .offset = offsetof(limit, when),
                                              .doc = {{"where this holds", "khi điều kiện đúng"}}},
                                             {.name = "grade",
                                              .type = SCORE__PARAM_TEXT,
                                              .required = true,
                                              .offset = offsetof(limit, grade),
                                              .doc = {{"the grade then", "xếp loại khi đó"}}},
                                             {.name = NULL}};

typedef struct grades {
  uint8_t basis;
  score__rows bands, ceilings, forced;
} grades;

const score__param score__grades_params[] = {
    {.name = "basis",
     .type = SCORE__PARAM_CHOICE,
     .offset = offsetof(grades, basis),
     .initial = "with_bonus",
     .choices = bases,
     .doc = {{"total with or without bonus", "tổng điểm có hay không có điểm thưởng"}}},
    {.name = "bands",
     .type = SCORE__PARAM_ROWS,
     .required = true,
     .offset = offsetof(grades, bands),
     .rows = band_params,
     .row_size = sizeof(band),
     .doc = {{"grades from the top", "các bậc từ cao xuống"}}},
    {.name = "ceilings",
     .type = SCORE__PARAM_ROWS,
     .offset = offsetof(grades, ceilings),
     .rows = ceiling_params,
     .row_size = sizeof(limit),
     .doc = {{"at most a grade under a condition", "trần xếp loại theo điều kiện"}}},
    {.name = "forced",
     .type = SCORE__PARAM_ROWS,
     .offset = offsetof(grades, forced),
     .rows = forced_params,
     .row_size = sizeof(limit),
     .doc = {{"a grade whatever the points", "xếp loại bắt buộc"}}},
    {.name = NULL}};

static uint32_t node_named(score__definition *d, const score__tree *at, const char *member, const char *key,
                           bool criterion)
{
  size_t i = score__dict_get(&d->set->by_node, key);
  if (i != SIZE_MAX && (d->set->node[i].kind == SCORE__NODE_CRITERION) == criterion) return (uint32_t)i;
  score__reader_fault(&d->reader, at, member, SCORE__PH_DEF_NO_REFERENCE, key, NULL);
  return 0;
}

static void take_gate(score__definition *d, const score__tree *at, const gate *in, score__gate *out)
{
  int given = in->no_zero + (in->met != NULL) + (in->group != NULL) + (in->when.expr != NULL);
  if (given != 1 || (in->group != NULL) != in->has_share) {
    score__reader_fault(&d->reader, at, NULL, SCORE__PH_DEF_MISSING, "no_zero | met | group + at_least | when", NULL);
    return;
  }
  *out = (score__gate){.kind = SCORE__GATE_NO_ZERO, .at_least = in->at_least, .when = in->when};
  if (in->met) {
    out->kind = SCORE__GATE_MET;
    out->node = node_named(d, at, "met", in->met, true);
  } else if (in->group) {
    out->kind = SCORE__GATE_GROUP;
    out->node = node_named(d, at, "group", in->group, false);
    if (in->at_least.num < 0 || in->at_least.num > in->at_least.den)
      score__reader_fault(&d->reader, at, "at_least", SCORE__PH_DEF_RANGE, "at_least", "0% .. 100%");
  } else if (in->when.expr) {
    out->kind = SCORE__GATE_WHEN;
  }
}

static const score__tree *child(const score__tree *list, size_t i)
{
  const score__tree *t = list ? list->first : NULL;
  while (t && i--) t = t->next;
  return t;
}

static void take_band(score__definition *d, const score__tree *at, const band *in, uint8_t basis, size_t i)
{
  score__grade *out = &d->set->grade[i];
  score__gate *gates = score__arena_alloc(d->reader.arena, in->gates.count, sizeof *gates);
  if (!gates) return;
  *out = (score__grade){.key = in->key ? in->key : "",
                        .name = in->name,
                        .at_least_micro = in->at_least_micro,
                        .without_bonus = (in->has_basis ? in->basis : basis) == 1,
                        .mark = score__certainty_marks[in->mark],
                        .gate_count = in->gates.count,
                        .gate = gates};
  for (size_t k = 0; k < in->gates.count; k++)
    take_gate(d, child(score__tree_get(at, "gates"), k), (const gate *)in->gates.item + k, &gates[k]);
  for (size_t k = 0; k < i; k++)
    if (!strcmp(d->set->grade[k].key, out->key))
      score__reader_fault(&d->reader, at, "key", SCORE__PH_DEF_DUPLICATE, out->key, NULL);
  if (i && out->at_least_micro >= d->set->grade[i - 1].at_least_micro)
    score__reader_fault(&d->reader, at, "at_least", SCORE__PH_DEF_GRADE_ORDER, out->key, d->set->grade[i - 1].key);
}

static score__grade_rule *take_limits(score__definition *d, const score__tree *at, const score__rows *rows,
                                      size_t *count)
{
  score__grade_rule *out = score__arena_alloc(d->reader.arena, rows->count, sizeof *out);
  *count = out ? rows->count : 0;
  for (size_t i = 0; out && i < rows->count; i++) {
    const limit *in = (const limit *)rows->item + i;
    const char *key = in->at_most ? in->at_most : in->grade ? in->grade : "";
    out[i] = (score__grade_rule){.when = in->when, .grade = UINT32_MAX};
    for (size_t k = 0; k < d->set->grade_count; k++)
      if (!strcmp(d->set->grade[k].key, key)) out[i].grade = (uint32_t)k;
    if (out[i].grade == UINT32_MAX)
      score__reader_fault(&d->reader, child(at, i), NULL, SCORE__PH_DEF_NO_REFERENCE, key, NULL);
  }
  return out;
}

void score__definition_grades(score__definition *d, const score__tree *t)
{
  if (!t) return;
  grades g = {0};
  score_criteria *set = d->set;
  size_t before = d->reader.errors;
  score__param_read(&d->reader, t, score__grades_params, NULL, &g);
  if (d->reader.errors > before) return;
  set->grade = score__arena_alloc(d->reader.arena, g.bands.count, sizeof *set->grade);
  if (!set->grade) return;
  const score__tree *bands = score__tree_get(t, "bands");
  for (size_t i = 0; i < g.bands.count; i++) take_band(d, child(bands, i), (const band *)g.bands.item + i, g.basis, i);
  set->grade_count = g.bands.count;
  set->ceiling = take_limits(d, score__tree_get(t, "ceilings"), &g.ceilings, &set->ceiling_count);
  set->forced = take_limits(d, score__tree_get(t, "forced"), &g.forced, &set->forced_count);
}

/* ---- ranking ---- */

typedef struct tie {
  const char *node, *measure, *decision;
  bool has_order;
  uint8_t order;
} tie;

static const score__param tie_params[] = {{.name = "node",
                                           .type = SCORE__PARAM_TEXT,
                                           .offset = offsetof(tie, node),
                                           .doc = {{"points of this node", "điểm của nút này"}}},
                                          {.name = "measure",
                                           .type = SCORE__PARAM_TEXT,
                                           .offset = offsetof(tie, measure),
                                           .doc = {{"value of this measure", "giá trị của số liệu này"}}},
                                          {.name = "decision",
                                           .type = SCORE__PARAM_TEXT,
                                           .offset = offsetof(tie, decision),
                                           .doc = {{"this measure is the place that a decision gives, 1 first",
                                                    "số liệu này là thứ tự do quyết định ấn định, 1 là trước nhất"}}},
                                          {.name = "order",
                                           .type = SCORE__PARAM_CHOICE,
                                           .offset = offsetof(tie, order),
                                           .present = SCORE__PRESENT(tie, has_order),
                                           .initial = "descending",
                                           .choices = orders,
                                           .doc = {{"larger or smaller first", "lớn trước hay nhỏ trước"}}},
                                          {.name = NULL}};

typedef struct ranking {
  uint8_t method;
  bool has_completeness;
  score__rows ties;
  score__fraction completeness;
} ranking;

const score__param score__ranking_params[] = {
    {.name = "method",
     .type = SCORE__PARAM_CHOICE,
     .offset = offsetof(ranking, method),
     .initial = "competition",
     .choices = methods,
     .doc = {{"1, 2, 2, 4 or 1, 2, 2, 3", "1, 2, 2, 4 hoặc 1, 2, 2, 3"}}},
    {.name = "tie_break",
     .type = SCORE__PARAM_ROWS,
     .offset = offsetof(ranking, ties),
     .rows = tie_params,
     .row_size = sizeof(tie),
     .doc = {{"keys in order where the basis is equal", "các khóa phân định khi bằng điểm"}}},
    {.name = "completeness",
     .type = SCORE__PARAM_NUMBER,
     .offset = offsetof(ranking, completeness),
     .present = SCORE__PRESENT(ranking, has_completeness),
     .doc = {{"not ranked below this share", "không xếp hạng khi dưới tỷ lệ này"}}},
    {.name = NULL}};

static void take_tie(score__definition *d, const score__tree *at, const tie *in, score__tie_key *out)
{
  const char *key = in->node ? in->node : in->measure ? in->measure : in->decision;
  const char *member = in->node ? "node" : in->measure ? "measure" : "decision";
  *out = (score__tie_key){
      .is_node = in->node != NULL, .ascending = in->order == 1 || in->decision, .is_decision = in->decision != NULL};
  if ((in->node != NULL) + (in->measure != NULL) + (in->decision != NULL) != 1) {
    score__reader_fault(&d->reader, at, NULL, SCORE__PH_DEF_MISSING, "node | measure | decision", NULL);
    return;
  }
  if (in->decision && in->has_order)
    score__reader_fault(&d->reader, at, "order", SCORE__PH_DEF_NOT_HERE, "order", "node, measure");
  size_t i = score__dict_get(in->node ? &d->set->by_node : &d->set->by_measure, key);
  if (i == SIZE_MAX)
    score__reader_fault(&d->reader, at, member, SCORE__PH_DEF_NO_REFERENCE, key, NULL);
  else if (in->decision && d->set->measure[i].type != SCORE__MEASURE_COUNT)
    score__reader_fault(&d->reader, at, member, SCORE__PH_DECISION_TYPE, key, NULL);
  else
    out->index = (uint32_t)i;
}

void score__definition_ranking(score__definition *d, const score__tree *t)
{
  ranking r = {.completeness = {0, 1}};
  score_criteria *set = d->set;
  if (!t) return;
  size_t before = d->reader.errors;
  score__param_read(&d->reader, t, score__ranking_params, NULL, &r);
  if (d->reader.errors > before) return;
  set->rank_dense = r.method == 1;
  set->tie_count = r.ties.count;
  set->tie = score__arena_alloc(d->reader.arena, r.ties.count, sizeof *set->tie);
  for (size_t i = 0; set->tie && i < r.ties.count; i++)
    take_tie(d, child(score__tree_get(t, "tie_break"), i), (const tie *)r.ties.item + i, &set->tie[i]);
  if (!r.has_completeness) return;
  set->has_completeness = true;
  if (score__fraction_round(&set->completeness_micro, &r.completeness, 1) || set->completeness_micro < 0 ||
      set->completeness_micro > SCORE__MICRO)
    score__reader_fault(&d->reader, t, "completeness", SCORE__PH_DEF_RANGE, "completeness", "0% .. 100%");
}
