"""Expressions of a definition, read and reckoned anew from what an explanation says was read: exact fractions,
three-valued conditions, ranges of counts. Knows nothing of the program and of the other reference."""
import re
from datetime import date, timedelta
from fractions import Fraction

EPOCH = date(1970, 1, 1)
FINEST = Fraction(1, 10 ** 6)  # of points without a grid
LACKING = ("missing", "invalid")
KNOWN = ("scored", "reported")
TOKEN = re.compile(r"""\s*(?:(\d+(?:\.\d+)?%?)|([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)|"([^"]*)"|'([^']*)'"""
                   r"""|(<=|>=|==|!=|[-+*/(),<>]))""")
YES = {"1", "yes", "Yes", "YES", "true", "True", "TRUE", "có", "Có", "CÓ", "x", "X"}
NO = {"0", "no", "No", "NO", "false", "False", "FALSE", "không", "Không", "KHÔNG"}


class Value:
    """state: ok, missing, invalid, na, not_due. may: all values that an undecided one may take, where they are known."""

    def __init__(self, state, v=None, may=None):
        self.state, self.v, self.may = state, v, may

    def __repr__(self):
        return f"<{self.state} {self.v}>"


MISSING, INVALID = Value("missing"), Value("invalid")


def ok(v):
    return Value("ok", Fraction(v))


def number(text):
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def day(text):
    return (date.fromisoformat(text) - EPOCH).days


def clamp(v, top):
    return min(max(v, Fraction(0)), top)


def to_grid(v, grid):
    """Half away from zero."""
    steps = abs(v) / grid
    whole = int(steps) + (steps - int(steps) >= Fraction(1, 2))
    return whole * grid * (1 if v >= 0 else -1)


# ---- text to tree ----

class Parser:
    def __init__(self, text):
        self.tokens, at, text = [], 0, text.rstrip()
        while at < len(text):
            m = TOKEN.match(text, at)
            assert m, f"no token at {at} of {text!r}"
            kind = m.lastindex
            self.tokens.append((("number", "name", "text", "text", "sign")[kind - 1], m.group(kind)))
            at = m.end()
        self.at = 0

    def peek(self, *words):
        if self.at == len(self.tokens):
            return None
        kind, word = self.tokens[self.at]
        return word if kind in ("sign", "name") and word in words else None

    def take(self, *words):
        word = self.peek(*words)
        if word:
            self.at += 1
        return word

    def whole(self):
        tree = self.either()
        assert self.at == len(self.tokens), self.tokens[self.at:]
        return tree

    def chain(self, below, *signs):
        tree = below()
        while True:
            sign = self.take(*signs)
            if not sign:
                return tree
            tree = (sign, tree, below())

    def either(self):
        return self.chain(self.both, "or")

    def both(self):
        return self.chain(self.negated, "and")

    def negated(self):
        return ("not", self.negated()) if self.take("not") else self.compared()

    def compared(self):
        return self.chain(self.added, "==", "!=", "<=", ">=", "<", ">")

    def added(self):
        return self.chain(self.multiplied, "+", "-")

    def multiplied(self):
        return self.chain(self.signed, "*", "/")

    def signed(self):
        return ("minus", self.signed()) if self.take("-") else self.plain()

    def plain(self):
        if self.take("("):
            tree = self.either()
            assert self.take(")")
            return tree
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return ("number", number(word))
        if kind == "text":
            return ("text", word)
        if word in ("true", "false"):
            return ("number", Fraction(word == "true"))
        if not self.take("("):
            return ("name", word)
        args = []
        while not self.take(")"):
            args.append(self.either())
            self.take(",")
        return ("call", word, *args)


def parse(text):
    return Parser(str(text)).whole()


# ---- tree to value ----

def combined(values):
    """Invalid before missing; None when all are decided."""
    for state in ("invalid", "missing"):
        if any(v.state == state for v in values):
            return Value(state)
    return None


class Reader:
    """What one node read: inputs, facts, named conditions, the calendar and the window of the period."""

    def __init__(self, node, document):
        self.inputs = {i["measure"]: i for i in node.get("inputs", []) if "as" not in i}
        self.earlier = [(parse(i["as"]), i) for i in node.get("inputs", []) if "as" in i]
        self.facts = [(parse(f["fact"]), f) for f in node.get("facts", [])]
        self.conditions = document.get("conditions", {})
        self.calendar = document.get("calendar", {})

    def expanded(self, tree):
        """Named conditions in full: a fact may be written with them, or without."""
        if tree[0] == "name" and tree[1] in self.conditions and tree[1] not in self.inputs:
            return self.expanded(parse(self.conditions[tree[1]]))
        return tuple(self.expanded(t) if isinstance(t, tuple) else t for t in tree)

    def fact(self, tree):
        for known, f in self.facts:
            same = known == tree or self.expanded(known) == self.expanded(tree)
            if tree[0] == "call" and tree[1] in ("points", "met", "group") and known[:2] == tree[:2]:
                same |= tree[2] == ("text", f.get("code"))
            if same:
                return f
        raise KeyError(f"no fact {tree}")

    def fact_value(self, tree):
        f = self.fact(tree)
        if f["state"] == "range":
            low, high, steps = Fraction(f["value"]), Fraction(f["most"]), int(f["undecided"])
            return Value("missing", may=[low + (high - low) * k / steps for k in range(steps + 1)])
        return ok(f["value"]) if f["state"] == "value" else Value(f["state"])

    def input_of(self, tree):
        if tree[0] == "name" and tree[1] in self.inputs:
            return self.inputs[tree[1]]
        for known, i in self.earlier:
            if known == tree:
                return i
        return None

    def read(self, text):
        return self.value(parse(text))

    def truth_of(self, text):
        """A condition: its text, or true and false as JSON has them."""
        return ok(text) if isinstance(text, bool) else self.truth(parse(text))

    def value(self, t):
        return getattr(self, {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "not": "no", "and": "kleene",
                              "or": "kleene"}.get(t[0], t[0] if t[0].isalpha() else "compare"))(t)

    def number(self, t):
        return ok(t[1])

    def text(self, t):
        return Value("ok", t[1])

    def name(self, t):
        i = self.input_of(t)
        if i:
            if i["state"] not in ("value", "default"):
                return MISSING
            return Value("ok", i["value"]) if i["type"] == "choice" else ok(i["value"])
        if t[1] in self.conditions:
            return self.read(self.conditions[t[1]])
        f = self.fact(t)
        if f["kind"] != "attribute":
            return self.fact_value(t)
        return MISSING if f["state"] == "missing" else Value("ok", f["value"])

    def as_number(self, t):
        v = self.value(t)
        if v.state == "ok" and isinstance(v.v, str) and t[0] == "name":  # an attribute of the unit
            return ok(number(v.v)) if re.fullmatch(r"-?\d+(\.\d+)?%?", v.v) else INVALID
        return v

    def truth(self, t):
        v = self.value(t)
        if v.state == "ok" and isinstance(v.v, str):
            return ok(v.v in YES) if v.v in YES | NO else INVALID
        return v

    def fold(self, values, operation):
        undecided = combined(values)
        if undecided:
            return undecided
        acc = values[0].v
        for v in values[1:]:
            acc = operation(acc, v.v)
        return ok(acc)

    def add(self, t):
        return self.fold([self.as_number(x) for x in t[1:]], lambda a, b: a + b)

    def subtract(self, t):
        return self.fold([self.as_number(x) for x in t[1:]], lambda a, b: a - b)

    def multiply(self, t):
        return self.fold([self.as_number(x) for x in t[1:]], lambda a, b: a * b)

    def divide(self, t):
        a, b = self.as_number(t[1]), self.as_number(t[2])
        undecided = combined([a, b])
        return undecided or (ok(a.v / b.v) if b.v else INVALID)

    def minus(self, t):
        v = self.as_number(t[1])
        return ok(-v.v) if v.state == "ok" else Value(v.state)

    def no(self, t):
        v = self.truth(t[1])
        return ok(not v.v) if v.state == "ok" else Value(v.state)

    def kleene(self, t):
        deciding = t[0] == "or"
        a, b = self.truth(t[1]), self.truth(t[2])
        if any(v.state == "ok" and bool(v.v) == deciding for v in (a, b)):
            return ok(deciding)
        return combined([a, b]) or ok(not deciding)

    def same_text(self, a, b):
        """A text beside a choice or a date means its option or its day; an attribute is compared as it stands."""
        for this, other in ((a, b), (b, a)):
            i = self.input_of(other)
            if this[0] != "text" or not i:
                continue
            if i["state"] not in ("value", "default"):
                return self.value(other), MISSING
            if i["type"] == "choice":
                meant = this[1] in (i["value"], i["option_en"], i["option_vi"])
                return ok(1), ok(meant)
            return ok(i["value"]), ok(day(this[1]))
        return None

    def compare(self, t):
        attribute = [x[0] == "text" or (x[0] == "name" and x[1].split(".")[0] in ("unit", "parent")) for x in t[1:]]
        if all(attribute):
            a, b = self.value(t[1]), self.value(t[2])
        else:
            pair = self.same_text(t[1], t[2])
            if pair:
                swapped = t[1][0] == "text" and t[0] not in ("==", "!=")
                a, b = pair[::-1] if swapped else pair
            else:
                a, b = self.as_number(t[1]), self.as_number(t[2])
        holds = {"==": lambda x, y: x == y, "!=": lambda x, y: x != y, "<": lambda x, y: x < y,
                 "<=": lambda x, y: x <= y, ">": lambda x, y: x > y, ">=": lambda x, y: x >= y}[t[0]]
        left, right = a.may or ([a.v] if a.state == "ok" else None), b.may or ([b.v] if b.state == "ok" else None)
        if left and right:
            verdicts = {holds(x, y) for x in left for y in right}
            if len(verdicts) == 1:
                return ok(verdicts.pop())
        return combined([a, b])

    def call(self, t):
        name, args = t[1], t[2:]
        plain = {"min": min, "max": max, "sum": lambda a, b: a + b}
        if name in plain:
            return self.fold([self.as_number(x) for x in args], plain[name])
        if name in ("points", "met", "group", "mean", "pooled", "lowest", "highest", "rank", "has_stage",
                    "children.count", "children.share", "children.sum"):
            return self.fact_value(t)
        return getattr(self, "call_" + name)(t, *args)

    def call_clamp(self, _, *args):
        x, low, high = (self.as_number(a) for a in args)
        return combined([x, low, high]) or ok(min(max(x.v, low.v), high.v))

    def call_round(self, _, x, grid):
        v = self.as_number(x)
        return ok(to_grid(v.v, self.as_number(grid).v)) if v.state == "ok" else Value(v.state)

    def call_days(self, _, a, b):
        return self.subtract(("-", b, a))

    def call_date(self, _, text):
        return ok(day(text[1]))

    def call_has(self, _, x):
        return ok(self.input_of(x)["state"] == "value")

    def call_prev(self, t, *_):
        i = self.input_of(t)
        if i["state"] != "value":
            return MISSING
        return Value("ok", i["value"]) if i["type"] == "choice" else ok(i["value"])

    call_at = call_prev

    def call_if(self, _, condition, yes, no):
        c, a, b = self.truth(condition), self.as_number(yes), self.as_number(no)
        if c.state == "ok":
            return a if c.v else b
        if a.state == b.state == "ok" and a.v == b.v:
            return a
        return Value(c.state)

    def call_count(self, _, *args):
        values = [self.truth(x) for x in args]
        hold, open_ = sum(v.v for v in values if v.state == "ok"), sum(v.state != "ok" for v in values)
        if not open_:
            return ok(hold)
        return Value(combined(values).state, may=[hold + k for k in range(open_ + 1)])

    def call_workdays(self, _, first, last):
        a, b = self.as_number(first), self.as_number(last)
        undecided = combined([a, b])
        if undecided:
            return undecided
        if a.v.denominator != 1 or b.v.denominator != 1:
            return INVALID
        low, high = sorted((int(a.v), int(b.v)))
        weekend = set(self.calendar.get("weekend", ["saturday", "sunday"]))
        names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        n = 0
        for k in range(low + 1, high + 1):
            d = EPOCH + timedelta(days=k)
            year = self.calendar.get("years", {}).get(str(d.year))
            if year is None:
                return MISSING
            free = names[d.weekday()] in weekend or d.isoformat() in year.get("holidays", [])
            n += d.isoformat() in year.get("make_up", []) or not free
        return ok(n if a.v < b.v else -n)
