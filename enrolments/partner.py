"""What one of a couple is shown of the other. Nothing here changes a row.

Everything is as of the day before, by the country's time, so that nobody learns when the other sat
down to study. Once the other has left, what was shown then stays as it was, whatever becomes of
their account: it is kept with the one who stays (see `enrolments.actions.couples.leave_couple`).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils import timezone

from courses.outline import Outline, OutlineModule, outlines_of
from enrolments.models import CoupleMember, Enrolment, EnrolmentRequirement
from enrolments.questions import COUNTRY_TIME
from web.sealing import seal, unseal

PLACE = "couple.last_seen"


@dataclass(frozen=True, slots=True)
class ModulesSeen:
    """How many modules of a course (by its id) the other has completed."""

    course: int
    raised: int
    total: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What is shown of the other: their name, courses they finished (ids), modules they show."""

    name: str = ""
    finished: tuple[int, ...] = ()
    modules: tuple[ModulesSeen, ...] = ()

    def of_courses(self, courses: Iterable[int]) -> "Seen":
        """Return what concerns these courses only."""
        wanted = set(courses)
        return Seen(
            self.name,
            tuple(course for course in self.finished if course in wanted),
            tuple(one for one in self.modules if one.course in wanted),
        )


def partner_membership(membership: CoupleMember) -> CoupleMember | None:
    """Return the other's place in the couple, also when they have left: that stays private."""
    return (
        CoupleMember.objects.filter(couple=membership.couple_id)
        .exclude(pk=membership.pk)
        .select_related("user")
        .first()
    )


def seen_by(membership: CoupleMember) -> Seen:
    """Return what the person of `membership` is shown of the other, of courses that both take.

    Where that is kept, as the other has left, the same is asked nevertheless and not used: the page
    would come sooner, and who measures it would know.
    """
    mine = Enrolment.objects.not_withdrawn().filter(user=membership.user_id)
    courses = set(mine.values_list("course", flat=True))
    sealed = membership.sealed_last_seen
    kept = unseal_seen(sealed).of_courses(courses) if sealed is not None else None
    other = partner_membership(membership)
    if other is None:
        return kept or Seen()
    shows = bool(kept.modules) if kept is not None else other.modules_shown_at is not None
    seen = look_at(other, courses=courses, shows=shows)
    return seen if kept is None else kept


def look_at(other: CoupleMember, *, courses: Iterable[int], shows: bool) -> Seen:
    """Return what there is to see of the person of `other` today, of `courses` (ids).

    `shows`: with their modules.
    """
    before = begin_of_today()
    if other.left_at:
        before = min(before, other.left_at)
    # Those withdrawn from too: else the picture would tell that somebody withdrew or began anew.
    theirs = list(
        Enrolment.objects.filter(user=other.user_id, course__in=list(courses))
        .select_related("edition__course")
        .order_by("pk")
    )
    finished = {
        one.course_id for one in theirs if one.completed_at and one.completed_at < before
    }  # fmt: skip
    shown = [one for one in theirs if one.began_at < before] if shows else []
    return Seen(
        other.user.name, tuple(sorted(finished)), modules_seen(shown, finished, before=before)
    )


def begin_of_today() -> datetime:
    """Return the last midnight by the country's time."""
    now = timezone.now().astimezone(COUNTRY_TIME)
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def modules_seen(
    enrolments: list[Enrolment], finished: set[int], *, before: datetime
) -> tuple[ModulesSeen, ...]:
    """Return how far a person had come in each course before a moment.

    Of several enrolments in a course the furthest counts: taking a course again takes nothing
    away. A lesson that speaks of violence never decides whether a module is complete.
    """
    if not enrolments:
        return ()
    settled: dict[int, set[str]] = {}
    rows = EnrolmentRequirement.objects.filter(
        enrolment__in=enrolments, kind=EnrolmentRequirement.Kind.LESSON, settled_at__lt=before
    )
    for enrolment, key in rows.values_list("enrolment", "key"):
        settled.setdefault(enrolment, set()).add(key)
    outlines = outlines_of([one.edition for one in enrolments], "kk")
    furthest: dict[int, ModulesSeen] = {}
    for one in enrolments:
        found = outlines[one.edition_id]
        seen = _how_far(one, found, settled, is_finished=one.course_id in finished)
        known = furthest.get(one.course_id)
        if known is None or seen.raised > known.raised:
            furthest[one.course_id] = seen
    return tuple(furthest[course] for course in sorted(furthest))


def _how_far(
    enrolment: Enrolment, found: Outline, settled: Mapping[int, set[str]], *, is_finished: bool
) -> ModulesSeen:
    total = len(found.modules)
    done = settled.get(enrolment.pk, set())
    raised = total if is_finished else sum(_is_complete(one, done) for one in found.modules)
    return ModulesSeen(enrolment.course_id, raised, total)


def _is_complete(module: OutlineModule, done: set[str]) -> bool:
    keys = {
        str(lesson.key)
        for lesson in module.lessons
        if lesson.is_required and not lesson.is_sensitive
    }
    return bool(keys) and keys <= done


def seal_seen(seen: Seen) -> bytes:
    """Return what was shown of somebody in the form in which it is kept."""
    return seal(json.dumps(asdict(seen), ensure_ascii=False), PLACE)


def unseal_seen(sealed: bytes | memoryview) -> Seen:
    """Return what `seal_seen` kept."""
    kept = json.loads(unseal(sealed, PLACE))
    return Seen(
        kept["name"],
        tuple(kept["finished"]),
        tuple(ModulesSeen(**one) for one in kept["modules"]),
    )
