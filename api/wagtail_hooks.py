"""What the interface adds to Wagtail's admin. This module only registers."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from api.permissions import may_manage
from api.views import access
from cms.menu import register_menu_item


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Addresses below /admin/."""
    return [
        path("systems/", access.systems, name="api_systems"),
        path("systems/add/", access.add, name="api_add"),
        path("systems/<int:client_id>/", access.system, name="api_system"),
        path("systems/<int:client_id>/change/", access.change, name="api_change"),
        path("systems/<int:client_id>/key/", access.add_key, name="api_add_key"),
        path("systems/<int:client_id>/end/", access.end, name="api_end"),
        path("systems/keys/<int:key_id>/revoke/", access.revoke, name="api_revoke"),
    ]


register_menu_item(
    _("Systems with access"),
    "api_systems",
    name="systems",
    icon="key",
    order=290,
    may=may_manage,
)


@hooks.register("register_permissions")
def access_permission() -> QuerySet[Permission]:
    """Offer the permission in the form of groups."""
    return Permission.objects.filter(content_type__app_label="api", codename="manage_api_clients")
