/* Dates that lie outside of the time for which the set is in force, and years of that time whose holidays nobody
 * listed. */
#include "base/fail.h"
#include "base/period.h"
#include "definition/lint.h"
#include "model/operation.h"

static void check_due(const score__lint *l, uint32_t i)
{
  const score_criteria *set = l->set;
  const score__node *n = &set->node[i];
  bool early = set->has_from && n->due_day < set->from_day, late = set->has_to && n->due_day > set->to_day;
  char due[SCORE__DATE_TEXT], bound[SCORE__DATE_TEXT];
  if (!n->has_due || (!early && !late)) return;
  score__date_print(due, sizeof due, n->due_day);
  score__date_print(bound, sizeof bound, early ? set->from_day : set->to_day);
  score__lint_say(l, l->set->node_tree[i], "due", 0, SCORE__PH_LINT_DUE, due, bound, NULL);
}

static void see_part(void *context, const score__expr *e)
{
  if (e->op == SCORE__OP_WORKDAYS) *(bool *)context = true;
}

typedef struct workday_use {
  const score_criteria *set;
  bool used;
} workday_use;

static void see_formula(void *context, const score__lint_formula *f)
{
  workday_use *u = context;
  score__lint_each_part(u->set, f->expr, see_part, &u->used);
}

static bool has_year(const score__calendar *c, int year)
{
  for (size_t i = 0; i < c->year_count; i++)
    if (c->year[i].year == year) return true;
  return false;
}

static int year_of(int32_t day)
{
  char text[SCORE__DATE_TEXT];
  int year = 0;
  score__date_print(text, sizeof text, day);
  for (int i = 0; i < 4; i++) year = year * 10 + (text[i] - '0');
  return year;
}

/* Where the window has no end its first year is wanted, where it has no begin its last; without both, any. */
static void check_calendar(const score__lint *l)
{
  const score_criteria *set = l->set;
  workday_use u = {set, false};
  score__lint_each_formula(l, see_formula, &u);
  if (!u.used) return;
  const score__tree *calendar = score__tree_get(l->root, "calendar"), *years = score__tree_get(calendar, "years");
  const score__tree *at = years ? years : calendar ? calendar : l->root;
  if (!set->has_from && !set->has_to) {
    if (!set->calendar.year_count) score__lint_say(l, at, NULL, 0, SCORE__PH_LINT_CALENDAR, "?", NULL, NULL);
    return;
  }
  int first = year_of(set->has_from ? set->from_day : set->to_day), last = first;
  if (set->has_from && set->has_to) last = year_of(set->to_day);
  for (int year = first; year <= last; year++) {
    char n[24];
    if (has_year(&set->calendar, year)) continue;
    score__lint_say(l, at, NULL, 0, SCORE__PH_LINT_CALENDAR, score__int_text(n, year), NULL, NULL);
    return; /* the first that is missing */
  }
}

void score__lint_dates(const score__lint *l)
{
  for (uint32_t i = 1; i < l->set->node_count; i++) check_due(l, i);
  check_calendar(l);
}
