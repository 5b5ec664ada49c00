/* Any bytes as a CSV file: as rows, as observations, as a unit list. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memfd_create */
#endif
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "input/csv.h"
#include "score/data.h"
#include "tiny_set.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(int good)
{
  if (!good) abort();
}

typedef struct watch {
  uint32_t line;
  uint64_t rows;
} watch;

static int on_row(void *context, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  watch *w = context;
  (void)err;
  expect(line > w->line || (w->rows == 0 && line > 0));
  w->line = line;
  w->rows++;
  expect(count > 0 && count <= SCORE__MAX_CSV_COLUMNS);
  bool any = false;
  for (size_t i = 0; i < count; i++) {
    expect(strlen(cell[i].text) == cell[i].size);
    expect(score__text_valid(cell[i].text, cell[i].size) == cell[i].size);
    any |= cell[i].size > 0;
  }
  expect(any);
  return 0;
}

/* A file in memory, with a path; the targets of a fuzzer run one after another. */
static void write_path(char path[64], int file, const uint8_t *data, size_t size)
{
  expect(ftruncate(file, 0) == 0);
  expect(pwrite(file, data, size, 0) == (ssize_t)size);
  snprintf(path, 64, "/proc/self/fd/%d", file);
}

static void expect_told(int status, const score_findings *findings, const score_error *err)
{
  expect(status == 0 || status == SCORE_E_INPUT || status == SCORE_E_LIMIT);
  expect((status != 0) == (score_findings_count(findings, SCORE_ERROR) > 0));
  if (status != 0) expect(err->code == status);
  char line[256];
  for (size_t i = 0; i < score_findings_size(findings); i++) {
    score_error_text(line, sizeof line, score_findings_get(findings, i, NULL), i & 1 ? SCORE_LANG_VI : SCORE_LANG_EN);
    expect(strchr(line, '\n') == NULL);
  }
}

static void read_as(const score_criteria *set, const char *path, bool units)
{
  score_error err = {0};
  score_data *data = NULL;
  score_findings *findings = NULL;
  const score_read_options options = {.period = "2026", .stage = SCORE_STAGE_NONE};
  expect(score_findings_new(&findings, 0, &err) == 0 && score_data_new(&data, set, &err) == 0);
  int status = units ? score_data_read_units(data, path, &options, findings, &err)
                     : score_data_read(data, path, &options, findings, &err);
  expect_told(status, findings, &err);
  if (status != 0) expect(score_data_units(data) == 0 && score_data_periods(data) == 0);
  score_data_free(data);
  score_findings_free(findings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const char definition[] =
      TINY_SET_HEAD "{\"kind\": \"met\", \"when\": \"b and c == \\\"good\\\"\"}" TINY_SET_TAIL;
  watch w = {0};
  score_error err = {0};
  score__csv_info info;
  int status = score__csv_parse(data, size, "fuzz.csv", 0, on_row, &w, &info, &err);
  expect(status == 0 || (status == SCORE_E_INPUT && err.code == status));
  expect(info.rows == w.rows);

  static int file = -1;
  static score_criteria *set;
  if (file < 0) {
    file = memfd_create("fuzz", 0);
    expect(file >= 0);
    expect(score_criteria_parse(&set, definition, sizeof definition - 1, "tiny.json", NULL, &err) == 0);
  }
  char path[64];
  write_path(path, file, data, size);
  read_as(set, path, false);
  read_as(set, path, true);
  return 0;
}
