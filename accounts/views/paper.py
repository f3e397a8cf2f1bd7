"""Signing in with a code on paper, for who has no phone and no e-mail at hand."""

import time
from functools import partial

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions.paper import sign_in_by_paper
from accounts.forms import PaperCodeForm
from accounts.models import User
from accounts.views.confirm import CONFIRMED, contacts_of
from accounts.views.guards import safe_path, welcome_step
from accounts.views.guessing import try_code
from accounts.views.sign_in import BACKEND, where_to
from web.tokens import new_token


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def paper_code(request: HttpRequest) -> HttpResponse:
    """Take the code and begin the session.

    Open to who is signed in, too: without a phone a new code on paper is how one shows that it is
    still oneself (`accounts.views.confirm`).
    """
    if request.user.is_authenticated and request.user.is_staff:
        return redirect(where_to(request, None))
    wanted = safe_path(request, request.POST.get("next") or request.GET.get("next"))
    form = PaperCodeForm(request.POST or None, initial={"door": new_token()})
    if form.is_valid():
        user = try_code(request, form, partial(sign_in_by_paper, **form.cleaned_data))
        if user is not None:
            return _let_in(request, user, wanted)
    context = {"form": form, "next": wanted}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/paper_code.html", context, status=status)


def _let_in(request: HttpRequest, user: User, wanted: str) -> HttpResponse:
    login(request, user, backend=BACKEND)
    # As good as a fresh code to a phone: who was given it had shown their document.
    request.session[CONFIRMED] = {"user": user.pk, "at": time.time()}
    if not contacts_of(user):
        messages.info(
            request,
            _("You are signed in. If you have a phone or an e-mail address, add it on «My page»: "
              "then you can come back without a paper."),
        )  # fmt: skip
    wanted = where_to(request, wanted)
    step = welcome_step(user)
    return redirect(f"{resolve_url(step)}?{urlencode({'next': wanted})}" if step else wanted)
