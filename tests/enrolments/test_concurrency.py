"""Races, each with a control in which the protection is off and the fault appears."""

import pytest
from django.db import connection

from enrolments.actions import (
    accept_invitation,
    enrol,
    invite,
    leave_couple,
    settle_requirement,
)
from enrolments.models import Couple, CoupleMember, Enrolment, EnrolmentRequirement
from enrolments.signals import enrolment_completed, enrolment_half_done
from tests import cast
from tests.enrolments import story

pytestmark = pytest.mark.django_db(transaction=True)

RUNS = 8


@pytest.fixture
def completions():
    """How often each enrolment was said to be completed."""
    heard = []

    def hear(enrolment, **kwargs):
        heard.append(enrolment.pk)

    enrolment_completed.connect(hear)
    yield heard
    enrolment_completed.disconnect(hear)


def two_last_requirements_at_once(edition, run):
    learner = cast.make_learner(email=f"racer{run}@example.org")
    enrolment = enrol(user=learner, course=edition.course)

    def settle(requirement):
        def job():
            with story.slow_after('update "enrolments_enrolmentrequirement"'):
                return settle_requirement(
                    enrolment=enrolment, kind=requirement.kind, key=requirement.key
                )

        return job

    jobs = [settle(row) for row in EnrolmentRequirement.objects.filter(enrolment=enrolment)]
    outcomes = story.at_once(*jobs)
    assert outcomes == [True, True]
    enrolment.refresh_from_db()
    return enrolment


def test_two_last_requirements_at_once_complete_exactly_once(completions):
    edition = cast.make_edition(modules=1, lessons=2)
    for run in range(RUNS):
        enrolment = two_last_requirements_at_once(edition, run)
        assert enrolment.completed_at
        assert enrolment.half_at
        assert completions.count(enrolment.pk) == 1


def test_without_the_lock_two_last_requirements_leave_the_course_unfinished(
    completions, monkeypatch
):
    edition = cast.make_edition(modules=1, lessons=2)
    with story.without_row_locks(monkeypatch):
        for run in range(RUNS):
            two_last_requirements_at_once(edition, run)
    unfinished = Enrolment.objects.filter(completed_at=None).count()
    assert unfinished > 0, "the control no longer shows the fault"


def test_a_completion_that_is_told_twice_is_recorded_once(completions):
    edition = cast.make_edition(modules=1, lessons=1)
    enrolment = enrol(user=cast.make_learner(), course=edition.course)
    row = EnrolmentRequirement.objects.get(enrolment=enrolment)
    jobs = [
        lambda: settle_requirement(enrolment=enrolment, kind=row.kind, key=row.key)
        for _ in range(4)
    ]
    outcomes = story.at_once(*jobs)
    assert sorted(outcomes) == [False, False, False, True]
    assert completions == [enrolment.pk]


def test_beginning_twice_at_once_is_one_enrolment():
    edition = cast.make_edition(modules=1, lessons=1)
    learner = cast.make_learner()
    for _ in range(RUNS):
        Enrolment.objects.all().delete()
        outcomes = story.at_once(*[lambda: enrol(user=learner, course=edition.course)] * 3)
        assert len({enrolment.pk for enrolment in outcomes}) == 1
        assert Enrolment.objects.count() == 1
        assert EnrolmentRequirement.objects.count() == 1


def two_accept_at_once(run):
    """Two people hold the same link and press the button together; return couples' sizes."""
    inviter, one, two = (
        cast.make_learner(email=f"{word}{run}@example.org") for word in ("inviter", "one", "two")
    )
    _invitation, token = invite(by=inviter)

    def accept(person):
        def job():
            with story.slow_after('update "enrolments_invitation"'):
                return accept_invitation(token=token, by=person)

        return job

    outcomes = story.at_once(accept(one), accept(two))
    couples = Couple.objects.filter(memberships__user=inviter)
    return couples.count(), [type(outcome) for outcome in outcomes]


def test_two_acceptances_at_once_form_one_couple():
    for run in range(RUNS):
        couples, outcomes = two_accept_at_once(run)
        assert couples == 1
        assert outcomes.count(Couple) == 1
    assert CoupleMember.objects.count() == 2 * RUNS


def test_the_same_acceptance_twice_at_once_is_one_couple():
    inviter, invited = cast.make_learner(), cast.make_learner()
    _invitation, token = invite(by=inviter)
    outcomes = story.at_once(*[lambda: accept_invitation(token=token, by=invited)] * 2)
    assert [type(outcome) for outcome in outcomes] == [Couple, Couple]
    assert Couple.objects.count() == 1


def test_two_who_accept_each_other_at_once_form_one_couple():
    for run in range(RUNS):
        one = cast.make_learner(email=f"one{run}@example.org")
        two = cast.make_learner(email=f"two{run}@example.org")
        (_i, of_one), (_j, of_two) = invite(by=one), invite(by=two)
        story.at_once(
            lambda: accept_invitation(token=of_two, by=one),  # noqa: B023
            lambda: accept_invitation(token=of_one, by=two),  # noqa: B023
        )
        assert Couple.objects.filter(memberships__user=one).count() == 1


def test_without_lock_and_constraint_somebody_ends_in_two_couples(monkeypatch):
    constraint = next(
        row for row in CoupleMember._meta.constraints if row.name == "one_couple_per_person"
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(CoupleMember, constraint)
    try:
        with story.without_row_locks(monkeypatch), monkeypatch.context() as patch:
            # The compare-and-set on the invitation is the third guard; two links go round it.
            patch.setattr("enrolments.actions.couples._withdraw_standing", lambda inviter: 0)
            found = [two_cross_at_once(run) for run in range(RUNS)]
    finally:
        CoupleMember.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(CoupleMember, constraint)
    assert max(found) > 1, "the control no longer shows the fault"


def two_cross_at_once(run):
    """Two invite each other and both accept at once; return how many couples one of them is in."""
    one = cast.make_learner(email=f"cross-one{run}@example.org")
    two = cast.make_learner(email=f"cross-two{run}@example.org")
    (_i, of_one), (_j, of_two) = invite(by=one), invite(by=two)

    def accept(token, person):
        def job():
            with story.slow_after('update "enrolments_invitation"'):
                return accept_invitation(token=token, by=person)

        return job

    story.at_once(accept(of_two, one), accept(of_one, two))
    return CoupleMember.objects.filter(user=one, left_at=None).count()


def test_half_way_is_told_once():
    heard = []

    def hear(enrolment, **kwargs):
        heard.append(enrolment.pk)

    enrolment_half_done.connect(hear)
    try:
        edition = cast.make_edition(modules=2, lessons=2)
        enrolment = enrol(user=cast.make_learner(), course=edition.course)
        rows = EnrolmentRequirement.objects.filter(enrolment=enrolment)
        told = []
        for row in rows:
            settle_requirement(enrolment=enrolment, kind=row.kind, key=row.key)
            told.append(len(heard))
        assert told == [0, 1, 1, 1]
    finally:
        enrolment_half_done.disconnect(hear)


def both_leave_at_once():
    """Return what the two calls answered, of a couple made for it."""
    first, second = cast.make_learner(), cast.make_learner()
    _invitation, token = invite(by=first)
    accept_invitation(token=token, by=second)

    def leave(user):
        def job():
            with story.slow_after('update "enrolments_couplemember"'):
                return leave_couple(user=user)

        return job

    return story.at_once(leave(first), leave(second))


def test_both_may_leave_at_the_same_moment_and_nothing_is_kept_of_either():
    for _run in range(RUNS):
        assert both_leave_at_once() == [True, True]
    assert not CoupleMember.objects.exclude(sealed_last_seen=None).exists()
    assert not CoupleMember.objects.filter(left_at=None).exists()


def test_without_the_locks_two_who_leave_at_once_stop_each_other(monkeypatch):
    with story.without_row_locks(monkeypatch):
        outcomes = [outcome for _run in range(RUNS) for outcome in both_leave_at_once()]
    assert any(isinstance(one, Exception) for one in outcomes), "the control shows no fault"
