"""How the lessons a person writes or answers for stand: draft, in review, live, to be looked at."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, WorkflowState, get_default_page_content_type
from wagtail.permissions import policy_registry

from courses.models import LessonPage
from courses.page_rights import DEPTH_OF_COURSES
from courses.translation.questions import stale_pages

# A stated fact is looked at again after a year.
FACTS_AGE = timedelta(days=365)
WRITING = {"add_page", "change_page"}


@dataclass(frozen=True)
class Standing:
    """One lesson in one language, and how it stands."""

    page: LessonPage
    module: str
    is_draft: bool
    in_review: bool
    is_live: bool
    is_out_of_step: bool
    facts: int
    """How many of its sources were checked more than a year ago, or nobody said when."""

    @property
    def has_old_facts(self) -> bool:
        """Whether a source has to be looked at again."""
        return self.facts > 0


# What the dashboard counts, and what the list can be narrowed to.
KINDS = {
    "draft": ("is_draft", _("Draft")),
    "review": ("in_review", _("In review")),
    "live": ("is_live", _("Live")),
    "step": ("is_out_of_step", _("Out of step with the translation")),
    "facts": ("has_old_facts", _("Facts to be checked again")),
}


def writes_lessons(user: Any) -> bool:
    """Whether a person may write at least somewhere in the courses."""
    return bool(user.is_superuser or _places(user))


def lessons_of(user: Any) -> list[Standing]:
    """The lessons `user` may write, in the order of the tree. As many queries for all.

    A trainer's are those of their modules, a methodologist's all.
    """
    found = LessonPage.objects.defer("body").select_related("locale").order_by("path")
    if not user.is_superuser:
        places = _places(user)
        if not places:
            return []
        found = found.filter(reduce(or_, (Q(path__startswith=path) for path in places)))
    pages = list(found)
    parents = {page.path[: -page.steplen] for page in pages}
    modules = dict(Page.objects.filter(path__in=parents).values_list("path", "title"))
    reviewed = set(
        WorkflowState.objects.filter(
            base_content_type=get_default_page_content_type(),
            object_id__in=[str(page.pk) for page in pages],
            status=WorkflowState.STATUS_IN_PROGRESS,
        ).values_list("object_id", flat=True)
    )
    behind = stale_pages(pages)
    today = timezone.localdate()
    return [
        Standing(
            page=page,
            module=modules.get(page.path[: -page.steplen], ""),
            is_draft=str(page.pk) not in reviewed
            and (not page.live or page.has_unpublished_changes),
            in_review=str(page.pk) in reviewed,
            is_live=page.live,
            is_out_of_step=page.pk in behind,
            facts=old_facts(page, today) if page.live else 0,
        )
        for page in pages
    ]


def old_facts(page: LessonPage, today: date) -> int:
    """Count the sources of a live page that were checked over a year before `today`, or never."""
    oldest = (today - FACTS_AGE).isoformat()
    checked = [str(source["value"].get("checked") or "") for source in page.sources.raw_data]
    return sum(day < oldest for day in checked)


def _places(user: Any) -> list[str]:
    """The paths in the courses below which a person may write."""
    given = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    return sorted(
        {
            one.page.path
            for one in given
            if one.permission.codename in WRITING and one.page.depth >= DEPTH_OF_COURSES
        }
    )
