#!/usr/bin/env python3
"""A released definition never changes: the bytes of every file in criteria/RELEASED (sha256sum's format) are those it
was released with. A correction is a new version that says `supersedes`."""
import hashlib
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import SOURCE, Tally  # noqa: E402


def main():
    tally = Tally()
    folder = os.path.join(SOURCE, "criteria")
    with open(os.path.join(folder, "RELEASED"), encoding="ascii") as f:
        rows = [line.split("  ", 1) for line in f.read().splitlines()]
    tally.check(rows == sorted(rows, key=lambda r: r[1]) and len({r[1] for r in rows}) == len(rows), "order of RELEASED")
    for digest, name in rows:
        with open(os.path.join(folder, name), "rb") as f:
            tally.check(hashlib.sha256(f.read()).hexdigest() == digest, f"{name} is not what was released")
    tally.close()


if __name__ == "__main__":
    main()
