/* A paper with all that a document may hold: the same bytes every time, and memory that runs out at every single
 * allocation of it ends in that error, not in a crash or half a file. What the bytes are is read in test_docx.py. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "output/writer.h"

#include "../refusing.h"

#define HOSTILE "<b>&\"'=1+1 \xE2\x80\xAE\xF0\x9F\x98\x80\x01\x1B]]>\xC3\x28\xFF\tx\ny"

static score__cell said(score_document *d, const char *text)
{
  return score__cell_text(d, text);
}

static const score__letter *make_letter(score_document *d)
{
  static score__cell recipients[2], capacity[2];
  static score__letter letter;
  recipients[0] = said(d, "- Như trên;");
  recipients[1] = said(d, "Lưu: VT.");
  capacity[0] = said(d, "TM. ỦY BAN NHÂN DÂN");
  capacity[1] = said(d, "CHỦ TỊCH");
  letter = (score__letter){.above = said(d, "ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI"),
                           .office = said(d, HOSTILE),
                           .number = said(d, "Số: 12/BC-UBND"),
                           .state = said(d, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
                           .motto = said(d, "Độc lập - Tự do - Hạnh phúc"),
                           .place_date = said(d, "Long Khánh, ngày 10 tháng 10 năm 2026"),
                           .title = said(d, "BÁO CÁO"),
                           .subject = said(d, "Kết quả chuyển đổi số"),
                           .recipients_title = said(d, "Nơi nhận:"),
                           .recipient = recipients,
                           .recipient_count = 2,
                           .capacity = capacity,
                           .capacity_count = 2,
                           .signer = said(d, "Nguyễn Văn A")};
  return &letter;
}

/* A table of so many columns of numbers beside a name. */
static void add_table(score_document *d, const char *key, size_t columns, bool gives_way)
{
  score__sheet_table *t = score__sheet_table_add(d, key, 0);
  score__sheet_column_add(d, t,
                          (score__sheet_column){.key = "name", .title_words = {{"Name", "Tên"}}, .shrinks = true});
  for (size_t c = 1; c < columns; c++)
    score__sheet_column_add(d, t,
                            (score__sheet_column){.key = "n",
                                                  .title_words = {{"Number", "Số"}},
                                                  .right = true,
                                                  .gives_way = gives_way ? (uint8_t)(c / 8) : 0});
  for (unsigned r = 0; r < 3; r++) {
    score__cell *row = score__sheet_row_add(d, t, r * 9);
    row[0] = said(d, r == 1 ? HOSTILE : "Xã Phù Ninh");
    for (size_t c = 1; c < columns; c++) row[c] = score__cell_points(-123456789, 2);
  }
}

static score_document *make(void)
{
  score_document *d = score__sheet_new("paper");
  d->title = said(d, "Bảng");
  d->synthetic = d->supposed = true;
  d->letter = make_letter(d);
  score__sheet_fact_add(d, "fact", SCORE__PH_FACT_PERIOD, said(d, HOSTILE));
  score__sheet_line_add(d, said(d, HOSTILE), 0, false);
  score__sheet_line_add(d, said(d, "- một\n- hai"), 2, true);
  add_table(d, "narrow", 4, false);
  score__sheet_section_add(d, "wide", said(d, "I. Bảng ngang"), 1);
  add_table(d, "lying", 16, false);
  score__sheet_figure_add(d, (score__figure){.kind = SCORE__FIGURE_BARS,
                                             .key = "bars",
                                             .title = said(d, "Hình"),
                                             .said = said(d, "Cao nhất là 1."),
                                             .section = 1,
                                             .table = 1,
                                             .first = 1,
                                             .count = 1});
  score__sheet_section_add(d, "part", said(d, "1. Bảng bớt cột"), 2)->new_page = true;
  add_table(d, "giving", 60, true);
  add_table(d, "none", 90, false);
  score__sheet_section_add(d, "annex", said(d, "Phụ lục I"), 1)->annex = true;
  add_table(d, "last", 3, false);
  return d;
}

static const score_write_options options = {.format = SCORE_FORMAT_DOCX, .lang = SCORE_LANG_VI};

START_TEST(same_bytes)
{
  score_document *d = make();
  score__buffer first = {0}, second = {0};
  ck_assert(!d->failed);
  ck_assert_int_eq(score__write_docx(&first, d, &options, NULL), 0);
  ck_assert_int_eq(score__write_docx(&second, d, &options, NULL), 0);
  ck_assert_uint_gt(first.size, 3000);
  ck_assert(memcmp(first.data, "PK\003\004", 4) == 0);
  ck_assert(memcmp(first.data + 30, "[Content_Types].xml", 19) == 0);
  ck_assert_uint_eq(first.size, second.size);
  ck_assert(memcmp(first.data, second.data, first.size) == 0);
  score__buffer_free(&first);
  score__buffer_free(&second);
  score_document_free(d);
}
END_TEST

START_TEST(every_allocation)
{
  score_document *d = make();
  score__buffer good = {0};
  long n = 0;
  ck_assert_int_eq(score__write_docx(&good, d, &options, NULL), 0);
  for (bool again = true; again; n++) {
    score__buffer out = {0};
    score_error err = {0};
    hit = false;
    countdown = n;
    const int code = score__write_docx(&out, d, &options, &err);
    countdown = -1;
    again = hit;
    /* The time zone, which libzip asks for, is none of the paper's. */
    ck_assert_msg((hit && code == SCORE_E_MEMORY) ||
                      (code == 0 && out.size == good.size && memcmp(out.data, good.data, out.size) == 0),
                  "allocation %ld: code %d", n, code);
    score__buffer_free(&out);
    ck_assert_int_lt(n, 100000);
  }
#if !WATCHED
  ck_assert_int_gt(n, 50);
#endif
  score__buffer_free(&good);
  score_document_free(d);
}
END_TEST

int main(void)
{
  Suite *s = suite_create("docx_memory");
  TCase *c = tcase_create("docx");
  tcase_set_timeout(c, 120);
  tcase_add_test(c, same_bytes);
  tcase_add_test(c, every_allocation);
  suite_add_tcase(s, c);
  SRunner *r = srunner_create(s);
  srunner_run_all(r, CK_NORMAL);
  int failed = srunner_ntests_failed(r);
  srunner_free(r);
  return failed != 0;
}
