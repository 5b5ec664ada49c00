/* How wide the columns of a table are: numbers stay whole, texts share what is left; first on a page that stands, then in
 * smaller letters, then on its side. What has no room even there gives way, the columns of the highest number first. */
#include "output/docx.h"

#include <stdlib.h>
#include <string.h>

enum {
  PADDING = 160,    /* twips of both sides of a cell, and its line */
  WORD_MOST = 9000, /* a longer word is broken */
  NUMBER_MOST = 16000,
  EASY = 6000,       /* a text column narrower than this is hard to read */
  EASY_LONG = 10000, /* where its texts are long */
  LONG = 50000,
  SHORT = 12,   /* bytes of a text that is not broken among numbers */
  STEP = 800,   /* of an indent */
  SAMPLE = 120, /* rows that are tried */
  TALL = 2      /* lines of a row, on the whole, for which letters become smaller */
};

typedef struct extent {
  int64_t word, line; /* the widest word, the widest text: thousandths */
  int64_t common;     /* its texts as they are on the whole: what it is worth widening */
  bool number;        /* never broken */
} extent;

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
    const int64_t wide = score__docx_ems(text, word < 256 ? word : 256, bold);
    if (before + wide > e->word) e->word = before + wide;
    line += wide + (blank ? 250 : 0);
    text += word + blank;
  }
  if (line > e->line) e->line = line;
  if (whole && line > e->word) e->word = line;
  return line;
}

/* `sample`: the title of the column, then its texts in every so manyth row, `columns` apart. */
static extent measure(score__docx *w, const score__sheet_table *t, size_t c, int32_t *sample, size_t every)
{
  extent e = {.number = t->column[c].right};
  const bool indented = t->column[c].shrinks;
  const score__cell title = score__docx_column_title(&t->column[c]);
  take(&e, score__docx_print(w, &title), true, false, 0);
  const int64_t head = e.line;
  *sample = (int32_t)((head < LONG ? head : LONG) * 5 / 4); /* few words break badly */
  int64_t sum = 0;
  size_t rows = 0;
  e.line = e.word;
  for (size_t r = 0; r < t->row_count; r++) {
    const score__cell *cell = &t->cell[r * t->column_count + c];
    if (t->row_for[r] == SCORE__ROW_MACHINE) continue;
    const char *text = score__docx_print(w, cell);
    const bool whole = !score__cell_is_text(cell) || (e.number && strlen(text) <= SHORT);
    const int64_t line = take(&e, text, cell->emphasis == 4, whole, indented ? STEP * (int64_t)t->indent[r] : 0);
    if (rows++ % every == 0) sample[((rows - 1) / every + 1) * t->column_count] = (int32_t)(line < LONG ? line : LONG);
    sum += line;
  }
  if (!e.number && e.line < head && head < EASY) e.line = head; /* a short title in one line, where there is room */
  if (!e.number && e.word > WORD_MOST) e.word = WORD_MOST;
  if (e.number && e.word > NUMBER_MOST) e.word = NUMBER_MOST;
  if (e.line > LONG) e.line = LONG;
  e.common = (rows ? sum / (int64_t)rows : 0) + e.line / 8;
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

static int letters(const score__docx_layout *l)
{
  return l->dense ? SCORE__DOCX_DENSE : l->small ? SCORE__DOCX_SMALL : SCORE__DOCX_LARGE;
}

int score__docx_room(const score__docx *w)
{
  return w->half ? (SCORE__DOCX_BETWEEN - SCORE__DOCX_ALLEY) / 2 : SCORE__DOCX_BETWEEN;
}

/* The first way to stand that has room. */
static bool choose(score__docx_layout *l, const score__docx *w, const extent *e, size_t count, bool *with_ease)
{
  static const struct {
    bool wide, small, ease;
  } way[] = {{false, false, true}, {false, true, true}, {true, false, true}, {true, true, true}, {true, true, false}};
  for (size_t k = 0; k < sizeof way / sizeof *way; k++) {
    const int room = way[k].wide ? SCORE__DOCX_LYING : score__docx_room(w);
    if ((w->dense && !way[k].small) || (w->half && way[k].wide)) continue;
    if (need(e, l->width, count,
             w->dense       ? SCORE__DOCX_DENSE
             : way[k].small ? SCORE__DOCX_SMALL
                            : SCORE__DOCX_LARGE,
             way[k].ease) > room)
      continue;
    l->wide = way[k].wide;
    l->small = way[k].small;
    l->dense = w->dense;
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
    if (l->width[c]) sum += given(&e[c], letters(l), with_ease, times);
  return sum;
}

/* As many times of that as there is room for, the same for every column; what then is left goes to the texts. */
static void share(score__docx_layout *l, const score__docx *w, const extent *e, size_t count, bool with_ease)
{
  const int size = letters(l);
  const int64_t room = l->wide ? SCORE__DOCX_LYING : score__docx_room(w);
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

/* Widths so that the rows are low; in small letters where they are high all the same. */
static int fit(score__docx_layout *l, const score__docx *w, const extent *e, const int32_t *sample, size_t rows,
               size_t count, bool with_ease)
{
  score__docx_fit f = {.width = l->width, .ems = sample, .rows = rows, .columns = count, .padding = PADDING};
  f.least = calloc(count, sizeof *f.least);
  if (!f.least) return -1;
  for (bool again = true; again;) {
    f.half_points = letters(l);
    share(l, w, e, count, with_ease);
    for (size_t c = 0; c < count; c++) f.least[c] = (int)twips(e[c].word, f.half_points);
    const int64_t lines = score__docx_fit_rows(&f);
    again = !l->small && rows > 1 && lines >= TALL * (int64_t)rows;
    if (again) l->small = true;
  }
  free(f.least);
  return 0;
}

int score__docx_layout_make(score__docx_layout *out, score__docx *w, const score__sheet_table *t)
{
  const size_t every = t->row_count / SAMPLE + 1, rows = t->row_count ? (t->row_count - 1) / every + 2 : 1;
  bool any = false, with_ease = false;
  *out = (score__docx_layout){0};
  if (t->column_count == 0) return 0;
  extent *e = calloc(t->column_count, sizeof *e);
  int32_t *sample = calloc(t->column_count, rows * sizeof *sample); /* rows that people are not shown stay empty */
  out->width = calloc(t->column_count, sizeof *out->width);
  int code = e && sample && out->width ? 0 : -1;
  for (size_t c = 0; code == 0 && c < t->column_count; c++) {
    if (!score__docx_column_read(t, c)) continue;
    e[c] = measure(w, t, c, sample + c, every);
    out->width[c] = 1;
    any = true;
  }
  while (code == 0 && any && !(out->fits = choose(out, w, e, t->column_count, &with_ease)) && drop(out, t))
    ;
  if (out->fits) code = fit(out, w, e, sample, rows, t->column_count, with_ease);
  free(e);
  free(sample);
  if (code) score__docx_layout_free(out);
  return code;
}

void score__docx_layout_free(score__docx_layout *layout)
{
  free(layout->width);
  layout->width = NULL;
}
