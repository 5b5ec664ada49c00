"""score due: criteria after the period, units that have not reported, criteria without data, evidence that expires.
The figures are worked by hand from the rows below; the pages are what a person reads."""
import csv
import io
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ["SCORE_SOURCE"], "tests", "house"))
from tally import BIN, Tally  # noqa: E402

TALLY = Tally()
UNITS = """code,name,kind,parent,valid_from,valid_to
1,Xã Một,xa,75,,
2,Xã Hai,xa,75,,
3,Xã Ba,xa,75,,
4,Xã Bốn,xa,75,,2026-09-29
5,Phường Năm,phuong,75,,
"""
# 1 has all of it and full marks everywhere; 2 lacks b, so that C cannot be decided, and D is not for it; 3 has sent nothing at the
# stage self; 4 was no more at the end of the quarter; of 5's kind nobody has reported.
DATA = """unit,period,measure,value,stage,evidence,evidence_expires
1,2026-Q3,a,4,self,QĐ 12,2026-12-31
1,2026-Q3,b,4,self,QĐ 13,2026-09-29
1,2026-Q3,c,1,self,QĐ 14,2027-01-01
2,2026-Q3,a,1,self,BB 7,2026-09-30
3,2026-Q3,a,4,verified,QĐ 15,2026-10-01
"""


def definition():
    def criterion(key, code, name, when, **more):
        return {"key": key, "code": code, "name": name, "max": "5", "rule": {"kind": "met", "when": when}, **more}
    measures = {k: {"type": "count", "name": {"vi": vi, "en": en}}
                for k, vi, en in (("a", "hồ sơ", "dossiers"), ("b", "cuộc họp", "meetings"), ("c", "lớp", "classes"))}
    criteria = [criterion("A", "1.1", {"vi": "Hồ sơ", "en": "Dossiers"}, "a > 3", due="2026-12-31"),
                criterion("B", "1.2", {"vi": "Họp", "en": "Meetings"}, "b > 3", due="2026-11-15"),
                criterion("C", "1.3", {"vi": "Họp kín", "en": "Closed meetings"}, "b > 2", due="2026-09-30"),
                criterion("D", "1.4", {"vi": "Lớp học", "en": "Classes"}, "c > 0", due="2027-06-30", applies_when="a > 1")]
    return {"format": 1, "id": "viec", "version": "1", "status": "draft", "name": {"vi": "Việc", "en": "Work"},
            "measures": measures, "total": {"max": "20", "basis": "percent"},
            "groups": [{"key": "G", "name": {"vi": "Nhóm", "en": "Group"}, "max": "20", "criteria": criteria}]}


TABLE_EN = """What is due next
Criteria set        Work (viec@1)
Status              draft
Period              2026-Q3
Stage               self
Units               2
Criteria due        3
Units absent        1
Units lacking data  1
Evidence expired    1
Evidence expiring   2

What              Date        Unit  Name    Criterion or figure  Remark
────────────────  ──────────  ────  ──────  ───────────────────  ──────────────────────────────────
criterion due     2026-11-15                1.2 Meetings         1 of 2 units below the maximum
criterion due     2026-12-31                1.1 Dossiers         1 of 2 units below the maximum
criterion due     2027-06-30                1.4 Classes          0 of 1 units below the maximum
no report                     3     Xã Ba                        nothing at this stage
data missing                  2     Xã Hai  1.3                  1 of 3 criteria without data
evidence expired  2026-09-29  1     Xã Một  meetings             QĐ 13
evidence expires  2026-09-30  2     Xã Hai  dossiers             BB 7
evidence expires  2026-12-31  1     Xã Một  dossiers             QĐ 12
"""
TABLE_VI = """Việc cần làm tiếp theo
Bộ chỉ số               Việc (viec@1)
Tình trạng              dự thảo
Kỳ                      2026-Q3
Giai đoạn               tự chấm
Số đơn vị               2
Tiêu chí đến hạn        3
Đơn vị chưa báo cáo     1
Đơn vị thiếu số liệu    1
Minh chứng đã hết hạn   1
Minh chứng sắp hết hạn  2

Nội dung                Thời hạn    Mã đơn vị  Tên     Tiêu chí, số liệu  Ghi chú
tiêu chí đến hạn        2026-11-15                     1.2 Họp            1/2 đơn vị chưa đạt điểm tối đa
tiêu chí đến hạn        2026-12-31                     1.1 Hồ sơ          1/2 đơn vị chưa đạt điểm tối đa
tiêu chí đến hạn        2027-06-30                     1.4 Lớp học        0/1 đơn vị chưa đạt điểm tối đa
chưa báo cáo                        3          Xã Ba                      chưa có số liệu ở giai đoạn này
thiếu số liệu                       2          Xã Hai  1.3                1/3 tiêu chí chưa có số liệu
minh chứng đã hết hạn   2026-09-29  1          Xã Một  cuộc họp           QĐ 13
minh chứng sắp hết hạn  2026-09-30  2          Xã Hai  hồ sơ              BB 7
minh chứng sắp hết hạn  2026-12-31  1          Xã Một  hồ sơ              QĐ 12
"""
CSV = """kind,date,unit,unit_name,key,name,count,of,evidence
criterion,2026-11-15,,,B,1.2 Meetings,1,2,
criterion,2026-12-31,,,A,1.1 Dossiers,1,2,
criterion,2027-06-30,,,D,1.4 Classes,0,1,
absent,,3,Xã Ba,,,,,
missing,,2,Xã Hai,C,1.3,1,3,
expired,2026-09-29,1,Xã Một,b,meetings,,,QĐ 13
expires,2026-09-30,2,Xã Hai,a,dossiers,,,BB 7
expires,2026-12-31,1,Xã Một,a,dossiers,,,QĐ 12
"""


def score(*words):
    return subprocess.run([BIN, *words], stdin=subprocess.DEVNULL, capture_output=True, check=False, text=True,
                          encoding="utf-8")


def equal(found, wanted, what):
    TALLY.check(found == wanted, f"{what}:\n{found}\nwanted\n{wanted}")


def squeezed(text):
    """Without the rule under the header and the digests, blanks as they come."""
    lines = [line.rstrip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith("──") and "──" not in line[:3]]


def main():
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: os.path.join(folder, name) for name in ("viec.json", "u.csv", "d.csv", "s.db")}
        for name, text in (("viec.json", json.dumps(definition())), ("u.csv", UNITS), ("d.csv", DATA)):
            with open(paths[name], "w", encoding="utf-8") as file:
                file.write(text)
        files = ["--criteria", paths["viec.json"], "--units", paths["u.csv"], "--data", paths["d.csv"]]
        store = ["--criteria", paths["viec.json"], "--db", paths["s.db"]]
        score("init", paths["s.db"])
        score("import", "units", paths["u.csv"], "--db", paths["s.db"])
        taken = score("import", "data", paths["d.csv"], "--criteria", paths["viec.json"], "--db", paths["s.db"])
        TALLY.check(taken.returncode == 0, taken.stderr)
        for source in (files, store):
            here = [*source, "--stage", "self"]
            equal(squeezed(score("due", *here, "--lang", "en").stdout), squeezed(TABLE_EN), "table, English")
            equal(squeezed(score("due", *here, "--lang", "vi").stdout), squeezed(TABLE_VI), "table, Vietnamese")
            equal(score("due", *here, "--format", "csv", "--lang", "en").stdout, CSV, "CSV")
            shown = json.loads(score("due", *here, "--format", "json", "--lang", "en").stdout)
            equal({k: shown[k] for k in ("document", "period", "units", "criteria_due", "units_absent", "units_missing",
                                         "evidence_expired", "evidence_expires")},
                  {"document": "due", "period": "2026-Q3", "units": 2, "criteria_due": 3, "units_absent": 1,
                   "units_missing": 1, "evidence_expired": 1, "evidence_expires": 2}, "JSON, counts")
            rows = [[("" if row[k] is None else str(row[k])) for k in next(csv.reader([CSV.splitlines()[0]]))]
                    for row in shown["items"]]
            equal(rows, list(csv.reader(io.StringIO(CSV)))[1:], "JSON and CSV say the same")
            # At the stage verified only 3 has something; with the stage below, 1 and 2 are there too.
            upper = json.loads(score("due", *source, "--stage", "verified", "--format", "json").stdout)
            equal([(i["kind"], i["unit"]) for i in upper["items"] if i["unit"]],
                  [("absent", "1"), ("absent", "2"), ("missing", "3"), ("expires", "3")], "verified")
            lower = json.loads(score("due", *source, "--stage", "verified", "--fallback", "--format", "json").stdout)
            equal([i["unit"] for i in lower["items"] if i["kind"] == "absent"], [], "fallback: nobody is absent")
            equal([(i["kind"], i["unit"], i["date"]) for i in lower["items"] if i["kind"].startswith("expire")],
                  [("expired", "1", "2026-09-29"), ("expires", "2", "2026-09-30"), ("expires", "3", "2026-10-01"),
                   ("expires", "1", "2026-12-31")], "fallback: evidence of the values taken")
            narrow = json.loads(score("due", *here, "--scope", "unit:1", "--format", "json").stdout)
            equal([(i["kind"], i["count"], i["of"]) for i in narrow["items"] if i["kind"] == "criterion"],
                  [("criterion", 0, 1)] * 3, "a scope")
        none = DATA.replace("2026-09-29", "").replace("2026-09-30", "").replace("2026-12-31", "")
        with open(paths["d.csv"], "w", encoding="utf-8") as file:
            file.write("\n".join(line for line in none.splitlines() if line.startswith(("unit", "1"))) + "\n")
        alone = definition()
        for criterion in alone["groups"][0]["criteria"]:
            del criterion["due"]
        with open(paths["viec.json"], "w", encoding="utf-8") as file:
            json.dump(alone, file)
        done = score("due", "--criteria", paths["viec.json"], "--data", paths["d.csv"], "--lang", "en")
        TALLY.check("Nothing is due, nobody is absent" in done.stdout and done.returncode == 0, f"nothing: {done.stdout}")
    for words in (["due"], ["due", "--criteria", "766"]):
        TALLY.check(score(*words).returncode == 2, f"{words} is no use")
    TALLY.close()


main()
