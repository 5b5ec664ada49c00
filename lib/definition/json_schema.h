/* The declared parameters of a definition as a JSON Schema (draft 2020-12), for editors. */
#ifndef SCORE__JSON_SCHEMA_H
#define SCORE__JSON_SCHEMA_H

#include "model/tree.h"
#include "score/error.h"

/* NULL when memory is out. */
score__tree *score__schema_build(score__arena *arena, score_lang lang);

#endif
