/* Version of the library. */
#ifndef SCORE_VERSION_H
#define SCORE_VERSION_H

#include "score/export.h"

#define SCORE_VERSION "0.1.0"

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library that runs, which may differ from the header's. */
SCORE_API const char *score_version(void);

#ifdef __cplusplus
}
#endif
#endif
