/* The explanation of one unit's score in machine form: the outline that `score explain --format json` prints as "tree",
 * without blanks. What is worded, and so may read otherwise in another language or another version, is null; the rule in
 * words is left out. Only its digest is kept: the explanation itself can always be made again. */
#include <string.h>

#include "base/decimal.h"
#include "release/canonical.h"
#include "release/frozen.h"
#include "report/explanation.h"

static void put_cell(score__buffer *out, const score__cell *cell)
{
  char number[48];
  const char *en = cell->words.text[0], *vi = cell->words.text[1];
  switch (cell->kind) {
  case SCORE__CELL_TEXT:
    if (en && vi && (en == vi || !strcmp(en, vi)))
      score__canonical_word(out, en);
    else
      score__buffer_text(out, "null");
    break;
  case SCORE__CELL_CODE: score__canonical_word(out, en ? en : ""); break;
  case SCORE__CELL_INTEGER: score__buffer_int(out, cell->value); break;
  case SCORE__CELL_DECIMAL:
    score__decimal_print(number, sizeof number, cell->value, 6, cell->digits, '.');
    score__buffer_text(out, number);
    break;
  case SCORE__CELL_BOOLEAN: score__canonical_bool(out, cell->value != 0); break;
  default: score__buffer_text(out, "null");
  }
}

/* As deep as the groups and the rules of a definition. */
static void put_outline(score__buffer *out, const score__outline *o)
{
  const bool list = o->kind == SCORE__OUTLINE_LIST;
  bool any = false;
  if (o->kind == SCORE__OUTLINE_CELL) {
    put_cell(out, &o->cell);
    return;
  }
  score__buffer_char(out, list ? '[' : '{');
  for (const score__outline *m = o->first; m; m = m->next) {
    if (m->key && !strcmp(m->key, "rule_words")) continue;
    if (any) score__buffer_char(out, ',');
    any = true;
    if (m->key) {
      score__canonical_word(out, m->key);
      score__buffer_char(out, ':');
    }
    put_outline(out, m);
  }
  score__buffer_char(out, list ? ']' : '}');
}

int score__trace_digest(char out[SCORE__SHA256_HEX], const score_result *r, size_t position)
{
  score_document *d = score__sheet_new("trace");
  score__engine_one one;
  score__buffer text = {0};
  if (!d || score__engine_one_run(&one, r, position) != 0) {
    score_document_free(d);
    return SCORE_E_MEMORY;
  }
  d->wordless = true;
  score__explain_verdicts(&one.trace[0], &one.result);
  d->failed |= one.trace[0].failed;
  score__explanation_add(d, &one, r, position, 0);
  score__engine_one_free(&one);
  const score__outline *tree = d->outline ? d->outline->first : NULL;
  if (tree) put_outline(&text, tree);
  const bool good = !d->failed && !text.failed && text.data;
  if (good) score__sha256_of(text.data, text.size, out);
  score__buffer_free(&text);
  score_document_free(d);
  return good ? 0 : SCORE_E_MEMORY;
}
