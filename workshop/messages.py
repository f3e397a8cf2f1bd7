"""What people of the workshop are told: owed by rows, in place of Wagtail's mails.

Wagtail sends within the request, and what the mail server does not take is lost. Its receivers
stand under names (`dispatch_uid`); ours are connected first under the same names, since this app
is ready before `wagtail.admin`, and so Wagtail's are not connected at all.
"""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import CommentReply, Page, TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from accounts.models import Appeal, User
from accounts.signals import appeal_made
from notifications.actions import owe_message
from notifications.models import Message
from notifications.tasks import deliver_message
from web.bells import ring
from workshop.permissions import who_answers
from workshop.questions import authors_since_live

Kind = Message.Kind
# What a person may switch off in their account in the admin, by kind.
SWITCHES = {
    Kind.WORK_SUBMITTED: "submitted_notifications",
    Kind.WORK_APPROVED: "approved_notifications",
    Kind.WORK_SENT_BACK: "rejected_notifications",
    Kind.WORK_COMMENTED: "updated_comments_notifications",
}


@receiver(
    task_submitted,
    sender=TaskState,
    dispatch_uid="group_approval_task_submitted_email_notification",
)
def tell_reviewers(instance: TaskState, user: User | None, **kwargs: Any) -> None:
    """Owe every reviewer but who submitted it one message."""
    page = instance.revision.content_object
    groups = getattr(instance.task.specific, "groups", None)
    if groups is None or not isinstance(page, Page):
        return
    reviewers = User.objects.filter(groups__in=groups.all()).distinct()
    if user is not None:
        reviewers = reviewers.exclude(pk=user.pk)
    tell(reviewers, Kind.WORK_SUBMITTED, page, key=f"submitted:{instance.pk}")


@receiver(
    workflow_submitted,
    sender=WorkflowState,
    dispatch_uid="workflow_state_submitted_email_notification",
)
def tell_nobody_twice(**kwargs: Any) -> None:
    """Stand where Wagtail would mail operators: the reviewers are told by the step itself."""


@receiver(
    workflow_approved,
    sender=WorkflowState,
    dispatch_uid="workflow_state_approved_email_notification",
)
def tell_of_approval(instance: WorkflowState, user: User | None, **kwargs: Any) -> None:
    """Owe whoever submitted it one message."""
    _tell_author(instance, user, Kind.WORK_APPROVED)


@receiver(
    workflow_rejected,
    sender=WorkflowState,
    dispatch_uid="workflow_state_rejected_email_notification",
)
def tell_of_return(instance: WorkflowState, user: User | None, **kwargs: Any) -> None:
    """Owe whoever submitted it one message, with the reviewer's comment."""
    _tell_author(instance, user, Kind.WORK_SENT_BACK)


def _tell_author(state: WorkflowState, user: User | None, kind: Message.Kind) -> None:
    author, page = state.requested_by, state.content_object
    if author is None or author == user or not isinstance(page, Page):
        return
    step = state.current_task_state
    tell([author], kind, page, key=f"{kind}:{step.pk}", comment=step.comment)


def tell_of_comments(view: EditView, changes: dict[str, Any]) -> None:
    """Owe a message about new comments to the page's authors and to who wrote in the same threads.

    It stands in place of `EditView.send_commenting_notifications`. Resolving and deleting is told
    to nobody; many comments saved together are one message.
    """
    replies = [reply for _comment, new in changes["new_replies"] for reply in new]
    if not changes["new_comments"] and not replies:
        return
    threads = [comment for comment, _new in changes["new_replies"]]
    people = authors_since_live(view.page) | {comment.user_id for comment in threads}
    people |= set(
        CommentReply.objects.filter(comment__in=threads).values_list("user_id", flat=True)
    )
    newest = max((one.pk for one in [*changes["new_comments"], *replies]), default=0)
    kind = "reply" if replies else "comment"
    recipients = User.objects.filter(pk__in=people).exclude(pk=view.request.user.pk)
    tell(recipients, Kind.WORK_COMMENTED, view.page, key=f"commented:{kind}:{newest}")


@receiver(appeal_made)
def tell_who_answers(appeal: Appeal, **kwargs: Any) -> None:
    """Owe everybody who may answer a question one message: that it waits, not what it says."""
    path = reverse("workshop_appeal", args=[appeal.pk])
    for person in who_answers(appeal).exclude(pk=appeal.user_id):
        message = owe_message(
            recipient=person, kind=Kind.QUESTION_ASKED, context={"path": path},
            dedupe_key=f"asked:{appeal.pk}:{person.pk}",
        )  # fmt: skip
        ring(deliver_message, message.pk)


def tell(
    people: Iterable[User], kind: Message.Kind, page: Page, *, key: str, comment: str = ""
) -> None:
    """Owe each of `people` a message about `page`.

    Not those who switched that kind off, or who have left the staff meanwhile.
    """
    context = {
        "title": page.get_admin_display_title(),
        "path": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "comment": comment or "—",
    }
    for person in people:
        profile = getattr(person, "wagtail_userprofile", None)
        has_left = not person.is_active or not person.is_staff
        if has_left or (profile and not getattr(profile, SWITCHES[kind])):
            continue
        message = owe_message(
            recipient=person, kind=kind, dedupe_key=f"{key}:{person.pk}", context=context
        )
        ring(deliver_message, message.pk)
