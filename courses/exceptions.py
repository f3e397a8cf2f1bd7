"""What can be wrong with courses, worded for the person who will read it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class CourseError(Exception):
    """The base of this app's errors."""


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a course from being published; `page_id` is where to mend it.

    `block_id` is the block of that page, where it is one.
    """

    message: str
    page_id: int | None = None
    page_title: str = ""
    block_id: str = ""


class EditionIncomplete(CourseError):
    """The course cannot be published; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{p.page_title}: {p.message}".strip(": ") for p in problems))


class SeenOtherwise(CourseError):
    """Somebody published or approved something since the page that was decided on was shown."""

    def __str__(self) -> str:
        return _(
            "Nothing was published: meanwhile somebody approved or published something in this "
            "course. Look at what changes now, and decide again. What you wrote is below."
        )


class CorrectionRefused(CourseError):
    """What was changed is more than a correction: it needs a new edition."""


class LessonUnknown(CourseError):
    """No edition of the course has such a lesson."""

    def __init__(self, lesson_key: UUID) -> None:
        super().__init__(
            _("No edition of this course has the lesson %(key)s.") % {"key": lesson_key}
        )


class WithdrawalError(CourseError):
    """A withdrawal by two people cannot go on; `message` says why, translated."""

    message = gettext_lazy("This cannot be done.")

    def __str__(self) -> str:
        return str(self.message)


class LessonWithdrawnAlready(WithdrawalError):
    """Nothing is left to withdraw."""

    message = gettext_lazy("This lesson is withdrawn already.")


class ProposedAlready(WithdrawalError):
    """Somebody else was quicker."""

    message = gettext_lazy("Somebody has proposed this already; another person may confirm it.")


class ProposalOfOneself(WithdrawalError):
    """One person would do what takes two."""

    message = gettext_lazy("You proposed this yourself: another person has to confirm it.")


class ProposalNotOpen(WithdrawalError):
    """It was decided, or its seven days are over."""

    message = gettext_lazy(
        "This proposal was decided meanwhile, or its seven days are over. Propose it anew if it is "
        "still needed."
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


class ExportRefused(CourseError):
    """A course cannot be written into files; `reasons` says why."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))


class ArchiveUnsafe(CourseError):
    """A zip file cannot be unpacked, or had better not be."""


class TranslationError(CourseError):
    """The base of what keeps a translation from being saved."""


class TranslationHasNoPlace(TranslationError):
    """The page above has no counterpart, so a translation could not be put anywhere."""

    def __init__(self) -> None:
        super().__init__(
            _("The list of courses has no page in the other language yet, so there is no place "
              "for a translation. Ask the administrator.")
        )  # fmt: skip


class TranslationHomeless(TranslationError):
    """Texts were typed for which the source has no place any more."""

    def __init__(self) -> None:
        super().__init__(
            _("The source was changed meanwhile, and some of what you typed has no place any "
              "more. Nothing was saved. Your words stand below: take what you need, then save "
              "again.")
        )  # fmt: skip


class TranslationLocked(TranslationError):
    """The page is locked or in review for whoever saves."""


class TranslationMoved(TranslationError):
    """The source changed meanwhile, and more of the translation would go than was said."""

    def __init__(self) -> None:
        super().__init__(
            _("The source was changed meanwhile, and more of the translation would go than was "
              "said. Nothing was saved; what you typed is below. Look, then save again.")
        )  # fmt: skip


class TranslationOverlaps(TranslationError):
    """Somebody else changed the same texts meanwhile; `addresses` says which."""

    def __init__(self, addresses: list[str]) -> None:
        self.addresses = addresses
        super().__init__(
            _("Somebody else changed some of the same texts meanwhile. Nothing was saved; what "
              "you typed is below, with their words beside it. Look, then save again.")
        )  # fmt: skip


class TranslationRefused(TranslationError):
    """The page cannot be saved so, and the message says why."""
