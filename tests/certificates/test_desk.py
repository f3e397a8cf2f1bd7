"""The desk: two numbers in, an answer for each applicant out."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings as site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.actions.record import lookups_of, verify_chain
from accounts.models import Lookup, LookupSubject
from certificates.numbers import make_number
from enrolments.actions import enrol
from enrolments.actions.exempting import REASON
from enrolments.models import Couple, CoupleMember, CoursePolicy, Exemption
from registry.actions.offices import load_offices
from registry.management.commands.load_offices import OFFICES
from registry.models import Clerkship, RegistryOffice
from registry.standin import cast as couples
from registry.standin.server import Mode
from tests import cast
from tests.certificates.at_the_desk import asked, certified, ended
from tests.certificates.story import settle_all
from tests.registry.people import identified, told
from web.sealing import seal

FRONT, ANSWER, ASK = "/kk/desk/", "/kk/desk/answer/", "/kk/desk/ask/"
pytestmark = pytest.mark.usefixtures("asked_registry")


@pytest.fixture(autouse=True)
def offices(db):
    load_offices(file=OFFICES)


@pytest.fixture
def clerk_of(signed_in):
    """`clerk_of(code)` returns the browser of a clerk of that office."""

    def sign_in(code):
        return signed_in(cast.make_clerk(RegistryOffice.objects.get(code=code)))

    return sign_in


def states(response) -> list[str]:
    return [str(one.state) for one, _ in response.context["answers"]]


def shown(page) -> str:
    """Return the page without what is sealed, masked or drawn anew each time."""
    return re.sub(r'(value|nonce)="[\w=-]{16,}"', "", page.content.decode())


def recorded() -> list[tuple[str, str]]:
    entries = LookupSubject.objects.order_by("lookup__sequence").select_related("lookup")
    return [(one.lookup.purpose, one.answer) for one in entries]


class TestAnswers:
    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_one_of_the_two_has_completed(self, clerk_of, language):
        certificate = certified(couples.AIGERIM)
        client = clerk_of("KZ-43-02")
        page = client.post(
            f"/{language}/desk/answer/", asked(couples.DANIYAR, couples.AIGERIM_AND_DANIYAR)
        )
        assert states(page) == ["completed", "not"]
        for text in (couples.AIGERIM.name, couples.DANIYAR.name, certificate.number):
            assertContains(page, text)
        assertContains(page, "answer--completed")
        assertContains(page, "answer--not")
        assert "no-store" in page["Cache-Control"]
        assert recorded() == [("desk", "completed"), ("desk", "not")]
        assert verify_chain() == 2

    def test_it_depends_neither_on_a_claim_nor_on_the_couple(self, clerk_of):
        certified(couples.AIGERIM)
        certified(couples.DANIYAR)
        page = clerk_of("KZ-43-02").post(
            ANSWER, asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        )
        assert states(page) == ["completed", "completed"]

    def test_a_passport_is_found_by_its_country(self, clerk_of):
        certified(couples.MEHMET)
        page = clerk_of("KZ-75-01").post(ANSWER, asked(couples.MEHMET, couples.IRINA_AND_MEHMET))
        assert states(page) == ["not", "completed"]

    def test_an_exemption_is_its_own_answer_and_ends(self, clerk_of):
        identity = identified(cast.make_learner(), couples.AIGERIM)
        exemption = Exemption.objects.create(
            course=cast.make_course(), lookup_key=bytes(identity.lookup_key), signer="Б. Басшы",
            sealed_reason=seal("…", REASON), granted_by=cast.make_staff(),
        )  # fmt: skip
        client = clerk_of("KZ-43-02")
        question = asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        assert states(client.post(ANSWER, question)) == ["exempt", "not"]
        exemption.ends_on = timezone.localdate() - timedelta(days=1)
        exemption.save()
        assert states(client.post(ANSWER, question)) == ["not", "not"]

    @pytest.mark.parametrize("why", ["revoked", "expired", "another course", "displaced"])
    def test_what_does_not_hold_today_is_no_completion(self, clerk_of, why):
        until = date(2026, 1, 1) if why == "expired" else None
        course = cast.make_course("ATA", "ata") if why == "another course" else None
        certificate = certified(couples.AIGERIM, valid_until=until, course=course)
        if why == "revoked":
            ended(certificate)
        if why == "displaced":
            identified(cast.make_learner(), couples.AIGERIM, "seen")
        page = clerk_of("KZ-43-02").post(
            ANSWER, asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        )
        assert states(page) == ["not", "not"]

    def test_of_two_accounts_the_one_that_showed_more_is_answered(self, clerk_of):
        certified(couples.AIGERIM, name="Кто-то Другой")
        proved = certified(couples.AIGERIM, assurance="seen")
        page = clerk_of("KZ-43-02").post(
            ANSWER, asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        )
        assertContains(page, proved.number)
        assertNotContains(page, "Кто-то Другой")

    def test_another_name_on_the_certificate_is_shown_beside_the_registrys(self, clerk_of):
        certified(couples.AIGERIM, name="Сәрсенова Айгерім")
        certified(couples.DANIYAR, name=couples.DANIYAR.name.upper())
        page = clerk_of("KZ-43-02").post(
            ANSWER, asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        )
        first, second = (one for one, _ in page.context["answers"])
        assert (first.name_differs, second.name_differs) == (True, False)
        assertContains(page, "Сәрсенова Айгерім")

    def test_one_device_for_both_is_a_remark(self, clerk_of):
        certificate = certified(couples.AIGERIM)
        couple = Couple.objects.create(shared_device_at=timezone.now())
        CoupleMember.objects.create(couple=couple, user=certificate.enrolment.user)
        page = clerk_of("KZ-43-02").post(
            ANSWER, asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        )
        assert [one.shared_device for one, _ in page.context["answers"]] == [True, False]

    @pytest.mark.parametrize("couple", couples.CAST, ids=lambda one: one.number)
    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_every_application_of_the_cast_is_answered(self, clerk_of, couple, language):
        page = clerk_of(couple.office_code).post(
            f"/{language}/desk/answer/", asked(couple.applicants[1], couple)
        )
        assert states(page) == ["not", "not"]
        for applicant in couple.applicants:
            assertContains(page, applicant.name)

    def test_a_policy_that_requires_the_course_takes_the_sentence_away(self, clerk_of):
        course = cast.make_course()
        question = asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        client = clerk_of("KZ-43-02")
        sentence = 'class="desk-voluntary"'
        CoursePolicy.objects.create(
            course=course, region="KZ-75", valid_from=date(2026, 1, 1), is_required=True
        )
        assertContains(client.post(ANSWER, question), sentence)
        CoursePolicy.objects.create(
            course=course, region="KZ-43", valid_from=date(2026, 1, 1), is_required=True
        )
        assertNotContains(client.post(ANSWER, question), sentence)

    def test_where_the_course_is_required_it_says_what_is_missing_and_helps_today(self, clerk_of):
        certified(couples.DANA)
        client = clerk_of("KZ-75-01")
        question = asked(couples.ARMAN, couples.DANA_AND_ARMAN)
        assertNotContains(client.post(ANSWER, question), 'class="desk-today"')
        CoursePolicy.objects.create(
            course=cast.make_course(), region="KZ-75", valid_from=date(2026, 1, 1), is_required=True
        )
        page = client.post(ANSWER, question)
        assertContains(page, 'class="desk-today"', 1)
        assert page.context["missing"] == 1
        assertContains(page, 'href="/kk/desk/exemption/"')  # the desk itself records one
        married = client.post(ANSWER, asked(couples.IRINA, couples.IRINA_AND_VIKTOR))
        assertNotContains(married, 'class="desk-today"')
        certified(couples.ARMAN)
        assertNotContains(client.post(ANSWER, question), 'class="desk-today"')

    def test_who_has_begun_looks_like_who_has_not(self, clerk_of, aigerim, edition):
        client = clerk_of("KZ-43-02")
        question = asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        identified(aigerim, couples.AIGERIM, "phone")
        before = client.post(ANSWER, question)
        settle_all(enrol(user=aigerim, course=edition.course), but=1)
        after = client.post(ANSWER, question)
        assert shown(after) == shown(before)
        settle_all(aigerim.enrolments.get())
        assert shown(client.post(ANSWER, question)) != shown(before), "the control"

    def test_no_number_of_a_person_stands_in_an_address_or_in_the_answer(self, clerk_of):
        client = clerk_of("KZ-43-02")
        page = client.post(ANSWER, asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR))
        assertNotContains(page, couples.AIGERIM.identity.number)
        assertNotContains(page, couples.DANIYAR.identity.number)
        assert client.get(ANSWER)["Location"] == FRONT
        assertContains(client.get(FRONT), 'hx-history="false"')

    @pytest.mark.parametrize("certificates", [0, 1, 2])
    def test_an_answer_costs_the_same_queries_whatever_it_is(self, clerk_of, certificates):
        for who in (couples.AIGERIM, couples.DANIYAR)[:certificates]:
            certified(who)
        client = clerk_of("KZ-43-02")
        question = asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        client.post(ANSWER, question)
        with CaptureQueriesContext(connection) as queries:
            client.post(ANSWER, question)
        asked_for = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]
        signed_in, counting = 3, 1  # session, user, place at an office; the exchange
        recording = 4  # lock, head, two inserts
        assert len(asked_for) == signed_in + 4 + counting + recording, "\n".join(asked_for)


class TestWhatCannotBeSaid:
    @pytest.mark.parametrize("mode", ["down", "slow", "malformed"])
    def test_without_the_registry_an_unknown_couple_could_not_be_checked(
        self, clerk_of, asked_registry, settings, mode
    ):
        settings.REGISTRY_GATEWAY = site.REGISTRY_GATEWAY | {"timeout": 0.2}
        asked_registry.mode = Mode(mode, seconds=1)
        page = clerk_of("KZ-43-02").post(
            ANSWER, asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        )
        assert states(page) == ["unknown"]
        assertNotContains(page, "answer--not")
        assert recorded() == [("desk", "unknown")]

    def test_without_the_registry_a_known_couple_is_answered_with_the_age_of_what_is_known(
        self, clerk_of, asked_registry
    ):
        told(couples.AIGERIM_AND_DANIYAR.on(timezone.localdate()))
        certified(couples.AIGERIM)
        asked_registry.mode = Mode("down")
        page = clerk_of("KZ-43-02").post(
            ANSWER, asked(couples.DANIYAR, couples.AIGERIM_AND_DANIYAR)
        )
        assert states(page) == ["completed", "not"]
        assertContains(page, "notice--warn")
        assert page.context["told_at"]

    def test_without_the_registry_a_wrong_pair_is_not_called_wrong(self, clerk_of, asked_registry):
        told(couples.AIGERIM_AND_DANIYAR.on(timezone.localdate()))
        asked_registry.mode = Mode("down")
        page = clerk_of("KZ-43-02").post(ANSWER, asked(couples.OLGA, couples.AIGERIM_AND_DANIYAR))
        assert states(page) == ["unknown"]

    def test_an_outage_is_no_time_to_guess_who_is_in_an_application(self, clerk_of, asked_registry):
        told(couples.AIGERIM_AND_DANIYAR.on(timezone.localdate()))
        asked_registry.mode = Mode("down")
        client = clerk_of("KZ-43-02")
        new = asked(couples.OLGA, "43-02-99999")  # newer than what we were told
        assert {client.post(ANSWER, new).status_code for _ in range(20)} == {200}
        wrong = asked(couples.OLGA, couples.AIGERIM_AND_DANIYAR)
        answers = [client.post(ANSWER, wrong).status_code for _ in range(12)]
        assert answers == [200] * 11 + [429]

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_a_wrong_pair_is_asked_to_be_checked_and_recorded(self, clerk_of, language):
        page = clerk_of("KZ-43-02").post(
            f"/{language}/desk/answer/", asked(couples.OLGA, couples.AIGERIM_AND_DANIYAR)
        )
        assert page.status_code == 200
        assertNotContains(page, "answer--not")
        assert recorded() == [("desk", "no_pair")]

    def test_a_busy_day_of_right_pairs_is_never_slowed_and_wrong_ones_are(self, clerk_of):
        client = clerk_of("KZ-43-02")
        right = asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR)
        for _ in range(200):
            assert client.post(ANSWER, right).status_code == 200
        wrong = asked(couples.AIGERIM, "43-02-99999")
        answers = [client.post(ANSWER, wrong).status_code for _ in range(12)]
        assert answers == [200] * 11 + [429]

    @pytest.mark.parametrize(
        "wrong",
        [{"identity_number": "1"}, {"identity_number": ""}, {"application_number": ""},
         {"country": "XX"}, {"country": "TR", "identity_number": "…"}],
    )  # fmt: skip
    def test_mistyped_numbers_are_said_at_once(self, clerk_of, wrong):
        question = asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR) | wrong
        page = clerk_of("KZ-43-02").post(ANSWER, question)
        assert page.status_code == 422
        assertContains(page, "error-summary", status_code=422)
        assert not Lookup.objects.exists()


class TestAnotherOffice:
    def test_it_has_to_be_said_what_for_and_the_answer_is_bare(self, clerk_of):
        certified(couples.AIGERIM)
        client = clerk_of("KZ-75-01")
        asks = client.post(ANSWER, asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR))
        assertNotContains(asks, couples.AIGERIM.name)
        sealed = asks.context["form"]["question"].value()
        assert couples.AIGERIM.identity.number not in asks.content.decode()
        nothing = client.post("/kk/desk/purpose/", {"question": sealed})
        assert nothing.status_code == 422
        bare = client.post("/kk/desk/purpose/", {"question": sealed, "purpose": "elsewhere"})
        assert states(bare) == ["completed", "not"]
        for name in (couples.AIGERIM.name, couples.DANIYAR.name):
            assertNotContains(bare, name)
        assert recorded() == [
            ("desk", "other_office"), ("elsewhere", "completed"), ("elsewhere", "not")
        ]  # fmt: skip

    def test_a_carried_question_is_the_clerks_own(self, clerk_of):
        first = clerk_of("KZ-75-01")
        asks = first.post(ANSWER, asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR))
        sealed = asks.context["form"]["question"].value()
        other = clerk_of("KZ-75-02")
        for text in (sealed, "", "x", sealed[:-4]):
            answer = other.post("/kk/desk/purpose/", {"question": text, "purpose": "elsewhere"})
            assert answer.status_code == 302

    def test_a_question_carried_for_one_thing_answers_no_other(self, clerk_of):
        client = clerk_of("KZ-43-02")
        page = client.post(ANSWER, asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR))
        number = {"identity_number": couples.AIGERIM.identity.number}
        sealed = {
            "seen": page.context["answers"][0][1]["question"].value(),
            "exemption": client.post("/kk/desk/exemption/", number).context["question"],
            "unlink": client.post(
                "/kk/desk/unlink/",
                asked(couples.AIGERIM, couples.AIGERIM_AND_DANIYAR) | {"document_seen": "on"},
            ).context["question"],
        }
        before = recorded()
        decision = {
            "reason": "…", "signer": "…", "decision_seen": "on", "purpose": "moved",
            "ends_on": timezone.localdate().isoformat(), "contact": "x", "document_seen": "on",
        }  # fmt: skip
        takes = {
            "exemption/give": "exemption", "exemption/end": "exemption", "purpose": "",
            "seen": "seen", "unlink/now": "unlink",
        }  # fmt: skip
        for page, theirs in takes.items():
            for kind, question in sealed.items():
                if kind != theirs:
                    client.post(f"/kk/desk/{page}/", decision | {"question": question})
        assert recorded() == before
        assert not Exemption.objects.exists()


class TestCertificates:
    @pytest.mark.parametrize(
        "text",
        [
            "{number}",
            "{compact}",
            "https://otau.kz/c/{number}",
            "HTTPS://OTAU.KZ/C/{compact}#PROOF",
        ],
    )
    def test_it_is_found_as_typed_and_as_scanned(self, clerk_of, text):
        certificate = certified(couples.AIGERIM)
        number = certificate.number
        page = clerk_of("KZ-43-02").post(
            ASK,
            {"fact": text.format(number=number, compact=number.replace("-", ""))},
        )
        assert page.context["found"].state == "completed"
        assertContains(page, couples.AIGERIM.name)
        assert recorded() == [("certificate", "completed")]

    @pytest.mark.parametrize(
        ("why", "state"), [("revoked", "not"), ("superseded", "not"), ("ended", "not")]
    )
    def test_what_does_not_hold_says_why(self, clerk_of, why, state):
        certificate = certified(
            couples.AIGERIM, valid_until=date(2026, 1, 1) if why == "ended" else None
        )
        if why != "ended":
            ended(certificate, why)
        page = clerk_of("KZ-43-02").post(ASK, {"fact": certificate.number})
        assert page.context["found"].state == state
        assert recorded() == [("certificate", why)]

    @pytest.mark.parametrize("who", [None, couples.AIGERIM])
    def test_its_holder_reads_who_looked_also_without_a_proved_identity(
        self, clerk_of, aigerim, daniyar, signed_in, who
    ):
        certificate = certified(who, user=aigerim)
        page = clerk_of("KZ-43-02").post(ASK, {"fact": certificate.number})
        assertContains(page, aigerim.name)
        theirs = signed_in(aigerim).get("/kk/account/lookups/")
        assertContains(theirs, cast.said("To check a certificate"))
        identified(daniyar, couples.AIGERIM, "phone")
        assert not lookups_of(daniyar).exists(), "another only declared that number"

    def test_a_number_nobody_has_is_unknown_and_recorded(self, clerk_of):
        number = make_number()
        page = clerk_of("KZ-43-02").post(ASK, {"fact": number})
        if number.replace("-", "").isdigit():  # once in twenty thousand: it may be an application's
            return
        assert page.context["found"].state == "unknown"
        assert recorded() == [("certificate", "no_certificate")]


class TestWhoMaySit:
    @pytest.mark.parametrize(
        "address",
        [
            FRONT,
            ANSWER,
            ASK,
            "/kk/desk/second/",
            "/kk/desk/leaflet/",
            "/kk/desk/queue/",
            "/kk/desk/recovery/",
            "/ru/desk/",
        ],
    )
    def test_nobody_but_a_clerk_whose_place_has_not_ended(self, address, client, signed_in):
        assert client.get(address).status_code == 302
        assert signed_in(cast.make_learner()).get(address).status_code == 403
        assert signed_in(cast.make_staff()).get(address).status_code == 403
        clerk = cast.make_clerk()
        browser = signed_in(clerk)
        assert browser.get(address).status_code in (200, 302)
        Clerkship.objects.filter(user=clerk).update(ended_at=timezone.now())
        assert browser.get(address).status_code == 403
        Clerkship.objects.filter(user=clerk).update(
            ended_at=None, began_at=timezone.now() + timedelta(days=1)
        )
        assert browser.get(address).status_code == 403
        Clerkship.objects.filter(user=clerk).update(began_at=timezone.now() - timedelta(days=1))
        assert browser.get(address).status_code in (200, 302)
        RegistryOffice.objects.update(closed_at=timezone.now())
        assert browser.get(address).status_code == 403
