/* A workbook as bytes, whoever fills it. */
#ifndef SCORE__XLSX_FILE_H
#define SCORE__XLSX_FILE_H

#include <xlsxwriter.h>

#include "base/buffer.h"
#include "score/error.h"

enum { SCORE__XLSX_CREATED = 946684800 }; /* 2000-01-01: the same content, the same bytes */
enum { SCORE__XLSX_ROWS = 1048576, SCORE__XLSX_COLUMNS = 16384 };
/* Bytes that the parts of a workbook take at most before they are packed, but for oddities. */
enum { SCORE__XLSX_ROOM_BOOK = 1 << 16, SCORE__XLSX_ROOM_CELL = 100, SCORE__XLSX_ROOM_BYTE = 2 };

/* Fills the workbook with its sheets; it is closed, or freed, by the caller. */
typedef lxw_error (*score__xlsx_fill)(lxw_workbook *workbook, void *context);

/* Appends the packed workbook to `out`. `room`: bytes that its parts may take on the disk meanwhile. */
int score__xlsx_file_write(score__buffer *out, size_t room, score__xlsx_fill fill, void *context, score_error *err);

#endif
