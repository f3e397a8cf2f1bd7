"""What an edition holds, in one language: read often, so kept in the shared cache.

No person is in it: whether a lesson was done is for the apps above to know. Withdrawals are asked
for each time, because they take effect at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import cache
from django.db.models import Exists, F, Func, JSONField, Max, OuterRef, Subquery

from courses.models import Edition, LessonSnapshot, LessonWithdrawal
from courses.topics import Topic

FORM = 4  # of what is cached; raise it when the classes below change
KEPT_FOR = 60 * 60 * 24

# The circumstances that a lesson has texts for, read in the database: lessons are long.
CASES = Func(
    F("parts"), function="jsonb_path_query_array", output_field=JSONField(),
    template="""%(function)s(%(expressions)s, '$[*] ? (@.kind == "tailored").cases[*].key')""",
)  # fmt: skip


@dataclass(frozen=True)
class OutlineLesson:
    """A lesson without its words."""

    key: UUID
    module_key: UUID
    slug: str
    title: str
    minutes: int
    is_required: bool
    is_sensitive: bool
    is_withdrawn: bool
    position: int
    topics: tuple[str, ...] = ()
    cases: frozenset[str] = frozenset()  # the circumstances it has texts for


@dataclass(frozen=True)
class OutlineModule:
    """A module with its lessons in order; `number` counts from 1."""

    key: UUID
    number: int
    slug: str
    title: str
    summary: str
    lessons: tuple[OutlineLesson, ...]

    @property
    def open_lessons(self) -> tuple[OutlineLesson, ...]:
        """The lessons that were not withdrawn."""
        return tuple(lesson for lesson in self.lessons if not lesson.is_withdrawn)

    @property
    def anchor(self) -> str:
        """Where it stands on the pages of its course."""
        return f"#module-{self.number}"

    @property
    def minutes(self) -> int:
        """The minutes of all its lessons that are open."""
        return sum(lesson.minutes for lesson in self.open_lessons)


@dataclass(frozen=True)
class Outline:
    """An edition in one language."""

    edition_id: int
    course_slug: str
    course_code: str
    number: int
    language: str
    hours: Decimal
    title: str
    summary: str
    body_html: str
    modules: tuple[OutlineModule, ...]
    questions: int  # how many are asked before and after the course

    @property
    def lessons(self) -> tuple[OutlineLesson, ...]:
        """All lessons in order."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def open_lessons(self) -> tuple[OutlineLesson, ...]:
        """The lessons that were not withdrawn."""
        return tuple(lesson for lesson in self.lessons if not lesson.is_withdrawn)

    @property
    def required(self) -> int:
        """How many of the open lessons the course needs."""
        return sum(lesson.is_required for lesson in self.open_lessons)

    @property
    def by_question(self) -> list[tuple[Topic, list[OutlineLesson]]]:
        """The questions at hand, each with the open lessons that answer it.

        A lesson that speaks of violence has a neutral title; below a question it would have none.
        """
        listed = [lesson for lesson in self.open_lessons if not lesson.is_sensitive]
        found = [(topic, [le for le in listed if topic.value in le.topics]) for topic in Topic]
        return [(topic, lessons) for topic, lessons in found if lessons]

    @property
    def circumstances(self) -> frozenset[str]:
        """The circumstances by which a text may be chosen; sensitive lessons never choose."""
        choosing = [lesson for lesson in self.open_lessons if not lesson.is_sensitive]
        return frozenset[str]().union(*(lesson.cases for lesson in choosing))

    @property
    def minutes(self) -> int:
        """The minutes of all lessons that are open."""
        return sum(lesson.minutes for lesson in self.open_lessons)

    def around(self, lesson_key: UUID) -> tuple[OutlineLesson | None, OutlineLesson | None]:
        """Return the open lessons before and after the given one."""
        before: OutlineLesson | None = None
        after: OutlineLesson | None = None
        passed = False
        for lesson in self.lessons:
            if lesson.key == lesson_key:
                passed = True
            elif not lesson.is_withdrawn:
                if passed:
                    after = lesson
                    break
                before = lesson
        return before, after

    def module_of(self, lesson_key: UUID) -> OutlineModule:
        """Return the module in which a lesson stands. Raises KeyError."""
        for module in self.modules:
            if any(lesson.key == lesson_key for lesson in module.lessons):
                return module
        raise KeyError(lesson_key)


def outline(edition: Edition, language: str) -> Outline:
    """Return the outline of `edition` in `language` (kk or ru): one query, four when not cached.

    Raises EditionText.DoesNotExist for a language the edition does not have.
    """
    return _outline(edition, language, *_marks([edition.pk])[edition.pk])


def outlines_of(editions: Iterable[Edition], language: str) -> dict[int, Outline]:
    """Return the outlines of several editions by id: one query for all of them when cached."""
    wanted = {edition.pk: edition for edition in editions}
    marks = _marks(wanted) if wanted else {}
    return {pk: _outline(edition, language, *marks[pk]) for pk, edition in wanted.items()}


def lesson(edition: Edition, language: str, slug: str) -> LessonSnapshot:
    """Return the newest correction of a lesson, with `is_withdrawn` beside its columns.

    Raises LessonSnapshot.DoesNotExist. Whoever shows it looks at `is_withdrawn` first.
    """
    withdrawals = LessonWithdrawal.objects.filter(lesson_key=OuterRef("lesson_key"))
    snapshot = (
        edition.lessons.filter(language=language, slug=slug)
        .annotate(was_withdrawn=Exists(withdrawals))
        .order_by("-correction")[:1]
        .get()
    )
    snapshot.is_withdrawn = snapshot.was_withdrawn
    return snapshot


def _marks(editions: Iterable[int]) -> dict[int, tuple[int, list[UUID]]]:
    """Return the newest snapshot and the withdrawn lessons of each edition, in one query."""
    newest = LessonSnapshot.objects.filter(edition=OuterRef("pk")).values("edition")
    withdrawn = LessonWithdrawal.objects.filter(course=OuterRef("course_id")).values("lesson_key")
    rows = Edition.objects.filter(pk__in=list(editions)).values_list(
        "pk", Subquery(newest.annotate(newest=Max("pk")).values("newest")), ArraySubquery(withdrawn)
    )
    return {pk: (last or 0, keys) for pk, last, keys in rows}


def _outline(edition: Edition, language: str, newest: int, withdrawn: list[UUID]) -> Outline:
    place = f"outline:{FORM}:{edition.pk}:{language}:{newest}"
    found: Outline | None = cache.get(place)
    if found is None:
        found = _read(edition, language)
        cache.set(place, found, timeout=KEPT_FOR)
    return _without(found, withdrawn)


def _read(edition: Edition, language: str) -> Outline:
    text = edition.texts.get(language=language)
    lessons: dict[UUID, list[OutlineLesson]] = {}
    snapshots = edition.lessons.current().without_words().filter(language=language)
    for snapshot in snapshots.annotate(cases=CASES).order_by("position"):
        lessons.setdefault(snapshot.module_key, []).append(
            OutlineLesson(
                key=snapshot.lesson_key, module_key=snapshot.module_key, slug=snapshot.slug,
                title=snapshot.title, minutes=snapshot.minutes,
                is_required=snapshot.is_required, is_sensitive=snapshot.is_sensitive,
                is_withdrawn=False, position=snapshot.position, topics=tuple(snapshot.topics),
                cases=frozenset(snapshot.cases),
            )
        )  # fmt: skip
    modules = edition.modules.filter(language=language).order_by("position")
    return Outline(
        edition_id=edition.pk, course_slug=edition.course.slug, course_code=edition.course.code,
        number=edition.number, language=language, hours=edition.hours, title=text.title,
        summary=text.summary, body_html=text.body_html,
        modules=tuple(
            OutlineModule(
                key=module.module_key, number=number, slug=module.slug, title=module.title,
                summary=module.summary, lessons=tuple(lessons.get(module.module_key, [])),
            )
            for number, module in enumerate(modules, start=1)
        ),
        questions=len(text.measure),
    )  # fmt: skip


def _without(found: Outline, withdrawn: list[UUID]) -> Outline:
    if not withdrawn:
        return found
    gone = set(withdrawn)
    modules = tuple(
        replace(
            module,
            lessons=tuple(replace(le, is_withdrawn=le.key in gone) for le in module.lessons),
        )
        for module in found.modules
    )
    return replace(found, modules=modules)


def outlines(language: str) -> list[Outline]:
    """Return the outline of each course's latest edition, in the courses' order: two queries when
    cached.
    """
    editions = list(
        Edition.objects.order_by("course__place", "course__code", "-number")
        .distinct("course__place", "course__code")
        .select_related("course")
    )
    marks = _marks([edition.pk for edition in editions]) if editions else {}
    return [_outline(edition, language, *marks[edition.pk]) for edition in editions]
