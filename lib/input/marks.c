#include "input/marks.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define BLOCK_BYTES 65536u
#define CELL_BYTES  64u /* longer cells are no numbers */

typedef struct marks {
  char delimiter, own, other;
  bool found_own, found_other;
  char cell[CELL_BYTES];
  size_t size;
} marks;

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

/* Digits, one mark, digits; a sign, a percent sign and quotes beside them. */
static void look(marks *m)
{
  const char *s = m->cell, *end = m->cell + m->size;
  while (s < end && (*s == '"' || *s == ' ' || *s == '-' || *s == '+')) s++;
  while (end > s && (end[-1] == '"' || end[-1] == ' ' || end[-1] == '%' || end[-1] == '\r')) end--;
  const char *const first = s;
  while (s < end && is_digit(*s)) s++;
  const size_t whole = (size_t)(s - first);
  if (m->size >= CELL_BYTES || whole == 0 || s == end) return;
  const char mark = *s++;
  const char *const decimals = s;
  while (s < end && is_digit(*s)) s++;
  const size_t count = (size_t)(s - decimals);
  if (count == 0 || (mark != m->own && mark != m->other)) return;
  if (s < end) {
    m->found_own |= *s == m->own; /* 1.234,5 */
    return;
  }
  const bool two_readings = count == 3 && whole <= 3 && !(whole == 1 && *first == '0');
  if (mark == m->own) m->found_own = true;
  if (mark == m->other && !two_readings) m->found_other = true;
}

bool score__marks_prove(const char *path, char delimiter, char own, char other)
{
  struct stat st;
  marks m = {.delimiter = delimiter, .own = own, .other = other};
  if (stat(path, &st) != 0 || !S_ISREG(st.st_mode)) return false;
  FILE *file = fopen(path, "rb");
  char *block = malloc(BLOCK_BYTES);
  size_t n = 0;
  bool quoted = false;
  while (file && block && !m.found_own && (n = fread(block, 1, BLOCK_BYTES, file)) > 0) {
    for (size_t i = 0; i < n; i++) {
      quoted ^= block[i] == '"';
      if (quoted || (block[i] != delimiter && block[i] != '\n')) {
        if (m.size < CELL_BYTES) m.cell[m.size++] = block[i];
        continue;
      }
      look(&m);
      m.size = 0;
    }
  }
  look(&m);
  const bool whole = file && block && !ferror(file);
  if (file) fclose(file);
  free(block);
  return whole && m.found_other && !m.found_own;
}
