/* The bytes behind the Base64 of minisign's files:
 *   public key  "Ed" id[8] key[32]
 *   secret key  "Ed" kdf[2] "B2" salt[32] operations[8] memory[8] then, encrypted by XOR where kdf is "Sc":
 *               id[8] key[64] BLAKE2b-256("Ed" id key)[32]
 *   signature   "ED" or "Ed", id[8] signature[64]; and on a line of its own the signature of signature and trusted
 *               comment
 * The first line of each is an untrusted comment: nothing depends on it. */
#include "base/sign.h"

#include <limits.h>
#include <string.h>

#include <sodium/core.h>
#include <sodium/crypto_generichash.h>
#include <sodium/crypto_pwhash_scryptsalsa208sha256.h>
#include <sodium/crypto_sign.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>

#include "base/fail.h"

#define PUBLIC_SIZE 42u
#define SECRET_SIZE 158u
#define SECRET_AT   54u /* where the encrypted part begins */
#define LOCKED_SIZE 104u
#define SALT_SIZE   32u
#define SIGN_SIZE   74u
#define TEXT_SIZE   256u /* Base64 of the longest of them, with its NUL */

/* N = 2^17, r = 8, p = 1 in 128 MiB; keys of others may ask for what minisign asks (1 GiB), and no more than 4. */
#define OPERATIONS      (UINT64_C(1) << 22)
#define MEMORY          (UINT64_C(1) << 27)
#define MOST_OPERATIONS (UINT64_C(1) << 28)
#define MOST_MEMORY     (UINT64_C(1) << 32)

static const char untrusted[] = "untrusted comment: ", trusted[] = "trusted comment: ";

_Static_assert(sizeof(crypto_generichash_state) <= sizeof((score__prehash *)0)->state, "room for libsodium's state");
_Static_assert(crypto_sign_SECRETKEYBYTES == 64 && crypto_sign_PUBLICKEYBYTES == 32 && crypto_sign_BYTES == 64,
               "Ed25519");

static crypto_generichash_state *state_of(score__prehash *h)
{
  return (crypto_generichash_state *)(void *)h->state;
}

void score__prehash_start(score__prehash *h)
{
  crypto_generichash_init(state_of(h), NULL, 0, SCORE__SIGNED_BYTES);
}

void score__prehash_add(score__prehash *h, const void *bytes, size_t size)
{
  if (size) crypto_generichash_update(state_of(h), bytes, size);
}

void score__prehash_end(score__prehash *h, unsigned char digest[SCORE__SIGNED_BYTES])
{
  crypto_generichash_final(state_of(h), digest, SCORE__SIGNED_BYTES);
}

void score__secret_wipe(void *bytes, size_t size)
{
  if (size) sodium_memzero(bytes, size);
}

void score__secret_key_wipe(score__secret_key *secret)
{
  sodium_memzero(secret, sizeof *secret);
}

void score__key_id(char text[SCORE__KEY_ID_TEXT], const unsigned char id[8])
{
  static const char digit[] = "0123456789ABCDEF";
  for (size_t i = 0; i < 8; i++) { /* a little-endian number */
    text[2 * i] = digit[id[7 - i] >> 4];
    text[2 * i + 1] = digit[id[7 - i] & 15];
  }
  text[16] = 0;
}

static int fail_random(score_error *err)
{
  return score__fail(err, SCORE_E_INTERNAL, SCORE__PH_SIGN_RANDOM, (const char *)NULL);
}

int score__key_make(score__secret_key *secret, score__public_key *open, score_error *err)
{
  if (sodium_init() < 0) return fail_random(err);
  randombytes_buf(secret->id, sizeof secret->id);
  if (crypto_sign_keypair(open->key, secret->key) != 0) return fail_random(err);
  memcpy(open->id, secret->id, sizeof open->id);
  return SCORE_OK;
}

/* ---- text ---- */

/* The next line, without its end ("\n", "\r\n" or that of the text); false when there is none. */
static bool next_line(const char **at, const char *end, const char **line, size_t *size)
{
  if (*at == end) return false;
  const char *stop = memchr(*at, '\n', (size_t)(end - *at));
  *line = *at;
  *size = (size_t)((stop ? stop : end) - *at);
  *at = stop ? stop + 1 : end;
  if (stop && *size && (*line)[*size - 1] == '\r') --*size;
  return true;
}

static bool begins(const char *line, size_t size, const char *with)
{
  return size >= strlen(with) && memcmp(line, with, strlen(with)) == 0;
}

/* libsodium takes some bytes above 0x7f for '+' or '/'. */
static bool is_base64(const char *line, size_t size)
{
  for (size_t i = 0; i < size; i++) {
    const char c = line[i];
    const bool good =
        (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '=';
    if (!good) return false;
  }
  return true;
}

static bool decode(unsigned char *out, size_t wanted, const char *line, size_t size)
{
  size_t have = 0;
  const char *end = NULL;
  if (size == 0 || size >= TEXT_SIZE || !is_base64(line, size)) return false;
  return sodium_base642bin(out, wanted, line, size, NULL, &have, &end, sodium_base64_VARIANT_ORIGINAL) == 0 &&
         have == wanted && end == line + size;
}

static void encode(score__buffer *out, const unsigned char *bytes, size_t size)
{
  char text[TEXT_SIZE];
  sodium_bin2base64(text, sizeof text, bytes, size, sodium_base64_VARIANT_ORIGINAL);
  score__buffer_text(out, text);
  score__buffer_char(out, '\n');
  sodium_memzero(text, sizeof text);
}

static int fault(score_error *err, uint32_t line, int phrase)
{
  score__fail(err, SCORE_E_INPUT, phrase, (const char *)NULL);
  if (err) err->line = line;
  return SCORE_E_INPUT;
}

/* A comment and one line of Base64. */
static int read_key(unsigned char *out, size_t wanted, const char *text, size_t size, int phrase, score_error *err)
{
  const char *at = text, *end = text + size, *line = NULL;
  size_t n = 0;
  if (!next_line(&at, end, &line, &n) || !begins(line, n, untrusted)) return fault(err, 1, phrase);
  if (!next_line(&at, end, &line, &n) || !decode(out, wanted, line, n)) return fault(err, 2, phrase);
  return at == end ? SCORE_OK : fault(err, 3, phrase);
}

static int done(const score__buffer *out, score_error *err)
{
  return out->failed ? score__fail_memory(err) : SCORE_OK;
}

/* ---- keys ---- */

int score__public_key_print(score__buffer *out, const score__public_key *key, score_error *err)
{
  char id[SCORE__KEY_ID_TEXT];
  unsigned char bytes[PUBLIC_SIZE] = "Ed";
  memcpy(bytes + 2, key->id, sizeof key->id);
  memcpy(bytes + 10, key->key, sizeof key->key);
  score__key_id(id, key->id);
  score__buffer_text(out, untrusted);
  score__buffer_text(out, "minisign public key ");
  score__buffer_text(out, id);
  score__buffer_char(out, '\n');
  encode(out, bytes, sizeof bytes);
  return done(out, err);
}

int score__public_key_read(score__public_key *out, const char *text, size_t size, score_error *err)
{
  unsigned char bytes[PUBLIC_SIZE];
  int status = read_key(bytes, sizeof bytes, text, size, SCORE__PH_SIGN_PUBLIC, err);
  if (status != SCORE_OK) return status;
  if (memcmp(bytes, "Ed", 2) != 0) return fault(err, 2, SCORE__PH_SIGN_PUBLIC);
  memcpy(out->id, bytes + 2, sizeof out->id);
  memcpy(out->key, bytes + 10, sizeof out->key);
  return SCORE_OK;
}

static void checksum(unsigned char sum[32], const unsigned char bytes[SECRET_SIZE])
{
  crypto_generichash_state h;
  crypto_generichash_init(&h, NULL, 0, 32);
  crypto_generichash_update(&h, bytes, 2);
  crypto_generichash_update(&h, bytes + SECRET_AT, 72);
  crypto_generichash_final(&h, sum, 32);
}

static void put_number(unsigned char *at, uint64_t v)
{
  for (size_t i = 0; i < 8; i++) at[i] = (unsigned char)(v >> (8 * i));
}

static uint64_t number_at(const unsigned char *at)
{
  uint64_t v = 0;
  for (size_t i = 8; i-- > 0;) v = v << 8 | at[i];
  return v;
}

/* Encrypts or decrypts: a XOR with what the password becomes. */
static int lock(unsigned char bytes[SECRET_SIZE], const char *password, score_error *err)
{
  const uint64_t operations = number_at(bytes + 38), memory = number_at(bytes + 46);
  unsigned char stream[LOCKED_SIZE];
  if (operations > MOST_OPERATIONS || memory > MOST_MEMORY || memory > SIZE_MAX)
    return fault(err, 2, SCORE__PH_SIGN_COST);
  if (crypto_pwhash_scryptsalsa208sha256(stream, sizeof stream, password, strlen(password), bytes + 6, operations,
                                         (size_t)memory) != 0)
    return score__fail_memory(err);
  for (size_t i = 0; i < LOCKED_SIZE; i++) bytes[SECRET_AT + i] ^= stream[i];
  sodium_memzero(stream, sizeof stream);
  return SCORE_OK;
}

int score__secret_key_print(score__buffer *out, const score__secret_key *key, const char *password, score_error *err)
{
  unsigned char bytes[SECRET_SIZE] = "Ed";
  int status = SCORE_OK;
  if (sodium_init() < 0) return fail_random(err);
  memcpy(bytes + 4, "B2", 2);
  memcpy(bytes + SECRET_AT, key->id, sizeof key->id);
  memcpy(bytes + SECRET_AT + 8, key->key, sizeof key->key);
  checksum(bytes + SECRET_AT + 72, bytes);
  if (password) {
    memcpy(bytes + 2, "Sc", 2);
    randombytes_buf(bytes + 6, SALT_SIZE);
    put_number(bytes + 38, OPERATIONS);
    put_number(bytes + 46, MEMORY);
    status = lock(bytes, password, err);
  }
  if (status == SCORE_OK) {
    score__buffer_text(out, untrusted);
    score__buffer_text(out, password ? "minisign encrypted secret key\n" : "minisign secret key\n");
    encode(out, bytes, sizeof bytes);
    status = done(out, err);
  }
  sodium_memzero(bytes, sizeof bytes);
  return status;
}

/* The public half stands in the secret one: it must be the one that belongs to its seed. minisign leaves the checksum
 * of a key without a password blank. */
static bool is_sound(const unsigned char bytes[SECRET_SIZE], bool locked)
{
  const unsigned char *written = bytes + SECRET_AT + 72;
  unsigned char sum[32], open[32], secret[64];
  checksum(sum, bytes);
  if (sodium_memcmp(sum, written, sizeof sum) != 0 && (locked || !sodium_is_zero(written, sizeof sum))) return false;
  crypto_sign_seed_keypair(open, secret, bytes + SECRET_AT + 8);
  const bool sound = sodium_memcmp(secret, bytes + SECRET_AT + 8, sizeof secret) == 0;
  sodium_memzero(secret, sizeof secret);
  return sound;
}

int score__secret_key_read(score__secret_key *out, const char *text, size_t size, const char *password,
                           score_error *err)
{
  unsigned char bytes[SECRET_SIZE];
  if (sodium_init() < 0) return fail_random(err);
  int status = read_key(bytes, sizeof bytes, text, size, SCORE__PH_SIGN_SECRET, err);
  const bool locked = status == SCORE_OK && memcmp(bytes + 2, "Sc", 2) == 0;
  if (status == SCORE_OK &&
      (memcmp(bytes, "Ed", 2) != 0 || memcmp(bytes + 4, "B2", 2) != 0 || (!locked && memcmp(bytes + 2, "\0", 2) != 0)))
    status = fault(err, 2, SCORE__PH_SIGN_SECRET);
  if (locked && status == SCORE_OK && !password) status = fault(err, 0, SCORE__PH_SIGN_PASSWORD_ABSENT);
  if (locked && status == SCORE_OK) status = lock(bytes, password, err);
  if (status == SCORE_OK && !is_sound(bytes, locked))
    status = locked ? fault(err, 0, SCORE__PH_SIGN_PASSWORD_WRONG) : fault(err, 2, SCORE__PH_SIGN_SECRET);
  if (status == SCORE_OK) {
    memcpy(out->id, bytes + SECRET_AT, sizeof out->id);
    memcpy(out->key, bytes + SECRET_AT + 8, sizeof out->key);
  }
  sodium_memzero(bytes, sizeof bytes);
  return status;
}

/* ---- signatures ---- */

static bool is_comment(const char *text, size_t size)
{
  if (size > SCORE__MAX_COMMENT) return false;
  for (size_t i = 0; i < size; i++)
    if (text[i] == '\n' || text[i] == '\r' || text[i] == 0) return false;
  return true;
}

int score__signature_print(score__buffer *out, const score__secret_key *key,
                           const unsigned char digest[SCORE__SIGNED_BYTES], const char *comment, score_error *err)
{
  unsigned char bytes[SIGN_SIZE] = "ED", whole[64];
  const size_t size = strlen(comment);
  score__buffer both = {0};
  if (!is_comment(comment, size)) return score__fail(err, SCORE_E_USAGE, SCORE__PH_SIGN_COMMENT, (const char *)NULL);
  memcpy(bytes + 2, key->id, sizeof key->id);
  crypto_sign_detached(bytes + 10, NULL, digest, SCORE__SIGNED_BYTES, key->key);
  score__buffer_add(&both, bytes + 10, 64);
  score__buffer_add(&both, comment, size);
  if (!both.failed) {
    crypto_sign_detached(whole, NULL, (const unsigned char *)both.data, both.size, key->key);
    score__buffer_text(out, untrusted);
    score__buffer_text(out, "signature from minisign secret key\n");
    encode(out, bytes, sizeof bytes);
    score__buffer_text(out, trusted);
    score__buffer_add(out, comment, size);
    score__buffer_char(out, '\n');
    encode(out, whole, sizeof whole);
  }
  const int status = both.failed ? score__fail_memory(err) : done(out, err);
  score__buffer_free(&both);
  return status;
}

int score__signature_read(score__signature *out, const char *text, size_t size, score_error *err)
{
  const char *at = text, *end = text + size, *line = NULL;
  unsigned char bytes[SIGN_SIZE];
  size_t n = 0;
  if (!next_line(&at, end, &line, &n) || !begins(line, n, untrusted)) return fault(err, 1, SCORE__PH_SIGN_TEXT);
  if (!next_line(&at, end, &line, &n) || !decode(bytes, sizeof bytes, line, n))
    return fault(err, 2, SCORE__PH_SIGN_TEXT);
  if (bytes[0] != 'E' || (bytes[1] != 'D' && bytes[1] != 'd')) return fault(err, 2, SCORE__PH_SIGN_TEXT);
  out->prehashed = bytes[1] == 'D';
  memcpy(out->id, bytes + 2, sizeof out->id);
  memcpy(out->signature, bytes + 10, sizeof out->signature);
  if (!next_line(&at, end, &line, &n) || !begins(line, n, trusted)) return fault(err, 3, SCORE__PH_SIGN_TEXT);
  out->comment = line + strlen(trusted);
  out->comment_size = n - strlen(trusted);
  if (!is_comment(out->comment, out->comment_size)) return fault(err, 3, SCORE__PH_SIGN_TEXT);
  if (!next_line(&at, end, &line, &n) || !decode(out->whole, sizeof out->whole, line, n))
    return fault(err, 4, SCORE__PH_SIGN_TEXT);
  return at == end ? SCORE_OK : fault(err, 5, SCORE__PH_SIGN_TEXT);
}

int score__signature_check(const score__signature *s, const score__public_key *key, const void *bytes, size_t size,
                           score_error *err)
{
  if (memcmp(s->id, key->id, sizeof s->id) != 0) {
    char have[SCORE__KEY_ID_TEXT], wanted[SCORE__KEY_ID_TEXT];
    score__key_id(have, s->id);
    score__key_id(wanted, key->id);
    return score__fail(err, SCORE_E_INPUT, SCORE__PH_SIGN_OTHER_KEY, have, wanted, (const char *)NULL);
  }
  if (crypto_sign_verify_detached(s->signature, bytes, size, key->key) != 0) return fault(err, 2, SCORE__PH_SIGN_WRONG);
  score__buffer both = {0};
  score__buffer_add(&both, s->signature, sizeof s->signature);
  score__buffer_add(&both, s->comment, s->comment_size);
  int status = both.failed ? score__fail_memory(err) : SCORE_OK;
  if (status == SCORE_OK &&
      crypto_sign_verify_detached(s->whole, (const unsigned char *)both.data, both.size, key->key) != 0)
    status = fault(err, 3, SCORE__PH_SIGN_WRONG_COMMENT);
  score__buffer_free(&both);
  return status;
}
