/* A whole file in memory, within a limit. */
#ifndef SCORE__BYTES_H
#define SCORE__BYTES_H

#include "base/buffer.h"
#include "score/error.h"

int score__bytes_read(score__buffer *out, const char *path, size_t limit, score_error *err);

#endif
