"""Runs the cases of tests/cli/cases: a command, what it prints, how it ends.

A case:
    == what is shown
    env NAME=VALUE        (any number)
    $ score rank ...      (one shell command; several lines: all run, the last one's exit counts)
    exit 2
    out| a whole line     (any such line: stdout is exactly these)
    out~ a fragment       out! an absent fragment
    err| err~ err!        the same for stderr
    raw~ bytes of stdout, with escapes as in Python
Without out| or out~ a failing command must leave stdout empty; without err| or err~ a command that ends with 0 must
leave stderr empty. Every case runs in a directory of its own that shows the fixtures and criteria of the tree.
"""
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata

SOURCE = os.environ["SCORE_SOURCE"]
BIN = os.environ["SCORE_BIN"]
CASES = os.path.join(SOURCE, "tests", "cli", "cases")
COMMANDS, OPTIONS = 25, 63  # what score help lists
passed = failed = 0


def check(good, what):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print("FAILED: " + what)


def environment(extra=()):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "SCORE_", "COLUMNS", "NO_COLOR", "DISPLAY", "WAYLAND", "WSL"))}
    env.update(PATH=os.path.dirname(BIN) + os.pathsep + env.get("PATH", ""), LANG="C.UTF-8",
               SCORE_CRITERIA_DIR=os.path.join(SOURCE, "criteria"))
    env.update(extra)
    return env


def room():
    folder = tempfile.TemporaryDirectory()
    for name in ("fixtures", "criteria"):
        os.symlink(os.path.join(SOURCE, name), os.path.join(folder.name, name))
    return folder


def run(command, folder, env):
    return subprocess.run(["sh", "-c", command], cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=120, check=False)


def parse(path):
    case, cases = None, []
    with open(path, encoding="utf-8") as file:
        for number, row in enumerate(file, 1):
            row = row.rstrip("\n")
            if not row or row.startswith("#"):
                continue
            if row.startswith("== "):
                case = {"name": f"{os.path.basename(path)}:{number} {row[3:]}", "env": {}, "run": [], "exit": 0,
                        "want": []}
                cases.append(case)
            elif row.startswith("env "):
                name, value = row[4:].split("=", 1)
                case["env"][name] = value
            elif row.startswith("$ "):
                case["run"].append(row[2:])
            elif row.startswith("exit "):
                case["exit"] = int(row[5:])
            else:
                kind = re.match(r"(out|err|raw)([|~!]) ?(.*)$", row)
                if not kind:
                    sys.exit(f"{path}:{number}: {row!r} is no part of a case")
                case["want"].append(kind.groups())
    return cases


def run_case(case):
    with room() as folder:
        done = run("\n".join(case["run"]), folder, environment(case["env"]))
        left = sorted(n for n in os.listdir(folder) if re.search(r"\.[A-Za-z0-9]{6}$", n))
    text = {"out": done.stdout.decode("utf-8", "replace"), "err": done.stderr.decode("utf-8", "replace")}
    faults = []
    if done.returncode != case["exit"]:
        faults.append(f"exit {done.returncode}, wanted {case['exit']}")
    whole = {"out": [], "err": []}
    named = set()
    for stream, how, want in case["want"]:
        if how != "!":
            named.add(stream if stream != "raw" else "out")
        if stream == "raw":
            if want.encode().decode("unicode_escape").encode("latin-1") not in done.stdout:
                faults.append(f"no {want!r} in stdout")
        elif how == "|":
            whole[stream].append(want)
        elif (want in text[stream]) != (how == "~"):
            faults.append(f"{'no ' if how == '~' else ''}{want!r} in std{stream}")
    for stream, rows in whole.items():
        if rows and text[stream] != "".join(r + "\n" for r in rows):
            faults.append(f"std{stream} is not exactly as wanted")
    if case["exit"] != 0 and "out" not in named and text["out"]:
        faults.append("stdout is not empty")
    if case["exit"] == 0 and "err" not in named and text["err"]:
        faults.append("stderr is not empty")
    if re.search(r"Sanitizer|runtime error|Assertion", text["err"]):
        faults.append("a sanitizer spoke")
    if left:
        faults.append(f"left behind: {left}")
    check(not faults, f"{case['name']}\n  {'; '.join(faults)}\n--- stdout\n{text['out'][:1500]}--- stderr\n{text['err'][:1500]}")


def examples():
    """Every example of every help page runs, in both languages."""
    for lang in ("en", "vi"):
        with room() as folder:
            overview = run(f"score help --lang {lang}", folder, environment()).stdout.decode()
            commands = re.findall(r"^  ([a-z][a-z-]*) {2,}", overview, flags=re.M)
            check(len(commands) == COMMANDS, f"{len(commands)} commands in the overview")
            for command in commands:
                page = run(f"score {command} -h --lang {lang}", folder, environment())
                again = run(f"score help {command} --lang {lang}", folder, environment())
                check(page.returncode == 0 and page.stdout == again.stdout, f"score {command} -h differs from help")
                for line in re.findall(r"^  (score .*)$", page.stdout.decode(), flags=re.M):
                    if line.startswith("score init") and command != "init":
                        run("rm -f ward.db", folder, environment())
                    done = run(f"{line} --lang {lang}", folder, environment())
                    check(done.returncode == 0 and (done.stdout or "--output" in line), f"{line}\n{done.stderr.decode()}")


def completed(folder, *words):
    """What bash offers behind these words."""
    script = f'source {SOURCE}/cli/score.bash; compopt() {{ :; }}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _score; ' \
             'printf "%s\\n" "${COMPREPLY[@]}"'
    done = subprocess.run(["bash", "-c", script, "bash", BIN, *words], cwd=folder, env=environment(), capture_output=True)
    return set(done.stdout.decode().split())


def listed():
    """The manual knows every option and command; completion asks the program."""
    with room() as folder:
        overview = run("score help", folder, environment()).stdout.decode()
        commands = set(re.findall(r"^  ([a-z][a-z-]*) {2,}", overview, flags=re.M))
        options = set(re.findall(r"--[a-z-]+", overview)) - {"--"}
        check(len(options) == OPTIONS, f"{len(options)} options")
        with open(os.path.join(SOURCE, "docs", "score.1"), encoding="utf-8") as file:
            manual = file.read().replace("\\-", "-")
        known = set(re.findall(r"--[a-z]+[a-z-]*", manual))
        check(known == options, f"score.1: {sorted(known ^ options)} differ from score help")
        check(all(f"score {name}" in manual for name in commands), "score.1 lacks a command")
        check(completed(folder, "") == commands, f"completion offers {completed(folder, '')}")
        for name in sorted(commands):
            page = run(f"score {name} -h", folder, environment()).stdout.decode()
            own = set(re.findall(r"^  (?:-., )?(--[a-z-]+)", page, flags=re.M))
            check(completed(folder, name, "--") == own, f"{name}: completion and help differ")
        check(completed(folder, "rank", "--stage", "") == {"self", "verified", "published"}, "stages")


def on_terminal(command, folder, env, columns):
    """What a terminal of so many columns shows."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(["sh", "-c", command], cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=slave,
                               stderr=subprocess.DEVNULL)
    os.close(slave)
    shown = b""
    while True:
        try:
            more = os.read(master, 65536)
        except OSError:
            break
        if not more:
            break
        shown += more
    os.close(master)
    process.wait()
    return shown.decode().replace("\r\n", "\n")


def terminal():
    command = ("score rank --criteria 766@2025-portal --units fixtures/units/angiang.csv "
               "--data fixtures/766/angiang-2025.csv --lang vi")
    with room() as folder:
        for columns in (72, 80, 132):
            shown = on_terminal(command, folder, environment({"TERM": "xterm"}), columns)
            check("\x1b[1m" in shown, "no colours on a terminal")
            plain = unicodedata.normalize("NFC", re.sub(r"\x1b\[[0-9;]*m", "", shown)).split("\n")
            wide = [line for line in plain if len(line) > columns]
            check(len(plain) > 102 and not wide, f"wider than {columns}: {wide[:3]}")
        narrow = environment({"TERM": "xterm", "COLUMNS": "90"})
        check(max(map(len, on_terminal(command + " --color never", folder, narrow, 200).split("\n"))) <= 90,
              "COLUMNS is not heeded")
        for name in ("xlsx", "docx"):
            shown = on_terminal(f"({command} --format {name}) 2>&1", folder, environment(), 80)
            check(f"--output TỆP.{name}" in shown and "PK" not in shown, f"{name} on a terminal: {shown[:80]}")
        for quiet in ({"TERM": "xterm", "NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": ""}):
            check("\x1b" not in on_terminal(command, folder, environment(quiet), 80), f"colours with {quiet}")


def main():
    wanted = sys.argv[1:]
    for name in sorted(os.listdir(CASES)):
        if name.endswith(".txt"):
            for case in parse(os.path.join(CASES, name)):
                if not wanted or any(w in case["name"] for w in wanted):
                    run_case(case)
    if not wanted:
        examples()
        listed()
        terminal()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
