"""How the registry's system answers: a page for administrators in Wagtail's admin."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from reports.figures.bars import Chart, chart
from reports.registry import Health, Hour, health
from web.guards import private_to
from workshop.views.frame import shown

PERMISSION = "registry.view_registryminute"


def may_see(user: User) -> bool:
    """Whether `user` may see how the registry's system answers."""
    return user.has_perm(PERMISSION)


@private_to(may_see)
@require_safe
def registry(request: HttpRequest) -> HttpResponse:
    """Show whether it answers now, what waits for it, and the last day by the hour."""
    found = health()
    context = {"health": found, "chart": drawn(found)}
    return shown(
        request, "reports/admin/registry.html", _("The registry's system"), context, icon="link"
    )


def drawn(found: Health) -> Chart:
    """Return a bar for each hour in which something was asked: as long as there were questions."""
    asked = [hour for hour in found.hours if hour.questions]
    most = max((hour.questions for hour in asked), default=1)
    return chart(
        (_label(hour), _value(hour), hour.questions / most, hour.is_troubled) for hour in asked
    )


def _label(hour: Hour) -> str:
    return date_format(timezone.localtime(hour.began), "H:i")


def _value(hour: Hour) -> str:
    return _("%(answered)s of %(all)s answered") % {
        "answered": hour.answered, "all": hour.questions
    }  # fmt: skip
