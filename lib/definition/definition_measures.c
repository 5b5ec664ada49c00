/* Model §1: measures and named conditions of a definition. */
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/period.h"
#include "definition/definition.h"

static const char *const type_names[] = {"count", "amount", "percent", "boolean", "choice", "date", NULL};
static const char *const over_names[] = {"sum", "last", "ytd", "none", NULL};

typedef struct raw {
  uint8_t type, over_time;
  score__words name, unit;
  int64_t digits;
  bool has_digits;
  const char *statistic;
  const score__tree *min, *max, *step, *initial, *options;
} raw;

typedef struct option {
  const char *key;
  score__words name;
} option;

const score__param score__option_params[] = {{.name = "key",
                                              .type = SCORE__PARAM_TEXT,
                                              .required = true,
                                              .offset = offsetof(option, key),
                                              .doc = {{"key", "khóa"}}},
                                             {.name = "name",
                                              .type = SCORE__PARAM_WORDS,
                                              .required = true,
                                              .offset = offsetof(option, name),
                                              .change = SCORE__CHANGE_WORDING,
                                              .doc = {{"name", "tên"}}},
                                             {.name = NULL}};

const score__param score__measure_params[] = {
    {.name = "type",
     .type = SCORE__PARAM_CHOICE,
     .required = true,
     .offset = offsetof(raw, type),
     .choices = type_names,
     .doc = {{"kind of value", "loại số liệu"}}},
    {.name = "name",
     .type = SCORE__PARAM_WORDS,
     .required = true,
     .offset = offsetof(raw, name),
     .change = SCORE__CHANGE_WORDING,
     .doc = {{"name", "tên"}}},
    {.name = "unit",
     .type = SCORE__PARAM_WORDS,
     .offset = offsetof(raw, unit),
     .change = SCORE__CHANGE_WORDING,
     .doc = {{"unit of measurement", "đơn vị tính"}}},
    {.name = "digits",
     .type = SCORE__PARAM_INTEGER,
     .offset = offsetof(raw, digits),
     .present = SCORE__PRESENT(raw, has_digits),
     .doc = {{"decimals a cell may have, 0 to 6", "số chữ số thập phân của ô, 0 đến 6"}}},
    {.name = "min",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_BOUND,
     .offset = offsetof(raw, min),
     .doc = {{"least value of a cell", "giá trị nhỏ nhất của ô"}}},
    {.name = "max",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_BOUND,
     .offset = offsetof(raw, max),
     .doc = {{"largest value of a cell", "giá trị lớn nhất của ô"}}},
    {.name = "step",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_BOUND,
     .offset = offsetof(raw, step),
     .doc = {{"values are multiples of it", "giá trị là bội số của bước này"}}},
    {.name = "default",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_BOUND,
     .offset = offsetof(raw, initial),
     .doc = {{"value of a blank cell (rare)", "giá trị khi ô trống (hiếm dùng)"}}},
    {.name = "over_time",
     .type = SCORE__PARAM_CHOICE,
     .offset = offsetof(raw, over_time),
     .initial = "none",
     .choices = over_names,
     .doc = {{"how periods add up", "cách cộng dồn theo thời gian"}}},
    {.name = "statistic",
     .type = SCORE__PARAM_TEXT,
     .offset = offsetof(raw, statistic),
     .doc = {{"the statistic that it gives on the parent's row, such as mean(x)",
              "số thống kê được cho sẵn ở dòng của cấp trên, ví dụ mean(x)"}}},
    {.name = "options",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_LIST,
     .rows = score__option_params,
     .offset = offsetof(raw, options),
     .doc = {{"of a choice", "các lựa chọn"}}},
    {.name = NULL}};

static bool read_date(score__definition *d, const score__tree *t, int64_t *out)
{
  int32_t day = 0;
  if (t->kind != SCORE__TREE_TEXT) {
    score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_TYPE, score__tree_kind_name(t), "YYYY-MM-DD");
    return false;
  }
  if (score__date_parse_iso(&day, t->text)) {
    score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_DATE, t->text, NULL);
    return false;
  }
  *out = day;
  return true;
}

static bool read_option(score__definition *d, const score__measure *m, const score__tree *t, int64_t *out)
{
  for (size_t i = 0; i < m->option_count; i++)
    if (t->kind == SCORE__TREE_TEXT && !strcmp(m->option_key[i], t->text)) {
      *out = (int64_t)i;
      return true;
    }
  const char *found = t->kind == SCORE__TREE_TEXT ? t->text : score__tree_kind_name(t);
  score__reader_fault(&d->reader, t, NULL, SCORE__PH_EXPR_OPTION, found, m->key);
  return false;
}

static bool read_bound(score__definition *d, const score__measure *m, const score__tree *t, int64_t *out)
{
  if (!t) return false;
  if (m->type == SCORE__MEASURE_DATE) return read_date(d, t, out);
  if (m->type == SCORE__MEASURE_CHOICE) return read_option(d, m, t, out);
  char buf[24];
  bool flag = t->kind == SCORE__TREE_BOOLEAN && m->type == SCORE__MEASURE_BOOLEAN;
  if (t->kind != SCORE__TREE_TEXT && t->kind != SCORE__TREE_INTEGER && !flag) {
    score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_TYPE, score__tree_kind_name(t), "decimal");
    return false;
  }
  const char *text = flag                          ? (t->integer ? "1" : "0")
                     : t->kind == SCORE__TREE_TEXT ? t->text
                                                   : score__int_text(buf, t->integer);
  size_t size = strlen(text);
  int digits = m->scale;
  if (m->type == SCORE__MEASURE_PERCENT && size && text[size - 1] == '%') {
    size--;
    digits -= 2;
  }
  if (score__decimal_parse(out, text, size, digits, '.') == 0) return true;
  score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_NUMBER, text, NULL);
  return false;
}

static void read_options(score__definition *d, const score__tree *at, score__measure *m, const score__tree *list)
{
  if (m->type != SCORE__MEASURE_CHOICE) {
    if (list) score__reader_fault(&d->reader, list, NULL, SCORE__PH_DEF_NOT_HERE, "options", "choice");
    return;
  }
  if (!list || list->kind != SCORE__TREE_LIST || !list->count) {
    score__reader_fault(&d->reader, at, NULL, SCORE__PH_DEF_MISSING, "options", NULL);
    return;
  }
  if (list->count > SCORE__MAX_ROWS) {
    char n[24];
    score__reader_fault(&d->reader, list, NULL, SCORE__PH_DEF_LIMIT, score__int_text(n, SCORE__MAX_ROWS), "options");
    return;
  }
  m->option_key = score__arena_alloc(d->reader.arena, list->count, sizeof *m->option_key);
  m->option_name = score__arena_alloc(d->reader.arena, list->count, sizeof *m->option_name);
  if (!m->option_key || !m->option_name) return;
  for (const score__tree *t = list->first; t; t = t->next) {
    option o = {.key = "", .name = {{"", ""}}};
    score__param_read(&d->reader, t, score__option_params, NULL, &o);
    const score__tree *key = score__tree_get(t, "key");
    if (key && key->kind == SCORE__TREE_TEXT && !*o.key)
      score__reader_fault(&d->reader, key, NULL, SCORE__PH_DEF_KEY, o.key, "A-Z a-z 0-9 _ . -");
    for (size_t i = 0; i < m->option_count; i++)
      if (!strcmp(m->option_key[i], o.key))
        score__reader_fault(&d->reader, t, "key", SCORE__PH_DEF_DUPLICATE, o.key, NULL);
    m->option_key[m->option_count] = o.key;
    m->option_name[m->option_count++] = o.name;
  }
}

static void read_digits(score__definition *d, const score__tree *t, score__measure *m, const raw *r)
{
  bool decimal = m->type == SCORE__MEASURE_AMOUNT || m->type == SCORE__MEASURE_PERCENT;
  int64_t digits = r->has_digits ? r->digits : decimal ? 2 : 0;
  if (digits < 0 || digits > (decimal ? SCORE__MAX_DIGITS : 0)) {
    char n[24];
    score__reader_fault(&d->reader, t, "digits", SCORE__PH_DEF_RANGE, score__int_text(n, digits),
                        decimal ? "0 .. 6" : "0");
    digits = 0;
  }
  m->digits = (uint8_t)digits;
  m->scale = (uint8_t)(m->type == SCORE__MEASURE_PERCENT ? digits + 2 : digits);
}

static void read_measure(score__definition *d, const score__tree *t, score__measure *m)
{
  raw r = {0};
  score__param_read(&d->reader, t, score__measure_params, NULL, &r);
  m->key = t->key;
  m->name = r.name;
  m->unit = r.unit;
  m->type = r.type;
  m->over_time = r.over_time;
  read_digits(d, t, m, &r);
  read_options(d, t, m, r.options);
  m->has_min = read_bound(d, m, r.min, &m->min);
  m->has_max = read_bound(d, m, r.max, &m->max);
  if (!r.min && (m->type == SCORE__MEASURE_COUNT || m->type == SCORE__MEASURE_PERCENT)) m->has_min = true; /* 0 */
  bool stepped =
      m->type == SCORE__MEASURE_COUNT || m->type == SCORE__MEASURE_AMOUNT || m->type == SCORE__MEASURE_PERCENT;
  if (r.step && !stepped)
    score__reader_fault(&d->reader, r.step, NULL, SCORE__PH_DEF_NOT_HERE, "step", "count, amount, percent");
  else if (read_bound(d, m, r.step, &m->step) && m->step <= 0)
    score__reader_fault(&d->reader, r.step, NULL, SCORE__PH_DEF_RANGE, "step", "> 0");
  m->has_initial = read_bound(d, m, r.initial, &m->initial);
  if (m->has_min && m->has_max && m->min > m->max)
    score__reader_fault(&d->reader, r.max, NULL, SCORE__PH_DEF_RANGE, "max", ">= min");
  if (m->has_initial && ((m->has_min && m->initial < m->min) || (m->has_max && m->initial > m->max)))
    score__reader_fault(&d->reader, r.initial, NULL, SCORE__PH_DEF_RANGE, "default", "min .. max");
}

void score__definition_measures(score__definition *d, const score__tree *measures)
{
  if (!measures) return;
  char n[24];
  if (measures->kind != SCORE__TREE_OBJECT) {
    score__reader_fault(&d->reader, measures, NULL, SCORE__PH_DEF_TYPE, score__tree_kind_name(measures), "object");
    return;
  }
  if (measures->count > SCORE__MAX_MEASURES) {
    score__reader_fault(&d->reader, measures, NULL, SCORE__PH_DEF_LIMIT, score__int_text(n, SCORE__MAX_MEASURES),
                        "measures");
    return;
  }
  score_criteria *set = d->set;
  set->measure = score__arena_alloc(d->reader.arena, measures->count, sizeof *set->measure);
  if (!set->measure) return;
  for (const score__tree *t = measures->first; t && !score__reader_full(&d->reader); t = t->next) {
    if (!strcmp(t->key, "comment")) continue;
    if (!score__definition_key(t->key, false))
      score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_KEY, t->key, "a-z, 0-9, _");
    read_measure(d, t, &set->measure[set->measure_count]);
    if (score__dict_add(&set->by_measure, t->key, set->measure_count++))
      score__reader_fault(&d->reader, t, NULL, SCORE__PH_MEMORY, NULL, NULL);
  }
}

void score__definition_conditions(score__definition *d, const score__tree *conditions)
{
  if (!conditions) return;
  if (conditions->kind != SCORE__TREE_OBJECT) {
    score__reader_fault(&d->reader, conditions, NULL, SCORE__PH_DEF_TYPE, score__tree_kind_name(conditions), "object");
    return;
  }
  if (conditions->count > SCORE__MAX_CONDITIONS) {
    char n[24];
    score__reader_fault(&d->reader, conditions, NULL, SCORE__PH_DEF_LIMIT, score__int_text(n, SCORE__MAX_CONDITIONS),
                        "conditions");
    return;
  }
  score_criteria *set = d->set;
  set->condition_key = score__arena_alloc(d->reader.arena, conditions->count, sizeof *set->condition_key);
  set->condition_text = score__arena_alloc(d->reader.arena, conditions->count, sizeof *set->condition_text);
  if (!set->condition_key || !set->condition_text) return;
  for (const score__tree *t = conditions->first; t; t = t->next) {
    if (!strcmp(t->key, "comment")) continue;
    if (!score__definition_key(t->key, false))
      score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_KEY, t->key, "a-z, 0-9, _");
    if (score__dict_get(&set->by_measure, t->key) != SIZE_MAX)
      score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_DUPLICATE, t->key, NULL);
    if (t->kind != SCORE__TREE_TEXT) {
      score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_TYPE, score__tree_kind_name(t), "condition");
      continue;
    }
    set->condition_key[set->condition_count] = t->key;
    set->condition_text[set->condition_count++] = t->text;
  }
}
