/* Every text of the library, once per language. Rules, checks and errors carry a phrase and its arguments; writers
 * and score_error_text speak. {0} {1} ... are the arguments. One .def file per room that speaks. */
#ifndef SCORE__PHRASE_H
#define SCORE__PHRASE_H

#include "base/buffer.h"
#include "score/error.h"

typedef enum score__phrase {
  SCORE__PH_NONE = 0,
#define PHRASE(id, en, vi) SCORE__PH_##id,
#include "base/phrases.def"
#undef PHRASE
  SCORE__PH_COUNT
} score__phrase;

/* The template; "" for an unknown phrase. */
const char *score__phrase_text(int phrase, score_lang lang);
/* Its name as in the .def file: "TRACE_ROUND". */
const char *score__phrase_name(int phrase);
/* The template with its arguments put in. */
void score__phrase_fill(score__buffer *out, int phrase, score_lang lang, const char *const *args, size_t count);

#endif
