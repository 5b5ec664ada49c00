/* The quarterly report of one unit. */
#include "base/fail.h"
#include "report/report.h"
#include "score/report.h"

int score_document_ward_report(score_document **out, const score_result *r, const char *unit,
                               const score_ward_report_options *options, score_error *err)
{
  size_t i;
  *out = NULL;
  (void)options;
  if (score__report_find(&i, r, unit, err)) return SCORE_E_NOT_FOUND;
  score_document *d = score__sheet_new("ward_report");
  if (!d) return score__fail_memory(err);
  score__report_head(d, r);
  score__sheet_section_add(d, "summary", score__cell_phrase(SCORE__PH_REPORT_SUMMARY), 1);
  score__report_unit(d, r, i, true);
  return score__report_finish(out, d, err);
}
