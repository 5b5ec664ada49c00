/* Recomputes releases from their own contents and checks their signatures. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "publish.h"

typedef struct verification {
  score_release *release;
  score_findings *findings;
  score_signature_about about;
  score_verdict verdict;
} verification;

static void verification_free(verification *v)
{
  score_release_free(v->release);
  score_findings_free(v->findings);
}

/* Whatever is wrong with a release is a finding; what keeps it from being looked at is a failure. */
static int judge(verification *v, cli *c, int rc, const score_error *err)
{
  if (rc == 0) cli_show_findings(c, v->findings);
  if (rc == SCORE_E_MEMORY || rc == SCORE_E_INTERNAL) return cli_failed(c, v->findings, err);
  if (rc != 0) {
    cli_failed(c, v->findings, err);
    const size_t errors = score_findings_count(v->findings, SCORE_ERROR);
    v->verdict.faults = errors ? errors : 1;
  }
  return 0;
}

/* opened: what reading it returned. */
static int examine(verification *v, cli *c, int opened, score_error *err)
{
  int rc = opened;
  if (rc == 0) rc = score_release_verify(v->release, v->findings, err);
  v->verdict.release = v->release;
  return judge(v, c, rc, err);
}

static int check_signature(verification *v, cli *c, const char *path)
{
  score_error err = {0};
  char *signature = cli_text_join(path, ".minisig");
  if (!signature) return EXIT_BROKEN;
  v->verdict.signature = 1;
  if (access(signature, F_OK) != 0) {
    v->verdict.signature = -1;
    cli_usage(c, W_SIGNATURE_ABSENT, path, signature);
  } else if (score_signature_verify(path, signature, c->args.key, &v->about, &err) != 0) {
    v->verdict.signature = -1;
    cli_failed(c, NULL, &err);
  }
  v->verdict.key_id = v->about.id;
  v->verdict.comment = v->about.comment;
  free(signature);
  return 0;
}

static int finish(cli *c, const score_verdict *list, size_t count)
{
  score_document *document = NULL;
  score_error err = {0};
  const int rc = score_document_verdicts(&document, list, count, &err);
  int code = cli_job_deliver(c, rc, document, &err);
  for (size_t i = 0; i < count && code == 0; i++)
    if (list[i].faults || list[i].signature < 0 || !list[i].release) code = EXIT_FINDINGS;
  return code;
}

static int verify_file(cli *c, const char *path)
{
  verification v = {.verdict = {.name = path}};
  score_error err = {0};
  int code = 0;
  if (access(path, R_OK) != 0 || (c->args.key && access(c->args.key, R_OK) != 0)) {
    /* The library says it in words. */
    score_signature_about about;
    score_release *none = NULL;
    const int rc = access(path, R_OK) != 0 ? score_release_open(&none, path, NULL, &err)
                                           : score_signature_verify(path, path, c->args.key, &about, &err);
    score_release_free(none);
    return rc ? cli_failed(c, NULL, &err) : EXIT_INPUT;
  }
  if (score_findings_new(&v.findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  const int rc = score_release_open(&v.release, path, v.findings, &err);
  code = examine(&v, c, rc, &err);
  if (code == 0 && c->args.key) code = check_signature(&v, c, path);
  if (code == 0) code = finish(c, &v.verdict, 1);
  verification_free(&v);
  return code;
}

/* ---- those of a store ---- */

static int verify_stored(verification *v, cli *c, score_store *store, const score_publication *p, char name[32])
{
  score_error err = {0};
  snprintf(name, 32, "%.12s", p->sha256);
  v->verdict.name = name;
  if (score_findings_new(&v->findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  const int rc = score_store_release_open(&v->release, store, p, v->findings, &err);
  return examine(v, c, rc, &err);
}

static bool is_asked(const cli *c, const score_publication *p)
{
  return !c->args.period || strcmp(c->args.period, p->period) == 0;
}

static int verify_all(cli *c, score_store *store, const score_publications *list)
{
  const size_t count = score_publications_size(list);
  verification *v = calloc(count + 1, sizeof *v);
  score_verdict *verdict = calloc(count + 1, sizeof *verdict);
  char(*name)[32] = calloc(count + 1, sizeof *name);
  size_t asked = 0;
  int code = v && verdict && name ? 0 : EXIT_BROKEN;
  for (size_t i = 0; i < count && code == 0; i++) {
    const score_publication *p = score_publications_get(list, i);
    if (!is_asked(c, p)) continue;
    code = verify_stored(&v[asked], c, store, p, name[asked]);
    verdict[asked] = v[asked].verdict;
    asked++;
  }
  if (code == 0 && !asked) {
    cli_usage(c, c->args.period ? W_RELEASE_NONE_OF : W_RELEASE_NONE, c->args.db, c->args.period);
    code = EXIT_USAGE;
  }
  if (code == 0) code = finish(c, verdict, asked);
  for (size_t i = 0; v && i < asked; i++) verification_free(&v[i]);
  free(v);
  free(verdict);
  free(name);
  return code;
}

static int verify_store(cli *c)
{
  score_store *store = NULL;
  score_publications *list = NULL;
  score_error err = {0};
  int code = cli_store_open_read(c, &store);
  if (code == 0 && score_publications_read(&list, store, &err) != 0) code = cli_failed(c, NULL, &err);
  if (code == 0) code = verify_all(c, store, list);
  score_publications_free(list);
  score_store_close(store);
  return code;
}

int cmd_verify(cli *c)
{
  const cli_args *a = &c->args;
  int code = cli_report_check(c);
  if (code) return code;
  if (a->db && a->words.count > 1) return cli_usage(c, W_WORD_UNWANTED, a->words.item[1], NULL);
  if (a->db && a->key) return cli_usage(c, W_KEY_WITH_STORE, NULL, NULL);
  if (a->db) return verify_store(c);
  if (a->words.count > 1)
    return a->period ? cli_usage(c, W_NEED_DB, "verify --period", NULL) : verify_file(c, a->words.item[1]);
  cli_usage(c, W_NEED_RELEASE, NULL, NULL);
  cli_hint(c, W_HINT_HELP, a->words.item[0]);
  return EXIT_USAGE;
}
