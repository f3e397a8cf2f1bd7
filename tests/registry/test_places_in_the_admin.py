"""Offices and clerks' places are kept in the admin; a place is ended by writing when."""

import pytest
from django.utils import timezone

from registry.models import Clerkship
from tests import cast


@pytest.fixture
def administrator(signed_in):
    return signed_in(cast.make_staff(superuser=True))


@pytest.mark.parametrize("what", ["registryoffice", "clerkship"])
def test_both_are_listed_and_can_be_added(db, administrator, what):
    cast.make_clerk()
    for page in ("", "add/"):
        assert administrator.get(f"/admin/snippets/registry/{what}/{page}").status_code == 200


def test_a_place_that_is_ended_there_ends_at_the_desk(db, administrator, signed_in):
    clerk = cast.make_clerk()
    desk, place = signed_in(clerk), Clerkship.objects.get()
    assert desk.get("/kk/desk/").status_code == 200
    now = timezone.localtime()
    administrator.post(
        f"/admin/snippets/registry/clerkship/edit/{place.pk}/",
        {"user": clerk.pk, "office": place.office_id,
         "began_at": f"{now:%Y-01-01 00:00}", "ended_at": f"{now:%Y-01-02 00:00}"},
    )  # fmt: skip
    assert desk.get("/kk/desk/").status_code == 403
