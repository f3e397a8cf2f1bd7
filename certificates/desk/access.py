"""Who may sit at the desk: a member of staff whose place at an office has begun and not ended."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers

from accounts.models import User
from accounts.views.guards import to_door
from centres.models import CentrePost
from registry.gateway import NoGateway, gateway_from_settings
from registry.models import Clerkship, RegistryOffice

MOST_CHARACTERS = 200
CAMERA = "camera=(self), microphone=(), geolocation=()"


@dataclass(frozen=True, slots=True)
class Desk:
    """A clerk at their desk, and the offices they work at."""

    clerk: User
    offices: tuple[RegistryOffice, ...]

    @property
    def place(self) -> str:
        """The office under which what is done here is recorded, as the person may read it later."""
        office = self.offices[0]
        both = f"{office.name_kk} / {office.name_ru}"
        return both if len(both) <= MOST_CHARACTERS else office.name_kk

    @property
    def regions(self) -> list[str]:
        """The regions of the offices, each once."""
        return sorted({office.region for office in self.offices})

    @property
    def enters_applications(self) -> bool:
        """Whether applications are entered by hand, since no registry is connected."""
        return isinstance(gateway_from_settings(), NoGateway)

    def is_at(self, office: RegistryOffice | None) -> bool:
        """Whether the clerk works at `office`; nobody works at one that is not known."""
        return office is not None and office.pk in {one.pk for one in self.offices}


type DeskView[**P] = Callable[Concatenate[HttpRequest, Desk, P], HttpResponse]


def clerk_required[**P](view: DeskView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the view the clerk's desk; anybody else gets the sign-in page or a 403. Never stored.

    These pages, and no others, may ask for the camera.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = _guarded(request, *args, **kwargs)
        add_never_cache_headers(response)
        response.headers["Permissions-Policy"] = CAMERA
        return response

    def _guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_door(request, "account_login")
        places = (
            Clerkship.objects.active().filter(user=request.user).select_related("office")
            if request.user.is_staff
            else []
        )
        offices = tuple(place.office for place in places)
        if not offices and _is_at_a_centre(request):
            return redirect("desk:enrol")
        if not offices:
            return render(request, "desk/forbidden.html", status=403)
        desk = Desk(clerk=request.user, offices=offices)
        request.desk = desk  # type: ignore[attr-defined]  # for the templates
        return view(request, desk, *args, **kwargs)

    return guarded


def _is_at_a_centre(request: HttpRequest) -> bool:
    """Whether somebody of a Family Support Centre came to the front page, as after signing in."""
    match = request.resolver_match
    return (
        match is not None
        and match.view_name == "desk:desk"
        and request.user.is_staff
        and CentrePost.objects.active().filter(user=request.user).exists()
    )
