/* The report on all units of a scope. */
#include "base/fail.h"
#include "report/report.h"
#include "score/report.h"

int score_document_province_report(score_document **out, const score_result *r,
                                   const score_province_report_options *options, score_error *err)
{
  *out = NULL;
  (void)options;
  score_document *d = score__sheet_new("province_report");
  if (!d) return score__fail_memory(err);
  score__report_head(d, r);
  score__sheet_section_add(d, "ranking", score__cell_phrase(SCORE__PH_REPORT_RANKING), 1);
  return score__report_finish(out, d, err);
}
