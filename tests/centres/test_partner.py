"""Whatever one asks of a centre, alone or together: not a byte of the other's pages changes."""

import re

import pytest
from django.core import mail

from centres.models import VisitRequest
from cms.models import FamilySupportCentre
from demo.models import OutboxMessage
from notifications.models import Message
from tests.centres.story import MAILBOX, asked, make_centre, typed
from tests.enrolments.story import begin_url, join

pytestmark = pytest.mark.django_db

PAGES = (
    "/learn/", "/learn/neke/", "/learn/neke/lesson-1/", "/couple/", "/couple/leave/",
    "/application/", "/account/", "/account/lookups/", "/certificates/", "/requests/",
    "/requests/new/", "/requests/new/?region=KZ-75", "/requests/new/almaty/", "/centres/",
)  # fmt: skip
# What changes with every answer: the form's secret, the policy's nonce, a new event's name.
FRESH = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|name="event" value="[^"]*"'
)


def pages_of(client) -> dict[str, tuple[int, bytes]]:
    """Return every page as its reader gets it, without what is fresh in each answer."""
    found = {}
    for language in ("kk", "ru"):
        for path in PAGES:
            response = client.get(f"/{language}{path}")
            found[language + path] = (response.status_code, FRESH.sub(b"", response.content))
    return found


@pytest.fixture
def couple(aigerim, daniyar, edition, signed_in):
    """Two who learn together, each with a phone."""
    make_centre("almaty")
    hers, his = signed_in(aigerim), signed_in(daniyar)
    for client in (hers, his):
        client.post(begin_url())
    join(hers, his)
    pages_of(his)  # a lesson is begun by opening it
    return hers, his


@pytest.mark.parametrize("company", ["alone", "together"])
def test_the_partners_pages_and_messages_stay_as_they_are(couple, company, tasks_at_once):
    hers, his = couple
    before = pages_of(his)
    assert {status for status, _ in before.values()} == {200}

    with tasks_at_once():
        hers.post("/kk/requests/new/almaty/", typed(company=company))
    key = VisitRequest.objects.get().key
    assert pages_of(his) == before
    with tasks_at_once():
        hers.post(f"/kk/requests/{key}/withdraw/")
    assert pages_of(his) == before
    hers.post(f"/kk/requests/{key}/delete/")
    assert pages_of(his) == before

    assert [message.to for message in mail.outbox] == [[MAILBOX]] * 2
    assert not OutboxMessage.objects.exists()
    assert not Message.objects.exists()


def test_a_request_of_ones_own_would_show(couple, daniyar):
    """The control: the comparison sees what there is to see."""
    _hers, his = couple
    before = pages_of(his)
    asked(daniyar, FamilySupportCentre.objects.get())
    after = pages_of(his)
    changed = {path for path in before if before[path] != after[path]}
    # The list, and the form, which leads to the request that is open.
    assert {"kk/requests/", "ru/requests/", "kk/requests/new/almaty/"} <= changed
    assert not {"kk/couple/", "ru/learn/"} & changed


def test_a_page_that_changed_by_one_byte_would_show(couple):
    _hers, his = couple
    before = pages_of(his)
    status, content = before["kk/couple/"]
    assert pages_of(his) == before
    assert pages_of(his) != before | {"kk/couple/": (status, content + b" ")}
