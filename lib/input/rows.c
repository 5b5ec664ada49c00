#include "input/rows.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/file_fault.h"
#include "base/limits.h"
#include "input/workbook.h"

#define HEAD_BYTES 65536u

typedef struct intake {
  FILE *file;
  const char *name;
  char *head; /* the first bytes, by which the file is told */
  size_t head_size;
  const score__rows_options *options;
  score__csv_row_fn row;
  void *context;
  score__rows_info *info;
  score__csv_info csv;
  score_error *err;
} intake;

/* What a CSV file said of itself goes to the caller before its row does. */
static int on_row(void *context, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  intake *in = context;
  in->info->delimiter = in->csv.delimiter;
  in->info->size_bytes = in->csv.size_bytes;
  return in->row(in->context, line, cell, count, err);
}

static int read_csv(intake *in)
{
  int status = score__csv_read_open(in->file, in->head, in->head_size, in->name, in->options->delimiter,
                                    in->options->encoding, on_row, in, &in->csv, in->err);
  in->info->delimiter = in->csv.delimiter;
  memcpy(in->info->sha256, in->csv.sha256, sizeof in->info->sha256);
  in->info->rows = in->csv.rows;
  in->info->size_bytes = in->csv.size_bytes;
  return status;
}

/* The file's digest, and its bytes into `all` when it is a pipe that cannot be read twice. */
static int digest(intake *in, bool pipe, score__buffer *all)
{
  score__sha256 hash;
  char *block = malloc(HEAD_BYTES), number[24];
  int status = block ? SCORE_OK : score__fail_memory(in->err);
  size_t n = in->head_size;
  score__sha256_start(&hash);
  for (const char *s = in->head; !status && n > 0; s = block) {
    in->info->size_bytes += n;
    score__sha256_add(&hash, s, n);
    if (pipe && in->info->size_bytes > SCORE__MAX_PIPED_BYTES) {
      status = score__fail(in->err, SCORE_E_LIMIT, SCORE__PH_WORKBOOK_PIPE,
                           score__int_text(number, SCORE__MAX_PIPED_BYTES), (const char *)NULL);
      score__fail_at(in->err, in->name, 0, 0, NULL);
    } else if (pipe) {
      score__buffer_add(all, s, n);
    }
    n = fread(block, 1, HEAD_BYTES, in->file);
  }
  if (!status && ferror(in->file)) status = score__file_fault(in->err, errno, in->name);
  if (!status && all->failed) status = score__fail_memory(in->err);
  score__sha256_end(&hash, in->info->sha256);
  free(block);
  return status;
}

static int read_workbook(intake *in)
{
  score__package p = {0};
  score__buffer all = {0};
  bool pipe = fseek(in->file, 0, SEEK_CUR) != 0;
  int status = digest(in, pipe, &all);
  if (!status && pipe) {
    status = score__package_open_bytes(&p, all.data, all.size, in->name, in->err);
  } else if (!status) {
    status = score__package_open(&p, in->file, in->name, in->err);
    in->file = NULL;
  }
  if (!status) status = score__workbook_read(&p, in->options->sheet, in->row, in->context, in->info);
  score__package_close(&p);
  score__buffer_free(&all);
  return status;
}

static int read_any(intake *in)
{
  bool zip = in->head_size >= 4 && (memcmp(in->head, "PK\3\4", 4) == 0 || memcmp(in->head, "PK\5\6", 4) == 0);
  if (zip) return read_workbook(in);
  if (in->head_size >= 4 && memcmp(in->head, "\xd0\xcf\x11\xe0", 4) == 0) {
    return score__package_refuse_ole(in->file, in->head, in->head_size, in->name, in->err);
  }
  return read_csv(in);
}

int score__rows_read(const char *path, const score__rows_options *options, score__csv_row_fn row, void *context,
                     score__rows_info *info, score_error *err)
{
  static const score__rows_options defaults = {0};
  score__rows_info own;
  if (!info) info = &own;
  *info = (score__rows_info){0};
  intake in = {.file = fopen(path, "rb"),
               .name = path,
               .options = options ? options : &defaults,
               .row = row,
               .context = context,
               .info = info,
               .err = err};
  if (!in.file) return score__file_fault(err, errno, path);
  in.head = malloc(HEAD_BYTES);
  int status = in.head ? SCORE_OK : score__fail_memory(err);
  if (!status) in.head_size = fread(in.head, 1, HEAD_BYTES, in.file);
  if (!status && in.head_size < HEAD_BYTES && ferror(in.file)) status = score__file_fault(err, errno, path);
  if (!status) status = read_any(&in);
  free(in.head);
  if (in.file) fclose(in.file);
  return status;
}

int score__rows_parse(const void *bytes, size_t size, const char *name, const score__rows_options *options,
                      score__csv_row_fn row, void *context, score__rows_info *info, score_error *err)
{
  score__package p;
  *info = (score__rows_info){.size_bytes = size};
  score__sha256_of(bytes, size, info->sha256);
  int status = score__package_open_bytes(&p, bytes, size, name, err);
  if (!status) status = score__workbook_read(&p, options ? options->sheet : NULL, row, context, info);
  score__package_close(&p);
  return status;
}
