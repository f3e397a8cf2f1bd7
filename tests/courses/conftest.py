"""A small curriculum, and an edition made of it."""

import pytest

from tests.courses import school


@pytest.fixture
def folder(tmp_path):
    """The files of a small course: two modules, four lessons."""
    return school.write_school(tmp_path / "curriculum")


@pytest.fixture
def small(db, folder):
    """An edition of the small course, loaded from its files."""
    return school.publish(folder)
