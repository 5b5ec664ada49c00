/* Data that were read for one version, as another one reads them: what both know, with the units borrowed. */
#ifndef SCORE__RECAST_H
#define SCORE__RECAST_H

#include "model/frame.h"

/* Measures and nodes are matched by key, options of choices too. `from` must outlive it. SCORE_E_INPUT: a value that the
 * other version refuses. Free it with score__recast_free, not with score_data_free. */
int score__recast_new(score_data **out, const score_data *from, const score_criteria *set, score_error *err);
void score__recast_free(score_data *data);

#endif
