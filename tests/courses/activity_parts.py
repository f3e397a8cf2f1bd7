"""Activities as they may come from a page, for tests that write and read files."""

from hypothesis import strategies as st

from courses.activities import FEWEST_FOR_ONE_OFF, ONE_OFF, PASS_RULES
from courses.curriculum import Option, Pair, Part
from tests.courses.any_words import keys, letters, long, maybe, one_line, short

names = st.lists(keys, min_size=2, max_size=4, unique=True)
sides = st.lists(letters, min_size=4, max_size=4, unique_by=str.casefold)


@st.composite
def rules(draw, kind: str, items: int = 0):
    """What every graded activity with so many items has; rich feedback comes by `texts`."""
    rule = draw(st.sampled_from(PASS_RULES[kind]))
    return {
        "html": draw(long), "is_required": draw(st.booleans()), "hint": draw(maybe),
        "rule": "right" if rule == ONE_OFF and items < FEWEST_FOR_ONE_OFF else rule,
        "shown_after": draw(st.integers(0, 9)),
    }  # fmt: skip


@st.composite
def choices(draw, kind: str):
    """A question with two to four options, at least one of them wrong."""
    found = draw(names)
    right = (
        draw(st.sets(st.sampled_from(found[1:]), min_size=1)) if kind == "multiple"
        else {draw(st.sampled_from(found))}
    )  # fmt: skip
    options = tuple(Option(name, draw(one_line), name in right, draw(short), 0) for name in found)
    return Part(kind, 0, options=options, **draw(rules(kind, len(found))))


@st.composite
def statements(draw):
    """A statement that is true or false."""
    right = draw(st.sampled_from(["true", "false"]))
    options = tuple(Option(name, "", name == right, draw(short), 0) for name in ("true", "false"))
    return Part("truefalse", 0, options=options, **draw(rules("truefalse")))


@st.composite
def orders(draw):
    """Items in their order."""
    options = tuple(
        Option(name, text, False, "", 0)
        for name, text in zip(draw(names), draw(sides), strict=False)
    )
    texts = {name: draw(short) for name in ("right", "wrong")}
    return Part("order", 0, options=options, texts=texts, **draw(rules("order", len(options))))


@st.composite
def pairs(draw):
    """Two to four pairs."""
    left, right, said, said_right = draw(names), draw(names), draw(sides), draw(sides)
    found = tuple(
        Pair(*side, draw(short), 0) for side in zip(left, said, right, said_right, strict=False)
    )
    return Part("pairs", 0, pairs=found, **draw(rules("pairs", len(found))))


@st.composite
def numbers(draw):
    """A number with its tolerance and, or not, a unit."""
    facts = {
        "value": draw(st.sampled_from(["0", "-3", "12.5", "999999999", "0.000001"])),
        "tolerance": draw(st.sampled_from(["0", "0.5", "10"])),
    }
    texts = {name: draw(short) for name in ("right", "small", "big")}
    words = {"unit": draw(maybe)[:20].strip()}
    return Part("number", 0, texts=texts, words=words, facts=facts, **draw(rules("number")))


@st.composite
def scales(draw):
    """A scale whose ends say different things."""
    low, high, *_others = draw(sides)
    facts = {"steps": draw(st.sampled_from("34567"))}
    return Part("scale", 0, html=draw(long), words={"low": low, "high": high}, facts=facts)


@st.composite
def exercises_for_two(draw):
    """An exercise for two."""
    texts = {name: draw(long) for name in ("talk", "alone")}
    return Part("together", 0, html=draw(long), texts=texts)


# One strategy for each kind of activity; keys and ids are given afterwards.
ACTIVITIES = {
    "single": choices("single"),
    "multiple": choices("multiple"),
    "truefalse": statements(),
    "order": orders(),
    "pairs": pairs(),
    "number": numbers(),
    "scale": scales(),
    "reflection": long.map(lambda html: Part("reflection", 0, html=html)),
    "together": exercises_for_two(),
}


@st.composite
def knowledge(draw):
    """A question before and after a course, without feedback."""
    found = draw(names)
    right = draw(st.sampled_from(found))
    options = tuple(Option(name, draw(one_line), name == right, "", 0) for name in found)
    return Part("knowledge", 0, html=draw(long), options=options)


# The questions before and after a course by kind.
QUESTIONS = {
    "knowledge": knowledge(),
    "confidence": long.map(lambda html: Part("confidence", 0, html=html)),
}
