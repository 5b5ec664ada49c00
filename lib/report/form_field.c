/* What a set wants to know, and how each of it may be said. */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "compute/readings.h"
#include "model/operation.h"
#include "report/form_template.h"
#include "rule/rule.h"

const char *score__form_keep(score__form *form, score__buffer *text)
{
  const char *copy = text->failed ? NULL : score__arena_copy(&form->arena, text->data ? text->data : "", text->size);
  score__buffer_free(text);
  return copy;
}

const char *score__form_say(score__form *form, const score__form_order *order, int phrase, const char *a, const char *b)
{
  const char *const args[] = {a, b};
  score__buffer text = {0};
  score__phrase_fill(&text, phrase, order->lang, args, b ? 2 : a ? 1 : 0);
  return score__form_keep(form, &text);
}

/* ---- bounds and help ---- */

static int digits_of(const score__measure *m)
{
  return m->type == SCORE__MEASURE_PERCENT ? m->scale - 2 : m->scale;
}

/* A bound as a rule has it (point, ISO date), or as people read it. */
static const char *bound_text(score__form *form, const score__form_order *order, const score__measure *m, int64_t value,
                              bool shown)
{
  char text[48];
  if (m->type == SCORE__MEASURE_DATE)
    score__date_print(text, sizeof text, (int32_t)value);
  else
    score__decimal_print(text, sizeof text, value, digits_of(m), -1, shown && order->lang == SCORE_LANG_VI ? ',' : '.');
  return score__arena_text(&form->arena, text);
}

static void join(score__buffer *out, const char *separator, const char *text)
{
  if (out->size) score__buffer_text(out, separator);
  if (!text) out->failed = true;
  if (text) score__buffer_text(out, text);
}

static void say_bounds(score__buffer *out, score__form *form, const score__form_order *order, const score__measure *m)
{
  const char *min = m->has_min ? bound_text(form, order, m, m->min, true) : NULL;
  const char *max = m->has_max ? bound_text(form, order, m, m->max, true) : NULL;
  if ((m->has_min && !min) || (m->has_max && !max)) out->failed = true;
  if (min && max)
    join(out, ", ", score__form_say(form, order, SCORE__PH_FORM_BETWEEN, min, max));
  else if (min)
    join(out, ", ", score__form_say(form, order, SCORE__PH_FORM_FROM, min, NULL));
  else if (max)
    join(out, ", ", score__form_say(form, order, SCORE__PH_FORM_UP_TO, max, NULL));
  if (m->step > 0)
    join(out, ", ", score__form_say(form, order, SCORE__PH_FORM_STEP, bound_text(form, order, m, m->step, true), NULL));
}

static void say_type(score__buffer *out, score__form *form, const score__form_order *order, const score__measure *m,
                     const score__form_rule *rule)
{
  char number[24];
  const char *list = NULL;
  switch (m->type) {
  case SCORE__MEASURE_BOOLEAN: join(out, "", score__form_say(form, order, SCORE__PH_FORM_BOOLEAN, NULL, NULL)); return;
  case SCORE__MEASURE_DATE: join(out, "", score__form_say(form, order, SCORE__PH_FORM_DAY, NULL, NULL)); break;
  case SCORE__MEASURE_PERCENT: join(out, "", score__form_say(form, order, SCORE__PH_FORM_PERCENT, NULL, NULL)); break;
  case SCORE__MEASURE_CHOICE: {
    score__buffer names = {0};
    for (size_t i = 0; i < rule->option_count; i++) join(&names, "; ", rule->option[i]);
    list = score__form_keep(form, &names);
    join(out, "", list ? score__form_say(form, order, SCORE__PH_FORM_CHOICE, list, NULL) : NULL);
    return;
  }
  default:
    if (m->digits == 0)
      join(out, "", score__form_say(form, order, SCORE__PH_FORM_WHOLE, NULL, NULL));
    else
      join(out, "", score__form_say(form, order, SCORE__PH_FORM_DECIMAL, score__int_text(number, m->digits), NULL));
  }
  say_bounds(out, form, order, m);
}

/* The prompt of a cell: its type, its bounds, and what else it takes. */
static const char *say_rule(score__form *form, const score__form_order *order, const score__measure *m,
                            const score__form_rule *rule)
{
  score__buffer text = {0};
  say_type(&text, form, order, m, rule);
  if (m->takes_na) join(&text, "; ", score__form_say(form, order, SCORE__PH_FORM_NA, NULL, NULL));
  if (m->has_initial && m->type <= SCORE__MEASURE_PERCENT)
    join(&text, "; ",
         score__form_say(form, order, SCORE__PH_FORM_INITIAL, bound_text(form, order, m, m->initial, true), NULL));
  return score__form_keep(form, &text);
}

/* ---- what may be typed ---- */

/* Options by name; by key where two of them are called the same. */
static const char *const *option_texts(score__form *form, const score__form_order *order, const score__measure *m)
{
  const char **list = score__arena_alloc(&form->arena, m->option_count, sizeof *list);
  bool names = true;
  for (size_t i = 0; list && i < m->option_count; i++) {
    list[i] = m->option_name ? m->option_name[i].text[order->lang] : m->option_key[i];
    names = names && *list[i];
    for (size_t k = 0; k < i && names; k++) names = strcmp(list[i], list[k]) != 0;
    for (size_t k = 0; k < m->option_count && names; k++) names = k == i || strcmp(list[i], m->option_key[k]) != 0;
  }
  for (size_t i = 0; list && !names && i < m->option_count; i++) list[i] = m->option_key[i];
  return list;
}

static const char *const *truth_texts(score__form *form, const score__form_order *order)
{
  const char **list = score__arena_alloc(&form->arena, 2, sizeof *list);
  if (!list) return NULL;
  list[0] = score__phrase_text(SCORE__PH_CELL_YES, order->lang);
  list[1] = score__phrase_text(SCORE__PH_CELL_NO, order->lang);
  return list;
}

static int make_rule(score__form *form, const score__form_order *order, const score__measure *m, score__form_rule *rule)
{
  static const uint8_t kinds[] = {SCORE__FORM_WHOLE, SCORE__FORM_DECIMAL, SCORE__FORM_DECIMAL,
                                  SCORE__FORM_LIST,  SCORE__FORM_LIST,    SCORE__FORM_DAY};
  rule->kind = m->type == SCORE__MEASURE_AMOUNT && m->digits == 0 ? SCORE__FORM_WHOLE : kinds[m->type];
  if (m->has_min && !(rule->min = bound_text(form, order, m, m->min, false))) return -1;
  if (m->has_max && !(rule->max = bound_text(form, order, m, m->max, false))) return -1;
  if (m->takes_na) rule->other = score__phrase_text(SCORE__PH_FORM_NA_WORD, order->lang);
  if (rule->kind == SCORE__FORM_LIST) {
    const bool truth = m->type == SCORE__MEASURE_BOOLEAN;
    rule->option = truth ? truth_texts(form, order) : option_texts(form, order, m);
    rule->option_count = truth ? 2 : m->option_count;
    if (!rule->option) return -1;
  }
  rule->prompt = say_rule(form, order, m, rule);
  return rule->prompt ? 0 : -1;
}

static const char *unit_text(const score__form_order *order, const score__measure *m)
{
  const char *unit = m->unit.text[order->lang];
  if (*unit) return unit;
  return m->type == SCORE__MEASURE_PERCENT ? "%" : "";
}

/* ---- the list ---- */

typedef struct listing {
  score__form_fields *out;
  score__form *form;
  const score__form_order *order;
  bool statistics;
  uint32_t *at; /* [measures] 1 + position in the list, 0 = not yet */
} listing;

/* The criterion's evidence stands beside the first value that it reads. */
static const char *help_text(listing *l, const char *prompt, const score__node *node)
{
  const char *evidence = node ? node->evidence.text[l->order->lang] : "";
  score__buffer text = {0};
  join(&text, "", prompt);
  if (*evidence) join(&text, "; ", score__form_say(l->form, l->order, SCORE__PH_FORM_EVIDENCE, evidence, NULL));
  return score__form_keep(l->form, &text);
}

static int add_measure(listing *l, uint32_t index, const score__node *node, bool first)
{
  const score__measure *m = &l->order->set->measure[index];
  if (m->is_statistic && !l->statistics) return 0;
  if (l->at[index]) { /* read by one more criterion */
    score__form_field *field = &l->out->item[l->at[index] - 1];
    score__buffer text = {0};
    if (!node || !*node->code) return 0;
    score__buffer_text(&text, field->criteria);
    join(&text, ", ", node->code);
    field->criteria = score__form_keep(l->form, &text);
    return field->criteria ? 0 : -1;
  }
  score__form_rule *rule = score__arena_alloc(&l->form->arena, 1, sizeof *rule);
  if (!rule || make_rule(l->form, l->order, m, rule) != 0) return -1;
  score__form_field *field = &l->out->item[l->out->count++];
  l->at[index] = (uint32_t)l->out->count;
  *field = (score__form_field){.index = index,
                               .key = m->key,
                               .criteria = node ? node->code : "",
                               .name = m->name.text[l->order->lang],
                               .unit = unit_text(l->order, m),
                               .help = help_text(l, rule->prompt, first ? node : NULL),
                               .rule = rule};
  return field->help ? 0 : -1;
}

static int add_points(listing *l, uint32_t index)
{
  const score__node *node = &l->order->set->node[index];
  const bool comma = l->order->lang == SCORE_LANG_VI;
  char shown[48], max[48];
  score__points_print(shown, sizeof shown, node->max_micro, 0, comma ? ',' : '.');
  score__points_print(max, sizeof max, node->max_micro, 0, '.');
  score__form_rule *rule = score__arena_alloc(&l->form->arena, 1, sizeof *rule);
  if (!rule) return -1;
  *rule = (score__form_rule){.kind = SCORE__FORM_DECIMAL, .min = "0", .max = score__arena_text(&l->form->arena, max)};
  rule->prompt = score__form_say(l->form, l->order, SCORE__PH_FORM_POINTS, shown, NULL);
  score__buffer key = {0};
  score__buffer_text(&key, "points:");
  score__buffer_text(&key, node->key);
  score__form_field *field = &l->out->item[l->out->count++];
  *field = (score__form_field){.given = true,
                               .index = index,
                               .key = score__form_keep(l->form, &key),
                               .criteria = node->code,
                               .name = node->name.text[l->order->lang],
                               .unit = score__phrase_text(SCORE__PH_FORM_POINTS_UNIT, l->order->lang),
                               .help = rule->prompt ? help_text(l, rule->prompt, node) : NULL,
                               .rule = rule};
  return rule->max && field->key && field->help ? 0 : -1;
}

/* Statistics and earlier values rest on measures that the unit reports as well. */
static void follow_facts(score__readings *r)
{
  for (size_t i = 0; i < r->fact_count; i++) {
    const score__expr *fact = r->fact[i];
    if (fact->op == SCORE__OP_COHORT) {
      score__readings_expr(r, r->set->cohort[fact->index].a);
      score__readings_expr(r, r->set->cohort[fact->index].b);
    } else if (fact->op == SCORE__OP_EARLIER || fact->op == SCORE__OP_HAS_EARLIER) {
      const score__expr own = {.op = SCORE__OP_MEASURE, .index = r->set->earlier[fact->index].measure};
      score__readings_expr(r, &own);
    }
  }
}

static int add_criterion(listing *l, uint32_t index, score__arena *scratch)
{
  const score__node *node = &l->order->set->node[index];
  if (strcmp(node->rule_kind->name, "reported") == 0 && add_points(l, index) != 0) return -1;
  score__readings r = {.arena = scratch, .set = l->order->set};
  score__readings_node(&r, node);
  follow_facts(&r);
  int status = r.failed ? -1 : 0;
  for (size_t i = 0; i < r.measure_count && status == 0; i++) status = add_measure(l, r.measure[i], node, i == 0);
  return status;
}

int score__form_fields_list(score__form_fields *out, score__form *form, const score__form_order *order, bool statistics)
{
  const score_criteria *set = order->set;
  listing l = {.out = out, .form = form, .order = order, .statistics = statistics};
  score__arena scratch = {0};
  *out = (score__form_fields){0};
  out->item = score__arena_alloc(&form->arena, set->measure_count + set->node_count, sizeof *out->item);
  l.at = score__arena_alloc(&scratch, set->measure_count, sizeof *l.at);
  int status = out->item && l.at ? 0 : -1;
  for (uint32_t n = 0; n < set->node_count && status == 0; n++)
    if (set->node[n].kind == SCORE__NODE_CRITERION) status = add_criterion(&l, n, &scratch);
  for (uint32_t m = 0; m < set->measure_count && status == 0; m++)
    if (!l.at[m]) status = add_measure(&l, m, NULL, false);
  score__arena_free(&scratch);
  return status;
}
