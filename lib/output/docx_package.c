/* The parts of a paper and the package they lie in. The same paper gives the same bytes: no clock, and a time of day that
 * comes back as it was from the time zone that libzip sends it through. */
#include <string.h>
#include <zip.h>

#include "base/fail.h"
#include "output/docx.h"

#define TYPE "application/vnd.openxmlformats-officedocument."
#define WORD TYPE "wordprocessingml."

enum { DAY = 0x21, NOON = 12 << 11 }; /* 1 January 1980, the first day that a package can name */
enum {
  TYPES,
  RELATIONS,
  DOCUMENT,
  DOCUMENT_RELATIONS,
  HEADER,
  FIRST_HEADER,
  SETTINGS,
  STYLES,
  FONTS,
  CORE,
  APP,
  PARTS
};

static const char *const names[PARTS] = {
    "[Content_Types].xml", "_rels/.rels",       "word/document.xml", "word/_rels/document.xml.rels",
    "word/header1.xml",    "word/header2.xml",  "word/settings.xml", "word/styles.xml",
    "word/fontTable.xml",  "docProps/core.xml", "docProps/app.xml"};

#define OVERRIDE(part, type) "<Override PartName=\"/" part "\" ContentType=\"" type "+xml\"/>"

static const char types[] = SCORE__DOCX_XML
    "<Types xmlns=\"" SCORE__DOCX_OPEN "/content-types\"><Default Extension=\"rels\" "
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>" OVERRIDE("word/document.xml", WORD "document.main")
        OVERRIDE("word/header1.xml", WORD "header") OVERRIDE("word/header2.xml", WORD "header")
            OVERRIDE("word/settings.xml", WORD "settings") OVERRIDE("word/styles.xml", WORD "styles")
                OVERRIDE("word/fontTable.xml", WORD "fontTable")
                    OVERRIDE("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties")
                        OVERRIDE("docProps/app.xml", TYPE "extended-properties") "</Types>";

#define LINKS              SCORE__DOCX_XML "<Relationships xmlns=\"" SCORE__DOCX_OPEN "/relationships\">"
#define LINK(id, type, to) "<Relationship Id=\"" id "\" Type=\"" type "\" Target=\"" to "\"/>"

static const char relations[] = LINKS LINK("rId1", SCORE__DOCX_REL "/officeDocument", "word/document.xml")
    LINK("rId2", SCORE__DOCX_OPEN "/relationships/metadata/core-properties", "docProps/core.xml")
        LINK("rId3", SCORE__DOCX_REL "/extended-properties", "docProps/app.xml") "</Relationships>";

static const char document_relations[] = LINKS LINK("rId1", SCORE__DOCX_REL "/styles", "styles.xml")
    LINK("rId2", SCORE__DOCX_REL "/settings", "settings.xml")
        LINK("rId3", SCORE__DOCX_REL "/fontTable", "fontTable.xml")
            LINK("rId4", SCORE__DOCX_REL "/header", "header1.xml")
                LINK("rId5", SCORE__DOCX_REL "/header", "header2.xml") "</Relationships>";

static const char app[] =
    SCORE__DOCX_XML "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">"
                    "<Application>score</Application></Properties>";

/* The text of a paragraph, as a part of its own: `w` writes to its body. */
static void put_header(score__buffer *out, score__docx *w, bool numbered)
{
  const score__buffer body = w->body;
  w->body = *out;
  score__docx_mark(w, SCORE__DOCX_XML "<w:hdr xmlns:w=\"" SCORE__DOCX_WORD "\">");
  score__docx_begin(w, "Header", NULL);
  if (numbered)
    score__docx_mark(w, "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE "
                        "</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r>"
                        "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
  score__docx_end(w);
  if (w->document->synthetic || w->document->supposed) {
    score__docx_begin(w, "HeaderMark", NULL);
    score__docx_marks(w, "", " ");
    score__docx_end(w);
  }
  score__docx_mark(w, "</w:hdr>");
  *out = w->body;
  w->body = body;
}

static void put_core(score__buffer *out, score__docx *w)
{
  const score_document *d = w->document;
  const score__cell *title = d->letter ? &d->letter->title : &d->title;
  score__buffer_text(out, SCORE__DOCX_XML
                     "<cp:coreProperties xmlns:cp=\"" SCORE__DOCX_OPEN "/metadata/core-properties\" "
                     "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                     "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
  score__markup_cell(out, &w->scratch, title, &w->style);
  score__buffer_text(out, "</dc:title><dc:subject>");
  if (d->letter) score__markup_cell(out, &w->scratch, &d->letter->subject, &w->style);
  score__buffer_text(out, "</dc:subject><dc:creator>");
  if (d->letter) score__markup_cell(out, &w->scratch, &d->letter->office, &w->style);
  score__buffer_text(out, "</dc:creator><dcterms:created xsi:type=\"dcterms:W3CDTF\">2000-01-01T00:00:00Z"
                          "</dcterms:created><dc:language>");
  score__buffer_text(out, w->style.lang == SCORE_LANG_VI ? "vi" : "en");
  score__buffer_text(out, "</dc:language></cp:coreProperties>");
}

/* Whether the archive has all the parts. What goes wrong in memory goes wrong for want of memory. */
static bool add_parts(zip_t *archive, const score__buffer part[PARTS])
{
  for (size_t i = 0; i < PARTS; i++) {
    zip_source_t *source = zip_source_buffer(archive, part[i].data, part[i].size, 0);
    if (!source) return false;
    const zip_int64_t index = zip_file_add(archive, names[i], source, 0);
    if (index < 0) {
      zip_source_free(source);
      return false;
    }
    if (zip_file_set_dostime(archive, (zip_uint64_t)index, NOON, DAY, 0) != 0) return false;
  }
  return true;
}

static bool take_bytes(score__buffer *out, zip_source_t *packed)
{
  char block[8192];
  if (zip_source_open(packed) != 0) return false;
  zip_int64_t count;
  while ((count = zip_source_read(packed, block, sizeof block)) > 0) score__buffer_add(out, block, (size_t)count);
  zip_source_close(packed);
  return count == 0 && !out->failed;
}

static bool pack(score__buffer *out, const score__buffer part[PARTS])
{
  zip_error_t e;
  zip_error_init(&e);
  zip_source_t *packed = zip_source_buffer_create(NULL, 0, 0, &e);
  zip_t *archive = packed ? zip_open_from_source(packed, ZIP_CREATE | ZIP_TRUNCATE, &e) : NULL;
  bool good = archive != NULL;
  if (archive) {
    zip_source_keep(packed);
    good = add_parts(archive, part);
    if (!good || zip_close(archive) != 0) {
      zip_discard(archive);
      good = false;
    }
  }
  good = good && take_bytes(out, packed);
  if (packed) zip_source_free(packed);
  zip_error_fini(&e);
  return good;
}

int score__docx_pack(score__buffer *out, score__docx *w, score_error *err)
{
  score__buffer part[PARTS] = {{0}};
  score__buffer_text(&part[TYPES], types);
  score__buffer_text(&part[RELATIONS], relations);
  score__buffer_text(&part[DOCUMENT_RELATIONS], document_relations);
  score__buffer_text(&part[APP], app);
  put_header(&part[HEADER], w, true);
  put_header(&part[FIRST_HEADER], w, false);
  score__docx_settings(&part[SETTINGS], w->style.lang);
  score__docx_styles(&part[STYLES], w->style.lang, w->document->letter != NULL);
  score__docx_fonts(&part[FONTS]);
  put_core(&part[CORE], w);
  part[DOCUMENT] = w->body;
  bool failed = w->scratch.failed;
  for (size_t i = 0; i < PARTS; i++) failed = failed || part[i].failed;
  failed = failed || !pack(out, part);
  for (size_t i = 0; i < PARTS; i++)
    if (i != DOCUMENT) score__buffer_free(&part[i]);
  return failed ? score__fail_memory(err) : SCORE_OK;
}
