"""Whatever the name, the titles and the issuer: one page, nothing cut, nothing on anything else."""

import io
import itertools
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from pypdf import PdfReader

from certificates.rendering import picture
from certificates.rendering.facts import CertificateFacts
from certificates.rendering.pdf import render_pdf
from certificates.rendering.picture import SIZE, render_png
from tests.certificates.sample import NUMBER, make_facts

TWO_LINES = {
    "course_title_kk": "Отау құру: отбасылық өмірге дайындық, отбасы бюджеті, репродуктивті "
    "денсаулық және балаларды тәрбиелеу негіздері туралы толық курс",
    "course_title_ru": "Свой дом: подготовка к семейной жизни, семейный бюджет, репродуктивное "
    "здоровье и основы воспитания детей, полный курс",
}
LONG_ISSUERS = {
    "issuer_kk": "«Қазақстан Республикасы Мәдениет және ақпарат министрлігінің Отбасы істері және "
    "гендерлік саясат комитеті» мемлекеттік мекемесінің Отбасын қолдау орталығы",
    "issuer_ru": "Центр поддержки семьи государственного учреждения «Комитет по делам семьи и "
    "гендерной политике Министерства культуры и информации Республики Казахстан»",
}
LONGEST = {
    **TWO_LINES, **LONG_ISSUERS, "generation": 12, "mode": "live", "assurance": "phone",
    "base_url": "https://otbasyn-qoldau.family-support.example.gov.kz",
}  # fmt: skip
NAMES = {
    "one letter": "Ә",
    "a short one": "Ли Ю",
    "sixty letters in two words": "Әбдірахмановбекұлынұрмұхамедқызы-Қожахметоваева Жаңылсынжан",
    "sixty wide letters": "Щ" * 60,
    "two wide words": "Ж" * 30 + " " + "Ш" * 29,
    "hyphens": "Әлия-Айгүл Қыдырәлі-Нұрмұхамбетова-Жүнісбекқызы",
    "apostrophes": "Д’Артаньян О'Коннор-Мар’яна",
    "Latin with diacritics": "Mehmet Öztürk-Şahinoğlu Łukasz Žižková Ñuñez Åström",
    "Azerbaijani": "Əli Məmmədov",
    "five words": "Мария Анна Изабелла Гарсия Родригес",
    "letters that reach high and low": "ЙҰқыпұлы Ёрік Ğırşaq Ğ",
}
STRETCHES = {"as usual": {}, "as long as can be": LONGEST}


class Box(NamedTuple):
    """A piece of text and where it stands: left, top, right, bottom."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def overlap(one: Box, other: Box, slack: float) -> bool:
    return (
        min(one.right, other.right) - max(one.left, other.left) > slack
        and min(one.bottom, other.bottom) - max(one.top, other.top) > slack
    )


def on_paper(facts: CertificateFacts, folder: Path) -> list[Box]:
    """Return the words of the PDF, as poppler sees them, in points."""
    tool = shutil.which("pdftotext")
    assert tool is not None, "poppler-utils is needed"
    (folder / "certificate.pdf").write_bytes(render_pdf(facts))
    page = subprocess.run(
        [tool, "-bbox", "certificate.pdf", "-"],
        cwd=folder, capture_output=True, text=True, check=True, timeout=60,
    ).stdout  # fmt: skip
    assert page.count("<page ") == 1
    found = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', page
    )
    return [Box(word, *(float(side) for side in sides)) for *sides, word in found]


def in_picture(facts: CertificateFacts, monkeypatch: pytest.MonkeyPatch) -> list[Box]:
    """Return what Pillow inks for each piece of text, in pixels."""
    boxes: list[Box] = []
    draw = ImageDraw.ImageDraw.text

    def noted(pen, place, text, **options):
        if text.strip():
            boxes.append(Box(text, *pen.textbbox(place, text, font=options["font"])))
        return draw(pen, place, text, **options)

    with monkeypatch.context() as patch:
        patch.setattr(ImageDraw.ImageDraw, "text", noted)
        render_png(facts)
    return boxes


@pytest.mark.parametrize("stretch", STRETCHES.keys())
@pytest.mark.parametrize("name", NAMES.keys())
def test_on_paper_nothing_overlaps_and_nothing_is_cut(name, stretch, tmp_path):
    boxes = on_paper(make_facts(holder_name=NAMES[name], **STRETCHES[stretch]), tmp_path)

    said = "".join(box.text for box in boxes)
    assert "".join(NAMES[name].split()) in said.replace("&apos;", "'")
    for box in boxes:
        # Within the frame, which stands 9.7 mm from the edges of the sheet.
        assert 30 <= box.left < box.right <= 595.3 - 30, box
        assert 30 <= box.top < box.bottom <= 841.9 - 30, box
    for one, other in itertools.combinations(boxes, 2):
        # Boxes have the height of a line and may touch; letters that lie over letters do more.
        assert not overlap(one, other, slack=3.2), (one, other)


@pytest.mark.parametrize("stretch", STRETCHES.keys())
@pytest.mark.parametrize("name", NAMES.keys())
def test_in_the_picture_nothing_overlaps_and_nothing_is_cut(name, stretch, monkeypatch):
    facts = make_facts(holder_name=NAMES[name], **STRETCHES[stretch])
    boxes = in_picture(facts, monkeypatch)

    said = "".join(box.text for box in boxes).replace(" ", "")
    assert "".join(NAMES[name].split()) in said
    assert "".join(facts.course_title_ru.split()) in said
    width, height = SIZE
    for box in boxes:
        assert 36 <= box.left < box.right <= width - 36, box
        assert 36 <= box.top < box.bottom <= height - 36, box
    for one, other in itertools.combinations(boxes, 2):
        assert not overlap(one, other, slack=0), (one, other)
    image = Image.open(io.BytesIO(render_png(facts))).convert("L")
    (code,) = zxingcpp.read_barcodes(image)
    corners = code.position
    around = Box("code", corners.top_left.x, corners.top_left.y,
                 corners.bottom_right.x, corners.bottom_right.y)  # fmt: skip
    for box in boxes:
        assert not overlap(box, around, slack=0), box


def test_the_three_days_stand_apart_in_both_languages(tmp_path):
    pdf = render_pdf(make_facts())
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    lines = [" ".join(line.split()) for line in page.extract_text().splitlines()]
    for label, day in (
        ("Аяқталған күні", "2026 жылғы 22 қараша"), ("Берілген күні", "2026 жылғы 23 қараша"),
        ("Жарамды мерзімінің соңғы күні", "2027 жылғы 22 қараша"),
        ("Дата завершения", "22 ноября 2026 года"), ("Дата выдачи", "23 ноября 2026 года"),
        ("Последний день срока действия", "22 ноября 2027 года"),
    ):  # fmt: skip
        assert lines[lines.index(label) + 1] == day


def test_in_grey_every_letter_keeps_its_contrast():
    """Text is told from its ground by lightness: 4.5 to 1 at least (WCAG), hairlines by 2 to 1."""
    colours = re.findall(
        r"#let (\w+) = rgb\(\"(#\w{6})\"\)", (picture._HERE / "certificate.typ").read_text()
    )
    found = dict(colours)
    assert {"ink", "muted", "turquoise"} <= found.keys()
    for name in ("ink", "muted", "turquoise"):
        assert found[name].upper() == getattr(picture, f"_{name.upper()}").upper()
        assert against_white(found[name]) >= 4.5
    assert against_white(found["hairline"]) >= 2


def against_white(colour: str) -> float:
    """Return the contrast of a colour's grey with white paper."""
    (grey,) = {Image.new("RGB", (1, 1), colour).convert("L").getpixel((0, 0))}
    assert isinstance(grey, int)
    share = grey / 255
    light = share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
    return 1.05 / (light + 0.05)


def test_a_black_and_white_print_says_all_that_the_coloured_one_says(tmp_path):
    """Without grey, as an office printer may print: the code is read, and every word is inked."""
    (tmp_path / "certificate.pdf").write_bytes(render_pdf(make_facts()))
    tool = shutil.which("pdftoppm")
    assert tool is not None, "poppler-utils is needed"
    command = [tool, "-r", "150", "-mono", "certificate.pdf", "page"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=60)
    (page,) = tmp_path.glob("page*.pbm")
    image = Image.open(page).convert("L")
    (code,) = zxingcpp.read_barcodes(image)
    assert NUMBER.replace("-", "") in code.text
    scale = 150 / 72
    for box in on_paper(make_facts(), tmp_path):
        words = image.crop([round(side * scale) for side in box[1:]])  # type: ignore[arg-type]
        dark = words.histogram()[0] / (words.width * words.height)
        assert dark > (0.01 if box.text == "·" else 0.04), box
