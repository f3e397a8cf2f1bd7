"""What the centres app adds to Wagtail's admin. This module only registers."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from centres.models import CentrePost
from centres.views import undelivered
from cms.menu import register_menu_item


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Addresses below /admin/."""
    return [
        path("undelivered-requests/", undelivered.undelivered, name="centres_undelivered"),
    ]


register_menu_item(
    _("Undelivered requests"),
    "centres_undelivered",
    name="undelivered-requests",
    icon="warning",
    order=271,
    may=undelivered.may_see,
)


class CentrePostViewSet(SnippetViewSet):
    """Who works at which centre: a place begins, and it ends by writing when."""

    model = CentrePost
    icon = "user"
    menu_label = _("Places at centres")
    menu_order = 272
    add_to_admin_menu = True
    list_display = ["user", "centre", "began_at", "ended_at"]
    list_filter = ["centre"]
    panels = [
        FieldPanel("user"),
        FieldPanel("centre"),
        FieldPanel("began_at"),
        FieldPanel("ended_at"),
        FieldPanel("confirms_in_region"),
    ]


register_snippet(CentrePostViewSet)
