#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "planning.h"
#include "sureness.h"

#define SETS    OPT_BIT(OPT_CRITERIA_DIR)
#define ANGIANG "--criteria 766@2025-portal --units fixtures/units/angiang.csv --data fixtures/766/angiang-2025.csv"
#define PHUTHO  "--criteria 766@2026-portal --units fixtures/units/phutho.csv --data fixtures/766/phutho-2026q3.csv"
#define NQ57    "--criteria nq57@2026 --units fixtures/units/dongnai.csv --data fixtures/nq57/dongnai-2026q3-synthetic.csv"
#define QUARTERS                                                                                                       \
  "--criteria nq57 --units fixtures/units/dongnai.csv --data fixtures/nq57/dongnai-2025q4-synthetic.csv "              \
  "fixtures/nq57/dongnai-2026q1-synthetic.csv fixtures/nq57/dongnai-2026q2-synthetic.csv "                             \
  "fixtures/nq57/dongnai-2026q3-synthetic.csv"
#define MANY ((size_t)1 << 20)

const cli_command cli_commands[] = {
    {"init", cmd_init, OPT_BIT(OPT_DB), 0, 1, W_U_INIT, W_S_INIT, W_D_INIT, {"score init ward.db"}},
    {"import",
     cmd_import,
     OPT_BIT(OPT_DB) | OPT_BIT(OPT_CRITERIA) | SETS | OPT_BIT(OPT_PERIOD) | OPT_BIT(OPT_STAGE) |
         OPT_BIT(OPT_NO_GIVEN_POINTS) | OPT_BIT(OPT_SYNTHETIC) | OPT_BIT(OPT_DELIMITER) | OPT_BIT(OPT_DECIMAL) |
         OPT_BIT(OPT_STRICT) | OPT_BIT(OPT_BY) | OPT_BIT(OPT_REASON) | OPT_BIT(OPT_AT) | OPT_BIT(OPT_ENCODING) |
         OPT_BIT(OPT_SHEET) | OPT_BIT(OPT_SKIP_BAD) | OPT_BIT(OPT_DRY_RUN) | OPT_BIT(OPT_FINDINGS) |
         OPT_BIT(OPT_RETURN) | OPT_BIT(OPT_JUMP) | OPT_BIT(OPT_SCOPE) | OPT_REPORT,
     0,
     MANY,
     W_U_IMPORT,
     W_S_IMPORT,
     W_D_IMPORT,
     {"score init ward.db", "score import units --db ward.db fixtures/units/angiang.csv",
      "score import published --db ward.db --criteria 766@2025-portal fixtures/766/angiang-2025.csv"}},
    {"criteria",
     cmd_criteria,
     OPT_JOB,
     0,
     MANY,
     W_U_CRITERIA,
     W_S_CRITERIA,
     W_D_CRITERIA,
     {"score criteria show 766@2026-portal", "score criteria check 766@2026-portal",
      "score criteria diff 766@2025-portal 766@2026-portal"}},
    {"eval",
     cmd_eval,
     OPT_JOB | OPT_BIT(OPT_LIVE) | OPT_BIT(OPT_UNIT) | OPT_BIT(OPT_SET),
     0,
     MANY,
     W_U_EVAL,
     W_S_EVAL,
     W_D_EVAL,
     {"score eval " PHUTHO}},
    {"rank",
     cmd_rank,
     OPT_JOB | OPT_BIT(OPT_LIVE) | OPT_BIT(OPT_AROUND) | OPT_BIT(OPT_TOP) | OPT_BIT(OPT_BOTTOM) | OPT_SURENESS,
     0,
     MANY,
     W_U_RANK,
     W_S_RANK,
     W_D_RANK,
     {"score rank " ANGIANG, "score rank " ANGIANG " --top 3 --around \"long xuyen:2\" --bottom 3"}},
    {"gap",
     cmd_gap,
     OPT_JOB | OPT_BIT(OPT_LIVE) | OPT_BIT(OPT_UNIT) | OPT_PLANNING,
     0,
     1,
     W_U_GAP,
     W_S_GAP,
     W_D_GAP,
     {"score gap \"phu ninh\" " PHUTHO, "score gap \"phu ninh\" --target 60 " PHUTHO}},
    {"explain",
     cmd_explain,
     OPT_JOB | OPT_BIT(OPT_LIVE) | OPT_BIT(OPT_UNIT) | OPT_BIT(OPT_SET),
     0,
     2,
     W_U_EXPLAIN,
     W_S_EXPLAIN,
     W_D_EXPLAIN,
     {"score explain \"phu ninh\" 2.1 " PHUTHO}},
    {"what-if",
     cmd_what_if,
     OPT_JOB | OPT_BIT(OPT_LIVE) | OPT_BIT(OPT_UNIT) | OPT_BIT(OPT_SET),
     0,
     1,
     W_U_WHAT_IF,
     W_S_WHAT_IF,
     W_D_WHAT_IF,
     {"score what-if \"phu ninh\" --set hs_dung_han=+18 --set pakn_dung_han=+1 " PHUTHO}},
    {"trend",
     cmd_trend,
     OPT_JOB | OPT_BIT(OPT_UNIT) | OPT_BIT(OPT_FROM) | OPT_BIT(OPT_TO) | OPT_BIT(OPT_LIVE),
     0,
     MANY,
     W_U_TREND,
     W_S_TREND,
     W_D_TREND,
     {"score trend " QUARTERS, "score trend \"tran bien\" " QUARTERS}},
    {"report",
     cmd_report,
     OPT_JOB | OPT_BIT(OPT_LIVE) | OPT_BIT(OPT_UNIT) | OPT_BIT(OPT_OFFICE) | OPT_BIT(OPT_PUT) | OPT_BIT(OPT_MAP) |
         OPT_BIT(OPT_MAP_BY) | OPT_BIT(OPT_FIGURE) | OPT_BIT(OPT_OPEN) | (OPT_SURENESS & ~OPT_BIT(OPT_PAIR)),
     1,
     MANY,
     W_U_REPORT,
     W_S_REPORT,
     W_D_REPORT,
     {"score report ward --unit H44.112 " PHUTHO " --output bao-cao.html",
      "score report province " ANGIANG " --output xep-hang.html"}},
    {"template",
     cmd_template,
     OPT_BIT(OPT_DB) | OPT_BIT(OPT_CRITERIA) | SETS | OPT_BIT(OPT_DATA) | OPT_BIT(OPT_UNITS) | OPT_BIT(OPT_PERIOD) |
         OPT_BIT(OPT_STAGE) | OPT_BIT(OPT_SCOPE) | OPT_BIT(OPT_UNIT) | OPT_BIT(OPT_DELIMITER) | OPT_BIT(OPT_DECIMAL) |
         OPT_BIT(OPT_CSV) | OPT_BIT(OPT_OUTPUT) | OPT_BIT(OPT_STRICT),
     0,
     0,
     W_U_TEMPLATE,
     W_S_TEMPLATE,
     W_D_TEMPLATE,
     {"score template --unit 25210 --period 2026-Q4 --criteria nq57@2026 --units fixtures/units/dongnai.csv",
      "score template --period 2026-Q4 --criteria 766@2026-portal --units fixtures/units/dongnai.csv --scope "
      "kind:phuong"}},
    {"analyse",
     cmd_analyse,
     OPT_JOB | OPT_BIT(OPT_LIVE),
     0,
     MANY,
     W_U_ANALYSE,
     W_S_ANALYSE,
     W_D_ANALYSE,
     {"score analyse " ANGIANG}},
    {"due", cmd_due, OPT_JOB, 0, MANY, W_U_DUE, W_S_DUE, W_D_DUE, {"score due " NQ57}},
    {"release",
     cmd_release,
     OPT_JOB | OPT_BIT(OPT_BY) | OPT_BIT(OPT_REASON) | OPT_BIT(OPT_AT) | OPT_BIT(OPT_SUPERSEDE) | OPT_BIT(OPT_SIGN) |
         OPT_BIT(OPT_PASSWORD_FILE),
     0,
     1,
     W_U_RELEASE,
     W_S_RELEASE,
     W_D_RELEASE,
     {"score release " ANGIANG " --at 2026-01-20T08:00:00Z --output angiang-2025.release.jsonl"}},
    {"verify",
     cmd_verify,
     OPT_BIT(OPT_DB) | OPT_BIT(OPT_PERIOD) | OPT_BIT(OPT_KEY) | OPT_REPORT,
     0,
     1,
     W_U_VERIFY,
     W_S_VERIFY,
     W_D_VERIFY,
     {"score release " ANGIANG " --at 2026-01-20T08:00:00Z --output angiang-2025.release.jsonl",
      "score verify angiang-2025.release.jsonl"}},
    {"diff-release",
     cmd_diff_release,
     OPT_BIT(OPT_DB) | OPT_REPORT,
     0,
     2,
     W_U_DIFF_RELEASE,
     W_S_DIFF_RELEASE,
     W_D_DIFF_RELEASE,
     {"score release " ANGIANG " --at 2026-01-20T08:00:00Z --output angiang-2025.release.jsonl",
      "score diff-release angiang-2025.release.jsonl angiang-2025.release.jsonl"}},
    {"key", cmd_key, OPT_BIT(OPT_PASSWORD_FILE), 0, 1, W_U_KEY, W_S_KEY, W_D_KEY, {"score key dongnai"}},
    {"reconcile",
     cmd_reconcile,
     OPT_JOB | OPT_BIT(OPT_TOLERANCE),
     0,
     2,
     W_U_RECONCILE,
     W_S_RECONCILE,
     W_D_RECONCILE,
     {"score reconcile " PHUTHO " --data fixtures/766/phutho-2026q3-published.csv"}},
    {"log",
     cmd_log,
     OPT_BIT(OPT_DB) | OPT_BIT(OPT_CRITERIA) | SETS | OPT_BIT(OPT_PERIOD) | OPT_BIT(OPT_STAGE) | OPT_BIT(OPT_UNIT) |
         OPT_REPORT,
     0,
     2,
     W_U_LOG,
     W_S_LOG,
     W_D_LOG,
     {"score init ward.db",
      "score import published --db ward.db --criteria 766@2025-portal fixtures/766/angiang-2025.csv",
      "score log H01.101 --db ward.db"}},
    {"withdraw",
     cmd_withdraw,
     OPT_BIT(OPT_DB) | OPT_BIT(OPT_BY) | OPT_BIT(OPT_REASON) | OPT_BIT(OPT_AT),
     0,
     1,
     W_U_WITHDRAW,
     W_S_WITHDRAW,
     W_D_WITHDRAW,
     {"score init ward.db", "score import units --db ward.db fixtures/units/angiang.csv",
      "score withdraw 1 --db ward.db --reason \"the list of another year\""}},
    {"lock",
     cmd_lock,
     OPT_BIT(OPT_DB) | OPT_BIT(OPT_BY) | OPT_BIT(OPT_REASON) | OPT_BIT(OPT_AT) | OPT_REPORT,
     0,
     1,
     W_U_LOCK,
     W_S_LOCK,
     W_D_LOCK,
     {"score init ward.db", "score lock 2026-Q3 --db ward.db --by \"Sở Nội vụ\""}},
    {"unlock",
     cmd_unlock,
     OPT_BIT(OPT_DB) | OPT_BIT(OPT_BY) | OPT_BIT(OPT_REASON) | OPT_BIT(OPT_AT),
     0,
     1,
     W_U_UNLOCK,
     W_S_UNLOCK,
     W_D_UNLOCK,
     {"score init ward.db", "score lock 2026-Q3 --db ward.db", "score unlock 2026-Q3 --db ward.db"}},
    {"check-db",
     cmd_check_db,
     OPT_BIT(OPT_DB) | OPT_REPORT,
     0,
     1,
     W_U_CHECK_DB,
     W_S_CHECK_DB,
     W_D_CHECK_DB,
     {"score init ward.db", "score check-db ward.db"}},
    {"help", cmd_help, 0, 0, 1, W_U_HELP, W_S_HELP, W_NONE, {"score help rank"}},
    {"version", cmd_version, 0, 0, 0, W_U_VERSION, W_S_VERSION, W_NONE, {NULL}},
    {NULL, NULL, 0, 0, 0, W_NONE, W_NONE, W_NONE, {NULL}},
};

const cli_command *cli_command_find(const char *name)
{
  for (const cli_command *k = cli_commands; k->name; k++)
    if (strcmp(k->name, name) == 0) return k;
  return NULL;
}

const char *cli_command_nearest(const char *name)
{
  const char *names[sizeof cli_commands / sizeof *cli_commands];
  size_t count = 0;
  for (const cli_command *k = cli_commands; k->name; k++) names[count++] = k->name;
  const size_t near = cli_nearest(name, names, count);
  return near == SIZE_MAX ? NULL : names[near];
}

static int run_command(cli *c)
{
  const cli_list *words = &c->args.words;
  if (words->count == 0) {
    if (cli_given(&c->args, OPT_VERSION)) return cmd_version(c);
    if (cli_given(&c->args, OPT_HELP)) return cmd_help(c);
    if (c->args.given & ~OPT_EVERYWHERE) return cli_usage(c, W_COMMAND_ABSENT, NULL, NULL);
    cli_page_orientation(c);
    return 0;
  }
  const cli_command *command = cli_command_find(words->item[0]);
  if (!command) {
    const char *near = cli_command_nearest(words->item[0]);
    cli_usage(c, near ? W_COMMAND_NEAREST : W_COMMAND_UNKNOWN, words->item[0], near);
    if (!near) cli_hint(c, W_HINT_COMMANDS, NULL);
    return EXIT_USAGE;
  }
  if (cli_given(&c->args, OPT_HELP)) {
    cli_page_command(c, command);
    return 0;
  }
  if (cli_given(&c->args, OPT_VERSION)) return cmd_version(c);
  for (int i = 0; i < OPT_COUNT; i++) {
    if (!cli_given(&c->args, i) || ((command->options | OPT_EVERYWHERE) & OPT_BIT(i))) continue;
    cli_usage(c, W_OPTION_ELSEWHERE, cli_options[i].name, command->name);
    cli_hint(c, W_HINT_HELP, command->name);
    return EXIT_USAGE;
  }
  if (words->count - 1 > command->most) return cli_usage(c, W_WORD_UNWANTED, words->item[command->most + 1], NULL);
  const int code = cli_safeguard(c);
  return code ? code : command->run(c);
}

static bool asks_for_help(int argc, char **argv)
{
  for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
    if (strcmp(argv[i], "-h") == 0 || strcmp(argv[i], "--help") == 0) return true;
  return false;
}

/* The language in which a faulty command line is answered: --lang wherever it stands. */
static void find_lang(cli *c, int argc, char **argv)
{
  for (int i = 1; i < argc; i++) {
    if (strncmp(argv[i], "--lang", 6) != 0) continue;
    const char *value = argv[i][6] == '=' ? argv[i] + 7 : argv[i][6] == '\0' && i + 1 < argc ? argv[i + 1] : "";
    if (strcmp(value, "vi") == 0) c->lang = SCORE_LANG_VI;
    if (strcmp(value, "en") == 0) c->lang = SCORE_LANG_EN;
  }
}

int main(int argc, char **argv)
{
  /* A closed stdin, stdout or stderr must not be taken by a data file. */
  static const int modes[] = {O_WRONLY, O_RDONLY, O_WRONLY}; /* the wrong way round: use of it fails */
  for (int fd = 0; fd < 3; fd++)
    if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd) return EXIT_BROKEN;

#ifdef SIGXFSZ
  signal(SIGXFSZ, SIG_IGN); /* a limit on the size of files is a disk that is full: said, with nothing left half */
#endif

  cli c = {.lang = cli_term_lang()};
  cli_fault fault;
  c.args = (cli_args){.stage = SCORE_STAGE_NONE, .lang = c.lang};
  find_lang(&c, argc, argv);
  int code = 0;
  if (cli_args_parse(&c.args, argc, argv, &fault) == 0 || asks_for_help(argc, argv)) {
    if (cli_given(&c.args, OPT_LANG)) c.lang = c.args.lang;
    if (asks_for_help(argc, argv)) c.args.given |= OPT_BIT(OPT_HELP);
    code = run_command(&c);
  } else {
    code = cli_usage(&c, fault.word, fault.arg[0], fault.arg[1]);
    const cli_command *command = c.args.words.count ? cli_command_find(c.args.words.item[0]) : NULL;
    cli_hint(&c, command ? W_HINT_HELP : W_HINT_COMMANDS, command ? command->name : NULL);
  }
  if (code == 0 && c.contested) code = EXIT_FINDINGS;
  if (code == 0 && c.warnings > 0 && cli_given(&c.args, OPT_STRICT)) code = EXIT_FINDINGS;
  const int end = cli_finish(&c);
  cli_args_free(&c.args);
  return end ? end : code;
}
