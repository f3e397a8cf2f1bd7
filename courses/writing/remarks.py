"""Everything that is pointed out about a draft: required activities, look-alikes, length."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.circumstances import name_of
from courses.models import LessonPage
from courses.snapshots.reading import READERS, LessonContent
from courses.snapshots.reading.lesson import Reading
from courses.writing.length import LONGEST, Length, length_of, lengths_of_cases
from courses.writing.look_alikes import LookAlike, look_alikes
from courses.writing.required import Required, required_of
from courses.writing.words import part_texts

# By how much of the text for everybody a case may be longer or shorter.
LEEWAY = 0.35
FILES = ("picture", "audio", "video", "document")


@dataclass
class Remarks:
    """What is said about a draft. None of it stops anybody."""

    length: Length
    stated: int | None
    look_alikes: list[LookAlike] = field(default_factory=list)
    required: Required | None = None
    uneven: list[str] = field(default_factory=list)
    films: list[str] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """Return what there is to mend, as sentences in the active language."""
        return self.about_words() + self.about_cases()

    def about_words(self) -> list[str]:
        """Return a sentence for each look-alike, and one for a lesson that takes too long."""
        said = [
            _("In “%(word)s” there is a Latin letter that only looks Cyrillic.")
            % {"word": one.word}
            for one in self.look_alikes
        ]
        if self.length.is_too_long:
            said.append(
                _("The lesson takes about %(minutes)s minutes. Lessons of up to %(most)s minutes "
                  "are read to the end; part it in two.")
                % {"minutes": self.length.minutes, "most": LONGEST}
            )  # fmt: skip
        elif self.length.is_beyond(self.stated):
            said.append(
                ngettext(
                    "The lesson takes about %(minutes)s minute, but %(stated)s are stated.",
                    "The lesson takes about %(minutes)s minutes, but %(stated)s are stated.",
                    self.length.minutes,
                )
                % {"minutes": self.length.minutes, "stated": self.stated}
            )
        return said

    def about_cases(self) -> list[str]:
        """Return a sentence for each case that takes another time than the text for everybody."""
        return [
            _("The text “%(case)s” is much longer or shorter than the one for everybody. Make them"
              " about equally long: every path takes the same time.") % {"case": name_of(key)}
            for key in self.uneven
        ]  # fmt: skip

    def about_films(self) -> list[str]:
        """Return a sentence for each text that a film will stand for one day. Nothing is amiss."""
        return [
            _("A film would serve here. It would show: %(about)s") % {"about": about}
            for about in self.films
        ]


def remarks_on(page: LessonPage) -> Remarks:
    """Return what there is to point out about the draft in `page`, required activities included."""
    draft = read_words(page)
    found = remarks_of(page, draft)
    found.required = required_of(page, draft)
    return found


def read_words(page: LessonPage) -> LessonContent:
    """Read the words of a draft; no picture is drawn and no file opened for it."""
    readers = READERS | dict.fromkeys(FILES, read_words_beside_file)
    return Reading(page.locale.language_code, False, readers).read(page)


def read_words_beside_file(reading: Reading, value: Any, kind: str) -> None:
    """Add what is said beside a file."""
    words = {name: value.get(name) or "" for name in ("alt", "caption", "title")}
    reading.add({"kind": kind, **words})


def remarks_of(page: LessonPage, content: LessonContent) -> Remarks:
    """Return what there is to point out about the words and the length of a draft that was read."""
    text = " ".join(
        [page.title, *(text for part in content.parts for text in part_texts(part)),
         *feedback_texts(content.answers), *content.films]
    )  # fmt: skip
    return Remarks(
        length=length_of(content.parts),
        stated=page.minutes,
        look_alikes=look_alikes(text),
        uneven=uneven_cases(content.parts),
        films=content.films,
    )


def uneven_cases(parts: list[dict[str, Any]]) -> list[str]:
    """Return the circumstances whose text takes another time than the one for everybody."""
    found = []
    for part in parts:
        if part["kind"] == "tailored":
            lengths = lengths_of_cases(part)
            whole = lengths.pop(None)
            found += [
                key for key, words in lengths.items() if key and abs(words - whole) > LEEWAY * whole
            ]
    return found


def feedback_texts(answers: dict) -> list[str]:
    """Return the texts of the answer key: what is said to whoever picks an option."""
    return [text for answer in answers.values() for text in part_texts(answer)]
