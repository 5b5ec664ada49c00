#include "report/account_line.h"

#include "score/impact.h"

score__cell score__account_line_name(score_document *d, const score__node *node, unsigned line)
{
  static const int phrases[SCORE_LINES] = {0,
                                           SCORE__PH_LINE_HIGHEST,
                                           SCORE__PH_LINE_SPLIT,
                                           SCORE__PH_LINE_RESCALE,
                                           SCORE__PH_LINE_CLAMP,
                                           SCORE__PH_LINE_ROUNDING,
                                           SCORE__PH_LINE_GIVEN,
                                           SCORE__PH_LINE_OUTCOME,
                                           SCORE__PH_LINE_PERCENT};
  const score__cell name = score__cell_words(d, &node->name);
  return line ? score__cell_phrase_args(d, phrases[line], &name, 1) : name;
}
