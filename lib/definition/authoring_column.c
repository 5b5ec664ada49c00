/* What the columns and the kinds of rows of a spreadsheet are called, in both languages. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "definition/authoring.h"
#include "definition/definition.h"

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
    [SCORE__ROW_LEVER] = {.name = "lever", .vi = "việc làm", .path = {"levers"}, .taken = {"key", "name"}},
    [SCORE__ROW_NOTE] = {.name = "note", .vi = "ghi chú", .path = {"notes"}},
};

/* Other names for the rows, folded: people write them so. */
static const struct {
  const char *text;
  uint8_t kind;
} more_kinds[] = {
    {"bo tieu chi", SCORE__ROW_SET},     {"bo chi so", SCORE__ROW_SET}, {"chi so", SCORE__ROW_CRITERION},
    {"nhom chi so", SCORE__ROW_GROUP},   {"tru cot", SCORE__ROW_GROUP}, {"so lieu dau vao", SCORE__ROW_MEASURE},
    {"nhom tieu chi", SCORE__ROW_GROUP}, {"don bay", SCORE__ROW_LEVER}, {"viec co the lam", SCORE__ROW_LEVER}};

typedef struct known {
  const char *name;
  const char *vi; /* names split by '|' */
  uint8_t role;
  const char *member;
} known;

static const known columns[] = {
    {"row", "dòng|loại dòng", SCORE__CELL_OF_ROW, NULL},
    {"code", "mã|stt|tt|số thứ tự|mã số|mã tiêu chí", SCORE__CELL_OF_MEMBER, "code"},
    {"group", "nhóm|nhóm chỉ số|nhóm tiêu chí|trụ cột", SCORE__CELL_OF_GROUP, NULL},
    {"name", "tên|tên tiêu chí|tên chỉ số|tiêu chí|nội dung|tên gọi|nội dung tiêu chí", SCORE__CELL_OF_MEMBER, "name"},
    {"max", "điểm tối đa|điểm chuẩn|thang điểm|điểm", SCORE__CELL_OF_MEMBER, "max"},
    {"rule", "quy tắc|cách tính|cách chấm|quy tắc chấm điểm|cách tính điểm|cách chấm điểm", SCORE__CELL_OF_RULE, NULL},
    {"evidence", "minh chứng|tài liệu kiểm chứng|tài liệu minh chứng", SCORE__CELL_OF_MEMBER, "evidence"},
    {"source", "nguồn|văn bản|căn cứ|nguồn văn bản", SCORE__CELL_OF_SOURCE, "document"},
    {"clause", "điều khoản|điều|mục", SCORE__CELL_OF_SOURCE, "clause"},
    {"mark", "độ chắc", SCORE__CELL_OF_SOURCE, "mark"},
    {"key", "khóa", SCORE__CELL_OF_MEMBER, "key"},
    {"name_en", "tên tiếng anh", SCORE__CELL_OF_MEMBER, "name_en"},
    {"note", "ghi chú", SCORE__CELL_OF_MEMBER, "note"},
    {"applies_when", "áp dụng khi", SCORE__CELL_OF_MEMBER, "applies_when"},
    {"requires", "điều kiện bắt buộc", SCORE__CELL_OF_MEMBER, "requires"},
    {"due", "hạn|đến hạn", SCORE__CELL_OF_MEMBER, "due"},
    {"controlled_by", "ai tác động được", SCORE__CELL_OF_MEMBER, "controlled_by"},
    {"not_applicable", "không áp dụng", SCORE__CELL_OF_MEMBER, "not_applicable"},
    {"grid", "làm tròn", SCORE__CELL_OF_MEMBER, "grid"},
    {"weight", "trọng số", SCORE__CELL_OF_MEMBER, "weight"},
    {"unit", "đơn vị tính", SCORE__CELL_OF_MEMBER, "unit"},
    {"effect", "thay đổi|số liệu thay đổi", SCORE__CELL_OF_MEMBER, "effect"},
    {"effort", "công sức", SCORE__CELL_OF_MEMBER, "effort"},
    {"most", "nhiều nhất", SCORE__CELL_OF_MEMBER, "most"},
    {"open", "chưa có văn bản", SCORE__CELL_OF_MEMBER, "open"},
    {"detail", "chi tiết", SCORE__CELL_OF_DETAIL, NULL},
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

/* The names of a column, each in the arena; NULL when memory is out. */
static const char *next_name(score__authoring *a, const char **names)
{
  const char *start = *names, *bar = start ? strchr(start, '|') : NULL;
  *names = bar ? bar + 1 : NULL;
  return start ? score__arena_copy(a->arena, start, bar ? (size_t)(bar - start) : strlen(start)) : NULL;
}

static bool among(score__authoring *a, const char *folded, const char *names)
{
  for (const char *name; (name = next_name(a, &names)) != NULL;) {
    const char *other = score__text_fold(a->arena, name);
    if (other && !strcmp(other, folded)) return true;
  }
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
    if (strcmp(folded, columns[i].name) != 0 && !among(a, folded, columns[i].vi)) continue;
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

static void unknown_column(score__authoring *a, uint32_t line, size_t i)
{
  const char *names[COLUMNS * 8];
  size_t count = 0;
  for (size_t k = 0; k < COLUMNS; k++) {
    const char *vi = columns[k].vi;
    names[count++] = columns[k].name;
    for (const char *name; count < COLUMNS * 8 && (name = next_name(a, &vi)) != NULL;) names[count++] = name;
  }
  size_t near = score__text_nearest(a->column[i].name, names, count);
  score__authoring_fault(a, line, i, SCORE_ERROR,
                         near == SIZE_MAX ? SCORE__PH_SHEET_COLUMN : SCORE__PH_SHEET_COLUMN_NEAR, a->column[i].name,
                         near == SIZE_MAX ? NULL : names[near]);
}

/* A line of its own above the table, as spreadsheets have it. */
static const char *title_of(score__authoring *a, const char *const *cell, size_t count)
{
  score__authoring_column c = {0};
  const char *only = NULL;
  for (size_t i = 0; i < count; i++) {
    if (!*cell[i]) continue;
    if (only) return NULL;
    only = cell[i];
  }
  if (!only || count < 2 || resolve(a, &c, only)) return NULL;
  if (!a->title) a->title = score__arena_text(a->arena, only); /* of several lines the first is the name */
  return only;
}

int score__authoring_header(score__authoring *a, uint32_t line, const char *const *cell, size_t count)
{
  const char *title = title_of(a, cell, count);
  if (title) {
    score__authoring_fault(a, line, SIZE_MAX, SCORE_WARNING, SCORE__PH_SHEET_TITLE, title, NULL);
    return a->arena->failed ? SCORE_E_MEMORY : 0;
  }
  a->column = score__arena_alloc(a->arena, count, sizeof *a->column);
  if (!a->column) return SCORE_E_MEMORY;
  a->columns = count;
  a->headings = true;
  for (size_t i = 0; i < count; i++) {
    score__authoring_column *c = &a->column[i];
    c->name = score__arena_text(a->arena, cell[i]);
    if (!c->name) return SCORE_E_MEMORY;
    if (!*c->name) continue;
    if (!resolve(a, c, c->name)) {
      unknown_column(a, line, i);
      continue;
    }
    if (c->role == SCORE__CELL_OF_ROW || c->role == SCORE__CELL_OF_GROUP) a->headings = false;
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
  for (int k = 0; k < SCORE__ROW_KINDS; k++) {
    const char *vi = score__text_fold(a->arena, score__row_kinds[k].vi);
    if (!strcmp(folded, score__row_kinds[k].name) || (vi && !strcmp(folded, vi))) return (uint8_t)k;
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

/* In a sheet that says nowhere what is a group, "II" and "B" are headings. */
static bool is_heading(const score__authoring *a, const score__authoring_entry *row)
{
  const char *code = score__authoring_cell(a, row, SCORE__CELL_OF_MEMBER, "code", NULL);
  size_t n = strlen(code);
  bool roman = n > 0 && strspn(code, "IVX") == n, letter = n == 1 && *code >= 'A' && *code <= 'Z';
  return (roman || letter) && !*score__authoring_cell(a, row, SCORE__CELL_OF_RULE, NULL, NULL);
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
  if (a->headings && is_heading(a, r)) r->kind = SCORE__ROW_GROUP;
  if (r->kind < SCORE__ROW_KINDS)
    a->row_count++;
  else
    score__authoring_fault(a, line, column, SCORE_ERROR, SCORE__PH_SHEET_ROW_KIND, kind, NULL);
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
