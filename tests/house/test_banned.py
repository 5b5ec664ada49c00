"""The library reads no locale, environment or clock, never prints or exits, and lets no float near a number."""
import re

from tally import Tally, text_of, tracked

CALLS = ["strtod", "strtof", "strtold", "atof", "atoi", "atol", "sscanf", "fscanf", "scanf", "printf", "vprintf", "puts",
         "putchar", "perror", "fprintf", "vfprintf", "exit", "_exit", "abort", "getenv", "setenv", "time", "clock",
         "clock_gettime", "gettimeofday", "localtime", "gmtime", "setlocale", "localeconv", "strcoll", "strtok", "sprintf",
         "vsprintf", "strcpy", "strcat", "gets", "rand", "srand", "random", "system", "alloca", "strerror"]
CALL = re.compile(r"(?<![\w.>])(" + "|".join(CALLS) + r")\s*\(")
FLOAT_FORMAT = re.compile(r"%[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[lL]?[fFgGeEaA]\b")
STREAM = re.compile(r"\b(stdout|stderr|stdin|errno\s*=)\b")


def code_of(text):
    """Comments and texts blanked out, lines kept; and the texts by line."""
    out, strings, i, line = [], [], 0, 1
    while i < len(text):
        two = text[i:i + 2]
        if two == "/*":
            end = text.find("*/", i + 2)
            end = len(text) if end < 0 else end + 2
            out.append("\n" * text.count("\n", i, end))
            line += text.count("\n", i, end)
            i = end
        elif two == "//":
            end = text.find("\n", i)
            i = len(text) if end < 0 else end
        elif text[i] in "\"'":
            mark, start = text[i], i
            i += 1
            while i < len(text) and text[i] != mark:
                i += 2 if text[i] == "\\" else 1
            i += 1
            if mark == '"':
                strings.append((line, text[start:i]))
            out.append(mark + mark)
        else:
            line += text[i] == "\n"
            out.append(text[i])
            i += 1
    return "".join(out), strings


def faults(path, text):
    code, strings = code_of(text)
    out = []
    for number, row in enumerate(code.split("\n"), 1):
        for match in CALL.finditer(row):
            out.append(f"{path}:{number} calls {match.group(1)}")
        if STREAM.search(row):
            out.append(f"{path}:{number} touches a standard stream or sets errno")
        if re.search(r"\b(double|float)\b", row) and not path.startswith("lib/output/xlsx_"):  # as libxlsxwriter takes them
            out.append(f"{path}:{number} declares a binary floating point number")
    for number, string in strings:
        if FLOAT_FORMAT.search(string):
            out.append(f"{path}:{number} formats a float: {string}")
    return out


def main():
    tally = Tally()
    for sample in ("x = atof(s);", "exit(1);", "time (0);", 'f("%.2f");', "double d;", "fputs(s, stderr);"):
        tally.check(faults("sample.c", sample), f"the rule itself lets {sample} pass")
    tally.check(not faults("lib/output/xlsx_book.h", "double d;") and faults("lib/output/xlsx.c", "double d;"),
                "a workbook's numbers alone are binary")
    for sample in ("/* atof( */", 'f("exit(1)");', "set.time(0);", "score__exit_code(1);", 'f("100%");', 'f("%d %s");'):
        tally.check(not faults("sample.c", sample), f"the rule itself stops {sample}")
    for path in tracked(".c", ".h", ".def"):
        if path.startswith("lib/"):
            wrong = faults(path, text_of(path)) if not path.endswith(".def") else []
            tally.check(not wrong, "\n".join(wrong))
    tally.close()


main()
