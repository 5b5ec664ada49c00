/* Any bytes as a release. With a first byte 'r' the rest stands as it is; else it takes the place of the units, inputs
 * and results of a small release, and all digests are made to fit, so that what is behind them is reached too. What opens
 * is written again to the same bytes, verified and printed. */
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(int good)
{
  if (!good) abort();
}

#define SMALL_ASSERT(good)          expect(good)
#define SMALL_ASSERT_MSG(good, ...) expect(good)
#include "../release/small_release.h"

static small_text printed(const score_result *r, int what)
{
  score_document *d = NULL;
  score_error err = {0};
  small_text t = {0};
  const char *unit = score_result_unit_code(r, 0);
  int code = what == 0   ? score_document_rank(&d, r, NULL, &err)
             : what == 1 ? score_document_eval(&d, r, NULL, &err)
             : what == 2 ? score_document_gap(&d, r, unit, NULL, &err)
                         : score_document_explain(&d, r, unit, NULL, &err);
  const score_write_options options = {.format = SCORE_FORMAT_JSON};
  if (!code) expect(score_document_write(d, &options, small_put, &t, &err) == 0);
  score_document_free(d);
  return t;
}

static void use(const score_release *release, const small_text *text)
{
  score_error err = {0};
  const score_release_head *h = score_release_about(release);
  const score_result *r = score_release_result(release);
  expect(strlen(h->sha256) == 64);
  for (int what = 0; score_result_units(r) > 0 && what < 4; what++) free(printed(r, what).bytes);
  score_findings *findings = NULL;
  expect(score_findings_new(&findings, 0, &err) == 0);
  const int code = score_release_verify(release, findings, &err);
  expect(code <= 0);
  score_findings_free(findings);
  if (code) return;
  /* What verifies is what would be written. */
  const score_release_options options = {.act = {h->released_at, h->released_by, h->reason},
                                         .supersedes = h->supersedes};
  small_text again = {0};
  if (!*h->released_at || strcmp(h->library, SCORE_VERSION) != 0) return;
  expect(score_release_write(r, &options, small_put, &again, NULL, &err) == 0);
  expect(again.size == text->size && !memcmp(again.bytes, text->bytes, again.size));
  free(again.bytes);
}

static void try(const small_text *text)
{
  score_release *release = NULL;
  score_findings *findings = NULL;
  score_error err = {0};
  char line[400];
  expect(score_findings_new(&findings, 0, &err) == 0);
  const int code = score_release_parse(&release, text->bytes ? text->bytes : "", text->size, "fuzz", findings, &err);
  expect(code == 0 ? release != NULL : code < 0 && err.code < 0 && !release);
  for (size_t i = 0; i < score_findings_size(findings); i++) {
    score_error_text(line, sizeof line, score_findings_get(findings, i, NULL), i & 1 ? SCORE_LANG_VI : SCORE_LANG_EN);
    expect(strchr(line, '\n') == NULL);
  }
  score_findings_free(findings);
  if (release) use(release, text);
  score_release_free(release);
}

static small_text small_start(void)
{
  small_text whole = small_frozen(), start = {0};
  const char *end = strstr(whole.bytes, "\n{\"attributes\":");
  expect(end != NULL);
  small_put(&start, whole.bytes, (size_t)(end - whole.bytes) + 1);
  free(whole.bytes);
  return start;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static small_text start;
  small_text text = {0};
  if (size > 0 && data[0] == 'r') {
    small_put(&text, data + 1, size - 1);
    try(&text);
    free(text.bytes);
    return 0;
  }
  if (!start.bytes) start = small_start();
  small_put(&text, start.bytes, start.size);
  if (size) small_put(&text, data, size);
  small_text sealed = small_reseal(text.bytes, text.size);
  free(text.bytes);
  try(&sealed);
  free(sealed.bytes);
  return 0;
}
