"""Two people and an exercise for two, as the stories of sharing need them."""

import re
from types import SimpleNamespace

from courses.models import LessonSnapshot
from enrolments.models import Couple, CoupleMember
from tests import cast
from tests.courses import made
from tests.learning import story

EXERCISE = "together"
HERS, HIS = "Айгерім: серуендеуді қалаймын", "Данияр: тамақты бірге пісірейік"


def ask_for_two(edition, **changes):
    """Correct lesson 1 so that it holds an exercise for two; `changes` are of the lesson."""
    known = LessonSnapshot.objects.filter(edition=edition, slug="lesson-1")
    number = known.count() // 2
    rows = list(known.filter(correction=0))
    for row in rows:
        row.pk, row.correction = None, number
        row.parts = [*cast.lesson_parts(row.language), made.TOGETHER]
        for name, value in changes.items():
            setattr(row, name, value)
    LessonSnapshot.objects.bulk_create(rows)


def make_couple(*people):
    """Two people who accepted each other."""
    couple = Couple.objects.create()
    for person in people:
        CoupleMember.objects.create(couple=couple, user=person)
    return couple


def place(enrolment):
    """The exercise, as the actions are told of it."""
    key = LessonSnapshot.objects.filter(edition=enrolment.edition_id, slug="lesson-1")
    return SimpleNamespace(
        enrolment=enrolment, lesson_key=key.first().lesson_key, activity_key=EXERCISE
    )


def send(client, do, text="", **headers):
    """Press a button of the exercise."""
    address = story.reflection_url(activity=EXERCISE)
    return client.post(address, {"do": do, "text": text}, **headers)


def keep_and_share(client, text):
    """Keep an answer and share it."""
    for do in ("keep", "share"):
        assert send(client, do, text).status_code == 302


def page(client):
    """The whole lesson, byte for byte, but for what is drawn by lot at each request."""
    html = client.get(story.lesson_url()).text
    html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html)
    html = re.sub(r'name="event" value="[^"]*"', "", html)
    return re.sub(r'nonce="[^"]*"', "", html)


def buttons(html):
    """Which buttons of sharing the page has."""
    return [do for do in ("share", "take-back", "open") if f'value="{do}"' in html]


def has_both(html):
    """Whether both answers stand side by side."""
    return "two-answers__one" in html
