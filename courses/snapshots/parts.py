"""The body of a lesson page into the parts and answers of a snapshot."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from courses.snapshots.files import media_file, picture_files
from courses.snapshots.html import has_dead_link, inline_html, public_html

ROLES = ("text", "situation", "tip", "warning", "takeaway")


@dataclass
class LessonContent:
    """What a learner sees, the answer key, and what keeps the lesson from being published."""

    parts: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    sources: list[dict[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def lesson_content(page: Any, *, language: str, kept: bool) -> LessonContent:
    """Read a LessonPage that is in `language`. With `kept` its files are copied for good.

    A draft may be unfinished: what cannot be shown is left out and named in `problems`, in the
    active language, since whoever mends it reads that one.
    """
    return _Reading(language, kept).read(page)


class _Reading:
    def __init__(self, language: str, kept: bool) -> None:
        self.language = language
        self.kept = kept
        self.content = LessonContent()
        self.keys: set[str] = set()

    def read(self, page: Any) -> LessonContent:
        """Read all blocks, then the sources."""
        for child in page.body:
            kind, value = child.block_type, child.value
            if kind in ROLES:
                html = self.html(value)
                if html:
                    self.content.parts.append({"kind": "html", "role": kind, "html": html})
            else:
                getattr(self, kind)(value, kind)
        if not self.content.parts:
            self.wrong(_("The lesson is empty."))
        self.content.sources = [
            {
                "title": source.value["title"],
                "url": source.value.get("url") or "",
                "checked": str(source.value.get("checked") or ""),
            }
            for source in page.sources
        ]
        return self.content

    def wrong(self, message: str) -> None:
        """Note a problem once."""
        if message not in self.content.problems:
            self.content.problems.append(message)

    def html(self, value: Any) -> str:
        """Public HTML of a rich text value."""
        html = public_html(value.source if value else "", self.language)
        if has_dead_link(html):
            self.wrong(_("A link leads to a page that is there no more."))
        return html

    def key(self, value: Any) -> str:
        """The key of an activity, unique in the lesson."""
        key = value.get("key") or ""
        if not key:
            self.wrong(_("An activity has no key. Open the page and save it once."))
        elif key in self.keys:
            self.wrong(_("Two blocks have the same key “%(key)s”.") % {"key": key})
        self.keys.add(key)
        return key

    def picture(self, value: Any, kind: str) -> None:
        """A picture whose text equivalent was decided."""
        image = value.get("image")
        if image is None:
            self.wrong(_("A picture block has no picture."))
            return
        alt = (value.get("alt") or "").strip()
        if bool(alt) == bool(value.get("is_decorative")):
            self.wrong(
                _("A picture (%(title)s) needs words for those who do not see it, or the mark "
                  "“decoration only”.") % {"title": image.title}
            )  # fmt: skip
        files = picture_files(image, kept=self.kept)
        self.content.parts.append(
            {"kind": kind, "alt": alt, "caption": value.get("caption") or "", **files}
        )

    def audio(self, value: Any, kind: str) -> None:
        """Sound or a film with its words."""
        media = value.get("media")
        transcript = self.html(value.get("transcript"))
        if not transcript:
            self.wrong(_("A sound or a film has no transcript."))
        if media is None:
            self.wrong(_("A sound or film block has no file."))
            return
        files = media_file(media, kept=self.kept)
        self.content.parts.append({"kind": kind, "transcript": transcript, **files})

    video = audio

    def reflection(self, value: Any, kind: str) -> None:
        """A question to oneself."""
        self.content.parts.append(
            {"kind": kind, "key": self.key(value), "prompt": self.html(value.get("prompt"))}
        )

    def single(self, value: Any, kind: str) -> None:
        """A question with options; what is right goes into the answers."""
        key = self.key(value)
        options = list(value.get("options") or [])
        texts = [
            {"key": o.get("key") or "", "text": inline_html(self.html(o.get("text")))}
            for o in options
        ]
        answers = {
            o.get("key") or "": {
                "right": bool(o.get("is_right")),
                "feedback": self.html(o.get("feedback")),
            }
            for o in options
        }
        self.check(key, kind, len(options), answers)
        self.content.parts.append(
            {
                "kind": kind, "key": key, "required": bool(value.get("is_required")),
                "prompt": self.html(value.get("prompt")), "options": texts,
                "hint": value.get("hint") or "",
            }
        )  # fmt: skip
        self.content.answers[key] = answers

    multiple = single

    def check(self, key: str, kind: str, options: int, answers: dict[str, Any]) -> None:
        """Note what makes a question unanswerable."""
        right = sum(answer["right"] for answer in answers.values())
        if options < 2:
            self.wrong(_("The question “%(key)s” has fewer than two options.") % {"key": key})
        if len(answers) < options:
            self.wrong(_("Two options of the question “%(key)s” have the same key.") % {"key": key})
        if right == 0:
            self.wrong(_("The question “%(key)s” has no right answer.") % {"key": key})
        elif kind == "single" and right > 1:
            self.wrong(_("The question “%(key)s” has more than one right answer.") % {"key": key})
        if not all(answer["feedback"] for answer in answers.values()):
            self.wrong(_("An option of the question “%(key)s” has no feedback.") % {"key": key})
