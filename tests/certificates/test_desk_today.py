"""The ceremonies of a day at the clerk's office: on a screen, on paper and as a file."""

import csv
import io
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.html import escape
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains

from accounts.actions.erasing import erase_account
from accounts.actions.record import lookups_of, verify_chain
from accounts.models import Lookup, LookupSubject
from accounts.record_words import OTHERWISE, purpose_words
from certificates.desk.today.couples import Standing, applications_of, bars, couples_of
from certificates.desk.today.files import COLUMNS
from certificates.desk.today.looks import FILE, HOLDS, LIST
from enrolments.models import CoursePolicy, Exemption
from registry.actions.offices import load_offices
from registry.gateway import ApplicationState
from registry.management.commands.load_offices import OFFICES
from registry.models import Applicant, Clerkship, RegistryOffice
from registry.standin import cast as couples
from tests import cast
from tests.certificates.a_day import ceremony, stranger
from tests.certificates.at_the_desk import certified, ended
from tests.registry.people import identified

TODAY, STATES = "/kk/desk/today/", "/kk/desk/today/states/"
PRINT, FILE_ADDRESS = "/kk/desk/today/print/", "/kk/desk/today/file/"
ALMATY = "KZ-75-01"


@pytest.fixture(autouse=True)
def offices(db):
    load_offices(file=OFFICES)


@pytest.fixture
def clerk(signed_in) -> Client:
    """A clerk's browser at the office of Almaty."""
    return signed_in(cast.make_clerk(RegistryOffice.objects.get(code=ALMATY)))


def shown(client, **query):
    """Return the list after the press that shows its states."""
    return client.post(STATES, query, follow=True)


def states(page) -> list[tuple[str, ...]]:
    return [tuple(one.state.value for one in couple.answers) for couple in page.context["page"]]


def recorded(purpose=LIST) -> list[str]:
    entries = LookupSubject.objects.filter(lookup__purpose=purpose).order_by("lookup__sequence")
    return list(entries.values_list("answer", flat=True))


def later_by(**time) -> None:
    """Let the entries of the record be as much older: they are insert-only, so behind its back."""
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        Lookup.objects.update(at=timezone.now() - timedelta(**time))
        cursor.execute("set session_replication_role = origin")


@contextmanager
def counted():
    with CaptureQueriesContext(connection) as queries:
        yield queries
    queries.asked = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]


class TestTheList:
    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_it_opens_with_a_number_and_nobody(self, clerk, language):
        certified(couples.AIGERIM)
        ceremony(couples.AIGERIM, couples.DANIYAR, number="75-01-04711")
        page = clerk.get(f"/{language}/desk/today/")
        assert page.context["total"] == 1
        for text in (couples.AIGERIM.name, "75-01-04711", "answer--", "day-person"):
            assertNotContains(page, text)
        assert recorded() == []
        assert "no-store" in page["Cache-Control"]

    def test_a_press_shows_each_applicants_state(self, clerk):
        certificate = certified(couples.AIGERIM)
        ceremony(couples.AIGERIM, couples.DANIYAR, number="75-01-04711")
        page = shown(clerk)
        assert states(page) == [("completed", "not")]
        for text in (couples.AIGERIM.name, couples.DANIYAR.name, "75-01-04711"):
            assertContains(page, escape(text))
        for number in (couples.AIGERIM.identity.number, certificate.number):
            assertNotContains(page, number)
        assert "no-store" in page["Cache-Control"]
        assert page.redirect_chain == [
            (f"/kk/desk/today/?day={timezone.localdate()}&office=KZ-75-01", 302)
        ]

    def test_every_state_is_a_word_and_drawn_for_the_couples(self, clerk):
        certified(couples.AIGERIM)
        certified(couples.DANIYAR)
        certified(couples.IRINA)
        identity = identified(cast.make_learner(), couples.TIMUR)
        Exemption.objects.create(
            course=cast.make_course(), lookup_key=bytes(identity.lookup_key), sealed_reason=b"",
            granted_by=cast.make_staff(),
        )  # fmt: skip
        ceremony(couples.AIGERIM, couples.DANIYAR, number="1")
        ceremony(couples.IRINA, number="2")
        ceremony(number="3")
        ceremony(couples.TIMUR, number="4")
        unreadable = ceremony(number="5").applicants.first()
        Applicant.objects.filter(pk=unreadable.pk).update(sealed_number=b"\x01?" + bytes(40))
        page = shown(clerk)
        assert states(page) == [
            ("completed", "completed"), ("completed", "not"), ("not", "not"), ("exempt", "not"),
            ("unknown", "not"),
        ]  # fmt: skip
        counts = {bar.standing: bar.count for bar in page.context["bars"]}
        assert counts == dict.fromkeys(Standing, 1)
        assertContains(page, '<rect class="day-bar__share" width="20" height="4"/>', count=5)
        assert sorted(recorded()) == sorted(one for couple in states(page) for one in couple)

    def test_a_person_whose_number_does_not_open_but_who_is_found_is_no_unknown(self, clerk):
        certified(couples.AIGERIM)
        application = ceremony(couples.AIGERIM)
        application.applicants.filter(position=1).update(sealed_number=b"\x01?" + bytes(40))
        assert states(shown(clerk)) == [("completed", "not")]

    def test_a_name_that_is_not_kept_is_a_position(self, clerk):
        application = ceremony(number="75-01-04711")
        application.applicants.update(sealed_name=b"\x01?" + bytes(40))
        page = shown(clerk)
        with translation.override("kk"):
            words = translation.gettext("Applicant %(number)s") % {"number": 2}
        assertContains(page, words)
        assertContains(page, "75-01-04711")

    def test_nobody_is_told_to_compare_a_name_that_does_not_stand_there(self, clerk):
        certified(couples.AIGERIM)  # declared only
        application = ceremony(couples.AIGERIM, couples.DANIYAR)
        with translation.override("kk"):
            words = translation.gettext("Compare the name with the document.")
        assertContains(shown(clerk), words, 1)
        application.applicants.update(sealed_name=None)
        assertNotContains(shown(clerk), words)

    def test_people_of_whom_only_the_key_is_kept_are_found_by_it(self, clerk):
        certified(couples.AIGERIM)
        applications = applications_of(
            ceremony(couples.AIGERIM, couples.DANIYAR).office, timezone.localdate()
        )
        for one in applications[0].applicants.all():
            one.sealed_number = one.sealed_name = None  # type: ignore[assignment]
        (couple,) = couples_of(applications)
        told = [(one.state.value, one.name, one.name_differs) for one in couple.answers]
        assert told == [("completed", "", False), ("not", "", False)]

    def test_another_name_and_a_declared_identity_are_remarks(self, clerk):
        certified(couples.AIGERIM, name="Сәрсенова Айгерім")
        certified(couples.DANIYAR, assurance="seen")
        ceremony(couples.AIGERIM, couples.DANIYAR)
        page = shown(clerk)
        ((one, other),) = [couple.answers for couple in page.context["page"]]
        assert (one.name_differs, other.name_differs) == (True, False)
        assert (one.is_only_declared, other.is_only_declared) == (True, False)
        assertNotContains(page, "Сәрсенова")  # opened at the desk, not for a whole day

    @pytest.mark.parametrize("why", ["revoked", "expired", "erased"])
    def test_what_does_not_hold_today_is_no_completion(self, clerk, why):
        until = timezone.localdate() - timedelta(days=1) if why == "expired" else None
        certificate = certified(couples.AIGERIM, valid_until=until)
        if why == "revoked":
            ended(certificate)
        if why == "erased":
            erase_account(user=certificate.enrolment.user)
        ceremony(couples.AIGERIM)
        assert states(shown(clerk)) == [("not", "not")]

    @pytest.mark.parametrize(
        ("state", "is_there"),
        [(one, one not in ("withdrawn", "annulled", "refiled")) for one in ApplicationState],
    )
    def test_only_an_application_that_lives_is_listed(self, clerk, state, is_there):
        ceremony(state=state)
        assert clerk.get(TODAY).context["total"] == is_there

    def test_an_application_that_ended_leaves_the_list(self, clerk):
        for state, total in (("confirmed", 1), ("withdrawn", 0)):
            ceremony(couples.AIGERIM, couples.DANIYAR, state=ApplicationState(state), number="7")
            assert clerk.get(TODAY).context["total"] == total

    def test_an_application_that_moved_stands_at_the_office_that_holds_it(self, clerk, signed_in):
        other = signed_in(cast.make_clerk(RegistryOffice.objects.get(code="KZ-43-02")))
        ceremony(couples.AIGERIM, couples.DANIYAR, number="7")
        assert [one.get(TODAY).context["total"] for one in (clerk, other)] == [1, 0]
        ceremony(
            couples.AIGERIM, couples.DANIYAR, number="7", office="KZ-43-02",
            state=ApplicationState.MOVED,
        )  # fmt: skip
        assert [one.get(TODAY).context["total"] for one in (clerk, other)] == [0, 1]

    def test_of_two_applications_of_one_couple_the_living_one_is_listed(self, clerk):
        ceremony(couples.GULNARA, couples.BOLAT, state=ApplicationState.REFILED, number="35-1")
        ceremony(couples.GULNARA, couples.BOLAT, number="35-2")
        page = shown(clerk)
        assert [one.application.number for one in page.context["page"]] == ["35-2"]

    def test_other_days_are_other_lists(self, clerk):
        tomorrow = timezone.localdate() + timedelta(days=1)
        ceremony(couples.AIGERIM, day=tomorrow)
        assert clerk.get(TODAY).context["total"] == 0
        assert states(shown(clerk, day=tomorrow.isoformat())) == [("not", "not")]

    @pytest.mark.parametrize(
        ("day", "status"),
        [(60, 200), (-60, 200), (61, 422), (-61, 422), ("", 422), ("2026-02-30", 422),
         ("1", 422), ("9" * 5000, 422), ("\0", 422), ("2026-11-\ud800", 422), ("<b>", 422)],
    )  # fmt: skip
    def test_a_day_is_within_sixty_of_today(self, clerk, day, status):
        if isinstance(day, int):
            day = (timezone.localdate() + timedelta(days=day)).isoformat()
        day = day.encode("utf-8", "surrogatepass")
        assert clerk.get(TODAY, {"day": day}).status_code == status
        form = {"content_type": "application/x-www-form-urlencoded"}
        posted = clerk.post(STATES, urlencode({"day": day}), **form)
        assert posted.status_code == (302 if status == 200 else 422)
        if status == 422:
            assertContains(clerk.get(TODAY, {"day": day}), "error-summary", status_code=422)

    def test_a_policy_that_requires_the_course_takes_the_sentence_away(self, clerk):
        ceremony()
        assertContains(shown(clerk), 'class="desk-voluntary"')
        CoursePolicy.objects.create(
            course=cast.make_course(), region="KZ-75", valid_from="2026-01-01", is_required=True
        )
        assertNotContains(shown(clerk), 'class="desk-voluntary"')
        assertNotContains(clerk.get(PRINT), 'class="desk-voluntary"')

    def test_a_long_list_has_pages_and_paper_has_everybody(self, clerk):
        for number in range(51):
            ceremony(number=f"{number:03}")
        assert len(shown(clerk).context["page"]) == 50
        assert len(clerk.get(TODAY, {"page": 2}).context["page"]) == 1
        assert len(clerk.get(PRINT).context["page"]) == 51
        assert len(recorded()) == 102


class TestWhoMayLook:
    @pytest.mark.parametrize("office", ["KZ-43-02", "nothing", "\0", "' or 1=1", "x" * 900])
    def test_another_offices_list_is_not_there(self, clerk, office):
        ceremony(office="KZ-43-02")
        for answer in (
            clerk.get(TODAY, {"office": office}),
            clerk.post(STATES, {"office": office}),
            clerk.get(PRINT, {"office": office}),
            clerk.post(FILE_ADDRESS, {"office": office}),
        ):
            assert answer.status_code == 404
        assert not Lookup.objects.exists()

    def test_a_clerk_of_two_offices_chooses_and_is_recorded_at_the_chosen_one(self, signed_in):
        user = cast.make_clerk(RegistryOffice.objects.get(code=ALMATY))
        village = RegistryOffice.objects.get(code="KZ-43-02")
        Clerkship.objects.create(user=user, office=village)
        client = signed_in(user)
        ceremony(number="1")
        ceremony(number="2", office="KZ-43-02")
        for code, number in ((ALMATY, "1"), ("KZ-43-02", "2")):
            page = shown(client, office=code)
            assert [one.application.number for one in page.context["page"]] == [number]
        assertContains(page, '<select name="office"')
        places = set(Lookup.objects.values_list("place", flat=True))
        assert len(places) == 2
        assert f"{village.name_kk} / {village.name_ru}" in places

    def test_a_clerk_of_one_office_is_asked_for_none(self, clerk):
        assertNotContains(clerk.get(TODAY), '<select name="office"')

    def test_nobody_else_comes_in(self, client, signed_in):
        gone = cast.make_clerk(RegistryOffice.objects.get(code=ALMATY))
        Clerkship.objects.filter(user=gone).update(ended_at=timezone.now())
        for who, status in (
            (client, 302), (signed_in(cast.make_learner()), 403),
            (signed_in(cast.make_staff()), 403), (signed_in(gone), 403),
        ):  # fmt: skip
            for address in (TODAY, STATES, PRINT, FILE_ADDRESS):
                answer = who.get(address) if address in (TODAY, PRINT) else who.post(address)
                assert answer.status_code == status, address

    def test_states_and_files_are_asked_for_by_a_form_of_ours(self, signed_in):
        ceremony()
        user = cast.make_clerk(RegistryOffice.objects.get(code=ALMATY))
        client = signed_in(user, enforce_csrf_checks=True)
        for address in (STATES, FILE_ADDRESS):
            assert client.get(address).status_code == 405
            assert client.post(address).status_code == 403
        assert not Lookup.objects.exists()


class TestTheRecord:
    def test_everybody_on_the_list_is_recorded_and_nobody_else(self, clerk):
        ceremony(couples.AIGERIM, couples.DANIYAR)
        ceremony(couples.IRINA, couples.MEHMET, office="KZ-43-02")
        shown(clerk)
        aigerim = identified(cast.make_learner(), couples.AIGERIM, "seen").user
        irina = identified(cast.make_learner(), couples.IRINA, "seen").user
        assert len(recorded()) == 2
        assert [one.purpose for one in lookups_of(aigerim)] == [LIST]
        assert not lookups_of(irina).exists()
        assert verify_chain() == 2

    def test_a_reload_within_the_hour_adds_nothing_and_shows_what_is_recorded(self, clerk):
        ceremony(couples.AIGERIM, couples.DANIYAR)
        first = shown(clerk)
        for page in (clerk.get(TODAY), clerk.get(PRINT), shown(clerk)):
            assert states(page) == states(first)
        assert recorded() == ["not", "not"]

    def test_what_is_new_within_the_hour_is_recorded_before_it_is_shown(self, clerk):
        ceremony(couples.AIGERIM, couples.DANIYAR, number="1")
        shown(clerk)
        certified(couples.AIGERIM)
        ceremony(number="2")
        assert states(clerk.get(TODAY)) == [("completed", "not"), ("not", "not")]
        assert recorded() == ["not", "not", "completed", "not", "not"]

    def test_an_answer_that_comes_back_is_recorded_again(self, clerk):
        certificate = certified(couples.AIGERIM)
        ceremony(couples.AIGERIM)
        shown(clerk)
        ended(certificate)
        clerk.get(TODAY)
        certified(couples.AIGERIM)
        clerk.get(TODAY)
        assert recorded() == ["completed", "not", "not", "completed"]

    def test_after_an_hour_the_list_is_closed_and_a_press_is_a_new_look(self, clerk):
        ceremony(couples.AIGERIM)
        shown(clerk)
        later_by(seconds=HOLDS.total_seconds() + 1)
        assertNotContains(clerk.get(TODAY), couples.AIGERIM.name)
        assert clerk.get(PRINT).status_code == 302
        shown(clerk)
        assert len(recorded()) == 4

    def test_a_look_of_one_clerk_is_none_of_another(self, clerk, signed_in):
        ceremony(couples.AIGERIM)
        shown(clerk)
        other = signed_in(cast.make_clerk(RegistryOffice.objects.get(code=ALMATY)))
        assertNotContains(other.get(TODAY), couples.AIGERIM.name)
        shown(other)
        assert len(recorded()) == 4

    def test_without_a_record_nothing_is_shown(self, clerk, monkeypatch):
        """The control: with a record that fails, no page and no file comes."""

        class Failed(Exception):
            pass

        def fail(*args, **kwargs):
            raise Failed

        ceremony(couples.AIGERIM)
        assert shown(clerk).status_code == 200
        later_by(hours=2)
        monkeypatch.setattr(LookupSubject.objects.__class__, "bulk_create", fail)
        for address in (STATES, FILE_ADDRESS):
            with pytest.raises(Failed):
                clerk.post(address)
        assertNotContains(clerk.get(TODAY), couples.AIGERIM.name)

    def test_an_empty_day_records_nothing(self, clerk):
        shown(clerk)
        clerk.post(FILE_ADDRESS)
        assert not Lookup.objects.exists()

    @pytest.mark.parametrize("purpose", [LIST, FILE])
    def test_the_person_reads_plain_words_for_it(self, purpose):
        words = str(purpose_words(purpose))
        assert words != str(OTHERWISE)
        assert not cast.unsaid_words(words)


class TestPaper:
    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_it_says_when_it_was_made_and_has_a_column_to_tick(self, clerk, language):
        ceremony(couples.AIGERIM)
        shown(clerk)
        page = clerk.get(f"/{language}/desk/today/print/")
        assertContains(page, f"{page.context['made_at']:%H:%M}")
        assertContains(page, '<span class="day-tick"></span>', count=1)
        assertContains(page, 'class="desk-voluntary"')
        assertContains(page, f'lang="{"ru" if language == "kk" else "kk"}"')
        assertContains(page, couples.AIGERIM.name)

    def test_before_the_press_it_leads_back(self, clerk):
        ceremony(couples.AIGERIM)
        answer = clerk.get(PRINT)
        assert answer["Location"].startswith(TODAY)


class TestFiles:
    def file(self, client, kind, **more):
        answer = client.post(FILE_ADDRESS, {"kind": kind} | more)
        assert answer.status_code == 200
        return answer, b"".join(answer.streaming_content)

    def rows(self, content: bytes) -> list[list[str]]:
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))

    def test_a_csv_holds_each_applicant_and_says_at_its_end_how_many(self, clerk):
        certificate = certified(couples.AIGERIM)
        ceremony(couples.AIGERIM, couples.DANIYAR, number="75-01-04711")
        answer, content = self.file(clerk, "csv")
        heading, one, other, end = self.rows(content)
        assert content.startswith(b"\xef\xbb\xbf")
        assert len(heading) == len(one) == len(other) == len(COLUMNS)
        assert one[1:6] == [ALMATY, "75-01-04711", "1", couples.AIGERIM.name, "completed"]
        assert (one[7], other[5], other[7]) == (certificate.number, "not", "")
        assert "2" in end[0]
        assert "no-store" in answer["Cache-Control"]
        day = timezone.localdate().isoformat()
        assert answer["Content-Disposition"] == (f'attachment; filename="otau-kz-75-01-{day}.csv"')

    def test_headings_are_the_same_whoever_reads(self, clerk):
        kazakh = self.rows(self.file(clerk, "csv")[1])[0]
        russian = clerk.post("/ru/desk/today/file/", {"kind": "csv"})
        assert self.rows(b"".join(russian.streaming_content))[0] == kazakh

    def test_an_xlsx_holds_the_same(self, clerk):
        certified(couples.AIGERIM)
        ceremony(couples.AIGERIM, couples.DANIYAR)
        answer, content = self.file(clerk, "xlsx")
        sheet = load_workbook(io.BytesIO(content)).active
        of_csv = self.rows(self.file(clerk, "csv")[1])
        of_xlsx = [[str(c or "") for c in row] for row in sheet.iter_rows(values_only=True)]
        assert [row[:11] for row in of_xlsx[:3]] == [row[:11] for row in of_csv[:3]]
        assert answer["Content-Type"].endswith("spreadsheetml.sheet")
        assert "no-store" in answer["Cache-Control"]

    @pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@a", "\t=1"])
    def test_a_name_is_no_formula(self, clerk, name):
        ceremony(stranger(name))
        names = [row[4] for row in self.rows(self.file(clerk, "csv")[1])[1:2]]
        assert names == [f"'{name}"]

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_each_file_records_everybody_in_it_once_more(self, clerk, kind):
        ceremony(couples.AIGERIM, couples.DANIYAR)
        for times in (1, 2):
            self.file(clerk, kind)
            assert recorded(FILE) == ["not", "not"] * times
        assert recorded(LIST) == []

    def test_they_are_recorded_before_the_first_byte(self, clerk):
        ceremony(couples.AIGERIM)
        answer = clerk.post(FILE_ADDRESS, {"kind": "csv"})
        assert len(recorded(FILE)) == 2
        answer.close()

    def test_a_csv_that_was_cut_off_has_no_last_line(self, clerk):
        for _couple in range(20):
            ceremony()
        _answer, content = self.file(clerk, "csv")
        whole = self.rows(content)
        cut = self.rows(content[: len(content) // 2].decode(errors="ignore").encode())
        assert (len(whole[-1]), "40" in whole[-1][0]) == (1, True)  # the control
        assert len(cut[-1]) != 1 or "40" not in cut[-1][0]


class TestCost:
    def queries(self, clerk) -> dict[str, int]:
        later_by(hours=2)
        found = {}
        for name, ask in {
            "closed": lambda: clerk.get(TODAY),
            "press": lambda: clerk.post(STATES),
            "open": lambda: clerk.get(TODAY),
            "print": lambda: clerk.get(PRINT),
            "csv": lambda: b"".join(clerk.post(FILE_ADDRESS, {"kind": "csv"}).streaming_content),
            "xlsx": lambda: b"".join(clerk.post(FILE_ADDRESS, {"kind": "xlsx"}).streaming_content),
        }.items():
            with counted() as asked:
                ask()
            found[name] = len(asked.asked)
        return found

    def test_three_hundred_couples_cost_the_queries_of_one(self, clerk):
        certified(couples.AIGERIM, name="Басқа Есім")
        ceremony(couples.AIGERIM)
        self.queries(clerk)  # the first entry of all looks for where the record ended before
        one = self.queries(clerk)
        for number in range(299):
            ceremony(number=f"{number:03}")
        certified(couples.IRINA, name="Басқа Есім")
        ceremony(couples.IRINA)
        many = self.queries(clerk)
        assert one == many
        assert max(many.values()) <= 16, many
        assert len(clerk.get(PRINT).context["page"]) == 301

    def test_bars_of_nobody_are_empty(self):
        assert [bar.share for bar in bars([])] == [0] * 5
