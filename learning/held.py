"""What is held about what a person did and said in lessons, their own words opened for them."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal_data import Item, Row, Section
from courses.models import LessonSnapshot, ModuleSnapshot
from enrolments.models import Enrolment
from learning.access import active_language
from learning.actions.intake import read_intake
from learning.actions.measure import read_score
from learning.ages import ages_in
from learning.intake import QUESTIONS
from learning.look_back import read_words
from learning.marks import place_words
from learning.models import (
    Answer,
    ChildrenAges,
    Intake,
    LearningEvent,
    LessonMark,
    LessonProgress,
    LookBack,
    MeasureTaken,
    Reflection,
)
from learning.texts import read_reflection

LANGUAGES = {code: str(name) for code, name in User.Language.choices}


def sections(user: User) -> list[Section]:
    """Return progress, answers, own words, what was said and marked, measures and the events."""
    lessons = Lessons(user)
    return [
        Section(
            "lessons", _("Lessons"),
            _("The lessons you opened and completed."), lambda: progress(user, lessons),
        ),
        Section(
            "answers", _("Your answers"),
            _("Your newest answer to each task. Answers about safety are not kept."),
            lambda: answers(user, lessons),
        ),
        Section(
            "notes", _("Your own words"),
            _("What you wrote and asked to be kept."), lambda: notes(user, lessons),
        ),
        Section(
            "circumstances", _("What you said of yourself"),
            _("It chooses texts in your lessons and is used for nothing else."),
            lambda: circumstances(user),
        ),
        Section(
            "ages", _("Ages you look for"),
            _("They put lessons first on your pages and are used for nothing else."),
            lambda: ages(user),
        ),
        Section(
            "look_backs", _("One small thing this week"),
            _("What you wanted to be asked about, what you planned and how it went."),
            lambda: look_backs(user, lessons),
        ),
        Section(
            "marks", _("Places you marked"),
            _("What you said was unclear or wrong. Those who write lessons see it without you."),
            lambda: marks(user, lessons),
        ),
        Section(
            "measures", _("Questions before and after a course"),
            _("Only the sum is kept, between 0 and 1. It says nothing about how good you are and "
              "is used for averages of many people."), lambda: measures(user),
        ),
        Section(
            "events", _("Each step as it reached us"),
            _("From these your answers and your progress are made."),
            lambda: events(user, lessons),
        ),
    ]  # fmt: skip


class Lessons:
    """The words of the lessons a person did something in: one query, at the first look."""

    def __init__(self, user: User) -> None:
        """Keep whose lessons they are."""
        self.user = user

    @cached_property
    def snapshots(self) -> dict[Any, LessonSnapshot]:
        """The newest snapshot of each lesson of the person's editions, by the lesson's key."""
        editions = Enrolment.objects.filter(user=self.user).values("edition")
        rows = (
            LessonSnapshot.objects.filter(edition__in=editions, language=active_language())
            .only("lesson_key", "title", "parts")
            .order_by("lesson_key", "-edition__number", "-correction")
            .distinct("lesson_key")
        )
        return {row.lesson_key: row for row in rows}

    def title(self, key: Any) -> str:
        """The title of a lesson; empty once its edition is not the person's any more."""
        found = self.snapshots.get(key)
        return found.title if found else ""

    def part(self, key: Any, activity: str) -> Mapping[str, Any]:
        """The activity of a lesson, as it is shown; empty when it is gone."""
        parts = self.snapshots[key].parts if key in self.snapshots else []
        return next((part for part in parts if part.get("key") == activity), {})

    def words(self, key: Any, part_id: str) -> str:
        """The first words of a place of a lesson."""
        parts = self.snapshots[key].parts if key in self.snapshots else []
        return place_words(parts, part_id) or ""


def lesson_items(own: str, row: Any, lessons: Lessons) -> Row:
    """Which lesson something belongs to."""
    return (
        Item("lesson", _("Lesson"), str(row.lesson_key), own + "lesson_key",
             lessons.title(row.lesson_key)),
    )  # fmt: skip


def activity_items(own: str, row: Any, lessons: Lessons) -> Row:
    """Which lesson and task something belongs to."""
    return (
        *lesson_items(own, row, lessons),
        Item("task", _("The task"), row.activity_key, own + "activity_key",
             lessons.words(row.lesson_key, row.activity_key)),
    )  # fmt: skip


def chosen(part: Mapping[str, Any], options: list[str]) -> str:
    """Return what was chosen in words, as far as the task still has them."""
    known = {
        str(option.get("key")): strip_tags(str(option.get("text", "")))
        for name in ("options", "items", "left", "right")
        for option in part.get(name) or []
        if isinstance(option, Mapping)
    }
    return "\n".join(
        " – ".join(known.get(half, half) for half in option.split(":")) for option in options
    )


def progress(user: User, lessons: Lessons) -> Iterator[Row]:
    """How far the person came in each lesson, what was opened last first."""
    own = "learning.LessonProgress."
    rows = LessonProgress.objects.filter(enrolment__user=user).select_related("edition")
    for one in rows.order_by("-visited_at", "-pk"):
        yield (
            *lesson_items(own, one, lessons),
            Item("began_at", _("Begun on"), one.began_at, own + "began_at"),
            Item("visited_at", _("Opened last on"), one.visited_at, own + "visited_at"),
            Item("completed_at", _("Completed on"), one.completed_at, own + "completed_at"),
            language(own, one.language),
            Item("edition", _("Edition"), one.edition.number if one.edition else None,
                 own + "edition"),
        )  # fmt: skip


def answers(user: User, lessons: Lessons) -> Iterator[Row]:
    """The newest answer to each task."""
    own = "learning.Answer."
    for one in Answer.objects.filter(enrolment__user=user).order_by("-answered_at", "-pk"):
        yield (
            *activity_items(own, one, lessons),
            Item("answer", _("Your answer"), list(one.options), own + "options",
                 chosen(lessons.part(one.lesson_key, one.activity_key), one.options)),
            Item("tries", _("Tries"), one.tries, own + "tries"),
            Item("first_try_right", _("Right at the first try"), one.first_try_right,
                 own + "first_try_right", yes_or_no(one.first_try_right)),
            Item("right_at", _("Right on"), one.right_at, own + "right_at"),
            Item("done_at", _("Done on"), one.done_at, own + "done_at"),
            Item("answered_at", _("Answered on"), one.answered_at, own + "answered_at"),
        )  # fmt: skip


def language(own: str, code: str) -> Item:
    """In which language something was done."""
    return Item("language", _("Language"), code, own + "language", LANGUAGES.get(code, code))


def yes_or_no(value: bool | None) -> Any:
    """Return the word for a truth that may be missing."""
    return "" if value is None else _("yes") if value else _("no")


def notes(user: User, lessons: Lessons) -> Iterator[Row]:
    """The texts kept, opened; and since when a partner may read one, if they share theirs too."""
    own = "learning.Reflection."
    rows = Reflection.objects.filter(enrolment__user=user).select_related("share")
    for one in rows.order_by("-kept_at", "-pk"):
        share = getattr(one, "share", None)
        yield (
            *activity_items(own, one, lessons),
            Item("text", _("Your words"), read_reflection(one), own + "sealed_text"),
            Item("kept_at", _("Kept on"), one.kept_at, own + "kept_at"),
            Item("shared_at", _("Shared with your partner on"), share and share.shared_at,
                 "learning.SharedAnswer.shared_at"),
        )  # fmt: skip


def circumstances(user: User) -> Iterator[Row]:
    """What was said of circumstances, question by question."""
    own = "learning.Intake."
    for intake in Intake.objects.filter(user=user).select_related("course").order_by("pk"):
        said = read_intake(intake)
        for question in QUESTIONS:
            choice = question.choice(said.get(question.key, ""))
            if choice is not None:
                yield (
                    Item("course", _("Course"), intake.course.code, own + "course"),
                    Item("question", _("Question"), question.key, own + "sealed_answers",
                         question.words),
                    Item("answer", _("Your answer"), choice.key, own + "sealed_answers",
                         choice.words),
                )  # fmt: skip


def ages(user: User) -> Iterator[Row]:
    """The ages chosen in each course, by the modules they stand for."""
    own = "learning.ChildrenAges."
    rows = list(ChildrenAges.objects.filter(user=user).select_related("course").order_by("pk"))
    chosen_in = ages_in(user.pk, [one.course_id for one in rows])
    editions = Enrolment.objects.filter(user=user).values("edition")
    titles = dict(
        ModuleSnapshot.objects.filter(edition__in=editions, language=active_language())
        .order_by("edition__number")
        .values_list("module_key", "title")
    )
    for one in rows:
        found = chosen_in.get(one.course_id)
        keys = sorted(found.modules) if found else []
        yield (
            Item("course", _("Course"), one.course.code, own + "course"),
            Item("ages", _("Ages"), [str(key) for key in keys], own + "sealed_ages",
                 ", ".join(titles.get(key, str(key)) for key in keys)),
            Item("said_on", _("Chosen on"), found.said_on if found else None,
                 own + "sealed_ages"),
        )  # fmt: skip


def look_backs(user: User, lessons: Lessons) -> Iterator[Row]:
    """The small things somebody wanted to be asked about, what is due last first."""
    own = "learning.LookBack."
    for one in LookBack.objects.filter(enrolment__user=user).order_by("-due_on", "-pk"):
        said = read_words(one)
        yield (
            *lesson_items(own, one, lessons),
            Item("due_on", _("Asked about on"), one.due_on, own + "due_on"),
            Item("closed_on", _("Answered on"), one.closed_on, own + "closed_on"),
            Item("plan", _("What you wanted to do"), said.plan, own + "sealed_words"),
            Item("how_it_went", _("How it went"), said.how_it_went, own + "sealed_words",
                 said.answer),
            Item("words", _("Your words"), said.words, own + "sealed_words"),
        )  # fmt: skip


def marks(user: User, lessons: Lessons) -> Iterator[Row]:
    """The places marked."""
    own = "learning.LessonMark."
    for one in LessonMark.objects.filter(enrolment__user=user).order_by("-made_at", "-pk"):
        yield (
            *lesson_items(own, one, lessons),
            Item("place", _("Place"), one.part_id, own + "part_id",
                 lessons.words(one.lesson_key, one.part_id)),
            Item("kind", _("What you said"), one.kind, own + "kind", one.get_kind_display()),
            Item("note", _("Your note"), one.note, own + "note"),
            language(own, one.language),
            Item("made_at", _("Marked on"), one.made_at, own + "made_at"),
        )  # fmt: skip


def measures(user: User) -> Iterator[Row]:
    """The questions before and after a course: how many were answered and the mean of them."""
    own = "learning.MeasureTaken."
    moments = {"before": _("before the course"), "after": _("after the course")}
    rows = MeasureTaken.objects.filter(enrolment__user=user).select_related("edition")
    for one in rows.order_by("pk"):
        yield (
            Item("moment", _("When"), one.moment, own + "moment", moments[one.moment]),
            Item("edition", _("Edition"), one.edition.number, own + "edition"),
            Item("questions", _("Questions answered"), one.items, own + "items"),
            Item("mean", _("Sum"), read_score(one), own + "sealed_score"),
        )  # fmt: skip


def events(user: User, lessons: Lessons) -> Iterator[Row]:
    """Each step, the newest first."""
    own = "learning.LearningEvent."
    kinds = {"answer": _("answered"), "read": _("read")}
    rows = LearningEvent.objects.filter(enrolment__user=user).select_related("snapshot__edition")
    for one in rows.defer("snapshot__parts", "snapshot__answers").order_by("-received_at", "-pk"):
        yield (
            *activity_items(own, one, lessons),
            Item("kind", _("Step"), one.kind, own + "kind", kinds[one.kind]),
            Item("answer", _("Your answer"), list(one.options), own + "options",
                 chosen(lessons.part(one.lesson_key, one.activity_key), one.options)),
            language(own, one.language),
            Item("edition", _("Edition"), one.snapshot.edition.number, own + "snapshot"),
            Item("recorded_at", _("By the clock of the device"), one.recorded_at,
                 own + "recorded_at"),
            Item("received_at", _("When it reached us"), one.received_at, own + "received_at"),
            Item("id", _("Its number"), str(one.client_id), own + "client_id"),
        )  # fmt: skip
