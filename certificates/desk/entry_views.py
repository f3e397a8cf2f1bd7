"""A clerk enters an application, or what has become of one."""

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from certificates.desk.access import Desk, clerk_required
from certificates.desk.entry import enter_application
from certificates.desk.entry_forms import ApplicationForm
from certificates.desk.exceptions import HeldElsewhere, OtherApplicants
from web.limits import used_up

MOST_WRONG, WINDOW = 10, 600  # tries, seconds
PAUSE = 30  # seconds


@clerk_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def application(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take the application and say that it is kept; nothing of it is shown afterwards."""
    if not desk.enters_applications:
        return _show(request, None, status=200 if request.method == "GET" else 409)
    if request.method == "GET":
        return _show(request, ApplicationForm(desk=desk))
    form = ApplicationForm(request.POST, desk=desk)
    if cache.get(_pause_of(desk)):
        words = _("Several entries in a row did not fit. Wait half a minute, then try again.")
        return _show(request, form, notice=words, status=429)
    if form.is_valid():
        given = form.cleaned_data
        try:
            enter_application(
                desk=desk,
                office=given["office"],
                number=given["application_number"],
                state=given["state"],
                ceremony_date=given["ceremony_date"],
                identities=(given["first"], given["second"]),
            )
        except OtherApplicants:
            _count_wrong(desk)
            form.add_error(
                None, _("This number is known with other people. Check the three numbers.")
            )
        except HeldElsewhere:
            form.add_error(
                "state",
                _("Another office holds this application. Here it can only be moved to yours."),
            )
        else:
            messages.success(request, _("The application is kept."))
            return redirect("desk:application")
    return _show(request, form, status=422)


def _count_wrong(desk: Desk) -> None:
    """After many that did not fit each further one costs a short pause; right ones never do."""
    if used_up("desk-entry", str(desk.clerk.pk), limit=MOST_WRONG, seconds=WINDOW):
        cache.set(_pause_of(desk), True, timeout=PAUSE)


def _pause_of(desk: Desk) -> str:
    return f"desk-entry-pause:{desk.clerk.pk}"


def _show(
    request: HttpRequest, form: ApplicationForm | None, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    context = {"form": form, "notice": notice}
    return render(request, "desk/application.html", context, status=status)
