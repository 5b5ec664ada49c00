/* What the sections of the report on all units share: the cells of units, the columns of nodes. */
#include <string.h>

#include "base/limits.h"
#include "paper/report_province.h"

score__section *score__province_section(score__province *p, const char *key, int title)
{
  return score__paper_part(&p->paper, key, title);
}

/* ---- units ---- */

void score__province_unit_columns(score__province *p, score__sheet_table *t)
{
  score__sheet_column_add(p->d, t, score__report_column("unit", SCORE__PH_COL_UNIT, false));
  score__sheet_column c = score__report_column("name", SCORE__PH_COL_NAME, false);
  c.shrinks = true;
  score__sheet_column_add(p->d, t, c);
  if (p->has_kinds) score__sheet_column_add(p->d, t, score__report_column("kind", SCORE__PH_COL_KIND, false));
}

bool score__province_names_tell(const score__province *p)
{
  const size_t count = p->result->count;
  if (count > SCORE__PROVINCE_FEW) return false;
  for (size_t i = 0; i < count; i++) {
    const char *name = p->name[i].words.text[0];
    if (!name || !*name) return false;
    for (size_t k = 0; k < i; k++)
      if (!strcmp(name, p->name[k].words.text[0])) return false;
  }
  return true;
}

score__cell *score__province_put_unit(const score__province *p, score__cell *at, size_t i)
{
  *at++ = p->code[i];
  *at++ = p->name[i];
  if (p->has_kinds) *at++ = p->kind[i];
  return at;
}

void score__province_say_codes(score__province *p, const uint32_t *node, size_t count)
{
  enum { MOST = 120 };
  const score_criteria *set = p->result->set;
  score__buffer said[2] = {{0}, {0}};
  for (size_t k = 0; k < count && count <= MOST; k++)
    for (int lang = 0; lang < 2; lang++) {
      const score__node *n = &set->node[node[k]];
      if (said[lang].size) score__buffer_text(&said[lang], "; ");
      score__buffer_text(&said[lang], n->code);
      score__buffer_text(&said[lang], ": ");
      score__buffer_text(&said[lang], n->name.text[lang] ? n->name.text[lang] : "");
    }
  if (said[0].size && said[1].size)
    score__sheet_line_add(p->d, score__cell_words(p->d, &(score__words){{said[0].data, said[1].data}}), 0, true);
  for (int lang = 0; lang < 2; lang++) {
    p->d->failed |= said[lang].failed;
    score__buffer_free(&said[lang]);
  }
}

void score__province_total_column(score__province *p, score__sheet_table *t, const char *key, bool coloured)
{
  const bool percent = p->result->set->basis == SCORE__BASIS_PERCENT;
  score__sheet_column c = score__report_column(key, percent ? SCORE__PH_COL_PERCENT : SCORE__PH_COL_TOTAL, true);
  if (coloured) c.full_micro = p->full;
  score__sheet_column_add(p->d, t, c);
}

score__cell score__province_total(const score__province *p, size_t i)
{
  return score__report_basis(p->result->set, p->result->total[i].basis_micro);
}

score__cell score__province_grade(const score__province *p, size_t i)
{
  const int32_t grade = p->result->total[i].grade;
  return grade >= 0 ? p->grade[grade] : (score__cell){.kind = SCORE__CELL_EMPTY};
}

score__cell score__province_rank(const score__province *p, size_t i)
{
  const score_total_result *t = &p->result->total[i];
  return t->rank && !t->tied && !t->decided ? score__cell_int(t->rank) : score__rank_shown(p->d, t);
}

void score__province_rank_columns(score__province *p, score__sheet_table *t)
{
  score__sheet_column c = score__report_column("rank", SCORE__PH_COL_RANK, true);
  c.machine_only = true;
  score__sheet_column_add(p->d, t, c);
  c = score__report_column("rank_shown", SCORE__PH_COL_RANK, true);
  c.table_only = true;
  score__sheet_column_add(p->d, t, c);
}

score__cell *score__province_put_rank(const score__province *p, score__cell *at, size_t i)
{
  const int32_t rank = p->result->total[i].rank;
  *at++ = rank ? score__cell_int(rank) : (score__cell){.kind = SCORE__CELL_EMPTY};
  *at++ = score__province_rank(p, i);
  return at;
}

score__cell score__province_called(const score__province *p, size_t i)
{
  const score__cell args[] = {p->name[i], p->code[i]};
  return *p->name[i].words.text[0] ? score__cell_phrase_args(p->d, SCORE__PH_ANALYSIS_UNIT_NAMED, args, 2) : p->code[i];
}

/* ---- nodes ---- */

bool score__province_has(const score__province *p, uint32_t node, size_t i)
{
  const score__node_column *c = &p->result->node[node];
  if (c->flags[i] & SCORE__FLAG_COVERED) return false;
  return c->outcome[i] == SCORE_SCORED || c->outcome[i] == SCORE_REPORTED;
}

/* A group whose data are not all there has points nevertheless: those of the rest. */
score__cell score__province_points(const score__province *p, uint32_t node, size_t i)
{
  const score__node_column *c = &p->result->node[node];
  const uint8_t outcome = c->outcome[i];
  const bool group = p->result->set->node[node].end > node + 1 && !(c->flags[i] & SCORE__FLAG_COVERED);
  const bool has = score__province_has(p, node, i) || (group && (outcome == SCORE_MISSING || outcome == SCORE_INVALID));
  if (!has) return (score__cell){.kind = SCORE__CELL_EMPTY};
  return score__cell_points(c->points_micro[i], p->digits[node]);
}

static const char *join(score__province *p, const char *code, const char *name)
{
  score__buffer b = {0};
  score__buffer_text(&b, code);
  score__buffer_text(&b, *code && *name && strcmp(code, name) != 0 ? " " : "");
  if (strcmp(code, name) != 0) score__buffer_text(&b, name);
  const score__cell c = score__cell_buffer(p->d, &b);
  return c.kind == SCORE__CELL_TEXT ? c.words.text[0] : "";
}

void score__province_node_column(score__province *p, score__sheet_table *t, uint32_t node, bool named)
{
  const score__node *n = &p->result->set->node[node];
  score__sheet_column c = score__report_column(n->key, 0, true);
  c.title_words = (score__words){{n->code, n->code}};
  if (named)
    for (int lang = 0; lang < 2; lang++) c.title_words.text[lang] = join(p, n->code, n->name.text[lang]);
  if (n->group_kind != SCORE__GROUP_PENALTY) c.full_micro = n->max_micro;
  c.stays = true;
  score__sheet_column_add(p->d, t, c);
}
