/* Which unit a row is of, and what the row says about it. */
#include "run/intake_row.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"

enum { DESCRIBED_NOT = 0, DESCRIBED_BEFORE = 1, DESCRIBED_HERE = 2 }; /* + index of the state */

int score__intake_unit(score__intake *in, const score__csv_cell *row, uint32_t line, score_error *err)
{
  const score__csv_cell *cell = score__intake_cell_of(in, row, SCORE__COLUMN_UNIT);
  in->unit_new = false;
  if (score__memo_holds(&in->unit_memo, cell)) return 0;
  in->unit_memo.known = false;
  if (score__intake_fault(in, cell, line, in->header.at[SCORE__COLUMN_UNIT], NULL)) return 1;
  size_t unit = cell->size ? score__units_find(in->units, cell->text) : SIZE_MAX;
  if (unit == SIZE_MAX) {
    int status = score__intake_stranger(in, row, cell, line, &unit, err);
    if (status) return status;
  }
  in->unit_new = unit == SIZE_MAX;
  if (in->unit_new) {
    if (in->units->count < SCORE__MAX_UNITS) return 0;
    char number[24];
    int status = score__fail(err, SCORE_E_LIMIT, SCORE__PH_UNITS_TOO_MANY, score__int_text(number, SCORE__MAX_UNITS),
                             (const char *)NULL);
    score__fail_at(err, in->tally.file, line, 0, NULL);
    return status;
  }
  in->o.unit = (uint32_t)unit;
  return score__memo_keep(&in->unit_memo, cell) == 0 ? 0 : score__fail_memory(err);
}

static void compare_description(score__intake *in, const char *what, const char *here, uint32_t above, uint32_t line,
                                size_t role)
{
  if (!*here || strcmp(in->units->text[above], here) == 0) return;
  score_error e;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_UNIT_DIFFERS, in->units->code[in->o.unit], what, here,
              in->units->text[above], (const char *)NULL);
  score__intake_tell_role(in, &e, line, role);
}

/* Whether the unit was ever called so, with or without its kind before the name. */
static bool is_called(const score__intake *in, const char *name)
{
  bool same = false;
  score__arena arena = {0};
  const char *here = score__text_fold(&arena, name);
  for (uint32_t i = in->units->latest[in->o.unit]; here && i != UINT32_MAX && !same; i = in->units->state[i].before) {
    const char *listed = score__text_fold(&arena, in->units->text[in->units->state[i].name]);
    const size_t a = strlen(here), b = listed ? strlen(listed) : 0;
    same = !listed || b == 0 || (a <= b ? strcmp(listed + b - a, here) : strcmp(here + a - b, listed)) == 0;
  }
  score__arena_free(&arena);
  return same || !here;
}

/* A code and a name that do not belong together: the code may be the wrong one. */
static void compare_name(score__intake *in, const char *name, uint32_t line)
{
  const uint32_t latest = in->units->latest[in->o.unit];
  if (!*name || latest == UINT32_MAX || !in->units->listed) return;
  const char *listed = in->units->text[in->units->state[latest].name];
  if (!strcmp(listed, name) || is_called(in, name)) return;
  score_error e;
  score__fail(&e, SCORE_OK, SCORE__PH_IMPORT_NAME_DIFFERS, in->units->code[in->o.unit], listed, name,
              (const char *)NULL);
  score__intake_warn_role(in, &e, line, SCORE__COLUMN_NAME);
}

void score__intake_compare(score__intake *in, const score__csv_cell *cell, uint32_t line)
{
  const size_t unit = in->o.unit;
  if (in->unit_new || unit >= in->described_room) return;
  if (in->described[unit] == DESCRIBED_BEFORE)
    compare_name(in, score__intake_cell_of(in, cell, SCORE__COLUMN_NAME)->text, line);
  if (in->described[unit] < DESCRIBED_HERE) return;
  const score__unit_state *s = &in->units->state[in->described[unit] - DESCRIBED_HERE];
  compare_description(in, "kind", score__intake_cell_of(in, cell, SCORE__COLUMN_KIND)->text, s->kind, line,
                      SCORE__COLUMN_KIND);
  compare_description(in, "parent", score__intake_cell_of(in, cell, SCORE__COLUMN_PARENT)->text, s->parent, line,
                      SCORE__COLUMN_PARENT);
}

int score__intake_describe(score__intake *in, const score__csv_cell *cell, score_error *err)
{
  const size_t unit = in->o.unit;
  if (score__grow(&in->described, &in->described_room, in->units->count, sizeof *in->described) != 0) {
    return score__fail_memory(err);
  }
  const char *name = score__intake_cell_of(in, cell, SCORE__COLUMN_NAME)->text;
  const char *kind = score__intake_cell_of(in, cell, SCORE__COLUMN_KIND)->text;
  const char *parent = score__intake_cell_of(in, cell, SCORE__COLUMN_PARENT)->text;
  if (in->described[unit] != DESCRIBED_NOT || (!*name && !*kind && !*parent)) return 0;
  in->described[unit] = in->units->state_count + DESCRIBED_HERE;
  int status = score__units_state(in->units, unit, INT32_MIN, INT32_MAX, name, kind, parent, in->no_attributes);
  if (status == 1) in->described[unit] = DESCRIBED_BEFORE;
  return status < 0 ? score__fail_memory(err) : 0;
}

int score__intake_prepare_description(score__intake *in, score_error *err)
{
  const size_t *at = in->header.at;
  if (at[SCORE__COLUMN_NAME] == SIZE_MAX && at[SCORE__COLUMN_KIND] == SIZE_MAX &&
      at[SCORE__COLUMN_PARENT] == SIZE_MAX) {
    return 0;
  }
  in->no_attributes = calloc(in->units->attribute_count + 1, sizeof *in->no_attributes);
  size_t units = in->units->count + 1;
  if (!in->no_attributes || score__grow(&in->described, &in->described_room, units, sizeof *in->described) != 0) {
    return score__fail_memory(err);
  }
  for (size_t i = 0; i < in->units->state_count; i++) in->described[in->units->state[i].unit] = DESCRIBED_BEFORE;
  return 0;
}

void score__intake_warn_units(score__intake *in)
{
  char number[24];
  score_error e;
  if (in->unlisted) {
    score__fail(&e, SCORE_OK, SCORE__PH_UNITS_UNLISTED, score__int_text(number, (int64_t)in->unlisted),
                in->unlisted_code, (const char *)NULL);
    score__tally_add(&in->tally, SCORE_WARNING, &e, 0, 0, NULL);
  }
  if (in->named) {
    score__fail(&e, SCORE_OK, SCORE__PH_IMPORT_UNITS_NAMED, score__int_text(number, (int64_t)in->named), in->named_text,
                in->named_code, (const char *)NULL);
    score__tally_add(&in->tally, SCORE_NOTE, &e, 0, 0, NULL);
  }
}
