"""What a course is to the registry: what holds, what is proposed, what was."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from accounts.requests import StaffRequest
from enrolments.actions.policies import approve_policy, decline_policy, propose_policy
from enrolments.exceptions import EnrolmentsError
from enrolments.models import CoursePolicy, PolicyProposal
from web.guards import only_if
from web.regions import Region
from workshop.permissions import may_decide_policies
from workshop.policy_forms import PolicyForm
from workshop.views.frame import shown

ON_A_PAGE = 50
ICON = "clipboard-list"


guarded = only_if(may_decide_policies)


def in_force() -> tuple[list[CoursePolicy], list[CoursePolicy]]:
    """Return the policies that count today, one for each course and region, and those to come."""
    today = timezone.localdate()
    rows = CoursePolicy.objects.select_related("course").order_by(
        "course__code", "region", "-valid_from", "-pk"
    )
    current: dict[tuple[int, str], CoursePolicy] = {}
    coming: dict[tuple[int, str, object], CoursePolicy] = {}
    for row in rows:
        if row.valid_from > today:
            coming.setdefault((row.course_id, row.region, row.valid_from), row)
        else:
            current.setdefault((row.course_id, row.region), row)
    return list(current.values()), sorted(coming.values(), key=lambda row: row.valid_from)


@guarded
@require_safe
def policies(request: StaffRequest) -> HttpResponse:
    """Show what holds today, what comes, and what waits for a second person."""
    current, coming = in_force()
    context = {
        "current": current, "coming": coming, "regions": len(Region),
        "required": sum(1 for one in current if one.is_required and one.region),
        "waiting": PolicyProposal.objects.open()
        .select_related("course", "proposed_by").order_by("valid_from", "pk"),
        "header_buttons": [
            HeaderButton(
                _("Propose a policy"), url=reverse("workshop_propose_policy"), icon_name="plus",
                classname="button",
            )
        ],
    }  # fmt: skip
    return shown(request, "workshop/policies.html", _("Course policies"), context, icon=ICON)


@guarded
@require_safe
def history(request: StaffRequest) -> HttpResponse:
    """List everything that was proposed, newest first, with who decided it."""
    rows = PolicyProposal.objects.select_related("course", "proposed_by", "decided_by")
    page = Paginator(rows.order_by("-proposed_at", "-pk"), ON_A_PAGE).get_page(request.GET.get("p"))
    return shown(
        request, "workshop/policy_history.html", _("What was proposed and decided"),
        {"page": page}, icon=ICON, above=_above(),
    )  # fmt: skip


@guarded
@require_http_methods(["GET", "POST"])
def propose(request: StaffRequest) -> HttpResponse:
    """Propose a policy."""
    form = PolicyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = propose_policy(**form.terms(), by=request.user)
        except EnrolmentsError as problem:
            form.add_error("valid_from", str(problem))
        else:
            messages.success(request, _("Proposed. Another administrator approves or declines it."))
            return redirect("workshop_policy", found.pk)
    context = {
        "form": form, "submit_label": _("Propose"), "back_url": reverse("workshop_policies")
    }  # fmt: skip
    return shown(
        request, "workshop/policy_form.html", _("Propose a policy"), context, icon=ICON,
        above=_above(),
    )  # fmt: skip


@guarded
@require_safe
def policy(request: StaffRequest, policy_proposal_id: int) -> HttpResponse:
    """Show one proposal: what it changes, who proposed it, what became of it."""
    found = get_object_or_404(
        PolicyProposal.objects.select_related("course", "proposed_by", "decided_by"),
        pk=policy_proposal_id,
    )
    context = {"proposal": found, "is_own": found.proposed_by_id == request.user.pk}
    title = _("Proposal %(number)s") % {"number": found.pk}
    return shown(request, "workshop/policy.html", title, context, icon=ICON, above=_above())


@guarded
@require_POST
def decide(request: StaffRequest, policy_proposal_id: int) -> HttpResponse:
    """Approve, decline or take back a proposal."""
    found = get_object_or_404(PolicyProposal, pk=policy_proposal_id)
    approves = "approve" in request.POST
    try:
        if approves:
            approve_policy(proposal=found, by=request.user)
        else:
            decline_policy(proposal=found, by=request.user)
    except EnrolmentsError as problem:
        messages.error(request, str(problem))
        return redirect("workshop_policy", found.pk)
    words = _("Approved. It counts from its day on.") if approves else _("The proposal has ended.")
    messages.success(request, words)
    return redirect("workshop_policies")


def _above() -> tuple[str, str]:
    return reverse("workshop_policies"), _("Course policies")
