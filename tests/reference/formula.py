"""Expressions of definition files, evaluated with exact fractions and three-valued logic (docs/criteria-format.md).

Independent of the library: written from the documents, part of the reference in reference.py.

A value is a pair (state, v). States: OK; MISSING (not decidable; v may be the values that a count with blanks may take);
INVALID (contradictory: a division by zero).
"""
import datetime
import re
from fractions import Fraction

OK, MISSING, INVALID = 0, 1, 2
BLANK = (MISSING, None)
BROKEN = (INVALID, None)
TRUE, FALSE = (OK, True), (OK, False)

TOKEN = re.compile(r'\s*(?:(\d+(?:\.\d+)?%?)|("(?:[^"\\]|\\.)*")|([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?)'
                   r'|(==|!=|<=|>=|[-+*/(),<>]))')
COHORT = ("mean", "lowest", "highest", "rank", "pooled")
CHILDREN = ("children.count", "children.share", "children.sum")


def decimal(text):
    """A decimal or percent of a definition, exact."""
    text = str(text).strip()
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def half_away(x, grid):
    """x rounded to the nearest multiple of grid, half away from zero."""
    q = abs(x) / grid
    n = (2 * q.numerator + q.denominator) // (2 * q.denominator)
    return n * grid if x >= 0 else -n * grid


def day(text):
    m = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text) or re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    a, b, c = (int(g) for g in m.groups())
    return datetime.date(a, b, c).toordinal() if a > 31 else datetime.date(c, b, a).toordinal()


def undecided(values):
    return BROKEN if any(v[0] == INVALID for v in values) else BLANK


class Parser:
    """Text -> function of a context. `reads` collects measure names, also through named conditions."""

    def __init__(self, text, conditions, measures, reads):
        self.conditions, self.measures, self.reads = conditions, measures, reads
        self.tokens, at = [], 0
        text = text.strip()
        while at < len(text):
            m = TOKEN.match(text, at)
            if not m:
                raise ValueError("cannot read %r at %d" % (text, at))
            self.tokens.append(next((i, g) for i, g in enumerate(m.groups()) if g is not None))
            at = m.end()
        self.at = 0

    def peek(self):
        return self.tokens[self.at][1] if self.at < len(self.tokens) else None

    def take(self, text=None):
        token = self.tokens[self.at]
        if text is not None and token[1] != text:
            raise ValueError("%r found, %r wanted" % (token[1], text))
        self.at += 1
        return token

    def whole(self):
        f = self.disjunction()
        if self.at != len(self.tokens):
            raise ValueError("something stands after the expression: %r" % self.peek())
        return f

    def chain(self, word, below, join):
        parts = [below()]
        while self.peek() == word:
            self.take()
            parts.append(below())
        return parts[0] if len(parts) == 1 else lambda c: join([p(c) for p in parts])

    def disjunction(self):
        return self.chain("or", self.conjunction, lambda v: TRUE if TRUE in v else FALSE
                          if all(x == FALSE for x in v) else undecided(v))

    def conjunction(self):
        return self.chain("and", self.negation, lambda v: FALSE if FALSE in v else TRUE
                          if all(x == TRUE for x in v) else undecided(v))

    def negation(self):
        if self.peek() == "not":
            self.take()
            f = self.negation()

            def negate(c):
                s, v = f(c)
                return (OK, not v) if s == OK else (s, None)
            return negate
        return self.comparison()

    def comparison(self):
        left = self.addition()
        if self.peek() not in ("==", "!=", "<", "<=", ">", ">="):
            return left
        word = self.take()[1]
        right = self.addition()
        test = {"==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b,
                "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}[word]

        def compare(c):
            a, b = left(c), right(c)
            if a[0] == OK and b[0] == OK:
                return (OK, test(a[1], b[1]))
            left_span, right_span = span(a), span(b)
            if left_span and right_span:  # whole numbers on either side: try them all
                seen = {test(x, y) for x in left_span for y in right_span}
                if len(seen) == 1:
                    return (OK, seen.pop())
            return undecided((a, b))
        return compare

    def arithmetic(self, words, below):
        f = below()
        while self.peek() in words:
            f = operate(self.take()[1], f, below())
        return f

    def addition(self):
        return self.arithmetic(("+", "-"), self.product)

    def product(self):
        return self.arithmetic(("*", "/"), self.sign)

    def sign(self):
        if self.peek() == "-":
            self.take()
            return operate("-", lambda c: (OK, Fraction(0)), self.sign())
        return self.primary()

    def primary(self):
        kind, text = self.take()
        if kind == 0:
            v = (OK, decimal(text))
            return lambda c: v
        if kind == 1:
            v = (OK, text[1:-1].replace('\\"', '"').replace("\\\\", "\\"))
            return lambda c: v
        if kind == 3:
            if text != "(":
                raise ValueError("unexpected %r" % text)
            f = self.disjunction()
            self.take(")")
            return f
        if self.peek() == "(":
            return self.call(text)
        if text in ("true", "false"):
            v = (OK, text == "true")
            return lambda c: v
        if "." in text:
            return lambda c: c.attribute(text)
        if text in self.conditions:
            return Parser(self.conditions[text], self.conditions, self.measures, self.reads).whole()
        if text not in self.measures:
            raise ValueError("unknown name %r" % text)
        self.reads.add(text)
        return lambda c: c.cell(text)

    def call(self, name):
        self.take("(")
        if name in ("points", "met", "group", "date"):
            key = decode(self.take()[1])
            self.take(")")
            if name == "date":
                v = (OK, Fraction(day(key)))
                return lambda c: v
            return lambda c: c.node(name, key)
        if name == "has_stage":
            stage = decode(self.take()[1])
            self.take(")")
            return lambda c: c.has_stage(stage)
        if name in ("prev", "at"):  # what stood elsewhere is no input of the node
            measure, when = self.take()[1], None
            if measure not in self.measures:
                raise ValueError("unknown measure %r" % measure)
            if name == "at":
                self.take(",")
                when = decode(self.take()[1])
            self.take(")")
            return lambda c: c.earlier(measure, when)
        if name == "has":
            measure = self.take()[1]
            self.take(")")
            self.reads.add(measure)
            return lambda c: (OK, c.raw(measure) not in (None, "NA"))
        begin, outer, cohort = self.at, self.reads, name in COHORT
        if name in CHILDREN:
            self.reads = set()  # cells of others
        args = [self.disjunction()]
        while self.peek() == ",":
            self.take()
            args.append(self.disjunction())
        text = statistic_text(name, self.tokens[begin:self.at])
        self.take(")")
        self.reads = outer
        if name in CHILDREN:
            return lambda c: c.children(name[len("children."):], args[0])
        if cohort:
            return lambda c: c.statistic(name, args, text)
        return function(name, args)


def decode(token):
    return token[1:-1]


def statistic_text(name, tokens):
    return name + "(" + " ".join(text for kind, text in tokens) + ")"


def written_statistic(text):
    """The same for a statistic as a measure declares it."""
    parser = Parser(text, {}, {}, set())
    return statistic_text(parser.tokens[0][1], parser.tokens[2:-1])


def span(v):
    """The values it may take; None when it may be anything."""
    return (v[1],) if v[0] == OK else v[1]


def operate(word, left, right):
    def run(c):
        a, b = left(c), right(c)
        if a[0] != OK or b[0] != OK:
            return undecided((a, b))
        if word == "+":
            return (OK, a[1] + b[1])
        if word == "-":
            return (OK, a[1] - b[1])
        if word == "*":
            return (OK, a[1] * b[1])
        return (OK, a[1] / b[1]) if b[1] != 0 else BROKEN
    return run


def function(name, args):
    def counted(c):
        v = [a(c) for a in args]
        sure = sum(1 for x in v if x == TRUE)
        open_ = sum(1 for x in v if x[0] != OK)
        return (undecided(v)[0], tuple(map(Fraction, range(sure, sure + open_ + 1)))) if open_ else (OK, Fraction(sure))

    def chosen(c):
        s, v = args[0](c)
        if s == OK:
            return args[1](c) if v else args[2](c)
        a, b = args[1](c), args[2](c)  # whatever the condition is, the same
        return a if a[0] == b[0] == OK and a[1] == b[1] else (s, None)
    if name == "count":
        return counted
    if name == "if":
        return chosen
    apply = {"min": min, "max": max, "sum": lambda *v: sum(v, Fraction(0)),
             "clamp": lambda x, low, high: min(max(x, low), high),
             "round": half_away, "days": lambda a, b: b - a, "workdays": None}[name]

    def run(c):
        v = [a(c) for a in args]
        if any(x[0] != OK for x in v):
            return undecided(v)
        if name == "round" and v[1][1] <= 0:
            return BROKEN
        if name == "workdays":
            return c.workdays(v[0][1], v[1][1])
        return (OK, apply(*[x[1] for x in v]))
    return run


def compile_text(text, conditions, measures, reads):
    """text -> function of a context; measure names go into the set `reads`."""
    return Parser(str(text), conditions, measures, reads).whole()
