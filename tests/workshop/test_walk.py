"""Every address of the admin, walked as every role, against the table in `walk.py`."""

import gc
from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client

from tests import cast
from tests.workshop import story
from tests.workshop.walk import PAGES, ROLES, WALK
from tests.workshop.walker import addresses, allowed, filled, furnish

# Wagtail leaves the temporary file of a drawing's rendition to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def browser_of(trainer, methodologist, editor, administrator, signed_in, aigerim):
    """`browser_of(role)`: somebody who has it, at the door or inside."""
    people = {
        "learner": lambda: aigerim,
        "clerk": lambda: cast.make_clerk(),
        "trainer": lambda: trainer,
        "newcomer": lambda: story.make_person("trainer"),
        "methodologist": lambda: methodologist,
        "editor": lambda: editor,
        "administrator": lambda: administrator,
    }

    def browser(role):
        client = signed_in(people[role]()) if role in people else Client()
        client.raise_request_exception = False
        return client

    return browser


def answer(browser, path):
    """Ask by GET, by POST where that is the only way, and take back what it changed."""
    mark, cookies = transaction.savepoint_create(), browser.cookies.copy()
    response = browser.get(path)
    if response.status_code == 405:
        response = browser.post(path)
    transaction.savepoint_rollback(mark)
    browser.cookies = SimpleCookie(cookies)  # whoever was signed out is in again
    return response


def walked(browser, values, pages):
    """Yield the key of the table and whether it was allowed, for every address."""
    for address in addresses():
        for which in PAGES if address.is_about_a_page else ("",):
            about = {"page_id": pages[which].pk, "parent_page_id": pages[which].pk,
                     "page_to_move_id": pages[which].pk} if which else {}  # fmt: skip
            if which and "parent_page_id" in address.arguments:
                about["parent_page_id"] = pages[which].get_parent().pk
            if which == "site":
                about |= {"destination_id": pages[which].get_parent().pk, **SITE}
            about |= {"revision_id": pages[which].latest_revision_id} if which else {}
            path = filled(address, values | about)
            yield (address.name, which), path, answer(browser, path)


SITE = {"content_type_app_name": "cms", "content_type_model_name": "infopage"}


@pytest.mark.parametrize("role", ROLES)
def test_who_gets_in_where(role, browser_of, lesson, trainer):
    values, pages = furnish(lesson, trainer)
    wrong = []
    for key, path, response in walked(browser_of(role), values, pages):
        expected = role in WALK.get(key, ())
        if key not in WALK or response.status_code >= 500 or allowed(response) != expected:
            wrong.append((key, path, response.status_code, response.get("Location", "")))
    gc.collect()
    assert wrong == []


def keys():
    """The rows that the table has to have."""
    return {
        (address.name, which)
        for address in addresses()
        for which in (PAGES if address.is_about_a_page else ("",))
    }


def test_every_address_has_a_row_and_no_row_is_left_over():
    assert keys() ^ WALK.keys() == set()


def test_a_new_address_without_a_row_would_be_noticed(monkeypatch):
    """The control."""
    monkeypatch.delitem(WALK, ("workshop_people", ""))
    assert keys() ^ WALK.keys() == {("workshop_people", "")}
