#define _XOPEN_SOURCE 700 /* realpath */
#include "outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONGEST_STEM = 200 };

static int failed(cli_outfile *f, int error)
{
  if (!f->error) f->error = error ? error : EIO;
  return -1;
}

/* A device or a pipe: nothing to rename. */
static int open_goal(cli_outfile *f, const char *path)
{
  f->fd = open(path, O_WRONLY | O_CLOEXEC);
  return f->fd < 0 ? failed(f, errno) : 0;
}

int cli_outfile_open(cli_outfile *f, const char *path)
{
  static const char suffix[] = ".XXXXXX";
  struct stat st;
  *f = (cli_outfile){.fd = -1};
  const bool there = stat(path, &st) == 0;
  if (there && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) return open_goal(f, path);
  if (there && S_ISDIR(st.st_mode)) return failed(f, EISDIR);
  if (there && access(path, W_OK) != 0) return failed(f, errno);
  f->goal = there ? realpath(path, NULL) : strdup(path);
  f->name = f->goal ? malloc(strlen(f->goal) + sizeof suffix) : NULL;
  if (!f->name) return failed(f, errno);
  const char *slash = strrchr(f->goal, '/'), *base = slash ? slash + 1 : f->goal;
  size_t kept = strlen(base);
  if (kept > LONGEST_STEM && kept <= NAME_MAX)
    kept = LONGEST_STEM; /* a name that just fits, fits with the suffix too */
  kept += (size_t)(base - f->goal);
  memcpy(f->name, f->goal, kept);
  memcpy(f->name + kept, suffix, sizeof suffix);
  f->fd = mkstemp(f->name);
  if (f->fd < 0) {
    const int error = errno;
    free(f->name);
    f->name = NULL;
    return failed(f, error);
  }
  const mode_t mask = umask(0);
  umask(mask);
  return fchmod(f->fd, there ? st.st_mode & 0777 : 0666 & ~mask) != 0 ? failed(f, errno) : 0;
}

int cli_outfile_write(void *outfile, const void *bytes, size_t size)
{
  cli_outfile *f = outfile;
  const char *at = bytes;
  while (size > 0) {
    const ssize_t n = write(f->fd, at, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return failed(f, errno);
    at += n;
    size -= (size_t)n;
  }
  return 0;
}

int cli_outfile_settle(cli_outfile *f)
{
  if (f->error) return -1;
  if (f->fd < 0) return 0;
  if (f->name && fsync(f->fd) != 0 && errno != EINVAL) failed(f, errno);
  if (close(f->fd) != 0) failed(f, errno);
  f->fd = -1;
  return f->error ? -1 : 0;
}

static int same_bytes(int a, int b)
{
  static const size_t size = 65536;
  char *block = malloc(2 * size);
  int same = block ? 1 : -1;
  while (same == 1) {
    size_t have[2] = {0, 0};
    const int fd[2] = {a, b};
    for (int s = 0; s < 2 && same == 1; s++) {
      ssize_t n = 1;
      while (n > 0 && have[s] < size) {
        n = read(fd[s], block + (size_t)s * size + have[s], size - have[s]);
        if (n < 0) same = -1;
        if (n > 0) have[s] += (size_t)n;
      }
    }
    if (same == 1 && (have[0] != have[1] || memcmp(block, block + size, have[0]) != 0)) same = 0;
    if (have[0] == 0) break;
  }
  free(block);
  return same;
}

int cli_outfile_differs(cli_outfile *f)
{
  if (cli_outfile_settle(f) != 0) return -1;
  if (!f->name) return 0;
  const int there = open(f->goal, O_RDONLY | O_CLOEXEC);
  if (there < 0) return errno == ENOENT ? 0 : failed(f, errno);
  const int mine = open(f->name, O_RDONLY | O_CLOEXEC);
  const int same = mine < 0 ? -1 : same_bytes(there, mine), error = errno;
  close(there);
  if (mine >= 0) close(mine);
  return same < 0 ? failed(f, error) : !same;
}

int cli_outfile_keep(cli_outfile *f)
{
  if (cli_outfile_settle(f) != 0) return -1;
  if (!f->name) return 0;
  if (rename(f->name, f->goal) != 0) return failed(f, errno);
  free(f->name);
  f->name = NULL;
  return 0;
}

int cli_outfile_rename(cli_outfile *f, const char *path)
{
  char *goal = strdup(path);
  if (!goal) return failed(f, ENOMEM);
  free(f->goal);
  f->goal = goal;
  return 0;
}

void cli_outfile_close(cli_outfile *f)
{
  if (f->fd >= 0) close(f->fd);
  if (f->name) unlink(f->name);
  free(f->name);
  free(f->goal);
  *f = (cli_outfile){.fd = -1};
}
