"""Files are nouns, unique in the tree, of a length one can read; text files are UTF-8 with LF."""
import os
import re

from tally import SOURCE, Tally, text_of, tracked

VAGUE = {"util", "utils", "utility", "helper", "helpers", "common", "misc", "stuff", "tools", "shared"}


def main():
    tally = Tally()
    seen = {}
    for path in tracked(".c", ".h", ".cpp", ".py", ".sh", ".cmake"):
        name = os.path.basename(path)
        with open(os.path.join(SOURCE, path), "rb") as file:
            data = file.read()
        lines = data.count(b"\n")
        tally.check(lines < 500, f"{path} has {lines} lines; 500 wants splitting")
        other = seen.setdefault(name, path)
        tally.check(other == path, f"{path} and {other} have the same name")
        stem = re.split(r"[_.]", name)
        tally.check(not VAGUE & set(stem), f"{path}: the name says nothing")
        tally.check(re.fullmatch(r"[a-z][a-z0-9_]*\.(c|h|cpp|py|sh|cmake)", name), f"{path}: lower case and underscores")
        tally.check(b"\r" not in data and (not data or data.endswith(b"\n")), f"{path}: LF, and a last newline")
        tally.check(b"\t" not in data, f"{path}: a tab")
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as fault:
            tally.check(False, f"{path}: {fault}")
        if path.endswith(".h"):
            guard = re.search(rb"#ifndef (\w+)\n#define (\w+)\n", data)
            tally.check(guard and guard.group(1) == guard.group(2), f"{path}: no include guard")
    version = re.search(r'SCORE_VERSION "([\d.]+)"', text_of("lib/include/score/version.h")).group(1)
    tally.check(f"project(score VERSION {version} " in text_of("CMakeLists.txt"), f"CMakeLists.txt is not at {version}")
    tally.check(f"\n## [{version}]" in text_of("CHANGELOG.md"), f"CHANGELOG.md says nothing of {version}")
    for path in tracked(".md"):
        with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
            for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", file.read()):
                there = os.path.exists(os.path.join(SOURCE, os.path.dirname(path), target))
                tally.check(there, f"{path} links to {target}, which is not there")
    tally.close()


main()
