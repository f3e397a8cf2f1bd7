"""Requests that no mailbox took, in Wagtail's admin, for whoever keeps the directory right."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from centres.questions import given_up_mails
from web.guards import private_to
from workshop.views.frame import shown

A_PAGE = 30
PERMISSION = "cms.change_familysupportcentre"


def may_see(user: Any) -> bool:
    """Whether somebody may see them: whoever may correct a centre's mailbox."""
    return bool(user.has_perm(PERMISSION))


@private_to(may_see)
@require_safe
def undelivered(request: HttpRequest) -> HttpResponse:
    """List centre and moment of what could not be delivered; nothing of whose it was."""
    page = Paginator(given_up_mails(), A_PAGE).get_page(request.GET.get("p"))
    title = _("Undelivered requests")
    return shown(request, "centres/admin/undelivered.html", title, {"page": page}, icon="warning")
