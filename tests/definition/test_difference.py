"""criteria diff: a change of each class worked by hand, what is no change, and how it is said."""
import copy
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
from fractions import Fraction

sys.path.insert(0, os.path.join(os.environ["SCORE_SOURCE"], "tests", "house"))
from tally import BIN, SOURCE, Tally  # noqa: E402

TALLY = Tally()
FOLDER = tempfile.TemporaryDirectory()


def both(text):
    return {"vi": text + " (vi)", "en": text}


OLD = {
    "format": 1, "id": "case", "version": "1", "status": "draft", "name": both("set"),
    "in_force": {"from": "2025-01-01", "to": "2025-12-31"},
    "not_applicable": "zero",
    "measures": {
        "a": {"name": both("a"), "type": "count", "unit": both("things")},
        "b": {"name": both("b"), "type": "count"},
        "gone": {"name": both("old measure"), "type": "boolean"},
        "loai": {"name": both("kind"), "type": "choice",
                 "options": [{"key": "x", "name": "x"}, {"key": "y", "name": "y"}]}},
    "conditions": {"du": "a >= 10", "cu": "b > 0"},
    "groups": [
        {"key": "G", "code": "I", "name": both("first"), "max": "10", "criteria": [
            {"key": "R", "code": "1.1", "name": both("ratio"), "max": "4", "evidence": both("list"),
             "applies_when": "unit.kind == \"xa\"", "source": {"document": "QĐ 1", "clause": "1", "mark": "a"},
             "rule": {"kind": "ratio", "num": "a", "den": "b", "target": "80%", "zero_denominator": "zero"}},
            {"key": "B", "code": "1.2", "name": both("bands"), "max": "4", "source": {"document": "QĐ 1"},
             "rule": {"kind": "bands", "value": "a", "bands": [
                 {"to": "2", "points": "1"}, {"from": "2", "to": "5", "points": "2"}, {"from": "5", "points": "4"}]}},
            {"key": "M", "code": "1.3", "name": both("met"), "max": "2", "source": {"document": "QĐ 1"},
             "rule": {"kind": "met", "when": "du"}}]},
        {"key": "H", "code": "II", "name": both("second"), "max": "5", "criteria": [
            {"key": "C", "code": "2.1", "name": both("choice"), "max": "3", "source": {"document": "QĐ 1"},
             "rule": {"kind": "choice", "value": "loai", "options": [{"option": "x", "points": "3"},
                                                                    {"option": "y", "points": "1"}]}},
            {"key": "X", "code": "2.2", "name": both("dropped"), "max": "2", "source": {"document": "QĐ 1"},
             "rule": {"kind": "met", "when": "gone"}}]}],
    "total": {"max": "15"},
    "grades": {"bands": [{"key": "tot", "name": both("good"), "at_least": "10"},
                         {"key": "kem", "name": both("poor"), "at_least": "0"}]},
    "ranking": {"method": "competition"},
    "levers": [
        {"key": "more", "name": both("more"), "kind": "add", "effort": "2", "most": "b - a",
         "effect": {"a": "+1", "b": "+1"}},
        {"key": "late", "name": both("late"), "kind": "past", "effect": {"a": "+1", "loai": "=x"}}],
    "notes": [both("first note"), both("second note")],
}


def node(definition, key):
    for g in definition["groups"]:
        if g["key"] == key:
            return g
        for c in g["criteria"]:
            if c["key"] == key:
                return c
    raise KeyError(key)


def write(name, definition):
    path = os.path.join(FOLDER.name, name)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(definition, file, ensure_ascii=False)
    return path


def run(*words, lang="en"):
    done = subprocess.run([BIN, "criteria", "diff", *words, "--lang", lang], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False, env=dict(os.environ, LANG="C.UTF-8"))
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def changes(old, new):
    code, out, err = run(write("old.json", old), write("new.json", new), "--format", "csv")
    if code != 0:
        return [("exit", str(code), err, "", "")]
    return [(r["class"], r["node"], r["member"], r["old"], r["new"])
            for r in csv.DictReader(io.StringIO(out, newline=""))]


def expect(what, change, want):
    new = copy.deepcopy(OLD)
    new["version"] = "2"
    change(new)
    got = changes(OLD, new)
    TALLY.check(got == want, f"{what}: {got}; wanted {want}")


def put(key, member, value):
    def change(d):
        (node(d, key) if key else d)[member] = value
    return change


def rule(key, **members):
    return lambda d: node(d, key)["rule"].update(members)


def one_of_each():
    """Each row: what, the change, the one difference that it is."""
    rows = [
        # wording
        ("name of the set", put("", "name", both("other")), ("wording", "", "name", "set", "other")),
        ("name in one language", put("R", "name", {"vi": "khác", "en": "ratio"}),
         ("wording", "R", "name/vi", "ratio (vi)", "khác")),
        ("name of a measure", lambda d: d["measures"]["a"].update(name=both("aa")),
         ("wording", "", "measures/a/name", "a", "aa")),
        ("note of the set", lambda d: d["notes"].append(both("third")), ("wording", "", "notes/2", "", "third")),
        ("one note less", lambda d: d["notes"].pop(0), ("wording", "", "notes/0", "first note", "")),
        ("note of a criterion", put("M", "note", both("n")), ("wording", "M", "note", "", "n")),
        ("name of a grade", lambda d: d["grades"]["bands"][0].update(name=both("fine")),
         ("wording", "", "grades/bands/0/name", "good", "fine")),
        # evidence
        ("document", put("B", "source", {"document": "QĐ 2"}), ("evidence", "B", "source/document", "QĐ 1", "QĐ 2")),
        ("clause", lambda d: node(d, "R")["source"].pop("clause"), ("evidence", "R", "source/clause", "1", "")),
        ("evidence asked for", put("R", "evidence", both("files")), ("evidence", "R", "evidence", "list", "files")),
        ("status", put("", "status", "official"), ("evidence", "", "status", "draft", "official")),
        ("effort of a lever", lambda d: d["levers"][0].update(effort="3"),
         ("evidence", "", "levers/0/effort", "2", "3")),
        ("effort against its default", lambda d: d["levers"][1].update(effort="3"),
         ("evidence", "", "levers/1/effort", "1", "3")),
        ("who moves a lever", lambda d: d["levers"][1].update(controlled_by="province"),
         ("evidence", "", "levers/1/controlled_by", "unit", "province")),
        ("kind of a lever", lambda d: d["levers"][0].update(kind="convert"),
         ("evidence", "", "levers/0/kind", "add", "convert")),
        ("bound of a lever", lambda d: d["levers"][0].update(most="b - a - 1"),
         ("evidence", "", "levers/0/most", "b - a", "b - a - 1")),
        ("step of a lever", lambda d: d["levers"][0]["effect"].update(b="+2"),
         ("evidence", "", "levers/0/effect/b", "+1", "+2")),
        ("a step that puts a value", lambda d: d["levers"][0]["effect"].update(a="=1"),
         ("evidence", "", "levers/0/effect/a", "+1", "=1")),
        ("another option", lambda d: d["levers"][1]["effect"].update(loai="=y"),
         ("evidence", "", "levers/1/effect/loai", "=x", "=y")),
        ("a measure more", lambda d: d["levers"][1]["effect"].update(b="-1"),
         ("evidence", "", "levers/1/effect/b", "", "-1")),
        ("a measure less", lambda d: d["levers"][1]["effect"].pop("loai"),
         ("evidence", "", "levers/1/effect/loai", "=x", "")),
        ("a lever less", lambda d: d["levers"].pop(0),
         ("evidence", "", "levers/0", "more; {vi = more (vi); en = more}; add; a +1, b +1; effort = 2; most = b - a", "")),
        ("a new lever", lambda d: d["levers"].insert(0, {"key": "new", "name": "n", "kind": "convert",
                                                        "effect": {"loai": "=x"}}),
         ("evidence", "", "levers/0", "", "new; n; convert; {loai =x}")),
        ("name of a lever", lambda d: d["levers"][1].update(name=both("later")),
         ("wording", "", "levers/1/name", "late", "later")),
        ("note of a lever", lambda d: d["levers"][1].update(note=both("lesson")),
         ("wording", "", "levers/1/note", "", "lesson")),
        # scope
        ("for whom", put("R", "applies_when", "unit.kind == \"phuong\""),
         ("scope", "R", "applies_when", "unit.kind == \"xa\"", "unit.kind == \"phuong\"")),
        ("for whom, new", put("M", "applies_when", "a > 0"), ("scope", "M", "applies_when", "", "a > 0")),
        ("until when", put("", "in_force", {"from": "2025-01-01"}), ("scope", "", "in_force/to", "2025-12-31", "")),
        ("what it corrects", put("", "supersedes", ["1"]), ("scope", "", "supersedes", "", "1")),
        # scoring
        ("maximum", put("R", "max", "5"), ("scoring", "R", "max", "4", "5")),
        ("parameter of a rule", rule("R", target="90%"), ("scoring", "R", "rule/target", "80%", "90%")),
        ("parameter against its default", rule("R", floor="10%"), ("scoring", "R", "rule/floor", "0", "10%")),
        ("another kind", put("M", "rule", {"kind": "expr", "points": "a"}),
         ("scoring", "M", "rule", "met: du", "expr: a")),
        ("points of a band", lambda d: node(d, "B")["rule"]["bands"][1].update(points="3"),
         ("scoring", "B", "rule/bands/1/points", "2", "3")),
        ("a band less", lambda d: node(d, "B")["rule"]["bands"].pop(1),
         ("scoring", "B", "rule/bands/1", "from = 2; to = 5; points = 2", "")),
        ("points of an option, another order", lambda d: node(d, "C")["rule"].update(
            options=[{"option": "y", "points": "2"}, {"option": "x", "points": "3"}]),
         ("scoring", "C", "rule/options/0/points", "1", "2")),
        ("named condition", lambda d: d["conditions"].update(du="a >= 12"),
         ("scoring", "", "conditions/du", "a >= 10", "a >= 12")),
        ("condition that nobody reads", lambda d: d["conditions"].pop("cu"),
         ("scoring", "", "conditions/cu", "b > 0", "")),
        ("policy of the set", put("", "not_applicable", "full"), ("scoring", "", "not_applicable", "zero", "full")),
        ("policy of a criterion", put("M", "not_applicable", "full"),
         ("scoring", "M", "not_applicable", "zero", "full")),
        ("rounding of a criterion", put("M", "grid", "0.5"), ("scoring", "M", "grid", "0.01", "0.5")),
        ("total", lambda d: d["total"].update(aggregate="share_met"),
         ("scoring", "total", "aggregate", "sum", "share_met")),
        ("aggregate of a group", put("H", "aggregate", "highest"), ("scoring", "H", "aggregate", "sum", "highest")),
        ("cap", put("M", "cap_when", [{"when": "b > 3", "cap": "1"}]),
         ("scoring", "M", "cap_when/0", "", "b > 3; 1")),
        ("grade", lambda d: d["grades"]["bands"][0].update(at_least="11"),
         ("scoring", "", "grades/bands/0/at_least", "10", "11")),
        ("ranking", lambda d: d["ranking"].update(method="dense"),
         ("scoring", "", "ranking/method", "competition", "dense")),
        ("type of a measure", lambda d: d["measures"]["a"].update(type="amount", digits=0),
         ("scoring", "", "measures/a/type", "count", "amount")),
        # structure
        ("renumbered", put("R", "code", "1.9"), ("structure", "R", "code", "1.1", "1.9")),
        ("new measure", lambda d: d["measures"].update(c={"name": both("c"), "type": "count"}),
         ("structure", "", "measures/c", "", "c")),
        ("removed criterion", lambda d: d["groups"][1]["criteria"].pop(),
         ("structure", "X", "", "dropped (max 2)", "")),
        ("another id", put("", "id", "other"), ("structure", "", "id", "case", "other")),
        ("moved down", lambda d: d["groups"][0]["criteria"].append(d["groups"][0]["criteria"].pop(0)),
         ("structure", "R", "position", "1", "3")),
    ]
    seen = set()
    for what, change, want in rows:
        expect(what, change, [want])
        seen.add(want[0])
    TALLY.check(seen == {"wording", "evidence", "scope", "scoring", "structure"}, f"classes seen: {seen}")


def together():
    def change(d):
        moved = d["groups"][0]["criteria"].pop(2)
        moved.update(code="2.3", max="3")
        d["groups"][1]["criteria"].insert(1, moved)
        d["groups"].append({"key": "N", "code": "III", "name": both("third"), "max": "1", "criteria": [
            {"key": "N1", "code": "3.1", "name": both("new"), "max": "1", "rule": {"kind": "met", "when": "du"}}]})
    expect("moved, renumbered, another maximum; a new group", change, [
        ("structure", "M", "parent", "I first", "II second"), ("structure", "M", "code", "1.3", "2.3"),
        ("scoring", "M", "max", "2", "3"), ("structure", "N", "", "", "third (max 1)"),
        ("structure", "N1", "", "", "new (max 1)")])
    # Renumbered crosswise: every key stays what it is.
    def crosswise(d):
        node(d, "R")["code"], node(d, "B")["code"] = "1.2", "1.1"
    expect("codes exchanged", crosswise,
           [("structure", "R", "code", "1.1", "1.2"), ("structure", "B", "code", "1.2", "1.1")])
    # A group and a criterion of one key are not the same thing.
    def other_kind(d):
        d["groups"][1]["criteria"].pop()
        d["groups"].append({"key": "X", "code": "X", "name": both("now a group"), "max": "0"})
    expect("criterion becomes group", other_kind,
           [("structure", "X", "", "", "now a group (max 0)"), ("structure", "X", "", "dropped (max 2)", "")])


def no_change():
    def nothing(what, change):
        expect(what, change, [])
    nothing("only the version", lambda d: None)
    nothing("decimals", lambda d: (rule("R", target="0.80")(d), put("R", "max", 4)(d), put("B", "max", "4.000")(d)))
    nothing("blanks and numbers of expressions", lambda d: (rule("R", num=" a ")(d), d["conditions"].update(
        du="a>=10.0", cu="b  >  0")))
    nothing("defaults said", lambda d: (
        rule("R", floor="0", factor="1", may_exceed=False)(d), put("M", "weight", "1")(d),
        put("M", "controlled_by", "unit")(d), put("M", "na_from_data", False)(d), put("H", "aggregate", "sum")(d),
        put("M", "not_applicable", "zero")(d), put("M", "grid", "0.01")(d), put("H", "kind", "normal")(d),
        put("", "grids", {"criterion": "0.01", "group": "none", "total": "0.01"})(d),
        put("", "cohort", {"min_n": 2})(d), d["total"].update(basis="points", aggregate="sum"),
        d["measures"]["a"].update(digits=0, over_time="none", min="0"),
        [b.update(basis="with_bonus") for b in d["grades"]["bands"]],
        [b.update(from_open=False, to_open=True) for b in node(d, "B")["rule"]["bands"]]))
    nothing("defaults left out", lambda d: (d.pop("not_applicable"), d.pop("ranking")))
    nothing("comments", lambda d: (put("R", "comment", "x")(d), put("", "comment", "y")(d)))
    nothing("levers: order, numbers, blanks, defaults", lambda d: (
        d["levers"].reverse(), d["levers"][1].update(effort="2.0", most="b-a", effect={"b": "+1.0", "a": "+1"}),
        d["levers"][0].update(effort="1", controlled_by="unit")))
    nothing("order of members", lambda d: d["measures"].update(a=d["measures"].pop("a")))
    old = copy.deepcopy(OLD)
    node(old, "R")["name"] = "một"
    for name in ({"vi": "một", "en": "một"}, {"vi": "một"}, {"en": "một"}):
        new = copy.deepcopy(old)
        node(new, "R")["name"] = name
        TALLY.check(changes(old, new) == [], f"a text is itself in both languages: {name}: {changes(old, new)}")
    # A slope begins at the level, an item is worth `each`.
    rows = [({"kind": "steps", "value": "a", "level": 80, "base": "1", "slopes": [{"every": "1", "add": "0.1", **said}]},
             {"kind": "count", "each": "0.50", "items": [{"when": "a > 1", **worth}]})
            for said, worth in (({}, {}), ({"from": "80.0"}, {"points": "0.5"}))]
    for kind in range(2):
        old, new = copy.deepcopy(OLD), copy.deepcopy(OLD)
        node(old, "B")["rule"], node(new, "B")["rule"] = rows[0][kind], rows[1][kind]
        TALLY.check(changes(old, new) == [], f"a default of a row: {changes(old, new)}")
    # What is inherited is looked up on either side.
    old, new = copy.deepcopy(OLD), copy.deepcopy(OLD)
    old["not_applicable"] = "full"
    node(new, "M")["not_applicable"] = "full"
    TALLY.check(changes(old, new) == [("scoring", "", "not_applicable", "full", "zero")],
                f"a policy that stays for one criterion: {changes(old, new)}")


def backwards():
    """Old and new exchanged: the same changes with old and new exchanged."""
    new = copy.deepcopy(OLD)
    put("R", "max", "5")(new)
    rule("R", floor="10%")(new)
    d = new["groups"][1]["criteria"].pop()
    new["groups"][0]["criteria"].append(d)
    new["notes"].pop()
    forth = sorted((c, n, o, w) for c, n, _, o, w in changes(OLD, new))
    back = sorted((c, n, o, w) for c, n, _, w, o in changes(new, OLD))
    TALLY.check(len(forth) == 4 and forth == back, f"forth {forth}, back {back}")


def forms():
    new = copy.deepcopy(OLD)
    new["version"] = "2"
    put("R", "max", "5")(new)
    put("R", "code", "1.9")(new)
    put("B", "name", {"vi": "a|b", "en": "*bands*"})(new)
    old_path, new_path = write("old.json", OLD), write("new.json", new)
    code, out, err = run(old_path, new_path)
    TALLY.check(code == 0 and not err and "3: 1 scoring, 0 scope, 0 evidence, 1 wording, 1 structure" in out, out + err)
    TALLY.check("1.1 → 1.9" in out and "renumbered" in out, out)
    code, out, _ = run(old_path, new_path, lang="vi")
    TALLY.check(code == 0 and "cách chấm điểm" in out and "ratio (vi)" in out and "điểm tối đa" in out, out)
    code, out, _ = run(old_path, new_path, "--format", "json")
    tree = json.loads(out)
    TALLY.check(code == 0 and [tree[k] for k in ("count", "scoring", "wording", "structure", "scope")] == [3, 1, 1, 1, 0]
                and tree["old_version"] == "1" and tree["new_version"] == "2" and len(tree["new_sha256"]) == 64
                and [c["class"] for c in tree["changes"]] == ["structure", "scoring", "wording"], out)
    code, out, _ = run(old_path, new_path, "--format", "markdown")
    TALLY.check(code == 0 and out.startswith("# Differences between two versions\n") and "\\*bands\\*" in out
                and out.count("\n| ") == 5 and "| ---" in out, out)
    code, out, _ = run(old_path, new_path, "--format", "markdown", lang="vi")
    TALLY.check(code == 0 and "a\\|b" in out, out)
    for words, want in ((("--strict",), 1), ((), 0)):
        TALLY.check(run(old_path, new_path, *words)[0] == want, f"exit with {words}")
    for words in (("--strict",), ()):
        code, out, err = run(old_path, old_path, *words)
        TALLY.check(code == 0 and "no difference" in out and not err and "Class" not in out, out + err)
    code, out, _ = run(old_path, old_path, "--format", "csv")
    TALLY.check(code == 0 and out == "class,node,old_code,new_code,name,member,meaning,old,new\n", out)
    code, out, _ = run(old_path, old_path, lang="vi")
    TALLY.check("không có khác biệt" in out, out)


def bad_input():
    good, broken = write("old.json", OLD), os.path.join(FOLDER.name, "broken.json")
    with open(broken, "w", encoding="utf-8") as file:
        file.write("{")
    rows = [((), 2, "diff OLD NEW"), ((good,), 2, "diff OLD NEW"), ((good, good, good), 2, "unexpected argument"),
            ((good, broken), 3, "broken.json:1"), ((broken, good), 3, "broken.json:1"),
            ((good, os.path.join(FOLDER.name, "none.json")), 3, "none.json"),
            ((good, "nosuchset@1"), 2, "nosuchset@1"), ((good, good, "--data", good), 2, "--data"),
            ((good, good, "--criteria", good), 2, "--criteria")]
    for words, want, said in rows:
        code, out, err = run(*words)
        TALLY.check(code == want and said in err and not out, f"{words}: exit {code}\n{out}{err}")


def real():
    code, out, err = run("766@2025-portal", "766@2026-portal", "--format", "json", "--criteria-dir",
                         os.path.join(SOURCE, "criteria"))
    tree = json.loads(out) if code == 0 else {"changes": [], "count": 0}
    TALLY.check(code == 0 and tree["old_version"] == "2025-portal", out + err)
    rows = tree["changes"]
    with open(os.path.join(SOURCE, "criteria", "766", "2025-portal.json"), encoding="utf-8") as file:
        old = json.load(file)
    with open(os.path.join(SOURCE, "criteria", "766", "2026-portal.json"), encoding="utf-8") as file:
        new = json.load(file)

    def keys(d):
        return {n["key"] for g in d["groups"] for n in [g, *g.get("criteria", [])]}
    added = {r["node"] for r in rows if r["class"] == "structure" and r["member"] == "" and r["old"] is None}
    removed = {r["node"] for r in rows if r["class"] == "structure" and r["member"] == "" and r["new"] is None}
    TALLY.check(added == keys(new) - keys(old) and removed == keys(old) - keys(new), f"{added} {removed}")
    measures = {r["member"] for r in rows if r["member"].startswith("measures/") and r["member"].count("/") == 1}
    TALLY.check(measures == {"measures/" + m for m in set(old["measures"]) ^ set(new["measures"])}, str(measures))
    said = {(r["class"], r["node"], r["member"]): (r["old"], r["new"]) for r in rows}
    TALLY.check(len(said) == len(rows) == tree["count"], "a member has two changes")
    TALLY.check(said[("scope", "", "in_force/from")] == (old["in_force"]["from"], new["in_force"]["from"]), str(said))
    TALLY.check(said[("scoring", "", "grids/group")] == ("0.01", "none"), str(said))
    TALLY.check(sum(tree[k] for k in ("scoring", "scope", "evidence", "wording", "structure")) == tree["count"], out)


def leaves(tree, path=()):
    if isinstance(tree, (dict, list)):
        for k, v in tree.items() if isinstance(tree, dict) else enumerate(tree):
            if k != "comment":
                yield from leaves(v, (*path, k))
    else:
        yield path, tree


def others(value):
    """Other values, one of which may stand in its place."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    try:
        sign, number = "%" if value.endswith("%") else "", Fraction(value.rstrip("%"))
        found = [format(float(n), ".6g") + sign for n in (number + Fraction(1, 2), number + 1, number / 2, number * 2)]
    except ValueError:
        found = ["2027-06-15", "2024-06-15"] if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else []
    return found + [value + "x", value + " + 0", f"not ({value})", "sum", "weighted", "full", "a", "b", "c", "province",
                    "last", "none", "prorate", "down", "base", "draft", "error", "ascending", "without_bonus", "zero",
                    "bonus", "split", "dense", "count", "amount", "points"]


def every_member():
    """mau@1 uses every kind and modifier: whatever is said otherwise somewhere in it is found, and only that."""
    with open(os.path.join(SOURCE, "criteria", "mau", "1.json"), encoding="utf-8") as file:
        old = json.load(file)
    path, tried = write("mau.json", old), 0
    all_of_it = [x for x in leaves(old) if x[0] != ("version",)]
    for place, value in all_of_it if os.environ.get("SCORE_LONG") == "1" else all_of_it[3::13]:
        for other in others(value):
            if other == value:
                continue
            new = copy.deepcopy(old)
            at = new
            for step in place[:-1]:
                at = at[step]
            at[place[-1]] = other
            code, out, err = run(path, write("mau-new.json", new), "--format", "json")
            if code == 3:
                continue  # not a definition
            found = json.loads(out)["changes"] if code == 0 else []
            one = len(found) == 1 or place[-1] == "key"
            TALLY.check(found and one, f"{place}: {value} -> {other}: {found}{err}")
            tried += 1
            break
    TALLY.check(tried > 50, f"{tried} members changed")


one_of_each()
together()
no_change()
backwards()
forms()
bad_input()
real()
every_member()
TALLY.close()
