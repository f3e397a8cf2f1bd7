"""Systems with access, in Wagtail's admin: who they are, their keys, who gave what and when."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from accounts.requests import StaffRequest
from api.actions import change_client, end_client, make_client, make_key, revoke_key
from api.exceptions import AccessError
from api.forms import ClientForm, KeyForm, NewClientForm
from api.models import ApiClient, ApiKey
from api.permissions import may_manage
from api.scopes import Scope
from web.guards import View, private_to
from web.regions import Region
from workshop.views.frame import shown

ON_A_PAGE = 50
HISTORY = 100
WARNED_BEFORE = timedelta(days=30)
ICON = "key"


def guarded(view: View) -> View:
    """Let only those in who may give access; nobody's cache keeps what they see."""
    return require_http_methods(["GET", "POST"])(private_to(may_manage)(view))


@guarded
def systems(request: StaffRequest) -> HttpResponse:
    """List the systems with their keys; `?over` those whose access has ended."""
    over = "over" in request.GET
    found = ApiClient.objects.filter(ended_at__isnull=not over).select_related("office")
    keys = Prefetch("keys", ApiKey.objects.open().order_by("made_at"), to_attr="keys_now")
    page = Paginator(found.order_by("name_kk", "pk").prefetch_related(keys), ON_A_PAGE).get_page(
        request.GET.get("p")
    )
    rows = [(one, place_of(one), scopes_of(one), described(vars(one)["keys_now"])) for one in page]
    button = HeaderButton(
        _("Give a system access"), url=reverse("api_add"), icon_name="plus", classname="button"
    )
    context = {"rows": rows, "page": page, "over": over, "header_buttons": [button]}
    return shown(request, "api/systems.html", _("Systems with access"), context, icon=ICON)


@guarded
def system(request: StaffRequest, client_id: int) -> HttpResponse:
    """Show one system: what it may do, its keys, what was done when and by whom."""
    client = found_client(client_id)
    events = client.events.select_related("by", "key")[:HISTORY]
    keys = described(client.keys.order_by("-made_at"))
    context = {
        "client": client, "place": place_of(client), "scopes": scopes_of(client), "keys": keys,
        "events": events, "has_key": any(one["is_alive"] for one in keys),
    }  # fmt: skip
    return shown(request, "api/system.html", client.name, context, icon=ICON, above=above())


@guarded
def add(request: StaffRequest) -> HttpResponse:
    """Give a system access; a key is made on its page."""
    form = NewClientForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        client = make_client(
            by=request.user, name_kk=data["name_kk"], name_ru=data["name_ru"],
            scopes=[Scope(one) for one in data["scopes"]], office=data["office"],
            region=data["region"],
        )  # fmt: skip
        messages.success(request, _("Access is given. Now make a key."))
        return redirect("api_system", client.pk)
    return asked(request, form, _("Give a system access"), _("Give access"))


@guarded
def change(request: StaffRequest, client_id: int) -> HttpResponse:
    """Change names and rights."""
    client = found_client(client_id)
    form = ClientForm(request.POST or None, client=client)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            change_client(
                by=request.user, client=client, name_kk=data["name_kk"], name_ru=data["name_ru"],
                scopes=[Scope(one) for one in data["scopes"]],
            )  # fmt: skip
        except AccessError as error:
            form.add_error(None, str(error))
        else:
            return redirect("api_system", client.pk)
    return asked(request, form, _("Change names and rights"), _("Save"), client)


@guarded
def add_key(request: StaffRequest, client_id: int) -> HttpResponse:
    """Make a key and show its secret, this once: the answer is not kept anywhere."""
    client = found_client(client_id)
    form = KeyForm(request.POST or None, replaces=client.keys.alive().exists())
    if request.method == "POST" and form.is_valid():
        try:
            key, secret = make_key(
                by=request.user, client=client, expires_at=form.expires_at,
                overlap=form.overlap_time,
            )  # fmt: skip
        except AccessError as error:
            form.add_error(None, str(error))
        else:
            context = {"client": client, "key": key, "secret": secret}
            return shown(
                request, "api/secret.html", _("The new key"), context, icon=ICON,
                above=above(client),
            )  # fmt: skip
    return asked(request, form, _("Make a key"), _("Make the key"), client)


@guarded
def revoke(request: StaffRequest, key_id: int) -> HttpResponse:
    """Ask whether to take a key back, and do it."""
    key = get_object_or_404(ApiKey.objects.select_related("client__office"), pk=key_id)
    if request.method == "POST":
        revoke_key(by=request.user, key=key)
        messages.success(request, _("The key opens nothing any more."))
        return redirect("api_system", key.client_id)
    words = _("From this moment on whoever uses the key is refused. It cannot be undone.")
    return sure(request, key.client, _("Revoke the key"), words, key)


@guarded
def end(request: StaffRequest, client_id: int) -> HttpResponse:
    """Ask whether to end a system's access, and do it."""
    client = found_client(client_id)
    if request.method == "POST":
        end_client(by=request.user, client=client)
        messages.success(request, _("The access of the system has ended."))
        return redirect("api_systems")
    words = _(
        "All its keys are revoked at once. It cannot be undone; its place in the record of "
        "look-ups stays."
    )
    return sure(request, client, _("End the access"), words)


def found_client(client_id: int) -> ApiClient:
    """Return a system, or raise 404."""
    return get_object_or_404(ApiClient.objects.select_related("office"), pk=client_id)


def described(keys: Any) -> list[dict[str, Any]]:
    """Say of each key how it stands; `ends_soon` within thirty days."""
    now = timezone.now()
    return [
        {
            "key": key,
            "is_alive": key.revoked_at is None and key.expires_at > now,
            "has_expired": key.revoked_at is None and key.expires_at <= now,
            "ends_soon": key.revoked_at is None and now < key.expires_at <= now + WARNED_BEFORE,
        }
        for key in keys
    ]


def place_of(client: ApiClient) -> str:
    """Say whose applications the system has to do with."""
    if client.office is not None:
        return client.office.name
    return str(Region(client.region).label) if client.region else _("The whole country")


def scopes_of(client: ApiClient) -> list[tuple[str, str]]:
    """Return the scopes and what they let one do."""
    return [(scope, str(Scope(scope).label)) for scope in client.scopes]


def above(client: ApiClient | None = None) -> tuple[str, str]:
    """Where a page hangs: address and title."""
    if client is not None:
        return reverse("api_system", args=[client.pk]), client.name
    return reverse("api_systems"), _("Systems with access")


def asked(
    request: HttpRequest, form: Any, title: str, label: str, client: ApiClient | None = None
) -> HttpResponse:
    """Show a form alone on a page."""
    address, _title = above(client)
    context = {"form": form, "submit_label": label, "person": client, "back_url": address}
    return shown(request, "workshop/ask.html", title, context, icon=ICON, above=above(client))


def sure(
    request: HttpRequest, client: ApiClient, title: str, words: str, key: ApiKey | None = None
) -> HttpResponse:
    """Ask once more."""
    context = {"client": client, "key": key, "words": words, "label": title}
    return shown(request, "api/sure.html", title, context, icon=ICON, above=above(client))
