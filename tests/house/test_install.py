"""Installs to a scratch prefix; two host programs are built against it, by pkg-config and by CMake, and run."""
import os
import shutil
import subprocess
import tempfile

from tally import SOURCE, Tally

# 18 + 19.65 + 8.01 + 10 + 18 + 20.5
EXPECTED = "766 2025-portal: 94160000 millionths of a point, rank 1\n"
PROJECT = """cmake_minimum_required(VERSION 3.22)
project(consumer LANGUAGES C CXX)
find_package(score 0.1 REQUIRED)
foreach(kind score score_static)
  add_executable(c_${kind} %(source)s/examples/consumer.c)
  set_target_properties(c_${kind} PROPERTIES C_STANDARD 11 C_EXTENSIONS OFF)
  add_executable(cxx_${kind} %(source)s/examples/consumer.cpp)
  set_target_properties(cxx_${kind} PROPERTIES CXX_STANDARD 17 CXX_EXTENSIONS OFF)
  target_link_libraries(c_${kind} PRIVATE score::${kind})
  target_link_libraries(cxx_${kind} PRIVATE score::${kind})
endforeach()
"""


def plain_environment():
    return {k: v for k, v in os.environ.items() if not k.startswith("SCORE_")}


def by_pkg_config(tally, scratch, prefix):
    libraries = os.path.join(prefix, "lib")
    env = dict(plain_environment(), PKG_CONFIG_PATH=os.path.join(libraries, "pkgconfig"))
    version = tally.run(["pkg-config", "--modversion", "score"], "pkg-config", env=env).strip()
    tally.check(version == "0.1.0", f"score.pc says version {version}")
    for compiler, standard, source in (("gcc", "c11", "consumer.c"), ("g++", "c++17", "consumer.cpp")):
        for static in (False, True):
            flags = tally.run(["pkg-config", "--cflags", "--libs"] + ["--static"] * static + ["score"], "pkg-config",
                              env=env).split()
            if static:
                flags = ["-l:libscore.a" if f == "-lscore" else f for f in flags]
            program = os.path.join(scratch, f"{compiler}_{static}")
            tally.run([compiler, "-std=" + standard, "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-o", program,
                       os.path.join(SOURCE, "examples", source), *flags], f"{source} by pkg-config, static={static}")
            runs = dict(env) if static else dict(env, LD_LIBRARY_PATH=libraries)
            yield program, runs, f"{source} by pkg-config, static={static}"


def by_cmake(tally, scratch, prefix):
    project = os.path.join(scratch, "consumer")
    os.makedirs(project)
    with open(os.path.join(project, "CMakeLists.txt"), "w", encoding="utf-8") as file:
        file.write(PROJECT % {"source": SOURCE})
    build = os.path.join(project, "build")
    tally.run(["cmake", "-G", "Ninja", "-S", project, "-B", build, "-DCMAKE_PREFIX_PATH=" + prefix], "find_package(score)")
    tally.run(["cmake", "--build", build], "consumers by CMake")
    for name in ("c_score", "cxx_score", "c_score_static", "cxx_score_static"):
        yield os.path.join(build, name), plain_environment(), name + " by CMake"


def command_line(tally, prefix, scratch):
    score = os.path.join(prefix, "bin", "score")
    env = plain_environment()
    said = tally.run([score, "--version"], "score --version", env=env, cwd=scratch)
    tally.check("0.1.0" in said, f"score --version said {said!r}")
    # Built with no source folder to fall back to: what it finds is what was installed.
    said = tally.run([score, "criteria", "list", "--lang", "en"], "score criteria list", env=env, cwd=scratch)
    tally.check("2025-portal" in said and "2026-portal" in said, f"the installed sets are not listed:\n{said}")
    said = tally.run([score, "rank", "--criteria", "766@2025-portal", "--format", "csv", "--data",
                      os.path.join(SOURCE, "fixtures", "766", "angiang-2025.csv")], "installed score rank",
                     env=env, cwd=scratch)
    tally.check("rank,tied,unit,name,total" in said, f"the ranking does not begin as it should:\n{said[:300]}")


def main():
    tally = Tally()
    scratch = tempfile.mkdtemp(prefix="score-install-")
    try:
        build, prefix = os.path.join(scratch, "build"), os.path.join(scratch, "prefix")
        tally.run(["cmake", "-G", "Ninja", "-S", SOURCE, "-B", build, "-DCMAKE_BUILD_TYPE=Release",
                   "-DCMAKE_C_COMPILER=" + os.environ.get("SCORE_CC", "cc"), "-DBUILD_TESTING=OFF",
                   "-DCMAKE_INSTALL_PREFIX=" + prefix, "-DCMAKE_INSTALL_LIBDIR=lib", "-DSCORE_SOURCE_CRITERIA="],
                  "configuring")
        tally.run(["cmake", "--build", build, "-j", "2"], "building")
        tally.run(["cmake", "--install", build], "installing")
        for path in ("bin/score", "lib/libscore.so", "lib/libscore.so.0", "lib/libscore.so.0.1.0", "lib/libscore.a",
                     "lib/pkgconfig/score.pc", "lib/cmake/score/scoreConfig.cmake", "include/score/score.h",
                     "lib/cmake/score/scoreConfigVersion.cmake", "share/man/man1/score.1",
                     "share/bash-completion/completions/score", "share/score/criteria/766/2025-portal.json",
                     "share/score/criteria/766/2026-portal.json"):
            tally.check(os.path.exists(os.path.join(prefix, path)), f"{path} is not installed")
        tally.check(not os.path.exists(os.path.join(prefix, "include", "base")), "internal headers are installed")
        tally.run(["bash", "-n", os.path.join(prefix, "share/bash-completion/completions/score")], "bash completion")
        needed = subprocess.run(["objdump", "-p", os.path.join(prefix, "lib", "libscore.so")], stdout=subprocess.PIPE,
                                text=True, check=False).stdout
        tally.check("SONAME               libscore.so.0" in needed, "libscore.so has no SONAME libscore.so.0")
        tally.check("libcsv.so" in needed, "libcsv, which is LGPL, is not linked dynamically")
        command_line(tally, prefix, scratch)

        definition = os.path.join(prefix, "share", "score", "criteria", "766", "2025-portal.json")
        jobs = list(by_pkg_config(tally, scratch, prefix)) + list(by_cmake(tally, scratch, prefix))
        for program, env, what in jobs:
            said = tally.run([program, definition], what, env=env)
            tally.check(said == EXPECTED, f"{what} said {said!r}, not {EXPECTED!r}")
        moved = os.path.join(scratch, "moved")
        os.rename(prefix, moved)
        definition = definition.replace(prefix, moved)
        for program, env, what in by_pkg_config(tally, scratch, moved):
            said = tally.run([program, definition], what + ", moved prefix", env=env)
            tally.check(said == EXPECTED, f"{what}, moved prefix, said {said!r}")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    tally.close()


main()
