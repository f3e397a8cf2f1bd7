"""The dashboard: what waits for me, and how my lessons stand."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import (
    Page,
    Revision,
    TaskState,
    WorkflowState,
    get_default_page_content_type,
)

from enrolments.models import PolicyProposal
from workshop.lessons import KINDS, lessons_of, writes_lessons
from workshop.models import ReviewTask
from workshop.permissions import answerable
from workshop.questions import other_methodologists
from workshop.roles import Role

# A panel names this many; the rest stands in the report behind its link.
SHOWN = 10


@dataclass(frozen=True)
class Waiting:
    """A page that waits for a person."""

    page: Page
    by: Any
    since: Any
    comment: str = ""


def to_review(user: Any) -> list[Waiting]:
    """The pages submitted for review that `user` may approve, longest waiting first. Six queries.

    Those that only they have written are left to another methodologist, if there is one.
    """
    tasks = ReviewTask.objects.filter(active=True)
    if not user.is_superuser:
        tasks = tasks.filter(groups__in=user.groups.all()).distinct()
    states = list(
        TaskState.objects.filter(
            task__in=tasks.values("pk"), status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type=get_default_page_content_type(),
        )
        .select_related("workflow_state__requested_by")
        .order_by("started_at")
    )  # fmt: skip
    pages = pages_of([state.workflow_state.object_id for state in states])
    own = own_pages(pages, user)
    return [
        Waiting(pages[state.workflow_state.object_id], state.workflow_state.requested_by,
                state.started_at)
        for state in states
        if state.workflow_state.object_id in pages
        and pages[state.workflow_state.object_id].pk not in own
    ]  # fmt: skip


def own_pages(pages: dict[str, Page], user: Any) -> set[int]:
    """The ids of `pages` that `user` alone has written and another methodologist approves."""
    if user.is_superuser or not pages or not other_methodologists(user).exists():
        return set()
    authors: dict[str, set[int]] = defaultdict(set)
    drafts = Revision.objects.filter(
        base_content_type=get_default_page_content_type(), object_id__in=list(pages)
    ).exclude(user=None)
    for place, pk, author in drafts.order_by().values_list("object_id", "pk", "user_id"):
        if pk > (pages[place].live_revision_id or 0):
            authors[place].add(author)
    return {page.pk for place, page in pages.items() if authors[place] == {user.pk}}


def sent_back(user: Any) -> list[Waiting]:
    """The pages that came back to `user` with a comment, newest first. Two queries."""
    states = list(
        WorkflowState.objects.filter(
            requested_by=user, status=WorkflowState.STATUS_NEEDS_CHANGES,
            base_content_type=get_default_page_content_type(),
        )
        .select_related("current_task_state__finished_by")
        .order_by("-current_task_state__finished_at")
    )  # fmt: skip
    pages = pages_of([state.object_id for state in states])
    return [
        Waiting(pages[state.object_id], state.current_task_state.finished_by,
                state.current_task_state.finished_at, state.current_task_state.comment)
        for state in states
        if state.object_id in pages
    ]  # fmt: skip


def pages_of(ids: list[str]) -> dict[str, Page]:
    """The pages of these ids, with their languages. One query."""
    found = Page.objects.filter(pk__in=[int(pk) for pk in ids]).select_related("locale")
    return {str(page.pk): page for page in found}


class WaitingPanel(Component):
    """What waits for me: pages to review, pages that came back."""

    name = "waiting"
    template_name = "workshop/panels/waiting.html"
    order = 100

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Collect both lists."""
        user = parent_context["request"].user
        reviews, back = to_review(user), sent_back(user)
        return {
            "reviews": reviews[:SHOWN], "more_reviews": len(reviews) - SHOWN,
            "back": back[:SHOWN], "more_back": len(back) - SHOWN,
        }  # fmt: skip


class AppealsPanel(Component):
    """Questions about decisions that wait: how many, since when. Not whose, not what about."""

    name = "appeals"
    template_name = "workshop/panels/appeals.html"
    order = 105

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Count."""
        return (
            answerable(parent_context["request"].user)
            .waiting()
            .aggregate(number=Count("pk"), oldest=Min("asked_at"))
        )


@dataclass(frozen=True)
class ProposalsPanel(Component):
    """How many proposals of others wait for the person, and the way to them."""

    name: str
    order: int
    heading: str | Promise
    way: str  # the name of an address
    way_words: str | Promise
    waiting: Callable[[], QuerySet[Any]]  # all that wait, whoever proposed them

    template_name = "workshop/panels/proposals.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Count those of others; one query."""
        user = parent_context["request"].user
        return {"panel": self, "number": self.waiting().exclude(proposed_by=user).count()}


POLICIES = ProposalsPanel(
    "policies", 107, _("Course policies"), "workshop_policies", _("To the policies"),
    PolicyProposal.objects.open,
)  # fmt: skip


class LessonsPanel(Component):
    """My lessons: how many are drafts, in review, live, out of step, with old facts."""

    name = "lessons"
    template_name = "workshop/panels/lessons.html"
    order = 110

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Count."""
        lessons = lessons_of(parent_context["request"].user)
        return {
            "total": len(lessons),
            "counts": [
                (kind, label, sum(getattr(one, field) for one in lessons))
                for kind, (field, label) in KINDS.items()
            ],
        }

    @staticmethod
    def concerns(user: Any) -> bool:
        """Whether the person writes lessons, or will once they are given a module."""
        is_trainer = user.groups.filter(name=Role.TRAINER.group_name).exists()
        return is_trainer or writes_lessons(user)
