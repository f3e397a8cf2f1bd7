"""The certificate as PDF: PDF/UA-1 for those who hear it, PDF/A-2a for those who keep it.

Typst composes it from `certificate.typ`. What differs between certificates goes in as data and is
never source, so a name cannot become markup. Fonts come from this package alone.
"""

import base64
import io
import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Final

import typst
from PIL import Image

from certificates.rendering.code import QUIET_ZONE, qr_code, qr_svg
from certificates.rendering.facts import CertificateFacts
from certificates.rendering.lettering import FONTS_FOLDER, RenderingFailed, require_letters
from certificates.rendering.wording import Wording, wording

HERE: Final = Path(__file__).parent


def render_pdf(facts: CertificateFacts) -> bytes:
    """Return the certificate as one A4 page. The same facts give the same bytes.

    LettersMissing when the font lacks a letter of it, RenderingFailed when Typst refuses.
    """
    words = wording(facts)
    require_letters(words.holder_name, *words.course_title, *words.issuer, *facts.words.texts())
    try:
        return typst.compile(
            HERE / "certificate.typ",
            root=HERE,
            format="pdf",
            font_paths=_fonts(),
            sys_inputs=_inputs(facts, words),
            pdf_standards=["ua-1", "a-2a"],
            timestamp=datetime.combine(facts.issued_on, time(), UTC),
        )
    except typst.TypstError as error:
        # Typst's own words may repeat the name; they stay out of the message and of logs.
        raise RenderingFailed(f"certificate {facts.number} could not be rendered") from (
            None if facts.holder_name in error.diagnostic else error
        )


def render_page(facts: CertificateFacts, *, dots: int = 110) -> bytes:
    """Return the same page as PNG with so many dots an inch, to be looked at on a screen."""
    return typst.compile(
        HERE / "certificate.typ",
        root=HERE,
        format="png",
        ppi=dots,
        font_paths=_fonts(),
        sys_inputs=_inputs(facts, wording(facts)),
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS_FOLDER]
    )


def _inputs(facts: CertificateFacts, words: Wording) -> dict[str, str]:
    modules = len(qr_code(facts.qr_text).matrix)
    return {
        "wording": json.dumps(_as_data(words), ensure_ascii=False),
        "issued": facts.issued_on.isoformat(),
        "qr": qr_svg(facts.qr_text),
        "quiet": str(QUIET_ZONE / modules),
        "logo": logo_svg(facts.words.logo) if facts.words.logo else "",
    }


def logo_svg(png: bytes) -> str:
    """Return a picture as a drawing that holds it: text, which is all that Typst takes as data."""
    width, height = Image.open(io.BytesIO(png)).size
    data = base64.b64encode(png).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )


def _as_data(value: object) -> object:
    """Return dataclasses and named tuples as plain dictionaries, for the template to name."""
    if hasattr(value, "_asdict"):
        return {key: _as_data(part) for key, part in value._asdict().items()}
    if hasattr(value, "__dataclass_fields__"):
        return {key: _as_data(getattr(value, key)) for key in value.__dataclass_fields__}
    if isinstance(value, tuple):
        return [_as_data(part) for part in value]
    return value
