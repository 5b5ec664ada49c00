"""Each public header compiles alone as C11 and as C++17; each internal header alone as C17."""
import os
from concurrent.futures import ThreadPoolExecutor
import subprocess

from tally import SOURCE, Tally, tracked

STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Werror", "-fsyntax-only"]


def compile_alone(job):
    compiler, language, standard, folders, header = job
    command = [compiler, "-x", language, "-std=" + standard, *STRICT, *["-I" + os.path.join(SOURCE, f) for f in folders], "-"]
    # Twice: the guard must hold too. The declaration keeps an empty header from being an empty translation unit.
    text = f'#include "{header}"\n#include "{header}"\nextern int header_alone;\n'
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode == 0, f"{header} alone as {standard} with {compiler}\n{done.stdout}"


def main():
    tally = Tally()
    jobs = []
    for path in tracked(".h"):
        if path.startswith("lib/include/"):
            name = path[len("lib/include/"):]
            jobs.append(("gcc", "c", "c11", ["lib/include"], name))
            jobs.append(("g++", "c++", "c++17", ["lib/include"], name))
        elif path.startswith("lib/"):
            jobs.append(("gcc", "c", "c17", ["lib", "lib/include"], path[len("lib/"):]))
        elif path.startswith("cli/"):
            jobs.append(("gcc", "c", "c17", ["cli", "lib/include"], path[len("cli/"):]))
    with ThreadPoolExecutor(2) as pool:
        for good, what in pool.map(compile_alone, jobs):
            tally.check(good, what)
    tally.close()


main()
