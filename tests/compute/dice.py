"""Draws of perturbed weights as docs/uncertainty.md defines them, in exact fractions: the other side of test_uncertainty.
Nominal points come from `score eval`; everything that follows is computed here."""
from fractions import Fraction as F

MICRO = 1000000
WORD = (1 << 64) - 1


def number(seed, index):
    """SplitMix64."""
    z = (seed + (index + 1) * 0x9E3779B97F4A7C15) & WORD
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
    return z ^ (z >> 31)


def rounded(v, grid=1):
    """Millionths, half away from zero on a grid."""
    v = F(v) / grid
    whole = abs(v).numerator // abs(v).denominator
    whole += abs(v) - whole >= F(1, 2)
    return (whole if v >= 0 else -whole) * grid


class Node:
    def __init__(self, said, parent, grids):
        self.key = said["key"]
        self.parent = parent
        self.kind = said.get("kind", parent.kind if parent else "normal") if "criteria" in said or "groups" in said \
            else parent.kind
        self.max = F(said["max"]) * MICRO
        self.leaf = "criteria" not in said and "groups" not in said
        self.aggregate = said.get("aggregate", "sum")
        self.weight = F(said.get("weight", "1"))
        self.grid = int(F(said["grid"]) * MICRO) if "grid" in said else grids["criterion"] if self.leaf else 0
        self.policy = said.get("not_applicable", parent.policy if parent else "zero")
        self.parts = [Node(c, self, grids) for c in said.get("groups", []) + said.get("criteria", [])]

    def below(self):
        yield self
        for p in self.parts:
            yield from p.below()

    def counted(self):
        return sum(n.leaf and n.max > 0 for n in self.below())


def grids_of(definition):
    return {k: int(F(definition.get("grids", {}).get(k, "0.01")) * MICRO) for k in ("criterion", "total")}


def root_of(definition):
    said = {**definition["total"], "key": "total", "groups": definition["groups"]}
    if "not_applicable" in definition:
        said["not_applicable"] = definition["not_applicable"]
    return Node(said, None, grids_of(definition))


class Dice:
    """nodes: unit -> node key -> (points, max, outcome), points None where covered; ranks: unit -> place by the tie keys
    alone, smaller is better."""

    def __init__(self, definition, nodes, ties, seed, perturb_micro, level, dense=False):
        self.root, self.nodes, self.ties, self.dense = root_of(definition), nodes, ties, dense
        self.grid = grids_of(definition)["total"]
        self.basis = definition["total"].get("basis", "points")
        self.seed, self.perturb, self.level = seed, perturb_micro, level
        self.weights = []  # (node, declared)
        self.follows = {}  # key -> (first, to)
        self.gather(self.root, F(1), False)
        self.follows["total"] = (0, 0)
        self.units = [self.account(u) for u in nodes]

    # ---- weights ----

    def is_weight(self, n):
        if n.leaf or n.aggregate == "highest" or (self.level == "groups" and n.parent is self.root):
            return True
        return all(of[n.key][2] == "reported" and of[n.key][0] is not None for of in self.nodes.values())

    def gather(self, n, factor, share):
        if n is not self.root and self.is_weight(n):
            at = len(self.weights)
            self.weights.append((n, rounded(factor * (n.counted() if share else n.max) * (MICRO if share else 1))))
            for c in n.below():
                self.follows[c.key] = (at, at + 1)
            return
        first = len(self.weights)
        if n.aggregate == "share_met" and not share:
            factor, share = factor * n.max / MICRO / max(n.counted(), 1), True
        parts = [c for c in n.parts if c.kind == n.kind]
        whole = sum(c.weight for c in parts)
        for c in parts:
            weighted = n.aggregate == "weighted" and not share
            self.gather(c, factor * c.weight / whole if weighted else factor, share)
        self.follows[n.key] = (first, len(self.weights))

    def draw(self, k):
        steps = 2 * self.perturb + 1
        raw = [w * (MICRO - self.perturb + (number(self.seed, k * len(self.weights) + s) * steps >> 64))
               for s, (n, w) in enumerate(self.weights)]
        whole, total = sum(raw), sum(w for n, w in self.weights)
        if not whole:
            return [0] * len(raw)
        out = [r * total // whole for r in raw]
        order = sorted(range(len(raw)), key=lambda s: (-(raw[s] * total % whole), s))
        for s in order[:total - sum(out)]:
            out[s] += 1
        return out

    # ---- what follows them ----

    def account(self, unit):
        of = self.nodes[unit]
        pieces = {}  # (key, points or other) -> amount

        def leaves(n):
            return of[n.key][2] == "not_due" or (of[n.key][2] == "not_applicable" and n.policy not in ("zero", "full"))

        def worth(n, factor):
            points, unused, outcome = of[n.key]
            if points is None:
                return 0
            value = rounded(points * factor)
            if n.leaf or outcome == "reported":
                pieces[n.key, "points"] = value
                return value
            pieces[n.key, "other"] = value - parts(n, factor)
            return value

        def parts(n, factor):
            inside = [c for c in n.parts if c.kind == n.kind]
            if n.aggregate == "weighted":
                left = [c for c in inside if not leaves(c)]
                return sum(worth(c, factor * c.weight / sum(x.weight for x in left)) for c in left)
            if n.aggregate == "share_met":
                return self.shares(n, of, factor, pieces)
            return sum(worth(c, factor) for c in inside)

        total, kept, outcome = of["total"]
        if outcome == "reported":
            return {"unit": unit, "base": total, "pieces": {}, "kept": kept, "max": {}, "top": kept}
        parts(self.root, F(1))
        moving = {}
        for (key, kind), amount in pieces.items():
            first, to = self.follows.get(key, (0, 0))
            if amount and sum(w for n, w in self.weights[first:to]):
                moving[key, kind] = amount
        out = {"unit": unit, "base": total - sum(moving.values()), "pieces": moving, "kept": 0, "max": {}, "top": kept}
        if self.root.aggregate == "share_met":
            self.applicable(out, of)
        elif self.basis == "percent":
            self.kept(out, of, self.root, kept)
        return out

    def shares(self, n, of, factor, pieces):
        inside = [c for c in n.below() if c.leaf and c.max > 0 and of[c.key][0] is not None
                  and of[c.key][2] not in ("not_due", "not_applicable")]
        value = rounded(factor * n.max / len(inside)) if inside else 0
        total = 0
        for c in inside:
            if of[c.key][0] == c.max:
                pieces[c.key, "points"] = value
                total += value
        return total

    def applicable(self, out, of):
        inside = [c for c in self.root.below() if c.leaf and c.max > 0 and of[c.key][0] is not None
                  and of[c.key][2] not in ("not_due", "not_applicable")]
        value = rounded(self.root.max / len(inside)) if inside else 0
        out["max"] = {c.key: value for c in inside}
        out["declared"] = self.root.max
        out["kept"] = self.root.max - sum(out["max"].values())

    def kept(self, out, of, n, own):
        first, to = self.follows[n.key]
        slot = n is not self.root and to == first + 1 and self.weights[first][0] is n
        for c in n.parts if not slot else []:
            if c.kind == n.kind:
                self.kept(out, of, c, of[c.key][1])
                own -= of[c.key][1]
        if sum(w for x, w in self.weights[first:to]):
            out["max"][n.key] = own
        else:
            out["kept"] += own

    # ---- one draw ----

    def scaled(self, key, amount, now, grid=1):
        first, to = self.follows[key]
        return rounded(F(amount) * sum(now[first:to]) / sum(w for n, w in self.weights[first:to]), grid)

    def total(self, unit, now):
        top = self.root.max + sum(n.max for n in self.root.parts if n.kind == "bonus")
        points = unit["base"]
        for (key, kind), amount in unit["pieces"].items():
            points += self.scaled(key, amount, now, self.grids.get(key, 1) if kind == "points" else 1)
        if self.root.aggregate == "share_met":
            most = unit["kept"] + sum(self.scaled(key, amount, now) for key, amount in unit["max"].items())
            if most <= 0:
                return 0
            points = F(points) * unit["declared"] / most
        points = rounded(min(max(points, 0), top), self.grid)
        if self.basis == "points":
            return points
        most = unit["top"]
        if self.root.aggregate != "share_met":
            most = unit["kept"] + sum(self.scaled(key, amount, now) for key, amount in unit["max"].items())
        return rounded(F(points) * 100 * MICRO / most, self.grid) if most > 0 else 0

    def ranks(self, k):
        """Unit -> rank."""
        grid = {n.key: n.grid for n in self.root.below()}
        amounts = {}
        for u in self.units:
            for (key, kind), amount in u["pieces"].items():
                if kind == "points":
                    amounts.setdefault(key, []).append(amount)
        self.grids = {key: grid[key] for key, list_ in amounts.items()
                      if grid[key] and all(a % grid[key] == 0 for a in list_)}
        now = self.draw(k)
        standing = {u["unit"]: (-self.total(u, now), self.ties[u["unit"]]) for u in self.units}
        better = sorted(set(standing.values())) if self.dense else sorted(standing.values())
        return {u: better.index(s) + 1 for u, s in standing.items()}


def quantile(list_, percent):
    list_ = sorted(list_)
    return list_[-(-percent * len(list_) // 100) - 1]
