/* --open: the page goes to whatever shows pages on this desk. No shell sees its name. */
#define _XOPEN_SOURCE 700 /* realpath */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

#include "reporting.h"

enum { PATIENCE = 30 }; /* tenths of a second: who is still running then is showing the page */

extern char **environ;

#ifdef __APPLE__
static const char *const viewers[] = {"open"};
#else
static const char *const viewers[] = {"xdg-open", "wslview"};
#endif

static bool spawn(pid_t *pid, const char *viewer, const char *path)
{
  union { /* posix_spawnp wants what it never changes as if it did */
    const char *in;
    char *out;
  } word[2] = {{.in = viewer}, {.in = path}};
  char *const argument[] = {word[0].out, word[1].out, NULL};
  posix_spawn_file_actions_t actions;
  if (posix_spawn_file_actions_init(&actions) != 0) return false;
  int rc = 0;
  for (int fd = 0; fd < 3 && rc == 0; fd++) rc = posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
  if (rc == 0) rc = posix_spawnp(pid, viewer, &actions, NULL, argument, environ);
  posix_spawn_file_actions_destroy(&actions);
  return rc == 0;
}

static bool shows(const char *viewer, const char *path)
{
  static const struct timespec tenth = {.tv_nsec = 100000000};
  pid_t pid;
  int status = 0;
  if (!spawn(&pid, viewer, path)) return false;
  for (int i = 0; i < PATIENCE; i++) {
    const pid_t ended = waitpid(pid, &status, WNOHANG);
    if (ended == pid) return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (ended < 0 && errno != EINTR) return false;
    nanosleep(&tenth, NULL);
  }
  return true;
}

void cli_view(const cli *c, const char *path)
{
  char *whole = realpath(path, NULL); /* never an option or an address */
  bool shown = false;
  for (size_t i = 0; whole && cli_term_desktop() && !shown && i < sizeof viewers / sizeof *viewers; i++)
    shown = shows(viewers[i], whole);
  if (!shown || !cli_given(&c->args, OPT_QUIET)) {
    cli_word_print(stderr, c->lang, shown ? W_PAGE_SHOWN : W_PAGE_WRITTEN, whole ? whole : path, NULL);
    fputc('\n', stderr);
  }
  free(whole);
}
