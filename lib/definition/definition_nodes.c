/* Model §§1, 4, 5: groups and criteria of a definition, in document order; their rules and conditions. */
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "definition/draft.h"
#include "rule/rule.h"

/* ---- first walk: which nodes there are ---- */

static bool list_of(score__definition *d, const score__tree *t, const char *name, const score__tree **out)
{
  *out = score__tree_get(t, name);
  if (*out && (*out)->kind != SCORE__TREE_LIST) {
    score__reader_fault(&d->reader, *out, NULL, SCORE__PH_DEF_TYPE, score__tree_kind_name(*out), "list");
    *out = NULL;
  }
  return *out != NULL;
}

static size_t count_nodes(score__definition *d, const score__tree *groups, unsigned depth)
{
  char n[24];
  size_t count = 0;
  if (depth > SCORE__MAX_GROUP_DEPTH) {
    score__reader_fault(&d->reader, groups, NULL, SCORE__PH_DEF_DEPTH, score__int_text(n, SCORE__MAX_GROUP_DEPTH),
                        NULL);
    return 0;
  }
  for (const score__tree *g = groups->first; g; g = g->next) {
    const score__tree *below;
    count++;
    if (list_of(d, g, "groups", &below)) count += count_nodes(d, below, depth + 1);
    if (list_of(d, g, "criteria", &below)) count += below->count;
  }
  return count;
}

static const char *text_member(const score__tree *t, const char *name)
{
  const score__tree *m = score__tree_get(t, name);
  return m && m->kind == SCORE__TREE_TEXT ? m->text : NULL;
}

static size_t place(score__definition *d, const score__tree *t, uint8_t kind, size_t parent)
{
  score_criteria *set = d->set;
  size_t i = set->node_count++;
  d->node_tree[i] = t;
  set->node[i] = (score__node){.kind = kind,
                               .parent = (uint32_t)parent,
                               .end = (uint32_t)(i + 1),
                               .depth = i ? (uint16_t)(set->node[parent].depth + 1) : 0,
                               .key = i ? text_member(t, "key") : "total",
                               .code = i ? text_member(t, "code") : ""};
  score__node *node = &set->node[i];
  if (!node->key) node->key = "";
  if (i && *node->key) {
    if (!score__definition_key(node->key, true))
      score__reader_fault(&d->reader, t, "key", SCORE__PH_DEF_KEY, node->key, "A-Z a-z 0-9 _ . -");
    if (score__dict_get(&set->by_node, node->key) != SIZE_MAX)
      score__reader_fault(&d->reader, t, "key", SCORE__PH_DEF_DUPLICATE, node->key, NULL);
  }
  if (!node->code) node->code = node->key;
  if (score__dict_add(&set->by_node, node->key, i))
    score__reader_fault(&d->reader, t, NULL, SCORE__PH_MEMORY, NULL, NULL);
  return i;
}

static void place_groups(score__definition *d, const score__tree *groups, size_t parent)
{
  for (const score__tree *g = groups->first; g; g = g->next) {
    size_t i = place(d, g, SCORE__NODE_GROUP, parent);
    const score__tree *below;
    if (list_of(d, g, "groups", &below)) place_groups(d, below, i);
    if (list_of(d, g, "criteria", &below))
      for (const score__tree *c = below->first; c; c = c->next) place(d, c, SCORE__NODE_CRITERION, i);
    d->set->node[i].end = (uint32_t)d->set->node_count;
  }
}

/* ---- second walk: what each node says ---- */

score__source score__definition_source(score__definition *d, const score__tree *t)
{
  score__draft_source s = {0};
  if (t) score__param_read(&d->reader, t, score__source_params, NULL, &s);
  return (score__source){.document = s.document ? s.document : "",
                         .clause = s.clause ? s.clause : "",
                         .mark = score__certainty_marks[s.mark]};
}

/* What a rule may say beside points asks the same of the set as the modifiers that say it. */
static void take_yields(score__definition *d, const score__node *node, unsigned yields)
{
  if (yields & SCORE__YIELDS_NOT_DUE) d->uses_exclude_or_due = true;
  const score__node *parent = &d->set->node[node->parent];
  bool adjusts = node->na_policy == SCORE__NA_SPLIT || node->na_policy == SCORE__NA_RESCALE;
  if ((yields & SCORE__YIELDS_NA) && adjusts && node->parent && !parent->grid_micro)
    score__reader_fault(&d->reader, d->node_tree[node - d->set->node], NULL, SCORE__PH_DEF_GROUP_GRID, parent->key,
                        NULL);
}

static void read_rule(score__definition *d, const score__tree *t, score__node *node)
{
  score__rule_use use;
  int bad = score__rule_read(&d->reader, t, &use);
  node->rule_kind = use.kind;
  node->rule = use.rule;
  if (bad) return;
  score_error err;
  const char *member = NULL;
  if (use.kind->check && use.kind->check(use.rule, node, &member, &err)) {
    d->reader.errors++;
    d->reader.report(d->reader.context, t, member, SCORE_ERROR, &err);
  } else if (use.kind->yields) {
    take_yields(d, node, use.kind->yields(use.rule));
  }
}

static void collect_measures(score__definition *d, score__node *node)
{
  score_criteria *set = d->set;
  size_t count = 0;
  for (size_t m = 0; m < set->measure_count; m++) count += d->measure_used[m];
  uint32_t *list = score__arena_alloc(d->reader.arena, count, sizeof *list);
  if (!list) return;
  for (size_t m = 0; m < set->measure_count; m++) {
    if (!d->measure_used[m]) continue;
    list[node->measure_count++] = (uint32_t)m;
    if (node->na_from_data) set->measure[m].takes_na = true;
  }
  node->measure = list;
}

static void collect_reads(score__definition *d, score__definition_reads *out)
{
  size_t count = 0;
  for (size_t k = 0; k < d->set->node_count; k++) count += d->node_used[k];
  out->node = count ? score__arena_alloc(d->reader.arena, count, sizeof *out->node) : NULL;
  for (size_t k = 0; out->node && k < d->set->node_count; k++)
    if (d->node_used[k]) out->node[out->count++] = (uint32_t)k;
}

static void inherit(score__definition *d, score__node *node, const score__draft_raw *r)
{
  const score__node *parent = &d->set->node[node->parent];
  const score__tree *t = d->node_tree[node - d->set->node];
  node->na_policy = r->has_na ? r->na_value : parent->na_policy;
  if (node->na_policy == SCORE__NA_EXCLUDE || r->has_due) d->uses_exclude_or_due = true;
  bool criterion = node->kind == SCORE__NODE_CRITERION;
  node->grid_micro = score__definition_grid(d, r->grid, criterion ? d->criterion_grid : d->group_grid);
  node->group_kind = parent->group_kind;
  if (node->kind == SCORE__NODE_GROUP && node->parent == 0)
    node->group_kind = r->group_kind;
  else if (r->has_kind)
    score__reader_fault(&d->reader, t, "kind", SCORE__PH_DEF_NOT_HERE, "kind", "top groups only");
  if (node->na_policy == SCORE__NA_SPLIT)
    for (uint32_t i = node->parent + 1; i < parent->end; i = d->set->node[i].end) d->set->node[i].wants_share = true;
  bool adjusts = node->na_policy == SCORE__NA_SPLIT || node->na_policy == SCORE__NA_RESCALE;
  bool can_miss = r->has_na || node->applies_when.expr || node->na_from_data;
  if (adjusts && can_miss && node->parent && !parent->grid_micro)
    score__reader_fault(&d->reader, t, "not_applicable", SCORE__PH_DEF_GROUP_GRID, parent->key, NULL);
}

/* What is below a group applies only where the group does: the conditions are joined, that of the group as it is, so that
 * the nodes it reads stand before. The group's measures are no inputs of what is below. */
static void join_applies(score__definition *d, score__node *node)
{
  const score__formula *above = &d->set->node[node->parent].applies_when;
  score__formula *own = &node->applies_when;
  if (!above->expr) return;
  for (size_t k = 0; k < d->reads[node->parent].count; k++) d->node_used[d->reads[node->parent].node[k]] = 1;
  if (!own->expr) {
    *own = *above;
    return;
  }
  score__buffer b = {0};
  const char *const parts[] = {"(", above->text, ") and (", own->text, ")"};
  for (size_t i = 0; i < 5; i++) score__buffer_text(&b, parts[i]);
  d->joined += b.size;
  if (d->joined > SCORE__MAX_CRITERIA_BYTES) {
    char n[24];
    score__reader_fault(&d->reader, d->node_tree[node - d->set->node], "applies_when", SCORE__PH_DEF_LIMIT,
                        score__int_text(n, SCORE__MAX_CRITERIA_BYTES), "bytes");
  } else {
    const char *text = b.data && !b.failed ? score__arena_text(d->reader.arena, b.data) : NULL;
    const score__expr *both = score__expr_both(d->reader.arena, above->expr, own->expr);
    if (text && both)
      *own = (score__formula){both, text};
    else
      score__reader_fault(&d->reader, d->node_tree[node - d->set->node], NULL, SCORE__PH_MEMORY, NULL, NULL);
  }
  score__buffer_free(&b);
}

static void read_node(score__definition *d, size_t i)
{
  score_criteria *set = d->set;
  const score__tree *t = d->node_tree[i];
  score__draft it = {.node = set->node[i]};
  bool criterion = it.node.kind == SCORE__NODE_CRITERION;
  memset(d->measure_used, 0, set->measure_count);
  memset(d->node_used, 0, set->node_count);
  score__beyond beyond = {0};
  d->scope.beyond = &beyond;
  const char *key = it.node.key, *code = it.node.code;
  score__param_read(&d->reader, t, criterion ? score__criterion_params : score__group_params, NULL, &it);
  it.node.key = key;
  it.node.code = code;
  if (it.node.weight.num < 0)
    score__reader_fault(&d->reader, score__tree_get(t, "weight"), NULL, SCORE__PH_DEF_RANGE, "weight", ">= 0");
  it.node.has_due = it.raw.has_due;
  it.node.rescale_to_micro = it.raw.has_rescale ? it.raw.rescale_to_micro : it.node.max_micro;
  set->node[i] = it.node;
  inherit(d, &set->node[i], &it.raw);
  join_applies(d, &set->node[i]);
  set->node[i].source = score__definition_source(d, it.raw.source);
  if (criterion && it.raw.rule) read_rule(d, it.raw.rule, &set->node[i]);
  set->node[i].beyond = beyond;
  d->scope.beyond = NULL;
  collect_measures(d, &set->node[i]);
  collect_reads(d, &d->reads[i]);
  set->node[i].read = d->reads[i].node;
  set->node[i].read_count = d->reads[i].count;
}

static void read_total(score__definition *d, const score__tree *total)
{
  score_criteria *set = d->set;
  score__draft it = {.node = set->node[0]};
  score__param_read(&d->reader, total, score__total_params, NULL, &it);
  it.node.weight = score__fraction_make(1, 1);
  it.node.na_policy = d->na_policy;
  it.node.grid_micro = set->total_grid_micro;
  it.node.rescale_to_micro = it.node.max_micro;
  if (!it.node.name.text[0] || !*it.node.name.text[0]) it.node.name = (score__words){{"Total", "Tổng điểm"}};
  set->basis = it.raw.group_kind;
  set->node[0] = it.node;
  d->uses_exclude_or_due = d->na_policy == SCORE__NA_EXCLUDE;
}

static void check_conditions(score__definition *d, const score__tree *root)
{
  const score__tree *conditions = score__tree_get(root, "conditions");
  score__expr_scope scope = d->scope;
  scope.node_used = NULL;
  scope.measure_used = NULL;
  for (size_t i = 0; i < d->set->condition_count; i++) {
    score_error err;
    if (score__expr_compile(&scope, d->set->condition_text[i], SCORE__TYPE_CONDITION, &err)) continue;
    d->reader.errors++;
    d->reader.report(d->reader.context, score__tree_get(conditions, d->set->condition_key[i]), NULL, SCORE_ERROR, &err);
  }
}

static bool make_room(score__definition *d, const score__tree *groups)
{
  char n[24];
  if (groups->kind != SCORE__TREE_LIST) {
    score__reader_fault(&d->reader, groups, NULL, SCORE__PH_DEF_TYPE, score__tree_kind_name(groups), "list");
    return false;
  }
  size_t before = d->reader.errors, count = count_nodes(d, groups, 1) + 1;
  if (count > SCORE__MAX_NODES)
    score__reader_fault(&d->reader, groups, NULL, SCORE__PH_DEF_LIMIT, score__int_text(n, SCORE__MAX_NODES), "nodes");
  if (d->reader.errors > before) return false;
  d->set->node = score__arena_alloc(d->reader.arena, count, sizeof *d->set->node);
  d->node_tree = score__arena_alloc(d->reader.arena, count, sizeof *d->node_tree);
  d->reads = score__arena_alloc(d->reader.arena, count, sizeof *d->reads);
  d->node_used = score__arena_alloc(d->reader.arena, count, 1);
  d->set->node_tree = d->node_tree;
  d->scope.measure_used = d->measure_used;
  d->scope.node_used = d->node_used;
  if (d->set->node && d->node_tree && d->reads && d->node_used) return true;
  score__reader_fault(&d->reader, groups, NULL, SCORE__PH_MEMORY, NULL, NULL);
  return false;
}

void score__definition_nodes(score__definition *d, const score__tree *groups, const score__tree *total)
{
  if (!make_room(d, groups)) return;
  score_criteria *set = d->set;
  place(d, total, SCORE__NODE_TOTAL, UINT32_MAX);
  place_groups(d, groups, 0);
  set->node[0].end = (uint32_t)set->node_count;
  for (size_t i = 1; i < set->node_count; i++)
    if (score__dict_get(&set->by_node, set->node[i].code) == SIZE_MAX)
      score__dict_add(&set->by_node, set->node[i].code, i);
  read_total(d, total);
  for (size_t i = 1; i < set->node_count && !score__reader_full(&d->reader); i++) read_node(d, i);
  if (!score__reader_full(&d->reader)) check_conditions(d, groups->parent);
  d->scope.measure_used = NULL;
  d->scope.node_used = NULL;
  if (d->uses_exclude_or_due && !score__tree_get(total, "basis"))
    score__reader_fault(&d->reader, total, NULL, SCORE__PH_DEF_BASIS, NULL, NULL);
}

/* ---- order of evaluation: what is read stands before who reads it; a cycle is an error ---- */

typedef struct step {
  uint32_t node, part; /* part: the next one below it, 0 when none is left */
  uint32_t read;       /* the next of what it reads */
} step;

static step step_at(const score_criteria *set, uint32_t node)
{
  return (step){.node = node, .part = node + 1 < set->node[node].end ? node + 1 : 0};
}

/* What must stand before the step's node and is looked at next; UINT32_MAX when nothing is left. */
static uint32_t step_next(const score__definition *d, step *s)
{
  if (s->part) {
    uint32_t part = s->part, next = d->set->node[part].end;
    s->part = next < d->set->node[s->node].end ? next : 0;
    return part;
  }
  return s->read < d->reads[s->node].count ? d->reads[s->node].node[s->read++] : UINT32_MAX;
}

void score__definition_order(score__definition *d)
{
  enum { UNSEEN, OPEN, DONE };
  score_criteria *set = d->set;
  uint8_t *mark = score__arena_alloc(d->reader.arena, set->node_count, 1);
  step *stack = score__arena_alloc(d->reader.arena, set->node_count, sizeof *stack);
  set->order = score__arena_alloc(d->reader.arena, set->node_count, sizeof *set->order);
  if (!mark || !stack || !set->order) {
    score__reader_fault(&d->reader, d->node_tree[0], NULL, SCORE__PH_MEMORY, NULL, NULL);
    return;
  }
  size_t depth = 1, placed = 0;
  stack[0] = step_at(set, 0);
  mark[0] = OPEN;
  for (size_t i = 0; i < set->node_count; i++) set->node[i].reads_nodes = d->reads[i].count > 0;
  while (depth) {
    step *top = &stack[depth - 1];
    uint32_t next = step_next(d, top);
    if (next == UINT32_MAX) {
      mark[top->node] = DONE;
      set->order[placed++] = top->node;
      depth--;
    } else if (mark[next] == OPEN) {
      score__reader_fault(&d->reader, d->node_tree[next], NULL, SCORE__PH_DEF_CYCLE, set->node[next].key, NULL);
      return;
    } else if (mark[next] == UNSEEN) {
      mark[next] = OPEN;
      stack[depth++] = step_at(set, next);
    }
  }
}
