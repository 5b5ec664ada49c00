"""Every C file is as clang-format leaves it."""
import os
import subprocess

from tally import SOURCE, Tally, tracked


def main():
    tally = Tally()
    files = tracked(".c", ".h", ".cpp")
    for path in files:
        done = subprocess.run(["clang-format", "--dry-run", "-Werror", path], cwd=SOURCE, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        tally.check(done.returncode == 0, f"{path} is not formatted; run clang-format -i {path}\n" +
                    "\n".join(done.stdout.splitlines()[:3]))
    wrong = subprocess.run(["clang-format", "--dry-run", "-Werror", "--assume-filename=" + os.path.join(SOURCE, "x.c")],
                           input="int  a ;\n", cwd=SOURCE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                           text=True, check=False)
    tally.check(wrong.returncode != 0, "clang-format lets a badly formatted line pass")
    tally.close()


main()
