/* The members of groups, criteria and the total: what each is called, is and means. */
#include "definition/draft.h"

#include <stddef.h>

static const char *const group_kinds[] = {"normal", "bonus", "penalty", NULL};
static const char *const aggregates[] = {"sum", "weighted", "share_met", "highest", NULL};
static const char *const bases[] = {"points", "percent", NULL};
const char *const score__certainty_marks[] = {"", "a", "b", "c", NULL};

#define NODE(member)  (offsetof(score__draft, node) + offsetof(score__node, member))
#define RAW(member)   (offsetof(score__draft, raw) + offsetof(score__draft_raw, member))
#define GIVEN(member) (RAW(member) + 1)

const score__param score__cap_params[] = {{.name = "when",
                                           .type = SCORE__PARAM_CONDITION,
                                           .required = true,
                                           .offset = offsetof(score__cap, when),
                                           .doc = {{"in force where this holds", "áp dụng khi điều kiện này đúng"}}},
                                          {.name = "cap",
                                           .type = SCORE__PARAM_MICRO,
                                           .required = true,
                                           .offset = offsetof(score__cap, cap_micro),
                                           .doc = {{"most points then", "điểm tối đa khi đó"}}},
                                          {.name = NULL}};

const score__param score__source_params[] = {{.name = "document",
                                              .type = SCORE__PARAM_TEXT,
                                              .required = true,
                                              .offset = offsetof(score__draft_source, document),
                                              .change = SCORE__CHANGE_EVIDENCE,
                                              .doc = {{"number and date of the document", "số, ngày văn bản"}}},
                                             {.name = "clause",
                                              .type = SCORE__PARAM_TEXT,
                                              .offset = offsetof(score__draft_source, clause),
                                              .change = SCORE__CHANGE_EVIDENCE,
                                              .doc = {{"clause, annex, row", "điều, khoản, phụ lục"}}},
                                             {.name = "mark",
                                              .type = SCORE__PARAM_CHOICE,
                                              .offset = offsetof(score__draft_source, mark),
                                              .initial = "",
                                              .choices = score__certainty_marks,
                                              .change = SCORE__CHANGE_EVIDENCE,
                                              .doc = {{"mark of certainty: a, b or c", "độ chắc chắn: a, b hoặc c"}}},
                                             {.name = NULL}};

/* What groups and criteria have in common. */
#define COMMON_PARAMS                                                                                                  \
  {.name = "key",                                                                                                      \
   .type = SCORE__PARAM_TEXT,                                                                                          \
   .required = true,                                                                                                   \
   .offset = NODE(key),                                                                                                \
   .change = SCORE__CHANGE_STRUCTURE,                                                                                  \
   .doc = {{"key that survives renumbering", "khóa, giữ nguyên khi đánh số lại"}}},                                    \
      {.name = "code",                                                                                                 \
       .type = SCORE__PARAM_TEXT,                                                                                      \
       .offset = NODE(code),                                                                                           \
       .change = SCORE__CHANGE_STRUCTURE,                                                                              \
       .doc = {{"printed code (default: the key)", "mã in (mặc định: khóa)"}}},                                        \
      {.name = "name",                                                                                                 \
       .type = SCORE__PARAM_WORDS,                                                                                     \
       .required = true,                                                                                               \
       .offset = NODE(name),                                                                                           \
       .change = SCORE__CHANGE_WORDING,                                                                                \
       .doc = {{"name", "tên"}}},                                                                                      \
      {.name = "max",                                                                                                  \
       .type = SCORE__PARAM_MICRO,                                                                                     \
       .required = true,                                                                                               \
       .offset = NODE(max_micro),                                                                                      \
       .doc = {{"most points", "điểm tối đa"}}},                                                                       \
      {.name = "not_applicable",                                                                                       \
       .type = SCORE__PARAM_CHOICE,                                                                                    \
       .offset = RAW(na_value),                                                                                        \
       .present = GIVEN(has_na),                                                                                       \
       .initial = "zero",                                                                                              \
       .choices = score__na_policies,                                                                                  \
       .doc = {{"policy where it does not apply (default: as above it)",                                               \
                "quy ước khi không áp dụng (mặc định: theo cấp trên)"}}},                                              \
      {.name = "grid",                                                                                                 \
       .type = SCORE__PARAM_TREE,                                                                                      \
       .shape = SCORE__SHAPE_GRID,                                                                                     \
       .offset = RAW(grid),                                                                                            \
       .doc = {{"own rounding", "lưới làm tròn riêng"}}},                                                              \
      {.name = "weight",                                                                                               \
       .type = SCORE__PARAM_NUMBER,                                                                                    \
       .offset = NODE(weight),                                                                                         \
       .initial = "1",                                                                                                 \
       .doc = {{"weight under weighted", "trọng số trong nhóm weighted"}}},                                            \
      {.name = "applies_when",                                                                                         \
       .type = SCORE__PARAM_CONDITION,                                                                                 \
       .offset = NODE(applies_when),                                                                                   \
       .change = SCORE__CHANGE_SCOPE,                                                                                  \
       .doc = {{"does not apply where this is false", "không áp dụng khi điều kiện sai"}}},                            \
      {.name = "source",                                                                                               \
       .type = SCORE__PARAM_TREE,                                                                                      \
       .shape = SCORE__SHAPE_OBJECT,                                                                                   \
       .rows = score__source_params,                                                                                   \
       .offset = RAW(source),                                                                                          \
       .change = SCORE__CHANGE_EVIDENCE,                                                                               \
       .doc = {{"where the text stands", "văn bản căn cứ"}}},                                                          \
  {                                                                                                                    \
    .name = "note", .type = SCORE__PARAM_WORDS, .offset = NODE(note), .change = SCORE__CHANGE_WORDING, .doc = {        \
      {"note", "ghi chú"}                                                                                              \
    }                                                                                                                  \
  }

const score__param score__criterion_params[] = {
    COMMON_PARAMS,
    {.name = "rule",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_RULE,
     .required = true,
     .offset = RAW(rule),
     .doc = {{"how points come about", "cách tính điểm"}}},
    {.name = "requires",
     .type = SCORE__PARAM_CONDITION,
     .offset = NODE(requires),
     .doc = {{"0 points where this is false", "0 điểm khi điều kiện sai"}}},
    {.name = "cap_when",
     .type = SCORE__PARAM_ROWS,
     .offset = NODE(caps),
     .rows = score__cap_params,
     .row_size = sizeof(score__cap),
     .doc = {{"caps under conditions", "trần điểm theo điều kiện"}}},
    {.name = "due",
     .type = SCORE__PARAM_DAY,
     .offset = NODE(due_day),
     .present = GIVEN(has_due),
     .change = SCORE__CHANGE_SCOPE,
     .doc = {{"not due before this day unless at its maximum", "chưa đến hạn trước ngày này, trừ khi đã đạt tối đa"}}},
    {.name = "na_from_data",
     .type = SCORE__PARAM_BOOLEAN,
     .offset = NODE(na_from_data),
     .change = SCORE__CHANGE_SCOPE,
     .doc = {{"a cell NA makes it not applicable", "ô NA làm tiêu chí không áp dụng"}}},
    {.name = "controlled_by",
     .type = SCORE__PARAM_CHOICE,
     .offset = NODE(controlled_by),
     .initial = "unit",
     .choices = score__movers,
     .change = SCORE__CHANGE_SCOPE,
     .doc = {{"who can move the points", "ai tác động được đến điểm"}}},
    {.name = "evidence",
     .type = SCORE__PARAM_WORDS,
     .offset = NODE(evidence),
     .change = SCORE__CHANGE_EVIDENCE,
     .doc = {{"what proves it", "minh chứng"}}},
    {.name = "open",
     .type = SCORE__PARAM_BOOLEAN,
     .offset = NODE(open),
     .change = SCORE__CHANGE_EVIDENCE,
     .doc = {{"a slot without an issued text", "ô chờ văn bản ban hành"}}},
    {.name = NULL}};

const score__param score__group_params[] = {
    COMMON_PARAMS,
    {.name = "kind",
     .type = SCORE__PARAM_CHOICE,
     .offset = RAW(group_kind),
     .present = GIVEN(has_kind),
     .initial = "normal",
     .choices = group_kinds,
     .doc = {{"bonus and penalty: top groups only", "bonus, penalty: chỉ ở nhóm cấp một"}}},
    {.name = "aggregate",
     .type = SCORE__PARAM_CHOICE,
     .offset = NODE(aggregate),
     .initial = "sum",
     .choices = aggregates,
     .doc = {{"how its parts make its points", "cách tính điểm nhóm từ các phần"}}},
    {.name = "rescale_to",
     .type = SCORE__PARAM_MICRO,
     .offset = RAW(rescale_to_micro),
     .present = GIVEN(has_rescale),
     .doc = {{"what rescale_group scales to (default: max)", "mức quy đổi của rescale_group (mặc định: điểm tối đa)"}}},
    {.name = "groups",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_LIST,
     .rows = score__group_params,
     .offset = RAW(groups),
     .change = SCORE__CHANGE_STRUCTURE,
     .doc = {{"groups inside", "nhóm con"}}},
    {.name = "criteria",
     .type = SCORE__PARAM_TREE,
     .shape = SCORE__SHAPE_LIST,
     .rows = score__criterion_params,
     .offset = RAW(criteria),
     .change = SCORE__CHANGE_STRUCTURE,
     .doc = {{"criteria", "các tiêu chí"}}},
    {.name = NULL}};

const score__param score__total_params[] = {
    {.name = "name",
     .type = SCORE__PARAM_WORDS,
     .offset = NODE(name),
     .change = SCORE__CHANGE_WORDING,
     .doc = {{"name", "tên"}}},
    {.name = "max",
     .type = SCORE__PARAM_MICRO,
     .required = true,
     .offset = NODE(max_micro),
     .doc = {{"most points, without bonus", "điểm tối đa, chưa kể điểm thưởng"}}},
    {.name = "basis",
     .type = SCORE__PARAM_CHOICE,
     .offset = RAW(group_kind),
     .initial = "points",
     .choices = bases,
     .doc = {{"what rank and grade read", "căn cứ xếp hạng, xếp loại"}}},
    {.name = "aggregate",
     .type = SCORE__PARAM_CHOICE,
     .offset = NODE(aggregate),
     .initial = "sum",
     .choices = aggregates,
     .doc = {{"how groups make the total", "cách tính tổng từ các nhóm"}}},
    {.name = "note",
     .type = SCORE__PARAM_WORDS,
     .offset = NODE(note),
     .change = SCORE__CHANGE_WORDING,
     .doc = {{"note", "ghi chú"}}},
    {.name = NULL}};
