#!/usr/bin/env python3
"""Broken definitions that are large: depth, length, number of everything. Each fault is told as those of
test_bad_criteria.py are, within the same time and memory."""
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from test_bad_criteria import DATA, LANGUAGES, SANITIZED, Tally, check_lines, run  # noqa: E402

HEAD = '{"format": 1, "id": "large", "version": "1", "status": "draft", "name": "L",\n"measures": {%s},\n"groups": [\n'
TAIL = '\n],\n"total": {"max": "10"}}\n'
MEASURES = '"done": {"name": "D", "type": "count"}, "all": {"name": "A", "type": "count"}'
CRITERION = '{"key": "%s", "name": "N", "max": "%s", "rule": {"kind": "expr", "points": "%s"}}'


def whole(criteria, measures=MEASURES):
    return (HEAD % measures + '{"key": "G", "name": "G", "max": "10", "criteria": [\n' + ",\n".join(criteria) + "\n]}" + TAIL)


def one(points, maximum="1"):
    return whole([CRITERION % ("A", maximum, points)])


def large():
    """name, text, lines of findings expected (pointer, line, message); None = some, with their pointers."""
    points = "/groups/0/criteria/0/rule/points"
    rows = ", ".join('{"from": "%d", "to": "%d", "points": "0"}' % (i, i + 1) for i in range(100000))
    yield "depth_json", "[" * 1000000, [("", "1", "nested deeper than 32")]
    yield "depth_object", '{"a":' * 1000000, [("", "1", "nested deeper than 32")]
    yield "depth_parens", one("(" * 30000 + "1" + ")" * 30000), [(points, "5", "nested deeper than 64")]
    yield "depth_not", one("if(" + "not " * 10000 + "true, 1, 0)"), [(points, "5", "nested deeper than 64")]
    yield "depth_minus", one("-" * 10000 + "1"), [(points, "5", "nested deeper than 64")]
    yield "depth_calls", one("min(" * 10000 + "1" + ")" * 10000), [(points, "5", "nested deeper than 64")]
    yield "long_sum", one("done" + " + done" * 5000), [(points, "5", "more than 4096 parts")]
    yield "long_expression", one("1 + " * 1300000 + "1"), [(points, "5", "more than 65536 bytes")]
    yield "digits_json", one("1").replace('"max": "1"', '"max": ' + "9" * 1000000), [("", "5", "less than 2^53")]
    yield "digits_text", one("1", "9" * 1000000), [("/groups/0/criteria/0/max", "5", "is no decimal")]
    yield "digits_zeros", one("1", "0." + "0" * 1000000 + "1"), [("/groups/0/criteria/0/max", "5", "is no decimal")]
    yield "digits_expression", one("1" * 60000), [(points, "5", "is no number")]
    yield "text_status", one("1").replace('"draft"', '"' + "x" * 5000000 + '"'), [("/status", "1", "official")]
    yield "text_member", one("1").replace('"format": 1', '"format": 1, "' + "x" * 5000000 + '": 1'), None
    yield "text_open", '{"format": "' + "x" * 5000000, [("", "1", "ends too early")]
    yield "criteria", whole([CRITERION % (f"C{i}", "0", "1") for i in range(100000)]), [("/groups", "3", "more than 20000")]
    yield "groups", HEAD % MEASURES + ",\n".join('{"key": "G%d", "name": "G", "max": "0"}' % i for i in range(100000)) + TAIL, [("/groups", "3", "more than 20000")]
    yield "measures", whole([], ",\n".join('"m%d": {"name": "M", "type": "count"}' % i for i in range(100000))), [("/measures", "2", "more than 20000")]
    yield "conditions", one("1").replace('"groups"', '"conditions": {' + ",".join('"c%d": "true"' % i for i in range(100000)) + '}, "groups"'), [("/conditions", "3", "more than 1000")]
    yield "bands", one("1").replace('"kind": "expr", "points": "1"', '"kind": "bands", "value": "done", "bands": [' + rows + "]"), [("/groups/0/criteria/0/rule/bands", "5", "more than 1000")]
    yield "options", whole([], MEASURES + ', "sort": {"name": "S", "type": "choice", "options": [' + ",".join('{"key": "o%d", "name": "O"}' % i for i in range(100000)) + "]}"), [("/measures/sort/options", "2", "more than 1000")]
    yield "grades", one("1").replace('"total"', '"grades": {"bands": [' + ",".join('{"key": "g", "name": "G", "at_least": "0"}' for i in range(100000)) + ']}, "total"'), [("/grades/bands", "8", "more than 1000")]
    yield "attributes", one(" + ".join(f"unit.a{i}" for i in range(2000))), [(points, "5", "more than 1000")]
    yield "cohort", one("1").replace('"groups"', '"cohort": {"same": [' + ",".join('"a%d"' % i for i in range(100000)) + ']}, "groups"'), [("/cohort/same", "3", "more than 1000")]
    yield "members", one("1").replace('"format": 1', '"format": 1' + "".join(', "x%d": 1' % i for i in range(100000))), None
    yield "twice", one("1").replace('"format": 1', '"format": 1' + ', "x": 1' * 100000), None
    yield "faults", whole([CRITERION % (f"C{i}", "0", f"undone{i}") for i in range(19000)]), None
    yield "nearest", whole([CRITERION % (f"C{i}", "0", f"measur{i}") for i in range(5000)], ",".join('"measure_%d": {"name": "M", "type": "count"}' % i for i in range(5000))), None
    ring = [CRITERION % (f"C{i}", "0", f"points('C{(i + 1) % 5000}')") for i in range(5000)]
    yield "ring", whole(ring), [("/groups/0/criteria/0", "5", '"C0" depends on itself')]
    yield "wide", "[" + "0," * 3000000 + "0]", [("", "1", "more than 2000000 values")]
    yield "heavy", '{"format": "' + "x" * (17 << 20) + '"}', [("", "", "larger than 16777216 bytes")]


def ruled(rule):
    return one("1").replace('"kind": "expr", "points": "1"', rule)


def headed(member):
    return one("1").replace('"groups"', member + ', "groups"', 1)


def many(form, count=100000):
    return ",".join(form.replace("#", str(i)) for i in range(count))


def large_kinds():
    """The same for what came later: rules inside rules, calendars, checks, statistics, other periods."""
    rule, points = "/groups/0/criteria/0/rule", "/groups/0/criteria/0/rule/points"
    met = '"rule": {"kind": "met", "when": "done > 1"}'
    yield "parts", ruled('"kind": "sum", "parts": [%s]' % many('{"name": "P", "max": "1", %s}' % met)), [(rule + "/parts", "5", "more than 1000")]
    yield "slopes", ruled('"kind": "steps", "value": "done", "level": "1", "base": "0", "slopes": [%s]' % many('{"every": "1", "add": "1"}')), [(rule + "/slopes", "5", "more than 1000")]
    yield "items", ruled('"kind": "count", "each": "1", "items": [%s]' % many('{"when": "done > #"}')), [(rule + "/items", "5", "more than 1000")]
    yield "choice_rows", ruled('"kind": "choice", "value": "sort", "options": [%s]' % many('{"option": "o#", "points": "1"}')).replace('"measures": {', '"measures": {"sort": {"name": "S", "type": "choice", "options": [{"key": "a", "name": "A"}]}, '), [(rule + "/options", "5", "more than 1000")]
    yield "nested_rules", ruled('"kind": "best", "parts": [{"name": "P", "max": "1", "rule": {' * 20000 + '"kind": "met", "when": "true"' + "}}]" * 20000), [("", "5", "nested deeper than 32")]
    yield "nested_many", whole(['{"key": "C%d", "name": "N", "max": "absent", "rule": {"kind": "sum", "parts": [%s]}}' % (i, many('{"name": "P", "max": "1", "rule": {"kind": "best", "parts": [{"name": "P", "max": "1", %s}]}}' % met, 100)) for i in range(100)]), None
    yield "caps", one("1").replace('"max": "1",', '"max": "1", "cap_when": [%s],' % many('{"when": "done > #", "cap": "1"}'), 1), [("/groups/0/criteria/0/cap_when", "5", "more than 1000")]
    yield "holidays", headed('"calendar": {"years": {"2026": {"source": {"document": "D"}, "holidays": [%s]}}}' % many('"2026-01-01"')), [("/calendar/years/2026/holidays", "3", "more than 1000")]
    yield "make_ups", headed('"calendar": {"years": {"2026": {"source": {"document": "D"}, "holidays": [], "make_up": [%s]}}}' % many('"2026-01-10"')), [("/calendar/years/2026/make_up", "3", "more than 1000")]
    yield "years", headed('"calendar": {"years": {%s}}' % many('"#": {"holidays": []}')), None
    yield "weekend", headed('"calendar": {"years": {}, "weekend": [%s]}' % many('"sunday"')), [("/calendar/weekend", "3", "more than 1000")]
    yield "checks", headed('"checks": [%s]' % many('{"when": "done > #", "message": "m"}')), [("/checks", "3", "more than 1000")]
    yield "ties", one("1").replace('"total"', '"ranking": {"tie_break": [%s]}, "total"' % many('{"node": "A"}')), [("/ranking/tie_break", "8", "more than 1000")]
    yield "ceilings", one("1").replace('"total"', '"grades": {"bands": [{"key": "g", "name": "G", "at_least": "0"}], "ceilings": [%s]}, "total"' % many('{"when": "true", "at_most": "g"}')), [("/grades/ceilings", "8", "more than 1000")]
    yield "depth_children", one("children.sum(" * 4000 + "1" + ")" * 4000), [(points, "5", "cannot stand inside another")]
    yield "depth_prev", one("prev(" * 10000 + "done" + ")" * 10000), [(points, "5", "nested deeper than 64")]
    yield "statistics", whole([], MEASURES + "," + many('"s#": {"name": "S", "type": "percent", "statistic": "mean(done + #)"}', 19000)), None
    yield "statistics_twice", whole([], MEASURES + "," + many('"s#": {"name": "S", "type": "percent", "statistic": "mean(done)"}', 19000)), None
    yield "cohorts", whole([CRITERION % (f"C{i}", "0", f"mean(done + {i})") for i in range(19000)]), None
    yield "conditions_deep", headed('"conditions": {"c0": "done > 1", %s}' % ",".join(f'"c{i}": "c{i - 1} and c{i - 1}"' for i in range(1, 900))), None
    ring = [CRITERION % (f"C{i}", "0", "1") for i in range(5000)]
    ring = [text.replace('"kind": "expr", "points": "1"', '"kind": "count", "each": "0", "value": "points(\'C%d\')"' % ((i + 1) % 5000)) for i, text in enumerate(ring)]
    yield "ring_count", whole(ring), [("/groups/0/criteria/0", "5", '"C0" depends on itself')]


def check_large(tally, folder, data):
    for name, text, findings in (*large(), *large_kinds()):
        name += ".json"
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
        for lang in LANGUAGES if os.environ.get("SCORE_LONG") else LANGUAGES[:1]:  # size speaks no language
            got, out, lines = run(tally, folder, lang, "criteria", "check", name)
            wanted = (3,) if name == "heavy.json" else (1,)
            tally.check(got in wanted and out == b"", f"{name} ({lang}): exit {got}")
            tally.check(all(len(line.encode()) < 2100 for line in lines), f"{name}: a line is too long")
            if findings is None:
                # The first of them with their lines; all of them, up to a cap, with their pointers.
                good = 0 < len(lines) <= 1001 and all(x.startswith(name + ":") for x in lines[:50])
                good = good and all(x.startswith((name + ":", name + " /")) for x in lines[:1000])
                tally.check(good, f"{name}: {len(lines)} lines, {lines[:2]} {lines[-2:]}")
            else:
                rows = [dict(zip(("pointer", "line", "message"), row)) for row in findings]
                check_lines(tally, name, lang, lines, rows)
        if not SANITIZED:  # it reads the file in the same way
            got, out, lines = run(tally, folder, "en", "eval", "--criteria", name, "--data", data)
            tally.check(got == 3 and out == b"", f"eval {name}: exit {got}")
        os.remove(os.path.join(folder, name))
    chain = [CRITERION % (f"C{i}", "0", f"points('C{i + 1}')" if i < 2999 else "1") for i in range(3000)]
    with open(os.path.join(folder, "chain.json"), "w", encoding="utf-8") as file:
        file.write(whole(chain))
    got, out, lines = run(tally, folder, "en", "eval", "--criteria", "chain.json", "--data", data)
    tally.check(got == 0 and b"C2999" in out, f"a chain of 3000 criteria is no ring: exit {got} {lines[:2]}")


def main():
    if os.environ.get("SCORE_SKIP_RANDOM"):
        print("0 passed, 0 failed: size has no locale")
        return
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="score-large-") as folder:
        data = os.path.join(folder, "data.csv")
        with open(data, "w", encoding="utf-8") as file:
            file.write(DATA)
        check_large(tally, folder, data)
    tally.close()


if __name__ == "__main__":
    main()
