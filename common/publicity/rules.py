"""Which of several notices speaks on a day, and when two would speak at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

ANYWHERE = ""


@dataclass(frozen=True)
class Period:
    """Days from the first to the day before `until`; None for open end. `country` is empty for publishers of all countries."""

    country: str
    begins: date
    until: date | None

    def holds(self, day: date) -> bool:
        """Tell whether the period holds on a day."""
        return self.begins <= day and (self.until is None or day < self.until)

    def meets(self, other: "Period") -> bool:
        """Tell whether some day belongs to both, for the same publishers."""
        if self.country != other.country:
            return False
        return (other.until is None or self.begins < other.until) and (self.until is None or other.begins < self.until)


def in_force(periods: Iterable[Period], day: date, country: str) -> Period | None:
    """Return the period that holds for a publisher of `country`: its country's own before the one for all."""
    holding = [period for period in periods if period.holds(day) and period.country in (country, ANYWHERE)]
    return max(holding, key=lambda period: period.country != ANYWHERE, default=None)
