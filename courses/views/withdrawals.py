"""Withdrawing a harmful lesson by two people, in Wagtail's admin."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from courses.actions import confirm_withdrawal, decline_withdrawal, propose_withdrawal
from courses.exceptions import CourseError
from courses.forms import ReasonForm
from courses.models import LessonSnapshot, WithdrawalProposal
from courses.views.access import (
    access_lesson,
    history_readers_only,
    label,
    number,
    withdrawers_only,
)

ON_A_PAGE = 20


@history_readers_only
@require_safe
def withdrawals(request: HttpRequest) -> HttpResponse:
    """List the proposals: those that wait first, then what became of the others."""
    proposals = WithdrawalProposal.objects.select_related("course").order_by("-proposed_at")
    page = Paginator(proposals, ON_A_PAGE).get_page(request.GET.get("p"))
    titles = titles_of({proposal.lesson_key for proposal in page})
    context = {
        "page": page,
        "rows": [(proposal, titles.get(proposal.lesson_key, "")) for proposal in page],
        "open": set(WithdrawalProposal.objects.open().values_list("pk", flat=True)),
    }
    return render(request, "courses/admin/withdrawals.html", context)


@withdrawers_only
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask why a lesson should be withdrawn; another person decides."""
    page, course = access_lesson(page_id)
    form = ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                proposal = propose_withdrawal(
                    course=course, lesson_key=page.translation_key, by=label(request.user),
                    by_id=number(request.user), reason=form.cleaned_data["reason"],
                )  # fmt: skip
            except CourseError as error:
                messages.error(request, str(error))
                return redirect("courses_withdrawals")
            messages.success(
                request, _("Proposed. Nothing has changed yet: another person has to confirm it.")
            )
            return redirect("courses_withdrawal", proposal.pk)
    titles = titles_of({page.translation_key}).get(page.translation_key)
    context = {"page": page, "course": course, "form": form, "titles": titles}
    return render(request, "courses/admin/propose_withdrawal.html", context, status=status)


@withdrawers_only
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Show a proposal; confirm or decline it as another, take it back as its author."""
    found = get_object_or_404(WithdrawalProposal.objects.select_related("course"), pk=proposal_id)
    if request.method == "POST":
        return decide(request, found)
    context = {
        "proposal": found,
        "is_open": WithdrawalProposal.objects.open().filter(pk=found.pk).exists(),
        "is_own": found.proposer_id == request.user.pk,
        "titles": titles_of({found.lesson_key}).get(found.lesson_key, ""),
    }
    return render(request, "courses/admin/withdrawal.html", context)


def decide(request: HttpRequest, proposal: WithdrawalProposal) -> HttpResponse:
    """Do what was chosen, or say why it cannot be done."""
    who: dict[str, Any] = {"by": label(request.user), "by_id": number(request.user)}
    try:
        if request.POST.get("do") == "confirm":
            confirm_withdrawal(proposal=proposal, **who)
            messages.success(
                request, _("The lesson is withdrawn, in every edition and both languages.")
            )
        elif request.POST.get("do") == "decline":
            decline_withdrawal(proposal=proposal, **who)
            messages.success(request, _("The proposal is closed; the lesson stays."))
    except CourseError as error:
        messages.error(request, str(error))
    return redirect("courses_withdrawal", proposal.pk)


def titles_of(keys: set[UUID]) -> dict[UUID, str]:
    """Return the lessons' newest titles, Kazakh and Russian: one query."""
    found: dict[UUID, dict[str, str]] = {}
    newest = LessonSnapshot.objects.filter(lesson_key__in=keys).order_by(
        "lesson_key", "language", "-edition__number", "-correction"
    )
    for key, language, title in newest.distinct("lesson_key", "language").values_list(
        "lesson_key", "language", "title"
    ):
        found.setdefault(key, {})[language] = title
    return {key: " · ".join(dict.fromkeys(titles.values())) for key, titles in found.items()}
