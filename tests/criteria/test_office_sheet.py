#!/usr/bin/env python3
"""Spreadsheets as an office types them: 92 rows of code, group, name, evidence and source become a set that checks
without errors and is scored; a small set with rules, in Vietnamese, from Excel as it comes. Figures worked by hand."""
import csv
import io
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "input"))
import bookmaker  # noqa: E402
from sheets import score  # noqa: E402
from tally import Tally

GROUPS = ["I. Thể chế", "II. Hạ tầng số", "III. Dữ liệu", "IV. Nhân lực số", "V. Chính quyền số", "VI. Kinh tế số",
          "VII. Xã hội số", "VIII. An toàn, \"an ninh\" mạng; bảo mật"]
SIZES = [12, 14, 10, 11, 15, 10, 12, 8]


def excel(lines):
    """What a Vietnamese Excel saves as CSV UTF-8."""
    def cell(text):
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in '";\n') else text
    return ("\ufeff" + "".join(";".join(cell(c) for c in line) + "\r\n" for line in lines)).encode()


def write(folder, name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(data)
    return path


def points(tally, folder, definition, data):
    done = score("eval", "--criteria", definition, "--data", write(folder, "data.csv", data.encode()), "--format", "csv",
                 "--lang", "en")
    tally.check(done.returncode == 0, f"eval: {done.stderr.decode()}")
    return {(r["unit"], r["node"]): (r["points"], r["max"], r["outcome"])
            for r in csv.DictReader(io.StringIO(done.stdout.decode()))}


def issued_list(tally, folder):
    lines = [["STT", "Nhóm chỉ số", "Tên tiêu chí", "Minh chứng", "Nguồn"]]
    for group, size in zip(GROUPS, SIZES):
        for i in range(size):  # the cell of the group is merged: only its first row says it
            lines.append([str(len(lines)), group if i == 0 else "", f"Tiêu chí số {len(lines)}, theo \"danh mục\"",
                          "Văn bản; ảnh chụp" if i % 2 else "", "Quyết định ban hành danh mục"])
    sheet, out = write(folder, "danh-muc.csv", excel(lines)), os.path.join(folder, "92.json")
    done = score("criteria", "from-csv", sheet, "--criteria", "nq57@2027", "--output", out)
    tally.check(done.returncode == 0 and not done.stdout, f"92 rows: {done.stderr.decode()}")
    with open(out, encoding="utf-8") as f:
        made = json.load(f)
    criteria = [c for g in made["groups"] for c in g["criteria"]]
    tally.check(len(criteria) == 92 and [len(g["criteria"]) for g in made["groups"]] == SIZES, "92 criteria in 8 groups")
    tally.check([g["name"] for g in made["groups"]] == GROUPS and [g["code"] for g in made["groups"]] ==
                ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"], "groups by their order")
    tally.check((made["id"], made["version"], made["status"], made["total"]) ==
                ("nq57", "2027", "draft", {"max": "92", "basis": "points"}), "the head")
    tally.check(all(c["open"] is True and c["rule"] == {"kind": "met", "when": f"tc_{c['code']}"} and c["max"] == "1" and
                    c["source"] == {"document": "Quyết định ban hành danh mục"} for c in criteria), "open slots")
    tally.check(criteria[91]["name"] == "Tiêu chí số 92, theo \"danh mục\"" and criteria[13]["evidence"] ==
                "Văn bản; ảnh chụp" and "evidence" not in criteria[12], "texts")
    check = score("criteria", "check", out, "--lang", "en")
    warned = check.stderr.decode().splitlines()
    tally.check(check.returncode == 0 and not any(line.startswith(("score:", out)) for line in warned), f"check: {warned[:3]}")
    others = [line for line in warned if "translation" not in line and "with a source" not in line]
    tally.check(not others, f"check finds more than missing translations: {others[:5]}")
    tally.check(sum("warning:" in line and "translation" in line for line in warned) == 1, "one language is told once")
    keys = [c["rule"]["when"] for c in criteria]
    rows = [["A"] + ["1"] * 92, ["B"] + ["1" if i < 60 else "0" for i in range(92)],
            ["C"] + ["" if i >= 90 else "1" for i in range(92)]]
    data = "unit,period," + ",".join(keys) + "\n" + "".join(f"{r[0]},2027,{','.join(r[1:])}\n" for r in rows)
    found = points(tally, folder, out, data)
    tally.check([found[u, "total"][0] for u in "ABC"] == ["92.00", "60.00", "90.00"] and found["A", "total"][1] == "92",
                f"totals: {[found.get((u, 'total')) for u in 'ABC']}")
    # 60 of the first: groups of 12, 14, 10, 11 whole, 13 of the fifth.
    tally.check([found["B", g["key"]][0].split(".")[0] for g in made["groups"]] ==
                ["12", "14", "10", "11", "13", "0", "0", "0"], "groups of B")
    tally.check(found["C", "92"][2] == "missing", "a blank is missing")


VIETNAMESE = [
    ["Dòng", "Mã", "Nhóm", "Tên", "Điểm tối đa", "Quy tắc", "Minh chứng", "Nguồn", "Hạn", "Chi tiết", "Đơn vị tính"],
    ["bộ", "id", "", "", "", "xa-so", "", "", "", "", ""],
    ["bộ", "name", "", "Bộ tiêu chí xã số", "", "", "", "", "", "", ""],
    ["bộ", "status", "", "", "", "local", "", "", "", "", ""],
    ["nhóm", "A", "", "Chỉ đạo", "", "", "", "", "", "", ""],
    ["nhóm", "T", "", "Điểm thưởng", "1,5", "", "", "", "", "kind = bonus", ""],
    ["", "A1", "A", "Họp Ban Chỉ đạo", "2,5", "bands: so_hop; >= 4: 2.5 | >= 2: 1", "Biên bản", "QĐ 1", "", "", ""],
    ["Tiêu chí", "A2", "", "Hồ sơ trực tuyến", "5", "ratio: hs_tt; hs_nop; zero; target = 80%", "", "QĐ 1", "", "", ""],
    ["", "A3", "", "=Người đứng đầu", "2", "choice: truong_ban; chu_tich: 2 | pho: share = 50% | khong: 0", "", "QĐ 1", "", "", ""],
    ["", "A4", "", "Báo cáo năm", "0,5", "met: bao_cao", "", "QĐ 1", "31/12/2026", "", ""],
    ["", "T1", "T", "Sáng kiến", "3", "count: value = sang_kien; each = 0.5", "", "QĐ 1", "", "", ""],
    ["số liệu", "so_hop", "", "Số cuộc họp", "", "count", "", "", "", "", "cuộc"],
    ["ghi chú", "", "", "Bản để thử; không ban hành", "", "", "", "", "", "", ""],
]


def small_set(tally, folder):
    lines = [list(line) for line in VIETNAMESE]
    lines[8][3] = "'=Người đứng đầu"  # as a spreadsheet is told to take it for text
    out = os.path.join(folder, "nho.json")
    done = score("criteria", "from-csv", write(folder, "nho.csv", excel(lines)), "-o", out, "--lang", "vi")
    tally.check(done.returncode == 0, done.stderr.decode())
    warned = done.stderr.decode()
    tally.check(warned.count("chưa khai báo") == 5 and "nho.csv:8 cột Quy tắc" in warned, f"undeclared measures: {warned}")
    with open(out, encoding="utf-8") as f:
        made = json.load(f)
    tally.check(made["id"] == "xa-so" and made["status"] == "local" and made["total"]["max"] == "10" and
                made["notes"] == ["Bản để thử; không ban hành"], "head")
    a, t = made["groups"]
    tally.check((a["max"], t["max"]) == ("10", "1.5") and a["criteria"][0]["max"] == "2.5", "maxima with a decimal comma")
    tally.check(a["criteria"][2]["name"] == "=Người đứng đầu" and a["criteria"][3]["due"] == "2026-12-31", "texts and days")
    tally.check({k: m["type"] for k, m in made["measures"].items()} ==
                {"so_hop": "count", "hs_tt": "count", "hs_nop": "count", "truong_ban": "choice", "bao_cao": "boolean",
                 "sang_kien": "count"} and made["measures"]["so_hop"]["unit"] == "cuộc", "types")
    # A1: 3 meetings 1; A2: 5 x (60/100) / 0.8 = 3.75; A3: half of 2; A4: due after Q3, blank: not due; T1: 4 x 0.5 = 2, group 1.5
    found = points(tally, folder, out, "unit,period,so_hop,hs_tt,hs_nop,truong_ban,bao_cao,sang_kien\n"
                                       "X,2026-Q3,3,60,100,pho,,4\n")
    tally.check([found["X", k][0] for k in ("A1", "A2", "A3", "T1")] == ["1.00", "3.75", "1.00", "2.00"],
                f"points: {found}")
    tally.check(found["X", "A4"][2] == "not_due" and found["X", "T"][0] in ("1.5", "1.50"), f"{found['X', 'A4']}")


def as_workbook(tally, folder):
    """The same sheet as a workbook: numbers are numbers, rows end where nothing more stands; a wrong cell names its sheet."""
    def typed(text):
        number = text.replace(",", ".")
        return float(number) if number.replace(".", "", 1).isdigit() and "," in text else int(text) if text.isdigit() else text

    def book(lines):
        cut = [line[:max(i for i, c in enumerate(line) if c) + 1] for line in lines]
        return bookmaker.workbook(*(bookmaker.line(n, *(typed(c) if n > 1 else c for c in line))
                                    for n, line in enumerate(cut, 1)), name="Bộ chỉ số")
    texts = [score("criteria", "from-csv", path, "--lang", "vi") for path in
             (os.path.join(folder, "nho.csv"), write(folder, "nho.xlsx", book(VIETNAMESE)))]
    tally.check(texts[1].returncode == 0 and json.loads(texts[0].stdout) == json.loads(texts[1].stdout),
                f"CSV and workbook differ: {texts[1].stderr.decode()}")
    wrong = [list(line) for line in VIETNAMESE]
    wrong[6][4] = "nhiều"
    said = score("criteria", "from-csv", write(folder, "sai.xlsx", book(wrong)), "--lang", "vi")
    tally.check(said.returncode == 3 and "sai.xlsx[Bộ chỉ số]:7 cột Điểm tối đa" in said.stderr.decode(),
                f"a wrong cell of a workbook: {said.stderr.decode()}")


HEADINGS = [
    ["PHỤ LỤC: DANH MỤC TIÊU CHÍ XÃ SỐ", "", "", "", ""],
    ["(Kèm theo Quyết định số 12)", "", "", "", ""],
    ["", "", "", "", ""],
    ["STT", "Nội dung", "Điểm chuẩn", "Tài liệu kiểm chứng", "Căn cứ"],
    ["I", "Thể chế", "5", "", ""],
    ["1", "Ban hành kế hoạch", "2", "Kế hoạch", "NQ 57"],
    ["2", "Họp định kỳ", "3", "", ""],
    ["II", "Hạ tầng", "", "", ""],
    ["3", "Wifi nhà văn hóa", "1,25", "Ảnh", ""],
]


def headings(tally, folder):
    """A title above the table, and groups that only their Roman numbers tell."""
    done = score("criteria", "from-csv", write(folder, "phu-luc.csv", excel(HEADINGS)), "--lang", "vi")
    made = json.loads(done.stdout)
    tally.check(done.returncode == 0 and "phu-luc.csv:1: " in done.stderr.decode() and "tiêu đề" in done.stderr.decode(),
                f"title: {done.stderr.decode()}")
    second = [line for line in done.stderr.decode().splitlines() if "phu-luc.csv:2: " in line]
    tally.check(len(second) == 1 and HEADINGS[1][0] in second[0], f"second line above the table: {second}")
    tally.check(made["name"] == HEADINGS[0][0] and made["total"]["max"] == "6.25", f"{made['name']} {made['total']}")
    tally.check([(g["key"], g["name"], g["max"], [c["key"] for c in g["criteria"]]) for g in made["groups"]] ==
                [("I", "Thể chế", "5", ["1", "2"]), ("II", "Hạ tầng", "1.25", ["3"])], f"{made['groups']}")
    done = score("criteria", "from-csv", write(folder, "abc.csv", "mã,tên\nA,Một\nB,Hai\n".encode()))
    made = json.loads(done.stdout)
    tally.check([c["key"] for c in made["groups"][0]["criteria"]] == ["A", "B"], "letters that head nothing are criteria")


def defaults(tally, folder):
    done = score("criteria", "from-csv", write(folder, "Bộ của tôi.csv", "code,name\n1,Một\n2,Hai\n".encode()))
    made = json.loads(done.stdout)
    tally.check((made["id"], made["version"], len(made["groups"]), made["groups"][0]["max"]) == ("bo-cua-toi", "1", 1, "2"),
                f"nothing but codes and names: {made['id']}")
    done = score("criteria", "from-csv", write(folder, "x.csv", "code,name,rule\n1,Một,met: a\n".encode()), "--criteria", "y@")
    tally.check(done.returncode == 2, "a version that is none")
    done = score("criteria", "from-csv")
    tally.check(done.returncode == 2 and not done.stdout, "no file")
    done = score("criteria", "from-csv", os.path.join(folder, "absent.csv"))
    tally.check(done.returncode == 3, "a file that is not there")
    done = score("criteria", "from-csv", os.path.join(folder, "x.csv"), "--output", "/dev/full")
    tally.check(done.returncode == 5, f"a full disk: {done.returncode}")


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        issued_list(tally, folder)
        small_set(tally, folder)
        as_workbook(tally, folder)
        headings(tally, folder)
        defaults(tally, folder)
    tally.close()


if __name__ == "__main__":
    main()
