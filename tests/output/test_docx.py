"""Papers (DOCX) as an independent reader, an XML parser and an office see them: parts, styles, margins and page numbers of
Nghị định 30/2020/NĐ-CP, tables whose headings are repeated, the numbers of the JSON, hostile names. LibreOffice prints all of
them in one go; what is measured is its PDF."""
import glob
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zipfile

try:
    import docx
except ImportError:
    if sys.executable != "/usr/bin/python3" and os.path.exists("/usr/bin/python3"):
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    raise

HERE = os.path.dirname(os.path.abspath(__file__))
for folder in ("house", "page", "cli"):
    sys.path.insert(0, os.path.join(HERE, "..", folder))
import calc  # noqa: E402
import pages  # noqa: E402
from tally import BIN, BUILD, SOURCE, Tally  # noqa: E402

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FOLDER = os.path.join(BUILD, "papers")
FIXTURES = os.path.join(SOURCE, "fixtures")
MARK = "SỐ LIỆU MÔ PHỎNG"
MM = 72 / 25.4
PARTS = ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels", "word/header1.xml",
         "word/header2.xml", "word/settings.xml", "word/styles.xml", "word/fontTable.xml", "docProps/core.xml",
         "docProps/app.xml"]
# Children in the order of ECMA-376: a program that checks the schema refuses any other.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind jc textAlignment outlineLvl "
           "rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike color spacing w kern position sz szCs highlight u lang",
    "tblPr": "tblStyle bidiVisual tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "style": "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr trPr tcPr",
    "tbl": "tblPr tblGrid tr", "tr": "trPr tc", "tc": "tcPr p tbl", "p": "pPr r", "settings":
        "zoom defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
    "styles": "docDefaults style", "font": "panose1 charset family pitch", "body": "p tbl sectPr", "docDefaults":
        "rPrDefault pPrDefault", "tblBorders": "top left bottom right insideH insideV", "tblCellMar": "top left bottom right"}
NO_ORDER = {"tc", "body", "trPr"}


def nq57():
    quarters = sorted(glob.glob(os.path.join(FIXTURES, "nq57", "dongnai-20*-synthetic.csv")))
    return ["--criteria", "nq57", *pages.units("dongnai"), *[word for path in quarters for word in ("--data", path)],
            "--period", "2026-Q3"]


def commands():
    at = [os.path.join(FOLDER, "hostile" + tail) for tail in (".json", "-units.csv", "-data.csv")]
    evil = ["--criteria", at[0], "--units", at[1], "--data", at[2], "--scope", "parent:90", "--put", "signer=" + pages.HOSTILE,
            "--put", "place=" + pages.HOSTILE, "--put", "name=" + pages.LONG]
    return {"ward": [*pages.WARD, "--office", os.path.join(FIXTURES, "templates", "office.json")],
            "ward-synthetic": ["report", "ward", "--unit", "25210", *nq57()],
            "ward-en": [*pages.WARD, "--lang", "en"],
            "province": ["report", "province", *pages.ANGIANG],
            "province-synthetic": pages.DONGNAI,
            "rank": ["rank", *pages.ANGIANG, "--lang", "vi"],
            "hostile": ["report", "ward", "--unit", "90001", *evil],
            "hostile-province": ["report", "province", *evil]}


def path_of(name):
    return os.path.join(FOLDER, name + ".docx")


def write(tally, name, words, path=None, **environment):
    path = path or path_of(name)
    run = subprocess.run([BIN, *words, "--quiet", "-o", path], capture_output=True, text=True, encoding="utf-8",
                         env={**os.environ, **environment})
    return tally.check(run.returncode == 0 and os.path.exists(path), f"{name}: exit {run.returncode}: {run.stderr[:2000]}")


def text_of(element):
    """Of a paragraph or a cell, line by line."""
    out = []
    for e in element.iter():
        if e.tag == W + "t":
            out.append(e.text or "")
        elif e.tag in (W + "br", W + "p"):
            out.append("\n")
    return "".join(out).strip("\n")


def rows_of(table):
    return [[text_of(cell) for cell in row.findall(W + "tc")] for row in table.findall(W + "tr")]


def style_of(paragraph):
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return found.get(W + "val") if found is not None else ""


def is_data(table):
    return table.find(f"{W}tblPr/{W}tblStyle").get(W + "val") == "TableGrid"


def check_parts(tally, name):
    with zipfile.ZipFile(path_of(name)) as package:
        tally.check(package.testzip() is None and package.namelist() == PARTS, f"{name}: parts {package.namelist()}")
        parts = {part: package.read(part) for part in package.namelist()}
        tally.check(all(i.date_time == (1980, 1, 1, 12, 0, 0) for i in package.infolist()), f"{name}: times of the parts")
    folder = os.path.join(FOLDER, name)
    os.makedirs(folder, exist_ok=True)
    files = []
    for part, data in parts.items():
        files.append(os.path.join(folder, part.replace("/", "-").strip("[")))
        with open(files[-1], "wb") as file:
            file.write(data)
    tally.run(["xmllint", "--noout", "--nonet", *files], f"{name}: xmllint")
    trees = {part: ElementTree.fromstring(data) for part, data in parts.items()}
    styles = {s.get(W + "styleId") for s in trees["word/styles.xml"].iter(W + "style")}
    for part, tree in trees.items():
        wrong = set()
        for tag, kin in {(e.tag, tuple(c.tag for c in e)) for e in tree.iter()}:
            order = ORDER.get(tag[len(W):], "").split() if tag.startswith(W) else []
            children = [c.split("}")[1] for c in kin]
            if order and any(c not in order for c in children):
                wrong.add(f"{tag} holds {children}")
            elif order and tag[len(W):] not in NO_ORDER and [order.index(c) for c in children] != sorted(order.index(c) for c in children):
                wrong.add(f"{tag} has the order {children}")
            if tag == W + "tc" and (not kin or kin[-1] != W + "p"):
                wrong.add("a cell without a paragraph")
        wrong |= {f"font {v}" for e in tree.iter(W + "rFonts") for v in e.attrib.values() if v != "Times New Roman"}
        wrong |= {"a colour" for e in tree.iter(W + "color") if e.get(W + "val") != "000000"}
        for tag in ("pStyle", "basedOn", "next", "tblStyle"):
            wrong |= {f"no style {e.get(W + 'val')}" for e in tree.iter(W + tag) if e.get(W + "val") not in styles}
        tally.check(not wrong, f"{name}: {part}: {sorted(wrong)[:5]}")
    grids = [(len(t.findall(f"{W}tblGrid/{W}gridCol")), {len(r.findall(W + "tc")) for r in t.findall(W + "tr")})
             for t in trees["word/document.xml"].iter(W + "tbl")]
    tally.check(all(rows == {columns} for columns, rows in grids), f"{name}: cells for every column: {grids}")
    return trees


def check_tables(tally, name, trees, synthetic):
    body = trees["word/document.xml"].find(W + "body")
    before = None
    count = 0
    blocks = [b for e in body for b in ([e] if e.tag != W + "tbl" or e.find(f".//{W}tc/{W}tbl") is None
                                        else [inner for cell in e.iter(W + "tc") if cell.find(W + "tbl") is not None for inner in cell])]
    for e in blocks:
        if e.tag == W + "tbl":
            rows = e.findall(W + "tr")
            headed = [r.find(f"{W}trPr/{W}tblHeader") is not None for r in rows]
            if is_data(e):
                count += 1
                tally.check(headed[0] and not any(headed[1:]) and len(rows) > 1, f"{name}: one repeated heading: {headed[:3]}")
                whole = sum(r.find(f"{W}trPr/{W}cantSplit") is not None for r in rows)
                tally.check(whole >= len(rows) * 0.7 or name.startswith("hostile"), f"{name}: rows that are not torn: {whole} of {len(rows)}")
                if synthetic:
                    said = text_of(before) if before is not None and style_of(before) in ("Caption", "CaptionSmall") else ""
                    tally.check(MARK in said, f"{name}: the mark over a table: {said}")
            else:
                tally.check(not any(headed), f"{name}: no heading where there is none")
            tally.check(before is None or before.tag != W + "tbl", f"{name}: two tables would become one")
        before = e
    tally.check(count > 0, f"{name}: tables")
    if synthetic:
        titles = [text_of(p) for p in body.findall(W + "p") if style_of(p) in ("Title", "Subtitle")]
        tally.check(any(MARK in t for t in titles), f"{name}: the mark in the title: {titles}")
        for part in ("word/header1.xml", "word/header2.xml"):
            tally.check(MARK in text_of(trees[part]), f"{name}: the mark in {part}")
    return count


def check_layout(tally, name):
    """Through python-docx: margins, fonts, sizes and spaces of the decree, and that it reads at all."""
    paper = docx.Document(path_of(name))
    for number, section in enumerate(paper.sections):
        margins = [section.top_margin.mm, section.bottom_margin.mm, section.left_margin.mm, section.right_margin.mm]
        limits = [(20, 25), (20, 25), (30, 35), (15, 20)]
        tally.check(all(low <= m <= high for m, (low, high) in zip(margins, limits)), f"{name}: margins {margins}")
        sides = sorted((round(section.page_width.mm), round(section.page_height.mm)))
        tally.check(sides == [210, 297], f"{name}: a page of {sides}")
        tally.check(section.different_first_page_header_footer == (number == 0), f"{name}: a first page without a number")
        tally.check("PAGE" in section.header._element.xml and section.header.paragraphs[0].style.name.lower() == "header",
                    f"{name}: the page number's field")
    tally.check(round(paper.sections[0].page_width.mm) == 210 or name == "rank", f"{name}: the first page stands")
    plain = paper.styles["Normal"]
    tally.check("PAGE" not in paper.sections[0].first_page_header._element.xml, f"{name}: no number on the first page")
    tally.check(plain.paragraph_format.space_after.pt >= 6 and 1 <= plain.paragraph_format.line_spacing <= 1.5,
                f"{name}: space between paragraphs and lines")
    defaults = paper.styles.element.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    tally.check(defaults.find(W + "sz").get(W + "val") == "28", f"{name}: 14 points")
    tally.check(defaults.find(W + "lang").get(W + "val") == ("en-GB" if name.endswith("-en") else "vi-VN"), f"{name}: language")
    for style, low, high in (("Body Text", 13, 14), ("Title", 13, 14), ("Heading 1", 13, 14), ("Heading 2", 13, 14),
                             ("Caption", 13, 14), ("Table Text", 11, 12), ("Table Text Small", 11, 12), ("Header", 13, 14),
                             ("Recipients", 11, 11), ("Recipients Title", 12, 12), ("Signature", 13, 14), ("Fact", 13, 14)):
        size = paper.styles[style].font.size
        tally.check(low <= (size.pt if size else 14) <= high, f"{name}: {style} is {size.pt if size else 14} points")
    return paper


def facts_of(paper):
    out = {}
    for table in paper.tables:
        if not is_data(table._tbl):
            for row in rows_of(table._tbl):
                if len(row) == 2 and row[0].endswith(":"):
                    out[row[0][:-1]] = row[1]
    return out


def headed(paper, *titles):
    for table in paper.tables:
        rows = rows_of(table._tbl)
        if is_data(table._tbl) and all(t in rows[0] for t in titles):
            return rows
    return []


def json_of(words):
    done = subprocess.run([BIN, *words, "--format", "json", "--quiet"], stdout=subprocess.PIPE, check=False)
    return json.loads(done.stdout, parse_float=str, parse_int=str)


def comma(number):
    return "" if number is None else number.replace(".", ",")


def check_ward(tally, name, words, paper):
    said, facts = json_of(words), facts_of(paper)
    summary = said["summary"]
    everything = "\n".join(text_of(p._p) for p in paper.paragraphs) + "\n".join(facts.values())
    total, rank = comma(summary["total"]), summary["rank"]
    tally.check(total and re.search(rf"(?<!\d){total}(?!\d)", everything), f"{name}: the total {total}: {facts}")
    tally.check(rank and any(re.match(rf"{rank}(?!\d)", v) for v in facts.values()), f"{name}: the rank {rank}: {facts}")
    rows = headed(paper, "Tiêu chí", "Điểm", "Điểm tối đa")
    wanted = said["criteria"]["criteria"]
    if not tally.check(len(rows) == len(wanted) + 1, f"{name}: {len(rows)} rows for {len(wanted)} criteria"):
        return
    column = [rows[0].index(t) for t in ("Tiêu chí", "Điểm", "Điểm tối đa")]
    for row, want in zip(rows[1:], wanted):
        got = [row[c] for c in column]
        tally.check(got == [want["name"], comma(want["points"]), comma(want["max"])], f"{name}: {got} is not {want}")


def check_rank(tally, words, paper):
    units = json_of(words)["units"]
    rows = headed(paper, "Hạng", "Tên", "Tổng")
    column = [rows[0].index(t) for t in ("Hạng", "Tên", "Tổng")]
    got = [[row[c] for c in column] for row in rows[1:]]
    want = [[u["rank"], u["name"], comma(u["total"])] for u in units]
    tally.check([[g[0].strip("="), *g[1:]] for g in got] == want and len(got) == 102, f"rank: {got[:3]} is not {want[:3]}")


def check_hostile(tally, trees, paper):
    said = text_of(trees["word/document.xml"])
    for wanted in ("<script>window.hacked=1</script>", "]]>", "😀", "=1+1"):
        tally.check(wanted in said, f"hostile: {wanted} as it was typed")
    tally.check("dài" * 3333 in said.lower(), "hostile: all of 10,000 characters")
    tally.check(not set("\u202e\u202c\x01\x1b") & set(said), "hostile: nothing turns the text around")
    tally.check(len(list(paper.part.rels.values())) == 5 and not any(r.is_external for r in paper.part.rels.values()),
                "hostile: no link leads anywhere")


def print_all(tally, names):
    office = calc.Calc(FOLDER)
    profile = os.path.join(FOLDER, "profile")
    os.makedirs(profile, exist_ok=True)
    office.start(profile, "--convert-to", "pdf", "--outdir", FOLDER, *[path_of(n) for n in names])
    there = [n for n in names if tally.check(os.path.exists(os.path.join(FOLDER, n + ".pdf")), f"{n}: not printed: {office.said}")]
    return there


BOX = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.S)


def check_pdf(tally, name):
    path = os.path.join(FOLDER, name + ".pdf")
    info = tally.run(["pdfinfo", path], f"{name}: pdfinfo")
    tally.check("(A4)" in info, f"{name}: {info}")
    boxes = tally.run(["pdftotext", "-bbox", path, "-"], f"{name}: pdftotext")
    least, top_least, stands = 999.0, 999.0, 0
    for number, (width, height, inside) in enumerate(PAGE.findall(boxes), 1):
        width, height = float(width) / MM, float(height) / MM
        words = [([float(v) / MM for v in m[:4]], m[4]) for m in BOX.findall(inside)]
        head = [(b, t) for b, t in words if b[3] < 20]
        body = [(b, t) for b, t in words if b[3] >= 20 and t.strip()]
        numbers = [b for b, t in head if t.isdigit()]
        tally.check([t for b, t in head if t.isdigit()] == ([] if number == 1 else [str(number)]),
                    f"{name}: the number of page {number}: {head}")
        for b in numbers:
            tally.check(abs((b[0] + b[2]) / 2 - (30 + width - 15) / 2) < 1, f"{name}: page {number}: its number at {b}")
        # Letters reach out of their lines by less than a millimetre.
        out = [t for b, t in body if b[0] < 29.5 or b[2] > width - 14.5 or b[1] < 19 or b[3] > height - 19]
        tally.check(not out, f"{name}: page {number}: out of the margins: {out[:5]}")
        tally.check(body, f"{name}: page {number} is empty")
        if body and width < height:
            least, top_least, stands = min([least, *[b[0] for b, _ in body]]), min([top_least, *[b[1] for b, _ in body]]), stands + 1
    if stands:
        tally.check(29.9 <= least <= 35, f"{name}: left margin {least:.1f} mm")
        tally.check(19.5 <= top_least <= 25, f"{name}: top margin {top_least:.1f} mm")


def main():
    tally = Tally()
    os.makedirs(FOLDER, exist_ok=True)
    for path in glob.glob(os.path.join(FOLDER, "*.docx")) + glob.glob(os.path.join(FOLDER, "*.pdf")):
        os.remove(path)
    pages.write_hostile(FOLDER)
    made = commands()
    there = [name for name, words in made.items() if write(tally, name, words)]
    for name in there:
        synthetic = name.endswith("synthetic")
        trees = check_parts(tally, name)
        check_tables(tally, name, trees, synthetic)
        paper = check_layout(tally, name)
        if name in ("ward", "ward-synthetic"):
            check_ward(tally, name, made[name], paper)
        if name == "rank":
            check_rank(tally, made[name], paper)
        if name.startswith("hostile"):
            check_hostile(tally, trees, paper)
        if name == "ward":
            said = text_of(trees["word/document.xml"])
            for wanted in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "BÁO CÁO", "Nơi nhận:", "Số: "):
                tally.check(wanted in said, f"ward: {wanted}")
            before = said.index("Nơi nhận:")
            tally.check(before < said.rindex("Phụ lục I"), "ward: annexes come after the signatures")
    if "ward" in there:
        with open(path_of("ward"), "rb") as file:
            first = file.read()
        for zone in ("America/Los_Angeles", "Asia/Ho_Chi_Minh"):
            other = os.path.join(FOLDER, "again.docx")
            write(tally, zone, made["ward"], other, TZ=zone)
            with open(other, "rb") as file:
                tally.check(file.read() == first, f"the same paper, the same bytes in {zone}")
            os.remove(other)
    if not os.environ.get("SCORE_SKIP_RANDOM") and not os.environ.get("SCORE_SANITIZE"):
        for name in print_all(tally, [n for n in there if n not in ("ward-en", "province")]):
            check_pdf(tally, name)
    tally.close()


main()
