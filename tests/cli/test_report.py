"""Reports in every format: the same number everywhere, what is published, made-up data marked, hostile names harmless,
and the whole of three reports as they lie in fixtures/report."""
import csv
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
import papers  # noqa: E402
from tally import BIN, SOURCE, Tally  # noqa: E402

FORMATS = ("html", "docx", "xlsx", "csv", "json", "md")
ANGIANG = ["province", "--criteria", "766@2025-portal", "--units", "fixtures/units/angiang.csv", "--data",
           "fixtures/766/angiang-2025.csv", "--stage", "published"]
PHUTHO = ["ward", "--unit", "H44.112", "--criteria", "766@2026-portal", "--units", "fixtures/units/phutho.csv", "--data",
          "fixtures/766/phutho-2026q3.csv", "--stage", "published"]
DONGNAI = ["province", "--criteria", "766@2026-portal", "--units", "fixtures/units/dongnai.csv", "--data",
           "fixtures/766/dongnai-2026q3-synthetic.csv"]
REPORTS = {"angiang-2025": ANGIANG, "phu-ninh-2026-q3": PHUTHO, "dongnai-2026-q3": DONGNAI}
FIGURES = {"phu-ninh-2026-q3": "groups", "dongnai-2026-q3": "map"}


def env():
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "COLUMNS"))}
    kept.setdefault("SCORE_CRITERIA_DIR", os.path.join(SOURCE, "criteria"))
    kept["LANG"] = "C.UTF-8"
    return kept


def write(tally, command, path, *more):
    """The bytes of a report."""
    done = subprocess.run([BIN, "report", *command, "--output", path, "-q", *more], cwd=SOURCE, env=env(),
                          capture_output=True, check=False)
    tally.check(done.returncode == 0 and not done.stderr, f"report {' '.join(command)} {path}: {done.stderr.decode()}")
    if not os.path.exists(path):
        return b""
    with open(path, "rb") as file:
        return file.read()


def read(data):
    return {"html": papers.of_html(data["html"]), "docx": papers.of_docx(data["docx"]), "md": papers.of_markdown(data["md"]),
            "xlsx": papers.of_xlsx(data["xlsx"]), "csv": papers.of_csv(data["csv"]), "json": papers.of_json(data["json"])}


def number(text):
    """A printed number, Vietnamese or plain; None for an empty cell."""
    text = str(text).strip().replace("*", "").replace(",", ".").replace("−", "-")
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def same(shown, value, kind):
    if value is None:
        return number(shown) is None
    if kind == "xlsx":  # a double, as Excel has it
        return shown != "" and float(shown) == float(value)
    return number(shown) == Decimal(str(value))


def tables_of(paper, kind, *heads):
    return papers.find_sheet(paper, *heads) if kind == "xlsx" else papers.find(paper, *heads)


def csv_is_json(tally, name, paper):
    """Every cell of every table."""
    for section, members in paper["json"].items():
        if not isinstance(members, dict):
            continue
        for key, rows in members.items():
            if not isinstance(rows, list) or not rows or not isinstance(rows[0], dict):
                continue
            there = paper["csv"].get((section, key), [])
            if not tally.check(len(there) == len(rows), f"{name}: {section}/{key}: {len(there)} rows in CSV, {len(rows)} in JSON"):
                continue
            wrong = []
            for at, (row, cells) in enumerate(zip(rows, there)):
                for column, value in row.items():
                    if isinstance(value, (dict, list)):
                        continue
                    want = "" if value is None else {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
                    got = cells.get(column, "")
                    if got != want and not (number(got) is not None and number(want) is not None and number(got) == number(want)):
                        wrong.append((at, column, got, want))
            tally.check(not wrong, f"{name}: {section}/{key}: CSV and JSON differ: {wrong[:3]}")


def ranking(tally, name, paper, kind, rows):
    t = tables_of(paper[kind], kind, "Hạng", "Mã đơn vị", "Tổng")
    if not tally.check(t is not None, f"{name}.{kind}: no ranking"):
        return
    at = {head: i for i, head in enumerate(t["head"])}
    keys = [key for key in rows[0] if key in at]
    shown = {row[at["Mã đơn vị"]]: row for row in t["rows"] if len(row) > at["Tổng"]}
    wrong = []
    for row in rows:
        cells = shown.get(row["unit"])
        if cells is None:
            if row["rank"] is not None:
                wrong.append((row["unit"], "absent"))
            continue
        rank = re.fullmatch(r"(\d*)(=?)(?:\.0)?", cells[at["Hạng"]])
        if row["rank"] is not None and (not rank or rank.group(1) != str(row["rank"]) or (rank.group(2) == "=") != row["tied"]):
            wrong.append((row["unit"], "rank", cells[at["Hạng"]]))
        wrong += [(row["unit"], key, cells[at[key]], row[key]) for key in keys if not same(cells[at[key]], row[key], kind)]
        if not same(cells[at["Tổng"]], row["total"], kind):
            wrong.append((row["unit"], "total", cells[at["Tổng"]]))
    tally.check(not wrong, f"{name}.{kind}: the ranking differs from JSON: {wrong[:5]}")


def grid(tally, name, paper, kind, rows):
    """Units times criteria, headed by printed codes in the order of the set."""
    first = [key for key in rows[0] if key not in ("unit", "name", "rank", "tied")]
    t = next((t for t in all_tables(paper[kind], kind) if t["head"][:3] == ["Hạng", "Mã đơn vị", "Tên"] and
              len(t["head"]) >= len(first) + 3 and "Tổng" not in t["head"]), None)
    if t is None and kind in ("docx", "md"):
        return  # wider than paper
    if not tally.check(t is not None, f"{name}.{kind}: no table of units and criteria"):
        return
    wrong = []
    shown = {row[1]: row for row in t["rows"] if len(row) > 3}
    for row in rows:
        cells = shown.get(row["unit"], []) + [""] * len(t["head"])
        wrong += [(row["unit"], key, cells[3 + i], row[key]) for i, key in enumerate(first) if not same(cells[3 + i], row[key], kind)]
    tally.check(not wrong, f"{name}.{kind}: points differ from JSON: {wrong[:5]}")


def all_tables(paper, kind):
    if kind != "xlsx":
        return paper["tables"]
    return [{"head": row, "rows": sheet["rows"][at + 1:]} for sheet in paper["sheets"]
            for at, row in enumerate(sheet["rows"][:40]) if "Hạng" in row]


def province(tally, name, paper):
    rows, points = paper["json"]["ranking"]["ranking"], paper["json"]["heat"]["heat"]
    for kind in ("html", "docx", "md", "xlsx"):
        ranking(tally, name, paper, kind, rows)
        grid(tally, name, paper, kind, points)


def ward(tally, name, paper):
    facts, rows = paper["json"]["summary"], paper["json"]["criteria"]["criteria"]
    for kind in ("html", "docx", "md", "xlsx"):
        text = paper[kind]["text"]
        total = str(facts["total"]).replace(".", ",")
        tally.check(f"{total}/{facts['max']} điểm" in text, f"{name}.{kind}: no total {total}")
        tally.check(re.search(rf"xếp hạng {facts['rank']}/\d+ đơn vị", text), f"{name}.{kind}: no rank {facts['rank']}")
        t = tables_of(paper[kind], kind, "STT", "Tiêu chí", "Điểm", "Điểm tối đa")
        if not tally.check(t is not None, f"{name}.{kind}: no table of criteria"):
            continue
        at = {head: i for i, head in enumerate(t["head"])}
        wrong = []
        for row, cells in zip(rows, t["rows"]):
            cells = cells + [""] * len(at)
            if (row["number"] or "") != cells[at["STT"]] or not same(cells[at["Điểm"]], row["points"], kind) or \
                    not same(cells[at["Điểm tối đa"]], row["max"], kind):
                wrong.append((row["number"], cells))
        tally.check(len(t["rows"]) >= len(rows) and not wrong, f"{name}.{kind}: criteria differ from JSON: {wrong[:3]}")


def of_file(*path):
    with open(os.path.join(SOURCE, "fixtures", *path), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published(tally, angiang, phuninh):
    """What the portal printed: totals of An Giang and the ranks they make, points of Phù Ninh."""
    code = {row["portal_code"]: row["code"] for row in of_file("units", "angiang.csv")}
    totals = {code[row["unit"]]: Decimal(row["total"]) for row in of_file("766", "angiang-2025-published.csv")}
    rows = angiang["json"]["ranking"]["ranking"]
    tally.check({row["unit"]: Decimal(str(row["total"])) for row in rows} == totals, "An Giang: totals are not those published")
    ranks = {unit: 1 + sum(other > total for other in totals.values()) for unit, total in totals.items()}
    tally.check({row["unit"]: row["rank"] for row in rows} == ranks, "An Giang: ranks are not those of the published totals")
    given = {row["measure"].split(":", 1)[1]: Decimal(row["value"]) for row in of_file("766", "phutho-2026q3-published.csv")
             if row["unit"] == "H44.112"}
    points = {row["node"]: row["points"] for row in phuninh["json"]["criteria"]["criteria"] if row["points"] is not None}
    both = [key for key in given if key in points]
    tally.check(len(both) >= 10, f"Phù Ninh: {len(both)} points to compare")
    for key in both:
        tally.check(given[key] == Decimal(str(points[key])), f"Phù Ninh: {key}: {points[key]}, published {given[key]}")


def marked(tally, data, paper):
    """Made-up data say so in title, pictures and tables, in every format."""
    for kind in ("html", "docx", "md"):
        tally.check(papers.MARK in paper[kind]["title"], f"dongnai.{kind}: the title does not say that the data are made up")
        for t in paper[kind]["tables"]:
            heading = any(cell.endswith(":") for cell in t["head"][:1])  # facts of a paper
            tally.check(heading or papers.MARK in t["caption"], f"dongnai.{kind}: a table without the mark: {t['caption'] or t['head'][:4]}")
    for caption in paper["html"]["figures"]:
        tally.check(papers.MARK in caption, f"dongnai.html: a figure without the mark: {caption[:60]}")
    for sheet in paper["xlsx"]["sheets"]:
        tally.check(any(papers.MARK in cell for row in sheet["rows"][:2] for cell in row), f"dongnai.xlsx: {sheet['name']} without the mark")
    tally.check(paper["json"]["synthetic"] is True, "dongnai.json: not synthetic")
    lines = data["csv"].decode("utf-8").splitlines()
    tally.check(lines[0].endswith(",synthetic") and all(line.endswith(",yes") or line.endswith(",synthetic") for line in lines[1:] if line.count(",") > 4),
                "dongnai.csv: rows without the mark")


HOSTILE = ["<b>&\"'=1+1", "=HYPERLINK(\"http://example.org\";\"x\")", "+1|<script>alert(1)</script>", "@SUM(A1)\u202egnp.exe\u2069",
           "]]></w:t><!--", "🏛️ 👩🏽‍⚖️ Phường", "`*_[x](javascript:alert(1))\\", "Dài " * 2500, "Ễ漢" * 2500]


def sample(folder, names):
    units, rows = ["code,name,kind,parent"], ["unit,period,points:CKMB,points:TDGQ,points:CLGQ,points:TTTT,points:MDHL,points:MDSH"]
    for i, name in enumerate(names):
        quoted = name.replace('"', '""')
        units.append(f'{91000 + i},"{quoted}",xa,91')
        rows.append(f"{91000 + i},2025,{18 - i},18.58,8.17,8.74,18,19.97")
    for name, lines in (("units.csv", units), ("data.csv", rows)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    return ["--criteria", "766@2025-portal", "--units", os.path.join(folder, "units.csv"), "--data", os.path.join(folder, "data.csv")]


def parts(data):
    with zipfile.ZipFile(papers.io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


def harmless(tally, what, made, tame):
    """made and tame are the bytes by format under hostile and under plain names."""
    page, plain = papers.Page(made["html"].decode("utf-8")), papers.Page(tame["html"].decode("utf-8"))
    tags = {tag for tag, _ in plain.elements}
    tally.check({tag for tag, _ in page.elements} <= tags | {"tspan"}, f"{what}.html: elements from a name: {sorted({t for t, _ in page.elements} - tags)}")
    tally.check(page.scripts == plain.scripts, f"{what}.html: a name reached a script")
    for tag, attributes in page.elements:
        bad = [k for k, v in attributes.items() if k.startswith("on") or (k in ("href", "src", "xlink:href") and not (v or "").startswith("#"))]
        tally.check(not bad, f"{what}.html: <{tag} {bad}>")
    text = papers.clean("".join(page.text))
    tally.check("<b>&\"'=1+1" in text, f"{what}.html: a name is not shown as it is")
    for kind in ("docx", "xlsx"):
        for name, content in parts(made[kind]).items():
            if name.endswith((".xml", ".rels")):
                try:
                    ElementTree.fromstring(content)
                except ElementTree.ParseError as error:
                    tally.check(False, f"{what}.{kind}: {name}: {error}")
                tally.check(b"example.org" not in content or not name.endswith(".rels"), f"{what}.{kind}: {name} links somewhere")
    book = papers.of_xlsx(made["xlsx"])
    strange = [f for f in book["formulas"] if not re.fullmatch(r"(SUM|ROUND)\([A-Z0-9:$.,()SUM]+\)", f)]
    tally.check(not strange, f"{what}.xlsx: formulas from a name: {strange[:3]}")
    tally.check("<b>&\"'=1+1" in book["text"], f"{what}.xlsx: a name is not shown as it is")
    tally.check("<b>&\"'=1+1" in papers.of_docx(made["docx"])["text"], f"{what}.docx: a name is not shown as it is")
    papers.of_csv(made["csv"])
    papers.of_json(made["json"])
    for line in made["excel"].decode("utf-8-sig").splitlines():
        for cell in next(csv.reader([line], delimiter=";"), []):
            tally.check(not cell.startswith(("=", "@")) and not re.match(r"\+[^\d]|\+1\|", cell), f"{what}: Excel would run {cell[:30]!r}")
    markdown = made["md"].decode("utf-8")
    tally.check(not re.search(r"(?<!\\)[<`]|(?<!\\)\]\(", markdown), f"{what}.md: markup from a name")
    for figure in made["svg"]:
        root = ElementTree.fromstring(figure)
        names = {node.tag.rsplit("}", 1)[-1] for node in root.iter()}
        tally.check(not names & {"script", "foreignObject", "a", "image", "b"}, f"{what}.svg: {names}")


def hostile(tally):
    with tempfile.TemporaryDirectory() as folder:
        for what, more, figures in (("province", ["province"], ("ranking", "heat")), ("ward", ["ward", "--unit", "91000"], ("groups",))):
            made = []
            for names in (HOSTILE, [f"Xã {i}" for i in range(len(HOSTILE))]):
                command = [*more, *sample(folder, names)]
                data = {kind: write(tally, command, os.path.join(folder, "r." + kind)) for kind in FORMATS}
                data["excel"] = write(tally, command, os.path.join(folder, "x.csv"), "--csv", "excel-vi")
                data["svg"] = [write(tally, command, os.path.join(folder, "r.svg"), "--figure", key) for key in figures]
                made.append(data)
            harmless(tally, what, *made)


OTHERS = [["rank", *ANGIANG[1:]], ["gap", "H44.112", *PHUTHO[3:]], ["explain", "H44.112", "2.1", *PHUTHO[3:]],
          ["what-if", "H44.112", "--set", "pakn_dung_han=1", *PHUTHO[3:]], ["eval", "--unit", "H44.112", *PHUTHO[3:]],
          ["analyse", *PHUTHO[3:]], ["due", *DONGNAI[1:]], ["criteria", "show", "766@2026-portal"], ["criteria", "list"],
          ["trend", "trấn biên", "--criteria", "nq57@2026", *DONGNAI[3:5], "--data",
           *(f"fixtures/nq57/dongnai-2026q{i}-synthetic.csv" for i in (1, 2))]]


def others(tally):
    """Every other document as a page, a paper and a workbook; of the ranking the numbers too."""
    with tempfile.TemporaryDirectory() as folder:
        for command in OTHERS:
            made = {}
            for kind in ("html", "docx", "xlsx", "csv"):
                path = os.path.join(folder, "x." + kind)
                done = subprocess.run([BIN, *command, "--lang", "vi", "--output", path, "-q"], cwd=SOURCE, env=env(),
                                      capture_output=True, check=False)
                if not tally.check(done.returncode == 0, f"{command[:2]} {kind}: {done.stderr.decode()}"):
                    return
                with open(path, "rb") as file:
                    made[kind] = file.read()
            page = papers.Page(made["html"].decode("utf-8"))
            tally.check(page.tables, f"{command[:2]}: a page without a table")
            for kind in ("docx", "xlsx"):
                for name, content in parts(made[kind]).items():
                    if name.endswith((".xml", ".rels")):
                        ElementTree.fromstring(content)
            if command[0] != "rank":
                continue
            rows = list(csv.DictReader(made["csv"].decode("utf-8").splitlines()))
            want = {row["unit"]: (row["rank"] + ("=" if row["tied"] == "yes" else ""), Decimal(row["total"])) for row in rows}
            for kind in ("html", "docx", "xlsx"):
                t = tables_of(getattr(papers, "of_" + kind)(made[kind]), kind, "Hạng", "Mã đơn vị", "Tổng")
                at = [t["head"].index(head) for head in ("Mã đơn vị", "Hạng", "Tổng")]
                got = {row[at[0]]: (row[at[1]], number(row[at[2]]) if kind != "xlsx" else round(Decimal(row[at[2]]), 2))
                       for row in t["rows"] if len(row) > max(at)}
                tally.check({u: got.get(u) for u in want} == want, f"rank.{kind}: ranks or totals differ from CSV")


def narrow(tally):
    """The short form of a ranking keeps its names on a terminal of 80 columns; what says less makes way."""
    for lang in ("vi", "en"):
        done = subprocess.run([BIN, "report", *ANGIANG, "--lang", lang, "-q"], cwd=SOURCE, env={**env(), "COLUMNS": "80"},
                              capture_output=True, encoding="utf-8", check=False)
        wide = [line for line in done.stdout.splitlines() if len(line) > 80]
        tally.check(done.returncode == 0 and not wide, f"{lang}: wider than 80 columns: {wide[:2]}")
        tally.check("Đặc khu Thổ Châu  " in done.stdout, f"{lang}: a name is cut")


def guarded(tally):
    """A report never takes the place of what it is made from: neither of what was named nor of what lies in the folder of sets."""
    with tempfile.TemporaryDirectory() as folder:
        sets = os.path.join(folder, "sets")
        for part in ("766", "boundaries"):
            shutil.copytree(os.path.join(SOURCE, "criteria", part), os.path.join(sets, part))
        named = shutil.copy(os.path.join(sets, "boundaries", "91.geojson"), folder)
        office = shutil.copy(os.path.join(SOURCE, "fixtures", "templates", "office.json"), folder)
        for path, more in ((os.path.join(sets, "boundaries", "91.geojson"), []), (os.path.join(sets, "766", "2025-portal.json"), []),
                           (named, ["--map", named]), (office, ["--office", office])):
            with open(path, "rb") as file:
                before = file.read()
            done = subprocess.run([BIN, "report", *ANGIANG, *more, "--criteria-dir", sets, "--format", "html", "--output", path], cwd=SOURCE,
                                  env=env(), capture_output=True, check=False)
            with open(path, "rb") as file:
                tally.check(done.returncode == 2 and file.read() == before, f"{os.path.basename(path)} made way for a report: {done.returncode}")


def stopped(tally):
    """Who is told to stop leaves the file as it was or whole, and nothing beside it."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "r.xlsx")
        command = [BIN, "report", *ANGIANG, "--output", path]
        before = time.monotonic()
        subprocess.run(command, cwd=SOURCE, env=env(), check=True)
        took = time.monotonic() - before
        whole = open(path, "rb").read()
        ended = set()
        for i in range(24):
            with open(path, "wb") as file:
                file.write(b"old")
            run = subprocess.Popen(command, cwd=SOURCE, env=env(), stderr=subprocess.PIPE)
            time.sleep(took * (i + 1) / 24)
            run.send_signal((signal.SIGTERM, signal.SIGINT, signal.SIGHUP)[i % 3])
            said = run.communicate()[1]
            ended.add(run.returncode)
            with open(path, "rb") as file:
                tally.check(file.read() in (b"old", whole) and not said, f"half of a file, or a word on it: {said}")
            if not tally.check(os.listdir(folder) == ["r.xlsx"], f"left behind by signal {run.returncode}: {os.listdir(folder)}"):
                return
        tally.check(ended - {0}, "none was stopped in time")


def outline(data, kind):
    """A paper or a workbook as text: its parts, then every paragraph with its style, every cell with its format."""
    content = parts(data)
    out = [*sorted(content)]
    if kind == "docx":
        body = ElementTree.fromstring(content["word/document.xml"])[0]
        w = papers.W
        for block in (inner for whole in body for inner in papers.apart(whole)):
            for row in block.iter(w + "tr"):
                out.append("| " + " | ".join(papers.clean(papers.paragraphs(cell)) for cell in row.findall(w + "tc")))
            if block.tag == w + "p":
                style = block.find(f"{w}pPr/{w}pStyle")
                out.append(f"{'' if style is None else style.get(w + 'val')}: {papers.clean(papers.paragraphs(block))}")
            elif block.tag == w + "sectPr":
                out.append(ElementTree.tostring(block, encoding="unicode"))
        return "\n".join(out) + "\n"
    x = papers.X
    shared = [papers.clean("".join(t.text or "" for t in item.iter(x + "t")))
              for item in ElementTree.fromstring(content.get("xl/sharedStrings.xml", b"<a/>")).findall(x + "si")]
    for name in sorted((n for n in content if n.startswith("xl/worksheets/sheet")), key=lambda n: int(re.search(r"\d+", n).group())):
        root = ElementTree.fromstring(content[name])
        out.append(f"== {name}")
        for part in root:
            if part.tag != x + "sheetData":
                out.append(re.sub(r" xmlns(:\w+)?=\"[^\"]*\"|\bns\d+:", "", ElementTree.tostring(part, encoding="unicode")))
                continue
            for row in part:
                cells = []
                for cell in row:
                    value, formula = cell.find(x + "v"), cell.find(x + "f")
                    text = "" if value is None else value.text or ""
                    text = shared[int(text)] if cell.get("t") == "s" else text
                    cells.append(f"{cell.get('s', '0')}:{text}" + ("" if formula is None else f" ={formula.text}"))
                out.append("\t".join(cells))
    return "\n".join(out) + "\n"


def bare(page):
    """A page without its style and script, which are files of lib/output, and the digests of them."""
    page = re.sub(r"<(style|script)([^>]*)>.*?</\1>", r"<\1\2>…</\1>", page, flags=re.S)
    return re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-…", page)


def golden(tally, name, data):
    folder = os.path.join(SOURCE, "fixtures", "report")
    for kind in FORMATS:
        if not data[kind]:
            continue
        text = outline(data[kind], kind) if kind in ("docx", "xlsx") else data[kind].decode("utf-8")
        if kind == "html":
            text = bare(text)
        path = os.path.join(folder, f"{name}.{kind}" + (".txt" if kind in ("docx", "xlsx") else ""))
        keep(tally, path, text)
    if "svg" in data:
        keep(tally, os.path.join(folder, f"{name}-{FIGURES[name]}.svg"), data["svg"].decode("utf-8"))


def keep(tally, path, text):
    """As Tally.golden, but a difference is shown by its first line: these are long."""
    if os.environ.get("SCORE_UPDATE") == "1":
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    want = ""
    if os.path.exists(path):
        with open(path, encoding="utf-8", newline="") as file:
            want = file.read()
    if text == want:
        tally.check(True, path)
        return
    for at, (a, b) in enumerate(zip(text.split("\n"), want.split("\n")), 1):
        if a != b:
            tally.check(False, f"{os.path.basename(path)}:{at} has\n  {b[:300]}\nand made is\n  {a[:300]}")
            return
    tally.check(False, f"{os.path.basename(path)} is longer or shorter than what is made")


def main():
    tally = Tally()
    paper, data = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for name, command in REPORTS.items():
            data[name] = {kind: write(tally, command, os.path.join(folder, f"{name}.{kind}")) for kind in FORMATS}
            if name in FIGURES:
                data[name]["svg"] = write(tally, command, os.path.join(folder, f"{name}.svg"), "--figure", FIGURES[name])
    for name in REPORTS:
        paper[name] = read(data[name])
        csv_is_json(tally, name, paper[name])
        (ward if name == "phu-ninh-2026-q3" else province)(tally, name, paper[name])
    published(tally, paper["angiang-2025"], paper["phu-ninh-2026-q3"])
    marked(tally, data["dongnai-2026-q3"], paper["dongnai-2026-q3"])
    tally.check(papers.MARK in data["dongnai-2026-q3"]["svg"].decode("utf-8"), "the map does not say that the data are made up")
    hostile(tally)
    narrow(tally)
    guarded(tally)
    stopped(tally)
    if not os.environ.get("SCORE_SANITIZE") or os.environ.get("SCORE_LONG") == "1":
        others(tally)
    for name in REPORTS:
        golden(tally, name, data[name])
    tally.close()


main()
