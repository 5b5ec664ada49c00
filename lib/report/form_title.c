/* What stands above the rows and on the second sheet. */
#include <string.h>

#include "report/form_template.h"
#include "report/report.h"

typedef struct lines {
  score__form *form;
  const score__form_order *order;
  const char **item;
  size_t count, cap;
  bool failed;
} lines;

static void add(lines *l, const char *text)
{
  if (!text || l->failed) {
    l->failed = true;
    return;
  }
  if (l->count == l->cap) {
    const size_t more = l->cap ? l->cap * 2 : 16;
    const char **grown = score__arena_alloc(&l->form->arena, more, sizeof *grown);
    if (!grown) {
      l->failed = true;
      return;
    }
    if (l->count) memcpy(grown, l->item, l->count * sizeof *grown);
    l->item = grown;
    l->cap = more;
  }
  l->item[l->count++] = text;
}

static void say(lines *l, int phrase, const char *a, const char *b)
{
  add(l, score__form_say(l->form, l->order, phrase, a, b));
}

/* 01/10/2026 */
static void day_text(char out[SCORE__DATE_TEXT], int32_t day)
{
  char iso[SCORE__DATE_TEXT];
  score__date_print(iso, sizeof iso, day);
  memcpy(out, iso + 8, 2);
  out[2] = '/';
  memcpy(out + 3, iso + 5, 2);
  out[5] = '/';
  memcpy(out + 6, iso, 4);
  out[10] = '\0';
}

static void say_period(lines *l)
{
  const score__form_order *o = l->order;
  char period[SCORE__PERIOD_TEXT], from[SCORE__DATE_TEXT], to[SCORE__DATE_TEXT];
  score__period_print(period, sizeof period, o->period);
  day_text(from, score__set_first_day(o->set, o->period));
  day_text(to, score__set_last_day(o->set, o->period));
  const char *days = score__form_say(l->form, o, SCORE__PH_FORM_DAYS, from, to);
  if (days)
    say(l, SCORE__PH_FORM_PERIOD, period, days);
  else
    l->failed = true;
}

static void say_set(lines *l)
{
  const score_criteria *set = l->order->set;
  score__buffer id = {0};
  score__buffer_text(&id, set->id);
  score__buffer_char(&id, '@');
  score__buffer_text(&id, set->version);
  const char *spec = score__form_keep(l->form, &id);
  if (!spec) l->failed = true;
  if (spec) say(l, SCORE__PH_FORM_SET, set->name.text[l->order->lang], spec);
  const int status = score__report_status(set->status);
  if (status) say(l, SCORE__PH_FORM_STATUS, score__phrase_text(status, l->order->lang), NULL);
}

static void say_titles(lines *l)
{
  const score__form_order *o = l->order;
  say(l, SCORE__PH_FORM_TITLE, NULL, NULL);
  if (o->code && *o->name) say(l, SCORE__PH_FORM_OF_NAMED, o->name, o->code);
  if (o->code && !*o->name) say(l, SCORE__PH_FORM_OF, o->code, NULL);
  say_period(l);
  if (o->says_stage) say(l, SCORE__PH_FORM_STAGE, score__form_stage(o), NULL);
  say_set(l);
  add(l, "");
}

static void say_field(lines *l, const score__form_field *field)
{
  score__buffer text = {0};
  if (*field->criteria) {
    score__buffer_text(&text, field->criteria);
    score__buffer_text(&text, " · ");
  }
  score__buffer_text(&text, field->name);
  score__buffer_text(&text, " [");
  score__buffer_text(&text, field->key);
  score__buffer_char(&text, ']');
  if (*field->unit) {
    score__buffer_text(&text, " (");
    score__buffer_text(&text, field->unit);
    score__buffer_char(&text, ')');
  }
  score__buffer_text(&text, ": ");
  score__buffer_text(&text, field->help);
  add(l, score__form_keep(l->form, &text));
}

static void say_help(lines *l, const score__form_fields *fields, bool listed)
{
  say(l, SCORE__PH_FORM_HELP_TITLE, NULL, NULL);
  for (int phrase = SCORE__PH_FORM_HELP_OPEN; phrase <= SCORE__PH_FORM_HELP_SEND; phrase++) {
    const bool wide = phrase == SCORE__PH_FORM_HELP_WIDE,
               of_rows = phrase == SCORE__PH_FORM_HELP_PREVIOUS || phrase == SCORE__PH_FORM_HELP_EVIDENCE;
    if (listed ? of_rows : wide) continue;
    say(l, phrase, NULL, NULL);
  }
  if (!listed) return;
  add(l, "");
  say(l, SCORE__PH_FORM_HELP_LIST, NULL, NULL);
  for (size_t i = 0; i < fields->count; i++) say_field(l, &fields->item[i]);
}

int score__form_title(score__form *form, const score__form_order *order, const score__form_fields *fields, bool listed)
{
  lines titles = {.form = form, .order = order}, help = titles;
  say_titles(&titles);
  say_help(&help, fields, listed);
  form->name = score__phrase_text(SCORE__PH_FORM_SHEET, order->lang);
  form->help_name = score__phrase_text(SCORE__PH_FORM_HELP_SHEET, order->lang);
  form->lists_name = score__phrase_text(SCORE__PH_FORM_LISTS_SHEET, order->lang);
  form->line = titles.item;
  form->line_count = titles.count;
  form->help = help.item;
  form->help_count = help.count;
  form->locked = true;
  return titles.failed || help.failed ? -1 : 0;
}
