"""Questions about decisions: a queue, and one question to answer. Each look is recorded."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from accounts.actions.appeals import answer_appeal, replies_of, text_of
from accounts.actions.record import record_lookup
from accounts.exceptions import AnsweredMeanwhile
from accounts.identity import account_key
from accounts.models import Appeal
from accounts.requests import StaffRequest
from web.guards import only_if
from web.sealing import CannotUnseal
from workshop.appeal_facts import about_lookup, facts_about
from workshop.forms import ReplyForm
from workshop.permissions import answerable, may_answer
from workshop.views.frame import shown

ON_A_PAGE = 50
ICON = "help"
# As the person reads it among those who looked: Kazakh / Russian.
PLACE = "Otau: шешім туралы сұрақтарға жауап берушілер / Otau: кто отвечает на вопросы о решениях"


guarded = only_if(may_answer)


@guarded
@require_safe
def appeals(request: StaffRequest) -> HttpResponse:
    """List what waits, oldest first, or with `?answered` what is answered, newest first.

    Neither whose they are nor what they say: that is one look at one question.
    """
    answered = "answered" in request.GET
    rows = (
        answerable(request.user).answered().order_by("-answered_at", "-pk")
        if answered
        else answerable(request.user).waiting().order_by("asked_at", "pk")
    )
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p"))
    today = timezone.localdate()
    listed = [(one, (today - timezone.localdate(one.asked_at)).days) for one in page]
    context = {"page": page, "rows": listed, "answered": answered}
    return shown(
        request, "workshop/appeals.html", _("Questions about decisions"), context, icon=ICON
    )


@guarded
@sensitive_post_parameters("text")
@require_http_methods(["GET", "POST"])
def appeal(request: StaffRequest, appeal_id: int) -> HttpResponse:
    """Show one question with what is known of the decision, and take the answer."""
    mine = answerable(request.user).select_related("user", "lookup__actor")
    found = get_object_or_404(mine, pk=appeal_id)
    # Asked before they had a role, or about what they did: a colleague answers.
    if request.user.pk in (found.user_id, found.lookup and found.lookup.actor_id):
        raise PermissionDenied
    # Before anything is shown or done, so that nothing is read that was not recorded.
    record_lookup(
        actor=request.user, place=PLACE, purpose="appeal", lookup_key=account_key(found.user_id),
        answer="answered" if request.method == "POST" else "read",
    )  # fmt: skip
    try:
        text, replies = text_of(found), replies_of(found)
    except CannotUnseal:
        messages.warning(request, _("This question was erased at the person's wish."))
        return redirect("workshop_appeals")
    form = ReplyForm(request.POST or None, initial={"seen": len(replies)})
    if request.method == "POST" and form.is_valid():
        try:
            answer_appeal(appeal=found, by=request.user, **form.cleaned_data)
        except AnsweredMeanwhile as error:
            form.add_error(None, str(error))
        except Appeal.DoesNotExist:  # since this request began
            messages.warning(request, _("This question was erased at the person's wish."))
            return redirect("workshop_appeals")
        else:
            messages.success(request, _("The answer stands on the person's page."))
            return redirect("workshop_appeals")
    if form.is_bound:  # what is shown now has been seen
        form.data = dict(request.POST.items()) | {"seen": str(len(replies))}
    title = _("Question %(number)s") % {"number": found.pk}
    context = {
        "appeal": found, "text": text, "replies": replies, "lookup": about_lookup(found.lookup),
        "facts": facts_about(found.user) if found.lookup is None else [],
        "form": form, "submit_label": _("Answer") if not replies else _("Add to the answer"),
        "back_url": reverse("workshop_appeals"),
    }  # fmt: skip
    above = (reverse("workshop_appeals"), _("Questions about decisions"))
    return shown(request, "workshop/appeal.html", title, context, icon=ICON, above=above)
