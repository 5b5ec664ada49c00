/* A document as a workbook. */
#include "base/fail.h"
#include "output/writer.h"

int score__write_xlsx(score__buffer *out, const score_document *d, const score_write_options *o, score_error *err)
{
  (void)out;
  (void)d;
  (void)o;
  return score__fail(err, SCORE_E_INTERNAL, SCORE__PH_INTERNAL, "xlsx", NULL);
}
