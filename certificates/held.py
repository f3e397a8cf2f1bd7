"""What is held about a person's certificates."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Assurance, User
from accounts.person import unseal_for
from accounts.personal_data import Item, Row, Section
from certificates.holder.actions import name_request_of
from certificates.holder.models import NameLink
from certificates.how import mode_in_words
from certificates.models import Certificate, CertificateAct
from certificates.names import NAME_PLACE
from certificates.staff.telling import WORDS_PLACE
from certificates.state import state_of
from web.sealing import CannotUnseal


def sections(user: User) -> list[Section]:
    """Return the certificates."""
    return [
        Section(
            "certificates", _("Your certificates"),
            _("What each says. The files are on the page of your certificates."),
            lambda: certificates(user),
        ),
        Section(
            "name_links", _("Links to your name"),
            _("Each link by which others can read the name on a certificate. The link itself is "
              "not kept."), lambda: name_links(user),
        ),
        Section(
            "name_request", _("The name you asked for"),
            _("How you want your name written, kept for a clerk."), lambda: name_request(user),
        ),
        Section(
            "certificate_acts", _("What staff did about your certificates"),
            _("What was done and why, with what was written to you."), lambda: acts(user),
        ),
    ]  # fmt: skip


def certificates(user: User) -> Iterator[Row]:
    """The certificates, the newest first."""
    own, issue = "certificates.Certificate.", "certificates.CertificateIssue."
    end = "certificates.CertificateEvent."
    russian = (get_language() or "").startswith("ru")
    rows = Certificate.objects.filter(enrolment__user=user).select_related("issue", "supersedes")
    for one in rows.prefetch_related("events").order_by("-certified_at", "-pk"):
        state, made = state_of(one), getattr(one, "issue", None)
        made_at, signed = (made.issued_at, made.signed_payload) if made else (None, None)
        ended = next(iter(one.events.all()), None)
        yield (
            Item("number", _("Number"), one.number, own + "number"),
            Item("name", _("Name on it"), _name(user, one), own + "sealed_name"),
            Item("name_source", _("Where the name is from"), one.name_source, own + "name_source",
                 name_source(one)),
            Item("course", _("Course"), one.course_code, own + "course_code",
                 one.course_title_ru if russian else one.course_title_kk),
            Item("title_kk", _("Title in Kazakh"), one.course_title_kk, own + "course_title_kk"),
            Item("title_ru", _("Title in Russian"), one.course_title_ru, own + "course_title_ru"),
            Item("edition", _("Edition"), one.edition_number, own + "edition_number"),
            Item("hours", _("Hours of the course"), float(one.hours), own + "hours"),
            Item("mode", _("How it was taken"), one.mode, own + "mode", mode_in_words(one)),
            Item("assurance", _("How sure the identity was"), one.assurance, own + "assurance",
                 assurance(one)),
            Item("issuer_kk", _("Issued by, in Kazakh"), one.issuer_kk, own + "issuer_kk"),
            Item("issuer_ru", _("Issued by, in Russian"), one.issuer_ru, own + "issuer_ru"),
            Item("completed_on", _("Completed on"), one.completed_on, own + "completed_on"),
            Item("valid_until", _("Valid until"), one.valid_until, own + "valid_until"),
            Item("certified_at", _("Recorded on"), one.certified_at, own + "certified_at"),
            Item("issued_at", _("File made on"), made_at, issue + "issued_at"),
            Item("signed", _("What its code says, signed"), signed,
                 issue + "signed_payload"),
            Item("replaces", _("It replaces"), one.supersedes.number if one.supersedes else None,
                 own + "supersedes"),
            Item("state", _("State"), state.value, end + "kind", state.label),
            Item("ended_at", _("Ended on"), ended.at if ended else None, end + "at"),
            Item("ended_because", _("Because"), ended.reason if ended else None, end + "reason",
                 ended.get_reason_display() if ended else ""),
        )  # fmt: skip


def name_links(user: User) -> Iterator[Row]:
    """The links that open the name, the newest first."""
    own = "certificates.NameLink."
    links = NameLink.objects.filter(user=user).select_related("certificate")
    for one in links.order_by("-made_at", "-pk"):
        yield (
            Item("certificate", _("Certificate"), one.certificate.number, own + "certificate"),
            Item("made_at", _("Made on"), one.made_at, own + "made_at"),
            Item("ends_at", _("Works until"), one.ends_at, own + "ends_at"),
            Item("withdrawn_at", _("Withdrawn on"), one.withdrawn_at, own + "withdrawn_at"),
            Item("opened", _("How many times the name was shown"), one.opened, own + "opened"),
        )  # fmt: skip


def name_request(user: User) -> Iterator[Row]:
    """The name that was asked for, if one was."""
    own, found = "certificates.NameRequest.", name_request_of(user)
    if found is not None:
        one, name = found
        yield (
            Item("name", _("Name"), name, own + "sealed_name"),
            Item("asked_at", _("Asked on"), one.asked_at, own + "asked_at"),
            Item("ends_at", _("Kept until"), one.ends_at, own + "ends_at"),
        )


def acts(user: User) -> Iterator[Row]:
    """What staff did about the certificates, the newest first."""
    own = "certificates.CertificateAct."
    rows = CertificateAct.objects.filter(certificate__enrolment__user=user)
    for one in rows.select_related("certificate").order_by("-at", "-pk"):
        yield (
            Item("certificate", _("Certificate"), one.certificate.number, own + "certificate"),
            Item("kind", _("What was done"), one.kind, own + "kind", one.get_kind_display()),
            Item("reason", _("Because"), one.reason, own + "reason", one.get_reason_display()),
            Item("words", _("Written to you"), _words(user, one), own + "sealed_words"),
            Item("at", _("When"), one.at, own + "at"),
        )


def _words(user: User, act: CertificateAct) -> str | None:
    try:
        return unseal_for(user, act.sealed_words, WORDS_PLACE) if act.sealed_words else None
    except CannotUnseal:
        return None


def name_source(certificate: Certificate) -> Any:
    """Return the words for where the name is from."""
    words = {
        "registry": _("from the registry"),
        "document": _("from your document"),
        "declared": _("from you"),
    }
    return words[certificate.name_source]


def assurance(certificate: Certificate) -> Any:
    """Return the words for how sure the identity was when it was certified."""
    known = certificate.assurance in Assurance.values
    return Assurance(certificate.assurance).label if known else _("no application was linked")


def _name(user: User, certificate: Certificate) -> str | None:
    try:
        return unseal_for(user, certificate.sealed_name, NAME_PLACE)
    except CannotUnseal:
        return None
