"""Two accounts gave the same identity: a clerk decides, with the document in hand."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import IdentityConflict
from certificates.desk.access import Desk, clerk_required
from certificates.desk.actions import resolve_conflict
from certificates.desk.exceptions import AnotherDocument
from certificates.desk.forms import ConflictForm
from certificates.desk.pausing import TOO_MANY_WRONG, count_wrong_pair, has_to_pause

A_PAGE = 25


@clerk_required
@require_GET
def queue(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List what waits for a decision, oldest first; no number and no name of anybody."""
    waiting = (
        IdentityConflict.objects.filter(resolved_at=None)
        .select_related("winner", "loser")
        .order_by("noticed_at", "pk")
    )
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/queue.html", {"page": page})


@clerk_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def conflict(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Show what each decision does, and take one."""
    waiting = get_object_or_404(
        IdentityConflict.objects.select_related("winner__user", "loser__user"), pk=pk
    )
    if waiting.resolved_at is not None:
        messages.info(request, _("This was decided already. Nothing was changed now."))
        return redirect("desk:queue")
    context = {"conflict": waiting}
    if request.method == "GET":
        return render(request, "desk/conflict.html", context | {"form": ConflictForm()})
    form = ConflictForm(request.POST)
    is_right = form.is_valid()
    if has_to_pause(desk):
        form.add_error(None, TOO_MANY_WRONG)
        return render(request, "desk/conflict.html", context | {"form": form}, status=429)
    if is_right:
        try:
            decided = resolve_conflict(
                desk=desk,
                conflict=waiting,
                identity=form.cleaned_data["identity"],
                resolution=form.cleaned_data["resolution"],
            )
        except AnotherDocument:
            count_wrong_pair(desk)
            form.add_error(
                "identity_number", _("This conflict is about another document. Check the number.")
            )
        else:
            _tell(request, decided, desk)
            return redirect("desk:queue")
    return render(request, "desk/conflict.html", context | {"form": form}, status=422)


def _tell(request: HttpRequest, decided: IdentityConflict, desk: Desk) -> None:
    """Say what the decision did, or that a colleague was first."""
    if decided.resolved_by_id != desk.clerk.pk:
        messages.info(request, _("This was decided already. Nothing was changed now."))
    elif decided.resolution == IdentityConflict.Resolution.KEPT:
        messages.success(request, _("The decision is recorded. Nothing changed in either account."))
    else:
        messages.success(
            request,
            _("The decision is recorded. The other account has the identity now. Ask the person to "
              "open their page and to link their application anew."),
        )  # fmt: skip
