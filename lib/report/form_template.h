/* Sheets to be filled in: what may be reported (form_field.c), for one unit with one row per measure (form_unit.c), or
 * for many with one row per unit (form_province.c), under their titles and with their help (form_title.c). */
#ifndef SCORE__FORM_TEMPLATE_H
#define SCORE__FORM_TEMPLATE_H

#include "base/phrase.h"
#include "model/form.h"
#include "model/frame.h"

typedef struct score__form_order {
  const score_criteria *set;
  const score_data *data, *before; /* NULL = nothing is known; before: where the previous period's values stand */
  score__period period;
  uint8_t stage;   /* whose values are shown */
  bool says_stage; /* a column for it */
  score_lang lang;
  const char *code, *name; /* of the unit */
  uint32_t unit;           /* UINT32_MAX = not in the data */
} score__form_order;

typedef struct score__form_field { /* what may be reported: a measure, or the points of a criterion */
  bool given;
  uint32_t index;
  const char *key; /* "hs_dung_han", "points:3.1" */
  const char *criteria, *name, *unit, *help;
  const score__form_rule *rule;
} score__form_field;

typedef struct score__form_fields {
  size_t count;
  score__form_field *item;
} score__form_fields;

/* In order of the criteria, each once; what only checks, grades or ties read stands last. Statistics of a cohort are
 * given by the unit above: they are listed where `statistics` is set. 0 or -1. */
int score__form_fields_list(score__form_fields *out, score__form *form, const score__form_order *order,
                            bool statistics);
/* What stands in the data; "" when nothing does. *kind as of a form's cell. NULL memory. */
const char *score__form_value(score__form *form, const score__form_order *order, const score_data *data,
                              score__period period, const score__form_field *field, uint32_t unit, uint8_t *kind);
const score__origin *score__form_origin(const score__form_order *order, const score__form_field *field);
/* A filled phrase, or any text, in the form's arena; NULL memory. */
const char *score__form_say(score__form *form, const score__form_order *order, int phrase, const char *a,
                            const char *b);
const char *score__form_keep(score__form *form, score__buffer *text);
const char *score__form_stage(const score__form_order *order);
/* Titles, names of the sheets and the sheet of help; fields are listed there where `listed` is set. 0 or -1. */
int score__form_title(score__form *form, const score__form_order *order, const score__form_fields *fields, bool listed);

int score__form_unit(score__form *out, const score__form_order *order);
int score__form_province(score__form *out, const score__form_order *order, const uint32_t *unit, size_t count);

#endif
