"""Somebody who is not the owner of a store: commands run as nobody where the tests run as root, by a copy of the program
and of the criteria that everybody can reach."""
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, SOURCE  # noqa: E402


class Stranger:
    def __init__(self, folder):
        """folder: of the test's own; it and what is above it must be open to all."""
        place = os.path.join(folder, "stranger")
        os.mkdir(place, 0o755)
        self.program = shutil.copy(BIN, os.path.join(place, "score"))
        self.criteria = os.path.join(place, "criteria")
        shutil.copytree(os.path.join(SOURCE, "criteria"), self.criteria)
        for path, _, names in os.walk(place):
            os.chmod(path, 0o755)
            for name in names:
                os.chmod(os.path.join(path, name), 0o755)
        self.who = {"user": 65534, "group": 65534} if os.getuid() == 0 else {}

    def command(self, folder, *words):
        words = [self.criteria if w == os.path.join(SOURCE, "criteria") else w for w in words]
        return subprocess.run([self.program, *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              encoding="utf-8", errors="replace", check=False,
                              env={**os.environ, "LC_ALL": "C.UTF-8", "SCORE_CRITERIA_DIR": self.criteria}, **self.who)
