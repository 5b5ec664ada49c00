/* What --output and --findings may not take the place of: the files of this very command, a store, a release, a key. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "outfile.h"
#include "publish.h"

static bool is_same(const struct stat *goal, const char *path)
{
  struct stat st;
  return path && stat(path, &st) == 0 && st.st_dev == goal->st_dev && st.st_ino == goal->st_ino;
}

static bool is_listed(const struct stat *goal, const cli_list *list, size_t first)
{
  for (size_t i = first; i < list->count; i++)
    if (is_same(goal, list->item[i])) return true;
  return false;
}

/* The log of a store belongs to it. */
static bool is_beside(const struct stat *goal, const char *db)
{
  static const char *const tail[] = {"-wal", "-shm", "-journal"};
  bool beside = false;
  for (size_t i = 0; db && i < sizeof tail / sizeof *tail; i++) {
    char *path = cli_text_join(db, tail[i]);
    beside = beside || is_same(goal, path);
    free(path);
  }
  return beside;
}

static bool is_read(const cli_args *a, const struct stat *goal)
{
  const char *const single[] = {a->db, a->criteria, a->sign, a->key, a->password_file, a->effort, a->office, a->map};
  for (size_t i = 0; i < sizeof single / sizeof *single; i++)
    if (is_same(goal, single[i])) return true;
  return is_listed(goal, &a->data, 0) || is_listed(goal, &a->units, 0) || is_listed(goal, &a->words, 1) ||
         is_beside(goal, a->db);
}

int cli_safeguard_kind(const cli *c, const char *path)
{
  static const struct {
    const char *start;
    size_t size;
    cli_word word;
  } kinds[] = {{"SQLite format 3", 16, W_OUTPUT_STORE},
               {"{\"format\":\"score-release\"", 25, W_OUTPUT_RELEASE},
               {"untrusted comment:", 18, W_OUTPUT_KEY}};
  struct stat st;
  char start[32] = "";
  if (!path || stat(path, &st) != 0 || !S_ISREG(st.st_mode)) return 0;
  FILE *file = fopen(path, "rb");
  if (!file) return 0;
  const size_t size = fread(start, 1, sizeof start, file);
  fclose(file);
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (size >= kinds[i].size && memcmp(start, kinds[i].start, kinds[i].size) == 0)
      return cli_usage(c, kinds[i].word, path, NULL);
  }
  return 0;
}

int cli_safeguard_read(const cli *c, const char *path)
{
  const char *const out[] = {c->args.output, c->args.findings};
  struct stat st;
  for (size_t i = 0; i < sizeof out / sizeof *out; i++)
    if (out[i] && stat(out[i], &st) == 0 && S_ISREG(st.st_mode) && is_same(&st, path))
      return cli_usage(c, W_OUTPUT_INPUT, out[i], NULL);
  return 0;
}

static int check(const cli *c, const char *path)
{
  struct stat st;
  if (!path || stat(path, &st) != 0 || !S_ISREG(st.st_mode)) return 0;
  return is_read(&c->args, &st) ? cli_usage(c, W_OUTPUT_INPUT, path, NULL) : 0;
}

int cli_safeguard(const cli *c)
{
  const cli_args *a = &c->args;
  struct stat st;
  int code = check(c, a->output);
  if (code == 0) code = check(c, a->findings);
  if (code == 0) code = cli_safeguard_kind(c, a->findings);
  if (code || !a->output || !a->findings) return code;
  const bool twice = strcmp(a->output, a->findings) == 0 ||
                     (stat(a->output, &st) == 0 && S_ISREG(st.st_mode) && is_same(&st, a->findings));
  return twice ? cli_usage(c, W_OUTPUT_TWICE, a->output, NULL) : 0;
}
