#include "base/phrase.h"

#include <string.h>

static const char *const texts[SCORE__PH_COUNT][2] = {
    [SCORE__PH_NONE] = {"", ""},
#define PHRASE(id, en, vi) [SCORE__PH_##id] = {en, vi},
#include "base/phrases.def"
#undef PHRASE
};

static const char *const names[SCORE__PH_COUNT] = {
    [SCORE__PH_NONE] = "",
#define PHRASE(id, en, vi) [SCORE__PH_##id] = #id,
#include "base/phrases.def"
#undef PHRASE
};

const char *score__phrase_name(int phrase)
{
  return phrase <= SCORE__PH_NONE || phrase >= SCORE__PH_COUNT ? "" : names[phrase];
}

const char *score__phrase_text(int phrase, score_lang lang)
{
  if (phrase <= SCORE__PH_NONE || phrase >= SCORE__PH_COUNT) return "";
  return texts[phrase][lang == SCORE_LANG_VI ? 1 : 0];
}

void score__phrase_fill(score__buffer *out, int phrase, score_lang lang, const char *const *args, size_t count)
{
  const char *at = score__phrase_text(phrase, lang);
  for (;;) {
    const char *open = strchr(at, '{');
    if (!open) break;
    if (open[1] >= '0' && open[1] <= '9' && open[2] == '}') {
      score__buffer_add(out, at, (size_t)(open - at));
      size_t i = (size_t)(open[1] - '0');
      if (i < count && args[i]) score__buffer_text(out, args[i]);
      at = open + 3;
    } else {
      score__buffer_add(out, at, (size_t)(open - at) + 1);
      at = open + 1;
    }
  }
  score__buffer_text(out, at);
}
