/* What cJSON lets pass is refused here: 1e400, 01, "a\u0000b", control characters, half surrogates, text after the
 * end. */
#include "input/jsontext.h"

#include <stdbool.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"

#define LARGEST (INT64_C(1) << 53)

typedef struct scan {
  const char *s;
  size_t size, at;
  unsigned depth, nodes;
  bool failed;
  score__jsontext_bounds bounds;
  score_error *err;
} scan;

size_t score__jsontext_root(const char *bytes, size_t size)
{
  size_t at = size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  while (at < size && memchr(" \t\r\n", bytes[at], 4)) at++;
  return at;
}

void score__jsontext_place(const char *bytes, size_t size, size_t at, uint32_t *line, uint32_t *column)
{
  size_t i = size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  *line = *column = 1;
  for (; i < at && i < size; i++) {
    unsigned char c = (unsigned char)bytes[i];
    if (c == '\n' || (c == '\r' && !(i + 1 < size && bytes[i + 1] == '\n'))) {
      ++*line;
      *column = 1;
    } else if ((c & 0xc0) != 0x80) {
      ++*column;
    }
  }
}

static void place(scan *j, size_t at)
{
  uint32_t line, column;
  score__jsontext_place(j->s, j->size, at, &line, &column);
  if (!j->err) return;
  j->err->line = line;
  j->err->column = column;
}

static void refuse(scan *j, int code, int phrase, size_t at, const char *a, const char *b)
{
  if (j->failed) return;
  j->failed = true;
  score__fail(j->err, code, phrase, a, b, (const char *)NULL);
  place(j, at);
}

static void refuse_limit(scan *j, int phrase, size_t at, unsigned limit)
{
  char number[24];
  refuse(j, SCORE_E_LIMIT, phrase, at, score__int_text(number, limit), NULL);
}

static void refuse_token(scan *j, const char *wanted)
{
  if (j->at >= j->size) {
    refuse(j, SCORE_E_INPUT, SCORE__PH_JSON_END, j->size, wanted, NULL);
    return;
  }
  /* A word or a number is shown whole, anything else as one character. */
  char text[40];
  size_t n = 0, i = j->at;
  while (i < j->size && n < 32) {
    unsigned char c = (unsigned char)j->s[i];
    bool word = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0x80 || c == '_';
    if (n > 0 && !word) break;
    text[n++] = (char)c;
    i++;
    if (!word) break;
  }
  text[n] = 0;
  refuse(j, SCORE_E_INPUT, SCORE__PH_JSON_TOKEN, j->at, text, wanted);
}

static void skip_blanks(scan *j)
{
  while (j->at < j->size && memchr(" \t\r\n", j->s[j->at], 4)) j->at++;
}

static bool next_is(scan *j, char c)
{
  skip_blanks(j);
  return j->at < j->size && j->s[j->at] == c;
}

/* Four hex digits at `at`; -1 when they are not there. */
static int hex4(const scan *j, size_t at)
{
  int v = 0;
  if (at + 4 > j->size) return -1;
  for (size_t i = at; i < at + 4; i++) {
    char c = j->s[i];
    int d = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
    if (d < 0) return -1;
    v = v * 16 + d;
  }
  return v;
}

static void refuse_escape(scan *j)
{
  char text[8] = "";
  size_t n = 0;
  while (n < 6 && j->at + n < j->size && (unsigned char)j->s[j->at + n] > ' ' && j->s[j->at + n] != '"') {
    text[n] = j->s[j->at + n];
    n++;
    if (n == 2 && text[1] != 'u') break;
  }
  refuse(j, SCORE_E_INPUT, SCORE__PH_JSON_ESCAPE, j->at, text, NULL);
}

static void check_escape(scan *j)
{
  char c = j->at + 1 < j->size ? j->s[j->at + 1] : 0;
  if (c && strchr("\"\\/bfnrt", c)) {
    j->at += 2;
    return;
  }
  int v = c == 'u' ? hex4(j, j->at + 2) : -1;
  if (v < 0) {
    refuse_escape(j);
  } else if (v == 0) {
    refuse(j, SCORE_E_INPUT, SCORE__PH_JSON_NUL, j->at, NULL, NULL);
  } else if (v >= 0xd800 && v <= 0xdfff) {
    bool pair = v < 0xdc00 && j->at + 8 <= j->size && j->s[j->at + 6] == '\\' && j->s[j->at + 7] == 'u';
    int low = pair ? hex4(j, j->at + 8) : -1;
    if (low < 0xdc00 || low > 0xdfff) {
      refuse(j, SCORE_E_INPUT, SCORE__PH_JSON_SURROGATE, j->at, NULL, NULL);
    } else {
      j->at += 12;
    }
  } else {
    j->at += 6;
  }
}

static void check_string(scan *j)
{
  size_t begin = j->at++;
  while (!j->failed) {
    if (j->at >= j->size) {
      refuse(j, SCORE_E_INPUT, SCORE__PH_JSON_END, begin, "'\"'", NULL);
      return;
    }
    unsigned char c = (unsigned char)j->s[j->at];
    if (c == '"') {
      j->at++;
      return;
    }
    if (c < 0x20) {
      refuse(j, SCORE_E_INPUT, SCORE__PH_JSON_CONTROL, j->at, NULL, NULL);
    } else if (c == '\\') {
      check_escape(j);
    } else {
      j->at++;
    }
  }
}

static bool pass_digits(scan *j)
{
  const size_t begin = j->at;
  while (j->at < j->size && j->s[j->at] >= '0' && j->s[j->at] <= '9') j->at++;
  return j->at > begin;
}

static bool pass(scan *j, const char *one_of)
{
  const bool there = j->at < j->size && strchr(one_of, j->s[j->at]) != NULL;
  j->at += there;
  return there;
}

/* RFC 8259 to the letter. */
static void check_decimal(scan *j)
{
  const size_t begin = j->at;
  pass(j, "-");
  const bool zero = j->at < j->size && j->s[j->at] == '0';
  const size_t whole = j->at;
  bool good = pass_digits(j) && !(zero && j->at > whole + 1);
  if (pass(j, ".")) good = pass_digits(j) && good;
  if (pass(j, "eE")) {
    pass(j, "+-");
    good = pass_digits(j) && good;
  }
  if (good && !pass(j, "+-.0123456789eE")) return;
  while (pass(j, "+-.0123456789eE")) continue;
  char text[40];
  const size_t size = j->at - begin, n = size < 36 ? size : 33;
  memcpy(text, j->s + begin, n);
  memcpy(text + n, "...", 4);
  if (size < 36) text[n] = 0;
  refuse(j, SCORE_E_INPUT, SCORE__PH_JSON_NO_NUMBER, begin, text, NULL);
}

static void check_number(scan *j)
{
  size_t begin = j->at;
  char text[40];
  size_t n = 0;
  bool fraction = false, odd = false;
  while (j->at < j->size) {
    char c = j->s[j->at];
    bool digit = c >= '0' && c <= '9';
    if (!digit && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E') break;
    fraction |= c == '.' || c == 'e' || c == 'E';
    odd |= c == '+' || (c == '-' && j->at != begin);
    if (n < 36) text[n++] = c;
    j->at++;
  }
  if (n == 36) memcpy(text + 33, "...", 3);
  text[n] = 0;
  const char *digits = text + (text[0] == '-');
  bool number = *digits >= '0' && *digits <= '9' && !(digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9');
  if (number && fraction) {
    refuse(j, SCORE_E_INPUT, SCORE__PH_JSON_DECIMAL, begin, text, NULL);
  } else if (!number || odd) {
    refuse(j, SCORE_E_INPUT, SCORE__PH_JSON_NUMBER, begin, text, NULL);
  } else {
    int64_t v = 0;
    for (const char *d = digits; *d && v < LARGEST; d++) v = v * 10 + (*d - '0');
    if (strlen(digits) > 16 || v >= LARGEST) refuse(j, SCORE_E_INPUT, SCORE__PH_JSON_RANGE, begin, text, NULL);
  }
}

static void check_value(scan *j);

static void check_members(scan *j, bool object)
{
  const char close = object ? '}' : ']';
  size_t begin = j->at++;
  if (++j->depth > SCORE__MAX_JSON_DEPTH) refuse_limit(j, SCORE__PH_JSON_DEPTH, begin, SCORE__MAX_JSON_DEPTH);
  bool empty = next_is(j, close);
  while (!j->failed && !empty) {
    if (object) {
      skip_blanks(j);
      if (!next_is(j, '"')) {
        refuse_token(j, "'\"'");
        break;
      }
      check_string(j);
      if (j->failed) break;
      if (!next_is(j, ':')) {
        refuse_token(j, "':'");
        break;
      }
      j->at++;
    }
    check_value(j);
    if (j->failed || next_is(j, close)) break;
    if (!next_is(j, ',')) {
      refuse_token(j, object ? "',' or '}'" : "',' or ']'");
      break;
    }
    const size_t comma = j->at++;
    if (next_is(j, close)) refuse(j, SCORE_E_INPUT, SCORE__PH_JSON_COMMA, comma, object ? "}" : "]", NULL);
  }
  if (!j->failed) j->at++;
  j->depth--;
}

static void check_word(scan *j)
{
  static const char *const words[] = {"true", "false", "null"};
  for (size_t i = 0; i < 3; i++) {
    size_t n = strlen(words[i]);
    if (j->size - j->at < n || memcmp(j->s + j->at, words[i], n) != 0) continue;
    unsigned char after = j->at + n < j->size ? (unsigned char)j->s[j->at + n] : 0;
    if ((after | 32) >= 'a' && (after | 32) <= 'z') break;
    j->at += n;
    return;
  }
  refuse_token(j, "{ [ \" 0-9 true false null");
}

/* Recursion is at most SCORE__MAX_JSON_DEPTH deep. */
static void check_value(scan *j)
{
  skip_blanks(j);
  if (++j->nodes > j->bounds.nodes) {
    refuse_limit(j, SCORE__PH_JSON_NODES, j->at, j->bounds.nodes);
    return;
  }
  char c = j->at < j->size ? j->s[j->at] : 0;
  if (c == '{' || c == '[') {
    check_members(j, c == '{');
  } else if (c == '"') {
    check_string(j);
  } else if (c == '-' || c == '+' || c == '.' || (c >= '0' && c <= '9')) {
    if (j->bounds.decimals)
      check_decimal(j);
    else
      check_number(j);
  } else {
    check_word(j);
  }
}

static bool check_bytes(scan *j)
{
  bool marked = j->size >= 2 && (memcmp(j->s, "\xff\xfe", 2) == 0 || memcmp(j->s, "\xfe\xff", 2) == 0);
  const char *nul = memchr(j->s, 0, j->size);
  const char *guess = marked || nul ? score__text_guess_encoding(j->s, j->size) : "";
  bool halves = j->size >= 2 && (j->s[0] == 0) != (j->s[1] == 0); /* how ASCII begins in UTF-16 */
  if (marked || (halves && strncmp(guess, "UTF-16", 6) == 0)) {
    refuse(j, SCORE_E_INPUT, SCORE__PH_JSON_ENCODING, 0, guess, NULL);
    return false;
  }
  if (nul) {
    refuse(j, SCORE_E_INPUT, SCORE__PH_JSON_NUL, (size_t)(nul - j->s), NULL, NULL);
    return false;
  }
  size_t valid = score__text_valid(j->s, j->size);
  if (valid == j->size) return true;
  refuse(j, SCORE_E_INPUT, SCORE__PH_JSON_ENCODING, valid, score__text_guess_encoding(j->s, j->size), NULL);
  return false;
}

int score__jsontext_check(const char *bytes, size_t size, score_error *err)
{
  const score__jsontext_bounds plain = {.bytes = SCORE__MAX_CRITERIA_BYTES, .nodes = SCORE__MAX_JSON_NODES};
  return score__jsontext_check_within(bytes, size, &plain, err);
}

int score__jsontext_check_within(const char *bytes, size_t size, const score__jsontext_bounds *bounds, score_error *err)
{
  score_error own;
  scan j = {.s = bytes, .size = size, .bounds = *bounds, .err = err ? err : &own};
  if (size > bounds->bytes) {
    refuse_limit(&j, SCORE__PH_JSON_SIZE, 0, (unsigned)bounds->bytes);
    return SCORE_E_LIMIT;
  }
  if (size == 0) {
    refuse(&j, SCORE_E_INPUT, SCORE__PH_JSON_EMPTY, 0, NULL, NULL);
    return SCORE_E_INPUT;
  }
  if (!check_bytes(&j)) return j.err->code;
  j.at = score__jsontext_root(bytes, size);
  if (j.at >= size) refuse(&j, SCORE_E_INPUT, SCORE__PH_JSON_EMPTY, 0, NULL, NULL);
  if (!j.failed) check_value(&j);
  if (!j.failed) {
    skip_blanks(&j);
    if (j.at < size) refuse(&j, SCORE_E_INPUT, SCORE__PH_JSON_TRAILING, j.at, NULL, NULL);
  }
  return j.failed ? j.err->code : SCORE_OK;
}

static size_t skip_value(const char *s, size_t size, size_t at)
{
  unsigned depth = 0;
  for (; at < size; at++) {
    char c = s[at];
    if (c == '"') {
      for (at++; at < size && s[at] != '"'; at++) at += s[at] == '\\';
      if (depth == 0) return at + 1;
    } else if (c == '{' || c == '[') {
      depth++;
    } else if (c == '}' || c == ']') {
      if (depth == 0) return at;
      if (--depth == 0) return at + 1;
    } else if (depth == 0 && memchr(", \t\r\n:", c, 6)) {
      return at;
    }
  }
  return size;
}

size_t score__jsontext_next(const char *bytes, size_t size, size_t *at, bool object, size_t *value)
{
  while (*at < size && memchr(" \t\r\n,", bytes[*at], 5)) ++*at;
  if (*at >= size || bytes[*at] == '}' || bytes[*at] == ']') return SIZE_MAX;
  size_t begin = *value = *at;
  if (object) {
    *value = skip_value(bytes, size, begin);
    while (*value < size && memchr(" \t\r\n:", bytes[*value], 5)) ++*value;
  }
  *at = skip_value(bytes, size, *value);
  return begin;
}

size_t score__jsontext_child(const char *bytes, size_t size, size_t at, size_t n, size_t *value)
{
  if (at >= size || (bytes[at] != '{' && bytes[at] != '[')) return SIZE_MAX;
  bool object = bytes[at++] == '{';
  size_t begin = score__jsontext_next(bytes, size, &at, object, value);
  while (n-- && begin != SIZE_MAX) begin = score__jsontext_next(bytes, size, &at, object, value);
  return begin;
}

/* Bytes of an escape in UTF-8; *wide = its bytes as written. */
static size_t escape_size(const char *s, size_t size, size_t at, size_t *wide)
{
  scan j = {.s = s, .size = size};
  *wide = 2;
  if (at + 1 >= size || s[at + 1] != 'u') return 1;
  int code = hex4(&j, at + 2);
  bool pair = code >= 0xd800 && code < 0xdc00;
  *wide = pair ? 12 : 6;
  return pair ? 4 : code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
}

size_t score__jsontext_inside(const char *bytes, size_t size, size_t at, size_t inside)
{
  size_t passed = 0, wide = 1;
  for (at++; at < size && bytes[at] != '"' && passed < inside; at += wide) {
    wide = 1;
    passed += bytes[at] == '\\' ? escape_size(bytes, size, at, &wide) : 1;
  }
  return at < size ? at : size;
}
