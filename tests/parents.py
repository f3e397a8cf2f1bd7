"""A course for everybody whose modules are ages, and what parents do in it."""

import uuid

from django.urls import reverse
from django.utils.translation import override

from courses.models import Audience, Course, LessonSnapshot
from tests import cast

WEEK = {
    "kind": "week", "key": "walk", "id": "walk",
    "html": "<p>Он минут серуендеңіз.</p>", "back": "<p>Не көмектесті?</p>",
}  # fmt: skip


def make_course(code="ATA", slug="ata", *, by_age=True) -> Course:
    """Return a course for everybody."""
    course, _made = Course.objects.get_or_create(
        code=code, defaults={"slug": slug, "audience": Audience.EVERYBODY, "by_age": by_age}
    )
    return course


def make_edition(course=None, *, modules=3, lessons=2):
    """Return an edition: three ages of two lessons; the first lesson ends with a small thing.

    Lesson 1 answers the question of sleep, lesson 2 speaks of violence.
    """
    edition = cast.make_edition(course or make_course(), modules=modules, lessons=lessons)
    correct(edition, "lesson-1", topics=["sleep"], week=True)
    correct(edition, "lesson-2", is_sensitive=True, week=True)
    return edition


def correct(edition, slug, *, week=False, **fields):
    """Correct a lesson, in both languages."""
    rows = list(LessonSnapshot.objects.filter(edition=edition, slug=slug, correction=0))
    for row in rows:
        row.pk, row.correction = None, 1
        row.parts = [*row.parts, WEEK] if week else row.parts
        for name, value in fields.items():
            setattr(row, name, value)
    LessonSnapshot.objects.bulk_create(rows)


def url(name, *args):
    """The Kazakh address, whatever language the last page was in."""
    with override("kk"):
        return reverse(name, args=args)


def begin_url(lesson="lesson-1", course="ata"):
    return url("enrolments:begin_lesson", course, lesson)


def answer(client, lesson="lesson-1", course="ata"):
    """Answer the required task of a lesson rightly."""
    data = {"event": str(uuid.uuid4()), "option": ["b"]}
    return client.post(url("learning:answer", course, lesson, "check"), data)


def lesson_url(lesson="lesson-1", course="ata"):
    return url("learning:lesson", course, lesson)
