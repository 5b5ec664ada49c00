#include "score/version.h"

const char *score_version(void)
{
  return SCORE_VERSION;
}
