/* Where results go: stdout, checked to its last byte, or a file that appears whole or not at all. */
#define _XOPEN_SOURCE 700 /* realpath */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "program.h"

static int write_stdout(void *context, const void *bytes, size_t size)
{
  if (fwrite(bytes, 1, size, stdout) == size) return 0;
  *(int *)context = errno;
  return -1;
}

static int write_fd(void *context, const void *bytes, size_t size)
{
  const int fd = *(const int *)context;
  const char *at = bytes;
  while (size > 0) {
    const ssize_t n = write(fd, at, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return -1;
    at += n;
    size -= (size_t)n;
  }
  return 0;
}

/* The library's own failure, or the sink's with what the system said. */
static int said(cli *c, int rc, const score_error *err, const char *path, int error)
{
  if (rc == SCORE_E_OUTPUT) return cli_output_failed(c, path, error);
  return cli_failed(c, NULL, err);
}

static int deliver_fd(cli *c, const score_document *document, const score_write_options *options, int fd,
                      const char *path, bool sync)
{
  score_error err = {0};
  int rc = score_document_write(document, options, write_fd, &fd, &err), error = errno;
  int code = rc ? said(c, rc, &err, path, error) : 0;
  if (code == 0 && sync && fsync(fd) != 0 && errno != EINVAL) code = cli_output_failed(c, path, errno);
  if (close(fd) != 0 && code == 0) code = cli_output_failed(c, path, errno);
  return code;
}

/* Beside the goal, then renamed over it: the previous file stays until the new one is whole. */
static int deliver_file(cli *c, const score_document *document, const score_write_options *options, const char *path)
{
  static const char suffix[] = ".XXXXXX";
  struct stat st;
  const bool there = stat(path, &st) == 0;
  if (there && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) { /* a device or a pipe: nothing to rename */
    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd < 0 ? cli_output_failed(c, path, errno) : deliver_fd(c, document, options, fd, path, false);
  }
  if (there && S_ISDIR(st.st_mode)) return cli_output_failed(c, path, EISDIR);
  if (there && access(path, W_OK) != 0) return cli_output_failed(c, path, errno);
  char *goal = there ? realpath(path, NULL) : strdup(path); /* through a symbolic link, not over it */
  char *name = goal ? malloc(strlen(goal) + sizeof suffix) : NULL;
  if (!name) {
    free(goal);
    return cli_output_failed(c, path, errno);
  }
  memcpy(name, goal, strlen(goal));
  memcpy(name + strlen(goal), suffix, sizeof suffix);
  int code = 0;
  const int fd = mkstemp(name);
  if (fd < 0) {
    code = cli_output_failed(c, path, errno);
  } else {
    const mode_t mask = umask(0);
    umask(mask);
    if (fchmod(fd, there ? st.st_mode & 0777 : 0666 & ~mask) != 0) code = cli_output_failed(c, path, errno);
    if (code) {
      close(fd);
    } else {
      code = deliver_fd(c, document, options, fd, path, true);
    }
    if (code == 0 && rename(name, goal) != 0) code = cli_output_failed(c, path, errno);
    if (code) unlink(name);
  }
  free(name);
  free(goal);
  return code;
}

static bool ends_with(const char *path, const char *tail)
{
  const size_t size = strlen(path), n = strlen(tail);
  return size > n && strcasecmp(path + size - n, tail) == 0;
}

int cli_output_check(const cli *c)
{
  static const char *const others[] = {".xlsx", ".xls", ".ods", ".docx", ".doc", ".odt", ".pdf", ".html", ".htm"};
  for (size_t i = 0; c->args.output && i < sizeof others / sizeof *others; i++)
    if (ends_with(c->args.output, others[i])) return cli_usage(c, W_OUTPUT_KIND, c->args.output, others[i]);
  return 0;
}

score_format cli_format(const cli_args *a)
{
  if (cli_given(a, OPT_FORMAT)) return a->format;
  if (cli_given(a, OPT_CSV) || (a->output && ends_with(a->output, ".csv"))) return SCORE_FORMAT_CSV;
  if (a->output && ends_with(a->output, ".json")) return SCORE_FORMAT_JSON;
  if (a->output && ends_with(a->output, ".md")) return SCORE_FORMAT_MARKDOWN;
  return a->format;
}

int cli_deliver(cli *c, const score_document *document)
{
  const cli_args *a = &c->args;
  score_write_options options = {.format = cli_format(a), .lang = c->lang, .excel_vi = a->excel_vi};
  if (a->output) {
    options.color = a->color == COLOR_ALWAYS;
    return deliver_file(c, document, &options, a->output);
  }
  options.width = cli_term_width();
  options.color = cli_term_color(a->color);
  score_error err = {0};
  const int rc = score_document_write(document, &options, write_stdout, &c->stdout_error, &err);
  if (rc == SCORE_E_OUTPUT) return 0; /* cli_finish says so, once */
  return rc ? said(c, rc, &err, NULL, errno) : 0;
}

int cli_finish(cli *c)
{
  int error = c->stdout_error;
  if (ferror(stdout) && error == 0) error = EIO;
  errno = 0;
  if (fflush(stdout) != 0 && errno != 0) error = errno;
  errno = 0;
  if (fclose(stdout) != 0 && error == 0) error = errno ? errno : EIO;
  return error ? cli_output_failed(c, NULL, error) : 0;
}
