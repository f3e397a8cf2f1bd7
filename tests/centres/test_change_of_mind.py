"""A request is taken back, deleted, forgotten; what remains is a count."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from accounts.actions.contacts import join_accounts
from accounts.models import PersonKey
from centres.actions import erase_visit_requests, forget_old_requests, withdraw_visit_request
from centres.actions.forgetting import KEPT
from centres.models import CentreMail, VisitCount, VisitRequest
from centres.questions import details_of, visit_requests_of
from centres.tasks import deliver_pending_mails, forget_old_visit_requests
from tests import cast
from tests.centres.story import PHONE, asked, due, make_centre
from tests.told import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def hers(aigerim, signed_in):
    return signed_in(aigerim)


def withdraw(client, request):
    return client.post(f"/kk/requests/{request.key}/withdraw/", follow=True)


def delete(client, request):
    return client.post(f"/kk/requests/{request.key}/delete/", follow=True)


def test_what_is_withdrawn_before_it_is_sent_is_never_sent(hers, aigerim, tasks_at_once):
    request = asked(aigerim)
    with tasks_at_once():
        page = withdraw(hers, request).text
    due()
    deliver_pending_mails()
    request.refresh_from_db()
    assert told("Your request is withdrawn") in page
    assert PHONE not in page
    assert not mail.outbox
    assert request.sealed_details == b""
    assert [row.state for row in request.mails.all()] == ["cancelled"]


def test_what_is_withdrawn_later_is_followed_by_a_mail_without_a_name(hers, aigerim, tasks_at_once):
    request = asked(aigerim)
    deliver_pending_mails()
    with tasks_at_once():
        withdraw(hers, request)
        withdraw(hers, request)
    first, second = mail.outbox
    assert PHONE in first.body
    assert request.reference in second.body
    for word in (PHONE, "Айгерім"):
        assert word not in second.body
    assert told("Otau: a request for your centre is withdrawn") in second.subject
    assert not cast.unsaid_words(second.subject + second.body)


def test_what_a_server_may_have_is_withdrawn_by_a_mail_too(hers, aigerim):
    """Killed after the server had it: it counts as tried, and nobody can know."""
    request = asked(aigerim)
    request.mails.update(tries=1)
    withdraw(hers, request)
    due()
    deliver_pending_mails()
    assert len(mail.outbox) == 1
    assert PHONE not in mail.outbox[0].body
    assert request.mails.get(kind="request").state == "cancelled"


def test_when_the_withdrawal_does_not_arrive_the_page_says_so(hers, aigerim):
    request = asked(aigerim)
    deliver_pending_mails()
    withdraw(hers, request)
    request.mails.filter(kind="withdrawal").update(tries=10)
    due()
    deliver_pending_mails()
    page = hers.get(f"/kk/requests/{request.key}/").text
    assert (
        told(
            "The centre could not be told so by e-mail. If they get in touch, tell them that it is "
            "settled."
        )
        in page
    )
    assert request.centre.phone in page


def test_after_a_withdrawal_the_centre_may_be_asked_anew(hers, aigerim):
    request = asked(aigerim)
    withdraw(hers, request)
    assert asked(aigerim, request.centre) != request


def test_what_is_on_its_way_is_withdrawn_before_it_is_deleted(hers, aigerim):
    request = asked(aigerim)
    page = delete(hers, request).text
    assert told("It is on its way. Withdraw it first, then you can delete it.") in page
    assert VisitRequest.objects.open().count() == 1
    withdraw(hers, request)
    assert told("The request is deleted from Otau.") in delete(hers, request).text
    assert not VisitRequest.objects.exists()


def test_a_sent_request_is_deleted_without_a_word_to_the_centre(hers, aigerim, tasks_at_once):
    request = asked(aigerim)
    deliver_pending_mails()
    with tasks_at_once():
        delete(hers, request)
    deliver_pending_mails()
    assert len(mail.outbox) == 1
    assert not VisitRequest.objects.exists()
    assert hers.get(f"/kk/requests/{request.key}/").status_code == 404


def test_a_withdrawal_goes_out_even_when_its_request_is_deleted_first(hers, aigerim):
    request = asked(aigerim)
    deliver_pending_mails()
    withdraw(hers, request)
    delete(hers, request)
    assert hers.get(f"/kk/requests/{request.key}/").status_code == 404
    assert not VisitRequest.objects.filter(user=aigerim).exists()
    deliver_pending_mails()
    assert len(mail.outbox) == 2
    VisitRequest.objects.update(withdrawn_at=timezone.now() - KEPT - timedelta(days=1))
    forget_old_visit_requests()
    assert not VisitRequest.objects.exists()
    assert VisitCount.objects.get().withdrawn == 1


def age(request, by):
    for name in ("sent_at", "withdrawn_at", "undelivered_at"):
        row = VisitRequest.objects.filter(pk=request.pk).exclude(**{name: None})
        row.update(**{name: timezone.now() - by})


def test_fourteen_days_later_only_counts_are_left(aigerim, irina, daniyar):
    centre = make_centre()
    rows = [asked(person, centre) for person in (aigerim, irina)]
    deliver_pending_mails()
    for row in rows:
        age(row, KEPT - timedelta(days=1))
    forget_old_visit_requests()
    assert VisitRequest.objects.count() == 2
    for row in rows:
        age(row, KEPT)
    waiting = asked(daniyar, centre)
    forget_old_visit_requests()
    assert list(VisitRequest.objects.all()) == [waiting]
    assert CentreMail.objects.count() == 1
    count = VisitCount.objects.get()
    assert (count.centre, count.delivered, count.withdrawn, count.undelivered) == (centre, 2, 0, 0)
    assert count.month == timezone.localdate().replace(day=1)


def test_what_waits_is_not_forgotten_however_old(aigerim):
    request = asked(aigerim)
    VisitRequest.objects.update(asked_at=timezone.now() - timedelta(days=90))
    forget_old_visit_requests()
    assert details_of(VisitRequest.objects.get()) == details_of(request) is not None


def test_a_withdrawal_on_its_way_is_waited_for(aigerim):
    request = asked(aigerim)
    deliver_pending_mails()
    withdraw_visit_request(request=request)
    age(request, KEPT + timedelta(days=1))
    forget_old_visit_requests()
    assert VisitRequest.objects.get().user == aigerim
    deliver_pending_mails()
    forget_old_visit_requests()
    assert not VisitRequest.objects.exists()


def test_the_page_says_when_it_is_deleted_by_itself(hers, aigerim):
    request = asked(aigerim)
    words = told("How long it stays here")
    assert words not in hers.get(f"/kk/requests/{request.key}/").text
    deliver_pending_mails()
    assert words in hers.get(f"/kk/requests/{request.key}/").text


@pytest.mark.parametrize("withdrawn", [False, True])
def test_it_is_deleted_on_the_day_that_the_page_says(hers, aigerim, withdrawn):
    """At night, however late in the day the mailbox had it."""
    request = asked(aigerim)
    deliver_pending_mails()
    today = timezone.localtime().replace(hour=3, minute=40)
    sent_at = (today - KEPT).replace(hour=22)
    VisitRequest.objects.update(sent_at=sent_at)
    if withdrawn:
        request.refresh_from_db()
        withdraw_visit_request(request=request)
        deliver_pending_mails()
    assert date_format(today.date(), "DATE_FORMAT") in hers.get(f"/kk/requests/{request.key}/").text
    forget_old_requests(now=today - timedelta(days=1))
    assert VisitRequest.objects.exists()
    forget_old_requests(now=today)
    assert not VisitRequest.objects.exists()


def test_with_the_account_goes_everything_but_a_withdrawal_that_names_nobody(aigerim, irina):
    kept = asked(irina)
    sent, withdrawn = asked(aigerim), asked(aigerim)
    deliver_pending_mails()
    waiting = asked(aigerim)
    withdraw_visit_request(request=withdrawn)
    assert erase_visit_requests(user=aigerim) == 3
    assert set(VisitRequest.objects.values_list("user", flat=True)) == {irina.pk, None}
    before = len(mail.outbox)
    deliver_pending_mails()
    [last] = mail.outbox[before:]
    assert withdrawn.reference in last.body
    assert waiting.reference not in "".join(message.body for message in mail.outbox)
    assert VisitRequest.objects.filter(pk=kept.pk).exists()
    assert not VisitRequest.objects.filter(pk=sent.pk).exists()
    assert erase_visit_requests(user=aigerim) == 0


def test_a_person_may_have_all_that_is_held_of_their_requests(aigerim, irina):
    asked(irina)
    request = asked(aigerim)
    [held] = visit_requests_of(aigerim)
    assert held.details.contact == PHONE
    assert held.reference == request.reference
    assert held.centre == request.centre.name_kk
    withdraw_visit_request(request=request)
    [held] = visit_requests_of(aigerim)
    assert held.details is None
    assert held.withdrawn_at


def test_two_accounts_that_become_one_keep_what_was_asked(aigerim, irina):
    both, only = make_centre(), make_centre()
    kept = asked(aigerim, both, name="Айгерім")
    asked(irina, both, name="Ирина")
    moved = asked(irina, only, name="Ирина")
    closed = asked(irina)
    withdraw_visit_request(request=closed)
    join_accounts(keep=aigerim, gone=irina, contact="irina@example.org")
    rows = VisitRequest.objects.filter(user=aigerim)
    assert {row.pk for row in rows} == {kept.pk, moved.pk, closed.pk}
    assert not VisitRequest.objects.exclude(user=aigerim).exists()
    PersonKey.objects.filter(user=irina).delete()
    moved.refresh_from_db()
    assert details_of(moved).name == "Ирина"


def test_the_database_refuses_what_cannot_be(aigerim):
    request = asked(aigerim)
    for wrong in (
        {"withdrawn_at": timezone.now()},  # the details are still there
        {"user": None},
        {"undelivered_at": timezone.now(), "sent_at": timezone.now(), "sealed_details": b""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            VisitRequest.objects.filter(pk=request.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        request.mails.update(state="sent")
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitRequest.objects.create(user=aigerim, centre=request.centre, sealed_details=b"x")
