"""What is right, what counts, and what is no answer at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import responses
from courses.exceptions import ResponseRefused, UnknownActivity, UnknownOption
from courses.grading import grade
from courses.snapshots.shuffling import shuffled
from tests.courses import made

GRADED = [part for part in made.ALL if part["kind"] in made.RIGHT]


def verdict(part, *response, **rules):
    found = grade(part | rules, made.ANSWERS, response)
    return found.is_right, found.is_passed


@pytest.mark.parametrize("part", GRADED, ids=lambda part: part["kind"])
def test_only_what_is_right_counts_unless_the_author_says_otherwise(part):
    right, wrong = made.RIGHT[part["kind"]], made.WRONG[part["kind"]]
    assert verdict(part, *right) == (True, True)
    assert verdict(part, *wrong) == (False, False)
    assert verdict(part, *wrong, **{"pass": "answered"}) == (False, True)


@pytest.mark.parametrize("part", GRADED, ids=lambda part: part["kind"])
def test_a_snapshot_of_before_pass_rules_is_graded_as_it_was(part):
    old = {name: value for name, value in part.items() if name not in ("pass", "shown_after")}
    wrong = grade(old, made.ANSWERS, made.WRONG[part["kind"]], tries=99)
    assert not wrong.is_passed
    assert not wrong.right_response
    assert grade(old, made.ANSWERS, made.RIGHT[part["kind"]]).is_passed


@pytest.mark.parametrize(
    "part, response, is_right, is_passed",
    [
        (made.MULTIPLE, ["a"], False, True),
        (made.MULTIPLE, ["a", "b", "c"], False, True),
        (made.MULTIPLE, ["c", "a", "a"], True, True),
        (made.MULTIPLE, ["a", "b"], False, False),
        (made.MULTIPLE, ["b"], False, False),
        (made.ORDER, [*"bacd"], False, True),
        (made.ORDER, [*"bcda"], False, True),
        (made.ORDER, [*"dabc"], False, True),
        (made.ORDER, [*"badc"], False, False),
        (made.PAIRS, ["a:x", "b:y", "c:x"], False, True),
        (made.PAIRS, ["a:y", "b:x", "c:z"], False, False),
    ],
)
def test_one_mistake_is_an_option_too_many_or_too_few_an_item_to_move_or_a_row(
    part, response, is_right, is_passed
):
    assert verdict(part, *response, **{"pass": "one_off"}) == (is_right, is_passed)


@pytest.mark.parametrize(
    "number, word",
    [("12", "right"), ("13", "right"), ("12.5", "right"), ("11.99", "small"), ("13.01", "big"),
     ("-12.5", "small"), ("0", "small"), ("999999999999999", "big")],
)  # fmt: skip
def test_a_number_may_differ_by_its_tolerance(number, word):
    found = grade(made.NUMBER, made.ANSWERS, [number])
    assert found.is_right is (word == "right")
    assert found.said == f"<p>feedback {word}</p>"


@given(st.decimals(min_value=-9999, max_value=9999, places=3))
def test_any_number_reads_the_same_with_a_comma_with_spaces_and_with_a_point(number):
    kept = responses.written(number)
    for text in (f"{number:f}", f"{number:f}".replace(".", ","), f" {number:f} ",
                 f"{number:f}".replace("-", "−")):  # fmt: skip
        assert responses.checked(made.NUMBER, [text]) == [kept]
    assert Decimal(kept) == number
    assert grade(made.NUMBER, made.ANSWERS, [kept]).is_right is (12 <= number <= 13)


@given(st.permutations("abcd"))
def test_an_order_is_right_in_one_way_only(order):
    assert grade(made.ORDER, made.ANSWERS, order).is_right is (list(order) == [*"abcd"])


@given(st.sets(st.sampled_from("abcd"), min_size=1))
def test_of_several_every_right_one_and_no_other_is_right(chosen):
    found = grade(made.MULTIPLE, made.ANSWERS, chosen)
    assert found.is_right is (chosen == {"a", "c"})
    assert found.feedback.keys() == chosen


@given(st.lists(st.text("abcdef0123456789-", min_size=1, max_size=12), unique=True, max_size=8))
def test_mixing_loses_nothing_and_never_gives_the_right_order(keys):
    mixed = shuffled(keys, "salt")
    assert sorted(mixed) == sorted(keys)
    assert mixed == shuffled(keys, "salt")
    if len(keys) > 1:
        assert mixed != keys


def test_feedback_is_given_for_what_was_answered_only():
    assert grade(made.MULTIPLE, made.ANSWERS, ["a", "b"]).feedback == {
        "a": (True, "<p>feedback a</p>"),
        "b": (False, "<p>feedback b</p>"),
    }
    rows = grade(made.PAIRS, made.ANSWERS, made.WRONG["pairs"]).feedback
    assert [rows[key][0] for key in "abc"] == [False, False, True]


@pytest.mark.parametrize("part", GRADED, ids=lambda part: part["kind"])
def test_the_right_answer_is_shown_after_as_many_tries_as_the_author_said(part):
    part = part | {"shown_after": 3}
    right, wrong = made.RIGHT[part["kind"]], made.WRONG[part["kind"]]
    assert grade(part, made.ANSWERS, wrong, tries=2).right_response == []
    shown = grade(part, made.ANSWERS, wrong, tries=3)
    assert sorted(shown.right_response) == sorted(right)
    assert grade(part, made.ANSWERS, shown.right_response, tries=4).is_right
    assert shown.right_feedback
    assert grade(part, made.ANSWERS, right, tries=9).right_response == []


@pytest.mark.parametrize(
    "part, response, error",
    [
        (made.SINGLE, [], responses.NothingChosen),
        (made.SINGLE, ["a", "b"], responses.TooManyChosen),
        (made.SINGLE, ["z"], responses.OptionGone),
        (made.TRUEFALSE, ["true", "false"], responses.TooManyChosen),
        (made.TRUEFALSE, ["maybe"], responses.OptionGone),
        (made.MULTIPLE, [], responses.NothingChosen),
        (made.MULTIPLE, ["a", "z"], responses.OptionGone),
        (made.ORDER, [], responses.PlaceMissing),
        (made.ORDER, [*"abc"], responses.PlaceMissing),
        (made.ORDER, [*"aabc"], responses.PlaceTwice),
        (made.ORDER, [*"abcz"], responses.OptionGone),
        (made.PAIRS, [], responses.MatchMissing),
        (made.PAIRS, ["a:x", "b:y"], responses.MatchMissing),
        (made.PAIRS, ["a:x", "a:y", "b:y", "c:z"], responses.OptionGone),
        (made.PAIRS, ["a:x", "b:y", "c:w"], responses.OptionGone),
        (made.PAIRS, ["a:x", "b:y", "c"], responses.OptionGone),
        (made.NUMBER, [], responses.NothingWritten),
        (made.NUMBER, [" "], responses.NothingWritten),
        (made.NUMBER, ["он екі"], responses.NotANumber),
        (made.NUMBER, ["12 ₸"], responses.NotANumber),
        (made.NUMBER, ["1e3"], responses.NotANumber),
        (made.NUMBER, ["1,234.5"], responses.NotANumber),
        (made.NUMBER, ["NaN"], responses.NotANumber),
        (made.NUMBER, ["١٢"], responses.NotANumber),
        (made.NUMBER, ["1" * 16], responses.NotANumber),
        (made.NUMBER, ["1", "2"], responses.NotANumber),
        (made.SCALE, [], responses.NothingChosen),
        (made.SCALE, ["0"], responses.OptionGone),
        (made.SCALE, ["6"], responses.OptionGone),
        (made.SCALE, ["2", "3"], responses.TooManyChosen),
    ],
)
def test_what_is_no_answer_is_refused_with_its_own_words(part, response, error):
    with pytest.raises(error) as caught:
        responses.checked(part, response)
    assert str(caught.value)


@given(st.sampled_from([*GRADED, made.SCALE]), st.lists(st.text(max_size=5), max_size=9))
def test_whatever_is_sent_is_an_answer_or_is_refused(part, response):
    try:
        kept = responses.checked(part, response)
    except ResponseRefused:
        return
    assert responses.checked(part, kept) == kept
    assert all(len(entry) <= 81 for entry in kept)


def test_what_the_lesson_does_not_have_is_unknown():
    for part in (made.REFLECTION, made.TOGETHER, made.SCALE):
        with pytest.raises(UnknownActivity):
            grade(part, made.ANSWERS, ["a"])
    with pytest.raises(UnknownActivity):
        grade(made.SINGLE, {}, ["a"])
    with pytest.raises(UnknownOption):
        grade(made.SINGLE, made.ANSWERS, ["z"])
