#!/usr/bin/env python3
"""The draws of docs/uncertainty.md in numpy, for sets that only add up: draws_numpy.py POINTS.csv RANKS.csv DRAWS. Reads
what bench/dice.c wrote; prints "name value" lines and whether the quantiles of all ranks are the same."""
import math
import sys
import time

import numpy

MICRO, GRID, PERTURB, SEED = 1000000, 10000, 100000, 1


def weights_of(declared, draws):
    """[draws][weights], whole millionths."""
    n = len(declared)
    with numpy.errstate(over="ignore"):
        z = numpy.uint64(SEED) + (numpy.arange(draws * n, dtype=numpy.uint64) + numpy.uint64(1)) * numpy.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z ^= z >> numpy.uint64(31)
    out, total = numpy.empty((draws, n), dtype=numpy.int64), int(declared.sum())
    steps = 2 * PERTURB + 1
    for k, row in enumerate(z.reshape(draws, n).tolist()):
        raw = [w * (MICRO - PERTURB + (v * steps >> 64)) for w, v in zip(declared.tolist(), row)]
        whole = sum(raw)
        now = [r * total // whole for r in raw]
        left = total - sum(now)
        for s in sorted(range(n), key=lambda s: (-(raw[s] * total % whole), s))[:left]:
            now[s] += 1
        out[k] = now
    return out


def ranks_of(totals):
    return len(totals) + 1 - numpy.searchsorted(numpy.sort(totals), totals, side="right")


def run(points, declared, draws, exact):
    """Ranks at 5 %, half and 95 % of the draws."""
    ranks = numpy.empty((draws, len(points)), dtype=numpy.int32)
    by = 2 * declared * GRID
    for k, now in enumerate(weights_of(declared, draws)):
        if exact:
            totals = ((2 * points * now + by // 2) // by).sum(axis=1)
        else:
            totals = numpy.floor(points * (now / declared / GRID) + 0.5).sum(axis=1)
        ranks[k] = ranks_of(totals)
    ranks.sort(axis=0)
    return [ranks[math.ceil(p * draws / 100) - 1] for p in (5, 50, 95)]


def main():
    table = numpy.loadtxt(sys.argv[1], delimiter=",", skiprows=1, dtype=numpy.int64)
    said = numpy.loadtxt(sys.argv[2], delimiter=",", skiprows=1, dtype=numpy.int64)
    draws, units = int(sys.argv[3]), len(said)
    table = table.reshape(units, -1, 4)
    declared, points = table[:, :, 2].max(axis=0), numpy.ascontiguousarray(table[:, :, 3])
    for name, exact in ("exact", True), ("floating", False):
        start = time.monotonic()
        found = run(points if exact else points.astype(float), declared, draws, exact)
        print(f"{name}_s {time.monotonic() - start:.6f}")
        if exact:
            print("equal", int(all((a == b).all() for a, b in zip(found, (said[:, 2], said[:, 3], said[:, 4])))))


main()
