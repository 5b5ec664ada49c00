#include "run/bytes.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "base/file_fault.h"

int score__bytes_read(score__buffer *out, const char *path, size_t limit, score_error *err)
{
  FILE *f = fopen(path, "rb");
  int code = 0;
  if (!f) return score__file_fault(err, errno, path);
  char block[65536];
  size_t n;
  while (!code && (n = fread(block, 1, sizeof block, f)) > 0) {
    score__buffer_add(out, block, n);
    char text[24];
    if (out->failed)
      code = score__fail_memory(err);
    else if (out->size > limit)
      code = score__fail(err, SCORE_E_LIMIT, SCORE__PH_FILE_TOO_LARGE, score__int_text(text, (int64_t)limit), NULL);
  }
  if (code)
    score__fail_at(err, path, 0, 0, NULL);
  else if (ferror(f))
    code = score__file_fault(err, errno, path);
  fclose(f);
  return code;
}

void score__bytes_digest(char hex[SCORE__SHA256_HEX], const char *path)
{
  struct stat st;
  hex[0] = '\0';
  if (stat(path, &st) != 0 || !S_ISREG(st.st_mode)) return;
  FILE *f = fopen(path, "rb");
  if (!f) return;
  char block[65536];
  size_t n;
  score__sha256 hash;
  score__sha256_start(&hash);
  while ((n = fread(block, 1, sizeof block, f)) > 0) score__sha256_add(&hash, block, n);
  if (!ferror(f)) score__sha256_end(&hash, hex);
  fclose(f);
}
