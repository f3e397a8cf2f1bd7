"""Nobody publishes alone what they alone have written: said politely, where it is tried."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page

from courses.models import CurriculumTransfer
from courses.views.access import label
from workshop.models import ReviewTask
from workshop.questions import COURSE_PAGES, needs_another, other_methodologists

NAMES = 3


def refuse_own(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to publish `page` if somebody else has to; the draft is kept."""
    if not needs_another(page, request.user):
        return None
    if page.first_published_at is None:
        # Wagtail puts a page that was never saved before among the live ones before it asks.
        Page.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)
    messages.warning(
        request,
        _(
            "“%(title)s” is kept as a draft. Nobody but you has worked on it since it was last "
            "published, so another methodologist publishes it: submit it for review. "
            "Methodologists: %(names)s."
        )
        % {"title": page.get_admin_display_title(), "names": names_for(request.user)},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def refuse_own_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any]
) -> HttpResponse | None:
    """Refuse to publish many pages if somebody else has to publish one of them."""
    if action_type != "publish":
        return None
    pages = [one for one in objects if isinstance(one, Page)]
    own = [page for page in pages if needs_another(page, request.user)]
    if not own:
        return None
    messages.warning(
        request,
        ngettext(
            "Nothing was published. On %(titles)s nobody but you has worked since the last time, "
            "so another methodologist publishes it. Take it out of the selection, or submit it "
            "for review.",
            "Nothing was published. On %(titles)s nobody but you has worked since the last time, "
            "so another methodologist publishes them. Take them out of the selection, or submit "
            "them for review.",
            len(own),
        )
        % {"titles": ", ".join(f"“{page.get_admin_display_title()}”" for page in own)},
    )
    return redirect("wagtailadmin_explore", own[0].get_parent().pk)


def refuse_published_copies(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to publish copies of course pages in the same breath, if somebody else has to."""
    is_asked = request.method == "POST" and "publish_copies" in request.POST
    is_course = issubclass(page.specific_class or Page, COURSE_PAGES)
    if not is_asked or not is_course or is_alone(request.user):
        return None
    messages.warning(
        request,
        _(
            "Nothing was copied yet. Copies are kept as drafts, and another methodologist "
            "publishes them: copy again without publishing. Methodologists: %(names)s."
        )
        % {"names": names_for(request.user)},
    )
    return redirect("wagtailadmin_pages:copy", page.pk)


def refuse_own_files(request: HttpRequest, transfer: CurriculumTransfer) -> HttpResponse | None:
    """Refuse to load files that the same person sent: loading publishes their pages."""
    if transfer.asked_by != label(request.user) or is_alone(request.user):
        return None
    messages.warning(
        request,
        _(
            "Nothing was loaded. You sent this file yourself, and loading publishes its pages, so "
            "another methodologist loads it, on this page. Methodologists: %(names)s."
        )
        % {"names": names_for(request.user)},
    )
    return redirect("courses_transfer", transfer.pk)


def is_alone(user: Any) -> bool:
    """Whether nobody else could publish what `user` wrote; operators are not asked."""
    return bool(user.is_superuser or not other_methodologists(user).exists())


def explain(request: HttpRequest, page: Page) -> None:
    """Tell a reviewer who opens their own submission that somebody else approves it."""
    task = page.current_workflow_task if request.method == "GET" else None
    if (
        isinstance(task, ReviewTask)
        and task.user_can_access_editor(page, request.user)
        and needs_another(page, request.user)
    ):
        messages.info(
            request,
            _("You wrote this yourself, so another methodologist approves it: %(names)s.")
            % {"names": names_for(request.user)},
        )


def names_for(user: Any) -> str:
    """Return the names of a few other methodologists."""
    return ", ".join(str(person) for person in other_methodologists(user)[:NAMES])
