"""scripts/demo: a ranking of 102 communes, one gap analysis, one explained score, a page to open; in English and in Vietnamese."""
import csv
import os
import re
import subprocess

from tally import SOURCE, Tally


def main():
    tally = Tally()
    for lang, heading in (("en_US.UTF-8", "1. An Giang, 2025"), ("vi_VN.UTF-8", "1. An Giang, năm 2025")):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "SCORE_"))}
        env["LANG"] = lang
        done = subprocess.run([os.path.join(SOURCE, "scripts", "demo")], env=env, cwd="/", text=True, encoding="utf-8",
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        tally.check(done.returncode == 0, f"exit {done.returncode} under {lang}\n{done.stderr}")
        tally.check(done.stderr == "", f"not quiet under {lang}: {done.stderr}")
        parts = re.split(r"^\d\. ", done.stdout, flags=re.M)
        tally.check(heading in done.stdout, f"no heading {heading!r}")
        if tally.check(len(parts) == 5, f"{len(parts) - 1} parts, wanted four"):
            with open(os.path.join(SOURCE, "fixtures", "units", "angiang.csv"), encoding="utf-8", newline="") as file:
                units = [row for row in csv.DictReader(file) if row["portal_code"].startswith("H01.")]
            words = set(re.split(r"[\s|│]+", parts[1]))
            ranked = [u for u in units if u["code"] in words or u["portal_code"] in words]
            tally.check(len(ranked) == 102, f"{len(ranked)} communes in the ranking, wanted 102")
            tally.check("Phù Ninh" in parts[2], "the gap analysis does not name its commune")
            # 2.1 of Phù Ninh: the inputs stand in fixtures/766/phutho-2026q3.csv.
            tally.check("2.1" in parts[3], "the explained score does not name its criterion")
            page = parts[4].splitlines()[-1].rsplit(": ", 1)[-1]
            if tally.check(page.startswith("/") and os.path.isfile(page), f"the page to open is not there: {page}"):
                with open(page, encoding="utf-8") as file:
                    text = file.read()
                tally.check(f"<html lang={lang[:2]}>" in text and "Xã Đông Thái" in text, f"{page} is no report of An Giang")
    tally.close()


main()
