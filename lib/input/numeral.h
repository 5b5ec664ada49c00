/* Numbers and days as a workbook stores them: the text of a double, a count of days. No floating point. */
#ifndef SCORE__NUMERAL_H
#define SCORE__NUMERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCORE__NUMERAL_DIGITS   15  /* what spreadsheets show of a double: 0.85499999999999998 is 0.855 */
#define SCORE__NUMERAL_EXPONENT 400 /* beyond every double */
#define SCORE__NUMERAL_TEXT     448 /* bytes that always hold a printed one */

/* 0.d1d2d3... times 10^point; without digits it is 0. The last digit is not 0. */
typedef struct score__numeral {
  bool negative;
  char digit[SCORE__NUMERAL_DIGITS];
  int count, point;
} score__numeral;

/* "-12.5", "4.2E-3": rounded to 15 digits, half away from zero. 0, or -1 when the text is none. */
int score__numeral_read(score__numeral *out, const char *text, size_t size);
/* Plain decimal of the number times 10^shift with a point, at least `whole` digits before it. Returns the length. */
size_t score__numeral_print(char buf[SCORE__NUMERAL_TEXT], const score__numeral *n, int shift, int whole);

/* A count of days as the spreadsheet shows it. True: a date, "2026-09-30". False: something else, told as it is shown:
 * "2026-09-30 13:45:00", the day that never was "1900-02-29", "#####". */
bool score__numeral_date(char buf[32], const score__numeral *n, bool since_1904);
/* The same as a time or a span of time: "13:45:00", "36:30:00". */
void score__numeral_time(char buf[32], const score__numeral *n);

#endif
