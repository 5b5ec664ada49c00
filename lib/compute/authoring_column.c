/* What the columns and the kinds of rows of a spreadsheet are called, in both languages. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "compute/authoring.h"
#include "compute/definition.h"

const score__row_kind score__row_kinds[SCORE__ROW_KINDS] = {
    [SCORE__ROW_CRITERION] = {.name = "criterion", .vi = "tiêu chí", .taken = {"key", "code", "name", "max", "rule"}},
    [SCORE__ROW_GROUP] = {.name = "group", .vi = "nhóm", .taken = {"key", "code", "name", "max"}},
    [SCORE__ROW_SET] = {.name = "set", .vi = "bộ"},
    [SCORE__ROW_MEASURE] = {.name = "measure", .vi = "số liệu", .path = {"measures"}, .taken = {"name"}},
    [SCORE__ROW_OPTION] = {.name = "option", .vi = "lựa chọn", .taken = {"key", "name"}},
    [SCORE__ROW_CONDITION] = {.name = "condition", .vi = "điều kiện", .path = {"conditions"}},
    [SCORE__ROW_GRADE] = {.name = "grade",
                          .vi = "xếp loại",
                          .path = {"grades", "bands"},
                          .taken = {"key", "name", "at_least"},
                          .from = "max",
                          .as = "at_least"},
    [SCORE__ROW_CEILING] = {.name = "ceiling", .vi = "trần xếp loại", .path = {"grades", "ceilings"}},
    [SCORE__ROW_FORCED] = {.name = "forced", .vi = "ấn định xếp loại", .path = {"grades", "forced"}},
    [SCORE__ROW_TIE] = {.name = "tie", .vi = "đồng hạng", .path = {"ranking", "tie_break"}},
    [SCORE__ROW_CHECK] =
        {.name = "check", .vi = "kiểm tra", .path = {"checks"}, .taken = {"message"}, .from = "name", .as = "message"},
    [SCORE__ROW_CALENDAR] = {.name = "calendar", .vi = "lịch", .path = {"calendar", "years"}},
    [SCORE__ROW_NOTE] = {.name = "note", .vi = "ghi chú", .path = {"notes"}},
};

/* Other names for the rows, folded: people write them so. */
static const struct {
  const char *text;
  uint8_t kind;
} more_kinds[] = {{"bo tieu chi", SCORE__ROW_SET},    {"bo chi so", SCORE__ROW_SET},
                  {"chi so", SCORE__ROW_CRITERION},   {"nhom chi so", SCORE__ROW_GROUP},
                  {"tru cot", SCORE__ROW_GROUP},      {"so lieu dau vao", SCORE__ROW_MEASURE},
                  {"nhom tieu chi", SCORE__ROW_GROUP}};

typedef struct known {
  const char *name;
  const char *vi; /* names split by '|', folded */
  uint8_t role;
  const char *member;
} known;

static const known columns[] = {
    {"row", "dong|loai dong", SCORE__CELL_OF_ROW, NULL},
    {"code", "ma|stt|tt|so thu tu|ma so|ma tieu chi", SCORE__CELL_OF_MEMBER, "code"},
    {"group", "nhom|nhom chi so|nhom tieu chi|tru cot", SCORE__CELL_OF_GROUP, NULL},
    {"name", "ten|ten tieu chi|ten chi so|tieu chi|noi dung|ten goi", SCORE__CELL_OF_MEMBER, "name"},
    {"max", "diem toi da|diem chuan|thang diem|diem", SCORE__CELL_OF_MEMBER, "max"},
    {"rule", "quy tac|cach tinh|cach cham|quy tac cham diem", SCORE__CELL_OF_RULE, NULL},
    {"evidence", "minh chung|tai lieu kiem chung|tai lieu minh chung", SCORE__CELL_OF_MEMBER, "evidence"},
    {"source", "nguon|van ban|can cu|nguon van ban", SCORE__CELL_OF_SOURCE, "document"},
    {"clause", "dieu khoan|dieu|muc", SCORE__CELL_OF_SOURCE, "clause"},
    {"mark", "do chac", SCORE__CELL_OF_SOURCE, "mark"},
    {"key", "khoa", SCORE__CELL_OF_MEMBER, "key"},
    {"name_en", "ten tieng anh", SCORE__CELL_OF_MEMBER, "name_en"},
    {"note", "ghi chu", SCORE__CELL_OF_MEMBER, "note"},
    {"applies_when", "ap dung khi", SCORE__CELL_OF_MEMBER, "applies_when"},
    {"requires", "dieu kien bat buoc", SCORE__CELL_OF_MEMBER, "requires"},
    {"due", "han|den han", SCORE__CELL_OF_MEMBER, "due"},
    {"controlled_by", "ai tac dong duoc", SCORE__CELL_OF_MEMBER, "controlled_by"},
    {"not_applicable", "khong ap dung", SCORE__CELL_OF_MEMBER, "not_applicable"},
    {"grid", "lam tron", SCORE__CELL_OF_MEMBER, "grid"},
    {"weight", "trong so", SCORE__CELL_OF_MEMBER, "weight"},
    {"unit", "don vi tinh", SCORE__CELL_OF_MEMBER, "unit"},
    {"open", "chua co van ban", SCORE__CELL_OF_MEMBER, "open"},
    {"detail", "chi tiet", SCORE__CELL_OF_DETAIL, NULL},
};
#define MOST_ROWS (SCORE__MAX_NODES + 2 * SCORE__MAX_MEASURES)
#define COLUMNS   (sizeof columns / sizeof *columns)

const score__param *score__row_table(uint8_t kind)
{
  if (kind == SCORE__ROW_CRITERION) return score__criterion_params;
  if (kind == SCORE__ROW_GROUP) return score__group_params;
  if (kind == SCORE__ROW_OPTION) return score__option_params;
  const char *const *path = score__row_kinds[kind].path;
  const score__param *table = score__definition_root, *p = NULL;
  for (size_t i = 0; i < 2 && path[i]; i++) {
    p = table ? score__param_find(table, path[i]) : NULL;
    table = p ? p->rows : NULL;
  }
  return table;
}

static bool among(const char *text, const char *names)
{
  size_t n = strlen(text);
  for (const char *at = names; at && n; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL)
    if (!strncmp(at, text, n) && (at[n] == '|' || !at[n])) return true;
  return false;
}

static const score__param *member_anywhere(const char *name)
{
  static const uint8_t kinds[] = {SCORE__ROW_CRITERION, SCORE__ROW_GROUP, SCORE__ROW_MEASURE, SCORE__ROW_GRADE};
  for (size_t i = 0; i < sizeof kinds; i++) {
    const score__param *p = score__param_find(score__row_table(kinds[i]), name);
    if (p) return p;
  }
  return NULL;
}

static void take_member(score__authoring_column *c, const char *member)
{
  size_t n = strlen(member);
  c->role = SCORE__CELL_OF_MEMBER;
  c->english = n > 3 && !strcmp(member + n - 3, "_en");
  c->member = member;
}

static bool resolve(score__authoring *a, score__authoring_column *c, const char *text)
{
  char *folded = score__text_fold(a->arena, text);
  if (!folded) return false;
  for (size_t i = 0; i < COLUMNS; i++) {
    if (strcmp(folded, columns[i].name) != 0 && !among(folded, columns[i].vi)) continue;
    c->role = columns[i].role;
    c->member = columns[i].member;
    if (c->member && c->role == SCORE__CELL_OF_MEMBER) take_member(c, c->member);
  }
  if (!c->role) {
    size_t n = strlen(folded);
    bool english = n > 3 && !strcmp(folded + n - 3, "_en");
    char *plain = score__arena_copy(a->arena, folded, english ? n - 3 : n);
    const score__param *p = plain ? member_anywhere(plain) : NULL;
    if (p && (!english || p->type == SCORE__PARAM_WORDS)) take_member(c, folded);
  }
  if (c->english) {
    char *plain = score__arena_text(a->arena, c->member);
    if (!plain) return false;
    plain[strlen(plain) - 3] = 0;
    c->member = plain;
  }
  return c->role != SCORE__CELL_OF_NOTHING;
}

static bool same_column(const score__authoring_column *x, const score__authoring_column *y)
{
  if (x->role != y->role || x->english != y->english) return false;
  return !x->member || (y->member && !strcmp(x->member, y->member));
}

int score__authoring_header(score__authoring *a, uint32_t line, const char *const *cell, size_t count)
{
  const char *names[COLUMNS];
  char listed[] = "code, group, name, max, rule, evidence, source";
  a->column = score__arena_alloc(a->arena, count, sizeof *a->column);
  if (!a->column) return SCORE_E_MEMORY;
  a->columns = count;
  for (size_t i = 0; i < COLUMNS; i++) names[i] = columns[i].name;
  for (size_t i = 0; i < count; i++) {
    score__authoring_column *c = &a->column[i];
    c->name = score__arena_text(a->arena, cell[i]);
    if (!c->name) return SCORE_E_MEMORY;
    if (!*c->name) continue;
    if (!resolve(a, c, c->name)) {
      size_t near = score__text_nearest(c->name, names, COLUMNS);
      if (near == SIZE_MAX)
        score__authoring_fault(a, line, i, SCORE_ERROR, SCORE__PH_SHEET_COLUMN, c->name, listed);
      else
        score__authoring_fault(a, line, i, SCORE_ERROR, SCORE__PH_SHEET_COLUMN_NEAR, c->name, names[near]);
      continue;
    }
    for (size_t k = 0; k < i; k++)
      if (a->column[k].role && same_column(&a->column[k], c))
        score__authoring_fault(a, line, i, SCORE_ERROR, SCORE__PH_COLUMN_TWICE, c->name, NULL);
  }
  return a->arena->failed ? SCORE_E_MEMORY : 0;
}

static uint8_t kind_named(score__authoring *a, const char *text)
{
  const char *folded = score__text_fold(a->arena, text);
  if (!folded) return SCORE__ROW_KINDS;
  for (uint8_t k = 0; k < SCORE__ROW_KINDS; k++) {
    const char *vi = score__text_fold(a->arena, score__row_kinds[k].vi);
    if (!strcmp(folded, score__row_kinds[k].name) || (vi && !strcmp(folded, vi))) return k;
  }
  for (size_t i = 0; i < sizeof more_kinds / sizeof *more_kinds; i++)
    if (!strcmp(folded, more_kinds[i].text)) return more_kinds[i].kind;
  return SCORE__ROW_KINDS;
}

/* What a spreadsheet would take for a formula is written with an apostrophe before it, and read without. */
static const char *bare(const char *text)
{
  const char *behind = text + strspn(text, "'");
  return behind > text && *behind && strchr("=+-@\t\r", *behind) ? text + 1 : text;
}

static const char *kinds_listed(score__authoring *a)
{
  score__buffer b = {0};
  for (size_t k = 0; k < SCORE__ROW_KINDS; k++) {
    if (k) score__buffer_text(&b, ", ");
    score__buffer_text(&b, score__row_kinds[k].name);
  }
  const char *s = b.data && !b.failed ? score__arena_text(a->arena, b.data) : "";
  score__buffer_free(&b);
  return s ? s : "";
}

int score__authoring_row(score__authoring *a, uint32_t line, const char *const *cell, size_t count)
{
  char have[24], want[24];
  if (a->row_count >= MOST_ROWS) {
    if (!a->too_many)
      score__authoring_fault(a, line, SIZE_MAX, SCORE_ERROR, SCORE__PH_SHEET_ROWS_LIMIT,
                             score__int_text(have, MOST_ROWS), NULL);
    a->too_many = true;
    return 0;
  }
  size_t filled = count;
  while (filled && !*cell[filled - 1]) filled--;
  if (filled > a->columns) {
    score__authoring_fault(a, line, SIZE_MAX, SCORE_ERROR, SCORE__PH_CSV_COUNT, score__int_text(have, (int64_t)count),
                           score__int_text(want, (int64_t)a->columns));
    return 0;
  }
  if (score__grow(&a->row, &a->row_cap, a->row_count + 1, sizeof *a->row)) return SCORE_E_MEMORY;
  score__authoring_entry *r = &a->row[a->row_count];
  *r = (score__authoring_entry){.line = line, .cell = score__arena_alloc(a->arena, a->columns, sizeof *r->cell)};
  if (!r->cell) return SCORE_E_MEMORY;
  for (size_t i = 0; i < a->columns; i++) {
    r->cell[i] = i < count && *cell[i] ? score__arena_text(a->arena, bare(cell[i])) : "";
    if (!r->cell[i]) return SCORE_E_MEMORY;
    if (*r->cell[i] && a->column[i].role == SCORE__CELL_OF_NOTHING && !*a->column[i].name)
      score__authoring_fault(a, line, i, SCORE_ERROR, SCORE__PH_CSV_UNNAMED, r->cell[i], NULL);
  }
  size_t column;
  const char *kind = score__authoring_cell(a, r, SCORE__CELL_OF_ROW, NULL, &column);
  r->kind = *kind ? kind_named(a, kind) : SCORE__ROW_CRITERION;
  if (r->kind < SCORE__ROW_KINDS)
    a->row_count++;
  else
    score__authoring_fault(a, line, column, SCORE_ERROR, SCORE__PH_SHEET_ROW_KIND, kind, kinds_listed(a));
  return 0;
}

const char *score__authoring_cell(const score__authoring *a, const score__authoring_entry *row, uint8_t role,
                                  const char *member, size_t *column)
{
  for (size_t i = 0; i < a->columns; i++) {
    const score__authoring_column *c = &a->column[i];
    if (c->role != role || c->english || (member && strcmp(c->member, member) != 0)) continue;
    if (column) *column = i;
    return row->cell[i];
  }
  if (column) *column = SIZE_MAX;
  return "";
}

void score__authoring_fault(score__authoring *a, uint32_t line, size_t column, int severity, int phrase, const char *x,
                            const char *y)
{
  score_error err;
  score__fail(&err, SCORE_E_INPUT, phrase, x ? x : "", y ? y : "", NULL);
  if (severity == SCORE_ERROR) a->errors++;
  a->report(a->context, line, column < a->columns ? a->column[column].name : NULL, (score_severity)severity, &err);
}

void score__authoring_free(score__authoring *a)
{
  free(a->row);
  free(a->origin);
  free(a->measure);
  score__dict_free(&a->by_measure);
}
