/* Keys and signatures in files; what is in them is base/sign.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file_fault.h"
#include "base/sign.h"
#include "run/bytes.h"
#include "score/signature.h"

#define MAX_KEY_FILE       4096u
#define MAX_SIGNATURE_FILE 16384u
#define MAX_LEGACY_FILE    ((size_t)1 << 30)

_Static_assert(SCORE_KEY_ID == SCORE__KEY_ID_TEXT, "the digits of a key's number");

static void wipe(score__buffer *b)
{
  if (b->data) score__secret_wipe(b->data, b->size);
  score__buffer_free(b);
}

/* ---- keys ---- */

static int write_new(const char *path, const score__buffer *text, mode_t mode, score_error *err)
{
  const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  bool good = fd >= 0;
  const int error = errno;
  for (size_t at = 0; good && at < text->size;) {
    const ssize_t n = write(fd, text->data + at, text->size - at);
    if (n > 0) at += (size_t)n;
    good = n > 0 || (n < 0 && errno == EINTR);
  }
  if (fd >= 0) {
    good = fsync(fd) == 0 && good;
    good = close(fd) == 0 && good;
    if (!good) unlink(path);
  }
  if (good) return SCORE_OK;
  score__fail(err, SCORE_E_OUTPUT, fd < 0 && error == EEXIST ? SCORE__PH_SIGN_MADE : SCORE__PH_SIGN_WRITE,
              (const char *)NULL);
  score__fail_at(err, path, 0, 0, NULL);
  return SCORE_E_OUTPUT;
}

int score_key_make(const char *secret_path, const char *public_path, const char *password, char id[SCORE_KEY_ID],
                   score_error *err)
{
  score__secret_key secret;
  score__public_key open;
  score__buffer secret_text = {0}, public_text = {0};
  int status = score__key_make(&secret, &open, err);
  if (status == SCORE_OK) status = score__secret_key_print(&secret_text, &secret, password, err);
  if (status == SCORE_OK) status = score__public_key_print(&public_text, &open, err);
  if (status == SCORE_OK) status = write_new(secret_path, &secret_text, 0600, err);
  if (status == SCORE_OK) {
    status = write_new(public_path, &public_text, 0666, err);
    if (status != SCORE_OK) unlink(secret_path);
  }
  if (status == SCORE_OK && id) score__key_id(id, open.id);
  score__secret_key_wipe(&secret);
  wipe(&secret_text);
  score__buffer_free(&public_text);
  return status;
}

int score_password_read(char password[SCORE_PASSWORD], const char *path, score_error *err)
{
  score__buffer text = {0};
  int status = score__bytes_read(&text, path, SCORE_PASSWORD + 1, err);
  if (status == SCORE_OK) {
    const char *stop = text.size ? memchr(text.data, '\n', text.size) : NULL;
    size_t size = stop ? (size_t)(stop - text.data) : text.size;
    if (stop && size && text.data[size - 1] == '\r') size--;
    if (size == 0 || size >= SCORE_PASSWORD || memchr(text.data, 0, size)) {
      status = size >= SCORE_PASSWORD ? SCORE_E_LIMIT : SCORE_E_INPUT;
      score__fail(err, status, status == SCORE_E_LIMIT ? SCORE__PH_FILE_TOO_LARGE : SCORE__PH_SIGN_PASSWORD_EMPTY,
                  status == SCORE_E_LIMIT ? "1023" : (const char *)NULL, (const char *)NULL);
      score__fail_at(err, path, 1, 0, NULL);
    } else {
      memcpy(password, text.data, size);
      password[size] = 0;
    }
  }
  wipe(&text);
  return status;
}

void score_password_wipe(char password[SCORE_PASSWORD])
{
  score__secret_wipe(password, SCORE_PASSWORD);
}

static int read_secret(score__secret_key *out, const char *path, const char *password, score_error *err)
{
  score__buffer text = {0};
  int status = score__bytes_read(&text, path, MAX_KEY_FILE, err);
  if (status == SCORE_OK) {
    status = score__secret_key_read(out, text.data ? text.data : "", text.size, password, err);
    if (status != SCORE_OK) score__fail_at(err, path, err ? err->line : 0, 0, NULL);
  }
  wipe(&text);
  return status;
}

/* ---- files ---- */

static int digest_of(unsigned char digest[SCORE__SIGNED_BYTES], const char *path, score_error *err)
{
  FILE *f = fopen(path, "rb");
  if (!f) return score__file_fault(err, errno, path);
  score__prehash h;
  char block[65536];
  size_t n;
  score__prehash_start(&h);
  while ((n = fread(block, 1, sizeof block, f)) > 0) score__prehash_add(&h, block, n);
  int status = ferror(f) ? score__file_fault(err, errno, path) : SCORE_OK;
  score__prehash_end(&h, digest);
  fclose(f);
  return status;
}

int score_signature_make(const char *path, const char *key_path, const char *password, const char *comment,
                         score_write_fn write, void *context, score_error *err)
{
  unsigned char digest[SCORE__SIGNED_BYTES];
  score__secret_key key;
  score__buffer text = {0};
  int status = read_secret(&key, key_path, password, err);
  if (status != SCORE_OK) return status;
  status = digest_of(digest, path, err);
  if (status == SCORE_OK) status = score__signature_print(&text, &key, digest, comment, err);
  score__secret_key_wipe(&key);
  if (status == SCORE_OK && write(context, text.data, text.size) != 0)
    status = score__fail(err, SCORE_E_OUTPUT, SCORE__PH_OUTPUT, (const char *)NULL);
  score__buffer_free(&text);
  return status;
}

static int check_file(const score__signature *s, const score__public_key *key, const char *path, score_error *err)
{
  if (s->prehashed) {
    unsigned char digest[SCORE__SIGNED_BYTES];
    const int status = digest_of(digest, path, err);
    return status == SCORE_OK ? score__signature_check(s, key, digest, sizeof digest, err) : status;
  }
  score__buffer bytes = {0};
  int status = score__bytes_read(&bytes, path, MAX_LEGACY_FILE, err);
  if (status == SCORE_OK) status = score__signature_check(s, key, bytes.data ? bytes.data : "", bytes.size, err);
  score__buffer_free(&bytes);
  return status;
}

int score_signature_verify(const char *path, const char *signature_path, const char *key_path,
                           score_signature_about *about, score_error *err)
{
  score__buffer key_text = {0}, text = {0};
  score__public_key key;
  score__signature s;
  if (about) *about = (score_signature_about){.id = ""};
  const char *place = key_path;
  int status = score__bytes_read(&key_text, key_path, MAX_KEY_FILE, err);
  if (status != SCORE_OK) place = NULL;
  if (status == SCORE_OK) status = score__public_key_read(&key, key_text.data ? key_text.data : "", key_text.size, err);
  if (status == SCORE_OK) {
    status = score__bytes_read(&text, signature_path, MAX_SIGNATURE_FILE, err);
    place = status == SCORE_OK ? signature_path : NULL;
  }
  if (status == SCORE_OK) status = score__signature_read(&s, text.data ? text.data : "", text.size, err);
  if (status == SCORE_OK) {
    if (about) score__key_id(about->id, s.id);
    status = check_file(&s, &key, path, err);
    if (status != SCORE_OK && err && *err->file) place = NULL; /* the file itself could not be read */
  }
  if (status == SCORE_OK && about) {
    const size_t most = sizeof about->comment - 1, size = s.comment_size < most ? s.comment_size : most;
    memcpy(about->comment, s.comment, size);
  }
  if (status != SCORE_OK && place && err) score__fail_at(err, place, err->line, 0, NULL);
  score__buffer_free(&key_text);
  score__buffer_free(&text);
  return status;
}
