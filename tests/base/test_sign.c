/* Keys and signatures that minisign 0.11 wrote; every byte of them altered; round trips with and without a password. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/sign.h"

#define MESSAGE "hello, ward\n"

static const char secret_text[] =
    "untrusted comment: minisign encrypted secret key\n"
    "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAonBxrGdd7ZKnTA7q2GX8ffSFADQCXB80y0GaKxlY/"
    "mMvPOEF4Pxic+pp1f1/UVde73noPHov9nWOCwFRMdx9Li6moofx4vlsAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
static const char public_text[] = "untrusted comment: minisign public key 92ED5D67AC7170A2\n"
                                  "RWSicHGsZ13tkupp1f1/UVde73noPHov9nWOCwFRMdx9Li6moofx4vls\n";
static const char hashed_text[] =
    "untrusted comment: signature from minisign secret key\n"
    "RUSicHGsZ13tkvgLB/vlqETEHWKGL3Tb9k/D+CPCzK5cScxD32AVlhd6on5L0DL0fR6r4w5JHZ8yiwi6uAN1B8MN/gW6u2tiQgU=\n"
    "trusted comment: trusted: một ghi chú\n"
    "9GjlMQJPmDJREXz8ICY30U3M6uXDAx6WcybZInI9QgbpfH/RU8M4z3cLGhfdsRtoM82Bygn7953fyn+VYXaZBg==\n";
static const char legacy_text[] =
    "untrusted comment: signature from minisign secret key\n"
    "RWSicHGsZ13tkoIhSVt+Rt+vhwwBzP4oNgTjvWSrfCuwbs7aeBP/3SvmWNEsVJ9vz3zuKIJkZZGAaxiRTb9IirIHORofV3W12wM=\n"
    "trusted comment: legacy\n"
    "nQFJMu7R8G+MRX8lV34DajVBx1HOB6evUKFOMWJ2Mpy/3EOidAPxRfo7a2GgqJCEET8JAw4qiLWP5SMNi5YmAQ==\n";

static void digest_of(unsigned char digest[SCORE__SIGNED_BYTES], const char *text)
{
  score__prehash h;
  score__prehash_start(&h);
  for (const char *at = text; *at; at++) score__prehash_add(&h, at, 1);
  score__prehash_add(&h, NULL, 0);
  score__prehash_end(&h, digest);
}

static int verify(const char *key_text, size_t key_size, const char *text, size_t size, const char *message,
                  score_error *err)
{
  score__public_key key;
  score__signature s;
  unsigned char digest[SCORE__SIGNED_BYTES];
  int status = score__public_key_read(&key, key_text, key_size, err);
  if (status == SCORE_OK) status = score__signature_read(&s, text, size, err);
  if (status != SCORE_OK) return status;
  digest_of(digest, message);
  return s.prehashed ? score__signature_check(&s, &key, digest, sizeof digest, err)
                     : score__signature_check(&s, &key, message, strlen(message), err);
}

START_TEST(what_minisign_wrote)
{
  score_error err;
  ck_assert_int_eq(verify(public_text, strlen(public_text), hashed_text, strlen(hashed_text), MESSAGE, &err), 0);
  ck_assert_int_eq(verify(public_text, strlen(public_text), legacy_text, strlen(legacy_text), MESSAGE, &err), 0);
  ck_assert_int_eq(verify(public_text, strlen(public_text), hashed_text, strlen(hashed_text), "hello, warD\n", &err),
                   SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_SIGN_WRONG);
  ck_assert_int_eq(verify(public_text, strlen(public_text), legacy_text, strlen(legacy_text), "", &err), SCORE_E_INPUT);
  score__secret_key key;
  ck_assert_int_eq(score__secret_key_read(&key, secret_text, strlen(secret_text), NULL, &err), 0);
  /* A signature of that key by us is one under its public key. */
  score__buffer text = {0};
  unsigned char digest[SCORE__SIGNED_BYTES];
  digest_of(digest, "other");
  ck_assert_int_eq(score__signature_print(&text, &key, digest, "a comment", &err), 0);
  ck_assert_int_eq(verify(public_text, strlen(public_text), text.data, text.size, "other", &err), 0);
  ck_assert_int_eq(score__signature_print(&text, &key, digest, "two\nlines", &err), SCORE_E_USAGE);
  score__buffer_free(&text);
}
END_TEST

/* The untrusted comment may say anything: nothing else may. */
static bool is_free(const char *text, size_t i)
{
  const size_t first = strlen("untrusted comment: ");
  return i >= first && i < strcspn(text, "\n");
}

static void alter_each(const char *text, bool of_key, const char *message)
{
  const size_t size = strlen(text);
  const char *other = of_key ? hashed_text : public_text;
  char *copy = malloc(size + 1);
  ck_assert_ptr_nonnull(copy);
  for (size_t i = 0; i < size; i++) {
    static const unsigned char flips[] = {0x01, 0x20, 0x80, 0xff};
    for (size_t k = 0; k < sizeof flips; k++) {
      memcpy(copy, text, size + 1);
      copy[i] = (char)((unsigned char)copy[i] ^ flips[k]);
      if (is_free(text, i) && copy[i] != '\n') continue;
      const int got = of_key ? verify(copy, size, other, strlen(other), message, NULL)
                             : verify(other, strlen(other), copy, size, message, NULL);
      ck_assert_msg(got == SCORE_E_INPUT, "byte %zu xor %02x passes", i, flips[k]);
    }
    memcpy(copy, text, size + 1);
    memmove(copy + i, copy + i + 1, size - i); /* left out */
    if (!is_free(text, i) && i + 1 < size) {
      const int got = of_key ? verify(copy, size - 1, other, strlen(other), message, NULL)
                             : verify(other, strlen(other), copy, size - 1, message, NULL);
      ck_assert_msg(got == SCORE_E_INPUT, "without byte %zu it passes", i);
    }
    const int cut = of_key ? verify(text, i, other, strlen(other), message, NULL)
                           : verify(other, strlen(other), text, i, message, NULL);
    ck_assert_msg(cut == SCORE_E_INPUT || i + 1 == size, "cut to %zu bytes it passes", i);
  }
  free(copy);
}

START_TEST(every_byte_counts)
{
  alter_each(hashed_text, false, MESSAGE);
  alter_each(legacy_text, false, MESSAGE);
  alter_each(public_text, true, MESSAGE);
}
END_TEST

START_TEST(line_ends)
{
  char copy[1024];
  size_t n = 0;
  for (const char *at = hashed_text; *at; at++) { /* from a mail program under Windows */
    if (*at == '\n') copy[n++] = '\r';
    copy[n++] = *at;
  }
  ck_assert_int_eq(verify(public_text, strlen(public_text), copy, n, MESSAGE, NULL), 0);
  ck_assert_int_eq(verify(public_text, strlen(public_text), hashed_text, strlen(hashed_text) - 1, MESSAGE, NULL), 0);
}
END_TEST

START_TEST(with_a_password)
{
  score__secret_key key, again;
  score__public_key open;
  score__buffer text = {0};
  score_error err;
  ck_assert_int_eq(score__key_make(&key, &open, &err), 0);
  ck_assert_int_eq(score__secret_key_print(&text, &key, "mật khẩu", &err), 0);
  ck_assert_int_eq(score__secret_key_read(&again, text.data, text.size, "mật khẩu", &err), 0);
  ck_assert_mem_eq(&key, &again, sizeof key);
  ck_assert_int_eq(score__secret_key_read(&again, text.data, text.size, "mật khẩU", &err), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_SIGN_PASSWORD_WRONG);
  ck_assert_int_eq(score__secret_key_read(&again, text.data, text.size, NULL, &err), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_SIGN_PASSWORD_ABSENT);
  score__buffer_clear(&text);
  ck_assert_int_eq(score__secret_key_print(&text, &key, NULL, &err), 0);
  ck_assert_int_eq(score__secret_key_read(&again, text.data, text.size, NULL, &err), 0);
  ck_assert_mem_eq(&key, &again, sizeof key);
  score__secret_key_wipe(&again);
  static const score__secret_key nothing;
  ck_assert_mem_eq(&again, &nothing, sizeof nothing);
  score__buffer_free(&text);
}
END_TEST

START_TEST(another_key)
{
  score__secret_key key;
  score__public_key open;
  score__buffer text = {0};
  score_error err;
  char id[SCORE__KEY_ID_TEXT], line[512];
  ck_assert_int_eq(score__key_make(&key, &open, &err), 0);
  ck_assert_int_eq(score__public_key_print(&text, &open, &err), 0);
  ck_assert_int_eq(verify(text.data, text.size, hashed_text, strlen(hashed_text), MESSAGE, &err), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_SIGN_OTHER_KEY);
  score__key_id(id, open.id);
  score_error_text(line, sizeof line, &err, SCORE_LANG_EN);
  ck_assert_ptr_nonnull(strstr(line, "92ED5D67AC7170A2"));
  ck_assert_ptr_nonnull(strstr(line, id));
  score__buffer_free(&text);
}
END_TEST

int main(void)
{
  Suite *s = suite_create("sign");
  TCase *t = tcase_create("sign");
  tcase_add_test(t, what_minisign_wrote);
  tcase_add_test(t, every_byte_counts);
  tcase_add_test(t, line_ends);
  tcase_add_test(t, with_a_password);
  tcase_add_test(t, another_key);
  suite_add_tcase(s, t);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_ENV);
  const int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
