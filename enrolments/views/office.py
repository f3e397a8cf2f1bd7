"""The short address on an office's leaflets: it leads to the page on which the course begins."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, get_supported_language_variant, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.models import Course
from registry.short_codes import office_of_code, source_of


@never_cache
@require_safe
def from_office(request: HttpRequest, code: str, language: str = "") -> HttpResponse:
    """Lead to the course, with the office as where the person came from.

    The same for every code: one that nobody has leads there too, without an office.
    """
    course = Course.objects.filter(code=settings.REGISTRY_COURSE).first()
    with override(language.lower() or _own_language()):
        if course is None:
            return redirect("courses:courses")
        address = reverse("enrolments:begin", args=[course.slug])
    office = office_of_code(code)
    query = f"?{urlencode({'from': source_of(office)})}" if office is not None else ""
    return redirect(address + query)


def _own_language() -> str:
    try:
        return get_supported_language_variant(get_language() or "kk")
    except LookupError:
        return "kk"
