"""The yurt that grows with a course: one wing of lattice (kerege) for each module.

Pure geometry, without Django. The walls are drawn as the front of a cylinder, wing
beside wing; the roof poles (uyk) and the crown (shanyraq) stand once every wing does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin, sqrt
from typing import TypedDict

MOST_WINGS = 12

WIDTH, HEIGHT = 320, 230
_MIDDLE = WIDTH / 2
_RADIUS = 140.0  # half the width of the wall, in units of the view box
_EDGE = 66 * pi / 180  # how far round the cylinder the wall is seen, each way
_BASE, _TOP = 198.0, 122.0  # foot and head of the wall at its edges
_SAG = 17.0  # how much lower the wall stands in the middle: we look a little from above
_CELLS = 24  # lattice cells across the whole wall, shared among the wings
_ROWS = 3  # lattice cells from foot to head
_POLES = 17
_CROWN_Y, _CROWN_RX, _CROWN_RY = 44.0, 36.0, 9.0
_CROWN_DOME = 25.0  # how high the bars of the crown rise above its rim

type Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Wing:
    """One wing: the outline of its panel and its lattice, as SVG path data."""

    number: int
    raised: bool
    outline: str
    lattice: str


@dataclass(frozen=True, slots=True)
class YurtDrawing:
    """All that ``templates/svg/yurt.html`` needs, as SVG path data in one view box."""

    total: int
    raised: int
    width: int
    height: int
    wings: tuple[Wing, ...]
    roof: str
    poles: str
    crown: str
    crown_poles: str

    @property
    def complete(self) -> bool:
        """Whether every wing stands, so that the roof and the crown are drawn."""
        return self.raised == self.total


class YurtContext(TypedDict):
    """The context of ``svg/yurt.html``; an inclusion tag returns it as it is."""

    yurt: YurtDrawing
    label: str


def yurt_context(total: int, raised: int, label: str = "") -> YurtContext:
    """Return the template context of a yurt; ``label`` replaces its spoken words."""
    return {"yurt": yurt_drawing(total, raised), "label": label}


@lru_cache(maxsize=128)
def yurt_drawing(total: int, raised: int) -> YurtDrawing:
    """Draw a yurt of ``total`` wings (1 to 12) of which the first ``raised`` stand.

    The result depends on the two numbers alone. Raises ``ValueError`` when ``total``
    is out of its range or ``raised`` is not between 0 and ``total``.
    """
    if not 1 <= total <= MOST_WINGS:
        raise ValueError(f"A yurt has 1 to {MOST_WINGS} wings, not {total}.")
    if not 0 <= raised <= total:
        raise ValueError(f"{raised} of {total} wings cannot stand.")
    return YurtDrawing(
        total=total,
        raised=raised,
        width=WIDTH,
        height=HEIGHT,
        wings=tuple(_wing(number, total, raised) for number in range(1, total + 1)),
        roof=_roof(),
        poles=_poles(),
        crown=_crown(),
        crown_poles=_crown_poles(),
    )


def _wing(number: int, total: int, raised: int) -> Wing:
    left, right = (number - 1) / total, number / total
    # A little gap on each side lets the wings be counted.
    gap = 0.004 if total > 1 else 0.0
    left, right = left + gap, right - gap
    return Wing(
        number=number,
        raised=number <= raised,
        outline=_outline(left, right),
        lattice=_lattice(left, right, max(2, round(_CELLS / total))),
    )


def _on_wall(across: float, up: float) -> Point:
    """Place a point of the unrolled wall (both 0 to 1) on the drawing."""
    angle = (across * 2 - 1) * _EDGE
    x = _MIDDLE + _RADIUS * sin(angle) / sin(_EDGE)
    depth = (cos(angle) - cos(_EDGE)) / (1 - cos(_EDGE))
    # The head of the wall is nearer to the eye's height and bends less.
    y = _BASE + (_TOP - _BASE) * up + _SAG * depth * (1 - 0.55 * up)
    return x, y


def _outline(left: float, right: float) -> str:
    steps = max(2, round((right - left) * 16))
    across = [left + (right - left) * step / steps for step in range(steps + 1)]
    foot = [_on_wall(place, 0) for place in across]
    head = [_on_wall(place, 1) for place in reversed(across)]
    return _path(foot + head) + "Z"


def _lattice(left: float, right: float, cells: int) -> str:
    """Both families of slats, each cut off at the edges of the panel."""
    slats = []
    for start in range(-_ROWS + 1, cells):
        first, last = max(start, 0), min(start + _ROWS, cells)
        places = [
            (left + (right - left) * cell / cells, (cell - start) / _ROWS)
            for cell in range(first, last + 1)
        ]
        slats.append(_path(_on_wall(across, up) for across, up in places))
        slats.append(_path(_on_wall(across, 1 - up) for across, up in places))
    return "".join(slats)


def _on_crown(across: float) -> Point:
    """Place a pole's upper end on the rim of the crown."""
    angle = (across * 2 - 1) * 75 * pi / 180
    return _MIDDLE + _CROWN_RX * sin(angle), _CROWN_Y + _CROWN_RY * cos(angle)


def _bend(foot: Point, head: Point) -> Point:
    """Control point of a roof pole: bent near the wall, straight to the crown."""
    return foot[0] + (head[0] - foot[0]) * 0.22, foot[1] + (head[1] - foot[1]) * 0.55


def _poles() -> str:
    poles = []
    for pole in range(_POLES):
        across = pole / (_POLES - 1)
        foot, head = _on_wall(across, 1), _on_crown(across)
        poles.append(f"M{_at(foot)}Q{_at(_bend(foot, head))} {_at(head)}")
    return "".join(poles)


def _roof() -> str:
    """The outline of the roof, a promise while the wings are being raised."""
    left_foot, left_head = _on_wall(0, 1), _on_crown(0)
    right_foot, right_head = _on_wall(1, 1), _on_crown(1)
    top = (_MIDDLE, _CROWN_Y - _CROWN_RY)
    return (
        f"M{_at(left_foot)}Q{_at(_bend(left_foot, left_head))} {_at(left_head)}"
        f"Q{_at((left_head[0] + 14, top[1]))} {_at(top)}"
        f"Q{_at((right_head[0] - 14, top[1]))} {_at(right_head)}"
        f"Q{_at(_bend(right_foot, right_head))} {_at(right_foot)}"
    )


def _crown() -> str:
    """The rim of the shanyraq: an ellipse, with the dome of its bars above it."""
    left, right = _MIDDLE - _CROWN_RX, _MIDDLE + _CROWN_RX
    return (
        f"M{_at((left, _CROWN_Y))}"
        f"A{_CROWN_RX:g} {_CROWN_RY:g} 0 0 0 {_at((right, _CROWN_Y))}"
        f"A{_CROWN_RX:g} {_CROWN_DOME:g} 0 0 0 {_at((left, _CROWN_Y))}Z"
    )


def _crown_poles() -> str:
    """The crossed bars of the shanyraq, two each way, and the far half of its rim."""
    left, right = _MIDDLE - _CROWN_RX, _MIDDLE + _CROWN_RX
    bars = [f"M{_at((left, _CROWN_Y))}A{_CROWN_RX:g} {_CROWN_RY:g} 0 0 1 {_at((right, _CROWN_Y))}"]
    for side in (-1, 1):
        for place in (0.25, 0.6):
            # From the near rim on one side over the dome to the far rim on the other.
            near = _MIDDLE - side * place * _CROWN_RX
            far = _MIDDLE + side * (0.85 - place) * _CROWN_RX
            foot = (near, _CROWN_Y + _CROWN_RY * sqrt(1 - place**2))
            end = (far, _CROWN_Y - _CROWN_RY * sqrt(1 - (0.85 - place) ** 2))
            crest = ((near + far) / 2, _CROWN_Y - 2.1 * _CROWN_DOME * (1 - 0.3 * place))
            bars.append(f"M{_at(foot)}Q{_at(crest)} {_at(end)}")
    return "".join(bars)


def _path(points: Iterable[Point]) -> str:
    return "M" + "L".join(_at(point) for point in points)


def _at(point: Point) -> str:
    """Write a point with one decimal, which is finer than a screen shows."""
    return f"{round(point[0], 1):g} {round(point[1], 1):g}"
