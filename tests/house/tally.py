"""Counts what passed and what failed, shows what failed, and ends a test script with its closing line."""
import os
import subprocess
import sys

SOURCE = os.environ.get("SCORE_SOURCE") or os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("SCORE_BUILD", os.path.join(SOURCE, "build", "debug"))
BIN = os.environ.get("SCORE_BIN", os.path.join(BUILD, "score"))


class Tally:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, good, what):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print("FAILED: " + what)
        return good

    def run(self, command, what, **options):
        """Runs a command that must exit 0; returns what it said."""
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              encoding="utf-8", errors="replace", **options)
        self.check(done.returncode == 0, f"{what}: exit {done.returncode}\n{done.stdout}")
        return done.stdout

    def golden(self, path, text):
        """A whole output as it lies in a file; SCORE_UPDATE=1 writes it, for a person to read before it is kept."""
        if os.environ.get("SCORE_UPDATE") == "1":
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        with open(path, encoding="utf-8", newline="") as file:
            want = file.read()
        self.check(text == want, f"{os.path.basename(path)} is not what is printed:\n{text}")

    def close(self):
        if self.passed + self.failed == 0:
            self.check(False, "nothing was checked")
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed else 0)


def tracked(*suffixes):
    """Paths under version control, as git sees them, or as they lie in a source archive."""
    try:
        listed = subprocess.run(["git", "-C", SOURCE, "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
        names = [n for n in listed.decode("utf-8").split("\0") if n]
    except (OSError, subprocess.CalledProcessError):
        names = []
        for folder, folders, files in os.walk(SOURCE):
            folders[:] = [f for f in folders if f not in ("build", ".git", "__pycache__")]
            names += [os.path.relpath(os.path.join(folder, f), SOURCE) for f in files]
    names = [n for n in names if os.path.isfile(os.path.join(SOURCE, n))]
    return sorted(n for n in names if not suffixes or n.endswith(suffixes))


def text_of(name):
    with open(os.path.join(SOURCE, name), encoding="utf-8", newline="") as file:
        return file.read()
