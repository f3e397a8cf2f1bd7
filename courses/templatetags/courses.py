"""Courses in the templates of every app: cards of courses, parts of a lesson."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.core.files.storage import default_storage
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from courses.activities import ACTIVITIES
from courses.outline import Outline, outlines

register = template.Library()


@register.simple_tag
def published_courses() -> list[Outline]:
    """Return the outlines of the latest editions, in the active language."""
    return outlines(get_language() or "kk")


@register.inclusion_tag("courses/cards.html")
def course_cards(level: int = 3) -> dict[str, Any]:
    """Show the published courses as cards, with headings of `level`."""
    return {"outlines": outlines(get_language() or "kk"), "level": level}


@register.simple_tag
def begin_url(course_slug: str) -> str:
    """Return where one begins the course; empty when this site has no such place."""
    for args in ([course_slug], []):
        try:
            return reverse("enrolments:begin", args=args)
        except NoReverseMatch:
            continue
    return ""


@register.inclusion_tag("courses/part.html", takes_context=True)
def lesson_part(context: Context, part: Mapping[str, Any]) -> dict[str, Any]:
    """Show one part of a lesson, for reading.

    Beside an activity `sign_in_url` of the page's context is offered, where there is one. In a
    preview, whose context has `trials` (see `courses.trying`), an activity can be tried.
    """
    kind = part["kind"]
    trial = (context.get("trials") or {}).get(part.get("key"))
    if kind in ACTIVITIES and trial:
        return {"template": "courses/activity/trial.html", "trial": trial}
    template = "courses/activity.html" if kind in ACTIVITIES else f"courses/parts/{kind}.html"
    return {"part": part, "template": template, "sign_in_url": context.get("sign_in_url") or ""}


@register.filter
def snapshot_url(path: str) -> str:
    """Return the address of a file of a snapshot."""
    return default_storage.url(path)


@register.filter
def snapshot_html(html: str) -> SafeString:
    """Mark as safe what a snapshot holds: it was cleaned when the snapshot was made."""
    return mark_safe(html)  # noqa: S308 cleaned by courses.snapshots.html


@register.filter
def as_day(text: str) -> Any:
    """Turn a snapshot's YYYY-MM-DD into a date; None when it is none."""
    return parse_date(text) if text else None
