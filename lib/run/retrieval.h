/* Reading a store for what is only shown. */
#ifndef SCORE__RETRIEVAL_H
#define SCORE__RETRIEVAL_H

#include "score/store.h"

/* score_store_read_unit without the values that today's definition refuses: they were reported under other rules. Where
 * a measure or an option has become another one, nothing: *out NULL. */
int score__retrieve_fitting(score_data **out, score_store *store, const score_criteria *criteria, const char *period,
                            const char *unit, score_error *err);

#endif
