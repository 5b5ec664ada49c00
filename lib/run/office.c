/* The settings of an office, from a file or one by one. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/period.h"
#include "base/text.h"
#include "input/json.h"
#include "model/letterhead.h"
#include "run/bytes.h"

#define MOST_BYTES    ((size_t)1 << 20)
#define MOST_HEADINGS 64u

static const char *const members[] = {"office", "headings", "comment", NULL};
static const char *const languages[] = {"en", "vi", NULL};

typedef struct reading { /* one file: what it sets is taken over once all of it is well */
  score_office *office;
  const char *path, *bytes;
  size_t size, faults;
  score_findings *findings;
  score_error *first;
  score__words setting[SCORE__OFFICE_SETTINGS];
  score__heading heading[MOST_HEADINGS];
  size_t headings;
} reading;

int score_office_new(score_office **out, score_error *err)
{
  *out = calloc(1, sizeof **out);
  return *out ? SCORE_OK : score__fail_memory(err);
}

void score_office_free(score_office *office)
{
  if (!office) return;
  free(office->heading);
  score__arena_free(&office->arena);
  free(office);
}

static bool has_lines(size_t which)
{
  return which == SCORE__OFFICE_RECIPIENTS || which == SCORE__OFFICE_CAPACITY;
}

static size_t find(const char *const *names, size_t count, const char *name)
{
  for (size_t k = 0; k < count; k++)
    if (!strcmp(names[k], name)) return k;
  return SIZE_MAX;
}

static size_t count_of(const char *const *names)
{
  size_t n = 0;
  while (names[n]) n++;
  return n;
}

/* As it is kept: ISO, however it was written. NULL when memory is out. */
static const char *date_text(score__arena *arena, int32_t day)
{
  char text[16];
  score__date_print(text, sizeof text, day);
  return score__arena_text(arena, text);
}

/* 0 or SCORE_E_MEMORY. */
static int put_heading(score_office *office, const score__heading *heading)
{
  for (size_t k = 0; k < office->heading_count; k++) {
    if (strcmp(office->heading[k].section, heading->section) != 0) continue;
    for (int lang = 0; lang < 2; lang++)
      if (heading->words.text[lang]) office->heading[k].words.text[lang] = heading->words.text[lang];
    return 0;
  }
  if (score__grow(&office->heading, &office->heading_cap, office->heading_count + 1, sizeof *office->heading))
    return SCORE_E_MEMORY;
  office->heading[office->heading_count++] = *heading;
  return 0;
}

/* ---- a file ---- */

static void fault(reading *f, const score__tree *at, int phrase, const char *a, const char *b)
{
  score__buffer pointer = {0};
  score_error e;
  uint32_t line = 0, column = 0;
  score__tree_pointer(&pointer, at);
  const char *where = pointer.data ? pointer.data : "";
  score__fail(&e, SCORE_E_INPUT, phrase, a, b, (const char *)NULL);
  score__json_position(f->bytes, f->size, where, &line, &column);
  score__fail_at(&e, f->path, line, column, *where ? where : "/");
  score__finding_add(f->findings, SCORE_ERROR, &e);
  if (!f->faults++ && f->first) *f->first = e;
  f->office->arena.failed |= pointer.failed;
  score__buffer_free(&pointer);
}

static void unknown(reading *f, const score__tree *at, const char *const *names, size_t count)
{
  const size_t near = score__text_nearest(at->key, names, count);
  if (near == SIZE_MAX)
    fault(f, at, SCORE__PH_DEF_UNKNOWN, at->key, NULL);
  else
    fault(f, at, SCORE__PH_DEF_UNKNOWN_NEAR, at->key, names[near]);
}

/* A text, or one in each language; either falls back on the other. False after a fault. */
static bool read_words(reading *f, const score__tree *t, score__words *out)
{
  const size_t before = f->faults;
  *out = (score__words){{NULL, NULL}};
  if (t->kind == SCORE__TREE_TEXT) {
    *out = (score__words){{t->text, t->text}};
    return true;
  }
  if (t->kind != SCORE__TREE_OBJECT || !t->first) {
    fault(f, t, SCORE__PH_OFFICE_TEXT, NULL, NULL);
    return false;
  }
  for (const score__tree *m = t->first; m; m = m->next) {
    const size_t lang = find(languages, 2, m->key);
    if (lang == SIZE_MAX)
      unknown(f, m, languages, 2);
    else if (m->kind != SCORE__TREE_TEXT)
      fault(f, m, SCORE__PH_OFFICE_TEXT, NULL, NULL);
    else
      out->text[lang] = m->text;
  }
  for (int lang = 0; lang < 2; lang++)
    if (!out->text[lang]) out->text[lang] = out->text[!lang];
  return f->faults == before;
}

/* A line each, "a\nb". */
static void read_lines(reading *f, const score__tree *t, score__words *out)
{
  score__buffer text[2] = {{0}, {0}};
  score__words line;
  if (t->kind != SCORE__TREE_LIST) {
    read_words(f, t, out);
    return;
  }
  for (const score__tree *m = t->first; m; m = m->next) {
    if (!read_words(f, m, &line)) continue;
    for (int lang = 0; lang < 2; lang++) {
      score__buffer_text(&text[lang], m == t->first ? "" : "\n");
      score__buffer_text(&text[lang], line.text[lang]);
    }
  }
  for (int lang = 0; lang < 2; lang++) {
    out->text[lang] = score__arena_text(&f->office->arena, text[lang].data ? text[lang].data : "");
    f->office->arena.failed |= text[lang].failed;
    score__buffer_free(&text[lang]);
  }
}

static void read_setting(reading *f, const score__tree *m)
{
  const size_t which = find(score__office_keys, SCORE__OFFICE_SETTINGS, m->key);
  int32_t day;
  if (which == SIZE_MAX) {
    if (strcmp(m->key, "comment") != 0) unknown(f, m, score__office_keys, SCORE__OFFICE_SETTINGS);
    return;
  }
  score__words *out = &f->setting[which];
  if (has_lines(which)) {
    read_lines(f, m, out);
  } else if (which != SCORE__OFFICE_DATE) {
    read_words(f, m, out);
  } else if (m->kind != SCORE__TREE_TEXT || score__date_parse(&day, m->text, strlen(m->text))) {
    fault(f, m, SCORE__PH_CELL_DATE, m->kind == SCORE__TREE_TEXT ? m->text : "", NULL);
  } else {
    const char *iso = date_text(&f->office->arena, day);
    *out = (score__words){{iso, iso}};
  }
}

static void read_heading(reading *f, const score__tree *m)
{
  const size_t count = count_of(score__office_sections), which = find(score__office_sections, count, m->key);
  if (which == SIZE_MAX) {
    if (strcmp(m->key, "comment") != 0) unknown(f, m, score__office_sections, count);
    return;
  }
  if (f->headings == MOST_HEADINGS) return; /* there are fewer sections, each once */
  score__heading *h = &f->heading[f->headings];
  h->section = score__office_sections[which];
  f->headings += read_words(f, m, &h->words);
}

static void read_object(reading *f, const score__tree *t, void (*each)(reading *, const score__tree *))
{
  if (t->kind != SCORE__TREE_OBJECT)
    fault(f, t, SCORE__PH_OFFICE_OBJECT, NULL, NULL);
  else
    for (const score__tree *m = t->first; m; m = m->next) each(f, m);
}

static void read_member(reading *f, const score__tree *m)
{
  const size_t which = find(members, count_of(members), m->key);
  if (which == SIZE_MAX) unknown(f, m, members, 2);
  if (which == 0) read_object(f, m, read_setting);
  if (which == 1) read_object(f, m, read_heading);
}

static int take_over(reading *f)
{
  score_office *office = f->office;
  for (size_t k = 0; k < SCORE__OFFICE_SETTINGS; k++)
    if (f->setting[k].text[0]) office->setting[k] = f->setting[k];
  for (size_t k = 0; k < f->headings; k++)
    if (put_heading(office, &f->heading[k])) return SCORE_E_MEMORY;
  return 0;
}

static int read_bytes(reading *f, score_error *err)
{
  score_office *office = f->office;
  score_error unseen;
  f->first = err ? err : &unseen;
  score__tree *root = score__json_parse(&office->arena, f->bytes, f->size, f->path, f->findings, f->first);
  if (!root) return f->first->code < 0 ? f->first->code : SCORE_E_INPUT;
  read_object(f, root, read_member);
  if (office->arena.failed) return score__fail_memory(err);
  if (f->faults) return SCORE_E_INPUT;
  return take_over(f) ? score__fail_memory(err) : SCORE_OK;
}

int score_office_read(score_office *office, const char *path, score_findings *findings, score_error *err)
{
  score__buffer bytes = {0};
  int code = score__bytes_read(&bytes, path, MOST_BYTES, err);
  reading *f = code ? NULL : calloc(1, sizeof *f);
  if (!code && !f) code = score__fail_memory(err);
  if (f) {
    *f = (reading){.office = office, .path = path, .bytes = bytes.data ? bytes.data : "", .size = bytes.size};
    f->findings = findings;
    code = read_bytes(f, err);
  }
  free(f);
  score__buffer_free(&bytes);
  return code;
}

/* ---- one by one ---- */

/* "a; b" is two lines. */
static char *split(score__arena *arena, const char *text)
{
  char *copy = score__arena_text(arena, text), *to = copy;
  if (!copy) return NULL;
  for (const char *from = copy; *from; from++) {
    const bool between = from[0] == ';' && from[1] == ' ';
    *to++ = between ? '\n' : *from;
    if (between) from++;
  }
  *to = 0;
  return copy;
}

static int no_key(score_error *err, const char *key)
{
  const char *names[SCORE__OFFICE_SETTINGS + MOST_HEADINGS];
  size_t count = 0;
  const bool heading = strncmp(key, "heading.", 8) == 0;
  if (heading)
    for (; score__office_sections[count] && count < MOST_HEADINGS; count++)
      names[count] = score__office_sections[count];
  else
    for (; count < SCORE__OFFICE_SETTINGS; count++) names[count] = score__office_keys[count];
  const size_t near = score__text_nearest(heading ? key + 8 : key, names, count);
  if (near == SIZE_MAX) return score__fail(err, SCORE_E_USAGE, SCORE__PH_OFFICE_KEY, key, (const char *)NULL);
  return score__fail(err, SCORE_E_USAGE, heading ? SCORE__PH_OFFICE_HEADING_NEAR : SCORE__PH_OFFICE_KEY_NEAR, key,
                     names[near], (const char *)NULL);
}

int score_office_set(score_office *office, const char *key, const char *text, score_error *err)
{
  const size_t which = find(score__office_keys, SCORE__OFFICE_SETTINGS, key);
  const size_t sections = count_of(score__office_sections);
  const size_t section = strncmp(key, "heading.", 8) == 0 ? find(score__office_sections, sections, key + 8) : SIZE_MAX;
  int32_t day;
  if (which == SIZE_MAX && section == SIZE_MAX) return no_key(err, key);
  if (score__text_valid(text, strlen(text)) != strlen(text))
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_OFFICE_ENCODING, key, (const char *)NULL);
  if (which == SCORE__OFFICE_DATE && score__date_parse(&day, text, strlen(text)))
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_CELL_DATE, text, (const char *)NULL);
  const char *nfc = which == SCORE__OFFICE_DATE ? date_text(&office->arena, day)
                                                : score__text_nfc(&office->arena, text, strlen(text));
  if (nfc && which != SIZE_MAX && has_lines(which)) nfc = split(&office->arena, nfc);
  if (!nfc) return score__fail_memory(err);
  const score__words words = {{nfc, nfc}};
  if (which != SIZE_MAX) {
    office->setting[which] = words;
    return SCORE_OK;
  }
  const score__heading heading = {score__office_sections[section], words};
  return put_heading(office, &heading) ? score__fail_memory(err) : SCORE_OK;
}
