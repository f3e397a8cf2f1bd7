"""What lies on the workshop's tables when somebody looks in: a review, a text out of step, a fact.

Everything goes the way it goes in the product: a trainer's draft, the review, a methodologist's
approval. It is put there once, before anybody of the demonstration has written anything.
"""

import datetime as dt
import json
from uuid import uuid5

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from accounts.models import User
from courses.actions.match import match_pages
from courses.models import LessonPage

TRAINER, METHODOLOGIST = "trainer@example.org", "methodologist@example.org"
CHECKED_BEFORE = dt.timedelta(days=430)

# A learner found the words unclear (demo/marks.py); the trainer put others, and submitted them.
IN_REVIEW = (
    "pause",
    "Салқын су ішіп, терезе алдында асықпай дем алып тұру.",
    "Салқын су ішіп, терезе алдында баяу тыныстап тұру.",
)
# Approved in Kazakh, so that the Russian words are those of an earlier text.
OUT_OF_STEP = (
    "repair",
    "Қай жауапта істің өзі аталған?",
    "Қай жауапта не істегені тура айтылған?",
)
# The lesson says what nobody has a right to; the law may have changed since somebody looked.
OLD_FACT = "elders"
SOURCES = {
    "kk": ("«Неке (ерлі-зайыптылық) және отбасы туралы» Кодекс",
           "https://adilet.zan.kz/kaz/docs/K1100000518"),
    "ru": ("Кодекс «О браке (супружестве) и семье»",
           "https://adilet.zan.kz/rus/docs/K1100000518"),
}  # fmt: skip


@transaction.atomic
def set_tables() -> bool:
    """Put a review, a text out of step and an old fact there, once; return whether it did."""
    staff = {one.email: one for one in User.objects.filter(email__in=[TRAINER, METHODOLOGIST])}
    if len(staff) < 2 or has_written(list(staff.values())):
        return False
    trainer, methodologist = staff[TRAINER], staff[METHODOLOGIST]
    add_old_fact(by=methodologist)
    approve(reworded(*OUT_OF_STEP, by=trainer), by=methodologist)
    page = reworded(*IN_REVIEW, by=trainer)
    page.get_workflow().start(page, trainer)
    return True


def has_written(people: list[User]) -> bool:
    """Whether one of them saved a lesson already."""
    lessons = ContentType.objects.get_for_model(LessonPage)
    return Revision.objects.filter(content_type=lessons, user__in=people).exists()


def lesson(slug: str, language: str) -> LessonPage:
    """Return the newest draft of a lesson."""
    page = LessonPage.objects.get(slug=slug, locale__language_code=language)
    return page.get_latest_revision_as_object()


def reworded(slug: str, old: str, new: str, *, by: User) -> LessonPage:
    """Save a Kazakh draft with other words in one place, and return the page."""
    page = lesson(slug, "kk")
    stored = json.dumps(list(page.body.raw_data), ensure_ascii=False)
    page.body = page.body.stream_block.to_python(json.loads(stored.replace(old, new, 1)))
    page.save_revision(user=by, log_action=True)
    return LessonPage.objects.get(pk=page.pk)


def add_old_fact(*, by: User) -> None:
    """Give a lesson a source that was looked at more than a year ago, in both languages."""
    checked = str(timezone.localdate() - CHECKED_BEFORE)
    for language, (title, url) in SOURCES.items():
        page = lesson(OLD_FACT, language)
        own = uuid5(page.translation_key, "demo")  # the same in both languages
        value = {"title": title, "url": url, "checked": checked}
        page.sources = page.sources.stream_block.to_python(
            [*page.sources.raw_data, {"type": "source", "id": str(own), "value": value}]
        )
        page.save_revision(user=by, log_action=True)
        approve(page, by=by)
    match_pages(keys=[page.translation_key], by=METHODOLOGIST)


def approve(page: LessonPage, *, by: User) -> None:
    """Publish the newest draft of a page."""
    page.get_latest_revision().publish(user=by)
