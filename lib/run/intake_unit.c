/* Which unit a row is of, and what the row says about it. */
#include "run/intake_row.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"

enum { DESCRIBED_NOT = 0, DESCRIBED_BEFORE = 1, DESCRIBED_HERE = 2 }; /* + index of the state */

static void keep_text(char out[160], const char *text)
{
  size_t n = strlen(text);
  if (n > 159) n = 159;
  memcpy(out, text, n);
  out[n] = 0;
}

/* "5210" where "05210" is known. */
static void look_for_zeros(score__intake *in, const score__csv_cell *cell)
{
  char code[32];
  if (cell->size == 0 || cell->size > 16 || strspn(cell->text, "0123456789") != cell->size) return;
  for (size_t zeros = 1; zeros <= 6; zeros++) {
    memset(code, '0', zeros);
    memcpy(code + zeros, cell->text, cell->size + 1);
    if (score__units_find(in->units, code) >= in->listed_units) continue;
    if (in->zeros++ == 0) {
      keep_text(in->zeros_code, cell->text);
      keep_text(in->zeros_other, code);
    }
    return;
  }
}

/* 0; 1 when the row cannot be used (told); negative = SCORE_E_*. */
int score__intake_unit(score__intake *in, const score__csv_cell *cell, uint32_t line, score_error *err)
{
  if (score__memo_holds(&in->unit_memo, cell)) return 0;
  if (cell->size == 0) {
    score_error e;
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_UNIT_EMPTY, (const char *)NULL);
    score__intake_tell_role(in, &e, line, SCORE__COLUMN_UNIT);
    return 1;
  }
  size_t unit = score__units_find(in->units, cell->text);
  if (unit == SIZE_MAX) {
    if (in->units->count >= SCORE__MAX_UNITS) {
      char number[24];
      int status = score__fail(err, SCORE_E_LIMIT, SCORE__PH_UNITS_TOO_MANY, score__int_text(number, SCORE__MAX_UNITS),
                               (const char *)NULL);
      score__fail_at(err, in->tally.file, line, 0, NULL);
      return status;
    }
    if (in->units->listed) {
      look_for_zeros(in, cell);
      if (in->unlisted++ == 0) keep_text(in->unlisted_code, cell->text);
    }
    unit = score__units_add(in->units, cell->text);
    if (unit == SIZE_MAX) return score__fail_memory(err);
  }
  in->o.unit = (uint32_t)unit;
  return score__memo_keep(&in->unit_memo, cell) == 0 ? 0 : score__fail_memory(err);
}

static void compare_description(score__intake *in, const char *unit, const char *what, const char *here, uint32_t above,
                                uint32_t line, size_t role)
{
  if (!*here || strcmp(in->units->text[above], here) == 0) return;
  score_error e;
  score__fail(&e, SCORE_E_INPUT, SCORE__PH_UNIT_DIFFERS, unit, what, here, in->units->text[above], (const char *)NULL);
  score__intake_tell_role(in, &e, line, role);
}

/* name, kind and parent of a data file describe a unit that no list has described. */
int score__intake_describe(score__intake *in, const score__csv_cell *cell, uint32_t line, score_error *err)
{
  size_t unit = in->o.unit;
  if (score__grow(&in->described, &in->described_room, in->units->count, sizeof *in->described) != 0) {
    return score__fail_memory(err);
  }
  const char *name = score__intake_cell_of(in, cell, SCORE__COLUMN_NAME)->text,
             *kind = score__intake_cell_of(in, cell, SCORE__COLUMN_KIND)->text;
  const char *parent = score__intake_cell_of(in, cell, SCORE__COLUMN_PARENT)->text;
  if (in->described[unit] >= DESCRIBED_HERE) {
    const score__unit_state *s = &in->units->state[in->described[unit] - DESCRIBED_HERE];
    const char *code = in->units->code[unit];
    compare_description(in, code, "kind", kind, s->kind, line, SCORE__COLUMN_KIND);
    compare_description(in, code, "parent", parent, s->parent, line, SCORE__COLUMN_PARENT);
    return 0;
  }
  if (in->described[unit] == DESCRIBED_BEFORE || (!*name && !*kind && !*parent)) return 0;
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
  if (in->zeros) {
    score__fail(&e, SCORE_OK, SCORE__PH_UNITS_ZEROS, in->zeros_code, in->zeros_other,
                score__int_text(number, (int64_t)in->zeros), (const char *)NULL);
    score__tally_add(&in->tally, SCORE_WARNING, &e, 0, 0, NULL);
  }
}
