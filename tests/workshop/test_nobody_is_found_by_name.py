"""No list and no search of the admin or the desk shows who learns, by name, address or phone."""

import pytest
from django.urls import get_resolver, reverse

from accounts.actions.appeals import make_appeal
from accounts.actions.identity import declare_identity
from registry.models import Clerkship
from tests import cast
from tests.workshop.walker import addresses

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
# What is searched for, and what must not come back: a page may repeat the words that were typed.
FIRST, REST = "Зәуреш", "Құпиябаева"
EMAIL, PHONE, IIN = "zaure.secret@example.org", "+77771234567", "900101300007"
ASKED = ["q", "search", "s", "user", "name", "email", "query"]


@pytest.fixture
def learner(db, edition):
    learner = cast.make_learner(name=f"{FIRST} {REST}", email=EMAIL, phone=PHONE)
    declare_identity(user=learner, kind="iin", country="KZ", number=IIN)
    make_appeal(user=learner, about="other", text="Сұрақ")
    return learner


def lists():
    """Every address of the admin without arguments: lists, searches, choosers, forms to add."""
    return [
        "/" + one.pattern
        for one in addresses()
        if not one.arguments and one.pattern.startswith("admin/") and "*" not in one.pattern
    ]


def desk_pages():
    found = get_resolver("certificates.desk.urls").url_patterns
    return [reverse(f"desk:{one.name}") for one in found if not one.pattern.converters]


def named(response):
    """Which of the person's data a page shows."""
    if response.status_code != 200 or response.streaming:
        return []
    page = response.content.decode(errors="replace")  # a leaflet is a PDF
    return [word for word in (REST, EMAIL, PHONE, IIN) if word in page]


def found_by(browser, paths):
    """Where each way to ask for the person finds them."""
    asked = dict.fromkeys(ASKED, FIRST)
    return {path: words for path in paths if (words := named(browser.get(path, asked)))}


def test_no_list_or_search_of_the_admin_shows_a_learner(learner, signed_in):
    operator = signed_in(cast.make_staff(superuser=True))
    cast.make_clerk()
    paths = lists()
    assert len(paths) > 80
    assert found_by(operator, paths) == {}


def test_no_page_of_the_desk_finds_a_learner(learner, signed_in):
    clerk = signed_in(cast.make_clerk())
    assert desk_pages()
    assert found_by(clerk, desk_pages()) == {}


def test_a_place_that_lists_people_would_be_noticed(learner, signed_in):
    """The control: somebody of the staff is listed."""
    learner.is_staff = True
    learner.save()
    Clerkship.objects.create(user=learner, office=cast.make_office())
    operator = signed_in(cast.make_staff(superuser=True))
    assert found_by(operator, ["/admin/snippets/registry/clerkship/"])
    assert found_by(operator, ["/admin/snippets/registry/clerkship/add/"])
