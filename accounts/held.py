"""What the accounts hold about a person."""

from collections.abc import Iterator

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.actions.appeals import appeals_of
from accounts.actions.names import corrections_of
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
            "name_corrections", _("Your name, corrected"),
            _("When somebody at work put your name right by your document, and where."),
            lambda: name_corrections(user),
        ),
        Section(
            "sessions", _("Where you are signed in"),
            _("The kind of device and the days. Neither its place nor its network is known."),
            lambda: sessions(user),
        ),
        Section(
            "appeals", _("Questions about decisions"),
            _("What you asked and what was answered."), lambda: appeals(user),
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
        Item("assisted_at", _("Made for you in person on"), user.assisted_at,
             own + "assisted_at"),
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
            Item("how", _("How you agreed"), one.how, own + "how", one.get_how_display()),
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


def name_corrections(user: User) -> Iterator[Row]:
    """The corrections of the name, the newest first."""
    own = "accounts.NameCorrection."
    for one in corrections_of(user):
        yield (
            Item("at", _("When"), one.at, own + "at"),
            Item("place", _("Where"), one.place, own + "place", place_words(one.place)),
            Item("before", _("Name before"), one.before, own + "sealed_before"),
            Item("after", _("Name since"), one.after, own + "sealed_after"),
        )  # fmt: skip


def sessions(user: User) -> Iterator[Row]:
    """The devices that are signed in, what was used last first."""
    own = "accounts.UserSession."
    for one in user.sessions.order_by("-last_used_on", "-pk"):
        yield (
            Item("device", _("Device"), one.device, own + "device", one.get_device_display()),
            Item("browser", _("Browser"), one.browser, own + "browser",
                 one.get_browser_display()),
            Item("began_at", _("Signed in on"), one.began_at, own + "began_at"),
            Item("last_used_on", _("Last used on"), one.last_used_on, own + "last_used_on"),
        )  # fmt: skip


def appeals(user: User) -> Iterator[Row]:
    """What was asked about decisions, the newest first, each with its answers in order."""
    own, reply = "accounts.Appeal.", "accounts.AppealReply."
    for one, text, replies in appeals_of(user):
        yield (
            Item("about", _("What it is about"), one.about, own + "about",
                 one.get_about_display()),
            Item("lookup", _("The look-up"), one.lookup.at if one.lookup else None, own + "lookup"),
            Item("text", _("Your question"), text, own + "sealed_text"),
            Item("asked_at", _("Asked on"), one.asked_at, own + "asked_at"),
            Item("answers", _("The answer"), [words for _reply, words in replies],
                 reply + "sealed_text", "\n\n".join(words for _reply, words in replies)),
            Item("answered_on", _("Answered on"),
                 [localdate(answer.at).isoformat() for answer, _words in replies], reply + "at"),
            Item("first_answered_at", _("First answered on"), one.answered_at,
                 own + "answered_at"),
            Item("read_at", _("Read on"), one.read_at, own + "read_at"),
        )  # fmt: skip
