"""The pages that are looked at: each a report written by the command line, as a person would ask for it."""
import csv
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, BUILD, SOURCE  # noqa: E402

FOLDER = os.path.join(BUILD, "pages")
FIXTURES = os.path.join(SOURCE, "fixtures")


def units(name):
    return ["--units", os.path.join(FIXTURES, "units", name + ".csv")]


def data(name):
    return ["--data", os.path.join(FIXTURES, name + ".csv")]


WARD = ["report", "ward", "--unit", "H44.112", "--criteria", "766@2026-portal", *units("phutho"),
        *data("766/phutho-2026q3"), "--stage", "published"]
ANGIANG = ["--criteria", "766@2025-portal", *units("angiang"), *data("766/angiang-2025"), "--stage", "published"]
DONGNAI = ["report", "province", "--criteria", "766@2026-portal", *units("dongnai"), *data("766/dongnai-2026q3-synthetic")]

# Everything a page could take for its own: tags, ends of what encloses, quotes, a formula, marks that turn text around.
HOSTILE = ("<b>&\"'=1+1</b><script>window.hacked=1</script></script></style></title>--></svg>]]>"
           "<img src=x onerror=window.hacked=2>\"'><svg onload=window.hacked=3>\u202eRTL\u202c\u200f😀👩‍👩‍👧")
LONG = "Xã " + "dài" * 3333


def write_hostile(folder):
    """A set of two criteria whose every name is hostile, for four units of which one is called by 10,000 characters."""
    text = {"vi": HOSTILE, "en": HOSTILE}
    criteria = [{"key": f"K{i}", "code": f"1.{i}", "name": text, "max": "5",
                 "rule": {"kind": "ratio", "num": f"a{i}", "den": f"b{i}", "zero_denominator": "zero", "target": "1"}} for i in (1, 2)]
    names = {key: {"name": text, "type": "count"} for key in ("a1", "b1", "a2", "b2")}
    made = {"format": 1, "id": "hostile", "version": "1", "status": "draft", "name": text, "measures": names,
            "groups": [{"key": "N1", "code": "1", "name": text, "max": "10", "criteria": criteria}],
            "total": {"max": "10", "basis": "points"}, "ranking": {"method": "competition"}}
    with open(os.path.join(folder, "hostile.json"), "w", encoding="utf-8") as file:
        json.dump(made, file, ensure_ascii=False)
    with open(os.path.join(folder, "hostile-units.csv"), "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerows([["code", "name", "kind", "parent"], ["90", "Tỉnh " + HOSTILE, "tinh", ""]])
        out.writerows([["90001", "Xã " + HOSTILE, "xa", "90"], ["90002", LONG, "xa", "90"],
                       ["90003", "Phường =HYPERLINK(\"x\";1)", "phuong", "90"], ["90004", "Xã ￾ @SUM(1)", "xa", "90"]])
    with open(os.path.join(folder, "hostile-data.csv"), "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerows([["unit", "period", "a1", "b1", "a2", "b2"], ["90001", "2026-Q3", 1, 2, 3, 4],
                       ["90002", "2026-Q3", 2, 2, 1, 4], ["90003", "2026-Q3", 0, 2, 0, 4]])


def hostile(kind):
    at = [os.path.join(FOLDER, "hostile" + tail) for tail in (".json", "-units.csv", "-data.csv")]
    return ["report", *kind, "--criteria", at[0], "--units", at[1], "--data", at[2], "--scope", "parent:90",
            "--put", "signer=" + HOSTILE, "--put", "place=" + HOSTILE]


def every():
    """The communes of the bench, all 3,321, with 92 criteria."""
    at = os.path.join(FOLDER, "every")
    if not os.path.exists(os.path.join(at, "wide.csv")):
        subprocess.run([sys.executable, os.path.join(SOURCE, "bench", "generate.py"), at, "--units", "3321", "--quarters", "1"], check=True)
    return ["report", "province", "--criteria", os.path.join(at, "mixed.json"), "--units", os.path.join(at, "units.csv"),
            "--data", os.path.join(at, "wide.csv")]


def command(name):
    if name == "every":
        return every()
    return {"ward": WARD, "angiang": ["report", "province", *ANGIANG], "dongnai": DONGNAI, "rank": ["rank", *ANGIANG, "--lang", "vi"],
            "hostile": hostile(["province"]), "hostile-ward": hostile(["ward", "--unit", "90001"]),
            "ward-en": [*WARD, "--lang", "en"]}[name]


def page(name):
    return os.path.join(FOLDER, name + ".html")


def write(tally, names):
    """Writes the pages; returns the names of those there are."""
    os.makedirs(FOLDER, exist_ok=True)
    write_hostile(FOLDER)
    there = []
    for name in names:
        if os.path.exists(page(name)):
            os.remove(page(name))
        run = subprocess.run([BIN, *command(name), "--quiet", "-o", page(name)], capture_output=True, text=True, encoding="utf-8")
        if tally.check(run.returncode == 0 and os.path.exists(page(name)), f"{name}: exit {run.returncode}: {run.stderr[:2000]}"):
            there.append(name)
    return there
