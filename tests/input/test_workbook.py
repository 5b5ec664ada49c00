#!/usr/bin/env python3
"""Workbooks as programs write them: the rows that come out against rows written by hand, and against what LibreOffice
itself makes of the same sheet when it saves it as CSV."""
import csv
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from tally import BUILD, Tally  # noqa: E402
import bookmaker as b  # noqa: E402

ROWS = os.path.join(BUILD, "driver", "rows_lines")
ONE = b.line(1, "unit", "note")


def rows_of(path, sheet="", encoding=""):
    """Rows as lists, the row's number first; what is known of the file."""
    done = subprocess.run([ROWS, path, sheet, encoding], capture_output=True, timeout=60)
    lines = done.stdout.decode("utf-8").split("\n")[:-1]
    if done.returncode:
        return lines, None
    return [line.split("\t") for line in lines[:-1]], lines[-1].split("\t")[1:]


class Case:
    def __init__(self, tally, folder):
        self.tally = tally
        self.folder = folder

    def __call__(self, what, data, wanted, sheet="", others=None, name=None):
        path = os.path.join(self.folder, "case.xlsx")
        with open(path, "wb") as f:
            f.write(data)
        rows, info = rows_of(path, sheet)
        self.tally.check(info is not None and rows == wanted, f"{what}: {rows}, wanted {wanted}")
        if others is not None:
            self.tally.check(info and info[1] == str(others), f"{what}: others {info}")
        if name is not None:
            self.tally.check(info and info[0] == name, f"{what}: sheet {info}")


def cells(case):
    def value(what, xml, wanted, **more):
        case(what, b.workbook(b.row(1, xml), **more), [["1", wanted]] if wanted else [])

    numbers = {
        "90": "90", "0": "0", "-0": "0", "-12.5": "-12.5", "85.5": "85.5", "0.85499999999999998": "0.855",
        "0.1": "0.1", "0.10000000000000001": "0.1", "1.1000000000000001": "1.1", "99.999999999999986": "100",
        "99.99999999999999": "100", "99.9999999999999": "99.9999999999999", "999999999999999.5": "1000000000000000",
        "4.1760000000000002E3": "4176", "1E5": "100000", "1e-7": "0.0000001", "1.5E+2": "150", "-2.5e-3": "-0.0025",
        "123456789012345": "123456789012345", "1234567890123456": "1234567890123460", "00012": "12", ".5": "0.5",
        "5.": "5", "+7": "7", "0.00000000000000001": "0.00000000000000001", "100.00": "100", "0E400": "0",
        "33.333333333333336": "33.3333333333333", "66.666666666666671": "66.6666666666667",
        "2.2250738585072014E-308": "0." + "0" * 307 + "22250738585072",
    }
    for stored, wanted in numbers.items():
        value("number " + stored, b.cell("A1", stored), "N" + wanted)
    value("1E+20", b.cell("A1", "1E+20"), "N1" + "0" * 20)
    value("blanks around a number", b.cell("A1", " 5\n"), "N5")
    value("true", b.cell("A1", "1", "b"), "TTRUE")
    value("false", b.cell("A1", "0", "b"), "TFALSE")
    value("error", b.cell("A1", "#DIV/0!", "e"), "F#DIV/0!")
    value("formula, number", b.cell("A1", inside="<f>SUM(B1:B9)</f><v>12.5</v>"), "N12.5")
    value("formula, text", b.cell("A1", kind="str", inside="<f>A2&amp;A3</f><v>Xã A</v>"), "TXã A")
    value("formula, no text", b.cell("A1", kind="str", inside='<f>""</f><v></v>'), None)
    value("formula, error", b.cell("A1", kind="e", inside="<f>1/0</f><v>#DIV/0!</v>"), "F#DIV/0!")
    value("formula without result", b.cell("A1", inside="<f>SUM(B1:B9)</f>"), "F=SUM(B1:B9)")
    value("formula with an empty result", b.cell("A1", inside="<f>SUM(B1:B9)</f><v></v>"), "F=SUM(B1:B9)")
    value("formula of a text without result", b.cell("A1", kind="str", inside="<f>A2</f>"), "F=A2")
    value("shared formula without result", b.cell("A1", inside='<f t="shared" si="0"/>'), "F=")
    value("long formula", b.cell("A1", inside=f"<f>{'ă' * 50}</f>"), "F=" + "ă" * 30)
    value("inline", b.text("A1", "  Phường  Trảng Bom "), "TPhường  Trảng Bom")
    value("inline in pieces", b.cell("A1", kind="inlineStr", inside="<is><r><rPr><b/></rPr><t>Phường</t></r>"
                                     '<r><t xml:space="preserve"> Long Bình</t></r></is>'), "TPhường Long Bình")
    value("phonetic", b.cell("A1", kind="inlineStr", inside='<is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t>'
                             "</rPh></is>"), "T東京")
    value("decomposed", b.text("A1", unicodedata.normalize("NFD", "Xã Đại Phước")), "TXã Đại Phước")
    value("line ends", b.text("A1", "a_x000D_\nb"), "Ta\\nb")
    value("escapes", b.text("A1", "_x0041_ _x005F_x0041_ _xD83D__xDE00_ _x00e3_ _x004_ _xZZZZ_ _x0009_z"),
          "TA _x0041_ 😀 ã _x004_ _xZZZZ_ \\tz")
    value("half a pair, nothing", b.text("A1", "a_xD83D_b_x0000_c_xFFFF_"), "Ta\ufffdb\ufffdc\ufffd")
    value("blank", b.text("A1", " \u00a0 "), None)
    value("empty value", b.cell("A1", ""), None)
    value("value besides an inline text", b.cell("A1", kind="inlineStr", inside="<v>5</v><is><t>x</t></is>"), "Tx")
    value("ISO date", b.cell("A1", "2026-09-30", "d"), "D2026-09-30")
    value("ISO date at midnight", b.cell("A1", "2026-09-30T00:00:00.000Z", "d"), "D2026-09-30")
    value("ISO date with a time", b.cell("A1", "2026-09-30T13:45:00", "d"), "T2026-09-30 13:45:00")
    value("a comment within", b.cell("A1", inside="<v>8<!-- x -->5</v>"), "N85")
    value("CDATA", b.cell("A1", inside="<v><![CDATA[85]]></v>"), "N85")
    value("foreign elements", b.cell("A1", inside='<v>1</v><extLst><x:v xmlns:x="urn:x">9</x:v></extLst>'), "N1")


def looks(case):
    built_in = {0: "N46295.5", 1: "N46295.5", 2: "N46295.5", 9: "N4629550%", 10: "N4629550%", 11: "N46295.5",
                14: "T2026-09-30 12:00:00", 17: "T2026-09-30 12:00:00", 18: "T1111092:00:00", 22: "T2026-09-30 12:00:00",
                27: "T2026-09-30 12:00:00", 36: "T2026-09-30 12:00:00", 37: "N46295.5", 45: "T1111092:00:00",
                48: "N46295.5", 49: "N46295.5", 57: "T2026-09-30 12:00:00"}
    for number, wanted in built_in.items():
        case(f"format {number}", b.workbook(b.row(1, b.cell("A1", "46295.5", style=0)), looks=b.styles({}, [number])),
             [["1", wanted]])
    codes = {
        "General": "N46295", "GENERAL": "N46295", "0.00": "N46295", "0.0%": "N4629500%", '0"%"': "N46295",
        "0\\%": "N46295", "dd/mm/yyyy": "D2026-09-30", "[$-42A]dd\\ mmmm\\ yyyy;@": "D2026-09-30", "mmm\\-yy": "D2026-09-30",
        "mmmm": "D2026-09-30", "yyyy": "D2026-09-30", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy": "D2026-09-30",
        "h:mm": "T1111080:00:00", "[h]:mm": "T1111080:00:00", "[mm]:ss": "T1111080:00:00", "mm:ss": "T1111080:00:00",
        '#,##0 "đồng/ngày"': "N46295", "#,##0\\ [$₫-42A]": "N46295", "_-* #,##0.00\\ _₫_-": "N46295", "[Red]0": "N46295",
        "0.00E+00": "N46295", "# ?/?": "N46295", "@": "N46295", "00000": "N46295", "0000000": "N0046295", "": "N46295",
        '"ngày"0': "N46295", '0;"d"': "N46295", "0;dd": "N46295", '"unended': "N46295", "[unended": "N46295",
    }
    for code, wanted in codes.items():
        case("code " + code, b.workbook(b.row(1, b.cell("A1", "46295", style=0)), looks=b.styles({164: code}, [164])),
             [["1", wanted]])
    days = {"1": "D1900-01-01", "59": "D1900-02-28", "60": "T1900-02-29", "61": "D1900-03-01", "0": "T1900-01-00",
            "46295.000000000001": "D2026-09-30", "46294.999999999996": "D2026-09-30", "2958465": "D9999-12-31",
            "2958466": "T#####", "-1": "T#####", "0.5": "T1900-01-00 12:00:00", "1E+30": "T#####",
            "46295.5729166667": "T2026-09-30 13:45:00"}
    date = b.styles({}, [14])
    for stored, wanted in days.items():
        case("day " + stored, b.workbook(b.row(1, b.cell("A1", stored, style=0)), looks=date), [["1", wanted]])
    for since, wanted in (("1", "D2030-10-01"), ("true", "D2030-10-01"), ("0", "D2026-09-30")):
        case("1904 " + since, b.workbook(b.row(1, b.cell("A1", "46295", style=0)), looks=date,
                                         inside=f'<workbookPr date1904="{since}"/>'), [["1", wanted]])
    percents = {"0.85499999999999998": "N85.5%", "1": "N100%", "0": "N0%", "1.1E-3": "N0.11%", "-0.5": "N-50%",
                "0.00001": "N0.001%", "0.33333333333333331": "N33.3333333333333%"}
    for stored, wanted in percents.items():
        case("percent " + stored, b.workbook(b.row(1, b.cell("A1", stored, style=0)), looks=b.styles({}, [10])),
             [["1", wanted]])
    case("a builtin number with a code of its own", b.workbook(b.row(1, b.cell("A1", "1", style=0)),
                                                               looks=b.styles({14: "0.0"}, [14])), [["1", "N1"]])
    case("the formats of cells, not of cell styles", b.workbook(b.row(1, b.cell("A1", "1", style=0)),
                                                                looks=b.styles({}, [0])), [["1", "N1"]])


def shapes(case):
    case("gaps", b.workbook(b.row(2, b.text("B2", "x"), b.text("E2", "y")), b.row(7, b.cell("A7", "1"))),
         [["2", "", "Tx", "", "", "Ty"], ["7", "N1"]])
    case("a wide row, then a narrow one, then a wide one", b.workbook(
        b.row(1, b.text("XFD1", "z")), b.row(2, b.text("B2", "x")), b.row(3, b.text("C3", "y"))),
        [["1", *[""] * 16383, "Tz"], ["2", "", "Tx"], ["3", "", "", "Ty"]])
    case("without numbers", b.workbook(b.row(None, b.text(None, "a"), b.text(None, "b")), b.row(None, b.cell(None, "1"))),
         [["1", "Ta", "Tb"], ["2", "N1"]])
    case("some numbers", b.workbook(b.row(3, b.text("B3", "a"), b.text(None, "b")), b.row(None, b.cell(None, "1"))),
         [["3", "", "Ta", "Tb"], ["4", "N1"]])
    case("rows without text", b.workbook(ONE, b.row(2, b.cell("A2", style=0, inside="")), b.row(3, b.text("A3", " ")),
                                         b.line(9, "z"), looks=b.styles({}, [0])), [["1", "Tunit", "Tnote"], ["9", "Tz"]])
    case("last row of all", b.workbook(b.row(1048576, b.text("A1048576", "x"))), [["1048576", "Tx"]])
    case("merged cells", b.packed(b.parts({"A": b.sheet(ONE, b.row(2, b.text("A2", "m"), b.cell("B2", inside="")),
                                                        after='<mergeCells><mergeCell ref="A2:B2"/></mergeCells>')})),
         [["1", "Tunit", "Tnote"], ["2", "Tm"]])
    case("strings", b.workbook(b.row(1, b.cell("A1", "1", "s"), b.cell("B1", "0", "s"), b.cell("C1", "2", "s")),
                               strings=b.shared("<t>B</t>", "<r><t>Xã </t></r><r><rPr/><t>A</t></r>",
                                                "<t>漢</t><rPh><t>かん</t></rPh><phoneticPr/>")),
         [["1", "TXã A", "TB", "T漢"]])
    case("empty string", b.workbook(b.row(1, b.cell("A1", "0", "s"), b.text("B1", "x")), strings=b.shared("<t/>")),
         [["1", "", "Tx"]])
    case("no rows", b.workbook(), [], name="Nhập số liệu", others=0)


def leaves(case):
    first, second = b.sheet(b.line(1, "first")), b.sheet(b.line(1, "second"))
    three = {"Hướng dẫn": b.sheet(), "Nhập": first, "Khác": second}
    case("the first with cells", b.packed(b.parts(three)), [["1", "Tfirst"]], name="Nhập", others=1)
    case("hidden ones are passed over", b.packed(b.parts(three, states=[None, "hidden"])), [["1", "Tsecond"]],
         name="Khác", others=0)
    case("very hidden too", b.packed(b.parts(three, states=[None, "veryHidden"])), [["1", "Tsecond"]], name="Khác")
    case("by name", b.packed(b.parts(three)), [["1", "Tsecond"]], "Khác", 1, "Khác")
    case("by name, decomposed", b.packed(b.parts(three)), [["1", "Tsecond"]], unicodedata.normalize("NFD", "Khác"))
    case("by name without marks", b.packed(b.parts(three)), [["1", "Tsecond"]], "KHAC")
    case("hidden by name", b.packed(b.parts(three, states=[None, "hidden"])), [["1", "Tfirst"]], "Nhập", 1)
    case("an empty one by name", b.packed(b.parts(three)), [], "Hướng dẫn", 2)
    broken = b.parts({"A": first, "B": "<broken"})
    case("what is wrong elsewhere", b.packed(broken), [["1", "Tfirst"]], others=0)
    chart = b.parts({"A": first, "B": second})
    chart["xl/_rels/workbook.xml.rels"] = b.relations(("rId1", "chartsheet", "chartsheets/sheet1.xml"),
                                                      ("rId2", "worksheet", "worksheets/sheet2.xml"))
    case("a chart first", b.packed(chart), [["1", "Tsecond"]], name="B")


def dialects(case):
    """How programs differ: targets, prefixes, namespaces, encodings of the XML, order and method of the parts."""
    sheet = b.sheet(b.line(1, "x"))
    wanted = [["1", "Tx"]]

    def book(**changes):
        out = b.parts({"A": sheet})
        for name, data in changes.items():
            out[{"links": "xl/_rels/workbook.xml.rels", "book": "xl/workbook.xml", "root": "_rels/.rels",
                 "sheet": "xl/worksheets/sheet1.xml"}[name]] = data
        return out

    for target in ("/xl/worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml", "./worksheets/sheet1.xml",
                   "worksheets\\sheet1.xml", "worksheets/sheet%31.xml", "/XL/Worksheets/Sheet1.XML", "worksheets//sheet1.xml"):
        case("target " + target, b.packed(book(links=b.relations(("rId1", "worksheet", target)))), wanted)
    case("absolute root", b.packed(book(root=b.relations(("rId9", "officeDocument", "/xl/workbook.xml")))), wanted)
    prefixed = sheet.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    case("prefix", b.packed(book(sheet=prefixed)), wanted)
    strict = book(sheet=sheet.replace(b.MAIN, b.STRICT), book=book()["xl/workbook.xml"].replace(b.MAIN, b.STRICT).replace(
        b.LINK, b.STRICT_LINK), links=b.relations(("rId1", "worksheet", "worksheets/sheet1.xml")).replace(
        b.LINK, b.STRICT_LINK), root=book()["_rels/.rels"].replace(b.LINK, b.STRICT_LINK))
    case("strict", b.packed(strict), wanted)
    case("other prefix for links", b.packed(book(book=book()["xl/workbook.xml"].replace("xmlns:r", "xmlns:rel").replace(
        "r:id", "rel:id"))), wanted)
    case("UTF-16 parts", b.packed(book(sheet=sheet.replace("UTF-8", "UTF-16").encode("utf-16"))), wanted)
    case("a byte order mark", b.packed(book(sheet="\ufeff" + sheet)), wanted)
    case("no declaration", b.packed(book(sheet=sheet[len(b.HEAD):])), wanted)
    case("stored", b.packed(book(), zipfile.ZIP_STORED), wanted)
    case("the book last", b.packed(dict(reversed(book().items()))), wanted)
    moved = {name.replace("xl/", "data/"): data.replace("xl/", "data/") for name, data in book().items()}
    case("another folder", b.packed(moved), wanted)
    rootless = book()
    del rootless["_rels/.rels"]
    case("without root", b.packed(rootless), wanted)


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.reader(f))


def office(tally, folder):
    """LibreOffice's own workbook of a CSV file against its own CSV of that workbook."""
    source = os.path.join(folder, "office.csv")
    with open(source, "w", encoding="utf-8") as f:
        f.write("unit;name;hs;ty_le;ngay;ok;note\n25210;Phường Trảng Bom;4176;85,5%;30/09/2026;TRUE;\"hai\ndòng\"\n"
                "\n25211;Xã Đại Phước;-12,25;0,1%;29/02/2024;FALSE;'\"'\n25212;;0,1;100%;01/03/1900;TRUE;=1\n")
    run = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to"]
    made = subprocess.run([*run, "xlsx", "--outdir", folder, "--infilter=CSV:59,34,76,1,,1066,false,true,true",
                           source], capture_output=True,
                          timeout=120)
    again = subprocess.run([*run, "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,false",
                            "--outdir", folder, os.path.join(folder, "office.xlsx")], capture_output=True, timeout=120)
    if not tally.check(made.returncode == 0 and again.returncode == 0, f"soffice: {made.stderr} {again.stderr}"):
        return
    rows, info = rows_of(os.path.join(folder, "office.xlsx"))
    wanted = [row for row in read_csv(os.path.join(folder, "office.csv")) if any(row)]
    got = [[cell[1:].replace("\\n", "\n") for cell in row[1:]] for row in rows]
    width = max(map(len, wanted))
    got = [row + [""] * (width - len(row)) for row in got]

    def same(shown, read):
        if len(read) == 10 and read[4] == "-":  # LibreOffice shows the day in the locale of its export
            return shown in (read, f"{read[8:]}/{read[5:7]}/{read[:4]}", f"{read[5:7]}/{read[8:]}/{read[:4]}",
                             f"{read[5:7]}/{read[8:]}/{read[2:4]}")
        return shown == read

    good = len(got) == len(wanted) and all(same(x, y) for w, g in zip(wanted, got) for x, y in zip(w, g))
    tally.check(info and good, f"LibreOffice: {got}, wanted {wanted}")


def a_million_rows(tally, folder):
    """As many rows as are allowed, in 100 MB of address space, and one more."""
    path = os.path.join(folder, "million.xlsx")
    some = "<row><c><v>1.5</v></c><c/><c><v>7</v></c></row>"
    for count, wanted in ((1_000_000, "1000000"), (1_000_001, "more than 1000000 rows")):
        with open(path, "wb") as f:
            f.write(b.packed(b.parts({"A": b.sheet(some * count)}), zipfile.ZIP_STORED))
        limit = (100 << 20, 100 << 20)
        done = subprocess.run(f"'{ROWS}' '{path}' | tail -n 1", shell=True, capture_output=True, timeout=300, text=True,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit))
        tally.check(wanted in done.stdout, f"{count} rows: {done.stdout} {done.stderr}")


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="score-workbook-") as folder:
        case = Case(tally, folder)
        cells(case)
        looks(case)
        shapes(case)
        leaves(case)
        dialects(case)
        if shutil.which("soffice") and not os.environ.get("SCORE_SKIP_RANDOM"):
            office(tally, folder)
        if os.environ.get("SCORE_LONG") and not os.environ.get("SCORE_SANITIZE"):
            a_million_rows(tally, folder)
    tally.close()


if __name__ == "__main__":
    main()
