#include "opt.h"

#include <stdlib.h>
#include <string.h>

const cli_option cli_options[OPT_COUNT] = {
    [OPT_DB] = {"db", 0, W_V_FILE, W_O_DB},
    [OPT_CRITERIA] = {"criteria", 0, W_V_SET, W_O_CRITERIA},
    [OPT_DATA] = {"data", 0, W_V_FILE, W_O_DATA},
    [OPT_UNITS] = {"units", 0, W_V_FILE, W_O_UNITS},
    [OPT_PERIOD] = {"period", 0, W_V_PERIOD, W_O_PERIOD},
    [OPT_STAGE] = {"stage", 0, W_V_STAGE, W_O_STAGE},
    [OPT_FALLBACK] = {"fallback", 0, W_NONE, W_O_FALLBACK},
    [OPT_SCOPE] = {"scope", 0, W_V_SCOPE, W_O_SCOPE},
    [OPT_UNIT] = {"unit", 0, W_V_UNIT, W_O_UNIT},
    [OPT_NO_GIVEN_POINTS] = {"no-given-points", 0, W_NONE, W_O_NO_GIVEN},
    [OPT_SYNTHETIC] = {"synthetic", 0, W_NONE, W_O_SYNTHETIC},
    [OPT_DELIMITER] = {"delimiter", 0, W_V_DELIMITER, W_O_DELIMITER},
    [OPT_DECIMAL] = {"decimal-mark", 0, W_V_DECIMAL, W_O_DECIMAL},
    [OPT_FORMAT] = {"format", 0, W_V_FORMAT, W_O_FORMAT},
    [OPT_CSV] = {"csv", 0, W_V_CSV, W_O_CSV},
    [OPT_OUTPUT] = {"output", 'o', W_V_FILE, W_O_OUTPUT},
    [OPT_COLOR] = {"color", 0, W_V_COLOR, W_O_COLOR},
    [OPT_STRICT] = {"strict", 0, W_NONE, W_O_STRICT},
    [OPT_ENCODING] = {"encoding", 0, W_V_ENCODING, W_O_ENCODING},
    [OPT_SHEET] = {"sheet", 0, W_V_SHEET, W_O_SHEET},
    [OPT_SKIP_BAD] = {"skip-bad", 0, W_NONE, W_O_SKIP_BAD},
    [OPT_DRY_RUN] = {"dry-run", 0, W_NONE, W_O_DRY_RUN},
    [OPT_FINDINGS] = {"findings", 0, W_V_FILE, W_O_FINDINGS},
    [OPT_RETURN] = {"return", 0, W_V_DIR, W_O_RETURN},
    [OPT_JUMP] = {"jump", 0, W_V_FACTOR, W_O_JUMP},
    [OPT_BY] = {"by", 0, W_V_WHO, W_O_BY},
    [OPT_REASON] = {"reason", 0, W_V_TEXT, W_O_REASON},
    [OPT_AT] = {"at", 0, W_V_TIME, W_O_AT},
    [OPT_FROM] = {"from", 0, W_V_PERIOD, W_O_FROM},
    [OPT_TO] = {"to", 0, W_V_PERIOD, W_O_TO},
    [OPT_TOLERANCE] = {"tolerance", 0, W_V_POINTS, W_O_TOLERANCE},
    [OPT_LIVE] = {"live", 0, W_NONE, W_O_LIVE},
    [OPT_SUPERSEDE] = {"supersede", 0, W_NONE, W_O_SUPERSEDE},
    [OPT_SIGN] = {"sign", 0, W_V_FILE, W_O_SIGN},
    [OPT_KEY] = {"key", 0, W_V_FILE, W_O_KEY},
    [OPT_PASSWORD_FILE] = {"password-file", 0, W_V_FILE, W_O_PASSWORD_FILE},
    [OPT_TARGET] = {"target", 0, W_V_TARGET, W_O_TARGET},
    [OPT_FIX] = {"fix", 0, W_V_CRITERION, W_O_FIX},
    [OPT_ONLY_MINE] = {"only-mine", 0, W_NONE, W_O_ONLY_MINE},
    [OPT_MAX_PER_LEVER] = {"max-per-lever", 0, W_V_NUMBER, W_O_MAX_PER_LEVER},
    [OPT_EFFORT] = {"effort", 0, W_V_FILE, W_O_EFFORT},
    [OPT_SET] = {"set", 0, W_V_CHANGE, W_O_SET},
    [OPT_AROUND] = {"around", 0, W_V_AROUND, W_O_AROUND},
    [OPT_TOP] = {"top", 0, W_V_NUMBER, W_O_TOP},
    [OPT_BOTTOM] = {"bottom", 0, W_V_NUMBER, W_O_BOTTOM},
    [OPT_NO_INTERVAL] = {"no-interval", 0, W_NONE, W_O_NO_INTERVAL},
    [OPT_DRAWS] = {"draws", 0, W_V_NUMBER, W_O_DRAWS},
    [OPT_SEED] = {"seed", 0, W_V_NUMBER, W_O_SEED},
    [OPT_PERTURB] = {"perturb", 0, W_V_PERCENT, W_O_PERTURB},
    [OPT_PERTURB_ON] = {"perturb-on", 0, W_V_LEVEL, W_O_PERTURB_ON},
    [OPT_PAIR] = {"pair", 0, W_V_PAIR, W_O_PAIR},
    [OPT_OFFICE] = {"office", 0, W_V_FILE, W_O_OFFICE},
    [OPT_PUT] = {"put", 0, W_V_SETTING, W_O_PUT},
    [OPT_MAP] = {"map", 0, W_V_FILE, W_O_MAP},
    [OPT_MAP_BY] = {"map-by", 0, W_V_CRITERION, W_O_MAP_BY},
    [OPT_FIGURE] = {"figure", 0, W_V_FIGURE, W_O_FIGURE},
    [OPT_OPEN] = {"open", 0, W_NONE, W_O_OPEN},
    [OPT_CRITERIA_DIR] = {"criteria-dir", 0, W_V_DIR, W_O_CRITERIA_DIR},
    [OPT_LANG] = {"lang", 0, W_V_LANG, W_O_LANG},
    [OPT_QUIET] = {"quiet", 'q', W_NONE, W_O_QUIET},
    [OPT_VERBOSE] = {"verbose", 'v', W_NONE, W_O_VERBOSE},
    [OPT_HELP] = {"help", 'h', W_NONE, W_O_HELP},
    [OPT_VERSION] = {"version", 'V', W_NONE, W_O_VERSION},
};

static int fault_set(cli_fault *f, cli_word word, const char *a, const char *b)
{
  *f = (cli_fault){.word = word};
  const char *from[2] = {a ? a : "", b ? b : ""};
  for (int i = 0; i < 2; i++) {
    size_t size = strlen(from[i]);
    if (size >= sizeof f->text[i]) {
      size = sizeof f->text[i] - 1;
      while (size > 0 && ((unsigned char)from[i][size] & 0xC0) == 0x80) size--;
    }
    memcpy(f->text[i], from[i], size);
    f->arg[i] = f->text[i];
  }
  return -1;
}

static void append(char *text, size_t size, const char *more)
{
  size_t used = strlen(text);
  while (*more && used + 1 < size) text[used++] = *more++;
  text[used] = '\0';
}

/* The option of this name or unique prefix, or -1 with fault filled. `shown` is what was typed. */
static int find_long(const char *name, size_t size, const char *shown, cli_fault *fault)
{
  int found = -1, hits = 0;
  char all[256] = "";
  for (int i = 0; i < OPT_COUNT; i++) {
    if (strncmp(cli_options[i].name, name, size) != 0 || size == 0) continue;
    if (cli_options[i].name[size] == '\0') return i;
    append(all, sizeof all, hits ? ", --" : "--");
    append(all, sizeof all, cli_options[i].name);
    found = i;
    hits++;
  }
  if (hits == 1) return found;
  if (hits > 1) return fault_set(fault, W_OPTION_AMBIGUOUS, shown, all);
  const char *names[OPT_COUNT];
  char typed[64] = "";
  for (int i = 0; i < OPT_COUNT; i++) names[i] = cli_options[i].name;
  if (size < sizeof typed) {
    memcpy(typed, name, size);
    typed[size] = '\0';
  }
  const size_t near = cli_nearest(typed, names, OPT_COUNT);
  if (near == SIZE_MAX) return fault_set(fault, W_OPTION_UNKNOWN, shown, NULL);
  return fault_set(fault, W_OPTION_NEAREST, shown, names[near]);
}

static int list_add(cli_list *list, const char *item, int most, cli_fault *fault)
{
  if (!list->item) list->item = calloc((size_t)most, sizeof *list->item);
  if (!list->item) return fault_set(fault, W_MEMORY, NULL, NULL);
  list->item[list->count++] = item;
  return 0;
}

/* Index of the value among the NULL-terminated choices, by unique prefix; -1 with fault filled. */
static int choose(int id, const char *value, const char *const *choice, cli_fault *fault)
{
  int found = -1, hits = 0;
  char wanted[256] = "";
  const size_t size = strlen(value);
  for (int i = 0; choice[i]; i++) {
    append(wanted, sizeof wanted, i ? ", " : "");
    append(wanted, sizeof wanted, choice[i]);
    if (size == 0 || strncmp(choice[i], value, size) != 0) continue;
    if (choice[i][size] == '\0') return i;
    found = i;
    hits++;
  }
  if (hits == 1) return found;
  char shown[256] = "--";
  append(shown, sizeof shown, cli_options[id].name);
  append(shown, sizeof shown, " ");
  append(shown, sizeof shown, value);
  return fault_set(fault, W_VALUE_UNKNOWN, shown, wanted);
}

static int take(cli_args *a, int id, const char *value, int most, cli_fault *fault)
{
  static const char *const stages[] = {"self", "verified", "published", NULL};
  static const char *const formats[] = {"table", "csv", "json", "markdown", "html", "docx", "xlsx", "svg", NULL};
  static const char *const csvs[] = {"plain", "excel-vi", NULL};
  static const char *const langs[] = {"en", "vi", NULL};
  static const char *const colors[] = {"auto", "always", "never", NULL};
  static const char *const delimiters[] = {",", ";", "\t", "comma", "semicolon", "tab", NULL};
  static const char *const levels[] = {"criteria", "groups", NULL};
  static const char *const decimals[] = {".", ",", "point", "comma", NULL};
  int at = 0;
  a->given |= OPT_BIT(id);
  if (value && *value == '\0') return fault_set(fault, W_VALUE_EMPTY, cli_options[id].name, NULL);
  switch (id) {
  case OPT_DB: a->db = value; break;
  case OPT_CRITERIA: a->criteria = value; break;
  case OPT_CRITERIA_DIR: a->criteria_dir = value; break;
  case OPT_PERIOD: a->period = value; break;
  case OPT_OFFICE: a->office = value; break;
  case OPT_MAP: a->map = value; break;
  case OPT_MAP_BY: a->map_by = value; break;
  case OPT_FIGURE: a->figure = value; break;
  case OPT_SCOPE: a->scope = value; break;
  case OPT_UNIT: a->unit = value; break;
  case OPT_OUTPUT: a->output = value; break;
  case OPT_ENCODING: a->encoding = value; break;
  case OPT_SHEET: a->sheet = value; break;
  case OPT_FINDINGS: a->findings = value; break;
  case OPT_RETURN: a->return_dir = value; break;
  case OPT_JUMP: a->jump = value; break;
  case OPT_BY: a->by = value; break;
  case OPT_REASON: a->reason = value; break;
  case OPT_AT:
    if (!cli_is_moment(value)) return fault_set(fault, W_AT_WRONG, value, NULL);
    a->at = value;
    break;
  case OPT_FROM: a->from = value; break;
  case OPT_TO: a->to = value; break;
  case OPT_TOLERANCE: a->tolerance = value; break;
  case OPT_SIGN: a->sign = value; break;
  case OPT_KEY: a->key = value; break;
  case OPT_PASSWORD_FILE: a->password_file = value; break;
  case OPT_TARGET: a->target = value; break;
  case OPT_MAX_PER_LEVER: a->max_per_lever = value; break;
  case OPT_EFFORT: a->effort = value; break;
  case OPT_AROUND: a->around = value; break;
  case OPT_TOP: a->top = value; break;
  case OPT_BOTTOM: a->bottom = value; break;
  case OPT_DRAWS: a->draws = value; break;
  case OPT_SEED: a->seed = value; break;
  case OPT_PERTURB: a->perturb = value; break;
  case OPT_PAIR: a->pair = value; break;
  case OPT_PERTURB_ON:
    if ((at = choose(id, value, levels, fault)) >= 0) a->perturb_groups = at == 1;
    break;
  case OPT_FIX: return list_add(&a->fix, value, most, fault);
  case OPT_SET: return list_add(&a->set, value, most, fault);
  case OPT_PUT: return list_add(&a->put, value, most, fault);
  case OPT_DATA: return list_add(&a->data, value, most, fault);
  case OPT_UNITS: return list_add(&a->units, value, most, fault);
  case OPT_STAGE:
    if ((at = choose(id, value, stages, fault)) >= 0) a->stage = (score_stage)at;
    break;
  case OPT_FORMAT:
    if ((at = choose(id, value, formats, fault)) >= 0) a->format = (score_format)at;
    break;
  case OPT_CSV:
    if ((at = choose(id, value, csvs, fault)) >= 0) a->excel_vi = at == 1;
    break;
  case OPT_LANG:
    if ((at = choose(id, value, langs, fault)) >= 0) a->lang = (score_lang)at;
    break;
  case OPT_COLOR:
    if ((at = choose(id, value, colors, fault)) >= 0) a->color = (cli_color)at;
    break;
  case OPT_DELIMITER:
    if ((at = choose(id, value, delimiters, fault)) >= 0) a->delimiter = ",;\t"[at % 3];
    break;
  case OPT_DECIMAL:
    if ((at = choose(id, value, decimals, fault)) >= 0) a->decimal = ".,"[at % 2];
    break;
  default: break;
  }
  return at < 0 ? -1 : 0;
}

static int parse_long(cli_args *a, int argc, char **argv, int *i, cli_fault *fault)
{
  char shown[256] = "";
  const char *name = argv[*i] + 2, *equals = strchr(name, '=');
  const size_t size = equals ? (size_t)(equals - name) : strlen(name);
  append(shown, size + 3 < sizeof shown ? size + 3 : sizeof shown, argv[*i]);
  const int id = find_long(name, size, shown, fault);
  if (id < 0) return -1;
  if (!cli_options[id].value) {
    if (equals) return fault_set(fault, W_VALUE_UNWANTED, cli_options[id].name, NULL);
    return take(a, id, NULL, argc, fault);
  }
  if (equals) return take(a, id, equals + 1, argc, fault);
  if (*i + 1 >= argc) return fault_set(fault, W_VALUE_ABSENT, cli_options[id].name, NULL);
  return take(a, id, argv[++*i], argc, fault);
}

static int parse_letters(cli_args *a, int argc, char **argv, int *i, cli_fault *fault)
{
  for (const char *c = argv[*i] + 1; *c; c++) {
    int id = 0;
    while (id < OPT_COUNT && cli_options[id].letter != *c) id++;
    if (id == OPT_COUNT) return fault_set(fault, W_OPTION_UNKNOWN, argv[*i], NULL);
    if (!cli_options[id].value) {
      if (take(a, id, NULL, argc, fault) != 0) return -1;
      continue;
    }
    if (c[1]) return take(a, id, c + 1, argc, fault);
    if (*i + 1 >= argc) return fault_set(fault, W_VALUE_ABSENT, cli_options[id].name, NULL);
    return take(a, id, argv[++*i], argc, fault);
  }
  return 0;
}

int cli_args_parse(cli_args *args, int argc, char **argv, cli_fault *fault)
{
  bool ended = false;
  int rc = 0;
  for (int i = 1; i < argc && rc == 0; i++) {
    const char *arg = argv[i];
    if (ended || arg[0] != '-' || arg[1] == '\0') {
      rc = list_add(&args->words, arg, argc, fault);
    } else if (arg[1] != '-') {
      rc = parse_letters(args, argc, argv, &i, fault);
    } else if (arg[2] == '\0') {
      ended = true;
    } else {
      rc = parse_long(args, argc, argv, &i, fault);
    }
  }
  return rc;
}

void cli_args_free(cli_args *args)
{
  free(args->data.item);
  free(args->units.item);
  free(args->words.item);
  free(args->fix.item);
  free(args->set.item);
  free(args->put.item);
}
