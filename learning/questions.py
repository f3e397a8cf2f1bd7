"""How far a person is in a course. Nothing here changes a row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from accounts.models import User
from courses.outline import Outline, OutlineLesson, OutlineModule, outlines_of
from enrolments.models import Enrolment
from learning.ages import Ages, ages_in
from learning.models import LessonProgress


@dataclass(frozen=True)
class LessonState:
    """A lesson of the outline and how far the person is in it."""

    lesson: OutlineLesson
    progress: LessonProgress | None

    @property
    def is_done(self) -> bool:
        """Whether it counts as done; one that was withdrawn does."""
        return self.lesson.is_withdrawn or bool(self.progress and self.progress.completed_at)

    @property
    def is_begun(self) -> bool:
        """Whether it was opened and is not done."""
        return not self.is_done and self.progress is not None


@dataclass(frozen=True)
class ModuleState:
    """A module and its lessons."""

    module: OutlineModule
    lessons: tuple[LessonState, ...]

    @property
    def is_done(self) -> bool:
        """Whether its required lessons are done; all of them where none is required."""
        required = [state for state in self.lessons if state.lesson.is_required]
        return all(state.is_done for state in required or self.lessons)


@dataclass(frozen=True)
class CourseState:
    """An enrolment, the edition it is pinned to, and how far the person is."""

    enrolment: Enrolment
    outline: Outline
    modules: tuple[ModuleState, ...]
    ages: Ages | None = None  # those the person looks for, where modules are ages and they chose

    @cached_property
    def lessons(self) -> tuple[LessonState, ...]:
        """All lessons in order."""
        return tuple(state for module in self.modules for state in module.lessons)

    @cached_property
    def for_children(self) -> tuple[ModuleState, ...]:
        """The modules of the ages the person chose, in the course's order."""
        chosen = self.ages.modules if self.ages else frozenset()
        return tuple(state for state in self.modules if state.module.key in chosen)

    @cached_property
    def other_modules(self) -> tuple[ModuleState, ...]:
        """The rest: all modules where nothing was chosen."""
        return tuple(state for state in self.modules if state not in self.for_children)

    @property
    def total(self) -> int:
        """The number of modules."""
        return len(self.modules)

    @cached_property
    def raised(self) -> int:
        """The number of modules that are done; all of them once the course is completed."""
        if self.enrolment.completed_at:
            return self.total
        return sum(module.is_done for module in self.modules)

    @property
    def is_begun(self) -> bool:
        """Whether any lesson was opened."""
        return any(state.progress for state in self.lessons)

    @property
    def was_last_at(self) -> datetime:
        """When the person last opened a lesson of it, or began the course."""
        opened = [state.progress.visited_at for state in self.lessons if state.progress]
        return max(opened, default=self.enrolment.began_at)

    @cached_property
    def left(self) -> list[LessonState]:
        """Required lessons that are not done."""
        if self.enrolment.completed_at:
            return []
        return [state for state in self.lessons if state.lesson.is_required and not state.is_done]

    @property
    def minutes_left(self) -> int:
        """The minutes of what is left, by the lessons' own estimate."""
        return sum(state.lesson.minutes for state in self.left)

    @cached_property
    def go_on_with(self) -> LessonState | None:
        """Where the person left off: the lesson opened last, or the next one that is not done.

        The next one is of the ages they chose, while anything is left in those. Never a lesson that
        speaks of violence: somebody else may be looking at this page. The course's page lists those
        like any other.
        """
        open_ones = [
            state for state in self.lessons if not state.is_done and not state.lesson.is_sensitive
        ]
        visited = [
            (state.progress.visited_at, state.lesson.position, state)
            for state in self.lessons
            if state.progress
        ]
        if not visited:
            return next(iter(self._of_ages(open_ones) or open_ones), None)
        last = max(visited)[2]
        if last in open_ones:
            return last
        later = [s for s in open_ones if s.lesson.position > last.lesson.position]
        chosen = self._of_ages(later) or self._of_ages(open_ones)
        return next(iter(chosen or later or open_ones), None)

    def _of_ages(self, states: Iterable[LessonState]) -> list[LessonState]:
        keys = {state.module.key for state in self.for_children}
        return [state for state in states if state.lesson.module_key in keys]


def course_state(enrolment: Enrolment, language: str) -> CourseState:
    """Return how far one enrolment is, in `language`."""
    return course_states([enrolment], language)[0]


def course_states(enrolments: Iterable[Enrolment], language: str) -> list[CourseState]:
    """Return how far each of one person's enrolments is; the progress is read in one query.

    So are the ages they chose, where a course's modules are ages.
    """
    enrolments = list(enrolments)
    by_age = [enrolment for enrolment in enrolments if enrolment.course.by_age]
    ages = ages_in(by_age[0].user_id, [one.course_id for one in by_age]) if by_age else {}
    rows: dict[int, dict[UUID, LessonProgress]] = {}
    for row in LessonProgress.objects.filter(enrolment__in=enrolments):
        rows.setdefault(row.enrolment_id, {})[row.lesson_key] = row
    found = outlines_of([enrolment.edition for enrolment in enrolments], language)
    return [
        _state(one, rows.get(one.pk, {}), found[one.edition_id], ages.get(one.course_id))
        for one in enrolments
    ]


def state_to_go_on_with(user: User, language: str) -> CourseState | None:
    """Return how far the person is in the course they began last and have not completed."""
    open_ones = Enrolment.objects.not_withdrawn().filter(user=user, completed_at=None)
    newest = open_ones.select_related("course", "edition").order_by("-pk").first()
    return course_state(newest, language) if newest else None


def _state(
    enrolment: Enrolment, rows: Mapping[UUID, LessonProgress], found: Outline, ages: Ages | None
) -> CourseState:
    modules = tuple(
        ModuleState(
            module, tuple(LessonState(lesson, rows.get(lesson.key)) for lesson in module.lessons)
        )
        for module in found.modules
    )
    return CourseState(enrolment, found, modules, ages)
