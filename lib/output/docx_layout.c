/* How wide the columns of a table are: numbers stay whole, texts share what is left; first on a page that stands, then in
 * smaller letters, then on its side. What has no room even there gives way, the columns of the highest number first. */
#include "output/docx.h"

#include <stdlib.h>
#include <string.h>

/* Of Times (Adobe's metrics, as Times New Roman's), thousandths of the size, from U+0020 on; then of its bold letters. */
static const uint16_t metric[2][95] = {
    {250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
     500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
     556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
     722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
     278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541},
    {250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500,  500,
     500, 500, 500, 500, 500, 500,  500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722,  667,
     611, 778, 778, 389, 500, 778,  667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722,
     722, 667, 333, 278, 333, 581,  500, 333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333,  556,
     278, 833, 556, 500, 556, 556,  444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394,  520}};

enum {
  PADDING = 160,    /* twips of both sides of a cell, and its line */
  WORD_MOST = 9000, /* a longer word is broken */
  NUMBER_MOST = 16000,
  EASY = 6000,       /* a text column narrower than this is hard to read */
  EASY_LONG = 10000, /* where its texts are long */
  LONG = 50000,
  SHORT = 12, /* bytes of a text that is not broken among numbers */
  STEP = 800, /* of an indent */
  UNWIELDY = 12000
};

typedef struct extent {
  int64_t word, line; /* the widest word, the widest text: thousandths */
  int64_t common;     /* its texts as they are on the whole: what it is worth widening */
  bool number;        /* never broken */
} extent;

static int64_t ems_of(const unsigned char *c, size_t *bytes, bool bold)
{
  const int64_t capital = bold ? 778 : 722,
                small = bold ? 640 : 560; /* the widest, and of fonts that lend their letters */
  *bytes = c[0] < 0x80 ? 1 : c[0] < 0xE0 ? 2 : c[0] < 0xF0 ? 3 : 4;
  if (c[0] < 0x80) return c[0] < 0x20 || c[0] == 0x7f ? 500 : metric[bold][c[0] - 0x20];
  if (c[0] == 0xCC || (c[0] == 0xCD && c[1] < 0xB0)) return 0; /* marks over letters */
  if (c[0] == 0xC3) return c[1] < 0x9F ? capital : small;      /* À to Þ, à to ÿ */
  if (c[0] >= 0xC4 && c[0] <= 0xC6) return c[1] % 2 ? small : capital;
  if (c[0] == 0xE1 && c[1] >= 0xBA) return c[2] % 2 ? small : capital;
  if (c[0] == 0xE2 && c[1] == 0x80) return c[2] == 0xA6 || c[2] == 0x94 ? 1000 : 500; /* … — */
  return c[0] < 0xE0 ? capital : 1000;
}

static int64_t ems(const char *text, size_t size, bool bold)
{
  int64_t sum = 0;
  for (size_t i = 0, bytes; i < size; i += bytes) sum += ems_of((const unsigned char *)text + i, &bytes, bold);
  return sum;
}

int score__docx_width(const char *text, size_t size, int half_points, bool bold)
{
  return (int)(ems(text, size < 4096 ? size : 4096, bold) * half_points / 100);
}

bool score__docx_long_word(const char *text)
{
  for (size_t size; *text; text += size + (text[size] ? 1 : 0)) {
    size = strcspn(text, " \n\t");
    if (ems(text, size < 256 ? size : 256, false) > UNWIELDY) return true;
  }
  return false;
}

bool score__docx_column_read(const score__sheet_table *t, size_t column)
{
  if (!score__column_shown(t, column)) return false;
  if (t->column[column].stays) return true;
  for (size_t r = 0; r < t->row_count; r++) {
    const score__cell *cell = &t->cell[r * t->column_count + column];
    if (t->row_for[r] != SCORE__ROW_MACHINE && cell->kind != SCORE__CELL_EMPTY && !score__cell_is_picture(cell))
      return true;
  }
  return false;
}

score__cell score__docx_column_title(const score__sheet_column *column)
{
  return column->title ? score__cell_phrase(column->title)
                       : (score__cell){.kind = SCORE__CELL_TEXT, .words = column->title_words};
}

static int64_t take(extent *e, const char *text, bool bold, bool whole, int64_t before)
{
  int64_t line = before;
  while (*text && line < LONG * 2) {
    const size_t word = strcspn(text, " \n\t"), blank = text[word] ? 1 : 0;
    const int64_t wide = ems(text, word < 256 ? word : 256, bold);
    if (before + wide > e->word) e->word = before + wide;
    line += wide + (blank ? 250 : 0);
    text += word + blank;
  }
  if (line > e->line) e->line = line;
  if (whole && line > e->word) e->word = line;
  return line;
}

static extent measure(score__docx *w, const score__sheet_table *t, size_t c)
{
  extent e = {.number = t->column[c].right};
  const bool indented = t->column[c].shrinks;
  const score__cell title = score__docx_column_title(&t->column[c]);
  take(&e, score__docx_print(w, &title), true, false, 0);
  const int64_t head = e.line;
  int64_t sum = 0, rows = 0;
  e.line = e.word;
  for (size_t r = 0; r < t->row_count; r++) {
    const score__cell *cell = &t->cell[r * t->column_count + c];
    if (t->row_for[r] == SCORE__ROW_MACHINE) continue;
    const char *text = score__docx_print(w, cell);
    const bool whole = !score__cell_is_text(cell) || (e.number && strlen(text) <= SHORT);
    sum += take(&e, text, cell->emphasis == 4, whole, indented ? STEP * (int64_t)t->indent[r] : 0);
    rows++;
  }
  if (!e.number && e.line < head && head < EASY) e.line = head; /* a short title in one line, where there is room */
  if (!e.number && e.word > WORD_MOST) e.word = WORD_MOST;
  if (e.number && e.word > NUMBER_MOST) e.word = NUMBER_MOST;
  if (e.line > LONG) e.line = LONG;
  e.common = (rows ? sum / rows : 0) + e.line / 8;
  if (e.line < e.word) e.line = e.word;
  return e;
}

static int64_t easy(const extent *e)
{
  if (e->number) return e->word;
  const int64_t want = e->line >= LONG ? EASY_LONG : EASY, least = e->line < want ? e->line : want;
  return least > e->word ? least : e->word;
}

static int64_t twips(int64_t ems, int half_points)
{
  return ems * half_points / 100 + PADDING;
}

static int64_t need(const extent *e, const int *shown, size_t count, int half_points, bool with_ease)
{
  int64_t sum = 0;
  for (size_t c = 0; c < count; c++)
    if (shown[c]) sum += twips(with_ease ? easy(&e[c]) : e[c].word, half_points);
  return sum;
}

/* The first way to stand that has room. */
static bool choose(score__docx_layout *l, const extent *e, size_t count, bool *with_ease)
{
  static const struct {
    bool wide, small, ease;
  } way[] = {{false, false, true}, {false, true, true}, {true, false, true}, {true, true, true}, {true, true, false}};
  for (size_t k = 0; k < sizeof way / sizeof *way; k++) {
    const int room = way[k].wide ? SCORE__DOCX_LYING : SCORE__DOCX_BETWEEN;
    if (need(e, l->width, count, way[k].small ? SCORE__DOCX_SMALL : SCORE__DOCX_LARGE, way[k].ease) > room) continue;
    l->wide = way[k].wide;
    l->small = way[k].small;
    *with_ease = way[k].ease;
    return true;
  }
  return false;
}

static bool drop(score__docx_layout *l, const score__sheet_table *t)
{
  uint8_t highest = 0;
  for (size_t c = 0; c < t->column_count; c++)
    if (l->width[c] && t->column[c].gives_way > highest) highest = t->column[c].gives_way;
  if (highest == 0) return false;
  for (size_t c = 0; c < t->column_count; c++)
    if (t->column[c].gives_way == highest) l->width[c] = 0;
  l->dropped = true;
  return true;
}

/* What a column has where it is given `times` / 64 of what its texts are on the whole: no less than it needs, no more than
 * its longest text. */
static int64_t given(const extent *e, int size, bool with_ease, int64_t times)
{
  const int64_t least = twips(with_ease ? easy(e) : e->word, size), most = twips(e->line, size);
  const int64_t want = twips(e->common * times / 64, size);
  return want > most ? most : want < least ? least : want;
}

static int64_t given_all(const score__docx_layout *l, const extent *e, size_t count, bool with_ease, int64_t times)
{
  int64_t sum = 0;
  for (size_t c = 0; c < count; c++)
    if (l->width[c]) sum += given(&e[c], l->small ? SCORE__DOCX_SMALL : SCORE__DOCX_LARGE, with_ease, times);
  return sum;
}

/* As many times of that as there is room for, the same for every column; what then is left goes to the texts. */
static void share(score__docx_layout *l, const extent *e, size_t count, bool with_ease)
{
  const int size = l->small ? SCORE__DOCX_SMALL : SCORE__DOCX_LARGE;
  const int64_t room = l->wide ? SCORE__DOCX_LYING : SCORE__DOCX_BETWEEN;
  int64_t times = 0, base = 0;
  bool any_text = false;
  for (int64_t step = 1 << 12; step > 0; step /= 2)
    if (given_all(l, e, count, with_ease, times + step) <= room) times += step;
  const int64_t spare = room - given_all(l, e, count, with_ease, times);
  for (size_t c = 0; c < count; c++) {
    if (!l->width[c]) continue;
    l->width[c] = (int)given(&e[c], size, with_ease, times);
    any_text = any_text || !e[c].number;
  }
  for (size_t c = 0; c < count; c++)
    if (l->width[c] && (!any_text || !e[c].number)) base += l->width[c];
  for (size_t c = 0; c < count && base > 0 && spare > 0; c++)
    if (l->width[c] && (!any_text || !e[c].number)) l->width[c] += (int)(l->width[c] * spare / base);
}

int score__docx_layout_make(score__docx_layout *out, score__docx *w, const score__sheet_table *t)
{
  *out = (score__docx_layout){0};
  if (t->column_count == 0) return 0;
  extent *e = calloc(t->column_count, sizeof *e);
  out->width = calloc(t->column_count, sizeof *out->width);
  if (!e || !out->width) {
    free(e);
    score__docx_layout_free(out);
    return -1;
  }
  bool any = false, with_ease = false;
  for (size_t c = 0; c < t->column_count; c++) {
    if (!score__docx_column_read(t, c)) continue;
    e[c] = measure(w, t, c);
    out->width[c] = 1;
    any = true;
  }
  while (any && !(out->fits = choose(out, e, t->column_count, &with_ease)) && drop(out, t))
    ;
  if (out->fits) share(out, e, t->column_count, with_ease);
  free(e);
  return 0;
}

void score__docx_layout_free(score__docx_layout *layout)
{
  free(layout->width);
  layout->width = NULL;
}
