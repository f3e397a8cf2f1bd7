"""Content of a lesson file as Wagtail stores it; text and activities have their own places."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from cms.models import HelpLine
from cms.texts import listed
from courses.actions.load_media import MediaShelf
from courses.curriculum import Part
from courses.curriculum.parts import MEDIA_KINDS


class HelpLineUnknown(Exception):
    """A lesson names a help line that the list of help lines does not have."""


def content_value(own: UUID, part: Part, shelf: MediaShelf) -> dict[str, Any]:
    """Return the value of a block whose id is `own`. Raises HelpLineUnknown."""
    return VALUES[part.kind](own, part, shelf)


def _picture(own: UUID, part: Part, shelf: MediaShelf) -> dict[str, Any]:
    return {
        "key": part.key, "image": shelf.image(part.file), "alt": part.alt,
        "is_decorative": part.is_decorative, "caption": part.caption,
    }  # fmt: skip


def _recording(own: UUID, part: Part, shelf: MediaShelf) -> dict[str, Any]:
    value = {
        "key": part.key, "media": shelf.media(part.file, part.kind) if part.file else None,
        "link": part.words.get("link", ""), "transcript": part.html,
    }  # fmt: skip
    if part.kind == "video":
        value["captions"] = shelf.captions(part.captions) if part.captions else ""
    return value


def _heading(own: UUID, part: Part, shelf: MediaShelf) -> dict[str, Any]:
    return {"level": part.facts["level"], "text": part.words["heading"]}


def _quotation(own: UUID, part: Part, shelf: MediaShelf) -> dict[str, Any]:
    return {"text": part.html, "source": part.words["source"]}


def _short(own: UUID, part: Part, shelf: MediaShelf) -> dict[str, Any]:
    return {"lines": _rows(own, [html for _who, html in part.lines])}


def _tailored(own: UUID, part: Part, shelf: MediaShelf) -> dict[str, Any]:
    cases = [
        {"type": "item", "id": str(uuid5(own, name)),
         "value": {"circumstance": name, "text": html}}
        for name, html in part.texts.items()
    ]  # fmt: skip
    return {"key": part.key, "text": part.html, "cases": cases}


def _week(own: UUID, part: Part, shelf: MediaShelf) -> dict[str, Any]:
    return {"key": part.key, "text": part.html, "back": part.texts["back"]}


def _to_film(own: UUID, part: Part, shelf: MediaShelf) -> dict[str, Any]:
    return {"about": part.words["about"], "text": part.html}


def _dialogue(own: UUID, part: Part, shelf: MediaShelf) -> dict[str, Any]:
    return {"lines": _rows(own, [{"who": who, "what": html} for who, html in part.lines])}


def _term(own: UUID, part: Part, shelf: MediaShelf) -> dict[str, Any]:
    return {"term": part.words["word"], "explanation": part.html}


def _checklist(own: UUID, part: Part, shelf: MediaShelf) -> dict[str, Any]:
    steps = [html for _nobody, html in part.lines]
    return {"title": part.words["title"], "items": _rows(own, steps)}


def _document(own: UUID, part: Part, shelf: MediaShelf) -> dict[str, Any]:
    return {"document": shelf.document(part.file), "title": part.words["title"]}


def _helpline(own: UUID, part: Part, shelf: MediaShelf) -> dict[str, Any]:
    key = part.facts["line"]
    found = HelpLine.objects.filter(key=key).values_list("pk", flat=True).first()
    if found is None:
        known = listed(HelpLine.objects.values_list("key", flat=True))
        raise HelpLineUnknown(
            _("there is no help line %(key)s. Known: %(known)s. Load the site first, or add the "
              "line.") % {"key": repr(key), "known": known}
        )  # fmt: skip
    return {"line": found}


def _rows(own: UUID, values: list[Any]) -> list[dict[str, Any]]:
    """Return the items of a list; their ids are the same at each load."""
    return [
        {"type": "item", "id": str(uuid5(own, str(n))), "value": value}
        for n, value in enumerate(values)
    ]


VALUES: dict[str, Callable[[UUID, Part, MediaShelf], dict[str, Any]]] = {
    "picture": _picture,
    **dict.fromkeys(MEDIA_KINDS, _recording),
    "short": _short,
    "heading": _heading,
    "quotation": _quotation,
    "dialogue": _dialogue,
    "term": _term,
    "checklist": _checklist,
    "tailored": _tailored,
    "week": _week,
    "to-film": _to_film,
    "document": _document,
    "helpline": _helpline,
}
