"""A folder includes only what stands below it; foreign headers are seen in one room each; nothing goes in circles."""
import re

from tally import Tally, text_of, tracked

BELOW = {
    "base": set(),
    "model": {"base"},
    "rule": {"base", "model"},
    "input": {"base", "model", "rule"},
    "store": {"base", "model", "rule"},
    "definition": {"base", "model", "rule"},
    "compute": {"base", "model", "rule"},
    "report": {"base", "model", "rule", "definition", "compute"},
    "output": {"base", "model", "rule"},
    "release": {"base", "model", "rule", "definition", "compute", "report"},
    "paper": {"base", "model", "rule", "definition", "compute", "report"},
    "run": {"base", "model", "rule", "input", "store", "definition", "compute", "report", "output", "release", "paper"},
}
FOREIGN = {"sqlite3": {"store"}, "csv": {"input"}, "cjson": {"input"}, "zip": {"input", "output"}, "expat": {"input"},
           "iconv": {"input"}, "xlsxwriter": {"output"}, "utf8proc": {"base"}, "sodium": {"base"}}
STANDARD = {"assert.h", "ctype.h", "errno.h", "inttypes.h", "limits.h", "math.h", "stdalign.h", "stdarg.h", "stdbool.h",
            "stddef.h", "stdint.h", "stdlib.h", "string.h"}
READING_FILES = {"stdio.h", "fcntl.h", "unistd.h", "sys/stat.h", "dirent.h", "sys/types.h"}
IO_ROOMS = {"input", "store", "run"}
NEEDED = {"lib/output/xlsx_file.c": {"locale.h"}}  # to keep libxlsxwriter from the locale of its host
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.M)


def library(name):
    """sqlite3 of sqlite3.h, sodium of sodium/crypto_hash_sha256.h."""
    return re.split(r"[/.]", name)[0]


def faults(path, includes):
    """What is wrong with the includes of one file: a pure function, so that the rule itself is tested below."""
    parts = path.split("/")
    out = []
    for quote, name in includes:
        first = name.split("/")[0]
        if parts[0] == "cli":
            if quote == '"' and "/" in name and first != "score":
                out.append(f"{path} includes {name}; the command line sees public headers only")
            if quote == "<" and library(name) in FOREIGN:
                out.append(f"{path} includes {name}; foreign libraries stay inside lib/")
        elif parts[:2] == ["lib", "include"]:
            if quote == '"' and first != "score":
                out.append(f"{path} includes {name}; a public header sees public headers only")
            if quote == "<" and name not in {"stddef.h", "stdint.h"}:
                out.append(f"{path} includes <{name}>; a public header needs no more than stddef.h and stdint.h")
        elif parts[0] == "lib":
            room = parts[1]
            if room not in BELOW:
                out.append(f"{path} is in no known room")
            elif quote == "<":
                if library(name) in FOREIGN:
                    if room not in FOREIGN[library(name)]:
                        out.append(f"{path} includes <{name}>, which is seen in {sorted(FOREIGN[library(name)])} only")
                elif name in READING_FILES:
                    if room not in IO_ROOMS and name != "stdio.h":
                        out.append(f"{path} includes <{name}>; files are touched in {sorted(IO_ROOMS)} only")
                elif name not in STANDARD and name not in NEEDED.get(path, ()):
                    out.append(f"{path} includes <{name}>, which is not on the list of known headers")
            elif first in BELOW:
                if first != room and first not in BELOW[room]:
                    out.append(f"{path} includes {name}; lib/{room} may see {sorted(BELOW[room])}")
            elif first != "score" and not name.endswith(".def"):
                out.append(f'{path} includes "{name}"; write the room too, as in "base/arena.h"')
    return out


def circles(graph):
    """Files that reach themselves."""
    found = []
    state = {}

    def visit(node, way):
        state[node] = 1
        for other in graph.get(node, ()):
            if state.get(other) == 1:
                found.append(" -> ".join(way[way.index(other):] + [other]))
            elif other not in state:
                visit(other, way + [other])
        state[node] = 2

    for node in sorted(graph):
        if node not in state:
            visit(node, [node])
    return found


def main():
    tally = Tally()
    for path, quote, name, bad in [
            ("lib/input/x.c", '"', "store/y.h", True), ("lib/compute/x.c", '"', "output/writer.h", True),
            ("lib/base/x.c", '"', "model/tree.h", True), ("lib/run/x.c", '"', "store/y.h", False),
            ("lib/compute/x.c", "<", "sqlite3.h", True), ("lib/store/x.c", "<", "sqlite3.h", False),
            ("lib/run/x.c", "<", "sodium/utils.h", True), ("lib/output/x.c", "<", "zip.h", False),
            ("lib/run/x.c", "<", "zip.h", True),
            ("cli/x.c", '"', "base/arena.h", True), ("cli/x.c", '"', "score/score.h", False),
            ("cli/x.c", '"', "term.h", False), ("lib/compute/x.c", "<", "unistd.h", True)]:
        tally.check(bool(faults(path, [(quote, name)])) == bad, f"the rule itself on {path} including {name}")
    tally.check(circles({"a": ["b"], "b": ["c"], "c": ["a"]}) != [], "the search for circles itself")

    graph = {}
    for path in tracked(".c", ".h"):
        if not path.startswith(("lib/", "cli/")):
            continue
        includes = INCLUDE.findall(text_of(path))
        wrong = faults(path, includes)
        tally.check(not wrong, "\n".join(wrong))
        graph[path] = []
        for quote, name in includes:
            if quote == '"':
                root = "cli/" if path.startswith("cli/") and "/" not in name else "lib/"
                graph[path].append("lib/include/" + name if name.startswith("score/") else root + name)
    wrong = circles(graph)
    tally.check(not wrong, "includes go in circles:\n" + "\n".join(wrong))
    tally.close()


main()
