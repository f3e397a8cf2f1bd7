"""A course attended in person: one writes it down, another confirms it, and only that completes."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext
from pytest_django.asserts import assertContains, assertNotContains

from accounts.actions.record import verify_chain
from accounts.models import LookupSubject
from centres.models import CentrePost
from certificates.documents.issuing import facts_of
from certificates.models import Certificate
from certificates.rendering.wording import wording
from certificates.state import State, state_of
from enrolments.actions import adopt_edition, enrol, withdraw
from enrolments.models import Attendance, AttendanceSheet, Enrolment
from registry.standin import cast as couples
from tests import cast
from tests.centres.story import make_centre
from tests.certificates.at_the_counter import ENROL, make_worker, opened, printed, shown
from tests.certificates.story import settle_all
from tests.registry.people import identified

pytestmark = pytest.mark.django_db
LISTS = "/kk/desk/attendance/"
NUMBER = couples.AIGERIM.identity.number


@pytest.fixture
def recorder():
    return cast.make_clerk(name="Жазушы Маман")


@pytest.fixture
def colleague(recorder):
    return cast.make_clerk(name="Растаушы Маман")


@pytest.fixture
def hers(aigerim, edition):
    """Aigerim, whose document was seen, takes the course."""
    identified(aigerim, couples.AIGERIM, "seen")
    return enrol(user=aigerim, course=edition.course)


def days(**other):
    today = timezone.localdate().isoformat()
    return {"began_on": today, "ended_on": "", "hours": "6"} | other


def open_list(browser, **other):
    """Open a list through the page and return its address."""
    answer = browser.post(LISTS, days(**other))
    assert answer.status_code == 302, answer.text
    return answer["Location"]


def add(browser, address, who=couples.AIGERIM, **other):
    identity = who.identity
    country = identity.country if identity.kind == "passport" else ""
    typed = {"identity_number": identity.number, "country": country} | other
    return browser.post(address, typed)


def check(browser, address, decision="confirm", reason="", rows=None):
    rows = Attendance.objects.order_by("pk") if rows is None else rows
    decided = {f"row-{one.pk}": decision for one in rows}
    return browser.post(f"{address}check/", decided | {"reason": reason})


def recorded(browser):
    """Write Aigerim down on a new list; return its address."""
    address = open_list(browser)
    assert add(browser, address).status_code == 302
    return address


class TestRecordedAndConfirmed:
    def test_another_confirms_and_the_certificate_says_how(
        self, hers, recorder, colleague, signed_in, tasks_at_once
    ):
        address = recorded(signed_in(recorder))
        hers.refresh_from_db()
        assert hers.completed_at is None
        with tasks_at_once():
            assert check(signed_in(colleague), address).status_code == 302
        hers.refresh_from_db()
        assert hers.completed_at
        row = Attendance.objects.get()
        assert (row.recorded_by, row.confirmed_by) == (recorder, colleague)
        assert set(hers.requirements.values_list("reason", flat=True)) == {"attended"}
        certificate = Certificate.objects.get()
        assert (certificate.mode, certificate.assurance) == ("attended", "seen")
        assert certificate.issue.pdf
        lines = {
            line.label.ru: line.value for line in wording(facts_of(certificate, signed="")).lines
        }
        assert lines["Форма обучения"] == ("Бетпе-бет, топпен", "Очно, в группе")
        for language, words in zip(("kk", "ru"), lines["Форма обучения"], strict=True):
            assertContains(Client().get(f"/{language}/c/{certificate.number}/"), words)

    def test_a_decision_about_a_person_is_not_called_optional(
        self, hers, recorder, colleague, signed_in
    ):
        address = recorded(signed_in(recorder))
        page = signed_in(colleague).get(f"{address}check/")
        assertContains(page, f"<legend>{hers.user.name}</legend>", 1)

    def test_nobody_confirms_what_they_wrote_down(self, hers, recorder, signed_in):
        browser = signed_in(recorder)
        address = recorded(browser)
        assertNotContains(browser.get(f"{address}check/"), 'value="confirm"')
        assert check(browser, address).status_code == 422
        row = Attendance.objects.get()
        with pytest.raises(IntegrityError, match="nobody_confirms"), transaction.atomic():
            Attendance.objects.update(confirmed_at=timezone.now(), confirmed_by=recorder)
        assert row.confirmed_at is None

    def test_who_had_learned_online_on_their_own_has_another_mode(self, hers):
        settle_all(hers)
        assert Certificate.objects.get().mode == "alone"

    def test_each_act_is_recorded_and_read_in_plain_words(
        self, hers, aigerim, recorder, colleague, signed_in
    ):
        address = recorded(signed_in(recorder))
        browser = signed_in(colleague)
        assertContains(browser.get(f"{address}check/"), aigerim.name)
        check(browser, address)
        purposes = list(
            LookupSubject.objects.order_by("pk").values_list("lookup__purpose", "answer")
        )
        assert purposes == [
            ("attended", "attended"), ("attendance", "seen"), ("attendance", "confirm")
        ]  # fmt: skip
        assert verify_chain()
        page = signed_in(aigerim).get("/kk/account/lookups/")
        assertContains(page, gettext("To write down that you attended a course"))
        assertContains(page, gettext("To confirm that you attended a course"))

    def test_names_and_numbers_stand_in_no_list_of_lists(self, hers, aigerim, recorder, signed_in):
        browser = signed_in(recorder)
        address = recorded(browser)
        for page in (browser.get(LISTS), browser.get(address)):
            assertNotContains(page, aigerim.name)
            assertNotContains(page, NUMBER)
            assert "no-store" in page["Cache-Control"]
        assertNotContains(browser.get(f"{address}check/"), NUMBER)

    def test_a_person_without_a_phone_from_the_counter_to_the_certificate(
        self, edition, recorder, colleague, signed_in
    ):
        browser = signed_in(recorder)
        digits = printed(browser.post(ENROL, shown()))
        address = recorded(browser)
        check(signed_in(colleague), address)
        person = Client()
        opened(person, digits)
        certificate = Certificate.objects.get()
        assertContains(person.get("/kk/certificates/"), certificate.number)
        assert certificate.name_source == "document"

    def test_who_does_not_take_the_course_yet_is_enrolled(
        self, aigerim, edition, recorder, signed_in
    ):
        identified(aigerim, couples.AIGERIM, "egov")
        recorded(signed_in(recorder))
        assert (Enrolment.objects.get().region, Enrolment.objects.get().source) == ("KZ-75", "desk")


class TestTakenOff:
    def test_with_a_reason_and_then_written_down_anew(self, hers, recorder, signed_in):
        browser = signed_in(recorder)
        address = recorded(browser)
        assert check(browser, address, "remove").status_code == 422
        assert check(browser, address, "remove", "another").status_code == 302
        row = Attendance.objects.get()
        assert (row.withdrawn_by, row.withdrawn_for) == (recorder, "another")
        assert add(browser, address).status_code == 302
        assert Attendance.objects.waiting().count() == 1

    def test_what_was_confirmed_or_taken_off_is_not_settled_again(
        self, hers, recorder, colleague, signed_in
    ):
        address = recorded(signed_in(recorder))
        browser = signed_in(colleague)
        check(browser, address)
        page = browser.post(
            f"{address}check/", {f"row-{Attendance.objects.get().pk}": "remove", "reason": "sheet"},
            follow=True,
        )  # fmt: skip
        assertContains(page, gettext("Somebody has confirmed this or taken it off meanwhile."))
        for change in (
            {"confirmed_at": None, "confirmed_by": None},
            {"recorded_by": colleague},
            {"withdrawn_at": timezone.now()},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Attendance.objects.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            AttendanceSheet.objects.update(hours=99)


class TestMeanwhile:
    @pytest.fixture
    def address(self, hers, recorder, signed_in):
        return recorded(signed_in(recorder))

    def test_completed_online_the_certificate_stays(self, hers, address, colleague, signed_in):
        settle_all(hers)
        page = check(signed_in(colleague), address)
        assert page.status_code == 409
        certificate = Certificate.objects.get()
        assert (certificate.mode, state_of(certificate)) == ("alone", State.VALID)
        assert not Attendance.objects.confirmed().exists()
        assert check(signed_in(colleague), address, "remove", "overtaken").status_code == 302

    def test_who_stopped_completes_nothing(self, hers, address, colleague, signed_in):
        withdraw(enrolment=hers)
        assert check(signed_in(colleague), address).status_code == 409
        assert not Certificate.objects.exists()

    def test_a_newer_edition_taken_meanwhile_is_not_what_was_attended(
        self, hers, address, colleague, signed_in
    ):
        cast.make_edition(hers.course)
        adopt_edition(enrolment=hers)
        assert check(signed_in(colleague), address).status_code == 409
        hers.refresh_from_db()
        assert hers.completed_at is None

    def test_a_newer_edition_that_nobody_took_changes_nothing(
        self, hers, address, colleague, signed_in
    ):
        cast.make_edition(hers.course)
        assert check(signed_in(colleague), address).status_code == 302
        assert Certificate.objects.get().edition_number == 1


class TestWhoCannotBeWrittenDown:
    @pytest.mark.parametrize("state", ["nobody", "declared", "no consent", "completed"])
    def test_one_answer_for_all(self, aigerim, edition, recorder, signed_in, state):
        if state != "nobody":
            identified(aigerim, couples.AIGERIM, "declared" if state == "declared" else "seen")
        if state == "no consent":
            aigerim.consents.all().delete()
            aigerim.consented_at = None
            aigerim.save()
        if state == "completed":
            settle_all(enrol(user=aigerim, course=edition.course))
        browser = signed_in(recorder)
        address = open_list(browser)
        page = add(browser, address)
        assert page.status_code == 422
        assertContains(page, gettext("Attendance cannot be written down for this number."
            " Check the number. If it is right, make a code on paper for the person first: their"
            " document and their consent are needed. Somebody who has a certificate already needs"
            " nothing more."), status_code=422)  # fmt: skip
        assert not Attendance.objects.exists()
        assert LookupSubject.objects.get().lookup.purpose == "attended"

    def test_who_stands_on_a_list_already(self, hers, recorder, signed_in):
        browser = signed_in(recorder)
        address = recorded(browser)
        assert add(browser, address).status_code == 422
        assert add(browser, open_list(browser)).status_code == 422
        assert Attendance.objects.count() == 1

    @pytest.mark.parametrize("typed", ["", "123", "\x00", "1" * 500, "\ud83d"])
    def test_what_is_no_number(self, hers, recorder, signed_in, typed):
        browser = signed_in(recorder)
        page = browser.post(
            open_list(browser), {"identity_number": typed.encode("utf-8", "replace").decode()}
        )
        assert page.status_code == 422
        assert not LookupSubject.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"began_on": ""}, {"began_on": "yesterday"}, {"hours": ""}, {"hours": "0"},
        {"hours": "25"}, {"hours": "1e9"}, {"hours": "-3"}, {"hours": "NaN"},
        {"began_on": "2000-01-01"}, {"ended_on": "2000-01-01"}, {"ended_on": "2999-01-01"},
        {"began_on": "\x00"},
    ],
)  # fmt: skip
def test_a_list_of_days_that_cannot_be_is_not_opened(edition, recorder, signed_in, wrong):
    page = signed_in(recorder).post(LISTS, days(**wrong))
    assert page.status_code == 422
    assert not AttendanceSheet.objects.exists()


class TestRights:
    def test_another_place_sees_nothing(self, hers, recorder, signed_in):
        address = recorded(signed_in(recorder))
        elsewhere = signed_in(cast.make_clerk(cast.make_office("KZ-43-02", "KZ-43")))
        centre = signed_in(make_worker(make_centre(region="KZ-75")))
        for browser in (elsewhere, centre):
            assertNotContains(browser.get(LISTS), address)
            assert browser.get(address).status_code == 404
            assert add(browser, address).status_code == 404
            assert browser.get(f"{address}check/").status_code == 404
            assert check(browser, address).status_code == 404
        assert not Attendance.objects.confirmed().exists()

    def test_who_confirms_in_the_region_confirms_there_and_nowhere_else(
        self, hers, recorder, signed_in
    ):
        address = recorded(signed_in(recorder))
        for region, status in (("KZ-43", 404), ("KZ-75", 302)):
            worker = make_worker(make_centre(region=region))
            CentrePost.objects.filter(user=worker).update(confirms_in_region=True)
            assert check(signed_in(worker), address).status_code == status

    def test_learners_trainers_and_who_has_left(
        self, hers, recorder, colleague, client, signed_in, aigerim
    ):
        address = recorded(signed_in(recorder))
        browser = signed_in(colleague)
        colleague.clerkships.update(ended_at=timezone.now())
        for page in (LISTS, address, f"{address}check/"):
            assert client.get(page).status_code == 302
            for one in (browser, signed_in(aigerim), signed_in(cast.make_staff())):
                assert one.get(page).status_code == 403
                assert one.post(page, {}).status_code == 403

    def test_rows_of_another_list_are_not_touched(self, hers, recorder, colleague, signed_in):
        recorded(signed_in(recorder))
        other = open_list(signed_in(recorder))
        check(signed_in(colleague), other)
        assert Attendance.objects.waiting().count() == 1


@pytest.mark.parametrize("bound_by", ["post", "list"])
def test_a_centre_that_something_hangs_on_is_not_deleted(edition, signed_in, bound_by):
    worker = make_worker()
    centre = worker.centre_posts.get().centre
    if bound_by == "list":
        open_list(signed_in(worker))
        worker.centre_posts.all().delete()
    editor = signed_in(cast.make_staff(superuser=True))
    single = f"/admin/snippets/cms/familysupportcentre/delete/{centre.pk}/"
    many_at_once = f"/admin/bulk/cms/familysupportcentre/delete/?id={centre.pk}"
    for address in (single, many_at_once):
        assert editor.post(address, follow=True).status_code < 500
        centre.refresh_from_db()


class TestFigures:
    def test_one_reads_ones_own(self, hers, recorder, colleague, signed_in):
        address = recorded(signed_in(recorder))
        check(signed_in(colleague), address)
        [mine] = signed_in(recorder).get(LISTS).context["months"]
        assert (mine.recorded, mine.confirmed, mine.withdrawn) == (1, 0, 0)
        [theirs] = signed_in(colleague).get(LISTS).context["months"]
        assert (theirs.recorded, theirs.confirmed) == (0, 1)

    def test_an_administrator_sees_whoever_stands_out(
        self, hers, edition, recorder, colleague, signed_in
    ):
        check(signed_in(colleague), recorded(signed_in(recorder)))
        many(edition, AttendanceSheet.objects.get(), colleague, 4)
        page = signed_in(cast.make_staff(superuser=True)).get("/admin/attendance/")
        rows = page.context["page"].object_list
        assert [(one.person, one.recorded, one.confirmed, one.percent) for one in rows] == [
            (colleague.name, 4, 1, 100), (recorder.name, 1, 0, 25)
        ]  # fmt: skip
        assert signed_in(recorder).get("/admin/attendance/").status_code == 302


def many(edition, sheet, by, count):
    for _number in range(count):
        learner = cast.make_learner()
        Attendance.objects.create(
            sheet=sheet, enrolment=enrol(user=learner, course=edition.course), edition=edition,
            recorded_by=by,
        )  # fmt: skip


def test_pages_cost_the_same_for_few_and_for_many(edition, recorder, colleague, signed_in):
    browser = signed_in(colleague)
    address = open_list(browser)
    sheet = AttendanceSheet.objects.get()
    counts = []
    for _size in range(2):
        many(edition, sheet, recorder, 5)
        for _lists in range(4):
            open_list(browser)
        asked = []
        for page in (LISTS, address, f"{address}check/"):
            browser.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(page).status_code == 200
            asked.append(len(queries))
        counts.append(asked)
    assert counts[0] == counts[1], counts
    assert max(counts[0]) <= 20
