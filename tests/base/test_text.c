/* UTF-8, normal form, search keys, columns. */
#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof(*(a))))

static const struct {
  const char *text;
  size_t size, want;
} valid[] = {
    {"", 0, 0},
    {"abc", 3, 3},
    {"a\0c", 3, 3},
    {"\xe1\xba\xa1", 3, 3}, /* ạ */
    {"12345678\xe1\xba\xa1", 11, 11},
    {"\xf0\x9f\x98\x80", 4, 4}, /* U+1F600 */
    {"\xf4\x8f\xbf\xbf", 4, 4}, /* U+10FFFF */
    {"12345678\xff", 9, 8},     /* never in UTF-8 */
    {"a\x80", 2, 1},            /* a tail alone */
    {"\xc0\xaf", 2, 0},         /* overlong / */
    {"\xe0\x80\xaf", 3, 0},
    {"\xf0\x80\x80\xaf", 4, 0},
    {"\xed\xa0\x80", 3, 0},     /* a surrogate */
    {"\xf4\x90\x80\x80", 4, 0}, /* beyond U+10FFFF */
    {"\xe1\xba", 2, 0},         /* cut */
    {"xy\xe1\xba", 4, 2},
    {"\xe1\xba\x41", 3, 0},
    {"Ph\xad\xeang", 6, 2}, /* another encoding */
};

START_TEST(validity)
{
  char *bytes = malloc(valid[_i].size ? valid[_i].size : 1);
  ck_assert_ptr_nonnull(bytes);
  memcpy(bytes, valid[_i].text, valid[_i].size);
  ck_assert_uint_eq(score__text_valid(bytes, valid[_i].size), valid[_i].want);
  free(bytes);
}
END_TEST

static const struct {
  const char *from, *to;
} nfc[] = {
    {"", ""},
    {"abc", "abc"},
    {"Phường Đồng Xoài", "Phường Đồng Xoài"},
    {"Phu\u031bo\u031b\u0300ng", "Phường"},
    {"a\u0302\u0301", "ấ"},
    {"a\u0323\u0302", "ậ"}, /* the order of marks does not matter */
    {"a\u0302\u0323", "ậ"},
    {"\u00e2\u0301", "ấ"},
    {"D\u031b", "D\u031b"}, /* nothing to compose */
    {"\u212b", "\u00c5"},   /* Ångström sign */
    {"–“”…", "–“”…"},
    {"\u1f71", "\u03ac"},
};

START_TEST(normal_form)
{
  score__arena arena = {0};
  const char *got = score__text_nfc(&arena, nfc[_i].from, strlen(nfc[_i].from));
  ck_assert_ptr_nonnull(got);
  ck_assert_str_eq(got, nfc[_i].to);
  score__arena_free(&arena);
}
END_TEST

static const struct {
  const char *from, *to;
} folds[] = {
    {"", ""},
    {"Đồng Xoài", "dong xoai"},
    {"ĐẶC KHU  Phú\tQuốc", "dac khu phu quoc"},
    {"  hoà bình ", "hoa binh"},
    {"hòa bình", "hoa binh"},
    {"Hoa\u0300 Bi\u0300nh", "hoa binh"},
    {"ơ ư Ơ Ư ă â ê ô", "o u o u a a e o"},
    {"A\u00a0B", "a b"},
    {"H44.112", "h44.112"},
    {"Đắk Lắk", "dak lak"},
    {"\u00a0", ""},
    {"\xff\x41", "\xff\x41"}, /* not text: as it is */
};

START_TEST(search_key)
{
  score__arena arena = {0};
  const char *got = score__text_fold(&arena, folds[_i].from);
  ck_assert_ptr_nonnull(got);
  ck_assert_str_eq(got, folds[_i].to);
  score__arena_free(&arena);
}
END_TEST

START_TEST(columns)
{
  static const struct {
    const char *text;
    size_t width;
  } cases[] = {{"", 0}, {"abc", 3}, {"Đồng", 4}, {"Đo\u0302\u0300ng", 4}, {"漢字", 4}, {"a\xff", 2}};
  for (int i = 0; i < COUNT(cases); i++)
    ck_assert_uint_eq(score__text_width(cases[i].text, strlen(cases[i].text)), cases[i].width);
  ck_assert_uint_eq(score__text_cut("Đồng", 7, 2), strlen("Đồ"));
  ck_assert_uint_eq(score__text_cut("o\u0302\u0300n", 6, 1), 5); /* the marks stay with their letter */
  ck_assert_uint_eq(score__text_cut("漢字", 6, 3), 3);
  ck_assert_uint_eq(score__text_cut("abc", 3, 9), 3);
  ck_assert_uint_eq(score__text_cut("abc", 3, 0), 0);
}
END_TEST

START_TEST(nearest)
{
  static const char *const keys[] = {"hs_dung_han", "hs_tre_han", "hs_hai_long", "Đồng Xoài"};
  ck_assert_uint_eq(score__text_nearest("hs_dung_hna", keys, 4), 0);
  ck_assert_uint_eq(score__text_nearest("hs_tre_ha", keys, 4), 1);
  ck_assert_uint_eq(score__text_nearest("dong xoia", keys, 4), 3);
  ck_assert_uint_eq(score__text_nearest("xyz", keys, 4), SIZE_MAX);
  ck_assert_uint_eq(score__text_nearest("", keys, 4), SIZE_MAX);
  ck_assert_uint_eq(score__text_nearest("hs", keys, 0), SIZE_MAX);
  char longest[400];
  memset(longest, 'a', sizeof longest);
  longest[sizeof longest - 1] = 0;
  const char *const one[] = {longest};
  ck_assert_uint_eq(score__text_nearest(longest, one, 1), SIZE_MAX);
  longest[128] = 0;
  ck_assert_uint_eq(score__text_nearest(longest, one, 1), 0);
}
END_TEST

START_TEST(trimming)
{
  static const struct {
    const char *from, *to;
  } cases[] = {{"", ""}, {"  ", ""}, {" a b\t\r\n", "a b"}, {"\u00a0x\u00a0 ", "x"}, {"à", "à"}, {"Â ", "Â"}};
  for (int i = 0; i < COUNT(cases); i++) {
    const char *text = cases[i].from;
    size_t size = strlen(text);
    score__text_trim(&text, &size);
    ck_assert_uint_eq(size, strlen(cases[i].to));
    ck_assert_int_eq(strncmp(text, cases[i].to, size), 0);
  }
}
END_TEST

START_TEST(encodings)
{
  /* "Phường Đồng Xoài" */
  static const char utf16[] = "P\0h\0\xb0\x01\xdd\x1en\0g\0", big[] = "\0P\0h\x01\xb0\x1e\xdd\0n\0g";
  static const char tcvn[] = "Ph\xad\xeang \xa7\xe5ng Xo\xb5i", viet[] = "Ph\xfd\xf5\xccng \xd0\xf4\xccng Xo\xe0i";
  ck_assert_str_eq(score__text_guess_encoding(utf16, sizeof utf16 - 1), "UTF-16LE");
  ck_assert_str_eq(score__text_guess_encoding(big, sizeof big - 1), "UTF-16BE");
  ck_assert_str_eq(score__text_guess_encoding("\xff\xfe\xb0\x01", 4), "UTF-16LE");
  ck_assert_str_eq(score__text_guess_encoding("\xfe\xff\x01\xb0", 4), "UTF-16BE");
  ck_assert_str_eq(score__text_guess_encoding(tcvn, sizeof tcvn - 1), "TCVN3");
  ck_assert_str_eq(score__text_guess_encoding(viet, sizeof viet - 1), "windows-1258");
  ck_assert_ptr_nonnull(score__text_guess_encoding("", 0));
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("text");
  TCase *tests = tcase_create("text");
  tcase_add_loop_test(tests, validity, 0, COUNT(valid));
  tcase_add_loop_test(tests, normal_form, 0, COUNT(nfc));
  tcase_add_loop_test(tests, search_key, 0, COUNT(folds));
  tcase_add_test(tests, columns);
  tcase_add_test(tests, nearest);
  tcase_add_test(tests, trimming);
  tcase_add_test(tests, encodings);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
