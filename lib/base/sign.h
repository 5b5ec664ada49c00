/* Ed25519 keys and detached signatures as minisign writes them (libsodium), on texts and digests: no files here.
 * https://jedisct1.github.io/minisign/ ("Signature format", "Public key format", "Secret key format"). */
#ifndef SCORE__SIGN_H
#define SCORE__SIGN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "score/error.h"

#define SCORE__KEY_ID_TEXT  17    /* 16 hexadecimal digits, as minisign prints them */
#define SCORE__SIGNED_BYTES 64    /* a BLAKE2b-512 */
#define SCORE__MAX_COMMENT  8192u /* bytes of a trusted comment, as in minisign */

typedef struct score__secret_key { /* wiped by score__secret_key_wipe */
  unsigned char id[8], key[64];
} score__secret_key;

typedef struct score__public_key {
  unsigned char id[8], key[32];
} score__public_key;

typedef struct score__signature {
  bool prehashed; /* "ED": over the BLAKE2b-512 of the file; else "Ed": over the file itself */
  unsigned char id[8], signature[64], whole[64];
  const char *comment; /* the trusted one, [comment_size], in the text it was read from */
  size_t comment_size;
} score__signature;

typedef struct score__prehash {
  _Alignas(64) unsigned char state[512];
} score__prehash;

void score__prehash_start(score__prehash *h);
void score__prehash_add(score__prehash *h, const void *bytes, size_t size);
void score__prehash_end(score__prehash *h, unsigned char digest[SCORE__SIGNED_BYTES]);

/* A pair made of the system's own randomness. SCORE_E_INTERNAL without it. */
int score__key_make(score__secret_key *secret, score__public_key *open, score_error *err);
void score__secret_key_wipe(score__secret_key *secret);
void score__key_id(char text[SCORE__KEY_ID_TEXT], const unsigned char id[8]);
/* Sets memory that held a secret to zeros. */
void score__secret_wipe(void *bytes, size_t size);

/* The text of a key file; password NULL = not encrypted. */
int score__secret_key_print(score__buffer *out, const score__secret_key *key, const char *password, score_error *err);
int score__public_key_print(score__buffer *out, const score__public_key *key, score_error *err);
/* Reads the text of a key file; `line` of err is the one at fault. SCORE_E_INPUT: no such key, a wrong password, or one
 * wanted (SCORE__PH_SIGN_PASSWORD_ABSENT). */
int score__secret_key_read(score__secret_key *out, const char *text, size_t size, const char *password,
                           score_error *err);
int score__public_key_read(score__public_key *out, const char *text, size_t size, score_error *err);

/* The text of a signature file over a prehashed file. */
int score__signature_print(score__buffer *out, const score__secret_key *key,
                           const unsigned char digest[SCORE__SIGNED_BYTES], const char *comment, score_error *err);
int score__signature_read(score__signature *out, const char *text, size_t size, score_error *err);
/* Compares the key first, then the signature over `bytes` (the digest where it is prehashed, else the whole file), then
 * the one over the trusted comment. SCORE_E_INPUT. */
int score__signature_check(const score__signature *signature, const score__public_key *key, const void *bytes,
                           size_t size, score_error *err);

#endif
