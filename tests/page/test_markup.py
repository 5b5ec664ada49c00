"""Every page is valid HTML, as tidy reads it: no error, no warning but those tidy gives for what it is too old to know."""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pages  # noqa: E402
from tally import Tally  # noqa: E402

# tidy 5.6 is of 2017 and takes every attribute it does not know for proprietary: those of SVG 1.1 in an <svg> of a page (it
# reads <title id>, which names the picture, as that of HTML) and those of HTML and ARIA that came later.
YOUNGER = re.compile(r'<svg> proprietary attribute "font-size"|<title> proprietary attribute "id"|'
                     r'proprietary attribute "(aria-[a-z]+|inert|popover)"|proprietary attribute value "until-found"')


def said(path):
    run = subprocess.run(["tidy", "-quiet", "-errors", "--drop-empty-elements", "no", "--show-warnings", "yes", "--mute-id", "yes",
                          "-utf8", path], capture_output=True, text=True, encoding="utf-8", errors="replace")
    return run.returncode, [line for line in run.stderr.splitlines() if line.strip()]


tally = Tally()
for name in pages.write(tally, sys.argv[1:] or ["ward", "ward-en", "angiang", "dongnai", "rank", "hostile", "hostile-ward"]):
    code, lines = said(pages.page(name))
    faults = [line for line in lines if re.match(r"line \d+ column \d+ - ", line) and not YOUNGER.search(line)]
    tally.check(not faults, f"{name}: tidy finds {len(faults)}: " + "\n  ".join(faults[:12]))
    tally.check(code < 2, f"{name}: tidy ends with {code}: {lines[:3]}")

# That tidy does look: one fault of each weight is found.
broken = os.path.join(pages.FOLDER, "broken.html")
with open(broken, "w", encoding="utf-8") as file:
    file.write("<!doctype html><html lang=vi><title>x</title><body><p id=a><p id=a><i>x</b><foo>y</foo></body></html>")
code, lines = said(broken)
tally.check(code == 2 and len(lines) >= 3, f"tidy passes over what is broken: {lines}")
tally.close()
