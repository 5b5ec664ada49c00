#include "model/lexer.h"

#include <stdbool.h>
#include <string.h>

#include "base/fail.h"

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t number_end(const char *s, size_t i, size_t n)
{
  while (i < n && is_digit(s[i])) i++;
  if (i + 1 < n && s[i] == '.' && is_digit(s[i + 1])) {
    i++;
    while (i < n && is_digit(s[i])) i++;
  }
  /* "12abc", "1.2.3" and "1e9" are no numbers: taken whole, so that the message shows them whole. */
  while (i < n && (is_digit(s[i]) || is_letter(s[i]) || s[i] == '.')) i++;
  return i < n && s[i] == '%' ? i + 1 : i;
}

static size_t name_end(const char *s, size_t i, size_t n)
{
  while (i < n && (is_letter(s[i]) || is_digit(s[i]) || (s[i] == '.' && i + 1 < n && is_letter(s[i + 1])))) i++;
  return i;
}

static int text_token(score__lexer *x, score_error *err)
{
  const char *end = memchr(x->text + x->at + 1, x->text[x->at], x->size - x->at - 1);
  if (!end) {
    int code = score__fail(err, SCORE_E_INPUT, SCORE__PH_EXPR_END, "\"", NULL);
    score__fail_at(err, NULL, 0, (uint32_t)x->at + 1, NULL);
    return code;
  }
  x->kind = SCORE__TOKEN_TEXT;
  x->at++;
  x->length = (size_t)(end - x->text) - x->at;
  x->next = x->at + x->length + 1;
  return 0;
}

static int stray(const score__lexer *x, score_error *err)
{
  size_t n = 1;
  while (x->at + n < x->size && ((unsigned char)x->text[x->at + n] & 0xC0) == 0x80 && n < 4) n++;
  char shown[8] = {0};
  memcpy(shown, x->text + x->at, n);
  int code = score__fail(err, SCORE_E_INPUT, SCORE__PH_EXPR_CHAR, shown, NULL);
  score__fail_at(err, NULL, 0, (uint32_t)x->at + 1, NULL);
  return code;
}

static int next_token(score__lexer *x, score_error *err)
{
  const char *s = x->text;
  size_t i = x->next;
  while (i < x->size && (s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || s[i] == '\r')) i++;
  x->at = i;
  if (i == x->size) {
    x->kind = SCORE__TOKEN_END;
    x->length = 0;
    x->next = i;
    return 0;
  }
  if (s[i] == '"' || s[i] == '\'') return text_token(x, err);
  if (is_digit(s[i])) {
    x->kind = SCORE__TOKEN_NUMBER;
    x->next = number_end(s, i, x->size);
  } else if (is_letter(s[i])) {
    x->kind = SCORE__TOKEN_NAME;
    x->next = name_end(s, i, x->size);
  } else if (strchr("+-*/(),<>", s[i]) || ((s[i] == '=' || s[i] == '!') && i + 1 < x->size && s[i + 1] == '=')) {
    x->kind = SCORE__TOKEN_SIGN;
    bool two = strchr("<>=!", s[i]) && i + 1 < x->size && s[i + 1] == '=';
    x->next = i + (two ? 2 : 1);
  } else {
    return stray(x, err);
  }
  x->length = x->next - x->at;
  return 0;
}

int score__lexer_advance(score__lexer *x, score_error *err)
{
  int code = next_token(x, err);
  if (code) { /* after a fault the text is at its end, whatever the parser still asks */
    x->kind = SCORE__TOKEN_END;
    x->at = x->next = x->size;
    x->length = 0;
  }
  return code;
}

int score__lexer_is(const score__lexer *x, const char *word)
{
  return (x->kind == SCORE__TOKEN_SIGN || x->kind == SCORE__TOKEN_NAME) && strlen(word) == x->length &&
         memcmp(x->text + x->at, word, x->length) == 0;
}
