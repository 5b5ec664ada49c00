/* What the numbers rest on, and how they were made. */
#include "base/limits.h"
#include "report/report_province.h"

static void say(score__province *p, int phrase, const score__cell *args, size_t count)
{
  score__sheet_line_add(p->d, score__cell_phrase_args(p->d, phrase, args, count), 0, false);
}

void score__province_method(score__province *p)
{
  const score_result *r = p->result;
  const score_criteria *set = r->set;
  score_document *d = p->d;
  score__province_section(p, "method", SCORE__PH_PROVINCE_METHOD);
  const score__cell rules[] = {score__report_set_name(d, set), score__cell_phrase(score__report_status(set->status)),
                               score__cell_code(d, set->sha256)};
  say(p, SCORE__PH_PROVINCE_SAY_SET, rules, 3);
  const score__cell data[] = {
      score__paper_period(d, r->frame->period), score__paper_day(d, score__set_first_day(set, r->frame->period)),
      score__paper_day(d, score__set_last_day(set, r->frame->period)), score__cell_code(d, r->data->input_sha256)};
  say(p, SCORE__PH_PROVINCE_SAY_DATA, data, 4);
  if (*r->scope) {
    const score__cell scope = score__cell_text(d, r->scope);
    say(p, SCORE__PH_PROVINCE_SAY_SCOPE, &scope, 1);
  }
  if (r->fallback) say(p, SCORE__PH_PROVINCE_SAY_FALLBACK, NULL, 0);
  score__rank_method(d, set);
  say(p, SCORE__PH_PROVINCE_SAY_STATISTICS, NULL, 0);
  if (p->options->uncertainty) say(p, SCORE__PH_PROVINCE_SAY_ESTIMATES, NULL, 0);
}
