"""Periods of the reference: first and last day, and the period before."""
import datetime
import re


def parse(text):
    """Year, first month, number of months."""
    m = re.fullmatch(r"(\d{4})(?:-(?:(\d\d)|Q([1-4])|H([12])|(9M)))?", text)
    year, month, quarter, half, nine = m.groups()
    if month:
        return int(year), int(month), 1
    if quarter:
        return int(year), 3 * int(quarter) - 2, 3
    if half:
        return int(year), 6 * int(half) - 5, 6
    return int(year), 1, 9 if nine else 12


def dates(text, ends_on_day=None):
    """First and last day as ordinals, and the number of months; ends_on_day: the last day of each month of the set."""
    year, first, months = parse(text)

    def begin(month):
        """The day on which a month, counted from year 0, begins."""
        if ends_on_day:
            return datetime.date((month - 1) // 12, (month - 1) % 12 + 1, ends_on_day).toordinal() + 1
        return datetime.date(month // 12, month % 12 + 1, 1).toordinal()
    start = year * 12 + first - 1
    return begin(start), begin(start + months) - 1, months


def name(text):
    """Year and quarter of the month a period ends with, whatever day that month ends on."""
    year, first, months = parse(text)
    return year, (first + months + 1) // 3


def before(text):
    """The previous period of the same kind."""
    year, first, months = parse(text)
    if months in (9, 12):
        return "%04d%s" % (year - 1, text[4:])
    first -= months
    if first < 1:
        year, first = year - 1, first + 12
    return {1: "%04d-%02d" % (year, first), 3: "%04d-Q%d" % (year, (first + 2) // 3),
            6: "%04d-H%d" % (year, (first + 5) // 6)}[months]
