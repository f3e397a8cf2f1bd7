"""After a test with real transactions the database is as new."""

import pytest
from django.contrib.auth.models import Permission
from wagtail.models import Site

from tests import cast
from tests.conftest import copies_of_tables, empty_and_fill

pytestmark = pytest.mark.django_db


def rows() -> dict[str, list[bytes]]:
    return {name: sorted(copied.splitlines()) for name, copied in copies_of_tables()}


def test_what_was_added_is_gone_and_what_was_deleted_or_changed_is_back():
    written, as_new = dict(copies_of_tables()), rows()

    cast.make_clerk()
    cast.make_edition()
    Permission.objects.first().delete()
    Site.objects.update(site_name="Басқа")
    now = rows()
    changed = {name for name in now | as_new if now.get(name) != as_new.get(name)}
    assert {
        "accounts_user",
        "courses_lessonsnapshot",
        "auth_permission",
        "wagtailcore_site",
    } <= changed

    empty_and_fill(written)
    assert rows() == as_new
