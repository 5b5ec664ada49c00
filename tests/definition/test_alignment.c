/* Which rows of two lists belong together, which items were moved: worked by hand, and against brute force. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "definition/change.h"

typedef struct texts {
  const char *a, *b;
} texts;

static bool same(void *context, size_t i, size_t j)
{
  const texts *t = context;
  return t->a[i] == t->b[j];
}

static const struct pairing {
  const char *a, *b, *want; /* want: the letter of b each of a is paired with, '-' = none */
} pairings[] = {{"abc", "abc", "abc"},   {"abc", "axc", "axc"},    {"abc", "ac", "a-c"},
                {"ac", "abc", "ac"},     {"", "abc", ""},          {"abc", "", "---"},
                {"abcd", "xbd", "xb-d"}, {"abc", "xyzabc", "abc"}, {"ab", "xyzw", "xy"}};

START_TEST(rows_are_paired)
{
  const struct pairing *row = &pairings[_i];
  texts t = {row->a, row->b};
  size_t pair[16], n = strlen(row->a);
  char got[16] = "";
  ck_assert_int_eq(score__alignment_pair(pair, n, strlen(row->b), same, &t), 0);
  for (size_t i = 0; i < n; i++) got[i] = pair[i] == SIZE_MAX ? '-' : row->b[pair[i]];
  ck_assert_str_eq(got, row->want);
}
END_TEST

/* The fewest items whose removal leaves an order, by trying all sets. */
static int fewest(const size_t *place, size_t count)
{
  int best = (int)count;
  for (unsigned set = 0; set < 1u << count; set++) {
    int gone = 0;
    bool ordered = true;
    size_t last = 0;
    for (size_t i = 0; i < count && ordered; i++) {
      if (set & 1u << i) {
        gone++;
        continue;
      }
      ordered = place[i] + 1 > last;
      last = place[i] + 1;
    }
    if (ordered && gone < best) best = gone;
  }
  return best;
}

START_TEST(few_items_are_moved)
{
  unsigned long long state = 20261121;
  for (int round = 0; round < 300; round++) {
    size_t place[8], count = (size_t)round % 9;
    bool moved[8];
    for (size_t i = 0; i < count; i++) place[i] = i;
    for (size_t i = count; i-- > 1;) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      const size_t k = (size_t)(state >> 33) % (i + 1), kept = place[i];
      place[i] = place[k];
      place[k] = kept;
    }
    ck_assert_int_eq(score__alignment_moved(moved, place, count), 0);
    int gone = 0;
    size_t last = 0;
    for (size_t i = 0; i < count; i++) {
      gone += moved[i];
      if (moved[i]) continue;
      ck_assert_uint_gt(place[i] + 1, last);
      last = place[i] + 1;
    }
    ck_assert_int_eq(gone, fewest(place, count));
  }
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("alignment");
  TCase *c = tcase_create("alignment");
  tcase_add_loop_test(c, rows_are_paired, 0, (int)(sizeof pairings / sizeof *pairings));
  tcase_add_test(c, few_items_are_moved);
  suite_add_tcase(suite, c);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? 1 : 0;
}
