/* Lines "op a b c d" on stdin -> the exact result on stdout, for the comparison with another language's fractions.
 * add, sub, mul, div: a/b op c/d -> "num den" or "large". cmp: -1, 0, 1. round: a/b on a grid of c millionths
 * (d unused) -> millionths or "large". */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fraction.h"

static score__i128 read_number(const char *text)
{
  bool negative = *text == '-';
  score__u128 v = 0;
  for (text += negative; *text >= '0' && *text <= '9'; text++) v = v * 10 + (unsigned)(*text - '0');
  return (score__i128)(negative ? 0 - v : v);
}

static void print_number(score__i128 v)
{
  char digits[48];
  size_t at = sizeof digits;
  score__u128 u = v < 0 ? 0 - (score__u128)v : (score__u128)v;
  digits[--at] = 0;
  do {
    digits[--at] = (char)('0' + (int)(u % 10));
    u /= 10;
  } while (u);
  if (v < 0) digits[--at] = '-';
  fputs(digits + at, stdout);
}

static void print_fraction(int status, score__fraction *v)
{
  if (status != 0) {
    puts("large");
    return;
  }
  print_number(v->num);
  putchar(' ');
  print_number(v->den);
  score__fraction_reduce(v);
  putchar(' ');
  print_number(v->num);
  putchar(' ');
  print_number(v->den);
  putchar('\n');
}

int main(void)
{
  char line[512];
  while (fgets(line, sizeof line, stdin)) {
    char *word[5], *rest = NULL;
    int count = 0;
    for (char *w = strtok_r(line, " \n", &rest); w && count < 5; w = strtok_r(NULL, " \n", &rest)) word[count++] = w;
    if (count != 5) return 2;
    score__fraction a = {read_number(word[1]), read_number(word[2])}, v = {0, 1};
    score__fraction b = {read_number(word[3]), read_number(word[4])};
    if (strcmp(word[0], "add") == 0) {
      print_fraction(score__fraction_add(&v, &a, &b), &v);
    } else if (strcmp(word[0], "sub") == 0) {
      print_fraction(score__fraction_sub(&v, &a, &b), &v);
    } else if (strcmp(word[0], "mul") == 0) {
      print_fraction(score__fraction_mul(&v, &a, &b), &v);
    } else if (strcmp(word[0], "div") == 0) {
      print_fraction(score__fraction_div(&v, &a, &b), &v);
    } else if (strcmp(word[0], "cmp") == 0) {
      printf("%d\n", score__fraction_cmp(&a, &b));
    } else if (strcmp(word[0], "round") == 0) {
      int64_t micro, slow;
      int64_t grid = (int64_t)b.num;
      int fast_status = score__fraction_round(&micro, &a, grid),
          slow_status = score__fraction_round_slow(&slow, &a, grid);
      if (fast_status != slow_status || (fast_status == 0 && micro != slow)) {
        puts("fast and slow differ");
      } else if (fast_status != 0) {
        puts("large");
      } else {
        print_number(micro);
        putchar('\n');
      }
    } else {
      return 2;
    }
  }
  return ferror(stdin) || fflush(stdout) != 0;
}
