"""The HTML reports in headless Chromium: nothing asked of a network, nothing said on the console; sorting, searching and
links work; figures have words and tables; light, dark, three widths and A4 are right; axe-core finds nothing serious."""
import csv
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import pages  # noqa: E402
from tally import BUILD, SOURCE, Tally  # noqa: E402

LONG = os.environ.get("SCORE_LONG") == "1"
MADE_UP = "SỐ LIỆU MÔ PHỎNG"
MODULES = os.path.join(BUILD, "page-modules")


def modules():
    """What the lock file names, into the build folder, once for each lock file."""
    with open(os.path.join(HERE, "package-lock.json"), encoding="utf-8") as file:
        lock = file.read()
    stamp = os.path.join(MODULES, "installed-lock.json")
    if os.path.exists(stamp):
        with open(stamp, encoding="utf-8") as file:
            if file.read() == lock:
                return True
    shutil.rmtree(MODULES, ignore_errors=True)
    os.makedirs(MODULES)
    for name in "package.json", "package-lock.json":
        shutil.copy(os.path.join(HERE, name), MODULES)
    run = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=MODULES, capture_output=True, text=True,
                         encoding="utf-8", env={**os.environ, "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1"})
    if run.returncode == 0:
        with open(stamp, "w", encoding="utf-8") as file:
            file.write(lock)
    return tally.check(run.returncode == 0, f"npm ci: {run.stdout}{run.stderr}")


def published():
    """An Giang's totals as the portal published them, under the names of the list of units, as Vietnamese write numbers."""
    with open(os.path.join(SOURCE, "fixtures", "units", "angiang.csv"), encoding="utf-8") as file:
        names = {row["portal_code"]: row["name"] for row in csv.DictReader(file)}
    with open(os.path.join(SOURCE, "fixtures", "766", "angiang-2025-published.csv"), encoding="utf-8") as file:
        rows = [(names.get(row["unit"], row["name"]), row["total"]) for row in csv.DictReader(file)]
    return {name: f"{float(total):.2f}".replace(".", ",") for name, total in rows}


# The longest first. `thorough`: axe-core also in dark and at 360; `alike`: it looks as another of these does.
WANTED = {
    "dongnai": {"figures": ["ranking", "heat", "map", "distribution"], "sorts": 90, "filters": True, "parts": 90, "synthetic": MADE_UP},
    "angiang": {"alike": True, "figures": ["ranking", "heat", "map", "distribution"], "sorts": 100, "filters": True, "parts": 100, "rows": published()},
    "ward": {"thorough": True, "figures": ["groups", "criteria"]},
    "rank": {"sorts": 100, "filters": True, "rows": published()},
    "hostile": {"text": ["<b>&\"'=1+1</b><script>window.hacked=1</script>", "😀", pages.LONG]},
    "hostile-ward": {"text": ["<b>&\"'=1+1</b><script>window.hacked=1</script>", "😀"]},
}

if LONG:
    WANTED["every"] = {"long": True, "sorts": 3000, "filters": True, "parts": 3000}

tally = Tally()
chromium = shutil.which("chromium") or shutil.which("chromium-browser") or ""
for program in "chromium", "node", "npm", "pdftotext":
    tally.check(shutil.which(program), f"{program} is not there: scripts/packages --install test")
if tally.failed == 0 and modules():
    only = sys.argv[1:] or list(WANTED)
    there = pages.write(tally, only)
    job = {"folder": pages.FOLDER, "chromium": chromium, "pages": [{"name": n, "file": pages.page(n), **WANTED[n]} for n in there]}
    at = os.path.join(pages.FOLDER, "job.json")
    with open(at, "w", encoding="utf-8") as file:
        json.dump(job, file, ensure_ascii=False)
    run = subprocess.run(["node", os.path.join(HERE, "drive.js"), at], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
                         env={**os.environ, "NODE_PATH": os.path.join(MODULES, "node_modules")})
    for line in run.stdout.splitlines():
        told = json.loads(line)
        tally.check(told["good"], told["what"])
    tally.check(run.returncode == 0, f"node ended with {run.returncode}: {run.stderr}")
    print(run.stderr, end="")
tally.close()
