"""The certificate as people hold it: letters, code and size, read back from the files."""

import io
import re
import shutil
import subprocess
import time
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import get_args

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from certificates.addresses import split_qr_text
from certificates.payload import verify_payload
from certificates.rendering import picture
from certificates.rendering.code import qr_code
from certificates.rendering.facts import Assurance, CertificateFacts, Mode
from certificates.rendering.lettering import LettersMissing, fitted_words
from certificates.rendering.pdf import render_pdf
from certificates.rendering.picture import SIZE, render_png
from certificates.rendering.wording import wording
from tests.certificates.sample import NAME, NUMBER, PUBLIC_KEYS, make_facts, make_payload

NAMES = [
    "Ә",
    "Ли",
    NAME,
    "Әбдірахмановбекұлынұрмұхамедқызы-Қожахметоваеваның Жаңылсынжан",
    "Щ" * 60,
    "Ж" * 30 + " " + "Ш" * 29,
    "Mehmet Öztürk-Şahinoğlu",
    "Əli Məmmədov",
    "Һүмай Ңұғыман Өтеген ӘҒҚҢӨҰҮҺІ әғқңөұүһі",
]
LONG_TITLES = {
    "course_title_kk": "Отау құру: отбасылық өмірге дайындық, отбасы бюджеті, репродуктивті "
    "денсаулық және балаларды тәрбиелеу негіздері туралы толық курс",
    "course_title_ru": "Свой дом: подготовка к семейной жизни, семейный бюджет, репродуктивное "
    "здоровье и основы воспитания детей, полный курс",
    "generation": 12,
}


@cache
def sample_pdf() -> bytes:
    return render_pdf(make_facts())


def text_of(pdf: bytes) -> str:
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(page.extract_text().split())


def together(text: str) -> str:
    """Leave out spaces, where a long name may have been broken."""
    return "".join(text.split())


def rendered_by_poppler(pdf: bytes, folder: Path) -> Image.Image:
    tool = shutil.which("pdftoppm")
    assert tool is not None, "poppler-utils is needed"
    (folder / "certificate.pdf").write_bytes(pdf)
    subprocess.run(
        [tool, "-r", "150", "-mono", "certificate.pdf", "page"], cwd=folder, check=True, timeout=60
    )
    (page,) = folder.glob("page*.pbm")
    return Image.open(page).convert("L")


def proof_in(image: Image.Image) -> tuple[str, str | None]:
    (code,) = zxingcpp.read_barcodes(image)
    return split_qr_text(code.text)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_stands_whole_in_a_pdf_of_one_page(name: str) -> None:
    found = text_of(render_pdf(make_facts(holder_name=name, **LONG_TITLES)))
    assert together(name) in together(found)
    assert together(LONG_TITLES["course_title_kk"]) in together(found)  # type: ignore[arg-type]
    assert not re.search(r"\d{12}", found)


@pytest.mark.parametrize(
    ("mode", "assurance"), list(zip(cycle(get_args(Mode)), get_args(Assurance), strict=False))
)
def test_every_fact_is_said_in_both_languages(mode: Mode, assurance: Assurance) -> None:
    facts = make_facts(mode=mode, assurance=assurance, holder_name=NAMES[3], **LONG_TITLES)
    found = together(text_of(render_pdf(facts)))
    words = wording(facts)
    for line in words.lines:
        for said in (*line.label, *line.value):
            assert together(said) in found
    for said in (NUMBER, words.address, *words.voluntary, *words.compare, *words.issuer):
        assert together(said) in found


def test_the_pdf_is_tagged_titled_and_says_its_languages() -> None:
    reader = PdfReader(io.BytesIO(sample_pdf()))
    catalogue = reader.root_object
    assert str(catalogue["/Lang"]) == "kk"
    mark_info = catalogue["/MarkInfo"].get_object()
    assert isinstance(mark_info, DictionaryObject)
    assert mark_info["/Marked"]
    assert reader.metadata is not None
    assert NUMBER in str(reader.metadata.title)
    assert NAME not in str(reader.metadata.title)
    packet = reader.xmp_metadata
    assert packet is not None
    xmp = packet.stream.get_data().decode()
    assert "pdfuaid:part>1<" in xmp
    assert "pdfaid:part>2<" in xmp
    assert "pdfaid:conformance>A<" in xmp
    kinds, languages = tags_of(catalogue["/StructTreeRoot"].get_object())
    assert {"/H1", "/Table", "/TH", "/TD", "/Figure"} <= kinds
    assert "ru" in languages


def tags_of(root: object) -> tuple[set[str], set[str]]:
    kinds, languages, waiting = set(), set(), [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += [child.get_object() for child in node]
        elif isinstance(node, dict):
            kinds.add(str(node.get("/S")))
            languages.add(str(node.get("/Lang")))
            if "/K" in node:
                waiting.append(node["/K"].get_object())
    return kinds, languages


def test_the_same_facts_give_the_same_files() -> None:
    assert render_pdf(make_facts()) == sample_pdf()
    assert render_png(make_facts()) == render_png(make_facts())


def test_a_name_and_a_number_are_not_remembered_by_the_process(monkeypatch) -> None:
    """Words of the issuer's are; a name is to be nowhere once its holder has erased it."""
    remembered: list[str] = []

    def listen(text: str, *arguments: object, **more: object) -> object:
        remembered.append(text)
        return fitted_words(text, *arguments, **more)

    monkeypatch.setattr(picture, "fitted_words", listen)
    facts = make_facts(generation=2)
    render_png(facts)
    assert facts.course_title_kk in remembered
    assert not [text for text in remembered if NAME in text or facts.number in text]


def test_the_code_is_read_from_a_black_and_white_print(tmp_path: Path) -> None:
    number, proof = proof_in(rendered_by_poppler(sample_pdf(), tmp_path))
    assert number == NUMBER
    assert proof is not None
    payload = verify_payload(proof, PUBLIC_KEYS)
    assert payload == make_payload()
    assert payload.name_matches(NAME)


def test_the_code_is_printed_large_enough(tmp_path: Path) -> None:
    page = rendered_by_poppler(sample_pdf(), tmp_path)
    (code,) = zxingcpp.read_barcodes(page)
    side_mm = (code.position.top_right.x - code.position.top_left.x) / 150 * 25.4
    assert side_mm >= 30


@pytest.mark.parametrize("name", NAMES)
def test_the_code_is_read_from_the_picture(name: str) -> None:
    picture = Image.open(io.BytesIO(render_png(make_facts(holder_name=name, **LONG_TITLES))))
    assert picture.size == SIZE
    assert proof_in(picture.convert("L"))[0] == NUMBER


def test_the_code_on_a_phone_survives_half_the_size() -> None:
    picture = Image.open(io.BytesIO(render_png(make_facts()))).convert("L")
    smaller = picture.resize((SIZE[0] // 2, SIZE[1] // 2), Image.Resampling.BILINEAR)
    assert proof_in(smaller)[0] == NUMBER


@pytest.mark.parametrize("render", [render_pdf, render_png])
def test_letters_that_the_font_lacks_are_named_and_not_printed_as_boxes(render: object) -> None:
    assert callable(render)
    with pytest.raises(LettersMissing) as missing:
        render(make_facts(holder_name="漢字 Әли"))
    assert missing.value.letters == "漢字"


def test_a_name_is_data_and_never_markup() -> None:
    name = "#panic() *Әли* $x$ [a] \\ <b>"
    assert together(name) in together(text_of(render_pdf(make_facts(holder_name=name))))


def test_the_name_shrinks_until_it_fits() -> None:
    def size_of_name(facts: CertificateFacts) -> list[float]:
        sizes: list[float] = []

        def visit(text: str, _cm: object, _tm: object, _font: object, size: float) -> None:
            if text.strip():
                sizes.append(size)

        PdfReader(io.BytesIO(render_pdf(facts))).pages[0].extract_text(visitor_text=visit)
        return sizes

    assert max(size_of_name(make_facts(holder_name="Ә"))) == pytest.approx(27, abs=0.1)
    assert max(size_of_name(make_facts(holder_name="Щ" * 60))) < 24


def test_times_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """Print the medians of five; a speed is never asserted in a test."""
    facts = [make_facts(holder_name=f"Әйгерім Ғалымқызы {letter}") for letter in "абвгд"]
    with capsys.disabled():
        for render in (render_pdf, render_png):
            times = []
            for each in facts:
                start = time.process_time()
                size = len(render(each))
                times.append(time.process_time() - start)
            print(f"\n{render.__name__}: {sorted(times)[2] * 1000:.0f} ms of CPU, {size} bytes")
        print(f"QR version {qr_code(facts[0].qr_text).designator}")
