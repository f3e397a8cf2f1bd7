"""Wagtail's app of user profiles, with its pages about users and groups closed."""

from wagtail.users.apps import WagtailUsersAppConfig


class WagtailUsers(WagtailUsersAppConfig):
    """The same app by another configuration; see `workshop.closed`."""

    default = False
    user_viewset = "workshop.closed.ClosedUsers"
    group_viewset = "workshop.closed.ClosedGroups"

    def ready(self) -> None:
        """Refuse bulk actions and everything else that asks for permissions."""
        from django.contrib.auth import get_user_model
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy

        from workshop.closed import NobodyHere

        for model in (get_user_model(), Group):
            register_permission_policy(model, NobodyHere(model))
