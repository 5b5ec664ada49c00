#include "model/form.h"

#include <stdlib.h>

int score__form_start(score__form *form, size_t columns)
{
  *form = (score__form){0};
  return score__form_columns(form, columns);
}

int score__form_columns(score__form *form, size_t columns)
{
  form->column = score__arena_alloc(&form->arena, columns, sizeof *form->column);
  if (!form->column) return -1;
  form->column_count = columns;
  for (size_t c = 0; c < columns; c++) form->column[c].title = "";
  return 0;
}

score__form_cell *score__form_row(score__form *form)
{
  const size_t columns = form->column_count;
  if (columns && form->row_count >= SIZE_MAX / columns) return NULL;
  if (score__grow(&form->cell, &form->cell_cap, (form->row_count + 1) * columns, sizeof *form->cell) != 0) return NULL;
  score__form_cell *row = form->cell + form->row_count++ * columns;
  for (size_t c = 0; c < columns; c++) row[c] = (score__form_cell){.text = ""};
  return row;
}

void score__form_free(score__form *form)
{
  free(form->cell);
  score__arena_free(&form->arena);
  *form = (score__form){0};
}
