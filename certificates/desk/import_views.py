"""A day's applications as a file: handed in, shown, decided about, and what became of each line."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certificates.desk.access import Desk, clerk_required
from certificates.desk.import_forms import ImportForm
from certificates.desk.uploads import received_in_memory
from cms.uploads.limits import takes_files
from registry import tasks
from registry.actions import accept_import, drop_import, hand_in_applications
from registry.exceptions import ImportDecided
from registry.imports import problems, writing
from registry.imports.models import TAKEN, ImportJob, ImportRow
from registry.imports.reading import MOST_ROWS
from web.bells import ring

A_PAGE, LINES_A_PAGE = 20, 50
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "text/csv; charset=utf-8"
Kind = ImportRow.Kind


@takes_files("applications")
@received_in_memory
@clerk_required
@require_http_methods(["GET", "POST"])
def applications(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The form, the template, and the files of the clerk's offices; POST hands a file in."""
    if request.method == "GET":
        return _front(request, desk, ImportForm(offices=desk.offices))
    form = ImportForm(request.POST, request.FILES, offices=desk.offices)
    if not form.is_valid():
        return _front(request, desk, form, status=422)
    job = hand_in_applications(
        office=form.chosen_office, content=form.cleaned_data["file"].read(), by=desk.clerk
    )
    ring(tasks.read_applications, job.pk)
    return redirect("desk:import", pk=job.pk)


def _front(request: HttpRequest, desk: Desk, form: ImportForm, status: int = 200) -> HttpResponse:
    jobs = _jobs(desk).select_related("uploaded_by").order_by("-uploaded_at", "-pk")
    page = Paginator(jobs, A_PAGE).get_page(request.GET.get("page"))
    rows = [(job, stage_of(job)) for job in page]
    context = {"form": form, "page": page, "rows": rows, "most": MOST_ROWS}
    return render(request, "desk/applications.html", context, status=status)


def _jobs(desk: Desk):
    """The files of the offices at which the clerk works; of others nothing is found."""
    return ImportJob.objects.filter(office__in=[office.pk for office in desk.offices])


def stage_of(job: ImportJob) -> str:
    """Return where a file stands: reading, unreadable, decide, taking, done, dropped, late."""
    if job.read_at is None:
        return "reading"
    if job.problem:
        return "unreadable"
    if job.accepted_at is not None:
        return "done" if job.ended_at is not None else "taking"
    if job.ended_at is not None:
        return "dropped" if job.decided_by_id else "late"
    return "decide"


@clerk_required
@require_GET
def template(request: HttpRequest, desk: Desk, kind: str) -> HttpResponse:
    """The template to fill in, in the language of the page."""
    name = f"otau-applications.{kind}"
    if kind == "xlsx":
        return _file(writing.template_xlsx(), SHEET, name)
    if kind == "csv":
        return _file(writing.template_csv(), TEXT, name)
    raise Http404


def _file(content: bytes, type_: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=type_)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@clerk_required
@require_GET
def import_(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """One file: what it would change, how far it is, or what became of it."""
    job = _job(desk, pk)
    return render(request, "desk/import.html", _standing(request, job))


@clerk_required
@require_GET
def import_state(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """How far it is, for htmx to look again; the whole page is loaded once there is more to see."""
    job = _job(desk, pk)
    stage = stage_of(job)
    response = render(request, "desk/import.html#standing", _how_far(job, stage))
    if stage != request.GET.get("stage"):
        response["HX-Refresh"] = "true"
    return response


def _job(desk: Desk, pk: int) -> ImportJob:
    jobs = _jobs(desk).select_related("office", "uploaded_by", "decided_by")
    found: ImportJob = get_object_or_404(jobs, pk=pk)
    return found


def _how_far(job: ImportJob, stage: str) -> dict[str, object]:
    return {"job": job, "stage": stage, "taken": job.taken, "to_take": job.to_take}


def _standing(request: HttpRequest, job: ImportJob) -> dict[str, object]:
    stage = stage_of(job)
    context = _how_far(job, stage) | {
        "counts": [(kind, Kind(kind).label, job.preview.get(kind, 0)) for kind in (
            *TAKEN, Kind.WRONG, Kind.EXAMPLE
        )],
        "results": [(kind, Kind(kind).label, job.outcome.get(kind, 0)) for kind in (
            *TAKEN, Kind.WRONG
        )],
    }  # fmt: skip
    if stage == "unreadable":
        context["problem"] = problems.about_file(job.problem, job.problem_with)
    if stage == "decide":
        context["handed_in_before"] = (
            ImportJob.objects.filter(
                office=job.office, digest=job.digest, accepted_at__isnull=False, problem=""
            )
            .exclude(pk=job.pk)
            .order_by("-accepted_at")
            .first()
        )
    if stage in ("decide", "taking", "done", "dropped"):
        page = Paginator(_wrong(job), LINES_A_PAGE).get_page(request.GET.get("page"))
        context["page"] = page
        context["lines"] = [
            (row.line, [problems.about_cell(tuple(error)) for error in row.errors]) for row in page
        ]
    return context


def _wrong(job: ImportJob):
    rows = job.rows.filter(kind=Kind.WRONG) | job.rows.filter(result=Kind.WRONG)
    return rows.order_by("line")


@clerk_required
@require_GET
def import_lines(request: HttpRequest, desk: Desk, pk: int, which: str) -> HttpResponse:
    """What became of every line, or of the wrong ones, as a file: numbers of lines, no person."""
    job = _job(desk, pk)
    if which not in ("wrong", "every") or job.read_at is None or job.problem:
        raise Http404
    rows = _wrong(job) if which == "wrong" else job.rows.order_by("line")
    content = writing.results_csv(rows.iterator(chunk_size=2000))
    return _file(content, TEXT, f"otau-{which}-lines-{job.pk}.csv")


@clerk_required
@require_POST
def take_in(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Take in the right lines."""
    response = _decide(request, desk, pk, accept_import)
    ring(tasks.take_in_applications, pk)
    return response


@clerk_required
@require_POST
def take_nothing(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Take in nothing: the file is mended first."""
    return _decide(request, desk, pk, drop_import)


def _decide(
    request: HttpRequest, desk: Desk, pk: int, action: Callable[..., ImportJob]
) -> HttpResponse:
    try:
        action(job=_job(desk, pk), by=desk.clerk)
    except ImportDecided as error:
        messages.warning(request, str(error))
    else:
        if action is drop_import:
            messages.success(
                request, _("Nothing was taken in. Mend the file and hand it in again.")
            )
    return redirect("desk:import", pk=pk)
