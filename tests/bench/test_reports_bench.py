"""The bench of reports still runs, on 60 units. No timing is asserted."""
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BUILD, SOURCE, Tally  # noqa: E402

tally = Tally()
with tempfile.TemporaryDirectory() as work:
    said = tally.run([os.path.join(SOURCE, "bench", "run.sh"), "reports", "--units", "60", "--repeats", "1", "--work", work],
                     "the bench of reports", env={**os.environ, "SCORE_BUILD": BUILD})
for form in "html", "xlsx", "json", "csv":
    tally.check(re.search(rf"^score report province, {form} +[\d.e-]+ s", said, re.M), f"no figure for {form}: {said}")
tally.check(len(re.findall(r"^  its size +[\d.e-]+ MB", said, re.M)) == 4, "no sizes")
tally.check(len(re.findall(r"^  peak memory +[\d.e-]+ MB", said, re.M)) == 5, "no peaks")
tally.close()
