"""Figures from day one: counted when it happens, by region and by where people came from."""

import threading

import pytest
from django.db import connections

from registry.actions.offices import load_offices
from registry.management.commands.load_offices import OFFICES
from registry.standin.cast import AIGERIM, AIGERIM_AND_DANIYAR
from reports.actions import count
from reports.models import ApplicationCount, DailyCount
from tests.certificates.story import settle_all
from tests.registry.people import ready, typed
from tests.registry.standing_in import asked_registry, standing_in  # noqa: F401

Step = DailyCount.Step


def counted(step: str) -> list[tuple[str, str, int]]:
    return sorted(DailyCount.objects.filter(step=step).values_list("region", "source", "count"))


@pytest.mark.django_db
def test_the_steps_of_a_learner_are_counted_once_each(
    aigerim,
    edition,
    signed_in,
    tasks_at_once,
    asked_registry,  # noqa: F811
):
    load_offices(file=OFFICES)
    client = signed_in(aigerim)
    client.get("/kk/begin/neke/?from=leaflet")
    client.post("/kk/begin/neke/?from=leaflet")
    client.post("/kk/begin/neke/?from=leaflet")
    with tasks_at_once():
        client.post("/kk/application/", typed(AIGERIM, AIGERIM_AND_DANIYAR))
    ready(aigerim)
    with tasks_at_once():
        settle_all(aigerim.enrolments.get())

    assert counted(Step.BEGAN) == [("", "leaflet", 1)]
    assert counted(Step.LINKED) == [("KZ-43", "leaflet", 1)]
    # Since the link the region is known.
    for step in (Step.HALF, Step.COMPLETED, Step.CERTIFIED):
        assert counted(step) == [("KZ-43", "leaflet", 1)], step
    assert ApplicationCount.objects.get().region == "KZ-43"
    assert ApplicationCount.objects.get().count == 1


@pytest.mark.django_db
def test_a_partner_who_joined_is_counted(aigerim, daniyar, edition):
    from enrolments.actions import accept_invitation, invite

    _invitation, token = invite(by=aigerim)
    accept_invitation(token=token, by=daniyar)

    assert counted(Step.JOINED) == [("", "", 1)]


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_twenty():
    def step():
        count(step=Step.BEGAN, region="KZ-75", source="leaflet")
        connections.close_all()

    threads = [threading.Thread(target=step) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert counted(Step.BEGAN) == [("KZ-75", "leaflet", 20)]


@pytest.mark.django_db(transaction=True)
def test_counting_by_reading_first_would_lose_some():
    """The control: the same twenty, each reading the counter before it writes it."""
    count(step=Step.BEGAN, region="KZ-75", source="leaflet")
    gate = threading.Barrier(20)

    def step():
        row = DailyCount.objects.get()
        gate.wait(timeout=10)
        row.count += 1
        row.save()
        connections.close_all()

    threads = [threading.Thread(target=step) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert DailyCount.objects.get().count < 21


@pytest.mark.django_db
def test_a_strange_source_is_not_kept(aigerim, edition, signed_in):
    client = signed_in(aigerim)
    client.get("/kk/begin/neke/?from=<script>040317900019")
    client.post("/kk/begin/neke/")

    assert counted(Step.BEGAN) == [("", "", 1)]
