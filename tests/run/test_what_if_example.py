"""examples/forecast.c is compiled against the library as it is built, and run."""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BUILD, SOURCE, Tally  # noqa: E402

# 20 x 4176/4551 = 18.35. 18 + 18.35 + 6 and the 2 points of 4.6, which needs no data: 44.35. The rest of the other three
# groups, 12 + 10 + 22 - 2, may still come: 86.35.
EXPECTED = """2.1: 18350000 of 20000000
three groups: 44350000, at most 86350000 with the others
08230: 54360000 -> 54440000 millionths of a point, rank 17 -> 17
"""


def main():
    t = Tally()
    sanitize = os.environ.get("SCORE_SANITIZE")
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "forecast")
        t.run([os.environ.get("SCORE_CC", "cc"), "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror",
               *([f"-fsanitize={sanitize}"] if sanitize else []), "-I", os.path.join(SOURCE, "lib", "include"),
               os.path.join(SOURCE, "examples", "forecast.c"), "-o", program, "-L", BUILD, "-lscore",
               f"-Wl,-rpath,{BUILD}"], "the example is compiled")
        words = [program, os.path.join(SOURCE, "criteria", "766", "2026-portal.json"),
                 os.path.join(SOURCE, "fixtures", "units", "phutho.csv"),
                 os.path.join(SOURCE, "fixtures", "766", "phutho-2026q3.csv"), "08230"]
        said = t.run(words + ["hs_dung_han=+18"], "the example runs", cwd=folder)
        t.check(said == EXPECTED, f"the example says\n{said}")
        wrong = subprocess.run(words + ["hs_dung_hn=+18"], capture_output=True, text=True, cwd=folder)
        t.check(wrong.returncode == 1 and "hs_dung_han" in wrong.stderr, f"an unknown measure: {wrong.stderr}")
    t.close()


main()
