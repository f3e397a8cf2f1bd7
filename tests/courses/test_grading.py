"""Right is every right option and no other."""

import pytest

from courses.exceptions import UnknownActivity, UnknownOption
from courses.grading import grade
from tests.cast import lesson_answers

ANSWERS = lesson_answers("kk")


@pytest.mark.parametrize(
    "activity, chosen, is_right",
    [
        ("check", ["b"], True),
        ("check", ["a"], False),
        ("check", ["a", "b"], False),
        ("check", [], False),
        ("check", ["b", "b"], True),
        ("extra", ["a", "c"], True),
        ("extra", ["c", "a"], True),
        ("extra", ["a"], False),
        ("extra", ["a", "b", "c"], False),
        ("extra", ["b"], False),
        ("extra", [], False),
    ],
)
def test_an_answer_is_graded(activity, chosen, is_right):
    assert grade(ANSWERS, activity, chosen).is_right is is_right


def test_feedback_is_given_for_what_was_chosen_only():
    assert grade(ANSWERS, "extra", ["a", "b"]).feedback == {
        "a": (True, "<p>feedback kk a</p>"),
        "b": (False, "<p>feedback kk b</p>"),
    }


def test_what_the_lesson_does_not_have_is_refused():
    with pytest.raises(UnknownActivity):
        grade(ANSWERS, "think", ["a"])
    with pytest.raises(UnknownOption):
        grade(ANSWERS, "check", ["b", "z"])
