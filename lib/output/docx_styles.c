/* The styles of a paper: Times New Roman, black, 14 points in the text, 11 to 13 in tables; six points and more between
 * paragraphs of the text. Whoever changes a style changes every place of it. */
#include "output/docx.h"

#define WORD_ROOT(name) SCORE__DOCX_XML "<w:" name " xmlns:w=\"" SCORE__DOCX_WORD "\">"
#define FACE                                                                                                           \
  "w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"Times New Roman\" w:cs=\"Times New Roman\""
#define SIZE(n) "<w:sz w:val=\"" #n "\"/><w:szCs w:val=\"" #n "\"/>"
#define BOLD    "<w:b/><w:bCs/>"
#define ITALIC  "<w:i/><w:iCs/>"
#define LEFT    "<w:jc w:val=\"left\"/>"
#define RIGHT   "<w:jc w:val=\"right\"/>"
#define CENTRE  "<w:jc w:val=\"center\"/>"
#define SPACE(before, after, line)                                                                                     \
  "<w:spacing w:before=\"" #before "\" w:after=\"" #after "\" w:line=\"" #line "\" w:lineRule=\"auto\"/>"
#define EXACT(line) "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"" #line "\" w:lineRule=\"exact\"/>"

typedef struct look {
  bool own; /* Word has none of this name */
  const char *id, *name, *based, *next, *paragraph, *run;
} look;

/* Paragraph properties in the order of the schema: keepNext, keepLines, pBdr, spacing, ind, jc, outlineLvl. */
static const look looks[] = {
    {false, "BodyText", "Body Text", "Normal", NULL, "<w:ind w:firstLine=\"567\"/>", ""},
    {false, "ListParagraph", "List Paragraph", "Normal", NULL, "", ""},
    {false, "Title", "Title", "Normal", "BodyText", "<w:keepNext/><w:keepLines/>" SPACE(360, 60, 252) CENTRE,
     BOLD SIZE(28)},
    {false, "Subtitle", "Subtitle", "Normal", "BodyText", "<w:keepNext/><w:keepLines/>" SPACE(0, 60, 252) CENTRE,
     BOLD SIZE(28)},
    {false, "Caption", "caption", "Normal", "BodyText", "<w:keepNext/><w:keepLines/>" SPACE(120, 80, 252) CENTRE,
     BOLD SIZE(26)},
    {true, "CaptionSmall", "Caption Small", "Caption", "BodyText", "<w:keepNext/>" SPACE(40, 20, 240), SIZE(22)},
    {true, "Note", "Note", "Normal", NULL, SPACE(60, 120, 252), ITALIC SIZE(26)},
    {true, "AnnexNote", "Annex Note", "Normal", "BodyText", "<w:keepNext/>" SPACE(0, 120, 252) CENTRE, ITALIC SIZE(28)},
    {true, "Fact", "Fact", "Normal", NULL, SPACE(60, 60, 252) LEFT, ""},
    {true, "Gap", "Gap", "Normal", NULL, EXACT(160), SIZE(8)},
    {true, "Break", "Break", "Normal", NULL, EXACT(20), SIZE(2)},
    {true, "Rule", "Rule", "Normal", NULL,
     "<w:keepNext/><w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"000000\"/></w:pBdr>"
     "<w:spacing w:before=\"40\" w:after=\"40\" w:line=\"120\" w:lineRule=\"exact\"/>" CENTRE,
     SIZE(8)},
    {true, "Letterhead", "Letterhead", "Normal", NULL, SPACE(0, 0, 240) CENTRE, SIZE(26)},
    {true, "RecipientsTitle", "Recipients Title", "Normal", "Recipients", "<w:keepNext/>" SPACE(0, 0, 240) LEFT,
     BOLD ITALIC SIZE(24)},
    {true, "Recipients", "Recipients", "Normal", NULL, SPACE(0, 0, 240) LEFT, SIZE(22)},
    {false, "Signature", "Signature", "Normal", NULL, "<w:keepNext/>" SPACE(0, 0, 240) CENTRE, BOLD SIZE(28)},
    {true, "TableText", "Table Text", "Normal", NULL, SPACE(30, 30, 240) LEFT, SIZE(24)},
    {true, "TableNumber", "Table Number", "TableText", NULL, RIGHT, ""},
    {true, "TableHead", "Table Head", "TableText", NULL, "<w:keepNext/>" CENTRE, BOLD},
    {true, "TableTextSmall", "Table Text Small", "TableText", NULL, "", SIZE(22)},
    {true, "TableNumberSmall", "Table Number Small", "TableNumber", NULL, "", SIZE(22)},
    {true, "TableHeadSmall", "Table Head Small", "TableHead", NULL, "", SIZE(22)},
    {false, "Header", "header", "Normal", NULL, SPACE(0, 0, 240) CENTRE, SIZE(28)},
    {true, "HeaderMark", "Header Mark", "Header", NULL, "", BOLD SIZE(20)}};

static void put_look(score__buffer *out, const look *l)
{
  score__buffer_text(out, "<w:style w:type=\"paragraph\"");
  if (l->own) score__buffer_text(out, " w:customStyle=\"1\"");
  score__buffer_text(out, " w:styleId=\"");
  score__buffer_text(out, l->id);
  score__buffer_text(out, "\"><w:name w:val=\"");
  score__buffer_text(out, l->name);
  score__buffer_text(out, "\"/><w:basedOn w:val=\"");
  score__buffer_text(out, l->based);
  if (l->next) {
    score__buffer_text(out, "\"/><w:next w:val=\"");
    score__buffer_text(out, l->next);
  }
  score__buffer_text(out, "\"/><w:qFormat/><w:pPr>");
  score__buffer_text(out, l->paragraph);
  score__buffer_text(out, "</w:pPr><w:rPr>");
  score__buffer_text(out, l->run);
  score__buffer_text(out, "</w:rPr></w:style>");
}

/* Parts of a paper that is signed stand in capital letters. */
static void put_headings(score__buffer *out, bool capitals)
{
  score__buffer_text(out, "<w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/>"
                          "<w:basedOn w:val=\"Normal\"/><w:next w:val=\"BodyText\"/><w:uiPriority w:val=\"9\"/>"
                          "<w:qFormat/><w:pPr><w:keepNext/><w:keepLines/>" SPACE(240, 120, 252) LEFT
                     "<w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr>" BOLD);
  if (capitals) score__buffer_text(out, "<w:caps/>");
  score__buffer_text(
      out, SIZE(28) "</w:rPr></w:style>"
                    "<w:style w:type=\"paragraph\" w:styleId=\"Heading2\"><w:name w:val=\"heading 2\"/>"
                    "<w:basedOn w:val=\"Normal\"/><w:next w:val=\"BodyText\"/><w:uiPriority w:val=\"9\"/>"
                    "<w:qFormat/><w:pPr><w:keepNext/><w:keepLines/>" SPACE(180, 120, 252) LEFT
      "<w:outlineLvl w:val=\"1\"/></w:pPr><w:rPr>" BOLD SIZE(
          28) "</w:rPr></w:style>"
              "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"AnnexTitle\">"
              "<w:name w:val=\"Annex Title\"/><w:basedOn w:val=\"Normal\"/>"
              "<w:next w:val=\"BodyText\"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/>" SPACE(0, 180, 252) CENTRE
      "<w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr>" BOLD SIZE(28) "</w:rPr></w:style>");
}

#define SIDE(name) "<w:" name " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"

static void put_tables(score__buffer *out)
{
  score__buffer_text(
      out,
      "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>"
      "<w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>"
      "<w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"70\" w:type=\"dxa\"/>"
      "<w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>"
      "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"TablePlain\"><w:name w:val=\"Table Plain\"/>"
      "<w:basedOn w:val=\"TableNormal\"/></w:style>"
      "<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/>"
      "<w:basedOn w:val=\"TableNormal\"/><w:uiPriority w:val=\"39\"/><w:tblPr><w:tblBorders>" SIDE("top") SIDE("left")
          SIDE("bottom") SIDE("right") SIDE("insideH") SIDE("insideV") "</w:tblBorders></w:tblPr></w:style>");
}

static const char *tongue(score_lang lang)
{
  return lang == SCORE_LANG_VI ? "vi-VN" : "en-GB";
}

void score__docx_styles(score__buffer *out, score_lang lang, bool capitals)
{
  score__buffer_text(out, WORD_ROOT("styles") "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts " FACE "/>"
                                              "<w:color w:val=\"000000\"/>" SIZE(28) "<w:lang w:val=\"");
  score__buffer_text(out, tongue(lang));
  score__buffer_text(out, "\" w:eastAsia=\"");
  score__buffer_text(out, tongue(lang));
  score__buffer_text(
      out, "\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
           "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>"
           "<w:qFormat/><w:pPr>" SPACE(
               0, 120, 264) "<w:jc w:val=\"both\"/></w:pPr></w:style>"
                            "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">"
                            "<w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/>"
                            "<w:unhideWhenUsed/></w:style>");
  put_headings(out, capitals);
  for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) put_look(out, &looks[i]);
  put_tables(out);
  score__buffer_text(out, "</w:styles>");
}

void score__docx_settings(score__buffer *out, score_lang lang)
{
  score__buffer_text(out, WORD_ROOT("settings") "<w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"567\"/>"
                                                "<w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat>"
                                                "<w:compatSetting w:name=\"compatibilityMode\" "
                                                "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>"
                                                "</w:compat><w:themeFontLang w:val=\"");
  score__buffer_text(out, tongue(lang));
  score__buffer_text(out, lang == SCORE_LANG_VI ? "\"/><w:decimalSymbol w:val=\",\"/><w:listSeparator w:val=\";\"/>"
                                                : "\"/><w:decimalSymbol w:val=\".\"/><w:listSeparator w:val=\",\"/>");
  score__buffer_text(out, "</w:settings>");
}

void score__docx_fonts(score__buffer *out)
{
  score__buffer_text(out,
                     WORD_ROOT("fonts") "<w:font w:name=\"Times New Roman\"><w:panose1 w:val=\"02020603050405020304\"/>"
                                        "<w:charset w:val=\"00\"/><w:family w:val=\"roman\"/>"
                                        "<w:pitch w:val=\"variable\"/></w:font></w:fonts>");
}
