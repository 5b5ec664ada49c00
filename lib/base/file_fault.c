#include "base/file_fault.h"

#include <errno.h>

#include "base/fail.h"

int score__file_fault(score_error *err, int error, const char *path)
{
  static const struct {
    int error, phrase;
  } known[] = {{ENOENT, SCORE__PH_FILE_ABSENT}, {ENOTDIR, SCORE__PH_FILE_ABSENT},    {EACCES, SCORE__PH_FILE_DENIED},
               {EPERM, SCORE__PH_FILE_DENIED},  {EISDIR, SCORE__PH_FILE_FOLDER},     {EIO, SCORE__PH_FILE_BROKEN},
               {ELOOP, SCORE__PH_FILE_ABSENT},  {ENAMETOOLONG, SCORE__PH_FILE_LONG}, {EMFILE, SCORE__PH_FILE_MANY},
               {ENFILE, SCORE__PH_FILE_MANY}};
  if (error == ENOMEM) return score__fail_memory(err);
  int phrase = 0;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    if (known[i].error == error) phrase = known[i].phrase;
  }
  char number[24];
  int status = score__fail(err, SCORE_E_INPUT, phrase ? phrase : SCORE__PH_FILE_ERROR, score__int_text(number, error),
                           (const char *)NULL);
  score__fail_at(err, path, 0, 0, NULL);
  return status;
}
