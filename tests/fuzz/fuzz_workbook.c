/* Any bytes as a workbook: as the whole file when they begin like one; else the first byte says which part of an
 * otherwise good workbook the others stand for. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"
#include "input/rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(int good)
{
  if (!good) abort();
}

typedef struct watch {
  uint32_t line;
  uint64_t rows;
} watch;

static int on_row(void *context, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  watch *w = context;
  (void)err;
  expect(line > w->line && line <= SCORE__MAX_SHEET_LINE);
  w->line = line;
  w->rows++;
  expect(count > 0 && count <= SCORE__MAX_SHEET_COLUMNS && cell[count - 1].size > 0);
  for (size_t i = 0; i < count; i++) {
    expect(strlen(cell[i].text) == cell[i].size && cell[i].kind <= SCORE__CELL_FAULT);
    expect(score__text_valid(cell[i].text, cell[i].size) == cell[i].size);
    expect(cell[i].kind != SCORE__CELL_DATE || cell[i].size == 10);
  }
  return 0;
}

/* On a path of its own for each answer of the reader. */
static void read_book(const void *bytes, size_t size)
{
  static const score__rows_options options[] = {{0}, {.sheet = "B"}};
  for (size_t i = 0; i < 2; i++) {
    watch w = {0};
    score_error err = {0};
    score__rows_info info;
    int status = score__rows_parse(bytes, size, "f.xlsx", &options[i], on_row, &w, &info, &err);
    expect(status == 0 || ((status == SCORE_E_INPUT || status == SCORE_E_LIMIT) && err.code == status));
    expect(status != 0 || info.rows == w.rows);
    char line[1024];
    if (status) expect(score_error_text(line, sizeof line, &err, i ? SCORE_LANG_VI : SCORE_LANG_EN) > 8);
    expect(!status || (strncmp(line, "f.xlsx", 6) == 0 && !strchr(line, '\n')));
  }
}

#define NS                 "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define LINKS              "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define LINK(id, kind, to) "<Relationship Id=\"" id "\" Type=\"" LINKS "/" kind "\" Target=\"" to "\"/>"
#define RELS(list)                                                                                                     \
  "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" list "</Relationships>"

static const struct {
  const char *name, *good;
} part[] = {
    {"xl/worksheets/sheet1.xml",
     "<worksheet " NS
     "><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>0.5</v></c></row>"
     "</sheetData></worksheet>"},
    {"xl/sharedStrings.xml", "<sst " NS "><si><t>unit</t></si><si><t>b</t></si></sst>"},
    {"xl/styles.xml", "<styleSheet " NS "><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"9\"/><xf numFmtId=\"14\"/>"
                      "<xf numFmtId=\"46\"/></cellXfs></styleSheet>"},
    {"xl/workbook.xml", "<workbook " NS " xmlns:r=\"" LINKS "\"><sheets><sheet name=\"A\" r:id=\"r1\"/>"
                        "<sheet name=\"B\" state=\"hidden\" r:id=\"r1\"/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels", RELS(LINK("r1", "worksheet", "worksheets/sheet1.xml") LINK(
                                       "r2", "sharedStrings", "sharedStrings.xml") LINK("r3", "styles", "styles.xml"))},
    {"_rels/.rels", RELS(LINK("r1", "officeDocument", "xl/workbook.xml"))},
};
enum { PARTS = sizeof part / sizeof *part };

static uint32_t crc_of(const unsigned char *s, size_t size)
{
  uint32_t crc = 0xffffffff;
  for (size_t i = 0; i < size; i++) {
    crc ^= s[i];
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}

static void put(score__buffer *b, uint32_t v, int bytes)
{
  for (; bytes > 0; bytes--, v >>= 8) score__buffer_char(b, (char)(v & 0xff));
}

/* What the header of a part and its record in the directory have in common. */
static void put_header(score__buffer *b, const char *name, const void *bytes, size_t size)
{
  put(b, 20, 2);
  put(b, 0, 4);
  put(b, 0x5d1e0000, 4); /* 2026-08-30 */
  put(b, crc_of(bytes, size), 4);
  put(b, (uint32_t)size, 4);
  put(b, (uint32_t)size, 4);
  put(b, (uint32_t)strlen(name), 2);
}

static void read_with(size_t which, const uint8_t *data, size_t size)
{
  score__buffer zip = {0}, directory = {0};
  for (size_t i = 0; i < PARTS; i++) {
    const void *bytes = i == which ? (const void *)data : part[i].good;
    size_t n = i == which ? size : strlen(part[i].good);
    put(&directory, 0x02014b50, 4);
    put(&directory, 20, 2);
    put_header(&directory, part[i].name, bytes, n);
    put(&directory, 0, 4);
    put(&directory, 0, 4);
    put(&directory, 0, 4);
    put(&directory, (uint32_t)zip.size, 4);
    score__buffer_text(&directory, part[i].name);
    put(&zip, 0x04034b50, 4);
    put_header(&zip, part[i].name, bytes, n);
    put(&zip, 0, 2);
    score__buffer_text(&zip, part[i].name);
    score__buffer_add(&zip, bytes, n);
  }
  uint32_t at = (uint32_t)zip.size;
  score__buffer_add(&zip, directory.data, directory.size);
  put(&zip, 0x06054b50, 4);
  put(&zip, 0, 4);
  put(&zip, PARTS, 2);
  put(&zip, PARTS, 2);
  put(&zip, (uint32_t)directory.size, 4);
  put(&zip, at, 4);
  put(&zip, 0, 2);
  read_book(zip.data, zip.size);
  score__buffer_free(&zip);
  score__buffer_free(&directory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size >= 2 && memcmp(data, "PK", 2) == 0) {
    read_book(data, size);
  } else if (size >= 1) {
    read_with(data[0] % PARTS, data + 1, size - 1);
  }
  return 0;
}
