/* Heading and foot of an official paper: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II. */
#include "output/html.h"

static void put_line(score__html *h, const char *element, const char *class, const score__cell *cell)
{
  if (cell->kind == SCORE__CELL_EMPTY) return;
  score__buffer_char(h->out, '<');
  score__html_put(h, element);
  score__html_class(h, class, 0, 0);
  score__buffer_char(h->out, '>');
  score__html_cell(h, cell);
  score__html_put(h, "</");
  score__html_put(h, element);
  score__html_put(h, ">\n");
}

void score__html_letter_head(score__html *h, const score__letter *l)
{
  score__html_put(h, "<div class=lh>\n<div>\n");
  put_line(h, "p", "u", &l->above);
  put_line(h, "p", "of", &l->office);
  put_line(h, "p", "no", &l->number);
  score__html_put(h, "</div>\n<div>\n");
  put_line(h, "p", "st", &l->state);
  put_line(h, "p", "mo", &l->motto);
  put_line(h, "p", "pd", &l->place_date);
  score__html_put(h, "</div>\n</div>\n<h1 class=lt>");
  score__html_cell(h, &l->title);
  put_line(h, "span", "su", &l->subject);
  score__html_data_marks(h);
  score__html_put(h, "</h1>\n");
}

void score__html_letter_foot(score__html *h, const score__letter *l)
{
  score__html_put(h, "<div class=lf>\n<div>\n");
  if (l->recipient_count) {
    put_line(h, "p", "rt", &l->recipients_title);
    score__html_put(h, "<ul>\n");
    for (size_t i = 0; i < l->recipient_count; i++) put_line(h, "li", "", &l->recipient[i]);
    score__html_put(h, "</ul>\n");
  }
  score__html_put(h, "</div>\n<div>\n");
  for (size_t i = 0; i < l->capacity_count; i++) put_line(h, "p", "ca", &l->capacity[i]);
  put_line(h, "p", "sg", &l->signer);
  score__html_put(h, "</div>\n</div>\n");
}
