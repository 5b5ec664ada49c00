/* A form as a workbook: its limits, the names of its sheets, the room it takes. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "output/form_writer.h"
#include "output/xlsx_book.h"
#include "output/xlsx_file.h"

enum { ROOM_RULE = 1024 }; /* bytes */

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
  score__xlsx_name(book->name[0], form->name, "Sheet1");
  score__xlsx_name(book->name[1], form->help_name, "Help");
  score__xlsx_name(book->name[2], form->lists_name, "Lists");
  for (size_t i = 1; i < 3; i++)
    for (size_t k = 0; k < i; k++)
      if (same_name(book->name[i], book->name[k])) score__xlsx_name(book->name[i], i == 1 ? "_help" : "_lists", "");
}

static int check_size(const score__form *form, score_error *err)
{
  char number[24];
  if (form->column_count > SCORE__XLSX_COLUMNS)
    return score__fail(err, SCORE_E_LIMIT, SCORE__PH_FORM_COLUMNS, score__int_text(number, (int64_t)form->column_count),
                       (const char *)NULL);
  if (form->row_count >= SCORE__XLSX_ROWS - form->line_count)
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

static lxw_error fill(lxw_workbook *workbook, void *context)
{
  score__xlsx_book *book = context;
  lxw_doc_properties properties = {.created = SCORE__XLSX_CREATED};
  book->workbook = workbook;
  lxw_error rc = workbook_set_properties(workbook, &properties);
  if (rc == LXW_NO_ERROR) rc = score__xlsx_sheet_put(book);
  if (rc == LXW_NO_ERROR) rc = score__xlsx_help_put(book);
  return rc;
}

/* Bytes that the parts of the workbook take at most before they are packed. */
static size_t room_of(const score__form *form)
{
  size_t room = SCORE__XLSX_ROOM_BOOK;
  for (size_t c = 0; c < form->column_count; c++) {
    const score__form_rule *last = NULL;
    room += SCORE__XLSX_ROOM_CELL + strlen(form->column[c].title) * SCORE__XLSX_ROOM_BYTE;
    for (size_t r = 0; r < form->row_count; r++) {
      const score__form_cell *cell = &form->cell[r * form->column_count + c];
      room += SCORE__XLSX_ROOM_CELL + strlen(cell->text) * SCORE__XLSX_ROOM_BYTE;
      if (cell->rule && cell->rule != last) room += ROOM_RULE;
      last = cell->rule;
    }
  }
  for (size_t i = 0; i < form->help_count; i++)
    room += SCORE__XLSX_ROOM_CELL + strlen(form->help[i]) * SCORE__XLSX_ROOM_BYTE;
  return room;
}

int score__write_form_xlsx(score__buffer *out, const score__form *form, score_error *err)
{
  int rc = check_size(form, err);
  if (rc) return rc;
  score__xlsx_book book = {.form = form};
  make_names(&book);
  rc = score__xlsx_file_write(out, room_of(form), fill, &book, err);
  free(book.list);
  return rc;
}
