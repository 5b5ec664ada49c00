#!/usr/bin/env python3
"""Files as wards send them, into a store: what is refused and where, what is left out, what goes back to be corrected,
who is absent. Every expectation was written by hand; a refused file, and a dry run, leave the store as it was: its dump
is compared."""
import csv
import hashlib
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "input"))
import bookmaker as book  # noqa: E402
from tally import BIN, SOURCE, Tally  # noqa: E402

SET = ["--criteria", os.path.join(SOURCE, "criteria", "766", "2026-portal.json"), "--at", "2026-10-10T08:00:00Z"]
UNITS = ("code,name,kind,parent,portal_code\n05210,Phường Đồng Xoài,phuong,75,H10.1\n25217,Phường Phước Long,phuong,75,\n"
         "25220,Phường Phước Bình,phuong,75,\n25300,Xã Tân Lợi,xa,75,\n25301,Xã Tân Lợi,xa,75,\n"
         "25302,Xã Thuận Lợi,xa,75,\n")
LONG = "unit,period,measure,value\n"
WIDE = "unit,period,hs_tiep_nhan,hs_dung_han\n"

# name, file, and what is said of it: (row, column or "", fragment) in English.
REFUSED = [
    ("code without its zero", WIDE + "5210,2026-Q3,100,90\n",
     [(2, "unit (A)", "unit '5210' is not in the unit list; '05210' wanted")]),
    ("stranger", WIDE + "99999,2026-Q3,100,90\n", [(2, "unit (A)", "unit '99999' is not in the unit list")]),
    ("stranger with a name", "unit,name,period,hs_tiep_nhan\n99999,Phường Lạ,2026-Q3,5\n",
     [(2, "unit (A)", "unit '99999' is not in the unit list")]),
    ("two units of one name", WIDE + "Xã Tân Lợi,2026-Q3,100,90\n",
     [(2, "unit (A)", '"Xã Tân Lợi" names several units: 25300 Xã Tân Lợi, 25301 Xã Tân Lợi; wanted a code')]),
    ("a name without its kind", WIDE + "Thuận Lợi,2026-Q3,100,90\n",
     [(2, "unit (A)", "unit 'Thuận Lợi' is not in the unit list; the code wanted: '25302' (Xã Thuận Lợi)?")]),
    ("a name with a slip", WIDE + "Xã Thuận Lới,2026-Q3,100,90\nXã Thuan Looi,2026-Q3,1,1\n",
     [(3, "unit (A)", 'no unit "Xã Thuan Looi"; the nearest is 25302 Xã Thuận Lợi')]),
    ("totals in the column of units", WIDE + "25217,2026-Q3,100,90\nTổng cộng,2026-Q3,100,90\n",
     [(3, "unit (A)", "'Tổng cộng' is a row of totals and no unit; leave the row out")]),
    ("totals with all the rest wrong", WIDE + "25217,2026-Q3,100,90\nTổng,,x,90\n",
     [(3, "unit (A)", "'Tổng' is a row of totals and no unit; leave the row out")]),
    ("totals beside an empty code", "STT,Mã đơn vị,Tên đơn vị,Kỳ,hs_tiep_nhan\n1,25217,,2026-Q3,5\n,,CỘNG,2026-Q3,5\n",
     [(3, "Mã đơn vị (B)", "'CỘNG' is a row of totals and no unit; leave the row out")]),
    ("no unit", WIDE + ",2026-Q3,100,90\n", [(2, "unit (A)", "no unit; a unit's code wanted")]),
    ("no period", WIDE + "25217,,100,90\n", [(2, "period (B)", "no period")]),
    ("a period that is none", WIDE + "25217,quý 3,100,90\n", [(2, "period (B)", "period 'quý 3'; 2026, 2026-09")]),
    ("all of a row at once", WIDE + "99999,Q3,-1,x\n",
     [(2, "unit (A)", "'99999' is not in the unit list"), (2, "period (B)", "period 'Q3'"),
      (2, "hs_tiep_nhan (C)", "'-1' is below the minimum; at least 0 wanted"),
      (2, "hs_dung_han (D)", "'x' is no number")]),
    ("evidence that ends on no day", "unit,period,hs_tiep_nhan,evidence,evidence_expires\n25217,2026-Q3,5,x,2026-02-30\n",
     [(2, "evidence_expires (E)", "'2026-02-30' is no date on which evidence ends")]),
    ("evidence that ends, in Vietnamese", "Mã đơn vị,Kỳ,hs_tiep_nhan,Minh chứng hết hạn\n25217,2026-Q3,5,cuối năm\n",
     [(2, "Minh chứng hết hạn (D)", "'cuối năm' is no date on which evidence ends")]),
    ("a stage that is none", "unit,period,stage,hs_tiep_nhan\n25217,2026-Q3,duyệt,5\n",
     [(2, "stage (C)", "stage 'duyệt'; self, verified or published wanted")]),
    ("a row given twice", WIDE + "25217,2026-Q3,100,90\nH10.1,2026-Q3,1,1\n05210,2026-Q3,2,2\n",
     [(4, "hs_tiep_nhan (C)", "unit '05210', period 2026-Q3 was given above in this file")]),
    ("a column nobody knows", "unit,period,hs_tiep_nhan,hs_dung_hann\n25217,2026-Q3,100,90\n",
     [(1, "D", "unknown column 'hs_dung_hann'; 'hs_dung_han' is meant?")]),
    ("brackets with a slip", "unit,period,Hồ sơ đúng hạn [hs_dung_hạn]\n25217,2026-Q3,100\n",
     [(1, "C", "unknown column 'Hồ sơ đúng hạn [hs_dung_hạn]'; 'hs_dung_han' is meant?")]),
    ("the name of a measure for its key", "unit,period,\"Hồ sơ đã xử lý trước hạn, đúng hạn và đang xử lý còn hạn\"\n25217,2026-Q3,1\n",
     [(1, "C", "'hs_dung_han' is meant?")]),
    ("one column under two headings", "unit,period,hs_tiep_nhan,Hồ sơ [hs_tiep_nhan]\n25217,2026-Q3,1,2\n",
     [(1, "D", "column 'hs_tiep_nhan' stands twice; once wanted")]),
    ("units under two headings", "unit,Mã đơn vị,period,hs_tiep_nhan\n25217,25217,2026-Q3,1\n",
     [(1, "B", "column 'Mã đơn vị' stands twice; once wanted")]),
    ("long without values", "Mã đơn vị,Kỳ,Mã số liệu\n25217,2026-Q3,hs_tiep_nhan\n",
     [(1, "", "no column 'value' ('Giá trị') in the header; it is wanted")]),
    ("no units at all", "Tên đơn vị,Kỳ,hs_tiep_nhan\nPhường Phước Long,2026-Q3,1\n",
     [(1, "", "no column 'unit' ('Mã đơn vị') in the header; it is wanted")]),
    ("a measure nobody knows", LONG + "25217,2026-Q3,hs_dung_hann,1\n",
     [(2, "measure (C)", "unknown measure 'hs_dung_hann'; 'hs_dung_han' is meant?")]),
    ("two parents", "unit,kind,parent,period,hs_tiep_nhan\n90001,xa,75,2026-Q3,1\n90002,xa,75,2026-Q3,1\n90001,xa,76,2026-Q2,1\n",
     [(4, "parent (C)", "unit '90001' has parent '76' here and '75' above; one wanted")]),
    ("too many cells", WIDE + "25217,2026-Q3,100,90,1\n", [(2, "", "the row has 5 cells; 4 as in the header wanted")]),
    ("titles above the header of a CSV", "SỐ LIỆU QUÝ III\n" + WIDE + "25217,2026-Q3,100,90\n",
     [(1, "", "no column 'unit'"), (1, "A", "unknown column 'SỐ LIỆU QUÝ III'")]),
]
TAKEN_BESIDE = {"two parents": ["units that are not in the unit list"], "titles above the header of a CSV": ["no period"]}

SHEET = "Nhập số liệu"
HEAD = ["Mã đơn vị", "Kỳ", "Mã số liệu", "Giá trị", "Minh chứng hết hạn"]
LOOKS = book.styles({164: "0.0%", 165: "dd/mm/yyyy"}, [0, 164, 165])


def workbook(*rows, looks=LOOKS):
    return book.packed(book.parts({SHEET: book.sheet(*rows)}, looks=looks))


def form(*cells, first=5, head=HEAD):
    """Two titles, a header in the fourth row, then rows: each a list of (value, kind) for the columns."""
    rows = [book.line(1, "PHIẾU SỐ LIỆU"), book.line(2, "Phường Phước Long, quý III năm 2026"), book.line(4, *head)]
    for number, row in enumerate(cells, first):
        out = []
        for i, (value, kind) in enumerate(row, 1):
            ref = f"{book.letters(i)}{number}"
            if kind == "text":
                out.append(book.text(ref, value))
            elif kind == "error":
                out.append(book.cell(ref, value, kind="e"))
            elif kind == "empty formula":
                out.append(book.cell(ref, inside="<f>A1</f>"))
            else:
                out.append(book.cell(ref, value, style={"number": None, "percent": 1, "date": 2}[kind]))
        rows.append(book.row(number, *out))
    return workbook(*rows)


def given(unit="25217", period="2026-Q3", measure="hs_tiep_nhan", value=("5", "number"), expires=None):
    row = [(unit, "number" if unit.isdigit() and unit[0] != "0" else "text"), (period, "text"), (measure, "text"), value]
    return row + ([expires] if expires else [])


BOOKS = [
    ("an error of a formula", form(given(value=("#DIV/0!", "error"))),
     [(5, "Giá trị (hs_tiep_nhan) (D)", "the cell holds #DIV/0!")]),
    ("a formula without a result", form(given(), given(measure="hs_dung_han", value=("", "empty formula"))),
     [(6, "Giá trị (hs_dung_han) (D)", "a formula without a result; a value wanted")]),
    ("a number that became a date", form(given(value=("46085", "date"))),
     [(5, "Giá trị (hs_tiep_nhan) (D)", "is a date here; a number wanted")]),
    ("half a dossier", form(given(value=("90.5", "number"))),
     [(5, "Giá trị (hs_tiep_nhan) (D)", "'90.5' is no whole number")]),
    ("a code that lost its zero", form(given(unit="5210")),
     [(5, "Mã đơn vị (A)", "'05210' wanted: a spreadsheet drops leading zeros")]),
    ("a share of dossiers", form(given(value=("0.5", "percent"))),
     [(5, "Giá trị (hs_tiep_nhan) (D)", "'50%' is no number")]),
    ("a period that became a date", form([("25217", "number"), ("46266", "date"), ("hs_tiep_nhan", "text"),
                                          ("5", "number")]),
     [(5, "Kỳ (B)", "period '2026-09-01'; 2026, 2026-09")]),
    ("evidence that ends on no day", form(given(expires=("khi có yêu cầu", "text"))),
     [(5, "Minh chứng hết hạn (E)", "is no date on which evidence ends")]),
    ("no header", workbook(*[book.line(i, f"dòng {i}") for i in range(1, 30)]),
     [(0, "", "no header row within the first 20 rows")]),
    ("only titles", workbook(book.line(1, "PHIẾU SỐ LIỆU")), [(0, "", "no header row within the first 20 rows")]),
    ("a header and no rows", form(), [(0, "", "a header and no rows")]),
    ("a cell beside the table", form(given(), [*given(measure="hs_dung_han"), ("", "text"), ("xem lại", "text")]),
     [(6, "F", "'xem lại' in a column without a name")]),
]


class Ward:
    """A store with the list of units, in a directory of its own."""

    def __init__(self, tally, root, name):
        self.tally = tally
        self.dir = os.path.join(root, name)
        os.mkdir(self.dir)
        self.put("units.csv", UNITS)
        self.run("init", "ward.db", "-q")
        done = self.run("import", "units", "--db", "ward.db", "units.csv", "-q", "--at", "2026-07-01T08:00:00Z")
        tally.check(done.returncode == 0, f"{name}: units: {done.stderr}")

    def put(self, name, content):
        path = os.path.join(self.dir, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(content if isinstance(content, bytes) else content.encode("utf-8"))
        return name

    def run(self, *words, lang="en"):
        return subprocess.run([BIN, *words, "--lang", lang], capture_output=True, text=True, encoding="utf-8",
                              errors="replace", cwd=self.dir, timeout=60)

    def load(self, *words, lang="en"):
        return self.run("import", "data", "--db", "ward.db", *SET, *words, lang=lang)

    def dump(self):
        with sqlite3.connect(os.path.join(self.dir, "ward.db")) as db:
            return hashlib.sha256("\n".join(db.iterdump()).encode()).hexdigest()

    def values(self, extra=""):
        with sqlite3.connect(os.path.join(self.dir, "ward.db")) as db:
            return db.execute("SELECT unit, period, measure, value, line, evidence_expires FROM current_observation"
                              f" {extra} ORDER BY unit, period, measure").fetchall()


def place(name, sheet, row, column):
    text = name + (f"[{sheet}]" if sheet else "") + (f":{row}" if row else "")
    return text + (f" column {column}" if column else "") + ": "


def check_refused(tally, root):
    """Each is refused with these lines and no others, in both languages, and leaves the store as it was."""
    ward = Ward(tally, root, "refused")
    cases = [(what, f"{i}.csv", content, "", said) for i, (what, content, said) in enumerate(REFUSED)]
    cases += [(what, f"{i}.xlsx", content, SHEET, said) for i, (what, content, said) in enumerate(BOOKS)]
    before = ward.dump()
    for what, name, content, sheet, said in cases:
        ward.put(name, content)
        done = ward.load(name)
        lines = [line for line in done.stderr.split("\n")[:-1] if not line.startswith("hint: ")]
        beside = TAKEN_BESIDE.get(what, [])
        wanted = [(place(name, sheet, *at[:2]), at[2]) for at in said]
        tally.check(done.returncode == 3 and done.stdout == "", f"{what}: exit {done.returncode}: {done.stderr}")
        tally.check(len(lines) == len(said) + len(beside), f"{what}: {len(said)} lines wanted:\n{done.stderr}")
        for start, words in wanted:
            tally.check(any(line.startswith(start) and words in line for line in lines),
                        f"{what}: wanted '{start}{words}':\n{done.stderr}")
        vietnamese = ward.load(name, lang="vi")
        tally.check(vietnamese.returncode == 3 and not set(lines) & set(vietnamese.stderr.split("\n")),
                    f"{what}: a line is the same in Vietnamese:\n{vietnamese.stderr}")
        tally.check(ward.dump() == before, f"{what}: the store has changed")


def check_headings(tally, root):
    """Headings of the forms, wide and long, titles above them, and columns for people."""
    ward = Ward(tally, root, "headings")
    wide = ("STT;MÃ ĐƠN VỊ;Tên đơn vị;Kỳ;Giai đoạn;Hồ sơ tiếp nhận [hs_tiep_nhan];hs_dung_han;Nguồn;Ghi chú;Lỗi\r\n"
            "1;05210;Phường Đồng Xoài;2026-Q3;Tự chấm;100;90;sổ;;sai hết\r\n"
            "2;phường phước long;;2026-Q3;thẩm định;50;40;;;\r\n")
    done = ward.load(ward.put("wide.csv", wide), "--verbose")
    tally.check(done.returncode == 0, f"wide: {done.stderr}")
    tally.check("wide.csv: 2 rows read, 4 values written" in done.stdout, f"wide: {done.stdout}")
    tally.check("units given by name and not by code: 1; 'phường phước long' is taken as 25217" in done.stderr,
                f"a name for a code is noted: {done.stderr}")
    tally.check("warning:" not in done.stderr, f"wide: {done.stderr}")
    long = ("mã số liệu,Tên số liệu,Đơn vị tính,Kỳ trước,Giá trị,Mã đơn vị,Kỳ,Minh chứng,Minh chứng hết hạn,Hướng dẫn\n"
            "hs_tiep_nhan,Hồ sơ,hồ sơ,80,7,25220,2026-Q3,tờ trình 5,31/12/2026,đếm cả hồ sơ giấy\n"
            "hs_dung_han,Hồ sơ,hồ sơ,70,,25220,2026-Q3,,,\n")
    done = ward.load(ward.put("long.csv", long))
    tally.check(done.returncode == 0 and "2 rows read, 1 values written" in done.stdout, f"long: {done.stderr}")
    tally.check(ward.values("WHERE unit = '25220'") == [("25220", "2026-Q3", "hs_tiep_nhan", 7, 2, "2026-12-31")],
                f"long: {ward.values()}")
    done = ward.load(ward.put("form.xlsx", form(
        given(unit="05210", period="2026-Q2", value=("1234", "number"), expires=("46387", "date")),
        given(unit="Xã Thuận Lợi", period="2026-Q2", value=("1200", "text")))))
    tally.check(done.returncode == 0 and "2 rows read, 2 values written" in done.stdout, f"form: {done.stderr}")
    tally.check(ward.values("WHERE period = '2026-Q2'") ==
                [("05210", "2026-Q2", "hs_tiep_nhan", 1234, 5, "2026-12-31"),
                 ("25302", "2026-Q2", "hs_tiep_nhan", 1200, 6, None)], f"form: {ward.values()}")
    done = ward.load(ward.put("two.xlsx", book.packed(book.parts({
        "Ghi chú": book.sheet(book.line(1, "xem trang sau")),
        "Số liệu": book.sheet(book.line(1, "unit", "period", "hs_tiep_nhan"), book.line(2, "25217", "2025", 3))}))),
        "--sheet", "Số liệu")
    tally.check(done.returncode == 0 and "1 rows read, 1 values written" in done.stdout, f"--sheet: {done.stderr}")
    done = ward.load(ward.put("legacy.csv", book.windows1258("unit,period,hs_tiep_nhan,note\n25220,2025,3,tờ trình\n")),
                     "--encoding", "windows-1258")
    tally.check(done.returncode == 0, f"--encoding: {done.stderr}")
    done = ward.run("eval", *SET[:2], "--units", "units.csv", "--data", "form.xlsx", "--period", "2026-Q2", "--format",
                    "csv")
    tally.check(done.returncode == 0 and "05210" in done.stdout, f"eval of a workbook: {done.stderr}")
    wrong = ward.load(ward.put("name.csv", "unit,name,period,hs_tiep_nhan\n25217,Phường Phước Bình,2024,5\n"))
    tally.check(wrong.returncode == 0 and "warning: name.csv:2 column name (B): unit '25217' is 'Phường Phước Long' in the "
                "unit list and 'Phường Phước Bình' here; is it the right code?" in wrong.stderr,
                f"a code and a name that do not belong together: {wrong.stderr}")


BAD = WIDE + "25217,2026-Q3,10,x\n25220,2026-Q3,10,9\n99999,2026-Q3,1,1\n25302,2026-Q3,20,18\n25302,2026-Q3,20,\n"


def check_skip(tally, root):
    """Rows with an error are left out whole; what is wrong with the file still refuses it."""
    ward = Ward(tally, root, "skip")
    done = ward.load(ward.put("bad.csv", BAD), "--skip-bad")
    tally.check(done.returncode == 1, f"--skip-bad: exit {done.returncode}: {done.stderr}")
    tally.check("bad.csv: 5 rows read, 4 values written" in done.stdout, f"--skip-bad: {done.stdout}")
    for words in ("bad.csv:2 column hs_dung_han (D): 'x' is no number", "bad.csv:4 column unit (A): unit '99999'",
                  "bad.csv:6 column hs_tiep_nhan (C): unit '25302', period 2026-Q3 was given above",
                  "warning: bad.csv: rows left out: 3 of 5"):
        tally.check(words in done.stderr, f"--skip-bad: wanted {words}: {done.stderr}")
    tally.check([(v[0], v[2], v[3]) for v in ward.values()] ==
                [("25220", "hs_dung_han", 9), ("25220", "hs_tiep_nhan", 10), ("25302", "hs_dung_han", 18),
                 ("25302", "hs_tiep_nhan", 20)], f"--skip-bad: {ward.values()}")
    with sqlite3.connect(os.path.join(ward.dir, "ward.db")) as db:
        tally.check(db.execute("SELECT count(*) FROM unit WHERE code = '99999'").fetchone() == (0,),
                    "a unit of a row that was left out is in the store")
        tally.check(db.execute("SELECT rows, cells FROM import WHERE kind = 'data'").fetchall() == [(5, 4)], "import")
    before = ward.dump()
    for what, content, words in [
            ("no row is left", WIDE + "25217,2026-Q3,x,1\n25217,2026-Q2,1,x\n", "every one of 2 is wrong"),
            ("a header with an error", "unit,period,hs_tiep_nhan,hs_dung_hann\n25217,2026-Q1,1,1\n", "unknown column"),
            ("a stray quote", WIDE + '25217,2026-Q1,1,1\n25220,2026-Q1,"1"2,1\n', "stray quote"),
            ("tabs and marks", "unit\tperiod\tpoints:CLGQ\n25217\t2026-Q1\t8,5\n25220\t2026-Q1\t8\n", "split by tabs")]:
        done = ward.load(ward.put("whole.csv", content), "--skip-bad")
        tally.check(done.returncode == 3 and words in done.stderr, f"{what}: exit {done.returncode}: {done.stderr}")
        tally.check(ward.dump() == before, f"{what}: the store has changed")
    # Of a unit that is described where it is new, a row that is left out describes nothing.
    done = ward.load(ward.put("new.csv", "unit,name,kind,parent,period,hs_tiep_nhan\n90001,Xã Cũ,xa,76,2026-Q3,x\n"
                              "90001,Xã Mới,xa,75,2026-Q3,5\n"), "--skip-bad")
    with sqlite3.connect(os.path.join(ward.dir, "ward.db")) as db:
        tally.check(db.execute("SELECT name, parent FROM unit_state s JOIN unit u ON u.id = s.unit WHERE code = '90001'")
                    .fetchall() == [("Xã Mới", "75")], f"described by a row that was left out: {done.stderr}")


def check_dry(tally, root):
    """All is said as it would be, and nothing is written."""
    ward = Ward(tally, root, "dry")
    ward.put("good.csv", WIDE + "25217,2026-Q3,100,90\n")
    before = ward.dump()
    done = ward.load("good.csv", "--dry-run")
    tally.check(done.returncode == 0 and done.stdout == "good.csv: 1 rows read, 2 values would be written\n",
                f"--dry-run: {done.stdout}{done.stderr}")
    done = ward.load(ward.put("bad.csv", BAD), "--dry-run", "--skip-bad")
    tally.check(done.returncode == 1 and "4 values would be written" in done.stdout, f"--dry-run --skip-bad: {done.stdout}")
    done = ward.load("bad.csv", "good.csv", "--dry-run")
    tally.check(done.returncode == 3 and "nothing was written" in done.stderr, f"--dry-run of two: {done.stderr}")
    done = ward.run("import", "units", "--db", "ward.db", ward.put("more.csv", "code,name\n90009,Xã Mới\n"), "--dry-run")
    tally.check(done.returncode == 0 and "1 units would be written" in done.stdout, f"units: {done.stdout}{done.stderr}")
    done = ward.run("import", "units", "--db", "ward.db", "more.csv", "--skip-bad")
    tally.check(done.returncode == 2 and "--skip-bad is for data" in done.stderr, f"units: {done.stderr}")
    tally.check(ward.dump() == before, "a dry run has changed the store")


def check_versions(tally, root):
    """Files of two years in one folder, by the set without a version: each by the version of its own period."""
    ward = Ward(tally, root, "versions")
    ward.put("years/a.csv", "unit,period,tieu_hoc_ky_nang,tieu_hoc\n25217,2026-Q1,5,6\n")
    ward.put("years/b.csv", "unit,period,trung_hoc_ky_nang\n25217,2025-Q4,5\n")
    ward.put("years/c.csv", "unit,period,tieu_hoc\n25217,2026-Q2,6\n25220,2026-Q2,7\n")
    done = ward.run("import", "data", "--db", "ward.db", "--criteria", "nq57", "years")
    tally.check(done.returncode == 0, f"two versions: {done.stdout}{done.stderr}")
    with sqlite3.connect(os.path.join(ward.dir, "ward.db")) as db:
        used = db.execute("SELECT file, criteria FROM import WHERE kind = 'data' ORDER BY file").fetchall()
    tally.check(used == [("a.csv", "nq57@2026"), ("b.csv", "nq57@2025"), ("c.csv", "nq57@2026")], f"two versions: {used}")
    ward.put("d.csv", "unit,period,tieu_hoc\n25220,2026-Q1,6\n")
    done = ward.run("import", "data", "--db", "ward.db", "--criteria", "nq57@2025", "d.csv")
    tally.check(done.returncode == 3 and "unknown column 'tieu_hoc'" in done.stderr, f"a version that was named: {done.stderr}")


def corrected(text, *pairs):
    for old, new in pairs:
        assert old in text, (old, text)
        text = text.replace(old, new)
    return text


def check_return(tally, root):
    """A refused file goes back with what is wrong in each row; corrected, it is imported as it is."""
    ward = Ward(tally, root, "return")
    done = ward.load(ward.put("bad.csv", BAD), "--return", "back", lang="vi")
    with open(os.path.join(ward.dir, "back", "bad.csv"), encoding="utf-8", newline="") as f:
        text = f.read()
    rows = list(csv.reader(io.StringIO(text)))
    tally.check(done.returncode == 3 and "back/bad.csv" in done.stderr, f"--return: {done.stderr}")
    tally.check(rows[0] == ["unit", "period", "hs_tiep_nhan", "hs_dung_han", "lỗi"], f"--return: {rows[0]}")
    tally.check([r[:4] for r in rows] == list(csv.reader(io.StringIO(BAD))), f"--return: {rows}")
    tally.check(rows[1][4].startswith("cột hs_dung_han (D): 'x' không phải số"), f"--return: {rows[1]}")
    tally.check(rows[2][4] == "" and rows[4][4] == "", f"good rows have no error: {rows}")
    tally.check("đã có ở trên" not in rows[5][4] or rows[5][4], f"--return: {rows[5]}")
    ward.put("back/bad.csv", corrected(text, (",x,", ",8,"), ("99999,2026-Q3", "25300,2026-Q3"),
                                       ("25302,2026-Q3,20,,", "25301,2026-Q3,20,,")))
    done = ward.load("back/bad.csv")
    tally.check(done.returncode == 0 and "5 rows read, 9 values written" in done.stdout,
                f"what came back is imported: {done.stdout}{done.stderr}")
    # Semicolons, decimal commas, an earlier "lỗi" column, a text that looks like a formula.
    office = ("unit;period;Lỗi;lỗi;points:CLGQ;note\r\n25217;2026-Q3;a;cũ;8,5;=tổng\r\n25220;2026-Q3;;;13;\r\n")
    done = ward.load(ward.put("office.csv", office), "--return", "back")
    with open(os.path.join(ward.dir, "back", "office.csv"), encoding="utf-8-sig", newline="") as f:
        text = f.read()
    tally.check(text.split("\r\n")[:2] == ["unit;period;Lỗi;points:CLGQ;note;lỗi", "25217;2026-Q3;a;8,5;'=tổng;"],
                f"--return of an office's file: {text}")
    done = ward.load(ward.put("back/office.csv", corrected("\ufeff" + text, (";13;", ";12;"))))
    tally.check(done.returncode == 0 and "2 values written" in done.stdout, f"office: {done.stderr}")
    # A workbook: titles stay, the bad cell stands out, rows keep their values and numbers, the blank one too.
    ward.put("form.xlsx", form(given(unit="25300", value=("90.5", "number")),
                               given(unit="25301", value=("7", "number"), expires=("46387", "date"))))
    done = ward.load("form.xlsx", "--return", "back")
    back = os.path.join(ward.dir, "back", "form.xlsx")
    with zipfile.ZipFile(back) as z:
        strings = z.read("xl/sharedStrings.xml").decode()
    for words in ("PHIẾU SỐ LIỆU", "lỗi", "'90.5' is no whole number"):
        tally.check(words in strings, f"--return of a workbook: {words} is not in {strings}")
    # A sheet as wide as a template goes back on one page across: the errors stand beside what they are about.
    wide = ["Mã đơn vị", "Kỳ", "Tiêu chí", "Mã số liệu", "Tên số liệu", "Đơn vị tính", "Kỳ trước", "Giá trị", "Nguồn",
            "Minh chứng", "Minh chứng hết hạn", "Ghi chú", "Hướng dẫn"]
    long = "một dòng chữ dài hơn hai mươi bốn ký tự"
    ward.put("template.xlsx", form([(t, "text") for t in ("25217", "2026-Q3", long, "hs_tiep_nhan", long, long, long, "nhiều",
                                                          long, long, "2026-12-31", long, long)], head=wide))
    ward.load("template.xlsx", "--return", "back")
    with zipfile.ZipFile(os.path.join(ward.dir, "back", "template.xlsx")) as z:
        page = re.findall(r"<page[^>]*>|<fitTo[^>]*>", z.read("xl/worksheets/sheet1.xml").decode())
    tally.check(any("fitToPage" in p for p in page) and any('paperSize="9"' in p and 'fitToHeight="0"' in p for p in page),
                f"a returned template does not fit across A4: {page}")
    again = ward.load("back/form.xlsx", "--skip-bad")
    tally.check(again.returncode == 1 and "[Nhập số liệu]:5 column Giá trị (hs_tiep_nhan) (D)" in again.stderr and
                "2 rows read, 1 values written" in again.stdout, f"back/form.xlsx: {again.stdout}{again.stderr}")
    tally.check(ward.values("WHERE unit = '25301' AND measure = 'hs_tiep_nhan'")[0][3:] == (7, 6, "2026-12-31"),
                f"back/form.xlsx: {ward.values()}")
    # What was left out goes back too; what is no table cannot; nothing is written over itself.
    done = ward.load(ward.put("some.csv", WIDE + "25217,2025,1,1\n25220,2025,x,1\n"), "--skip-bad", "--return", "back")
    tally.check(done.returncode == 1 and os.path.exists(os.path.join(ward.dir, "back", "some.csv")), done.stderr)
    done = ward.load(ward.put("torn.csv", WIDE + '25217,2025,"1,1\n'), "--return", "back")
    tally.check(done.returncode == 3 and "cannot go back" in done.stderr and
                not os.path.exists(os.path.join(ward.dir, "back", "torn.csv")), f"torn.csv: {done.stderr}")
    kept = open(os.path.join(ward.dir, "bad.csv"), "rb").read()
    done = ward.load("bad.csv", "--return", ".")
    tally.check(done.returncode == 2 and open(os.path.join(ward.dir, "bad.csv"), "rb").read() == kept,
                f"a file would go over itself: {done.stderr}")
    ward.put("north/a.csv", WIDE + "25217,x,1,1\n")
    ward.put("south/a.csv", WIDE + "25220,x,1,1\n")
    ward.load("north", "south", "--return", "both")
    tally.check(sorted(os.listdir(os.path.join(ward.dir, "both"))) == ["a (2).csv", "a.csv"], "two files of one name")
    # Nor is anything else that lies in the folder: what was sent back before may be half corrected by now.
    ward.put("both/a.csv", WIDE + "25217,2025,1,\n")
    ward.load("north/a.csv", "--return", "both")
    ward.load("north/a.csv", "--return", "both")
    ward.load("both/a (2).csv", "north/a.csv", "--return", "south")
    tally.check(sorted(os.listdir(os.path.join(ward.dir, "both"))) == ["a (2).csv", "a (3).csv", "a.csv"] and
                open(os.path.join(ward.dir, "both", "a.csv"), encoding="utf-8").read() == WIDE + "25217,2025,1,\n",
                f"a sheet that was sent back: {os.listdir(os.path.join(ward.dir, 'both'))}")
    tally.check(open(os.path.join(ward.dir, "south", "a.csv"), encoding="utf-8").read() == WIDE + "25220,x,1,1\n",
                "somebody else's file was written over")


def check_folder(tally, root):
    """A folder of files: one transaction each, then who sent, what was refused, who is absent."""
    ward = Ward(tally, root, "folder")
    ward.put("in/a.csv", WIDE + "05210,2026-Q3,100,90\n")
    ward.put("in/b.csv", WIDE + "25217,2026-Q3,100,x\n")
    ward.put("in/c.XLSX", form(given(unit="25300"), given(unit="25302")))
    ward.put("in/e.csv", LONG + "25301,2026-Q3,hs_tiep_nhan,\n")
    ward.put("in/.d.csv", WIDE + "25220,2026-Q3,1,1\n")
    ward.put("in/~$c.xlsx", b"lock")
    ward.put("in/readme.txt", "hello")
    done = ward.load("in", "--format", "json", "--findings", "f.csv")
    said = json.loads(done.stdout)
    tally.check(done.returncode == 3, f"folder: exit {done.returncode}")
    files = {f["file"]: f for f in said["files_read"]}
    tally.check(list(files) == ["in/a.csv", "in/b.csv", "in/c.XLSX", "in/e.csv"], f"folder: {list(files)}")
    tally.check([(f["unit"], f["name"], f["units"], f["status"], f["values"], f["errors"]) for f in files.values()] ==
                [("05210", "Phường Đồng Xoài", 1, "accepted", 2, 0), ("25217", "Phường Phước Long", 1, "refused", 0, 1),
                 (None, None, 2, "accepted", 2, 0), ("25301", "Xã Tân Lợi", 1, "accepted", 0, 0)], f"folder: {files}")
    tally.check(files["in/e.csv"]["warnings"] == 1 and
                "warning: in/e.csv: the table holds no value at all" in done.stderr, f"an empty form: {done.stderr}")
    tally.check(files["in/c.XLSX"]["sheet"] == SHEET and files["in/a.csv"]["period"] == "2026-Q3" and
                files["in/a.csv"]["stage"] == "self", f"folder: {files}")
    tally.check([(x["unit"], x["file"]) for x in said["absent"]] ==
                [("25217", "in/b.csv"), ("25220", None), ("25301", "in/e.csv")], f"absent: {said['absent']}")
    tally.check((said["accepted"], said["refused"], said["repeated"], said["absent_units"]) == (3, 1, 0, 3), f"{said}")
    with open(os.path.join(ward.dir, "f.csv"), encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    tally.check([r for r in rows if r["severity"] == "error"] ==
                [{"file": "in/b.csv", "sheet": "", "row": "2", "column": "D", "field": "hs_dung_han", "severity": "error",
                  "text": "'x' is no number; digits wanted, without grouping or blanks"}], f"--findings: {rows}")
    ward.put("in/b.csv", WIDE + "25217,2026-Q3,100,80\n")
    table = ward.load("in", "--scope", "kind:phuong", lang="vi")
    tally.check(table.returncode == 0 and "Đã nhận trước đây" in table.stdout, f"again: {table.stdout}{table.stderr}")
    with sqlite3.connect(os.path.join(ward.dir, "ward.db")) as db:
        tally.check(db.execute("SELECT count(*) FROM import WHERE kind = 'data'").fetchone() == (4,),
                    "a folder's files that were imported before are imported again")
    absent = table.stdout.partition("Đơn vị chưa có số liệu trong kỳ")[2]
    tally.check("25220" in absent and "25301" not in absent, f"--scope: {table.stdout}")
    listed = ward.load("in", "--csv", "plain", "--output", "table.csv")
    with open(os.path.join(ward.dir, "table.csv"), encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    tally.check(listed.returncode == 0 and [r["status"] for r in rows] == ["repeated"] * 4 and
                [r["units"] for r in rows] == ["1", "1", "2", "1"], f"table.csv: {rows}")
    # A pipe is nothing that was sent, a link to nothing is said; names as long as a name may be.
    os.mkdir(os.path.join(ward.dir, "odd"))
    os.mkfifo(os.path.join(ward.dir, "odd", "pipe.csv"))
    os.symlink("nowhere.csv", os.path.join(ward.dir, "odd", "link.csv"))
    long = "đ" * 125 + ".csv"
    ward.put("odd/" + long, WIDE + "25217,2025,x,1\n")
    for _ in range(2):
        odd = ward.load("odd", "--return", "sent", "--findings", "y" * 251 + ".csv")
        tally.check(odd.returncode == 3 and "odd/link.csv: no such file" in odd.stderr and "pipe" not in odd.stderr,
                    f"odd files: {odd.stderr}")
        ward.put("odd/" + long, WIDE + "25217,2025,y,1\n")
    tally.check(sorted(os.listdir(os.path.join(ward.dir, "sent"))) == ["đ" * 121 + " (2).csv", long] and
                os.path.exists(os.path.join(ward.dir, "y" * 251 + ".csv")), f"long names: {odd.stderr}")
    os.mkdir(os.path.join(ward.dir, "none"))
    empty = ward.load("none")
    tally.check(empty.returncode == 3 and "no .csv or .xlsx file in the folder none" in empty.stderr, empty.stderr)
    ward.run("lock", "2026-Q3", "--db", "ward.db", "--reason", "chốt", "--at", "2026-10-15T00:00:00Z")
    before = ward.dump()
    ward.put("late/x.csv", WIDE + "25220,2026-Q3,1,1\n")
    late = ward.load("late", "--format", "json")
    tally.check(late.returncode == 3 and json.loads(late.stdout)["refused"] == 1 and ward.dump() == before,
                f"a locked period: {late.stdout}{late.stderr}")
    wrong = ward.load("in", "--jump", "0.5")
    tally.check(wrong.returncode == 2 and "--jump 0.5" in wrong.stderr, f"--jump: {wrong.stderr}")


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory() as root:
        for check in (check_refused, check_headings, check_skip, check_dry, check_return, check_versions, check_folder):
            check(tally, root)
    tally.close()


if __name__ == "__main__":
    main()
