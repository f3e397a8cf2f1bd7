"""A person is present and shows a document: they are enrolled, and a code is printed for them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actions.paper import grouped
from accounts.consent_html import consent_html
from accounts.exceptions import (
    CannotReceive,
    ConsentOutdated,
    IdentityMalformed,
    NotTheirContact,
)
from accounts.models import ConsentText, User
from certificates.desk.assisted.access import Counter, counter_required
from certificates.desk.assisted.actions import Slip, receive_and_enrol
from certificates.desk.assisted.forms import ReceiveForm
from enrolments.exceptions import CourseNotOffered


@counter_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Ask for what stands in the document; enrol, and show what is to be printed.

    The digits stand in this answer alone, which no cache and no history keeps; lost, a new paper is
    made in the same way, and the older one ends.
    """
    text = ConsentText.objects.order_by("-published_at").first()
    if request.method == "GET":
        initial = {"version": text.version if text else "", "language": get_language() or "kk"}
        return _ask(request, ReceiveForm(initial=initial))
    form = ReceiveForm(request.POST)
    if form.is_valid():
        try:
            if text is not None and form.cleaned_data["version"] != text.version:
                raise ConsentOutdated
            slip = receive_and_enrol(
                counter=counter, document=form.document(), text=text, **form.given()
            )
        except NotTheirContact as error:
            form.add_error("contact", str(error))
        except IdentityMalformed as error:
            form.add_error("identity_number", str(error))
        except ConsentOutdated as error:
            form.add_error("agreed", str(error))
            form.data = {**dict(form.data.items()), "version": text.version if text else ""}
        except (CannotReceive, CourseNotOffered) as error:
            form.add_error(None, str(error))
        else:
            return _print(request, slip)
    return _ask(request, form, status=422)


def _ask(request: HttpRequest, form: ReceiveForm, status: int = 200) -> HttpResponse:
    return render(request, "desk/assisted/enrol.html", {"form": form}, status=status)


def _print(request: HttpRequest, slip: Slip) -> HttpResponse:
    context = {
        "code": grouped(slip.digits).split(" "),
        "expires_at": slip.expires_at,
        "address": f"{settings.BASE_URL.partition('://')[2]}/code",
        "languages": [one.value for one in User.Language],
    }
    return render(request, "desk/assisted/slip.html", context)


@counter_required
@require_GET
def consent_text(request: HttpRequest, counter: Counter) -> HttpResponse:
    """The consent text in force in both languages, to be printed and handed over."""
    text = ConsentText.objects.order_by("-published_at").first()
    texts = [(one.value, consent_html(text, one)) for one in User.Language] if text else []
    return render(request, "desk/assisted/consent_text.html", {"text": text, "texts": texts})
