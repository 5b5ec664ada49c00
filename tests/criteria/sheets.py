"""Definitions through the program as spreadsheets, and what differs between two definitions."""
import json
import os
import subprocess
import sys
from decimal import Decimal, InvalidOperation

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN  # noqa: E402

STYLES = {"plain": ["--format", "csv"], "excel-vi": ["--csv", "excel-vi"]}


def score(*words, **options):
    return subprocess.run([BIN, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, check=False,
                          **options)


def number(text):
    try:
        signed = isinstance(text, str) and text.startswith("+")  # "+1" of a lever is not 1
        return Decimal(text) if isinstance(text, (str, int)) and not isinstance(text, bool) and not signed else None
    except InvalidOperation:
        return None


def differences(a, b, path=""):
    """Where two trees differ, but for 4, "4" and "4.0"."""
    if isinstance(a, dict) and isinstance(b, dict):
        found = []
        for name in sorted(set(a) | set(b)):
            if name in a and name in b:
                found += differences(a[name], b[name], f"{path}/{name}")
            else:
                found.append(f"{path}/{name} {'lost' if name in a else 'new'}: {json.dumps((a | b)[name])[:200]}")
        return found
    if isinstance(a, list) and isinstance(b, list):
        if len(a) != len(b):
            return [f"{path}: {len(a)} and {len(b)} items"]
        return [d for i, (x, y) in enumerate(zip(a, b)) for d in differences(x, y, f"{path}/{i}")]
    if type(a) is type(b) and a == b:
        return []
    if number(a) is not None and number(a) == number(b):
        return []
    return [f"{path}: {a!r} and {b!r}"]


def through(path, folder, style):
    """The definition that comes back from the spreadsheet of a definition file; (text or None, what went wrong)."""
    sheet, out = os.path.join(folder, "sheet.csv"), os.path.join(folder, "back.json")
    if os.path.exists(out):
        os.remove(out)
    shown = score("criteria", "show", path, *STYLES[style], "--output", sheet)
    if shown.returncode:
        return None, "show: " + shown.stderr.decode()
    made = score("criteria", "from-csv", sheet, "--output", out)
    if made.returncode:
        return None, "from-csv: " + made.stderr.decode()
    with open(out, encoding="utf-8") as f:
        return f.read(), ""


def rows(sheet, delimiter=","):
    """A spreadsheet's text from rows of cells."""
    def cell(text):
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in '",;\n\r') else text
    return "".join(delimiter.join(cell(str(c)) for c in row) + "\n" for row in sheet)
