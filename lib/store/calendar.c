/* Which periods a store knows. */
#include <string.h>

#include "base/period.h"
#include "store/handle.h"

int score_store_only_period(char out[16], score_store *store, score_error *err)
{
  sqlite3_stmt *s = NULL;
  out[0] = '\0';
  int status = score__store_prepare(store, &s,
                                    "SELECT text FROM period p WHERE NOT EXISTS(SELECT 1 FROM withdrawal)"
                                    " OR EXISTS(SELECT 1 FROM observation o WHERE o.period = p.id"
                                    " AND o.import NOT IN (SELECT import FROM withdrawal)) LIMIT 2",
                                    err);
  if (status != SCORE_OK) return status;
  for (int rows = 0; (status = score__store_step_row(store, s, err)) == 1; rows++) {
    score__period period;
    const char *text = score__store_text(s, 0);
    out[0] = '\0';
    if (rows == 0 && !score__period_parse(&period, text, strlen(text)))
      score__period_print(out, SCORE__PERIOD_TEXT, period);
  }
  sqlite3_finalize(s);
  return status;
}
