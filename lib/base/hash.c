#include "base/hash.h"

#include <sodium/crypto_hash_sha256.h>

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof((score__sha256 *)0)->state, "room for libsodium's state");
_Static_assert(crypto_hash_sha256_BYTES * 2 + 1 == SCORE__SHA256_HEX, "hex of SHA-256");

static crypto_hash_sha256_state *state_of(score__sha256 *h)
{
  return (crypto_hash_sha256_state *)(void *)h->state;
}

void score__sha256_start(score__sha256 *h)
{
  crypto_hash_sha256_init(state_of(h));
}

void score__sha256_add(score__sha256 *h, const void *bytes, size_t size)
{
  if (size) crypto_hash_sha256_update(state_of(h), bytes, size);
}

void score__sha256_end(score__sha256 *h, char hex[SCORE__SHA256_HEX])
{
  static const char digit[] = "0123456789abcdef";
  unsigned char sum[crypto_hash_sha256_BYTES];
  crypto_hash_sha256_final(state_of(h), sum);
  for (size_t i = 0; i < sizeof sum; i++) {
    hex[2 * i] = digit[sum[i] >> 4];
    hex[2 * i + 1] = digit[sum[i] & 15];
  }
  hex[2 * sizeof sum] = 0;
}

void score__sha256_of(const void *bytes, size_t size, char hex[SCORE__SHA256_HEX])
{
  score__sha256 h;
  score__sha256_start(&h);
  score__sha256_add(&h, bytes, size);
  score__sha256_end(&h, hex);
}
