"""Leaflets with an office's QR code, and its notice: read back from what is printed."""

import io
import shutil
import subprocess
from dataclasses import asdict, replace
from decimal import Decimal
from itertools import pairwise

import pytest
import zxingcpp
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pypdf import PdfReader
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import Lookup
from certificates.leaflets.facts import CourseFacts, LeafletFacts, facts_for
from certificates.leaflets.notices import Sms, notice_of
from certificates.leaflets.pdf import Sheet, leaflet_pdf
from certificates.leaflets.words import side_of
from certificates.rendering.lettering import LettersMissing
from cms.models import HelpLine
from enrolments.models import CoursePolicy
from registry.actions.offices import load_offices
from registry.management.commands.load_offices import OFFICES
from registry.models import Clerkship, RegistryOffice
from registry.short_codes import short_code
from tests import cast

LEAFLETS, NOTICE = "/kk/desk/leaflets/", "/kk/desk/leaflets/notice/"
LEAFLET = "/kk/desk/leaflets/file/"
VOLUNTARY = {
    "kk": "Курс ерікті, неке қию оған байланысты емес",
    "ru": "Курс добровольный, регистрация брака от него не зависит",
}
# Roots of what would make a marriage depend on the course.
CONDITIONS = ("рұқсат", "допуск", "міндет", "обязат", "required", "must", "permit", "керек")


@pytest.fixture
def offices(db):
    load_offices(file=OFFICES)


@pytest.fixture
def clerk(offices, signed_in):
    """A clerk's browser at the office of Almaty."""
    return signed_in(cast.make_clerk(RegistryOffice.objects.get(code="KZ-75-01")))


def facts(**more) -> LeafletFacts:
    office = RegistryOffice(
        code="KZ-75-01", region="KZ-75", name_kk="Алматы қаласының АХАТ бөлімі",
        name_ru="Отдел РАГС города Алматы",
    )  # fmt: skip
    line = HelpLine(phone="111", what_kk="Көмек.", what_ru="Помощь.", hours_kk="Тәулік бойы")
    course = CourseFacts(Decimal("6.5"), 5, 15)
    return replace(LeafletFacts(office, "https://otau.example.kz", course, line, False), **more)


def printed(pdf: bytes, folder, dpi=150) -> list[Image.Image]:
    """Return the pages as a black and white printer would draw them."""
    tool = shutil.which("pdftoppm")
    assert tool is not None, "poppler-utils is needed"
    (folder / "leaflet.pdf").write_bytes(pdf)
    command = [tool, "-r", str(dpi), "-mono", "leaflet.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True, timeout=60)
    return [Image.open(page).convert("L") for page in sorted(folder.glob("page*.pbm"))]


def texts(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


class TestTheLeaflet:
    @pytest.mark.parametrize(("sheet", "codes"), [(Sheet.A5, 1), (Sheet.A4, 2)])
    def test_each_side_has_a_code_that_a_phone_reads_from_paper(self, sheet, codes, tmp_path):
        pages = printed(leaflet_pdf(facts(), sheet), tmp_path)
        for page, language in zip(pages, ("KK", "RU"), strict=True):
            found = zxingcpp.read_barcodes(page)
            address = f"HTTPS://OTAU.EXAMPLE.KZ/O/7501/{language}"
            assert [one.text for one in found] == [address] * codes

    def test_one_side_is_kazakh_and_the_other_russian(self):
        kazakh, russian = texts(leaflet_pdf(facts(), Sheet.A5))
        for page, language, office in (
            (kazakh, "kk", "АХАТ бөлімі"), (russian, "ru", "Отдел РАГС города Алматы"),
        ):  # fmt: skip
            for text in (VOLUNTARY[language], office, "otau.example.kz/o/7501", "111"):
                assert text in page
        assert VOLUNTARY["ru"] not in kazakh

    @pytest.mark.parametrize(("sheet", "size"), [(Sheet.A5, (148, 210)), (Sheet.A4, (297, 210))])
    def test_it_is_two_pages_of_its_size_with_a_title_and_tags(self, sheet, size):
        reader = PdfReader(io.BytesIO(leaflet_pdf(facts(), sheet)))
        sizes = [(one.mediabox.width, one.mediabox.height) for one in reader.pages]
        assert [tuple(round(float(x) / 72 * 25.4) for x in one) for one in sizes] == [size] * 2
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata.title

    def test_it_is_black_on_white(self, tmp_path):
        (tmp_path / "l.pdf").write_bytes(leaflet_pdf(facts(), Sheet.A5))
        command = [shutil.which("pdftoppm"), "-r", "40", "-png", "l.pdf", "p"]
        subprocess.run(command, cwd=tmp_path, check=True, timeout=60)
        for file in tmp_path.glob("p*.png"):
            red, green, blue = Image.open(file).convert("RGB").split()
            assert red.tobytes() == green.tobytes() == blue.tobytes()

    @pytest.mark.parametrize("sheet", Sheet)
    def test_long_names_stay_on_their_page(self, sheet, tmp_path):
        long = "Маңғыстау облысының Әділет департаменті Бейнеу ауданының тіркеу бөлімі " * 3
        office = RegistryOffice(code="KZ-47-02", name_kk=long[:200], name_ru=long[:200])
        line = HelpLine(phone="111", what_kk="Көмек көрсетеді. " * 20, what_ru="Помощь. " * 40)
        base = "https://" + "otau-" * 12 + "example.kz"
        pdf = leaflet_pdf(facts(office=office, help_line=line, base_url=base), sheet)
        pages = printed(pdf, tmp_path)
        assert len(pages) == 2
        for page, said in zip(pages, texts(pdf), strict=True):
            assert zxingcpp.read_barcodes(page)
            assert "".join(long[:200].split()) in "".join(said.split())
            assert page.crop((0, page.height - 40, page.width // 2 - 5, page.height)).getextrema() == (255, 255)  # fmt: skip

    def test_letters_that_cannot_be_printed_are_an_error_and_no_empty_boxes(self):
        office = RegistryOffice(code="KZ-75-01", name_kk="結婚", name_ru="結婚")
        with pytest.raises(LettersMissing):
            leaflet_pdf(facts(office=office), Sheet.A5)

    def test_the_same_content_is_made_once_and_is_the_same_bytes(self, monkeypatch):
        cache.clear()
        first = leaflet_pdf(facts(), Sheet.A5)
        cache.clear()
        assert leaflet_pdf(facts(), Sheet.A5) == first
        made = []
        monkeypatch.setattr(
            "certificates.leaflets.pdf._render", lambda *a: made.append(a) or b"anew"
        )
        assert leaflet_pdf(facts(), Sheet.A5) == first
        assert made == []
        other = CourseFacts(Decimal(7), 5, 15)  # the control: another content is made anew
        assert leaflet_pdf(facts(course=other), Sheet.A5) == b"anew"

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_while_voluntary_it_says_so_and_nothing_else_depends_on_it(self, language):
        side = side_of(facts(), language)
        assert side.voluntary == VOLUNTARY[language] + "."
        for text in str(asdict(side)).split():
            assert not text.lower().startswith(CONDITIONS), text
        assert side_of(facts(is_required=True), language).voluntary == ""

    def test_nothing_is_invented_before_an_edition_or_without_a_help_line(self):
        side = side_of(facts(course=None, help_line=None), "kk")
        assert (side.length, side.help_number, side.help_line) == ("", "", "")
        assert len(PdfReader(io.BytesIO(leaflet_pdf(facts(course=None), Sheet.A5))).pages) == 2


class TestWhatItSays:
    def test_hours_and_minutes_are_those_of_the_newest_edition(self, offices):
        office = RegistryOffice.objects.get(code="KZ-75-01")
        assert facts_for(office).course is None
        cast.make_edition(number=1)
        cast.make_edition(number=2, lessons=1)
        assert facts_for(office).course == CourseFacts(Decimal("1.0"), 10, 10)

    def test_a_policy_of_the_offices_region_takes_the_sentence_away(self, offices):
        CoursePolicy.objects.create(
            course=cast.make_course(), region="KZ-75", valid_from="2026-01-01", is_required=True
        )
        told = [
            facts_for(RegistryOffice.objects.get(code=code)).is_required
            for code in ("KZ-75-01", "KZ-43-02")
        ]
        assert told == [True, False]


class TestTheNotice:
    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_a_text_message_is_two_at_most(self, language):
        with_words = notice_of(facts(), language)
        for text in (with_words.sms.text, with_words.long):
            assert VOLUNTARY[language] in text
            assert "https://otau.example.kz/o/7501" in text
        assert with_words.sms.length <= 134
        assert with_words.sms.parts <= 2

    @pytest.mark.parametrize(
        ("text", "length", "parts"),
        [("ә" * 70, 70, 1), ("ә" * 71, 71, 2), ("ә" * 134, 134, 2), ("ә" * 135, 135, 3),
         ("😀" * 35, 70, 1), ("😀" * 36, 72, 2), ("", 0, 1)],
    )  # fmt: skip
    def test_parts_are_counted_as_networks_count_them(self, text, length, parts):
        assert (Sms(text).length, Sms(text).parts) == (length, parts)

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_it_says_its_length_and_works_without_a_script(self, clerk, language, settings):
        settings.BASE_URL = "https://otau.example.kz"
        page = clerk.get(f"/{language}/desk/leaflets/notice/")
        for one in page.context["notices"]:
            assertContains(page, str(one.sms.length))
            assertContains(page, one.sms.text)
        assertContains(page, "readonly", count=4)
        assert page.text.count("hidden>") >= 4  # the buttons, until a script shows them

    def test_an_address_that_is_too_long_is_said_to_be(self, clerk, settings):
        assert not notice_of(facts(), "ru").sms.is_too_long
        settings.BASE_URL = "https://" + "otau-" * 12 + "example.kz"
        page = clerk.get(NOTICE)
        assert any(one.sms.is_too_long for one in page.context["notices"])
        assertContains(page, "notice--warn")


class TestAtTheDesk:
    @pytest.mark.parametrize("sheet", ["a5", "a4"])
    def test_a_clerk_gets_the_leaflet_of_their_office(self, clerk, sheet, settings, tmp_path):
        settings.BASE_URL = "https://otau.example.kz"
        assertContains(clerk.get(LEAFLETS), "otau.example.kz/o/7501")
        answer = clerk.get(LEAFLET, {"sheet": sheet})
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == f'inline; filename="otau-7501-{sheet}.pdf"'
        pages = printed(answer.content, tmp_path)
        assert zxingcpp.read_barcodes(pages[0])[0].text == "HTTPS://OTAU.EXAMPLE.KZ/O/7501/KK"
        assert not Lookup.objects.exists()  # it is about nobody

    @pytest.mark.parametrize("address", [LEAFLETS, NOTICE, LEAFLET])
    @pytest.mark.parametrize("office", ["KZ-43-02", "nothing", "\0", "<b>"])
    def test_another_offices_is_not_there(self, clerk, address, office):
        assert clerk.get(address, {"office": office}).status_code == 404

    @pytest.mark.parametrize("sheet", ["a3", "A5", "\0", ""])
    def test_an_unknown_sheet_is_not_there(self, clerk, sheet):
        assert clerk.get(LEAFLET, {"sheet": sheet}).status_code == 404

    def test_a_clerk_of_two_offices_chooses(self, offices, signed_in, settings):
        settings.BASE_URL = "https://otau.example.kz"
        one, other = (RegistryOffice.objects.get(code=c) for c in ("KZ-75-01", "KZ-75-02"))
        user = cast.make_clerk(one)
        Clerkship.objects.create(user=user, office=other)
        client = signed_in(user)
        assertContains(client.get(LEAFLETS), "?office=KZ-75-0")
        for code, short in (("KZ-75-01", "/o/7501"), ("KZ-75-02", "/o/7502")):
            assertContains(client.get(NOTICE, {"office": code}), short)

    @pytest.mark.parametrize("address", [LEAFLETS, NOTICE, LEAFLET])
    def test_nobody_else_comes_in(self, db, client, signed_in, address):
        assert client.get(address).status_code == 302
        assert signed_in(cast.make_learner()).get(address).status_code == 403
        assert signed_in(cast.make_staff()).get(address).status_code == 403

    def test_pages_cost_the_same_with_many_offices_and_lessons(self, clerk):
        counts = []
        for modules in (1, 6):
            cast.make_edition(modules=modules)
            for address in (LEAFLETS, NOTICE):
                with CaptureQueriesContext(connection) as queries:
                    clerk.get(address)
                counts.append(len(queries))
        assert len(set(counts)) == 1, counts
        assertNotContains(clerk.get(LEAFLETS), "day-person")


def test_codes_of_all_offices_differ(offices):
    codes = sorted(short_code(one) for one in RegistryOffice.objects.all())
    assert all(one != other for one, other in pairwise(codes))
