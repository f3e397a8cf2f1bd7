"""Each kind of activity is counted by what its answers are."""

import datetime as dt

import pytest

from reports.figures.lesson import activity_line
from reports.minutes import bucket_of, median
from reports.receivers.figures import chosen, rounded


class Snapshot:
    answers = {}


@pytest.mark.parametrize(
    ("typed", "counted"),
    [
        ("111", "110"), ("102", "100"), ("7", "7"), ("7.5", "7.5"), ("0.0123", "0.012"),
        ("-48", "-48"), ("1999", "2000"), ("0", "0"), ("1e30", "?"), ("NaN", "?"), ("x", "?"),
    ],
)  # fmt: skip
def test_numbers_are_counted_by_two_digits_so_that_there_are_few_of_them(typed, counted):
    assert rounded(typed) == counted


def test_an_order_has_no_options_and_pairs_are_counted_one_by_one():
    assert chosen("order", ["a", "b"]) == []
    assert chosen("pairs", ["a:x", "b:y"]) == ["o:a:x", "o:b:y"]
    assert chosen("scale", ["4"]) == ["o:4"]


def test_of_numbers_only_those_given_by_ten_or_more_are_named():
    part = {"kind": "number", "key": "n", "prompt": "?", "unit": "теңге"}
    counts = {"": 64, "right": 40, "o:110": 40, "o:100": 20, "o:7": 4}

    line = activity_line(part, Snapshot, [counts])

    assert [option.text for option in line.options] == ["100 теңге", "110 теңге"]
    assert line.most_chosen.text == "110 теңге"


def test_a_scale_shows_every_step_and_is_not_graded():
    part = {"kind": "scale", "key": "s", "prompt": "?", "steps": 3, "low": "аз", "high": "көп"}

    line = activity_line(part, Snapshot, [{"": 30, "o:1": 10, "o:3": 20}])

    assert line.right is None
    assert [(o.text, o.chosen.people) for o in line.options] == [
        ("1 аз", 10),
        ("2", 0),
        ("3 көп", 20),
    ]


def test_pairs_show_what_was_matched_often_enough():
    item = [{"key": "a", "text": "<p>А</p>"}, {"key": "b", "text": "Б"}]
    part = {"kind": "pairs", "key": "p", "prompt": "?", "left": item, "right": item}
    counts = {"": 30, "right": 20, "o:a:a": 25, "o:a:b": 5, "o:b:b": 25, "o:b:a": 5}

    line = activity_line(part, Snapshot, [counts])

    assert [option.text for option in line.options] == ["А → А", "Б → Б"]


def test_the_median_lies_in_the_bucket_of_the_middle_person():
    assert bucket_of(dt.timedelta(minutes=7, seconds=59)) == "m:5"
    assert bucket_of(dt.timedelta(seconds=-1)) == "m:0"
    assert bucket_of(dt.timedelta(hours=3)) == "m:60"
    assert median({"m:5": 10, "m:12": 10, "m:8": 20}) == 10
    assert median({}) is None
