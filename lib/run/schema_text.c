/* The JSON Schema of definitions as a document. */
#include "base/fail.h"
#include "definition/json_schema.h"
#include "model/sheet.h"
#include "output/json_tree.h"

int score_document_schema(score_document **out, score_lang lang, score_error *err)
{
  score__buffer b = {0};
  *out = NULL;
  score_document *d = score__sheet_new("schema");
  score__tree *root = d ? score__schema_build(&d->arena, lang) : NULL;
  if (root) score__write_tree(&b, root);
  if (root && b.data && !b.failed) d->text = score__arena_text(&d->arena, b.data);
  score__buffer_free(&b);
  if (d && d->text) {
    *out = d;
    return 0;
  }
  score_document_free(d);
  return score__fail_memory(err);
}
