"""Parts of a lesson in a file that opens without a network, and the link to such a file."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from courses.activities import ACTIVITIES
from courses.circumstances import UNKNOWN
from courses.take_along.contents import below
from courses.take_along.pictures import Pictures

register = template.Library()
RECORDINGS = ("audio", "video")
# These have neither address nor identifier, so a file shows them as the site does.
SHARED = ("heading", "quotation", "dialogue", "term", "checklist", "week")


@register.simple_tag(takes_context=True)
def take_along_part(context: Context, part: Mapping[str, Any]) -> SafeString:
    """Show one part of a lesson: nothing is fetched, asked or kept, and no answer is told."""
    kind = part["kind"]
    if kind in SHARED:
        name = f"courses/parts/{kind}.html"
    else:
        place = "activity" if kind in ACTIVITIES else "recording" if kind in RECORDINGS else kind
        name = f"courses/take_along_file/{place}.html"
    contents = context["contents"]
    shown = {
        "part": part, "pictures": context["pictures"], "circumstances": UNKNOWN,
        "line": contents.help_lines.get(part.get("line")),
    }  # fmt: skip
    return mark_safe(below(render_to_string(name, shown)))  # noqa: S308 a template's


@register.filter
def picture_from(part: Mapping[str, Any], pictures: Pictures) -> SafeString:
    """Return the picture of a part as an address within the file; empty without one."""
    return mark_safe(pictures.address(part))  # noqa: S308 quoted by courses.take_along.pictures
