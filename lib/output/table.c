/* Text for a terminal: title, facts, tables under a light rule, running text. Widths are display columns; columns
 * marked `shrinks` give way, by wrapping, until the table fits. */
#include "output/blocks.h"
#include "output/writer.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define GAP         2u  /* blanks between columns; one where room is short */
#define INDENT      2u  /* blanks per depth */
#define NARROWEST   8u  /* a shrinking column is at least this wide */
#define NARROW      20u /* and this wide while there are two blanks between columns */
#define RULE        "\xE2\x94\x80"
#define DOUBLE_RULE "\xE2\x95\x90"
#define LABEL_MOST  28u

enum { PLAIN, GOOD, WARN, BAD, STRONG, FAINT };

typedef struct printer {
  score__buffer *out;
  score__buffer scratch; /* one cell, or the cells of one row, each ended by NUL */
  score__cell_style style;
  size_t width; /* 0 = unbounded */
  size_t owed;  /* blanks not yet written: none at a line's end */
  bool tight;   /* the table at hand is short of room */
  bool color, bars;
} printer;

static void put_code(printer *p, uint8_t emphasis, bool on)
{
  static const char *const code[] = {"", "\033[32m", "\033[33m", "\033[31m", "\033[1m", "\033[2m"};
  if (!p->color || emphasis == PLAIN || emphasis > FAINT) return;
  score__buffer_text(p->out, on ? code[emphasis] : "\033[0m");
}

/* What would move the cursor or speak to the terminal becomes a blank. */
static void put_safe(score__buffer *out, const char *text, size_t size)
{
  size_t from = 0;
  for (size_t i = 0; i < size;) {
    const size_t bytes = score__text_unruly(text + i, size - i);
    if (bytes == 0) {
      i++;
      continue;
    }
    score__buffer_add(out, text + from, i - from);
    score__buffer_char(out, ' ');
    i += bytes;
    from = i;
  }
  score__buffer_add(out, text + from, size - from);
}

static void put_text(printer *p, const char *text, size_t size, uint8_t emphasis)
{
  if (size == 0) return;
  score__buffer_fill(p->out, ' ', p->owed);
  p->owed = 0;
  put_code(p, emphasis, true);
  score__buffer_add(p->out, text, size);
  put_code(p, emphasis, false);
}

static void end_line(printer *p)
{
  p->owed = 0;
  score__buffer_char(p->out, '\n');
}

/* Appends the cell to the scratch buffer, ended by NUL; returns its offset. */
static size_t hold_cell(printer *p, const score__cell *cell)
{
  score__buffer bare = {0};
  size_t at = p->scratch.size;
  if (p->bars) score__blocks_put(&bare, cell);
  score__cell_print(&bare, cell, &p->style);
  if (bare.failed) p->scratch.failed = true;
  put_safe(&p->scratch, bare.data ? bare.data : "", bare.size);
  score__buffer_char(&p->scratch, '\0');
  score__buffer_free(&bare);
  return at;
}

static size_t hold_title(printer *p, const score__sheet_column *c)
{
  score__cell cell = {.kind = SCORE__CELL_TEXT, .words = c->title_words};
  if (c->title) cell = score__cell_phrase(c->title);
  return hold_cell(p, &cell);
}

static const char *held(const printer *p, size_t at)
{
  return p->scratch.failed ? "" : p->scratch.data + at;
}

/* Takes from *text the next line of at most `width` columns, broken at a blank where there is one. */
static size_t take_line(const char **text, size_t width)
{
  size_t size = strlen(*text), cut = width ? score__text_cut(*text, size, width) : size;
  size_t next = cut;
  if (cut < size) {
    size_t blank = cut;
    while (blank > 0 && (*text)[blank] != ' ') blank--;
    if (blank > 0) cut = next = blank;
    if (cut == 0) { /* a character wider than the column */
      cut = 1;
      while (((unsigned char)(*text)[cut] & 0xC0) == 0x80) cut++;
      next = cut;
    }
    while ((*text)[next] == ' ') next++;
  }
  while (cut > 0 && (*text)[cut - 1] == ' ') cut--;
  *text += next;
  return cut;
}

static size_t widest_word(const char *text)
{
  size_t widest = 0;
  while (*text) {
    size_t size = strcspn(text, " "), width = score__text_width(text, size);
    if (width > widest) widest = width;
    text += size + (text[size] == ' ');
  }
  return widest;
}

static void put_wrapped(printer *p, const char *text, size_t from, uint8_t emphasis)
{
  const size_t room = p->width == 0 ? 0 : p->width > from + NARROWEST ? p->width - from : NARROWEST;
  bool first = true;
  do {
    if (!first) p->owed = from;
    first = false;
    const char *line = text;
    size_t size = take_line(&text, room);
    put_text(p, line, size, emphasis);
    end_line(p);
  } while (*text);
}

typedef struct column {
  size_t index, width, natural, least;
  size_t held;      /* title or cell in the scratch buffer */
  const char *left; /* what is still to print of it */
  bool right, shrinks, first_shrinking;
} column;

static size_t gap_before(const column *col, size_t i, bool tight)
{
  if (i == 0) return 0;
  return tight && (col[i].right || col[i - 1].right) ? 1 : GAP;
}

static void put_row(printer *p, column *col, size_t count, const score__cell *row, unsigned depth, uint8_t all)
{
  for (size_t i = 0; i < count; i++) col[i].left = held(p, col[i].held);
  bool more = true;
  while (more) {
    more = false;
    for (size_t i = 0; i < count; i++) {
      size_t lead = col[i].first_shrinking ? depth * INDENT : 0, room = col[i].width;
      if (lead >= room) lead = room - 1;
      room -= lead;
      const char *line = col[i].left;
      size_t size = take_line(&col[i].left, room), wide = score__text_width(line, size);
      size_t blank = wide < room ? room - wide : 0;
      p->owed += gap_before(col, i, p->tight) + lead + (col[i].right ? blank : 0);
      put_text(p, line, size, row ? row[col[i].index].emphasis : all);
      p->owed += col[i].right ? 0 : blank;
      if (*col[i].left) more = true;
    }
    end_line(p);
  }
}

static size_t sum_widths(const column *col, size_t count, bool tight)
{
  size_t sum = 0;
  for (size_t i = 0; i < count; i++) sum += col[i].width + gap_before(col, i, tight);
  return sum;
}

/* The widest shrinking column gives way, step by step, until the table is narrow enough or all are at `least`. */
static void shrink(column *col, size_t count, bool tight, size_t width, size_t least)
{
  for (size_t sum = sum_widths(col, count, tight); sum > width; sum--) {
    size_t best = count;
    for (size_t i = 0; i < count; i++)
      if (col[i].shrinks && col[i].width > least && (best == count || col[i].width > col[best].width)) best = i;
    if (best == count) return;
    col[best].width--;
  }
}

/* Titles wrap as far as it takes; whether the table is narrow enough. */
static bool wrap_titles(column *col, size_t count, size_t width, bool right)
{
  for (size_t i = 0; i < count; i++) {
    const size_t sum = sum_widths(col, count, false);
    if (sum <= width) return true;
    if (col[i].shrinks || col[i].right != right || col[i].least >= col[i].width) continue;
    const size_t can = col[i].width - col[i].least, want = sum - width;
    col[i].width -= can < want ? can : want;
  }
  return sum_widths(col, count, false) <= width;
}

/* First the titles of numbers wrap, then the texts, then the other titles, then the columns move together. */
static void fit(printer *p, column *col, size_t count)
{
  p->tight = false;
  if (p->width == 0 || wrap_titles(col, count, p->width, true)) return;
  shrink(col, count, false, p->width, NARROW);
  if (sum_widths(col, count, false) <= p->width || wrap_titles(col, count, p->width, false)) return;
  p->tight = true;
  shrink(col, count, true, p->width, NARROWEST);
}

static void measure(printer *p, const score__sheet_table *t, column *col, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    p->scratch.size = 0;
    const char *title = held(p, hold_title(p, &t->column[col[i].index]));
    size_t whole = score__text_width(title, strlen(title));
    col[i].least = widest_word(title);
    for (size_t r = 0; r < t->row_count; r++) {
      if (t->row_for[r] == SCORE__ROW_MACHINE) continue;
      p->scratch.size = 0;
      const char *text = held(p, hold_cell(p, &t->cell[r * t->column_count + col[i].index]));
      size_t width = score__text_width(text, strlen(text));
      if (col[i].first_shrinking && width > 0) width += t->indent[r] * INDENT;
      if (width > col[i].least) col[i].least = width;
    }
    col[i].width = whole > col[i].least ? whole : col[i].least;
    if (col[i].width == 0) col[i].width = 1;
    col[i].natural = col[i].width;
  }
}

/* Whether the table is as wide as the terminal at most, with room for its names; with all its columns also with two
 * blanks between them. */
static bool is_readable(const printer *p, const column *col, size_t count, bool all)
{
  if (all && p->tight) return false;
  for (size_t i = 0; i < count; i++)
    if (col[i].shrinks && col[i].width < NARROW && col[i].width < col[i].natural) return false;
  return p->width == 0 || sum_widths(col, count, p->tight) <= p->width;
}

static int by_index(const void *a, const void *b)
{
  const column *x = a, *y = b;
  return (x->index > y->index) - (x->index < y->index);
}

/* The columns of all classes but the hidden ones, made to fit; the others stand behind them. How many there are. */
static size_t arrange(printer *p, const score__sheet_table *t, column *col, size_t count, const bool *hidden)
{
  size_t kept = 0;
  qsort(col, count, sizeof *col, by_index);
  for (size_t i = 0; i < count; i++) {
    const column one = col[i];
    col[i].width = one.natural;
    if (hidden[t->column[one.index].gives_way]) continue;
    memmove(col + kept + 1, col + kept, (i - kept) * sizeof *col);
    col[kept] = one;
    col[kept++].width = one.natural;
  }
  fit(p, col, kept);
  return kept;
}

/* Classes of columns go until the table is readable; then those come back that found room in the end. */
static size_t settle(printer *p, const score__sheet_table *t, column *col, size_t count)
{
  bool hidden[UINT8_MAX + 1] = {false};
  unsigned most = 0, level;
  for (size_t i = 0; i < count; i++)
    if (t->column[col[i].index].gives_way > most) most = t->column[col[i].index].gives_way;
  size_t kept = arrange(p, t, col, count, hidden);
  for (level = most; level > 0 && !is_readable(p, col, kept, !hidden[most]); level--) {
    hidden[level] = true;
    kept = arrange(p, t, col, count, hidden);
  }
  const bool readable = is_readable(p, col, kept, false);
  for (level += 2; readable && level <= most; level++) {
    hidden[level] = false;
    kept = arrange(p, t, col, count, hidden);
    hidden[level] = !is_readable(p, col, kept, !hidden[most]);
  }
  return arrange(p, t, col, count, hidden);
}

/* Which columns had no room. */
static void put_dropped(printer *p, const score__sheet_table *t, column *col, size_t count)
{
  score__buffer names = {0};
  qsort(col, count, sizeof *col, by_index);
  for (size_t i = 0; i < count; i++) {
    p->scratch.size = 0;
    if (i) score__buffer_text(&names, ", ");
    score__buffer_text(&names, held(p, hold_title(p, &t->column[col[i].index])));
  }
  const char *text = names.data ? names.data : "";
  score__cell arg = {.kind = SCORE__CELL_TEXT, .words = {{text, text}}};
  const score__cell line = {
      .kind = SCORE__CELL_PHRASE, .phrase = SCORE__PH_OUTPUT_DROPPED, .arg = &arg, .arg_count = 1};
  p->scratch.size = 0;
  put_wrapped(p, held(p, hold_cell(p, &line)), 0, FAINT);
  if (names.failed) p->out->failed = true;
  score__buffer_free(&names);
}

static bool is_drawn(const score__sheet_table *t, size_t c)
{
  for (size_t r = 0; r < t->row_count; r++)
    if (score__cell_is_picture(&t->cell[r * t->column_count + c])) return true;
  return false;
}

static void put_table(printer *p, const score__sheet_table *t)
{
  column *col = calloc(t->column_count ? t->column_count : 1, sizeof *col);
  if (!col) {
    p->out->failed = true;
    return;
  }
  size_t count = 0;
  bool shrinking = false;
  for (size_t i = 0; i < t->column_count; i++) {
    const score__sheet_column *c = &t->column[i];
    if (!score__column_shown(t, i) && !(p->bars && is_drawn(t, i))) continue;
    col[count++] =
        (column){.index = i, .right = c->right, .shrinks = c->shrinks, .first_shrinking = c->shrinks && !shrinking};
    shrinking = shrinking || c->shrinks;
  }
  if (count > 0) {
    measure(p, t, col, count);
    const size_t all = count;
    count = settle(p, t, col, count);
    p->scratch.size = 0;
    for (size_t i = 0; i < count; i++) col[i].held = hold_title(p, &t->column[col[i].index]);
    put_row(p, col, count, NULL, 0, STRONG);
    for (size_t i = 0; i < count; i++) {
      score__buffer_fill(p->out, ' ', gap_before(col, i, p->tight));
      put_code(p, FAINT, true);
      for (size_t w = 0; w < col[i].width; w++) score__buffer_text(p->out, RULE);
      put_code(p, FAINT, false);
    }
    end_line(p);
    for (size_t r = 0; r < t->row_count && !p->scratch.failed; r++) {
      const score__cell *row = t->cell + r * t->column_count;
      if (t->row_for[r] == SCORE__ROW_MACHINE) continue;
      p->scratch.size = 0;
      for (size_t i = 0; i < count; i++) col[i].held = hold_cell(p, &row[col[i].index]);
      put_row(p, col, count, row, t->indent[r], PLAIN);
    }
    if (count < all) put_dropped(p, t, col + count, all - count);
  }
  free(col);
}

static void put_heading(printer *p, const score__cell *cell)
{
  p->scratch.size = 0;
  const char *text = held(p, hold_cell(p, cell));
  if (*text) put_wrapped(p, text, 0, STRONG);
}

static void put_facts(printer *p, const score_document *d, size_t section)
{
  size_t label = 0;
  for (size_t i = 0; i < d->fact_count; i++) {
    if (d->fact[i].section != section || d->fact[i].title == 0) continue;
    const char *title = score__phrase_text(d->fact[i].title, p->style.lang);
    size_t width = score__text_width(title, strlen(title));
    if (width > label) label = width < LABEL_MOST ? width : LABEL_MOST;
  }
  for (size_t i = 0; i < d->fact_count; i++) {
    const score__sheet_fact *f = &d->fact[i];
    if (f->section != section || f->title == 0 || f->cell.kind == SCORE__CELL_EMPTY) continue;
    const char *title = score__phrase_text(f->title, p->style.lang);
    size_t width = score__text_width(title, strlen(title));
    put_text(p, title, strlen(title), FAINT);
    p->owed = (width < label ? label - width : 0) + GAP;
    p->scratch.size = 0;
    put_wrapped(p, held(p, hold_cell(p, &f->cell)), label + GAP, f->cell.emphasis);
  }
}

static bool put_lines(printer *p, const score_document *d, size_t section, bool after)
{
  bool any = false;
  for (size_t i = 0; i < d->line_count; i++) {
    const score__sheet_line *l = &d->line[i];
    if (l->section != section || l->after != after) continue;
    if (!any && p->out->size > 0) end_line(p);
    any = true;
    size_t from = l->indent * INDENT;
    p->owed = from;
    p->scratch.size = 0;
    put_wrapped(p, held(p, hold_cell(p, &l->cell)), from, l->cell.emphasis);
  }
  return any;
}

static void put_part(printer *p, const score_document *d, size_t section)
{
  const bool lines_first = section ? d->section[section - 1].lines_first : d->lines_first;
  if (lines_first && put_lines(p, d, section, false)) end_line(p);
  put_facts(p, d, section);
  if (!lines_first) put_lines(p, d, section, false);
  for (size_t i = 0; i < d->table_count; i++) {
    const score__sheet_table *t = &d->table[i];
    if (t->section != section || t->records || !score__table_shown(t)) continue;
    if (p->out->size > 0) end_line(p);
    score__cell elsewhere;
    if (score__table_elsewhere(&elsewhere, d, t)) {
      p->scratch.size = 0;
      put_wrapped(p, held(p, hold_cell(p, &elsewhere)), 0, PLAIN);
      continue;
    }
    if (t->title) put_heading(p, &(score__cell){.kind = SCORE__CELL_PHRASE, .phrase = t->title});
    put_table(p, t);
  }
  put_lines(p, d, section, true);
}

/* The short form: without the sections that go into depth. */
static void put_section(printer *p, const score_document *d, size_t section)
{
  const score__section *s = &d->section[section - 1];
  if (s->in_depth) return;
  if (p->out->size > 0) end_line(p);
  put_heading(p, &s->title);
  p->scratch.size = 0;
  const char *title = held(p, hold_cell(p, &s->title));
  size_t width = score__text_width(title, strlen(title));
  if (p->width > 0 && width > p->width) width = p->width;
  put_code(p, FAINT, true);
  for (size_t k = 0; k < width; k++) score__buffer_text(p->out, s->level > 1 ? RULE : DOUBLE_RULE);
  put_code(p, FAINT, false);
  end_line(p);
  if (d->synthetic) put_heading(p, &(score__cell){.kind = SCORE__CELL_PHRASE, .phrase = SCORE__PH_SYNTHETIC});
  put_part(p, d, section);
}

void score__write_table(score__buffer *out, const score_document *d, const score_write_options *o)
{
  printer p = {.out = out,
               .style = {.lang = o->lang, .mark = o->lang == SCORE_LANG_VI ? ',' : '.', .words = true},
               .width = o->width > 0 ? (size_t)o->width : 0,
               .color = o->color != 0,
               .bars = o->bars != 0};
  put_heading(&p, &d->title);
  put_part(&p, d, 0);
  for (size_t k = 1; k <= d->section_count; k++) put_section(&p, d, k);
  if (score__document_bare(d)) {
    if (out->size > 0) end_line(&p);
    put_heading(&p, &(score__cell){.kind = SCORE__CELL_PHRASE, .phrase = SCORE__PH_OUTPUT_NOTHING});
  }
  if (p.scratch.failed) out->failed = true;
  score__buffer_free(&p.scratch);
}
