"""The leaflet as PDF, black and white, one side in Kazakh and one in Russian; PDF/UA-1.

Typst composes it from `leaflet.typ`; words go in as data and are never source. It is made when it
is asked for and kept in the cache under a digest of all it is made of.
"""

import hashlib
import io
import json
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache as once
from pathlib import Path
from typing import Final

import segno
import typst
from django.core.cache import cache

from certificates.leaflets.facts import LeafletFacts
from certificates.leaflets.words import Side, side_of
from certificates.rendering.code import QUIET_ZONE
from certificates.rendering.lettering import FONTS_FOLDER, RenderingFailed, require_letters

HERE: Final = Path(__file__).parent
KEPT_FOR: Final = 24 * 60 * 60  # seconds
# The same content gives the same bytes: no leaflet says when it was made.
_MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)


class Sheet(StrEnum):
    """The paper: a leaflet of A5, or A4 across with two of them, to be cut."""

    A5 = "a5"
    A4 = "a4"


def leaflet_pdf(facts: LeafletFacts, sheet: Sheet) -> bytes:
    """Return the leaflet of two pages. LettersMissing or RenderingFailed when it cannot be."""
    sides = [side_of(facts, language) for language in ("kk", "ru")]
    inputs = _inputs(sides, sheet)
    digest = hashlib.sha256(json.dumps([inputs, _template()]).encode()).hexdigest()
    kept = cache.get(f"leaflet:{digest}")
    if kept is not None:
        return bytes(kept)
    made = _render(sides, inputs)
    cache.set(f"leaflet:{digest}", made, timeout=KEPT_FOR)
    return made


def _render(sides: list[Side], inputs: dict[str, str]) -> bytes:
    for side in sides:
        require_letters(*(text for text in asdict(side).values() if isinstance(text, str)))
    try:
        return typst.compile(
            HERE / "leaflet.typ", root=HERE, format="pdf", font_paths=_fonts(),
            sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=_MADE,
        )  # fmt: skip
    except typst.TypstError as error:
        raise RenderingFailed("a leaflet could not be rendered") from error


def _inputs(sides: list[Side], sheet: Sheet) -> dict[str, str]:
    words = [asdict(side) | {"qr": _qr(side.qr_text)} for side in sides]
    modules = len(segno.make_qr(sides[0].qr_text, error="m").matrix)
    return {
        "sides": json.dumps(words, ensure_ascii=False),
        "sheet": sheet.value,
        "quiet": str(QUIET_ZONE / modules),
    }


def _qr(text: str) -> str:
    out = io.BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(out, kind="svg", border=QUIET_ZONE, xmldecl=False, omitsize=True)
    return out.getvalue().decode()


@once
def _template() -> str:
    return (HERE / "leaflet.typ").read_text()


@once
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS_FOLDER]
    )
