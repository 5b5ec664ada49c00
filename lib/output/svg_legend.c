/* What colours mean. */
#include <string.h>

#include "output/svg.h"

#define SWATCH 130
#define LINE   220

void score__svg_id(score__svg *s, score__buffer *out, const char *part)
{
  static const char digits[] = "0123456789ABCDEF";
  score__buffer_text(out, "v-");
  for (const char *c = s->f->key ? s->f->key : ""; *c; c++) {
    const unsigned char u = (unsigned char)*c;
    if ((u >= '0' && u <= '9') || ((u | 32) >= 'a' && (u | 32) <= 'z') || u == '-')
      score__buffer_char(out, *c);
    else
      score__buffer_add(out, (const char[]){'_', digits[u >> 4], digits[u & 15]}, 3);
  }
  score__buffer_text(out, part);
}

void score__svg_gap_fill(score__svg *s)
{
  score__buffer_text(&s->body, " fill=\"url(#");
  score__svg_id(s, &s->body, "-n");
  score__buffer_text(&s->body, ")\"");
  s->gaps++;
}

void score__svg_gap_legend(score__svg *s, int64_t x, int64_t y)
{
  static const score__svg_type type = {.font = 110};
  SCORE__SVG_PUT(s, "<path d=\"M% %h%v%h-%z\"", x, y, SWATCH, SWATCH, SWATCH);
  score__svg_gap_fill(s);
  score__buffer_text(&s->body, "/>\n");
  score__svg_phrase(s, x + SWATCH + 60, y + 110, &type, SCORE__PH_FIGURE_NO_DATA);
}

void score__svg_no_data(score__svg *s)
{
  static const score__svg_type type = {.font = 120, .attributes = "class=\"mu\" text-anchor=\"middle\""};
  score__svg_phrase(s, s->width / 2, s->y + 300, &type, SCORE__PH_FIGURE_EMPTY);
  s->y += 500;
}

static size_t count_of(score__svg *s, size_t category)
{
  size_t count = 0;
  for (size_t r = 0; r < s->row_count; r++) count += score__svg_category(s, r) == category;
  return count;
}

/* "1 Xuất sắc (12)", from left to right, in as many lines as it takes. */
void score__svg_category_legend(score__svg *s, bool numbered)
{
  const score__svg_type type = {.font = 115, .most = s->width - 400};
  int64_t x = 0;
  const char *name = s->category.data;
  for (size_t i = 0; name && i < s->f->category_count; i++, name += strlen(name) + 1) {
    const size_t count = count_of(s, i);
    score__buffer_clear(&s->text);
    if (numbered) {
      score__buffer_int(&s->text, (int64_t)i + 1);
      score__buffer_text(&s->text, "  ");
    }
    score__buffer_text(&s->text, name);
    score__buffer_text(&s->text, " (");
    score__buffer_int(&s->text, (int64_t)count);
    score__buffer_char(&s->text, ')');
    if (s->text.failed) return;
    int64_t width = score__svg_text_width(s->text.data, s->text.size, type.font);
    if (width > type.most) width = type.most;
    if (x > 0 && x + SWATCH + 60 + width > s->width) {
      x = 0;
      s->y += LINE;
    }
    SCORE__SVG_PUT(s, "<path class=\"k$\" d=\"M% %h%v%h-%z\"/>\n", score__svg_category_colour(s, i), x, s->y, SWATCH,
                   SWATCH, SWATCH);
    score__svg_said(s, x + SWATCH + 60, s->y + 110, &type);
    x += SWATCH + 60 + width + 260;
  }
  if (s->gaps > 0) {
    if (x + 1500 > s->width) {
      x = 0;
      s->y += LINE;
    }
    score__svg_gap_legend(s, x, s->y);
  }
  s->y += LINE;
}

void score__svg_share_legend(score__svg *s)
{
  static const char *const said[SCORE__SVG_CLASSES] = {"0%", "<20%", "<40%", "<60%", "<80%", "<100%", "100%"};
  static const score__svg_type type = {.font = 110}, tick = {.font = 105, .attributes = "text-anchor=\"middle\""};
  const char *title = score__phrase_text(SCORE__PH_FIGURE_SHARE, s->style->lang);
  int64_t x = score__svg_text_width(title, strlen(title), type.font) + 150;
  score__svg_text(s, 0, s->y + 110, &type, title, strlen(title));
  for (size_t i = 0; i < SCORE__SVG_CLASSES; i++, x += 520) {
    SCORE__SVG_PUT(s, "<path class=\"c$\" d=\"M% %h%v%h-%z\"/>\n", (int64_t)i, x, s->y, 500, SWATCH, 500);
    score__svg_text(s, x + 250, s->y + SWATCH + 120, &tick, said[i], strlen(said[i]));
  }
  if (s->gaps > 0) score__svg_gap_legend(s, x + 150, s->y);
  s->y += LINE + 130;
}
