/* A set with units and data, opened and closed: what the tests of what-if start from. Include it once in a program. */
#ifndef TESTS_WHAT_IF_SCENE_H
#define TESTS_WHAT_IF_SCENE_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/limits.h"
#include "base/phrase.h"
#include "model/scores.h"
#include "score/score.h"

static const score_read_options as_they_are = {.stage = SCORE_STAGE_NONE};

typedef struct scene {
  score_criteria *set;
  score_data *data;
  score_result *result;
} scene;

__attribute__((unused)) static void open_set(scene *s, const char *criteria, const char *units)
{
  score_error err = {0};
  char path[512];
  *s = (scene){0};
  snprintf(path, sizeof path, "%s/criteria/%s.json", SCORE_SOURCE_DIR, criteria);
  ck_assert_int_eq(score_criteria_load(&s->set, path, NULL, &err), 0);
  ck_assert_int_eq(score_data_new(&s->data, s->set, &err), 0);
  snprintf(path, sizeof path, "%s/fixtures/%s.csv", SCORE_SOURCE_DIR, units);
  if (units) ck_assert_int_eq(score_data_read_units(s->data, path, &as_they_are, NULL, &err), 0);
}

__attribute__((unused)) static void add_file(const scene *s, const char *observations)
{
  score_error err = {0};
  char path[512], text[1024] = "";
  snprintf(path, sizeof path, "%s/fixtures/%s.csv", SCORE_SOURCE_DIR, observations);
  const int code = score_data_read(s->data, path, &as_they_are, NULL, &err);
  score_error_text(text, sizeof text, &err, SCORE_LANG_EN);
  ck_assert_msg(code == 0, "%s", text);
}

__attribute__((unused)) static void close_all(scene *s)
{
  score_result_free(s->result);
  score_data_free(s->data);
  score_criteria_free(s->set);
}

/* ---- cells as text ---- */

enum { TEXT = 64 };

__attribute__((unused)) static void print_cell(char text[TEXT], const score_criteria *set, bool given, size_t column,
                                               uint8_t cell, int64_t value)
{
  const score__measure *m = given ? NULL : &set->measure[column];
  text[0] = 0;
  if (cell == SCORE__CELL_NA)
    snprintf(text, TEXT, "NA");
  else if (cell == SCORE__CELL_MISSING)
    return;
  else if (given)
    score__decimal_print(text, TEXT, value, 6, -1, '.');
  else if (m->type == SCORE__MEASURE_CHOICE)
    snprintf(text, TEXT, "%s", m->option_key[value]);
  else if (m->type == SCORE__MEASURE_DATE)
    score__date_print(text, TEXT, (int32_t)value);
  else
    score__decimal_print(text, TEXT, value, m->digits, -1, '.');
}

__attribute__((unused)) static uint8_t cell_in(const score__frame *frame, int stage, bool given, size_t column,
                                               uint32_t unit, int64_t *value)
{
  *value = 0;
  if (!frame) return SCORE__CELL_MISSING;
  const score__layer *l = &frame->layer[stage];
  const uint8_t *cells = (given ? l->given_state : l->state)[column];
  if (!cells || cells[unit] == SCORE__CELL_MISSING) return SCORE__CELL_MISSING;
  if (cells[unit] != SCORE__CELL_NA) *value = (given ? l->given : l->value)[column][unit];
  return cells[unit];
}

/* ---- a small set ---- */

__attribute__((unused)) static const char small[] =
    "{\"format\": 1, \"id\": \"s\", \"version\": \"1\", \"status\": \"draft\", \"name\": \"s\", \"measures\": {"
    "\"num\": {\"type\": \"count\", \"name\": {\"en\": \"Done\", \"vi\": \"Số việc đã xong\"}},"
    "\"den\": {\"type\": \"count\", \"name\": {\"en\": \"All\", \"vi\": \"Tất cả\"}, \"max\": \"200\"},"
    "\"rate\": {\"type\": \"percent\", \"digits\": 1, \"name\": \"Rate\"},"
    "\"twin_a\": {\"type\": \"boolean\", \"name\": \"Twin\"}, \"twin_b\": {\"type\": \"boolean\", \"name\": \"twin\"},"
    "\"day\": {\"type\": \"date\", \"name\": \"Day\"},"
    "\"bonus\": {\"type\": \"amount\", \"digits\": 2, \"name\": \"Bonus\", \"min\": \"-5\", \"max\": \"5\", "
    "\"default\": "
    "\"1\"}},"
    "\"groups\": [{\"key\": \"G\", \"name\": \"g\", \"max\": \"90\", \"criteria\": ["
    "{\"key\": \"r\", \"name\": \"r\", \"max\": \"90\", \"rule\": {\"kind\": \"ratio\", \"num\": \"num\", \"den\": "
    "\"den\", \"zero_denominator\": \"full\"}}]},"
    "{\"key\": \"H\", \"name\": \"h\", \"max\": \"10\", \"criteria\": ["
    "{\"key\": \"q\", \"name\": \"q\", \"max\": \"10\", \"rule\": {\"kind\": \"expr\", \"points\": \"rate * 5 + bonus "
    "+ "
    "count(twin_a, twin_b) + if(day > '2026-01-01', 1, 0)\"}}]}],"
    "\"total\": {\"max\": \"100\"}}";

__attribute__((unused)) static void open_small(scene *s)
{
  score_error err = {0};
  *s = (scene){0};
  ck_assert_int_eq(score_criteria_parse(&s->set, small, sizeof small - 1, "s.json", NULL, &err), 0);
  ck_assert_int_eq(score_data_new(&s->data, s->set, &err), 0);
}

#endif
