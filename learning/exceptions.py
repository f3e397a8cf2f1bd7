"""What can be wrong with an answer, for the person who gave it."""

from django.utils.translation import gettext_lazy as _


class LearningError(Exception):
    """Something in a lesson cannot be done; `message` says why and what to do, translated."""

    message = _("This cannot be done. Please open the lesson again.")
    status = 422

    def __str__(self) -> str:
        return str(self.message)


class FormIncomplete(LearningError):
    """The page's own hidden number did not come along, or is no UUID."""

    message = _("The page did not come through whole. Please choose again.")
    status = 400


class LessonHasTasks(LearningError):
    """A lesson with required tasks is completed by them and not by reading."""

    message = _("This lesson is completed by its required tasks.")


class ReflectionTooLong(LearningError):
    """More than can be kept."""

    message = _("This is longer than 5,000 characters. Please shorten it; nothing was kept yet.")


class NothingToKeep(LearningError):
    """An empty text was to be kept."""

    message = _("Write something first, or go on without it.")


class NothingKept(LearningError):
    """An answer was to be shared that is not kept."""

    message = _("Keep your answer first, then share it.")


class AnswerChanged(LearningError):
    """The text before the person is not the one that is kept, so it is not clear which is meant."""

    message = _("Your answer has changed. Keep the change first, then share it.")


class NotInCouple(LearningError):
    """Answers are shared within a couple, and the person is in none."""

    message = _("You learn on your own now, so there is nobody to share with.")


class NotBothShared(LearningError):
    """Answers to an exercise for two open when both share them. Says nothing of the other."""

    message = _("The answers can be opened once both of you share them.")


class AnswersOpened(LearningError):
    """What was opened cannot be taken back."""

    message = _("The two answers have been opened, so yours can no longer be taken back.")
    status = 409


class EditionTaken(LearningError):
    """The person took another edition while the page stood open."""

    message = _(
        "You have taken a newer edition of the course meanwhile. Please open the lesson again."
    )
    status = 409


class EnrolmentClosed(LearningError):
    """The person no longer takes this course."""

    message = _("You no longer take this course.")


class NothingIsKept(LearningError):
    """A lesson that speaks of violence keeps nothing of a person but its graded tasks."""

    message = _("In this lesson nothing is written down.")


class NothingAnswered(LearningError):
    """None of the questions before or after a course was answered."""

    message = _("Nothing is answered yet. Answer as many as you like, or skip the questions.")


class MeasureChanged(LearningError):
    """An answer to a question, or an option, that the edition does not have."""

    message = _("The questions have changed. Please answer again.")


class ChoiceUnknown(LearningError):
    """An answer about circumstances that is none of the choices."""

    message = _("Choose one of the answers, or skip the question.")


class MarkIncomplete(LearningError):
    """Neither "unclear" nor "a mistake" was chosen."""

    message = _("Say whether the place is unclear or has a mistake.")


class NoteTooLong(LearningError):
    """A note beside a mark that is too long."""

    message = _("This is longer than 300 characters. Please shorten it; nothing was sent yet.")


class TooManyMarks(LearningError):
    """More marks within an hour than anybody makes who reads."""

    message = _("You have marked many places in a short time. Please go on in an hour.")
    status = 429


class HowItWentMissing(LearningError):
    """None of the three answers to how the small thing went."""

    message = _("Choose one of the three answers first.")


class PlanTooLong(LearningError):
    """A note about what one wants to do that is too long."""

    message = _("This is longer than 300 characters. Please shorten it; nothing was kept yet.")


class WordsTooLong(LearningError):
    """Words about how it went that are too long."""

    message = _("This is longer than 1,000 characters. Please shorten it; nothing was kept yet.")


class NotAsked(LearningError):
    """The person no longer wants to be asked about this lesson."""

    message = _("You are no longer asked about this. Ask to be asked again first.")


class AgeUnknown(LearningError):
    """An age that the course does not have."""

    message = _("The ages have changed. Please choose again.")
