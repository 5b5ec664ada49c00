/* The period of a file's first row: which version of a set is in force must be known before the file is read. */
#include <stdbool.h>
#include <string.h>

#include "base/fail.h"
#include "base/period.h"
#include "input/rows.h"
#include "base/arena.h"
#include "run/header.h"
#include "run/peek.h"

enum { ENOUGH = SCORE_E_USAGE, MOST_TITLES = 20 }; /* ENOUGH ends the reading; nobody sees it */

typedef struct peek {
  size_t column;
  bool has_header;
  unsigned titles;
  score__rows_info file;
  char *out;           /* the first one is enough; NULL: all */
  score__period *list; /* each once */
  size_t count, cap;
  bool failed; /* memory */
} peek;

static int note(peek *p, score__period period)
{
  size_t i = p->count;
  while (i > 0 && !score__period_equal(p->list[i - 1], period)) i--; /* mostly that of the row before */
  if (i > 0) return 0;
  p->failed = score__grow(&p->list, &p->cap, p->count + 1, sizeof *p->list) != 0;
  if (!p->failed) p->list[p->count++] = period;
  return p->failed ? ENOUGH : 0;
}

static int on_row(void *context, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  peek *p = context;
  (void)line;
  (void)err;
  if (!p->has_header) {
    if (score__header_is_title(cell, count, p->file.workbook)) return ++p->titles > MOST_TITLES ? ENOUGH : 0;
    p->has_header = true;
    for (size_t i = 0; i < count; i++)
      if (score__heading_role(cell[i].text) == SCORE__COLUMN_PERIOD) p->column = i;
    return p->column == SIZE_MAX ? ENOUGH : 0;
  }
  score__period period;
  const bool told = p->column < count && !score__period_parse(&period, cell[p->column].text, cell[p->column].size);
  if (!p->out) return told ? note(p, period) : 0;
  if (told) score__period_print(p->out, SCORE__PERIOD_TEXT, period);
  return ENOUGH;
}

static void look(peek *p, const char *path, const score_read_options *options)
{
  score_error unseen; /* what is wrong with the file is said when it is read */
  score__rows_options how = {0};
  if (options) how = (score__rows_options){options->delimiter, options->encoding, options->sheet};
  score__rows_read(path, &how, on_row, p, &p->file, &unseen);
}

void score_data_peek_period(char out[16], const char *path, const score_read_options *options)
{
  out[0] = '\0';
  peek p = {.column = SIZE_MAX, .out = out};
  look(&p, path, options);
}

int score_period_previous(char out[16], const char *period, score_error *err)
{
  score__period p, before;
  out[0] = '\0';
  if (score__period_parse(&p, period, strlen(period)) != 0)
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_FIND_PERIOD_TEXT, period, NULL);
  if (score__period_previous(&before, p) != 0)
    return score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_PERIOD_FIRST, period, NULL);
  score__period_print(out, SCORE__PERIOD_TEXT, before);
  return 0;
}

int score__peek_periods(score__period **out, size_t *count, const char *path, const score_read_options *options)
{
  peek p = {.column = SIZE_MAX};
  look(&p, path, options);
  *out = p.list;
  *count = p.count;
  return p.failed ? -1 : 0;
}
