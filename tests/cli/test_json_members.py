"""Every member of the JSON of gap, plan, what-if, rank and the reports is in docs/json.md, and those it names are there."""
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, SOURCE, Tally, text_of  # noqa: E402

PHUTHO = ["--criteria", "766@2026-portal", "--units", "fixtures/units/phutho.csv", "--data",
          "fixtures/766/phutho-2026q3.csv", "--stage", "published"]
DONGNAI = ["--criteria", "nq57", "--units", "fixtures/units/dongnai.csv", "--period", "2026-Q3",
           "--data", "fixtures/nq57/dongnai-2026q2-synthetic.csv", "--data", "fixtures/nq57/dongnai-2026q3-synthetic.csv"]
QUARTERS = [word for quarter in ("2025q4", "2026q1") for word in ("--data", f"fixtures/nq57/dongnai-{quarter}-synthetic.csv")]
BRIDGED = ["--criteria", "nq57", "--units", "fixtures/units/dongnai.csv", "--period", "2026-Q1", *QUARTERS]
SAMPLE = ["--criteria", "766@2026-portal", "--units", "fixtures/units/dongnai.csv", "--data",
          "fixtures/766/dongnai-2026q3-synthetic.csv"]
RUNS = {
    "gap": [["gap", "phù ninh", "--target", "55", *PHUTHO], ["gap", "trấn biên", *DONGNAI]],
    "what-if": [["what-if", "phù ninh", "--set", "pakn=-1", *PHUTHO],
                ["what-if", "trấn biên", "--set", "internet=", *DONGNAI]],
    "rank": [["rank", "--scope", "kind:xa", "--pair", "phù ninh,lâm thao", *PHUTHO], ["rank", *DONGNAI]],
    "ward report": [["report", "ward", "--unit", "phù ninh", *PHUTHO], ["report", "ward", "--unit", "trấn biên", *BRIDGED]],
    "province report": [["report", "province", *PHUTHO, "--data", "fixtures/766/phutho-2026q3-published.csv"],
                        ["report", "province", *BRIDGED], ["report", "province", *SAMPLE, "--draws", "10"]],
}
# Points by group stand under the keys of the set.
OF_THE_SET = re.compile(r"[A-Z][A-Z_]*(\.[a-z_]+)?|tc\d+")
# What these fixtures do not hold.
ABSENT = {"released"}


def members(value, found):
    if isinstance(value, dict):
        for key, inner in value.items():
            if not OF_THE_SET.fullmatch(key):
                found.add(key)
            members(inner, found)
    elif isinstance(value, list):
        for inner in value:
            members(inner, found)


def main():
    tally = Tally()
    text = text_of("docs/json.md")
    parts = dict(re.findall(r"^## ([a-zA-Z -]+)\n(.*?)(?=^## |\Z)", text, re.M | re.S))
    general = parts["Every document"]
    for name, commands in RUNS.items():
        found = set()
        for command in commands:
            done = subprocess.run([BIN, *command, "--format", "json", "--lang", "en"], cwd=SOURCE, text=True,
                                  encoding="utf-8", capture_output=True, check=False)
            tally.check(done.returncode == 0, f"{' '.join(command)}\n{done.stderr}")
            if done.returncode == 0:
                members(json.loads(done.stdout), found)
        for member in sorted(found):
            if re.fullmatch(r"lost_(province|national|nobody)_(low|high)", member):
                continue  # "and the same for"
            tally.check(f"`{member}`" in general + parts[name], f"docs/json.md does not tell of {member} of {name}")
        # The first cell of a row names members, unless it is words.
        for cell in re.findall(r"^\| (`[^|]+`) \|", parts[name], re.M):
            for member in re.findall(r"`(\w+)`", cell):
                tally.check(member in found | ABSENT, f"docs/json.md tells of {member} of {name}, which is not there")
    tally.close()


main()
