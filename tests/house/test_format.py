"""Every C file is as clang-format leaves it."""
import os
import subprocess

from tally import SOURCE, Tally, tracked


AT_ONCE = 100  # starting clang-format takes longer than reading a file


def formatted(paths):
    return subprocess.run(["clang-format", "--dry-run", "-Werror", *paths], cwd=SOURCE, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)


def main():
    tally = Tally()
    files = tracked(".c", ".h", ".cpp")
    for at in range(0, len(files), AT_ONCE):
        batch = files[at:at + AT_ONCE]
        if formatted(batch).returncode == 0:
            tally.passed += len(batch)
            continue
        for path in batch:
            done = formatted([path])
            tally.check(done.returncode == 0, f"{path} is not formatted; run clang-format -i {path}\n" +
                        "\n".join(done.stdout.splitlines()[:3]))
    wrong = subprocess.run(["clang-format", "--dry-run", "-Werror", "--assume-filename=" + os.path.join(SOURCE, "x.c")],
                           input="int  a ;\n", cwd=SOURCE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                           text=True, check=False)
    tally.check(wrong.returncode != 0, "clang-format lets a badly formatted line pass")
    tally.close()


main()
