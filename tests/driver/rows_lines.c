/* Prints the rows of a file as the reader hands them out: line number and cells, each after the letter of its kind
 * (T typed, N number, D date, F fault), split by tabs; then what is known of the file, or what is wrong with it.
 * Usage: rows_lines FILE [SHEET [ENCODING [LANGUAGE]]], "" = none. */
#include <stdio.h>
#include <string.h>

#include "input/rows.h"

static void print_text(const char *s)
{
  for (; *s; s++) {
    if (*s == '\n') {
      fputs("\\n", stdout);
    } else if (*s == '\t') {
      fputs("\\t", stdout);
    } else if (*s == '\r') {
      fputs("\\r", stdout);
    } else if (*s == '\\') {
      fputs("\\\\", stdout);
    } else {
      putchar(*s);
    }
  }
}

static int on_row(void *context, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  (void)context;
  (void)err;
  printf("%u", (unsigned)line);
  for (size_t i = 0; i < count; i++) {
    putchar('\t');
    if (cell[i].size) putchar("TNDF"[cell[i].kind]);
    if (strlen(cell[i].text) != cell[i].size) fputs("(size differs)", stdout);
    print_text(cell[i].text);
  }
  putchar('\n');
  return 0;
}

int main(int argc, char **argv)
{
  score_error err = {0};
  score__rows_info info;
  if (argc < 2) return 2;
  score__rows_options options = {.sheet = argc > 2 && *argv[2] ? argv[2] : NULL,
                                 .encoding = argc > 3 && *argv[3] ? argv[3] : NULL};
  int status = score__rows_read(argv[1], &options, on_row, NULL, &info, &err);
  if (status) {
    char text[1024];
    score_error_text(text, sizeof text, &err, argc > 4 && strcmp(argv[4], "vi") == 0 ? SCORE_LANG_VI : SCORE_LANG_EN);
    printf("error %d: %s\n", status, text);
    return 1;
  }
  printf("end\t%s\t%u\t%s\t%llu\t%llu\t%c\n", info.sheet, info.other_sheets, info.sha256, (unsigned long long)info.rows,
         (unsigned long long)info.size_bytes, info.delimiter ? info.delimiter : '-');
  return 0;
}
