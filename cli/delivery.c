/* Where results go: stdout, checked to its last byte, or a file that appears whole or not at all. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "outfile.h"

static int write_stdout(void *context, const void *bytes, size_t size)
{
  if (fwrite(bytes, 1, size, stdout) == size) return 0;
  *(int *)context = errno;
  return -1;
}

/* The library's own failure, or the sink's with what the system said. */
static int said(cli *c, int rc, const score_error *err, const char *path, int error)
{
  if (rc == SCORE_E_OUTPUT && error) return cli_output_failed(c, path, error);
  return cli_failed(c, NULL, err);
}

static const int stops[] = {SIGINT, SIGTERM, SIGHUP};
enum { STOPS = sizeof stops / sizeof *stops };

/* Who is told to stop stops once nothing half-written is left beside the file. What waits for a reader is not held up. */
static void hold(const char *path, sigset_t *before)
{
  struct stat st;
  struct sigaction now;
  sigset_t held;
  const bool waits = stat(path, &st) == 0 && !S_ISREG(st.st_mode);
  sigemptyset(&held);
  for (size_t i = 0; i < STOPS && !waits; i++)
    if (sigaction(stops[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL) sigaddset(&held, stops[i]);
  sigprocmask(SIG_BLOCK, &held, before);
}

static int write_file(void *outfile, const void *bytes, size_t size)
{
  sigset_t told;
  cli_outfile *f = outfile;
  if (sigpending(&told) != 0) sigemptyset(&told);
  for (size_t i = 0; i < STOPS && !f->error; i++)
    if (sigismember(&told, stops[i]) == 1) f->error = EINTR;
  return f->error ? -1 : cli_outfile_write(f, bytes, size);
}

static int deliver_file(cli *c, const cli_delivery *what, const char *path)
{
  cli_outfile file;
  sigset_t before;
  score_error err = {0};
  const int code = cli_safeguard_kind(c, path);
  if (code) return code;
  hold(path, &before);
  int rc = 0, good = cli_outfile_open(&file, path);
  if (good == 0) {
    rc = what->write(what->context, write_file, &file, &err);
    good = rc ? -1 : cli_outfile_keep(&file);
  }
  const int error = file.error;
  cli_outfile_close(&file);
  sigprocmask(SIG_SETMASK, &before, NULL);
  if (good == 0) return 0;
  return rc ? said(c, rc, &err, path, error) : cli_output_failed(c, path, error);
}

static bool ends_with(const char *path, const char *tail)
{
  const size_t size = strlen(path), n = strlen(tail);
  return size > n && strcasecmp(path + size - n, tail) == 0;
}

int cli_output_check(const cli *c)
{
  static const char *const others[] = {".xls", ".ods", ".doc", ".odt", ".pdf"};
  for (size_t i = 0; c->args.output && i < sizeof others / sizeof *others; i++) {
    if (!ends_with(c->args.output, others[i])) continue;
    cli_usage(c, W_OUTPUT_KIND, c->args.output, others[i]);
    if (strcmp(others[i], ".pdf") == 0) cli_hint(c, W_HINT_PDF, NULL);
    return EXIT_USAGE;
  }
  const score_format format = cli_format(&c->args);
  const bool bytes = format == SCORE_FORMAT_DOCX || format == SCORE_FORMAT_XLSX;
  if (!bytes || c->args.output || cli_given(&c->args, OPT_OPEN) || !cli_term_is_screen()) return 0;
  return cli_usage(c, W_OUTPUT_SCREEN, format == SCORE_FORMAT_DOCX ? "docx" : "xlsx", NULL);
}

score_format cli_format(const cli_args *a)
{
  static const struct {
    const char *tail;
    score_format format;
  } kinds[] = {{".csv", SCORE_FORMAT_CSV},   {".json", SCORE_FORMAT_JSON}, {".md", SCORE_FORMAT_MARKDOWN},
               {".html", SCORE_FORMAT_HTML}, {".htm", SCORE_FORMAT_HTML},  {".docx", SCORE_FORMAT_DOCX},
               {".xlsx", SCORE_FORMAT_XLSX}, {".svg", SCORE_FORMAT_SVG}};
  if (cli_given(a, OPT_FORMAT)) return a->format;
  if (cli_given(a, OPT_CSV)) return SCORE_FORMAT_CSV;
  for (size_t i = 0; a->output && i < sizeof kinds / sizeof *kinds; i++)
    if (ends_with(a->output, kinds[i].tail)) return kinds[i].format;
  return a->format;
}

int cli_deliver_bytes(cli *c, const cli_delivery *what)
{
  if (c->args.output) return deliver_file(c, what, c->args.output);
  score_error err = {0};
  const int rc = what->write(what->context, write_stdout, &c->stdout_error, &err);
  if (rc == SCORE_E_OUTPUT && c->stdout_error) return 0; /* cli_finish says so, once */
  return rc ? said(c, rc, &err, NULL, errno) : 0;
}

typedef struct written_document {
  const score_document *document;
  score_write_options options;
} written_document;

static int write_document(void *context, score_write_fn write, void *sink, score_error *err)
{
  const written_document *w = context;
  return score_document_write(w->document, &w->options, write, sink, err);
}

int cli_deliver(cli *c, const score_document *document)
{
  const cli_args *a = &c->args;
  written_document w = {document,
                        {.format = cli_format(a), .lang = c->lang, .excel_vi = a->excel_vi, .figure = a->figure}};
  w.options.width = a->output ? 0 : cli_term_width();
  w.options.color = a->output ? a->color == COLOR_ALWAYS : cli_term_color(a->color);
  w.options.bars = !a->output && cli_term_bars();
  const cli_delivery what = {write_document, &w};
  return cli_deliver_bytes(c, &what);
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
