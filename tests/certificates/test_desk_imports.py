"""A clerk hands in a file of applications, sees what would change, decides, and sees what became."""

import csv
import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from pytest_django.asserts import assertContains, assertNotContains

from certificates.desk import uploads
from registry.actions import accept_import, drop_import, forget_imports, read_import
from registry.imports import writing
from registry.imports.reading import read_table
from registry.models import ImportJob, MarriageApplication
from registry.standin import cast as couples
from tests import cast
from tests.registry.sheets import book_of, crowd, csv_of, line, office

FRONT = "/kk/desk/applications/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return cast.make_clerk(office(), name="Маман Гүлсім")


@pytest.fixture
def desk(signed_in, clerk):
    return signed_in(clerk)


def file_of(content, name="day.csv"):
    return {"file": SimpleUploadedFile(name, content)}


@pytest.fixture
def hand_in(desk, tasks_at_once):
    """`hand_in(content)` hands a file in, lets it be read, and returns the job."""

    def do(content, browser=desk, **more) -> ImportJob:
        with tasks_at_once():
            response = browser.post(FRONT, file_of(content) | more)
        assert response.status_code == 302, response.context["form"].errors
        job = ImportJob.objects.order_by("-pk").first()
        assert response["Location"] == f"{FRONT}{job.pk}/"
        return job

    return do


def test_a_file_from_the_template_to_what_became_of_it(desk, clerk, hand_in, tasks_at_once):
    job = hand_in(csv_of([line(), line(couples.IRINA_AND_MEHMET, state="?")]))
    address = f"{FRONT}{job.pk}/"
    page = desk.get(address)
    assert (page.context["stage"], MarriageApplication.objects.count()) == ("decide", 0)
    assert [(number, kind) for kind, _words, number in page.context["counts"] if number] == [
        (1, "new"), (1, "wrong"),
    ]  # fmt: skip
    assertContains(page, "Күйі")
    with tasks_at_once():
        assert desk.post(f"{address}take/")["Location"] == address
    page = desk.get(address)
    assert page.context["stage"] == "done"
    assertContains(page, clerk.name)
    assert MarriageApplication.objects.count() == 1


def test_no_page_and_no_file_repeats_a_number_or_a_name(desk, hand_in):
    wrong = line(applicant_1_number="040317900018", state="=cmd|' /C calc'!A0", number="@SUM(1)")
    job = hand_in(csv_of([line(), wrong]))
    for address in ("", "state/", "wrong.csv", "every.csv"):
        page = desk.get(f"{FRONT}{job.pk}/{address}")
        assert page.status_code == 200
        for typed in ("0403179000", "Бекова", "cmd|", "SUM(1)", couples.AIGERIM_AND_DANIYAR.number):
            assertNotContains(page, typed)
        assert "no-store" in page["Cache-Control"]


def test_what_became_of_every_line_is_a_file(desk, clerk, hand_in):
    job = hand_in(csv_of([line(), *crowd(1), line(number="9", state="?", filed_on="?")]))
    accept_import(job=job, by=clerk)

    def rows(which):
        page = desk.get(f"{FRONT}{job.pk}/{which}.csv")
        assert page["Content-Disposition"].startswith("attachment")
        return list(csv.reader(io.StringIO(page.content.decode("utf-8-sig")), delimiter=";"))[1:]

    assert [row[0] for row in rows("every")] == ["2", "3", "4", "4"]
    assert [(row[0], row[2]) for row in rows("wrong")] == [("4", "Күйі"), ("4", "Берілген күні")]
    assert desk.get(f"{FRONT}{job.pk}/others.csv").status_code == 404


def test_nothing_as_asked(desk, clerk, hand_in):
    job = hand_in(csv_of(crowd(2)))
    desk.post(f"{FRONT}{job.pk}/nothing/")
    page = desk.get(f"{FRONT}{job.pk}/")
    assert (page.context["stage"], MarriageApplication.objects.count()) == ("dropped", 0)
    page = desk.post(f"{FRONT}{job.pk}/take/", follow=True)
    assert page.context["stage"] == "dropped"
    assert [str(one) for one in page.context["messages"]]
    assert MarriageApplication.objects.count() == 0


def test_how_far_it_is_shows_and_the_page_comes_anew_when_there_is_more(desk, clerk, hand_in):
    job = hand_in(csv_of(crowd(3)))
    accept_import(job=job, by=clerk)
    page = desk.get(f"{FRONT}{job.pk}/")
    assertContains(page, 'hx-trigger="every 2s"')
    assertContains(page, "<progress")
    state = f"{FRONT}{job.pk}/state/?stage=taking"
    part = desk.get(state, headers={"HX-Request": "true"})
    assertNotContains(part, "<html")
    assert "HX-Refresh" not in part
    drop = ImportJob.objects.filter(pk=job.pk)
    drop.update(ended_at=job.uploaded_at)
    assert desk.get(state)["HX-Refresh"] == "true"


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(("content", "code"), [(b"hello", "no_headings"), (b"PK", "not_a_table")])
def test_a_file_that_cannot_be_read_says_what_to_do(desk, hand_in, language, content, code):
    job = hand_in(content)
    page = desk.get(f"/{language}/desk/applications/{job.pk}/")
    assert (page.context["stage"], job.problem) == ("unreadable", code)
    assertContains(page, page.context["problem"])
    assert desk.get(f"{FRONT}{job.pk}/every.csv").status_code == 404


@pytest.mark.parametrize("sent", [{}, {"file": ""}])
def test_no_file_is_said(desk, sent):
    page = desk.post(FRONT, sent)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["file"])


def test_an_empty_file_is_said(desk):
    assert desk.post(FRONT, file_of(b"")).status_code == 422
    assert not ImportJob.objects.exists()


def test_fifty_megabytes_are_refused_before_they_are_received(desk):
    page = desk.post(FRONT, file_of(b"x" * 50 * 1024 * 1024))
    assert page.status_code == 413
    assert not ImportJob.objects.exists()


def test_a_large_file_never_touches_the_disk(desk, monkeypatch, hand_in):
    def refuse(*args, **kwargs):
        raise AssertionError("the file was written to the disk")

    monkeypatch.setattr(TemporaryUploadedFile, "__init__", refuse)
    large = csv_of(crowd(3)) + b"   \r\n" * 600 * 1024
    assert hand_in(large).preview == {"new": 3}


def test_without_our_handler_a_large_file_would_be_written(desk, monkeypatch):
    """The control: Django's own handlers write to the disk what is large."""
    monkeypatch.setattr(uploads, "InMemory", TemporaryFileUploadHandler)
    written = []
    init = TemporaryUploadedFile.__init__

    def note(self, *args, **kwargs):
        written.append(args)
        init(self, *args, **kwargs)

    monkeypatch.setattr(TemporaryUploadedFile, "__init__", note)
    desk.post(FRONT, file_of(csv_of([line()]) + b" " * 3 * 1024 * 1024))
    assert len(written) == 1


def test_the_forms_token_is_checked(signed_in, clerk):
    browser = signed_in(clerk, enforce_csrf_checks=True)
    assert browser.post(FRONT, file_of(csv_of([line()]))).status_code == 403
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', browser.get(FRONT).content.decode())
    sent = file_of(csv_of([line()])) | {"csrfmiddlewaretoken": token[1]}
    assert browser.post(FRONT, sent).status_code == 302


class TestWhoMay:
    def addresses(self, job):
        return [FRONT, f"{FRONT}template.csv", *(
            f"{FRONT}{job.pk}/{rest}" for rest in ("", "state/", "wrong.csv", "every.csv")
        )]  # fmt: skip

    def test_only_clerks_and_of_the_same_office(self, hand_in, signed_in, aigerim):
        job = hand_in(csv_of([line()]))
        elsewhere = signed_in(cast.make_clerk(cast.make_office("KZ-75-01")))
        for address in self.addresses(job):
            assert Client().get(address).status_code == 302
            assert signed_in(aigerim).get(address).status_code == 403
            if str(job.pk) in address:
                assert elsewhere.get(address).status_code == 404
        for decision in ("take", "nothing"):
            assert elsewhere.post(f"{FRONT}{job.pk}/{decision}/").status_code == 404
            assert elsewhere.get(f"{FRONT}{job.pk}/{decision}/").status_code == 405
        assertNotContains(elsewhere.get(FRONT), f"{FRONT}{job.pk}/")

    def test_a_colleague_decides_and_both_see_who(self, hand_in, signed_in, desk, tasks_at_once):
        job = hand_in(csv_of([line()]))
        colleague = cast.make_clerk(office(), name="Әріптес Ақмарал")
        with tasks_at_once():
            signed_in(colleague).post(f"{FRONT}{job.pk}/take/")
        assertContains(desk.get(f"{FRONT}{job.pk}/"), colleague.name)
        assert desk.post(f"{FRONT}{job.pk}/nothing/", follow=True).context["stage"] == "done"

    def test_a_clerk_of_two_offices_says_which(self, signed_in, tasks_at_once):
        clerk = cast.make_clerk(office())
        other = cast.make_office("KZ-75-01")
        clerk.clerkships.create(office=other)
        browser = signed_in(clerk)
        assert list(browser.post(FRONT, file_of(csv_of([line()]))).context["form"].errors) == [
            "office"
        ]
        foreign = cast.make_office("KZ-71-01", "KZ-71")
        assert browser.post(FRONT, file_of(b"1") | {"office": foreign.pk}).status_code == 422
        sent = file_of(csv_of([line()])) | {"office": other.pk}
        assert browser.post(FRONT, sent).status_code == 302
        assert ImportJob.objects.get().office == other


def test_the_same_file_again_is_recognised(desk, hand_in, clerk, tasks_at_once):
    first = hand_in(csv_of(crowd(2)))
    with tasks_at_once():
        desk.post(f"{FRONT}{first.pk}/take/")
    again = hand_in(csv_of(crowd(2)))
    assert desk.get(f"{FRONT}{again.pk}/").context["handed_in_before"] == first
    drop_import(job=again, by=clerk)


def test_what_nobody_decided_about_says_so(desk, hand_in, settings):
    job = hand_in(csv_of(crowd(2)))
    ImportJob.objects.filter(pk=job.pk).update(uploaded_at="2026-01-01T00:00Z")
    forget_imports()
    assert desk.get(f"{FRONT}{job.pk}/").context["stage"] == "late"
    page = desk.post(f"{FRONT}{job.pk}/take/", follow=True)
    assert page.context["stage"] == "late"


def test_pages_cost_the_same_however_much_there_is(desk, hand_in, django_assert_num_queries):
    for lines in (1, 80):
        wrong = [one | {"state": "?"} for one in crowd(lines)]
        job = hand_in(csv_of([*wrong, line()]))
        for _ in range(lines // 10):
            hand_in(csv_of([line()]))
        with django_assert_num_queries(7):
            desk.get(f"{FRONT}{job.pk}/")
        with django_assert_num_queries(5):
            desk.get(FRONT)


class TestTheTemplate:
    @pytest.mark.parametrize("language", ["kk", "ru"])
    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_it_is_read_as_it_is_and_with_a_line_below(self, desk, clerk, language, kind):
        page = desk.get(f"/{language}/desk/applications/template.{kind}")
        content = page.content
        job = ImportJob.objects.create(office=office(), uploaded_by=clerk, size=1, digest=b"")
        table = read_table(content)
        assert len(table.lines) == 1
        job.delete()
        with translation.override(language):
            assert writing.headings()[0] in (
                content.decode("utf-8-sig") if kind == "csv"
                else str(openpyxl.load_workbook(io.BytesIO(content)).active["A1"].value)
            )  # fmt: skip
        if kind == "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(content))
            assert book.active["H900"].number_format == "@"

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_its_example_would_be_right_if_it_were_no_example(self, desk, hand_in, language):
        content = desk.get(f"/{language}/desk/applications/template.csv").content.decode()
        job = hand_in(content.encode())
        assert job.preview == {"example": 1}
        assertNotContains(desk.get(f"{FRONT}{job.pk}/"), "/take/")
        real = re.sub(r"(МЫСАЛ|ПРИМЕР)-1", "43-02-77", content)
        job = hand_in(real.encode())
        assert (job.preview, [row.errors for row in job.rows.all()]) == ({"new": 1}, [[]])

    def test_others_are_not_there(self, desk):
        assert desk.get(f"{FRONT}template.exe").status_code == 404


def test_no_cell_of_a_file_of_ours_is_reckoned_with():
    told = writing._csv([["=1+1", "+7", "-1", "@x", "\tx", "обычно"]]).decode("utf-8-sig")
    assert told == "'=1+1;'+7;'-1;'@x;'\tx;обычно\r\n"


def test_headings_of_results_are_words_of_the_page(desk, hand_in):
    job = hand_in(csv_of([line()]))
    read_import(job_id=job.pk)
    with translation.override("kk"):
        assertContains(desk.get(f"{FRONT}{job.pk}/every.csv"), gettext("Column"))


def test_xlsx_is_handed_in_as_well(hand_in):
    job = hand_in(book_of([line()]))
    assert job.preview == {"new": 1}
