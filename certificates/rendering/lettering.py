"""The certificates' font: which letters it has, and how text is made to fit a picture."""

import unicodedata
from bisect import bisect_left
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from PIL import ImageFont

Weight = Literal["400Regular", "500Medium", "600SemiBold"]

FONTS_FOLDER: Final = Path(__file__).parent / "fonts"
# A code point that no font has: it draws the font's empty box.
_NO_CHARACTER: Final = "\uffff"


class RenderingFailed(RuntimeError):
    """A certificate could not be rendered."""


class LettersMissing(RenderingFailed):
    """The font lacks letters of the text; `letters` says which. Better no page than empty boxes."""

    def __init__(self, letters: str) -> None:
        """Keep the missing letters, each once."""
        super().__init__(f"the font lacks: {letters}")
        self.letters = letters


class Fitted(NamedTuple):
    """Text cut into lines, with the font in which they fit."""

    font: ImageFont.FreeTypeFont
    lines: tuple[str, ...]
    line_height: int

    @property
    def height(self) -> int:
        """The height of all lines in pixels."""
        return self.line_height * len(self.lines)


@cache
def font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    """Return the font in a weight, `size` in pixels."""
    # The basic layout is enough for Cyrillic and Latin, and is the same on every machine.
    return ImageFont.truetype(
        FONTS_FOLDER / f"GolosText_{weight}.ttf", size, layout_engine=ImageFont.Layout.BASIC
    )


def missing_letters(text: str) -> str:
    """Return the characters of `text` that the font cannot show, each once, in their order."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(c for c in dict.fromkeys(composed) if not c.isspace() and _is_missing(c))


def require_letters(*texts: str) -> None:
    """Raise LettersMissing when a character of `texts` cannot be shown."""
    letters = missing_letters("".join(texts))
    if letters:
        raise LettersMissing(letters)


def fitted(text: str, weight: Weight, *, width: int, lines: int, sizes: range) -> Fitted:
    """Return `text` in the largest of `sizes` (falling) in which it takes at most `lines` lines.

    `width` is in pixels. The smallest size is taken when none fits.
    """

    def fits(size: int) -> bool:
        face = font(weight, size)
        cut = _cut(text, face, width)
        return len(cut) <= lines and all(face.getlength(line) <= width for line in cut)

    # Halving, since measuring is dear: from the first size that fits on all smaller ones do.
    size = sizes[min(bisect_left(sizes, True, key=fits), len(sizes) - 1)]
    face = font(weight, size)
    cut = _cut(text, face, width)
    if len(cut) > 1:
        # The narrowest column of as many lines, so that no word stands alone at the end.
        longest = round(max(face.getlength(word) for word in text.split(" "))) + 1
        widths = range(min(longest, width), width + 1)
        enough = bisect_left(widths, True, key=lambda wide: len(_cut(text, face, wide)) <= len(cut))
        cut = _cut(text, face, widths[min(enough, len(widths) - 1)])
    return Fitted(face, tuple(cut), round(size * 1.25))


@lru_cache(maxsize=1024)
def fitted_words(text: str, weight: Weight, *, width: int, lines: int, sizes: range) -> Fitted:
    """Return what `fitted` does, remembered: measuring is half the work of a picture.

    For words that stand on many certificates; never for a name, which is to be nowhere once its
    holder erased it.
    """
    return fitted(text, weight, width=width, lines=lines, sizes=sizes)


def _cut(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Cut `text` at ordinary spaces into lines no wider than `width`, as far as words allow."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and face.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


@cache
def _is_missing(character: str) -> bool:
    face = font("400Regular", 32)
    box = face.getmask(_NO_CHARACTER)
    drawn = face.getmask(character)
    return drawn.size == box.size and bytes(drawn) == bytes(box)
