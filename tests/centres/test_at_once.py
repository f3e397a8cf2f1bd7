"""Two at once, each with a control in which the protection is off and the fault appears."""

from contextlib import contextmanager

import pytest
from django.db import connection

from centres.actions import take, withdraw_visit_request
from centres.exceptions import AlreadyAsked
from centres.models import CentreMail, VisitRequest
from tests.centres.story import asked, make_centre
from tests.enrolments.story import at_once, slow_after, without_row_locks

pytestmark = pytest.mark.django_db(transaction=True)
RULE = "one_open_request_per_person_and_centre"


@contextmanager
def without_the_rule():
    """Drop the constraint for a while; what breaks it is gone before it is put back."""
    with connection.cursor() as cursor:
        cursor.execute("select indexdef from pg_indexes where indexname = %s", [RULE])
        definition = cursor.fetchone()[0]
        cursor.execute(f"drop index {RULE}")
    try:
        yield
    finally:
        VisitRequest.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(definition)


def test_one_person_who_asks_one_centre_four_times_at_once_asks_once(aigerim):
    centre = make_centre()
    outcomes = at_once(*[lambda: asked(aigerim, centre)] * 4)
    assert {row.pk for row in outcomes} == {VisitRequest.objects.get().pk}
    assert CentreMail.objects.count() == 1


def test_of_two_different_requests_at_once_one_is_told_of_the_other(aigerim):
    centre = make_centre()
    outcomes = at_once(
        lambda: asked(aigerim, centre, wish="visit"), lambda: asked(aigerim, centre, wish="call")
    )
    [refused] = [outcome for outcome in outcomes if isinstance(outcome, AlreadyAsked)]
    assert refused.request == VisitRequest.objects.get()


def test_without_the_rule_several_requests_would_be_made(aigerim):
    centre = make_centre()
    with without_the_rule():
        at_once(*[lambda: asked(aigerim, centre)] * 4)
        assert VisitRequest.objects.count() > 1


def withdrawn_while_taken(request):
    """Let a worker take the e-mail while its person withdraws the request."""
    mail = request.mails.get()

    def job(action, words):
        def run():
            with slow_after(words):
                return action()

        return run

    taken, withdrawal = at_once(
        job(lambda: take(mail_id=mail.pk), 'select "centres_centremail"'),
        job(lambda: withdraw_visit_request(request=request), 'select "centres_centremail"'),
    )
    return taken, withdrawal


def test_what_was_taken_is_always_followed_by_a_withdrawal_and_nothing_else_is(aigerim):
    for _ in range(12):
        taken, withdrawal = withdrawn_while_taken(asked(aigerim))
        assert not isinstance(taken, Exception)
        assert (taken is None) == (withdrawal is None)


def test_without_the_lock_a_centre_would_not_hear_of_a_withdrawal(aigerim, monkeypatch):
    wrong = 0
    with without_row_locks(monkeypatch):
        for _ in range(12):
            taken, withdrawal = withdrawn_while_taken(asked(aigerim))
            wrong += taken is not None and withdrawal is None
    assert wrong > 0, "the control no longer shows the fault"
