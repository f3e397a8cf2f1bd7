"""Who wrote down and confirmed how much, in Wagtail's admin, for administrators."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.desk.assisted.figures import everybodys_months
from web.guards import private_to
from workshop.views.frame import shown

A_PAGE = 50
PERMISSION = "workshop.give_roles"


def may_see(user: Any) -> bool:
    """Whether somebody may see them: whoever says who works here."""
    return bool(user.has_perm(PERMISSION))


@private_to(may_see)
@require_safe
def attendance(request: HttpRequest) -> HttpResponse:
    """Draw how much each member of the staff did in each month of a year; nobody's learners."""
    page = Paginator(everybodys_months(), A_PAGE).get_page(request.GET.get("p"))
    template = "desk/assisted/admin_attendance.html"
    title = _("Attendance on paper")
    return shown(request, template, title, {"page": page}, icon="clipboard-list")
