"""Leaflets given: a number of an office and a day, of nobody."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains

from accounts.models import Lookup
from enrolments.models import CoursePolicy
from registry.actions.leaflets import give_leaflet, leaflets_today, take_leaflet_back
from registry.models import Clerkship, LeafletCount
from tests import cast

FRONT, LEAFLET = "/kk/desk/", "/kk/desk/leaflet/"


@pytest.fixture
def office(db):
    return cast.make_office()


@pytest.fixture
def desk(signed_in, office):
    return signed_in(cast.make_clerk(office))


def counted(office) -> int:
    return leaflets_today(office)[office.pk]


def test_one_press_is_one_leaflet_two_are_two_and_a_slip_is_taken_back(desk, office):
    assert desk.post(LEAFLET, {"office": office.pk})["Location"] == FRONT
    desk.post(LEAFLET, {"office": office.pk})
    assert counted(office) == 2
    desk.post(LEAFLET, {"office": office.pk, "undo": "1"})
    assert counted(office) == 1
    assert not Lookup.objects.exists()


def test_with_htmx_only_the_part_comes_back_and_the_number_is_read_out(desk, office):
    part = desk.post(LEAFLET, {"office": office.pk}, headers={"HX-Request": "true"})
    assertContains(part, 'id="leaflets"', 1)
    assertContains(part, "hx-swap-oob", 1)
    assert b"<html" not in part.content


def test_a_slip_is_of_today_and_below_none_nothing_happens(desk, office):
    yesterday = timezone.localdate() - timedelta(days=1)
    LeafletCount.objects.create(office=office, day=yesterday, count=3)
    desk.post(LEAFLET, {"office": office.pk, "undo": "1"})
    assert counted(office) == 0
    give_leaflet(office=office)
    assert take_leaflet_back(office=office) == 0
    assert take_leaflet_back(office=office) == 0
    assert LeafletCount.objects.get(day=yesterday).count == 3


@pytest.mark.parametrize("whose", ["another office", "", "x", "-1", "9" * 40, "\x00"])
def test_another_office_or_rubbish_counts_nothing(desk, office, whose):
    other = cast.make_office("KZ-71-01", "KZ-71")
    sent = other.pk if whose == "another office" else whose
    assert desk.post(LEAFLET, {"office": sent}).status_code == 422
    assert not LeafletCount.objects.exists()


def test_a_clerk_of_two_offices_has_a_key_for_each(desk, office):
    clerk = Clerkship.objects.get(office=office).user
    other = cast.make_office("KZ-71-01", "KZ-71")
    Clerkship.objects.create(user=clerk, office=other)
    assertContains(desk.get(FRONT), 'name="office"', 2)
    desk.post(LEAFLET, {"office": other.pk})
    assert (counted(office), counted(other)) == (0, 1)


def test_it_knows_an_office_a_day_and_a_number_and_nothing_else():
    assert {field.name for field in LeafletCount._meta.fields} == {"id", "office", "day", "count"}


def test_the_leaflet_is_the_main_key_unless_the_region_requires_the_course(desk, office):
    main = 'class="button leaflets__main"'
    assertContains(desk.get(FRONT), main, 1)
    assertContains(desk.get(FRONT), 'class="desk-wish"', 1)
    CoursePolicy.objects.create(
        course=cast.make_course(), region=office.region, valid_from=timezone.localdate(),
        is_required=True,
    )  # fmt: skip
    page = desk.get(FRONT)
    assertContains(page, main, 0)
    assertContains(page, "leaflets__main", 1)
    assertContains(page, 'class="desk-wish"', 0)


def test_the_front_page_costs_the_same_whatever_was_counted(desk, office):
    desk.get(FRONT)
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            desk.get(FRONT)
        assert len(queries) == 5  # who it is and where, three; the count; the policy
        for days in range(1, 40):
            day = timezone.localdate() - timedelta(days=days)
            LeafletCount.objects.get_or_create(office=office, day=day, count=days)


def read_then_write(office) -> None:
    """What the count must not be: read, add one, write."""
    row, _ = LeafletCount.objects.get_or_create(office=office, day=timezone.localdate())
    count = row.count
    at_once.wait()
    LeafletCount.objects.filter(pk=row.pk).update(count=count + 1)


AT_ONCE = 8
at_once = threading.Barrier(AT_ONCE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_control", [False, True])
def test_presses_at_once_are_all_counted_and_without_the_database_adding_some_are_lost(is_control):
    office = cast.make_office()

    def press() -> None:
        try:
            if is_control:
                read_then_write(office)
            else:
                at_once.wait()
                give_leaflet(office=office)
        finally:
            connection.close()

    clerks = [threading.Thread(target=press) for _ in range(AT_ONCE)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    if is_control:
        assert counted(office) < AT_ONCE
    else:
        assert counted(office) == AT_ONCE
