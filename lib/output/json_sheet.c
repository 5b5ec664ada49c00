/* JSON: one object; facts are members, each table an array of objects, one row a line, and the outline in depth; each
 * section an object of the same kind. Decimals are number tokens with
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

static void put_line(score__buffer *out, unsigned depth)
{
  score__buffer_char(out, '\n');
  score__buffer_fill(out, ' ', 2u * depth);
}

/* A new member of the object that is written at `depth`. */
static void put_member(score__buffer *out, unsigned depth, const char *key)
{
  score__buffer_char(out, ',');
  put_line(out, depth);
  put_key(out, key);
}

static void put_table(score__buffer *out, score__buffer *scratch, const score__sheet_table *t, unsigned depth,
                      score_lang lang)
{
  put_member(out, depth, t->key);
  score__buffer_char(out, '[');
  bool any = false;
  for (size_t r = 0; r < t->row_count; r++) {
    if (t->row_for[r] == SCORE__ROW_TABLE) continue;
    if (any) score__buffer_char(out, ',');
    put_line(out, depth + 1);
    score__buffer_char(out, '{');
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
  if (any) put_line(out, depth);
  score__buffer_char(out, ']');
}

static bool is_flat(const score__outline *o)
{
  for (const score__outline *c = o->first; c; c = c->next)
    if (c->first) return false;
  return true;
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

static void put_lines(score__buffer *out, score__buffer *scratch, const score_document *d, size_t section,
                      unsigned depth, score_lang lang)
{
  bool any = false;
  for (size_t i = 0; i < d->line_count; i++) {
    if (d->line[i].section != section) continue;
    if (!any) put_member(out, depth, "lines");
    score__buffer_char(out, any ? ',' : '[');
    any = true;
    put_line(out, depth + 1);
    put_value(out, scratch, &d->line[i].cell, lang);
  }
  if (!any) return;
  put_line(out, depth);
  score__buffer_char(out, ']');
}

/* The members of a section, or of the document before its first one; the object is open and has a member. */
static void put_part(score__buffer *out, score__buffer *scratch, const score_document *d, size_t section,
                     unsigned depth, score_lang lang)
{
  const score__outline *root = section ? d->section[section - 1].outline : d->outline;
  for (size_t i = 0; i < d->fact_count; i++) {
    if (!d->fact[i].key || d->fact[i].section != section) continue;
    put_member(out, depth, d->fact[i].key);
    put_value(out, scratch, &d->fact[i].cell, lang);
  }
  for (size_t i = 0; i < d->table_count; i++)
    if (!d->table[i].not_json && d->table[i].section == section) put_table(out, scratch, &d->table[i], depth, lang);
  put_lines(out, scratch, d, section, depth, lang);
  for (const score__outline *c = root ? root->first : NULL; c; c = c->next) {
    score__buffer_char(out, ',');
    put_line(out, depth);
    put_outline(out, scratch, c, depth, lang);
  }
}

void score__write_json(score__buffer *out, const score_document *d, const score_write_options *o)
{
  score__buffer scratch = {0};
  score__buffer_text(out, "{\n  ");
  put_key(out, "document");
  put_escaped(out, d->name, strlen(d->name));
  put_part(out, &scratch, d, 0, 1, o->lang);
  for (size_t s = 1; s <= d->section_count; s++) {
    put_member(out, 1, d->section[s - 1].key);
    score__buffer_text(out, "{\n    ");
    put_key(out, "title");
    put_value(out, &scratch, &d->section[s - 1].title, o->lang);
    put_part(out, &scratch, d, s, 2, o->lang);
    score__buffer_text(out, "\n  }");
  }
  score__buffer_text(out, "\n}\n");
  if (scratch.failed) out->failed = true;
  score__buffer_free(&scratch);
}
