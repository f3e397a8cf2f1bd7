"""The yurt stands as far as the course has been completed."""

import re

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.utils.translation import override

from web.yurt import HEIGHT, MOST_WINGS, WIDTH, yurt_context, yurt_drawing

STAGES = [(total, raised) for total in range(1, MOST_WINGS + 1) for raised in range(total + 1)]


@pytest.mark.parametrize(("total", "raised"), STAGES)
def test_every_wing_is_drawn_and_the_first_ones_stand(total: int, raised: int) -> None:
    drawing = yurt_drawing(total, raised)

    assert [wing.number for wing in drawing.wings] == list(range(1, total + 1))
    assert [wing.raised for wing in drawing.wings] == [n <= raised for n in range(1, total + 1)]
    assert drawing.complete == (raised == total)


@pytest.mark.parametrize("total", range(1, MOST_WINGS + 1))
def test_nothing_is_drawn_outside_the_picture(total: int) -> None:
    drawing = yurt_drawing(total, total)

    for wing in drawing.wings:
        points = re.findall(r"[ML]([-\d.]+) ([-\d.]+)", wing.outline + wing.lattice)
        assert points
        assert all(0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT for x, y in points)


@pytest.mark.parametrize(("total", "raised"), [(0, 0), (13, 0), (8, 9), (8, -1)])
def test_a_yurt_that_cannot_stand_is_refused(total: int, raised: int) -> None:
    with pytest.raises(ValueError, match="wings"):
        yurt_drawing(total, raised)


def test_the_crown_appears_with_the_last_wing_only() -> None:
    assert "yurt__crown" not in render_to_string("svg/yurt.html", dict(yurt_context(8, 7)))
    assert "yurt__crown" in render_to_string("svg/yurt.html", dict(yurt_context(8, 8)))


def test_the_picture_has_a_text_equivalent() -> None:
    with override("en"):
        drawn = render_to_string("svg/yurt.html", dict(yurt_context(8, 3)))
        named = render_to_string("svg/yurt.html", dict(yurt_context(8, 3, "A white yurt")))
    assert "<title>3 of 8 modules complete</title>" in drawn
    assert "<title>A white yurt</title>" in named


def test_the_tag_draws_the_same_yurt() -> None:
    tag = engines["django"].from_string("{% load otau %}{% yurt 8 3 %}").render()

    assert tag.count("yurt__raised") == 3
    assert tag.count("yurt__waiting") == 6  # five wings to come, and the roof
