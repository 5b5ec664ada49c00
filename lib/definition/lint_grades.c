/* Grades that nobody can come to, gates on what has no points, and names that say another bound than the band has. */
#include <string.h>

#include "base/decimal.h"
#include "definition/lint.h"

static const score__tree *child_at(const score__tree *list, size_t i)
{
  const score__tree *t = list ? list->first : NULL;
  while (t && i--) t = t->next;
  return t;
}

static const score__tree *band_at(const score__lint *l, size_t i)
{
  return child_at(score__tree_get(score__tree_get(l->root, "grades"), "bands"), i);
}

/* ---- too high ---- */

static int64_t bonus_of(const score__lint *l, size_t kind)
{
  const score_criteria *set = l->set;
  int64_t sum = 0;
  for (uint32_t i = 1; i < set->node_count; i = set->node[i].end)
    if (set->node[i].group_kind == SCORE__GROUP_BONUS) sum += score__lint_reach(l, i, kind)->points;
  return sum;
}

/* The best basis of a grade: over all kinds of units. -1: with a bonus on a changing max nothing can be said. */
static int64_t best_basis(const score__lint *l, bool without_bonus)
{
  int64_t best = -1;
  for (size_t k = 0; k < l->kind_count; k++) {
    int64_t full = score__lint_reach(l, 0, k)->full, points = score__lint_reach(l, 0, k)->points;
    int64_t bonus = without_bonus ? 0 : bonus_of(l, k);
    if (l->set->basis == SCORE__BASIS_PERCENT) {
      if (bonus || full <= 0) return -1;
      points = (int64_t)((score__i128)points * 100000000 / full);
    }
    if (points + bonus > best) best = points + bonus;
  }
  return best;
}

static void check_height(const score__lint *l, size_t i, int64_t best)
{
  const score__grade *g = &l->set->grade[i];
  char a[32], b[32];
  if (best < 0 || g->at_least_micro <= best) return;
  score__points_print(a, sizeof a, g->at_least_micro, 0, '.');
  score__points_print(b, sizeof b, best, 0, '.');
  score__lint_say(l, band_at(l, i), "at_least", 0, SCORE__PH_LINT_GRADE_HIGH, g->key, a, b);
}

/* ---- nothing between it and the band above ---- */

/* The nearest band above that takes every unit with so many points: it has no gates, and a basis that is not below
 * this one's. */
static const score__grade *catcher_of(const score__lint *l, size_t i)
{
  const score__grade *g = &l->set->grade[i];
  for (size_t k = i; k-- > 0;) {
    const score__grade *above = &l->set->grade[k];
    if (!above->gate_count && (g->without_bonus || !above->without_bonus)) return above;
  }
  return NULL;
}

static void check_width(const score__lint *l, size_t i)
{
  int64_t grid = l->set->total_grid_micro;
  const score__grade *g = &l->set->grade[i], *above = catcher_of(l, i);
  if (!above || grid <= 0) return;
  int64_t first = g->at_least_micro / grid * grid;
  if (first < g->at_least_micro) first += grid;
  if (first < above->at_least_micro) return;
  score__lint_say(l, band_at(l, i), "at_least", 0, SCORE__PH_LINT_GRADE_NARROW, g->key, above->key, NULL);
}

/* ---- gates ---- */

static bool never(const score__lint *l, const score__expr *e)
{
  for (size_t k = 0; k < l->kind_count; k++)
    if (score__lint_decide(l->set, e, l->kind[k]) != 0) return false;
  return true;
}

static bool always(const score__lint *l, const score__expr *e)
{
  for (size_t k = 0; k < l->kind_count; k++)
    if (score__lint_decide(l->set, e, l->kind[k]) != 1) return false;
  return true;
}

/* Of a criterion full marks, of a group the share: out of reach for every kind of unit. A gate looks past what does not
 * apply. */
static bool out_of_reach(const score__lint *l, const score__gate *g)
{
  if (l->set->node[g->node].na_from_data) return false;
  for (size_t k = 0; k < l->kind_count; k++) {
    const score__lint_best *b = score__lint_reach(l, g->node, k);
    score__fraction want = score__fraction_make(b->full, 1), have = score__fraction_make(b->points, 1);
    if (b->applies != 1) return false;
    if (g->kind == SCORE__GATE_GROUP && score__fraction_mul(&want, &want, &g->at_least)) return false;
    if (score__fraction_cmp(&have, &want) >= 0) return false;
  }
  return true;
}

static bool some_is_stuck(const score__lint *l)
{
  for (uint32_t i = 1; i < l->set->node_count; i++) {
    const score__node *n = &l->set->node[i];
    if (n->kind != SCORE__NODE_CRITERION || n->max_micro == 0 || n->group_kind != SCORE__GROUP_NORMAL) continue;
    if (n->na_from_data) continue;
    size_t stuck = 0;
    for (size_t k = 0; k < l->kind_count; k++)
      stuck += score__lint_reach(l, i, k)->applies == 1 && score__lint_reach(l, i, k)->points == 0;
    if (stuck == l->kind_count) return true;
  }
  return false;
}

static void check_gates(const score__lint *l, size_t i, bool some_stuck)
{
  const score__grade *grade = &l->set->grade[i];
  const score__tree *gates = score__tree_get(band_at(l, i), "gates");
  for (size_t k = 0; k < grade->gate_count; k++) {
    const score__gate *g = &grade->gate[k];
    bool names_node = g->kind == SCORE__GATE_MET || g->kind == SCORE__GATE_GROUP;
    const score__node *n = &l->set->node[g->node];
    bool stuck = g->kind == SCORE__GATE_WHEN ? never(l, g->when.expr)
                 : names_node                ? n->max_micro > 0 && out_of_reach(l, g)
                                             : some_stuck;
    if (names_node && n->max_micro == 0)
      score__lint_say(l, child_at(gates, k), NULL, 0, SCORE__PH_LINT_GATE_POINTS, n->key, NULL, NULL);
    else if (stuck)
      score__lint_say(l, child_at(gates, k), NULL, 0, SCORE__PH_LINT_GRADE_GATE, grade->key, NULL, NULL);
  }
}

static void check_limits(const score__lint *l)
{
  const score_criteria *set = l->set;
  const score__tree *grades = score__tree_get(l->root, "grades");
  for (size_t i = 0; i < set->ceiling_count; i++)
    if (set->ceiling[i].grade && always(l, set->ceiling[i].when.expr))
      score__lint_say(l, child_at(score__tree_get(grades, "ceilings"), i), NULL, 0, SCORE__PH_LINT_GRADE_LIMIT,
                      set->grade[set->ceiling[i].grade].key, NULL, NULL);
  for (size_t i = 0; i < set->forced_count; i++)
    if (always(l, set->forced[i].when.expr))
      score__lint_say(l, child_at(score__tree_get(grades, "forced"), i), NULL, 0, SCORE__PH_LINT_GRADE_LIMIT,
                      set->grade[set->forced[i].grade].key, NULL, NULL);
}

/* ---- names: "từ 80 đến dưới 90 điểm" ---- */

/* The next number of a text, in millionths; the text behind it, NULL when there is none. *word = where it begins. */
static const char *next_number(const char *text, const char **word, int64_t *out)
{
  while (*text && !(*text >= '0' && *text <= '9')) text++;
  char digits[32];
  size_t n = 0;
  *word = text;
  for (; n < sizeof digits &&
         ((*text >= '0' && *text <= '9') || ((*text == '.' || *text == ',') && text[1] >= '0' && text[1] <= '9'));
       text++)
    digits[n++] = *text == ',' ? '.' : *text;
  return n && n < sizeof digits && score__decimal_parse(out, digits, n, 6, '.') == SCORE__DECIMAL_OK ? text : NULL;
}

static bool ends_with(const char *begin, const char *end, const char *word)
{
  while (end > begin && end[-1] == ' ') end--;
  size_t size = strlen(word), have = (size_t)(end - begin);
  return have >= size && !memcmp(end - size, word, size);
}

/* A name that tells bounds tells those of its band: the lowest number is the band's, and is in it. */
static bool contradicts(const char *name, int64_t at_least)
{
  static const char *const beyond[] = {"trên", "Trên", "above", "Above", "over", "Over", ">", "hơn"};
  static const char *const below[] = {"dưới", "Dưới", "below", "Below", "under", "Under", "<"};
  const char *at = name, *word;
  int64_t v, lowest = -1;
  bool open = false;
  while ((at = next_number(at, &word, &v)) != NULL) {
    bool upper = false;
    for (size_t i = 0; i < sizeof below / sizeof *below; i++) upper = upper || ends_with(name, word, below[i]);
    if (upper || (lowest >= 0 && v >= lowest)) continue;
    lowest = v;
    open = false;
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++) open = open || ends_with(name, word, beyond[i]);
  }
  return lowest >= 0 && (lowest != at_least || open);
}

static void check_name(const score__lint *l, size_t i)
{
  const score__grade *g = &l->set->grade[i];
  char bound[32];
  score__points_print(bound, sizeof bound, g->at_least_micro, 0, '.');
  if (contradicts(g->name.text[0], g->at_least_micro) || contradicts(g->name.text[1], g->at_least_micro))
    score__lint_say(l, band_at(l, i), "name", 0, SCORE__PH_LINT_GRADE_PRINT, g->key, bound, NULL);
}

void score__lint_grades(const score__lint *l)
{
  if (!l->set->grade_count) return;
  const int64_t with = best_basis(l, false), without = best_basis(l, true);
  const bool stuck = some_is_stuck(l);
  for (size_t i = 0; i < l->set->grade_count; i++) {
    check_height(l, i, l->set->grade[i].without_bonus ? without : with);
    check_width(l, i);
    check_gates(l, i, stuck);
    check_name(l, i);
  }
  check_limits(l);
}
