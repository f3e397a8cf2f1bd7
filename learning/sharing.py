"""Where a person stands with sharing an answer to an exercise for two, and what both then read.

What the other wrote, kept, shared or took back is asked for in one query, the same in every case;
it finds nothing of theirs unless both share the same activity within the couple as it is now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    F,
    Func,
    JSONField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import JSONObject

from courses.activities import TOGETHER
from courses.models import LessonSnapshot
from enrolments.models import CoupleMember, Enrolment
from learning.models import Reflection, SharedAnswer
from learning.texts import read_reflection, unseal_text


@dataclass(frozen=True)
class Sharing:
    """What the page of one person says about sharing one answer that they keep."""

    in_couple: bool
    is_shared: bool = False
    was_read: bool = False  # shared, and opened by the other, who shares theirs no more
    is_both: bool = False
    is_final: bool = False  # one of the two opened the answers: neither can be taken back
    is_opened: bool = False  # by this person
    name: str = ""  # of the other, once opened
    mine: str = ""  # both texts, once opened
    theirs: str = ""

    template = "learning/sharing.html"
    answers_template = "learning/shared_answers.html"


def kept_texts(enrolment: Enrolment, lesson_key: UUID) -> QuerySet[Reflection]:
    """Return a person's kept texts of a lesson, each with what sharing needs, in one query.

    `membership` is their place in a couple now; `theirs` what the partner shares in the same
    activity (None unless this text is shared too), see `_shared_by_partner`.
    """
    own = CoupleMember.objects.filter(user=OuterRef("enrolment__user"), left_at=None)
    return (
        Reflection.objects.filter(enrolment=enrolment, lesson_key=lesson_key)
        .select_related("share")
        .annotate(
            membership=Subquery(own.values("pk")[:1]), theirs=Subquery(_shared_by_partner()[:1])
        )
    )


def _shared_by_partner() -> QuerySet[SharedAnswer, Any]:
    """Return what the other of the couple shares, for the share of the outer query.

    Only what they could still take back on a page of theirs is found: not of a course they
    withdrew from or take anew, not of an exercise that their edition has no more, not in a lesson
    that speaks of violence there.
    """
    newer = Enrolment.objects.not_withdrawn().filter(
        user=OuterRef("reflection__enrolment__user"),
        course=OuterRef("reflection__enrolment__course"),
    )
    return (
        SharedAnswer.objects.filter(
            member__couple=OuterRef("share__member__couple"),
            member__left_at=None,
            member__user__is_active=True,
            member__user=F("reflection__enrolment__user"),
            reflection__lesson_key=OuterRef("lesson_key"),
            reflection__activity_key=OuterRef("activity_key"),
            reflection__enrolment=Subquery(newer.order_by("-began_at", "-pk").values("pk")[:1]),
        )
        .exclude(member=OuterRef("share__member"))
        .annotate(is_there=Subquery(_is_exercise_there()))
        .filter(is_there=True)
        .values(
            found=JSONObject(
                share="pk",
                enrolment="reflection__enrolment",
                sealed="reflection__sealed_text",
                opened_at="opened_at",
                name="member__user__name",
            )
        )
    )


def _is_exercise_there() -> QuerySet[LessonSnapshot, Any]:
    """Return whether the lesson of a share still has the exercise, and still keeps words."""
    part = JSONObject(kind=Value(TOGETHER), key=OuterRef("reflection__activity_key"))
    holds = Func(part, function="jsonb_build_array", output_field=JSONField())
    return (
        LessonSnapshot.objects.filter(
            edition=OuterRef("reflection__enrolment__edition"),
            lesson_key=OuterRef("reflection__lesson_key"),
            language="kk",  # keys are the same in both
        )
        .order_by("-correction")
        .annotate(
            is_there=Case(
                When(is_sensitive=False, parts__contains=holds, then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            )
        )
        .values("is_there")[:1]
    )


def is_shared(text: Reflection) -> bool:
    """Whether a text from `kept_texts` is shared within the couple as it is now."""
    share = getattr(text, "share", None)
    return share is not None and share.member_id == text.membership  # type: ignore[attr-defined]


def partner_share(text: Reflection) -> dict[str, Any] | None:
    """Return what the partner shares beside a text from `kept_texts`, if both are shared."""
    return text.theirs if is_shared(text) else None  # type: ignore[attr-defined,no-any-return]


def is_final(text: Reflection) -> bool:
    """Whether both answers are shared and one of the two people opened them."""
    theirs = partner_share(text)
    return theirs is not None and bool(text.share.opened_at or theirs["opened_at"])


def sharings(texts: Iterable[Reflection]) -> dict[str, Sharing]:
    """Return where the person stands, by activity, for texts from `kept_texts`."""
    return {text.activity_key: _sharing(text) for text in texts}


def _sharing(text: Reflection) -> Sharing:
    in_couple = text.membership is not None  # type: ignore[attr-defined]
    theirs = partner_share(text)
    if theirs is None:
        shared = is_shared(text)
        return Sharing(in_couple, shared, was_read=shared and bool(text.share.opened_at))
    if not theirs["opened_at"]:
        return Sharing(in_couple, True, is_both=True, is_final=is_final(text))
    sealed = bytes.fromhex(theirs["sealed"].removeprefix("\\x"))
    return Sharing(
        in_couple, True, is_both=True, is_final=True, is_opened=True, name=theirs["name"],
        mine=read_reflection(text), theirs=unseal_text(sealed, theirs["enrolment"]),
    )  # fmt: skip
