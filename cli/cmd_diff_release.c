/* What two releases of a period differ in, or what was corrected since one. */
#include <string.h>

#include "publish.h"

typedef struct pair {
  score_release *side[2];
  score_findings *findings;
  cli_job job; /* of the data as they are */
} pair;

static int open_file(cli *c, pair *p, int s, const char *path)
{
  score_error err = {0};
  return score_release_open(&p->side[s], path, p->findings, &err) == 0 ? 0 : cli_failed(c, p->findings, &err);
}

static int open_stored(cli *c, pair *p, int s, score_store *store, const score_publications *list, const char *text)
{
  score_error err = {0};
  const score_publication *found = score_publications_find(list, text, &err);
  if (!found) return cli_failed(c, NULL, &err);
  return score_store_release_open(&p->side[s], store, found, p->findings, &err) == 0 ? 0
                                                                                     : cli_failed(c, p->findings, &err);
}

/* The data of the store as they are, under the rules and at the stage of the release. */
static int evaluate_live(cli *c, pair *p, score_store *store, score_document **out)
{
  const score_release_head *head = score_release_about(p->side[0]);
  const score_criteria *set = score_release_criteria(p->side[0]);
  const score_eval_options options = {.period = head->period,
                                      .stage = head->stage,
                                      .fallback = head->fallback,
                                      .scope = *head->scope ? head->scope : NULL,
                                      .live = 1};
  score_error err = {0};
  int rc = score_store_read(&p->job.data, store, set, head->period, &err);
  if (rc == 0) rc = score_evaluate(&p->job.result, p->job.data, &options, NULL, &err);
  if (rc == 0) rc = score_document_release_pending(out, p->side[0], p->job.result, &err);
  return rc == 0 ? 0 : cli_failed(c, NULL, &err);
}

static int compare(cli *c, pair *p, score_store *store, const score_publications *list)
{
  const cli_list *words = &c->args.words;
  score_document *document = NULL;
  score_error err = {0};
  int code = 0;
  for (int s = 0; s < 2 && (size_t)s + 1 < words->count && code == 0; s++)
    code = store ? open_stored(c, p, s, store, list, words->item[s + 1]) : open_file(c, p, s, words->item[s + 1]);
  if (code == 0 && words->count == 2) {
    code = evaluate_live(c, p, store, &document);
  } else if (code == 0 && score_document_release_difference(&document, p->side[0], p->side[1], &err) != 0) {
    code = cli_failed(c, NULL, &err);
  }
  return code ? code : cli_job_deliver(c, 0, document, &err);
}

int cmd_diff_release(cli *c)
{
  const cli_args *a = &c->args;
  int code = cli_report_check(c);
  if (code) return code;
  if (a->words.count < (a->db ? 2u : 3u)) {
    cli_usage(c, W_NEED_RELEASES, NULL, NULL);
    cli_hint(c, W_HINT_HELP, a->words.item[0]);
    return EXIT_USAGE;
  }
  pair p = {0};
  score_store *store = NULL;
  score_publications *list = NULL;
  score_error err = {0};
  if (score_findings_new(&p.findings, 0, &err) != 0) return cli_failed(c, NULL, &err);
  if (a->db) code = cli_store_open_read(c, &store);
  if (code == 0 && store && score_publications_read(&list, store, &err) != 0) code = cli_failed(c, NULL, &err);
  if (code == 0) code = compare(c, &p, store, list);
  cli_job_close(&p.job);
  score_release_free(p.side[0]);
  score_release_free(p.side[1]);
  score_findings_free(p.findings);
  score_publications_free(list);
  score_store_close(store);
  return code;
}
