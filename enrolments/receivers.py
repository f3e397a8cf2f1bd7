"""What happens here because of facts in lower apps."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from accounts.models import User
from accounts.personal_data import Section
from accounts.signals import account_erased, accounts_joined, erasure_began, personal_data_asked
from courses.models import Course
from courses.signals import lesson_withdrawn
from enrolments import actions, held, tasks
from enrolments.models import Enrolment
from registry.models import ApplicationClaim
from registry.signals import application_linked


@receiver(lesson_withdrawn)
def settle_withdrawn(sender: object, course: Course, lesson_key: UUID, **kwargs: Any) -> None:
    """Let open enrolments settle the lesson, after commit.

    Not in the same transaction: it would hold the lock of every learner of the course, and wait
    for each. The lesson itself is gone from every page at once, as pages read the withdrawal.
    """
    tasks.settle_withdrawn_lesson.delay_on_commit(str(lesson_key))


@receiver(application_linked)
def learn_the_region(sender: object, claim: ApplicationClaim, **kwargs: Any) -> None:
    """Keep the region of the application with what the person is learning, for the figures.

    What was completed before the link keeps the region it was counted under.
    """
    assert claim.applicant is not None
    region = claim.applicant.application.region
    Enrolment.objects.open().filter(user=claim.user).update(region=region)


@receiver(accounts_joined)
def move_what_was_learnt(sender: object, kept: User, gone: User, **kwargs: Any) -> None:
    """Move enrolments and couples to the account that stays."""
    actions.move_enrolments(kept=kept, gone=gone)


@receiver(erasure_began)
def lock_what_is_learnt(sender: object, user: User, **kwargs: Any) -> None:
    """Let nothing be completed while an account is erased."""
    actions.lock_courses(user=user)


@receiver(account_erased)
def forget_what_was_learnt(sender: object, user: User, **kwargs: Any) -> None:
    """Forget courses and couples of whoever erased their account."""
    actions.forget_couples(user=user)
    actions.forget_courses(user=user)


@receiver(personal_data_asked)
def tell_what_is_held(user: User, **kwargs: Any) -> list[Section]:
    """Tell a person what is held about them here."""
    return held.sections(user)
