-- The scoring of mixed.json in SQL, for the sqlite3 shell: run in a database that holds `imported` (long.csv) and
-- `rules` (rules.csv). What stands before the timer is preparation that SQL would want anyway: names become integers,
-- decimals become scaled integers, so that rounding half away from zero is exact, and rows are clustered by unit.
PRAGMA cache_size = -1000000;
PRAGMA temp_store = MEMORY;

CREATE TABLE measure(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO measure(name) SELECT DISTINCT measure FROM imported ORDER BY measure;

-- Points in hundredths, thresholds in ten-thousandths. kind: 1 ratio, 2 bands on a value, 3 bands on a share, 4 met,
-- 5 reported.
CREATE TABLE rule(
  a INTEGER PRIMARY KEY, b INTEGER, kind INTEGER, max INTEGER, low INTEGER, high INTEGER,
  t1 INTEGER, t2 INTEGER, t3 INTEGER, p1 INTEGER, p2 INTEGER, p3 INTEGER);
INSERT INTO rule
SELECT a.id, b.id,
       CASE r.kind WHEN 'ratio' THEN 1 WHEN 'bands' THEN 2 + (r.b <> '') WHEN 'met' THEN 4 ELSE 5 END,
       r.max, r.low, r.high, r.t1, r.t2, r.t3, r.p1, r.p2, r.p3
FROM rules r JOIN measure a ON a.name = r.a LEFT JOIN measure b ON b.name = r.b;

CREATE TABLE cell(
  period INTEGER, unit INTEGER, measure INTEGER, value INTEGER,
  PRIMARY KEY(period, unit, measure)) WITHOUT ROWID;
INSERT INTO cell
SELECT substr(i.period, 1, 4) * 4 + substr(i.period, 7), CAST(i.unit AS INTEGER), m.id,
       CAST(round(i.value * CASE WHEN r.kind IN (2, 5) THEN 100 ELSE 1 END) AS INTEGER)
FROM imported i JOIN measure m ON m.name = i.measure LEFT JOIN rule r ON r.a = m.id
ORDER BY 1, 2, 3;
ANALYZE;

-- One pass over the cells in the order of their key; a denominator is one step in the same stretch of the tree. Blank
-- gives no points, a numerator above its denominator and a denominator of 0 give none either.
.timer on
CREATE TEMP TABLE ranked AS
SELECT period, unit, total, rank() OVER (PARTITION BY period ORDER BY total DESC) AS rank
FROM (
  SELECT a.period, a.unit, sum(CASE r.kind
    WHEN 1 THEN CASE
      WHEN a.value > b.value OR b.value = 0 THEN 0
      WHEN a.value * 10000 >= b.value * r.high THEN r.max
      WHEN a.value * 10000 <= b.value * r.low THEN 0
      ELSE (2 * r.max * (a.value * 10000 - b.value * r.low) + b.value * (r.high - r.low))
           / (2 * b.value * (r.high - r.low)) END
    WHEN 2 THEN CASE
      WHEN a.value >= r.t3 THEN r.p3 WHEN a.value >= r.t2 THEN r.p2
      WHEN a.value >= r.t1 THEN r.p1 WHEN a.value >= r.low THEN r.high ELSE 0 END
    WHEN 3 THEN CASE
      WHEN b.value = 0 THEN 0
      WHEN a.value * 10000 >= b.value * r.t3 THEN r.p3 WHEN a.value * 10000 >= b.value * r.t2 THEN r.p2
      WHEN a.value * 10000 >= b.value * r.t1 THEN r.p1 WHEN a.value * 10000 >= b.value * r.low THEN r.high ELSE 0 END
    WHEN 4 THEN CASE WHEN a.value >= r.low THEN r.max ELSE 0 END
    ELSE a.value END) AS total
  FROM cell a CROSS JOIN rule r ON r.a = a.measure
  LEFT JOIN cell b ON b.period = a.period AND b.unit = a.unit AND b.measure = r.b
  GROUP BY a.period, a.unit);
.timer off
