#include "sendback.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "inbox.h"
#include "outfile.h"

int cli_sendback_open(cli_sendback *s, const cli *c, const char *dir)
{
  struct stat st;
  *s = (cli_sendback){.dir = dir};
  if (mkdir(dir, 0777) == 0) return 0;
  const int error = errno;
  if (error == EEXIST && stat(dir, &st) == 0 && S_ISDIR(st.st_mode)) return 0;
  return cli_output_failed(c, dir, error == EEXIST ? ENOTDIR : error);
}

enum { MOST_NAMES = 100000 };

typedef struct parcel {
  cli_sendback *s;
  const char *source;
  int workbook;
  cli_outfile file;
  bool open, same;
  char *path;
} parcel;

static bool is_taken(const cli_sendback *s, const char *path)
{
  for (size_t i = 0; i < s->count; i++)
    if (strcmp(s->name[i], path) == 0) return true;
  return false;
}

/* "DIR/ward.csv", from the second on "DIR/ward (2).csv"; NULL when memory is out. */
static char *name_of(const parcel *p, unsigned n)
{
  const char *slash = strrchr(p->source, '/'), *base = slash ? slash + 1 : p->source;
  const char *tail = p->workbook ? ".xlsx" : ".csv";
  size_t stem = strlen(base);
  if (cli_inbox_ends(base, tail)) stem -= strlen(tail);
  const size_t room = strlen(p->s->dir) + strlen(base) + 40;
  char *path = malloc(room);
  if (!path) return NULL;
  const size_t most = (size_t)NAME_MAX - strlen(tail) - (n < 2 ? 0 : 8); /* 8: " (99999)" */
  if (stem > most)
    for (stem = most; stem > 0 && ((unsigned char)base[stem] & 0xc0) == 0x80;) stem--;
  if (n < 2)
    snprintf(path, room, "%s/%.*s%s", p->s->dir, (int)stem, base, tail);
  else
    snprintf(path, room, "%s/%.*s (%u)%s", p->s->dir, (int)stem, base, n, tail);
  return path;
}

static bool is_same_file(const char *a, const char *b)
{
  struct stat x, y;
  return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static int put(void *context, const void *bytes, size_t size)
{
  parcel *p = context;
  if (!p->open) {
    p->path = name_of(p, 1);
    p->same = p->path && is_same_file(p->path, p->source);
    if (!p->path || p->same) return -1;
    p->open = true;
    if (cli_outfile_open(&p->file, p->path) != 0) return -1;
  }
  return cli_outfile_write(&p->file, bytes, size);
}

/* A name that nobody has, or whose file is the same: what was sent back before may be half corrected. 0 or -1. */
static int settle_name(parcel *p)
{
  int differs = 1;
  /* The caller frees the path, which the analyzer loses sight of. */
  for (unsigned n = 2; n < MOST_NAMES; n++) { /* NOLINT(clang-analyzer-unix.Malloc) */
    differs = is_taken(p->s, p->path) ? 1 : cli_outfile_differs(&p->file);
    if (differs <= 0) break;
    free(p->path);
    p->path = name_of(p, n);
    if (!p->path || cli_outfile_rename(&p->file, p->path) != 0) return -1;
  }
  return differs == 0 ? 0 : -1;
}

static int remember(cli_sendback *s, char *path)
{
  char **grown = realloc(s->name, (s->count + 1) * sizeof *grown);
  if (!grown) return -1;
  s->name = grown;
  s->name[s->count++] = path;
  return 0;
}

int cli_sendback_file(cli_sendback *s, cli *c, const char *path, const score_read_options *options,
                      const score_findings *findings)
{
  parcel p = {.s = s, .source = path};
  score_error err = {0};
  int code = 0;
  const int rc = score_return_write(path, options, findings, c->lang, &p.workbook, put, &p, &err);
  if (p.same) {
    code = cli_usage(c, W_RETURN_SAME, path, s->dir);
  } else if (rc == SCORE_E_INPUT) {
    cli_hint(c, W_RETURN_NONE, path); /* why is among its findings */
  } else if (rc != 0 && rc != SCORE_E_OUTPUT) {
    code = cli_failed(c, NULL, &err);
  } else if (rc != 0 || settle_name(&p) != 0 || cli_outfile_keep(&p.file) != 0) {
    code = cli_output_failed(c, p.path ? p.path : s->dir, p.open ? p.file.error : ENOMEM);
  } else if (!cli_given(&c->args, OPT_QUIET)) {
    cli_word_print(stderr, c->lang, W_RETURNED, p.path, NULL);
    fputc('\n', stderr);
  }
  if (p.open) cli_outfile_close(&p.file);
  if (!p.path || remember(s, p.path) != 0) free(p.path);
  return code;
}

void cli_sendback_free(cli_sendback *s)
{
  for (size_t i = 0; i < s->count; i++) free(s->name[i]);
  free(s->name);
}
