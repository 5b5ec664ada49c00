#include "criteria_verb.h"

int criteria_impact(cli *c)
{
  const char *spec[2];
  int code = criteria_pair(c, spec);
  if (code) return code;
  cli_job pair[2];
  code = cli_job_open_pair(pair, c, spec);
  score_impact *impact = NULL;
  score_error err = {0};
  if (code == 0 && score_impact_new(&impact, pair[0].result, pair[1].result, &err) != 0)
    code = cli_failed(c, NULL, &err);
  if (code == 0) {
    score_document *document = NULL;
    const int rc = score_document_impact(&document, impact, &err);
    code = cli_job_deliver(c, rc, document, &err);
  }
  score_impact_free(impact);
  cli_job_close(&pair[0]);
  cli_job_close(&pair[1]);
  return code;
}
