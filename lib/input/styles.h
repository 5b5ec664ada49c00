/* How the cells of a workbook are shown: which numbers are percents, dates, times, codes with leading zeros. */
#ifndef SCORE__STYLES_H
#define SCORE__STYLES_H

#include "input/package.h"

typedef enum score__shown_as {
  SCORE__SHOWN_NUMBER = 0,
  SCORE__SHOWN_PERCENT = 1,
  SCORE__SHOWN_DATE = 2,
  SCORE__SHOWN_TIME = 3 /* of a day, or a span */
} score__shown_as;

typedef struct score__style {
  uint8_t shown;   /* score__shown_as */
  uint8_t zeros;   /* "00000": digits before the point that are always shown; 0 = as usual */
  uint16_t format; /* numFmtId, until it is resolved */
} score__style;

typedef struct score__styles {
  score__style *style; /* by the number that a cell names */
  size_t count, cap;
} score__styles; /* {0}: every cell is as usual */

int score__styles_read(score__styles *out, score__package *p, const char *part);
void score__styles_free(score__styles *styles);
/* What a format code says: "0.0%", "dd/mm/yyyy;@", "[$-42A]h:mm". */
score__style score__style_of_code(const char *code);

#endif
