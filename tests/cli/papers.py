"""Reads tables back out of what the command line writes: HTML, DOCX, XLSX, CSV, JSON, Markdown. Every reader stands on
Python's own parsers, none on the program."""
import csv
import html.parser
import io
import json
import re
import zipfile
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MARK = "SỐ LIỆU MÔ PHỎNG"
SILENT = {"script", "style", "title"}


class Page(html.parser.HTMLParser):
    """Tables with their captions, pictures with their captions, facts, and every element and attribute there is."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tables, self.figures, self.elements, self.text, self.title = [], [], [], [], ""
        self.scripts = []
        self.inside, self.cell, self.caption, self.silent, self.h1 = [], None, None, 0, False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag in SILENT:
            self.silent += 1
            if tag == "script":
                self.scripts.append("")
        if tag == "table":
            self.tables.append({"caption": "", "rows": []})
        elif tag == "tr" and self.tables:
            self.tables[-1]["rows"].append([])
            self.cell = None
        elif tag in ("td", "th") and self.tables and self.tables[-1]["rows"]:
            self.tables[-1]["rows"][-1].append("")
            self.cell = self.tables[-1]["rows"][-1]
        elif tag == "caption":
            self.caption = self.tables[-1]
        elif tag == "figure":
            self.figures.append({"caption": "", "id": dict(attrs).get("id", "")})
        elif tag == "figcaption":
            self.caption = self.figures[-1]
        elif tag == "h1":
            self.h1 = True
        elif tag in ("thead", "tbody", "tfoot"):
            self.cell = None

    def handle_endtag(self, tag):
        if tag in SILENT:
            self.silent -= 1
        elif tag in ("caption", "figcaption"):
            self.caption = None
        elif tag in ("table", "td", "th", "tr", "thead"):
            self.cell = None
            if tag == "thead":
                self.caption = None
        elif tag == "h1":
            self.h1 = False

    def handle_data(self, data):
        if self.silent:
            if self.scripts and self.lasttag == "script":
                self.scripts[-1] += data
            return
        self.text.append(data)
        if self.h1:
            self.title += data
        if self.caption is not None:
            self.caption["caption"] += data
        elif self.cell is not None:
            self.cell[-1] += data


def clean(text):
    return re.sub(r"\s+", " ", text).strip()


def table(caption, rows):
    rows = [[clean(cell) for cell in row] for row in rows]
    return {"caption": clean(caption), "head": rows[0] if rows else [], "rows": rows[1:]}


def of_html(data):
    page = Page(data.decode("utf-8"))
    return {"title": clean(page.title), "tables": [table(t["caption"], t["rows"]) for t in page.tables],
            "figures": [clean(f["caption"]) for f in page.figures], "text": clean(" ".join(page.text))}


def of_docx(data):
    body = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))[0]
    tables, before, words = [], "", []
    for block in (inner for whole in body for inner in apart(whole)):
        if block.tag == W + "tbl":
            rows = [[paragraphs(cell) for cell in row.findall(W + "tc")] for row in block.findall(W + "tr")]
            tables.append(table(before, rows))
            words += [cell for row in rows for cell in row]
        elif block.tag == W + "p":
            text = paragraphs(block)
            words.append(text)
            before = text or before
    return {"title": clean(" ".join(words[:8])), "tables": tables, "figures": [], "text": clean(" ".join(words))}


def apart(block):
    """Tables that stand beside one another are in the cells of one without lines."""
    if block.tag != W + "tbl" or block.find(f".//{W}tc/{W}tbl") is None:
        return [block]
    return [inner for cell in block.findall(f"{W}tr/{W}tc") for inner in cell]


def paragraphs(block):
    out = []
    for part in block.iter():
        if part.tag == W + "t":
            out.append(part.text or "")
        elif part.tag in (W + "br", W + "tab", W + "p"):
            out.append(" ")
    return "".join(out)


def of_xlsx(data):
    """One table a sheet: from the first row that has more than one cell on; captions are the rows above."""
    book = zipfile.ZipFile(io.BytesIO(data))
    names = [sheet.get("name") for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(X + "sheet")]
    shared = []
    if "xl/sharedStrings.xml" in book.namelist():
        for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).findall(X + "si"):
            shared.append("".join(t.text or "" for t in item.iter(X + "t")))
    sheets, formulas = [], []
    for number, name in enumerate(names, 1):
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
        rows = []
        for row in root.iter(X + "row"):
            cells = {}
            for cell in row.findall(X + "c"):
                value = cell.find(X + "v")
                text = "" if value is None else value.text or ""
                if cell.get("t") == "s":
                    text = shared[int(text)]
                elif cell.get("t") == "inlineStr":
                    text = "".join(t.text or "" for t in cell.iter(X + "t"))
                formulas += [f.text or "" for f in cell.findall(X + "f")]
                cells[column(cell.get("r"))] = text
            rows.append([cells.get(i, "") for i in range(max(cells, default=-1) + 1)])
        sheets.append({"name": name, "rows": rows})
    return {"sheets": sheets, "formulas": formulas,
            "text": clean(" ".join(cell for s in sheets for row in s["rows"] for cell in row))}


def column(reference):
    at = 0
    for letter in re.match("[A-Z]+", reference).group():
        at = at * 26 + ord(letter) - 64
    return at - 1


def of_markdown(data):
    tables, rows, caption, before, heading = [], [], "", "", ""
    lines = data.decode("utf-8").split("\n")
    for line in lines + [""]:
        if line.startswith("|"):
            if not rows:
                caption = f"{heading} {before}"
            rows.append([cell.strip().strip("*").strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
        else:
            if rows:
                tables.append(table(caption, [rows[0], *rows[2:]]))
                rows = []
            before = line.strip() or before
            heading = line if line.startswith("#") else heading
    title = next((line for line in lines if line.startswith("# ")), "")
    return {"title": title, "tables": tables, "figures": [], "text": "\n".join(lines)}


def of_csv(data):
    """{(section, table): [{column: value}]}, rows in order."""
    out = {}
    for row in csv.DictReader(io.StringIO(data.decode("utf-8"))):
        rows = out.setdefault((row["section"], row["table"]), {})
        rows.setdefault(row["row"], {})[row["column"]] = row["value"]
    return {key: list(rows.values()) for key, rows in out.items()}


def of_json(data):
    """The same shape as of_csv, with values as they are; facts beside it."""
    return json.loads(data.decode("utf-8"), parse_float=str)


def find(paper, *heads):
    """The longest table with all these headings."""
    found = [t for t in paper["tables"] if all(head in t["head"] for head in heads)]
    return max(found, key=lambda t: len(t["rows"]), default=None)


def find_sheet(paper, *heads):
    found = [{"head": row, "rows": sheet["rows"][at + 1:], "name": sheet["name"]} for sheet in paper["sheets"]
             for at, row in enumerate(sheet["rows"]) if all(head in row for head in heads)]
    return max(found, key=lambda t: len(t["rows"]), default=None)
