"""What learners depend on is refused politely, singly and in bulk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from courses.deletion import refusal


@hooks.register("before_delete_page")
def keep_what_is_taken(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete what became a part of an edition."""
    reason = refusal([page])
    if not reason:
        return None
    messages.error(request, reason)
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def keep_what_is_taken_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse to delete many when one of them became a part of an edition."""
    pages = [one for one in objects if isinstance(one, Page)]
    reason = refusal(pages) if action_type == "delete" else ""
    if not reason:
        return None
    messages.error(request, reason)
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
