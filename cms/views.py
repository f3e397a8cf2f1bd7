"""The site around the courses: information pages, help lines, centres, robots."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.forms import CentresForm, regions
from cms.models import FamilySupportCentre, HelpLine, HomePage, InfoPage
from web.regions import Region

# The header shows who is signed in, so nothing between us and the browser may keep a page.
private = cache_control(private=True, no_cache=True)


@require_safe
@private
def home(request: HttpRequest) -> HttpResponse:
    """Serve the home page of the active language, as Wagtail would, in a fifth of its queries."""
    page = HomePage.objects.live().filter(locale__language_code=get_language()).first()
    if page is None:
        raise Http404
    response: HttpResponse = page.serve(request)
    if request.user.is_authenticated:
        # It says where a learner left off: after signing out "Back" must not show it.
        add_never_cache_headers(response)
    return response


def info(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve the information page at `slug` in the active language, as Wagtail would."""
    pages = InfoPage.objects.live().filter(slug=slug, locale__language_code=get_language())
    page = pages.first()
    if page is None:
        raise Http404
    return page.serve(request)


@require_safe
@private
def about(request: HttpRequest) -> HttpResponse:
    """Say what Otau is."""
    return info(request, "about")


@require_safe
@private
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is known of people and what is done with it."""
    return info(request, "privacy")


@require_safe
@private
def help(request: HttpRequest) -> HttpResponse:  # noqa: A001 the address is /help/
    """Show the help lines."""
    return render(request, "cms/help.html", {"help_lines": HelpLine.objects.all()})


@require_safe
@private
def centres(request: HttpRequest) -> HttpResponse:
    """Show the Family Support Centres by region, or those of one region."""
    form = CentresForm(request.GET or None)
    region = form.cleaned_data["region"] if form.is_valid() else ""
    found = FamilySupportCentre.objects.all()
    if region:
        found = found.filter(region=region)
    groups: dict[str, list[FamilySupportCentre]] = {}
    for centre in found.order_by("sort_key"):
        groups.setdefault(centre.region, []).append(centre)
    ordered = [(name, groups[code]) for code, name in regions() if code in groups]
    context = {"form": form, "groups": ordered, "region": Region(region) if region else None}
    return render(request, "cms/centres.html", context)


@require_safe
@cache_control(max_age=86400, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Ask search engines to leave alone what is private or of no use to them."""
    lines = ["User-agent: *"]
    if settings.MODE == "production":
        lines += [
            f"Disallow: /{path}"
            for path in ("admin/", "api/", "c/", "kk/c/", "ru/c/", "kk/desk/", "ru/desk/",
                         "kk/search/", "ru/search/")
        ]  # fmt: skip
    else:
        lines.append("Disallow: /")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
