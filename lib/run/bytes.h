/* A whole file in memory, within a limit. */
#ifndef SCORE__BYTES_H
#define SCORE__BYTES_H

#include "base/buffer.h"
#include "base/hash.h"
#include "score/error.h"

/* The digest of a file that can be read twice; "" of a pipe, and of what cannot be read. */
void score__bytes_digest(char hex[SCORE__SHA256_HEX], const char *path);
int score__bytes_read(score__buffer *out, const char *path, size_t limit, score_error *err);

#endif
