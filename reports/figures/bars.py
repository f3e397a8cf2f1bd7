"""Bars of a chart, measured on the server; the template only writes them down."""

from collections.abc import Iterable
from dataclasses import dataclass

LABEL, LONGEST, ROW, HEIGHT = 290, 330, 34, 20  # of the drawing, whose width is 720
MOST_LETTERS = 36


@dataclass(frozen=True)
class Bar:
    """A bar: what it is of, what it says, how long it is, whether it stands out."""

    label: str
    value: str
    y: int
    text_y: int
    width: int
    stands_out: bool

    @property
    def short(self) -> str:
        """The label cut to what fits beside the bar."""
        if len(self.label) <= MOST_LETTERS:
            return self.label
        return self.label[: MOST_LETTERS - 1].rstrip() + "…"

    @property
    def value_x(self) -> int:
        """Where the value is written: right of the bar."""
        return LABEL + self.width + 8


@dataclass(frozen=True)
class Chart:
    """Bars under each other."""

    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return len(self.bars) * ROW + 8


def chart(entries: Iterable[tuple[str, str, float, bool]]) -> Chart:
    """Return a chart of entries: label, words, length from 0 to 1, whether it stands out."""
    return Chart(
        tuple(
            Bar(
                label, value, y=8 + index * ROW, text_y=8 + index * ROW + 15,
                width=round(LONGEST * min(max(length, 0), 1)), stands_out=stands_out,
            )
            for index, (label, value, length, stands_out) in enumerate(entries)
        )
    )  # fmt: skip
