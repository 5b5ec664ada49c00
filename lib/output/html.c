/* A document as one page. */
#include "output/writer.h"

void score__write_html(score__buffer *out, const score_document *d, const score_write_options *o)
{
  (void)d;
  (void)o;
  score__buffer_text(out, "<!doctype html>\n");
}
