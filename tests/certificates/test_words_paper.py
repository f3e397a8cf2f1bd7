"""Words, logo and signatory on the page and in the picture; samples that pass for nothing."""

import io
import itertools

import pytest
import zxingcpp
from django.core.files.storage import storages
from django.db import connection
from PIL import Image, ImageChops
from pypdf import PdfReader

from certificates import numbers
from certificates.addresses import split_qr_text
from certificates.numbers import normalise_number, sample_number
from certificates.payload import PayloadDamaged, verify_payload
from certificates.rendering.facts import PaperWords
from certificates.rendering.pdf import render_page, render_pdf
from certificates.rendering.picture import SIZE, render_png
from certificates.rendering.wording import NAME_NOTES
from certificates.signing import public_keys
from certificates.words.logo import keep
from certificates.words.models import CertificateTemplate, TemplateProposal
from certificates.words.paper import name_of_logo, stored_logo
from certificates.words.previews import KINDS
from certificates.words.samples import LONGEST_NAME, NO_PROOF, Case, sample_of
from courses.models import EditionText
from tests import cast
from tests.certificates import words_story as words
from tests.certificates.sample import make_facts, signed
from tests.certificates.test_rendering import LONG_TITLES, NAMES, tags_of, together
from tests.workshop import story

TEXTS = [name for name in PaperWords.__dataclass_fields__ if name != "logo"]


def paper(given, **changes) -> PaperWords:
    return PaperWords(**{name: given[name] for name in TEXTS if name in given}, **changes)


def full(**changes):
    """The facts of the fullest paper that the rules allow."""
    issuers = {name: words.LONG[name] for name in ("issuer_kk", "issuer_ru")}
    values = LONG_TITLES | issuers | {"assurance": "phone", "mode": "in_person"} | changes
    return make_facts(words=paper(words.LONG, logo=words.png()), **values)


def read(pdf: bytes) -> tuple[str, int]:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return together("".join(page.extract_text() for page in pages)), len(pages)


@pytest.mark.parametrize("name", NAMES)
def test_the_fullest_paper_is_one_page_with_every_word(name):
    found, pages = read(render_pdf(full(holder_name=name)))
    assert pages == 1
    for text in (*(words.LONG[one] for one in TEXTS if "alt" not in one), name):
        assert together(text) in found


@pytest.mark.parametrize("parts", list(itertools.product([False, True], repeat=3)))
def test_any_of_them_may_be_left_out(parts):
    logo, sentence, signatory = parts
    kept = {
        name: text for name, text in words.LONG.items()
        if not (name.startswith("sentence") and not sentence)
        and not (name.startswith("signatory") and not signatory)
        and not (name.startswith("logo") and not logo)
    }  # fmt: skip
    facts = make_facts(words=paper(kept, logo=words.png() if logo else b""), **LONG_TITLES)
    found, pages = read(render_pdf(facts))
    assert pages == 1
    assert (together(words.LONG["sentence_ru"]) in found) == sentence
    assert (together(words.LONG["signatory_name_kk"]) in found) == signatory


def test_without_words_of_its_own_a_paper_is_as_it_was():
    facts = make_facts()
    assert facts.words == PaperWords()
    found, _pages = read(render_pdf(facts))
    assert together("Курсты аяқтау туралы сертификат") in found


def test_the_logo_is_read_out_in_both_languages():
    root = PdfReader(io.BytesIO(render_pdf(full()))).root_object["/StructTreeRoot"].get_object()
    waiting, said = [root], []
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += [child.get_object() for child in node]
        elif isinstance(node, dict):
            said.append(str(node.get("/Alt", "")))
            if "/K" in node:
                waiting.append(node["/K"].get_object())
    assert "Министрліктің белгісі / Знак министерства" in said
    kinds, languages = tags_of(root)
    assert {"/H1", "/Figure"} <= kinds
    assert "ru" in languages


@pytest.mark.parametrize("name", NAMES)
def test_the_fullest_picture_has_room_and_its_code_is_read(name):
    picture = Image.open(io.BytesIO(render_png(full(holder_name=name)))).convert("L")
    assert picture.size == SIZE
    (code,) = zxingcpp.read_barcodes(picture)
    assert split_qr_text(code.text)[0]
    assert clear_rows(picture) >= 9, "parts of the page touch each other"


def clear_rows(picture: Image.Image) -> int:
    """Return how many gaps of white rows there are within the frame."""
    inner = picture.crop((60, 40, SIZE[0] - 60, SIZE[1] - 40))
    rows = [
        inner.crop((0, y, inner.width, y + 1)).getextrema()[0] > 200 for y in range(inner.height)
    ]
    return sum(one and not before for before, one in itertools.pairwise(rows))


def test_a_logo_is_seen_on_the_page_and_in_the_picture():
    with_logo = paper(words.SHORT, logo=words.png(), logo_alt_kk="Б", logo_alt_ru="З")
    without = paper(words.SHORT)
    for render in (render_page, render_png):
        one, other = (
            Image.open(io.BytesIO(render(make_facts(words=chosen)))).convert("L")
            for chosen in (with_logo, without)
        )
        assert ImageChops.difference(one, other).getbbox() is not None


def test_twelve_digits_are_refused_wherever_they_stand():
    with pytest.raises(ValueError, match="identity number"):
        make_facts(words=PaperWords(sentence_ru="ИИН 850101300123"))


@pytest.fixture
def proposal(db):
    logo = keep(words.png())
    return words.proposed(story.make_person("methodologist"), **(words.LONG | {"logo": logo}))


def test_the_longest_name_is_as_long_as_a_name_can_be():
    assert len(LONGEST_NAME) == 60


def test_samples_have_the_longest_and_the_shortest_published_titles(proposal):
    cast.make_edition(cast.make_course("AAA", "aaa"))
    titles = list(EditionText.objects.values_list("language", "title"))
    longer = cast.make_edition(cast.make_course("BBB", "bbb"))
    with connection.cursor() as cursor:  # as if it had been published so
        cursor.execute("set session_replication_role = replica")
        cursor.execute(
            "update courses_editiontext set title = title || ' және тағы' where edition_id = %s",
            [longer.pk],
        )
        cursor.execute("set session_replication_role = origin")
    facts = {case: sample_of(proposal, case) for case in Case}
    assert facts[Case.LONGEST].course_title_kk.endswith(" және тағы")
    assert ("kk", facts[Case.SHORTEST].course_title_kk) in titles
    assert facts[Case.SHORTEST].holder_name == "Ә"
    assert all(one.is_sample for one in facts.values())


@pytest.mark.parametrize("case", list(Case))
def test_a_sample_says_so_and_proves_nothing(proposal, case, client):
    facts = sample_of(proposal, case)
    pdf = render_pdf(facts)
    found, pages = read(pdf)
    assert pages == 1
    assert "ҮЛГІ" in found
    assert "ОБРАЗЕЦ" in found
    title = str(PdfReader(io.BytesIO(pdf)).metadata.title)
    assert "ОБРАЗЕЦ" in title
    picture = Image.open(io.BytesIO(render_png(facts))).convert("L")
    (code,) = zxingcpp.read_barcodes(picture)
    number, proof = split_qr_text(code.text)
    assert number == sample_number() == normalise_number(number)
    with pytest.raises(PayloadDamaged):
        verify_payload(proof, public_keys())
    for language in ("kk", "ru"):
        page = client.get(f"/{language}/c/{number}/")
        assert page.status_code == 404
        assert page.context["is_sample"]


def test_the_proof_of_a_sample_is_as_long_as_a_real_one():
    assert abs(len(NO_PROOF) - len(signed())) <= 3


def test_the_number_of_samples_is_given_to_no_certificate(monkeypatch):
    drawn = itertools.chain("X" * 12, itertools.cycle("CDFJKLMNPTVW"))
    monkeypatch.setattr(numbers.secrets, "choice", lambda _alphabet: next(drawn))
    assert numbers.make_number() != sample_number()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_looked_at_is_kept_nowhere(proposal, kind, signed_in):
    browser = signed_in(story.make_person("administrator"))
    response = browser.get(f"/admin/certificate-words/{proposal.pk}/longest/{kind}/")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    start = b"%PDF" if kind == "pdf" else b"\x89PNG"
    content = b"".join(response.streaming_content)
    assert content.startswith(start)
    if kind.endswith("grey"):
        assert Image.open(io.BytesIO(content)).mode == "L"
    assert not CertificateTemplate.objects.exists()
    assert TemplateProposal.objects.count() == 1


def test_a_sample_whose_logo_is_lost_says_so(proposal, signed_in):
    storages["private"].delete(name_of_logo(proposal.logo))
    stored_logo.cache_clear()
    browser = signed_in(story.make_person("administrator"))
    place = f"/admin/certificate-words/{proposal.pk}/"
    assert browser.get(f"{place}longest/pdf/").status_code == 503
    assert browser.get(place).status_code == 200


def test_there_is_no_other_sample(proposal, signed_in):
    browser = signed_in(story.make_person("administrator"))
    for place in ("middle/pdf", "longest/exe", "longest/page-red"):
        path = f"/admin/certificate-words/{proposal.pk}/{place}/"
        assert browser.get(path, follow=True).status_code == 404


def test_a_note_too_long_for_one_line_is_cut_between_the_languages():
    facts = make_facts(name_source="document")
    [page] = PdfReader(io.BytesIO(render_pdf(facts))).pages
    lines = [line.strip() for line in page.extract_text().splitlines()]
    assert NAME_NOTES["document"].kk in lines
    assert NAME_NOTES["document"].ru in lines
