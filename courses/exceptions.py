"""What can be wrong with courses, worded for the person who will read it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _


class CourseError(Exception):
    """The base of this app's errors."""


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a course from being published; `page_id` is where to mend it."""

    message: str
    page_id: int | None = None
    page_title: str = ""


class EditionIncomplete(CourseError):
    """The course cannot be published; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{p.page_title}: {p.message}".strip(": ") for p in problems))


class CorrectionRefused(CourseError):
    """What was changed is more than a correction: it needs a new edition."""


class LessonUnknown(CourseError):
    """No edition of the course has such a lesson."""

    def __init__(self, lesson_key: UUID) -> None:
        super().__init__(
            _("No edition of this course has the lesson %(key)s.") % {"key": lesson_key}
        )


class UnknownActivity(CourseError):
    """The lesson has no such activity."""


class UnknownOption(CourseError):
    """The activity has no such option."""


class ResponseRefused(CourseError):
    """What was sent is no answer to the activity; `message` says what to do, translated."""

    message: Any = ""
    status = 422

    def __str__(self) -> str:
        return str(self.message)


class TrialExpired(CourseError):
    """An activity of a preview that is too old, or was not sealed by us."""

    def __str__(self) -> str:
        return _("This preview is too old to try it. Open the preview again.")


class CourseIdentityChanged(CourseError):
    """The files give a course another code or address than it has."""
