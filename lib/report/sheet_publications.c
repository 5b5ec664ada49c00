/* The releases of a store as a table, and what verification says of some of them. */
#include <string.h>

#include "base/fail.h"
#include "report/report.h"
#include "score/publication.h"

static const char *const stage_keys[] = {"self", "verified", "published"};
static const int stage_phrases[] = {SCORE__PH_STAGE_SELF, SCORE__PH_STAGE_VERIFIED, SCORE__PH_STAGE_PUBLISHED};

static score__cell set_cell(score_document *d, const char *id, const char *version)
{
  score__buffer b = {0};
  score__buffer_text(&b, id);
  score__buffer_char(&b, '@');
  score__buffer_text(&b, version);
  score__cell c = score__cell_buffer(d, &b);
  c.kind = SCORE__CELL_CODE;
  return c;
}

static score__cell digits_cell(score_document *d, const char *sha256)
{
  char digits[13] = "";
  strncpy(digits, sha256, sizeof digits - 1);
  return score__cell_code(d, digits);
}

static score__cell standing_cell(score_document *d, const score_publication *p)
{
  const score__cell by = score__cell_int(p->superseded_by);
  if (p->superseded_by) return score__cell_phrase_args(d, SCORE__PH_PUB_STANDING_SUPERSEDED, &by, 1);
  return score__cell_phrase(SCORE__PH_PUB_STANDING_CURRENT);
}

static void publication_row(score_document *d, score__sheet_table *t, const score_publication *p)
{
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  const int stage = p->stage >= 0 && p->stage <= SCORE_STAGE_PUBLISHED ? (int)p->stage : 0;
  row[0] = score__cell_int(p->id);
  row[1] = score__cell_text(d, p->period);
  row[2] = set_cell(d, p->criteria, p->version);
  row[3] = score__cell_code(d, stage_keys[stage]);
  row[4] = score__cell_phrase(stage_phrases[stage]);
  row[5] = score__cell_text(d, p->scope);
  row[6] = score__cell_text(d, p->released_at);
  row[7] = score__cell_text(d, p->released_by);
  row[8] = score__cell_text(d, p->reason);
  if (p->supersedes) row[9] = score__cell_int(p->supersedes);
  if (p->superseded_by) row[10] = score__cell_int(p->superseded_by);
  row[11] = standing_cell(d, p);
  row[12] = score__cell_code(d, p->sha256);
  row[13] = digits_cell(d, p->sha256);
  row[14] = score__cell_int(p->size_bytes);
  row[15] = score__cell_bool(p->synthetic);
}

int score_document_publications(score_document **out, const score_publications *list, score_error *err)
{
  static const score__sheet_column columns[] = {
      {.key = "release", .title = SCORE__PH_PUB_COL_NUMBER, .right = true},
      {.key = "period", .title = SCORE__PH_COL_PERIOD},
      {.key = "criteria", .title = SCORE__PH_PUB_COL_SET},
      {.key = "stage", .title = SCORE__PH_PUB_COL_STAGE, .machine_only = true},
      {.key = "stage_shown", .title = SCORE__PH_PUB_COL_STAGE, .table_only = true},
      {.key = "scope", .title = SCORE__PH_PUB_COL_SCOPE},
      {.key = "released_at", .title = SCORE__PH_PUB_COL_RELEASED_AT},
      {.key = "released_by", .title = SCORE__PH_PUB_COL_RELEASED_BY, .shrinks = true},
      {.key = "reason", .title = SCORE__PH_PUB_COL_REASON, .shrinks = true},
      {.key = "supersedes", .title = SCORE__PH_PUB_COL_IN_PLACE_OF, .right = true},
      {.key = "superseded_by", .title = SCORE__PH_PUB_COL_STANDING, .machine_only = true},
      {.key = "standing", .title = SCORE__PH_PUB_COL_STANDING, .table_only = true},
      {.key = "sha256", .title = SCORE__PH_PUB_COL_DIGEST, .machine_only = true},
      {.key = "sha256_shown", .title = SCORE__PH_PUB_COL_DIGEST, .table_only = true},
      {.key = "size_bytes", .title = SCORE__PH_PUB_COL_DIGEST, .machine_only = true},
      {.key = "synthetic", .title = SCORE__PH_PUB_COL_DIGEST, .machine_only = true}};
  score_document *d = score__sheet_new("releases");
  if (!d) return score__report_finish(out, d, err);
  const size_t count = score_publications_size(list);
  d->title = score__cell_phrase(SCORE__PH_DOC_PUBLICATIONS);
  score__sheet_fact_add(d, "count", 0, score__cell_int((int64_t)count));
  if (!count) score__sheet_line_add(d, score__cell_phrase(SCORE__PH_PUBLICATIONS_NONE), 0, false);
  score__sheet_table *t = score__sheet_table_add(d, "releases", 0);
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
    if (count || !columns[i].table_only) {
      score__sheet_column c = columns[i];
      c.machine_only |= !count;
      score__sheet_column_add(d, t, c);
    }
  for (size_t i = 0; i < count; i++) publication_row(d, t, score_publications_get(list, i));
  return score__report_finish(out, d, err);
}

/* ---- verification ---- */

static score__cell signature_cell(score_document *d, const score_verdict *v)
{
  const score__cell id = score__cell_text(d, v->key_id ? v->key_id : "");
  score__cell c = score__cell_phrase(SCORE__PH_VERDICT_UNASKED);
  if (v->signature > 0) c = score__cell_phrase_args(d, SCORE__PH_VERDICT_SIGNED, &id, 1);
  if (v->signature < 0) c = score__cell_phrase(SCORE__PH_VERDICT_UNSIGNED);
  if (v->signature) c.emphasis = v->signature > 0 ? 1 : 3;
  return c;
}

static void verdict_row(score_document *d, score__sheet_table *t, const score_verdict *v)
{
  static const char *const signatures[] = {"wrong", "unasked", "right"};
  score__cell *row = score__sheet_row_add(d, t, 0);
  if (!row) return;
  const bool good = v->release && !v->faults && v->signature >= 0;
  row[0] = score__cell_text(d, v->name);
  row[1] = score__cell_bool(good);
  row[2] = score__cell_phrase(good ? SCORE__PH_VERDICT_GOOD : SCORE__PH_VERDICT_BAD);
  row[2].emphasis = good ? 1 : 3;
  row[3] = score__cell_int((int64_t)v->faults);
  row[4] = score__cell_code(d, signatures[v->signature + 1]);
  row[5] = signature_cell(d, v);
  row[6] = score__cell_text(d, v->comment ? v->comment : "");
  if (!v->release) return;
  const score_release_head *head = score_release_about(v->release);
  const score_result *r = score_release_result(v->release);
  row[7] = score__cell_text(d, head->period);
  row[8] = set_cell(d, head->criteria, head->version);
  row[9] = score__cell_text(d, head->released_at);
  row[10] = score__cell_text(d, head->released_by);
  row[11] = score__cell_code(d, head->sha256);
  row[12] = digits_cell(d, head->sha256);
  row[13] = score__cell_code(d, head->supersedes);
  row[14] = score__cell_int((int64_t)score_result_units(r));
  row[15] = score__cell_int((int64_t)score_result_units(r) * (int64_t)r->set->node_count);
  row[16] = score__cell_text(d, head->library);
}

/* Those of a store are named by their digest, and nobody asks for their signatures. */
static void drop_repeated(score__sheet_table *t, const score_verdict *list, size_t count)
{
  bool named = false, asked = false;
  for (size_t i = 0; i < count; i++) {
    const char *sha256 = list[i].release ? score_release_about(list[i].release)->sha256 : "";
    named |= strncmp(sha256, list[i].name, strlen(list[i].name)) != 0;
    asked |= list[i].signature != 0;
  }
  for (size_t c = 0; c < t->column_count; c++) {
    if (strcmp(t->column[c].key, "sha256_shown") == 0) t->column[c].machine_only |= !named;
    if (strcmp(t->column[c].key, "signature_shown") == 0) t->column[c].machine_only |= !asked;
  }
}

/* The columns of a row for people as facts, for them alone. */
static void row_as_facts(score_document *d, score__sheet_table *t)
{
  const score__cell *row = t->row_count == 1 ? t->cell : NULL;
  for (size_t c = 0; row && c < t->column_count; c++) {
    if (t->column[c].machine_only) continue;
    const bool whole = strcmp(t->column[c].key, "sha256_shown") == 0; /* there is room for all digits */
    const score__cell *cell = whole ? &row[c - 1] : &row[c];
    const bool blank = cell->kind == SCORE__CELL_TEXT && !*cell->words.text[SCORE_LANG_EN];
    if (!blank) score__sheet_fact_add(d, NULL, t->column[c].title, *cell);
    t->column[c].machine_only = true;
  }
}

int score_document_verdicts(score_document **out, const score_verdict *list, size_t count, score_error *err)
{
  static const score__sheet_column columns[] = {
      {.key = "release", .title = SCORE__PH_FACT_RELEASE, .shrinks = true},
      {.key = "verified", .title = SCORE__PH_VERDICT, .machine_only = true},
      {.key = "verdict", .title = SCORE__PH_VERDICT, .table_only = true},
      {.key = "faults", .title = SCORE__PH_VERDICT_FAULTS, .right = true},
      {.key = "signature", .title = SCORE__PH_VERDICT_SIGNATURE, .machine_only = true},
      {.key = "signature_shown", .title = SCORE__PH_VERDICT_SIGNATURE, .table_only = true},
      {.key = "trusted_comment", .title = SCORE__PH_VERDICT_SIGNATURE, .machine_only = true},
      {.key = "period", .title = SCORE__PH_COL_PERIOD},
      {.key = "criteria", .title = SCORE__PH_PUB_COL_SET},
      {.key = "released_at", .title = SCORE__PH_PUB_COL_RELEASED_AT},
      {.key = "released_by", .title = SCORE__PH_PUB_COL_RELEASED_BY, .shrinks = true},
      {.key = "sha256", .title = SCORE__PH_PUB_COL_DIGEST, .machine_only = true},
      {.key = "sha256_shown", .title = SCORE__PH_PUB_COL_DIGEST, .table_only = true},
      {.key = "supersedes", .title = SCORE__PH_PUB_COL_IN_PLACE_OF, .machine_only = true},
      {.key = "units", .title = SCORE__PH_FACT_UNITS, .right = true},
      {.key = "numbers", .title = SCORE__PH_VERDICT_NUMBERS, .right = true},
      {.key = "library_version", .title = SCORE__PH_VERDICT_NUMBERS, .machine_only = true}};
  score_document *d = score__sheet_new("verification");
  if (!d) return score__report_finish(out, d, err);
  int64_t good = 0;
  for (size_t i = 0; i < count; i++) good += list[i].release && !list[i].faults && list[i].signature >= 0;
  d->title = score__cell_phrase(SCORE__PH_DOC_VERDICTS);
  score__sheet_fact_add(d, "count", 0, score__cell_int((int64_t)count));
  score__sheet_fact_add(d, "verified", 0, score__cell_int(good));
  score__sheet_table *t = score__sheet_table_add(d, "releases", 0);
  score__report_columns(d, t, columns, sizeof columns / sizeof *columns);
  for (size_t i = 0; i < count; i++) verdict_row(d, t, &list[i]);
  if (count == 1 && t) row_as_facts(d, t);
  if (count > 1 && t) drop_repeated(t, list, count);
  return score__report_finish(out, d, err);
}
