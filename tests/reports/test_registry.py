"""The page that says how the registry's system answers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from registry.actions.asking import IN_A_ROW
from registry.gateway import GatewayUnavailable
from registry.models import RegistryMinute
from registry.standin.cast import AIGERIM, AIGERIM_AND_DANIYAR
from registry.standin.server import Mode
from tests.registry.standing_in import asked_registry, standing_in  # noqa: F401
from tests.registry.test_asking import ask, claim_of
from tests.workshop import story

PAGE = "/admin/registry-answers/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asked_registry")]


@pytest.fixture
def page_for(signed_in):
    """`page_for(role)` returns the page as somebody of that role gets it."""

    def get(role="administrator", language="kk"):
        return signed_in(story.make_person(role, language=language)).get(PAGE)

    return get


def test_it_says_that_the_registry_answers_and_how_fast(page_for):
    ask()
    page = page_for()
    found = page.context["health"]
    assert (found.is_away, found.hours[0].answered) == (False, 1)
    assert found.hours[0].mean == found.hours[0].slowest
    assertContains(page, "<svg")


def test_it_says_that_the_registry_is_away_and_how_many_wait(page_for, asked_registry):  # noqa: F811
    claim_of(asked_registry.book.all()[0])
    asked_registry.mode = Mode("down")
    for _ in range(IN_A_ROW + 1):
        with pytest.raises(GatewayUnavailable):
            ask()
    found = page_for().context["health"]
    assert (found.is_away, found.waiting) == (True, 1)
    assert (found.hours[0].unavailable, found.hours[0].withheld) == (IN_A_ROW, 1)
    assert found.hours[0].is_troubled


def test_nobody_is_named(page_for):
    ask()
    page = page_for()
    assertNotContains(page, AIGERIM.identity.number)
    assertNotContains(page, AIGERIM_AND_DANIYAR.number)


def test_a_day_costs_the_same_queries_as_a_minute(signed_in):
    ask()
    client = signed_in(story.make_person("administrator"))
    client.get(PAGE)
    few = queries_of(client)
    now = timezone.now()
    RegistryMinute.objects.bulk_create(
        RegistryMinute(minute=now - timedelta(minutes=3 + back), answered=back)
        for back in range(1000)
    )
    assert queries_of(client) == few


def queries_of(client) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    return len(queries)


def test_only_administrators_see_it(page_for):
    assert page_for("methodologist").status_code == 302


def test_without_a_registry_it_says_so(page_for, settings):
    settings.REGISTRY_GATEWAY = {"backend": "none"}
    assert page_for().context["health"].is_connected is False
