#include "input/workbook.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/text.h"
#include "input/markup.h"
#include "input/relations.h"
#include "input/worksheet.h"

typedef struct leaf { /* as the workbook lists it */
  const char *name, *id;
  bool hidden;
  const char *part; /* NULL: a chart or a dialog */
} leaf;

typedef struct workbook {
  score__package *package;
  score__arena arena;
  score__relations links;
  leaf *leaf;
  size_t count, cap;
  bool since_1904;
  score__styles styles;
  score__shared shared;
} workbook;

static int fail(workbook *w, int code, int phrase, const char *first, const char *second)
{
  score__fail(w->package->err, code, phrase, first, second, (const char *)NULL);
  score__fail_at(w->package->err, w->package->name, 0, 0, NULL);
  return code;
}

static void add_leaf(workbook *w, score__markup *m, const char **attribute)
{
  char number[24];
  const char *name = score__markup_get(attribute, "name"), *state = score__markup_get(attribute, "state");
  const char *id = score__markup_link(attribute);
  if (w->count >= SCORE__MAX_SHEETS) {
    score__markup_stop(
        m, fail(w, SCORE_E_LIMIT, SCORE__PH_WORKBOOK_SHEETS, score__int_text(number, SCORE__MAX_SHEETS), NULL));
    return;
  }
  size_t size = name ? strlen(name) : 0;
  leaf l = {score__text_nfc(&w->arena, name ? name : "", size), score__arena_text(&w->arena, id ? id : ""),
            state && strcmp(state, "visible") != 0, NULL};
  if (!l.name || !l.id || score__grow(&w->leaf, &w->cap, w->count + 1, sizeof *w->leaf) != 0) {
    score__markup_stop(m, score__fail_memory(w->package->err));
    return;
  }
  w->leaf[w->count++] = l;
}

static void on_start(void *context, score__markup *m, const char *name, const char **attribute)
{
  workbook *w = context;
  if (strcmp(name, "workbookPr") == 0) {
    const char *v = score__markup_get(attribute, "date1904");
    w->since_1904 = v && (strcmp(v, "1") == 0 || strcmp(v, "true") == 0);
  } else if (strcmp(name, "sheet") == 0) {
    add_leaf(w, m, attribute);
  }
}

/* workbook.xml and what it leads to. */
static int read_book(workbook *w)
{
  static const score__markup_events events = {on_start, NULL, NULL};
  score__relations root = {0};
  int status = score__relations_read(&root, &w->arena, w->package, "");
  const score__relation *main = score__relations_find(&root, "officeDocument", NULL);
  const char *part = main ? main->part : "xl/workbook.xml";
  score__relations_free(&root);
  if (!status) status = score__markup_read(w->package, part, &events, w);
  if (!status) status = score__relations_read(&w->links, &w->arena, w->package, part);
  for (size_t i = 0; !status && i < w->count; i++) {
    const score__relation *to = score__relations_find(&w->links, NULL, w->leaf[i].id);
    if (!to || !*to->part) {
      status = fail(w, SCORE_E_INPUT, SCORE__PH_SHEET_NO_PART, w->leaf[i].name, NULL);
    } else if (strcmp(to->kind, "worksheet") == 0) {
      w->leaf[i].part = to->part;
    }
  }
  const score__relation *styles = score__relations_find(&w->links, "styles", NULL);
  const score__relation *shared = score__relations_find(&w->links, "sharedStrings", NULL);
  if (!status && styles) status = score__styles_read(&w->styles, w->package, styles->part);
  if (!status && shared) status = score__shared_read(&w->shared, w->package, shared->part);
  return status;
}

static void take_name(char out[128], const char *name)
{
  size_t size = strlen(name);
  if (size > SCORE__MAX_SHEET_NAME) {
    size = SCORE__MAX_SHEET_NAME;
    while (size > 0 && ((unsigned char)name[size] & 0xc0) == 0x80) size--;
  }
  memcpy(out, name, size);
  out[size] = 0;
}

static int read_leaf(workbook *w, const leaf *l, score__csv_row_fn row, void *context, score__rows_info *info)
{
  take_name(info->sheet, l->name);
  score__worksheet sheet = {w->package, &w->shared, &w->styles, w->since_1904, info->sheet, row, context};
  return score__worksheet_read(&sheet, l->part, &info->rows);
}

/* By its name, else by its name typed without marks or capitals. */
static int find_leaf(workbook *w, const char *wanted, size_t *at)
{
  const char **name = score__arena_alloc(&w->arena, w->count + 1, sizeof *name);
  const char *plain = score__text_nfc(&w->arena, wanted, strlen(wanted));
  const char *folded = plain ? score__text_fold(&w->arena, plain) : NULL;
  size_t folds = 0, fold_at = 0;
  if (!name || !folded) return score__fail_memory(w->package->err);
  for (size_t i = 0; i < w->count; i++) {
    name[i] = w->leaf[i].name;
    const char *f = score__text_fold(&w->arena, name[i]);
    if (!f) return score__fail_memory(w->package->err);
    if (strcmp(name[i], plain) == 0) {
      *at = i;
      return SCORE_OK;
    }
    if (strcmp(f, folded) == 0) {
      folds++;
      fold_at = i;
    }
  }
  *at = fold_at;
  if (folds == 1) return SCORE_OK;
  size_t near = score__text_nearest(wanted, name, w->count);
  if (near != SIZE_MAX) return fail(w, SCORE_E_INPUT, SCORE__PH_SHEET_UNKNOWN_NEAR, wanted, name[near]);
  return fail(w, SCORE_E_INPUT, SCORE__PH_SHEET_UNKNOWN, wanted, w->count ? name[0] : "");
}

/* Visible sheets with cells that were not read. What is wrong with them is nobody's affair. */
static void count_others(workbook *w, size_t from, size_t read, score__rows_info *info)
{
  score_error unseen, *err = w->package->err;
  w->package->err = &unseen;
  for (size_t i = from; i < w->count; i++) {
    bool any = false;
    if (i == read || w->leaf[i].hidden || !w->leaf[i].part) continue;
    if (score__worksheet_peek(w->package, w->leaf[i].part, &any) == SCORE_OK) info->other_sheets += any;
  }
  w->package->err = err;
}

static int read_named(workbook *w, const char *sheet, score__csv_row_fn row, void *context, score__rows_info *info)
{
  size_t at = 0;
  int status = find_leaf(w, sheet, &at);
  if (!status && !w->leaf[at].part) status = fail(w, SCORE_E_INPUT, SCORE__PH_SHEET_NO_CELLS, w->leaf[at].name, NULL);
  if (!status) status = read_leaf(w, &w->leaf[at], row, context, info);
  if (!status) count_others(w, 0, at, info);
  return status;
}

static int read_first(workbook *w, score__csv_row_fn row, void *context, score__rows_info *info)
{
  int status = SCORE_OK;
  size_t first = SIZE_MAX, i = 0, hidden = 0;
  for (; !status && info->rows == 0 && i < w->count; i++) {
    hidden += w->leaf[i].hidden && w->leaf[i].part;
    if (w->leaf[i].hidden || !w->leaf[i].part) continue;
    if (first == SIZE_MAX) first = i;
    status = read_leaf(w, &w->leaf[i], row, context, info);
  }
  if (status) return status;
  if (first == SIZE_MAX)
    return fail(w, SCORE_E_INPUT, hidden ? SCORE__PH_SHEETS_HIDDEN : SCORE__PH_SHEETS_NONE, NULL, NULL);
  if (info->rows == 0) {
    take_name(info->sheet, w->leaf[first].name);
  } else {
    count_others(w, i, SIZE_MAX, info);
  }
  return SCORE_OK;
}

int score__workbook_read(score__package *p, const char *sheet, score__csv_row_fn row, void *context,
                         score__rows_info *info)
{
  workbook w = {.package = p};
  int status = read_book(&w);
  info->workbook = true;
  if (!status) {
    status = sheet && *sheet ? read_named(&w, sheet, row, context, info) : read_first(&w, row, context, info);
  }
  score__shared_free(&w.shared);
  score__styles_free(&w.styles);
  score__relations_free(&w.links);
  free(w.leaf);
  score__arena_free(&w.arena);
  return status;
}
