#include <stdlib.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/limits.h"

typedef struct finding {
  score_error error;
  score_severity severity;
} finding;

struct score_findings {
  finding *item;
  size_t size, room, cap;
  size_t count[3]; /* by severity, kept or not */
};

int score_findings_new(score_findings **out, size_t cap, score_error *err)
{
  *out = calloc(1, sizeof **out);
  if (!*out) return score__fail_memory(err);
  (*out)->cap = cap ? cap : SCORE__MAX_FINDINGS;
  return SCORE_OK;
}

void score_findings_free(score_findings *findings)
{
  if (!findings) return;
  free(findings->item);
  free(findings);
}

void score__finding_add(score_findings *findings, score_severity severity, const score_error *err)
{
  if (!findings) return;
  findings->count[severity]++;
  if (findings->size >= findings->cap) return;
  if (score__grow(&findings->item, &findings->room, findings->size + 1, sizeof *findings->item) != 0) return;
  findings->item[findings->size++] = (finding){.error = *err, .severity = severity};
}

size_t score_findings_size(const score_findings *findings)
{
  return findings->size;
}

size_t score_findings_count(const score_findings *findings, score_severity at_least)
{
  size_t n = 0;
  for (int s = SCORE_ERROR; s >= (int)at_least && s >= 0; s--) n += findings->count[s];
  return n;
}

const score_error *score_findings_get(const score_findings *findings, size_t i, score_severity *severity)
{
  if (i >= findings->size) return NULL;
  if (severity) *severity = findings->item[i].severity;
  return &findings->item[i].error;
}
