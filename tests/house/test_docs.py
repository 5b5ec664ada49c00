"""The commands in the documents run, and print what the documents say they print.

In a ```sh block every line beginning with `score `, `scripts/` or `mkdir ` is run, in a scratch folder that sees the shipped
fixtures and criteria; it must exit 0, or N where the line ends in `# exit N`. A ```text block directly after it is its
output: the first line is the first line printed, the others follow in order, and `...` stands for lines left out.
A picture of docs/ that a command writes is the one that lies there, byte for byte; SCORE_UPDATE=1 puts it there.
"""
import json
import os
import re
import shutil
import subprocess
import tempfile

from tally import BIN, SOURCE, Tally, text_of, tracked

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$(\n*)", re.M | re.S)
# The first would run this test again, the second has a test of its own.
ELSEWHERE = ("scripts/test", "scripts/demo")


def blocks(text):
    """(commands, expected lines or None) for each sh block."""
    found = list(FENCE.finditer(text))
    for i, block in enumerate(found):
        if block.group(1) != "sh":
            continue
        lines = block.group(2).replace("\\\n", " ").splitlines()
        expected = None
        if i + 1 < len(found) and found[i + 1].group(1) == "text" and found[i + 1].start() == block.end():
            expected = found[i + 1].group(2).splitlines()
        yield [line.strip() for line in lines if line.strip()], expected


def differs(expected, printed):
    """What is wrong with the shown output, or None."""
    expected = [line.rstrip() for line in expected if line.strip()]
    printed = [line.rstrip() for line in printed if line.strip()]
    if expected and expected[0] != "..." and (not printed or printed[0] != expected[0]):
        return f"first line: the document says {expected[0]!r}, printed is {printed[0] if printed else ''!r}"
    at, loose = 0, False
    for line in expected:
        if line == "...":
            loose = True
            continue
        here = [i for i in range(at, len(printed)) if printed[i] == line] if loose else \
            ([at] if at < len(printed) and printed[at] == line else [])
        if not here:
            return f"the document shows {line!r}, printed is {printed[at] if at < len(printed) else 'nothing'!r}"
        at, loose = here[0] + 1, False
    if not loose and at < len(printed):
        return f"the document ends here, printed goes on: {printed[at]!r}"
    return None


def compare_pictures(tally, path, folder):
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            made = file.read()
        kept = os.path.join(SOURCE, "docs", name)
        if os.environ.get("SCORE_UPDATE") == "1":
            shutil.copyfile(os.path.join(folder, name), kept)
        there = b""
        if os.path.exists(kept):
            with open(kept, "rb") as file:
                there = file.read()
        tally.check(made == there, f"{path}: docs/{name} is not what its command draws")


def main():
    tally = Tally()
    sample = "x\n```sh\nscore a \\\n  b\n```\n\n```text\none\n...\n```\n"
    tally.check(list(blocks(sample)) == [(["score a    b"], ["one", "..."])], "reading a document, itself")
    tally.check(differs(["a", "...", "c"], ["a", "b", "c"]) is None, "comparing, itself")
    for wrong in (["b"], ["a", "c"], ["a", "b"], ["a", "...", "d"]):
        tally.check(differs(wrong, ["a", "b", "c"]) is not None, f"comparing, itself: {wrong} passes")

    for path in tracked(".md"):
        if not (re.fullmatch(r"README[^/]*\.md", path) or path.startswith("docs/")):
            continue
        scratch = tempfile.mkdtemp(prefix="score-docs-")
        try:
            os.makedirs(os.path.join(scratch, "bin"))
            os.symlink(BIN, os.path.join(scratch, "bin", "score"))
            os.makedirs(os.path.join(scratch, "docs"))
            for folder in ("fixtures", "criteria", "scripts", "examples"):
                os.symlink(os.path.join(SOURCE, folder), os.path.join(scratch, folder))
            env = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "LANGUAGE")}
            env["PATH"] = os.path.join(scratch, "bin") + os.pathsep + env["PATH"]
            env["COLUMNS"] = "110"
            env["LANG"] = "vi_VN.UTF-8" if path.endswith(".vi.md") else "C.UTF-8"
            for lines, expected in blocks(text_of(path)):
                printed, ran = [], False
                for line in lines:
                    if not line.startswith(("score ", "scripts/", "mkdir ")):
                        continue
                    if line.split()[0] in ELSEWHERE:
                        script = os.path.join(SOURCE, line.split()[0])
                        tally.check(os.access(script, os.X_OK), f"{path}: {line}: {script} cannot be run")
                        continue
                    wanted = re.search(r"#\s*exit (\d)$", line)
                    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], cwd=scratch, env=env, text=True,
                                          encoding="utf-8", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                          stderr=subprocess.PIPE, check=False)
                    status = int(wanted.group(1)) if wanted else 0
                    tally.check(done.returncode == status,
                                f"{path}: {line}\nexit {done.returncode}, wanted {status}\n{done.stderr}")
                    printed += done.stdout.splitlines() + (done.stderr.splitlines() if status else [])
                    ran = True
                if ran and expected is not None:
                    wrong = differs(expected, printed)
                    tally.check(wrong is None, f"{path}: {lines[-1]}\n{wrong}")
            compare_pictures(tally, path, os.path.join(scratch, "docs"))
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    measures = json.loads(text_of("criteria/766/2026-portal.json"))["measures"]
    for path, lang in (("docs/guide.md", "en"), ("docs/huong-dan.md", "vi")):
        rows = re.findall(r"^\| `(\w+)` \| (.+?) \| [^|]+ \|$", text_of(path), re.M)
        tally.check(rows[-len(measures):] == [(key, m["name"][lang]) for key, m in measures.items()],
                    f"{path}: its list of measures is not that of 766@2026-portal")
    tally.close()


main()
