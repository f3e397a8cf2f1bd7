"""Differences between two lessons, whatever kinds of parts they hold."""

import copy

from courses.differences.parts import part_differences
from courses.differences.words import pieces
from courses.models import LessonSnapshot
from courses.snapshots.required import activity_rules
from tests import cast
from tests.told import told

PARTS = [
    {"kind": "html", "role": "text", "html": "<p>Бір <b>екі</b> үш.</p>", "id": "t"},
    {"kind": "dialogue", "lines": [{"who": "Ол", "html": "<p>Қалай?</p>"}], "id": "d"},
    {"kind": "scale", "key": "s", "steps": 5, "low": "аз", "high": "көп", "prompt": "?", "id": "s"},
    {"kind": "order", "key": "o", "required": True, "prompt": "<p>?</p>", "pass": "right",
     "options": [{"key": "x", "text": "1"}, {"key": "y", "text": "2"}], "id": "o"},
]  # fmt: skip
ANSWERS = {"o": {"order": ["x", "y"], "feedback": "<p>Жарайсыз</p>"}}


def differences(change, answers=ANSWERS):
    parts, new_answers = copy.deepcopy(PARTS), copy.deepcopy(answers)
    change(parts, new_answers)
    return part_differences(PARTS, ANSWERS, parts, new_answers)


def test_the_same_has_no_difference():
    assert differences(lambda parts, answers: None) == []


def test_words_are_struck_and_added_one_by_one():
    assert [(p.change, p.text) for p in pieces("бір екі үш", "бір төрт үш")] == [
        ("", "бір "), ("del", "екі"), ("ins", "төрт"), ("", " үш"),
    ]  # fmt: skip


def test_a_long_text_shows_the_surroundings_of_a_change():
    text = " ".join(str(number) for number in range(500))
    shown = "".join(piece.text for piece in pieces(text, text.replace(" 250 ", " X ")))
    assert "X" in shown
    assert len(shown) < 200


def test_words_inside_a_kind_that_came_later_are_found():
    def change(parts, answers):
        parts[1]["lines"][0]["html"] = "<p>Не болды?</p>"

    (found,) = differences(change)
    assert (found.id, found.state) == ("d", "changed")
    assert "Не" in "".join(piece.text for piece in found.wordings[0].pieces)


def test_facts_of_a_kind_that_came_later_are_said_in_a_sentence():
    def change(parts, answers):
        parts[2]["steps"] = 7

    (found,) = differences(change)
    assert "5" in found.sentences[0]
    assert "7" in found.sentences[0]


def test_another_right_order_is_another_right_answer_and_new_feedback_is_not():
    def answer(parts, answers):
        answers["o"]["order"] = ["y", "x"]

    def feedback(parts, answers):
        answers["o"]["feedback"] = "<p>Дұрыс</p>"

    assert differences(answer)[0].sentences == [told("Another answer is right now.")]
    (found,) = differences(feedback)
    assert found.sentences == []
    assert found.wordings


def test_added_removed_and_moved_parts_are_told_apart():
    def change(parts, answers):
        parts.append({"kind": "html", "role": "tip", "html": "<p>Жаңа</p>", "id": "n"})
        del parts[1]
        parts.insert(0, parts.pop(2))

    found = {one.id: one.state for one in differences(change)}
    assert found == {"n": "added", "d": "removed", "o": "moved"}


def test_a_block_made_anew_with_the_same_words_is_the_same():
    def change(parts, answers):
        parts[0]["id"] = "another"

    assert differences(change) == []


def test_rules_know_words_from_what_is_right():
    one = LessonSnapshot(parts=cast.lesson_parts("kk"), answers=cast.lesson_answers("kk"))
    two = LessonSnapshot(parts=cast.lesson_parts("ru"), answers=cast.lesson_answers("ru"))
    assert activity_rules(one) == activity_rules(two)
    two.answers["check"]["a"]["right"] = True
    assert activity_rules(one)["check"] != activity_rules(two)["check"]
    assert activity_rules(one)["extra"] == activity_rules(two)["extra"]
    one.parts[1]["pass"] = "right"
    assert (
        activity_rules(one)["check"]
        == activity_rules(LessonSnapshot(parts=cast.lesson_parts("kk"), answers=one.answers))[
            "check"
        ]
    )
    one.parts[1]["pass"] = "answered"
    assert (
        activity_rules(one)["check"]
        != activity_rules(LessonSnapshot(parts=cast.lesson_parts("kk"), answers=one.answers))[
            "check"
        ]
    )
