"""Erasing while something else happens. Each race has a control in which the fault appears."""

import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, OperationalError, connection, transaction

from accounts.actions.appeals import answer_appeal, make_appeal
from accounts.actions.contacts import confirm_contact
from accounts.actions.erasing import erase_account
from accounts.models import Appeal, User
from certificates.documents import issuing
from certificates.documents.issuing import issue_certificate
from certificates.models import CertificateIssue, FileRemoval
from certificates.tasks import remove_document
from enrolments.actions import enrol, leave_couple, settle_requirement
from enrolments.models import CoupleMember, Enrolment
from learning.actions import open_shared_answers
from learning.models import SharedAnswer
from notifications.actions.choosing import choose_messages
from notifications.models import Message, MessageChoice
from tests import cast
from tests.accounts.test_races import at_once
from tests.certificates.story import completed, settle_all
from tests.learning import for_two

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def before_statement(words, do):
    """Call `do` once in this thread, right before a statement that begins with `words`."""
    done = []

    def look(execute, sql, params, many, context):
        if sql.lower().startswith(words) and not done:
            done.append(True)
            do()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield


@contextmanager
def nothing_new_is_not_checked(*tables):
    """The control: the triggers that refuse new rows are off."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"alter table {table} disable trigger nothing_new")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"alter table {table} enable trigger nothing_new")


def test_two_tabs_at_once_erase_once(aigerim):
    outcomes = at_once(*[lambda: erase_account(user=aigerim)] * 2)
    assert sorted(outcomes) == [False, True]


def enrols_while_erased(aigerim, edition):
    """Begin a course: its row is about to be written when the erasure has done its deleting."""
    ready, go = threading.Event(), threading.Event()

    def begin():
        ready.wait(10)
        go.set()
        return enrol(user=aigerim, course=edition.course)

    def erase():
        def wait():
            ready.set()
            go.wait(10)
            threading.Event().wait(0.3)  # the other is at the row's door now

        with before_statement('update "accounts_user"', wait):
            return erase_account(user=aigerim)

    return at_once(begin, erase)


def test_what_is_begun_while_it_is_erased_is_refused(aigerim, edition):
    began, erased = enrols_while_erased(aigerim, edition)
    assert erased is True
    assert type(began).__name__ == "IntegrityError"
    assert not Enrolment.objects.exists()


def test_without_the_check_an_erased_account_would_take_a_course(aigerim, edition):
    """The control: a foreign key alone lets it through, since the account's row stays."""
    with nothing_new_is_not_checked("enrolments_enrolment"):
        began, erased = enrols_while_erased(aigerim, edition)
    assert erased is True
    assert isinstance(began, Enrolment)
    assert Enrolment.objects.filter(user__erased_at__isnull=False).exists()


def issued_while_erased(aigerim, certificate, monkeypatch):
    """A worker has read the name and renders when the person presses the button."""
    rendering, pressed = threading.Event(), threading.Event()
    render = issuing.render_pdf

    def render_slowly(facts):
        rendering.set()
        pressed.wait(10)
        threading.Event().wait(0.3)
        return render(facts)

    monkeypatch.setattr(issuing, "render_pdf", render_slowly)

    def erase():
        rendering.wait(20)
        pressed.set()
        return erase_account(user=aigerim)

    return at_once(lambda: issue_certificate(certificate_id=certificate.pk), erase)


def files_left():
    """The stored documents after everything that is owed was done."""
    for removal in FileRemoval.objects.all():
        remove_document(removal.pk)
    root = storages["private"].location
    return [path for path in Path(root).rglob("*") if path.is_file()]


def test_a_document_that_is_being_made_is_gone_as_well(aigerim, edition, monkeypatch):
    certificate = completed(aigerim, edition).certificates.get()
    issue, erased = issued_while_erased(aigerim, certificate, monkeypatch)
    assert isinstance(issue, CertificateIssue)
    assert erased is True
    assert FileRemoval.objects.count() == 2
    assert files_left() == []
    assert not Message.objects.exists()


def test_without_waiting_for_it_a_document_with_the_name_would_be_left(
    aigerim, edition, monkeypatch
):
    """The control: the erasure does not wait for the worker."""
    certificate = completed(aigerim, edition).certificates.get()
    monkeypatch.setattr("certificates.receivers.hold_documents", lambda user: None)
    issued_while_erased(aigerim, certificate, monkeypatch)
    assert files_left() != []


def test_a_certificate_of_somebody_erased_is_not_made_afterwards(aigerim, edition):
    certificate = completed(aigerim, edition).certificates.get()
    erase_account(user=aigerim)
    assert issue_certificate(certificate_id=certificate.pk) is None
    assert not type(certificate).objects.pending().exists()
    assert files_left() == []


def test_the_last_lesson_and_the_erasure_at_once_end_in_an_erased_account(edition):
    for _round in range(4):
        learner = cast.make_learner()
        enrolment = enrol(user=learner, course=edition.course)
        (last,) = settle_all(enrolment, but=1)
        settled, erased = at_once(
            lambda e=enrolment, k=last: settle_requirement(enrolment=e, kind="lesson", key=k),
            lambda u=learner: erase_account(user=u),
        )
        assert erased is True
        assert settled is True or type(settled).__name__ in ("DoesNotExist", "IntegrityError")
        learner.refresh_from_db()
        assert learner.erased_at is not None
        left = Enrolment.objects.filter(user=learner)
        assert all(one.certificates.exists() for one in left)
        assert learner.keys.count() == 0


def test_opening_shared_answers_while_their_owner_erases_ends_without_them(
    aigerim, daniyar, edition, signed_in
):
    for_two.ask_for_two(edition)
    for_two.make_couple(aigerim, daniyar)
    enrolments = [enrol(user=person, course=edition.course) for person in (aigerim, daniyar)]
    for person, text in ((aigerim, for_two.HERS), (daniyar, for_two.HIS)):
        for_two.keep_and_share(signed_in(person), text)
    place = for_two.place(enrolments[0])

    opened, erased = at_once(
        lambda: open_shared_answers(**vars(place)), lambda: erase_account(user=daniyar)
    )

    assert erased is True
    assert opened is None or type(opened).__name__ == "NotBothShared"
    assert SharedAnswer.objects.count() == 1
    assert not CoupleMember.objects.filter(user=daniyar, left_at=None).exists()


def test_a_contact_confirmed_at_the_same_time_does_not_come_back():
    for number in range(5):
        learner = cast.make_learner()
        outcomes = at_once(
            lambda u=learner, n=number: confirm_contact(user=u, contact=f"new{n}@example.org"),
            lambda u=learner: erase_account(user=u),
        )
        assert outcomes[1] is True
        row = User.objects.get(pk=learner.pk)
        assert (row.email, row.phone, row.name, row.is_active) == (None, None, "", False)


def leaves_while_erased(aigerim):
    """In one tab she leaves the couple, in another she erases: each waits for the other's row."""
    locked, go = threading.Event(), threading.Event()

    def leave():
        def wait():
            locked.set()
            go.wait(10)
            threading.Event().wait(0.3)  # the erasure has the couple and waits for the person

        with before_statement('select "enrolments_couplemember"', wait):
            return leave_couple(user=aigerim)

    def erase():
        locked.wait(10)
        with before_statement('select "accounts_user"', go.set):
            return erase_account(user=aigerim)

    return at_once(leave, erase)


def test_an_erasure_that_met_another_transaction_is_tried_again(aigerim, daniyar):
    for_two.make_couple(aigerim, daniyar)
    left, erased = leaves_while_erased(aigerim)
    assert (left, erased) == (True, True)
    assert not CoupleMember.objects.filter(user=aigerim, left_at=None).exists()


def test_without_another_try_it_would_end_in_an_error(aigerim, daniyar, monkeypatch):
    """The control."""
    monkeypatch.setattr("accounts.actions.erasing.MOST_TRIES", 1)
    for_two.make_couple(aigerim, daniyar)
    _left, erased = leaves_while_erased(aigerim)
    assert isinstance(erased, OperationalError)
    assert User.objects.get(pk=aigerim.pk).erased_at is None


def answered_while_erased(aigerim):
    """Somebody answers her question at the moment in which she presses the button."""
    appeal = make_appeal(user=aigerim, about="other", text="?")
    clerk, answering = cast.make_clerk(), threading.Event()

    def answer():
        def wait():
            answering.set()
            threading.Event().wait(0.5)  # the erasure is at the question's door now

        with before_statement('insert into "accounts_appealreply"', wait):
            return answer_appeal(appeal=appeal, text="!", by=clerk, seen=0).number

    def erase():
        answering.wait(10)
        return erase_account(user=aigerim)

    return at_once(answer, erase)


def test_a_question_that_is_being_answered_goes_with_its_answer(aigerim):
    assert answered_while_erased(aigerim) == [1, True]
    assert not Appeal.objects.exists()


def test_without_locking_questions_first_the_erasure_would_end_in_an_error(aigerim, monkeypatch):
    """The control: the answer comes after the answers were deleted, before their question is."""
    monkeypatch.setattr("accounts.actions.erasing.lock_appeals", lambda user: None)
    answered, erased = answered_while_erased(aigerim)
    assert answered == 1
    assert isinstance(erased, IntegrityError)


def chooses_while_erased(aigerim, choose):
    """In one tab she changes which messages she wants, in another she erases."""
    choose_messages(user=aigerim, reminders=True, news=True, channel="email")
    choosing, go = threading.Event(), threading.Event()

    def change():
        def wait():
            choosing.set()
            go.wait(10)
            threading.Event().wait(0.3)  # the erasure has the person and waits for the choice

        with before_statement('update "notifications_messagechoice"', wait):
            return choose()

    def erase():
        choosing.wait(10)
        with before_statement('delete from "notifications_messagechoice"', go.set):
            return erase_account(user=aigerim)

    return at_once(change, erase)


def test_messages_chosen_while_it_is_erased_do_not_stand_in_its_way(aigerim, monkeypatch):
    monkeypatch.setattr("accounts.actions.erasing.MOST_TRIES", 1)
    chosen, erased = chooses_while_erased(
        aigerim,
        lambda: choose_messages(user=aigerim, reminders=False, news=True, channel="email"),
    )
    assert isinstance(chosen, MessageChoice)
    assert erased is True
    assert not MessageChoice.objects.exists()


def test_a_choice_saved_with_whose_it_is_would_wait_for_the_erasure(aigerim, monkeypatch):
    """The control: each waits for the other."""
    monkeypatch.setattr("accounts.actions.erasing.MOST_TRIES", 1)

    @transaction.atomic
    def save_all():
        MessageChoice.objects.select_for_update().get(user=aigerim).save()

    outcomes = chooses_while_erased(aigerim, save_all)
    assert any(isinstance(one, OperationalError) for one in outcomes)
