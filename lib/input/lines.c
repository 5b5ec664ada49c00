#include "input/lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "input/celltext.h"

#define KEPT_BYTES 65536u /* of normalized texts, before their memory is given back */

typedef struct score__lines_cell {
  size_t at, size; /* in the row's bytes */
  bool ascii;
} place;

void score__lines_stop(score__lines *r, int status, uint32_t line, size_t column)
{
  r->status = status;
  score__fail_cell(r->err, r->name, line, (uint32_t)column, NULL);
}

static void stop_memory(score__lines *r)
{
  r->status = score__fail_memory(r->err);
}

static void stop_cell(score__lines *r)
{
  char number[24];
  score__lines_stop(r,
                    score__fail(r->err, SCORE_E_INPUT, SCORE__PH_CSV_CELL_SIZE,
                                score__int_text(number, SCORE__MAX_CELL_BYTES), (const char *)NULL),
                    r->row_line, r->places + 1);
}

void score__lines_stop_encoding(score__lines *r, const char *bytes, size_t size, uint32_t line, size_t column)
{
  score__lines_stop(r,
                    score__fail(r->err, SCORE_E_INPUT, SCORE__PH_CSV_ENCODING, score__text_guess_encoding(bytes, size),
                                (const char *)NULL),
                    line, column);
}

static bool is_ascii(const char *s, size_t n)
{
  uint64_t high = 0, word;
  for (; n >= 8; s += 8, n -= 8) {
    memcpy(&word, s, 8);
    high |= word;
  }
  unsigned char rest = 0;
  for (; n > 0; s++, n--) rest |= (unsigned char)*s;
  return !(high & UINT64_C(0x8080808080808080)) && !(rest & 0x80);
}

static void on_cell(void *text, size_t size, void *context)
{
  score__lines *r = context;
  if (r->status) return;
  if (size > SCORE__MAX_CELL_BYTES) {
    stop_cell(r);
    return;
  }
  if (r->places >= SCORE__MAX_CSV_COLUMNS) {
    char number[24];
    score__lines_stop(r,
                      score__fail(r->err, SCORE_E_INPUT, SCORE__PH_CSV_COLUMNS,
                                  score__int_text(number, SCORE__MAX_CSV_COLUMNS), (const char *)NULL),
                      r->row_line, r->places + 1);
    return;
  }
  if (r->used + size + 1 > r->room && score__grow(&r->bytes, &r->room, r->used + size + 1, 1) != 0) {
    stop_memory(r);
    return;
  }
  if (r->places == r->place_room && score__grow(&r->place, &r->place_room, r->places + 1, sizeof *r->place) != 0) {
    stop_memory(r);
    return;
  }
  place *p = &r->place[r->places];
  *p = (place){r->used, size, r->row_ascii || is_ascii(text, size)};
  if (!p->ascii && score__text_valid(text, size) != size) {
    score__lines_stop_encoding(r, r->block, r->block_size, r->row_line, r->places + 1);
    return;
  }
  r->places++;
  memcpy(r->bytes + r->used, text, size);
  r->bytes[r->used + size] = 0;
  r->used += size + 1;
}

static int fill_cell(score__lines *r, score__csv_cell *cell, const place *p)
{
  char *text = r->bytes + p->at;
  size_t size = p->size;
  if (!p->ascii && !score__celltext_is_nfc(text, size)) {
    text = score__text_nfc(&r->arena, text, size);
    if (!text) return -1;
    size = strlen(text);
    r->arena_bytes += size + 64;
  }
  const char *first = text;
  if (!p->ascii || (size && (text[0] <= ' ' || text[size - 1] <= ' '))) {
    score__text_trim(&first, &size);
    text[(size_t)(first - text) + size] = 0;
  }
  cell->text = first;
  cell->size = size;
  cell->kind = SCORE__CELL_TYPED;
  return 0;
}

static void on_row(int end, void *context)
{
  (void)end;
  score__lines *r = context;
  r->pending = false;
  size_t count = r->places;
  r->places = r->used = 0;
  if (r->status) return;
  if (r->arena_bytes > KEPT_BYTES) {
    score__arena_free(&r->arena);
    r->arena_bytes = 0;
  }
  if (score__grow(&r->cell, &r->cell_room, count, sizeof *r->cell) != 0) {
    stop_memory(r);
    return;
  }
  bool any = false;
  for (size_t i = 0; i < count; i++) {
    if (fill_cell(r, &r->cell[i], &r->place[i]) != 0) {
      stop_memory(r);
      return;
    }
    any |= r->cell[i].size > 0;
  }
  if (!any) return;
  r->rows++;
  r->status = r->row(r->context, r->row_line, r->cell, count, r->err);
}

static bool is_blank(const char *s, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    if (s[i] != ' ' && s[i] != '\t' && s[i] != '\r' && s[i] != '\n') return false;
  }
  return true;
}

static void stop_quote(score__lines *r, bool end)
{
  if (csv_error(&r->parser) == CSV_EPARSE) {
    score__lines_stop(
        r, score__fail(r->err, SCORE_E_INPUT, end ? SCORE__PH_CSV_QUOTE_OPEN : SCORE__PH_CSV_QUOTE, (const char *)NULL),
        end ? r->row_line : r->line, r->places + 1);
  } else {
    stop_memory(r);
  }
}

/* One physical line, or the part of it that stands in this block. */
static void feed_line(score__lines *r, const char *s, size_t n)
{
  if (!r->open_end) {
    r->line++;
    if (!r->pending) r->row_line = r->line;
  }
  bool blank = !r->pending && is_blank(s, n);
  if (!blank) {
    r->pending = true;
    r->row_ascii = r->block_ascii && (r->row_line == r->line) && !r->open_end;
  }
  size_t took = csv_parse(&r->parser, s, n, on_cell, on_row, r);
  if (r->status) return;
  if (took < n) {
    stop_quote(r, false);
  } else if (csv_get_buffer_size(&r->parser) > 2 * (size_t)SCORE__MAX_CELL_BYTES) {
    stop_cell(r);
  }
}

void score__lines_feed(score__lines *r, const char *s, size_t n)
{
  r->block = s;
  r->block_size = n;
  r->block_ascii = is_ascii(s, n);
  bool cr = memchr(s, '\r', n) != NULL;
  const char *end = s + n;
  /* CR LF cut by the block's end: the LF belongs to the line that the CR ended. */
  if (r->after_cr && s < end && *s == '\n') r->open_end = true;
  r->after_cr = false;
  while (s < end && !r->status) {
    size_t left = (size_t)(end - s);
    const char *nl = memchr(s, '\n', left);
    size_t size = nl ? (size_t)(nl - s) + 1 : left;
    const char *lone = cr ? memchr(s, '\r', size) : NULL;
    bool ended = nl != NULL;
    if (lone && !(nl && lone + 1 == nl)) { /* a lone CR ends a line too */
      size = (size_t)(lone - s) + 1;
      ended = true;
      r->after_cr = lone + 1 == end;
    }
    feed_line(r, s, size);
    r->open_end = !ended;
    s += size;
  }
}

int score__lines_start(score__lines *r, const char *name, char delimiter, score__csv_row_fn row, void *context,
                       score_error *err)
{
  *r = (score__lines){.name = name, .row = row, .context = context, .err = err};
  if (csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0) {
    return score__fail(err, SCORE_E_INTERNAL, SCORE__PH_INTERNAL, "csv_init", (const char *)NULL);
  }
  csv_set_delim(&r->parser, (unsigned char)delimiter);
  csv_set_blk_size(&r->parser, 4096);
  return SCORE_OK;
}

void score__lines_finish(score__lines *r)
{
  if (r->status) return;
  r->row_ascii = false;
  if (csv_fini(&r->parser, on_cell, on_row, r) != 0 && !r->status) stop_quote(r, true);
}

void score__lines_free(score__lines *r)
{
  csv_free(&r->parser);
  free(r->bytes);
  free(r->place);
  free(r->cell);
  score__arena_free(&r->arena);
}
