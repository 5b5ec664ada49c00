/* What a plan is to reach: "grade", "grade KEY", "rank N", "60", "+5", "full". */
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "compute/plan_search.h"

static bool takes(const char **rest, const char *word)
{
  const size_t n = strlen(word);
  if (strncmp(*rest, word, n) != 0 || (*rest)[n] != ' ') return false;
  *rest += n;
  while (**rest == ' ') ++*rest;
  return true;
}

/* A grade by its key, or by its name as people type it. */
static int32_t find_grade(const score_criteria *set, const char *text)
{
  score__arena arena = {0};
  int32_t found = -1;
  const char *wanted = score__text_fold(&arena, text);
  for (size_t g = 0; g < set->grade_count; g++)
    if (strcmp(set->grade[g].key, text) == 0) found = (int32_t)g;
  for (size_t g = 0; found < 0 && wanted && g < set->grade_count; g++)
    for (int lang = 0; lang < 2; lang++) {
      const char *name = score__text_fold(&arena, set->grade[g].name.text[lang]);
      if (name && strcmp(name, wanted) == 0) found = (int32_t)g;
    }
  score__arena_free(&arena);
  return found;
}

static void aim_at_grade(score__aim *out, const score_criteria *set, int32_t grade)
{
  *out = (score__aim){.kind = SCORE__AIM_GRADE, .grade = grade, .basis_micro = set->grade[grade].at_least_micro};
}

static int parse_grade(score__aim *out, const score_result *r, size_t position, const char *key, score_error *err)
{
  const score_criteria *set = r->set;
  if (!set->grade_count) return score__fail(err, SCORE_E_USAGE, SCORE__PH_PLAN_NO_GRADES, set->id, NULL);
  if (!key) {
    const int32_t now = r->total[position].grade;
    aim_at_grade(out, set, now < 0 ? (int32_t)set->grade_count - 1 : now > 0 ? now - 1 : 0);
    return SCORE_OK;
  }
  const int32_t grade = find_grade(set, key);
  if (grade < 0) {
    score__buffer keys = {0};
    for (size_t g = 0; g < set->grade_count; g++) {
      score__buffer_text(&keys, g ? ", " : "");
      score__buffer_text(&keys, set->grade[g].key);
    }
    score__fail(err, SCORE_E_USAGE, SCORE__PH_PLAN_GRADE, key, keys.data ? keys.data : "", NULL);
    score__buffer_free(&keys);
    return SCORE_E_USAGE;
  }
  aim_at_grade(out, set, grade);
  return SCORE_OK;
}

static int parse_rank(score__aim *out, const char *text, score_error *err)
{
  int64_t rank;
  if (score__decimal_parse(&rank, text, strlen(text), 0, '.') || *text == '+' || rank < 1 || rank > INT32_MAX)
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_PLAN_RANK, text, NULL);
  *out = (score__aim){.kind = SCORE__AIM_RANK, .rank = (int32_t)rank};
  return SCORE_OK;
}

/* Points beyond all there can be are no target that a calculation can lose itself in. */
static int parse_basis(score__aim *out, const score_result *r, size_t position, const char *text, score_error *err)
{
  int64_t micro;
  *out = (score__aim){.kind = SCORE__AIM_BASIS};
  const char mark = strchr(text, ',') ? ',' : '.'; /* no total has thousands */
  if (score__decimal_parse(&micro, text, strlen(text), 6, mark) || micro < 0 || micro > SCORE__MAX_VALUE)
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_PLAN_TARGET, text, NULL);
  out->basis_micro = *text == '+' ? micro + r->total[position].basis_micro : micro;
  return SCORE_OK;
}

int score__aim_parse(score__aim *out, const score_result *r, size_t position, const char *text, score_error *err)
{
  const char *rest = text;
  const score_total_result *now = &r->total[position];
  if (strcmp(text, "grade") == 0) return parse_grade(out, r, position, NULL, err);
  if (takes(&rest, "grade")) return parse_grade(out, r, position, rest, err);
  if (takes(&rest, "rank")) return parse_rank(out, rest, err);
  if (strcmp(text, "full") != 0) return parse_basis(out, r, position, text, err);
  *out = (score__aim){.kind = SCORE__AIM_BASIS, .basis_micro = now->max_micro};
  if (r->set->basis == SCORE__BASIS_PERCENT) out->basis_micro = 100 * SCORE__MICRO;
  return SCORE_OK;
}
