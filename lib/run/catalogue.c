/* Model §7: which version of a set is in force at the end of a period. */
#include "run/catalogue.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/file_fault.h"
#include "base/period.h"
#include "base/text.h"
#include "model/set.h"
#include "run/criteria_file.h"

static char *joined(score__arena *arena, const char *a, char mark, const char *b)
{
  size_t n = strlen(a), m = strlen(b);
  char *s = score__arena_alloc(arena, n + m + 2, 1);
  if (!s) return NULL;
  memcpy(s, a, n);
  s[n] = mark;
  memcpy(s + n + 1, b, m);
  return s;
}

static int add(score__catalogue *c, const char *id, const char *file, const char *path, score_error *err)
{
  size_t n = strlen(file);
  if (score__grow(&c->entry, &c->cap, c->count + 1, sizeof *c->entry)) return score__fail_memory(err);
  score__catalogue_entry *e = &c->entry[c->count];
  *e = (score__catalogue_entry){score__arena_text(&c->arena, id), score__arena_copy(&c->arena, file, n - 5), path};
  if (!e->id || !e->version || !path) return score__fail_memory(err);
  c->count++;
  return 0;
}

static int scan(score__catalogue *c, const char *id, const char *dir, score_error *err)
{
  DIR *d = opendir(dir);
  if (!d) return 0; /* a plain file beside the sets */
  int code = 0;
  for (struct dirent *e; !code && (e = readdir(d));) {
    size_t n = strlen(e->d_name);
    if (n > 5 && !strcmp(e->d_name + n - 5, ".json"))
      code = add(c, id, e->d_name, joined(&c->arena, dir, '/', e->d_name), err);
  }
  closedir(d);
  return code;
}

static int by_name(const void *a, const void *b)
{
  const score__catalogue_entry *x = a, *y = b;
  int order = strcmp(x->id, y->id);
  return order ? order : strcmp(x->version, y->version);
}

int score__catalogue_read(score__catalogue *out, const char *dir, score_error *err)
{
  *out = (score__catalogue){0};
  DIR *d = opendir(dir);
  if (!d) return score__file_fault(err, errno, dir);
  int code = 0;
  for (struct dirent *e; !code && (e = readdir(d));) {
    if (e->d_name[0] == '.') continue;
    char *path = joined(&out->arena, dir, '/', e->d_name);
    code = path ? scan(out, e->d_name, path, err) : score__fail_memory(err);
  }
  closedir(d);
  if (code)
    score__catalogue_free(out);
  else if (out->count)
    qsort(out->entry, out->count, sizeof *out->entry, by_name);
  return code;
}

void score__catalogue_free(score__catalogue *c)
{
  free(c->entry);
  score__arena_free(&c->arena);
  *c = (score__catalogue){0};
}

/* ---- choosing ---- */

typedef struct choice {
  const score__catalogue *catalogue;
  const char *dir, *spec, *version; /* version NULL = not pinned */
  size_t id_size;
  bool has_period;
  score__period period;
} choice;

static bool has_id(const choice *c, const score__catalogue_entry *e)
{
  return strlen(e->id) == c->id_size && !strncmp(e->id, c->spec, c->id_size);
}

static int not_found(const choice *c, score_error *err)
{
  score__arena arena = {0};
  const char **ids = calloc(c->catalogue->count + 1, sizeof *ids);
  size_t near = SIZE_MAX;
  for (size_t i = 0; ids && i < c->catalogue->count; i++) {
    const score__catalogue_entry *e = &c->catalogue->entry[i];
    const char *pinned = c->version ? joined(&arena, e->id, '@', e->version) : NULL;
    ids[i] = pinned ? pinned : e->id;
  }
  if (ids) near = score__text_nearest(c->spec, ids, c->catalogue->count);
  int code = near == SIZE_MAX ? score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_FIND_NONE, c->spec, c->dir, NULL)
                              : score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_FIND_NEAR, c->spec, ids[near], NULL);
  free(ids);
  score__arena_free(&arena);
  return code;
}

static void list_versions(const choice *c, const bool *use, score__buffer *out)
{
  for (size_t i = 0; i < c->catalogue->count; i++) {
    const score__catalogue_entry *e = &c->catalogue->entry[i];
    if (!has_id(c, e) || (use && !use[i])) continue;
    if (out->size) score__buffer_text(out, ", ");
    score__buffer_text(out, e->id);
    score__buffer_char(out, '@');
    score__buffer_text(out, e->version);
  }
}

static bool in_force(const choice *c, const score_criteria *set)
{
  if (!c->has_period) return true;
  int32_t day = score__set_last_day(set, c->period);
  return (!set->has_from || set->from_day <= day) && (!set->has_to || day <= set->to_day);
}

/* Without a period: only the sets whose window begins last. */
static void keep_newest(const choice *c, score_criteria *const *set, bool *use)
{
  int32_t newest = INT32_MIN;
  for (size_t i = 0; i < c->catalogue->count; i++)
    if (use[i] && set[i]->has_from && set[i]->from_day > newest) newest = set[i]->from_day;
  for (size_t i = 0; newest != INT32_MIN && i < c->catalogue->count; i++)
    if (use[i] && (!set[i]->has_from || set[i]->from_day < newest)) use[i] = false;
}

static bool is_superseded(const choice *c, score_criteria *const *set, const bool *candidate, size_t version)
{
  for (size_t i = 0; i < c->catalogue->count; i++)
    for (size_t k = 0; candidate[i] && i != version && k < set[i]->supersedes_count; k++)
      if (!strcmp(set[version]->version, set[i]->supersedes[k])) return true;
  return false;
}

/* By all candidates, also by those that are superseded themselves: the order of the files does not matter. */
static int drop_superseded(const choice *c, score_criteria *const *set, bool *use, score_error *err)
{
  bool *candidate = calloc(c->catalogue->count + 1, sizeof *candidate);
  if (!candidate) return score__fail_memory(err);
  memcpy(candidate, use, c->catalogue->count * sizeof *use);
  for (size_t i = 0; i < c->catalogue->count; i++) use[i] = use[i] && !is_superseded(c, set, candidate, i);
  free(candidate);
  return 0;
}

/* A definition lies where its id and version say, or the pin in a report would lead to another one. */
static int check_place(const score__catalogue_entry *e, const score_criteria *set, score_findings *findings,
                       score_error *err)
{
  if (!strcmp(e->id, set->id) && !strcmp(e->version, set->version)) return 0;
  score__arena arena = {0};
  const char *says = joined(&arena, set->id, '@', set->version), *place = joined(&arena, e->id, '@', e->version);
  int code = score__fail(err, SCORE_E_INPUT, SCORE__PH_FIND_ID, says ? says : "", place ? place : "", NULL);
  score__fail_at(err, e->path, 0, 0, NULL);
  if (err) score__finding_add(findings, SCORE_ERROR, err);
  score__arena_free(&arena);
  return code;
}

static int settle(const choice *c, score_criteria **set, bool *use, const char *period, score_criteria **out,
                  score_error *err)
{
  if (!c->has_period) keep_newest(c, set, use);
  int code = c->version ? 0 : drop_superseded(c, set, use, err);
  if (code) return code;
  size_t found = 0, last = 0;
  for (size_t i = 0; i < c->catalogue->count; i++)
    if (use[i]) last = i, found++;
  if (found == 1) {
    *out = set[last];
    set[last] = NULL;
    return 0;
  }
  score__buffer names = {0};
  list_versions(c, found ? use : NULL, &names);
  const char *listed = names.data ? names.data : "";
  code = found
             ? score__fail(err, SCORE_E_USAGE, SCORE__PH_FIND_SEVERAL, c->spec, listed, NULL)
             : score__fail(err, SCORE_E_NOT_FOUND, SCORE__PH_FIND_PERIOD, c->spec, period ? period : "", listed, NULL);
  score__buffer_free(&names);
  return code;
}

static int choose(const choice *c, const char *period, score_criteria **out, score_findings *findings, score_error *err)
{
  size_t n = c->catalogue->count, matches = 0;
  score_criteria **set = calloc(n + 1, sizeof *set);
  bool *use = calloc(n + 1, sizeof *use);
  int code = set && use ? 0 : score__fail_memory(err);
  for (size_t i = 0; !code && i < n; i++) {
    const score__catalogue_entry *e = &c->catalogue->entry[i];
    if (!has_id(c, e) || (c->version && strcmp(c->version, e->version))) continue;
    matches++;
    code = score_criteria_load(&set[i], e->path, findings, err);
    if (!code) code = check_place(e, set[i], findings, err);
    if (!code) use[i] = c->version || in_force(c, set[i]);
  }
  if (!code && !matches) code = not_found(c, err);
  if (!code) code = settle(c, set, use, period, out, err);
  for (size_t i = 0; set && i < n; i++) score_criteria_free(set[i]);
  free(set);
  free(use);
  return code;
}

int score_criteria_find(score_criteria **out, const char *dir, const char *spec, const char *period,
                        score_findings *findings, score_error *err)
{
  *out = NULL;
  size_t n = strlen(spec);
  if (n > 5 && !strcmp(spec + n - 5, ".json")) return score_criteria_load(out, spec, findings, err);
  const char *at = strchr(spec, '@');
  choice c = {.dir = dir,
              .spec = spec,
              .version = at ? at + 1 : NULL,
              .id_size = at ? (size_t)(at - spec) : n,
              .has_period = period != NULL};
  if (period && score__period_parse(&c.period, period, strlen(period)))
    return score__fail(err, SCORE_E_USAGE, SCORE__PH_FIND_PERIOD_TEXT, period, NULL);
  score__catalogue catalogue;
  int code = score__catalogue_read(&catalogue, dir, err);
  if (code) return code;
  c.catalogue = &catalogue;
  code = choose(&c, period, out, findings, err);
  score__catalogue_free(&catalogue);
  return code;
}

int score_criteria_check(score_criteria **out, const char *dir, const char *spec, score_findings *findings,
                         score_error *err)
{
  score_criteria *plain = NULL;
  score__buffer path = {0};
  int code = score_criteria_find(&plain, dir, spec, NULL, findings, err);
  *out = NULL;
  if (plain) score__buffer_text(&path, plain->file);
  score_criteria_free(plain); /* before it is read once more: there are large ones */
  if (!code && path.failed) code = score__fail_memory(err);
  if (!code) code = score__criteria_read(out, path.data, true, findings, err);
  score__buffer_free(&path);
  return code;
}
