/* ECMA-376 part 1, 18.8.30 and 18.8.31: number formats, built in and by code. Only the first section of a code counts,
 * which is that of positive numbers. */
#include "input/styles.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/limits.h"
#include "input/markup.h"

typedef struct custom {
  uint16_t id;
  score__style style;
} custom;

typedef struct reading {
  score__styles *out;
  score__package *package;
  custom *custom;
  size_t count, cap;
  bool in_cells; /* of cellXfs: those of cellStyleXfs are named by no cell */
} reading;

static bool is_span(const char *s)
{
  size_t n = strspn(s + 1, "hHmMsS");
  return n > 0 && s[n + 1] == ']';
}

score__style score__style_of_code(const char *code)
{
  bool day = false, month = false, clock = false, span = false, percent = false, other = false;
  size_t zeros = 0;
  for (const char *s = code; *s && *s != ';'; s++) {
    char c = *s >= 'A' && *s <= 'Z' ? (char)(*s + 32) : *s;
    const char *close = c == '"' ? strchr(s + 1, '"') : c == '[' ? strchr(s, ']') : NULL;
    if (c == '[' && is_span(s)) span = true;
    if (c == '"' || c == '[') {
      if (!close) break;
      s = close;
    } else if (c == '\\' || c == '_' || c == '*') {
      if (s[1]) s++;
    } else if (c == 'g' && (strncmp(s + 1, "eneral", 6) == 0 || strncmp(s + 1, "ENERAL", 6) == 0)) {
      s += 6;
      other = true;
    } else {
      percent |= c == '%';
      day |= c == 'd' || c == 'y';
      month |= c == 'm';
      clock |= c == 'h' || c == 's';
      zeros += c == '0';
      other |= c != '0';
    }
  }
  if (percent) return (score__style){.shown = SCORE__SHOWN_PERCENT};
  if (day || (month && !clock && !span)) return (score__style){.shown = SCORE__SHOWN_DATE};
  if (clock || span) return (score__style){.shown = SCORE__SHOWN_TIME};
  return (score__style){.zeros = !other && zeros > 1 && zeros < 40 ? (uint8_t)zeros : 0};
}

static score__style built_in(unsigned id)
{
  score__style s = {0};
  if (id == 9 || id == 10) {
    s.shown = SCORE__SHOWN_PERCENT;
  } else if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) {
    s.shown = SCORE__SHOWN_TIME;
  } else if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) {
    s.shown = SCORE__SHOWN_DATE;
  }
  return s;
}

static uint16_t id_of(const char **attribute)
{
  const char *s = score__markup_get(attribute, "numFmtId");
  unsigned v = 0;
  for (; s && *s >= '0' && *s <= '9' && v < 60000; s++) v = v * 10 + (unsigned)(*s - '0');
  return (uint16_t)(v < 65535 ? v : 65535);
}

static void on_start(void *context, score__markup *m, const char *name, const char **attribute)
{
  reading *r = context;
  if (strcmp(name, "cellXfs") == 0) r->in_cells = true;
  const char *code = strcmp(name, "numFmt") == 0 ? score__markup_get(attribute, "formatCode") : NULL;
  bool cell = r->in_cells && strcmp(name, "xf") == 0;
  if (!code && !cell) return;
  if (r->count > SCORE__MAX_STYLES || r->out->count > SCORE__MAX_STYLES) {
    char number[24];
    score__fail(r->package->err, SCORE_E_LIMIT, SCORE__PH_WORKBOOK_STYLES, score__int_text(number, SCORE__MAX_STYLES),
                (const char *)NULL);
    score__fail_at(r->package->err, r->package->name, 0, 0, NULL);
    score__markup_stop(m, SCORE_E_LIMIT);
  } else if (score__grow(&r->custom, &r->cap, r->count + 1, sizeof *r->custom) != 0 ||
             score__grow(&r->out->style, &r->out->cap, r->out->count + 1, sizeof *r->out->style) != 0) {
    score__markup_stop(m, score__fail_memory(r->package->err));
  } else if (code) {
    r->custom[r->count++] = (custom){id_of(attribute), score__style_of_code(code)};
  } else {
    r->out->style[r->out->count++] = (score__style){.format = id_of(attribute)};
  }
}

static void on_end(void *context, score__markup *m, const char *name)
{
  (void)m;
  if (strcmp(name, "cellXfs") == 0) ((reading *)context)->in_cells = false;
}

static int by_id(const void *x, const void *y)
{
  const custom *a = x, *b = y;
  return (a->id > b->id) - (a->id < b->id);
}

int score__styles_read(score__styles *out, score__package *p, const char *part)
{
  static const score__markup_events events = {on_start, on_end, NULL};
  reading r = {.out = out, .package = p};
  int status = score__markup_read(p, part, &events, &r);
  if (!status && r.count) qsort(r.custom, r.count, sizeof *r.custom, by_id);
  for (size_t i = 0; !status && i < out->count; i++) {
    custom key = {.id = out->style[i].format};
    const custom *c = r.count ? bsearch(&key, r.custom, r.count, sizeof key, by_id) : NULL;
    out->style[i] = c ? c->style : built_in(key.id);
  }
  free(r.custom);
  return status;
}

void score__styles_free(score__styles *styles)
{
  free(styles->style);
}
