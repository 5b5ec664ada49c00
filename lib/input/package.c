#include "input/package.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/fail.h"
#include "base/hash.h"
#include "base/limits.h"

#define BLOCK_BYTES 65536u

static int fail(const score__package *p, int code, int phrase, const char *first, const char *second)
{
  score__fail(p->err, code, phrase, first, second, (const char *)NULL);
  score__fail_at(p->err, p->name, 0, 0, NULL);
  return code;
}

static int fail_zip(const score__package *p, const zip_error_t *e)
{
  int code = zip_error_code_zip(e);
  if (code == ZIP_ER_MEMORY) return score__fail_memory(p->err);
  if (code == ZIP_ER_ENCRNOTSUPP || code == ZIP_ER_NOPASSWD || code == ZIP_ER_WRONGPASSWD)
    return fail(p, SCORE_E_INPUT, SCORE__PH_WORKBOOK_PASSWORD, NULL, NULL);
  return fail(p, SCORE_E_INPUT, SCORE__PH_WORKBOOK_BROKEN, NULL, NULL);
}

bool score__package_has(const score__package *p, const char *part)
{
  return zip_name_locate(p->zip, part, ZIP_FL_NOCASE | ZIP_FL_ENC_RAW) >= 0;
}

/* Parts that share their bytes, parts of one name, parts beyond all measure: no program writes such a file in good
 * faith. */
static int check_entries(score__package *p, uint64_t file_bytes)
{
  char number[24];
  zip_int64_t count = zip_get_num_entries(p->zip, 0);
  if (count > SCORE__MAX_ZIP_ENTRIES)
    return fail(p, SCORE_E_LIMIT, SCORE__PH_WORKBOOK_ENTRIES, score__int_text(number, SCORE__MAX_ZIP_ENTRIES), NULL);
  uint64_t packed = 0, unpacked = 0;
  score__dict names = {0};
  int status = SCORE_OK;
  for (zip_uint64_t i = 0; !status && i < (zip_uint64_t)count; i++) {
    zip_stat_t s;
    if (zip_stat_index(p->zip, i, ZIP_FL_ENC_RAW, &s) != 0 || !(s.valid & ZIP_STAT_NAME) ||
        !(s.valid & ZIP_STAT_SIZE) || !(s.valid & ZIP_STAT_COMP_SIZE)) {
      status = fail_zip(p, zip_get_error(p->zip));
    } else if ((s.valid & ZIP_STAT_ENCRYPTION_METHOD) && s.encryption_method != ZIP_EM_NONE) {
      status = fail(p, SCORE_E_INPUT, SCORE__PH_WORKBOOK_PASSWORD, NULL, NULL);
    } else if (s.comp_size > file_bytes - packed) {
      status = fail(p, SCORE_E_INPUT, SCORE__PH_WORKBOOK_BROKEN, NULL, NULL);
    } else if (s.size > SCORE__MAX_WORKBOOK_BYTES - unpacked) {
      status = fail(p, SCORE_E_LIMIT, SCORE__PH_WORKBOOK_SIZE,
                    score__int_text(number, (int64_t)SCORE__MAX_WORKBOOK_BYTES), NULL);
    } else if (score__dict_get(&names, s.name) != SIZE_MAX) {
      status = fail(p, SCORE_E_INPUT, SCORE__PH_WORKBOOK_TWICE, s.name, NULL);
    } else if (score__dict_add(&names, s.name, 0) != 0) {
      status = score__fail_memory(p->err);
    } else {
      packed += s.comp_size;
      unpacked += s.size;
    }
  }
  score__dict_free(&names);
  return status;
}

/* Other documents in a ZIP file are told what they are. */
static int check_nature(const score__package *p)
{
  if (score__package_has(p, "xl/workbook.bin")) return fail(p, SCORE_E_INPUT, SCORE__PH_WORKBOOK_BINARY, NULL, NULL);
  if (score__package_has(p, "_rels/.rels") || score__package_has(p, "xl/workbook.xml")) {
    if (score__package_has(p, "word/document.xml") || score__package_has(p, "ppt/presentation.xml"))
      return fail(p, SCORE_E_INPUT, SCORE__PH_WORKBOOK_OTHER, NULL, NULL);
    return SCORE_OK;
  }
  if (score__package_has(p, "content.xml") && score__package_has(p, "mimetype"))
    return fail(p, SCORE_E_INPUT, SCORE__PH_WORKBOOK_ODS, NULL, NULL);
  return fail(p, SCORE_E_INPUT, SCORE__PH_WORKBOOK_OTHER, NULL, NULL);
}

static int open_source(score__package *p, zip_source_t *source, uint64_t bytes)
{
  zip_error_t e;
  zip_error_init(&e);
  p->zip = zip_open_from_source(source, ZIP_RDONLY, &e);
  int status = SCORE_OK;
  if (!p->zip) {
    zip_source_free(source);
    status = fail_zip(p, &e);
  }
  zip_error_fini(&e);
  if (!status) status = check_entries(p, bytes);
  if (!status) status = check_nature(p);
  if (status) score__package_close(p);
  return status;
}

int score__package_open(score__package *p, FILE *file, const char *name, score_error *err)
{
  *p = (score__package){.name = name, .err = err, .left = SCORE__MAX_WORKBOOK_BYTES};
  long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
  rewind(file);
  zip_source_t *source = size >= 0 ? zip_source_filep_create(file, 0, -1, NULL) : NULL;
  if (!source) {
    fclose(file);
    return score__fail_memory(err);
  }
  return open_source(p, source, (uint64_t)size);
}

int score__package_open_bytes(score__package *p, const void *bytes, size_t size, const char *name, score_error *err)
{
  *p = (score__package){.name = name, .err = err, .left = SCORE__MAX_WORKBOOK_BYTES};
  zip_source_t *source = zip_source_buffer_create(bytes, size, 0, NULL);
  return source ? open_source(p, source, size) : score__fail_memory(err);
}

void score__package_close(score__package *p)
{
  if (p->zip) zip_discard(p->zip);
  p->zip = NULL;
}

/* The bytes of one part so far, against its packed size and what is left for all. */
static int check_growth(score__package *p, const zip_stat_t *s, uint64_t so_far, uint64_t block)
{
  char number[24];
  if (block > p->left)
    return fail(p, SCORE_E_LIMIT, SCORE__PH_WORKBOOK_SIZE, score__int_text(number, (int64_t)SCORE__MAX_WORKBOOK_BYTES),
                NULL);
  p->left -= block;
  if (so_far > SCORE__FREE_ZIP_BYTES && so_far / SCORE__MAX_ZIP_RATIO > s->comp_size)
    return fail(p, SCORE_E_LIMIT, SCORE__PH_WORKBOOK_RATIO, s->name, score__int_text(number, SCORE__MAX_ZIP_RATIO));
  return SCORE_OK;
}

int score__package_read(score__package *p, const char *part, score__package_fn block, void *context)
{
  zip_stat_t s;
  zip_int64_t at = zip_name_locate(p->zip, part, ZIP_FL_NOCASE | ZIP_FL_ENC_RAW);
  if (at < 0) return fail(p, SCORE_E_INPUT, SCORE__PH_WORKBOOK_PART, part, NULL);
  if (zip_stat_index(p->zip, (zip_uint64_t)at, ZIP_FL_ENC_RAW, &s) != 0) return fail_zip(p, zip_get_error(p->zip));
  zip_file_t *file = zip_fopen_index(p->zip, (zip_uint64_t)at, 0);
  char *bytes = file ? malloc(BLOCK_BYTES) : NULL;
  int status = SCORE_OK;
  if (!file) {
    status = fail_zip(p, zip_get_error(p->zip));
  } else if (!bytes) {
    status = score__fail_memory(p->err);
  }
  for (uint64_t so_far = 0; !status;) {
    zip_int64_t n = zip_fread(file, bytes, BLOCK_BYTES);
    if (n < 0) {
      status = fail_zip(p, zip_file_get_error(file));
    } else if (n == 0) {
      break;
    } else {
      so_far += (uint64_t)n;
      status = check_growth(p, &s, so_far, (uint64_t)n);
      if (!status) status = block(context, bytes, (size_t)n);
    }
  }
  free(bytes);
  if (file) zip_fclose(file);
  return status == SCORE__PACKAGE_ENOUGH ? SCORE_OK : status;
}

/* The name of the stream that holds a locked workbook, in UTF-16 as OLE directories write it. */
static bool has_encrypted(const char *s, size_t n)
{
  static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
  for (const char *end = s + n; (s = memchr(s, 'E', (size_t)(end - s))) != NULL; s++) {
    if ((size_t)(end - s) < sizeof name - 1) break;
    if (memcmp(s, name, sizeof name - 1) == 0) return true;
  }
  return false;
}

int score__package_refuse_ole(FILE *file, const char *head, size_t head_size, const char *name, score_error *err)
{
  char block[4096 + 64];
  size_t kept = 0, n;
  bool locked = has_encrypted(head, head_size);
  while (!locked && file && (n = fread(block + kept, 1, sizeof block - 64, file)) > 0) {
    locked = has_encrypted(block, kept + n);
    size_t keep = kept + n < 64 ? kept + n : 64;
    memmove(block, block + kept + n - keep, keep);
    kept = keep;
  }
  score__package p = {.name = name, .err = err};
  return fail(&p, SCORE_E_INPUT, locked ? SCORE__PH_WORKBOOK_PASSWORD : SCORE__PH_WORKBOOK_OLD, NULL, NULL);
}
