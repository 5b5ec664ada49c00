/* The first sheet: heading and foot of an official paper, and the way to the other sheets. */
#include "output/xlsx_report.h"

/* Two blocks side by side, each over its half of the page. */
static void put_pair(score__xlsx_report *b, score__xlsx_page *p, const score__cell *left, uint8_t left_look,
                     const score__cell *right, uint8_t right_look)
{
  const lxw_col_t all = score__xlsx_page_span(p, 0, p->room), middle = score__xlsx_page_span(p, 0, p->room * 45 / 100);
  const lxw_col_t from = (lxw_col_t)(middle + 1), last = all > middle ? all : from;
  const char *text = left ? score__xlsx_say(b, left) : "";
  size_t lines = score__xlsx_lines_in(text, score__xlsx_page_room(p, 0, middle)), more;
  if (*text) score__xlsx_page_put(b, p, 0, middle, text, (score__xlsx_look){.role = left_look});
  text = right ? score__xlsx_say(b, right) : "";
  more = score__xlsx_lines_in(text, score__xlsx_page_room(p, from, last));
  if (*text) score__xlsx_page_put(b, p, from, last, text, (score__xlsx_look){.role = right_look});
  score__xlsx_page_end_row(b, p, more > lines ? more : lines);
}

static void put_centred(score__xlsx_report *b, score__xlsx_page *p, const char *text, uint8_t look)
{
  if (b->rc != LXW_NO_ERROR || !*text) return;
  const lxw_col_t last = score__xlsx_page_span(p, 0, p->room);
  const size_t lines = score__xlsx_lines_in(text, score__xlsx_page_room(p, 0, last) * 4 / 5);
  score__xlsx_page_put(b, p, 0, last, text, (score__xlsx_look){.role = look});
  score__xlsx_page_end_row(b, p, look == SCORE__LOOK_CENTRE_TITLE ? lines + 1 : lines);
}

void score__xlsx_cover_head(score__xlsx_report *b, score__xlsx_page *p)
{
  const score__letter *l = b->d->letter;
  if (!l) {
    score__xlsx_page_title(b, p, &b->d->title);
    return;
  }
  put_pair(b, p, &l->above, SCORE__LOOK_CENTRE, &l->state, SCORE__LOOK_CENTRE_STRONG);
  put_pair(b, p, &l->office, SCORE__LOOK_CENTRE_STRONG, &l->motto, SCORE__LOOK_CENTRE_STRONG);
  put_pair(b, p, &l->number, SCORE__LOOK_CENTRE, &l->place_date, SCORE__LOOK_CENTRE_FAINT);
  score__xlsx_page_end_row(b, p, 1);
  put_centred(b, p, score__xlsx_say(b, &l->title), SCORE__LOOK_CENTRE_TITLE);
  put_centred(b, p, score__xlsx_say(b, l->subject.kind ? &l->subject : &b->d->title), SCORE__LOOK_CENTRE_STRONG);
  if (b->mark.data) put_centred(b, p, b->mark.data, SCORE__LOOK_CENTRE_STRONG);
  score__xlsx_page_end_row(b, p, 1);
}

static const score__cell *nth(const score__cell *list, size_t count, size_t i)
{
  return i < count ? &list[i] : NULL;
}

void score__xlsx_cover_foot(score__xlsx_report *b, score__xlsx_page *p)
{
  const score__letter *l = b->d->letter;
  if (!l) return;
  size_t rows = l->recipient_count + 1 > l->capacity_count + 4 ? l->recipient_count + 1 : l->capacity_count + 4;
  score__xlsx_page_end_row(b, p, 1);
  for (size_t i = 0; i < rows && b->rc == LXW_NO_ERROR; i++) {
    const score__cell *left = i ? nth(l->recipient, l->recipient_count, i - 1) : &l->recipients_title;
    put_pair(b, p, left, SCORE__LOOK_LINE, nth(l->capacity, l->capacity_count, i), SCORE__LOOK_CENTRE_STRONG);
  }
  put_pair(b, p, NULL, SCORE__LOOK_LINE, &l->signer, SCORE__LOOK_CENTRE_STRONG);
}

void score__xlsx_cover_list(score__xlsx_report *b, score__xlsx_page *p)
{
  if (b->page_count < 3 || b->rc != LXW_NO_ERROR) return;
  const score__cell title = {.kind = SCORE__CELL_PHRASE, .phrase = SCORE__PH_BOOK_CONTENTS};
  score__xlsx_page_put(b, p, 0, score__xlsx_page_span(p, 0, p->room), score__xlsx_say(b, &title),
                       (score__xlsx_look){.role = SCORE__LOOK_CAPTION});
  score__xlsx_page_end_row(b, p, 1);
  for (size_t i = 1; i < b->page_count && b->rc == LXW_NO_ERROR; i++) {
    score__buffer to = {0};
    score__buffer_text(&to, "internal:'");
    score__buffer_text(&to, b->page[i].name);
    score__buffer_text(&to, "'!A1");
    lxw_format *f = score__xlsx_format_of(b, (score__xlsx_look){.role = SCORE__LOOK_LINK});
    if (to.failed || !f)
      b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
    else
      b->rc = worksheet_write_url(p->sheet, p->row, 0, to.data, f);
    const score__cell name = score__xlsx_page_heading(b, &b->page[i]);
    if (b->rc == LXW_NO_ERROR) b->rc = worksheet_write_string(p->sheet, p->row, 0, score__xlsx_say(b, &name), f);
    score__buffer_free(&to);
    score__xlsx_page_end_row(b, p, 1);
  }
  score__xlsx_page_end_row(b, p, 1);
}
