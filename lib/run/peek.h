/* Which periods a file of observations speaks of, before it is read. */
#ifndef SCORE__PEEK_H
#define SCORE__PEEK_H

#include "base/period.h"
#include "score/data.h"

/* Each period of the file once, in the order of the rows; none where there is no column of periods or the file cannot
 * be read. Free *out with free() in any case. 0, or -1 when memory is out. */
int score__peek_periods(score__period **out, size_t *count, const char *path, const score_read_options *options);

#endif
