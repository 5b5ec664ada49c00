#include "run/tally.h"

#include "base/fail.h"

/* An error that has its place already. */
static void add_placed(score__tally *t, const score_error *e)
{
  score__finding_add(t->findings, SCORE_ERROR, e);
  if (t->errors++ == 0 && t->err) *t->err = *e;
}

void score__tally_add(score__tally *t, score_severity severity, score_error *e, uint32_t line, size_t column,
                      const char *field)
{
  score__fail_cell(e, t->file, line, (uint32_t)column, field);
  score__fail_sheet(e, t->sheet);
  if (severity == SCORE_ERROR) {
    add_placed(t, e);
  } else {
    e->code = SCORE_OK;
    score__finding_add(t->findings, severity, e);
  }
}

int score__tally_conclude(score__tally *t, int status, const score_error *fatal)
{
  if (status && status != SCORE_E_INPUT && status != SCORE_E_LIMIT) {
    if (t->err) *t->err = *fatal;
    return status;
  }
  if (fatal->code) add_placed(t, fatal);
  if (status == SCORE_E_LIMIT) return status;
  return t->errors ? SCORE_E_INPUT : SCORE_OK;
}
