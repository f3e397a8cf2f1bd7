"""How a lesson of ours is built, and where an answer gives itself away.

From what is known of teaching adults on a phone: a situation first, one idea, something to do more
than once, what to take home; five to fifteen minutes. Test writers' usual slips are the right
option that is longer, or always in one place (Haladyna, Downing and Rodriguez 2002, rules on
options of equal length and a varied place of the key).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from statistics import mean

from cms.texts.findings import Finding
from courses.activities import ACTIVITIES, GRADED
from courses.curriculum import CourseText, LessonText, Part
from courses.proofreading.prose import paragraphs, read_first, said_afterwards, words_in
from courses.writing.length import MINUTES_AN_ACTIVITY, WORDS_A_MINUTE
from courses.writing.remarks import LEEWAY

WORDS = range(400, 901)  # without feedback
MINUTES = range(5, 16)
FEWEST_ACTIVITIES, FEWEST_GRADED = 2, 1
MINUTES_FOR_TWO = 3  # an exercise for two, beyond any activity's one
SHORT_LINES, LONGEST_SHORT_LINE = 5, 16  # lines; words in one of them
LONGEST_RIGHT, SHORTEST_RIGHT = 1.15, 0.85  # of the longest, of the shortest wrong option
MULTIPLE_RIGHT = (0.75, 1.3)  # mean length of right options over that of wrong ones
FEWEST_OPTIONS = 3
MOST_IN_ONE_PLACE = 0.4  # of a course's single choices
TRUE_STATEMENTS = (0.3, 0.7)
ENOUGH_TO_COUNT = 6  # questions, below which a share says nothing


def check_lesson(lesson: LessonText, *, ends_with_a_week: bool) -> Iterator[Finding]:
    """Yield what is against the rules in one lesson.

    `ends_with_a_week`: whether the course ends its lessons with something to do this week.
    """
    yield from check_build(lesson, ends_with_a_week=ends_with_a_week)
    yield from check_length(lesson)
    for part in lesson.parts:
        yield from (Finding(lesson.name, part.line, said) for said in slips(part))


def check_build(lesson: LessonText, *, ends_with_a_week: bool) -> Iterator[Finding]:
    """Yield what is missing or out of place."""

    def found(said: str, line: int = 1) -> Finding:
        return Finding(lesson.name, line, said)

    kinds = [part.kind for part in lesson.parts]
    if kinds[0] != "short":
        yield found("The lesson does not begin with its short version.")
    if kinds[:2].count("situation") != 1:
        yield found("The lesson does not open with a situation.")
    end = ["takeaway", "week"] if ends_with_a_week else ["takeaway"]
    if kinds[-len(end) :] != end:
        yield found(f"The lesson does not end with {' and '.join(end)}.")
    activities = [kind for kind in kinds if kind in ACTIVITIES]
    if len(activities) < FEWEST_ACTIVITIES:
        yield found("There is something to do less than twice.")
    if sum(kind in GRADED for kind in activities) < FEWEST_GRADED:
        yield found("There is no graded activity.")
    required = [part for part in lesson.parts if part.is_required]
    if lesson.is_required and not lesson.is_sensitive and not required:
        yield found("The lesson is required, but no activity of it is.")
    if lesson.is_sensitive and lesson.is_required:
        yield found("A lesson on violence is required of nobody.")
    for part in lesson.parts if lesson.is_sensitive else ():
        if part.is_required or (part.kind in ACTIVITIES and part.kind not in GRADED):
            yield found("A lesson on violence asks for nothing and keeps nothing.", part.line)


def check_length(lesson: LessonText) -> Iterator[Finding]:
    """Yield where words and minutes are too few, too many or do not agree."""
    words = words_in(text for part in lesson.parts for text in read_first(part))
    if words not in WORDS:
        yield Finding(lesson.name, 1, f"The lesson has {words} words; 400 to 900 are wanted.")
    if lesson.minutes not in MINUTES:
        yield Finding(lesson.name, 1, f"{lesson.minutes} minutes are not 5 to 15.")
    estimate = minutes_of(lesson.parts)
    if not estimate - 2 <= lesson.minutes <= estimate + 3:
        yield Finding(
            lesson.name, 1,
            f"The lesson says {lesson.minutes} minutes; it looks like {estimate:.0f}.",
        )  # fmt: skip


def minutes_of(parts: Iterable[Part]) -> float:
    """Estimate the minutes a lesson takes, feedback and exercises for two included."""
    minutes = 0.0
    for part in parts:
        minutes += words_in(chain(read_first(part), said_afterwards(part))) / WORDS_A_MINUTE
        minutes += MINUTES_AN_ACTIVITY if part.kind in ACTIVITIES else 0
        minutes += MINUTES_FOR_TWO if part.kind == "together" else 0
    return minutes


def slips(part: Part) -> Iterator[str]:
    """Yield what is odd in one part."""
    if part.kind == "short":
        yield from slips_of_short(part)
    elif part.kind == "tailored":
        yield from slips_of_tailored(part)
    elif part.kind == "single":
        yield from slips_of_single(part)
    elif part.kind == "multiple":
        right, wrong = lengths(part)
        low, high = MULTIPLE_RIGHT
        if not low <= mean(right) / mean(wrong) <= high:
            yield (
                f"`{part.key}`: right options have {mean(right):.0f} characters, wrong ones "
                f"{mean(wrong):.0f}: the length gives them away."
            )


def slips_of_short(part: Part) -> Iterator[str]:
    """Yield what is odd in a short version."""
    if len(part.lines) != SHORT_LINES:
        yield f"The short version has {len(part.lines)} sentences instead of {SHORT_LINES}."
    for _who, html in part.lines:
        if words_in(paragraphs(html)) > LONGEST_SHORT_LINE:
            yield f"A sentence of the short version is long: {' '.join(paragraphs(html))}"


def slips_of_tailored(part: Part) -> Iterator[str]:
    """Yield which case takes noticeably more or less time than what everybody else reads."""
    usual = words_in(paragraphs(part.html))
    for case, html in part.texts.items():
        length = words_in(paragraphs(html))
        if abs(length - usual) > LEEWAY * usual:
            yield f"`{part.key}`: {case} has {length} words, the text for everybody {usual}."


def slips_of_single(part: Part) -> Iterator[str]:
    """Yield how a single choice gives its right answer away."""
    right, wrong = lengths(part)
    if len(part.options) < FEWEST_OPTIONS:
        yield f"`{part.key}` has fewer than three options."
    if right[0] > LONGEST_RIGHT * max(wrong):
        yield f"`{part.key}`: the right answer is the longest by far."
    if right[0] < SHORTEST_RIGHT * min(wrong):
        yield f"`{part.key}`: the right answer is the shortest by far."


def lengths(part: Part) -> tuple[list[int], list[int]]:
    """Return the lengths in characters of the right and of the wrong options."""
    told: dict[bool, list[int]] = {True: [], False: []}
    for option in part.options:
        told[option.is_right].append(len(" ".join(paragraphs(option.text))))
    return told[True], told[False]


def check_places(course: CourseText) -> Iterator[Finding]:
    """Yield where the place of right answers over a whole course could be learnt by heart."""
    places: Counter[int] = Counter()
    truths: Counter[bool] = Counter()
    for part in (part for module in course.modules for one in module.lessons for part in one.parts):
        right = [number for number, one in enumerate(part.options, 1) if one.is_right]
        if part.kind == "single":
            places[right[0]] += 1
        elif part.kind == "truefalse":
            truths[right[0] == 1] += 1
    if (total := places.total()) >= ENOUGH_TO_COUNT:
        place, most = places.most_common(1)[0]
        if most / total > MOST_IN_ONE_PLACE:
            said = f"{most} of {total} right answers stand in place {place}."
            yield Finding(course.name, 1, said)
    if (total := truths.total()) >= ENOUGH_TO_COUNT:
        low, high = TRUE_STATEMENTS
        if not low <= truths[True] / total <= high:
            yield Finding(course.name, 1, f"{truths[True]} of {total} statements are true.")
