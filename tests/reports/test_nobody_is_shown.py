"""No set of numbers that is shown tells what a group of fewer than ten did.

Two worlds that look the same are the proof: for each small count there is another world, with the
same page, in which it is different. The worlds are searched through, not assumed.
"""

import itertools
from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.figures.course import share_of
from reports.figures.lesson import activity_line
from reports.figures.tens import people_shown, tens

KEYS = ("a", "b", "c")
small = st.integers(0, 24)


class Snapshot:
    answers = {"q": {key: {"right": key == "b", "feedback": ""} for key in KEYS}}


def part_of(kind):
    options = [{"key": key, "text": key} for key in KEYS]
    return {"kind": kind, "key": "q", "prompt": "?", "options": options}


def single(world):
    """What is counted of a single choice: as many people as choices; b is right."""
    a, b, c = world
    return {"": a + b + c, "o:a": a, "o:b": b, "o:c": c, "right": b}


def shown(*worlds):
    """All that a page can show of divisions with these counts."""
    line = activity_line(part_of("single"), Snapshot, [single(world) for world in worlds])
    options = [(option.chosen.people, option.chosen.of) for option in line.options]
    return line.people, line.right, tuple(options)


def decade(count):
    return range(tens(count), tens(count) + 10)


def worlds_like(world):
    """Worlds in which each count stays within its ten."""
    return itertools.product(*(decade(count) for count in world))


@settings(max_examples=200, deadline=None)
@given(world=st.tuples(small, small, small))
def test_no_choice_of_fewer_than_ten_is_told_by_the_others_or_the_whole(world):
    page = shown(world)
    for index, count in enumerate(world):
        if count < 10:
            assert any(
                other[index] != count and shown(other) == page for other in worlds_like(world)
            ), (world, index)


@settings(max_examples=100, deadline=None)
@given(kk=st.tuples(small, small, small), ru=st.tuples(small, small, small))
def test_totals_tell_nothing_that_the_languages_and_editions_do_not(kk, ru):
    """The total is a sum of what is shown: to subtract from it gives what was shown before."""
    (people, right, options), of_kk, of_ru = shown(kk, ru), shown(kk), shown(ru)
    assert people == of_kk[0] + of_ru[0]
    assert right == of_kk[1] + of_ru[1]
    assert options == tuple(
        (a + c, b + d) for (a, b), (c, d) in zip(of_kk[2], of_ru[2], strict=True)
    )


PAGES = defaultdict(list)
for _part, _rest in itertools.product(range(90), range(90)):
    PAGES[share_of(_part, _part + _rest)].append((_part, _rest))


@settings(max_examples=300, deadline=None)
@given(part=st.integers(0, 60), rest=st.integers(0, 60))
def test_neither_a_part_nor_its_complement_below_ten_is_told(part, rest):
    page = share_of(part, part + rest)
    if part < 10:
        assert len({p for p, _ in PAGES[page]}) > 1
    if rest < 10:
        assert len({r for _, r in PAGES[page]}) > 1
        assert page.percent in (None, 100)


@settings(max_examples=300, deadline=None)
@given(parts=st.lists(st.integers(0, 25), min_size=2, max_size=14))
def test_a_whole_leaves_every_small_part_free(parts):
    """In closed form, for as many parts as one likes: each small one may be anything to nine."""
    whole = people_shown(sum(parts), [parts])
    least = sum(tens(part) for part in parts)
    for part in parts:
        if part < 10:
            others_at_most = sum(tens(p) + 9 for p in parts) - 9
            assert whole - others_at_most <= 0  # it may be nobody
            assert least + 9 <= tens(sum(parts)) + 9  # it may be nine


def test_without_the_cap_ten_parts_of_nine_would_be_told():
    """The control: ninety in ten parts that are each "too few" can only be nine each."""
    parts = [9] * 10
    naive = tens(sum(parts))
    assert naive - 9 * 9 == 9
    assert people_shown(sum(parts), [parts]) - 9 * 9 <= 0


def test_rounding_totals_by_themselves_would_tell_a_small_language():
    """The control: exact totals minus exact languages."""
    kk, ru = 31, 4
    naive_total, naive_kk = kk + ru, kk
    assert naive_total - naive_kk == ru
    total = share_of(kk, kk) + share_of(ru, ru)
    assert total.of - share_of(kk, kk).of == 0


@settings(max_examples=60, deadline=None)
@given(choices=st.lists(st.sampled_from(KEYS), min_size=20, max_size=60), data=st.data())
def test_between_two_days_nobody_alone_makes_a_difference(choices, data):
    """A page moves with ten people at once, so any order of these ten gives the same two days.

    Whoever knows that one person came on a day learns nothing about that one person. Releasing
    by tens itself is the database's work: `test_figures_move_only_when_ten_more_people_have_come`.
    """

    def page_of(people):
        released = people[: tens(len(people))]
        return shown(tuple(released.count(key) for key in KEYS))

    day = data.draw(st.integers(1, len(choices) // 10)) * 10
    ten = data.draw(st.permutations(choices[day - 10 : day]))
    world = choices[: day - 10] + ten + choices[day:]

    for moment in range(len(choices) + 1):
        assert page_of(world[:moment]) == page_of(choices[:moment])


def test_rounding_alone_would_tell_the_choice_of_whoever_came_that_day():
    """The control: nineteen chose "a"; one more comes, and the rounded page moves or does not."""
    assert shown((19, 30, 30)) != shown((20, 30, 30))
    assert shown((19, 30, 30)) == shown((19, 31, 30))
