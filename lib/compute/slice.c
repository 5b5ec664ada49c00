/* A slice of the evaluation, as rules and expressions see it. */
#include "compute/engine.h"

score__batch score__engine_batch(const score_result *r, int stage, size_t from, size_t count, score__trace *trace)
{
  return (score__batch){.set = r->set,
                        .frame = r->frame,
                        .layer = &r->frame->layer[stage],
                        .stage = stage,
                        .earlier = r->earlier,
                        .unit = r->unit,
                        .contiguous = r->contiguous,
                        .from = from,
                        .count = count,
                        .attribute = r->attribute,
                        .parent_attribute = r->parent_attribute,
                        .units = &r->data->units,
                        .node = r->node,
                        .cohort = r->cohort[stage],
                        .children = r->children[stage],
                        .scratch = r->scratch,
                        .scratch_columns = SCORE__SCRATCH_COLUMNS,
                        .trace = trace};
}
