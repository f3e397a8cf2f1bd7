"""Pages of ours in Wagtail's frame."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _


def shown(
    request: HttpRequest,
    template: str,
    title: str,
    context: dict[str, Any],
    *,
    icon: str = "group",
    above: tuple[str, str] | None = None,
) -> HttpResponse:
    """Render a page with its trail (`above`: address and title of the page over it).

    A form with errors answers 422.
    """
    form = context.get("form")
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if above is not None:
        crumbs.append({"url": above[0], "label": above[1]})
    crumbs.append({"url": "", "label": title})
    context |= {
        "header_title": title, "page_title": title, "header_icon": icon,
        "breadcrumbs_items": crumbs, "media": form.media if form is not None else "",
    }  # fmt: skip
    wrong = form is not None and form.is_bound and not form.is_valid()
    return render(request, template, context, status=422 if wrong else 200)
