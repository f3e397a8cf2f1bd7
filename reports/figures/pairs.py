"""What changed between the answers before and after a course, with how sure one may be of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from courses.models import Edition
from reports.figures.tens import tens
from reports.models import PairSum

Z = 1.959964  # of the normal distribution, 97.5 %
REACH, MIDDLE, SCALE = 50, 360, 6  # points either way; pixels of a drawing 720 wide


@dataclass(frozen=True)
class Gain:
    """The mean difference in points of a hundred with its 95 % interval, of one edition."""

    edition: int
    people: int  # in tens
    mean: float
    low: float
    high: float

    @property
    def sentence(self) -> str:
        """What it says, and that it says nothing about the cause."""
        words = {
            "edition": self.edition, "people": self.people,
            "points": number_format(abs(self.mean), 1),
            "low": number_format(self.low, 1), "high": number_format(self.high, 1),
        }  # fmt: skip
        if self.low <= 0 <= self.high:
            text = _(
                "Edition %(edition)s: answers after the course cannot be told from those before it"
                " (95 %% interval of the difference from %(low)s to %(high)s points of 100;"
                " %(people)s people or more answered everything both times)."
            )
        elif self.mean > 0:
            text = _(
                "Edition %(edition)s: answers after the course were higher by %(points)s points of"
                " 100 on average (95 %% interval from %(low)s to %(high)s; %(people)s people or"
                " more answered everything both times). This does not show what caused it."
            )
        else:
            text = _(
                "Edition %(edition)s: answers after the course were lower by %(points)s points of"
                " 100 on average (95 %% interval from %(low)s to %(high)s; %(people)s people or"
                " more answered everything both times). This does not show what caused it."
            )
        return text % words

    @property
    def low_x(self) -> int:
        """Where the interval begins in the drawing."""
        return place(self.low)

    @property
    def high_x(self) -> int:
        """Where the interval ends in the drawing."""
        return place(self.high)

    @property
    def mean_x(self) -> int:
        """Where the mean stands in the drawing."""
        return place(self.mean)


def place(points: float) -> int:
    """Return where a difference stands in the drawing; beyond 50 points, at its edge."""
    return round(MIDDLE + SCALE * min(max(points, -REACH), REACH))


def gains(editions: Iterable[Edition]) -> list[Gain]:
    """Return what may be shown of each edition that has thirty pairs or more."""
    rows = PairSum.objects.filter(edition__in=list(editions), shown_pairs__gte=30)
    return [
        gain(row.edition.number, row.shown_pairs, row.shown_total, row.shown_squares)
        for row in rows.select_related("edition").order_by("-edition__number")
    ]


def gain(edition: int, pairs: int, total: float, squares: float) -> Gain:
    """Return the mean difference with Student's 95 % interval, from running sums."""
    mean = total / pairs
    variance = max(0.0, (squares - pairs * mean * mean) / (pairs - 1))
    reach = student(pairs - 1) * sqrt(variance / pairs)
    return Gain(edition, tens(pairs), 100 * mean, 100 * (mean - reach), 100 * (mean + reach))


def student(freedom: int) -> float:
    """Return the 97.5 % point of Student's t (Abramowitz and Stegun 26.7.5)."""
    return (
        Z
        + (Z**3 + Z) / (4 * freedom)
        + (5 * Z**5 + 16 * Z**3 + 3 * Z) / (96 * freedom**2)
        + (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / (384 * freedom**3)
    )
