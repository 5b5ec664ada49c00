/* Model §8: levers, what one unit can do and what one step of it does to each measure together: "+1", "-0.5", "+2%" add;
 * "=yes", "=chu_tich", "=2026-09-30" put a value once.
 * Worked: {"hs_dung_han": "+1", "hs_hai_long": "+1"}: a dossier settled on time counts in two criteria. */
#include <string.h>

#include "base/buffer.h"
#include "base/decimal.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/period.h"
#include "base/text.h"
#include "definition/definition.h"

static const char *const kinds[] = {"convert", "add", "past", NULL};

typedef struct lever {
  const char *key;
  score__words name, note;
  uint8_t kind, mover;
  int64_t effort;
  score__formula most;
  const score__tree *effect;
} lever;

const score__param score__lever_params[] = {
    {.name = "key",
     .type = SCORE__PARAM_TEXT,
     .required = true,
     .offset = offsetof(lever, key),
     .change = SCORE__CHANGE_EVIDENCE,
     .doc = {{"identifier", "khóa"}}},
    {.name = "name",
     .type = SCORE__PARAM_WORDS,
     .required = true,
     .offset = offsetof(lever, name),
     .change = SCORE__CHANGE_WORDING,
     .doc = {{"what is done, one step", "việc làm, một bước"}}},
    {.name = "kind",
     .type = SCORE__PARAM_CHOICE,
     .required = true,
     .offset = offsetof(lever, kind),
     .choices = kinds,
     .change = SCORE__CHANGE_EVIDENCE,
     .doc =
         {{"convert: existing records can still change; add: only new ones help; past: cannot be undone, a lesson",
           "convert: hồ sơ đang có còn sửa được; add: chỉ hồ sơ mới giúp được; past: không sửa được nữa, là bài học"}}},
    {.name = "controlled_by",
     .type = SCORE__PARAM_CHOICE,
     .offset = offsetof(lever, mover),
     .initial = "unit",
     .choices = score__movers,
     .change = SCORE__CHANGE_EVIDENCE,
     .doc = {{"who can do it", "ai làm được"}}},
    {.name = "effort",
     .type = SCORE__PARAM_MICRO,
     .offset = offsetof(lever, effort),
     .initial = "1",
     .change = SCORE__CHANGE_EVIDENCE,
     .doc = {{"of one step, above 0; only what it is beside the others counts",
              "công sức của một bước, lớn hơn 0; chỉ so với các việc khác"}}},
    {.name = "most",
     .type = SCORE__PARAM_EXPR,
     .offset = offsetof(lever, most),
     .change = SCORE__CHANGE_EVIDENCE,
     .doc = {{"most steps that the data as they are allow", "số bước nhiều nhất theo số liệu đang có"}}},
    {.name = "effect",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_EFFECT,
     .required = true,
     .offset = offsetof(lever, effect),
     .change = SCORE__CHANGE_EVIDENCE,
     .doc = {{"what one step does to each measure: +1, -0.5, +2%, =yes",
              "một bước làm từng số liệu thay đổi: +1, -0.5, +2%, =yes"}}},
    {.name = "note",
     .type = SCORE__PARAM_WORDS,
     .offset = offsetof(lever, note),
     .change = SCORE__CHANGE_WORDING,
     .doc = {{"printed with it: advice, or the lesson", "in kèm: lời khuyên hoặc bài học"}}},
    {.name = NULL}};

static bool parse_amount(const score__measure *m, const char *text, bool relative, int64_t *out)
{
  size_t size = strlen(text);
  int digits = m->scale;
  int32_t day;
  switch (m->type) {
  case SCORE__MEASURE_BOOLEAN: *out = !strcmp(text, "yes"); return !relative && (*out || !strcmp(text, "no"));
  case SCORE__MEASURE_CHOICE:
    for (size_t i = 0; !relative && i < m->option_count; i++)
      if (!strcmp(m->option_key[i], text)) {
        *out = (int64_t)i;
        return true;
      }
    return false;
  case SCORE__MEASURE_DATE:
    if (relative || score__date_parse_iso(&day, text)) return false;
    *out = day;
    return true;
  default: break;
  }
  if (m->type == SCORE__MEASURE_PERCENT) {
    digits -= 2;
    if (size && text[size - 1] == '%') size--;
  }
  if (relative && (text[1] == '+' || text[1] == '-')) return false;
  return score__decimal_parse(out, text, size, digits, '.') == 0 && (!relative || *out != 0);
}

/* What a step may be, in the words of the measure's own kind. */
static const char *wanted_of(score__definition *d, const score__measure *m)
{
  if (m->type == SCORE__MEASURE_BOOLEAN) return "=yes, =no";
  if (m->type == SCORE__MEASURE_DATE) return "=YYYY-MM-DD";
  if (m->type == SCORE__MEASURE_PERCENT) return "+1%, -1%, =80%";
  if (m->type != SCORE__MEASURE_CHOICE) return m->digits ? "+0.5, -0.5, =1.5" : "+1, -1, =1";
  score__buffer b = {0};
  for (size_t i = 0; i < m->option_count && i < 8; i++) {
    score__buffer_text(&b, i ? ", =" : "=");
    score__buffer_text(&b, m->option_key[i]);
  }
  const char *text = b.data && !b.failed ? score__arena_text(d->reader.arena, b.data) : NULL;
  score__buffer_free(&b);
  return text ? text : "=OPTION";
}

static void unknown_measure(score__definition *d, const score__tree *t)
{
  const score_criteria *set = d->set;
  const char **keys = score__arena_alloc(d->reader.arena, set->measure_count, sizeof *keys);
  for (size_t m = 0; keys && m < set->measure_count; m++) keys[m] = set->measure[m].key;
  const size_t near = keys ? score__text_nearest(t->key, keys, set->measure_count) : SIZE_MAX;
  const int phrase = near == SIZE_MAX ? SCORE__PH_LEVER_MEASURE : SCORE__PH_LEVER_MEASURE_NEAR;
  score__reader_fault(&d->reader, t, NULL, phrase, t->key, near == SIZE_MAX ? NULL : keys[near]);
}

/* One measure's part of a step. */
static void read_effect(score__definition *d, const score__tree *t, score__lever_effect *out)
{
  const size_t m = score__dict_get(&d->set->by_measure, t->key);
  if (m == SIZE_MAX) {
    unknown_measure(d, t);
    return;
  }
  const score__measure *measure = &d->set->measure[m];
  const char *text = t->kind == SCORE__TREE_TEXT ? t->text : "";
  const bool sets = *text == '=', relative = *text == '+' || *text == '-';
  *out = (score__lever_effect){.measure = (uint32_t)m, .sets = sets};
  if (measure->is_statistic)
    score__reader_fault(&d->reader, t, NULL, SCORE__PH_LEVER_STATISTIC, t->key, NULL);
  else if ((!sets && !relative) || !parse_amount(measure, text + sets, relative, &out->amount))
    score__reader_fault(&d->reader, t, NULL, SCORE__PH_LEVER_EFFECT, *text ? text : score__tree_kind_name(t),
                        wanted_of(d, measure));
}

static void read_effects(score__definition *d, const score__tree *list, score__lever *out)
{
  if (!list) return;
  if (list->kind != SCORE__TREE_OBJECT) {
    score__reader_fault(&d->reader, list, NULL, SCORE__PH_DEF_TYPE, score__tree_kind_name(list), "object");
    return;
  }
  score__lever_effect *effect = score__arena_alloc(d->reader.arena, list->count, sizeof *effect);
  for (const score__tree *t = list->first; t && effect && !score__reader_full(&d->reader); t = t->next)
    if (strcmp(t->key, "comment") != 0) read_effect(d, t, &effect[out->effect_count++]);
  out->effect = effect;
  if (!out->effect_count) score__reader_fault(&d->reader, list, NULL, SCORE__PH_DEF_TYPE, "{}", "\"measure\": \"+1\"");
}

/* A number, and 0: what is none was told when it was read. */
static bool is_nothing(const score__tree *effort)
{
  int64_t micro;
  if (!effort) return false;
  if (effort->kind == SCORE__TREE_INTEGER) return effort->integer == 0;
  return effort->kind == SCORE__TREE_TEXT &&
         !score__decimal_parse(&micro, effort->text, strlen(effort->text), 6, '.') && micro == 0;
}

void score__definition_levers(score__definition *d, const score__tree *list)
{
  score_criteria *set = d->set;
  if (!score__definition_list(d, list, SCORE__MAX_LEVERS, "levers")) return;
  set->lever = score__arena_alloc(d->reader.arena, list->count, sizeof *set->lever);
  for (const score__tree *t = list->first; t && set->lever && !score__reader_full(&d->reader); t = t->next) {
    lever v = {.key = ""};
    score__param_read(&d->reader, t, score__lever_params, NULL, &v);
    score__lever *out = &set->lever[set->lever_count];
    *out = (score__lever){.key = v.key ? v.key : "",
                          .name = v.name,
                          .note = v.note,
                          .kind = v.kind,
                          .mover = v.mover,
                          .effort_micro = v.effort,
                          .most = v.most};
    const score__tree *key = score__tree_get(t, "key");
    if (key && key->kind == SCORE__TREE_TEXT && !score__definition_key(out->key, true))
      score__reader_fault(&d->reader, t, "key", SCORE__PH_DEF_KEY, out->key, "A-Z a-z 0-9 _ . -");
    for (size_t k = 0; k < set->lever_count; k++)
      if (!strcmp(set->lever[k].key, out->key))
        score__reader_fault(&d->reader, t, "key", SCORE__PH_DEF_DUPLICATE, out->key, NULL);
    if (is_nothing(score__tree_get(t, "effort")))
      score__reader_fault(&d->reader, t, "effort", SCORE__PH_DEF_RANGE, "effort", "> 0");
    read_effects(d, v.effect, out);
    set->lever_count++;
  }
}
