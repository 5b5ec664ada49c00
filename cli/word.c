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

/* Bytes of a character that ends a line or turns it around: U+0080..9F, U+2028..202E, U+2066..2069; else 0. */
static int unruly(const unsigned char *c)
{
  if (c[0] == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0) return 2;
  if (c[0] == 0xE2 && c[1] == 0x80 && c[2] >= 0xA8 && c[2] <= 0xAE) return 3;
  return c[0] == 0xE2 && c[1] == 0x81 && c[2] >= 0xA6 && c[2] <= 0xA9 ? 3 : 0;
}

void cli_text_print(FILE *to, const char *text)
{
  for (; *text; text++) {
    const unsigned char c = (unsigned char)*text;
    const int more = unruly((const unsigned char *)text);
    fputc(more || c < 0x20 || c == 0x7f ? '?' : c, to);
    if (more) text += more - 1;
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
