"""The shared library exports score_* and nothing else; every function marked SCORE_API is there."""
import os
import re
import subprocess

from tally import BUILD, Tally, text_of, tracked


def main():
    tally = Tally()
    library = os.path.join(BUILD, "libscore.so")
    said = tally.run(["nm", "-D", "--defined-only", library], "nm")
    exported = {line.split()[-1].split("@")[0] for line in said.splitlines() if len(line.split()) == 3}
    # Sanitizers and line counters bring their own.
    exported = {name for name in exported if not re.match(r"(__(asan|ubsan|gcov|sanitizer|odr_asan)|_init$|_fini$|mangle_path$)", name)}
    for name in sorted(exported):
        tally.check(name.startswith("score_") and not name.startswith("score__"), f"{name} is exported by {library}")

    declared = set()
    for path in tracked(".h"):
        if path.startswith("lib/include/"):
            text = re.sub(r"/\*.*?\*/", "", text_of(path), flags=re.S)
            declared |= set(re.findall(r"SCORE_API[^;(]*?\b(score_\w+)\s*\(", text))
    tally.check(declared, "no SCORE_API function was found in the headers")
    for name in sorted(declared):
        tally.check(name in exported, f"{name} is declared in a public header and not exported")
    for name in sorted(exported - declared):
        tally.check(False, f"{name} is exported and in no public header")

    archive = os.path.join(BUILD, "libscore.a")
    done = subprocess.run(["nm", "--defined-only", "--extern-only", archive], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True, check=False)
    for line in done.stdout.splitlines():
        part = line.split()
        if len(part) == 3 and part[1] in "TDBRC":
            good = part[2].startswith("score_") or part[2].startswith("__")
            tally.check(good, f"{part[2]} in {archive} could clash with a host program's names")
    # Data that can be written to would be shared between threads behind the caller's back.
    done = subprocess.run(["nm", "--defined-only", archive], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True, check=False)
    sanitized = os.environ.get("SCORE_SANITIZE") or "gcov" in done.stdout
    for line in done.stdout.splitlines():
        part = line.split()
        if len(part) == 3 and part[1] in "bBC" and not sanitized:
            tally.check(False, f"{part[2]} in {archive} is a variable that outlives a call")
    tally.close()


main()
