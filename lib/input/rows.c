#include "input/rows.h"

#include <string.h>

typedef struct passage { /* what a CSV file said of itself goes to the caller before the first row does */
  score__csv_row_fn row;
  void *context;
  score__rows_info *info;
  const score__csv_info *csv;
} passage;

static int on_row(void *context, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  passage *p = context;
  p->info->delimiter = p->csv->delimiter;
  p->info->size_bytes = p->csv->size_bytes;
  return p->row(p->context, line, cell, count, err);
}

static int read_csv(const char *path, const score__rows_options *options, score__csv_row_fn row, void *context,
                    score__rows_info *info, score_error *err)
{
  score__csv_info csv = {0};
  passage p = {row, context, info, &csv};
  int status = score__csv_read(path, options->delimiter, on_row, &p, &csv, err);
  info->delimiter = csv.delimiter;
  memcpy(info->sha256, csv.sha256, sizeof info->sha256);
  info->rows = csv.rows;
  info->size_bytes = csv.size_bytes;
  return status;
}

int score__rows_read(const char *path, const score__rows_options *options, score__csv_row_fn row, void *context,
                     score__rows_info *info, score_error *err)
{
  static const score__rows_options defaults = {0};
  score__rows_info own;
  if (!info) info = &own;
  *info = (score__rows_info){0};
  return read_csv(path, options ? options : &defaults, row, context, info, err);
}
