#!/usr/bin/env python3
"""CSV files in old encodings, whose bytes are Python's or written by hand from the standards: the rows are those of the
words that were meant, however the blocks of the reader cut them. CSV as Excel and LibreOffice write it besides."""
import os
import shutil
import subprocess
import sys
import tempfile
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from tally import BUILD, Tally  # noqa: E402
import bookmaker as b  # noqa: E402

ROWS = os.path.join(BUILD, "driver", "rows_lines")
WORDS = ("Phường Trảng Bom", "Xã Đại Phước", "ẤP GIỮA – Ữ", "đặng ỹ ẳ ỗ ợ ự", "quý", "Nguyễn Thị Hoàng Yến")
ROW = "unit,note\n" + "".join(f"{25210 + i},{w}\n" for i, w in enumerate(WORDS))
WANTED = [["1", "Tunit", "Tnote"], *([str(i + 2), f"T{25210 + i}", "T" + w] for i, w in enumerate(WORDS))]
# TCVN 5712 VN3, as the .VnTime fonts show it: đ AE, ư AD, ờ EA, ả B6, Đ A7, ¹ B9, í ED is ớ.
TCVN3 = b"unit,note\n1,Ph\xad\xeang Tr\xb6ng Bom\n2,X\xb7 \xa7\xb9i Ph\xad\xedc\n"
VIETNAMESE = "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"


VIETNAMESE_OFFICE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>vi-VN</value></prop></item></oor:items>
"""


def rows_of(path, encoding=""):
    done = subprocess.run([ROWS, path, "", encoding], capture_output=True, timeout=60)
    lines = [line.split("\t") for line in done.stdout.decode("utf-8").split("\n")[:-1]]
    return lines[:-1] if done.returncode == 0 else lines


def encodings(check):
    every = VIETNAMESE + VIETNAMESE.upper()
    letters = "unit\n" + "".join(c + "\n" for c in every)
    wanted = [["1", "Tunit"], *([str(i + 2), "T" + c] for i, c in enumerate(every))]
    check("every letter, windows-1258", b.windows1258(letters), "windows-1258", wanted)
    check("every letter, decomposed", unicodedata.normalize("NFD", letters).encode(), "", wanted)
    for name in ("windows-1258", "CP1258", "cp1258"):
        check(name, b.windows1258(ROW.replace("–", "-")), name, [[c.replace("–", "-") for c in r] for r in WANTED])
    for name, codec in (("UTF-16", "utf-16"), ("UTF-16LE", "utf-16-le"), ("UTF-16BE", "utf-16-be"), ("utf-16", "utf-16-le"),
                        ("UTF-16", "utf-16-be"), ("UTF-16LE", "utf-16"), ("UTF-32", "utf-32"), ("UTF-8", "utf-8"),
                        ("utf8", "utf-8-sig"), ("UTF-7", "utf-7")):
        data = ROW.encode(codec)
        if (name, codec) == ("UTF-16", "utf-16-be"):
            data = b"\xfe\xff" + data
        check(f"{name} of {codec}", data, name, WANTED)
    check("a mark is stronger", ROW.encode("utf-8-sig"), "windows-1258", WANTED)
    check("so is that of UTF-16", ROW.encode("utf-16"), "windows-1258", WANTED)
    check("CR LF in UTF-16", ROW.replace("\n", "\r\n").encode("utf-16"), "UTF-16", WANTED)
    check("TCVN3", TCVN3, "TCVN3", [["1", "Tunit", "Tnote"], ["2", "T1", "TPhường Trảng Bom"], ["3", "T2", "TXã Đại Phước"]])
    check("TCVN5712-1", TCVN3, "TCVN5712-1", [["1", "Tunit", "Tnote"], ["2", "T1", "TPhường Trảng Bom"],
                                              ["3", "T2", "TXã Đại Phước"]])
    check("ISO-8859-1", "a;ã\n1;é\n".encode("latin-1"), "ISO-8859-1", [["1", "Ta", "Tã"], ["2", "T1", "Té"]])
    check("the last letter", b"unit\nXa", "windows-1258", [["1", "Tunit"], ["2", "TXa"]])
    check("the last mark", b"unit\nXa\xd2", "windows-1258", [["1", "Tunit"], ["2", "TXả"]])
    check("empty", b"", "UTF-16", [])


def blocks(check):
    """Letters on both sides of every cut of the 64 KiB blocks."""
    for pad in range(0, 9):
        text = "unit,note\n" + "x" * (32 * 1024 - 20 + pad) + ",ạ\n" + "".join(f"{i},Xã Đại 😀 Phước\n" for i in range(6000))
        wanted = [["1", "Tunit", "Tnote"], ["2", "T" + "x" * (32 * 1024 - 20 + pad), "Tạ"],
                  *([str(i + 3), f"T{i}", "TXã Đại 😀 Phước"] for i in range(6000))]
        check(f"UTF-16, {pad}", text.encode("utf-16"), "UTF-16", wanted)
        text = text.replace("😀", "€")
        wanted = [[c.replace("😀", "€") for c in row] for row in wanted]
        check(f"windows-1258, {pad}", b.windows1258(text[:40000]), "windows-1258", wanted[:2] + [
            [c.replace("😀", "€") for c in row] for row in wanted[2:2 + text[:40000].count("\n") - 2]], prefix=True)


def as_saved(check, folder):
    """Semicolons with points, quoted line ends, CR LF, NFD, a byte order mark."""
    meant = [["1", "Tunit", "Tty_le", "Tnote"], ["2", "T25210", "T85.5", "Thai\\ndòng"], ["4", "T25211", "T1.25", "T"]]
    meant[2].pop()
    text = 'unit;ty_le;note\n25210;85.5;"hai\ndòng"\n25211;1.25;\n'
    meant[2].append("")
    check("semicolons with points", text.encode(), "", meant)
    check("as Excel saves CSV UTF-8", text.replace("\n", "\r\n").encode("utf-8-sig"), "",
          [[c.replace("\\n", "\\r\\n") for c in row] for row in meant])
    check("decomposed", unicodedata.normalize("NFD", text).encode(), "", meant)
    if not shutil.which("soffice") or os.environ.get("SCORE_SKIP_RANDOM"):
        return
    source = os.path.join(folder, "saved.xlsx")
    with open(source, "wb") as f:
        f.write(b.workbook(b.line(1, "unit", "ty_le", "note"), b.line(2, "25210", 85.5, "hai\ndòng"),
                           b.line(3, "25211", 1.25)))
    os.makedirs(os.path.join(folder, "profile", "user"))
    with open(os.path.join(folder, "profile", "user", "registrymodifications.xcu"), "w", encoding="utf-8") as f:
        f.write(VIETNAMESE_OFFICE)
    run = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to",
           "csv:Text - txt - csv (StarCalc):59,34,76,1,,1066,false,true,false", "--outdir", folder, source]
    done = subprocess.run(run, capture_output=True, timeout=120)
    saved = os.path.join(folder, "saved.csv")
    with open(saved, "rb") as f:
        check("LibreOffice under a Vietnamese locale", f.read(), "",
              [[c.replace("85.5", "85,5").replace("1.25", "1,25") for c in row] for row in meant])
    check.tally.check(done.returncode == 0, f"soffice: {done.stderr}")


class Check:
    def __init__(self, tally, folder):
        self.tally = tally
        self.path = os.path.join(folder, "case.csv")

    def __call__(self, what, data, encoding, wanted, prefix=False):
        with open(self.path, "wb") as f:
            f.write(data)
        rows = rows_of(self.path, encoding)
        good = rows[:len(wanted)] == wanted if prefix else rows == wanted
        self.tally.check(good, f"{what}: {str(rows)[:800]}, wanted {str(wanted)[:800]}")


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="score-encoding-") as folder:
        check = Check(tally, folder)
        encodings(check)
        blocks(check)
        as_saved(check, folder)
    tally.close()


if __name__ == "__main__":
    main()
