"""What can be wrong with accounts, in words for the person who reads them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AccountsError(Exception):
    """The base of all of them. `str(error)` is meant to be shown."""

    words: str | Promise = _("This did not work. Please try again.")

    def __init__(self, words: str | Promise = "") -> None:
        """Keep other `words` than the usual ones."""
        super().__init__(words or self.words)


class ContactMalformed(AccountsError):
    """Neither an e-mail address nor a phone number."""

    words = _(
        "Please check the address or number. An e-mail address looks like name@example.kz, "
        "a phone number like +7 701 123 45 67."
    )


class ContactTaken(AccountsError):
    """The contact belongs to somebody else's account; said only to who has proved it."""

    words = _("This contact belongs to another account.")


class LastContact(AccountsError):
    """A person could not sign in any more."""

    words = _("This is the only way to sign in to your account. Please add another one first.")


class CodeWrong(AccountsError):
    """Not the code, used already, too old, or tried too often: one answer for all of them."""

    words = _(
        "This code does not fit or is no longer valid. Check the digits in the newest message, "
        "or ask for a new code."
    )


class TooManyCodes(AccountsError):
    """Many wrong codes came from this address; this one was not looked at."""

    words = _("There were many tries in a short time. Please try again in a few minutes.")


class AccountClosed(AccountsError):
    """The account was closed by an administrator; said only to who has proved its contact."""

    words = _("This account is closed. A registry office or a support centre can help you.")


class IdentityMalformed(AccountsError):
    """Not a number of that kind. The words never hold the number."""

    words = _("Please check the number: it does not look like the number of such a document.")


class IdentityAlreadyProved(AccountsError):
    """The account's identity was confirmed with another number, which therefore stays."""

    words = _(
        "The identity of your account is confirmed already, with another number. "
        "If it is wrong, a registry office can help you with your identity document."
    )


class IdentityProvedElsewhere(AccountsError):
    """Another account has shown as much, or more, for the same identity."""

    words = _(
        "We could not confirm this here. This is not your fault. A registry office can settle it "
        "when you show your identity document."
    )


class CannotJoin(AccountsError):
    """Two accounts hold things that cannot both be kept."""

    words = _(
        "These two accounts cannot be joined by themselves, because both are in use for the same "
        "thing. Nothing was changed. A registry office or a support centre can help you."
    )


class CannotErase(AccountsError):
    """Somebody works, or worked, with Otau: what they decided has to keep a name."""

    words = _(
        "This account was used for work, so it cannot be erased here. "
        "Please ask your administrator or the data protection officer."
    )


class CannotRecover(AccountsError):
    """The account cannot be given a new contact; worded for the clerk."""

    words = _("No account can be opened for this identity. The person can sign in as a new one.")


class PaperCodeWrong(AccountsError):
    """Not a code on paper, used already, replaced or too old: one answer for all of them."""

    words = _(
        "This code does not fit or is no longer valid. Check the digits on the newest paper. You "
        "get a new code where you got this one, when you show your identity document."
    )


class CannotReceive(AccountsError):
    """Somebody before a clerk cannot be given a code on paper; worded for the clerk."""

    words = _(
        "This cannot be done here. It is not the person's fault. Please ask your administrator."
    )


class NotTheirContact(AccountsError):
    """The contact that a person named opens no account with their number; worded for the clerk."""

    words = _(
        "No account with this contact has named this person's number. Check it with the person. "
        "If they cannot sign in with it, leave it empty."
    )


class ConsentOutdated(AccountsError):
    """A newer text came while this one was being read."""

    words = _("The text has changed in the meantime. Please read the new one.")


class TooManyAppeals(AccountsError):
    """More questions of one person wait than anybody means to ask."""

    words = _("Several of your questions are waiting for an answer. Please wait for those first.")


class AnsweredMeanwhile(AccountsError):
    """Somebody else answered the same question; worded for the staff."""

    words = _("Somebody has answered meanwhile. Please read the answer above before you add to it.")


class CannotCorrect(AccountsError):
    """No account to correct a name in; worded for the clerk."""

    words = _(
        "No account with a confirmed identity has this number. In an account whose identity is not "
        "confirmed the person changes the name on their own page."
    )


class TooYoung(AccountsError):
    """Entries of the record of look-ups were to be removed before their years were over."""


class ChainBroken(AccountsError):
    """The record of look-ups was tampered with."""

    words = _("The record of look-ups is broken.")


class NotDelivered(AccountsError):
    """A mail server or SMS gateway did not take a message; to be tried again."""

    words = _("The message could not be sent.")


class ServerAway(NotDelivered):
    """The mail server or SMS gateway was not reached: nothing was handed over."""


class LinkOver(AccountsError):
    """A link to set a password: too old, used, replaced by a newer one, or never there."""

    words = _("This link is over. Please ask your administrator for a new one.")
