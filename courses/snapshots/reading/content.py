"""Readers of what a learner reads, sees and hears."""

from typing import Any

from django.utils.translation import gettext as _

from courses.snapshots.files import file_is_gone, is_there, media_file, picture_files
from courses.snapshots.html import inline_html
from courses.snapshots.reading.lesson import Reading
from courses.snapshots.reading.recordings import read_recording

CHECKLIST_ITEMS = range(2, 11)


def read_html(reading: Reading, value: Any, kind: str) -> None:
    """Rich text in one of its roles; an empty one is left out."""
    html = reading.html(value)
    if html:
        reading.add({"kind": "html", "role": kind, "html": html})


def read_heading(reading: Reading, value: Any, kind: str) -> None:
    """A heading between the parts."""
    text = (value.get("text") or "").strip()
    if not text:
        reading.wrong(_("A heading has no words."))
        return
    reading.add({"kind": kind, "level": 3 if str(value.get("level")) == "3" else 2, "text": text})


def read_quotation(reading: Reading, value: Any, kind: str) -> None:
    """Somebody's words."""
    html = reading.html(value.get("text"))
    if not html:
        reading.wrong(_("A quotation has no words."))
        return
    reading.add({"kind": kind, "html": html, "source": (value.get("source") or "").strip()})


def read_dialogue(reading: Reading, value: Any, kind: str) -> None:
    """People talking, line by line."""
    lines = [
        {
            "who": (line.get("who") or "").strip(),
            "html": inline_html(reading.html(line.get("what"))),
        }
        for line in value.get("lines") or []
    ]
    if len(lines) < 2:
        reading.wrong(_("A dialogue has fewer than two lines."))
    if not all(line["who"] and line["html"] for line in lines):
        reading.wrong(_("A line of a dialogue lacks its speaker or its words."))
    reading.add({"kind": kind, "lines": lines})


def read_term(reading: Reading, value: Any, kind: str) -> None:
    """A word and what it means."""
    term, html = (value.get("term") or "").strip(), reading.html(value.get("explanation"))
    if not term or not html:
        reading.wrong(_("An explained word lacks the word or the explanation."))
    reading.add({"kind": kind, "term": term, "html": html})


def read_checklist(reading: Reading, value: Any, kind: str) -> None:
    """Small steps to do at home."""
    title = (value.get("title") or "").strip()
    items = [inline_html(reading.html(item)) for item in value.get("items") or []]
    if not title:
        reading.wrong(_("A checklist has no title."))
    if len(items) not in CHECKLIST_ITEMS or not all(items):
        reading.wrong(_("A checklist has two to ten steps, none of them empty."))
    reading.add({"kind": kind, "title": title, "items": items})


def read_helpline(reading: Reading, value: Any, kind: str) -> None:
    """Where to call: the snapshot names the line, its number is looked up when it is shown."""
    line = value.get("line")
    if line is None:
        reading.wrong(_("A help line is chosen no more, or was deleted. Choose one."))
        return
    reading.add({"kind": kind, "line": line.key})


def read_picture(reading: Reading, value: Any, kind: str) -> None:
    """A picture whose text equivalent was decided."""
    image = value.get("image")
    if image is None:
        reading.wrong(_("A picture block has no picture."))
        return
    alt = (value.get("alt") or "").strip()
    if bool(alt) == bool(value.get("is_decorative")):
        reading.wrong(
            _("A picture (%(title)s) needs words for those who do not see it, or the mark "
              "“decoration only”.") % {"title": image.title}
        )  # fmt: skip
    files = picture_files(image, kept=reading.kept)
    reading.add({"kind": kind, "alt": alt, "caption": value.get("caption") or "", **files})


def read_document(reading: Reading, value: Any, kind: str) -> None:
    """A file to take along."""
    document = value.get("document")
    if document is None:
        reading.wrong(_("A document block has no document. Choose one."))
        return
    if not is_there(document.file):
        reading.wrong(file_is_gone(document.title))
        return
    title = (value.get("title") or "").strip() or document.title
    reading.add({"kind": kind, "title": title, **media_file(document, kept=reading.kept)})


CONTENT_READERS = {
    **dict.fromkeys(("text", "situation", "tip", "warning", "takeaway"), read_html),
    "heading": read_heading,
    "quotation": read_quotation,
    "dialogue": read_dialogue,
    "term": read_term,
    "checklist": read_checklist,
    "helpline": read_helpline,
    "picture": read_picture,
    "document": read_document,
    "audio": read_recording,
    "video": read_recording,
}
