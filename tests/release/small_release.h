/* A release of a few units in which everything occurs once: derived quarters, an earlier period, two stages with
 * fallback, a split group, a bonus, cohort statistics, one of them given, an override, NA, aliases, states, evidence. */
#ifndef SMALL_RELEASE_H
#define SMALL_RELEASE_H

#ifndef SMALL_ASSERT
#include <check.h>
#define SMALL_ASSERT(good)          ck_assert(good)
#define SMALL_ASSERT_MSG(good, ...) ck_assert_msg(good, __VA_ARGS__)
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "model/frame.h"
#include "model/scores.h"
#include "score/score.h"

static const char small_set[] =
    "{\"format\": 1, \"id\": \"small\", \"version\": \"1\", \"status\": \"local\", \"name\": \"Nhỏ\",\n"
    " \"cohort\": {\"same\": [\"kind\"], \"min_n\": 2}, \"measures\": {\n"
    " \"x\": {\"name\": \"x\", \"type\": \"count\", \"over_time\": \"sum\"},\n"
    " \"y\": {\"name\": \"y\", \"type\": \"count\"}, \"s\": {\"name\": \"s\", \"type\": \"percent\"},\n"
    " \"m\": {\"name\": \"m\", \"type\": \"percent\", \"statistic\": \"mean(s)\"},\n"
    " \"b\": {\"name\": \"b\", \"type\": \"boolean\"}, \"d\": {\"name\": \"d\", \"type\": \"date\"},\n"
    " \"c\": {\"name\": \"c\", \"type\": \"choice\", \"options\": [{\"key\": \"hi\", \"name\": \"Cao\"},"
    " {\"key\": \"lo\", \"name\": \"Thấp\"}]}},\n"
    " \"groups\": [{\"key\": \"G\", \"code\": \"1\", \"name\": \"G\", \"max\": \"10\", \"not_applicable\": \"split\","
    " \"grid\": \"0.01\", \"criteria\": [\n"
    " {\"key\": \"A\", \"code\": \"1.1\", \"name\": \"A\", \"max\": \"4\", \"na_from_data\": true,"
    " \"rule\": {\"kind\": \"ratio\", \"num\": \"x\", \"den\": \"y\", \"zero_denominator\": \"full\"}},\n"
    " {\"key\": \"B\", \"code\": \"1.2\", \"name\": \"B\", \"max\": \"3\","
    " \"rule\": {\"kind\": \"met\", \"when\": \"s >= mean(s)\"}},\n"
    " {\"key\": \"C\", \"code\": \"1.3\", \"name\": \"C\", \"max\": \"3\","
    " \"rule\": {\"kind\": \"choice\", \"value\": \"c\", \"options\": [{\"option\": \"hi\","
    " \"points\": \"3\"}, {\"option\": \"lo\", \"points\": \"1\"}]}}]},\n"
    " {\"key\": \"H\", \"code\": \"2\", \"name\": \"H\", \"max\": \"6\", \"criteria\": [\n"
    " {\"key\": \"D\", \"code\": \"2.1\", \"name\": \"D\", \"max\": \"3\","
    " \"rule\": {\"kind\": \"met\", \"when\": \"x > prev(x)\"}},\n"
    " {\"key\": \"E\", \"code\": \"2.2\", \"name\": \"E\", \"max\": \"3\","
    " \"rule\": {\"kind\": \"met\", \"when\": \"d <= date(\\\"2025-12-31\\\")\"}}]},\n"
    " {\"key\": \"P\", \"code\": \"3\", \"name\": \"P\", \"kind\": \"bonus\", \"max\": \"2\", \"criteria\": [\n"
    " {\"key\": \"F\", \"code\": \"3.1\", \"name\": \"F\", \"max\": \"2\","
    " \"rule\": {\"kind\": \"met\", \"when\": \"b\"}}]}],\n"
    " \"total\": {\"max\": \"16\", \"basis\": \"points\"},\n"
    " \"grades\": {\"basis\": \"with_bonus\", \"bands\": [{\"key\": \"tot\", \"name\": \"Tốt\", \"at_least\": \"9\"},"
    " {\"key\": \"kem\", \"name\": \"Kém\", \"at_least\": \"0\"}]}}\n";

typedef struct small_release {
  score_criteria *set;
  score_data *data;
  score_result *result;
} small_release;

typedef struct small_text {
  char *bytes;
  size_t size;
} small_text;

static inline const char *small_said(const score_error *err)
{
  static char text[1200];
  score_error_text(text, sizeof text, err, SCORE_LANG_EN);
  return text;
}

static inline void small_cell(score_data *data, const char *unit, const char *period, const char *measure,
                              score_stage stage, const char *text)
{
  score_error err;
  SMALL_ASSERT_MSG(score_data_set(data, unit, period, measure, stage, text, &err) == 0, "%s", small_said(&err));
}

static inline void small_unit(score_data *data, const char *code, const char *name, const char *parent)
{
  score__units *u = &data->units;
  const size_t unit = score__units_add(u, code);
  SMALL_ASSERT(unit != SIZE_MAX);
  const size_t mountain = score__units_attribute(u, "vùng");
  uint32_t value[2] = {0, 0};
  value[mountain] = score__units_intern(u, *parent ? "núi" : "");
  SMALL_ASSERT(score__units_state(u, unit, INT32_MIN, 20000, name, "thị trấn", parent, value) == 0);
  SMALL_ASSERT(score__units_state(u, unit, 20001, INT32_MAX, name, "xã", parent, value) == 0);
}

static inline void small_override(score_data *data)
{
  score_error err;
  SMALL_ASSERT(score_data_set(data, "T2", "2026-Q3", "points:F", SCORE_STAGE_VERIFIED, "1.5", &err) == 0);
  score__observation o = {.unit = (uint32_t)score__units_find(&data->units, "T2"),
                          .period = {2026, SCORE__PERIOD_QUARTER, 3},
                          .given = true,
                          .stage = SCORE_STAGE_VERIFIED,
                          .state = SCORE__CELL_OVERRIDE,
                          .column = (uint32_t)score_criteria_node(data->criteria, "F"),
                          .value = 1500000,
                          .said = {"biên bản 12/BB", "https://vd.vn/12", "đối chiếu \"lại\"\n", "2027-01-31"}};
  SMALL_ASSERT(score__data_observe(data, &o) >= 0);
}

static inline void small_fill(score_data *d)
{
  static const char *const months[] = {"2026-07", "2026-08", "2026-09"};
  d->units.listed = true;
  small_unit(d, "P1", "Tỉnh \"Một\"", "");
  small_unit(d, "T2", "Xã Hai", "P1");
  small_unit(d, "T1", "Xã Một", "P1");
  small_unit(d, "T3", "Xã Ba", "tinh-1");
  small_unit(d, "T9", "Xã Chín", "P1"); /* sent nothing */
  SMALL_ASSERT(score__units_alias(&d->units, 0, "portal", "tinh-1") == 0);
  SMALL_ASSERT(score__units_alias(&d->units, 2, "portal", "H1") == 0);
  SMALL_ASSERT(score__units_alias(&d->units, 2, "cũ", "X1") == 0);
  for (int k = 0; k < 3; k++) small_cell(d, "T1", months[k], "x", SCORE_STAGE_SELF, k == 2 ? "7" : "1");
  small_cell(d, "T1", "2026-Q3", "y", SCORE_STAGE_SELF, "12");
  small_cell(d, "T1", "2026-Q2", "x", SCORE_STAGE_SELF, "8");
  small_cell(d, "T1", "2026-Q3", "c", SCORE_STAGE_VERIFIED, "hi");
  small_cell(d, "T1", "2026-Q3", "s", SCORE_STAGE_VERIFIED, "85.5");
  small_cell(d, "T2", "2026-Q3", "s", SCORE_STAGE_VERIFIED, "40");
  small_cell(d, "T3", "2026-Q3", "s", SCORE_STAGE_VERIFIED, "100");
  small_cell(d, "P1", "2026-Q3", "m", SCORE_STAGE_PUBLISHED, "61.4");
  small_cell(d, "T2", "2026-Q3", "x", SCORE_STAGE_SELF, "NA");
  small_cell(d, "T2", "2026-Q3", "y", SCORE_STAGE_SELF, "NA");
  small_cell(d, "T2", "2026-Q3", "d", SCORE_STAGE_VERIFIED, "2025-11-30");
  small_cell(d, "T2", "2026-Q3", "c", SCORE_STAGE_SELF, "lo");
  small_cell(d, "T2", "2026-Q3", "b", SCORE_STAGE_VERIFIED, "0");
  small_cell(d, "T3", "2026-Q3", "x", SCORE_STAGE_VERIFIED, "5");
  small_cell(d, "T3", "2026-Q3", "y", SCORE_STAGE_VERIFIED, "6");
  small_cell(d, "T3", "2026-Q3", "b", SCORE_STAGE_VERIFIED, "1");
  small_cell(d, "T3", "2026-Q3", "points:H", SCORE_STAGE_VERIFIED, "4.25");
  small_cell(d, "T2", "2025-Q1", "x", SCORE_STAGE_SELF, "3"); /* nobody reads it */
  small_override(d);
}

static inline void small_make(small_release *out)
{
  score_error err;
  const score_eval_options options = {.period = "2026-Q3", .stage = SCORE_STAGE_VERIFIED, .fallback = 1};
  SMALL_ASSERT_MSG(score_criteria_parse(&out->set, small_set, sizeof small_set - 1, "small.json", NULL, &err) == 0,
                   "%s", small_said(&err));
  SMALL_ASSERT(score_data_new(&out->data, out->set, &err) == 0);
  small_fill(out->data);
  SMALL_ASSERT_MSG(score_evaluate(&out->result, out->data, &options, NULL, &err) == 0, "%s", small_said(&err));
}

static inline void small_drop(small_release *r)
{
  score_result_free(r->result);
  score_data_free(r->data);
  score_criteria_free(r->set);
}

static inline int small_put(void *context, const void *bytes, size_t size)
{
  small_text *t = context;
  char *more = realloc(t->bytes, t->size + size + 1);
  if (!more) return 1;
  memcpy(more + t->size, bytes, size);
  t->bytes = more;
  t->size += size;
  t->bytes[t->size] = 0;
  return 0;
}

/* The release of a result as text. */
static inline small_text small_freeze(const score_result *result)
{
  const score_release_options options = {
      .act = {.when = "2026-10-10T08:00:00Z", .by = "Sở Nội vụ", .reason = "công bố quý III"}};
  small_text t = {0};
  score_error err;
  SMALL_ASSERT_MSG(score_release_write(result, &options, small_put, &t, NULL, &err) == 0, "%s", small_said(&err));
  return t;
}

static inline small_text small_frozen(void)
{
  small_release r;
  small_make(&r);
  small_text t = small_freeze(r.result);
  small_drop(&r);
  return t;
}

/* Line by line, with all digests and counts made anew: what somebody would do who changes a release on purpose. */
static inline small_text small_reseal(const char *bytes, size_t size)
{
  static const char part[] = "{\"part\":\"", last[] = "{\"release\":\"";
  small_text t = {0};
  char line[256], hex[SCORE__SHA256_HEX];
  size_t begin = 0, lines = 0, all = 0;
  for (size_t at = 0; at < size;) {
    const char *end = memchr(bytes + at, '\n', size - at);
    const size_t n = end ? (size_t)(end - bytes) + 1 - at : size - at;
    const char *from = bytes + at;
    const char *close = n > sizeof part && !memcmp(from, part, sizeof part - 1)
                            ? memchr(from + sizeof part - 1, '"', n - sizeof part)
                            : NULL;
    if (n > sizeof last && !memcmp(from, last, sizeof last - 1)) {
      score__sha256_of(t.bytes, t.size, hex);
      snprintf(line, sizeof line, "{\"release\":\"%s\",\"lines\":%zu}\n", hex, all);
      small_put(&t, line, strlen(line));
    } else if (close && close - from < 40) {
      score__sha256_of(t.bytes + begin, t.size - begin, hex);
      snprintf(line, sizeof line, "%.*s\",\"lines\":%zu,\"sha256\":\"%s\"}\n", (int)(close - from), from, lines, hex);
      small_put(&t, line, strlen(line));
      begin = t.size;
      lines = 0;
    } else {
      small_put(&t, from, n);
      lines++;
    }
    all++;
    at += n;
  }
  return t;
}

#endif
