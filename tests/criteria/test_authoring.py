#!/usr/bin/env python3
"""Every shipped set goes through its spreadsheet and comes back as it was: the same definition, no difference for
`criteria diff`, the same evaluation on the shipped data, in both styles of CSV."""
import glob
import json
import os
import tempfile

from sheets import STYLES, differences, score, through
from tally import SOURCE, Tally

DATA = {
    "766/2025-portal": ["--units", "fixtures/units/angiang.csv", "--data", "fixtures/766/angiang-2025.csv"],
    "766/2026-portal": ["--units", "fixtures/units/phutho.csv", "--data", "fixtures/766/phutho-2026q3.csv"],
    "mau/1": ["--units", "fixtures/mau/units.csv", "--data", "fixtures/mau/data.csv", "--period", "2026-Q3",
              "--stage", "verified", "--fallback"],
    "nq57/2026": ["--units", "fixtures/units/dongnai.csv", "--data", "fixtures/nq57/dongnai-2026q3-synthetic.csv"],
    "nq57/2025": ["--units", "fixtures/units/dongnai.csv", "--data", "fixtures/nq57/dongnai-2025q4-synthetic.csv"],
    "hoa-hung/2025": ["--data", "fixtures/sets/hoa-hung.csv", "--period", "2026-Q1"],
    "tan-hung/2025": ["--data", "fixtures/sets/tan-hung.csv"],
    "long-khanh/2025": ["--data", "fixtures/sets/long-khanh.csv"],
    "khong-tien-mat-can-tho/2025": ["--data", "fixtures/sets/khong-tien-mat-can-tho.csv"],
    "hoc-tap-cong-dong-hcm/2025": ["--data", "fixtures/sets/hoc-tap-cong-dong-hcm.csv"],
    "dong-nai-binh-dan-hoc-vu-so/2025": ["--data", "fixtures/sets/dong-nai-binh-dan-hoc-vu-so.csv"],
}


def evaluation(definition, data):
    done = score("eval", "--criteria", definition, *data, "--format", "csv", "--lang", "en", cwd=SOURCE)
    return done.returncode, done.stdout


def main():
    tally = Tally()
    sets = sorted(glob.glob(os.path.join(SOURCE, "criteria", "*", "*.json")))
    tally.check(len(sets) >= 2, "no sets")
    compared = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in sets:
            name = os.path.relpath(path, os.path.join(SOURCE, "criteria"))[:-5]
            with open(path, encoding="utf-8") as f:
                before = json.load(f)
            for style in STYLES:
                text, wrong = through(path, folder, style)
                if not tally.check(text is not None, f"{name} {style}: {wrong}"):
                    continue
                found = differences(before, json.loads(text))
                tally.check(not found, f"{name} {style}: " + "\n  ".join(found[:5]))
            if text is None:
                continue
            back = os.path.join(folder, "back.json")
            same = score("criteria", "diff", path, back, "--format", "csv")
            tally.check(same.returncode == 0 and len(same.stdout.splitlines()) <= 1,
                        f"{name}: criteria diff finds {same.stdout.decode()[:300]}{same.stderr.decode()[:300]}")
            again = score("criteria", "from-csv", os.path.join(folder, "sheet.csv"))
            tally.check(again.stdout.decode() == text, f"{name}: the same sheet gives another text")
            if name in DATA:
                old, new = evaluation(path, DATA[name]), evaluation(back, DATA[name])
                tally.check(old == new and len(old[1].splitlines()) > 10, f"{name}: evaluation differs, {old[0]} {new[0]}")
                compared += 1
    tally.check(compared >= 2, "evaluations compared")
    tally.close()


if __name__ == "__main__":
    main()
