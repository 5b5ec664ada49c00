/* Model §§1, 7: the head of a definition: identity, status, window, grids, policies; then its parts in order. */
#include "definition/definition.h"

#include <string.h>

#include "base/decimal.h"
#include "base/fail.h"
#include "base/limits.h"

typedef struct head {
  int64_t format;
  const char *id, *version;
  uint8_t status, na_policy;
  score__words name;
  const score__tree *in_force, *supersedes, *period, *calendar, *grids, *cohort, *measures, *conditions, *groups,
      *total, *grades, *ranking, *checks, *levers, *notes;
} head;

typedef struct window {
  bool has_from, has_to;
  int32_t from, to;
} window;

static const score__param window_params[] = {{.name = "from",
                                              .type = SCORE__PARAM_DAY,
                                              .offset = offsetof(window, from),
                                              .present = SCORE__PRESENT(window, has_from),
                                              .doc = {{"first day", "ngày bắt đầu"}}},
                                             {.name = "to",
                                              .type = SCORE__PARAM_DAY,
                                              .offset = offsetof(window, to),
                                              .present = SCORE__PRESENT(window, has_to),
                                              .doc = {{"last day", "ngày kết thúc"}}},
                                             {.name = NULL}};

typedef struct grids {
  const score__tree *criterion, *group, *total;
} grids;

static const score__param grid_params[] = {{.name = "criterion",
                                            .type = SCORE__PARAM_TREE,
                                            .shape = SCORE__SHAPE_GRID,
                                            .initial = "0.01",
                                            .offset = offsetof(grids, criterion),
                                            .doc = {{"grid of criteria", "lưới làm tròn của tiêu chí"}}},
                                           {.name = "group",
                                            .type = SCORE__PARAM_TREE,
                                            .shape = SCORE__SHAPE_GRID,
                                            .initial = "none",
                                            .offset = offsetof(grids, group),
                                            .doc = {{"grid of groups", "lưới làm tròn của nhóm"}}},
                                           {.name = "total",
                                            .type = SCORE__PARAM_TREE,
                                            .shape = SCORE__SHAPE_GRID,
                                            .initial = "0.01",
                                            .offset = offsetof(grids, total),
                                            .doc = {{"grid of the total", "lưới làm tròn của tổng điểm"}}},
                                           {.name = NULL}};

typedef struct cohort {
  const score__tree *same;
  bool has_min_n;
  int64_t min_n;
} cohort;

static const score__param cohort_params[] = {
    {.name = "same",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_TEXTS,
     .change = SCORE__CHANGE_SCOPE,
     .offset = offsetof(cohort, same),
     .doc = {{"attributes that the units of a cohort share", "thuộc tính chung của các đơn vị cùng nhóm so sánh"}}},
    {.name = "min_n",
     .type = SCORE__PARAM_INTEGER,
     .initial = "2",
     .offset = offsetof(cohort, min_n),
     .present = SCORE__PRESENT(cohort, has_min_n),
     .doc = {{"fewest units for a statistic", "số đơn vị tối thiểu để có số thống kê"}}},
    {.name = NULL}};

const score__param score__definition_root[] = {
    {.name = "format",
     .type = SCORE__PARAM_INTEGER,
     .required = true,
     .offset = offsetof(head, format),
     .change = SCORE__CHANGE_STRUCTURE,
     .doc = {{"1", "1"}}},
    {.name = "id",
     .type = SCORE__PARAM_TEXT,
     .required = true,
     .offset = offsetof(head, id),
     .change = SCORE__CHANGE_STRUCTURE,
     .doc = {{"identifier of the set, its folder", "mã bộ tiêu chí, tên thư mục"}}},
    {.name = "version",
     .type = SCORE__PARAM_TEXT,
     .required = true,
     .offset = offsetof(head, version),
     .change = SCORE__CHANGE_STRUCTURE,
     .doc = {{"version, the file's name", "phiên bản, tên tệp"}}},
    {.name = "status",
     .type = SCORE__PARAM_CHOICE,
     .required = true,
     .offset = offsetof(head, status),
     .choices = score__statuses,
     .change = SCORE__CHANGE_EVIDENCE,
     .doc = {{"what the text rests on; printed with every report", "căn cứ của bộ tiêu chí; in trong mọi báo cáo"}}},
    {.name = "name",
     .type = SCORE__PARAM_WORDS,
     .required = true,
     .offset = offsetof(head, name),
     .change = SCORE__CHANGE_WORDING,
     .doc = {{"name", "tên"}}},
    {.name = "in_force",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_OBJECT,
     .rows = window_params,
     .offset = offsetof(head, in_force),
     .change = SCORE__CHANGE_SCOPE,
     .doc = {{"first and last day in force", "thời hạn hiệu lực"}}},
    {.name = "supersedes",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_TEXTS,
     .offset = offsetof(head, supersedes),
     .change = SCORE__CHANGE_SCOPE,
     .doc = {{"versions of the same id that this one corrects", "các phiên bản cùng mã mà bản này thay thế"}}},
    {.name = "period",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_OBJECT,
     .rows = score__period_params,
     .offset = offsetof(head, period),
     .change = SCORE__CHANGE_SCOPE,
     .doc = {{"from when to when a period runs, if not by calendar months",
              "kỳ tính từ ngày nào đến ngày nào, nếu không theo tháng dương lịch"}}},
    {.name = "calendar",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_OBJECT,
     .rows = score__calendar_params,
     .offset = offsetof(head, calendar),
     .doc = {{"weekends, holidays and make-up days, for workdays()",
              "ngày nghỉ hằng tuần, ngày lễ và ngày làm bù, dùng cho workdays()"}}},
    {.name = "grids",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_OBJECT,
     .rows = grid_params,
     .offset = offsetof(head, grids),
     .doc = {{"rounding grids", "lưới làm tròn"}}},
    {.name = "not_applicable",
     .type = SCORE__PARAM_CHOICE,
     .offset = offsetof(head, na_policy),
     .initial = "zero",
     .choices = score__na_policies,
     .doc = {{"policy for what does not apply", "quy ước khi không áp dụng"}}},
    {.name = "cohort",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_OBJECT,
     .rows = cohort_params,
     .offset = offsetof(head, cohort),
     .doc = {{"who is compared with whom", "nhóm so sánh"}}},
    {.name = "measures",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_MAP,
     .rows = score__measure_params,
     .offset = offsetof(head, measures),
     .change = SCORE__CHANGE_STRUCTURE,
     .doc = {{"raw inputs by key", "số liệu đầu vào theo khóa"}}},
    {.name = "conditions",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_TEXT_MAP,
     .offset = offsetof(head, conditions),
     .doc = {{"named conditions", "các điều kiện có tên"}}},
    {.name = "groups",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_LIST,
     .rows = score__group_params,
     .required = true,
     .offset = offsetof(head, groups),
     .change = SCORE__CHANGE_STRUCTURE,
     .doc = {{"groups in order", "các nhóm theo thứ tự"}}},
    {.name = "total",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_OBJECT,
     .rows = score__total_params,
     .required = true,
     .offset = offsetof(head, total),
     .doc = {{"the total", "tổng điểm"}}},
    {.name = "grades",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_OBJECT,
     .rows = score__grades_params,
     .offset = offsetof(head, grades),
     .doc = {{"grades", "xếp loại"}}},
    {.name = "ranking",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_OBJECT,
     .rows = score__ranking_params,
     .offset = offsetof(head, ranking),
     .doc = {{"ranking", "xếp hạng"}}},
    {.name = "checks",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_LIST,
     .rows = score__check_params,
     .offset = offsetof(head, checks),
     .change = SCORE__CHANGE_EVIDENCE,
     .doc = {{"conditions that the data of every unit should meet", "các điều kiện kiểm tra số liệu của mọi đơn vị"}}},
    {.name = "levers",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_LIST,
     .rows = score__lever_params,
     .offset = offsetof(head, levers),
     .change = SCORE__CHANGE_EVIDENCE,
     .doc = {{"what one unit can do, and how it moves its data",
              "những việc một đơn vị làm được và số liệu thay đổi ra sao"}}},
    {.name = "notes",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_WORDS,
     .offset = offsetof(head, notes),
     .change = SCORE__CHANGE_WORDING,
     .doc = {{"printed with the definition", "in kèm định nghĩa"}}},
    {.name = NULL}};

static bool identity_word(const char *s)
{
  for (const char *c = s; *c; c++)
    if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '-' || *c == '.')) return false;
  return *s && *s != '.' && strlen(s) <= 60;
}

static void read_identity(score__definition *d, const score__tree *root, const head *h)
{
  score_criteria *set = d->set;
  char n[24];
  const score__tree *format = score__tree_get(root, "format");
  if (format && format->kind == SCORE__TREE_INTEGER && h->format != 1)
    score__reader_fault(&d->reader, format, NULL, SCORE__PH_DEF_FORMAT, score__int_text(n, h->format), NULL);
  if (h->id && !identity_word(h->id))
    score__reader_fault(&d->reader, score__tree_get(root, "id"), NULL, SCORE__PH_DEF_KEY, h->id, "a-z 0-9 - .");
  if (h->version && !identity_word(h->version))
    score__reader_fault(&d->reader, score__tree_get(root, "version"), NULL, SCORE__PH_DEF_KEY, h->version,
                        "a-z 0-9 - .");
  set->id = h->id ? h->id : "";
  set->version = h->version ? h->version : "";
  set->status = score__statuses[h->status];
  set->name = h->name;
  d->na_policy = h->na_policy;
}

static void read_window(score__definition *d, const score__tree *in_force)
{
  window w = {0};
  size_t before = d->reader.errors;
  if (in_force) score__param_read(&d->reader, in_force, window_params, NULL, &w);
  d->set->has_from = w.has_from;
  d->set->has_to = w.has_to;
  d->set->from_day = w.from;
  d->set->to_day = w.to;
  if (w.has_from && w.has_to && w.from > w.to && d->reader.errors == before)
    score__reader_fault(&d->reader, in_force, NULL, SCORE__PH_DEF_WINDOW, NULL, NULL);
}

static const char **read_texts(score__definition *d, const score__tree *list, size_t *count)
{
  *count = 0;
  if (!score__definition_list(d, list, SCORE__MAX_ROWS, "texts")) return NULL;
  const char **out = score__arena_alloc(d->reader.arena, list->count, sizeof *out);
  for (const score__tree *t = list->first; t && out; t = t->next) {
    if (t->kind == SCORE__TREE_TEXT)
      out[(*count)++] = t->text;
    else
      score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_TYPE, score__tree_kind_name(t), "text");
  }
  return out;
}

static void read_grids(score__definition *d, const score__tree *tree)
{
  grids g = {0};
  if (tree) score__param_read(&d->reader, tree, grid_params, NULL, &g);
  d->criterion_grid = score__definition_grid(d, g.criterion, 10000);
  d->group_grid = score__definition_grid(d, g.group, 0);
  d->set->total_grid_micro = score__definition_grid(d, g.total, 10000);
}

static void read_cohort(score__definition *d, const score__tree *tree)
{
  cohort c = {.min_n = 2};
  if (tree) score__param_read(&d->reader, tree, cohort_params, NULL, &c);
  if (!c.has_min_n) c.min_n = 2;
  if (c.min_n < 1 || c.min_n > 1000000) {
    char n[24];
    score__reader_fault(&d->reader, tree, "min_n", SCORE__PH_DEF_RANGE, score__int_text(n, c.min_n), "1 .. 1000000");
    c.min_n = 2;
  }
  d->set->cohort_min_n = (uint32_t)c.min_n;
  d->set->cohort_attribute = read_texts(d, c.same, &d->set->cohort_attribute_count);
  for (size_t i = 0; i < d->set->cohort_attribute_count; i++)
    if (score__set_attribute(d->set, d->reader.arena, d->set->cohort_attribute[i]) == SIZE_MAX)
      score__reader_fault(&d->reader, tree, NULL, SCORE__PH_MEMORY, NULL, NULL);
}

static void read_notes(score__definition *d, const score__tree *notes)
{
  if (!notes) return;
  if (notes->kind != SCORE__TREE_LIST) {
    score__reader_fault(&d->reader, notes, NULL, SCORE__PH_DEF_TYPE, score__tree_kind_name(notes), "list");
    return;
  }
  static const score__param params[] = {{.name = "note", .type = SCORE__PARAM_WORDS, .offset = 0}, {.name = NULL}};
  d->set->note = score__arena_alloc(d->reader.arena, notes->count, sizeof *d->set->note);
  for (const score__tree *t = notes->first; t && d->set->note; t = t->next) {
    if (t->kind != SCORE__TREE_TEXT && t->kind != SCORE__TREE_OBJECT) {
      score__reader_fault(&d->reader, t, NULL, SCORE__PH_DEF_TYPE, score__tree_kind_name(t), "text");
      continue;
    }
    /* The reader wants a member: a note is read as the member "note" of a passing object. */
    score__tree holder = {.kind = SCORE__TREE_OBJECT, .parent = notes, .index = t->index};
    score__tree member = *t;
    member.key = "note";
    member.next = NULL;
    holder.first = holder.last = &member;
    holder.count = 1;
    score__param_read(&d->reader, &holder, params, NULL, &d->set->note[d->set->note_count++]);
  }
}

static bool prepare(score__definition *d)
{
  size_t n = d->set->measure_count + 1;
  d->measure_used = score__arena_alloc(d->reader.arena, n, 1);
  return d->measure_used != NULL;
}

score_criteria *score__definition_compile(score__arena *arena, const score__tree *root, score__definition_fault fault,
                                          void *context)
{
  score_criteria *set = score__arena_alloc(arena, 1, sizeof *set);
  if (!set) return NULL;
  score__definition d = {.set = set, .fault = fault, .context = context};
  d.scope = (score__expr_scope){.arena = arena, .set = set};
  d.reader = (score__reader){.arena = arena, .scope = &d.scope, .report = score__definition_report, .context = &d};
  head h = {0};
  score__param_read(&d.reader, root, score__definition_root, NULL, &h);
  if (root->kind == SCORE__TREE_OBJECT) { /* on after a fault too: all of them are to be told */
    read_identity(&d, root, &h);
    read_window(&d, h.in_force);
    score__definition_period(&d, h.period);
    score__definition_calendar(&d, h.calendar);
    read_grids(&d, h.grids);
    read_cohort(&d, h.cohort);
    set->supersedes = read_texts(&d, h.supersedes, &set->supersedes_count);
    read_notes(&d, h.notes);
    score__definition_measures(&d, h.measures);
    score__definition_conditions(&d, h.conditions);
    score__definition_statistics(&d, h.measures);
    if (!prepare(&d))
      score__reader_fault(&d.reader, root, NULL, SCORE__PH_MEMORY, NULL, NULL);
    else if (h.groups && h.total)
      score__definition_nodes(&d, h.groups, h.total);
    if (set->node_count) {
      score__definition_order(&d);
      score__definition_grades(&d, h.grades);
      score__definition_ranking(&d, h.ranking);
      score__definition_checks(&d, h.checks);
      score__definition_levers(&d, h.levers);
    }
  }
  if (!d.reader.errors && !arena->failed) return set;
  score__dict_free(&set->by_measure);
  score__dict_free(&set->by_node);
  return NULL;
}
