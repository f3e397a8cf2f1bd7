"""What can be wrong with the words of the paper, for those who edit them."""

from django.utils.translation import gettext_lazy as _

from certificates.exceptions import CertificateError


class WordsError(CertificateError):
    """Something about the words cannot be done; `message` says why, translated."""

    message = _("This cannot be done.")

    def __str__(self) -> str:
        """Say so."""
        return str(self.message)


class WordsUnfit(WordsError):
    """The words cannot stand on a paper; `problems` says of each field why."""

    message = _("These words cannot stand on a certificate.")

    def __init__(self, problems: dict[str, list[str]]) -> None:
        """Keep the reasons by field."""
        super().__init__()
        self.problems = problems


class WordsOfOneself(WordsError):
    """Who proposed words may not publish them."""

    message = _("Somebody else has to publish what you proposed.")


class WordsDecided(WordsError):
    """The proposal was published, declined or taken back meanwhile."""

    message = _("This has been decided meanwhile.")


class WordsNotDraft(WordsError):
    """Only a draft is changed, by its author."""

    message = _("This is no draft of yours any more: it can only be taken back.")


class NothingOfItsOwn(WordsError):
    """The course has no words of its own to give up."""

    message = _("This course has the words of all courses already.")
