"""score report province against figures worked out here: An Giang 2025 from the published totals and group scores; a quarter
of Đồng Nai and of the resolution's criteria; sets by hand with ties, one unit, nobody ranked, all alike, a hundred and
thirty units; maps with a unit that has no boundary and a boundary that has no unit."""
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
from decimal import ROUND_HALF_UP, Decimal as D
from fractions import Fraction as F

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "house"))
from tally import BIN, SOURCE, Tally  # noqa: E402

tally = Tally()
check = tally.check
FOLDER = tempfile.TemporaryDirectory()
FIXTURES = os.path.join(SOURCE, "fixtures")
MAPS = os.path.join(SOURCE, "criteria", "boundaries")
ANGIANG = ("--criteria", "766@2025-portal", "--units", FIXTURES + "/units/angiang.csv", "--data",
           FIXTURES + "/766/angiang-2025.csv", "--stage", "published")
DONGNAI = ("--criteria", "766@2026-portal", "--units", FIXTURES + "/units/dongnai.csv", "--data",
           FIXTURES + "/766/dongnai-2026q3-synthetic.csv")
NQ57 = ("--criteria", "nq57", "--units", FIXTURES + "/units/dongnai.csv") + tuple(
    word for q in ("2025q4", "2026q1", "2026q2", "2026q3")
    for word in ("--data", f"{FIXTURES}/nq57/dongnai-{q}-synthetic.csv"))
NAMED = ["xuat-sac", "tot", "kha", "trung-binh", "yeu"]


def run(*words):
    return subprocess.run([BIN, *words, "--quiet"], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          encoding="utf-8", check=False,
                          env=dict(os.environ, LANG="C.UTF-8", SCORE_CRITERIA_DIR=os.path.join(SOURCE, "criteria")))


def report(*words, lang="vi"):
    done = run("report", "province", *words, "--format", "json", "--lang", lang)
    check(done.returncode == 0, f"{' '.join(words)}: exit {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout, parse_float=D) if done.returncode == 0 else {}


def write(name, text):
    path = os.path.join(FOLDER.name, name)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text if isinstance(text, str) else json.dumps(text, ensure_ascii=False))
    return path


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def quartile(values, q):
    """Definition 7 of Hyndman and Fan."""
    v = sorted(F(x) for x in values)
    at = F(q * (len(v) - 1), 4)
    low = int(at)
    return v[low] + (at - low) * (v[min(low + 1, len(v) - 1)] - v[low])


def two_digits(x):
    x = F(x)
    return (D(x.numerator) / D(x.denominator)).quantize(D("0.01"), ROUND_HALF_UP)


def same(got, want, what):
    return check(got == want, f"{what}: {got!r}, not {want!r}")


def competition(totals):
    return {u: 1 + sum(other > t for other in totals.values()) for u, t in totals.items()}


def ends(totals, wanted, first):
    """Who is among so many from one end, with all that equal the last of them; nobody of the first rank from below."""
    order = sorted(totals.values(), reverse=first)
    edge = order[wanted - 1]
    if first:
        return {u for u, t in totals.items() if t >= edge}
    return {u for u, t in totals.items() if t <= edge and t < max(totals.values())}


def spread(got, values, what):
    for q, name in enumerate(("lowest", "lower_quartile", "median", "upper_quartile", "highest")):
        check(F(got[name]) == quartile(values, q), f"{what}: {name} {got[name]}, not {quartile(values, q)}")
    same(D(got["mean"]), two_digits(sum(map(F, values)) / len(values)), what + ": mean")


# ---- An Giang as published ----

def angiang():
    codes = {r["portal_code"]: r["code"] for r in rows(FIXTURES + "/units/angiang.csv")}
    totals = {codes[r["unit"]]: D(r["total"]) for r in rows(FIXTURES + "/766/angiang-2025-published.csv")}
    given = {codes[r["unit"]]: {k[7:]: D(v) for k, v in r.items() if k.startswith("points:")}
             for r in rows(FIXTURES + "/766/angiang-2025.csv")}
    rank = competition(totals)
    d = report(*ANGIANG, "--map", MAPS + "/91.geojson")
    table = d["ranking"]["ranking"]
    same(len(table), 102, "units ranked")
    same({r["unit"]: D(r["total"]) for r in table}, totals, "totals as published")
    same({r["unit"]: r["rank"] for r in table}, rank, "ranks")
    same([r["rank"] for r in table], sorted(rank.values()), "order")
    for r in table:
        same(r["tied"], list(rank.values()).count(r["rank"]) > 1, r["unit"] + " tied")
        for key, points in given[r["unit"]].items():
            same(D(r[key]), points, f"{r['unit']} {key}")
    for section, key in (("heat", "heat"), ("units", "units")):
        for r in d[section][key]:
            same({k: D(r[k]) for k in given[r["unit"]]}, given[r["unit"]], f"{section} {r['unit']}")
        same([r["unit"] for r in d[section][key]], [r["unit"] for r in table], section + " in order of rank")
    brief = d["brief"]
    spread(brief, list(totals.values()), "brief")
    same(brief["count"], 102, "count")
    same({r["unit"] for r in brief["top"]}, ends(totals, 5, True), "top")
    same({r["unit"] for r in brief["bottom"]}, ends(totals, 5, False), "bottom")
    same({r["unit"] for r in brief["remind"]}, ends(totals, 10, False), "remind")
    full = {"CKMB": 18, "TDGQ": 20, "CLGQ": 12, "TTTT": 10, "MDHL": 18, "MDSH": 22}
    for r in brief["remind"]:
        lost = {k: full[k] - given[r["unit"]][k] for k in full}
        most = max(lost.values())
        worst = [k for k in full if lost[k] == most]
        check(worst[0] in r["why"] and f"{most:.2f}" in r["why"], f"{r['unit']} lost {most} on {worst}: {r['why']}")
    for grade, (low, high) in zip(NAMED, ((90, 101), (80, 90), (70, 80), (50, 70), (0, 50))):
        got = [r for r in d["grades"]["grades"] if r["grade"] == grade][0]
        count = sum(low <= t < high for t in totals.values())
        same((got["count"], D(got["share"])), (count, two_digits(F(100 * count, 102))), grade)
    spreads = {r["code"]: r for r in d["distribution"]["distribution"]}
    spread(spreads[None], list(totals.values()), "total")
    for key in full:
        spread(spreads[key], [g[key] for g in given.values()], key)
        share = [r for r in d["distribution"]["shares"] if r["code"] == key][0]
        for q, name in enumerate(("lowest", "lower_quartile", "median", "upper_quartile", "highest")):
            same(D(share[name]), two_digits(100 * quartile([g[key] for g in given.values()], q) / full[key]),
                 f"share {key} {name}")
    areas = {r["unit"]: r["area"] for r in d["map"]["map"]}
    same(areas, {u: u for u in totals}, "every unit is on the map")
    check("lines" not in d["map"], "nobody is missing on the map")
    same([r["code"] for r in d["discrimination"]["alike"]],
         [k for k in full if sum(g[k] == full[k] for g in given.values()) * 100 >= 95 * 102], "alike")
    check(not d["absent"].get("without_data"), "all have reported")
    english = report(*ANGIANG, lang="en")
    same({r["unit"]: D(r["total"]) for r in english["ranking"]["ranking"]}, totals, "the same in English")
    by = report(*ANGIANG, "--map", MAPS + "/91.geojson", "--map-by", "TDGQ")
    same({r["unit"]: D(r["TDGQ"]) for r in by["map"]["map"]}, {u: g["TDGQ"] for u, g in given.items()}, "map by a group")
    done = run("report", "province", *ANGIANG, "--map-by", "TDGG")
    check(done.returncode != 0 and "TDGQ" in done.stderr, f"the nearest is named: {done.stderr}")
    done = run("report", "province", *ANGIANG, "--map-by", "zzzzzzzzzz", "--lang", "en")
    check(done.returncode != 0 and "zzzzzzzzzz" in done.stderr and "grade" in done.stderr, f"nothing near: {done.stderr}")


# ---- synthetic quarters ----

def dongnai():
    d = report(*DONGNAI, "--map", MAPS + "/75.geojson")
    same(d["synthetic"], True, "synthetic")
    data = {r["unit"] for r in rows(FIXTURES + "/766/dongnai-2026q3-synthetic.csv")}
    listed = {r["code"] for r in rows(FIXTURES + "/units/dongnai.csv")}
    have = {r["unit"] for r in d["ranking"]["ranking"]}
    same({r["unit"] for r in d["absent"]["without_data"]}, listed - have, "who has not reported")
    check(have <= data, "nobody is invented")
    ranked = {r["unit"]: D(r["total"]) for r in d["ranking"]["ranking"] if r["rank"]}
    silent = {r["unit"] for r in d["absent"]["not_ranked_units"]}
    same(silent, have - set(ranked), "who has too few data")
    spread(d["brief"], list(ranked.values()), "of the ranked alone")
    same({r["unit"] for r in d["brief"]["remind"]}, ends(ranked, 10, False) | silent | (listed - have), "to be reminded")
    same(sum(r["count"] for r in d["grades"]["grades"]), len(ranked), "grades of the ranked alone")
    points = {}
    for r in csv.DictReader(io.StringIO(run("eval", *DONGNAI, "--format", "csv").stdout)):
        points[r["unit"], r["node"]] = r
    heat = {r["unit"]: r for r in d["heat"]["heat"]}
    for r in d["units"]["units"]:
        for key in [k for k in r if k not in ("unit", "name", "total", "rank", "grade")]:
            e = points[r["unit"], key]
            has = e["outcome"] in ("scored", "reported")
            same(heat[r["unit"]][key], D(e["points"]) if has else None, f"heat {r['unit']} {key}")
            check(r[key] == D(e["points"]) if has else isinstance(r[key], str), f"{r['unit']} {key}: {r[key]!r}")
    same({r["unit"] for r in d["map"]["map"] if r["unit"]}, have, "units of the map")
    same({r["area"] for r in d["map"]["map"] if not r["unit"]}, listed - have, "boundaries without a result")
    check(any(len(listed - have) == 1 and "1 ranh giới" in line for line in d["map"]["lines"]), d["map"].get("lines"))
    text = run("report", "province", *DONGNAI, "--format", "markdown").stdout
    check(text.count("SỐ LIỆU MÔ PHỎNG") >= 8, "made-up data are said to be")
    part = report(*DONGNAI, "--scope", "kind:phuong")
    wards = {r["code"] for r in rows(FIXTURES + "/units/dongnai.csv") if r["kind"] == "phuong"}
    check({r["unit"] for r in part["ranking"]["ranking"]} <= wards, "the scope holds")
    check({r["unit"] for r in part["absent"].get("without_data", [])} <= wards, "and for who has not reported")


def quarters():
    places = {}
    for period in ("2025-Q4", "2026-Q1", "2026-Q2"):
        d = report(*NQ57, "--period", period, "--no-interval")
        places[period] = {r["unit"]: (r["rank"], D(r["total"])) for r in d["ranking"]["ranking"]}
        if period == "2025-Q4":
            check("movers" not in d and "bridge" not in d, "nothing before the first quarter")
            continue
        before = places["2025-Q4" if period == "2026-Q1" else "2026-Q1"]
        now = places[period]
        moved = {u: before[u][0] - r for u, (r, _) in now.items() if r and before.get(u, (None,))[0]}
        for key, sign in (("rise", 1), ("fall", -1)):
            far = sorted((sign * m for m in moved.values() if sign * m > 0), reverse=True)
            edge = far[min(10, len(far)) - 1] if far else 1
            want = {u: m for u, m in moved.items() if sign * m >= edge}
            got = d["movers"].get(key, [])
            same({r["unit"]: r["movement"] for r in got}, want, f"{period} {key}")
            same([r["movement"] for r in got], sorted(want.values(), reverse=sign > 0), f"{period} {key} in order")
        for r in d["ranking"]["ranking"]:
            same(r["movement"], moved.get(r["unit"]), f"{period} movement of {r['unit']}")
        check(("bridge" in d) == (period == "2026-Q1"), f"{period}: a bridge only where the version changed")
        if "bridge" not in d:
            continue
        sums = {r["effect"]: D(r["sum"]) for r in d["bridge"]["effects"]}
        same(sums["data"] + sums["rules"], sums["change"], "the effects add up")
        units = d["bridge"]["bridge"]
        for r in units:
            same(D(r["before"]) + D(r["data_effect"]) + D(r["rules_effect"]), D(r["total"]), f"bridge of {r['unit']}")
            same((D(r["before"]), D(r["total"])), (before[r["unit"]][1], now[r["unit"]][1]), f"ends of {r['unit']}")
        same(sum(D(r["rules_effect"]) for r in units), sums["rules"], "rules in all")
        want = sorted((D(r["rules_effect"]) for r in units), reverse=True)
        same([D(r["rules_effect"]) for r in d["bridge"]["rules_gain"]], [x for x in want if x >= want[9] and x > 0],
             "whom the rules brought most")
        same(d["heat"]["heat"][0]["unit"], d["ranking"]["ranking"][0]["unit"], "heat in order of rank")


# ---- by hand ----

def definition(completeness="80%"):
    count = {"type": "count", "name": {"vi": "Số", "en": "Number"}}
    groups = [{"key": key, "name": {"vi": "Nhóm " + key, "en": "Group " + key}, "max": "50",
               "criteria": [{"key": key + "1", "code": code, "name": {"vi": "Tiêu chí " + key, "en": "Criterion " + key},
                             "max": "50", "rule": {"kind": "expr", "points": "min(%s, 50)" % key.lower()}}]}
              for key, code in (("A", "1"), ("B", "2"))]
    return {"format": 1, "id": "tay", "version": "1", "status": "draft", "name": {"vi": "Bộ tính tay", "en": "By hand"},
            "measures": {"a": count, "b": count}, "total": {"max": "100", "basis": "points"},
            "grids": {"criterion": "0.01", "group": "0.01", "total": "0.01"},
            "grades": {"bands": [{"key": "tot", "name": {"vi": "Tốt", "en": "Good"}, "at_least": "80"},
                                 {"key": "yeu", "name": {"vi": "Yếu", "en": "Weak"}, "at_least": "0"}]},
            "ranking": {"method": "competition", "completeness": completeness}, "groups": groups}


def by_hand(points, name, *words, lang="vi", listed=()):
    """points: unit -> (a, b), None = blank."""
    units = "code,name,kind,parent\n" + "".join(f"{u},Xã {u},xa,t\n" for u in [*points, *listed])
    data = "unit,period,a,b\n" + "".join(
        f"{u},2026-Q1,{'' if a is None else a},{'' if b is None else b}\n" for u, (a, b) in points.items())
    return report("--criteria", write("tay.json", definition()), "--units", write(name + "-units.csv", units), "--data",
                  write(name + ".csv", data), *words, lang=lang)


def square(code, x):
    ring = [[x, 10], [x + 1, 10], [x + 1, 11], [x, 11], [x, 10]]
    return {"type": "Feature", "properties": {"code": code, "name": "Vùng " + code},
            "geometry": {"type": "Polygon", "coordinates": [ring]}}


def ties():
    """e, c share rank 2; d lacks data; f has not reported; a is alone at the top."""
    land = write("land.geojson", {"type": "FeatureCollection",
                                  "features": [square(c, 100 + k) for k, c in enumerate(["a", "b", "c", "x"])]})
    for lang in ("vi", "en"):
        d = by_hand({"a": (50, 40), "b": (10, 10), "c": (40, 30), "d": (50, None), "e": (20, 50)}, "ties",
                    "--map", land, "--map-by", "1", lang=lang, listed=["f"])
        table = d["ranking"]["ranking"]
        same([(r["unit"], r["rank"], r["tied"]) for r in table],
             [("a", 1, False), ("c", 2, True), ("e", 2, True), ("b", 4, False), ("d", None, False)], "ranks with a tie")
        brief = d["brief"]
        same((brief["count"], brief["ranked"], brief["not_ranked"], brief["without_data"]), (5, 4, 1, 1), "counts")
        spread(brief, [90, 70, 70, 20], "four totals")
        same([r["unit"] for r in brief["top"]], ["a", "c", "e"], "two from the top and who equals the second")
        same([r["unit"] for r in brief["bottom"]], ["b"], "nobody stands in both")
        same([r["unit"] for r in brief["remind"]], ["c", "e", "b", "d", "f"], "to be reminded, the tie whole")
        why = {r["unit"]: r["why"] for r in brief["remind"]}
        check("2 " in why.get("c", "") and "20.00" in why.get("c", ""), f"c lost 20 on 2: {why['c']}")
        check("1 " in why.get("e", "") and "30.00" in why.get("e", ""), f"e lost 30 on 1: {why['e']}")
        check("40.00" in why.get("b", "") and ("mỗi" if lang == "vi" else "each") in why.get("b", ""), f"b lost as much on both: {why['b']}")
        check("80" in why.get("d", "") and ("báo cáo" if lang == "vi" else "reported") in why.get("f", ""), f"{why['d']} {why['f']}")
        same({(r["grade"], r["count"]) for r in d["grades"]["grades"]}, {("tot", 1), ("yeu", 3)}, "grades of the ranked")
        same([r["unit"] for r in d["absent"]["not_ranked_units"]], ["d"], "not ranked")
        same([r["unit"] for r in d["absent"]["without_data"]], ["f"], "not reported")
        same([r["B1"] for r in d["heat"]["heat"]], [40, 30, 50, 10, None], "what is missing is no zero")
        last = [r for r in d["units"]["units"] if r["unit"] == "d"][0]
        same((last["rank"], last["B1"]), (None, "thiếu số liệu" if lang == "vi" else "missing"), "said in words")
        same([(r["unit"], r["area"], r["A1"]) for r in d["map"]["map"]],
             [("a", "a", 50), ("c", "c", 40), ("e", None, 20), ("b", "b", 10), ("d", None, 50), (None, "x", None)],
             "the map's table drops nobody")
        lines = " ".join(d["map"]["lines"])
        check("Xã d, Xã e" in lines and "Vùng x" in lines, f"and says so: {lines}")
        check("movers" not in d and "bridge" not in d, "no period before")


def odd():
    one = by_hand({"a": (10, 20)}, "one")
    same([r["rank"] for r in one["ranking"]["ranking"]], [1], "one unit")
    same([r["unit"] for r in one["brief"]["top"]], ["a"], "it is the top")
    check("remind" not in one["brief"] and "bottom" not in one["brief"], "and nobody's reminder")
    spread(one["brief"], [30], "one total")
    check("map" not in one, "no map without boundaries")
    none = by_hand({"a": (10, None), "b": (None, 5)}, "none")
    check("top" not in none["brief"] and "distribution" not in none and "grades" not in none, "nobody ranked")
    same({r["unit"] for r in none["brief"]["remind"]}, {"a", "b"}, "all are reminded")
    same(none["brief"]["ranked"], 0, "nobody")
    check(any("chưa có đơn vị nào" in line for line in none["ranking"]["lines"]), "and it is said")
    alike = by_hand({f"u{k}": (25, 25) for k in range(6)}, "alike")
    same({r["rank"] for r in alike["ranking"]["ranking"]}, {1}, "all share the first rank")
    same(len(alike["brief"]["top"]), 6, "all that are equal are shown")
    check("remind" not in alike["brief"] and "bottom" not in alike["brief"], "nobody of the first rank is reminded")
    same([r["code"] for r in alike["discrimination"]["alike"]], ["1", "2"], "no criterion tells them apart")
    many = by_hand({f"u{k:02}": (25, 25) for k in range(40)}, "many")
    check("top" not in many["brief"] and any("40" in line for line in many["brief"]["lines"]),
          "forty equals are no page: a sentence says so")


def crowd():
    points = {f"u{k:03}": (k % 51, (k * 7) % 51) for k in range(129)}
    points["full"] = (50, 50)
    d = by_hand(points, "crowd")
    totals = [a + b for a, b in points.values()]
    classes = d["ranking"]["classes"]
    want = {}
    for t in totals:
        low = min(t // 5 * 5, 95)  # full marks belong to the class below
        want[low] = want.get(low, 0) + 1
    same({int(r["from"]): r["count"] for r in classes if r["count"]}, want, "classes of five points")
    same([int(r["from"]) for r in classes], sorted((int(r["from"]) for r in classes), reverse=True), "best class first")
    same(sum(r["count"] for r in classes), 130, "all are in a class")
    same(set(d["heat"]["heat"][0]), {"unit", "name", "A", "B"}, "units by groups")
    same({r["unit"]: (int(r["A1"]), int(r["B1"])) for r in d["units"]["units"]}, points, "each unit's own criteria")


def compared():
    """Points given beside computed ones: An Giang has nothing but given ones; by hand one differs by 5 and one agrees."""
    data = write("given.csv", "unit,period,a,b,points:A1\nu1,2026-Q1,30,20,35\nu2,2026-Q1,10,20,10\n")
    d = report("--criteria", write("tay.json", definition()), "--data", data)
    part = d.get("reconciliation")
    if not check(part, "what is given is compared"):
        return
    same({r["agreement"]: r["count"] for r in part["agreement"] if r["count"]}, {"equal": 1, "differs": 1}, "agreement")
    same([(r["unit"], r["code"], abs(D(r["difference"]))) for r in part["differences"]], [("u1", "1", 5)], "differences")


def honest():
    """What may not be claimed: of units that are not ranked, of figures without another side, of a list that is not there."""
    points = {f"u{k:03}": (k % 41, 0) for k in range(129)}
    points["best"] = (50, 40)
    d = by_hand(points, "ninety")
    name = {int(r["from"]): r["class"] for r in d["ranking"]["classes"]}
    same((name[90], name[85]), ("từ 90 đến dưới 95", "từ 85 đến dưới 90"), "who has just 90 is in one class alone")
    points = {f"a{k:02}": (50, 40 - k) for k in range(20)}
    points.update({f"b{k:02}": (10, 0) for k in range(25)}, c1=(5, 0), c2=(4, 0))
    d = by_hand(points, "bottom")
    same([r["unit"] for r in d["brief"]["bottom"]], ["c1", "c2"], "the last, without a crowd")
    check(any(line.startswith("25 đơn vị cùng hạng 21") for line in d["brief"]["lines"]), f"that is said: {d['brief']['lines']}")
    land = write("square.geojson", {"type": "FeatureCollection", "features": [square(c, 100 + k) for k, c in enumerate("ad")]})
    for by in ("total", "grade"):
        d = by_hand({"a": (50, 40), "d": (50, None)}, "unranked", "--map", land, "--map-by", by)
        same([(r["unit"], r["total"], r["grade"]) for r in d["map"]["map"]], [("a", 90, "Tốt"), ("d", None, None)],
             "who is not ranked has no colour")
        check(any("không tô màu: Xã d" in line for line in d["map"].get("lines", [])), f"that is said: {d['map'].get('lines')}")
    alone = ("--criteria", write("tay.json", definition()), "--data",
             write("alone.csv", "unit,period,a,b\nu1,2026-Q1,10,20\nu2,2026-Q1,10,\n"))
    d = report(*alone)
    same(d["brief"]["without_data"], None, "nobody knows who has not reported")
    check(not any("Chưa báo cáo" in line for line in d["brief"]["lines"]), f"so nothing is said: {d['brief']['lines']}")
    low = definition()
    low["grades"]["bands"] = low["grades"]["bands"][:1]
    page = run("report", "province", "--criteria", write("low.json", low), *alone[2:], "--format", "html").stdout
    check("Nhiều đơn vị nhất (0/" not in page and page.count(": 1 (100,00%)") > 1, "nobody has a grade")
    # the teaching set: decisions, hamlets to whom nothing applies, maxima that differ, sides that are missing
    d = report("--criteria", "mau@1", "--units", FIXTURES + "/mau/units.csv", "--data", FIXTURES + "/mau/data.csv", "--period",
               "2026-Q3", "--stage", "verified", "--fallback")
    same([r["unit"] for r in d["brief"]["remind"]], ["90104", "90103", "90105"], "hamlets are not reminded")
    check("Đối chiếu: 1/1 điểm có đủ hai bên bị lệch, ở 1 đơn vị; 8 điểm khác chưa đối chiếu được." in d["brief"]["lines"],
          f"of nine figures one has two sides: {d['brief']['lines']}")
    check(any(line.startswith("† phân định theo quyết định") for line in d["ranking"].get("lines", [])), "what † means")
    share = [r for r in d["distribution"]["shares"] if r["code"] == "3"][0]
    own = [F(D("19.10")) / 25, F(20, 20), F(20, 25), F(D("12.40")) / 25, F(D("12.40")) / 25]
    for q, name in enumerate(("lowest", "lower_quartile", "median", "upper_quartile", "highest")):
        same(D(share[name]), two_digits(100 * quartile(own, q)), f"each of its own maximum: {name}")
    store = os.path.join(FOLDER.name, "s.db")
    for words in (("init", store), ("import", "data", "--db", store, *alone[:2], alone[3]),
                  ("release", "--db", store, *alone[:2], "--period", "2026-Q1", "--by", "Sở", "--at", "2026-04-10T08:00:00Z",
                   "--output", store + ".jsonl")):
        done = run(*words)
        check(done.returncode == 0, f"{words}: {done.stderr}")
    d = report("--db", store, *alone[:2], "--period", "2026-Q1")
    check(any(f"bản công bố {d['release_sha256']}" in line for line in d["method"]["lines"]), f"which release: {d['method']['lines']}")


angiang()
dongnai()
quarters()
ties()
odd()
crowd()
compared()
honest()
tally.close()
