/* JSON: one object; facts are members, each table an array of objects, one row a line, and the outline in depth. Decimals are number tokens with
 * all their printed digits; what is missing is null. */
#include "output/writer.h"

#include <string.h>

#include "base/text.h"

static void put_escaped(score__buffer *out, const char *text, size_t size)
{
  static const char hex[] = "0123456789abcdef";
  score__buffer_char(out, '"');
  size_t valid = score__text_valid(text, size);
  for (size_t i = 0; i < size; i++) {
    const unsigned char c = (unsigned char)text[i];
    if (i == valid) { /* not UTF-8: one replacement character for the byte */
      score__buffer_text(out, "\xEF\xBF\xBD");
      valid = i + 1 + score__text_valid(text + i + 1, size - i - 1);
      continue;
    }
    switch (c) {
    case '"': score__buffer_text(out, "\\\""); break;
    case '\\': score__buffer_text(out, "\\\\"); break;
    case '\n': score__buffer_text(out, "\\n"); break;
    case '\r': score__buffer_text(out, "\\r"); break;
    case '\t': score__buffer_text(out, "\\t"); break;
    default:
      if (c < 0x20 || c == 0x7f) {
        score__buffer_text(out, "\\u00");
        score__buffer_char(out, hex[c >> 4]);
        score__buffer_char(out, hex[c & 15]);
      } else {
        score__buffer_char(out, text[i]);
      }
    }
  }
  score__buffer_char(out, '"');
}

static void put_key(score__buffer *out, const char *key)
{
  put_escaped(out, key, strlen(key));
  score__buffer_text(out, ": ");
}

static void put_value(score__buffer *out, score__buffer *scratch, const score__cell *cell, score_lang lang)
{
  const score__cell_style style = {.lang = lang, .mark = '.', .words = false};
  if (cell->kind == SCORE__CELL_EMPTY) {
    score__buffer_text(out, "null");
  } else if (cell->kind == SCORE__CELL_BOOLEAN) {
    score__buffer_text(out, cell->value ? "true" : "false");
  } else if (score__cell_is_text(cell)) {
    score__buffer_clear(scratch);
    score__cell_print(scratch, cell, &style);
    put_escaped(out, scratch->data ? scratch->data : "", scratch->size);
  } else {
    score__cell_print(out, cell, &style);
  }
}

static void put_table(score__buffer *out, score__buffer *scratch, const score__sheet_table *t, score_lang lang)
{
  score__buffer_text(out, ",\n  ");
  put_key(out, t->key);
  score__buffer_char(out, '[');
  bool any = false;
  for (size_t r = 0; r < t->row_count; r++) {
    if (t->row_for[r] == SCORE__ROW_TABLE) continue;
    score__buffer_text(out, any ? ",\n    {" : "\n    {");
    any = true;
    bool first = true;
    for (size_t c = 0; c < t->column_count; c++) {
      if (t->column[c].table_only) continue;
      if (!first) score__buffer_text(out, ", ");
      first = false;
      put_key(out, t->column[c].key);
      put_value(out, scratch, &t->cell[r * t->column_count + c], lang);
    }
    score__buffer_char(out, '}');
  }
  score__buffer_text(out, any ? "\n  ]" : "]");
}

static bool is_flat(const score__outline *o)
{
  for (const score__outline *c = o->first; c; c = c->next)
    if (c->first) return false;
  return true;
}

static void put_line(score__buffer *out, unsigned depth)
{
  score__buffer_char(out, '\n');
  score__buffer_fill(out, ' ', 2u * depth);
}

/* What holds nothing but cells stands on one line. */
static void put_outline(score__buffer *out, score__buffer *scratch, const score__outline *o, unsigned depth,
                        score_lang lang)
{
  if (o->key) put_key(out, o->key);
  if (o->kind == SCORE__OUTLINE_CELL) {
    put_value(out, scratch, &o->cell, lang);
    return;
  }
  const bool flat = is_flat(o);
  score__buffer_char(out, o->kind == SCORE__OUTLINE_LIST ? '[' : '{');
  for (const score__outline *c = o->first; c; c = c->next) {
    if (!flat) put_line(out, depth + 1);
    put_outline(out, scratch, c, depth + 1, lang);
    if (c->next) score__buffer_text(out, flat ? ", " : ",");
  }
  if (!flat) put_line(out, depth);
  score__buffer_char(out, o->kind == SCORE__OUTLINE_LIST ? ']' : '}');
}

void score__write_json(score__buffer *out, const score_document *d, const score_write_options *o)
{
  score__buffer scratch = {0};
  score__buffer_text(out, "{\n  ");
  put_key(out, "document");
  put_escaped(out, d->name, strlen(d->name));
  for (size_t i = 0; i < d->fact_count; i++) {
    if (!d->fact[i].key) continue;
    score__buffer_text(out, ",\n  ");
    put_key(out, d->fact[i].key);
    put_value(out, &scratch, &d->fact[i].cell, o->lang);
  }
  for (size_t i = 0; i < d->table_count; i++)
    if (!d->table[i].not_json) put_table(out, &scratch, &d->table[i], o->lang);
  if (d->line_count > 0) {
    score__buffer_text(out, ",\n  ");
    put_key(out, "lines");
    score__buffer_char(out, '[');
    for (size_t i = 0; i < d->line_count; i++) {
      score__buffer_text(out, i ? ",\n    " : "\n    ");
      put_value(out, &scratch, &d->line[i].cell, o->lang);
    }
    score__buffer_text(out, "\n  ]");
  }
  for (const score__outline *c = d->outline ? d->outline->first : NULL; c; c = c->next) {
    score__buffer_text(out, ",\n  ");
    put_outline(out, &scratch, c, 1, o->lang);
  }
  score__buffer_text(out, "\n}\n");
  if (scratch.failed) out->failed = true;
  score__buffer_free(&scratch);
}
