/* Model §5: what a set asks of its data as a whole: conditions that should hold for every unit, and statistics that are
 * given on the row of the parent in place of the computed ones. */
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "definition/definition.h"
#include "model/operation.h"

static const char *const severities[] = {"warning", "error", NULL};

typedef struct check {
  score__formula when;
  score__words message;
  uint8_t severity;
} check;

const score__param score__check_params[] = {
    {.name = "when",
     .type = SCORE__PARAM_CONDITION,
     .required = true,
     .offset = offsetof(check, when),
     .change = SCORE__CHANGE_EVIDENCE,
     .doc = {{"should hold for every unit", "điều kiện mọi đơn vị phải thỏa"}}},
    {.name = "message",
     .type = SCORE__PARAM_WORDS,
     .required = true,
     .offset = offsetof(check, message),
     .change = SCORE__CHANGE_WORDING,
     .doc = {{"said of a unit where it does not", "thông báo khi đơn vị không thỏa"}}},
    {.name = "severity",
     .type = SCORE__PARAM_CHOICE,
     .offset = offsetof(check, severity),
     .initial = "warning",
     .choices = severities,
     .change = SCORE__CHANGE_EVIDENCE,
     .doc = {{"an error ends the run with exit code 1", "error: kết thúc với mã thoát 1"}}},
    {.name = NULL}};

void score__definition_checks(score__definition *d, const score__tree *list)
{
  score_criteria *set = d->set;
  if (!score__definition_list(d, list, SCORE__MAX_ROWS, "checks")) return;
  set->check = score__arena_alloc(d->reader.arena, list->count, sizeof *set->check);
  for (const score__tree *t = list->first; t && set->check && !score__reader_full(&d->reader); t = t->next) {
    check c = {0};
    score__param_read(&d->reader, t, score__check_params, NULL, &c);
    set->check[set->check_count++] = (score__check){
        .when = c.when, .message = c.message, .severity = (uint8_t)(c.severity ? SCORE_ERROR : SCORE_WARNING)};
  }
}

/* ---- statistics given as data ---- */

static bool reads(const score__expr *e, size_t measure)
{
  if (!e) return false;
  bool found = e->op == SCORE__OP_MEASURE && e->index == measure;
  for (uint16_t i = 0; !found && i < e->arg_count; i++) found = reads(e->arg[i], measure);
  return found;
}

static void take_statistic(score__definition *d, const score__tree *t, size_t m)
{
  score_criteria *set = d->set;
  const score__tree *text = score__tree_get(t, "statistic");
  score__measure *measure = &set->measure[m];
  score_error err;
  if (!text || text->kind != SCORE__TREE_TEXT) return; /* told when the measure was read */
  if (measure->type != SCORE__MEASURE_COUNT && measure->type != SCORE__MEASURE_AMOUNT &&
      measure->type != SCORE__MEASURE_PERCENT) {
    score__reader_fault(&d->reader, text, NULL, SCORE__PH_DEF_NOT_HERE, "statistic", "count, amount, percent");
    return;
  }
  const score__expr *e = score__expr_compile(&d->scope, text->text, SCORE__TYPE_NUMBER, &err);
  if (!e) {
    d->reader.errors++;
    d->reader.report(d->reader.context, text, NULL, SCORE_ERROR, &err);
    return;
  }
  if (e->op != SCORE__OP_COHORT) {
    score__reader_fault(&d->reader, text, NULL, SCORE__PH_STATISTIC_KIND, text->text, NULL);
    return;
  }
  score__cohort_stat *stat = &set->cohort[e->index];
  if (stat->has_given)
    score__reader_fault(&d->reader, text, NULL, SCORE__PH_DEF_DUPLICATE, text->text, NULL);
  else if (reads(stat->a, m) || reads(stat->b, m))
    score__reader_fault(&d->reader, text, NULL, SCORE__PH_DEF_CYCLE, measure->key, NULL);
  stat->has_given = true;
  stat->given = (uint32_t)m;
  measure->is_statistic = true;
  measure->statistic = e->index;
}

void score__definition_statistics(score__definition *d, const score__tree *measures)
{
  if (!measures || measures->kind != SCORE__TREE_OBJECT) return;
  for (const score__tree *t = measures->first; t && !score__reader_full(&d->reader); t = t->next) {
    size_t m = score__tree_get(t, "statistic") ? score__dict_get(&d->set->by_measure, t->key) : SIZE_MAX;
    if (m != SIZE_MAX) take_statistic(d, t, m);
  }
}
