"""Two people, one applicant, the same moment. And the control, in which nothing stops them."""

import threading

import pytest
from django.db import connection, connections

from registry.actions import make_claim, settle_claim
from registry.actions.offices import load_offices
from registry.management.commands.load_offices import OFFICES
from registry.models import ApplicationClaim
from registry.standin import cast as couples
from tests import cast

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("asked_registry"),
]


def at_once(*verbs):
    """Run each verb in a thread of its own, with its own connection, from one signal."""
    start, wrong = threading.Barrier(len(verbs)), []

    def run(verb):
        try:
            start.wait()
            verb()
        except Exception as error:  # noqa: BLE001 it is raised again below
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]


def claimed_by(user):
    return make_claim(
        user=user, kind="iin", country="KZ",
        identity_number=couples.AIGERIM.identity.number, application_number="43-02-00001",
    )  # fmt: skip


def settled_at_once(number=4):
    load_offices(file=OFFICES)
    claims = [claimed_by(cast.make_learner()) for _ in range(number)]
    at_once(*(lambda pk=one.pk: settle_claim(claim_id=pk) for one in claims))
    return sorted(ApplicationClaim.objects.values_list("state", flat=True))


def test_of_accounts_that_claim_one_applicant_at_once_one_gets_it():
    assert settled_at_once() == ["confirmed", "refused", "refused", "refused"]


def test_without_the_constraint_several_would_get_it():
    """The control: the constraint is what decides."""
    with connection.cursor() as cursor:
        cursor.execute("drop index one_claim_per_applicant")
    try:
        assert settled_at_once().count("confirmed") > 1
    finally:
        ApplicationClaim.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "create unique index one_claim_per_applicant on registry_applicationclaim "
                "(applicant_id) where state = 'confirmed'"
            )


def test_one_account_that_submits_many_times_at_once_makes_one_claim():
    user = cast.make_learner()
    at_once(*(lambda: claimed_by(user) for _ in range(4)))
    assert ApplicationClaim.objects.count() == 1


def test_one_claim_settled_many_times_at_once_is_told_once():
    from registry.signals import claim_settled

    load_offices(file=OFFICES)
    claim, heard = claimed_by(cast.make_learner()), []

    def hear(sender, **kwargs):
        heard.append(1)

    claim_settled.connect(hear)
    at_once(*(lambda: settle_claim(claim_id=claim.pk) for _ in range(4)))
    claim_settled.disconnect(hear)
    assert len(heard) == 1
