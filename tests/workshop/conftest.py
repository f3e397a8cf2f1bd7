"""A small course in both languages, and the people of its workshop."""

import pytest

from courses.models import LessonPage, ModulePage
from tests.courses.conftest import kept, loaded, small  # noqa: F401 fixtures
from tests.workshop import story


@pytest.fixture
def lesson(loaded):  # noqa: F811
    """The first lesson's Kazakh page."""
    return LessonPage.objects.get(slug="lesson1", locale__language_code="kk")


@pytest.fixture
def module(lesson):
    """The first module, in Kazakh."""
    return ModulePage.objects.get(pk=lesson.get_parent().pk)


@pytest.fixture
def trainer(module):
    return story.make_person("trainer", module=module, name="Жанар Тренер")


@pytest.fixture
def methodologist(loaded):  # noqa: F811
    return story.make_person("methodologist", name="Гүлмира Әдіскер")


@pytest.fixture
def editor(loaded):  # noqa: F811
    return story.make_person("site_editor", name="Сәуле Редактор")


@pytest.fixture
def administrator(loaded):  # noqa: F811
    return story.make_person("administrator", name="Ержан Әкімші")
