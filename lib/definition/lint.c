/* Model §9: the table of lint rules, how a finding is made, and the order in which the themes are looked at. */
#include "definition/lint.h"

#include <string.h>

#include "score/criteria.h"

/* Errors are found while a definition is read; they have their rows for name and hint. A row with `about` stands only
 * for findings with that first argument. */
static const struct rule {
  const char *id;
  score_severity severity;
  int phrase, hint;
  const char *about;
} rules[] = {
    {"bands-overlap", SCORE_ERROR, SCORE__PH_DEF_BAND_OVERLAP, SCORE__PH_HINT_BANDS_OVERLAP, NULL},
    {"bands-inverted", SCORE_ERROR, SCORE__PH_DEF_BAND_EMPTY, SCORE__PH_HINT_BANDS_INVERTED, NULL},
    {"bands-hole", SCORE_WARNING, SCORE__PH_LINT_BANDS_HOLE, SCORE__PH_HINT_BANDS_HOLE, NULL},
    {"bands-top", SCORE_WARNING, SCORE__PH_LINT_BANDS_TOP, SCORE__PH_HINT_BANDS_TOP, NULL},
    {"max-sum", SCORE_WARNING, SCORE__PH_DEF_MAX_SUM, SCORE__PH_HINT_MAX_SUM, NULL},
    {"max-sum", SCORE_WARNING, SCORE__PH_LINT_MAX_SUM_KIND, SCORE__PH_HINT_MAX_SUM, NULL},
    {"attainable", SCORE_WARNING, SCORE__PH_LINT_ATTAINABLE, SCORE__PH_HINT_ATTAINABLE, NULL},
    {"attainable", SCORE_WARNING, SCORE__PH_LINT_ATTAINABLE_KIND, SCORE__PH_HINT_ATTAINABLE, NULL},
    {"zero-denominator", SCORE_ERROR, SCORE__PH_DEF_MISSING, SCORE__PH_HINT_ZERO_DENOMINATOR, "zero_denominator"},
    {"missing-member", SCORE_ERROR, SCORE__PH_DEF_MISSING, SCORE__PH_HINT_MISSING_MEMBER, NULL},
    {"unknown-name", SCORE_ERROR, SCORE__PH_EXPR_NAME, SCORE__PH_HINT_UNKNOWN_NAME, NULL},
    {"unknown-name", SCORE_ERROR, SCORE__PH_EXPR_NAME_NEAR, SCORE__PH_HINT_UNKNOWN_NAME, NULL},
    {"unknown-name", SCORE_ERROR, SCORE__PH_EXPR_FUNCTION, SCORE__PH_HINT_UNKNOWN_FUNCTION, NULL},
    {"unknown-name", SCORE_ERROR, SCORE__PH_EXPR_NODE, SCORE__PH_HINT_UNKNOWN_NODE, NULL},
    {"unknown-name", SCORE_ERROR, SCORE__PH_DEF_NO_REFERENCE, SCORE__PH_HINT_UNKNOWN_NODE, NULL},
    {"unknown-option", SCORE_ERROR, SCORE__PH_EXPR_OPTION, SCORE__PH_HINT_UNKNOWN_OPTION, NULL},
    {"unused-measure", SCORE_WARNING, SCORE__PH_CHECK_UNUSED, SCORE__PH_HINT_UNUSED_MEASURE, NULL},
    {"unused-condition", SCORE_WARNING, SCORE__PH_LINT_UNUSED_CONDITION, SCORE__PH_HINT_UNUSED_CONDITION, NULL},
    {"unused-option", SCORE_WARNING, SCORE__PH_LINT_UNUSED_OPTION, SCORE__PH_HINT_UNUSED_OPTION, NULL},
    {"unreachable-grade", SCORE_WARNING, SCORE__PH_LINT_GRADE_HIGH, SCORE__PH_HINT_GRADE_HIGH, NULL},
    {"unreachable-grade", SCORE_WARNING, SCORE__PH_LINT_GRADE_GATE, SCORE__PH_HINT_GRADE_GATE, NULL},
    {"unreachable-grade", SCORE_WARNING, SCORE__PH_LINT_GRADE_NARROW, SCORE__PH_HINT_GRADE_NARROW, NULL},
    {"unreachable-grade", SCORE_WARNING, SCORE__PH_LINT_GRADE_LIMIT, SCORE__PH_HINT_GRADE_LIMIT, NULL},
    {"grade-order", SCORE_ERROR, SCORE__PH_DEF_GRADE_ORDER, SCORE__PH_HINT_GRADE_ORDER, NULL},
    {"grade-print", SCORE_WARNING, SCORE__PH_LINT_GRADE_PRINT, SCORE__PH_HINT_GRADE_PRINT, NULL},
    {"gate-without-points", SCORE_WARNING, SCORE__PH_LINT_GATE_POINTS, SCORE__PH_HINT_GATE_POINTS, NULL},
    {"absence-pays", SCORE_WARNING, SCORE__PH_LINT_ABSENCE, SCORE__PH_HINT_ABSENCE, NULL},
    {"share-met-adjusted", SCORE_WARNING, SCORE__PH_LINT_SHARE_MET, SCORE__PH_HINT_SHARE_MET, NULL},
    {"rescale-low", SCORE_WARNING, SCORE__PH_LINT_RESCALE_LOW, SCORE__PH_HINT_RESCALE_LOW, NULL},
    {"weighted-exclude", SCORE_WARNING, SCORE__PH_LINT_WEIGHTED, SCORE__PH_HINT_WEIGHTED, NULL},
    {"cap-idle", SCORE_WARNING, SCORE__PH_LINT_CAP_IDLE, SCORE__PH_HINT_CAP_IDLE, NULL},
    {"slope-dead", SCORE_WARNING, SCORE__PH_LINT_SLOPE_DEAD, SCORE__PH_HINT_SLOPE_DEAD, NULL},
    {"due-outside", SCORE_WARNING, SCORE__PH_LINT_DUE, SCORE__PH_HINT_DUE, NULL},
    {"calendar-year", SCORE_WARNING, SCORE__PH_LINT_CALENDAR, SCORE__PH_HINT_CALENDAR, NULL},
    {"lever-effect", SCORE_ERROR, SCORE__PH_LEVER_EFFECT, SCORE__PH_HINT_LEVER_EFFECT, NULL},
    {"lever-effect", SCORE_ERROR, SCORE__PH_LEVER_STATISTIC, SCORE__PH_HINT_LEVER_STATISTIC, NULL},
    {"unknown-name", SCORE_ERROR, SCORE__PH_LEVER_MEASURE, SCORE__PH_HINT_LEVER_MEASURE, NULL},
    {"unknown-name", SCORE_ERROR, SCORE__PH_LEVER_MEASURE_NEAR, SCORE__PH_HINT_LEVER_MEASURE, NULL},
    {"lever-unread", SCORE_WARNING, SCORE__PH_LINT_LEVER_UNREAD, SCORE__PH_HINT_LEVER_UNREAD, NULL},
    {"lever-bounds", SCORE_WARNING, SCORE__PH_LINT_LEVER_BOUNDS, SCORE__PH_HINT_LEVER_BOUNDS, NULL},
    {"lever-bounds", SCORE_WARNING, SCORE__PH_LINT_LEVER_STEP, SCORE__PH_HINT_LEVER_BOUNDS, NULL},
    {"lever-bounds", SCORE_WARNING, SCORE__PH_LINT_LEVER_NEVER, SCORE__PH_HINT_LEVER_NEVER, NULL},
    {"lever-mover", SCORE_WARNING, SCORE__PH_LINT_LEVER_MOVER, SCORE__PH_HINT_LEVER_MOVER, NULL},
    {"lever-twin", SCORE_WARNING, SCORE__PH_LINT_LEVER_TWIN, SCORE__PH_HINT_LEVER_TWIN, NULL},
    {"no-source", SCORE_WARNING, SCORE__PH_CHECK_SOURCE, SCORE__PH_HINT_SOURCE, NULL},
    {"no-translation", SCORE_WARNING, SCORE__PH_CHECK_LANGUAGE, SCORE__PH_HINT_LANGUAGE, NULL},
    {"no-translation", SCORE_WARNING, SCORE__PH_CHECK_LANGUAGE_ALL, SCORE__PH_HINT_LANGUAGE, NULL},
    {"duplicate-key", SCORE_ERROR, SCORE__PH_DEF_DUPLICATE, SCORE__PH_HINT_DUPLICATE, NULL},
    {"duplicate-key", SCORE_ERROR, SCORE__PH_JSON_DUPLICATE, SCORE__PH_HINT_DUPLICATE, NULL},
    {"unknown-member", SCORE_ERROR, SCORE__PH_DEF_UNKNOWN, SCORE__PH_HINT_UNKNOWN_MEMBER, NULL},
    {"unknown-member", SCORE_ERROR, SCORE__PH_DEF_UNKNOWN_NEAR, SCORE__PH_HINT_UNKNOWN_MEMBER, NULL},
    {"cycle", SCORE_ERROR, SCORE__PH_DEF_CYCLE, SCORE__PH_HINT_CYCLE, NULL},
    {"cycle", SCORE_ERROR, SCORE__PH_EXPR_CYCLE, SCORE__PH_HINT_CYCLE, NULL},
    {"explained", SCORE_NOTE, SCORE__PH_LINT_EXPLAINED, SCORE__PH_NONE, NULL},
};
enum { RULES = sizeof rules / sizeof *rules };

static const struct rule *rule_of(const score_error *err)
{
  for (size_t i = 0; err->phrase && i < RULES; i++)
    if (rules[i].phrase == err->phrase && (!rules[i].about || !strcmp(rules[i].about, err->args))) return &rules[i];
  return NULL;
}

const char *score_criteria_lint_rule(const score_error *finding)
{
  const struct rule *r = rule_of(finding);
  return r ? r->id : "definition";
}

const char *score_criteria_lint_hint(const score_error *finding, score_lang lang)
{
  const struct rule *r = rule_of(finding);
  return r ? score__phrase_text(r->hint, lang) : "";
}

static void say(const score__lint *l, const score__tree *at, const char *member, uint32_t column,
                const score_error *finding)
{
  score_error err = *finding;
  score__buffer pointer = {0};
  score__tree_pointer(&pointer, at);
  if (member) {
    score__buffer_char(&pointer, '/');
    score__buffer_text(&pointer, member);
  }
  err.column = column;
  const struct rule *r = rule_of(&err);
  *l->failed = *l->failed || pointer.failed;
  l->fault(l->context, pointer.data ? pointer.data : "", r ? r->severity : SCORE_WARNING, &err);
  score__buffer_free(&pointer);
}

void score__lint_say(const score__lint *l, const score__tree *at, const char *member, uint32_t column, int phrase,
                     const char *a, const char *b, const char *c)
{
  score_error err;
  score__fail(&err, SCORE_E_INPUT, phrase, a ? a : "", b ? b : "", c ? c : "", NULL);
  say(l, at, member, column, &err);
}

void score__lint_say_unless(const score__lint *l, const score__tree *at, const score__words *note, int phrase,
                            const char *a, const char *b, const char *c)
{
  if (!note->text[0] || !*note->text[0]) {
    score__lint_say(l, at, NULL, 0, phrase, a, b, c);
    return;
  }
  const char *const args[] = {a ? a : "", b ? b : "", c ? c : ""};
  score__buffer said[2] = {{0}, {0}};
  score_error err;
  for (int lang = 0; lang < 2; lang++)
    score__phrase_fill(&said[lang], phrase, lang ? SCORE_LANG_VI : SCORE_LANG_EN, args, 3);
  score__fail(&err, SCORE_E_INPUT, SCORE__PH_LINT_EXPLAINED, said[0].data ? said[0].data : "", note->text[0],
              said[1].data ? said[1].data : "", note->text[1], NULL);
  say(l, at, NULL, 0, &err);
  *l->failed = *l->failed || said[0].failed || said[1].failed;
  for (int lang = 0; lang < 2; lang++) score__buffer_free(&said[lang]);
}

int score__definition_review(const score_criteria *set, const score__tree *root, score__definition_fault fault,
                             void *context)
{
  bool failed = false;
  score__lint l = {.set = set, .root = root, .failed = &failed, .fault = fault, .context = context};
  if (score__lint_prepare(&l) == 0) {
    score__lint_measures(&l);
    score__lint_maxima(&l);
    score__lint_groups(&l);
    score__lint_bands(&l);
    score__lint_steps(&l);
    score__lint_absence(&l);
    score__lint_dates(&l);
    if (set->lever_count) score__lint_levers(&l);
    score__lint_grades(&l);
    score__lint_words(&l);
  } else {
    failed = true;
  }
  score__arena_free(&l.arena);
  return failed ? -1 : 0;
}
