"""The reader of sound and films."""

from typing import Any

from django.utils.translation import gettext as _

from courses.captions import read_captions, write_captions
from courses.snapshots.files import captions_file, file_is_gone, is_there, media_file
from courses.snapshots.reading.lesson import Reading


def read_recording(reading: Reading, value: Any, kind: str) -> None:
    """Sound or a film, here or on another site, with its words."""
    media, link = value.get("media"), (value.get("link") or "").strip()
    transcript = reading.html(value.get("transcript"))
    if not transcript:
        reading.wrong(_("A sound or a film has no transcript."))
    if media is not None and link:
        reading.wrong(_("A sound or a film has a file and a link. Take one of them away."))
    if media is None and not link:
        reading.wrong(_("A sound or film block has no file."))
        return
    if media is not None and not is_there(media.file):
        reading.wrong(file_is_gone(media.title))
        return
    part = {"kind": kind, "link": link, "transcript": transcript}
    if media is None:
        part |= {"src": "", "type": "", "bytes": 0}
    else:
        part |= media_file(media, kept=reading.kept)
    if kind == "video":
        part["captions"] = read_film_captions(reading, value, is_ours=media is not None)
    reading.add(part)


def read_film_captions(reading: Reading, value: Any, *, is_ours: bool) -> str:
    """Return the path of a film's captions; empty where there are none, and in a preview.

    A preview writes nothing, so it shows the film without them.
    """
    text = value.get("captions") or ""
    if not is_ours:
        return ""
    if not text.strip():
        reading.wrong(_("A video has no captions. Write what is said, line by line."))
        return ""
    cues, problems = read_captions(text)
    for problem in problems:
        reading.wrong(
            _("The captions of a video cannot be read. %(problem)s") % {"problem": problem}
        )
    if problems or not reading.kept:
        return ""
    return captions_file(write_captions(cues))
