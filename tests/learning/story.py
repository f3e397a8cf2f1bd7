"""What the stories of the player have in common: enrolling, opening, answering."""

import re
import uuid

from django.urls import reverse as any_language
from django.utils.translation import override

from enrolments.actions import enrol


def reverse(name, args):
    """The Kazakh address, whatever language the last page was in."""
    with override("kk"):
        return any_language(name, args=args)


def begin(user, edition):
    """Enrol a person in the course of an edition."""
    return enrol(user=user, course=edition.course)


def lesson_url(slug="lesson-1", course="neke"):
    return reverse("learning:lesson", [course, slug])


def answer_url(slug="lesson-1", activity="check", course="neke"):
    return reverse("learning:answer", [course, slug, activity])


def reflection_url(slug="lesson-1", activity="think", course="neke"):
    return reverse("learning:reflection", [course, slug, activity])


def answer(client, *options, slug="lesson-1", activity="check", event=None, **headers):
    """Post an answer as the page would."""
    data = {"event": str(event or uuid.uuid4()), "option": list(options)}
    return client.post(answer_url(slug, activity), data, **headers)


def go_on(client, url):
    """Go on from the page before a lesson about violence, as its button does."""
    return client.post(url)


def htmx():
    """Headers of a request made by htmx."""
    return {"headers": {"HX-Request": "true"}}


def text_of(response):
    """The words of a page, without tags, spaces folded."""
    body = re.sub(
        r"<(script|style|svg|head).*?</\1>", " ", response.content.decode(), flags=re.DOTALL
    )
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def complete(client, lessons):
    """Answer the required task of lessons 1 to `lessons` rightly."""
    for number in range(1, lessons + 1):
        answer(client, "b", slug=f"lesson-{number}")
