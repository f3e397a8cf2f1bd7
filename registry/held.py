"""What is held about the applications a person claimed."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal_data import Item, Row, Section
from registry.actions.claims import claimed_number
from registry.models import ApplicationClaim
from registry.questions import is_proved, name_of


def sections(user: User) -> list[Section]:
    """Return the claims."""
    return [
        Section(
            "applications", _("Your application"),
            _("The number you gave, what became of it, and, once your identity is confirmed, what "
              "the registry office told us about you. Nothing about the other person."),
            lambda: claims(user),
        )
    ]  # fmt: skip


def claims(user: User) -> Iterator[Row]:
    """The claims, the newest first.

    What the registry told is shown where the identity was confirmed: not to whoever typed two
    numbers.
    """
    own = "registry.ApplicationClaim."
    rows = ApplicationClaim.objects.filter(user=user).order_by("-made_at", "-pk")
    for one in rows.select_related("identity", "applicant__application__office"):
        row = (
            Item("number", _("Number of the application"), claimed_number(one),
                 own + "sealed_number"),
            Item("state", _("State"), one.state, own + "state", one.get_state_display()),
            Item("made_at", _("Given on"), one.made_at, own + "made_at"),
            Item("settled_at", _("Answered on"), one.settled_at, own + "settled_at"),
        )  # fmt: skip
        yield row + (of_the_registry(one) if may_be_told(one) else ())


def may_be_told(claim: ApplicationClaim) -> bool:
    """Whether the registry's words may be shown: the claim is linked and the identity confirmed."""
    return claim.state == ApplicationClaim.State.CONFIRMED and is_proved(claim)


def of_the_registry(claim: ApplicationClaim) -> Row:
    """What the registry told about the person and the application."""
    assert claim.applicant is not None
    told, application = claim.applicant, claim.applicant.application
    office = application.office
    mine, its = "registry.Applicant.", "registry.MarriageApplication."
    return (
        Item("registry_name", _("Your name as the registry has it"),
             name_of(told), mine + "sealed_name"),
        Item("registry_state", _("The application's state"), application.state, its + "state",
             application.get_state_display()),
        Item("ceremony_date", _("Date of the ceremony"), application.ceremony_date,
             its + "ceremony_date"),
        Item("office", _("Registry office"), office.code if office else None,
             its + "office", office.name if office else ""),
        Item("region", _("Region"), application.region, its + "region",
             application.get_region_display()),
        Item("told_at", _("Told on"), application.told_at, its + "told_at"),
    )  # fmt: skip
