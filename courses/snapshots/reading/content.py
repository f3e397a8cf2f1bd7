"""Readers of what a learner reads, sees and hears."""

from typing import Any

from django.utils.translation import gettext as _

from courses.snapshots.files import media_file, picture_files
from courses.snapshots.reading.lesson import Reading


def read_html(reading: Reading, value: Any, kind: str) -> None:
    """Rich text in one of its roles; an empty one is left out."""
    html = reading.html(value)
    if html:
        reading.add({"kind": "html", "role": kind, "html": html})


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


def read_media(reading: Reading, value: Any, kind: str) -> None:
    """Sound or a film with its words."""
    media = value.get("media")
    transcript = reading.html(value.get("transcript"))
    if not transcript:
        reading.wrong(_("A sound or a film has no transcript."))
    if media is None:
        reading.wrong(_("A sound or film block has no file."))
        return
    files = media_file(media, kept=reading.kept)
    reading.add({"kind": kind, "transcript": transcript, **files})


CONTENT_READERS = {
    **dict.fromkeys(("text", "situation", "tip", "warning", "takeaway"), read_html),
    "picture": read_picture,
    "audio": read_media,
    "video": read_media,
}
