/* A release computed again from its own definition, units and inputs, and every number compared. */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "release/freeze.h"
#include "release/recheck.h"
#include "score/version.h"

typedef struct recheck {
  const score_release *release;
  const score_result *again;
  score_findings *findings;
  score_error *err;
  size_t differences;
  uint32_t line; /* of the unit's results; 0 = none */
  const char *unit;
  score__unit_record was, is;
} recheck;

static void tell(recheck *x, score_error *e, score_severity severity)
{
  score__fail_at(e, x->release->name, x->line, 0, NULL);
  score__finding_add(x->findings, severity, e);
  if (severity != SCORE_ERROR) return;
  if (!x->differences++ && x->err) *x->err = *e;
}

static void tell_number(recheck *x, const char *node, const char *what, const char *was, const char *is)
{
  score_error e;
  if (node)
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_RELEASE_DIFFERS, x->unit, node, what, was, is, (const char *)NULL);
  else
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_RELEASE_DIFFERS_UNIT, x->unit, what, was, is, (const char *)NULL);
  tell(x, &e, SCORE_ERROR);
}

static void compare_micro(recheck *x, const char *node, const char *what, int64_t was, int64_t is)
{
  char a[48], b[48];
  if (was == is) return;
  score__decimal_print(a, sizeof a, was, 6, -1, '.');
  score__decimal_print(b, sizeof b, is, 6, -1, '.');
  tell_number(x, node, what, a, b);
}

static void compare_count(recheck *x, const char *what, int64_t was, int64_t is)
{
  char a[24], b[24];
  if (was != is) tell_number(x, NULL, what, score__int_text(a, was), score__int_text(b, is));
}

static void compare_word(recheck *x, const char *node, const char *what, const char *was, const char *is)
{
  if (strcmp(was, is) != 0) tell_number(x, node, what, was, is);
}

static void compare_flags(recheck *x, const char *node, uint8_t was, uint8_t is)
{
  static const char *const names[] = {"met",        "covered", "capped",      "cap_undecided",
                                      "overridden", "differs", "contradicted"};
  static const char *const said[] = {"false", "true"};
  for (size_t k = 0; k < sizeof names / sizeof *names; k++)
    compare_word(x, node, names[k], said[was >> k & 1], said[is >> k & 1]);
}

static void compare_nodes(recheck *x)
{
  static const char *const stages[] = {"self", "verified", "published"};
  const score_criteria *set = x->release->criteria;
  for (size_t k = 0; k < set->node_count; k++) {
    const score__node_record *was = &x->was.node[k], *is = &x->is.node[k];
    const char *node = set->node[k].key;
    compare_micro(x, node, "points", was->points_micro, is->points_micro);
    compare_micro(x, node, "max", was->max_micro, is->max_micro);
    compare_word(x, node, "outcome", score_outcome_string((score_outcome)was->outcome),
                 score_outcome_string((score_outcome)is->outcome));
    compare_word(x, node, "stage", stages[was->stage], stages[is->stage]);
    compare_micro(x, node, "at_best", was->high_micro, is->high_micro);
    compare_flags(x, node, was->flags, is->flags);
    if (!set->node[k].wants_share || score__fraction_cmp(&was->share, &is->share) == 0) continue;
    char a[96], b[96];
    score__fraction_print(a, sizeof a, &was->share);
    score__fraction_print(b, sizeof b, &is->share);
    tell_number(x, node, "share", a, b);
  }
}

static const char *grade_key(const score_criteria *set, int32_t grade)
{
  return grade < 0 ? "-" : set->grade[grade].key;
}

static void compare_totals(recheck *x)
{
  const score_criteria *set = x->release->criteria;
  const score_total_result *was = &x->was.total, *is = &x->is.total;
  compare_micro(x, NULL, "points", was->points_micro, is->points_micro);
  compare_micro(x, NULL, "max", was->max_micro, is->max_micro);
  compare_micro(x, NULL, "basis", was->basis_micro, is->basis_micro);
  compare_micro(x, NULL, "low", was->low_micro, is->low_micro);
  compare_micro(x, NULL, "high", was->high_micro, is->high_micro);
  compare_micro(x, NULL, "completeness", was->completeness_micro, is->completeness_micro);
  compare_micro(x, NULL, "without_bonus", x->was.without_bonus_micro, x->is.without_bonus_micro);
  compare_count(x, "scored", was->scored, is->scored);
  compare_count(x, "reported", was->reported, is->reported);
  compare_count(x, "not_applicable", was->not_applicable, is->not_applicable);
  compare_count(x, "not_due", was->not_due, is->not_due);
  compare_count(x, "missing", was->missing, is->missing);
  compare_count(x, "invalid", was->invalid, is->invalid);
  compare_count(x, "met", was->met, is->met);
  compare_count(x, "applicable", was->applicable, is->applicable);
  compare_word(x, NULL, "grade", grade_key(set, was->grade), grade_key(set, is->grade));
  compare_count(x, "rank", was->rank, is->rank);
  compare_count(x, "tied", was->tied, is->tied);
  compare_count(x, "decided", was->decided, is->decided);
}

static bool compare_trace(recheck *x, size_t position, const char *released)
{
  char hex[SCORE__SHA256_HEX];
  score_error e;
  if (score__trace_digest(hex, x->again, position) != 0) return false;
  if (strcmp(hex, released) == 0) return true;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_RELEASE_TRACE, x->unit, released, hex, (const char *)NULL);
  tell(x, &e, SCORE_ERROR);
  return true;
}

static void tell_unit(recheck *x, int phrase)
{
  score_error e;
  score__fail(&e, SCORE_E_INPUT, phrase, x->unit, (const char *)NULL);
  tell(x, &e, SCORE_ERROR);
}

/* Both are in order of code. */
static bool compare_units(recheck *x)
{
  const score_result *was = x->release->result, *is = x->again;
  size_t i = 0, k = 0;
  while (i < was->count || k < is->count) {
    const bool only_was = k == is->count || (i < was->count && was->unit[i] < is->unit[k]);
    const bool only_is = !only_was && (i == was->count || was->unit[i] > is->unit[k]);
    x->line = only_is ? 0 : x->release->results_line + (uint32_t)i;
    x->unit = was->data->units.code[only_is ? is->unit[k] : was->unit[i]];
    if (only_was || only_is) {
      tell_unit(x, only_was ? SCORE__PH_RELEASE_EXTRA : SCORE__PH_RELEASE_LACKS);
    } else {
      score__record_take(&x->was, was, i);
      score__record_take(&x->is, is, k);
      compare_totals(x);
      compare_nodes(x);
      if (!compare_trace(x, k, x->release->trace[i])) return false;
    }
    i += !only_is;
    k += !only_was;
  }
  x->line = 0;
  return true;
}

/* What is in the parts is what the evaluation rests on: not less, which would show, and not more. */
static bool compare_extent(recheck *x)
{
  static const int parts[] = {SCORE__PART_UNITS, SCORE__PART_INPUTS};
  score__freezer f;
  score__extent extent;
  if (score__extent_of(&extent, x->again) != 0) return false;
  score__freeze_start(&f, NULL, NULL, x->err);
  score__freeze_units(&f, x->again, &extent);
  score__freeze_inputs(&f, x->again, &extent);
  const bool same_library = !strcmp(x->release->head.said.library, SCORE_VERSION);
  for (size_t k = 0; !f.code && k < 2; k++) {
    const char *was = x->release->part_sha256[parts[k]], *is = f.part_sha256[parts[k]];
    score_error e;
    if (!strcmp(was, is)) continue;
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_RELEASE_INPUTS, score__release_parts[parts[k]], was, is,
                (const char *)NULL);
    tell(x, &e, same_library ? SCORE_ERROR : SCORE_WARNING);
  }
  const bool good = !f.code;
  score__buffer_free(&f.line);
  score__extent_free(&extent);
  return good;
}

static void compare_mark(recheck *x)
{
  static const char *const said[] = {"false", "true"};
  const bool was = x->release->head.said.synthetic != 0;
  score_error e;
  if (was == x->again->synthetic) return;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_RELEASE_SYNTHETIC, said[was], said[x->again->synthetic], (const char *)NULL);
  tell(x, &e, SCORE_ERROR);
}

int score__recheck(const score_release *release, const score_result *again, score_findings *findings, score_error *err)
{
  recheck x = {.release = release, .again = again, .findings = findings, .err = err};
  const size_t nodes = release->criteria->node_count;
  x.was.node = calloc(nodes, sizeof *x.was.node);
  x.is.node = calloc(nodes, sizeof *x.is.node);
  compare_mark(&x);
  const bool good = x.was.node && x.is.node && compare_units(&x) && compare_extent(&x);
  free(x.was.node);
  free(x.is.node);
  if (!good) return score__fail_memory(err);
  return x.differences ? SCORE_E_INPUT : 0;
}
