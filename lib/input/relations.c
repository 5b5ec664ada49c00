#include "input/relations.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "input/markup.h"

typedef struct reading {
  score__relations *out;
  score__arena *arena;
  score__package *package;
  const char *part;
} reading;

static int hex(char c)
{
  return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* "%20" and "\" as some write them; in place. */
static void decode(char *s)
{
  char *out = s;
  for (; *s; s++, out++) {
    bool escape = *s == '%' && hex(s[1]) >= 0 && hex(s[2]) >= 0 && (s[1] != '0' || s[2] != '0');
    *out = escape ? (char)(hex(s[1]) * 16 + hex(s[2])) : *s == '\\' ? '/' : *s;
    if (escape) s += 2;
  }
  *out = 0;
}

/* The part that a target leads to, seen from `part`: "/xl/a.xml" from the root, "a.xml" and "../a.xml" from its
 * folder. NULL = memory. */
static char *resolve(score__arena *arena, const char *part, const char *target)
{
  const char *slash = strrchr(part, '/');
  size_t base = *target == '/' || *target == '\\' || !slash ? 0 : (size_t)(slash - part) + 1, size = strlen(target);
  char *path = score__arena_alloc(arena, base + size + 1, 1);
  if (!path) return NULL;
  memcpy(path, part, base);
  memcpy(path + base, target, size + 1);
  decode(path);
  char *out = path;
  for (char *s = path; *s;) {
    size_t n = strcspn(s, "/");
    bool up = n == 2 && s[0] == '.' && s[1] == '.', here = n == 0 || (n == 1 && s[0] == '.');
    bool more = s[n] == '/';
    if (up) {
      if (out > path) out--;
      while (out > path && out[-1] != '/') out--;
    } else if (!here) {
      memmove(out, s, n + more);
      out += n + more;
    }
    s += n + more;
  }
  *out = 0;
  return path;
}

static void on_start(void *context, score__markup *m, const char *name, const char **attribute)
{
  reading *r = context;
  const char *id = score__markup_get(attribute, "Id"), *type = score__markup_get(attribute, "Type");
  const char *target = score__markup_get(attribute, "Target"), *mode = score__markup_get(attribute, "TargetMode");
  if (strcmp(name, "Relationship") != 0 || !id || !type || !target || r->out->count >= SCORE__MAX_ZIP_ENTRIES) return;
  const char *kind = strrchr(type, '/');
  bool outside = mode && strcmp(mode, "External") == 0;
  score__relation to = {score__arena_text(r->arena, id), score__arena_text(r->arena, kind ? kind + 1 : type),
                        outside ? "" : resolve(r->arena, r->part, target)};
  if (!to.id || !to.kind || !to.part ||
      score__grow(&r->out->item, &r->out->cap, r->out->count + 1, sizeof *r->out->item) != 0) {
    score__markup_stop(m, score__fail_memory(r->package->err));
    return;
  }
  r->out->item[r->out->count++] = to;
}

int score__relations_read(score__relations *out, score__arena *arena, score__package *p, const char *part)
{
  static const score__markup_events events = {on_start, NULL, NULL};
  const char *slash = strrchr(part, '/'), *file = slash ? slash + 1 : part;
  size_t folder = (size_t)(file - part), size = strlen(file);
  char *path = score__arena_alloc(arena, folder + size + sizeof "_rels/.rels", 1);
  if (!path) return score__fail_memory(p->err);
  memcpy(path, part, folder);
  memcpy(path + folder, "_rels/", 6);
  memcpy(path + folder + 6, file, size);
  memcpy(path + folder + 6 + size, ".rels", 6);
  reading r = {out, arena, p, part};
  return score__package_has(p, path) ? score__markup_read(p, path, &events, &r) : SCORE_OK;
}

void score__relations_free(score__relations *relations)
{
  free(relations->item);
}

const score__relation *score__relations_find(const score__relations *relations, const char *kind, const char *id)
{
  for (size_t i = 0; i < relations->count; i++) {
    const score__relation *r = &relations->item[i];
    if ((!kind || strcmp(r->kind, kind) == 0) && (!id || strcmp(r->id, id) == 0)) return r;
  }
  return NULL;
}
