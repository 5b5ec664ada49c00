/* The heading and the foot of a report: what the office has set, and blanks to be filled in by hand for the rest. */
#include <string.h>

#include "base/fail.h"
#include "paper/paper.h"

#define BLANK      "…"
#define MOST_LINES 64u

static const score__words *setting(const score__paper *p, int which)
{
  return p->office && p->office->setting[which].text[0] ? &p->office->setting[which] : NULL;
}

static score__cell said(const score__paper *p, int which, score__cell otherwise)
{
  const score__words *set = setting(p, which);
  return set ? score__cell_words(p->d, set) : otherwise;
}

/* Line n of a text in several; an empty text past its end. */
static const char *line_of(score_document *d, const char *text, size_t n)
{
  for (; n && text; n--) {
    text = strchr(text, '\n');
    text += text != NULL;
  }
  if (!text) return "";
  const char *end = strchr(text, '\n');
  const char *copy = score__arena_copy(&d->arena, text, end ? (size_t)(end - text) : strlen(text));
  d->failed |= !copy;
  return copy ? copy : "";
}

/* "ỦY BAN NHÂN DÂN" stands on a line of its own over the name of the place: a narrow column tears it elsewhere. */
static const char *parted(score_document *d, const char *text)
{
  static const char *const committee[] = {"ỦY BAN NHÂN DÂN ", "UỶ BAN NHÂN DÂN ", "Ủy ban nhân dân ",
                                          "Uỷ ban nhân dân "};
  for (size_t k = 0; text && !strchr(text, '\n') && k < sizeof committee / sizeof *committee; k++) {
    const size_t size = strlen(committee[k]);
    if (strncmp(text, committee[k], size) != 0) continue;
    char *copy = score__arena_copy(&d->arena, text, strlen(text));
    d->failed |= !copy;
    if (copy) copy[size - 1] = '\n';
    return copy;
  }
  return text;
}

static score__cell party(const score__paper *p, int which, score__cell otherwise)
{
  const score__words *set = setting(p, which);
  if (!set) return otherwise;
  return score__cell_words(p->d, &(score__words){{parted(p->d, set->text[0]), parted(p->d, set->text[1])}});
}

static size_t lines_in(const char *text)
{
  size_t n = 1;
  for (; *text; text++) n += *text == '\n';
  return n < MOST_LINES ? n : MOST_LINES;
}

/* A recipient begins with a dash and ends with a semicolon, the last one with a full stop, whoever wrote it. */
static const char *marked(score_document *d, const char *text, bool last)
{
  const size_t size = strlen(text);
  score__buffer b = {0};
  if (!size) return "";
  const char end = text[size - 1];
  score__buffer_text(&b, text[0] == '-' ? "" : "- ");
  score__buffer_text(&b, text);
  if (end != ';' && end != '.' && end != ',') score__buffer_char(&b, last ? '.' : ';');
  const char *copy = b.failed ? NULL : score__arena_text(&d->arena, b.data);
  d->failed |= !copy;
  score__buffer_free(&b);
  return copy ? copy : "";
}

static score__cell dashed(score_document *d, const score__words *words, bool last)
{
  return score__cell_words(d, &(score__words){{marked(d, words->text[0], last), marked(d, words->text[1], last)}});
}

static const score__cell *lines(score__paper *p, int which, const int *phrases, bool dash, size_t *count)
{
  const score__words *set = setting(p, which);
  *count = 0;
  if (set) {
    const size_t en = lines_in(set->text[0]), vi = lines_in(set->text[1]);
    *count = en > vi ? en : vi;
  } else {
    while (phrases[*count]) ++*count;
  }
  score__cell *cell = score__arena_alloc(&p->d->arena, *count, sizeof *cell);
  p->d->failed |= !cell;
  for (size_t k = 0; cell && k < *count; k++) {
    if (set) {
      const score__words words = {{line_of(p->d, set->text[0], k), line_of(p->d, set->text[1], k)}};
      cell[k] = dash ? dashed(p->d, &words, k + 1 == *count) : score__cell_words(p->d, &words);
    } else {
      cell[k] = score__cell_phrase(phrases[k]);
    }
  }
  if (!cell) *count = 0;
  return cell;
}

static score__cell number_of(score__paper *p, int otherwise)
{
  const score__words *set = setting(p, SCORE__OFFICE_NUMBER);
  if (!set) return score__cell_phrase(otherwise);
  const score__cell text = score__cell_words(p->d, set);
  return score__cell_phrase_args(p->d, SCORE__PH_PAPER_NUMBER, &text, 1);
}

/* The year in which a report on the period is written, where the window of the set leaves no doubt; 0 = it does. */
static int year_of(const score_result *r)
{
  const int by_set = score__date_year(score__set_last_day(r->set, r->frame->period) + 1);
  return by_set == score__date_year(score__period_last_day(r->frame->period) + 1) ? by_set : 0;
}

/* Day, month, year; days below 10 and January, February with a zero before them (the decree). */
static void put_date(score__paper *p, const score_result *r, score__cell args[4])
{
  const score__words *date = setting(p, SCORE__OFFICE_DATE);
  const char *iso = date ? date->text[0] : NULL;
  score_document *d = p->d;
  args[1] = args[2] = args[3] = score__cell_text(d, BLANK);
  if (iso && strlen(iso) == 10) {
    const char day[] = {iso[8], iso[9], 0}, month[] = {iso[5], iso[6], 0}, year[] = {iso[0], iso[1], iso[2], iso[3], 0};
    const bool plain = iso[5] == '0' && iso[6] > '2';
    args[1] = score__cell_text(d, day);
    args[2] = score__cell_words(d, &(score__words){{month, plain ? month + 1 : month}});
    args[3] = score__cell_text(d, year);
  } else if (year_of(r)) {
    args[3] = score__cell_int(year_of(r));
  }
}

/* "Phù Ninh, ngày 05 tháng 10 năm 2026". */
static score__cell place_date(score__paper *p, const score_result *r)
{
  score__cell args[4] = {said(p, SCORE__OFFICE_PLACE, score__cell_text(p->d, BLANK))};
  put_date(p, r, args);
  return score__cell_phrase_args(p->d, SCORE__PH_PAPER_PLACE_DATE, args, 4);
}

/* "(Kèm theo Báo cáo số 12/BC-UBND ngày 05 tháng 10 năm 2026 của Ủy ban nhân dân xã Phù Ninh)". */
static score__cell attached(score__paper *p, const score_result *r, const score__letter_order *order)
{
  const bool committee = order->number == SCORE__PH_PAPER_NUMBER_COMMITTEE;
  const bool named = order->signer.kind != SCORE__CELL_EMPTY;
  const score__cell blank =
      score__cell_phrase(committee ? SCORE__PH_PAPER_BLANK_COMMITTEE : SCORE__PH_PAPER_BLANK_OTHER);
  score__cell args[5] = {said(p, SCORE__OFFICE_NUMBER, blank)};
  put_date(p, r, args);
  args[4] = order->signer;
  return score__cell_phrase_args(p->d, named ? SCORE__PH_PAPER_ATTACHED_OF : SCORE__PH_PAPER_ATTACHED, args,
                                 named ? 5 : 4);
}

void score__paper_letter(score__paper *p, const score_result *r, const score__letter_order *order)
{
  score_document *d = p->d;
  score__letter *l = d->failed ? NULL : score__arena_alloc(&d->arena, 1, sizeof *l);
  const score__cell dotted = score__cell_phrase(SCORE__PH_PAPER_ISSUER_BLANK);
  d->failed |= !l;
  if (!l) return;
  l->above = party(p, SCORE__OFFICE_ABOVE, (score__cell){.kind = SCORE__CELL_EMPTY});
  l->office = party(p, SCORE__OFFICE_NAME, order->issuer.kind == SCORE__CELL_EMPTY ? dotted : order->issuer);
  l->number = number_of(p, order->number);
  l->state = score__cell_phrase(SCORE__PH_PAPER_STATE);
  l->motto = score__cell_phrase(SCORE__PH_PAPER_MOTTO);
  l->place_date = place_date(p, r);
  l->title = score__cell_phrase(SCORE__PH_PAPER_REPORT);
  l->subject = said(p, SCORE__OFFICE_SUBJECT, order->subject);
  l->recipients_title = score__cell_phrase(SCORE__PH_PAPER_RECIPIENTS);
  l->recipient = lines(p, SCORE__OFFICE_RECIPIENTS, order->recipient, true, &l->recipient_count);
  l->capacity = lines(p, SCORE__OFFICE_CAPACITY, order->capacity, false, &l->capacity_count);
  l->signer = said(p, SCORE__OFFICE_SIGNER, (score__cell){.kind = SCORE__CELL_EMPTY});
  l->attached = attached(p, r, order);
  d->letter = l;
}
