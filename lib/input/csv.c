#include "input/csv.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/file_fault.h"
#include "base/limits.h"
#include "base/text.h"
#include "input/encoding.h"
#include "input/lines.h"

#define BLOCK_BYTES 65536u

typedef struct source { /* bytes in memory, and then a file */
  FILE *file;           /* NULL = none */
  char *block;
  const char *bytes;
  size_t size;
  const char *encoding;
} source;

/* The next block; 0 bytes at the end. */
static int source_next(source *src, const char **bytes, size_t *size, const char *name, score_error *err)
{
  if (src->file && src->size == 0) {
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
static void refuse_foreign(score__lines *r, const char *s, size_t n, bool utf8)
{
  if (n >= 4 && (memcmp(s, "PK\3\4", 4) == 0 || memcmp(s, "\xd0\xcf\x11\xe0", 4) == 0)) {
    int status = score__fail(r->err, SCORE_E_INPUT, SCORE__PH_CSV_WORKBOOK, (const char *)NULL);
    score__lines_stop(r, status, 0, 0);
    return;
  }
  if (!utf8) return;
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

/* A byte order mark says what the file is in, whatever was asked for: of many files some are newer than others. */
static const char *encoding_of(const char *asked, const char *s, size_t n)
{
  if (!asked) return NULL;
  if (n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0) return NULL;
  if (n >= 4 && memcmp(s, "\xff\xfe\0\0", 4) == 0) return asked; /* UTF-32 */
  if (n >= 2 && (memcmp(s, "\xff\xfe", 2) == 0 || memcmp(s, "\xfe\xff", 2) == 0)) return "UTF-16";
  return asked;
}

typedef struct reading {
  score__lines *lines;
  char delimiter;
  score__csv_info *info;
  score__encoding encoding;
  const char *encoding_name;
  score__buffer converted;
  bool begun;
} reading;

/* Bytes in UTF-8. */
static void take(reading *r, const char *s, size_t n)
{
  if (n == 0) return;
  if (!r->begun) {
    r->begun = true;
    if (n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0) {
      s += 3;
      n -= 3;
    }
    r->info->delimiter = r->delimiter ? r->delimiter : sniff(s, n);
    csv_set_delim(&r->lines->parser, (unsigned char)r->info->delimiter);
  }
  feed(r->lines, s, n);
}

/* Bytes as they stand in the file; none at its end. */
static void decode(reading *r, const char *s, size_t n)
{
  if (!r->encoding.state) {
    take(r, s, n);
    return;
  }
  char bad[16];
  score__lines *lines = r->lines;
  score__buffer_clear(&r->converted);
  int fault = score__encoding_convert(&r->encoding, s, n, &r->converted, bad);
  if (fault < 0) {
    lines->status = score__fail_memory(lines->err);
    return;
  }
  take(r, r->converted.data, r->converted.size);
  if (fault && !lines->status) {
    int status =
        score__fail(lines->err, SCORE_E_INPUT, SCORE__PH_ENCODING_INVALID, bad, r->encoding_name, (const char *)NULL);
    score__lines_stop(lines, status, lines->line + !lines->open_end, 0);
  }
}

static void read_all(source *src, reading *r, score__sha256 *hash)
{
  score__lines *lines = r->lines;
  for (bool first = true; !lines->status; first = false) {
    const char *s = NULL;
    size_t n = 0;
    lines->status = source_next(src, &s, &n, lines->name, lines->err);
    if (lines->status) break;
    r->info->size_bytes += n;
    score__sha256_add(hash, s, n);
    if (first && n > 0) {
      r->encoding_name = encoding_of(src->encoding, s, n);
      lines->status = score__encoding_open(&r->encoding, r->encoding_name, lines->err);
      if (!lines->status) refuse_foreign(lines, s, n, !r->encoding.state);
    }
    if (!lines->status) decode(r, s, n);
    if (n == 0) break;
  }
  score__lines_finish(lines);
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
  score__lines lines;
  int status = score__lines_start(&lines, name, ',', row, context, err);
  if (status) return status;
  reading r = {.lines = &lines, .delimiter = delimiter, .info = info};
  score__sha256 hash;
  score__sha256_start(&hash);
  read_all(src, &r, &hash);
  score__sha256_end(&hash, info->sha256);
  info->rows = lines.rows;
  status = lines.status;
  score__encoding_close(&r.encoding);
  score__buffer_free(&r.converted);
  score__lines_free(&lines);
  return status;
}

int score__csv_read_open(FILE *file, const char *head, size_t head_size, const char *name, char delimiter,
                         const char *encoding, score__csv_row_fn row, void *context, score__csv_info *info,
                         score_error *err)
{
  source src = {.file = file, .block = malloc(BLOCK_BYTES), .bytes = head, .size = head_size, .encoding = encoding};
  int status = src.block ? read_source(&src, name, delimiter, row, context, info, err) : score__fail_memory(err);
  free(src.block);
  return status;
}

int score__csv_read(const char *path, char delimiter, score__csv_row_fn row, void *context, score__csv_info *info,
                    score_error *err)
{
  FILE *file = fopen(path, "rb");
  if (!file) return score__file_fault(err, errno, path);
  int status = score__csv_read_open(file, NULL, 0, path, delimiter, NULL, row, context, info, err);
  fclose(file);
  return status;
}

int score__csv_parse(const void *bytes, size_t size, const char *name, char delimiter, score__csv_row_fn row,
                     void *context, score__csv_info *info, score_error *err)
{
  source src = {.bytes = bytes, .size = size};
  return read_source(&src, name, delimiter, row, context, info, err);
}
