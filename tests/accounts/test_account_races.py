"""Two at once on a person's page. Each test has a control in which the protection is off."""

import threading

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import IntegrityError

from accounts.actions import appeals, sessions
from accounts.actions.appeals import answer_appeal, make_appeal
from accounts.actions.names import correct_name
from accounts.actions.sessions import list_session
from accounts.models import Appeal, AppealReply, UserSession
from accounts.person import seal_for
from certificates import actions as certificate_actions
from certificates.models import Certificate
from certificates.names import holder_name
from enrolments.actions import enrol
from tests import cast
from tests.accounts.test_races import at_once, waiting
from tests.certificates.story import settle_all

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "Асхатов Нұрлан"


@pytest.fixture
def _without_row_locks(monkeypatch):
    monkeypatch.setattr(
        "django.db.models.query.QuerySet.select_for_update", lambda self, **kwargs: self
    )


def ask_twice():
    user = cast.make_learner()
    job = lambda: make_appeal(user=user, about="other", text="?")  # noqa: E731
    return at_once(job, job)


def test_a_question_sent_twice_at_once_is_one():
    first, second = ask_twice()
    assert first == second
    assert Appeal.objects.count() == 1


@pytest.mark.usefixtures("_without_row_locks")
def test_control_without_the_lock_it_is_two(monkeypatch):
    both = threading.Barrier(2)
    monkeypatch.setattr(appeals, "unseal_all_for", waiting(both, appeals.unseal_all_for))
    ask_twice()
    assert Appeal.objects.count() == 2


@pytest.fixture
def appeal():
    return make_appeal(user=cast.make_learner(), about="other", text="?")


def answer_twice(appeal):
    officers = [cast.make_staff(), cast.make_staff()]
    return at_once(
        *(lambda by=by: answer_appeal(appeal=appeal, text="!", by=by, seen=0) for by in officers)
    )


def test_two_who_answer_at_once_do_not_answer_past_each_other(appeal):
    results = answer_twice(appeal)
    assert sorted(type(one).__name__ for one in results) == ["AnsweredMeanwhile", "AppealReply"]
    assert AppealReply.objects.count() == 1


@pytest.mark.usefixtures("_without_row_locks")
def test_control_without_the_lock_the_second_runs_into_the_constraint(monkeypatch, appeal):
    both = threading.Barrier(2)
    monkeypatch.setattr(appeals, "seal_for", waiting(both, appeals.seal_for))
    results = answer_twice(appeal)
    assert sorted(type(one).__name__ for one in results) == ["AppealReply", "IntegrityError"]


def end_while_listing(monkeypatch):
    """A session is ended from elsewhere just while its page lists it; return both results."""
    user, session = cast.make_learner(), SessionStore()
    session.create()
    reading, ended = threading.Event(), threading.Event()
    known = sessions.device_of

    def slowly(user_agent):
        reading.set()
        ended.wait(1)
        return known(user_agent)

    def end():
        reading.wait(10)
        Session.objects.filter(session_key=session.session_key).delete()
        ended.set()

    monkeypatch.setattr(sessions, "device_of", slowly)
    return at_once(
        lambda: list_session(user=user, session_key=session.session_key, user_agent=""), end
    )


def test_a_session_ended_while_it_is_listed_leaves_nothing(monkeypatch):
    listed, ended = end_while_listing(monkeypatch)
    assert (listed, ended) == (True, None)
    assert not UserSession.objects.exists()


@pytest.mark.usefixtures("_without_row_locks")
def test_control_without_the_lock_listing_it_fails(monkeypatch):
    listed, _ended = end_while_listing(monkeypatch)
    assert isinstance(listed, IntegrityError)


def correct_while_completing(monkeypatch):
    """A clerk corrects the name just while the course's last requirement is met."""
    clerk, user = cast.make_clerk(), cast.make_learner(name="Асхат Нурлан")
    enrolment = enrol(user=user, course=cast.make_edition().course)
    seal_for(user, "", "")  # whose key is there already
    named, corrected = threading.Event(), threading.Event()
    known = certificate_actions.name_digest

    def slowly(name, salt):
        if threading.current_thread() is completing:
            named.set()
            corrected.wait(1)
        return known(name, salt)

    def complete():
        nonlocal completing
        completing = threading.current_thread()
        settle_all(enrolment)

    def correct():
        named.wait(10)
        correct_name(user=user, name=NEW, place="А / Б", by=clerk)
        corrected.set()

    completing = None
    monkeypatch.setattr(certificate_actions, "name_digest", slowly)
    assert at_once(complete, correct) == [None, None]
    return Certificate.objects.unrevoked().get()


def test_a_name_corrected_while_a_certificate_is_made_reaches_it(monkeypatch):
    assert holder_name(correct_while_completing(monkeypatch)) == NEW


def test_control_without_the_lock_the_old_name_stays_on_it(monkeypatch):
    monkeypatch.setattr("accounts.actions.names.hold", lambda *names: None)
    assert holder_name(correct_while_completing(monkeypatch)) != NEW
