/* One writer per format over one sink. Writers know nothing of scoring. */
#ifndef SCORE__WRITER_H
#define SCORE__WRITER_H

#include "base/buffer.h"
#include "model/sheet.h"

/* Appends the whole document to `out`; check out->failed. */
void score__write_table(score__buffer *out, const score_document *d, const score_write_options *o);
void score__write_csv(score__buffer *out, const score_document *d, const score_write_options *o);
void score__write_json(score__buffer *out, const score_document *d, const score_write_options *o);

#endif
