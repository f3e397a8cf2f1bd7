"""Which categories of data a look-up could show, by its purpose.

The fields behind a category are those of `docs/personal-data.yaml`; a test compares them.
"""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """Data of one sort, in the words of a notice. Neutral: it is read on somebody's phone."""

    NAME = "name", _("name of a person")
    COURSE = "course", _("whether a course is completed")
    CERTIFICATE = "certificate", _("number and day of a certificate")
    APPLICATION = "application", _("number, office and day of an application")
    IDENTITY = "identity", _("number of an identity document")
    CONTACT = "contact", _("e-mail address or phone number")
    EXEMPTION = "exemption", _("an exemption from a course and its reason")
    QUESTION = "question", _("a question about a decision and its answer")


FIELDS: dict[Category, tuple[str, ...]] = {
    Category.NAME: ("accounts.User.name", "registry.Applicant.sealed_name"),
    Category.COURSE: ("enrolments.Enrolment.completed_at",),
    Category.CERTIFICATE: ("certificates.Certificate.number",),
    Category.APPLICATION: ("registry.MarriageApplication.number",),
    Category.IDENTITY: ("accounts.Identity.sealed_number",),
    Category.CONTACT: ("accounts.User.email", "accounts.User.phone"),
    Category.EXEMPTION: ("enrolments.Exemption.sealed_reason",),
    Category.QUESTION: ("accounts.Appeal.sealed_text", "accounts.AppealReply.sealed_text"),
}
_DESK = (Category.NAME, Category.COURSE, Category.CERTIFICATE, Category.APPLICATION)
BY_PURPOSE: dict[str, tuple[Category, ...]] = {
    "desk": _DESK,
    "check": _DESK,
    "moved": _DESK,
    "elsewhere": _DESK,
    "request": _DESK,
    "certificate_holder": (Category.NAME, Category.COURSE, Category.CERTIFICATE),
    "certificate": (Category.NAME, Category.COURSE, Category.CERTIFICATE),
    "recovery": (Category.IDENTITY, Category.CONTACT),
    "identity": (Category.NAME, Category.IDENTITY, Category.APPLICATION),
    "conflict": (Category.NAME, Category.IDENTITY),
    "name": (Category.NAME, Category.IDENTITY),
    "appeal": (Category.QUESTION, Category.NAME, Category.COURSE, Category.CERTIFICATE),
    "exemption": (Category.IDENTITY, Category.EXEMPTION),
    "entry": (Category.IDENTITY, Category.APPLICATION),
    "unlink": (Category.NAME, Category.IDENTITY, Category.APPLICATION),
    "day": _DESK,
    "day_file": _DESK,
    "paper_code": (Category.NAME, Category.IDENTITY, Category.CONTACT),
    "attended": (Category.NAME, Category.COURSE),
    "attendance": (Category.NAME, Category.COURSE),
    "changes": (Category.COURSE, Category.CERTIFICATE, Category.APPLICATION),
    "api": (Category.COURSE, Category.CERTIFICATE, Category.APPLICATION),
}


def categories_of(purposes: Iterable[str]) -> list[Category]:
    """Return what look-ups of these purposes could show, in the order of Category.

    A purpose that is not known here may have shown everything: too much is said rather than too
    little.
    """
    shown = {one for purpose in purposes for one in BY_PURPOSE.get(purpose, tuple(Category))}
    return [one for one in Category if one in shown]
