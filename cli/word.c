#include "word.h"

#include <stdarg.h>

static const char *const texts[W_COUNT][2] = {
    {"", ""},
#define WORD(id, en, vi) {en, vi},
#include "words.def"
#undef WORD
};

const char *cli_word_text(cli_word word, score_lang lang)
{
  return texts[word < W_COUNT ? word : W_NONE][lang == SCORE_LANG_VI];
}

void cli_text_print(FILE *to, const char *text)
{
  for (; *text; text++) {
    const unsigned char c = (unsigned char)*text;
    fputc(c < 0x20 || c == 0x7f ? '?' : c, to);
  }
}

void cli_word_print(FILE *to, score_lang lang, cli_word word, ...)
{
  const char *arg[8] = {0};
  size_t count = 0;
  va_list list;
  va_start(list, word);
  for (const char *a; count < 8 && (a = va_arg(list, const char *)) != NULL;) arg[count++] = a;
  va_end(list);
  for (const char *t = cli_word_text(word, lang); *t; t++) {
    const size_t index = t[0] == '{' && t[1] >= '0' && t[1] <= '7' && t[2] == '}' ? (size_t)(t[1] - '0') : 8;
    if (index < count) {
      cli_text_print(to, arg[index]);
      t += 2;
    } else {
      fputc(*t, to);
    }
  }
}
