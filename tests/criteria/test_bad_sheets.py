#!/usr/bin/env python3
"""Broken spreadsheets: each fault is told with its row and column, all of them, in both languages; the exit code is 3
and nothing is written. The places were written by hand, beside the sheet."""
import os
import re
import tempfile

from sheets import rows, score
from tally import Tally

HEAD = ["code", "group", "name", "max", "rule", "source", "due", "detail"]


def one(rule="met: a", **more):
    cells = {"code": "1", "group": "A", "name": "x", "max": "3", "rule": rule, **more}
    return [HEAD, [cells.get(name, "") for name in HEAD]]


def typed(*lines):
    return [["row", "code", "group", "name", "max", "rule", "detail"], *[list(line) + [""] * (7 - len(line)) for line in lines],
            ["", "1", "", "x", "3", "met: a", ""]]


# What is wrong, the sheet, the places: (line, column), column None = the row as a whole.
CASES = [
    # notation
    ("no kind", one("so_hop >= 4"), [(2, "rule")]),
    ("unknown kind", one("rato: a; b; zero"), [(2, "rule")]),
    ("empty rule", one("met:"), [(2, "rule")]),
    ("open bracket", one("ratio: max(a, b; c; zero"), [(2, "rule")]),
    ("closed bracket", one("ratio: a); c; zero"), [(2, "rule")]),
    ("crossed brackets", one("ratio: (a]; c; zero"), [(2, "rule")]),
    ("open quote", one("met: unit.kind == \"phuong"), [(2, "rule")]),
    ("open backtick", one("met: `a"), [(2, "rule")]),
    ("text behind a quote", one("sum: [\"Họp\" dân | 3 | {met: a}]"), [(2, "rule")]),
    ("one value too many", one("met: a; b"), [(2, "rule")]),
    ("value behind a name", one("ratio: a; b; target = 80%; zero"), [(2, "rule")]),
    ("unknown name", one("ratio: a; b; zero; taget = 80%"), [(2, "rule")]),
    ("name twice", one("ratio: a; b; zero; target = 80%; target = 90%"), [(2, "rule")]),
    ("place and name", one("ratio: a; b; zero; num = c"), [(2, "rule")]),
    ("wrong choice", one("ratio: a; b; zer"), [(2, "rule")]),
    ("missing value", one("ratio: a; b"), [(2, "rule")]),
    ("left out value", one("ratio: a; ; zero"), [(2, "rule")]),
    ("no boolean", one("ratio: a; b; zero; may_exceed = maybe"), [(2, "rule")]),
    ("expression ends", one("met: a >="), [(2, "rule")]),
    ("expression with a stray character", one("met: a § b"), [(2, "rule")]),
    ("unknown function", one("met: foo(a) > 1"), [(2, "rule")]),
    ("a single equals sign", one("met: a = 4"), [(2, "rule")]),
    ("band without points", one("bands: a; >= 4: 3 | >= 3"), [(2, "rule")]),
    ("band without bounds", one("bands: a; 4: 3"), [(2, "rule")]),
    ("band with two lower bounds", one("bands: a; >= 4 >= 3: 3"), [(2, "rule")]),
    ("band upside down", one("bands: a; >= 3: 2 | >= 4: 3"), [(2, "rule")]),
    ("bands that overlap", one("bands: a; >= 3: 3 | < 4: 2"), [(2, "rule")]),
    ("band above the maximum", one("bands: a; >= 3: 4"), [(2, "rule")]),
    ("band points that are no number", one("bands: a; >= 3: ba"), [(2, "rule")]),
    ("row without brackets", one("sum: Họp | 3 | met"), [(2, "rule")]),
    ("text between rows", one("sum: [x | 3 | {met: a}] and [y | 3 | {met: b}]"), [(2, "rule")]),
    ("open row", one("sum: [x | 3 | {met: a}"), [(2, "rule")]),
    ("faulty part", one("sum: [x | 3 | {met: a >}]"), [(2, "rule")]),
    ("part of unknown kind", one("sum: [x | 3 | {mat: a}]"), [(2, "rule")]),
    ("part without a maximum", one("sum: [x | rule = {met: a}]"), [(2, "rule")]),
    ("parts too deep", one("sum: [x|3|{sum: [x|3|{sum: [x|3|{sum: [x|3|{sum: [x|3|{sum: [x|3|{met: a}]}]}]}]}]}]"),
     [(2, "rule")]),
    ("brackets too deep", one("met: " + "(" * 70 + "a" + ")" * 70), [(2, "rule")]),
    ("choice without options", one("choice: a"), [(2, "rule"), (2, "rule")]),
    ("option without a key", one("choice: c; : 3 | b: 0"), [(2, "rule")]),
    ("steps without a base", one("steps: a; 80%; slopes = [1% | 1]"), [(2, "rule")]),
    ("faulty detail", one(detail="na_from_data = maybe"), [(2, "detail")]),
    ("detail without a name", one(detail="true"), [(2, "detail")]),
    ("unknown detail", one(detail="wait = 2"), [(2, "detail")]),
    ("detail and column", one(detail="code = 7"), [(2, "detail")]),
    ("caps that do not read", one(detail="cap_when = [when = a >]"), [(2, "detail"), (2, "detail")]),
    # cells
    ("maximum that is no number", one(max="ba"), [(2, "max")]),
    ("negative maximum", one(max="-1"), [(2, "max")]),
    ("maximum of two readings", one(max="1,500"), [(2, "max")]),
    ("no such day", one(due="31/02/2026"), [(2, "due")]),
    ("no date", one(due="quý 3"), [(2, "due")]),
    ("no code", one(code=""), [(2, None)]),
    ("no name", one(name=""), [(2, "name")]),
    ("three faults in a row", one("met: a >=", max="x", due="y"), [(2, "max"), (2, "rule"), (2, "due")]),
    ("code twice", one() + [["1", "A", "y", "3", "met: b", "", "", ""]], [(3, "code")]),
    ("faults in every row", one("mat: a") + [["2", "A", "y", "z", "met: b", "", "", ""],
                                             ["3", "A", "", "3", "met: (b", "", "", ""]],
     [(2, "rule"), (3, "max"), (4, "name"), (4, "rule")]),
    ("more cells than the header", one() + [["2", "A", "y", "3", "met: b", "", "", "", "more"]], [(3, None)]),
    # header
    ("unknown column", [["code", "group", "name", "colour"], ["1", "A", "x", "red"]], [(1, "colour")]),
    ("column nearly right", [["code", "group", "naem"], ["1", "A", "x"]], [(1, "naem"), (2, None)]),
    ("column twice, in both languages", [["code", "mã", "group", "name"], ["1", "2", "A", "x"]], [(1, "mã"), (2, "mã")]),
    ("column nearly right, in Vietnamese", [["mã", "nhóm", "tên", "điểm tối đaa"], ["1", "A", "x", "3"]], [(1, "điểm tối đaa")]),
    ("a title and no table", [["Danh mục", ""], ["Một dòng", ""]], [(0, None)]),
    ("cell without a column", [["code", "group", "name", ""], ["1", "A", "x", "stray"]], [(2, None)]),
    # other rows
    ("unknown kind of row", typed(["grup", "G", "", "g"]), [(2, "row")]),
    ("unknown member", typed(["set", "vresion", "", "", "", "1"]), [(2, "code")]),
    ("member twice", typed(["set", "status", "", "", "", "draft"], ["set", "status", "", "", "", "local"]), [(3, "code")]),
    ("wrong status", typed(["set", "status", "", "", "", "final"]), [(2, "rule")]),
    ("member without a value", typed(["set", "status"]), [(2, None)]),
    ("window upside down", typed(["set", "in_force", "", "", "", "from = 2026-12-31; to = 2026-01-01"]), [(2, "rule")]),
    ("unknown member of a member", typed(["set", "total", "", "", "", "3; bais = points"]), [(2, "rule")]),
    ("total that is no sum", typed(["set", "total", "", "", "", "max = x"]), [(2, "rule")]),
    ("measure without a type", typed(["measure", "a", "", "A"]), [(2, "code"), (3, "rule")]),
    ("measure of an unknown type", typed(["measure", "a", "", "A", "", "counts"]), [(2, "rule"), (3, "rule")]),
    ("measure twice", typed(["measure", "a", "", "A", "", "boolean"], ["measure", "a", "", "A", "", "boolean"]),
     [(3, "code")]),
    ("measure without a key", typed(["measure", "", "", "A", "", "boolean"]), [(2, "code")]),
    ("measure with a wrong key", typed(["measure", "A b", "", "A", "", "boolean"]), [(2, "code")]),
    ("option of nothing", typed(["option", "x", "b", "X"]), [(2, "group")]),
    ("option of what is no choice", typed(["measure", "a", "", "A", "", "boolean"], ["option", "x", "a", "X"]),
     [(3, "group")]),
    ("option twice", [["row", "code", "group", "name", "max", "rule"], ["measure", "c", "", "C", "", "choice"],
                      ["option", "a", "c", "A", "", ""], ["option", "a", "c", "B", "", ""],
                      ["", "1", "G", "x", "3", "choice: c; a: 3"]], [(4, "code")]),
    ("condition that does not read", typed(["condition", "c", "", "", "", "b >"]), [(2, "rule")]),
    ("condition with a name", typed(["condition", "c", "", "C", "", "a"]), [(2, "name")]),
    ("grade out of order", typed(["grade", "k", "", "K", "1"], ["grade", "t", "", "T", "2"]), [(3, "max")]),
    ("ceiling to no grade", typed(["grade", "k", "", "K", "1"], ["ceiling", "", "", "", "", "a; tot"]), [(3, "rule")]),
    ("tie by nothing", typed(["tie", "", "", "", "", "node = Z"]), [(2, "rule")]),
    ("unknown group", typed(["group", "G", "", "g"])[:2] + [["", "1", "H", "x", "3", "met: a", ""]], [(3, "group")]),
    ("group of an unknown group", typed(["group", "G", "H", "g"])[:2] + [["", "1", "G", "x", "3", "met: a", ""]],
     [(2, "group")]),
    ("groups in a circle", typed(["group", "G", "H", "g"], ["group", "H", "G", "h"])[:3] +
     [["", "1", "G", "x", "3", "met: a", ""]], [(3, "group")]),
    ("group twice", typed(["group", "G", "", "g"], ["group", "G", "", "h"])[:3] + [["", "1", "G", "x", "3", "met: a", ""]],
     [(3, "code")]),
    ("group with a rule", typed(["group", "G", "", "g", "", "met: a"])[:2] + [["", "1", "G", "x", "3", "met: a", ""]],
     [(2, "rule")]),
    ("group without a code", typed(["group", "", "", "g"])[:2] + [["", "1", "", "x", "3", "met: a", ""]], [(2, None)]),
    ("note with a maximum", typed(["note", "", "", "n", "3"]), [(2, "max")]),
    ("check that does not read", typed(["check", "", "", "m", "", "b >"]), [(2, "rule")]),
    ("calendar with a wrong day", typed(["calendar", "2026", "", "", "", "holidays = [2026-13-01]"]), [(2, "rule")]),
    ("lever without an effect", typed(["lever", "l", "", "L", "", "convert"]), [(2, "rule")]),
    ("lever of no kind", typed(["lever", "l", "", "L", "", "undo; a =yes"]), [(2, "rule")]),
    ("lever without a name", typed(["lever", "l", "", "", "", "convert; a =yes"]), [(2, "rule")]),
    ("lever that does nothing", typed(["lever", "l", "", "L", "", "convert; a"]), [(2, "rule")]),
    ("lever without a sign", typed(["lever", "l", "", "L", "", "convert; a yes"]), [(2, "rule")]),
    ("lever with half an effect", typed(["lever", "l", "", "L", "", "convert; a =yes, +1"]), [(2, "rule")]),
    ("lever that moves a measure twice", typed(["lever", "l", "", "L", "", "convert; a =yes, a =no"]), [(2, "rule")]),
    ("lever that moves what is not there", typed(["lever", "l", "", "L", "", "convert; d +1"]), [(2, "rule")]),
    ("lever bounded by what is not there", typed(["lever", "l", "", "L", "", "convert; a =yes; most = d"]), [(2, "rule")]),
    ("lever with an open brace", typed(["lever", "l", "", "L", "", "convert; {a =yes"]), [(2, "rule")]),
    ("lever with a maximum", typed(["lever", "l", "", "L", "3", "convert; a =yes"]), [(2, "max")]),
    ("lever twice", typed(["lever", "l", "", "L", "", "convert; a =yes"], ["lever", "l", "", "M", "", "past; a =no"]),
     [(3, "code")]),
    ("circle of criteria", [HEAD, ["1", "A", "x", "3", "met: met(\"2\")", "", "", ""],
                            ["2", "A", "y", "3", "met: met(\"1\")", "", "", ""]], [(2, None)]),
    ("no criteria", [["row", "code", "name"], ["set", "name", "x"]], [(0, None)]),
]

RAW = [
    ("an empty file", b""),
    ("a stray quote", b'code,group,name\n1,A,x"y"z\n'),
    ("not UTF-8", b"code,group,name\n1,A,\xff\xfe\n"),
    ("a workbook", b"PK\x03\x04 and more"),
    ("a NUL", b"code,group,name\n1,A,x\x00\n"),
    ("an open quote", b'code,group,name\n1,A,"x\n'),
]

PLACE = {"en": re.compile(r"^sheet\.csv(?::(\d+))?(?: column (.*?))?: .+"),
         "vi": re.compile(r"^sheet\.csv(?::(\d+))?(?: cột (.*?))?: .+")}


def told(done, language):
    found = []
    for line in done.stderr.decode().splitlines():
        if line.startswith(("hint: ", "gợi ý: ", "warning: ", "cảnh báo: ")):
            continue
        m = PLACE[language].match(line)
        found.append((int(m.group(1) or 0), m.group(2)) if m else line)
    return found


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        sheet, out = os.path.join(folder, "sheet.csv"), os.path.join(folder, "out.json")
        with open(out, "w", encoding="utf-8") as f:
            f.write("untouched")
        for name, lines, places in CASES:
            for style, delimiter in (("en", ","), ("vi", ";")):
                # In a file split by ';' a decimal comma is one: the reading that has two is the other.
                text = rows(lines, delimiter)
                if delimiter == ";" and "1,500" in text:
                    text = text.replace("1,500", "1.500")
                with open(sheet, "w", encoding="utf-8", newline="") as f:
                    f.write(text)
                done = score("criteria", "from-csv", "sheet.csv", "--output", out, "--lang", style, cwd=folder)
                tally.check(done.returncode == 3, f"{name}: exit {done.returncode}")
                found = told(done, style)
                tally.check(found == places, f"{name}: {found}, not {places}\n{done.stderr.decode()}")
        for name, data in RAW:
            with open(sheet, "wb") as f:
                f.write(data)
            done = score("criteria", "from-csv", "sheet.csv", "--output", out, "--lang", "en", cwd=folder)
            tally.check(done.returncode == 3 and done.stderr.count(b"\n") <= 2 and b"sheet.csv" in done.stderr,
                        f"{name}: {done.returncode} {done.stderr}")
        with open(out, encoding="utf-8") as f:
            tally.check(f.read() == "untouched" and sorted(os.listdir(folder)) == ["out.json", "sheet.csv"], "something was written")
        with open(sheet, "w", encoding="utf-8") as f:
            f.write("code,group,name\n" + "".join(f"{i},A,\n" for i in range(3000)))
        done = score("criteria", "from-csv", "sheet.csv", "--lang", "en", cwd=folder)
        tally.check(done.returncode == 3 and len(done.stderr.splitlines()) <= 1002, "3000 faults")
    tally.close()


if __name__ == "__main__":
    main()
