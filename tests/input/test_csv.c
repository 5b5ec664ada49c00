#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "input/csv.h"

/* Rows come out as "line:cell|cell\n". */
typedef struct record {
  char text[4096];
  char last[2][128]; /* the last row and the one before */
  int stop_at;       /* row that ends the reading; 0 = none */
  int rows;
} record;

static int on_row(void *context, uint32_t line, const score__csv_cell *cell, size_t count, score_error *err)
{
  record *l = context;
  size_t used = strlen(l->text);
  l->rows++;
  memcpy(l->last[1], l->last[0], sizeof l->last[1]);
  snprintf(l->last[0], sizeof l->last[0], "%u:%.60s%s%.60s\n", line, cell[0].text, count > 1 ? "|" : "",
           count > 1 ? cell[1].text : "");
  used += (size_t)snprintf(l->text + used, sizeof l->text - used, "%u:", line);
  for (size_t i = 0; i < count && used < sizeof l->text; i++) {
    ck_assert_uint_eq(strlen(cell[i].text), cell[i].size);
    used += (size_t)snprintf(l->text + used, sizeof l->text - used, "%s%s", i ? "|" : "", cell[i].text);
  }
  if (used < sizeof l->text) snprintf(l->text + used, sizeof l->text - used, "\n");
  if (l->stop_at == l->rows) return score__fail(err, SCORE_E_USAGE, SCORE__PH_CSV_EMPTY, (const char *)NULL);
  return 0;
}

static int read_text(const char *text, size_t size, char delimiter, record *l, score__csv_info *info, score_error *err)
{
  memset(l, 0, sizeof *l);
  memset(err, 0, sizeof *err);
  return score__csv_parse(text, size, "t.csv", delimiter, on_row, l, info, err);
}

static const struct good {
  const char *text, *rows;
  char delimiter;
} good[] = {
    {"a,b\n1,2\n", "1:a|b\n2:1|2\n", ','},
    {"a,b\n1,2", "1:a|b\n2:1|2\n", ','},
    {"a,b\r\n1,2\r\n", "1:a|b\n2:1|2\n", ','},
    {"a,b\r1,2\r", "1:a|b\n2:1|2\n", ','},
    {"a,b\r1,2\rx", "1:a|b\n2:1|2\n3:x\n", ','},
    {"a;b,c\n1;2,5;\n", "1:a|b,c\n2:1|2,5|\n", ';'},
    {"a\tb\n1\t2,5\n", "1:a|b\n2:1|2,5\n", '\t'},
    {"a\tb\n\t2\n", "1:a|b\n2:|2\n", '\t'},
    {"\xef\xbb\xbf"
     "a,b\n",
     "1:a|b\n", ','},
    {"\"x;y;z\",b\n", "1:x;y;z|b\n", ','},
    {"a,b\n\"1\n2\",3\n4,5\n", "1:a|b\n2:1\n2|3\n4:4|5\n", ','},
    {"a,b\r\n\"1\r\n2\",3\r\n4,5\r\n", "1:a|b\n2:1\r\n2|3\n4:4|5\n", ','},
    {"\n\n a , b \n\n\n1,\"  2\"\n", "3:a|b\n6:1|2\n", ','},
    {"a,b\n,\n\"\",\" \"\n1,2\n", "1:a|b\n4:1|2\n", ','},
    {"a,b\n\"he said \"\"no\"\"\",2\n", "1:a|b\n2:he said \"no\"|2\n", ','},
    {"unit\n25210\n", "1:unit\n2:25210\n", ','},
    {"", "", ','},
    {"\xef\xbb\xbf", "", ','},
    /* NFD is composed; U+00A0 is trimmed like a blank. */
    {"e\xcc\x81"
     "a,\xc2\xa0x\xc2\xa0\n",
     "1:\xc3\xa9"
     "a|x\n",
     ','},
    {"Xa\xcc\x83,\xe1\xbb\x87\n", "1:X\xc3\xa3|\xe1\xbb\x87\n", ','},
};

START_TEST(test_good)
{
  record l;
  score__csv_info info;
  score_error err = {0};
  ck_assert_int_eq(read_text(good[_i].text, strlen(good[_i].text), 0, &l, &info, &err), 0);
  ck_assert_str_eq(l.text, good[_i].rows);
  if (*good[_i].rows) ck_assert_int_eq(info.delimiter, good[_i].delimiter);
  ck_assert_uint_eq(info.rows, (uint64_t)l.rows);
  ck_assert_uint_eq(info.size_bytes, strlen(good[_i].text));
}
END_TEST

#define BYTES(s) s, sizeof(s) - 1

static const struct bad {
  const char *text;
  size_t size;
  int phrase;
  uint32_t line, column;
  const char *rows; /* read before */
} bad[] = {
    {BYTES("a,b\n1,2\n3,x\"y\n5,6\n"), SCORE__PH_CSV_QUOTE, 3, 2, "1:a|b\n2:1|2\n"},
    {BYTES("a,b\n\"1\"x,2\n"), SCORE__PH_CSV_QUOTE, 2, 1, "1:a|b\n"},
    {BYTES("a,b\n1,2\n\"3,4\n5,6\n7,8\n"), SCORE__PH_CSV_QUOTE_OPEN, 3, 1, "1:a|b\n2:1|2\n"},
    {BYTES("a,b\n1,\xff\n"), SCORE__PH_CSV_ENCODING, 2, 2, "1:a|b\n"},
    {BYTES("a,b\n1,\xc3\n"), SCORE__PH_CSV_ENCODING, 2, 2, "1:a|b\n"},
    {BYTES("a,b\n1,\xed\xa0\x80\n"), SCORE__PH_CSV_ENCODING, 2, 2, "1:a|b\n"},
    {BYTES("a,b\n1,2\n3,\0,4\n"), SCORE__PH_CSV_NUL, 3, 0, "1:a|b\n2:1|2\n"},
    {BYTES("\xff\xfe"
           "a\0,\0b\0\n\0"),
     SCORE__PH_CSV_ENCODING, 1, 0, ""},
    {BYTES("\xfe\xff\0a\0,\0b\0\n"), SCORE__PH_CSV_ENCODING, 1, 0, ""},
    {BYTES("a\0,\0b\0\n\0"
           "1\0,\0"
           "2\0\n\0"),
     SCORE__PH_CSV_ENCODING, 1, 0, ""},
    {BYTES("PK\3\4xxxxxx"), SCORE__PH_CSV_WORKBOOK, 0, 0, ""},
};

START_TEST(test_bad)
{
  record l;
  score_error err = {0};
  ck_assert_int_eq(read_text(bad[_i].text, bad[_i].size, 0, &l, NULL, &err), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, bad[_i].phrase);
  ck_assert_uint_eq(err.line, bad[_i].line);
  ck_assert_uint_eq(err.column, bad[_i].column);
  ck_assert_str_eq(err.file, "t.csv");
  ck_assert_str_eq(l.text, bad[_i].rows);
}
END_TEST

/* The same rows wherever a block ends: rows of many lengths over several blocks of 64 KiB, CR LF and quoted line ends
 * among them. */
START_TEST(test_blocks)
{
  enum { ROWS = 20000 };
  char *text = malloc((size_t)ROWS * 40), *at = text;
  ck_assert_ptr_nonnull(text);
  uint32_t line = 1, want[ROWS];
  at += sprintf(at, "a,b,c\r\n");
  line++;
  for (int i = 0; i < ROWS; i++) {
    want[i] = line;
    if (i % 7 == 3) {
      at += sprintf(at, "%d,\"x\r\ny%.*s\",\xe1\xbb\x87\r\n", i, i % 11, "0123456789ab");
      line += 2;
    } else {
      at += sprintf(at, "%d,%.*s,z%s", i, i % 13, "0123456789abc", i % 5 == 0 ? "\n" : "\r\n");
      line++;
    }
  }
  record l = {0};
  score_error err = {0};
  score__csv_info info;
  ck_assert_int_eq(score__csv_parse(text, (size_t)(at - text), "t", 0, on_row, &l, &info, &err), 0);
  ck_assert_uint_eq(info.rows, ROWS + 1);
  /* A stray quote at the very end is told with the line it has. */
  memcpy(at, "9,x\"y,z\n", 8);
  memset(&l, 0, sizeof l);
  ck_assert_int_eq(score__csv_parse(text, (size_t)(at - text) + 8, "t", 0, on_row, &l, &info, &err), SCORE_E_INPUT);
  ck_assert_uint_eq(err.line, line);
  ck_assert_uint_gt(want[ROWS - 1], ROWS);
  free(text);
}
END_TEST

/* A CR LF in a quoted cell, and one between rows, at every place around the end of a block. */
START_TEST(test_cr_at_block_end)
{
  char *text = malloc(70000);
  ck_assert_ptr_nonnull(text);
  for (size_t pad = 65510; pad < 65540; pad++) {
    memset(text, 'x', pad);
    for (size_t i = 99; i < pad; i += 100) text[i] = '\n';
    text[pad - 1] = '\n';
    uint32_t lines = 0;
    for (size_t i = 0; i < pad; i++) lines += text[i] == '\n';
    int n = sprintf(text + pad, "\"1\r\n2\",3\r\n4,5\r\n");
    record l = {0};
    score_error err = {0};
    ck_assert_int_eq(score__csv_parse(text, pad + (size_t)n, "t", ',', on_row, &l, NULL, &err), 0);
    char want[64];
    snprintf(want, sizeof want, "%u:1\r\n2|3\n%u:4|5\n", lines + 1, lines + 3);
    ck_assert_msg(strcmp(l.last[0], "") != 0, "no row");
    char got[256];
    snprintf(got, sizeof got, "%s%s", l.last[1], l.last[0]);
    ck_assert_str_eq(got, want);
  }
  free(text);
}
END_TEST

START_TEST(test_stop)
{
  record l = {.stop_at = 2};
  score_error err = {0};
  const char *text = "a,b\n1,2\n3,4\n5,\"6\n";
  ck_assert_int_eq(score__csv_parse(text, strlen(text), "t", 0, on_row, &l, NULL, &err), SCORE_E_USAGE);
  ck_assert_str_eq(l.text, "1:a|b\n2:1|2\n");
}
END_TEST

START_TEST(test_limits)
{
  size_t size = SCORE__MAX_CELL_BYTES + 100;
  char *text = malloc(size * 3);
  ck_assert_ptr_nonnull(text);
  record l;
  score_error err = {0};
  memset(text, 'x', size);
  memcpy(text, "a\nb,", 4);
  text[size - 1] = '\n';
  ck_assert_int_eq(read_text(text, size, ',', &l, NULL, &err), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_CSV_CELL_SIZE);
  ck_assert_uint_eq(err.line, 2);
  ck_assert_uint_eq(err.column, 2);
  /* A quote that is never closed does not swallow a whole file. */
  memset(text, 'x', size * 3);
  memcpy(text, "a\n\"", 3);
  for (size_t i = 100; i < size * 3; i += 100) text[i] = '\n';
  ck_assert_int_eq(read_text(text, size * 3, ',', &l, NULL, &err), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_CSV_CELL_SIZE);
  ck_assert_uint_eq(err.line, 2);
  memset(text, ',', SCORE__MAX_CSV_COLUMNS + 1);
  ck_assert_int_eq(read_text(text, SCORE__MAX_CSV_COLUMNS + 1, ',', &l, NULL, &err), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_CSV_COLUMNS);
  free(text);
}
END_TEST

START_TEST(test_file)
{
  record l = {0};
  score_error err = {0};
  score__csv_info info;
  ck_assert_int_eq(score__csv_read("/no/such/file.csv", 0, on_row, &l, NULL, &err), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_FILE_ABSENT);
  ck_assert_int_eq(score__csv_read("/tmp", 0, on_row, &l, NULL, &err), SCORE_E_INPUT);
  ck_assert_int_eq(err.phrase, SCORE__PH_FILE_FOLDER);
  ck_assert_int_eq(score__csv_parse("a", 1, "t", '|', on_row, &l, NULL, &err), SCORE_E_USAGE);
  char path[] = "/tmp/score_test_csv_XXXXXX";
  int fd = mkstemp(path);
  ck_assert_int_ge(fd, 0);
  FILE *f = fdopen(fd, "wb");
  fputs("abc", f);
  fclose(f);
  ck_assert_int_eq(score__csv_read(path, 0, on_row, &l, &info, &err), 0);
  remove(path);
  /* FIPS 180-2, appendix B.1 */
  ck_assert_str_eq(info.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("csv");
  TCase *tc = tcase_create("csv");
  tcase_add_loop_test(tc, test_good, 0, sizeof good / sizeof *good);
  tcase_add_loop_test(tc, test_bad, 0, sizeof bad / sizeof *bad);
  tcase_add_test(tc, test_blocks);
  tcase_add_test(tc, test_cr_at_block_end);
  tcase_add_test(tc, test_stop);
  tcase_add_test(tc, test_limits);
  tcase_add_test(tc, test_file);
  suite_add_tcase(suite, tc);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
