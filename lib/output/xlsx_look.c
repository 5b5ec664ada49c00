/* How cells of a report look. A format is made once for each look. */
#include "output/xlsx_report.h"

enum { INK_GOOD = 0x1E6B34, INK_WARNING = 0x7F6000, INK_BAD = 0x9C0006, INK_FAINT = 0x595959, INK_LINK = 0x0B5394 };
enum { PAPER_GOOD = 0xE2F0D9, PAPER_WARNING = 0xFFF2CC, PAPER_BAD = 0xFBE5E3, PAPER_HEADER = 0xD9E1F2 };
enum { PAPER_TOTAL = 0xF2F2F2, RULE = 0xBFBFBF };
enum { GOOD = 1, WARNING, BAD, STRONG };

static bool same(const score__xlsx_look *a, const score__xlsx_look *b)
{
  return a->role == b->role && a->emphasis == b->emphasis && a->digits == b->digits && a->indent == b->indent &&
         a->right == b->right && a->total == b->total;
}

static void set_emphasis(lxw_format *f, const score__xlsx_look *look)
{
  static const lxw_color_t ink[] = {0, INK_GOOD, INK_WARNING, INK_BAD},
                           paper[] = {0, PAPER_GOOD, PAPER_WARNING, PAPER_BAD};
  if (look->emphasis == STRONG) format_set_bold(f);
  if (look->emphasis < GOOD || look->emphasis > BAD) return;
  format_set_font_color(f, ink[look->emphasis]);
  if (look->role == SCORE__LOOK_CELL) format_set_bg_color(f, paper[look->emphasis]);
}

static void set_cell(lxw_format *f, const score__xlsx_look *look)
{
  static const char *const number[] = {"0", "0.0", "0.00", "0.000", "0.0000", "0.00000", "0.000000"};
  if (look->role == SCORE__LOOK_CELL) {
    format_set_border(f, LXW_BORDER_THIN);
    format_set_border_color(f, RULE);
  }
  format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
  if (look->indent) format_set_indent(f, look->indent);
  if (look->total) {
    format_set_bold(f);
    format_set_bg_color(f, PAPER_TOTAL);
  }
  if (look->digits == SCORE__FIGURE_AS_TEXT) {
    format_set_num_format(f, "@");
    format_set_text_wrap(f);
  } else {
    format_set_num_format(f, number[look->digits]);
  }
  if (look->right)
    format_set_align(f, LXW_ALIGN_RIGHT);
  else if (!look->indent)
    format_set_align(f, LXW_ALIGN_LEFT);
}

static void set_centre(lxw_format *f, const score__xlsx_look *look)
{
  format_set_align(f, LXW_ALIGN_CENTER);
  format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
  format_set_text_wrap(f);
  if (look->role == SCORE__LOOK_CENTRE_FAINT) format_set_italic(f);
  if (look->role == SCORE__LOOK_CENTRE_STRONG || look->role == SCORE__LOOK_CENTRE_TITLE) format_set_bold(f);
  if (look->role == SCORE__LOOK_CENTRE_TITLE) format_set_font_size(f, 14);
}

static void set_role(lxw_format *f, const score__xlsx_look *look)
{
  switch (look->role) {
  case SCORE__LOOK_TITLE:
    format_set_bold(f);
    format_set_font_size(f, 14);
    format_set_text_wrap(f);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    break;
  case SCORE__LOOK_CAPTION:
    format_set_bold(f);
    format_set_font_size(f, 12);
    format_set_text_wrap(f);
    break;
  case SCORE__LOOK_HEADER:
    format_set_bold(f);
    format_set_text_wrap(f);
    format_set_align(f, LXW_ALIGN_CENTER);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    format_set_border(f, LXW_BORDER_THIN);
    format_set_border_color(f, RULE);
    format_set_bg_color(f, PAPER_HEADER);
    break;
  case SCORE__LOOK_LABEL:
    format_set_font_color(f, INK_FAINT);
    format_set_text_wrap(f);
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    break;
  case SCORE__LOOK_LINK:
    format_set_font_color(f, INK_LINK);
    format_set_underline(f, LXW_UNDERLINE_SINGLE);
    break;
  case SCORE__LOOK_LINE:
  case SCORE__LOOK_CELL: set_cell(f, look); break;
  default: set_centre(f, look); break;
  }
}

lxw_format *score__xlsx_format_of(score__xlsx_report *b, score__xlsx_look look)
{
  if (look.indent > 15) look.indent = 15;
  for (size_t i = 0; i < b->format_count; i++) {
    if (!same(&b->format[i].look, &look)) continue;
    const score__xlsx_format found = b->format[i]; /* neighbours look alike */
    b->format[i] = b->format[i / 2];
    b->format[i / 2] = found;
    return found.format;
  }
  if (score__grow(&b->format, &b->format_cap, b->format_count + 1, sizeof *b->format) != 0) {
    b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
    return NULL;
  }
  lxw_format *f = workbook_add_format(b->workbook);
  if (!f) {
    b->rc = LXW_ERROR_MEMORY_MALLOC_FAILED;
    return NULL;
  }
  format_set_font_name(f, "Times New Roman");
  set_role(f, &look);
  set_emphasis(f, &look);
  b->format[b->format_count++] = (score__xlsx_format){look, f};
  return f;
}
