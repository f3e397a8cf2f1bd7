"""While a lesson is written: remarks, the link for one's telephone, two people at one page."""

import segno
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.models import LessonPage
from courses.writing.conflict import REPLACES, keep_beside
from courses.writing.phone import make_link
from courses.writing.remarks import remarks_on

# A quiet zone of four modules and error correction M are the standard's (ISO/IEC 18004).
QR_SCALE = 8


def editable(request: HttpRequest, page_id: int) -> LessonPage:
    """Return the newest draft of a lesson that this person may edit; else 404 or a refusal."""
    page = get_object_or_404(LessonPage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page.get_latest_revision_as_object()


@require_safe
@never_cache
def remarks(request: HttpRequest, page_id: int) -> HttpResponse:
    """What is said of the saved draft: a part of the editor's panel."""
    page = editable(request, page_id)
    return render(request, "courses/admin/writing_saved.html", {"remarks": remarks_on(page)})


@require_safe
@never_cache
def phone_link(request: HttpRequest, page_id: int) -> HttpResponse:
    """Make a link to the draft and show it as a QR code, large."""
    page = editable(request, page_id)
    token, link = make_link(page.translation_key)
    with translation.override(page.locale.language_code):
        address = settings.BASE_URL + reverse("courses:draft", args=[token])
    qr = segno.make(address, error="m", micro=False).svg_data_uri(scale=QR_SCALE, border=4)
    context = {"page": page, "address": address, "until": link.until, "qr": qr}
    return render(request, "courses/admin/phone_link.html", context)


def conflict(request: HttpRequest, page: LessonPage) -> HttpResponse:
    """Answer the second one to save: who saved when, both versions, and how to go on."""
    newest = page.latest_revision
    form = page_form(request, page)
    kept = None
    if form.is_valid():
        kept = keep_beside(page=form.save(commit=False), by=request.user)
    # What does not even make a draft cannot be stored: it is sent along, and shown with its errors.
    typed = [] if kept else [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", REPLACES, "overwrite_revision_id")
        for value in values
    ]  # fmt: skip
    context = {
        "page": page, "newest": newest, "kept": kept, "typed": typed, "replaces": REPLACES,
    }  # fmt: skip
    return render(request, "courses/admin/conflict.html", context, status=409)


def page_form(request: HttpRequest, page: LessonPage):
    """Return the editor's form with what was posted, as lenient as for a draft."""
    form_class = page.get_edit_handler().get_form_class()
    form = form_class(
        request.POST, request.FILES, instance=page, parent_page=page.get_parent(),
        for_user=request.user,
    )  # fmt: skip
    form.defer_required_fields()
    return form
