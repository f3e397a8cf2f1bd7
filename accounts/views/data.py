"""Everything held about a person: to read, page by page, and as one file. After a fresh code."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.personal_data import FILE_NAME, as_file, section_of, sections_of
from accounts.requests import LearnerRequest
from accounts.views.confirm import confirmed_required

PER_PAGE = 10


@confirmed_required
@require_safe
def data(request: LearnerRequest) -> HttpResponse:
    """Show what kinds of things are held, and offer the file."""
    held = [
        {"section": section, "count": sum(1 for _row in section.rows())}
        for section in sections_of(request.user)
    ]
    return render(request, "accounts/data.html", {"held": held})


@confirmed_required
@require_safe
def data_section(request: LearnerRequest, key: str) -> HttpResponse:
    """Show the things of one kind."""
    section = section_of(request.user, key)
    if section is None:
        raise Http404
    page = Paginator(list(section.rows()), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/data_section.html", {"section": section, "page": page})


@confirmed_required
@require_safe
def data_file(request: LearnerRequest) -> HttpResponse:
    """Hand the person everything as one file for machines."""
    response = HttpResponse(as_file(request.user), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response
