/* Differences of two versions as one table, with a summary by class. */
#include <string.h>

#include "base/fail.h"
#include "definition/change.h"
#include "report/report.h"

static const int class_phrases[SCORE_CHANGE_CLASSES] = {SCORE__PH_CHANGE_CLASS_SCORING, SCORE__PH_CHANGE_CLASS_SCOPE,
                                                        SCORE__PH_CHANGE_CLASS_EVIDENCE, SCORE__PH_CHANGE_CLASS_WORDING,
                                                        SCORE__PH_CHANGE_CLASS_STRUCTURE};

static void columns_of(score_document *d, score__sheet_table *t, bool any)
{
  static const score__sheet_column columns[] = {
      {.key = "class", .title = SCORE__PH_COL_CLASS, .machine_only = true},
      {.key = "class_shown", .title = SCORE__PH_COL_CLASS, .table_only = true},
      {.key = "node", .title = SCORE__PH_COL_KEY, .machine_only = true},
      {.key = "old_code", .title = SCORE__PH_COL_OLD_CODE, .machine_only = true},
      {.key = "new_code", .title = SCORE__PH_COL_NEW_CODE, .machine_only = true},
      {.key = "code_shown", .title = SCORE__PH_COL_CODE, .table_only = true},
      {.key = "name", .title = SCORE__PH_COL_CRITERION, .shrinks = true},
      {.key = "member", .title = SCORE__PH_COL_MEMBER, .shrinks = true},
      {.key = "meaning", .title = SCORE__PH_COL_CHANGE_WHAT, .shrinks = true},
      {.key = "old", .title = SCORE__PH_COL_OLD, .shrinks = true, .stays = true},
      {.key = "new", .title = SCORE__PH_COL_NEW, .shrinks = true, .stays = true}};
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
    score__sheet_column c = columns[i];
    c.machine_only |= !any && !c.table_only; /* nobody reads an empty table; a CSV has a head all the same */
    if (any || !c.table_only) score__sheet_column_add(d, t, c);
  }
}

score__cell score__side_code(score_document *d, const char *old, const char *now)
{
  if (!*old || !*now || !strcmp(old, now)) return score__cell_text(d, *now ? now : old);
  score__buffer b = {0};
  score__buffer_text(&b, old);
  score__buffer_text(&b, " → ");
  score__buffer_text(&b, now);
  return score__cell_buffer(d, &b);
}

static score__cell meaning_cell(score_document *d, const score__change *c)
{
  if (!strcmp(c->member, "code")) return score__cell_phrase(SCORE__PH_CHANGE_RENUMBERED);
  return score__cell_words(d, &c->meaning);
}

static void add_row(score_document *d, score__sheet_table *t, const score_difference *difference, size_t i)
{
  const score__change *c = &difference->change[i];
  score_change plain;
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row || score_difference_change(&plain, difference, i, SCORE_LANG_EN)) return;
  row[0] = score__cell_code(d, score_change_class_string(plain.change_class));
  row[1] = score__cell_phrase(class_phrases[c->change_class]);
  if (c->change_class == SCORE_CHANGE_SCORING) row[1].emphasis = 2;
  row[2] = score__cell_code(d, plain.node);
  row[3] = score__cell_text(d, plain.old_code);
  row[4] = score__cell_text(d, plain.new_code);
  row[5] = score__side_code(d, plain.old_code, plain.new_code);
  const int s = c->node[1] != UINT32_MAX;
  if (c->node[s] != UINT32_MAX) row[6] = score__cell_words(d, &difference->side[s]->node[c->node[s]].name);
  row[7] = score__cell_code(d, c->member);
  row[8] = meaning_cell(d, c);
  if (c->has[0]) row[9] = score__cell_words(d, &c->text[0]);
  if (c->has[1]) row[10] = score__cell_words(d, &c->text[1]);
}

void score__side_set(score_document *d, const score_criteria *set, bool old)
{
  score__sheet_fact_add(d, NULL, old ? SCORE__PH_FACT_OLD : SCORE__PH_FACT_NEW, score__report_set_name(d, set));
  score__sheet_fact_add(d, old ? "old_id" : "new_id", 0, score__cell_code(d, set->id));
  score__sheet_fact_add(d, old ? "old_version" : "new_version", 0, score__cell_code(d, set->version));
  score__sheet_fact_add(d, old ? "old_status" : "new_status", 0, score__cell_code(d, set->status));
  score__sheet_fact_add(d, old ? "old_sha256" : "new_sha256", 0, score__cell_code(d, set->sha256));
}

int score_document_difference(score_document **out, const score_difference *difference, score_error *err)
{
  score_document *d = score__sheet_new("difference");
  if (!d) return score__report_finish(out, d, err);
  score__cell counts[1 + SCORE_CHANGE_CLASSES] = {score__cell_int((int64_t)difference->count)};
  d->title = score__cell_phrase(SCORE__PH_DOC_DIFFERENCE);
  score__side_set(d, difference->side[0], true);
  score__side_set(d, difference->side[1], false);
  score__sheet_fact_add(d, "count", 0, counts[0]);
  for (int k = 0; k < SCORE_CHANGE_CLASSES; k++) {
    counts[k + 1] = score__cell_int((int64_t)difference->of_class[k]);
    score__sheet_fact_add(d, score_change_class_string((score_change_class)k), 0, counts[k + 1]);
  }
  if (difference->count)
    score__sheet_fact_add(d, NULL, SCORE__PH_FACT_CHANGES,
                          score__cell_phrase_args(d, SCORE__PH_FACT_CHANGES_OF, counts, 1 + SCORE_CHANGE_CLASSES));
  else
    score__sheet_line_add(d, score__cell_phrase(SCORE__PH_DIFFERENCE_NONE), 0, false);
  score__sheet_table *t = score__sheet_table_add(d, "changes", 0);
  columns_of(d, t, difference->count > 0);
  for (size_t i = 0; i < difference->count; i++) add_row(d, t, difference, i);
  return score__report_finish(out, d, err);
}
