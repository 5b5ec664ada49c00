/* Keys and detached signatures (Ed25519) in minisign's format: who has minisign can check what libscore signed, and the
 * other way round. */
#ifndef SCORE_SIGNATURE_H
#define SCORE_SIGNATURE_H

#include "score/document.h"

#ifdef __cplusplus
extern "C" {
#endif

#define SCORE_KEY_ID 17 /* bytes of 16 hexadecimal digits with their NUL */

/* Makes a pair of keys in two new files, the secret one readable by its owner alone; encrypted where a password is
 * given (scrypt), else as it is (NULL). id, which may be NULL, gets its number. SCORE_E_OUTPUT where a file is there
 * already or cannot be written: then neither is left. */
SCORE_API int score_key_make(const char *secret_path, const char *public_path, const char *password,
                             char id[SCORE_KEY_ID], score_error *err);
/* Reads the first line of a file, without its end, for a password. Wipe it with score_password_wipe. SCORE_E_INPUT,
 * SCORE_E_LIMIT for more than 1023 bytes. */
#define SCORE_PASSWORD 1024
SCORE_API int score_password_read(char password[SCORE_PASSWORD], const char *path, score_error *err);
SCORE_API void score_password_wipe(char password[SCORE_PASSWORD]);

/* Signs a file of any size (its BLAKE2b-512) and writes the text of the signature file. `comment`, one line, is signed
 * with it. password NULL where the key has none. SCORE_E_INPUT: no key, no file, a wrong password; SCORE_E_OUTPUT. */
SCORE_API int score_signature_make(const char *path, const char *key_path, const char *password, const char *comment,
                                   score_write_fn write, void *context, score_error *err);

typedef struct score_signature_about {
  char id[SCORE_KEY_ID]; /* of the key it was made with */
  char comment[512];     /* the trusted one, cut to this size; "" unless it was checked */
} score_signature_about;

/* Checks the signature of a file with a public key: both sorts there are, over the file's digest ("ED") and over the
 * file itself ("Ed", up to 1 GiB). about may be NULL. 0 only if all of it is right; SCORE_E_INPUT says what is not. */
SCORE_API int score_signature_verify(const char *path, const char *signature_path, const char *key_path,
                                     score_signature_about *about, score_error *err);

#ifdef __cplusplus
}
#endif
#endif
