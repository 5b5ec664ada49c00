/* {"unit":CODE,"total":{...},"nodes":[[KEY,POINTS,MAX,OUTCOME,STAGE,AT_BEST,[FLAGS]]],"trace":SHA256}, nodes in the
 * definition's order, node 0 the total; an eighth item is the exact share of the maximum where a group splits. */
#include <string.h>

#include "base/limits.h"
#include "release/canonical.h"
#include "release/frozen.h"

static const char *const stages[] = {"self", "verified", "published"};
static const char *const flags[] = {"met",        "covered", "capped",      "cap_undecided",
                                    "overridden", "differs", "contradicted"};
enum { FLAGS = sizeof flags / sizeof *flags };

void score__record_take(score__unit_record *out, const score_result *r, size_t i)
{
  out->unit = r->unit[i];
  out->total = r->total[i];
  out->without_bonus_micro = r->without_bonus_micro[i];
  for (size_t k = 0; k < r->set->node_count; k++) {
    const score__node_column *c = &r->node[k];
    out->node[k] = (score__node_record){.points_micro = c->points_micro[i],
                                        .max_micro = c->max_micro[i],
                                        .high_micro = c->high_micro[i],
                                        .share = c->share && c->share[i].den ? c->share[i] : (score__fraction){0, 1},
                                        .outcome = c->outcome[i],
                                        .stage = c->stage[i],
                                        .flags = c->flags[i]};
    if (c->share) score__fraction_reduce(&out->node[k].share);
  }
}

void score__record_put(const score_result *r, size_t i, const score__unit_record *record)
{
  r->total[i] = record->total;
  r->without_bonus_micro[i] = record->without_bonus_micro;
  for (size_t k = 0; k < r->set->node_count; k++) {
    const score__node_record *n = &record->node[k];
    score__node_column *c = &r->node[k];
    c->points_micro[i] = n->points_micro;
    c->max_micro[i] = n->max_micro;
    c->high_micro[i] = n->high_micro;
    c->outcome[i] = n->outcome;
    c->stage[i] = n->stage;
    c->flags[i] = n->flags;
    if (c->share) c->share[i] = n->share;
  }
}

/* ---- the total: one table for writing and reading ---- */

enum { MICRO, COUNT, YES };

#define TOTAL(member) offsetof(score_total_result, member)

static const struct field {
  const char *name; /* with what stands before its value */
  uint8_t kind;
  size_t offset;
} before_grade[] = {{"{\"points\":", MICRO, TOTAL(points_micro)},
                    {",\"max\":", MICRO, TOTAL(max_micro)},
                    {",\"basis\":", MICRO, TOTAL(basis_micro)},
                    {",\"low\":", MICRO, TOTAL(low_micro)},
                    {",\"high\":", MICRO, TOTAL(high_micro)},
                    {",\"completeness\":", MICRO, TOTAL(completeness_micro)},
                    {",\"scored\":", COUNT, TOTAL(scored)},
                    {",\"reported\":", COUNT, TOTAL(reported)},
                    {",\"not_applicable\":", COUNT, TOTAL(not_applicable)},
                    {",\"not_due\":", COUNT, TOTAL(not_due)},
                    {",\"missing\":", COUNT, TOTAL(missing)},
                    {",\"invalid\":", COUNT, TOTAL(invalid)},
                    {",\"met\":", COUNT, TOTAL(met)},
                    {",\"applicable\":", COUNT, TOTAL(applicable)},
                    {",\"rank\":", COUNT, TOTAL(rank)},
                    {",\"tied\":", YES, TOTAL(tied)},
                    {",\"decided\":", YES, TOTAL(decided)}};
enum { FIELDS = sizeof before_grade / sizeof *before_grade };

static void put_total(score__buffer *out, const score_criteria *set, const score__unit_record *record)
{
  for (size_t k = 0; k < FIELDS; k++) {
    const struct field *f = &before_grade[k];
    const char *at = (const char *)&record->total + f->offset;
    int64_t micro = 0;
    int32_t number = 0;
    if (f->kind == MICRO)
      memcpy(&micro, at, sizeof micro);
    else
      memcpy(&number, at, sizeof number);
    score__buffer_text(out, f->name);
    if (f->kind == MICRO)
      score__canonical_micro(out, micro);
    else if (f->kind == COUNT)
      score__buffer_int(out, number);
    else
      score__canonical_bool(out, number != 0);
  }
  score__canonical_member(out, "grade");
  if (record->total.grade >= 0)
    score__canonical_word(out, set->grade[record->total.grade].key);
  else
    score__buffer_text(out, "null");
  score__canonical_member(out, "without_bonus");
  score__canonical_micro(out, record->without_bonus_micro);
  score__buffer_char(out, '}');
}

static void put_node(score__buffer *out, const score__node *node, const score__node_record *n)
{
  const char *const word[] = {score_outcome_string((score_outcome)n->outcome), stages[n->stage]};
  const int64_t points[] = {n->points_micro, n->max_micro};
  bool any = false;
  score__canonical_word(out, node->key);
  for (size_t k = 0; k < 2; k++) {
    score__buffer_char(out, ',');
    score__canonical_micro(out, points[k]);
  }
  for (size_t k = 0; k < 2; k++) {
    score__buffer_char(out, ',');
    score__canonical_word(out, word[k]);
  }
  score__buffer_char(out, ',');
  score__canonical_micro(out, n->high_micro);
  score__buffer_text(out, ",[");
  for (int k = 0; k < FLAGS; k++) {
    if (!(n->flags >> k & 1)) continue;
    if (any) score__buffer_char(out, ',');
    any = true;
    score__canonical_word(out, flags[k]);
  }
  score__buffer_char(out, ']');
  if (!node->wants_share) return;
  score__buffer_char(out, ',');
  score__canonical_share(out, &n->share);
}

void score__line_result(score__buffer *out, const score_criteria *set, const char *unit,
                        const score__unit_record *record)
{
  score__buffer_text(out, "{\"unit\":");
  score__canonical_word(out, unit);
  score__canonical_member(out, "total");
  put_total(out, set, record);
  score__canonical_member(out, "nodes");
  for (size_t k = 0; k < set->node_count; k++) {
    score__buffer_text(out, k ? "],[" : "[[");
    put_node(out, &set->node[k], &record->node[k]);
  }
  score__buffer_text(out, "]],\"trace\":");
  score__canonical_word(out, record->trace);
  score__buffer_text(out, "}\n");
}

/* ---- reading ---- */

static bool read_points(score__cursor *c, int64_t most, int64_t *out)
{
  const char *at = c->at;
  if (!score__cursor_micro(c, out)) return false;
  return (*out >= 0 && *out <= most) || score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_DECIMAL, "");
}

static bool read_field(score__cursor *c, const struct field *f, score_total_result *t)
{
  char *at = (char *)t + f->offset;
  int64_t v = 0;
  bool yes = false;
  if (!score__cursor_expect(c, f->name)) return false;
  if (f->kind == MICRO) {
    const int64_t most = f->offset == TOTAL(completeness_micro) ? SCORE__MICRO : SCORE__MAX_VALUE * SCORE__MICRO;
    if (!read_points(c, most, &v)) return false;
    memcpy(at, &v, sizeof v);
    return true;
  }
  if (f->kind == COUNT ? !score__cursor_count(c, &v, INT32_MAX) : !score__cursor_bool(c, &yes)) return false;
  const int32_t number = f->kind == COUNT ? (int32_t)v : yes;
  memcpy(at, &number, sizeof number);
  return true;
}

static bool read_grade(score__cursor *c, const score_criteria *set, int32_t *out)
{
  *out = -1;
  if (!score__cursor_expect(c, ",\"grade\":")) return false;
  if (score__cursor_take(c, "null")) return true;
  const char *at = c->at, *key = score__cursor_text(c, NULL);
  for (size_t k = 0; key && k < set->grade_count && *out < 0; k++)
    if (!strcmp(set->grade[k].key, key)) *out = (int32_t)k;
  return *out >= 0 || score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_GRADE, "");
}

static bool read_total(score__cursor *c, const score_criteria *set, score__unit_record *out)
{
  for (size_t k = 0; k < FIELDS; k++)
    if (!read_field(c, &before_grade[k], &out->total)) return false;
  return read_grade(c, set, &out->total.grade) && score__cursor_expect(c, ",\"without_bonus\":") &&
         read_points(c, SCORE__MAX_VALUE * SCORE__MICRO, &out->without_bonus_micro) && score__cursor_expect(c, "}");
}

static bool read_flags(score__cursor *c, uint8_t *out)
{
  int next = 0;
  *out = 0;
  if (!score__cursor_expect(c, ",[")) return false;
  while (!c->failed && !score__cursor_take(c, "]")) {
    if (*out && !score__cursor_expect(c, ",")) return false;
    const char *at = c->at;
    const int flag = score__cursor_choice(c, flags, FLAGS);
    if (flag < 0) return false;
    if (flag < next) return score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_ORDER, flags[next - 1]);
    *out |= (uint8_t)(1u << flag);
    next = flag + 1;
  }
  return !c->failed;
}

/* What stays at most of a node, or of all: bounded, so that nobody's sums overflow. */
static int64_t most_points(const score_criteria *set)
{
  int64_t most = 0;
  for (size_t k = 0; k < set->node_count; k++)
    if (__builtin_add_overflow(most, set->node[k].max_micro + set->node[k].rescale_to_micro, &most) ||
        most > SCORE__MAX_VALUE * SCORE__MICRO)
      return SCORE__MAX_VALUE * SCORE__MICRO;
  return most;
}

static bool read_node(score__cursor *c, const score__node *node, int64_t most, score__node_record *out)
{
  static const char *const outcomes[] = {"scored", "reported", "not_applicable", "not_due", "missing", "invalid"};
  const char *at = c->at, *key = score__cursor_text(c, NULL);
  if (!key) return false;
  if (strcmp(key, node->key) != 0) return score__cursor_refuse(c, at, SCORE__PH_RELEASE_FOUND, node->key);
  if (!score__cursor_expect(c, ",") || !read_points(c, most, &out->points_micro) || !score__cursor_expect(c, ",") ||
      !read_points(c, most, &out->max_micro) || !score__cursor_expect(c, ","))
    return false;
  const int outcome = score__cursor_choice(c, outcomes, 6);
  if (outcome < 0 || !score__cursor_expect(c, ",")) return false;
  const int stage = score__cursor_choice(c, stages, SCORE__STAGES);
  if (stage < 0 || !score__cursor_expect(c, ",") || !read_points(c, most, &out->high_micro)) return false;
  out->outcome = (uint8_t)outcome;
  out->stage = (uint8_t)stage;
  out->share = (score__fraction){0, 1};
  if (!read_flags(c, &out->flags)) return false;
  return !node->wants_share || (score__cursor_expect(c, ",") && score__cursor_share(c, &out->share));
}

bool score__read_result(score__cursor *c, const score_data *data, score__unit_record *out)
{
  const score_criteria *set = data->criteria;
  const int64_t most = most_points(set);
  if (!score__cursor_expect(c, "{\"unit\":")) return false;
  const char *at = c->at, *code = score__cursor_text(c, NULL);
  if (!code) return false;
  const size_t unit = score__units_find(&data->units, code);
  if (unit == SIZE_MAX || strcmp(data->units.code[unit], code) != 0)
    return score__cursor_refuse(c, at, SCORE__PH_RELEASE_WANT_UNIT, "");
  out->unit = (uint32_t)unit;
  if (!score__cursor_expect(c, ",\"total\":") || !read_total(c, set, out) || !score__cursor_expect(c, ",\"nodes\":["))
    return false;
  for (size_t k = 0; k < set->node_count; k++) {
    if (!score__cursor_expect(c, k ? ",[" : "[") || !read_node(c, &set->node[k], most, &out->node[k]) ||
        !score__cursor_expect(c, "]"))
      return false;
  }
  return score__cursor_expect(c, "],\"trace\":") && score__cursor_sha256(c, out->trace) &&
         score__cursor_expect(c, "}") && score__cursor_end(c);
}
