"""A registry's system tells of its applications."""

import pytest

from registry.models import ApplicationFact, MarriageApplication
from tests.api.systems import AIGERIM, DANIYAR, application, moment

pytestmark = pytest.mark.django_db


def test_an_application_is_told_of_and_kept(almaty):
    answer = almaty.ask("applications", application())

    assert (answer.status_code, answer.data) == (200, {"result": "accepted"})
    kept = MarriageApplication.objects.get()
    assert (kept.number, kept.state, str(kept.ceremony_date)) == (
        "75-01-00001", "confirmed", "2026-12-02",
    )  # fmt: skip
    assert kept.applicants.count() == 2
    assert ApplicationFact.objects.get().source == "push"


def test_the_same_news_is_said_to_be_the_same_and_older_news_to_be_older(almaty):
    almaty.ask("applications", application(updated_at=moment(18)))

    again = almaty.ask("applications", application(updated_at=moment(18)))
    late = almaty.ask("applications", application(state="filed", updated_at=moment(17)))

    assert again.data == {"result": "same"}
    assert late.data == {"result": "older"}
    assert MarriageApplication.objects.get().state == "confirmed"
    assert ApplicationFact.objects.count() == 2


@pytest.mark.parametrize(
    "wrong, pointer, code",
    [
        ({"state": "unknown"}, "#/state", "form"),
        ({"ceremony_date": "2026-02-30"}, "#/ceremony_date", "meaning"),
        ({"updated_at": "2099-01-01T00:00:00Z"}, "#/updated_at", "meaning"),
        ({"updated_at": "0001-01-01T00:00:00+14:00"}, "#/updated_at", "meaning"),
        ({"version": True}, "#/version", "type"),
        ({"number": "75–01–00001"}, "#/number", "meaning"),
        ({"number": "7" * 41}, "#/number", "size"),
        ({"superseded_by": "75-01-00002"}, "#/superseded_by", "meaning"),
        ({"office_code": "KZ-75-01\x00"}, "#/office_code", "form"),
        ({"applicants": []}, "#/applicants", "size"),
    ],
)
def test_what_is_wrong_is_named_by_where_it_stands(almaty, wrong, pointer, code):
    answer = almaty.ask("applications", application(**wrong))

    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in answer.data["errors"]] == [(pointer, code)]
    assert not MarriageApplication.objects.exists()


def test_a_wrong_identity_number_is_named_by_its_place_and_not_repeated(almaty):
    sent = application()
    wrong = DANIYAR["number"][:-1] + str((int(DANIYAR["number"][-1]) + 1) % 10)
    sent["applicants"][1]["identity"] |= {"number": wrong}

    answer = almaty.ask("applications", sent)

    assert [one["pointer"] for one in answer.data["errors"]] == ["#/applicants/1/identity"]
    assert wrong not in answer.text


def test_an_unknown_field_is_refused_and_its_name_is_not_repeated(almaty):
    sent = application() | {AIGERIM["number"]: 1}

    answer = almaty.ask("applications", sent)

    assert [one["code"] for one in answer.data["errors"]] == ["unknown-field"]
    assert AIGERIM["number"] not in answer.text


def test_a_client_tells_of_its_own_office_only(almaty):
    other = almaty.ask("applications", application(office_code="KZ-43-01", region="KZ-43"))

    assert (other.status_code, other.data["code"]) == (403, "not-yours")
    assert not MarriageApplication.objects.exists()


def test_an_application_of_another_office_is_not_taken_over_but_by_its_move(almaty, registry):
    registry.ask("applications", application(office_code="KZ-43-01", region="KZ-43"))

    taken = almaty.ask("applications", application(updated_at=moment(18)))
    moved = almaty.ask("applications", application(updated_at=moment(18), state="moved"))

    assert taken.data["code"] == "not-yours"
    assert moved.data == {"result": "accepted"}


def strangers():
    """Return two people who are in nobody's application."""
    passports = [{"kind": "passport", "country": "TR", "number": f"U9000099{n}"} for n in (1, 2)]
    return [{"identity": one, "name": "NOBODY", "phone": None} for one in passports]


def test_who_does_not_know_the_two_people_moves_no_application_to_their_office(almaty, registry):
    registry.ask("applications", application(office_code="KZ-43-01", region="KZ-43"))
    one_of_them = [application()["applicants"][0], strangers()[1]]
    moves = [
        application(updated_at=moment(18), state="moved", applicants=people)
        for people in (strangers(), one_of_them)
    ]

    alone = [almaty.ask("applications", move).data["code"] for move in moves]
    together = almaty.ask("applications/batch", {"applications": moves})

    assert alone == ["not-yours"] * 2
    assert together.data["refused"] == 2
    kept = MarriageApplication.objects.get()
    assert (kept.region, kept.state, kept.facts.count()) == ("KZ-43", "confirmed", 1)


def test_who_moved_an_application_away_takes_it_back_in_the_same_batch(almaty):
    away = {"office_code": "KZ-43-01", "region": "KZ-43", "state": "moved"}
    steps = [
        application(updated_at=moment(17)),
        application(updated_at=moment(18), **away),
        application(updated_at=moment(19), state="moved", applicants=strangers()),
        application(updated_at=moment(20), state="moved"),
    ]

    answer = almaty.ask("applications/batch", {"applications": steps})

    assert [one["result"] for one in answer.data["results"]] == [
        "accepted", "accepted", "refused", "accepted",
    ]  # fmt: skip


def test_many_are_told_of_at_once_and_one_that_is_wrong_spoils_no_other(almaty):
    batch = {
        "applications": [
            application("1"), application("2", state="nothing"), {}, application("1"),
            application("3", office_code="KZ-43-01", region="KZ-43"), application("4"),
        ]
    }  # fmt: skip

    answer = almaty.ask("applications/batch", batch)

    assert answer.status_code == 200
    assert [one["result"] for one in answer.data["results"]] == [
        "accepted", "refused", "refused", "same", "refused", "accepted",
    ]  # fmt: skip
    assert [one["problem"]["code"] for one in answer.data["results"] if "problem" in one] == [
        "invalid", "invalid", "not-yours",
    ]  # fmt: skip
    assert (answer.data["accepted"], answer.data["refused"]) == (2, 3)
    assert MarriageApplication.objects.count() == 2


def test_sent_again_whole_a_batch_costs_the_same_few_queries(almaty, django_assert_max_num_queries):
    batch = {"applications": [application(str(n)) for n in range(30)]}
    almaty.ask("applications/batch", batch)

    with django_assert_max_num_queries(10):
        answer = almaty.ask("applications/batch", batch)

    assert answer.data["same"] == 30


def test_more_than_a_thousand_are_refused(almaty):
    answer = almaty.ask("applications/batch", {"applications": [{}] * 1001})

    assert answer.status_code == 422
    assert answer.data["errors"][0]["pointer"] == "#/applications"
