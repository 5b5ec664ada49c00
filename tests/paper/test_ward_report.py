"""A ward's report against what was published or worked by hand: every criterion of Phú Thọ's wards and of the sets with a
solution by hand, totals, sentences, sums, ratios recomputed from the data; every part is there, in both languages; what is
missing, what expires; a unit alone, a unit with nothing; the letter as it was set."""
import csv
import functools
import json
import os
import re
import subprocess
import sys
import tempfile
from decimal import ROUND_HALF_UP, Decimal

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, SOURCE, Tally

t = Tally()
QUICK = bool(os.environ.get("SCORE_SKIP_RANDOM") or os.environ.get("SCORE_SANITIZE"))
SHORT = not os.environ.get("SCORE_LONG")  # a few units of each; the long run takes more
PHUTHO = ["--criteria", "766@2026-portal", "--units", "fixtures/units/phutho.csv", "--data", "fixtures/766/phutho-2026q3.csv",
          "--stage", "published"]
ANGIANG = ["--criteria", "766@2025-portal", "--units", "fixtures/units/angiang.csv", "--data", "fixtures/766/angiang-2025.csv",
           "--stage", "published"]
DONGNAI = ["--criteria", "766@2026-portal", "--units", "fixtures/units/dongnai.csv", "--data",
           "fixtures/766/dongnai-2026q3-synthetic.csv"]
NQ57 = ["--criteria", "nq57", "--units", "fixtures/units/dongnai.csv", "--period", "2026-Q3"]
NQ57 += [a for q in ("2026q2", "2026q3") for a in ("--data", f"fixtures/nq57/dongnai-{q}-synthetic.csv")]
PARTS = ["summary", "groups", "criteria", "gap", "plan", "missing", "province", "method", "inputs", "arithmetic"]


def run(*arguments):
    return subprocess.run([BIN, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=SOURCE, text=True,
                          encoding="utf-8")


@functools.lru_cache(maxsize=None)
def report(unit, *arguments, form="json"):
    done = run("report", "ward", "--unit", unit, *arguments, "--format", form)
    if not t.check(done.returncode in (0, 1), f"{unit} {arguments}: exit {done.returncode} {done.stderr}"):
        t.close()
    return json.loads(done.stdout, parse_float=Decimal, parse_int=Decimal) if form == "json" else done.stdout


def rows(name):
    with open(os.path.join(SOURCE, name), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def by_node(document):
    return {row["node"]: row for row in document["criteria"]["criteria"]}


# ---- every figure that was published of Phú Thọ's units ----
published = {}
for row in rows("fixtures/766/phutho-2026q3-published.csv"):
    published.setdefault(row["unit"], {})[row["measure"].removeprefix("points:")] = Decimal(row["value"])
units = sorted(u for u in published if u.startswith("H44.1"))
cells = {row["unit"]: row for row in rows("fixtures/766/phutho-2026q3.csv")}
for unit in ["H44.112"] + (units[:1] if SHORT else units):
    document = report(unit, *PHUTHO)
    nodes, groups = by_node(document), {g["node"]: g for g in document["groups"]["groups"]}
    for key, points in published[unit].items():
        if key in groups:
            t.check(groups[key]["points"] == points, f"{unit}: {key} is {groups[key]['points']}, published {points}")
        elif key in nodes and nodes[key]["points"] is not None:
            t.check(nodes[key]["points"] == points, f"{unit}: {key} is {nodes[key]['points']}, published {points}")
    whole = sum(v for k, v in published[unit].items() if k in groups)
    t.check(document["summary"]["total"] == whole, f"{unit}: total {document['summary']['total']}, published {whole}")
    listed = [r for r in document["criteria"]["criteria"] if r["kind"] != "total" and r["points"] is not None]
    last = document["criteria"]["criteria"][-1]
    t.check(last["kind"] == "total" and last["points"] == whole == sum(r["points"] for r in listed), f"{unit}: the sum")
    t.check(sum(r["max"] for r in listed) == last["max"] == 100, f"{unit}: the maxima add up")
    seen = 0
    for row in listed:  # 3200/4551 = 70.31%: two cells of the file, and their share
        ratio = re.fullmatch(r"([\d.]+)/([\d.]+) = ([\d.]+)%", row["result"] or "")
        if not ratio:
            continue
        a, b, percent = map(Decimal, ratio.groups())
        t.check({str(a), str(b)} <= set(cells[unit].values()), f"{unit} {row['node']}: {a} and {b} are no cells")
        t.check(percent == (100 * a / b).quantize(Decimal("0.01"), ROUND_HALF_UP), f"{unit} {row['node']}: {percent}%")
        lost = row["max"] - row["points"]
        said = "đạt điểm tối đa" if not lost else f"mất {lost} điểm"
        t.check(row["verdict"].endswith(said) and row["lost"] == lost, f"{unit} {row['node']}: {row['verdict']}")
        seen += 1
    t.check(seen >= 10, f"{unit}: {seen} ratios")
    for entry in document["inputs"]["inputs"]:
        if entry["key"] in cells[unit]:
            want = cells[unit][entry["key"]]
            t.check(entry["value"] == (Decimal(want) if want else None), f"{unit}: {entry['key']} is {entry['value']}")

# ---- what is signed, in the words it is signed in; 70 - 54.36, 100 - 54.36 ----
text = report("H44.112", *PHUTHO, form="markdown")
for sentence in (
        "# Báo cáo kết quả đánh giá quý III năm 2026 của xã Phù Ninh",
        "Trong quý III năm 2026, xã Phù Ninh đạt 54,36/100 điểm; xếp loại Trung bình; xếp hạng 17/19 đơn vị.",
        "Để đạt loại Khá (từ 70 điểm), còn thiếu 15,64 điểm.",
        "Ủy ban nhân dân xã Phù Ninh báo cáo kết quả đánh giá quý III năm 2026, áp dụng Bộ chỉ số 766 theo",
        "Trên đây là báo cáo kết quả đánh giá quý III năm 2026 của Ủy ban nhân dân xã Phù Ninh./.",
        "Số điểm chưa đạt: 45,64 điểm;",
        "Số liệu quý III năm 2026, tính từ ngày 01/07/2026 đến hết ngày 30/09/2026; giai đoạn: công bố.",
        "(mã 766, phiên bản 2026-portal)"):
    t.check(sentence in text, f"not said: {sentence}")
t.check("--" not in re.sub(r"\| -.*|---", "", text), "a paper names no option of a command")
english = report("H44.112", *PHUTHO, "--lang", "en", form="markdown")
for sentence in ("# Report on quarter 3 of 2026: Xã Phù Ninh",
                 "In quarter 3 of 2026, Xã Phù Ninh reached 54.36 of 100 points; grade: Average; rank 17 of 19 units."):
    t.check(sentence in english or "grade: " in sentence and sentence.split("grade")[0] in english, f"not said: {sentence}")

# ---- An Giang's published totals ----
angiang = [(row["unit"], Decimal(row["total"])) for row in rows("fixtures/766/angiang-2025-published.csv")]
totals = [total for _, total in angiang]
alone_at = [u for u in angiang if totals.count(u[1]) == 1]
shared = [u for u in angiang if totals.count(u[1]) > 1]
for unit, total in (alone_at[:2] + shared[:2] if SHORT else angiang):
    document = report(unit, *ANGIANG)
    t.check(document["summary"]["total"] == total, f"{unit}: {document['summary']['total']}, published {total}")
    place, others = 1 + sum(other > total for other in totals), totals.count(total) - 1
    said = f"xếp hạng {place}/{len(totals)} đơn vị" + (f", đồng hạng với {others} đơn vị khác." if others else ".")
    t.check(document["summary"]["lines"][0].endswith(said), f"{unit}: {document['summary']['lines'][0]}, not {said}")

# ---- sets with a solution by hand ----
worked = [("mau@1", "fixtures/mau/units.csv", "fixtures/mau/data.csv", "fixtures/mau/working.csv",
           ["--period", "2026-Q3", "--stage", "verified", "--fallback"])]
for name in ("khong-tien-mat-can-tho", "hoa-hung", "tan-hung", "long-khanh"):
    worked.append((name, None, f"fixtures/sets/{name}.csv", f"fixtures/sets/{name}-worked.csv", []))
for name, list_of, data, solution, more in worked:
    want = {}
    for row in rows(solution):
        if row["points"] and row["outcome"]:
            want.setdefault((row["unit"], row.get("period") or ""), {})[row["node"]] = row
    keys = sorted(want)
    for unit, period in [k for k in keys if k[0] == "90102"] or keys[:1] if SHORT else keys:
        arguments = ["--criteria", name, *(["--units", list_of] if list_of else []), "--data", data, *more]
        document = report(unit, *arguments, *(["--period", period] if period and not more else []))
        nodes = by_node(document)
        compared = 0
        for node, row in want[unit, period].items():
            mine = nodes.get(node) or next((r for r in nodes.values() if r["code"] == node), None)
            if not mine or mine["kind"] != "criterion" or mine["points"] is None:
                continue
            t.check(mine["points"] == Decimal(row["points"]) and mine["outcome"] == row["outcome"],
                    f"{name} {unit} {node}: {mine['points']} {mine['outcome']}, by hand {row['points']} {row['outcome']}")
            compared += 1
        t.check(compared > 0, f"{name} {unit}: nothing compared")

# ---- a contradiction, what applies to nobody, points given for a group: 90105, 90102 and 90106 of the teaching set ----
MAU = ["--criteria", "mau@1", "--units", "fixtures/mau/units.csv", "--data", "fixtures/mau/data.csv", "--period", "2026-Q3",
       "--stage", "verified", "--fallback"]
hamlet = report("9010101", *MAU)["summary"]["lines"]
t.check(hamlet[0].endswith("đạt 0.00% (0.00/0 điểm).") and not any("Để đạt" in line for line in hamlet), f"no grade of nothing: {hamlet}")
verdicts = {n: r["verdict"] for n, r in by_node(report("90102", *MAU)).items()}
for code, said in (("CK1", "đạt điểm tối đa"), ("CD5", "không đạt điểm, mất 3.00 điểm"), ("CG5", "không áp dụng (mất 1.00 điểm)"),
                   ("CG6", "không áp dụng (tính đủ điểm)"), ("NQ1", "chưa đạt"), ("NQ2", "đạt"), ("TRU1", "không bị trừ điểm")):
    t.check(verdicts[code] == said, f"90102 {code}: {verdicts[code]}")
text = report("90105", *MAU, form="markdown")
for said in ("10,42% (10,00/96 điểm); xếp loại Yếu.", "đơn vị chưa được xếp hạng", "số liệu mâu thuẫn, tính theo trường hợp xấu nhất",
             "Số tiêu chí thiếu số liệu: 10", "thuộc thẩm quyền cấp tỉnh 5,00 điểm", "xem Phụ lục II"):
    t.check(said in text, f"90105: not said: {said}")
given = report("90106", *MAU)
t.check(not given["missing"]["missing"] and by_node(given)["CK"]["evidence"] == "Bảng tổng hợp do tỉnh chấm thay",
        f"90106: what proves a group's points proves what is in them: {given['missing']}")

# ---- what is a percentage is said as one; no plan where there is none; others' share is a share of their own maximum ----
text = report("90102", *MAU, form="markdown")
for said in ("trung vị là 77,00%, cao nhất là 93,03%.", "Đã đủ điểm của loại Xuất sắc (từ 90%)", "trong mức 90,00% của loại Xuất sắc",
             "Các việc đã biết không đưa đơn vị tới mục tiêu."):
    t.check(said in text, f"90102: not said: {said}")
t.check("Làm hết các việc dưới đây" not in text, "a plan without a measure")
t.check("còn thiếu 34,58 điểm phần trăm" in report("90105", *MAU, form="markdown"), "90105: what is lacking is percentage points")
median = {g["node"]: g["median_share"] for g in report("90102", *MAU)["groups"]["groups"]}
t.check(median["KQ"] is None and median["CK"] == 75, f"90102: of 20 points here, of 25 elsewhere: {median}")
course = {r["period"]: r for r in report("90102", *MAU)["trend"]["trend"]}
t.check(course["2026-Q2"]["rank"] is None and "| 2026-Q2 | 0,00 | 100 | chưa xếp hạng |" in text, f"90102: {course}")
t.check("từ 0,00 (kỳ 2026-Q2)" not in report("90102", *MAU, form="html"), "too little is known of the period before")

# ---- every part, in order, in both languages; numbered as they stand ----
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
PLACES = [("H44.112", PHUTHO, [], ("en",)), ("25210", NQ57, ["plan"], ("vi", "en")), ("25210", DONGNAI, [], ("vi",))]
for unit, arguments, gone, languages in PLACES[:2] if QUICK else PLACES:
    for language in languages:
        document = report(unit, *arguments, "--lang", language)
        parts = [k for k, v in document.items() if isinstance(v, dict) and "title" in v]
        wanted = [p for p in PARTS if p not in gone]
        if arguments is NQ57:
            wanted.insert(2, "trend")
            course = [(r["period"], r["total"]) for r in document["trend"]["trend"]]
            t.check(course == [("2026-Q2", Decimal("84.27")), ("2026-Q3", Decimal("86.52"))], f"the trend: {course}")
        t.check(parts == wanted, f"{unit} {language}: {parts}")
        numbers = [document[p]["title"].split(". ")[0] for p in parts]
        annex = "Phụ lục" if language == "vi" else "Annex"
        t.check(numbers == ROMAN[:len(parts) - 2] + [f"{annex} I", f"{annex} II"], f"{unit}: {numbers}")
        t.check(document["synthetic"] == (arguments is not PHUTHO), f"{unit}: the mark")
        if document["synthetic"]:
            t.check(("SỐ LIỆU MÔ PHỎNG" if language == "vi" else "MADE-UP DATA") in document["lines"], f"{unit}: the mark")

# ---- two quarters: what became of it; 86.52 - 84.27 ----
both = report("25210", *NQ57, form="markdown")
for sentence in ("So với quý II năm 2026 (84,27 điểm): tăng 2,25 điểm.", "số tiêu chí đạt: 77/89"):
    t.check(sentence in both, f"not said: {sentence}")
total = report("25210", *NQ57)["groups"]["groups"][-1]
t.check((total["points"], total["previous"]) == (Decimal("86.52"), Decimal("84.27")), f"the total: {total}")

first = ["--criteria", "nq57", "--units", "fixtures/units/dongnai.csv", "--period", "2026-Q1"]  # the version changed
first += [a for q in ("2025q4", "2026q1") for a in ("--data", f"fixtures/nq57/dongnai-{q}-synthetic.csv")]
done = run("report", "province", *first, "--no-interval", "--format", "json")
part = {r["unit"]: r for r in json.loads(done.stdout, parse_float=Decimal)["bridge"]["bridge"]}["25210"]
t.check((part["before"], part["total"]) == (Decimal("77.78"), Decimal("83.33")) and
        part["data_effect"] + part["rules_effect"] == Decimal("5.55"), f"the bridge: {part}")
said = [f"{x:+}".replace(".", ",") for x in (part["data_effect"], part["rules_effect"])]
t.check(f"phần chênh lệch do số liệu là {said[0]}, do quy định tính điểm là {said[1]}." in report("25210", *first, form="markdown"),
        f"what the rules changed: {said}")

# ---- the letter ----
with tempfile.TemporaryDirectory() as folder:
    def write(name, content):
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(content)
        return path

    blank = report("H44.112", *PHUTHO, form="html")
    for said in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ỦY BAN NHÂN DÂN", "XÃ PHÙ NINH", "BÁO CÁO",
                 "…, ngày … tháng … năm 2026", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nơi nhận:", "/BC-UBND"):
        t.check(said in blank, f"the letter lacks {said}")
    set_by_hand = report("H44.112", *PHUTHO, "--office", "fixtures/templates/office.json", "--put", "date=2026-02-05", "--put",
                         "heading.gap=Phần chưa đạt", "--put", "recipients=UBND tỉnh; Lưu: VT", form="html")
    for said in ("Phù Ninh, ngày 05 tháng 02 năm 2026", "Phần chưa đạt", "- UBND tỉnh;", "- Lưu: VT."):
        t.check(said in set_by_hand, f"the letter lacks {said}")
    t.check("ngày 12 tháng 3 năm" in report("H01.101", *ANGIANG, "--put", "date=2026-03-12", form="html"), "3 has no zero")
    refused = run("report", "ward", "--unit", "H44.112", *PHUTHO, "--put", "singer=x")
    t.check(refused.returncode == 2 and "signer" in refused.stderr, f"singer: {refused.returncode} {refused.stderr}")

    # ---- a small set of one's own: evidence, what is missing and since when ----
    definition = {"format": 1, "id": "nho", "version": "1", "status": "local", "name": "Bộ nhỏ",
                  "measures": {"a": {"type": "count", "name": "Việc đã làm", "unit": "việc"},
                               "n": {"type": "count", "name": "Việc được giao", "unit": "việc"},
                               "f": {"type": "boolean", "name": "Có kế hoạch"}},
                  "groups": [{"key": "G", "name": "Nhóm", "max": "15", "criteria": [
                      {"key": "x", "name": "Làm đủ việc", "max": "10", "evidence": "Báo cáo",
                       "rule": {"kind": "ratio", "num": "a", "den": "n", "zero_denominator": "zero"}},
                      {"key": "y", "name": "Có kế hoạch", "max": "5", "evidence": "Quyết định", "controlled_by": "province",
                       "rule": {"kind": "met", "when": "f"}}]}], "total": {"max": "15"}}
    own = write("nho.json", json.dumps(definition))
    head = "unit,period,measure,value,stage,evidence,evidence_expires\n"
    data = write("nho.csv", head + "u1,2026-Q2,f,có,self,QĐ 1,\nu1,2026-Q3,a,3,self,BC 7,2026-08-31\nu1,2026-Q3,n,4,self,BC 8,2026-11-30\n")
    alone = ["--criteria", own, "--data", data, "--period", "2026-Q3"]
    document = report("u1", *alone)
    nodes = by_node(document)
    t.check(nodes["x"]["points"] == Decimal("7.5") and nodes["x"]["result"] == "3/4 = 75.00%", f"x: {nodes['x']}")
    t.check(nodes["x"]["evidence"] == "BC 7 (hết hạn ngày 31/08/2026); BC 8 (có giá trị đến ngày 30/11/2026)", f"x: {nodes['x']}")
    t.check((nodes["y"]["outcome"], nodes["y"]["evidence"], nodes["y"]["result"]) == ("missing", "chưa có", "chưa có số liệu"),
            f"y: {nodes['y']}")
    lacks = [(m["kind"], m["criterion"], m["measure"], m["date"]) for m in document["missing"]["missing"]]
    t.check(lacks == [("data", "y", "f", "2026-Q2"), ("expired", "x", "a", "2026-08-31"), ("expires", "x", "n", "2026-11-30")],
            f"missing: {lacks}")
    asked = [(c["node"], c["lost_low"], c["lost_high"]) for c in document["province"]["criteria"]]
    t.check(asked == [("y", Decimal(5), Decimal(5))], f"the province: {asked}")
    said = report("u1", *alone, form="markdown")
    t.check("Kỳ này chỉ đánh giá một đơn vị nên không so sánh thứ hạng." in said and "trung vị" not in said.split("## II")[0],
            "a unit alone is not compared")
    t.check("của đơn vị u1" in said, "a unit without a name goes by its code")
    # what nobody can move is lost all the same; no evidence is asked for; of earlier periods nothing is known
    apart = json.loads(json.dumps(definition))
    apart["groups"][0]["criteria"] = [
        {"key": "x", "name": "Việc của xã", "max": "10", "rule": {"kind": "ratio", "num": "a", "den": "n", "zero_denominator": "zero"}},
        {"key": "y", "name": "Việc không ai làm được", "max": "5", "controlled_by": "nobody", "rule": {"kind": "met", "when": "f"}}]
    apart = ["--criteria", write("apart.json", json.dumps(apart)), "--period", "2026-Q3", "--data"]
    known = write("known.csv", head + "u1,2026-Q3,a,3,self,,\nu1,2026-Q3,n,4,self,,\nu1,2026-Q3,f,không,self,,\n")
    t.check("Tiêu chí mất nhiều điểm nhất: Việc không ai làm được (5,00 điểm)" in report("u1", *apart, known, form="html"),
            "most is lost where most is lost, not where most can be won back")
    document = report("u1", *apart, known)
    t.check(document["missing"]["lines"] == ["Không tiêu chí nào thiếu số liệu.", "Bộ chỉ số không nêu minh chứng phải có của từng "
            "tiêu chí nên không xét ở đây."], f"evidence is not asked for: {document['missing']['lines']}")
    blank = write("blank.csv", head + "u1,2026-Q3,a,3,self,,\nu1,2026-Q3,n,4,self,,\n")
    t.check("các kỳ trước cũng chưa có" not in report("u1", *apart, blank, form="markdown"), "of earlier periods nothing is known")
    t.check("“Việc đã làm” (+1): +2,50 điểm của tiêu chí." in report("u1", *apart, known, form="markdown"), "one more, not up to one more")
    # a criterion with data and no evidence; a name that wants to be a tag
    plain = write("plain.csv", head + "u1,2026-Q3,a,4,self,,\nu1,2026-Q3,n,4,self,,\nu1,2026-Q3,f,có,self,QĐ 2,\n")
    names = write("units.csv", "code,name,kind,parent\nu1,\"Xã <b>&\"\"'=1+1\",xa,9\nu2,Phường Không,phuong,9\n")
    document = report("u1", "--criteria", own, "--data", plain, "--units", names, "--period", "2026-Q3")
    t.check([m["kind"] for m in document["missing"]["missing"]] == ["evidence"], f"missing: {document['missing']}")
    t.check(document["summary"]["total"] == 15 and document["summary"]["name"] == "Xã <b>&\"'=1+1", "the name")
    t.check(any("không tự khắc phục" in line for line in document["province"]["lines"]) is False, "nothing is asked for")
    mixed = write("mixed.csv", "unit,period,measure,value,stage,source\n" + "".join(
        f"u{u},2026-Q{q},{m},{v},self,{s}\n" for q, s in ((2, "synthetic"), (3, "BC")) for u in (1, 2)
        for m, v in (("a", u + q - 2), ("n", 4), ("f", "có"))))
    told = ["--criteria", own, "--data", mixed, "--period", "2026-Q3", "--format", "markdown"]
    text = run("report", "ward", "--unit", "u1", *told).stdout
    for said in ("So với quý II năm 2026 (số liệu mô phỏng) (", "Thứ hạng trong quý II năm 2026 (số liệu mô phỏng):",
                 "| 2026-Q2 (số liệu mô phỏng) |", "Cột kỳ trước là số liệu mô phỏng: quý II năm 2026."):
        t.check(said in text, f"the period before is made up: {said}")
    text = run("report", "province", *told).stdout
    t.check(text.count("quý II năm 2026 (số liệu mô phỏng)") == 2, "and so for all units")
    mayor = write("mayor.csv", "code,name,kind,parent\nu1,UBND An Hòa,xa,9\n")
    text = report("u1", "--criteria", own, "--data", plain, "--units", mayor, "--period", "2026-Q3", form="markdown")
    t.check("Ủy ban nhân dân An Hòa báo cáo" in text and "dân UBND" not in text, "a committee is named once")
    # nothing but an NA-free blank: all is missing
    empty = write("empty.csv", head + "u2,2026-Q3,f,không,self,,\n")
    document = report("u2", "--criteria", own, "--data", empty, "--units", names, "--period", "2026-Q3")
    t.check(document["summary"]["total"] == 0 and document["summary"]["missing"] == 1, f"empty: {document['summary']}")
    t.check({m["measure"] for m in document["missing"]["missing"] if m["kind"] == "data"} == {"a", "n"}, "all of it is missing")
t.close()
