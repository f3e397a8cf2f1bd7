"""A draft for whoever holds a link to it. Nothing is written, nobody is counted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.models import LessonPage
from courses.preview import preview_lesson
from courses.views.public import language
from courses.writing.phone import LinkExpired, LinkUnknown, read_link

NOT_FOR_SEARCH = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store, private"}


@require_safe
@never_cache
def draft(request: HttpRequest, token: str) -> HttpResponse:
    """Show the newest draft of one lesson in the language of the address, until the link ends."""
    try:
        link = read_link(token)
    except LinkUnknown:
        return closed(request, is_expired=False)
    except LinkExpired:
        return closed(request, is_expired=True)
    page = LessonPage.objects.filter(
        translation_key=link.lesson_key, locale__language_code=language()
    ).first()
    if page is None:
        return closed(request, is_expired=False, is_missing=LessonPage.objects.filter(
            translation_key=link.lesson_key).exists())  # fmt: skip
    response = preview_lesson(request, page.get_latest_revision_as_object(), until=link.until)
    return unseen(response)


def closed(request: HttpRequest, *, is_expired: bool, is_missing: bool = False) -> HttpResponse:
    """Say why there is nothing to read: 410 for a link that was right once, else 404."""
    response = render(
        request, "courses/draft_closed.html",
        {"is_expired": is_expired, "is_missing": is_missing}, status=410 if is_expired else 404,
    )  # fmt: skip
    return unseen(response)


def unseen(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of caches and searches."""
    for name, value in NOT_FOR_SEARCH.items():
        response.headers[name] = value
    return response
