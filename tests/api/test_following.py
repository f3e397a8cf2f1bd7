"""A registry's system follows what changes about its applicants."""

import pytest
from django.utils import timezone

from accounts.actions.erasing import erase_account
from accounts.models import LookupSubject
from certificates.actions import revoke
from certificates.changes import note_changes
from certificates.models import CertificateEvent
from certificates.standing import Pair
from registry.standin import cast as people
from tests import cast
from tests.api.systems import application, make_system
from tests.certificates.at_the_desk import certified
from tests.certificates.story import completed
from tests.registry.people import identified

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(registry):
    """The system that told of an application of Almaty."""
    cast.make_office()
    registry.ask("applications", application())
    return registry


@pytest.fixture
def aigerim_completes(known):
    """Aigerim, of that application, has completed."""
    user = cast.make_learner(name=people.AIGERIM.name)
    identified(user, people.AIGERIM, "phone")
    return completed(user, cast.make_edition())


def noted(who, happened="completed", times=1) -> None:
    for _ in range(times):
        note_changes(keys=Pair(who.identity, "").keys(), happened=happened)


def happened(answer) -> list[tuple[str, str]]:
    return [(one["happened"], one["state"]) for one in answer.data["changes"]]


def test_a_completion_is_told_once_by_numbers_alone_and_recorded(known, aigerim_completes):
    certificate = aigerim_completes.certificates.get()
    answer = known.ask("changes")
    assert answer.status_code == 200
    (change,) = answer.data["changes"]
    assert change == {
        "application": "75-01-00001", "position": 1, "happened": "completed",
        "happened_at": change["happened_at"], "state": "completed",
        "certificate": {
            "number": certificate.number, "completed_on": str(timezone.localdate()),
            "valid_until": None, "mode": "alone", "assurance": "phone", "name_matches": None,
        },
    }  # fmt: skip
    assert people.AIGERIM.identity.number not in answer.text
    recorded = LookupSubject.objects.values_list("answer", "lookup__purpose")
    assert list(recorded) == [("completed", "changes")]
    after = known.ask(f"changes?after={answer.data['next_cursor']}")
    assert (after.data["changes"], after.data["has_more"]) == ([], False)
    again = known.ask(f"changes?after={after.data['next_cursor']}")
    assert again.data["changes"] == []


def test_what_is_told_is_what_is_so_today(known, aigerim_completes):
    certificate = aigerim_completes.certificates.get()
    revoke(certificate=certificate, reason=CertificateEvent.Reason.GRANTED_IN_ERROR)
    assert happened(known.ask("changes")) == [
        ("completed", "nothing_found"), ("revoked", "nothing_found"),
    ]  # fmt: skip


def test_page_by_page_every_change_comes_once_and_in_order(known):
    noted(people.AIGERIM, times=3)
    noted(people.DANIYAR, times=2)
    seen, cursor, pages = [], "", 0
    while True:
        answer = known.ask(f"changes?limit=2&after={cursor}")
        seen += [one["position"] for one in answer.data["changes"]]
        cursor, pages = answer.data["next_cursor"], pages + 1
        if not answer.data["has_more"]:
            break
    assert (seen, pages) == ([1, 1, 1, 2, 2], 3)


def test_a_system_follows_its_own_office_or_region_only(known, aigerim_completes):
    for told, where in (
        (1, {"office": "KZ-75-01"}), (1, {"region": "KZ-75"}),
        (0, {"office": "KZ-75-02"}), (0, {"region": "KZ-43"}),
    ):  # fmt: skip
        answer = make_system("changes:read", **where).ask("changes")
        assert len(answer.data["changes"]) == told, where


def test_the_cursor_of_another_system_is_none(known, aigerim_completes):
    cursor = known.ask("changes").data["next_cursor"]
    other = make_system("changes:read").ask(f"changes?after={cursor}")
    assert (other.status_code, other.data["code"]) == (422, "bad-cursor")


def test_after_an_erasure_nothing_is_told_and_nothing_announced(known, aigerim_completes):
    first = known.ask("changes").data["next_cursor"]
    erase_account(user=aigerim_completes.user)
    assert known.ask("changes").data["changes"] == []
    assert known.ask(f"changes?after={first}").data["changes"] == []


def test_many_changes_cost_as_many_queries_as_few(known, django_assert_num_queries):
    certified(people.AIGERIM)
    noted(people.AIGERIM)
    known.ask("changes")
    with django_assert_num_queries(14) as few:
        known.ask("changes")
    noted(people.AIGERIM, times=20)  # one piece of the record
    with django_assert_num_queries(len(few)):
        assert len(known.ask("changes").data["changes"]) == 21


def test_without_the_scope_nothing_is_followed(known):
    assert make_system("applicants:read").ask("changes").status_code == 403
