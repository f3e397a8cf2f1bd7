"""What is known of the decisions about a person, for whoever answers their question.

States and days, never an answer, a number of identity or anything about a partner. A higher app
adds its own by the hook `appeal_facts`, which is given the person.
"""

from django.db.models import Count, Q
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail import hooks

from accounts.actions.consent import consent_is_current
from accounts.actions.identity import active_identity
from accounts.models import Lookup, User
from accounts.record_words import facts_of
from enrolments.models import Enrolment
from registry.models import ApplicationClaim

type Fact = tuple[str, str | Promise]
MOST_COURSES = 20


def facts_about(user: User) -> list[Fact]:
    """Return label and words of each fact; five queries and those of the hooks."""
    facts: list[Fact] = [
        (_("Name of the person"), user.name or "–"),
        (_("Language of the person"), user.get_language_display()),
        (_("Identity of the person"), _identity(user)),
        (_("Consent of the person"), _("Given") if consent_is_current(user) else _("Not given")),
    ]
    claim = ApplicationClaim.objects.filter(user=user).order_by("-made_at", "-pk").first()
    if claim is not None:
        facts.append(
            (_("Marriage application"), f"{claim.get_state_display()} · {_day(claim.made_at)}")
        )
    facts += [(_course(one), _standing(one)) for one in _enrolments(user)]
    for ask in hooks.get_hooks("appeal_facts"):
        facts += ask(user)
    return facts


def about_lookup(lookup: Lookup | None) -> list[Fact]:
    """Return what the record says of the look-up that is questioned; nothing without one.

    Whoever answers learns who looked; the person who asked does not.
    """
    if lookup is None:
        return []
    told = facts_of(lookup)
    return [
        (
            _("Time of the look-up"),
            formats.date_format(timezone.localtime(lookup.at), "DATETIME_FORMAT"),
        ),
        (_("Where it was made"), told.place),
        (_("What it was for"), told.purpose),
        (_("Who looked"), str(lookup.actor) if lookup.actor else lookup.client),
        (_("Number in the record"), str(lookup.sequence)),
    ]


def _identity(user: User) -> str:
    identity = active_identity(user)
    if identity is not None:
        return str(identity.get_assurance_display())
    displaced = user.identities.filter(conflicts_lost__isnull=False).exists()
    return _("confirmed by another account") if displaced else _("not given")


def _enrolments(user: User) -> list[Enrolment]:
    done = Count("requirements", filter=Q(requirements__settled_at__isnull=False))
    rows = Enrolment.objects.filter(user=user).select_related("course", "edition")
    rows = rows.annotate(done=done, asked=Count("requirements")).order_by("-pk")
    return list(rows[:MOST_COURSES])


def _course(enrolment: Enrolment) -> str:
    return _("Course %(code)s, edition %(number)s") % {
        "code": enrolment.course.code, "number": enrolment.edition.number
    }  # fmt: skip


def _standing(enrolment: Enrolment) -> str:
    if enrolment.completed_at is not None:
        return _("completed on %(day)s") % {"day": _day(enrolment.completed_at)}
    if enrolment.withdrawn_at is not None:
        return _("stopped on %(day)s") % {"day": _day(enrolment.withdrawn_at)}
    return _("%(done)s of %(asked)s requirements met") % {
        "done": enrolment.done, "asked": enrolment.asked  # type: ignore[attr-defined]
    }  # fmt: skip


def _day(moment: object) -> str:
    return formats.date_format(timezone.localdate(moment), "SHORT_DATE_FORMAT")  # type: ignore[arg-type]
