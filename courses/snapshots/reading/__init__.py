"""The body of a lesson page into the parts and answers of a snapshot.

Each kind of block has a reader: a function of the reading, the block's value and its kind, which
adds what learners see to `content.parts` and notes what is missing by `reading.wrong`.
"""

from typing import Any

from courses.snapshots.reading.activities import ACTIVITY_READERS
from courses.snapshots.reading.content import CONTENT_READERS
from courses.snapshots.reading.fitting import FITTING_READERS
from courses.snapshots.reading.lesson import LessonContent, Reading

__all__ = ["READERS", "LessonContent", "Reading", "lesson_content"]

READERS = CONTENT_READERS | FITTING_READERS | ACTIVITY_READERS


def lesson_content(page: Any, *, language: str, kept: bool) -> LessonContent:
    """Read a LessonPage that is in `language`. With `kept` its files are copied for good.

    A draft may be unfinished: what cannot be shown is left out and named in `problems`, in the
    active language, since whoever mends it reads that one.
    """
    return Reading(language, kept, READERS).read(page)
