"""A logo for the paper: from a picture of the library to pixels that print well in grey."""

import hashlib
import io
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.translation import gettext as _
from PIL import Image

from certificates.words.paper import name_of_logo

# 26 mm on the page: at 600 pixels it is printed at over 550 dots an inch.
LONGEST_SIDE: Final = 600
SHORTEST_OF_LONG_SIDE: Final = 250
NARROWEST: Final = 4
# Of 255: what is darker stands at 3:1 on white paper; what is lighter than the second is paper.
DARK: Final = 148
PAPER: Final = 242
# So much of what is not paper has to be dark, and so much of the whole has to be drawn.
LEAST_DARK: Final = 0.4
LEAST_DRAWN: Final = 0.005


class LogoUnfit(ValueError):
    """The picture cannot be a logo; the text says why, translated."""


def prepared(image: Any) -> bytes:
    """Return Wagtail's picture as a PNG on white, without anything hidden in it.

    Raises LogoUnfit for a drawing (SVG), one that is too small or narrow, or too pale in grey.
    """
    if image.file.name.lower().endswith(".svg"):
        raise LogoUnfit(_("A drawing (SVG) is not taken here. Choose the logo as PNG or JPEG."))
    try:
        with image.file.open("rb") as file, Image.open(file) as opened:
            picture = opened.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise LogoUnfit(_("This picture cannot be read. Choose another one.")) from error
    longest, shortest = max(picture.size), min(picture.size)
    if longest < SHORTEST_OF_LONG_SIDE:
        raise LogoUnfit(
            _("The longer side of a logo needs at least %(least)s pixels; this one has %(found)s.")
            % {"least": SHORTEST_OF_LONG_SIDE, "found": longest}
        )
    if longest > shortest * NARROWEST:
        raise LogoUnfit(
            _("A logo is at most %(times)s times as long as it is high, or as high as it is long.")
            % {"times": NARROWEST}
        )
    on_white = Image.new("RGB", picture.size, "white")
    on_white.paste(picture, mask=picture.getchannel("A"))
    on_white.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    _require_legible(on_white.convert("L"))
    out = io.BytesIO()
    on_white.save(out, format="PNG", optimize=True)
    return out.getvalue()


def _require_legible(grey: Image.Image) -> None:
    counts = grey.histogram()
    drawn, dark = sum(counts[: PAPER + 1]), sum(counts[: DARK + 1])
    if drawn < LEAST_DRAWN * sum(counts):
        raise LogoUnfit(_("This picture is white on white paper. Choose a dark one."))
    if dark < LEAST_DARK * drawn:
        raise LogoUnfit(
            _("Printed in black and white this logo would be too pale. Choose a darker one.")
        )


def keep(content: bytes) -> str:
    """Store a prepared logo under its SHA-256 and return that; what is there stays."""
    digest = hashlib.sha256(content).hexdigest()
    storage, name = storages["private"], name_of_logo(digest)
    if storage.exists(name):
        with storage.open(name) as file:
            if file.read() == content:
                return digest
        storage.delete(name)  # a crash may have left half of it
    storage.save(name, ContentFile(content))
    return digest
