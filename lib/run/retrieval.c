/* From the store into data in memory. Stored values carry the scale they had; today's definition rescales them or
 * refuses them: a value it would not take from a file it does not take from the store. */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "compute/checks.h"
#include "compute/derivation.h"
#include "run/retrieval.h"
#include "store/archive.h"

static int refuse_points(const score_data *data, const score__observation *o, score_error *err)
{
  const score__node *node = &data->criteria->node[o->column];
  char have[32], most[32];
  score__points_print(have, sizeof have, o->value, 0, '.');
  score__points_print(most, sizeof most, node->max_micro, 0, '.');
  return score__fail(err, SCORE_E_INPUT, SCORE__PH_STORE_POINTS, have, node->key, most, (const char *)NULL);
}

typedef struct taking {
  score_data *data;
  bool lenient; /* what is refused is passed over */
} taking;

static int take(void *context, const score__observation *o, int scale, score_error *err)
{
  const taking *t = context;
  score_data *data = t->data;
  score__observation now = *o;
  int status = SCORE_OK;
  if (o->given) {
    if (o->value < 0 || o->value > data->criteria->node[o->column].max_micro) status = refuse_points(data, o, err);
  } else if (o->state == SCORE__CELL_VALUE) {
    const score__measure *m = &data->criteria->measure[o->column];
    status = score__check_stored(m, o->value, scale, &now.value, err);
  }
  if (status == SCORE_E_INPUT && t->lenient) return SCORE_OK;
  if (status != SCORE_OK) {
    char period[SCORE__PERIOD_TEXT];
    score__period_print(period, sizeof period, o->period);
    score__fail_at(err, period, 0, 0, data->units.code[o->unit]);
    return status;
  }
  return score__data_observe(data, &now) < 0 ? score__fail_memory(err) : SCORE_OK;
}

typedef struct period_list {
  score__store_period *item;
  size_t count;
} period_list;

static void want(period_list *list, score__period period, uint8_t what)
{
  size_t i = 0;
  while (i < list->count && !score__period_equal(list->item[i].period, period)) i++;
  if (i == list->count) list->item[list->count++] = (score__store_period){.period = period};
  list->item[i].wanted |= what;
}

static void want_parts(period_list *list, const score_criteria *set, score__period period)
{
  score__period part[SCORE__YEAR_PERIODS];
  const size_t count = score__derivation_periods(part, set, period);
  for (size_t i = 0; i < count; i++) want(list, part[i], SCORE__READ_PARTS);
}

/* The period that is asked for, those that the set reads with it, and those that may add up to one of them. 0 or -1. */
static int list_periods(period_list *list, const score_criteria *set, score__period asked)
{
  list->item = calloc((set->earlier_count + 1) * (SCORE__YEAR_PERIODS + 1), sizeof *list->item);
  if (!list->item) return -1;
  want(list, asked, SCORE__READ_ALL);
  want_parts(list, set, asked);
  for (size_t k = 0; k < set->earlier_count; k++) {
    score__period earlier;
    if (!score__set_earlier_period(&set->earlier[k], asked, &earlier)) continue;
    want(list, earlier, SCORE__READ_EARLIER);
    want_parts(list, set, earlier);
  }
  return 0;
}

static int read_store(score_data **out, score_store *store, const score_criteria *criteria, const char *period,
                      const char *unit, bool lenient, score_error *err)
{
  score__period asked;
  period_list list = {0};
  *out = NULL;
  if (period && score__period_parse(&asked, period, strlen(period)) != 0) {
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_PERIOD_WRONG, period, (const char *)NULL);
  }
  if (period && list_periods(&list, criteria, asked) != 0) return score__fail_memory(err);
  score_data *data = NULL;
  int status = score_data_new(&data, criteria, err);
  /* A unit's points may rest on more units; and the latest period is that of all. */
  bool others = criteria->cohort_count > 0 || criteria->children_count > 0 || (!period && criteria->earlier_count > 0);
  if (status == SCORE_OK) {
    taking t = {data, lenient};
    status = score__store_read(store, data, list.item, list.count, unit, others, take, &t, err);
    if (status == SCORE_OK && score__data_settle(data) != 0) status = score__fail_memory(err);
  }
  if (status == SCORE_OK)
    *out = data;
  else
    score_data_free(data);
  free(list.item);
  return status;
}

int score_store_read(score_data **out, score_store *store, const score_criteria *criteria, const char *period,
                     score_error *err)
{
  return read_store(out, store, criteria, period, NULL, false, err);
}

int score_store_read_unit(score_data **out, score_store *store, const score_criteria *criteria, const char *period,
                          const char *unit, score_error *err)
{
  return read_store(out, store, criteria, period, unit, false, err);
}

int score__retrieve_fitting(score_data **out, score_store *store, const score_criteria *criteria, const char *period,
                            const char *unit, score_error *err)
{
  score_error refused = {0};
  const int status = read_store(out, store, criteria, period, unit, true, &refused);
  if (status == SCORE_OK || status == SCORE_E_INPUT) return SCORE_OK;
  if (err) *err = refused;
  return status;
}
