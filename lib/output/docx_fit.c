/* Columns whose rows are low: width goes from column to column as long as that saves lines. */
#include "output/docx.h"

enum {
  ROUNDS = 80,
  HEAVY = 16 /* a line of a row, against a line of a cell */,
  SLACK = 106 /* % that breaks between words cost */
};

static int64_t lines_of(const score__docx_fit *f, size_t row, size_t column)
{
  const int64_t wide = (int64_t)f->ems[row * f->columns + column] * f->half_points / 100,
                room = f->width[column] - f->padding;
  if (wide <= room) return wide > 0;
  return room > 0 ? (wide * SLACK / 100 + room - 1) / room : wide;
}

static int64_t cost(const score__docx_fit *f, int64_t *high)
{
  int64_t sum = 0;
  *high = 0;
  for (size_t r = 0; r < f->rows; r++) {
    int64_t most = 0;
    for (size_t c = 0; c < f->columns; c++) {
      if (!f->width[c]) continue;
      const int64_t lines = lines_of(f, r, c);
      sum += lines;
      if (lines > most) most = lines;
    }
    *high += most;
  }
  return sum + HEAVY * *high;
}

/* The best of all ways to move `step` from one column to another; whether there is one. */
static bool improve(score__docx_fit *f, int step, int64_t *best)
{
  size_t from = 0, to = 0;
  int64_t high;
  bool found = false;
  for (size_t a = 0; a < f->columns; a++) {
    if (!f->width[a] || f->width[a] - step < f->least[a]) continue;
    for (size_t b = 0; b < f->columns; b++) {
      if (a == b || !f->width[b]) continue;
      f->width[a] -= step;
      f->width[b] += step;
      const int64_t now = cost(f, &high);
      f->width[a] += step;
      f->width[b] -= step;
      if (now >= *best) continue;
      *best = now;
      from = a;
      to = b;
      found = true;
    }
  }
  if (found) {
    f->width[from] -= step;
    f->width[to] += step;
  }
  return found;
}

int64_t score__docx_fit_rows(score__docx_fit *f)
{
  static const int steps[] = {1200, 600, 300, 120};
  int64_t high, best = cost(f, &high);
  size_t shown = 0, rounds = 0;
  for (size_t c = 0; c < f->columns; c++) shown += f->width[c] > 0;
  for (size_t k = 0; k < sizeof steps / sizeof *steps && shown <= ROUNDS / 2; k++)
    while (rounds++ < ROUNDS && improve(f, steps[k], &best))
      ;
  cost(f, &high);
  return high;
}
