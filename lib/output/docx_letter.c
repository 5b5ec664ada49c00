/* The heading and the foot of an official paper: Nghị định 30/2020/NĐ-CP, Annex I, parts II and III. Two columns without
 * lines: who issues it at the left, quốc hiệu and tiêu ngữ at the right; whom it goes to at the left, who signs at the
 * right. */
#include "output/docx.h"

#include <string.h>

#define BOLD    "<w:b/><w:bCs/>"
#define CAPITAL "<w:caps/>"
#define SIZE_12 "<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>"

enum { LEFT_HEAD = 3500, LEFT_FOOT = 4700 /* twips of the left column of the heading, the foot */ };

static int room_of(const score__docx *w)
{
  return w->wide ? SCORE__DOCX_LYING : SCORE__DOCX_BETWEEN;
}

static void begin_columns(score__docx *w, int left, int right)
{
  score__docx_number(
      w, "<w:tbl><w:tblPr><w:tblStyle w:val=\"TablePlain\"/><w:tblW w:w=\"", left + right,
      "\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>"
      "<w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar>"
      "<w:tblLook w:val=\"0000\" w:firstRow=\"0\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" "
      "w:noHBand=\"1\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>");
  score__docx_number(w, "<w:gridCol w:w=\"", left, "\"/>");
  score__docx_number(w, "<w:gridCol w:w=\"", right, "\"/></w:tblGrid>");
}

static void begin_cell(score__docx *w, int width)
{
  score__docx_number(w, "<w:tc><w:tcPr><w:tcW w:w=\"", width, "\" w:type=\"dxa\"/></w:tcPr>");
}

/* A cell of a table ends with a paragraph. */
static void end_cell(score__docx *w, bool empty)
{
  if (empty) {
    score__docx_begin(w, "Letterhead", NULL);
    score__docx_end(w);
  }
  score__docx_mark(w, "</w:tc>");
}

/* Capital letters are wider than the letters they stand for. */
static int width_of(score__docx *w, const score__cell *cell, int half_points, bool capital)
{
  const char *text = score__docx_print(w, cell);
  const int width = score__docx_width(text, strlen(text), half_points, true);
  return capital ? width * 5 / 4 : width;
}

static void put_parties(score__docx *w, const score__letter *l, int left, int right)
{
  score__docx_mark(w, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
  begin_cell(w, left);
  score__docx_paragraph(w, "Letterhead", NULL, &l->above, CAPITAL);
  if (score__docx_paragraph(w, "Letterhead", NULL, &l->office, BOLD CAPITAL)) {
    int wide = width_of(w, &l->office, 26, true);
    if (wide > left) wide = left;
    score__docx_rule(w, left, wide * 2 / 5);
    end_cell(w, false);
  } else {
    end_cell(w, true);
  }
  begin_cell(w, right);
  const bool narrow = width_of(w, &l->state, 26, false) > right;
  score__docx_paragraph(w, "Letterhead", NULL, &l->state, narrow ? BOLD CAPITAL SIZE_12 : BOLD CAPITAL);
  if (score__docx_paragraph(w, "Letterhead", NULL, &l->motto,
                            narrow ? BOLD : BOLD "<w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>")) {
    score__docx_rule(w, right, width_of(w, &l->motto, narrow ? 26 : 28, false));
    end_cell(w, false);
  } else {
    end_cell(w, true);
  }
  score__docx_mark(w, "</w:tr>");
}

void score__docx_letter_head(score__docx *w, const score__letter *l)
{
  const int left = LEFT_HEAD, right = room_of(w) - LEFT_HEAD;
  begin_columns(w, left, right);
  put_parties(w, l, left, right);
  score__docx_mark(w, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
  begin_cell(w, left);
  end_cell(w, !score__docx_paragraph(w, "Letterhead", NULL, &l->number, NULL));
  begin_cell(w, right);
  end_cell(w, !score__docx_paragraph(w, "Letterhead", NULL, &l->place_date,
                                     "<w:i/><w:iCs/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>"));
  score__docx_mark(w, "</w:tr></w:tbl>");
  score__docx_paragraph(w, "Title", NULL, &l->title, CAPITAL);
  if (score__docx_paragraph(w, "Subtitle", NULL, &l->subject, NULL)) {
    int wide = width_of(w, &l->subject, 28, false);
    if (wide > room_of(w)) wide = room_of(w);
    score__docx_rule(w, room_of(w), wide * 2 / 5);
  }
  if (w->document->synthetic || w->document->supposed) {
    score__docx_begin(w, "Subtitle", NULL);
    score__docx_marks(w, "(", ") ");
    score__docx_end(w);
  }
}

static void put_recipients(score__docx *w, const score__letter *l)
{
  bool any = score__docx_paragraph(w, "RecipientsTitle", NULL, &l->recipients_title, NULL);
  for (size_t i = 0; i < l->recipient_count; i++) {
    const char *text = score__docx_print(w, &l->recipient[i]);
    if (!*text) continue;
    const bool dashed = *text == '-';
    any = true;
    score__docx_begin(w, "Recipients", NULL);
    if (!dashed) score__docx_text(w, "- ", NULL);
    score__docx_run(w, &l->recipient[i], NULL);
    score__docx_end(w);
  }
  end_cell(w, !any);
}

void score__docx_letter_foot(score__docx *w, const score__letter *l)
{
  const int left = LEFT_FOOT, right = room_of(w) - LEFT_FOOT;
  bool any = false;
  if (!l->recipient_count && !l->capacity_count && !*score__docx_print(w, &l->signer)) return;
  score__docx_mark(w, "<w:p><w:pPr><w:pStyle w:val=\"Gap\"/><w:keepNext/></w:pPr></w:p>");
  begin_columns(w, left, right);
  score__docx_mark(w, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
  begin_cell(w, left);
  put_recipients(w, l);
  begin_cell(w, right);
  for (size_t i = 0; i < l->capacity_count; i++)
    any = score__docx_paragraph(w, "Signature", NULL, &l->capacity[i], CAPITAL) || any;
  any = score__docx_paragraph(w, "Signature", "<w:spacing w:before=\"1700\"/>", &l->signer, NULL) || any;
  end_cell(w, !any);
  score__docx_mark(w, "</w:tr></w:tbl>");
  score__docx_gap(w);
}
