#include "input/csv.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/file_fault.h"
#include "base/limits.h"
#include "base/text.h"
#include "input/lines.h"

#define BLOCK_BYTES 65536u

typedef struct source { /* a file, or bytes in memory when file is NULL */
  FILE *file;
  char *block;
  const char *bytes;
  size_t size;
} source;

/* The next block; 0 bytes at the end. */
static int source_next(source *src, const char **bytes, size_t *size, const char *name, score_error *err)
{
  if (src->file) {
    *bytes = src->block;
    *size = fread(src->block, 1, BLOCK_BYTES, src->file);
    if (*size < BLOCK_BYTES && ferror(src->file)) {
      return score__file_fault(err, errno, name);
    }
    return SCORE_OK;
  }
  *bytes = src->bytes;
  *size = src->size < BLOCK_BYTES ? src->size : BLOCK_BYTES;
  src->bytes += *size;
  src->size -= *size;
  return SCORE_OK;
}

/* ',' when the first line has none of the three. */
static char sniff(const char *s, size_t n)
{
  static const char candidate[] = {';', ',', '\t'};
  size_t count[3] = {0};
  bool quoted = false, any = false;
  for (size_t i = 0; i < n; i++) {
    if (s[i] == '"') quoted = !quoted;
    if ((s[i] == '\n' || s[i] == '\r') && !quoted) {
      if (any) break;
      continue;
    }
    any = true;
    for (size_t k = 0; k < 3 && !quoted; k++) count[k] += s[i] == candidate[k];
  }
  if (count[0] == 0 && count[1] == 0 && count[2] == 0) return ',';
  size_t best = 0;
  for (size_t k = 1; k < 3; k++) {
    if (count[k] > count[best]) best = k;
  }
  return candidate[best];
}

/* The first block: what no CSV in UTF-8 begins with. */
static void refuse_foreign(score__lines *r, const char *s, size_t n)
{
  if (n >= 4 && (memcmp(s, "PK\3\4", 4) == 0 || memcmp(s, "\xd0\xcf\x11\xe0", 4) == 0)) {
    int status = score__fail(r->err, SCORE_E_INPUT, SCORE__PH_CSV_WORKBOOK, (const char *)NULL);
    score__lines_stop(r, status, 0, 0);
    return;
  }
  bool mark = n >= 2 && (memcmp(s, "\xff\xfe", 2) == 0 || memcmp(s, "\xfe\xff", 2) == 0);
  bool halves = n >= 4 && (s[0] == 0) != (s[1] == 0); /* how ASCII begins in UTF-16 */
  if (mark || (halves && strncmp(score__text_guess_encoding(s, n), "UTF-16", 6) == 0)) {
    score__lines_stop_encoding(r, s, n, 1, 0);
  }
}

static void feed(score__lines *r, const char *s, size_t n)
{
  const char *nul = memchr(s, 0, n);
  if (!nul) {
    score__lines_feed(r, s, n);
    return;
  }
  /* The lines before it are read first, so that their findings are told. */
  size_t before = (size_t)(nul - s);
  while (before > 0 && s[before - 1] != '\n') before--;
  score__lines_feed(r, s, before);
  if (r->status) return;
  int status = score__fail(r->err, SCORE_E_INPUT, SCORE__PH_CSV_NUL, (const char *)NULL);
  score__lines_stop(r, status, r->line + !r->open_end, 0);
}

static void read_all(source *src, score__lines *r, char delimiter, score__sha256 *hash, score__csv_info *info)
{
  for (bool first = true; !r->status; first = false) {
    const char *s = NULL;
    size_t n = 0;
    r->status = source_next(src, &s, &n, r->name, r->err);
    if (r->status || n == 0) break;
    info->size_bytes += n;
    score__sha256_add(hash, s, n);
    if (first) {
      refuse_foreign(r, s, n);
      if (n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0) {
        s += 3;
        n -= 3;
      }
      info->delimiter = delimiter ? delimiter : sniff(s, n);
      csv_set_delim(&r->parser, (unsigned char)info->delimiter);
    }
    if (!r->status) feed(r, s, n);
  }
  score__lines_finish(r);
}

static int read_source(source *src, const char *name, char delimiter, score__csv_row_fn row, void *context,
                       score__csv_info *info, score_error *err)
{
  score__csv_info own;
  if (!info) info = &own;
  *info = (score__csv_info){0};
  if (delimiter && delimiter != ',' && delimiter != ';' && delimiter != '\t') {
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_CSV_DELIMITER, (const char[]){delimiter, 0}, (const char *)NULL);
  }
  score__lines r;
  int status = score__lines_start(&r, name, ',', row, context, err);
  if (status) return status;
  score__sha256 hash;
  score__sha256_start(&hash);
  read_all(src, &r, delimiter, &hash, info);
  score__sha256_end(&hash, info->sha256);
  info->rows = r.rows;
  status = r.status;
  score__lines_free(&r);
  return status;
}

int score__csv_read(const char *path, char delimiter, score__csv_row_fn row, void *context, score__csv_info *info,
                    score_error *err)
{
  source src = {.file = fopen(path, "rb"), .block = malloc(BLOCK_BYTES)};
  int status = SCORE_OK;
  if (!src.file) {
    status = score__file_fault(err, errno, path);
  } else if (!src.block) {
    status = score__fail_memory(err);
  } else {
    status = read_source(&src, path, delimiter, row, context, info, err);
  }
  if (src.file) fclose(src.file);
  free(src.block);
  return status;
}

int score__csv_parse(const void *bytes, size_t size, const char *name, char delimiter, score__csv_row_fn row,
                     void *context, score__csv_info *info, score_error *err)
{
  source src = {.bytes = bytes, .size = size};
  return read_source(&src, name, delimiter, row, context, info, err);
}
