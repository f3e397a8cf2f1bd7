"""A registry's system asks for applicants: one, or a thousand."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.record import verify_chain
from accounts.models import Lookup, LookupSubject
from enrolments.models import CoursePolicy
from registry.standin import cast as people
from tests import cast
from tests.api.systems import AIGERIM, DANIYAR, application, identity, make_system
from tests.certificates.at_the_desk import certified

pytestmark = pytest.mark.django_db
ONE, MANY = "applicants/query", "applicants/query/batch"
NUMBER = "75-01-00001"


def about(who=AIGERIM, number=NUMBER, **more) -> dict:
    return {"identity": who, "application": number, **more}


def recorded() -> list[tuple[str, str]]:
    rows = LookupSubject.objects.order_by("lookup__sequence")
    return list(rows.values_list("lookup__purpose", "answer"))


@pytest.fixture
def known(registry):
    """An application in Almaty that was told of."""
    registry.ask("applications", application())
    return registry


class TestOne:
    def test_a_completion_is_told_without_a_name_and_recorded(self, known):
        certificate = certified(people.AIGERIM, assurance="phone")
        answer = known.ask(ONE, about())
        assert answer.status_code == 200
        assert answer.data == {
            "state": "completed", "position": 1, "required": False,
            "text_kk": answer.data["text_kk"], "text_ru": answer.data["text_ru"],
            "certificate": {
                "number": certificate.number, "completed_on": "2026-11-20", "valid_until": None,
                "mode": "alone", "assurance": "phone", "name_matches": None,
            },
        }  # fmt: skip
        assert recorded() == [("api", "completed")]
        lookup = Lookup.objects.get()
        assert (lookup.client, lookup.actor, lookup.place) == (
            known.client.public_id, None, "Жүйе / Система",
        )  # fmt: skip
        assert verify_chain() == 1
        assert "no-store" in answer["Cache-Control"]

    def test_nothing_found_is_said_in_words_about_the_course(self, known):
        answer = known.ask(ONE, about(DANIYAR))
        assert (answer.data["state"], answer.data["position"]) == ("nothing_found", 2)
        assert answer.data["certificate"] is None
        assert answer.data["text_ru"]
        assert answer.data["text_kk"]

    def test_a_policy_that_requires_the_course_is_said(self, known):
        for region, required in (("", True), ("KZ-75", False), ("KZ-43", True)):
            CoursePolicy.objects.create(
                course=cast.make_course(), region=region, is_required=required,
                valid_from=dt.date(2026, 1, 1),
            )  # fmt: skip
        assert known.ask(ONE, about()).data["required"] is False
        CoursePolicy.objects.filter(region="KZ-75").delete()
        assert known.ask(ONE, about()).data["required"] is True

    @pytest.mark.parametrize(
        "name, matches", [("СӘРСЕНОВА АЙГЕРІМ", True), ("Басқа Біреу", False), (None, None)]
    )
    def test_a_name_that_is_sent_is_compared(self, known, name, matches):
        certified(people.AIGERIM, name="Сәрсенова Айгерім")
        answer = known.ask(ONE, about(**({"name": name} if name else {})))
        assert answer.data["certificate"]["name_matches"] is matches

    @pytest.mark.parametrize(
        "who, number",
        [
            (identity(people.MEHMET), NUMBER),
            (AIGERIM, "75-01-00002"),
            (identity(people.MEHMET), "none"),
        ],
    )
    def test_a_pair_that_does_not_fit_looks_the_same_whatever_is_wrong(self, known, who, number):
        known.ask("applications", application("43-01-00001"))
        certified(people.MEHMET)
        answer = known.ask(ONE, about(who, number))
        assert answer.status_code == 200
        assert {k: v for k, v in answer.data.items() if not k.startswith("text")} == {
            "state": "unknown_pair", "position": None, "required": None, "certificate": None,
        }  # fmt: skip
        assert recorded() == [("api", "no_pair")]

    def test_another_offices_application_looks_like_none(self, known):
        certified(people.AIGERIM)
        elsewhere = make_system("applicants:read", office="KZ-43-02")
        region = make_system("applicants:read", region="KZ-43")
        here = make_system("applicants:read", office="KZ-75-01")
        own_region = make_system("applicants:read", region="KZ-75")
        for system, state in (
            (elsewhere, "unknown_pair"), (region, "unknown_pair"),
            (here, "unknown_pair"), (own_region, "completed"),
        ):  # fmt: skip
            assert system.ask(ONE, about()).data["state"] == state
        cast.make_office()  # of which an application is told only now
        known.ask("applications", application(updated_at="2026-11-18T10:00:00+05:00"))
        assert here.ask(ONE, about()).data["state"] == "completed"

    def test_a_number_with_a_slip_is_named_and_not_repeated(self, known):
        wrong = AIGERIM | {"number": AIGERIM["number"][:-1] + "0"}
        if wrong == AIGERIM:
            wrong = AIGERIM | {"number": AIGERIM["number"][:-1] + "1"}
        answer = known.ask(ONE, about(wrong))
        assert (answer.status_code, answer.data["errors"][0]["pointer"]) == (422, "#/identity")
        assert wrong["number"] not in answer.text
        assert recorded() == []

    @pytest.mark.parametrize("name", ["", "\x00", "а" * 201, 1, "\ud800"])
    def test_a_name_that_cannot_be_one_is_refused(self, known, name):
        assert known.ask(ONE, about(name=name)).status_code in (400, 422)

    def test_the_person_reads_who_asked(self, known, signed_in):
        certificate = certified(people.AIGERIM, assurance="phone")
        known.ask(ONE, about())
        page = signed_in(certificate.enrolment.user).get("/kk/account/lookups/")
        if page.status_code == 200:
            assert "Жүйе" in page.text


class TestMany:
    def test_each_is_answered_in_the_order_asked(self, known):
        certified(people.AIGERIM)
        asked = [about(DANIYAR), about(number="x"), about(), about(DANIYAR)]
        answer = known.ask(MANY, {"applicants": asked})
        assert [one["state"] for one in answer.data["results"]] == [
            "nothing_found", "unknown_pair", "completed", "nothing_found",
        ]  # fmt: skip
        assert [word for _, word in recorded()] == ["not", "no_pair", "completed", "not"]

    def test_a_thousand_cost_as_many_queries_as_one_but_for_the_record(self, known):
        known.ask(ONE, about())  # the key's use is written

        def queries(number: int) -> int:
            before = Lookup.objects.count()
            with CaptureQueriesContext(
                connection,
            ) as captured:
                answer = known.ask(MANY, {"applicants": [about()] * number})
            assert len(answer.data["results"]) == number
            assert Lookup.objects.count() == before + number
            return len([one for one in captured if "accounts_lookup" not in one["sql"]
                        and "advisory_xact" not in one["sql"] and "SAVEPOINT" not in one["sql"]])  # fmt: skip

        assert queries(1) == queries(1000)
        assert verify_chain() == 1002

    @pytest.mark.parametrize("number", [0, 1001])
    def test_none_and_too_many_are_refused(self, known, number):
        answer = known.ask(MANY, {"applicants": [about()] * number})
        assert (answer.status_code, answer.data["errors"][0]["pointer"]) == (422, "#/applicants")

    def test_a_third_big_question_waits(self, known, settings):
        settings.API_BIG_AT_ONCE = 0
        answer = known.ask(MANY, {"applicants": [about()]})
        assert (answer.status_code, answer.data["code"]) == (503, "busy")
        assert int(answer["Retry-After"]) >= 1
        assert known.ask(ONE, about()).status_code == 200
        assert len(recorded()) == 1


class TestWrongPairs:
    @pytest.fixture(autouse=True)
    def _within_one_hour(self, monkeypatch):
        monkeypatch.setattr("api.wrong_pairs.time.time", lambda: 1_800_000_000.0)

    def test_after_a_few_for_one_person_the_right_one_is_not_told_either(self, known):
        certified(people.AIGERIM)
        tried = [known.ask(ONE, about(number=str(n))).data["state"] for n in range(6)]
        assert tried == ["unknown_pair"] * 5 + ["ask_later"]
        assert known.ask(ONE, about()).data["state"] == "ask_later"
        assert known.ask(ONE, about(DANIYAR)).data["state"] == "nothing_found"

    def test_in_one_question_too(self, known):
        certified(people.AIGERIM)
        asked = [about(number=str(n)) for n in range(20)] + [about()]
        answer = known.ask(MANY, {"applicants": asked})
        assert [one["state"] for one in answer.data["results"]] == (
            ["unknown_pair"] * 5 + ["ask_later"] * 16
        )

    def test_of_the_whole_client_many_pairs_stop_it_for_the_hour(self, known):
        passports = [
            {"kind": "passport", "country": "TR", "number": f"U{n:08}"} for n in range(201)
        ]
        answer = known.ask(MANY, {"applicants": [about(who) for who in passports]})
        assert (answer.status_code, answer.data["code"]) == (429, "too-many-unknown-pairs")
        assert int(answer["Retry-After"]) >= 1
        assert len(recorded()) == 201  # and nothing of it was told
        assert known.ask(ONE, about()).status_code == 429
        another = make_system("applicants:read")
        assert another.ask(ONE, about()).status_code == 200

    def test_right_pairs_are_never_counted(self, known):
        for _ in range(3):
            answer = known.ask(MANY, {"applicants": [about()] * 300})
            assert {one["state"] for one in answer.data["results"]} == {"nothing_found"}


def test_without_the_scope_nothing_is_asked(known):
    other = make_system("counts:read")
    assert other.ask(ONE, about()).status_code == 403
    assert other.ask(MANY, {"applicants": [about()]}).status_code == 403
    assert recorded() == []
    assert timezone.now()
