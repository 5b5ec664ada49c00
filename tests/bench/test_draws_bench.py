"""The bench of rank intervals still runs, on 60 units; where numpy is there, its draws give the same ranks. No timing is
asserted."""
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BUILD, SOURCE, Tally  # noqa: E402

FIGURES = ["ranks that missing data leave open", "one record wrong: every input of every unit, down and up",
           "20 draws of weights, ranked", "per draw", "peak memory"]

tally = Tally()
with tempfile.TemporaryDirectory() as work:
    said = tally.run([os.path.join(SOURCE, "bench", "run.sh"), "draws", "--units", "60", "--draws", "20", "--repeats", "1",
                      "--work", work], "the bench of draws", env={**os.environ, "SCORE_BUILD": BUILD})
if "numpy is not installed" in said:
    print("numpy is not installed: the draws were not compared")
else:
    FIGURES += ["the same draws in numpy, whole numbers", "in numpy, binary floating point"]
    tally.check(re.search(r"^ranks of the draws equal those of numpy +yes$", said, re.M), "numpy gives other ranks")
for name in FIGURES:
    tally.check(re.search(rf"^\s*{re.escape(name)}\s+[\d.,e+-]+ (s|ms|MB)", said, re.M), f"no figure for {name!r}")
tally.close()
