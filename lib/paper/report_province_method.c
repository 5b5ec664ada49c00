/* What the numbers rest on, and how they were made. */
#include "base/limits.h"
#include "paper/report_province.h"

static void say(score__province *p, int phrase, const score__cell *args, size_t count)
{
  score__sheet_line_add(p->d, score__cell_phrase_args(p->d, phrase, args, count), 0, false);
}

/* Slots that wait for their text. */
static void say_sourced(score__province *p)
{
  const score_criteria *set = p->result->set;
  int64_t all = 0, open = 0;
  for (uint32_t k = 1; k < set->node_count; k++) {
    all += set->node[k].kind == SCORE__NODE_CRITERION;
    open += set->node[k].open;
  }
  const score__cell args[] = {score__cell_int(all - open), score__cell_int(all)};
  if (open) say(p, SCORE__PH_PROVINCE_SAY_SOURCED, args, 2);
}

static void say_release(score__province *p)
{
  const score_release_head *head = p->result->release;
  if (!head) return;
  const score__cell args[] = {score__cell_text(p->d, head->sha256), score__cell_text(p->d, head->released_at),
                              score__cell_text(p->d, head->released_by)};
  say(p, *head->released_by ? SCORE__PH_WARD_METHOD_RELEASE_BY : SCORE__PH_WARD_METHOD_RELEASE, args, 3);
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
  say_sourced(p);
  static const int stages[] = {SCORE__PH_STAGE_SELF, SCORE__PH_STAGE_VERIFIED, SCORE__PH_STAGE_PUBLISHED};
  const score__cell data[] = {score__paper_period(d, r->frame->period),
                              score__paper_day(d, score__set_first_day(set, r->frame->period)),
                              score__paper_day(d, score__set_last_day(set, r->frame->period)),
                              score__cell_code(d, r->data->input_sha256), score__cell_phrase(stages[r->stage])};
  say(p, SCORE__PH_PROVINCE_SAY_DATA, data, 5);
  say_release(p);
  if (*r->scope) {
    const score__cell scope = score__cell_text(d, r->scope);
    say(p, SCORE__PH_PROVINCE_SAY_SCOPE, &scope, 1);
  }
  if (r->fallback) say(p, SCORE__PH_PROVINCE_SAY_FALLBACK, NULL, 0);
  score__rank_method(d, set);
  say(p, SCORE__PH_PROVINCE_SAY_STATISTICS, NULL, 0);
  if (p->options->uncertainty) say(p, SCORE__PH_PROVINCE_SAY_ESTIMATES, NULL, 0);
}
