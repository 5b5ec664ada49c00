/* Any bytes as a definition file. What is a tree keeps its promise: every node is found again at its pointer. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "input/json.h"
#include "score/criteria.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(int good)
{
  if (!good) abort();
}

static void check_node(const char *bytes, size_t size, const score__tree *t)
{
  uint32_t line = 0, column = 0;
  score__buffer pointer = {0};
  score__tree_pointer(&pointer, t);
  const char *text = pointer.data ? pointer.data : "";
  expect(score__json_position(bytes, size, text, &line, &column) == 0 && line > 0 && column > 0);
  score__buffer_free(&pointer);
  if (t->kind == SCORE__TREE_TEXT) expect(score__text_valid(t->text, strlen(t->text)) == strlen(t->text));
  for (const score__tree *child = t->first; child; child = child->next) check_node(bytes, size, child);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  const char *bytes = (const char *)data;
  score__arena arena = {0};
  score_error err = {0};
  const score__tree *tree = score__json_parse(&arena, bytes, size, "fuzz.json", NULL, &err);
  if (!tree) {
    expect(err.code < 0 && (err.line > 0 || err.code == SCORE_E_MEMORY));
  } else if (size < 4096) {
    check_node(bytes, size, tree);
  }
  score__arena_free(&arena);

  score_criteria *set = NULL;
  score_findings *findings = NULL;
  expect(score_findings_new(&findings, 0, &err) == 0);
  int status = score_criteria_parse(&set, bytes, size, "fuzz.json", findings, &err);
  expect(status == 0 ? set != NULL : status < 0 && err.code < 0);
  if (!tree) expect(status != 0);
  char line[256];
  for (size_t i = 0; i < score_findings_size(findings); i++) {
    score_error_text(line, sizeof line, score_findings_get(findings, i, NULL), i & 1 ? SCORE_LANG_VI : SCORE_LANG_EN);
    expect(strchr(line, '\n') == NULL);
  }
  if (status == 0) score_criteria_free(set);
  score_findings_free(findings);
  return 0;
}
