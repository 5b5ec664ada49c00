#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "term.h"
#include "word.h"

static double seconds(const struct timespec *a, const struct timespec *b)
{
  return (double)(b->tv_sec - a->tv_sec) + (double)(b->tv_nsec - a->tv_nsec) / 1e9;
}

static void show(void *context, uint64_t rows, uint64_t size_bytes)
{
  cli_progress *p = context;
  struct timespec now;
  char row_text[24], share[12], left[24];
  clock_gettime(CLOCK_MONOTONIC, &now);
  const double spent = seconds(&p->begin, &now);
  if (spent < 1 || seconds(&p->last, &now) < 0.2) return;
  p->last = now;
  p->shown = true;
  const double done = p->size_bytes > 0 ? (double)size_bytes / p->size_bytes : 0;
  snprintf(row_text, sizeof row_text, "%llu", (unsigned long long)rows);
  snprintf(share, sizeof share, "%d", (int)(done * 100));
  snprintf(left, sizeof left, "%d", done > 0.01 ? (int)(spent / done - spent) + 1 : 0);
  fputs("\r\033[K", stderr);
  cli_word_print(stderr, p->lang, done > 0.01 ? W_PROGRESS : W_PROGRESS_ROWS, p->path, row_text, share, left, NULL);
  fflush(stderr);
}

void cli_progress_start(cli_progress *p, const char *path, score_lang lang, bool quiet, score_read_options *options)
{
  struct stat st;
  *p = (cli_progress){.path = path, .lang = lang};
  if (quiet || !isatty(STDERR_FILENO)) return;
  if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) p->size_bytes = (double)st.st_size;
  clock_gettime(CLOCK_MONOTONIC, &p->begin);
  p->last = p->begin;
  options->progress = show;
  options->progress_context = p;
}

void cli_progress_end(cli_progress *p)
{
  if (p->shown) fputs("\r\033[K", stderr);
  p->shown = false;
}
