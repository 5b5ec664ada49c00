/* What may be typed into a cell, as a workbook says it. A cell that also takes a word ("KAD") has a formula for its
 * rule, since a bound knows numbers only; a list with commas in it, or a long one, stands on a worksheet of its own. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/decimal.h"
#include "base/period.h"
#include "output/xlsx_book.h"

#define FIRST_DAY "1901-01-01"
#define LAST_DAY  "2999-12-31"
#define LEAST     "-999999999999999"
#define MOST      "999999999999999"
#define DAY_ZERO  25569 /* 1970-01-01 in days of a workbook */

bool score__xlsx_number(double *out, const char *text)
{
  static const double power[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  const char *mark = strchr(text, '.');
  const size_t digits = mark ? strlen(mark + 1) : 0;
  int64_t value;
  if (digits > SCORE__XLSX_DIGITS) return false;
  if (score__decimal_parse(&value, text, strlen(text), (int)digits, '.') != SCORE__DECIMAL_OK) return false;
  if (value > INT64_C(999999999999999) || value < -INT64_C(999999999999999)) return false;
  *out = (double)value / power[digits]; /* both are exact, so this is the nearest there is */
  return true;
}

bool score__xlsx_date(lxw_datetime *out, const char *iso)
{
  int32_t day, first;
  if (score__date_parse_iso(&day, iso) != 0) return false;
  first = score__date_days(1901, 1, 1); /* before it days of a workbook are not those of the calendar */
  if (day < first) return false;
  *out = (lxw_datetime){.year = score__date_year(day),
                        .month = (iso[5] - '0') * 10 + iso[6] - '0',
                        .day = (iso[8] - '0') * 10 + iso[9] - '0'};
  return true;
}

static lxw_error make_lists(score__xlsx_book *book)
{
  if (book->lists) return LXW_NO_ERROR;
  book->lists = workbook_add_worksheet(book->workbook, book->name[2]);
  if (!book->lists) return LXW_ERROR_MEMORY_MALLOC_FAILED;
  worksheet_hide(book->lists);
  return LXW_NO_ERROR;
}

/* The column of `lists` with the rule's options, filled when new. */
static lxw_error find_list(score__xlsx_book *book, const score__form_rule *rule, size_t *column)
{
  for (*column = 0; *column < book->list_count; ++*column)
    if (book->list[*column] == rule) return LXW_NO_ERROR;
  lxw_error rc = make_lists(book);
  if (rc == LXW_NO_ERROR && score__grow(&book->list, &book->list_cap, book->list_count + 1, sizeof(void *)) != 0)
    rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
  for (size_t i = 0; i < rule->option_count && rc == LXW_NO_ERROR; i++)
    rc = worksheet_write_string(book->lists, (lxw_row_t)i, (lxw_col_t)*column, rule->option[i], NULL);
  if (rc == LXW_NO_ERROR && rule->other)
    rc = worksheet_write_string(book->lists, (lxw_row_t)rule->option_count, (lxw_col_t)*column, rule->other, NULL);
  if (rc == LXW_NO_ERROR) book->list[book->list_count++] = rule;
  return rc;
}

static bool fits_rule(const score__form_rule *rule)
{
  size_t size = rule->other ? strlen(rule->other) + 1 : 0;
  for (size_t i = 0; i < rule->option_count; i++) {
    const char *text = rule->option[i];
    const size_t length = strlen(text);
    if (length == 0 || strpbrk(text, ",\"") || *text == ' ' || text[length - 1] == ' ') return false;
    size += score__xlsx_length(text, SIZE_MAX, NULL) + 1;
  }
  return size <= SCORE__XLSX_MESSAGE;
}

static void add_text(score__buffer *out, const char *text)
{
  score__buffer_text(out, text);
}

/* ='Danh mục'!$C$1:$C$5 */
static lxw_error refer_list(score__xlsx_book *book, const score__form_rule *rule, score__buffer *formula)
{
  char cell[LXW_MAX_CELL_NAME_LENGTH];
  size_t column;
  const lxw_error rc = find_list(book, rule, &column);
  if (rc != LXW_NO_ERROR) return rc;
  const size_t count = rule->option_count + (rule->other != NULL);
  add_text(formula, "='");
  for (const char *c = book->name[2]; *c; c++) {
    if (*c == '\'') score__buffer_char(formula, '\'');
    score__buffer_char(formula, *c);
  }
  add_text(formula, "'!");
  lxw_rowcol_to_cell_abs(cell, 0, (lxw_col_t)column, LXW_TRUE, LXW_TRUE);
  add_text(formula, cell);
  score__buffer_char(formula, ':');
  lxw_rowcol_to_cell_abs(cell, (lxw_row_t)(count - 1), (lxw_col_t)column, LXW_TRUE, LXW_TRUE);
  add_text(formula, cell);
  return LXW_NO_ERROR;
}

static void bound(score__buffer *out, const char *cell, const char *relation, const char *value, bool day)
{
  int32_t days;
  add_text(out, ",");
  add_text(out, cell);
  add_text(out, relation);
  if (day && score__date_parse_iso(&days, value) == 0)
    score__buffer_int(out, (int64_t)days + DAY_ZERO);
  else
    add_text(out, value);
}

/* =IF(ISNUMBER(F5),AND(F5=INT(F5),F5>=0,F5<=9),F5="KAD"); an OR would carry the error of INT("KAD"). */
static void say_either(score__buffer *out, const score__form_rule *rule, lxw_row_t row, lxw_col_t column)
{
  char cell[LXW_MAX_CELL_NAME_LENGTH];
  const bool day = rule->kind == SCORE__FORM_DAY;
  lxw_rowcol_to_cell(cell, row, column);
  add_text(out, "=IF(ISNUMBER(");
  add_text(out, cell);
  add_text(out, "),AND(");
  add_text(out, rule->kind == SCORE__FORM_DECIMAL ? "TRUE" : cell);
  if (rule->kind != SCORE__FORM_DECIMAL) {
    add_text(out, "=INT(");
    add_text(out, cell);
    add_text(out, ")");
  }
  bound(out, cell, ">=", rule->min ? rule->min : day ? FIRST_DAY : LEAST, day);
  bound(out, cell, "<=", rule->max ? rule->max : day ? LAST_DAY : MOST, day);
  add_text(out, "),");
  add_text(out, cell);
  add_text(out, "=\"");
  add_text(out, rule->other);
  add_text(out, "\")");
}

static void say_bounds(lxw_data_validation *v, const score__form_rule *rule)
{
  const bool day = rule->kind == SCORE__FORM_DAY;
  const char *min = rule->min, *max = rule->max;
  v->validate = day                               ? LXW_VALIDATION_TYPE_DATE
                : rule->kind == SCORE__FORM_WHOLE ? LXW_VALIDATION_TYPE_INTEGER
                                                  : LXW_VALIDATION_TYPE_DECIMAL;
  v->criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
  if (day) {
    if (!min || !score__xlsx_date(&v->minimum_datetime, min)) score__xlsx_date(&v->minimum_datetime, FIRST_DAY);
    if (!max || !score__xlsx_date(&v->maximum_datetime, max)) score__xlsx_date(&v->maximum_datetime, LAST_DAY);
    return;
  }
  if (!min || !score__xlsx_number(&v->minimum_number, min)) score__xlsx_number(&v->minimum_number, LEAST);
  if (!max || !score__xlsx_number(&v->maximum_number, max)) score__xlsx_number(&v->maximum_number, MOST);
  if (max) return;
  v->criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO; /* "from 0" reads better than a bound nobody set */
  v->value_number = v->minimum_number;
}

/* A list inside the rule: NULL-terminated texts. */
static char **inside(score__arena *scratch, const score__form_rule *rule)
{
  char **list = score__arena_alloc(scratch, rule->option_count + 2, sizeof *list);
  for (size_t i = 0; list && i < rule->option_count; i++)
    if (!(list[i] = score__arena_text(scratch, rule->option[i]))) return NULL;
  if (list && rule->other && !(list[rule->option_count] = score__arena_text(scratch, rule->other))) return NULL;
  return list;
}

static lxw_error fill(score__xlsx_book *book, lxw_data_validation *v, const score__form_rule *rule, lxw_row_t row,
                      lxw_col_t column, score__arena *scratch, score__buffer *formula)
{
  if (rule->kind == SCORE__FORM_LIST && rule->option_count == 0) return LXW_NO_ERROR;
  if (rule->kind == SCORE__FORM_LIST && fits_rule(rule)) {
    v->validate = LXW_VALIDATION_TYPE_LIST;
    v->value_list = inside(scratch, rule);
    return v->value_list ? LXW_NO_ERROR : LXW_ERROR_MEMORY_MALLOC_FAILED;
  }
  if (rule->kind == SCORE__FORM_LIST) {
    v->validate = LXW_VALIDATION_TYPE_LIST;
    v->value_list = inside(scratch, &(score__form_rule){.other = "-"}); /* see put_reference */
    if (!v->value_list) return LXW_ERROR_MEMORY_MALLOC_FAILED;
    const lxw_error rc = refer_list(book, rule, formula);
    if (rc != LXW_NO_ERROR) return rc;
  } else if (rule->kind != SCORE__FORM_ANY && rule->other) {
    v->validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA;
    say_either(formula, rule, row, column);
  } else if (rule->kind != SCORE__FORM_ANY) {
    say_bounds(v, rule);
  } else {
    v->validate = LXW_VALIDATION_TYPE_ANY;
  }
  if (formula->failed) return LXW_ERROR_MEMORY_MALLOC_FAILED;
  v->value_formula = formula->data;
  return LXW_NO_ERROR;
}

/* The library (1.1.4) copies the reference of a list twice and loses one copy. So the rule is put with a list of one,
 * and its text is exchanged where it lies. */
static lxw_error put_reference(lxw_worksheet *sheet, const char *formula)
{
  lxw_data_val_obj *last = STAILQ_FIRST(sheet->data_validations);
  while (last && STAILQ_NEXT(last, list_pointers)) last = STAILQ_NEXT(last, list_pointers);
  char *copy = last ? lxw_strdup(formula) : NULL;
  if (!copy) return LXW_ERROR_MEMORY_MALLOC_FAILED;
  free(last->value_formula);
  last->value_formula = copy;
  return LXW_NO_ERROR;
}

lxw_error score__xlsx_rule_put(score__xlsx_book *book, lxw_row_t first, lxw_row_t last, lxw_col_t column,
                               const score__form_rule *rule)
{
  lxw_data_validation v = {.ignore_blank = LXW_VALIDATION_ON,
                           .show_input = LXW_VALIDATION_ON,
                           .show_error = LXW_VALIDATION_ON,
                           .error_type = LXW_VALIDATION_ERROR_TYPE_STOP,
                           .dropdown = LXW_VALIDATION_ON};
  score__arena scratch = {0};
  score__buffer formula = {0};
  lxw_error rc = fill(book, &v, rule, first, column, &scratch, &formula);
  if (rc == LXW_NO_ERROR && v.validate != LXW_VALIDATION_TYPE_NONE) {
    if (rule->prompt && *rule->prompt) {
      size_t cut;
      score__xlsx_length(rule->prompt, SCORE__XLSX_MESSAGE, &cut);
      v.input_message = score__arena_copy(&scratch, rule->prompt, cut);
      v.error_message = v.input_message;
      if (!v.input_message) rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
    }
    if (rc == LXW_NO_ERROR) rc = worksheet_data_validation_range(book->sheet, first, column, last, column, &v);
    if (rc == LXW_NO_ERROR && v.validate == LXW_VALIDATION_TYPE_LIST && formula.size)
      rc = put_reference(book->sheet, formula.data + 1);
  }
  score__arena_free(&scratch);
  score__buffer_free(&formula);
  return rc;
}
