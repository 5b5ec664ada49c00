/* A file that cannot be opened or read, in words of ours: those of the C library follow the locale. */
#ifndef SCORE__FILE_FAULT_H
#define SCORE__FILE_FAULT_H

#include "score/error.h"

/* error = errno. Fills err (may be NULL) with the path as its place; returns SCORE_E_INPUT, or SCORE_E_MEMORY. */
int score__file_fault(score_error *err, int error, const char *path);

#endif
