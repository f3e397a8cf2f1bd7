"""The lessons of a person, and how they stand."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from workshop.lessons import KINDS, lessons_of
from workshop.panels import LessonsPanel
from workshop.views.frame import shown

ON_A_PAGE = 50


def lessons(request: HttpRequest) -> HttpResponse:
    """List the lessons the person may write; `?only=` narrows to one kind of standing."""
    if not LessonsPanel.concerns(request.user):
        raise PermissionDenied
    only = request.GET.get("only", "")
    found = lessons_of(request.user)
    if only in KINDS:
        found = [one for one in found if getattr(one, KINDS[only][0])]
    else:
        only = ""
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    kinds = [(kind, label) for kind, (_field, label) in KINDS.items()]
    context = {"page": page, "only": only, "kinds": kinds}
    return shown(request, "workshop/lessons.html", _("My lessons"), context, icon="doc-full")
