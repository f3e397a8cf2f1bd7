"""Places that learners marked, in Wagtail's admin, for whoever may edit the lesson."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from courses.models import LessonPage
from courses.permissions import course_pages_of
from learning.actions import settle_place
from learning.marks import marked_places, with_words

A_PAGE = 20


def own_lessons(user: Any) -> QuerySet[Any]:
    """Return the keys of the lessons that somebody may edit."""
    pages = course_pages_of(user).order_by().values("pk")
    return LessonPage.objects.filter(pk__in=pages).values("translation_key")


def may_edit_lessons(user: Any) -> bool:
    """Whether somebody may edit any lesson."""
    return bool(own_lessons(user).exists())


@never_cache
@require_safe
def marked(request: HttpRequest) -> HttpResponse:
    """List the marked places of one's own lessons."""
    guard(request)
    pages = Paginator(marked_places(own_lessons(request.user)), A_PAGE)
    page = pages.get_page(request.GET.get("p"))
    context = {"page": page, "places": with_words(page.object_list)}
    return render(request, "learning/admin/marked.html", context)


@require_POST
def settle(request: HttpRequest, lesson_key: UUID, language: str, part: str) -> HttpResponse:
    """Record that a place was dealt with."""
    guard(request)
    if not own_lessons(request.user).filter(translation_key=lesson_key).exists():
        raise Http404
    try:
        seen = int(request.POST.get("seen", ""))
    except ValueError as error:
        raise Http404 from error
    if settle_place(lesson_key=lesson_key, language=language, part_id=part, seen=seen):
        messages.success(request, _("The place is settled."))
    else:
        messages.info(request, _("The place was settled already."))
    return redirect("learning_marked")


def guard(request: HttpRequest) -> None:
    """Let pass only those who may edit a lesson."""
    if not may_edit_lessons(request.user):
        raise PermissionDenied
