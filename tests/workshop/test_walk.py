"""Every address of the admin, walked as every role, against the table in `walk.py`."""

import gc
import re
from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from django.db import transaction

from tests import cast
from tests.workshop import story
from tests.workshop.walk import PAGES, ROLES, WALK
from tests.workshop.walker import (
    PAGE_ARGUMENTS,
    SENT,
    Walker,
    addresses,
    allowed,
    filled,
    furnish,
    undrawn,
)

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
        "officer": lambda: story.make_person("officer"),
    }

    def browser(role):
        return signed_in(people[role](), Walker) if role in people else Walker()

    return browser


def answer(browser, path):
    """Ask by GET, by POST where that is the only way, and take back what it changed."""
    mark = transaction.savepoint_create()
    response = browser.get(path)
    if response.status_code == 405:
        response = browser.post(path, SENT)
    transaction.savepoint_rollback(mark)
    return response


def walked(browser, values, pages):
    """Yield the key of the table and whether it was allowed, for every address."""
    for address in addresses():
        for which in PAGES if address.is_about_a_page else ("",):
            about = dict.fromkeys(PAGE_ARGUMENTS, pages[which].pk) if which else {}
            if which and "parent_page_id" in address.arguments:
                about["parent_page_id"] = pages[which].get_parent().pk
            if which == "site":
                about |= {"destination_id": pages[which].get_parent().pk, **SITE}
            if which:
                about["revision_id"] = pages[which].latest_revision_id
                about["lesson_key"] = pages[which].translation_key
            path = filled(address, values | about)
            yield (address.name, which), path, answer(browser, path)


SITE = {"content_type_app_name": "cms", "content_type_model_name": "infopage"}


# Who is let in sees the same templates, whatever the role: they are drawn for the one with the
# fewest rights to write and for the one with all.
DRAWN = {"trainer", "administrator"}
# What migrations of Wagtail wrote into the database, in English.
ENGLISH = re.compile(r"Moderators|Editors\b|>\s*Root\s*<|new Wagtail site")


@pytest.fixture
def _no_rubbish_yet() -> Iterator[None]:
    """The garbage collector looks through everything again and again: it does so once, at the end."""
    gc.disable()
    yield
    gc.enable()
    gc.collect()


@pytest.mark.usefixtures("_no_rubbish_yet")
@pytest.mark.parametrize("role", ROLES)
def test_who_gets_in_where(role, browser_of, lesson, trainer):
    values, pages = furnish(lesson, trainer)
    wrong, english = [], []
    with nullcontext() if role in DRAWN else undrawn():
        for key, path, response in walked(browser_of(role), values, pages):
            expected = role in WALK.get(key, ())
            if key not in WALK or response.status_code >= 500 or allowed(response) != expected:
                wrong.append((key, path, response.status_code, response.get("Location", "")))
            words = "" if response.streaming else response.content.decode(errors="replace")
            if found := ENGLISH.search(words):
                english.append((path, found[0]))
    assert wrong == []
    assert english == []


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
