"""What of an activity may be corrected while people take the lesson, and what may not."""

import pytest

from courses.actions import correct_lesson
from courses.exceptions import CorrectionRefused
from courses.models import LessonPage
from tests.courses.school import key

pytestmark = pytest.mark.django_db


def change(kind, languages=("kk", "ru"), **values):
    """Change the block of a kind in lesson 3 and publish it."""
    for page in LessonPage.objects.filter(slug="lesson3", locale__language_code__in=languages):
        for block in page.body:
            if block.block_type == kind:
                block.value.update(values)
        page.save_revision().publish()


def correct(edition):
    return correct_lesson(edition=edition, lesson_key=key("lesson-3"), by="methodologist")


def test_words_rules_and_answers_of_what_is_not_required_may_be_corrected(small):
    change("number", value=13, pass_rule="right", shown_after=5)
    change("scale", steps=7)
    made = correct(small)
    assert [snapshot.answers["how-many"]["number"]["value"] for snapshot in made] == ["13", "13"]


@pytest.mark.parametrize(
    "kind, values",
    [
        ("single", {"pass_rule": "answered"}),
        ("single", {"is_required": False}),
        ("order", {"is_required": True}),
    ],
)
def test_what_completes_the_lesson_may_not(small, kind, values):
    change(kind, **values)
    with pytest.raises(CorrectionRefused):
        correct(small)


def test_when_the_right_answer_is_shown_may_be_corrected_even_where_it_is_required(small):
    change("single", shown_after=2)
    assert len(correct(small)) == 2


@pytest.mark.parametrize(
    "kind, values",
    [
        ("number", {"value": 13}),
        ("number", {"tolerance": 1}),
        ("number", {"shown_after": 4}),
        ("order", {"pass_rule": "right"}),
        ("scale", {"steps": 7}),
        ("truefalse", {"right": "false"}),
    ],
)
def test_one_language_alone_may_not(small, kind, values):
    change(kind, languages=["ru"], **values)
    with pytest.raises(CorrectionRefused):
        correct(small)


def test_items_and_pairs_are_the_same_in_both_languages(small):
    page = LessonPage.objects.get(slug="lesson3", locale__language_code="ru")
    for block in page.body:
        if block.block_type == "pairs":
            first, second = block.value["pairs"]
            first["right_key"], second["right_key"] = second["right_key"], first["right_key"]
    page.save_revision().publish()
    with pytest.raises(CorrectionRefused):
        correct(small)
