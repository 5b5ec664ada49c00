"""Every figure of the reports as a file of its own: well-formed, alone in the world, and with the numbers of the published
data, which are added up here again."""
import csv
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from decimal import Decimal

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "house"))
from tally import BIN, SOURCE, Tally

SVG = "{http://www.w3.org/2000/svg}"
ANGIANG = ["--criteria", "766@2025-portal", "--units", "fixtures/units/angiang.csv", "--data", "fixtures/766/angiang-2025.csv",
           "--stage", "published"]
DONGNAI = ["--criteria", "766@2026-portal", "--units", "fixtures/units/dongnai.csv", "--data",
           "fixtures/766/dongnai-2026q3-synthetic.csv"]
POINTS = ["CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"]


def rows(path):
    with open(os.path.join(SOURCE, path), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def vietnamese(number):
    return f"{number:.2f}".replace(".", ",")


def figure(tally, report, source, key, *more):
    done = subprocess.run([BIN, "report", report, *source, "--format", "svg", "--figure", key, *more], cwd=SOURCE,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    name = f"{report} {key} {' '.join(more)}"
    tally.check(done.returncode == 0, f"{name}: exit {done.returncode}: {done.stderr.decode()}")
    text = done.stdout.decode("utf-8")
    tally.check(text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"'), f"{name}: head")
    tally.check(len(re.findall(r"https?:", text)) == 1 and "@import" not in text, f"{name}: leads elsewhere")
    tally.check("var(" not in text, f"{name}: colours that many programs do not know")
    tree = ET.fromstring(done.stdout)
    used = {c for c in re.findall(r'class="(\w+)"', text)}
    tally.check(all(re.search(rf"[.]{c}[,{{]", text) for c in used), f"{name}: a class without a colour: {used}")
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    tally.check(len(ids) == len(set(ids)), f"{name}: an id stands twice")
    tally.check(tree.get("role") == "img", f"{name}: role")
    said = [e for i in tree.get("aria-labelledby").split() for e in tree.iter() if e.get("id") == i]
    tally.check(len(said) == 2 and all(e.text for e in said), f"{name}: title and desc")
    for used in re.findall(r"url\(#([^)]*)\)", text):
        tally.check(used in ids, f"{name}: no {used}")
    width, height = (Decimal(n) for n in tree.get("viewBox").split()[2:])
    for e in tree.iter(SVG + "text"):
        x, y = Decimal(e.get("x", "0")), Decimal(e.get("y", "0"))
        tally.check(-16 <= x <= width and -16 <= y <= height, f"{name}: '{e.text}' lies outside, at {x} {y}")
    return tree, text


def words(tree):
    return ["".join(e.itertext()) for e in tree.iter(SVG + "text")]


def angiang(tally):
    unit = {u["portal_code"]: u for u in rows("fixtures/units/angiang.csv")}
    total = {}
    for r in rows("fixtures/766/angiang-2025.csv"):
        total[unit[r["unit"]]["name"]] = sum(Decimal(r["points:" + p]) for p in POINTS)
    tally.check(len(total) == 102, "102 units")
    boundaries = ["--map", "criteria/boundaries/91.geojson"]
    tree, text = figure(tally, "province", ANGIANG, "map", *boundaries)
    areas = [e for e in tree.iter(SVG + "path") if e.find(SVG + "title") is not None]
    said = dict(e.find(SVG + "title").text.split(": ") for e in areas)
    tally.check(said == {name: vietnamese(t) for name, t in total.items()}, "the map's totals")
    tally.check("Vietnamese Provinces Database, © Thang Le Quoc, MIT" in text, "the map's credit")
    colours = {int(e.get("class")[1]): [] for e in areas}
    for e in areas:
        colours[int(e.get("class")[1])].append(total[e.find(SVG + "title").text.split(": ")[0]])
    order = sorted(colours)
    tally.check(4 <= len(order) <= 7, f"{len(order)} colours")
    tally.check(all(max(colours[a]) < min(colours[b]) for a, b in zip(order, order[1:])), "a darker colour, a higher total")
    tree, _ = figure(tally, "province", ANGIANG, "ranking")
    said = words(tree)
    for name, t in total.items():
        at = said.index(name) if name in said else -1
        tally.check(at >= 0 and said[at + 1] == vietnamese(t), f"{name}: {vietnamese(t)} in the ranking")
    lengths = [(Decimal(re.search(r"h([\d.]+)v", e.get("d")).group(1))) for e in tree.iter(SVG + "path") if e.get("data-r")]
    tally.check(len(lengths) == 102 and lengths == sorted(lengths, reverse=True), "longer bars stand above shorter ones")
    tree, _ = figure(tally, "province", ANGIANG, "heat")
    said = words(tree)
    want = [r["points:" + p] for r in rows("fixtures/766/angiang-2025.csv") for p in POINTS]
    for number in want:
        tally.check(vietnamese(Decimal(number)) in said, f"{number} in the heat map")
    for key in ("grades", "distribution"):
        figure(tally, "province", ANGIANG, key)
    tree, _ = figure(tally, "province", ANGIANG, "map", "--map-by", "grade", *boundaries)
    tally.check(any(re.fullmatch(r"1  .+ \(\d+\)", w) for w in words(tree)), "grades have their number in the legend")


def dongnai(tally):
    tree, _ = figure(tally, "province", DONGNAI, "map", "--map", "criteria/boundaries/75.geojson", "--lang", "vi")
    for key in ("map", "ranking", "heat"):
        more = ["--map", "criteria/boundaries/75.geojson"] if key == "map" else []
        tree, _ = figure(tally, "province", DONGNAI, key, *more)
        tally.check("SỐ LIỆU MÔ PHỎNG" in words(tree), f"{key}: the data are made up")
    # A map of another province: all its areas are hatched, and none is coloured.
    tree, _ = figure(tally, "province", DONGNAI, "map", "--map", "criteria/boundaries/91.geojson")
    areas = [e for e in tree.iter(SVG + "path") if e.find(SVG + "title") is not None]
    tally.check(len(areas) == 102 and all(e.get("fill", "").startswith("url(#") for e in areas),
                "another province's areas")


def refusals(tally):
    def refuse(wanted, code, *more):
        done = subprocess.run([BIN, "report", "province", *ANGIANG, "--lang", "en", *more], cwd=SOURCE, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)
        said = done.stderr.decode("utf-8", "replace")
        tally.check(done.returncode == code and re.search(wanted, said), f"{' '.join(more)}: exit {done.returncode}: {said}")
        tally.check(not done.stdout, "nothing is written")

    refuse(r"no figure 'nono'; there are: .*ranking", 2, "--format", "svg", "--figure", "nono")
    refuse(r"README\.md:1:?.*", 3, "--format", "html", "--map", "README.md")
    refuse(r"nonexistent", 3, "--format", "html", "--map", "nonexistent.geojson")


tally = Tally()
angiang(tally)
dongnai(tally)
refusals(tally)
tally.close()
