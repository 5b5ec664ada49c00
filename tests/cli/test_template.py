#!/usr/bin/env python3
"""Sheets to fill in: what stands in them is compared with the definitions, read here on their own; what may be typed is
written by hand; and what LibreOffice made of a filled sheet, in Vietnamese, as a workbook and as CSV, comes back as what
was typed."""
import csv
import io
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from calc import Calc  # noqa: E402
from tally import BIN, SOURCE, Tally  # noqa: E402

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# CT_Worksheet of ECMA-376: its children come in this order.
ORDER = ["sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection",
         "dataValidations", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
         "ignoredErrors"]
HEAD = ["Mã đơn vị", "Kỳ", "Tiêu chí", "Mã số liệu", "Tên số liệu", "Đơn vị tính", "Kỳ trước", "Giá trị", "Nguồn",
        "Minh chứng", "Minh chứng hết hạn", "Ghi chú", "Hướng dẫn"]
HEAD_EN = ["unit", "period", "criterion", "measure", "measure_name", "measure_unit", "previous", "value", "source",
           "evidence", "evidence_expires", "note", "help"]
MAU = ["--criteria", "mau@1", "--units", os.path.join(SOURCE, "fixtures/mau/units.csv")]
DONGNAI = os.path.join(SOURCE, "fixtures/units/dongnai.csv")
GOLDEN = os.path.join(SOURCE, "fixtures", "templates")

# What a person types, in a Vietnamese office, and what it says. The last column: source, evidence, expires, note.
TYPED = {
    "hs_truc_tuyen": ("300", "300", ("Báo cáo 12/BC-UBND", "QĐ 15/QĐ-UBND; 3/9", "31/12/2026", "=1+1")),
    "hs_nop": ("1000", "1000", ("", "@nguồn", "", "-chưa đủ")),
    "hs_so_hoa": ("0", "0", ("", "", "", 'hai "dòng", một ô')),
    "hs_ket_qua": ("123456789012", "123456789012", None),
    "he_so_dong_bo": ("85,5%", "85.5", None),
    "ty_le_van_ban": ("99,95", "99.95", None),
    "ty_le_tt": ("9,95", "9.95", None),
    "ty_le_vneid": ("100", "100", None),
    "giai_ngan": ("1234,5", "1234.5", None),
    "ke_hoach_nam": ("2000000,1", "2000000.1", None),
    "points:CK4": ("3,5", "3.5", None),
    "truong_ban": ("Cấp phó", "pho", None),
    "ke_hoach": ("có", "có", None),
    "kinh_phi": ("không", "không", None),
    "ngay_giao": ("5/9/2026", "2026-09-05", None),
    "ngay_ban_hanh": ("2026-09-30", "2026-09-30", None),
    "tk_ngan_hang": ("KAD", "NA", None),
}


def score(*args, code=0, tally=None, binary=False):
    done = subprocess.run([BIN, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=SOURCE)
    if tally:
        tally.check(done.returncode == code, f"{args}: exit {done.returncode}, not {code}: {done.stderr.decode()}")
    return done.stdout if binary else done.stdout.decode()


def complaint(*args):
    done = subprocess.run([BIN, *args, "--lang", "en"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=SOURCE)
    return done.returncode, done.stdout, done.stderr.decode()


def rows_of(text, delimiter=","):
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


class Book:
    """A workbook taken apart: for each sheet its cells as {"H8": (text, style)} and its tree."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as z:
            self.parts = {name: z.read(name) for name in z.namelist()}
        self.trees = {name: ET.fromstring(data) for name, data in self.parts.items() if name.endswith((".xml", ".rels"))}
        strings = self.trees.get("xl/sharedStrings.xml")
        texts = ["".join(t.text or "" for t in si.iter(MAIN + "t")) for si in strings] if strings is not None else []
        self.names = [s.get("name") for s in self.trees["xl/workbook.xml"].iter(MAIN + "sheet")]
        self.hidden = [s.get("state") == "hidden" for s in self.trees["xl/workbook.xml"].iter(MAIN + "sheet")]
        self.sheets = [self.trees[f"xl/worksheets/sheet{i + 1}.xml"] for i in range(len(self.names))]
        self.cells = []
        for sheet in self.sheets:
            cells = {}
            for c in sheet.iter(MAIN + "c"):
                value = c.find(MAIN + "v")
                text = "" if value is None else texts[int(value.text)] if c.get("t") == "s" else value.text
                cells[c.get("r")] = (text, int(c.get("s", "0")))
            self.cells.append(cells)
        self.styles = list(self.trees["xl/styles.xml"].find(MAIN + "cellXfs"))

    def unlocked(self, cell):
        protection = self.styles[self.cells[0][cell][1]].find(MAIN + "protection")
        return protection is not None and protection.get("locked") == "0"

    def header(self):
        """The row of the headings and {heading: column}."""
        for r in range(1, 30):
            found = {text: cell.rstrip("0123456789") for cell, (text, _) in self.cells[0].items()
                     if cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(r)}
            if "Mã đơn vị" in found or "unit" in found:
                return r, found
        raise SystemExit("no header in the workbook\n0 passed, 1 failed")

    def measures(self):
        """{measure: row}."""
        top, at = self.header()
        rows = range(top + 1, top + 1 + sum(c.startswith("A") and c[1:].isdigit() and int(c[1:]) > top
                                            for c in self.cells[0]))
        return {self.cells[0][f"{at['Mã số liệu']}{r}"][0]: r for r in rows}

    def rules(self):
        """{cell: (type, operator, formula1, formula2)}; ranges are spread."""
        out = {}
        for v in self.sheets[0].iter(MAIN + "dataValidation"):
            first, last = (v.get("sqref").split(":") * 2)[:2]
            column = first.rstrip("0123456789")
            f1, f2 = v.find(MAIN + "formula1"), v.find(MAIN + "formula2")
            for r in range(int(first[len(column):]), int(last[len(column):]) + 1):
                out[f"{column}{r}"] = (v.get("type"), v.get("operator", "between"), f1.text, f2.text if f2 is not None else None)
        return out


def definition(path):
    with open(os.path.join(SOURCE, "criteria", path), encoding="utf-8") as file:
        return json.load(file)


def criteria_of(node):
    for child in node.get("groups", []) + node.get("criteria", []):
        if "rule" in child:
            yield child
        yield from criteria_of(child)


def words_in(value):
    """Every word of every text in a part of a definition, in order."""
    if isinstance(value, str):
        word = ""
        for ch in value + " ":
            if ch.isalnum() or ch == "_":
                word += ch
            elif word:
                yield word
                word = ""
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in ("name", "source", "note", "evidence"):
                yield from words_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from words_in(part)


def check_rows(tally):
    """One row per measure that the set reads, under its criterion, with its name, in the order of the criteria."""
    for path, spec, unit in (("766/2026-portal.json", "766@2026-portal", "25210"), ("nq57/2026.json", "nq57@2026", "25210")):
        d = definition(path)
        rows = rows_of(score("template", "--criteria", spec, "--unit", unit, "--period", "2026-Q4", "--units", DONGNAI,
                             "--lang", "vi", tally=tally))
        tally.check(rows[0] == HEAD, f"{spec}: the headings {rows[0]}")
        keys = [row[3] for row in rows[1:]]
        tally.check(len(set(keys)) == len(keys), f"{spec}: a measure stands twice")
        tally.check(set(keys) == set(d["measures"]), f"{spec}: not the measures of the set: {set(keys) ^ set(d['measures'])}")
        reads = {}  # measure -> codes of the criteria that read it
        order = []
        for criterion in criteria_of(d):
            mine = {w for w in words_in({k: criterion.get(k) for k in ("rule", "requires", "applies_when", "cap_when")})
                    if w in d["measures"]}
            order.append(criterion["code"])
            for key in mine:
                reads.setdefault(key, []).append(criterion["code"])
        for row in rows[1:]:
            m = d["measures"][row[3]]
            tally.check(row[2] == ", ".join(reads.get(row[3], [])), f"{spec}: {row[3]} stands under {row[2]}")
            tally.check(row[4] == m["name"]["vi"], f"{spec}: {row[3]} is called {row[4]}")
            tally.check(row[:2] == [unit, "2026-Q4"] and not any(row[6:12]), f"{spec}: {row[3]} is not blank: {row}")
        first = [order.index(row[2].split(", ")[0]) for row in rows[1:] if row[2]]
        tally.check(first == sorted(first), f"{spec}: the rows are not in the order of the criteria")


def check_golden(tally):
    """Whole sheets that were looked over once. Renewed by hand: SCORE_RENEW=1."""
    for name, args in (("766-phu-ninh.csv", ["--criteria", "766@2026-portal", "--unit", "H44.112", "--period", "2026-Q4",
                                              "--units", "fixtures/units/phutho.csv", "--data", "fixtures/766/phutho-2026q3.csv",
                                              "--lang", "vi", "--csv", "excel-vi"]),
                       ("nq57-dong-xoai.csv", ["--criteria", "nq57@2026", "--unit", "Đồng Xoài", "--period", "2026-Q3",
                                               "--units", "fixtures/units/dongnai.csv", "--stage", "verified", "--data",
                                               "fixtures/nq57/dongnai-2026q3-synthetic.csv", "--lang", "en"])):
        made, path = score("template", *args, tally=tally, binary=True), os.path.join(GOLDEN, name)
        if os.environ.get("SCORE_RENEW"):
            with open(path, "wb") as file:
                file.write(made)
        with open(path, "rb") as file:
            tally.check(made == file.read(), f"{name} is not what the program writes now")


def check_workbook(tally, folder):
    path = os.path.join(folder, "mau.xlsx")
    score("template", *MAU, "--unit", "90101", "--period", "2026-Q4", "--lang", "vi", "--output", path, tally=tally)
    again = os.path.join(folder, "again.xlsx")
    env = {**os.environ, "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "vi_VN.UTF-8"}
    subprocess.run([BIN, "template", *MAU, "--unit", "90101", "--period", "2026-Q4", "--lang", "vi", "--output", again],
                   env=env, cwd=SOURCE, check=True)
    with open(path, "rb") as a, open(again, "rb") as b:
        tally.check(a.read() == b.read(), "the same template gives other bytes")
    book = Book(path)
    tally.check(book.names[:2] == ["Nhập số liệu", "Hướng dẫn"], f"sheets {book.names}")
    tally.check(not any(sheet.iter(MAIN + "f").__next__() is not None for sheet in book.sheets if list(sheet.iter(MAIN + "f"))),
                "a cell holds a formula")
    for sheet in book.sheets:
        tags = [child.tag[len(MAIN):] for child in sheet]
        tally.check(all(t in ORDER for t in tags) and [ORDER.index(t) for t in tags] == sorted(ORDER.index(t) for t in tags),
                    f"the parts of a sheet stand in another order than the schema's: {tags}")
    top, at = book.header()
    tally.check([text for text, _ in sorted(at.items(), key=lambda i: (len(i[1]), i[1]))] == HEAD, f"headings {at}")
    protection = book.sheets[0].find(MAIN + "sheetProtection")
    tally.check(protection is not None and protection.get("sheet") == "1" and protection.get("password") is None,
                "the sheet is not protected, or by a password")
    rows, rules = book.measures(), book.rules()
    for measure, r in rows.items():
        for heading in HEAD:
            open_ = heading in ("Giá trị", "Nguồn", "Minh chứng", "Minh chứng hết hạn", "Ghi chú")
            tally.check(book.unlocked(f"{at[heading]}{r}") == open_, f"{measure}: {heading} is {'locked' if open_ else 'open'}")
    value = at["Giá trị"]
    # By the definition of mau@1, read by eye.
    wanted = {"hs_nop": ("whole", "greaterThanOrEqual", "0", None),
              "he_so_dong_bo": ("decimal", "between", "0", "100"),
              "giai_ngan": ("decimal", "greaterThanOrEqual", "0", None),
              "points:CK4": ("decimal", "between", "0", "5"),
              "nguoi_xac_nhan": ("whole", "between", "0", "15"),
              "ke_hoach": ("list", "between", '"có,không"', None),
              "ky_luat": ("list", "between", '"Không,Khiển trách,Cảnh cáo"', None),
              "ngay_giao": ("date", "between", "367", "401768"),  # 01/01/1901 to 31/12/2999
              "tk_ngan_hang": ("custom", "between", None, None)}
    for measure, rule in wanted.items():
        got = rules.get(f"{value}{rows[measure]}")
        if rule[0] == "custom":
            cell = f"{value}{rows[measure]}"
            rule = ("custom", "between", f'IF(ISNUMBER({cell}),AND({cell}=INT({cell}),{cell}>=0,{cell}<=999999999999999),{cell}="KAD")',
                    None)
        tally.check(got == rule, f"{measure} may be {got}, not {rule}")
    tally.check(all(f"{value}{r}" in rules for r in rows.values()), "a value without a rule")
    title = [book.cells[0].get(f"A{r}", ("",))[0] for r in range(1, top)]
    tally.check(title[0] == "BIỂU NHẬP SỐ LIỆU" and "Phường An Hòa" in title[1] and "90101" in title[1] and
                "01/10/2026 đến 31/12/2026" in title[2] and "mau@1" in title[3] and "dự thảo" in title[4], f"titles {title}")


def long_set(folder):
    """A set whose choices do not fit into a rule: with commas, and longer than 255 characters together."""
    options = [{"key": f"m{i}", "name": {"vi": f"Mức {i}, theo quy định tại khoản {i} Điều 5", "en": f"Level {i}, \"so\" called"}}
               for i in range(1, 12)]
    d = {"format": 1, "id": "dai", "version": "1", "status": "draft", "name": {"vi": "Dài", "en": "Long"},
         "measures": {"muc": {"name": {"vi": "Mức", "en": "Level"}, "type": "choice", "options": options}},
         "groups": [{"key": "G", "code": "1", "name": {"vi": "Nhóm", "en": "Group"}, "max": "11", "criteria": [
             {"key": "C", "code": "1.1", "max": "11", "name": {"vi": "Mức", "en": "Level"},
              "rule": {"kind": "choice", "value": "muc", "options": [{"option": o["key"], "points": str(i)} for i, o in enumerate(options, 1)]},
              "source": {"document": "test", "clause": "1"}}]}],
         "total": {"max": "11", "basis": "points"}}
    path = os.path.join(folder, "dai.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(d, file, ensure_ascii=False)
    return path, [o["name"]["vi"] for o in options]


def check_lists(tally, folder):
    path, names = long_set(folder)
    out = os.path.join(folder, "dai.xlsx")
    score("template", "--criteria", path, "--unit", "X", "--period", "2026", "--lang", "vi", "--output", out, tally=tally)
    book = Book(out)
    tally.check(book.names == ["Nhập số liệu", "Hướng dẫn", "Danh mục"] or book.names == ["Nhập số liệu", "Danh mục", "Hướng dẫn"],
                f"sheets {book.names}")
    at = book.names.index("Danh mục")
    tally.check(book.hidden[at] and not book.hidden[0], "the lists are in sight")
    rule = book.rules()[f"{book.header()[1]['Giá trị']}{book.measures()['muc']}"]
    tally.check(rule[0] == "list" and rule[2] == "'Danh mục'!$A$1:$A$11", f"the rule of a long list: {rule}")
    tally.check([book.cells[at][f"A{i + 1}"][0] for i in range(len(names))] == names, "the list is not the options")
    return out, path, names


class Store:
    def __init__(self, folder, name, units, criteria, tally):
        self.path, self.criteria, self.tally = os.path.join(folder, name), criteria, tally
        score("init", self.path, tally=tally)
        score("import", "units", "--db", self.path, units, tally=tally)

    def take(self, path):
        return score("import", "data", "--db", self.path, "--criteria", self.criteria, "--at", "2026-10-10T08:00:00Z", "--lang", "en", path,
                     tally=self.tally)

    def template(self, *args):
        return score("template", "--db", self.path, "--criteria", self.criteria, "--lang", "vi", *args, tally=self.tally)

    def current(self, unit):
        """{(period, measure): (value, source, evidence, expires, note)} of what stands."""
        text = score("log", unit, "--db", self.path, "--criteria", self.criteria, "--format", "csv", "--lang", "vi", tally=self.tally)
        return {(r["period"], r["measure"].replace("points:mau/", "points:")): (r["value"], r["source"], r["evidence"], r["evidence_expires"], r["note"])
                for r in csv.DictReader(io.StringIO(text)) if r["status"] == "current"}


def wanted_of(period):
    out = {}
    truth = {"có": "yes", "không": "no"}
    for measure, (_, value, said) in TYPED.items():
        source, evidence, expires, note = said or ("", "", "", "")
        expires = "-".join(reversed(expires.split("/"))) if expires else ""
        out[period, measure] = (truth.get(value, value), source, evidence, expires, note)
    return out


def check_round_trip(tally, folder):
    """Template out, filled in by LibreOffice in Vietnamese, saved as a workbook and as CSV, imported: what was typed."""
    blank, units = os.path.join(folder, "blank.xlsx"), os.path.join(SOURCE, "fixtures/mau/units.csv")
    book_store, csv_store = (Store(folder, name, units, "mau@1", tally) for name in ("book.db", "csv.db"))
    book_store.template("--unit", "90101", "--period", "2026-Q4", "--output", blank)
    book = Book(blank)
    _, at = book.header()
    typed = {}
    for measure, (text, _, said) in TYPED.items():
        r = book.measures()[measure]
        typed[f"{at['Giá trị']}{r}"] = text
        for heading, other in zip(("Nguồn", "Minh chứng", "Minh chứng hết hạn", "Ghi chú"), said or ()):
            if other:
                typed[f"{at[heading]}{r}"] = other
    wide = os.path.join(folder, "wide.xlsx")
    book_store.template("--scope", "kind:phuong", "--period", "2026-Q3", "--output", wide)
    head = {text.split("[")[-1].rstrip("]"): cell for text, cell in Book(wide).header()[1].items()}
    long_out, long_criteria, long_names = check_lists(tally, folder)
    long_cell = f"{Book(long_out).header()[1]['Giá trị']}{Book(long_out).measures()['muc']}"
    calc = Calc(folder)
    names = {k: os.path.join(folder, k) for k in ("full.xlsx", "full.csv", "wide2.xlsx", "wide2.csv", "dai2.xlsx", "dai2.csv")}
    calc.fill(blank, typed, names["full.xlsx"], names["full.csv"])
    top = Book(wide).header()[0]
    calc.fill(wide, {f"{head['hs_nop']}{top + 1}": "12", f"{head['giai_ngan']}{top + 2}": "0,5",
                     f"{head['points:CK4']}{top + 2}": "2,5", f"{head['ke_hoach']}{top + 3}": "có"}, names["wide2.xlsx"], names["wide2.csv"])
    calc.fill(long_out, {long_cell: long_names[6]}, names["dai2.xlsx"], names["dai2.csv"])
    if not tally.check(calc.run(), "LibreOffice did not save what it was given: " + calc.said):
        return
    with open(names["full.csv"], encoding="utf-8") as file:
        text = file.read()
        tally.check("85,50%" in text and "1234,5" in text and "05/09/2026" in text, "the CSV is not in Vietnamese style")
    for store, kind in ((book_store, "xlsx"), (csv_store, "csv")):
        store.take(names["full." + kind])
        got, wanted = store.current("90101"), wanted_of("2026-Q4")
        for key in sorted(set(got) | set(wanted)):
            tally.check(got.get(key) == wanted.get(key), f"{kind}: {key}: {got.get(key)}, typed {wanted.get(key)}")
        store.take(names["wide2." + kind])
        got = {(u, m): v[0] for u in ("90101", "90102", "90106") for (p, m), v in store.current(u).items() if p == "2026-Q3"}
        tally.check(got == {("90101", "hs_nop"): "12", ("90102", "giai_ngan"): "0.5", ("90102", "points:CK4"): "2.5",
                            ("90106", "ke_hoach"): "yes"}, f"{kind}, one row per unit: {got}")
        other = Store(folder, f"dai-{kind}.db", DONGNAI, long_criteria, tally)
        score("import", "units", "--db", other.path, write(folder, "x.csv", "code,name,kind,parent\nX,X,xa,\n"), tally=tally)
        other.take(names["dai2." + kind])
        tally.check([v[0] for v in other.current("X").values()] == ["m7"], f"{kind}: {other.current('X')}")
    check_prefilled(tally, folder, book_store)


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def check_prefilled(tally, folder, store):
    """What was reported stands in the next sheet and comes back unharmed, whatever the format; the period after shows it
    as the period before."""
    before = store.current("90101")
    for name, options in (("p.xlsx", []), ("p.csv", []), ("q.csv", ["--csv", "excel-vi"])):
        path = os.path.join(folder, name)
        store.template("--unit", "Phường An Hòa", "--period", "2026-Q4", "--output", path, *options)
        said = store.take(path)
        tally.check(f"{len(TYPED)} values written" in said, f"{name}: {said}")
        now = store.current("90101")
        tally.check(now == before, f"{name} changed what stood: {set(now.items()) ^ set(before.items())}")
    path = os.path.join(folder, "wide3.xlsx")
    store.template("--period", "2026-Q4", "--output", path)
    store.take(path)
    now = {k: v[0] for k, v in store.current("90101").items()}
    tally.check(now == {k: v[0] for k, v in before.items()}, "a sheet of all units changed what stood")
    rows = {row[3]: row for row in rows_of(store.template("--unit", "90101", "--period", "2027-Q1"))}
    for measure, (_, value, _) in TYPED.items():
        tally.check(rows[measure][6:8] == [{"NA": "KAD", "pho": "Cấp phó"}.get(value, value), ""], f"{measure} before: {rows[measure][6:8]}")
    tally.check(rows["hop"][6] == "", "a value that nobody reported stands as the one before")
    rows = rows_of(store.template("--unit", "90101", "--period", "2026-Q4", "--stage", "verified"))
    tally.check(rows[0][2] == "Giai đoạn" and {r[2] for r in rows[1:]} == {"Thẩm định"} and not any(r[8] for r in rows[1:]),
                "a sheet for another stage shows values of self")
    blank = os.path.join(folder, "untouched.xlsx")
    store.template("--unit", "90102", "--period", "2027-Q1", "--output", blank)
    tally.check(" 0 values written" in store.take(blank), "an untouched sheet says something")


def check_other_rules(tally, folder):
    """What was reported last period under rules of its own: what today's refuse is left blank, all else is shown."""
    text = """{"format": 1, "id": "doi", "version": "%s", "status": "draft", "name": "doi", "measures": {
"a": {"name": "a", "type": "count", "max": "%s"}, "b": {"name": "b", "type": "count"}, "c": {"name": "c", "type": "choice",
"options": [{"key": "x", "name": "Ex"}%s]}}, "groups": [{"key": "G", "code": "1", "name": "g", "max": "2", "criteria": [
{"key": "K", "code": "1.1", "name": "k", "max": "1", "rule": {"kind": "met", "when": "a + b > 0"}},
{"key": "L", "code": "1.2", "name": "l", "max": "1", "rule": {"kind": "met", "when": "has(c)"}}]}],
"total": {"max": "2", "basis": "points"}}"""
    old = write(folder, "doi1.json", text % ("1", "1000", ', {"key": "y", "name": "Why"}'))
    new = write(folder, "doi2.json", text % ("2", "100", ""))
    for choice, want in (("x", {"a": "", "b": "7", "c": "Ex"}), ("y", {"a": "", "b": "", "c": ""})):
        store = os.path.join(folder, f"doi-{choice}.db")
        data = write(folder, "doi.csv", f"unit,period,a,b,c\nu1,2026-Q3,500,7,{choice}\n")
        score("init", store, tally=tally)
        score("import", "data", data, "--db", store, "--criteria", old, tally=tally)
        said = score("template", "--db", store, "--criteria", new, "--unit", "u1", "--period", "2026-Q4", "--lang", "en", tally=tally)
        have = {r[3]: r[6] for r in rows_of(said)[1:]} if said else {}
        tally.check(have == want, f"last period under other rules, {choice}: {have}, wanted {want}")


def check_others(tally, folder):
    """English, the unit above, scopes, and what is refused."""
    rows = rows_of(score("template", *MAU, "--unit", "90101", "--period", "2026-Q4", "--lang", "en", tally=tally))
    tally.check(rows[0] == HEAD_EN, f"English headings {rows[0]}")
    rows = rows_of(score("template", *MAU, "--unit", "9010101", "--period", "2026-Q4", "--lang", "en", tally=tally))
    statistics = {k for k, m in definition("mau/1.json")["measures"].items() if m.get("statistic")}
    tally.check(statistics and not statistics & {r[3] for r in rows}, "a unit is asked for the mean of all")
    rows = rows_of(score("template", *MAU, "--unit", "90", "--period", "2026-Q4", "--lang", "en", tally=tally))
    tally.check(statistics <= {r[3] for r in rows}, "the province is not asked for its statistics")
    rows = rows_of(score("template", *MAU, "--period", "2026-Q4", "--lang", "vi", tally=tally))
    tally.check(rows[0][:3] == ["Mã đơn vị", "Tên đơn vị", "Kỳ"] and all(h.endswith("]") for h in rows[0][3:]),
                f"headings of a sheet of many units {rows[0][:5]}")
    codes = [r[0] for r in rows[1:]]
    tally.check("90" not in codes and {"90101", "9010101"} <= set(codes), f"units {codes}")
    rows = rows_of(score("template", *MAU, "--period", "2026-Q4", "--scope", "kind:xa", tally=tally))
    tally.check([r[0] for r in rows[1:]] == ["90103", "90104", "90105"], f"scope {[r[0] for r in rows[1:]]}")
    base = ["template", "--criteria", "mau@1"]
    units = ["--units", os.path.join(SOURCE, "fixtures/mau/units.csv")]
    for args, code, word in (
            (base + units + ["--unit", "90101"], 2, "no period"),
            (base + ["--period", "2026-Q4"], 2, "no unit given"),
            (base + ["--period", "2026-Q5", "--unit", "X"], 2, "2026-Q5"),
            (base + units + ["--period", "2026-Q4", "--unit", "An Hoaa Binh"], 2, "An Hoaa Binh"),
            (base + units + ["--period", "2026-Q4", "--scope", "kind:abc"], 2, "no unit is known"),
            (base + units + ["--period", "2026-Q4", "--scope", "kind:xa", "--unit", "90101"], 2, "do not go together"),
            (base + ["--period", "2026-Q4", "--unit", "X", "--output", os.path.join(folder, "x.ods")], 2, ".xlsx or .csv"),
            (base + ["--period", "2026-Q4", "--unit", "X", "--csv", "plain", "--output", os.path.join(folder, "x.xlsx")], 2, "--csv"),
            (base + ["--period", "2026-Q4", "--unit", "X", "--output", os.path.join(folder, "no", "x.xlsx")], 5, "x.xlsx"),
            (base + ["--period", "2026-Q4", "--unit", "X", "--output", "/dev/full"], 5, "/dev/full"),
            (base + ["--period", "2026-Q4", "--unit", "X", "--db", os.path.join(folder, "none.db")], 4, "none.db")):
        got, out, err = complaint(*args)
        tally.check(got == code and word in err and out == b"", f"{args[3:]}: exit {got}: {err}")
    left = [name for name in os.listdir(folder) if name.startswith("x.") and name != "x.csv"]
    tally.check(not left, f"left behind: {left}")


def check_room(tally, folder):
    """Where no file may grow beyond a limit there is a whole workbook or none."""
    path = os.path.join(folder, "room.xlsx")
    for kilobytes in (1, 8, 24, 64, 4096):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))
        done = subprocess.run([BIN, "template", "--criteria", "nq57@2026", "--unit", "X", "--period", "2026-Q4", "--lang", "en",
                               "--output", path], preexec_fn=limit, capture_output=True, cwd=SOURCE)
        if kilobytes < 4096:
            tally.check(done.returncode == 5 and b"room" in done.stderr and not os.path.exists(path),
                        f"{kilobytes} kB: exit {done.returncode}, {done.stderr}")
        else:
            tally.check(done.returncode == 0 and Book(path).names[0] == "Data", f"{kilobytes} kB: exit {done.returncode}")


def main():
    tally = Tally()
    check_rows(tally)
    check_golden(tally)
    with tempfile.TemporaryDirectory() as folder:
        check_workbook(tally, folder)
        check_round_trip(tally, folder)
        check_other_rules(tally, folder)
        check_others(tally, folder)
        check_room(tally, folder)
    tally.close()


main()
