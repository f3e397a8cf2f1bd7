"""What Wagtail's pages for deleting and unpublishing do not ask us by a hook."""

import re
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.db.models.deletion import ProtectedError, RestrictedError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Site
from wagtail.permissions import policy_registry
from wagtailmedia.models import get_media_model

from courses.protection import unpublishing_means, usage_refusal

# Address of a deletion: the model, the name of the id in it, and the list to go back to.
FILES: dict[str, tuple[Callable[[], Any], str, str]] = {
    "wagtailimages:delete": (get_image_model, "image_id", "wagtailimages:index"),
    "wagtailimages:delete_multiple": (get_image_model, "image_id", "wagtailimages:index"),
    "wagtaildocs:delete": (get_document_model, "document_id", "wagtaildocs:index"),
    "wagtaildocs:delete_multiple": (get_document_model, "doc_id", "wagtaildocs:index"),
    "wagtailmedia:delete": (get_media_model, "media_id", "wagtailmedia:index"),
}
LOOKED_AT = {
    *FILES, "wagtail_bulk_action", "wagtailadmin_pages:unpublish", "wagtailsites:delete",
}  # fmt: skip
NUMBER = re.compile(r"[0-9]{1,18}")
NAMED_BY_ADDRESS = {"wagtailimages", "wagtaildocs", "wagtailmedia"}


class KeepWhatIsUsed:
    """Refuse, before Wagtail's view runs, to delete what lessons use; never end in an error page.

    Nothing is asked but at the few addresses named here. A refusal of the database, whatever
    view met it, becomes words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Look at deletions of files and sites, and at what is about to be unpublished."""
        match = request.resolver_match
        name = match.view_name if match else ""
        if name not in LOOKED_AT:
            return None
        user = getattr(request, "user", None)
        if not user or not user.has_perm("wagtailadmin.access_admin"):
            return None
        if name in FILES:
            return keep_files(request, name, kwargs)
        if name == "wagtail_bulk_action":
            return look_at_many(request, kwargs)
        if name == "wagtailadmin_pages:unpublish" and request.method == "GET":
            say_what_it_means(request, [kwargs["page_id"]])
        is_site = name == "wagtailsites:delete" and user.has_perm("wagtailcore.delete_site")
        if is_site and Site.objects.count() < 2:
            messages.error(
                request, _("The only site cannot be deleted: nobody would find the courses.")
            )
            return redirect("wagtailsites:index")
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a refusal by the database into words, in the admin."""
        if not isinstance(error, (ProtectedError, RestrictedError)):
            return None
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        objects = (
            error.protected_objects if isinstance(error, ProtectedError)
            else error.restricted_objects
        )  # fmt: skip
        kinds = sorted({str(one._meta.verbose_name_plural) for one in objects})
        messages.error(
            request,
            _("This cannot be deleted: something else depends on it (%(kinds)s). Delete or change "
              "that first.") % {"kinds": ", ".join(kinds)},
        )  # fmt: skip
        return redirect(way_back(request))


def keep_files(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Refuse to delete a picture, a medium or a document that a published lesson uses."""
    model, id_name, index = FILES[name]
    reason = usage_refusal(deletable(request, model()).filter(pk=kwargs[id_name]))
    if not reason:
        return None
    messages.error(request, reason)
    return redirect(index)


def deletable(request: HttpRequest, model: Any) -> QuerySet[Any]:
    """What this person may delete at all: nobody else is told where it is used."""
    policy = policy_registry.get_by_type(model)
    return policy.instances_user_has_any_permission_for(request.user, ["delete"])


def look_at_many(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
    """The same for many at once; says what unpublishing many pages means."""
    ids = [one for one in request.GET.getlist("id") if one != "all"]
    if not all(NUMBER.fullmatch(one) for one in ids):
        raise Http404
    if kwargs["action"] == "unpublish" and request.method == "GET":
        say_what_it_means(request, ids)
    elif kwargs["action"] == "delete" and kwargs["app_label"] in NAMED_BY_ADDRESS:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
        named = deletable(request, model)
        if "all" not in request.GET.getlist("id"):
            named = named.filter(pk__in=ids)
        reason = usage_refusal(named.iterator())
        if reason:
            messages.error(request, reason)
            return redirect(f"{kwargs['app_label']}:index")
    return None


def say_what_it_means(request: HttpRequest, ids: list[Any]) -> None:
    """Say, on the page that asks whether to unpublish, what that means for learners."""
    words = unpublishing_means(Page.objects.filter(pk__in=ids))
    if words:
        messages.warning(request, words)


def way_back(request: HttpRequest) -> str:
    """Return where the person came from, within this site, but not this very address."""
    referer = request.headers.get("referer", "")
    known = url_has_allowed_host_and_scheme(
        referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if known and request.method == "POST" and not referer.endswith(request.get_full_path()):
        return referer
    return reverse("wagtailadmin_home")
