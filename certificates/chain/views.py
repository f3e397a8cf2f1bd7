"""Where the signed heads of days are published, for whoever wants to keep them."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import condition, require_safe

from certificates.chain.models import DayHead
from certificates.chain.publishing import NEWEST, document

FIRST_YEAR, LAST_YEAR = 2000, 9998


def etag(request: HttpRequest, year: int | None = None) -> str | None:
    """Return what changes whenever another head is published. One query."""
    newest = DayHead.objects.order_by("-day").first()
    return f'"{newest.day}-{bytes(newest.signed)[-8:].hex()}"' if newest else '"none"'


@require_safe
@cache_control(public=True, max_age=600)
@condition(etag_func=etag)
def heads(request: HttpRequest, year: int | None = None) -> JsonResponse:
    """Serve the newest heads, or those of a year, and say where earlier ones are."""
    if year is None:
        listed = list(DayHead.objects.order_by("-day")[:NEWEST])[::-1]
    elif FIRST_YEAR <= year <= LAST_YEAR:
        of_year = DayHead.objects.filter(day__gte=date(year, 1, 1), day__lt=date(year + 1, 1, 1))
        listed = list(of_year.order_by("day"))
    else:
        raise Http404
    if year is not None and not listed:
        raise Http404
    return JsonResponse(document(listed, _earlier(listed)))


def _earlier(listed: list[DayHead]) -> str | None:
    if not listed:
        return None
    before = DayHead.objects.filter(day__lt=listed[0].day).order_by("-day").first()
    return None if before is None else reverse("heads_of_year", args=[before.day.year])


@never_cache
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Tell how the history of certificates is guarded, and how anybody keeps a seal of it."""
    newest = DayHead.objects.order_by("-day").first()
    return render(request, "certificates/history.html", {"rows": _rows(newest) if newest else []})


def _rows(head: DayHead) -> list[dict[str, object]]:
    """Return what is shown of a head; its seal in groups, to be read out and compared."""
    seal = bytes(head.head).hex(" ", 4)
    return [
        {"name": _("Day"), "value": head.day},
        {"name": _("Records in all"), "value": head.last_place},
        {"name": _("Seal of the day"), "value": seal, "kind": "number"},
    ]
