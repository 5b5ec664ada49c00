#include "input/markup.h"

#include <expat.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"

#define MARK '|' /* between namespace and name; stands in no namespace of a workbook */

struct score__markup {
  XML_Parser parser;
  const score__markup_events *events;
  void *context;
  score__package *package;
  const char *part;
  int status;
  bool enough;
  unsigned depth;
  size_t names; /* bytes that names nobody knows may have cost expat */
  uint64_t fed;
};

static void fail(score__markup *m, int code, int phrase, const char *argument)
{
  if (m->status || m->enough) return;
  m->status = score__fail(m->package->err, code, phrase, m->part, argument, (const char *)NULL);
  score__fail_at(m->package->err, m->package->name, 0, 0, NULL);
  XML_StopParser(m->parser, XML_FALSE);
}

void score__markup_stop(score__markup *m, int status)
{
  if (m->status || m->enough) return;
  m->status = status;
  m->enough = status == SCORE_OK;
  XML_StopParser(m->parser, XML_FALSE);
}

/* The name within the namespaces of workbooks, transitional and strict, and of relationships; "" for others. */
static const char *local_name(const char *name)
{
  static const char *const known[] = {
      "http://schemas.openxmlformats.org/spreadsheetml/2006/main|",
      "http://purl.oclc.org/ooxml/spreadsheetml/main|",
      "http://schemas.openxmlformats.org/package/2006/relationships|",
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    size_t size = strlen(known[i]);
    if (strncmp(name, known[i], size) == 0) return name + size;
  }
  return "";
}

/* expat keeps every new name until it is freed: a part made of new names must not eat the memory. */
static bool is_frugal(score__markup *m, const char *name, const char *local, const char **attribute)
{
  static const char *const common[] = {"r", "s", "t", "spans", "ht", "customHeight", "customFormat", "dyDescent"};
  if (!*local) m->names += strlen(name) + 64;
  for (; *attribute; attribute += 2) {
    size_t i = 0;
    while (i < sizeof common / sizeof *common && strcmp(*attribute, common[i]) != 0) i++;
    if (i == sizeof common / sizeof *common) m->names += strlen(*attribute) + 64;
  }
  return m->names <= SCORE__MAX_XML_NAMES;
}

static void on_start(void *context, const char *name, const char **attribute)
{
  score__markup *m = context;
  char number[24];
  const char *local = local_name(name);
  if (++m->depth > SCORE__MAX_XML_DEPTH) {
    fail(m, SCORE_E_LIMIT, SCORE__PH_WORKBOOK_DEPTH, score__int_text(number, SCORE__MAX_XML_DEPTH));
  } else if (!is_frugal(m, name, local, attribute)) {
    fail(m, SCORE_E_LIMIT, SCORE__PH_WORKBOOK_NAMES, NULL);
  } else if (!m->status && !m->enough) {
    m->events->start(m->context, m, local, attribute);
  }
}

static void on_end(void *context, const char *name)
{
  score__markup *m = context;
  m->depth--;
  if (!m->status && !m->enough && m->events->end) m->events->end(m->context, m, local_name(name));
}

static void on_text(void *context, const char *text, int size)
{
  score__markup *m = context;
  if (!m->status && !m->enough && m->events->text) m->events->text(m->context, m, text, (size_t)size);
}

static void on_doctype(void *context, const char *name, const char *system, const char *public, int internal)
{
  (void)name;
  (void)system;
  (void)public;
  (void)internal;
  fail(context, SCORE_E_INPUT, SCORE__PH_WORKBOOK_DOCTYPE, NULL);
}

static int feed(score__markup *m, const char *bytes, size_t size, bool last)
{
  m->fed += size;
  enum XML_Status parsed = XML_Parse(m->parser, bytes, (int)size, last);
  if (m->status) return m->status;
  if (m->enough) return SCORE__PACKAGE_ENOUGH;
  if (parsed == XML_STATUS_ERROR) {
    if (XML_GetErrorCode(m->parser) == XML_ERROR_NO_MEMORY) return m->status = score__fail_memory(m->package->err);
    char line[24];
    fail(m, SCORE_E_INPUT, SCORE__PH_WORKBOOK_XML, score__int_text(line, (int64_t)XML_GetCurrentLineNumber(m->parser)));
    return m->status;
  }
  /* A tag or a comment that does not end is kept whole by expat. */
  XML_Index at = XML_GetCurrentByteIndex(m->parser);
  if (!last && at >= 0 && m->fed - (uint64_t)at > SCORE__MAX_XML_TOKEN + size)
    fail(m, SCORE_E_LIMIT, SCORE__PH_WORKBOOK_NAMES, NULL);
  return m->status;
}

static int on_block(void *context, const char *bytes, size_t size)
{
  return feed(context, bytes, size, false);
}

static int start(score__markup *m)
{
  m->parser = XML_ParserCreateNS(NULL, MARK);
  if (!m->parser) return score__fail_memory(m->package->err);
  XML_SetUserData(m->parser, m);
  XML_SetElementHandler(m->parser, on_start, on_end);
  XML_SetCharacterDataHandler(m->parser, on_text);
  XML_SetStartDoctypeDeclHandler(m->parser, on_doctype);
  return SCORE_OK;
}

static int finish(score__markup *m, int status)
{
  if (!status && !m->enough) status = feed(m, "", 0, true);
  if (m->parser) XML_ParserFree(m->parser);
  return status == SCORE__PACKAGE_ENOUGH ? SCORE_OK : status;
}

int score__markup_read(score__package *p, const char *part, const score__markup_events *events, void *context)
{
  score__markup m = {.events = events, .context = context, .package = p, .part = part};
  int status = start(&m);
  if (!status) status = score__package_read(p, part, on_block, &m);
  return finish(&m, status);
}

int score__markup_parse(score__package *p, const char *name, const char *bytes, size_t size,
                        const score__markup_events *events, void *context)
{
  score__markup m = {.events = events, .context = context, .package = p, .part = name};
  int status = start(&m);
  while (!status && size > 0) {
    size_t n = size < 4096 ? size : 4096;
    status = feed(&m, bytes, n, false);
    bytes += n;
    size -= n;
  }
  return finish(&m, status);
}

const char *score__markup_get(const char **attribute, const char *name)
{
  for (; *attribute; attribute += 2) {
    if (strcmp(*attribute, name) == 0) return attribute[1];
  }
  return NULL;
}

const char *score__markup_link(const char **attribute)
{
  static const char tail[] = "elationships|id";
  for (; *attribute; attribute += 2) {
    size_t size = strlen(*attribute);
    if (size > sizeof tail && strcmp(*attribute + size - (sizeof tail - 1), tail) == 0) return attribute[1];
  }
  return NULL;
}
