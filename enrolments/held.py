"""What is held about a person's courses and couple. Of a partner: the name they are shown."""

from collections.abc import Iterator

from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal_data import Item, Row, Section
from courses.models import EditionText
from enrolments.models import Attendance, CoupleMember, DeviceUse, Enrolment, Invitation
from enrolments.partner import seen_by


def sections(user: User) -> list[Section]:
    """Return courses, couple, invitations and devices."""
    return [
        Section("courses", _("Your courses"), _("What you take and took."), lambda: courses(user)),
        Section(
            "couples", _("With a partner"),
            _("With whom you learn, by the name your page shows. Nothing else of them is yours to "
              "take along."), lambda: couples(user),
        ),
        Section(
            "invitations", _("Invitations you made"),
            _("When you made a link. The link itself is not in here."), lambda: invitations(user),
        ),
        Section(
            "attendance", _("Courses attended in person"),
            _("Where and when, as somebody wrote it down and somebody else confirmed it."),
            lambda: attendances(user),
        ),
        Section(
            "devices", _("Devices"),
            _("On which days you used a device lately. It is kept to notice one person who learns "
              "for two; which device it was cannot be told."), lambda: devices(user),
        ),
    ]  # fmt: skip


def course_titles(user: User) -> dict[int, str]:
    """Return the title of each edition a person takes or took, in the active language."""
    language = "ru" if (get_language() or "").startswith("ru") else "kk"
    mine = Enrolment.objects.filter(user=user).values("edition")
    return dict(
        EditionText.objects.filter(edition__in=mine, language=language).values_list(
            "edition", "title"
        )
    )


def courses(user: User) -> Iterator[Row]:
    """The enrolments, the newest first."""
    own, titles = "enrolments.Enrolment.", course_titles(user)
    rows = Enrolment.objects.filter(user=user).select_related(
        "course", "edition", "declined_edition"
    )
    for one in rows.prefetch_related("adoptions__from_edition", "adoptions__to_edition").order_by(
        "-began_at", "-pk"
    ):
        moved = [
            f"{step.from_edition.number} → {step.to_edition.number}, "
            f"{localdate(step.adopted_at).isoformat()}"
            for step in one.adoptions.all()
        ]
        declined = one.declined_edition.number if one.declined_edition else None
        yield (
            Item("course", _("Course"), one.course.code, own + "course",
                 titles.get(one.edition_id, one.course.code)),
            Item("edition", _("Edition"), one.edition.number, own + "edition"),
            Item("editions_taken_over", _("Earlier editions"), moved,
                 "enrolments.EditionAdoption.adopted_at"),
            Item("edition_declined", _("Edition you did not take"), declined,
                 own + "declined_edition"),
            Item("began_at", _("Begun on"), one.began_at, own + "began_at"),
            Item("half_at", _("Half done on"), one.half_at, own + "half_at"),
            Item("completed_at", _("Completed on"), one.completed_at, own + "completed_at"),
            Item("stopped_at", _("Stopped on"), one.withdrawn_at, own + "withdrawn_at"),
            Item("region", _("Region"), one.region, own + "region", one.get_region_display()),
            Item("source", _("Where you came from"), one.source, own + "source"),
        )  # fmt: skip


def couples(user: User) -> Iterator[Row]:
    """The person's own places in couples, the newest first; nothing of the other's."""
    own = "enrolments.CoupleMember."
    for one in CoupleMember.objects.filter(user=user).order_by("-joined_at", "-pk"):
        left = one.left_at is not None
        yield (
            Item("joined_on", _("Together since"), localdate(one.joined_at), own + "joined_at"),
            Item("left_at", _("You left on"), one.left_at, own + "left_at"),
            # Whoever left is shown the other's name no more, here neither.
            Item("partner_name", _("Name of your partner"), None if left else seen_by(one).name,
                 own + "sealed_last_seen"),
            Item("modules_shown_at", _("You let them see your modules since"),
                 one.modules_shown_at, own + "modules_shown_at"),
        )  # fmt: skip


def invitations(user: User) -> Iterator[Row]:
    """The links a person made, the newest first; not whether anybody declined one."""
    own = "enrolments.Invitation."
    for one in Invitation.objects.filter(inviter=user).order_by("-made_at", "-pk"):
        yield (
            Item("made_at", _("Made on"), one.made_at, own + "made_at"),
            Item("withdrawn_at", _("Taken back on"), one.withdrawn_at, own + "withdrawn_at"),
        )


def devices(user: User) -> Iterator[Row]:
    """The days on which devices were seen last."""
    for one in DeviceUse.objects.filter(user=user).order_by("-seen_at", "-pk"):
        seen = localdate(one.seen_at)
        yield (Item("seen_on", _("Last used on"), seen, "enrolments.DeviceUse.seen_at"),)


def attendances(user: User) -> Iterator[Row]:
    """Where the person stood on a paper list, the newest first."""
    own, sheet = "enrolments.Attendance.", "enrolments.AttendanceSheet."
    rows = Attendance.objects.filter(enrolment__user=user).select_related(
        "sheet__office", "sheet__centre", "sheet__course", "edition"
    )
    for one in rows.order_by("-recorded_at", "-pk"):
        place, kind = one.sheet.place, "office" if one.sheet.office_id else "centre"
        yield (
            Item("course", _("Course"), one.sheet.course.code, sheet + "course"),
            Item("edition", _("Edition"), one.edition.number, own + "edition"),
            Item("place", _("Where"), f"{place.name_kk} / {place.name_ru}", sheet + kind,
                 place.name),
            Item("began_on", _("First day"), one.sheet.began_on, sheet + "began_on"),
            Item("ended_on", _("Last day"), one.sheet.ended_on, sheet + "ended_on"),
            Item("live_session", _("A live session alone"), one.sheet.live_session,
                 sheet + "live_session"),
            Item("hours", _("Hours in all"), float(one.sheet.hours), sheet + "hours"),
            Item("recorded_at", _("Written down on"), one.recorded_at, own + "recorded_at"),
            Item("confirmed_at", _("Confirmed on"), one.confirmed_at, own + "confirmed_at"),
            Item("withdrawn_at", _("Taken off on"), one.withdrawn_at, own + "withdrawn_at"),
            Item("withdrawn_for", _("Because"), one.withdrawn_for, own + "withdrawn_for",
                 one.get_withdrawn_for_display()),
        )  # fmt: skip
