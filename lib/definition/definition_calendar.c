/* Model §5, §1: the working calendar of a set, and the day on which its months end. A year's list is exact: every
 * date once and within the year, and only a weekend day can be made up. */
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/period.h"
#include "definition/definition.h"
#include "model/reach.h"

enum { DAYS = 366, HOLIDAY = 1, MADE_UP = 2 };

static const char *const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday",    NULL};

typedef struct year {
  const score__tree *holidays, *make_up, *source;
} year;

static const score__param year_params[] = {
    {.name = "holidays",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_DAYS,
     .required = true,
     .offset = offsetof(year, holidays),
     .doc = {{"days off, also those on a weekend", "ngày nghỉ lễ, tết, kể cả rơi vào cuối tuần"}}},
    {.name = "make_up",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_DAYS,
     .offset = offsetof(year, make_up),
     .doc = {{"weekend days that are worked", "ngày cuối tuần làm bù"}}},
    {.name = "source",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_OBJECT,
     .rows = score__source_params,
     .offset = offsetof(year, source),
     .change = SCORE__CHANGE_EVIDENCE,
     .doc = {{"the decision on the holidays of the year", "văn bản về lịch nghỉ của năm"}}},
    {.name = NULL}};

typedef struct calendar {
  const score__tree *weekend, *years;
} calendar;

const score__param score__calendar_params[] = {
    {.name = "weekend",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_TEXTS,
     .offset = offsetof(calendar, weekend),
     .doc = {{"monday to sunday; saturday and sunday unless said", "monday đến sunday; mặc định thứ bảy, chủ nhật"}}},
    {.name = "years",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_MAP,
     .rows = year_params,
     .required = true,
     .offset = offsetof(calendar, years),
     .doc = {{"lists by year", "danh sách theo năm"}}},
    {.name = NULL}};

typedef struct window {
  int64_t ends_on_day;
} window;

const score__param score__period_params[] = {
    {.name = "ends_on_day",
     .type = SCORE__PARAM_INTEGER,
     .required = true,
     .offset = offsetof(window, ends_on_day),
     .change = SCORE__CHANGE_SCOPE,
     .doc = {{"every month ends on this day, 1 to 28", "mỗi tháng kết thúc vào ngày này, từ 1 đến 28"}}},
    {.name = NULL}};

void score__definition_period(score__definition *d, const score__tree *t)
{
  window w = {0};
  char n[24];
  if (!t) return;
  size_t before = d->reader.errors;
  score__param_read(&d->reader, t, score__period_params, NULL, &w);
  if (d->reader.errors > before) return;
  if (w.ends_on_day < 1 || w.ends_on_day > 28)
    score__reader_fault(&d->reader, t, "ends_on_day", SCORE__PH_DEF_RANGE, score__int_text(n, w.ends_on_day),
                        "1 .. 28");
  else
    d->set->ends_on_day = (uint8_t)w.ends_on_day;
}

/* ---- lists ---- */

/* False when it is no list, or one too long; a fault then. */
static bool is_list(score__definition *d, const score__tree *t)
{
  char n[24];
  if (t->kind != SCORE__TREE_LIST)
    score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_TYPE, score__tree_kind_name(t), "list");
  else if (t->count > SCORE__MAX_ROWS)
    score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_LIMIT, score__int_text(n, SCORE__MAX_ROWS), "days");
  return t->kind == SCORE__TREE_LIST && t->count <= SCORE__MAX_ROWS;
}

static uint8_t read_weekend(score__definition *d, const score__tree *list)
{
  uint8_t days = 0;
  if (!list) return 1u << 5 | 1u << 6;
  if (!is_list(d, list)) return 0;
  for (const score__tree *t = list->first; t; t = t->next) {
    const char *name = t->kind == SCORE__TREE_TEXT ? t->text : score__tree_kind_name(t);
    int w = 0;
    while (weekdays[w] && (t->kind != SCORE__TREE_TEXT || strcmp(weekdays[w], name) != 0)) w++;
    if (!weekdays[w])
      score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_CHOICE, name, score__reader_list(&d->reader, weekdays));
    else if (days & (1u << w))
      score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_DUPLICATE, name, NULL);
    else
      days |= (uint8_t)(1u << w);
  }
  return days;
}

/* Marks the days of one list of a year. */
static void read_days(score__definition *d, const score__tree *list, int number, uint8_t kind, uint8_t mark[DAYS])
{
  char n[24];
  if (!list || !is_list(d, list)) return;
  for (const score__tree *t = list->first; t; t = t->next) {
    int32_t day, first = score__date_days(number, 1, 1);
    if (t->kind != SCORE__TREE_TEXT) {
      score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_TYPE, score__tree_kind_name(t), "YYYY-MM-DD");
      continue;
    }
    bool weekend =
        !score__date_parse_iso(&day, t->text) && (d->set->calendar.weekend & (1u << score__calendar_weekday(day)));
    if (score__date_parse_iso(&day, t->text))
      score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_DATE, t->text, NULL);
    else if (score__date_year(day) != number)
      score__reader_fault(&d->reader, t, NULL, SCORE__PH_CALENDAR_YEAR, t->text, score__int_text(n, number));
    else if (mark[day - first])
      score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_DUPLICATE, t->text, NULL);
    else if (kind == MADE_UP && !weekend)
      score__reader_fault(&d->reader, t, NULL, SCORE__PH_CALENDAR_MAKE_UP, t->text, NULL);
    else
      mark[day - first] = kind == HOLIDAY && weekend ? HOLIDAY | 4 : kind; /* off anyway: nothing to take away */
  }
}

static bool year_number(const char *key, int *out)
{
  score__period p;
  if (strlen(key) != 4 || score__period_parse(&p, key, 4)) return false;
  *out = p.year;
  return true;
}

static void read_year(score__definition *d, const score__tree *t, int number)
{
  score__calendar *c = &d->set->calendar;
  uint8_t mark[DAYS] = {0};
  year y = {0};
  score__param_read(&d->reader, t, year_params, NULL, &y);
  read_days(d, y.holidays, number, HOLIDAY, mark);
  read_days(d, y.make_up, number, MADE_UP, mark);
  c->year[c->year_count++] = (score__calendar_year){(int16_t)number, score__definition_source(d, y.source)};
  int32_t first = score__date_days(number, 1, 1);
  for (int32_t i = 0; i < DAYS; i++) {
    if (mark[i] == HOLIDAY) c->holiday[c->holiday_count++] = first + i;
    if (mark[i] == MADE_UP) c->make_up[c->make_up_count++] = first + i;
  }
}

/* Years in order, however the file has them: the days of all years are one list each. */
static void read_years(score__definition *d, const score__tree *years)
{
  enum { FIRST = 1900, LAST = 2999 };
  score__calendar *c = &d->set->calendar;
  const score__tree *found[LAST - FIRST + 1] = {NULL};
  size_t count = 0;
  int number;
  for (const score__tree *t = years->first; t; t = t->next) {
    if (!strcmp(t->key, "comment")) continue;
    if (!year_number(t->key, &number)) {
      score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_KEY, t->key, "2026");
      continue;
    }
    found[number - FIRST] = t;
    count++;
  }
  c->year = score__arena_alloc(d->reader.arena, count, sizeof *c->year);
  c->holiday = score__arena_alloc(d->reader.arena, count * DAYS, sizeof *c->holiday);
  c->make_up = score__arena_alloc(d->reader.arena, count * DAYS, sizeof *c->make_up);
  if (!c->year || !c->holiday || !c->make_up) return; /* the arena says so */
  for (number = FIRST; number <= LAST; number++)
    if (found[number - FIRST]) read_year(d, found[number - FIRST], number);
}

void score__definition_calendar(score__definition *d, const score__tree *t)
{
  calendar c = {0};
  if (!t) return;
  score__param_read(&d->reader, t, score__calendar_params, NULL, &c);
  d->set->calendar.weekend = read_weekend(d, c.weekend);
  if (!c.years) return;
  if (c.years->kind == SCORE__TREE_OBJECT)
    read_years(d, c.years);
  else
    score__reader_fault(&d->reader, c.years, NULL, SCORE__PH_DEF_TYPE, score__tree_kind_name(c.years), "object");
}
