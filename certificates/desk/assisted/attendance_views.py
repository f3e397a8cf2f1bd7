"""Attendance on paper: one writes a list down, another confirms it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from certificates.desk.assisted.access import Counter, counter_required
from certificates.desk.assisted.attendance import (
    Settled,
    counted,
    course_attended,
    note_look,
    settle,
    sheets_for,
    waiting_on,
    write_down,
)
from certificates.desk.assisted.attendance_forms import AddForm, CheckForm, SheetForm
from certificates.desk.assisted.figures import months_of
from enrolments.actions import open_sheet
from enrolments.exceptions import AttendanceSettled, EnrolmentsError
from enrolments.models import AttendanceSheet

A_PAGE = 25


@counter_required
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, counter: Counter) -> HttpResponse:
    """The lists that concern this counter, and a form that opens another; no name of anybody."""
    form = SheetForm(counter, request.POST if request.method == "POST" else None)
    if form.is_valid():
        sheet = open_sheet(course=course_attended(), by=counter.staff, **form.given())
        return redirect("desk:attendance_sheet", sheet.pk)
    page = Paginator(counted(sheets_for(counter)), A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "months": months_of(counter.staff)}
    status = 422 if form.is_bound else 200
    return render(request, "desk/assisted/attendance.html", context, status=status)


@counter_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def attendance_sheet(request: HttpRequest, counter: Counter, pk: int) -> HttpResponse:
    """Write down one person after another; only how many there are is shown."""
    sheet = _access(counter, pk)
    form = AddForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            write_down(counter=counter, sheet=sheet, identity=form.cleaned_data["identity"])
        except EnrolmentsError as error:
            form.add_error("identity_number", str(error))
        else:
            messages.success(request, _("Written down. The next person, please."))
            return redirect("desk:attendance_sheet", sheet.pk)
    living = sheet.attendances.filter(withdrawn_at=None)
    context = {
        "form": form,
        "sheet": sheet,
        "on_it": living.count(),
        "waiting": living.filter(confirmed_at=None).count(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/assisted/attendance_sheet.html", context, status=status)


@counter_required
@require_http_methods(["GET", "POST"])
def attendance_check(request: HttpRequest, counter: Counter, pk: int) -> HttpResponse:
    """Show who waits on a list, to be compared with the paper; confirm each, or take them off."""
    sheet = _access(counter, pk)
    waiting = waiting_on(sheet)
    form = CheckForm(waiting, counter.staff.pk, request.POST if request.method == "POST" else None)
    problems: list[tuple[str, str]] = []
    if form.is_valid():
        done = settle(
            counter=counter, sheet=sheet, decisions=form.decisions(),
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
        _tell(request, done, form.settled_meanwhile())
        if not done.problems:
            return redirect("desk:attendance_check", sheet.pk)
        problems = [(one.enrolment.user.name, why) for one, why in done.problems]
        waiting = waiting_on(sheet)
        form = CheckForm(waiting, counter.staff.pk)
    note_look(counter=counter, sheet=sheet, waiting=waiting)
    context = {"form": form, "sheet": sheet, "waiting": waiting, "problems": problems}
    status = 409 if problems else 422 if form.is_bound else 200
    return render(request, "desk/assisted/attendance_check.html", context, status=status)


def _tell(request: HttpRequest, done: Settled, overtaken: bool) -> None:
    words = _("Confirmed: %(confirmed)d. Taken off: %(removed)d.")
    messages.success(request, words % {"confirmed": done.confirmed, "removed": done.removed})
    if overtaken:
        messages.warning(request, str(AttendanceSettled()))


def _access(counter: Counter, pk: int) -> AttendanceSheet:
    """Return a list that concerns the counter, or 404."""
    found: AttendanceSheet = get_object_or_404(sheets_for(counter), pk=pk)
    return found
