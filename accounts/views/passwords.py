"""A member of the staff sets a password by the link that came by e-mail."""

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.actions import passwords
from accounts.exceptions import LinkOver


@sensitive_post_parameters()
@never_cache
def set_password(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the new password twice; then lead to the staff's door, which asks for it."""
    link = passwords.usable_link(token)
    if link is None:
        return render(request, "accounts/link_over.html", status=410)
    form = SetPasswordForm(link.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            passwords.set_password(token=token, password=form.cleaned_data["new_password1"])
        except LinkOver:
            return render(request, "accounts/link_over.html", status=410)
        messages.success(request, _("Your password is set. Sign in with it."))
        return redirect("account_login")
    response = render(request, "accounts/set_password.html", {"form": form, "person": link.user})
    # The address itself is the secret: no page that is linked from here may learn it.
    response["Referrer-Policy"] = "no-referrer"
    return response
