/* One figure as a file of its own. */
#include "base/fail.h"
#include "output/writer.h"

void score__svg_figure(score__buffer *out, const score_document *d, const score__figure *f,
                       const score__cell_style *style, bool inside)
{
  (void)d;
  (void)f;
  (void)style;
  (void)inside;
  score__buffer_text(out, "<svg/>");
}

int score__write_svg(score__buffer *out, const score_document *d, const score_write_options *o, score_error *err)
{
  (void)out;
  (void)d;
  (void)o;
  return score__fail(err, SCORE_E_INTERNAL, SCORE__PH_INTERNAL, "svg", NULL);
}
