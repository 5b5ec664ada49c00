/* The settings of an office, from a file or one by one. */
#include <stdlib.h>

#include "base/fail.h"
#include "model/letterhead.h"

int score_office_new(score_office **out, score_error *err)
{
  *out = calloc(1, sizeof **out);
  return *out ? SCORE_OK : score__fail_memory(err);
}

void score_office_free(score_office *office)
{
  if (!office) return;
  free(office->heading);
  score__arena_free(&office->arena);
  free(office);
}

int score_office_read(score_office *office, const char *path, score_findings *findings, score_error *err)
{
  (void)office;
  (void)findings;
  return score__fail(err, SCORE_E_INTERNAL, SCORE__PH_INTERNAL, path, NULL);
}

int score_office_set(score_office *office, const char *key, const char *text, score_error *err)
{
  (void)office;
  (void)text;
  return score__fail(err, SCORE_E_INTERNAL, SCORE__PH_INTERNAL, key, NULL);
}
