"""A small curriculum, and an edition made of it."""

import shutil

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from courses.actions import publish_edition
from courses.models import Course, Edition
from tests.courses import school
from tests.courses.kept import Kept, rows_of_tables


@pytest.fixture
def folder(tmp_path):
    """The files of a small course: two modules, four lessons."""
    return school.write_school(tmp_path / "curriculum")


@pytest.fixture(scope="session")
def kept(django_db_setup, django_db_blocker, tmp_path_factory) -> dict[str, Kept]:
    """The small course as it is once loaded, and once published: done once, then taken back."""
    folder = school.write_school(tmp_path_factory.mktemp("curriculum"))
    media = tmp_path_factory.mktemp("media")
    found = {}
    with (
        django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media / "now"),
        translation.override("kk"), transaction.atomic(),
    ):  # fmt: skip
        before = rows_of_tables()
        course, _report = school.load(folder)
        for name in ("loaded", "published"):
            if name == "published":
                publish_edition(course=course, by="methodologist@example.org")
            shutil.copytree(media / "now", media / name)
            found[name] = Kept(before, media / name)
        transaction.set_rollback(True)
    return found


@pytest.fixture
def loaded(db, kept, settings):
    """The small course, loaded from its files and not published yet."""
    kept["loaded"].restore(settings.MEDIA_ROOT)
    return Course.objects.get()


@pytest.fixture
def small(db, kept, settings):
    """An edition of the small course, loaded from its files."""
    kept["published"].restore(settings.MEDIA_ROOT)
    return Edition.objects.get()
