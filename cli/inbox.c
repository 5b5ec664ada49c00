#include "inbox.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

bool cli_inbox_ends(const char *path, const char *tail)
{
  const size_t size = strlen(path), n = strlen(tail);
  return size > n && strcasecmp(path + size - n, tail) == 0;
}

/* Takes `path` over. 0 or -1. */
static int add(cli_inbox *in, char *path)
{
  if (path && in->count == in->room) {
    const size_t room = in->room ? in->room * 2 : 64;
    char **grown = realloc(in->path, room * sizeof *grown);
    if (grown) {
      in->path = grown;
      in->room = room;
    }
  }
  if (!path || in->count == in->room) {
    free(path);
    return -1;
  }
  in->path[in->count++] = path;
  return 0;
}

static char *joined(const char *dir, const char *name)
{
  const size_t n = strlen(dir), m = strlen(name);
  const bool slash = n > 0 && dir[n - 1] == '/';
  char *path = malloc(n + m + 2);
  if (!path) return NULL;
  memcpy(path, dir, n);
  if (!slash) path[n] = '/';
  memcpy(path + n + !slash, name, m + 1);
  return path;
}

static bool is_wanted(const char *name)
{
  if (*name == '.' || strncmp(name, "~$", 2) == 0) return false;
  return cli_inbox_ends(name, ".csv") || cli_inbox_ends(name, ".xlsx");
}

static int by_name(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The exit code. */
static int add_folder(cli_inbox *in, const cli *c, const char *dir)
{
  const size_t before = in->count;
  DIR *d = opendir(dir);
  if (!d) {
    cli_usage(c, W_FOLDER_FAILED, dir, strerror(errno));
    return EXIT_INPUT;
  }
  const struct dirent *e;
  int rc = 0;
  while (rc == 0 && (e = readdir(d)) != NULL) {
    struct stat st;
    if (!is_wanted(e->d_name)) continue;
    char *path = joined(dir, e->d_name);
    /* A folder or a pipe is no sheet somebody sent; what cannot be reached may be one, and is said. */
    if (path && stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
      free(path);
      continue;
    }
    rc = add(in, path);
  }
  closedir(d);
  if (rc != 0) return cli_output_failed(c, dir, ENOMEM);
  if (in->count == before) {
    cli_usage(c, W_FOLDER_EMPTY, dir, NULL);
    return EXIT_INPUT;
  }
  qsort(in->path + before, in->count - before, sizeof *in->path, by_name);
  in->folder = true;
  return 0;
}

int cli_inbox_open(cli_inbox *in, const cli *c, size_t first)
{
  const cli_list *words = &c->args.words;
  int code = 0;
  *in = (cli_inbox){0};
  for (size_t i = first; i < words->count && code == 0; i++) {
    struct stat st;
    if (stat(words->item[i], &st) == 0 && S_ISDIR(st.st_mode))
      code = add_folder(in, c, words->item[i]);
    else if (add(in, strdup(words->item[i])) != 0)
      code = cli_output_failed(c, words->item[i], ENOMEM);
  }
  return code;
}

void cli_inbox_free(cli_inbox *in)
{
  for (size_t i = 0; i < in->count; i++) free(in->path[i]);
  free(in->path);
  *in = (cli_inbox){0};
}
