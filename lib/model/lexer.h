/* Tokens of the expression language. */
#ifndef SCORE__LEXER_H
#define SCORE__LEXER_H

#include "score/error.h"

enum {
  SCORE__TOKEN_END,
  SCORE__TOKEN_NUMBER, /* text includes a trailing '%' */
  SCORE__TOKEN_TEXT,   /* without its quotes */
  SCORE__TOKEN_NAME,   /* letters, digits, '_', and dots between them */
  SCORE__TOKEN_SIGN    /* + - * / ( ) , == != < <= > >= */
};

typedef struct score__lexer {
  const char *text;
  size_t size, next;
  int kind;          /* of the current token */
  size_t at, length; /* of its text */
} score__lexer;

/* Moves to the next token; SCORE_E_INPUT on a character that begins none. */
int score__lexer_advance(score__lexer *lexer, score_error *err);
/* Whether the current token is this sign or this name. */
int score__lexer_is(const score__lexer *lexer, const char *word);

#endif
