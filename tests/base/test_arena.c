/* Arena, growable arrays, buffer. */
#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"

static bool filled(const unsigned char *bytes, size_t size, unsigned char with)
{
  for (size_t i = 0; i < size; i++) {
    if (bytes[i] != with) return false;
  }
  return true;
}

START_TEST(blocks)
{
  static const size_t sizes[] = {0, 1, 15, 16, 17, 100, 1000, 5000, 70000, 3000000};
  score__arena arena = {0};
  unsigned char *block[1000];
  size_t size[1000];
  for (size_t i = 0; i < 1000; i++) {
    size[i] = sizes[i % (i < 50 ? 10 : 8)];
    block[i] = score__arena_alloc(&arena, size[i], 1);
    ck_assert_ptr_nonnull(block[i]);
    ck_assert_uint_eq((uintptr_t)block[i] % 16, 0);
    ck_assert(filled(block[i], size[i], 0));
    memset(block[i], (int)(i % 251) + 1, size[i]);
  }
  /* No block lies in another. */
  for (size_t i = 0; i < 1000; i++) ck_assert(filled(block[i], size[i], (unsigned char)(i % 251 + 1)));
  score__arena_free(&arena);
  ck_assert_ptr_null(arena.chunks);
  score__arena_free(&arena);
}
END_TEST

START_TEST(sizes_that_overflow)
{
  score__arena arena = {0};
  ck_assert_ptr_null(score__arena_alloc(&arena, SIZE_MAX, 2));
  ck_assert_ptr_null(score__arena_alloc(&arena, SIZE_MAX, 1));
  ck_assert_ptr_null(score__arena_alloc(&arena, SIZE_MAX - 15, 1));
  ck_assert_ptr_null(score__arena_alloc(&arena, SIZE_MAX / 2 + 1, 2));
  ck_assert_ptr_null(score__arena_copy(&arena, "x", SIZE_MAX));
  ck_assert_str_eq(score__arena_text(&arena, "còn dùng được"), "còn dùng được");
  ck_assert_str_eq(score__arena_copy(&arena, "abc", 2), "ab");
  ck_assert_str_eq(score__arena_copy(&arena, NULL, 0), "");
  score__arena_free(&arena);
}
END_TEST

START_TEST(growing)
{
  int64_t *items = NULL;
  size_t cap = 0;
  for (size_t i = 0; i < 1000; i++) {
    size_t before = cap;
    ck_assert_int_eq(score__grow(&items, &cap, i + 1, sizeof *items), 0);
    for (size_t j = before; j < cap; j++) ck_assert_int_eq(items[j], 0);
    items[i] = (int64_t)i;
  }
  ck_assert_uint_ge(cap, 1000);
  ck_assert_int_eq(score__grow(&items, &cap, SIZE_MAX / 4, sizeof *items), -1);
  for (size_t i = 0; i < 1000; i++) ck_assert_int_eq(items[i], (int64_t)i);
  free(items);
}
END_TEST

START_TEST(buffer)
{
  score__buffer b = {0};
  score__buffer_int(&b, INT64_MIN);
  score__buffer_char(&b, ' ');
  score__buffer_int(&b, 0);
  score__buffer_text(&b, " đ");
  score__buffer_fill(&b, '-', 3);
  score__buffer_add(&b, "", 0);
  ck_assert_str_eq(b.data, "-9223372036854775808 0 đ---");
  ck_assert_uint_eq(b.size, strlen(b.data));
  score__buffer_clear(&b);
  ck_assert_uint_eq(b.size, 0);
  for (int i = 0; i < 10000; i++) score__buffer_text(&b, "0123456789");
  ck_assert_uint_eq(strlen(b.data), 100000);
  score__buffer_fill(&b, 'x', SIZE_MAX);
  ck_assert(b.failed);
  score__buffer_text(&b, "more");
  ck_assert_uint_eq(b.size, 100000);
  score__buffer_free(&b);
  ck_assert_ptr_null(b.data);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("arena");
  TCase *tests = tcase_create("arena");
  tcase_add_test(tests, blocks);
  tcase_add_test(tests, sizes_that_overflow);
  tcase_add_test(tests, growing);
  tcase_add_test(tests, buffer);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
