"""Two at once. Each test has a control in which the protection is off and the fault appears."""

import threading

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from accounts.actions import identity as identity_actions
from accounts.actions import record as record_actions
from accounts.actions.codes import request_code
from accounts.actions.identity import declare_identity, prove_identity
from accounts.actions.record import record_lookup, verify_chain
from accounts.actions.sign_in import sign_in_by_code
from accounts.models import Identity, IdentityConflict, Lookup, OneTimeCode, User
from tests import cast
from web.sealing import unseal

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs):
    """Run the jobs in threads that start together; return results and exceptions in order."""
    start, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(position, job):
        try:
            connection.ensure_connection()
            start.wait(10)
            results[position] = job()
        except Exception as error:  # noqa: BLE001 the test looks at it
            results[position] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def waiting(barrier, then):
    """A function that lets each thread wait once for the others before it goes on."""
    seen = threading.local()

    def wait(*args, **kwargs):
        if not getattr(seen, "waited", False):
            seen.waited = True
            barrier.wait(10)
        return then(*args, **kwargs)

    return wait


def same_code_twice(contact):
    code = request_code(contact=contact, purpose="sign_in", language="kk")
    digits = unseal(code.sealed_code, "code")
    job = lambda: sign_in_by_code(contact=contact, code=digits, language="kk")  # noqa: E731
    return at_once(job, job)


@pytest.mark.parametrize("contact", ["racer@example.org", "+77011234567"])
def test_the_same_code_at_once_makes_one_user_and_is_used_once(contact):
    results = same_code_twice(contact)
    assert sorted(type(result).__name__ for result in results) == ["CodeWrong", "User"]
    assert User.objects.count() == 1
    assert OneTimeCode.objects.get().used_at


def test_control_without_locks_one_code_opens_two_sessions(monkeypatch):
    user = cast.make_learner(email="racer@example.org")
    monkeypatch.setattr("accounts.actions.sign_in.hold", lambda *names: None)
    monkeypatch.setattr(
        "django.db.models.query.QuerySet.select_for_update", lambda self, **kwargs: self
    )
    from web.tokens import same_digest

    barrier = threading.Barrier(2)
    monkeypatch.setattr("accounts.actions.codes.same_digest", waiting(barrier, same_digest))
    assert same_code_twice(user.email) == [user, user]


def two_who_say_they_are_the_same():
    people = [cast.make_learner(), cast.make_learner()]
    identities = [
        declare_identity(user=user, kind="iin", country="KZ", number="900101300007")
        for user in people
    ]
    jobs = [
        lambda identity=identity: prove_identity(identity=identity, assurance="egov")
        for identity in identities
    ]
    return at_once(*jobs)


def test_one_identity_proved_by_two_at_once_belongs_to_one():
    results = two_who_say_they_are_the_same()
    # The one who comes second was displaced while only declared, so cannot prove it any more.
    assert sorted(type(result).__name__ for result in results) == [
        "Identity",
        "IdentityProvedElsewhere",
    ]
    assert Identity.objects.active().exclude(assurance="declared").count() == 1
    assert IdentityConflict.objects.count() == 1


def test_control_without_the_lock_the_two_run_into_each_other(monkeypatch):
    from accounts.models import Assurance

    monkeypatch.setattr(identity_actions, "hold", lambda *names: None)
    barrier = threading.Barrier(2)
    strength = waiting(barrier, lambda self: list(Assurance).index(self))
    monkeypatch.setattr(Assurance, "strength", property(strength))
    results = two_who_say_they_are_the_same()
    assert any(isinstance(result, OperationalError | IntegrityError) for result in results)


def twenty_lookups(number=20):
    clerk = cast.make_staff()
    job = lambda: record_lookup(  # noqa: E731
        actor=clerk, place="Алматы", purpose="desk", lookup_key=b"k" * 32, answer="completed"
    )
    return at_once(*[job] * number)


def test_twenty_lookups_at_once_make_one_whole_chain():
    results = twenty_lookups()
    assert all(isinstance(result, Lookup) for result in results), results
    assert verify_chain() == 20


def test_control_without_the_lock_entries_are_lost(monkeypatch):
    monkeypatch.setattr(record_actions, "hold", lambda *names: None)
    barrier = threading.Barrier(5)
    monkeypatch.setattr(record_actions, "commit", waiting(barrier, record_actions.commit))
    results = twenty_lookups(5)
    assert sum(isinstance(result, IntegrityError) for result in results) == 4


def test_a_wrong_try_cannot_be_rolled_back():
    from accounts.actions.codes import check_code

    with pytest.raises(RuntimeError), transaction.atomic():
        check_code(contact="a@example.org", purpose="sign_in", code="000000")
