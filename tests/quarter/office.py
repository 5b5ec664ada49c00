"""LibreOffice at work without a window: it opens sheets, figures are typed into them, it saves them in its own way."""
import os
import shutil
import subprocess
import xml.etree.ElementTree as ET

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def shown(cell):
    return "\n".join("".join(p.itertext()) for p in cell.findall(TEXT + "p"))


def spread(row):
    """The cells of a row, each one by itself where several equal ones stand as one."""
    for cell in list(row):
        times = int(cell.get(TABLE + "number-columns-repeated", "1"))
        if cell.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell") or not 1 < times < 200:
            continue
        del cell.attrib[TABLE + "number-columns-repeated"]
        at = list(row).index(cell)
        for k in range(times - 1):
            row.insert(at + 1 + k, ET.fromstring(ET.tostring(cell)))
    return [c for c in row if c.tag in (TABLE + "table-cell", TABLE + "covered-table-cell")]


def type_into(cell, text):
    """What typing does: a number becomes a number, anything else stays a text."""
    for name in ("value-type", "value", "date-value", "boolean-value", "string-value"):
        cell.attrib.pop(OFFICE + name, None)
    cell.attrib.pop(CALCEXT + "value-type", None)
    for p in cell.findall(TEXT + "p"):
        cell.remove(p)
    try:
        float(text)
        cell.set(OFFICE + "value-type", "float")
        cell.set(OFFICE + "value", text)
    except ValueError:
        cell.set(OFFICE + "value-type", "string")
    ET.SubElement(cell, TEXT + "p").text = text


class Office:
    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)

    def convert(self, files, to, outdir):
        """One call for all of them: to = "xlsx", "fods" or another filter of LibreOffice."""
        soffice = shutil.which("soffice") or "libreoffice"
        profile = "file://" + os.path.abspath(os.path.join(self.folder, "profile"))
        done = subprocess.run([soffice, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to",
                               to, "--outdir", outdir, *files], capture_output=True, text=True, timeout=240,
                              env={**os.environ, "HOME": self.folder})
        made = [os.path.join(outdir, os.path.splitext(os.path.basename(f))[0] + "." + to.split(":")[0]) for f in files]
        if done.returncode or not all(os.path.exists(m) for m in made):
            raise SystemExit(f"LibreOffice did not write {made}: {done.stdout}{done.stderr}\n0 passed, 1 failed")
        return made

    def fill(self, values):
        """path of a template -> {measure: text}: the workbooks are opened, filled, and saved over by LibreOffice."""
        paths = list(values)
        for path, flat in zip(paths, self.convert(paths, "fods", self.folder)):
            self.fill_flat(flat, values[path])
        flats = [os.path.join(self.folder, os.path.splitext(os.path.basename(p))[0] + ".fods") for p in paths]
        saved = self.convert(flats, "xlsx", os.path.join(self.folder, "saved"))
        for path, new in zip(paths, saved):
            shutil.copyfile(new, path)

    @staticmethod
    def fill_flat(flat, values):
        names = dict(node for _, node in ET.iterparse(flat, events=["start-ns"]))
        for prefix, uri in names.items():
            ET.register_namespace(prefix, uri)
        tree = ET.parse(flat)
        left, columns = dict(values), None
        for row in tree.iter(TABLE + "table-row"):
            cells = spread(row)
            texts = [shown(cell) for cell in cells]
            if "Mã số liệu" in texts:
                columns = texts.index("Mã số liệu"), texts.index("Giá trị")
            elif columns and len(cells) > columns[1] and texts[columns[0]] in left:
                type_into(cells[columns[1]], left.pop(texts[columns[0]]))
        if left or not columns:
            raise SystemExit(f"{flat}: no rows for {sorted(left)}\n0 passed, 1 failed")
        tree.write(flat, encoding="utf-8", xml_declaration=True)
