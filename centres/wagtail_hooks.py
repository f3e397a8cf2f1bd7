"""What the centres app adds to Wagtail's admin. This module only registers."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from centres.views import undelivered
from cms.menu import MenuItemFor


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Addresses below /admin/."""
    return [
        path("undelivered-requests/", undelivered.undelivered, name="centres_undelivered"),
    ]


@hooks.register("register_admin_menu_item")
def undelivered_menu_item() -> MenuItem:
    """The list in the menu, after the directory."""
    return MenuItemFor(
        _("Undelivered requests"),
        reverse("centres_undelivered"),
        name="undelivered-requests",
        icon_name="warning",
        order=271,
        may=undelivered.may_see,
    )
