"""Keys and signatures against the real minisign, both ways; what is wrong with a signature is said."""
import os
import shutil
import stat
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, SOURCE, Tally  # noqa: E402

MINISIGN = shutil.which("minisign")
FAST = os.environ.get("SCORE_SANITIZE") or os.environ.get("SCORE_SKIP_RANDOM") == "1"
RELEASE = ["release", "--criteria", "766@2025-portal", "--units", os.path.join(SOURCE, "fixtures/units/angiang.csv"),
           "--data", os.path.join(SOURCE, "fixtures/766/angiang-2025.csv"), "--stage", "self",
           "--at", "2026-10-10T08:00:00Z", "--quiet"]


def main():
    tally = Tally()
    folder = tempfile.mkdtemp(prefix="score-sign-")
    env = {**os.environ, "LC_ALL": "C.UTF-8", "SCORE_CRITERIA_DIR": os.path.join(SOURCE, "criteria")}

    def score(*words, want=0, **more):
        done = subprocess.run([BIN, *words], cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8",
                              errors="replace", check=False, **more)
        tally.check(done.returncode == want, f"{words}: exit {done.returncode}, wanted {want}\n{done.stderr}")
        return done

    def minisign(*words, said=""):
        return subprocess.run([MINISIGN, *words], cwd=folder, capture_output=True, text=True, input=said, check=False)

    def path(name):
        return os.path.join(folder, name)

    def write(name, text):
        with open(path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def swapped(source, target, change):
        with open(path(source), "rb") as file:
            data = bytearray(file.read())
        change(data)
        with open(path(target), "wb") as file:
            file.write(data)

    try:
        # Keys.
        write("password", "mật khẩu dài\nsecond line is nothing\n")
        score("key", "plain")
        score("key", "locked", "--password-file", "password")
        for name in ("plain", "locked"):
            tally.check(stat.S_IMODE(os.stat(path(name + ".key")).st_mode) == 0o600, f"{name}.key: mode")
        before = open(path("plain.key"), "rb").read()
        said = score("key", "plain", want=5).stderr
        tally.check("plain.key" in said and "never overwritten" in said, said)
        tally.check(open(path("plain.key"), "rb").read() == before, "plain.key was overwritten")
        os.unlink(path("plain.key"))
        score("key", "plain", want=5) # the public one is still there
        tally.check(not os.path.exists(path("plain.key")), "half a pair was left")
        with open(path("plain.key"), "wb") as file:
            file.write(before)
        write("empty", "\n")
        score("key", "none", "--password-file", "empty", want=3)
        score("key", "none", "--password-file", "absent", want=3)
        score("key", want=2)
        tally.check(not os.path.exists(path("none.key")), "a key without its password")
        score("key", "absent/name", want=5)

        # Signed with each, checked by both.
        score(*RELEASE, "--output", "a.jsonl", "--sign", "plain.key")
        done = score("verify", "a.jsonl", "--key", "plain.pub", "--format", "csv")
        tally.check(",yes," in done.stdout and ",right," in done.stdout, done.stdout)
        score(*RELEASE, "--output", "b.jsonl", "--sign", "locked.key", "--password-file", "password")
        score("verify", "b.jsonl", "--key", "locked.pub")
        tally.check(open(path("a.jsonl"), "rb").read() == open(path("b.jsonl"), "rb").read(), "a key changed the release")
        score(*RELEASE, "--output", "c.jsonl", "--sign", "locked.key", want=3)
        write("wrong", "mat khau dai\n")
        said = score(*RELEASE, "--output", "c.jsonl", "--sign", "locked.key", "--password-file", "wrong", want=3).stderr
        tally.check("locked.key" in said and "password" in said, said)
        tally.check(not os.path.exists(path("c.jsonl")) and not os.path.exists(path("c.jsonl.minisig")),
                    "a release that could not be signed was left")
        tally.check(sorted(f for f in os.listdir(folder) if "jsonl." in f) == ["a.jsonl.minisig", "b.jsonl.minisig"],
                    f"left behind: {os.listdir(folder)}")
        if MINISIGN:
            done = minisign("-V", "-p", "plain.pub", "-m", "a.jsonl")
            tally.check(done.returncode == 0 and "score release 766@2025-portal 2025" in done.stdout,
                        f"minisign on a plain key: {done.stdout}{done.stderr}")
            tally.check(minisign("-V", "-p", "locked.pub", "-m", "b.jsonl").returncode == 0, "minisign on a locked key")
            tally.check(minisign("-V", "-p", "plain.pub", "-m", "b.jsonl").returncode != 0, "minisign on a wrong key")

            # minisign signs with our keys, and with its own; prehashed and legacy.
            done = minisign("-S", "-s", "locked.key", "-m", "a.jsonl", "-x", "x.minisig", said="mật khẩu dài\n")
            tally.check(done.returncode == 0, f"minisign with our locked key: {done.stderr}")
            minisign("-G", "-W", "-p", "own.pub", "-s", "own.key")
            for sort, flags, key in (("prehashed", (), "own"), ("legacy", ("-l",), "own"), ("prehashed", (), "plain")):
                done = minisign("-S", *flags, "-s", key + ".key", "-m", "a.jsonl", "-x", "a.jsonl.minisig")
                tally.check(done.returncode == 0, f"minisign -S {sort}: {done.stderr}")
                score("verify", "a.jsonl", "--key", key + ".pub")
            score(*RELEASE, "--output", "d.jsonl", "--sign", "own.key")
            tally.check(minisign("-V", "-p", "own.pub", "-m", "d.jsonl").returncode == 0, "our signature, its key")
            if not FAST: # takes 1 GiB and a second
                minisign("-G", "-p", "hard.pub", "-s", "hard.key", said="khó\nkhó\n")
                write("hard", "khó\n")
                score(*RELEASE, "--output", "e.jsonl", "--sign", "hard.key", "--password-file", "hard")
                tally.check(minisign("-V", "-p", "hard.pub", "-m", "e.jsonl").returncode == 0, "its encrypted key")

        # What is wrong, in words: absent, of another key, of another file, altered.
        score(*RELEASE, "--output", "a.jsonl", "--sign", "plain.key")
        said = score("verify", "a.jsonl", "--key", "locked.pub", want=1).stderr
        ids = [open(path(n + ".pub"), encoding="ascii").readline().split()[-1] for n in ("plain", "locked")]
        tally.check(all(i in said for i in ids), f"another key: {said}")
        os.rename(path("a.jsonl.minisig"), path("kept"))
        said = score("verify", "a.jsonl", "--key", "plain.pub", want=1).stderr
        tally.check("a.jsonl.minisig" in said and "not signed" in said, said)
        score("verify", "a.jsonl")
        score(*RELEASE, "--by", "another", "--output", "other.jsonl")
        shutil.copyfile(path("kept"), path("other.jsonl.minisig"))
        said = score("verify", "other.jsonl", "--key", "plain.pub", want=1).stderr
        tally.check("other.jsonl.minisig:2" in said, said)
        text = open(path("kept"), encoding="utf-8").read().replace("sha256:", "sha256;")
        write("a.jsonl.minisig", text)
        said = score("verify", "a.jsonl", "--key", "plain.pub", want=1).stderr
        tally.check("a.jsonl.minisig:3" in said and "trusted comment" in said, said)
        write("a.jsonl.minisig", "untrusted comment: x\nAAAA\n")
        tally.check("a.jsonl.minisig:2" in score("verify", "a.jsonl", "--key", "plain.pub", want=1).stderr, "short")
        said = score("verify", "a.jsonl", "--key", "absent.pub", want=3).stderr
        tally.check("absent.pub" in said, said)
        said = score("verify", "a.jsonl", "--key", "plain.key", want=1).stderr
        tally.check("plain.key" in said, said)
        said = score("verify", "a.jsonl", "--key", "locked.pub", "--lang", "vi", want=1).stderr
        tally.check("không phải chữ ký của minisign" in said, said)
        shutil.copyfile(path("kept"), path("a.jsonl.minisig"))

        # A release altered and signed all the same: the digest says so, the signature too.
        swapped("a.jsonl", "altered.jsonl", lambda d: d.__setitem__(len(d) // 2, d[len(d) // 2] ^ 1))
        shutil.copyfile(path("kept"), path("altered.jsonl.minisig"))
        done = score("verify", "altered.jsonl", "--key", "plain.pub", "--format", "csv", want=1)
        tally.check(",no," in done.stdout and ",wrong," in done.stdout and "altered.jsonl.minisig:2" in done.stderr,
                    done.stdout + done.stderr)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    tally.close()


main()
