"""The JSON Schema and the loader agree over a corpus: whatever is shipped passes both; what the schema refuses, the
loader refuses; and what the loader refuses for its form (kind of value, unknown or missing member, a word out of a list)
the schema refuses too. The judge of the schema is Debian's python3-jsonschema."""
import glob
import json
import os
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    raise

BIN, SOURCE = os.environ["SCORE_BIN"], os.environ["SCORE_SOURCE"]
# What the loader says of the form alone; the words stand in lib/base/phrase_criteria.def.
FORM = (" found; decimal wanted", " found; list wanted", " found; object wanted", " found; text wanted",
        " found; expression wanted", " found; condition wanted", " found; integer wanted", " found; true, false wanted",
        "unknown member", "\" is missing", "found; one of ", "no rule kind")
# Refused by what an object says as a whole, or by a word inside an expression: no matter of one member's form.
BEYOND = {"decision_and_node.json", "tie_both.json", "tie_nothing.json", "gate_empty.json", "missing_options.json",
          "has_stage_draft.json", "weekend_unknown.json", "steps_below_points.json"}
passed, failed = 0, 0


def check(holds, what):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print("FAILED:", what)


def score(*words):
    return subprocess.run([BIN, *words, "--lang", "en"], capture_output=True, text=True, check=False)


schema = json.loads(score("criteria", "schema").stdout)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
with open(os.path.join(SOURCE, "criteria", "schema.json"), encoding="utf-8") as f:
    check(json.load(f) == schema, "criteria/schema.json is not what `score criteria schema` prints")
vietnamese = json.loads(subprocess.run([BIN, "criteria", "schema", "--lang", "vi"], capture_output=True, text=True,
                                       check=True).stdout)


def without_words(node):
    if isinstance(node, dict):
        return {k: without_words(v) for k, v in node.items() if k not in ("description", "title")}
    return [without_words(v) for v in node] if isinstance(node, list) else node


check(without_words(vietnamese) == without_words(schema), "the schema differs between languages in more than words")

for path in sorted(glob.glob(os.path.join(SOURCE, "criteria", "*", "*.json"))):
    with open(path, encoding="utf-8") as f:
        errors = [e.message for e in validator.iter_errors(json.load(f))]
    check(not errors, f"{path}: shipped, refused by the schema: {errors[:2]}")

accepted = refused = by_form = 0
for path in sorted(glob.glob(os.path.join(SOURCE, "fixtures", "bad", "criteria", "*.json"))):
    name = os.path.basename(path)
    try:
        with open(path, encoding="utf-8") as f:
            tree = json.loads(f.read(), object_pairs_hook=lambda pairs: dict(pairs))
    except (ValueError, UnicodeDecodeError):
        continue  # no JSON: not the schema's
    errors = [f"{list(e.absolute_path)} {e.message}"[:200] for e in validator.iter_errors(tree)]
    loaded = score("criteria", "check", path)
    if not errors:
        accepted += 1
    if loaded.returncode == 0:
        check(not errors, f"{name}: loaded, but the schema refuses it: {errors[:2]}")
        continue
    refused += 1
    said = loaded.stdout + loaded.stderr
    if name in BEYOND:
        check(not errors, f"{name}: the schema refuses it by now: no exception any more")
    elif any(words in said for words in FORM):
        by_form += 1
        check(errors, f"{name}: refused for its form, but the schema takes it: {said.splitlines()[:1]}")
check(refused > 100 and by_form > 40, f"a thin corpus: {refused} refused, {by_form} of them for their form")

# A good file broken at every place by a value of the wrong kind: the schema may be more lenient, never stricter.
with open(os.path.join(SOURCE, "fixtures", "bad", "criteria", "good.json"), encoding="utf-8") as f:
    good = json.load(f)
good["levers"] = [{"key": "l", "name": "L", "kind": "convert", "controlled_by": "unit", "effort": "2", "most": "3",
                   "effect": {sorted(good["measures"])[0]: "+1"}, "note": {"vi": "V", "en": "E"}}]


def places(node, path=()):
    yield path
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from places(child, (*path, key))


def replaced(node, path, value):
    if not path:
        return value
    copy = dict(node) if isinstance(node, dict) else list(node)
    copy[path[0]] = replaced(copy[path[0]], path[1:], value)
    return copy


import tempfile  # noqa: E402

with tempfile.TemporaryDirectory() as folder:
    file = os.path.join(folder, "any.json")
    for path in places(good):
        for value in ([], {}, True, "x y", -3):
            tree = replaced(good, path, value)
            if not validator.is_valid(tree):
                with open(file, "w", encoding="utf-8") as f:
                    json.dump(tree, f)
                check(score("criteria", "check", file).returncode != 0,
                      f"{'/'.join(map(str, path))} = {value!r}: the schema refuses what the loader takes")

# The guide holds the kinds' own manual, word for word.
manual = score("criteria", "kinds", "--format", "markdown").stdout.split("\n\n", 1)[1].strip()
with open(os.path.join(SOURCE, "docs", "criteria-format.md"), encoding="utf-8") as f:
    check(manual in f.read(), "docs/criteria-format.md does not hold what `score criteria kinds` prints")

print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
