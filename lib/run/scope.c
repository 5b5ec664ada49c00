#include "run/scope.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

static bool known(const score__units *units, const char *name)
{
  static const char *const own[] = {"kind", "parent", "province", "unit"};
  for (size_t i = 0; i < 4; i++)
    if (!strcmp(own[i], name)) return true;
  for (size_t i = 0; i < units->attribute_count; i++)
    if (!strcmp(units->attribute_name[i], name)) return true;
  return false;
}

int score__scope_parse(score__scope *out, const score__units *units, const char *text, int32_t day, score_error *err)
{
  *out = (score__scope){.units = units, .day = day};
  if (!text || !*text) return 0;
  size_t n = strlen(text) + 1;
  out->text = malloc(n);
  if (!out->text) return score__fail_memory(err);
  memcpy(out->text, text, n);
  int code = 0;
  for (char *at = out->text, *next; !code && at; at = next) {
    next = strchr(at, ',');
    if (next) *next++ = '\0';
    char *colon = strchr(at, ':');
    if (!colon || colon == at || !colon[1] || out->count == 16) {
      code = score__fail(err, SCORE_E_USAGE, SCORE__PH_SCOPE_TERM, at, NULL);
      break;
    }
    *colon = '\0';
    if (!known(units, at)) code = score__fail(err, SCORE_E_USAGE, SCORE__PH_SCOPE_NAME, at, NULL);
    out->term[out->count].name = at;
    out->term[out->count++].value = colon + 1;
  }
  if (code) score__scope_free(out);
  return code;
}

/* Whether `code` (or an alias of the same unit) is the unit, or stands above it. */
static bool below(const score__scope *s, size_t unit, const char *code, bool self)
{
  size_t want = score__units_find(s->units, code);
  for (int depth = 0; depth < 8; depth++) {
    if (self && ((want != SIZE_MAX && unit == want) || !strcmp(s->units->code[unit], code))) return true;
    const score__unit_state *state = score__units_on(s->units, unit, s->day);
    const char *parent = state ? s->units->text[state->parent] : "";
    if (!strcmp(parent, code)) return *parent != '\0';
    size_t up = *parent ? score__units_find(s->units, parent) : SIZE_MAX;
    if (up == SIZE_MAX || up == unit) return false;
    unit = up;
    self = true;
  }
  return false;
}

static bool holds(const score__scope *s, size_t unit, const char *name, const char *value)
{
  const score__unit_state *state = score__units_on(s->units, unit, s->day);
  if (!strcmp(name, "unit")) return score__units_find(s->units, value) == unit;
  if (!strcmp(name, "parent") || !strcmp(name, "province")) return below(s, unit, value, !strcmp(name, "province"));
  if (!state) return false;
  if (!strcmp(name, "kind")) return !strcmp(s->units->text[state->kind], value);
  for (uint32_t a = 0; a < state->attributes; a++)
    if (!strcmp(s->units->attribute_name[a], name)) return !strcmp(s->units->text[state->attribute[a]], value);
  return false;
}

/* Terms of one name are alternatives, different names must all hold: "kind:xa,kind:phuong,parent:75". */
bool score__scope_holds(const score__scope *s, size_t unit)
{
  for (size_t i = 0; i < s->count; i++) {
    bool any = false;
    for (size_t k = 0; k < s->count && !any; k++)
      any = !strcmp(s->term[k].name, s->term[i].name) && holds(s, unit, s->term[k].name, s->term[k].value);
    if (!any) return false;
  }
  return true;
}

bool score__scope_mark(score_result *r, const score__scope *scope)
{
  const size_t count = r->data->units.count;
  if (!*r->scope) return true;
  r->in_scope = score__arena_alloc(&r->arena, count + 1, 1);
  for (size_t u = 0; r->in_scope && u < count; u++) r->in_scope[u] = score__scope_holds(scope, u);
  return r->in_scope != NULL;
}

void score__scope_free(score__scope *s)
{
  free(s->text);
  s->text = NULL;
}
