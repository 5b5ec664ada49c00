/* What stands in the column of units and is no code that is known: a name, a code without its zeros, a row of totals, or
 * a unit of its own. A store forgets nothing, so a slip of the pen must not become a unit: where there is a list, only
 * what it knows, what it names as a parent, and what the row itself describes is taken. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "run/intake_row.h"

enum { MOST_SEARCHED = 50 }; /* a search goes through all names */

static void keep_text(char out[160], const char *text)
{
  size_t n = strlen(text);
  if (n > 159) n = 159;
  while (n && ((unsigned char)text[n] & 0xc0) == 0x80) n--;
  memcpy(out, text, n);
  out[n] = 0;
}

static bool is_total(const char *text)
{
  static const char *const words[] = {"tong cong", "cong", "tong", "tong so", "toan tinh", "total"};
  bool found = false;
  score__arena arena = {0};
  const char *folded = *text ? score__text_fold(&arena, text) : NULL;
  for (size_t i = 0; folded && i < sizeof words / sizeof *words; i++) found |= strcmp(folded, words[i]) == 0;
  score__arena_free(&arena);
  return found;
}

/* "5210" where "05210" is known and nothing else it could be; SIZE_MAX when not. */
static size_t with_zeros(const score__intake *in, const score__csv_cell *cell)
{
  char code[32];
  size_t found = SIZE_MAX;
  if (cell->size == 0 || cell->size > 16 || strspn(cell->text, "0123456789") != cell->size) return SIZE_MAX;
  for (size_t zeros = 1; zeros <= 6; zeros++) {
    memset(code, '0', zeros);
    memcpy(code + zeros, cell->text, cell->size + 1);
    const size_t unit = score__units_find(in->units, code);
    if (unit == SIZE_MAX) continue;
    if (found != SIZE_MAX && found != unit) return SIZE_MAX;
    found = unit;
  }
  return found;
}

/* 0 or -1. */
static int make_names(score__intake *in)
{
  const score__units *u = in->units;
  in->has_names = true;
  in->name_unit = calloc(u->state_count + 1, sizeof *in->name_unit);
  if (!in->name_unit) return -1;
  size_t count = 0;
  for (size_t i = 0; i < u->state_count; i++) {
    const char *folded = score__text_fold(&in->name_arena, u->text[u->state[i].name]);
    if (!folded) return -1;
    if (!*folded) continue;
    const size_t at = score__dict_get(&in->by_name, folded);
    if (at != SIZE_MAX) {
      if (in->name_unit[at] != u->state[i].unit) in->name_unit[at] = SIZE_MAX;
      continue;
    }
    if (score__dict_add(&in->by_name, folded, count) != 0) return -1;
    in->name_unit[count++] = u->state[i].unit;
  }
  return 0;
}

/* The only listed unit of this name, whatever the case and the marks; SIZE_MAX when there is none. 0 or -1. */
static int find_named(score__intake *in, const char *text, size_t *unit)
{
  if (!in->has_names && make_names(in) != 0) return -1;
  score__arena arena = {0};
  const char *folded = score__text_fold(&arena, text);
  const size_t at = folded ? score__dict_get(&in->by_name, folded) : SIZE_MAX;
  *unit = at == SIZE_MAX ? SIZE_MAX : in->name_unit[at];
  score__arena_free(&arena);
  return folded ? 0 : -1;
}

static bool is_parent(const score__units *u, const char *text)
{
  const size_t id = score__dict_get(&u->by_text, text);
  for (size_t i = 0; id != SIZE_MAX && i < u->state_count; i++) {
    if (u->state[i].parent == id) return true;
  }
  return false;
}

static bool describes(const score__intake *in, const score__csv_cell *row)
{
  return score__intake_cell_of(in, row, SCORE__COLUMN_KIND)->size ||
         score__intake_cell_of(in, row, SCORE__COLUMN_PARENT)->size;
}

static void tell_unlisted(score__intake *in, const score__csv_cell *cell, uint32_t line)
{
  score_error e = {0};
  const size_t zeros = with_zeros(in, cell);
  const score__units *u = in->units;
  if (zeros != SIZE_MAX) {
    char code[32] = "";
    for (size_t n = 1; n <= 6; n++) {
      memset(code, '0', n);
      memcpy(code + n, cell->text, cell->size + 1);
      if (score__units_find(u, code) == zeros) break;
    }
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_IMPORT_UNIT_ZEROS, cell->text, code, (const char *)NULL);
  } else {
    const bool search = in->searched++ < MOST_SEARCHED;
    const size_t near = search ? score__units_search(u, cell->text, &e) : SIZE_MAX;
    if (near != SIZE_MAX) {
      const uint32_t state = u->latest[near];
      score__fail(&e, SCORE_E_INPUT, SCORE__PH_IMPORT_UNIT_NEAR, cell->text, u->code[near],
                  state == UINT32_MAX ? "" : u->text[u->state[state].name], (const char *)NULL);
    } else if (e.phrase != SCORE__PH_UNIT_SEVERAL && e.phrase != SCORE__PH_UNIT_NEAREST) {
      score__fail(&e, SCORE_E_INPUT, SCORE__PH_IMPORT_UNIT_UNLISTED, cell->text, (const char *)NULL);
    }
    e.code = SCORE_E_INPUT;
  }
  score__intake_tell_role(in, &e, line, SCORE__COLUMN_UNIT);
}

int score__intake_stranger(score__intake *in, const score__csv_cell *row, const score__csv_cell *cell, uint32_t line,
                           size_t *unit, score_error *err)
{
  score_error e;
  const score__csv_cell *name = score__intake_cell_of(in, row, SCORE__COLUMN_NAME);
  const char *total = is_total(cell->text) ? cell->text : !cell->size && is_total(name->text) ? name->text : NULL;
  *unit = SIZE_MAX;
  if (total) {
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_IMPORT_TOTAL, total, (const char *)NULL);
    score__intake_tell_role(in, &e, line, SCORE__COLUMN_UNIT);
    return SCORE__INTAKE_TOTAL;
  }
  if (cell->size == 0) {
    score__fail(&e, SCORE_E_INPUT, SCORE__PH_UNIT_EMPTY, (const char *)NULL);
    score__intake_tell_role(in, &e, line, SCORE__COLUMN_UNIT);
    return 1;
  }
  if (!in->units->listed) return 0;
  if (find_named(in, cell->text, unit) != 0) return score__fail_memory(err);
  if (*unit != SIZE_MAX) {
    if (in->named++ == 0) {
      keep_text(in->named_text, cell->text);
      keep_text(in->named_code, in->units->code[*unit]);
    }
    return 0;
  }
  if (is_parent(in->units, cell->text)) return 0;
  if (describes(in, row) && with_zeros(in, cell) == SIZE_MAX) {
    if (in->unlisted++ == 0) keep_text(in->unlisted_code, cell->text);
    return 0;
  }
  tell_unlisted(in, cell, line);
  return 1;
}
