"""Courses in the templates of every app: cards of courses, parts of a lesson."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.core.files.storage import default_storage
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_valid_filename
from django.utils.translation import get_language
from wagtail.blocks import Block

from cms.models import HelpLine
from courses.activities import ACTIVITIES
from courses.circumstances import UNKNOWN, Reason, Tailored, tailored
from courses.outline import Outline, outlines
from courses.snapshots.reading import READERS
from courses.snapshots.reading.lesson import Reading
from courses.stretches import Stretch, stretches
from web.preferences import preferences_of

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
    preview, whose context has `trials` (see `courses.trying`), an activity can be tried. A tailored
    text is that of the context's `circumstances`, where the page knows any.
    """
    kind = part["kind"]
    trial = (context.get("trials") or {}).get(part.get("key"))
    if kind in ACTIVITIES and trial:
        return {"template": "courses/activity/trial.html", "trial": trial}
    template = "courses/activity.html" if kind in ACTIVITIES else f"courses/parts/{kind}.html"
    return {
        "part": part, "template": template, "sign_in_url": context.get("sign_in_url") or "",
        "request": context.get("request"), "circumstances": context.get("circumstances", UNKNOWN),
        "is_short_first": preferences_of(context.get("request")).is_short_first,
    }  # fmt: skip


@register.simple_tag(takes_context=True)
def lesson_stretches(context: Context, parts: Iterable[Any]) -> list[Stretch[Any]]:
    """Return a lesson's parts in stretches, folded or open as the reader prefers.

    A part is the snapshot's, or the player's, whose `plain` is the snapshot's.
    """
    is_short_first = preferences_of(context.get("request")).is_short_first
    return stretches(
        parts, lambda part: getattr(part, "plain", part), is_short_first=is_short_first
    )


@register.simple_tag
def tailored_text(part: Mapping[str, Any], circumstances: Mapping[str, Reason]) -> Tailored:
    """Return what somebody in `circumstances` reads of a tailored part."""
    return tailored(part, circumstances)


@register.simple_tag(takes_context=True)
def help_line(context: Context, key: str) -> HelpLine | None:
    """Return the help line as it is today. All of them are asked for once in a page."""
    request = context.get("request")
    lines = getattr(request, "help_lines_by_key", None)
    if lines is None:
        lines = {line.key: line for line in HelpLine.objects.all()}
        if request is not None:
            request.help_lines_by_key = lines
    return lines.get(key)


@register.simple_tag
def block_example(block: Block, value: Any) -> list[dict[str, Any]]:
    """Return the parts of a lesson that a block's example would become; none for other blocks.

    Blocks whose example needs a file or a row have `preview_part` instead of a value.
    """
    if block.name not in READERS:
        return []
    if part := getattr(block.meta, "preview_part", None):
        return [{"kind": block.name, **part()}]
    reading = Reading(get_language() or "kk", kept=False, readers=READERS)
    READERS[block.name](reading, value, block.name)
    return reading.content.parts


@register.filter
def snapshot_url(path: str) -> str:
    """Return the address of a file of a snapshot."""
    return default_storage.url(path)


@register.filter
def link_site(url: str) -> str:
    """Return the site an address belongs to, as people call it: youtube.com."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


@register.filter
def file_ending(part: Mapping[str, Any]) -> str:
    """Return the ending of a part's file: PDF."""
    return PurePosixPath(part["src"]).suffix.lstrip(".").upper()


@register.filter
def download_name(part: Mapping[str, Any]) -> str:
    """Return the name under which a document is saved: its title, not its hash."""
    title = get_valid_filename(part["title"]).strip("._-") or "otau"
    return f"{title}{PurePosixPath(part['src']).suffix}"


@register.filter
def checklist_items(part: Mapping[str, Any]) -> Any:
    """Return the steps of a checklist (`items` is a method of a dictionary in templates)."""
    return part["items"]


@register.filter
def snapshot_html(html: str) -> SafeString:
    """Mark as safe what a snapshot holds: it was cleaned when the snapshot was made."""
    return mark_safe(html)  # noqa: S308 cleaned by courses.snapshots.html


@register.filter
def as_day(text: str) -> Any:
    """Turn a snapshot's YYYY-MM-DD into a date; None when it is none."""
    return parse_date(text) if text else None
