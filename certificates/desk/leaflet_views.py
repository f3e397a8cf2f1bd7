"""The office's leaflets, to be printed; and its notice for those who file online."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from certificates.desk.access import Desk, clerk_required
from certificates.leaflets.addresses import typed_address
from certificates.leaflets.facts import LeafletFacts, facts_for
from certificates.leaflets.notices import notice_of
from certificates.leaflets.pdf import Sheet, leaflet_pdf
from registry.models import RegistryOffice
from registry.short_codes import short_code

LANGUAGES = ("kk", "ru")


@clerk_required
@require_safe
def leaflets(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Offer the leaflets of the clerk's office, in both languages on one sheet."""
    return render(request, "desk/leaflets.html", _context(request, desk))


@clerk_required
@require_safe
def notice(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the notice in both languages, short and long, to be copied."""
    context = _context(request, desk)
    facts: LeafletFacts = context["facts"]  # type: ignore[assignment]
    notices = [notice_of(facts, language) for language in LANGUAGES]
    return render(request, "desk/notice.html", context | {"notices": notices})


@clerk_required
@require_safe
def leaflet(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Give the leaflet as PDF: A5, or A4 with two of them."""
    if request.GET.get("sheet", Sheet.A5) not in set(Sheet):
        raise Http404
    sheet = Sheet(request.GET.get("sheet", Sheet.A5))
    facts = facts_for(_office(request, desk))
    name = f"otau-{short_code(facts.office).lower()}-{sheet}.pdf"
    return HttpResponse(
        leaflet_pdf(facts, sheet), content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )  # fmt: skip


def _office(request: HttpRequest, desk: Desk) -> RegistryOffice:
    """Return which of the clerk's offices is meant: the first, or the one that is named."""
    wanted = request.GET.get("office") or desk.offices[0].code
    for office in desk.offices:
        if office.code == wanted:
            return office
    raise Http404


def _context(request: HttpRequest, desk: Desk) -> dict[str, object]:
    facts = facts_for(_office(request, desk))
    return {
        "facts": facts,
        "office": facts.office,
        "offices": desk.offices,
        "address": typed_address(facts.base_url, facts.office),
    }
