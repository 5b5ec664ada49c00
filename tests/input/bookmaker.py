"""Builds workbooks part by part with the standard library alone, well-formed ones and others."""
import io
import unicodedata
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_LINK = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
TYPE_OF_LINKS = "application/vnd.openxmlformats-package.relationships+xml"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def windows1258(words):
    """Letters with their hats and horns, and the tone marks behind them."""
    out = ""
    for c in unicodedata.normalize("NFC", words):
        marks = unicodedata.normalize("NFD", c)
        tone = "".join(m for m in marks if m in "\u0300\u0301\u0303\u0309\u0323")
        out += unicodedata.normalize("NFC", "".join(m for m in marks if m not in tone)) + tone
    return out.encode("cp1258")


def letters(number):
    """1 = A, 27 = AA."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def cell(ref, value="", kind=None, style=None, inside=None):
    """One <c>; `inside` stands for what a value would be wrapped in."""
    attributes = f' r="{ref}"' if ref else ""
    attributes += f' s="{style}"' if style is not None else ""
    attributes += f' t="{kind}"' if kind else ""
    body = inside if inside is not None else f"<v>{escape(value)}</v>"
    return f"<c{attributes}>{body}</c>"


def text(ref, value):
    return cell(ref, kind="inlineStr", inside=f"<is><t>{escape(value)}</t></is>")


def row(number, *cells, extra=""):
    place = f' r="{number}"' if number else ""
    return f"<row{place}{extra}>{''.join(cells)}</row>"


def line(number, *values):
    """A row of texts and numbers as Python has them."""
    cells = []
    for i, value in enumerate(values, 1):
        ref = f"{letters(i)}{number}"
        if isinstance(value, str):
            cells.append(text(ref, value))
        elif value is not None:
            cells.append(cell(ref, repr(value)))
    return row(number, *cells)


def sheet(*rows, before="", after="", main=MAIN):
    return f'{HEAD}<worksheet xmlns="{main}">{before}<sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'


def shared(*items):
    """Each item is the inside of an <si>."""
    return f'{HEAD}<sst xmlns="{MAIN}">{"".join(f"<si>{i}</si>" for i in items)}</sst>'


def styles(formats, cells):
    """formats = {id: code}; cells = numFmtId of each cell format."""
    codes = "".join(f'<numFmt numFmtId="{i}" formatCode={quoteattr(c)}/>' for i, c in formats.items())
    formats = "".join(f'<xf numFmtId="{i}" fontId="0" applyNumberFormat="1"/>' for i in cells)
    return (f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
            f"<cellXfs>{formats}</cellXfs></styleSheet>")


def relations(*items):
    """items = (id, kind, target[, mode])."""
    out = ""
    for item in items:
        mode = f' TargetMode="{item[3]}"' if len(item) > 3 else ""
        out += f'<Relationship Id="{item[0]}" Type="{LINK}/{item[1]}" Target={quoteattr(item[2])}{mode}/>'
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{out}</Relationships>'


def book(*leaves, inside=""):
    """leaves = (name, id[, state])."""
    out = ""
    for i, leaf in enumerate(leaves, 1):
        state = f' state="{leaf[2]}"' if len(leaf) > 2 and leaf[2] else ""
        out += f'<sheet name={quoteattr(leaf[0])} sheetId="{i}"{state} r:id="{leaf[1]}"/>'
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINK}">{inside}<sheets>{out}</sheets></workbook>'


def parts(sheets, strings=None, looks=None, inside="", states=()):
    """The parts of an ordinary workbook; sheets = {name: XML}."""
    links = [(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)]
    leaves = [(name, f"rId{i}", states[i - 1] if i <= len(states) else None) for i, name in enumerate(sheets, 1)]
    if strings is not None:
        links.append(("rIdS", "sharedStrings", "sharedStrings.xml"))
    if looks is not None:
        links.append(("rIdT", "styles", "styles.xml"))
    kinds = {"xl/workbook.xml": "sheet.main", "xl/sharedStrings.xml": "sharedStrings", "xl/styles.xml": "styles",
             **{f"xl/worksheets/sheet{i}.xml": "worksheet" for i in range(1, len(sheets) + 1)}}
    overrides = "".join(f'<Override PartName="/{part}" ContentType="{KIND}.{kind}+xml"/>' for part, kind in kinds.items())
    out = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="{TYPE_OF_LINKS}"/>'
                               f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book(*leaves, inside=inside),
        "xl/_rels/workbook.xml.rels": relations(*links),
    }
    for i, xml in enumerate(sheets.values(), 1):
        out[f"xl/worksheets/sheet{i}.xml"] = xml
    if strings is not None:
        out["xl/sharedStrings.xml"] = strings
    if looks is not None:
        out["xl/styles.xml"] = looks
    return out


def packed(content, how=zipfile.ZIP_DEFLATED):
    """{name: text or bytes} -> the bytes of a ZIP file, the same every time. A list of pairs may repeat a name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as z:
        for name, data in content.items() if isinstance(content, dict) else content:
            info = zipfile.ZipInfo(name, (2026, 9, 30, 0, 0, 0))
            info.compress_type = how
            z.writestr(info, data)
    return stream.getvalue()


def workbook(*rows, name="Nhập số liệu", **more):
    """A workbook of one sheet."""
    return packed(parts({name: sheet(*rows)}, **more))
