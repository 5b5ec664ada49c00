/* A malloc that refuses: include it once in a program that wants to see memory run out. Libraries beside it (expat,
 * SQLite, ...) are met too. Under a sanitizer, which owns malloc, WATCHED is 1 and nothing is ever refused. */
#ifndef TESTS_REFUSING_H
#define TESTS_REFUSING_H

#include <stdbool.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define WATCHED 1
#else
#define WATCHED 0
#endif

__attribute__((unused)) static long countdown = -1; /* allocations until the one that fails; -1 = none */
__attribute__((unused)) static bool hit;            /* it was refused */
__attribute__((unused)) static long seen;           /* allocations so far */

#if !WATCHED
static bool refuse(void)
{
  seen++;
  if (countdown < 0 || countdown-- > 0) return false;
  hit = true;
  return true;
}

#define EVERYWHERE __attribute__((visibility("default")))
EVERYWHERE void *malloc(size_t size);
EVERYWHERE void *calloc(size_t count, size_t size);
EVERYWHERE void *realloc(void *old, size_t size);
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

void *malloc(size_t size)
{
  return refuse() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
  return refuse() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
  return refuse() ? NULL : __libc_realloc(old, size);
}
#endif

#endif
