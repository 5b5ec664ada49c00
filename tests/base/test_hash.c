/* SHA-256 against FIPS 180-4's examples; the dictionary against a plain list. */
#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

START_TEST(published_digests)
{
  static const struct {
    const char *text, *want;
  } cases[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
  };
  char hex[SCORE__SHA256_HEX];
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    score__sha256_of(cases[i].text, strlen(cases[i].text), hex);
    ck_assert_str_eq(hex, cases[i].want);
  }
  /* A million times "a", in uneven pieces. */
  static char a[997];
  memset(a, 'a', sizeof a);
  score__sha256 h;
  score__sha256_start(&h);
  for (size_t left = 1000000; left > 0;) {
    size_t n = left < sizeof a ? left : sizeof a;
    score__sha256_add(&h, a, n);
    score__sha256_add(&h, NULL, 0);
    left -= n;
  }
  score__sha256_end(&h, hex);
  ck_assert_str_eq(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}
END_TEST

START_TEST(dictionary)
{
  enum { MANY = 20000 };
  static char keys[MANY][12];
  score__dict d = {0};
  ck_assert_uint_eq(score__dict_get(&d, "x"), SIZE_MAX);
  for (size_t i = 0; i < MANY; i++) {
    snprintf(keys[i], sizeof keys[i], "k%zu", i);
    ck_assert_int_eq(score__dict_add(&d, keys[i], i), 0);
  }
  ck_assert_int_eq(score__dict_add(&d, "k5", 77), 0); /* the first value stays */
  ck_assert_uint_eq(d.size, MANY);
  for (size_t i = 0; i < MANY; i++) ck_assert_uint_eq(score__dict_get(&d, keys[i]), i);
  ck_assert_uint_eq(score__dict_get(&d, "k20000"), SIZE_MAX);
  ck_assert_uint_eq(score__dict_get(&d, ""), SIZE_MAX);
  ck_assert_uint_eq(score__dict_get_n(&d, "k12345", 4), 123);
  ck_assert_uint_eq(score__dict_get_n(&d, "k1\0", 3), SIZE_MAX);
  ck_assert_int_eq(score__dict_add(&d, "", 9), 0);
  ck_assert_uint_eq(score__dict_get_n(&d, "k", 0), 9);
  score__dict_free(&d);
  ck_assert_uint_eq(score__dict_get(&d, "k1"), SIZE_MAX);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("hash");
  TCase *tests = tcase_create("hash");
  tcase_add_test(tests, published_digests);
  tcase_add_test(tests, dictionary);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
