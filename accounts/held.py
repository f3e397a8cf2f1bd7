"""What the accounts hold about a person."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.actions.record import lookups_of
from accounts.identity import open_number
from accounts.models import User
from accounts.personal_data import Item, Row, Section
from accounts.record_words import place_words, purpose_words

SHOWN_DIGITS = 4


def sections(user: User) -> list[Section]:
    """Return who the person is, what they agreed to, and who looked them up."""
    return [
        Section(
            "account", _("About you"),
            _("What you told us and how you sign in."), lambda: account(user),
        ),
        Section(
            "identity", _("Your identity document"),
            _("The number is kept sealed; only its end is written here, should somebody see this "
              "over your shoulder."), lambda: identities(user),
        ),
        Section(
            "consents", _("What you agreed to"),
            _("Each text, when you agreed and when you took it back."), lambda: consents(user),
        ),
        Section(
            "lookups", _("Who looked you up"),
            _("Each time somebody at work looked at your record. It is shown once your identity is "
              "confirmed."), lambda: lookups(user),
        ),
    ]  # fmt: skip


def account(user: User) -> Iterator[Row]:
    """The account itself: one row."""
    own = "accounts.User."
    yield (
        # With it what stays after an erasure can be found, by who has kept it and by nobody else.
        Item("number", _("Number of the account"), user.pk, own + "id"),
        Item("name", _("Your name"), user.name, own + "name"),
        Item("email", _("E-mail address"), user.email or None, own + "email"),
        Item("email_confirmed_at", _("E-mail address confirmed on"), user.email_confirmed_at,
             own + "email_confirmed_at"),
        Item("phone", _("Phone number"), str(user.phone) if user.phone else None, own + "phone"),
        Item("phone_confirmed_at", _("Phone number confirmed on"), user.phone_confirmed_at,
             own + "phone_confirmed_at"),
        Item("language", _("Language of messages"), user.language, own + "language",
             user.get_language_display()),
        Item("created_at", _("First visit"), user.created_at, own + "created_at"),
        Item("signed_in_at", _("Last signed in"), user.last_login, own + "last_login"),
        Item("consented_at", _("Agreed to the newest text on"), user.consented_at,
             own + "consented_at"),
    )  # fmt: skip


def identities(user: User) -> Iterator[Row]:
    """The identities given, the one that counts first."""
    own = "accounts.Identity."
    for one in user.identities.order_by("displaced_at", "-declared_at"):
        number = open_number(one.sealed_number)
        hidden = "•" * (len(number) - SHOWN_DIGITS) + number[-SHOWN_DIGITS:]
        yield (
            Item("kind", _("Document"), one.kind, own + "kind", one.get_kind_display()),
            Item("country", _("Country"), one.country, own + "country"),
            Item("number_end", _("Number"), hidden, own + "sealed_number"),
            Item("assurance", _("How it was confirmed"), one.assurance, own + "assurance",
                 one.get_assurance_display()),
            Item("declared_at", _("Given on"), one.declared_at, own + "declared_at"),
            Item("proved_at", _("Confirmed on"), one.proved_at, own + "proved_at"),
            Item("ended_at", _("Counted until"), one.displaced_at, own + "displaced_at"),
        )  # fmt: skip


def consents(user: User) -> Iterator[Row]:
    """The consents, the newest first."""
    own = "accounts.Consent."
    for one in user.consents.select_related("text").order_by("-given_at", "-pk"):
        yield (
            Item("version", _("Version of the text"), one.text.version, own + "text"),
            Item("language", _("Language"), one.language, own + "language",
                 one.get_language_display()),
            Item("given_at", _("Agreed on"), one.given_at, own + "given_at"),
            Item("withdrawn_at", _("Taken back on"), one.withdrawn_at, own + "withdrawn_at"),
        )  # fmt: skip


def lookups(user: User) -> Iterator[Row]:
    """The look-ups, the newest first."""
    own = "accounts.Lookup."
    for one in lookups_of(user):
        yield (
            Item("at", _("When"), one.at, own + "at"),
            Item("place", _("Where"), one.place, own + "place", place_words(one.place)),
            Item("purpose", _("What for"), one.purpose, own + "purpose",
                 purpose_words(one.purpose)),
        )  # fmt: skip
