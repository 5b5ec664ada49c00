#include "paper/paper.h"

#include "report/report.h"

static const char *const roman[] = {"0",  "I",   "II",   "III", "IV", "V",   "VI",   "VII",   "VIII", "IX", "X",
                                    "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX",  "XX"};

score__cell score__paper_roman(score_document *d, int64_t n)
{
  const int64_t most = (int64_t)(sizeof roman / sizeof *roman);
  return n > 0 && n < most ? score__cell_text(d, roman[n]) : score__cell_int(n);
}

static score__words heading(const score__paper *p, const char *key, int title)
{
  const score__words *own = score__office_heading(p->office, key);
  score__words w;
  for (int lang = 0; lang < 2; lang++)
    w.text[lang] = own && own->text[lang] ? own->text[lang] : score__phrase_text(title, (score_lang)lang);
  return w;
}

static score__section *begin(score__paper *p, const char *key, int numbered, const score__cell args[2])
{
  score__section *s = score__sheet_section_add(p->d, key, score__cell_phrase_args(p->d, numbered, args, 2), 1);
  if (s) s->lines_first = true;
  return s;
}

score__section *score__paper_part(score__paper *p, const char *key, int title)
{
  const score__words words = heading(p, key, title);
  const score__cell args[] = {score__paper_roman(p->d, ++p->parts), score__cell_words(p->d, &words)};
  return begin(p, key, SCORE__PH_PAPER_PART, args);
}

score__section *score__paper_annex(score__paper *p, const char *key, int title)
{
  const score__words words = heading(p, key, title);
  const score__cell number = score__paper_roman(p->d, ++p->annexes);
  const score__cell args[] = {score__cell_phrase_args(p->d, SCORE__PH_PAPER_ANNEX_LABEL, &number, 1),
                              score__cell_words(p->d, &words)};
  score__section *s = begin(p, key, SCORE__PH_PAPER_ANNEX, args);
  if (!s) return NULL;
  s->label = args[0];
  s->name = args[1];
  s->annex = s->new_page = s->in_depth = true;
  return s;
}

/* ---- names in running text ---- */

score__cell score__paper_period(score_document *d, score__period p)
{
  static const int halves[] = {SCORE__PH_PAPER_HALF_1, SCORE__PH_PAPER_HALF_2};
  const char arabic[] = {(char)('0' + p.index % 10), 0};
  const score__cell quarter = score__cell_words(d, &(score__words){{arabic, roman[p.index % 10]}});
  const score__cell args[] = {p.kind == SCORE__PERIOD_QUARTER ? quarter : score__cell_int(p.index),
                              score__cell_int(p.year)};
  int phrase = SCORE__PH_PAPER_YEAR;
  if (p.kind == SCORE__PERIOD_MONTH) phrase = SCORE__PH_PAPER_MONTH;
  if (p.kind == SCORE__PERIOD_QUARTER) phrase = SCORE__PH_PAPER_QUARTER;
  if (p.kind == SCORE__PERIOD_HALF) phrase = halves[p.index == 2];
  if (p.kind == SCORE__PERIOD_NINE) phrase = SCORE__PH_PAPER_NINE;
  return score__cell_phrase_args(d, phrase, args, 2);
}

score__cell score__paper_period_of(score_document *d, const score_result *other)
{
  const score__cell period = score__paper_period(d, other->frame->period);
  return other->synthetic && !d->synthetic ? score__cell_phrase_args(d, SCORE__PH_RANKING_MADE_UP, &period, 1) : period;
}

score__cell score__paper_day(score_document *d, int32_t day)
{
  char iso[SCORE__DATE_TEXT], vi[SCORE__DATE_TEXT];
  score__date_print(iso, sizeof iso, day);
  vi[0] = iso[8], vi[1] = iso[9], vi[2] = '/', vi[3] = iso[5], vi[4] = iso[6], vi[5] = '/';
  for (int k = 0; k < 4; k++) vi[6 + k] = iso[k];
  vi[10] = 0;
  return score__cell_words(d, &(score__words){{iso, vi}});
}
