"""Wagtail's own pages about users and groups are closed: people and roles have theirs.

Groups are kept by code, so a change by hand would not last; accounts are made by invitation.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.users import UserViewSet

from workshop.permissions import may_see_people


class NobodyHere(BasePermissionPolicy):
    """Nobody, operators neither, changes these by Wagtail's pages."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse."""
        return False

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Refuse."""
        return False

    def users_with_any_permission(self, actions: Any) -> Any:
        """Nobody."""
        return get_user_model().objects.none()


def to_people(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Lead those who give roles to the people of the workshop, and refuse everybody else."""
    if not may_see_people(request.user):
        return permission_denied(request)
    messages.info(
        request, _("Roles and rights are kept by the house: people are given roles here.")
    )
    return redirect("workshop_people")


class _Closed:
    """Every address of a viewset leads to the people of the workshop."""

    add_to_settings_menu = False

    def get_urlpatterns(self) -> list[URLPattern]:
        """Keep the names, since Wagtail's templates link to them."""
        return [
            path("", to_people, name="index"),
            path("results/", to_people, name="index_results"),
            path("new/", to_people, name="add"),
            *(
                path(f"{verb}/<int:pk>/", to_people, name=name)
                for verb, name in (
                    ("edit", "edit"), ("delete", "delete"), ("history", "history"),
                    ("history-results", "history_results"), ("usage", "usage"), ("copy", "copy"),
                )
            ),
        ]  # fmt: skip

    def register_search_area(self) -> None:
        """Offer no search of them."""


class ClosedUsers(_Closed, UserViewSet):
    """Wagtail's users, closed."""


class ClosedGroups(_Closed, GroupViewSet):
    """Wagtail's groups, closed."""
