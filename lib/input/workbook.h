/* A workbook (.xlsx, .xlsm): which worksheet is read, and with what. */
#ifndef SCORE__WORKBOOK_H
#define SCORE__WORKBOOK_H

#include "input/package.h"
#include "input/rows.h"

/* Reads the rows of the sheet that is wanted and fills info but its digest and size. */
int score__workbook_read(score__package *p, const char *sheet, score__csv_row_fn row, void *context,
                         score__rows_info *info);

#endif
