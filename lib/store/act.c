/* Who did something, when and why. It is kept for good, so it is looked at first. */
#include <string.h>

#include "base/text.h"
#include "store/handle.h"

int score__store_check_act(const score_store *store, const score_act *act, int no_time, score_error *err)
{
  const char *const said[] = {act->when, act->by, act->reason};
  if (!act->when || !*act->when) return score__store_fail_phrase(store, SCORE_E_USAGE, no_time, NULL, NULL, err);
  for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
    if (!said[i] || score__text_valid(said[i], strlen(said[i])) == strlen(said[i])) continue;
    return score__store_fail_phrase(store, SCORE_E_USAGE, SCORE__PH_HISTORY_TEXT, said[i], NULL, err);
  }
  return SCORE_OK;
}
