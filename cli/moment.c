/* Times as --at takes them: ISO 8601, a day or a moment of it. */
#include <string.h>

#include "opt.h"

/* So many digits, as a number; -1 = others stand there. */
static int digits(const char **at, int count)
{
  int value = 0;
  for (int i = 0; i < count; i++, (*at)++) {
    if (**at < '0' || **at > '9') return -1;
    value = value * 10 + (**at - '0');
  }
  return value;
}

static bool pass(const char **at, char mark)
{
  if (**at != mark) return false;
  (*at)++;
  return true;
}

static bool pass_day(const char **at)
{
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int year = digits(at, 4);
  if (year < 1 || !pass(at, '-')) return false;
  const int month = digits(at, 2);
  if (month < 1 || month > 12 || !pass(at, '-')) return false;
  const int day = digits(at, 2);
  const bool leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day >= 1 && day <= days[month - 1] + leap;
}

/* "08:00" */
static bool pass_minute(const char **at)
{
  const int hour = digits(at, 2);
  if (hour < 0 || hour > 23 || !pass(at, ':')) return false;
  const int minute = digits(at, 2);
  return minute >= 0 && minute <= 59;
}

bool cli_is_moment(const char *text)
{
  const char *at = text;
  if (strlen(text) > 40 || !pass_day(&at)) return false;
  if (!*at) return true;
  if ((!pass(&at, 'T') && !pass(&at, ' ')) || !pass_minute(&at)) return false;
  if (pass(&at, ':')) {
    const int second = digits(&at, 2);
    if (second < 0 || second > 59) return false;
    if (pass(&at, '.')) {
      const size_t count = strspn(at, "0123456789");
      if (count == 0) return false;
      at += count;
    }
  }
  if (pass(&at, 'Z') || !*at) return !*at;
  return (pass(&at, '+') || pass(&at, '-')) && pass_minute(&at) && !*at;
}
