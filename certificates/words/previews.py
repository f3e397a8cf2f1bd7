"""What somebody looks at before they publish: the real page and picture, in colour and in grey."""

import io
from typing import Final

from PIL import Image

from certificates.rendering.pdf import render_page, render_pdf
from certificates.rendering.picture import render_png
from certificates.words.models import TemplateWords
from certificates.words.samples import Case, sample_of

KINDS: Final = ("pdf", "page", "page-grey", "picture", "picture-grey")


def drawn(words: TemplateWords, case: Case, kind: str) -> tuple[bytes, str]:
    """Return a sample and its content type.

    "pdf" is the document itself, "page" the same page for a screen, "picture" the one for phones;
    "-grey" as a black-and-white printer would print it. Raises RenderingFailed.
    """
    facts = sample_of(words, case)
    if kind == "pdf":
        return render_pdf(facts), "application/pdf"
    what, _, tone = kind.partition("-")
    png = render_page(facts) if what == "page" else render_png(facts)
    return (_in_grey(png) if tone else png), "image/png"


def _in_grey(png: bytes) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("L").save(out, format="PNG")
    return out.getvalue()
