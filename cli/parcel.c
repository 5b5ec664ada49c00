#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "publish.h"

char *cli_text_join(const char *a, const char *b)
{
  const size_t size = strlen(a), n = strlen(b);
  char *text = malloc(size + n + 1);
  if (!text) return NULL;
  memcpy(text, a, size);
  memcpy(text + size, b, n + 1);
  return text;
}

static int fail_memory(cli *c)
{
  return cli_output_failed(c, NULL, ENOMEM);
}

int cli_parcel_open(cli_parcel *p, cli *c, const char *set, const char *period, int generation)
{
  char tail[64] = ".release.jsonl", name[256];
  *p = (cli_parcel){.file = {.fd = -1}, .signature = {.fd = -1}};
  if (generation > 1) snprintf(tail, sizeof tail, ".release-%d.jsonl", generation);
  snprintf(name, sizeof name, "%s-%s%s", set, period, tail);
  p->path = cli_text_join(c->args.output ? c->args.output : name, "");
  if (p->path && c->args.sign) p->signature_path = cli_text_join(p->path, ".minisig");
  if (!p->path || (c->args.sign && !p->signature_path)) return fail_memory(c);
  if (cli_outfile_open(&p->file, p->path) != 0) return cli_output_failed(c, p->path, p->file.error);
  if (!p->file.name) return cli_usage(c, W_RELEASE_DEVICE, p->path, NULL);
  if (p->signature_path && cli_outfile_open(&p->signature, p->signature_path) != 0)
    return cli_output_failed(c, p->signature_path, p->signature.error);
  return 0;
}

static int sign(cli_parcel *p, cli *c, const char *comment)
{
  char password[SCORE_PASSWORD] = "";
  const char *said = NULL;
  score_error err = {0};
  int code = cli_password_open(c, password, &said);
  if (code == 0) {
    const int rc =
        score_signature_make(p->file.name, c->args.sign, said, comment, cli_outfile_write, &p->signature, &err);
    if (rc != 0 && rc != SCORE_E_OUTPUT)
      code = cli_failed(c, NULL, &err);
    else if (rc != 0 || cli_outfile_settle(&p->signature) != 0)
      code = cli_output_failed(c, p->signature_path, p->signature.error);
  }
  score_password_wipe(password);
  return code;
}

int cli_parcel_seal(cli_parcel *p, cli *c, const char *set, const char *version, const char *period, const char *sha256,
                    const char *when)
{
  const int differs = cli_outfile_differs(&p->file);
  if (differs < 0) return cli_output_failed(c, p->path, p->file.error);
  if (differs) {
    cli_usage(c, W_RELEASE_FILE_THERE, p->path, NULL);
    cli_hint(c, W_HINT_OUTPUT, NULL);
    return EXIT_BROKEN;
  }
  if (!p->signature_path) return 0;
  char comment[1024];
  snprintf(comment, sizeof comment, "score release %s@%s %s\tsha256:%s\tsigned:%s", set, version, period, sha256, when);
  return sign(p, c, comment);
}

int cli_parcel_keep(cli_parcel *p, cli *c)
{
  if (cli_outfile_keep(&p->file) != 0) return cli_output_failed(c, p->path, p->file.error);
  if (p->signature_path && cli_outfile_keep(&p->signature) != 0)
    return cli_output_failed(c, p->signature_path, p->signature.error);
  return 0;
}

void cli_parcel_close(cli_parcel *p)
{
  cli_outfile_close(&p->file);
  cli_outfile_close(&p->signature);
  free(p->path);
  free(p->signature_path);
  p->path = p->signature_path = NULL;
}
