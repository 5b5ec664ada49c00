/* A figure that is being drawn. Lengths are tenths of a pixel, numbers are millionths; there is no floating point. */
#ifndef SCORE__SVG_H
#define SCORE__SVG_H

#include "output/writer.h"

#define SCORE__SVG_CLASSES 7 /* c0 to c6, low to high */

#define SCORE__SVG_WIDTH 7200

typedef struct score__svg {
  score__buffer body, text; /* text: scratch, cleared by whoever prints into it */
  score__buffer category;   /* what the categories are called, each ended by NUL */
  const score_document *d;
  const score__figure *f;
  const score__sheet_table *t;
  const score__cell_style *style;
  bool inside;
  size_t *row, row_count;                  /* rows that people are shown */
  int64_t width, y;                        /* y: what is above is drawn */
  int64_t x0, y0, cell_width, cell_height; /* HEAT: where its fields are */
  size_t gaps;                             /* shapes without data */
} score__svg;

/* A scale with round steps (1, 2, 5 times a power of ten), between two places on the picture. */
typedef struct score__svg_scale {
  int64_t low, high, step, from, to;
} score__svg_scale;

/* svg_mark.c: marks and words. */

/* The pattern with its numbers put in: % a length, $ a whole number. */
void score__svg_put(score__svg *s, const char *pattern, const int64_t *number);
#define SCORE__SVG_PUT(s, pattern, ...) score__svg_put(s, pattern, (const int64_t[]){__VA_ARGS__})
int64_t score__svg_text_width(const char *text, size_t size, int64_t font);
/* How a text is set: font size, attributes (NULL = none), greatest width (0 = any): cut with an ellipsis, whole in its title. */
typedef struct score__svg_type {
  int64_t font, most;
  const char *attributes;
} score__svg_type;
void score__svg_text(score__svg *s, int64_t x, int64_t y, const score__svg_type *type, const char *text, size_t size);
/* The scratch as text. */
void score__svg_said(score__svg *s, int64_t x, int64_t y, const score__svg_type *type);
void score__svg_phrase(score__svg *s, int64_t x, int64_t y, const score__svg_type *type, int phrase);
/* In lines no wider than type->most, at most `lines` of them, the first at y; returns how many. Draws nothing when `draw` is
 * false. */
size_t score__svg_wrapped(score__svg *s, int64_t x, int64_t y, const score__svg_type *type, size_t lines, bool draw);

/* svg_cell.c: what stands in the table. */

const score__cell *score__svg_cell(const score__svg *s, size_t row, size_t column);
/* false: the cell holds no number. */
bool score__svg_value(const score__svg *s, size_t row, size_t column, int64_t *micro);
/* Into the scratch. */
void score__svg_print_cell(score__svg *s, size_t row, size_t column);
void score__svg_print_column(score__svg *s, size_t column);
void score__svg_print_number(score__svg *s, int64_t micro);
/* The last column of values, and one. */
size_t score__svg_end(const score__svg *s);
/* The widest of a column's cells as printed, at most `most`. */
int64_t score__svg_column_width(score__svg *s, size_t column, int64_t font, int64_t most);
/* Lowest and highest number of columns [first, end); false when there is none. */
bool score__svg_range(const score__svg *s, size_t first, size_t end, int64_t *low, int64_t *high);
/* Which category the row is of, SIZE_MAX = none of them, or there are none. */
size_t score__svg_category(score__svg *s, size_t row);
/* Its colour: the n of kn. */
int64_t score__svg_category_colour(const score__svg *s, size_t category);

/* svg_scale.c */

void score__svg_scale_make(score__svg_scale *scale, int64_t low, int64_t high, unsigned steps);
/* By the ends the figure names, or the numbers, with zero where `zero` says so. */
void score__svg_scale_of(const score__svg *s, score__svg_scale *scale, bool zero, unsigned steps);
int64_t score__svg_scale_at(const score__svg_scale *scale, int64_t micro);
/* Grid, numbers and title of a scale from left to right, between `top` and `bottom`; returns where it ends. */
int64_t score__svg_scale_draw(score__svg *s, const score__svg_scale *scale, int64_t top, int64_t bottom, size_t column);
/* 0 = nothing, 6 = full marks, 1 to 5 between them by share. */
unsigned score__svg_share(int64_t micro, int64_t full_micro);

/* svg_legend.c: each draws at s->y and moves it. */

void score__svg_category_legend(score__svg *s, bool numbered);
void score__svg_share_legend(score__svg *s);
void score__svg_gap_legend(score__svg *s, int64_t x, int64_t y);
void score__svg_no_data(score__svg *s);

/* The fill of what has no data: an attribute. */
void score__svg_gap_fill(score__svg *s);
/* The id of a part of the figure, into the body. */
void score__svg_id(score__svg *s, score__buffer *out, const char *part);

/* One of each kind, drawn at s->y, which is then moved. */
void score__svg_bars(score__svg *s);
void score__svg_lines(score__svg *s);
void score__svg_heat(score__svg *s);
void score__svg_map(score__svg *s);
void score__svg_boxes(score__svg *s);
/* How wide the picture wants to be. */
int64_t score__svg_heat_width(score__svg *s);

/* Colours and fonts of a file of its own. */
void score__svg_style_put(score__buffer *out);

#endif
