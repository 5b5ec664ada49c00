"""Working days of the reference: weekends, listed holidays, listed make-up days; a year without a list is not known."""
import datetime

import formula

NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Almanac:
    def __init__(self, tree):
        self.weekend = {NAMES.index(n) for n in tree.get("weekend", ("saturday", "sunday"))}
        self.years, self.off, self.on = set(), set(), set()
        for year, lists in tree.get("years", {}).items():
            self.years.add(int(year))
            self.off |= {formula.day(d) for d in lists.get("holidays", ())}
            self.on |= {formula.day(d) for d in lists.get("make_up", ())}

    def works(self, day):
        if day in self.on:
            return True
        return day not in self.off and datetime.date.fromordinal(day).weekday() not in self.weekend

    def workdays(self, a, b):
        """Days after a up to and including b; None where a year has no list."""
        if b < a:
            n = self.workdays(b, a)
            return None if n is None else -n
        n = 0
        for day in range(a + 1, b + 1):
            if datetime.date.fromordinal(day).year not in self.years:
                return None
            n += self.works(day)
        return n
