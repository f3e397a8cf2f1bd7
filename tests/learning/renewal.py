"""A newer edition made of an older one, with what an editor changed in it."""

import uuid

from courses.models import Edition, EditionText, LessonSnapshot, ModuleSnapshot
from tests import cast


def renew(edition, change=lambda snapshot: True, *, news="", lessons=0):
    """Return the next edition: `change(snapshot)` edits a copy; returning False leaves it out.

    `lessons` more are added at the end, each with a required question.
    """
    newer = Edition.objects.create(
        course=edition.course, number=edition.number + 1, hours=edition.hours, published_by="…"
    )
    for text in edition.texts.all():
        text.pk, text.edition, text.news = None, newer, news and f"{news} {text.language}"
        text.save(force_insert=True)
    for module in edition.modules.all():
        module.pk, module.edition = None, newer
        module.save(force_insert=True)
    last = 0
    for snapshot in edition.lessons.current():
        snapshot.pk, snapshot.edition, snapshot.correction = None, newer, 0
        last = max(last, snapshot.position)
        if change(snapshot) is not False:
            snapshot.save(force_insert=True)
    for number in range(last + 1, last + 1 + lessons):
        for language in ("kk", "ru"):
            LessonSnapshot.objects.create(
                edition=newer, language=language, position=number, slug=f"lesson-{number}",
                lesson_key=uuid.uuid5(edition.course.key, f"lesson-{number}"),
                module_key=ModuleSnapshot.objects.filter(edition=newer).first().module_key,
                title=f"{language} {number}", minutes=10, is_required=True, is_sensitive=False,
                parts=cast.lesson_parts(language), answers=cast.lesson_answers(language),
            )  # fmt: skip
    assert EditionText.objects.filter(edition=newer).count() == 2
    return newer


def in_lesson(number, edit):
    """Return a change of one lesson only."""

    def change(snapshot):
        if snapshot.slug == f"lesson-{number}":
            return edit(snapshot)
        return True

    return change


def another_answer(snapshot):
    """The required question is now answered by "a"."""
    for key, option in snapshot.answers["check"].items():
        option["right"] = key == "a"


def other_words(snapshot):
    """The same is asked and said in other words."""
    snapshot.title += " *"
    for part in snapshot.parts:
        if part["kind"] == "single":
            part["prompt"] = "<p>Басқа сөзбен?</p>"
            part["options"] = list(reversed(part["options"]))
    for option in snapshot.answers["check"].values():
        option["feedback"] = "<p>…</p>"


def second_question(snapshot):
    """What was by choice is required now."""
    for part in snapshot.parts:
        if part["kind"] == "multiple":
            part["required"] = True
