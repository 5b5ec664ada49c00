"""Reports as workbooks, read back by openpyxl and LibreOffice: the same numbers as in JSON, filters, colours and charts
where they belong, formulas only where a column adds up, and no text of the data that is taken for anything else."""
import csv
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
import zipfile

try:
    import openpyxl
except ImportError:
    if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    raise

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "house"))
from tally import BIN, SOURCE, Tally

tally = Tally()
FIXTURES = os.path.join(SOURCE, "fixtures")
PHUTHO = ["--criteria", "766@2026-portal", "--units", f"{FIXTURES}/units/phutho.csv",
          "--data", f"{FIXTURES}/766/phutho-2026q3.csv", "--stage", "published"]
DONGNAI = ["--criteria", "766@2026-portal", "--units", f"{FIXTURES}/units/dongnai.csv",
           "--data", f"{FIXTURES}/766/dongnai-2026q3-synthetic.csv"]
WARD = ["report", "ward", "--unit", "H44.112", *PHUTHO]
PROVINCE = ["report", "province", *DONGNAI]
MARK = "SỐ LIỆU MÔ PHỎNG"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def score(*args):
    done = subprocess.run([BIN, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    tally.check(done.returncode == 0, f"{args[:3]}: exit {done.returncode}: {done.stderr.decode(errors='replace')[:400]}")
    tally.check(b"[WARNING]" not in done.stderr, f"{args[:3]}: the library complained: {done.stderr[:200]}")
    return done.stdout


def as_json(*args):
    return json.loads(score(*args, "--format", "json"))


def book(path, *args):
    score(*args, "--output", path)
    return openpyxl.load_workbook(path)


def sheet(workbook, start):
    found = [s for s in workbook if s.title.startswith(start)]
    tally.check(len(found) == 1, f"one sheet begins with {start}: {workbook.sheetnames}")
    return found[0]


def table(page, first):
    """{header: column}, and the rows under the header whose first cell is `first`."""
    for row in page.iter_rows():
        if row[0].value == first:
            heads = {c.value: c.column - 1 for c in row if c.value}
            return heads, [r for r in page.iter_rows(min_row=row[0].row + 1) if r[0].value is not None], row[0].row
    tally.check(False, f"no table begins with {first} on {page.title}")
    return {}, [], 0


def digits(number_format):
    return len(number_format.partition(".")[2])


def parts(path):
    """What every workbook must be: well-formed, with names that are its own, and ranges that do not overlap."""
    with zipfile.ZipFile(path) as z:
        names = z.namelist()
        tally.check(len(names) == len(set(names)), f"{path}: each part once")
        text = {n: z.read(n) for n in names}
    for name, data in text.items():
        if name.endswith((".xml", ".rels")):
            try:
                tree.fromstring(data)
            except tree.ParseError as error:
                tally.check(False, f"{path}: {name}: {error}")
    sheets = [s.get("name") for s in tree.fromstring(text["xl/workbook.xml"]).iter(MAIN + "sheet")]
    tally.check(len({s.casefold() for s in sheets}) == len(sheets), f"{path}: names of sheets: {sheets}")
    for name in sheets:
        units = len(name.encode("utf-16-le")) // 2
        tally.check(not re.fullmatch(r"[A-Za-z]{0,3}\d+", name), f"{path}: {name} is a cell or a number in a formula")
        tally.check(0 < units <= 31 and not set("[]:*?/\\'") & set(name), f"{path}: a name no sheet may have: {name!r}")
    for name in (n for n in text if n.startswith("xl/worksheets/sheet")):
        root = tree.fromstring(text[name])
        taken = set()
        for merge in root.iter(MAIN + "mergeCell"):
            cells = {(r, c) for row in openpyxl.utils.cell.rows_from_range(merge.get("ref"))
                     for r, c in [re.match(r"([A-Z]+)(\d+)", x).groups() for x in row]}
            tally.check(not taken & cells, f"{path}: {name}: {merge.get('ref')} lies over another range")
            taken |= cells
        filters = root.findall(MAIN + "autoFilter")
        tally.check(len(filters) <= 1, f"{path}: {name}: {len(filters)} filters")
    return text


def formulas(workbook):
    return {(s.title, c.coordinate): c.value for s in workbook for row in s.iter_rows() for c in row
            if c.data_type == "f"}


def check_sums(workbook, path):
    """The formulas there are, with the number that is kept beside each: the sum of the cells it names."""
    kept = openpyxl.load_workbook(path, data_only=True)
    found = formulas(workbook)
    for (title, cell), formula in found.items():
        ranges = re.fullmatch(r"=SUM\(([A-Z]+\d+:[A-Z]+\d+)\)", formula)
        tally.check(ranges is not None, f"{title}!{cell} is no sum: {formula}")
        values = [c.value for row in workbook[title][ranges.group(1)] for c in row if isinstance(c.value, (int, float))]
        tally.check(math.isclose(math.fsum(values), kept[title][cell].value, abs_tol=1e-9),
                    f"{title}!{cell}: {formula} is {math.fsum(values)}, {kept[title][cell].value} is kept")
    return found


def check_ward(path):
    workbook, said = book(path, *WARD), as_json(*WARD)
    text = parts(path)
    tally.check(workbook.sheetnames[0] == "Tổng hợp", workbook.sheetnames)
    summary = sheet(workbook, "I. ")
    flat = [c.value for row in summary.iter_rows() for c in row if c.value is not None]
    total = f"{said['summary']['total']:.2f}".replace(".", ",")
    tally.check(any(total in str(v) for v in flat), f"the total {total} in {flat}")
    tally.check(any(re.match(rf"{said['summary']['rank']}\b", str(v)) for v in flat), f"the rank in {flat}")
    heads, rows, _ = table(sheet(workbook, "III. "), "STT")
    by_code = {str(r[0].value): r for r in rows}
    checked = 0
    for criterion in said["criteria"]["criteria"]:
        row = by_code.get(criterion["number"] or "")
        if row is None or criterion["points"] is None:
            continue
        cell = row[heads["Điểm"]]
        if cell.data_type == "n" and cell.value is not None:
            tally.check(cell.value == criterion["points"], f"{criterion['number']}: {cell.value} {criterion['points']}")
            tally.check(digits(cell.number_format) == 2, f"{criterion['number']}: {cell.number_format}")
            checked += 1
    tally.check(checked >= 15, f"{checked} criteria were compared")
    found = check_sums(workbook, path)
    tally.check(len(found) >= 2, f"columns that add up: {found}")
    tally.check(workbook.properties.title and "Phù Ninh" in workbook.properties.title, workbook.properties.title)
    links = [c.hyperlink.location for row in workbook.worksheets[0].iter_rows() for c in row if c.hyperlink]
    tally.check([x.rpartition("!")[0].strip("'") for x in links] == workbook.sheetnames[1:], f"ways to the sheets: {links}")
    charts = [n for n in text if n.startswith("xl/charts/chart")]
    tally.check(len(charts) >= 1, f"charts: {charts}")
    score(*WARD, "--output", path + ".again.xlsx")
    with open(path, "rb") as a, open(path + ".again.xlsx", "rb") as b:
        tally.check(a.read() == b.read(), "the same report, the same bytes")
    named = path + ".named.xlsx"
    renamed = book(named, *WARD, "--put", "heading.gap=[Q3]:*?/\\'s", "--put", "heading.plan=" + "Rất dài " * 20)
    parts(named)
    tally.check("IV. -Q3------’s" in renamed.sheetnames, f"signs no name may have: {renamed.sheetnames}")
    tally.check("V. Rất dài Rất dài Rất dài Rất…" in renamed.sheetnames, f"a name too long: {renamed.sheetnames}")
    return workbook, found


def check_province(path):
    workbook, said = book(path, *PROVINCE), as_json(*PROVINCE)
    text = parts(path)
    tally.check(MARK in workbook.worksheets[0]["A1"].value, workbook.worksheets[0]["A1"].value)
    for page in workbook.worksheets:
        tally.check(page.title == "Tổng hợp" or MARK in page["A1"].value, f"{page.title}: {page['A1'].value}")
        tally.check(page.page_setup.paperSize in ("9", 9, 8), f"{page.title}: paper {page.page_setup.paperSize}")
        tally.check("Trang" in page.oddFooter.right.text, f"{page.title}: {page.oddFooter.right.text}")
        tally.check(page.title == "Tổng hợp" or MARK in page.oddHeader.right.text, f"{page.title}: head of the page")
    ranking = sheet(workbook, "II. ")
    heads, rows, header = table(ranking, "Hạng")
    units = {r[heads["Mã đơn vị"]].value: r for r in rows}
    points = [k for k in said["ranking"]["ranking"][0] if k in heads]
    tally.check(len(points) >= 6, f"groups: {points}")
    for unit in said["ranking"]["ranking"]:
        if unit["total"] is None or unit["unit"] not in units:
            continue
        row = units[unit["unit"]]
        tally.check(row[heads["Tổng"]].value == unit["total"], f"{unit['unit']}: total")
        rank = row[heads["Hạng"]].value
        if unit["rank"] is not None:
            tally.check(rank == (f"{unit['rank']}=" if unit["tied"] else unit["rank"]), f"{unit['unit']}: rank {rank}")
        tally.check(all(row[heads[k]].value == unit[k] for k in points), f"{unit['unit']}: points of groups")
    tally.check(ranking.freeze_panes and ranking.freeze_panes.endswith(str(header + 1)), f"frozen: {ranking.freeze_panes}")
    last = header + len(rows)
    tally.check(ranking.auto_filter.ref.startswith(f"A{header}:") and int(re.search(r"\d+$", ranking.auto_filter.ref)[0])
                <= last, f"filter: {ranking.auto_filter.ref}")
    tally.check(ranking.print_title_rows in (f"{header}:{header}", f"${header}:${header}"), f"{ranking.print_title_rows}")
    heat = sheet(workbook, "IV. ")
    heads, rows, _ = table(heat, "Hạng")
    keys = [k for k in said["heat"]["heat"][0] if k.isupper() or "." in k]
    by_unit = {r[heads["Mã đơn vị"]].value: r for r in rows}
    for unit in said["heat"]["heat"]:
        row = by_unit[unit["unit"]] if unit["unit"] in by_unit else None
        cells = [c.value for c in row if c.column <= max(heads.values()) + 1][-len(keys):] if row else []
        tally.check(cells == [unit[k] for k in keys], f"heat of {unit['unit']}: {cells}")
    colours = [r for c in heat.conditional_formatting for r in c.rules]
    tally.check(colours and all(r.type == "colorScale" and len(r.colorScale.color) == 3 for r in colours), "heat has colours")
    tops = {float(r.colorScale.cfvo[2].val) for r in colours}
    tally.check(len(tops) > 1 and all(t > 0 for t in tops), f"full marks: {tops}")
    tally.check(any("HTML" in str(r[0].value) for r in sheet(workbook, "V. ").iter_rows()), "where the map is")
    charts = {n: tree.fromstring(d) for n, d in text.items() if n.startswith("xl/charts/chart")}
    kinds = [e.tag.rpartition("}")[2] for root in charts.values() for e in root.iter() if e.tag.endswith("Chart")]
    tally.check(kinds.count("barChart") >= 2 and "lineChart" in kinds, f"charts: {kinds}")
    for name, root in charts.items():
        title = "".join(t.text or "" for t in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t"))
        tally.check(MARK in title, f"{name}: {title}")
        for f in (e.text for e in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}f")):
            where, _, cells = f.rpartition("!")
            page = workbook[where.strip("'")]
            far = openpyxl.utils.cell.range_boundaries(cells.replace("$", ""))
            tally.check(far[2] <= page.max_column and far[3] <= page.max_row, f"{name}: {f} lies outside its table")
    tally.check(not any(re.search(rb"short_dash|long_dash", d) for n, d in text.items() if "charts/" in n), "known marks only")
    check_sums(workbook, path)


HOSTILE = ["<b>&\"'=1+1", "=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\u202eevil\u202c", "Xã 😀 😀", "_x0041_ không phải A",
           "Xã [a]:*?/\\ 'b'", "Xã " + "rất dài " * 1250, "History", "“Ngoặc” – ‘đơn’", "&G&P&D", "\u200fعربي", "a\u0301" * 40, "Xã " + "x" * 40000]
LONGEST = 32767  # of a cell


def check_hostile(folder):
    """Names no one would give: each stands as text, and the names of sheets made of them are names of sheets."""
    units, data = os.path.join(folder, "units.csv"), f"{FIXTURES}/766/dongnai-2026q3-synthetic.csv"
    with open(f"{FIXTURES}/units/dongnai.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    at = rows[0].index("name")
    chosen = {}
    with open(data, encoding="utf-8-sig", newline="") as file:
        known = {row[0] for row in csv.reader(file)}
    for row in rows[1:]:
        if len(chosen) < len(HOSTILE) and row[0] in known:
            row[at] = HOSTILE[len(chosen)]
            chosen[row[0]] = row[at]
    with open(units, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    common = ["--criteria", "766@2026-portal", "--units", units, "--data", data, "--lang", "vi"]
    path = os.path.join(folder, "hostile.xlsx")
    workbook = book(path, "rank", *common)
    tally.check(b"_x005F_x0041_" in parts(path)["xl/sharedStrings.xml"], "what looks like an escape is escaped")
    tally.check(not formulas(workbook), f"formulas: {formulas(workbook)}")
    heads, rows, _ = table(sheet(workbook, "Bảng xếp hạng"), "Hạng")
    names = {r[heads["Mã đơn vị"]].value: r[heads["Tên"]] for r in rows}
    for code, name in chosen.items():
        cell = names[code]
        if len(name) > LONGEST:
            tally.check(len(cell.value) <= LONGEST and cell.value[:30000] == name[:30000] and "…" in cell.value[-80:], "cut, and told so")
            continue
        plain = name.replace("\u202e", " ").replace("\u202c", " ").replace("a\u0301", "á").strip()
        tally.check(cell.data_type == "s" and cell.value.strip() == plain, f"{name[:30]!r} is {cell.data_type} {str(cell.value)[:40]!r}")
    for number, code in enumerate(list(chosen)[::3] if os.environ.get("SCORE_SANITIZE") else chosen):
        path = os.path.join(folder, f"one{number}.xlsx")
        workbook = book(path, "explain", "--unit", code, *common)
        parts(path)
        tally.check(not formulas(workbook), f"{chosen[code][:20]!r}: {formulas(workbook)}")


def check_calc(folder, ward, found):
    """LibreOffice opens the workbooks, works out each sum by itself and comes to what stood beside it."""
    bare, out = os.path.join(folder, "bare"), os.path.join(folder, "calc")
    os.makedirs(bare)
    for name in ("ward.xlsx", "province.xlsx", "hostile.xlsx"):
        with zipfile.ZipFile(os.path.join(folder, name)) as a, zipfile.ZipFile(os.path.join(bare, name), "w") as b:
            for part in a.namelist():  # without the sums that are kept
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", a.read(part)) if "worksheets/sheet" in part else a.read(part)
                b.writestr(part, data)
    soffice = shutil.which("soffice") or shutil.which("libreoffice") or "soffice"
    subprocess.run([soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--convert-to",
                    "xlsx:Calc MS Excel 2007 XML", "--outdir", out, *(os.path.join(bare, n) for n in sorted(os.listdir(bare)))],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, env={**os.environ, "HOME": folder})
    for name in sorted(os.listdir(bare)):
        if not tally.check(os.path.exists(os.path.join(out, name)), f"LibreOffice saved {name}"):
            continue
        before = openpyxl.load_workbook(os.path.join(folder, name), data_only=True)
        after = openpyxl.load_workbook(os.path.join(out, name), data_only=True)
        tally.check(before.sheetnames == after.sheetnames, f"{name}: {after.sheetnames}")
        differing = [(s.title, c.coordinate, c.value, after[s.title][c.coordinate].value) for s in before
                     for row in s.iter_rows() for c in row if isinstance(c.value, (int, float))
                     and not math.isclose(c.value, float(after[s.title][c.coordinate].value or 0), abs_tol=1e-9)]
        tally.check(not differing, f"{name}: other numbers in LibreOffice: {differing[:5]}")
    tally.check(len(found) > 0 and formulas(openpyxl.load_workbook(os.path.join(out, "ward.xlsx"))).keys() == found.keys(),
                "the same cells are formulas in LibreOffice")


with tempfile.TemporaryDirectory() as folder:
    ward, found = check_ward(os.path.join(folder, "ward.xlsx"))
    check_province(os.path.join(folder, "province.xlsx"))
    check_hostile(folder)
    if os.environ.get("SCORE_SKIP_RANDOM") != "1":  # once is enough for what another program says
        check_calc(folder, ward, found)
tally.close()
