"""The SQL in docs/store.md runs on a store, and says what the program says; every table and view of it is described."""
import contextlib
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, SOURCE, Tally, text_of  # noqa: E402

SET = ["--criteria", "766@2026-portal", "--criteria-dir", os.path.join(SOURCE, "criteria")]


def main():
    tally = Tally()
    text = text_of("docs/store.md")
    queries = re.findall(r"^```sql\n(.*?)^```", text, re.M | re.S)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "s.db")

        def command(*words):
            return tally.run([BIN, *words, "--db", path], " ".join(words[:3]), env={**os.environ, "LC_ALL": "C.UTF-8"})

        data = os.path.join(folder, "d.csv")
        with open(data, "w", encoding="utf-8") as file:
            file.write("unit,period,measure,value,source\nH44.01,2026-Q3,hs_dung_han,5,bc 1\n")
        command("init")
        command("import", "units", os.path.join(SOURCE, "fixtures", "units", "phutho.csv"))
        command("import", "data", data, *SET)
        with open(data, "a", encoding="utf-8") as file:
            file.write("H44.01,2026-Q3,hs_tiep_nhan,9,\n")
        command("import", "data", data, *SET)
        command("withdraw", "3", "--reason", "r", "--by", "An", "--at", "2026-10-05")
        with contextlib.closing(sqlite3.connect(path)) as db:
            found = []
            for query in queries:
                try:
                    found.append(db.execute(query).fetchall())
                except sqlite3.Error as fault:
                    tally.check(False, f"{query}: {fault}")
            tally.check(len(found) == 4, f"{len(found)} queries")
            values, history, units, withdrawn = (found + [[]] * 4)[:4]
            tally.check(values == [("hs_dung_han", "self", 5, 0, "bc 1")], f"current values: {values}")
            tally.check([(row[0], row[4], row[5], row[8]) for row in history] ==
                        [(2, 2, 5, None), (3, 2, 5, "2026-10-05")], f"history: {history}")
            listed = [line.split(",")[0] for line in text_of("fixtures/units/phutho.csv").splitlines()[1:]]
            tally.check(sorted(row[0] for row in units) == sorted(listed), f"units: {units}")
            tally.check(any("H44.112" in (row[4] or "") for row in units), f"aliases: {units}")
            tally.check(withdrawn == [(3, "d.csv", 2, "2026-10-05", "An", "r")], f"withdrawn: {withdrawn}")
            for name, kind in db.execute("SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view')"):
                tally.check(f"`{name}`" in text, f"docs/store.md says nothing of {kind} {name}")
                for _, column, *_ in db.execute(f"SELECT * FROM pragma_table_info('{name}')") if kind == "table" else ():
                    if name == "observation_text" and column in ("period", "unit", "measure", "stage", "import"):
                        continue
                    tally.check(re.search(rf"^\| `{name}` .*`{column}`", text, re.M), f"docs/store.md: {name}.{column}")
    tally.close()


main()
