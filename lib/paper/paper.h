/* A report as an office issues it: its heading and foot (Nghị định 30/2020/NĐ-CP, Annex I), its numbered parts, and the
 * names of periods and units as they stand in running text. */
#ifndef SCORE__PAPER_H
#define SCORE__PAPER_H

#include "base/period.h"
#include "model/letterhead.h"
#include "model/scores.h"
#include "model/sheet.h"

typedef struct score__paper {
  score_document *d;
  const score_office *office; /* NULL = nothing is set */
  unsigned parts, annexes;    /* so far */
} score__paper;

/* Begins part I, II, ... under the office's own heading, or else the phrase; NULL once failed. */
score__section *score__paper_part(score__paper *p, const char *key, int title);
/* Begins annex I, II, ...: after the signatures, on a page of its own, in depth. */
score__section *score__paper_annex(score__paper *p, const char *key, int title);

/* "IV"; a plain number above XX. */
score__cell score__paper_roman(score_document *d, int64_t n);

/* What stands where the office has set nothing. Phrases end with 0. */
typedef struct score__letter_order {
  score__cell issuer;   /* EMPTY = a dotted line */
  score__cell subject;  /* trích yếu */
  score__cell signer;   /* the issuer in running text, in the annexes; EMPTY = not named there */
  int number;           /* phrase: "Số:        /BC-UBND" */
  const int *recipient; /* phrases */
  const int *capacity;  /* phrases */
} score__letter_order;

/* Gives the document its letter. The day is left open but for the year: the one of the day after the period. */
void score__paper_letter(score__paper *p, const score_result *r, const score__letter_order *order);

/* "quý III năm 2026", "6 tháng đầu năm 2026", "tháng 9 năm 2026". */
score__cell score__paper_period(score_document *d, score__period period);
/* The period of a result that another one is compared with: "quý II năm 2026 (số liệu mô phỏng)" where it alone is made
 * up. */
score__cell score__paper_period_of(score_document *d, const score_result *other);
/* "15/06/2026"; in English "2026-06-15". */
score__cell score__paper_day(score_document *d, int32_t day);
/* The unit in running text: "xã Phù Ninh"; its code where it has no name. */
score__cell score__paper_unit(score_document *d, const score_result *r, size_t position);
/* Its people's committee in capitals: "ỦY BAN NHÂN DÂN XÃ PHÙ NINH"; what is no unit of administration by its name alone,
 * and then *committee is false. EMPTY without a name. */
score__cell score__paper_issuer(score_document *d, const score_result *r, size_t position, bool *committee);

#endif
