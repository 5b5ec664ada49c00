/* A form as a workbook. libxlsxwriter writes to a named file only: it gets the name of one that has none in any
 * folder, so that nothing is left behind however this ends. Its creation date is fixed: the same form, the same bytes.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "output/form_writer.h"
#include "output/xlsx_book.h"

enum { MAX_ROWS = 1048576, MAX_COLUMNS = 16384 };
enum { ROOM_BOOK = 1 << 16, ROOM_CELL = 100, ROOM_BYTE = 2, ROOM_RULE = 1024 }; /* bytes, at most but for oddities */
enum { CREATED = 946684800 };                                                   /* 2000-01-01 */

size_t score__xlsx_length(const char *text, size_t most, size_t *cut)
{
  size_t units = 0, i = 0, kept = 0;
  bool within = true;
  while (text[i]) {
    const unsigned char c = (unsigned char)text[i];
    const size_t bytes = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    units += bytes == 4 ? 2 : 1;
    for (size_t k = 0; k < bytes && text[i]; k++) i++;
    within = within && units <= most;
    if (within) kept = i;
  }
  if (cut) *cut = kept;
  return units;
}

/* A name that a worksheet may have: at most 31 characters, none of []:*?/\, no apostrophe at its ends. */
static void make_name(char out[SCORE__XLSX_NAME_CAP], const char *wanted, const char *otherwise)
{
  size_t cut;
  const char *text = wanted && *wanted ? wanted : otherwise;
  score__xlsx_length(text, SCORE__XLSX_NAME, &cut);
  memcpy(out, text, cut);
  out[cut] = '\0';
  for (char *c = out; *c; c++)
    if (strchr("[]:*?/\\", *c)) *c = '_';
  if (*out == '\'') *out = '_';
  if (cut && out[cut - 1] == '\'') out[cut - 1] = '_';
}

/* As a workbook compares them: whatever the case of ASCII letters. */
static bool same_name(const char *a, const char *b)
{
  for (; *a && *b; a++, b++) {
    const char x = *a >= 'A' && *a <= 'Z' ? (char)(*a + 32) : *a, y = *b >= 'A' && *b <= 'Z' ? (char)(*b + 32) : *b;
    if (x != y) return false;
  }
  return *a == *b;
}

static void make_names(score__xlsx_book *book)
{
  const score__form *form = book->form;
  make_name(book->name[0], form->name, "Sheet1");
  make_name(book->name[1], form->help_name, "Help");
  make_name(book->name[2], form->lists_name, "Lists");
  for (size_t i = 1; i < 3; i++)
    for (size_t k = 0; k < i; k++)
      if (same_name(book->name[i], book->name[k])) make_name(book->name[i], i == 1 ? "_help" : "_lists", "");
}

static int check_size(const score__form *form, score_error *err)
{
  char number[24];
  if (form->column_count > MAX_COLUMNS)
    return score__fail(err, SCORE_E_LIMIT, SCORE__PH_FORM_COLUMNS, score__int_text(number, (int64_t)form->column_count),
                       (const char *)NULL);
  if (form->row_count >= MAX_ROWS - form->line_count)
    return score__fail(err, SCORE_E_LIMIT, SCORE__PH_FORM_ROWS, score__int_text(number, (int64_t)form->row_count),
                       (const char *)NULL);
  for (size_t i = 0; i < form->row_count * form->column_count; i++) {
    const char *text = form->cell[i].text;
    if (strlen(text) <= SCORE__XLSX_CELL || score__xlsx_length(text, SIZE_MAX, NULL) <= SCORE__XLSX_CELL) continue;
    score__fail(err, SCORE_E_LIMIT, SCORE__PH_FORM_CELL, (const char *)NULL);
    score__fail_at(err, NULL, (uint32_t)(form->line_count + 2 + i / form->column_count),
                   (uint32_t)(i % form->column_count + 1), NULL);
    return SCORE_E_LIMIT;
  }
  return SCORE_OK;
}

static int fail_library(score_error *err, lxw_error rc)
{
  if (rc == LXW_ERROR_MEMORY_MALLOC_FAILED) return score__fail_memory(err);
  if (rc == LXW_ERROR_CREATING_TMPFILE || rc == LXW_ERROR_READING_TMPFILE)
    return score__fail(err, SCORE_E_OUTPUT, SCORE__PH_FORM_ROOM, (const char *)NULL);
  return score__fail(err, SCORE_E_OUTPUT, SCORE__PH_FORM_FAILED, lxw_strerror(rc), (const char *)NULL);
}

static lxw_error write_book(score__xlsx_book *book, const char *path)
{
  lxw_doc_properties properties = {.created = CREATED};
  book->workbook = workbook_new(path);
  if (!book->workbook) return LXW_ERROR_MEMORY_MALLOC_FAILED;
  lxw_error rc = workbook_set_properties(book->workbook, &properties);
  if (rc == LXW_NO_ERROR) rc = score__xlsx_sheet_put(book);
  if (rc == LXW_NO_ERROR) rc = score__xlsx_help_put(book);
  if (rc == LXW_NO_ERROR) return workbook_close(book->workbook); /* frees it in any case */
  lxw_workbook_free(book->workbook);
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

/* Bytes that the parts of the workbook take at most before they are packed. */
static size_t room_of(const score__form *form)
{
  size_t room = ROOM_BOOK;
  for (size_t c = 0; c < form->column_count; c++) {
    const score__form_rule *last = NULL;
    room += ROOM_CELL + strlen(form->column[c].title) * ROOM_BYTE;
    for (size_t r = 0; r < form->row_count; r++) {
      const score__form_cell *cell = &form->cell[r * form->column_count + c];
      room += ROOM_CELL + strlen(cell->text) * ROOM_BYTE;
      if (cell->rule && cell->rule != last) room += ROOM_RULE;
      last = cell->rule;
    }
  }
  for (size_t i = 0; i < form->help_count; i++) room += ROOM_CELL + strlen(form->help[i]) * ROOM_BYTE;
  return room;
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

int score__write_form_xlsx(score__buffer *out, const score__form *form, score_error *err)
{
  int rc = check_size(form, err);
  if (rc) return rc;
  FILE *file = tmpfile();
  if (!file) return fail_library(err, LXW_ERROR_CREATING_TMPFILE);
  if (!has_room(file, room_of(form))) {
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
  score__xlsx_book book = {.form = form};
  make_names(&book);
  const lxw_error written = write_book(&book, path);
  uselocale(before);
  freelocale(plain);
  rc = written == LXW_NO_ERROR ? read_back(out, file, err) : fail_library(err, written);
  free(book.list);
  fclose(file);
  return rc;
}
