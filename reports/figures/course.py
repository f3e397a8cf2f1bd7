"""A course's figures: the course, its modules, its lessons."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from courses.models import Edition
from courses.outline import Outline, OutlineLesson
from reports.figures.rows import LANGUAGES, NOBODY, Counts, Place, read
from reports.figures.tens import Share, part_shown, people_shown, tens
from reports.minutes import median
from reports.models.figures import COURSE, Topic

TOPICS = (Topic.ENROLLED, Topic.FINISHED, Topic.BEGAN, Topic.COMPLETED)


@dataclass(frozen=True)
class LessonLine:
    """A lesson: who began, who completed, how long it took; of a sensitive one only the second."""

    lesson: OutlineLesson
    number: int
    began: int
    completed: Share
    minutes: int | None
    went_on: Share | None  # of those who began, who began the next lesson; None where none is
    is_biggest_drop: bool = False

    @property
    def stopped(self) -> int | None:
        """The percentage of those who began that did not begin the next lesson."""
        if self.went_on is None or not self.went_on.is_known:
            return None
        return 100 - (self.went_on.percent or 0)


@dataclass(frozen=True)
class ModuleLines:
    """A module and the lines of its lessons."""

    number: int
    title: str
    lessons: tuple[LessonLine, ...]


@dataclass(frozen=True)
class CourseFigures:
    """What may be shown of a course, in the editions and language that were asked for."""

    finished: Share  # of those who began the course
    modules: tuple[ModuleLines, ...]

    @property
    def lessons(self) -> list[LessonLine]:
        """All lessons in order."""
        return [line for module in self.modules for line in module.lessons]

    @property
    def biggest_drop(self) -> LessonLine | None:
        """The lesson after which most people do not go on."""
        return next((line for line in self.lessons if line.is_biggest_drop), None)


def course_figures(editions: Iterable[Edition], language: str, outline: Outline) -> CourseFigures:
    """Return the figures of `editions` together, arranged as `outline` is."""
    editions = list(editions)
    rows = read(editions, language, topics=TOPICS)
    divisions = [(edition.pk, lang) for edition in editions for lang in LANGUAGES]

    def of(topic: str, key: UUID, division: tuple[int, str]) -> Counts:
        return rows.get(Place(*division, key, "", topic), NOBODY)

    finished = Share()
    for division in divisions:
        finished += share_of(
            of(Topic.FINISHED, COURSE, division)[""], of(Topic.ENROLLED, COURSE, division)[""]
        )
    lines: list[LessonLine] = []
    for number, lesson in enumerate(outline.lessons, start=1):
        began, completed, minutes = 0, Share(), dict[str, int]()
        for division in divisions:
            ended = of(Topic.COMPLETED, lesson.key, division)
            started = of(Topic.BEGAN, lesson.key, division)
            for bucket, people in ended.items():
                if bucket:
                    minutes[bucket] = minutes.get(bucket, 0) + tens(people)
            if lesson.is_sensitive:
                completed += Share(tens(ended[""]), 0)
                continue
            part = share_of(ended[""], started[""])
            completed, began = completed + part, began + part.of
        took = None if lesson.is_sensitive else median(minutes)
        lines.append(LessonLine(lesson, number, began, completed, took, None))
    return CourseFigures(finished, by_module(outline, with_drops(lines)))


def share_of(part: int, whole: int) -> Share:
    """Return a part of the people of one smallest place, rounded."""
    part = min(part, whole)
    shown = people_shown(whole, [[part, whole - part]])
    return Share(part_shown(part, whole, shown), shown)


def with_drops(lines: list[LessonLine]) -> list[LessonLine]:
    """Add to each lesson who went on to the next, and mark the biggest drop.

    Lessons about violence are passed over: that they were opened is nowhere written.
    """
    walked = [line for line in lines if not line.lesson.is_sensitive]
    drops: dict[int, Share] = {}
    for here, after in itertools.pairwise(walked):
        drops[here.number] = Share(min(after.began, here.began), here.began)
    known = {number: share for number, share in drops.items() if share.is_known}
    worst = min(known, key=lambda number: known[number].people / known[number].of, default=None)
    return [
        replace(line, went_on=drops.get(line.number), is_biggest_drop=line.number == worst)
        for line in lines
    ]


def by_module(outline: Outline, lines: Iterable[LessonLine]) -> tuple[ModuleLines, ...]:
    """Arrange lines under their modules."""
    by_key: Mapping[UUID, LessonLine] = {line.lesson.key: line for line in lines}
    return tuple(
        ModuleLines(
            module.number, module.title, tuple(by_key[lesson.key] for lesson in module.lessons)
        )
        for module in outline.modules
    )
