/* SHA-256 (libsodium) and a small dictionary from text to index. */
#ifndef SCORE__HASH_H
#define SCORE__HASH_H

#include <stddef.h>
#include <stdint.h>

#define SCORE__SHA256_HEX 65

typedef struct score__sha256 {
  _Alignas(16) unsigned char state[128];
} score__sha256;

void score__sha256_start(score__sha256 *h);
void score__sha256_add(score__sha256 *h, const void *bytes, size_t size);
void score__sha256_end(score__sha256 *h, char hex[SCORE__SHA256_HEX]);
void score__sha256_of(const void *bytes, size_t size, char hex[SCORE__SHA256_HEX]);

/* Keys are not copied: they must outlive the dictionary. */
typedef struct score__dict {
  struct score__dict_slot *slots;
  size_t cap, size;
} score__dict; /* {0} is empty */

/* Adds key -> value; an existing key keeps its value. 0, or -1 when memory is out. */
int score__dict_add(score__dict *d, const char *key, size_t value);
/* SIZE_MAX when absent. */
size_t score__dict_get(const score__dict *d, const char *key);
size_t score__dict_get_n(const score__dict *d, const char *key, size_t size);
void score__dict_free(score__dict *d);

#endif
