#include "term.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#ifndef SCORE_DATA_DIR
#define SCORE_DATA_DIR "/usr/local/share/score/criteria"
#endif
#ifndef SCORE_SOURCE_CRITERIA
#define SCORE_SOURCE_CRITERIA ""
#endif
#define WIDEST 10000

static const char *set_value(const char *name)
{
  const char *value = getenv(name);
  return value && *value ? value : NULL;
}

score_lang cli_term_lang(void)
{
  static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *value = set_value(names[i]);
    if (!value) continue;
    const bool vi = value[0] == 'v' && value[1] == 'i' && strchr("_.@", value[2]) != NULL;
    return vi ? SCORE_LANG_VI : SCORE_LANG_EN; /* strchr finds the NUL, too: plain "vi" */
  }
  return SCORE_LANG_EN;
}

int cli_term_width(void)
{
  const char *columns = set_value("COLUMNS");
  if (columns) {
    int width = 0;
    const char *c = columns;
    while (*c >= '0' && *c <= '9' && width < WIDEST) width = width * 10 + (*c++ - '0');
    if (*c == '\0' && width > 0) return width < WIDEST ? width : WIDEST;
  }
  struct winsize size = {0};
  if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) return size.ws_col;
  return 0;
}

bool cli_term_color(cli_color wish)
{
  if (wish != COLOR_AUTO) return wish == COLOR_ALWAYS;
  const char *term = set_value("TERM");
  return !set_value("NO_COLOR") && isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0;
}

bool cli_term_bars(void)
{
  static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  const char *term = set_value("TERM"), *locale = NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names && !locale; i++) locale = set_value(names[i]);
  return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0 && strcmp(term, "linux") != 0 && locale &&
         (strstr(locale, "UTF-8") || strstr(locale, "utf8"));
}

bool cli_term_is_screen(void)
{
  return isatty(STDOUT_FILENO) != 0;
}

bool cli_term_desktop(void)
{
#ifdef __APPLE__
  return true;
#else
  return set_value("DISPLAY") || set_value("WAYLAND_DISPLAY") || set_value("WSL_DISTRO_NAME");
#endif
}

static bool is_there(const char *path, bool directory)
{
  struct stat st;
  return stat(path, &st) == 0 && (!directory || S_ISDIR(st.st_mode));
}

const char *cli_criteria_dir(const cli_args *args, char buf[CLI_PATH_SIZE])
{
  static const char beside[] = "/../share/score/criteria", cache[] = "/CMakeCache.txt";
  const bool has_source = sizeof SCORE_SOURCE_CRITERIA > 1;
  if (args->criteria_dir) return args->criteria_dir;
  const char *dir = set_value("SCORE_CRITERIA_DIR");
  if (dir) return dir;
  const ssize_t got = readlink("/proc/self/exe", buf, CLI_PATH_SIZE - sizeof beside);
  if (got > 0) {
    buf[got] = '\0';
    char *end = strrchr(buf, '/');
    if (end) {
      memcpy(end, cache, sizeof cache);
      if (has_source && is_there(buf, false) && is_there(SCORE_SOURCE_CRITERIA, true)) return SCORE_SOURCE_CRITERIA;
      memcpy(end, beside, sizeof beside);
      if (is_there(buf, true)) return buf;
    }
  }
  if (!is_there(SCORE_DATA_DIR, true) && has_source && is_there(SCORE_SOURCE_CRITERIA, true))
    return SCORE_SOURCE_CRITERIA;
  return SCORE_DATA_DIR;
}

const char *cli_time_now(char buf[32])
{
  const time_t now = time(NULL);
  struct tm utc;
  if (!gmtime_r(&now, &utc) || strftime(buf, 32, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0) return "1970-01-01T00:00:00Z";
  return buf;
}
