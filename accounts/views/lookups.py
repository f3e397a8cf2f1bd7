"""Who looked the person up, and a question about one of these look-ups."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.appeals import make_appeal
from accounts.actions.record import lookups_of
from accounts.exceptions import TooManyAppeals
from accounts.forms import QuestionForm
from accounts.models import Appeal
from accounts.record_words import facts_of
from accounts.requests import LearnerRequest
from accounts.views.guards import account_required

ON_A_PAGE = 20


@account_required
@require_safe
def lookups(request: LearnerRequest) -> HttpResponse:
    """List who looked, when and what for, newest first, and which of them is questioned."""
    page = Paginator(lookups_of(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    asked = dict(
        Appeal.objects.filter(user=request.user, lookup__in=[one.pk for one in page])
        .order_by("pk")
        .values_list("lookup", "pk")
    )
    rows = [(one, facts_of(one), asked.get(one.pk)) for one in page]
    context = {"page": page, "rows": rows, "years": settings.LOOKUP_YEARS}
    return render(request, "accounts/lookups.html", context)


@account_required
@sensitive_post_parameters("text")
@require_http_methods(["GET", "POST"])
def question_lookup(request: LearnerRequest, lookup_id: int) -> HttpResponse:
    """Take a question about one look-up of the person; its facts go along with it."""
    lookup = get_object_or_404(lookups_of(request.user), pk=lookup_id)
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        try:
            made = make_appeal(
                user=request.user, about=Appeal.About.LOOKUP, lookup=lookup, **form.cleaned_data
            )
        except TooManyAppeals as error:
            form.add_error(None, str(error))
        else:
            return redirect("accounts:appeal", made.pk)
    context = {"form": form, "lookup": lookup, "facts": facts_of(lookup)}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/question_lookup.html", context, status=status)
