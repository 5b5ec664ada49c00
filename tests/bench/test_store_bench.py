"""The bench of the store still runs, on 40 units: what was released ranks as the data did. No timing is asserted."""
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BUILD, SOURCE, Tally  # noqa: E402

FIGURES = ["score import data, all checks", "sqlite3 .import, same key", "score / sqlite3", "peak memory of the import",
           "rank one period from the store", "eval of one period, every node, CSV", "release one period",
           "verify the release, every number again", "rank one period from its release",
           "trend of all units over the quarters", "check-db"]

tally = Tally()
with tempfile.TemporaryDirectory() as work:
    said = tally.run([os.path.join(SOURCE, "bench", "run.sh"), "quarters", "--units", "40", "--quarters", "2", "--repeats",
                      "1", "--imports", "1", "--work", work], "the bench of the store",
                     env={**os.environ, "SCORE_BUILD": BUILD})
tally.check("15,200 rows" in said, "40 units, 190 measures and 2 quarters are 15,200 rows")
for name in FIGURES:
    tally.check(re.search(rf"^\s*{re.escape(name)}\s+[\d.,e+-]+ (s|MB|times)", said, re.M), f"no figure for {name!r}")
tally.close()
