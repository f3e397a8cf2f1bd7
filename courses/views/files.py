"""Courses out into files and in from files, in Wagtail's admin."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail import hooks

from cms.uploads.limits import takes_files
from courses import tasks
from courses.actions import transfers
from courses.forms import ConfirmImportForm, ImportForm
from courses.models import Course, CurriculumTransfer
from courses.permissions import may_move_files
from courses.views.editions import label
from courses.views.public import language

RECENT = 20
AGAIN_IN = "2"  # seconds until the page of a running job is asked for again


@takes_files("archive", may_move_files)
@never_cache
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """List the courses and the recent jobs; take a zip file to be tried."""
    guard(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        transfer = transfers.ask_for_import(
            file=file, name=file.name, by=label(request.user), language=language()
        )
        tasks.run_transfer.delay_on_commit(transfer.pk)
        return redirect("courses_transfer", transfer.pk)
    context = {
        "form": form,
        "courses": Course.objects.order_by("place", "code"),
        "recent": CurriculumTransfer.objects.select_related("course").order_by("-pk")[:RECENT],
    }
    status = 422 if form.errors else 200
    return render(request, "courses/admin/files.html", context, status=status)


@require_POST
def export(request: HttpRequest, course_id: int) -> HttpResponse:
    """Ask for a zip file of a course."""
    guard(request)
    course = get_object_or_404(Course, pk=course_id)
    transfer = transfers.ask_for_export(course=course, by=label(request.user), language=language())
    tasks.run_transfer.delay_on_commit(transfer.pk)
    return redirect("courses_transfer", transfer.pk)


@never_cache
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Show how far a job is and what came of it; load what was tried."""
    guard(request)
    found = get_object_or_404(CurriculumTransfer, pk=transfer_id)
    form = ConfirmImportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        for ask in hooks.get_hooks("before_load_curriculum"):
            if refusal := ask(request, found):
                return refusal
        transfers.confirm_import(
            transfer=found, may_overwrite=form.cleaned_data["may_overwrite"],
            by=label(request.user), language=language(),
        )  # fmt: skip
        tasks.run_transfer.delay_on_commit(found.pk)
        return redirect("courses_transfer", found.pk)
    waits = found.state == CurriculumTransfer.State.WAITING
    context = {
        "transfer": found,
        "form": form,
        "progress": transfers.progress_of(found.pk) if waits else None,
        "may_load": may_load(found),
    }
    response = render(request, "courses/admin/transfer.html", context)
    if waits:
        response["Refresh"] = AGAIN_IN
    return response


def may_load(found: CurriculumTransfer) -> bool:
    """Whether a trial ended so that the import can follow: only edited pages may stand against."""
    if found.kind != CurriculumTransfer.Kind.IMPORT or not found.is_trial:
        return False
    if found.state == CurriculumTransfer.State.DONE:
        return any(found.report.get(name) for name in ("created", "updated", "retired"))
    return found.state == CurriculumTransfer.State.REFUSED and "refused" in found.report


@never_cache
@require_safe
def download(request: HttpRequest, transfer_id: int) -> HttpResponseBase:
    """Hand over the zip file of an export."""
    guard(request)
    found = get_object_or_404(
        CurriculumTransfer, pk=transfer_id, kind=CurriculumTransfer.Kind.EXPORT,
        state=CurriculumTransfer.State.DONE,
    )  # fmt: skip
    try:
        return FileResponse(found.open(), as_attachment=True, filename=found.file_name)
    except FileNotFoundError:
        raise Http404 from None


def guard(request: HttpRequest) -> None:
    """Let pass only those who may move files."""
    if not may_move_files(request.user):
        raise PermissionDenied
