/* Any bytes as an expression: as points of a criterion and as its condition, compiled and evaluated on a few units. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "score/score.h"
#include "tiny_set.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(int good)
{
  if (!good) abort();
}

static void add_quoted(score__buffer *out, const uint8_t *data, size_t size)
{
  static const char hex[] = "0123456789abcdef";
  score__buffer_char(out, '"');
  for (size_t i = 0; i < size; i++) {
    if (data[i] < 0x20) {
      score__buffer_text(out, "\\u00");
      score__buffer_char(out, hex[data[i] >> 4]);
      score__buffer_char(out, hex[data[i] & 15]);
    } else {
      if (data[i] == '"' || data[i] == '\\') score__buffer_char(out, '\\');
      score__buffer_char(out, (char)data[i]);
    }
  }
  score__buffer_char(out, '"');
}

static void evaluate(const score_criteria *set)
{
  static const char *const cell[][3] = {
      {"u1", "x", "12"},         {"u1", "y", "0.000001"},   {"u1", "p", "85.5"}, {"u1", "b", "yes"},
      {"u1", "c", "good"},       {"u1", "d", "2026-02-28"}, {"u2", "x", "0"},    {"u2", "y", "999999999999.999999"},
      {"u2", "d", "1999-12-31"}, {"u3", "x", "NA"},         {"u3", "p", "0"},    {"u4", "points:A", "3.21"},
  };
  score_error err = {0};
  score_data *data;
  score_result *result;
  expect(score_data_new(&data, set, &err) == 0);
  for (size_t i = 0; i < sizeof cell / sizeof *cell; i++) {
    expect(score_data_set(data, cell[i][0], "2026", cell[i][1], SCORE_STAGE_SELF, cell[i][2], &err) == 0);
  }
  expect(score_evaluate(&result, data, NULL, NULL, &err) == 0);
  for (size_t unit = 0; unit < score_result_units(result); unit++) {
    for (size_t node = 0; node < score_criteria_nodes(set); node++) {
      score_node_result n;
      expect(score_result_node(&n, result, unit, node) == 0);
      expect(n.points_micro >= 0 && n.points_micro <= score_criteria_node_max_micro(set, node));
    }
  }
  score_result_free(result);
  score_data_free(data);
}

static void try_rule(const char *head, const uint8_t *data, size_t size)
{
  score__buffer text = {0};
  score__buffer_text(&text, TINY_SET_HEAD);
  score__buffer_text(&text, head);
  add_quoted(&text, data, size);
  score__buffer_text(&text, "}" TINY_SET_TAIL);
  expect(!text.failed);
  score_criteria *set = NULL;
  score_error err = {0};
  int status = score_criteria_parse(&set, text.data, text.size, "fuzz.json", NULL, &err);
  score__buffer_free(&text);
  if (status == 0) {
    evaluate(set);
    score_criteria_free(set);
  } else {
    expect(err.code == status && err.line > 0);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  try_rule("{\"kind\": \"expr\", \"points\": ", data, size);
  try_rule("{\"kind\": \"met\", \"when\": ", data, size);
  return 0;
}
