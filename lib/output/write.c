/* One document to one sink. The text is complete before its first byte leaves, so a failure for want of memory leaves
 * nothing half-written. */
#include "base/fail.h"
#include "output/writer.h"

#define CHUNK ((size_t)1 << 16)

int score_document_write(const score_document *document, const score_write_options *options, score_write_fn write,
                         void *context, score_error *err)
{
  const score_write_options plain = {.format = SCORE_FORMAT_TABLE, .lang = SCORE_LANG_EN};
  const score_write_options *o = options ? options : &plain;
  if (!document || !write) return score__fail(err, SCORE_E_USAGE, SCORE__PH_INTERNAL, "score_document_write", NULL);
  if (document->failed) return score__fail_memory(err);
  score__buffer text = {0};
  int rc = 0;
  if (document->text) score__buffer_text(&text, document->text);
  switch (document->text ? -1 : (int)o->format) {
  case -1: break;
  case SCORE_FORMAT_TABLE: score__write_table(&text, document, o); break;
  case SCORE_FORMAT_CSV: score__write_csv(&text, document, o); break;
  case SCORE_FORMAT_JSON: score__write_json(&text, document, o); break;
  case SCORE_FORMAT_MARKDOWN: score__write_markdown(&text, document, o); break;
  case SCORE_FORMAT_HTML: score__write_html(&text, document, o); break;
  case SCORE_FORMAT_DOCX: rc = score__write_docx(&text, document, o, err); break;
  case SCORE_FORMAT_XLSX: rc = score__write_xlsx(&text, document, o, err); break;
  case SCORE_FORMAT_SVG: rc = score__write_svg(&text, document, o, err); break;
  default: {
    char number[24];
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_FORMAT_UNKNOWN, score__int_text(number, (int64_t)o->format), NULL);
  }
  }
  if (rc == 0 && text.failed) rc = score__fail_memory(err);
  for (size_t at = 0; rc == 0 && at < text.size; at += CHUNK) {
    size_t size = text.size - at < CHUNK ? text.size - at : CHUNK;
    if (write(context, text.data + at, size) != 0) rc = score__fail(err, SCORE_E_OUTPUT, SCORE__PH_OUTPUT, NULL);
  }
  score__buffer_free(&text);
  return rc;
}
