"""Whoever is new to the workshop finds the way of a lesson in the help menu."""

import pytest

from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_guide_stands_in_the_help_menu_and_opens(signed_in, language):
    person = cast.make_staff(superuser=True)
    person.language = language
    person.save()
    admin = signed_in(person)
    home = admin.get("/admin/").content.decode()
    assert "/admin/guide/" in home
    page = admin.get("/admin/guide/")
    assert page.status_code == 200
    assert page.content.decode().count("<li><b>") == 7
