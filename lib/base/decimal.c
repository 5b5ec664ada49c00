#include "base/decimal.h"

#include <stdbool.h>
#include <string.h>

#define MOST_DIGITS 18 /* 10^18 < 2^63 */

typedef struct number {
  bool negative, marked;
  uint64_t digits; /* all digits as one integer, without the zeros that end a fraction */
  int count;       /* significant digits in `digits` */
  int after;       /* of them after the mark */
  int written;     /* digits written after the mark, trailing zeros included */
  int before;      /* digits written before the mark */
} number;

static int64_t power_of_ten(int n)
{
  int64_t p = 1;
  while (n-- > 0) p *= 10;
  return p;
}

static int read_number(number *n, const char *text, size_t size, char mark)
{
  *n = (number){0};
  size_t i = 0;
  int zeros = 0; /* after the mark, not yet known to matter */
  if (size == 0) return SCORE__DECIMAL_EMPTY;
  if (text[0] == '-' || text[0] == '+') {
    n->negative = text[0] == '-';
    i = 1;
  }
  bool range = false;
  for (; i < size; i++) {
    char c = text[i];
    if (c >= '0' && c <= '9') {
      if (n->marked && n->written < 1000) n->written++;
      if (!n->marked && n->before < 1000) n->before++;
      if (n->marked && c == '0') {
        if (zeros < 1000) zeros++;
        continue;
      }
      for (; !range && zeros >= 0; zeros--) {
        int d = zeros > 0 ? 0 : c - '0';
        if (n->count == MOST_DIGITS && (n->digits != 0 || d != 0)) {
          range = true;
          break;
        }
        n->digits = n->digits * 10 + (unsigned)d;
        if (n->digits) n->count++;
        if (n->marked) n->after++;
      }
      zeros = 0;
    } else if ((c == '.' || c == ',') && !n->marked && (mark == 0 || c == mark) && n->before > 0) {
      n->marked = true;
    } else {
      return SCORE__DECIMAL_SYNTAX;
    }
  }
  if (n->before == 0 || (n->marked && n->written == 0)) return SCORE__DECIMAL_SYNTAX;
  return range || n->after > MOST_DIGITS ? SCORE__DECIMAL_RANGE : SCORE__DECIMAL_OK;
}

int score__decimal_parse(int64_t *out, const char *text, size_t size, int digits, char mark)
{
  number n;
  int status = read_number(&n, text, size, mark);
  if (status == SCORE__DECIMAL_EMPTY || status == SCORE__DECIMAL_SYNTAX) return status;
  if (n.marked && n.written == 3 && mark == 0 && digits > 0) return SCORE__DECIMAL_AMBIGUOUS;
  /* Too many digits after the mark is the nearer fault, also where they are too many in all. */
  if (n.after > digits) return SCORE__DECIMAL_DIGITS;
  if (status != SCORE__DECIMAL_OK) return status;
  uint64_t scaled;
  if (__builtin_mul_overflow(n.digits, (uint64_t)power_of_ten(digits - n.after), &scaled)) return SCORE__DECIMAL_RANGE;
  if (scaled > (uint64_t)INT64_MAX) return SCORE__DECIMAL_RANGE;
  *out = n.negative ? -(int64_t)scaled : (int64_t)scaled;
  return SCORE__DECIMAL_OK;
}

int score__decimal_parse_fraction(score__fraction *out, const char *text, size_t size, char mark)
{
  bool percent = size > 0 && text[size - 1] == '%';
  number n;
  int status = read_number(&n, text, percent ? size - 1 : size, mark);
  if (status != SCORE__DECIMAL_OK) return status;
  out->num = n.negative ? -(score__i128)n.digits : (score__i128)n.digits;
  out->den = power_of_ten(n.after);
  if (percent) out->den *= 100;
  return SCORE__DECIMAL_OK;
}

static size_t hand_over(char *buf, size_t size, const char *text, size_t length)
{
  if (size) {
    size_t n = length < size ? length : size - 1;
    memcpy(buf, text, n);
    buf[n] = 0;
  }
  return length;
}

size_t score__decimal_print(char *buf, size_t size, int64_t value, int digits, int keep, char mark)
{
  char text[48];
  size_t at = sizeof text;
  uint64_t u = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  int shown = digits;
  while (shown > (keep < 0 ? 0 : keep) && u % 10 == 0) {
    u /= 10;
    shown--;
  }
  for (int i = 0; i < shown; i++, u /= 10) text[--at] = (char)('0' + u % 10);
  if (shown > 0) text[--at] = mark;
  do {
    text[--at] = (char)('0' + u % 10);
    u /= 10;
  } while (u);
  if (value < 0) text[--at] = '-';
  return hand_over(buf, size, text + at, sizeof text - at);
}

size_t score__points_print(char *buf, size_t size, int64_t micro, int64_t grid_micro, char mark)
{
  int keep = -1;
  if (grid_micro > 0) {
    for (keep = 6; keep > 0 && grid_micro % 10 == 0; keep--) grid_micro /= 10;
  }
  return score__decimal_print(buf, size, micro, 6, keep, mark);
}

static size_t put_u128(char *end, score__u128 v)
{
  size_t n = 0;
  do {
    *--end = (char)('0' + (int)(v % 10));
    v /= 10;
    n++;
  } while (v);
  return n;
}

size_t score__fraction_print(char *buf, size_t size, const score__fraction *a)
{
  char text[96];
  size_t at = sizeof text;
  score__fraction r = *a;
  score__fraction_reduce(&r);
  if (r.den != 1) {
    at -= put_u128(text + at, (score__u128)r.den);
    text[--at] = '/';
  }
  at -= put_u128(text + at, r.num < 0 ? 0 - (score__u128)r.num : (score__u128)r.num);
  if (r.num < 0) text[--at] = '-';
  return hand_over(buf, size, text + at, sizeof text - at);
}
