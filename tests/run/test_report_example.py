"""examples/ward_report.c is compiled against the library as it is built, and run."""
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BUILD, SOURCE, Tally  # noqa: E402


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def main():
    t = Tally()
    sanitize = os.environ.get("SCORE_SANITIZE")
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "report")
        t.run([os.environ.get("SCORE_CC", "cc"), "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror",
               *([f"-fsanitize={sanitize}"] if sanitize else []), "-I", os.path.join(SOURCE, "lib", "include"),
               os.path.join(SOURCE, "examples", "ward_report.c"), "-o", program, "-L", BUILD, "-lscore",
               f"-Wl,-rpath,{BUILD}"], "the example is compiled")
        words = [program, os.path.join(SOURCE, "criteria", "766", "2025-portal.json"),
                 os.path.join(SOURCE, "fixtures", "units", "angiang.csv"),
                 os.path.join(SOURCE, "fixtures", "766", "angiang-2025.csv")]
        boundaries = os.path.join(SOURCE, "criteria", "boundaries", "91.geojson")
        said = t.run([*words, "30577", boundaries], "the example runs", cwd=folder)
        t.check(said == "ward.html: written\nward.json: written\nmap.svg: written\n", f"the example says\n{said}")
        # as the portal published it: fixtures/766/angiang-2025-published.csv, in order of points
        total = json.loads(read(folder, "ward.json"))["summary"]["total"]
        t.check(str(total) == "89.36", f"the total: {total}")
        page, drawing = read(folder, "ward.html"), read(folder, "map.svg")
        t.check("89,36" in page and "Số: 12/BC-UBND" in page and "Nguyễn Văn A" in page, "the page says who signs what")
        t.check("<svg" in drawing and "Thang Le Quoc" in drawing, "the map names where its boundaries come from")
        wrong = subprocess.run([*words, "99", boundaries], capture_output=True, text=True, cwd=folder)
        t.check(wrong.returncode == 1 and 'no unit "99"' in wrong.stderr, f"an unknown unit: {wrong.stderr}")
    t.close()


main()
