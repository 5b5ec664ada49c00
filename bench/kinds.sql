-- The scoring of kinds.json in SQL: run in a database that holds `imported` (kinds.csv), `rules` (kinds_rules.csv) and
-- `units` (units.csv). What stands before the timer is preparation that SQL would want anyway, as in score.sql.
PRAGMA cache_size = -1000000;
PRAGMA temp_store = MEMORY;

CREATE TABLE measure(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO measure(name) SELECT DISTINCT measure FROM imported ORDER BY measure;

-- kind: 1 ratio, 2 bands, 3 met, 4 reported, 5 steps in whole steps, 6 pro rata, 7 choice, 8 count, 9 an item of a count,
-- 10 best of a share and a count, 11 a formula, 12 at or above the mean of the province. Points in hundredths, shares in
-- ten-thousandths. A sum is the rows of its parts.
CREATE TABLE rule(
  a INTEGER PRIMARY KEY, b INTEGER, c INTEGER, kind INTEGER, max INTEGER,
  p1 INTEGER, p2 INTEGER, p3 INTEGER, p4 INTEGER, p5 INTEGER, p6 INTEGER, p7 INTEGER, p8 INTEGER);
INSERT INTO rule
SELECT a.id, b.id, c.id, r.kind, r.max, r.p1, r.p2, r.p3, r.p4, r.p5, r.p6, r.p7, r.p8
FROM rules r JOIN measure a ON a.name = r.a LEFT JOIN measure b ON b.name = r.b LEFT JOIN measure c ON c.name = r.c;

CREATE TABLE home(unit INTEGER PRIMARY KEY, parent INTEGER);
INSERT INTO home SELECT CAST(code AS INTEGER), CAST(parent AS INTEGER) FROM units;

CREATE TABLE cell(
  period INTEGER, unit INTEGER, measure INTEGER, value INTEGER,
  PRIMARY KEY(period, unit, measure)) WITHOUT ROWID;
INSERT INTO cell
SELECT substr(i.period, 1, 4) * 4 + substr(i.period, 7), CAST(i.unit AS INTEGER), m.id,
       CASE WHEN r.kind = 7 THEN CAST(substr(i.value, 2) AS INTEGER)
            ELSE CAST(round(i.value * CASE WHEN r.kind IN (2, 4, 5, 6, 12) THEN 100 ELSE 1 END) AS INTEGER) END
FROM imported i JOIN measure m ON m.name = i.measure LEFT JOIN rule r ON r.a = m.id
ORDER BY 1, 2, 3;
ANALYZE;

.timer on
CREATE TEMP TABLE ranked AS
WITH mean AS MATERIALIZED (
  SELECT c.period, h.parent, c.measure, count(*) AS n, sum(c.value) AS total
  FROM rule r JOIN cell c ON c.measure = r.a JOIN home h ON h.unit = c.unit
  WHERE r.kind = 12 GROUP BY c.period, h.parent, c.measure)
SELECT period, unit, total, rank() OVER (PARTITION BY period ORDER BY total DESC) AS rank
FROM (
  SELECT a.period, a.unit, sum(CASE r.kind
    WHEN 1 THEN CASE
      WHEN a.value > b.value OR b.value = 0 THEN 0
      WHEN a.value * 10000 >= b.value * r.p2 THEN r.max
      WHEN a.value * 10000 <= b.value * r.p1 THEN 0
      ELSE (2 * r.max * (a.value * 10000 - b.value * r.p1) + b.value * (r.p2 - r.p1)) / (2 * b.value * (r.p2 - r.p1)) END
    WHEN 2 THEN CASE
      WHEN a.value >= r.p4 THEN r.p8 WHEN a.value >= r.p3 THEN r.p7
      WHEN a.value >= r.p2 THEN r.p6 WHEN a.value >= r.p1 THEN r.p5 ELSE 0 END
    WHEN 3 THEN CASE WHEN a.value >= r.p1 THEN r.max ELSE 0 END
    WHEN 4 THEN a.value
    WHEN 5 THEN CASE WHEN a.value < r.p1 THEN 0 ELSE min(r.max, r.p2 + (a.value - r.p1) / r.p3 * r.p4) END
    WHEN 6 THEN CASE WHEN a.value < r.p1 THEN 0
      ELSE min(r.max, r.p2 + (2 * (a.value - r.p1) * r.p4 + r.p3) / (2 * r.p3)) END
    WHEN 7 THEN CASE a.value WHEN 0 THEN r.p1 WHEN 1 THEN r.p2 WHEN 2 THEN r.p3 ELSE r.p4 END
    WHEN 8 THEN min(r.max, a.value * r.p1)
    WHEN 9 THEN a.value * r.max
    WHEN 10 THEN min(r.max, max(CASE WHEN b.value = 0 THEN 0 ELSE (2 * r.p1 * a.value + b.value) / (2 * b.value) END,
                                c.value * r.p2))
    WHEN 11 THEN CASE WHEN b.value = 0 OR 5 * a.value <= 2 * b.value THEN 0
      ELSE min(r.max, (2 * (125 * a.value - 50 * b.value) + b.value) / (2 * b.value)) END
    ELSE CASE WHEN m.n >= 2 AND a.value * m.n >= m.total THEN r.max ELSE 0 END END) AS total
  FROM cell a CROSS JOIN rule r ON r.a = a.measure CROSS JOIN home h ON h.unit = a.unit
  LEFT JOIN cell b ON b.period = a.period AND b.unit = a.unit AND b.measure = r.b
  LEFT JOIN cell c ON c.period = a.period AND c.unit = a.unit AND c.measure = r.c
  LEFT JOIN mean m ON r.kind = 12 AND m.period = a.period AND m.parent = h.parent AND m.measure = a.measure
  GROUP BY a.period, a.unit);
.timer off
