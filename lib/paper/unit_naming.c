/* Units in running text and on a letterhead: "xã Phù Ninh", "ỦY BAN NHÂN DÂN XÃ PHÙ NINH". */
#include <string.h>

#include "base/text.h"
#include "paper/paper.h"
#include "report/report.h"

/* As a list of units begins a name, and as a sentence does. */
static const char *const kinds[][2] = {
    {"Xã ", "xã "},     {"Phường ", "phường "},       {"Đặc khu ", "đặc khu "}, {"Thị trấn ", "thị trấn "},
    {"Tỉnh ", "tỉnh "}, {"Thành phố ", "thành phố "}, {"Huyện ", "huyện "},     {"Thị xã ", "thị xã "}};
static const char *const committees[] = {"UBND ", "Ủy ban nhân dân ", "Uỷ ban nhân dân "};

enum { KINDS = sizeof kinds / sizeof *kinds };

static bool begins(const char *text, const char *with)
{
  return strncmp(text, with, strlen(with)) == 0;
}

/* The name without "UBND " before it. */
static const char *bare(const char *name, bool *committee)
{
  *committee = false;
  for (size_t k = 0; k < sizeof committees / sizeof *committees; k++)
    if (begins(name, committees[k])) {
      *committee = true;
      return name + strlen(committees[k]);
    }
  return name;
}

/* SIZE_MAX = none of them. */
static size_t kind_of(const char *name)
{
  for (size_t k = 0; k < KINDS; k++)
    if (begins(name, kinds[k][0]) || begins(name, kinds[k][1])) return k;
  return SIZE_MAX;
}

score__cell score__paper_unit(score_document *d, const score_result *r, size_t i)
{
  bool committee;
  const char *whole = score__report_unit_name(r, i), *name = bare(whole, &committee);
  const size_t kind = kind_of(name);
  score__buffer b = {0};
  if (!*name) {
    const score__cell code = score__cell_text(d, r->data->units.code[r->unit[i]]);
    return score__cell_phrase_args(d, SCORE__PH_PAPER_UNIT, &code, 1);
  }
  if (kind == SIZE_MAX) return score__cell_text(d, committee ? name : whole);
  score__buffer_text(&b, kinds[kind][1]);
  score__buffer_text(&b, name + strlen(kinds[kind][0]));
  const score__cell c = score__cell_words(d, &(score__words){{name, b.data ? b.data : ""}});
  d->failed |= b.failed;
  score__buffer_free(&b);
  return c;
}

score__cell score__paper_issuer(score_document *d, const score_result *r, size_t i, bool *committee)
{
  const char *whole = score__report_unit_name(r, i), *name = bare(whole, committee);
  const score__words of = {{score__phrase_text(SCORE__PH_PAPER_COMMITTEE, SCORE_LANG_EN),
                            score__phrase_text(SCORE__PH_PAPER_COMMITTEE, SCORE_LANG_VI)}};
  if (!*name) {
    *committee = true;
    return (score__cell){.kind = SCORE__CELL_EMPTY};
  }
  *committee |= kind_of(name) != SIZE_MAX;
  const char *upper = score__text_upper(&d->arena, *committee ? name : whole);
  d->failed |= !upper;
  if (!upper) return (score__cell){.kind = SCORE__CELL_EMPTY};
  const score__cell args[] = {score__cell_words(d, &of), score__cell_text(d, upper)};
  return *committee ? score__cell_phrase_args(d, SCORE__PH_PAPER_TWO, args, 2) : args[1];
}
