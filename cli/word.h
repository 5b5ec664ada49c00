/* What the command line itself says, once per language. The library's own messages come from the library. */
#ifndef CLI_WORD_H
#define CLI_WORD_H

#include <stdio.h>

#include <score/score.h>

typedef enum cli_word {
  W_NONE = 0,
#define WORD(id, en, vi) W_##id,
#include "words.def"
#undef WORD
  W_COUNT
} cli_word;

const char *cli_word_text(cli_word word, score_lang lang);
/* Prints the text; {0} {1} ... are the NULL-terminated arguments, made safe for a terminal. */
void cli_word_print(FILE *to, score_lang lang, cli_word word, ...) __attribute__((sentinel));
/* Prints text on one line: control characters become '?'. */
void cli_text_print(FILE *to, const char *text);

#endif
