/* libxlsxwriter writes to a named file only: it gets the name of one that has none in any folder, so that nothing is left
 * behind however this ends. */
#include "output/xlsx_file.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"

static int fail_library(score_error *err, lxw_error rc)
{
  if (rc == LXW_ERROR_MEMORY_MALLOC_FAILED) return score__fail_memory(err);
  if (rc == LXW_ERROR_CREATING_TMPFILE || rc == LXW_ERROR_READING_TMPFILE)
    return score__fail(err, SCORE_E_OUTPUT, SCORE__PH_FORM_ROOM, (const char *)NULL);
  return score__fail(err, SCORE_E_OUTPUT, SCORE__PH_FORM_FAILED, lxw_strerror(rc), (const char *)NULL);
}

static lxw_error write_book(const char *path, score__xlsx_fill fill, void *context)
{
  lxw_workbook *workbook = workbook_new(path);
  if (!workbook) return LXW_ERROR_MEMORY_MALLOC_FAILED;
  const lxw_error rc = fill(workbook, context);
  if (rc == LXW_NO_ERROR) return workbook_close(workbook); /* frees it in any case */
  lxw_workbook_free(workbook);
  return rc;
}

static int read_back(score__buffer *out, FILE *file, score_error *err)
{
  char block[1 << 14];
  size_t size, total = 0;
  if (fseek(file, 0, SEEK_SET) != 0) return fail_library(err, LXW_ERROR_READING_TMPFILE);
  while ((size = fread(block, 1, sizeof block, file)) > 0) {
    score__buffer_add(out, block, size);
    total += size;
  }
  if (ferror(file) || total == 0) return fail_library(err, LXW_ERROR_READING_TMPFILE);
  return out->failed ? score__fail_memory(err) : SCORE_OK;
}

/* libxlsxwriter takes no notice when its temporary files cannot be written to the end, and packs what there is of them.
 * So the room is tried first, with a file that it then overwrites. */
static bool has_room(FILE *file, size_t room)
{
  static const char zeros[1 << 14];
  for (size_t size; room > 0; room -= size) {
    size = room < sizeof zeros ? room : sizeof zeros;
    if (fwrite(zeros, 1, size, file) != size) return false;
  }
  return fflush(file) == 0;
}

int score__xlsx_file_write(score__buffer *out, size_t room, score__xlsx_fill fill, void *context, score_error *err)
{
  FILE *file = tmpfile();
  if (!file) return fail_library(err, LXW_ERROR_CREATING_TMPFILE);
  if (!has_room(file, room)) {
    fclose(file);
    return fail_library(err, LXW_ERROR_CREATING_TMPFILE);
  }
  char path[40] = "/dev/fd/";
  score__int_text(path + strlen(path), fileno(file));
  /* The library prints numbers as the thread's locale does; a workbook has decimal points. */
  const locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
  if (!plain) {
    fclose(file);
    return score__fail_memory(err);
  }
  const locale_t before = uselocale(plain);
  const lxw_error written = write_book(path, fill, context);
  uselocale(before);
  freelocale(plain);
  const int rc = written == LXW_NO_ERROR ? read_back(out, file, err) : fail_library(err, written);
  fclose(file);
  return rc;
}
