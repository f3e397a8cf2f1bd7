"""Who may receive people: staff with a place at a registry office or a Family Support Centre."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from accounts.models import User
from accounts.views.guards import to_door
from centres.models import CentrePost
from certificates.desk.access import MOST_CHARACTERS, Desk
from cms.models import FamilySupportCentre
from registry.models import Clerkship, RegistryOffice


@dataclass(frozen=True, slots=True)
class Counter:
    """Somebody who receives people, and the places at which they do."""

    staff: User
    places: tuple[RegistryOffice | FamilySupportCentre, ...]

    @property
    def place(self) -> str:
        """The place under which what is done here is recorded, as the person may read it later."""
        return in_both_languages(self.places[0])

    @property
    def region(self) -> str:
        """The region of that place."""
        return str(self.places[0].region)


def in_both_languages(place: RegistryOffice | FamilySupportCentre) -> str:
    """Return a place as the record of look-ups keeps it: `Kazakh / Russian`."""
    both = f"{place.name_kk} / {place.name_ru}"
    return both if len(both) <= MOST_CHARACTERS else str(place.name_kk)


type CounterView[**P] = Callable[Concatenate[HttpRequest, Counter, P], HttpResponse]


def counter_required[**P](
    view: CounterView[P],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the view the counter; anybody else gets the sign-in page or a 403. Never stored."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = _guarded(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def _guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_door(request, "account_login")
        offices, centres = places_of(request.user)
        if not offices and not centres:
            return render(request, "desk/forbidden.html", status=403)
        counter = Counter(staff=request.user, places=(*offices, *centres))
        request.counter = counter  # type: ignore[attr-defined]  # for the templates
        if offices:
            request.desk = Desk(clerk=request.user, offices=offices)  # type: ignore[attr-defined]
        return view(request, counter, *args, **kwargs)

    return guarded


def places_of(
    user: User,
) -> tuple[tuple[RegistryOffice, ...], tuple[FamilySupportCentre, ...]]:
    """Return where a member of the staff works today. Two queries."""
    if not user.is_staff:
        return (), ()
    offices = Clerkship.objects.active().filter(user=user).select_related("office")
    centres = CentrePost.objects.active().filter(user=user).select_related("centre")
    return tuple(one.office for one in offices), tuple(one.centre for one in centres)
