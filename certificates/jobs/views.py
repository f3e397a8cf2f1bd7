"""Work on many certificates in Wagtail's admin. No name of a holder is shown anywhere here."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from accounts.requests import StaffRequest
from certificates.actions import successor
from certificates.documents.issuing import facts_of
from certificates.jobs import deciding, tasks
from certificates.jobs.exceptions import BulkRefused
from certificates.jobs.forms import BulkJobForm
from certificates.jobs.models import BulkJob, BulkJobRow
from certificates.rendering.picture import render_png
from certificates.words.models import CertificateTemplate
from web.bells import ring
from web.guards import private_to
from web.spreadsheets import CSV, csv_lines
from workshop.views.frame import shown

ON_A_PAGE = 50
MOST_CHANGES = 20
ICON = "copy"
PERMISSION = "certificates.run_bulk_jobs"
# What stands for the holder's name in a picture.
SOMEBODY = "Аты-жөні · Имя и фамилия"
State, Row = BulkJob.State, BulkJobRow.State


def may_work_in_bulk(user: Any) -> bool:
    """Whether this person may propose, confirm and stop bulk work."""
    return bool(user.has_perm(PERMISSION))


guarded = private_to(may_work_in_bulk)


@guarded
@require_safe
def jobs(request: StaffRequest) -> HttpResponse:
    """List the jobs, newest first."""
    rows = BulkJob.objects.select_related("course", "proposed_by", "decided_by").order_by("-pk")
    context = {
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p")),
        "header_buttons": [
            HeaderButton(
                _("Choose certificates"), url=reverse("certificates_bulk_new"), icon_name="plus",
                classname="button",
            )
        ],
    }  # fmt: skip
    return shown(
        request, "certificates/jobs/jobs.html", _("Many certificates at once"), context, icon=ICON
    )


@guarded
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Say what is to be done with which certificates."""
    form = BulkJobForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        job = deciding.open_job(**form.terms(), by=request.user)
        ring(tasks.collect_certificates, job.pk)
        return redirect("certificates_bulk_job", job.pk)
    return shown(
        request, "certificates/jobs/new.html", _("Choose certificates"), {"form": form},
        icon=ICON, above=_above(),
    )  # fmt: skip


@guarded
@require_safe
def job(request: StaffRequest, bulk_job_id: int) -> HttpResponse:
    """Show one job: what it would change, how far it is, what became of each certificate."""
    found = _job(bulk_job_id)
    context = _standing(found) | {"is_own": found.proposed_by_id == request.user.pk}
    context["may_go_on"] = not context["is_own"] or found.stopped_by_id in (None, request.user.pk)
    if found.state != State.COLLECTING:
        show = request.GET.get("show", "")
        rows = found.rows.select_related("certificate", "replacement").order_by("pk")
        if show in Row.values:
            rows = rows.filter(state=show)
        context |= {
            "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p")),
            "kept": f"show={show}" if show in Row.values else "", "show": show,
            "states": Row.choices, "changes": _changes(found),
            "has_sample": deciding.sample(found) is not None,
        }  # fmt: skip
    title = _("Bulk job %(number)s") % {"number": found.pk}
    return shown(request, "certificates/jobs/job.html", title, context, icon=ICON, above=_above())


@guarded
@require_safe
def standing(request: StaffRequest, bulk_job_id: int) -> HttpResponse:
    """How far it is, for htmx to look again; the page is loaded anew once there is more to see."""
    found = _job(bulk_job_id)
    response = render(request, "certificates/jobs/job.html#standing", _standing(found))
    if found.state != request.GET.get("state"):
        response["HX-Refresh"] = "true"
    return response


def _job(bulk_job_id: int) -> BulkJob:
    people = ("course", "sheet", "proposed_by", "decided_by", "stopped_by")
    found: BulkJob = get_object_or_404(BulkJob.objects.select_related(*people), pk=bulk_job_id)
    return found


def _standing(job: BulkJob) -> dict[str, Any]:
    counted = job.rows.values_list("state", "why").order_by("state", "why").annotate(Count("pk"))
    by_state: dict[str, int] = {}
    reasons = []
    for state, why, number in counted:
        by_state[state] = by_state.get(state, 0) + number
        if why:
            reasons.append((Row(state).label, BulkJobRow.Why(why).label, number))
    settled = sum(by_state.get(state, 0) for state in (Row.DONE, Row.FAILED))
    to_do = sum(by_state.get(state, 0) for state in Row.values if state != Row.LEFT_OUT)
    return {
        "job": job, "counts": by_state, "reasons": reasons, "settled": settled, "to_do": to_do,
        "waiting": by_state.get(Row.WAITING, 0), "failed": by_state.get(Row.FAILED, 0),
        "looks_again": job.state in (State.COLLECTING, State.RUNNING)
        or by_state.get(Row.REPLACED, 0) > 0,
    }  # fmt: skip


def _changes(job: BulkJob) -> list[dict[str, Any]]:
    """Return from which words to which, and how many certificates that is."""
    if job.kind != BulkJob.Kind.TITLE:
        return []
    columns = [f"certificate__{name}" for name in job.words]
    numbers = dict(CertificateTemplate.objects.values_list("pk", "number"))

    def said(name: str, value: Any) -> str:
        if name != "template_id":
            return str(value)
        if value is None:
            return _("The first words of the paper")
        return _("Words of the paper, version %(number)s") % {"number": numbers[value]}

    rows = (
        job.rows.exclude(state=Row.LEFT_OUT).values(*columns)
        .annotate(number=Count("pk")).order_by("-number", *columns)
    )  # fmt: skip
    return [
        {
            "number": row["number"],
            "words": [
                (said(name, row[f"certificate__{name}"]), said(name, new))
                for name, new in job.words.items()
                if row[f"certificate__{name}"] != new
            ],
        }
        for row in rows[:MOST_CHANGES]
    ]


@guarded
@require_POST
def choose(request: StaffRequest, bulk_job_id: int) -> HttpResponse:
    """Keep the ticked certificates of a page and take the others out."""
    shown_rows, kept = (_ids(request, name) for name in ("shown", "kept"))
    try:
        deciding.choose_rows(job=_job(bulk_job_id), shown=shown_rows, kept=kept, by=request.user)
    except BulkRefused as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Your choice is kept."))
    page = request.POST.get("p", "")
    query = f"?p={page}" if page.isascii() and page.isdigit() else ""
    return redirect(reverse("certificates_bulk_job", args=[bulk_job_id]) + query)


def _ids(request: HttpRequest, name: str) -> list[int]:
    given = request.POST.getlist(name)[:ON_A_PAGE]
    return [int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 16]


@guarded
@require_POST
def decide(request: StaffRequest, bulk_job_id: int) -> HttpResponse:
    """Propose, confirm, drop, stop, resume, or try again what failed."""
    found, by = _job(bulk_job_id), request.user
    asked = {
        "propose": lambda: deciding.propose(job=found, by=by),
        "confirm": lambda: deciding.confirm(job=found, by=by),
        "drop": lambda: deciding.drop(job=found, by=by),
        "stop": lambda: deciding.stop(job=found, by=by),
        "resume": lambda: deciding.resume(job=found, by=by),
        "again": lambda: deciding.try_again(job=found, by=by),
    }
    verb = next((verb for verb in asked if verb in request.POST), None)
    if verb is None:
        return redirect("certificates_bulk_job", bulk_job_id)
    try:
        asked[verb]()
    except BulkRefused as problem:
        messages.error(request, str(problem))
    else:
        if verb in ("confirm", "resume", "again"):
            tasks.begin(bulk_job_id)
    return redirect("certificates_bulk_job", bulk_job_id)


@guarded
@require_safe
def picture(request: StaffRequest, bulk_job_id: int, which: str) -> HttpResponse:
    """Draw one of its certificates before or after, without its holder and without a proof."""
    found = deciding.sample(_job(bulk_job_id))
    if found is None or which not in ("before", "after"):
        raise Http404
    certificate, words = found
    if which == "after":
        certificate = successor(certificate, number=certificate.number, words=words)
    return HttpResponse(
        render_png(facts_of(certificate, signed="", name=SOMEBODY)), content_type="image/png"
    )


@guarded
@require_safe
def result(request: StaffRequest, bulk_job_id: int) -> StreamingHttpResponse:
    """What became of every certificate, as a file: numbers and no person."""
    found = _job(bulk_job_id)
    rows = found.rows.order_by("pk").values_list(
        "certificate__number", "certificate__course_code", "certificate__edition_number",
        "certificate__completed_on", "state", "why", "replacement__number",
    )  # fmt: skip
    # Said now: when the file goes out, the language of whoever asked is over.
    states = {value: str(words) for value, words in Row.choices}
    whys = {value: str(words) for value, words in BulkJobRow.Why.choices}
    heading = (
        _("Number"), _("Course"), _("Edition"), _("Completed on"), _("Result"), _("Reason"),
        _("Replaced by"),
    )  # fmt: skip
    unknown = ("", "", "", _("Unknown"), _("no certificate has this number"), "")

    def lines() -> Any:
        yield heading
        for number, course, edition, day, state, why, new_number in rows.iterator(chunk_size=2000):
            yield number, course, edition, day, states[state], whys.get(why, ""), new_number or ""
        for number in found.unknown:
            yield number, *unknown

    response = StreamingHttpResponse(csv_lines(lines()), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="otau-bulk-{found.pk}.csv"'
    return response


def _above() -> tuple[str, str]:
    return reverse("certificates_bulk"), _("Many certificates at once")
