"""The certificate as a picture for a phone: 1080 x 1350 pixels, the same facts as the PDF.

Pillow draws it. The yurt and the ornament come from the same SVG files as in the PDF; Typst turns
them into pixels once per process.
"""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import typst
from PIL import Image, ImageDraw

from certificates.rendering.code import QUIET_ZONE, qr_matrix
from certificates.rendering.facts import CertificateFacts
from certificates.rendering.lettering import (
    Fitted,
    Weight,
    fitted,
    fitted_words,
    font,
    require_letters,
)
from certificates.rendering.wording import Bilingual, FactLine, Wording, wording

SIZE: Final = (1080, 1350)

_HERE: Final = Path(__file__).parent
_TURQUOISE: Final = "#0B6670"
_INK: Final = "#1E2933"
_MUTED: Final = "#4A5560"
_HAIRLINE: Final = "#8E9AA0"
_PAPER: Final = "#FFFFFF"
_LEFT: Final = 84
_WIDTH: Final = SIZE[0] - 2 * _LEFT
_GUTTER: Final = 40
_HALF: Final = (_WIDTH - _GUTTER) // 2
_TOP: Final = 50
_BOTTOM: Final = SIZE[1] - 48
_MODULE: Final = 5
# Height that should be left over for the spaces between the parts. The ornament under the title is
# drawn when it is left over beside the ornament.
_ROOMY: Final = 60
_LABEL_SIZE: Final = 18


class Measures(NamedTuple):
    """Sizes in pixels that give way when names and titles are long."""

    yurt_width: int
    title_kk: int
    title_ru: int
    heading: int = 46
    label: int = 16
    value: int = 20
    name: int = 34
    sentence: int = 17


_AMPLE: Final = Measures(yurt_width=210, title_kk=32, title_ru=26)
_TIGHT: Final = Measures(yurt_width=130, title_kk=26, title_ru=22)
# For papers with words of their own: a logo, a sentence, a signatory.
_CLOSE: Final = Measures(
    yurt_width=112, title_kk=24, title_ru=20, heading=40, label=14, value=18, name=30, sentence=16
)
_FULL: Final = Measures(
    yurt_width=78, title_kk=21, title_ru=18, heading=34, label=13, value=16, name=26, sentence=14
)
_LOGO: Final = (150, 84)

type Draw = Callable[[int], None]


class Part(NamedTuple):
    """A part of the page: its height in pixels, and how to draw it from a given top."""

    height: int
    draw: Draw


def render_png(facts: CertificateFacts) -> bytes:
    """Return the certificate as PNG. LettersMissing when the font lacks a letter of it."""
    words = wording(facts)
    require_letters(words.holder_name, *words.course_title, *words.issuer, *facts.words.texts())
    image = Image.new("RGB", SIZE, _PAPER)
    _Page(image, words, qr_matrix(facts.qr_text), facts.words.logo).draw()
    if words.sample is not None:
        _mark_as_sample(image, words.sample)
    out = io.BytesIO()
    # A picture of few colours: a palette of 64 makes a third of the file and shows no difference.
    image.quantize(colors=64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        out, format="PNG"
    )
    return out.getvalue()


class _Page:
    """One picture being drawn. Parts are measured first, then spread over the height."""

    def __init__(
        self, image: Image.Image, words: Wording, modules: list[list[int]], logo: bytes
    ) -> None:
        self.image = image
        self.pen = ImageDraw.Draw(image)
        self.words = words
        self.modules = modules
        self.logo = _fitting(logo, _LOGO) if logo else None

    def draw(self) -> None:
        """Draw the frame and all parts, with the spare height shared between them."""
        self._frame()
        for measures in (_AMPLE, _TIGHT, _CLOSE, _FULL):
            parts = [
                self._head(measures),
                *self._sentence(measures),
                self._holder(measures),
                self._course(measures),
                self._facts(measures),
                *self._signatory(),
                self._proof(),
            ]
            spare = _BOTTOM - _TOP - sum(part.height for part in parts)
            if spare >= _ROOMY:
                break
        divider = self._divider()
        if spare >= divider.height + _ROOMY:
            parts.insert(2 if self.words.sentence else 1, divider)
            spare -= divider.height
        top = _TOP
        for index, part in enumerate(parts):
            part.draw(top + spare * index // (len(parts) - 1))
            top += part.height

    def _frame(self) -> None:
        width, height = SIZE
        self.pen.rectangle((20, 20, width - 21, height - 21), outline=_TURQUOISE, width=4)
        self.pen.rectangle((30, 30, width - 31, height - 31), outline=_TURQUOISE, width=1)
        corner = _art("corner", 66)
        far_x, far_y = width - 38 - corner.width, height - 38 - corner.height
        for angle, place in (
            (0, (38, 38)),
            (90, (38, far_y)),
            (180, (far_x, far_y)),
            (270, (far_x, 38)),
        ):
            turned = corner.rotate(angle)
            self.image.paste(turned, place, turned)

    def _head(self, measures: Measures) -> Part:
        yurt = _art("yurt", measures.yurt_width)
        sizes = range(18, 10, -1)
        logo, beside = self.logo, 0
        if logo is not None:
            beside = max(0, (logo.width - _GUTTER) // 2)
        issuers = [
            fitted_words(text, "400Regular", width=_HALF - 30 - beside, lines=3, sizes=sizes)
            for text in self.words.issuer
        ]
        issuer_height = max(*(issuer.height for issuer in issuers), logo.height if logo else 0)
        title = self.words.title
        sizes = range(measures.heading, 12, -1)
        large = fitted_words(title.kk, "600SemiBold", width=_WIDTH, lines=1, sizes=sizes)
        sizes = range(measures.heading * 2 // 3, 12, -1)
        less = fitted_words(title.ru, "500Medium", width=_WIDTH, lines=1, sizes=sizes)

        def draw(top: int) -> None:
            self.image.paste(yurt, ((SIZE[0] - yurt.width) // 2, top), yurt)
            top += yurt.height + 10
            for index, issuer in enumerate(issuers):
                middle = _LEFT + _HALF // 2 + index * (_HALF + _GUTTER) + beside * (index - 0.5)
                lower = (issuer_height - issuer.height) // 2 if logo else 0
                self._lines(issuer, top + lower, middle=middle)
            if logo is not None:
                place = (SIZE[0] - logo.width) // 2, top + (issuer_height - logo.height) // 2
                self.image.paste(logo, place)
            top += issuer_height + 12
            self._lines(large, top, colour=_TURQUOISE)
            self._lines(less, top + large.height, colour=_TURQUOISE)

        return Part(yurt.height + 10 + issuer_height + 12 + large.height + less.height, draw)

    def _sentence(self, measures: Measures) -> list[Part]:
        if self.words.sentence is None:
            return []
        sizes = range(measures.sentence, 10, -1)
        kk, ru = (
            fitted_words(text, "400Regular", width=_WIDTH, lines=2, sizes=sizes)
            for text in self.words.sentence
        )

        def draw(top: int) -> None:
            self._lines(kk, top)
            self._lines(ru, top + kk.height + 4)

        return [Part(kk.height + 4 + ru.height, draw)]

    def _signatory(self) -> list[Part]:
        signatory = self.words.signatory
        if signatory is None:
            return []
        posts = [
            fitted_words(text, "400Regular", width=_HALF, lines=2, sizes=range(16, 10, -1))
            for text in signatory.post
        ]
        names = [
            fitted_words(text, "600SemiBold", width=_HALF, lines=1, sizes=range(20, 10, -1))
            for text in signatory.name
        ]
        height = max(post.height for post in posts)

        def draw(top: int) -> None:
            for index, (post, name) in enumerate(zip(posts, names, strict=True)):
                left = _LEFT + index * (_HALF + _GUTTER)
                self._lines(post, top + height - post.height, left=left, colour=_MUTED)
                self._lines(name, top + height + 2, left=left)

        # The code's quiet zone begins above the code.
        quiet = (QUIET_ZONE - 1) * _MODULE
        return [Part(height + 2 + max(name.height for name in names) + quiet, draw)]

    def _divider(self) -> Part:
        divider = _art("divider", 380)

        def draw(top: int) -> None:
            self.image.paste(divider, ((SIZE[0] - divider.width) // 2, top), divider)

        return Part(divider.height, draw)

    def _holder(self, measures: Measures) -> Part:
        words = self.words
        sizes = range(54, 13, -1)
        name = fitted(words.holder_name, "600SemiBold", width=_WIDTH, lines=1, sizes=sizes)
        if name.font.size < 34:
            sizes = range(measures.name, 13, -1)
            name = fitted(words.holder_name, "600SemiBold", width=_WIDTH, lines=2, sizes=sizes)

        def draw(top: int) -> None:
            self._pair(words.holder_label, top)
            self._lines(name, top + 28)
            self._pair(words.name_note, top + 28 + name.height + 6)

        return Part(28 + name.height + 6 + 24, draw)

    def _course(self, measures: Measures) -> Part:
        words = self.words
        sizes_kk, sizes_ru = range(measures.title_kk, 12, -1), range(measures.title_ru, 12, -1)
        kk = fitted_words(
            words.course_title.kk, "600SemiBold", width=_WIDTH, lines=2, sizes=sizes_kk
        )
        ru = fitted_words(words.course_title.ru, "500Medium", width=_WIDTH, lines=2, sizes=sizes_ru)

        def draw(top: int) -> None:
            self._pair(words.course_label, top)
            self._lines(kk, top + 28)
            self._lines(ru, top + 28 + kk.height + 2)

        return Part(28 + kk.height + 2 + ru.height, draw)

    def _facts(self, measures: Measures) -> Part:
        rows = [self._fact(line, measures) for line in self.words.lines]

        def draw(top: int) -> None:
            for row in rows:
                for left in (_LEFT, _LEFT + _HALF + _GUTTER):
                    self.pen.line((left, top, left + _HALF, top), fill=_HAIRLINE)
                row.draw(top)
                top += row.height

        return Part(sum(row.height for row in rows), draw)

    def _fact(self, line: FactLine, measures: Measures) -> Part:
        values = _alike(line.value, "500Medium", _HALF, measures.value, 13)
        label = measures.label

        def draw(top: int) -> None:
            for index, value in enumerate(values):
                left = _LEFT + index * (_HALF + _GUTTER)
                self._text(line.label[index], "400Regular", label, (left, top + 2), _MUTED)
                self._lines(value, top + label + 4, left=left)

        return Part(label + 4 + max(value.height for value in values) + 3, draw)

    def _proof(self) -> Part:
        words = self.words
        side = len(self.modules) * _MODULE
        left = _LEFT + side + 36
        width = SIZE[0] - _LEFT - left

        def draw(top: int) -> None:
            self._code(_LEFT, top)
            self._pair(words.number_label, top, left=left)
            self._text(words.number, "600SemiBold", 42, (left, top + 22), _INK)
            middle = top + 82
            if words.replaces is not None:
                for text in words.replaces:
                    note = fitted(text, "500Medium", width=width, lines=1, sizes=range(18, 10, -1))
                    self._lines(note, middle, left=left)
                    middle += note.line_height
                middle += 6
            self._pair(words.address_label, middle, left=left)
            address = fitted(
                words.address, "500Medium", width=width, lines=1, sizes=range(24, 10, -1)
            )
            self._lines(address, middle + 24, left=left)
            for index, advice in enumerate(_alike(words.compare, "400Regular", width, 17, 10)):
                self._lines(advice, middle + 64 + index * 22, left=left, colour=_MUTED)
            for index, text in enumerate(words.voluntary):
                self._centred(f"{text}.", "600SemiBold", 21, top + side + 22 + index * 27, _INK)

        return Part(side + 22 + 54, draw)

    def _code(self, left: int, top: int) -> None:
        quiet = QUIET_ZONE * _MODULE
        side = len(self.modules) * _MODULE
        self.pen.rectangle(
            (left - quiet, top - quiet, left + side + quiet - 1, top + side + quiet - 1),
            fill=_PAPER,
        )
        dots = Image.new("1", (len(self.modules), len(self.modules)))
        dots.putdata([0 if dark else 255 for row in self.modules for dark in row])
        self.image.paste(dots.resize((side, side), Image.Resampling.NEAREST), (left, top))

    def _pair(self, pair: Bilingual, top: int, *, left: int | None = None) -> None:
        width = _WIDTH if left is None else SIZE[0] - _LEFT - left
        text = f"{pair.kk} · {pair.ru}"
        line = fitted_words(
            text, "400Regular", width=width, lines=1, sizes=range(_LABEL_SIZE, 10, -1)
        )
        self._lines(line, top, left=left, colour=_MUTED)

    def _lines(
        self,
        text: Fitted,
        top: int,
        *,
        left: int | None = None,
        middle: float = SIZE[0] // 2,
        colour: str = _INK,
    ) -> None:
        """Draw lines from `left`, or centred on `middle` when there is no left."""
        for index, line in enumerate(text.lines):
            x = middle - text.font.getlength(line) / 2 if left is None else left
            self.pen.text((x, top + index * text.line_height), line, font=text.font, fill=colour)

    def _centred(self, text: str, weight: Weight, size: int, top: int, colour: str) -> None:
        left = (SIZE[0] - font(weight, size).getlength(text)) / 2
        self._text(text, weight, size, (left, top), colour)

    def _text(
        self, text: str, weight: Weight, size: int, place: tuple[float, float], colour: str
    ) -> None:
        self.pen.text(place, text, font=font(weight, size), fill=colour)


def _alike(texts: Bilingual, weight: Weight, width: int, size: int, end: int) -> list[Fitted]:
    """Return both languages on a line each, in the size in which the longer one fits."""
    for text in texts:
        one = fitted_words(text, weight, width=width, lines=1, sizes=range(size, end, -1))
        size = round(one.font.size)
    sizes = range(size, size - 1, -1)
    return [fitted_words(text, weight, width=width, lines=1, sizes=sizes) for text in texts]


def _fitting(png: bytes, box: tuple[int, int]) -> Image.Image:
    """Return a picture as large as it can be within `box`."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    share = min(box[0] / picture.width, box[1] / picture.height)
    size = max(1, round(picture.width * share)), max(1, round(picture.height * share))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _mark_as_sample(image: Image.Image, words: Bilingual) -> None:
    """Write across the picture, over everything, that it is a sample."""
    text = f"{words.kk} / {words.ru}"
    face = font("600SemiBold", 150)
    mark = Image.new("L", (round(face.getlength(text)), 190), 0)
    ImageDraw.Draw(mark).text((0, 0), text, font=face, fill=82)
    mark = mark.rotate(52, expand=True, resample=Image.Resampling.BICUBIC)
    place = (SIZE[0] - mark.width) // 2, (SIZE[1] - mark.height) // 3  # off the code
    image.paste(Image.new("RGB", mark.size, "#A63A2B"), place, mark)


@cache
def _art(name: str, width: int) -> Image.Image:
    """Return a drawing of ``art/`` with a clear ground, `width` in pixels."""
    png = typst.compile(
        _HERE / "art.typ",
        root=_HERE,
        format="png",
        ppi=72,
        sys_inputs={"name": name, "width": str(width)},
    )
    return Image.open(io.BytesIO(png)).convert("RGBA")
