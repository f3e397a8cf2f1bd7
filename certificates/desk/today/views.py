"""The list of a day: opened with a number, its people shown on a press; on paper and as a file."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from typing import cast
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from certificates.desk.access import Desk, clerk_required
from certificates.desk.answers import is_required_in
from certificates.desk.today.couples import CoupleOfDay, applications_of, bars, couples_of
from certificates.desk.today.files import file_name, file_rows, file_title, file_widths
from certificates.desk.today.forms import DayForm
from certificates.desk.today.looks import record_file, record_list, seen_lately
from registry.models import MarriageApplication, RegistryOffice
from web.spreadsheets import CSV, XLSX, csv_lines, xlsx_file

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class AskedDay:
    """A day at one office of the clerk's; `desk` is theirs at that office alone."""

    desk: Desk
    day: date

    @property
    def office(self) -> RegistryOffice:
        """The office whose ceremonies are meant."""
        return self.desk.offices[0]

    @property
    def query(self) -> str:
        """The question for an address: a day and an office, nothing of anybody."""
        return urlencode({"day": self.day.isoformat(), "office": self.office.code}) + "&"

    @property
    def address(self) -> str:
        """Where the list is."""
        return f"{reverse('desk:today')}?{self.query.rstrip('&')}"

    def applications(self) -> list[MarriageApplication]:
        """The applications of the list."""
        return applications_of(self.office, self.day)


def _with_day(
    view: Callable[[HttpRequest, AskedDay, DayForm], HttpResponseBase],
) -> Callable[[HttpRequest, Desk], HttpResponse]:
    """Read day and office; another's office is not there, a day that cannot be is said to be so."""

    @wraps(view)
    def read(request: HttpRequest, desk: Desk) -> HttpResponse:
        typed = (request.POST if request.method == "POST" else request.GET).copy()
        offices = {one.code: one for one in desk.offices}
        code = typed.get("office") or next(iter(offices))
        if code not in offices:
            raise Http404
        typed["office"] = code
        typed.setdefault("day", timezone.localdate().isoformat())
        form = DayForm(typed, desk=desk)
        if not form.is_valid():
            return render(request, "desk/today.html", {"form": form}, status=422)
        asked = AskedDay(replace(desk, offices=(offices[code],)), form.cleaned_data["day"])
        # A file is no HttpResponse to Django's types, and is one to whoever guards the desk.
        return cast("HttpResponse", view(request, asked, form))

    return read


@clerk_required
@require_GET
@_with_day
def today(request: HttpRequest, asked: AskedDay, form: DayForm) -> HttpResponse:
    """Say how many ceremonies there are; with the people, where their states were asked for."""
    applications = asked.applications()
    context = {"form": form, "asked": asked, "total": len(applications)}
    seen = seen_lately(asked.desk, applications)
    if seen:
        couples = couples_of(applications)
        record_list(asked.desk, couples, seen)
        context |= _about(asked, couples) | {
            "page": Paginator(couples, A_PAGE).get_page(request.GET.get("page"))
        }
    return render(request, "desk/today.html", context)


@clerk_required
@require_POST
@_with_day
def today_states(request: HttpRequest, asked: AskedDay, form: DayForm) -> HttpResponse:
    """Record a look at everybody on the list, and lead to it."""
    applications = asked.applications()
    record_list(asked.desk, couples_of(applications), seen_lately(asked.desk, applications))
    return redirect(asked.address)


@clerk_required
@require_GET
@_with_day
def today_print(request: HttpRequest, asked: AskedDay, form: DayForm) -> HttpResponse:
    """Show the whole list as it goes on paper; once its states were asked for."""
    applications = asked.applications()
    seen = seen_lately(asked.desk, applications)
    if not seen:
        return redirect(asked.address)
    couples = couples_of(applications)
    record_list(asked.desk, couples, seen)
    context = {"asked": asked, "page": couples, "total": len(couples)}
    return render(request, "desk/today_print.html", context | _about(asked, couples))


@clerk_required
@require_POST
@_with_day
def today_file(request: HttpRequest, asked: AskedDay, form: DayForm) -> HttpResponseBase:
    """Give the list as a file, everybody in it having been recorded."""
    couples = couples_of(asked.applications())
    record_file(asked.desk, couples)
    rows = file_rows(asked.office, asked.day, couples, at=timezone.localtime())
    if request.POST.get("kind") == "xlsx":
        return FileResponse(
            xlsx_file(rows, title=file_title(asked.day), widths=file_widths()),
            as_attachment=True, filename=file_name(asked.office, asked.day, "xlsx"),
            content_type=XLSX,
        )  # fmt: skip
    name = file_name(asked.office, asked.day, "csv")
    return StreamingHttpResponse(
        csv_lines(rows), content_type=CSV,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def _about(asked: AskedDay, couples: list[CoupleOfDay]) -> dict[str, object]:
    return {
        "bars": bars(couples),
        "made_at": timezone.localtime(),
        "is_required": is_required_in(asked.office.region),
    }
