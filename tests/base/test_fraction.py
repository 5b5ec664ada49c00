"""Every operation on exact fractions against Python's, on random and adversarial 128-bit cases.

An operation must succeed exactly when its result in lowest terms has room in 128 bits (numerators and denominators up
to 2^127 - 1), and a rounding exactly when it stays within 10^12 points.
"""
import math
import os
import random
import subprocess
import sys
from fractions import Fraction

LARGEST = 2**127 - 1
CASES = 1_000_000 if os.environ.get("SCORE_LONG") else 10_000
CHUNK = 50_000
OPS = ("add", "sub", "mul", "div", "cmp", "round")
GRIDS = (1, 10, 1000, 10_000, 50_000, 250_000, 500_000, 1_000_000, 3, 7, 333_333, 2_500_000, 10**12)
EDGES = [0, 1, 2, 3, 5, 7, 10, 10**6, 2**31, 2**42 - 1, 2**42, 2**62, 2**63 - 1, 2**63, 2**63 + 1, 2**64 - 1, 2**64,
         2**64 + 1, 3**40, 3**80, 10**18, 10**36, 2**96, 2**126 - 1, 2**126, 2**126 + 1, LARGEST - 1, LARGEST]


def number(rng):
    """A magnitude: an edge, a neighbour of one, a smooth number, or one of random width."""
    how = rng.random()
    if how < 0.25:
        return rng.choice(EDGES)
    if how < 0.4:
        return min(LARGEST, abs(rng.choice(EDGES) + rng.randint(-3, 3)))
    if how < 0.6:
        v = 1
        while True:
            w = v * rng.choice((2, 3, 5, 7, 10, 11, 9973, 1_000_003))
            if w > LARGEST or rng.random() < 0.03:
                return v
            v = w
    return rng.getrandbits(rng.randint(1, 127))


def fraction(rng):
    num = number(rng) * rng.choice((1, -1))
    if num == 0 and rng.random() < 0.01:
        num = -(2**127)
    return num, max(1, number(rng))


def near(rng, num, den):
    """A neighbour of num/den: what comparison and subtraction find hardest."""
    k = rng.choice((1, 1, 2, 3, 7))
    n, d = num * k + rng.choice((-1, 0, 0, 1)), den * k + rng.choice((-1, 0, 0, 1))
    return (n, d) if abs(n) <= LARGEST and 1 <= d <= LARGEST else (num, den)


def near_tie(rng, grid):
    """(k + 1/2) grid, exactly or off by the least that the denominator shows."""
    den = max(1, number(rng) % 2**rng.randint(1, 84))
    k = rng.randint(0, 10**rng.randint(0, 12) * 10**6 // grid + 1)
    num = (2 * k + 1) * grid * den
    den *= 2 * 10**6
    common = rng.choice((1, 1, 0))
    if common == 0:
        f = Fraction(num, den)
        num, den = f.numerator, f.denominator
    num += rng.choice((-1, 0, 0, 1))
    return (num * rng.choice((1, -1)), den) if num <= LARGEST and den <= LARGEST else fraction(rng)


def cancelling(rng):
    """Two summands whose cross products need more than 128 bits, and whose sum loses a large factor again."""
    g, p, q = (rng.getrandbits(rng.randint(2, 40)) | 1 for _ in range(3))
    num = rng.getrandbits(rng.randint(64, 127))
    if math.gcd(p, g) != 1:
        p = 1
    other = -num * q * pow(p, -1, g) % g + g * rng.getrandbits(rng.randint(1, 127 - g.bit_length()))
    return (num, g * p, other, g * q) if other <= LARGEST else (num, 1, 1, 3)


def case(rng):
    op = rng.choice(OPS)
    if op in ("add", "sub") and rng.random() < 0.3:
        a, b, c, d = cancelling(rng)
        sign = rng.choice((1, -1))
        return op, a * sign, b, c * (sign if op == "add" else -sign), d
    if op == "round":
        grid = rng.choice(GRIDS)
        a, b = near_tie(rng, grid) if rng.random() < 0.6 else fraction(rng)
        return op, a, b, grid, 1
    a, b = fraction(rng)
    c, d = near(rng, a, b) if rng.random() < 0.3 else fraction(rng)
    if rng.random() < 0.1:
        g = rng.choice((a, b))  # shared factors across
        c, d = (c, abs(g) or 1) if abs(g) <= LARGEST else (c, d)
    if op == "div" and c == 0:
        c = 1
    return op, a, b, c, d


def fits(f):
    return abs(f.numerator) <= LARGEST and f.denominator <= LARGEST


def expected(op, a, b, c, d):
    x = Fraction(a, b)
    if op == "round":
        q = abs(x) * 10**6 / c
        steps = (2 * q.numerator + q.denominator) // (2 * q.denominator)
        micro = steps * c
        return "large" if micro > 10**18 else str(-micro if x < 0 else micro)
    y = Fraction(c, d)
    if op == "cmp":
        return str((x > y) - (x < y))
    f = {"add": lambda: x + y, "sub": lambda: x - y, "mul": lambda: x * y, "div": lambda: x / y}[op]()
    return f if fits(f) else "large"


def same(want, got):
    if isinstance(want, str):
        return got == want
    words = got.split()
    if len(words) != 4:
        return False
    num, den, low_num, low_den = map(int, words)
    return (den > 0 and abs(num) <= LARGEST and Fraction(num, den) == want
            and (low_num, low_den) == (want.numerator, want.denominator))


def main():
    driver = os.path.join(os.environ["SCORE_BUILD"], "driver", "fraction_lines")
    seed = int(os.environ.get("SCORE_SEED", "20260930"))
    rng = random.Random(seed)
    passed = failed = large = 0
    while passed + failed < CASES:
        cases = [case(rng) for _ in range(min(CHUNK, CASES - passed - failed))]
        text = "".join("%s %d %d %d %d\n" % c for c in cases)
        run = subprocess.run([driver], input=text, capture_output=True, text=True, check=True)
        answers = run.stdout.splitlines()
        if len(answers) != len(cases):
            print("%d answers to %d cases" % (len(answers), len(cases)))
            return 1
        for c, got in zip(cases, answers):
            want = expected(*c)
            large += want == "large"
            if same(want, got):
                passed += 1
            else:
                failed += 1
                if failed <= 10:
                    print("%s %d/%d %d/%d: got %s; wanted %s (seed %d)" % (*c, got, want, seed))
    if not CASES // 100 < large < CASES * 9 // 10:
        print("the cases are lopsided: %d of %d are too large" % (large, CASES))
        failed += 1
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
