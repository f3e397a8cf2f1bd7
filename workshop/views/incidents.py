"""Breaches, worked up by the data protection officer: figures and words, nobody by name."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from accounts.record_words import purpose_words
from accounts.requests import StaffRequest
from notifications.questions import notices_sent
from web.bells import ring
from web.guards import only_if
from workshop.actions.incidents import ask_to_tell, open_incident, word_incident
from workshop.forms import IncidentForm, NoticeForm
from workshop.incidents.deadline import deadline
from workshop.incidents.notice import named, period, report
from workshop.models import Incident
from workshop.permissions import may_oversee
from workshop.tasks import work_up_incident
from workshop.views.frame import shown

ON_A_PAGE = 50
ICON = "warning"


guarded = only_if(may_oversee)


def workable(request: StaffRequest) -> QuerySet[Incident]:
    """The incidents of others: whose access it was does not word what people are told of it."""
    return Incident.objects.exclude(actor=request.user)


def above() -> tuple[str, str]:
    """Where the page of one incident hangs."""
    return reverse("workshop_incidents"), _("Personal data incidents")


@guarded
@require_safe
def incidents(request: StaffRequest) -> HttpResponse:
    """List the incidents, newest first, with their last hour."""
    rows = workable(request).select_related("actor").order_by("-known_at", "-pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p"))
    add = HeaderButton(
        _("Open an incident"), url=reverse("workshop_open_incident"), icon_name="plus",
        classname="button",
    )  # fmt: skip
    context = {
        "page": page, "rows": [(one, deadline(one.known_at)) for one in page],
        "header_buttons": [add],
    }  # fmt: skip
    return shown(
        request, "workshop/incidents.html", _("Personal data incidents"), context, icon=ICON
    )


@guarded
@require_http_methods(["GET", "POST"])
def open_one(request: StaffRequest) -> HttpResponse:
    """Take what is known of an incident, and have it counted."""
    form = IncidentForm(request.POST or None, by=request.user, initial={"known_at": timezone.now()})
    if request.method == "POST" and form.is_valid():
        made = open_incident(by=request.user, **form.cleaned_data)
        ring(work_up_incident, made.pk)
        return redirect("workshop_incident", made.pk)
    context = {
        "form": form, "submit_label": _("Find out who is concerned"),
        "back_url": reverse("workshop_incidents"),
    }  # fmt: skip
    return shown(
        request, "workshop/ask.html", _("Open an incident"), context, icon=ICON, above=above()
    )


@guarded
@require_http_methods(["GET", "POST"])
def incident(request: StaffRequest, incident_id: int) -> HttpResponse:
    """Show the figures and the clock of an incident, and keep the words of its notices."""
    found = get_object_or_404(
        workable(request).select_related("actor", "opened_by"), pk=incident_id
    )
    words = {name: getattr(found, name) for name in ("text_kk", "text_ru", "measures")}
    is_open = found.counted_at is not None and found.telling_asked_at is None
    form = NoticeForm(request.POST or None, initial=words) if is_open else None
    if form is not None and form.is_valid():
        if word_incident(incident=found, **form.cleaned_data):
            messages.success(request, _("The notices are saved."))
        return redirect("workshop_incident", found.pk)
    purposes = [
        (purpose_words(one), number) for one, number in found.counts.get("purposes", {}).items()
    ]
    context = {
        "incident": found, "form": form, "purposes": purposes, "categories": named(found),
        "period": period(found), "until": deadline(found.known_at),
        "sent": notices_sent(f"incident:{found.pk}:") if found.telling_asked_at else None,
        "submit_label": _("Save the notices"), "back_url": reverse("workshop_incidents"),
    }  # fmt: skip
    title = _("Incident %(number)s") % {"number": found.pk}
    return shown(request, "workshop/incident.html", title, context, icon=ICON, above=above())


@guarded
@require_POST
def tell(request: StaffRequest, incident_id: int) -> HttpResponse:
    """Have everybody who can be told told."""
    found = get_object_or_404(workable(request), pk=incident_id)
    if ask_to_tell(incident=found):
        ring(work_up_incident, found.pk)
        messages.success(request, _("The notices are on their way."))
    return redirect("workshop_incident", found.pk)


@guarded
@require_safe
def report_file(request: StaffRequest, incident_id: int) -> HttpResponse:
    """Hand out the report to the authority: figures, categories, period, measures."""
    found = get_object_or_404(workable(request), pk=incident_id, counted_at__isnull=False)
    response = HttpResponse("\ufeff" + report(found), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="incident-{found.pk}.txt"'
    response["Cache-Control"] = "no-store"
    return response
