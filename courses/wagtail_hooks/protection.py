"""What learners depend on is refused politely, singly and in bulk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.actions.move_page import MovePageAction
from wagtail.admin import messages
from wagtail.models import Page

from courses.models import Course
from courses.protection import (
    course_refusal,
    deletion_refusal,
    move_refusal,
    twin_moves,
    twin_refusal,
    usage_refusal,
)


def refused(request: HttpRequest, reason: str, page: Page) -> HttpResponse | None:
    """Say why, and lead back to where the page stands; None when there is no reason."""
    if not reason:
        return None
    messages.error(request, reason)
    parent = page.get_parent()
    return redirect("wagtailadmin_explore", parent.pk) if parent else redirect("wagtailadmin_home")


@hooks.register("before_delete_page")
def keep_what_is_taken(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete what became a part of an edition."""
    return refused(request, deletion_refusal([page]), page)


@hooks.register("before_move_page")
def keep_in_its_course(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse to move what people take to another course, or one language without the other."""
    reason = move_refusal([page], destination) or twin_refusal(request.user, [page], destination)
    return refused(request, reason, page)


@hooks.register("construct_translated_pages_to_cascade_actions")
def move_the_twin_along(pages: list[Page], action: str) -> dict[Page, list[Page]]:
    """Let the page's counterpart move with it; Wagtail says so before it is confirmed."""
    if action != "move":
        return {}
    return {
        page: list(page.get_translations()) for page in pages
        if page.specific_class and page.specific_class._meta.app_label == "courses"
    }  # fmt: skip


@hooks.register("before_bulk_action")
def keep_what_is_taken_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse to delete or move many when one of them became a part of an edition."""
    pages = [one for one in objects if isinstance(one, Page)]
    if pages and action_type == "delete":
        return refused(request, deletion_refusal(pages), pages[0])
    if pages and action_type == "move":
        destination = action.cleaned_form.cleaned_data["chooser"]
        reason = move_refusal(pages, destination)
        reason = reason or twin_refusal(request.user, pages, destination)
        return refused(request, reason, pages[0])
    return None


@hooks.register("after_bulk_action")
def move_the_twins_along(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> None:
    """Move the counterparts of what was moved."""
    if action_type != "move":
        return
    destination = action.cleaned_form.cleaned_data["chooser"]
    moves = [twin_moves(page, destination) for page in objects if isinstance(page, Page)]
    for twin, place in filter(None, moves):
        MovePageAction(twin, place, pos="last-child", user=request.user).execute()
        said = _("“%(title)s” in the other language was moved along.")
        messages.success(request, said % {"title": twin.title})


@hooks.register("before_delete_snippet")
def keep_snippets_in_use(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Refuse to delete a course, or what a published lesson uses, singly and in bulk."""
    courses = [one for one in instances if isinstance(one, Course)]
    reason = course_refusal(courses) or usage_refusal(instances)
    if not reason:
        return None
    messages.error(request, reason)
    viewset = type(instances[0]).snippet_viewset
    return redirect(viewset.get_url_name("list"))
