"""Offices and clerks' places in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from registry.models import Clerkship, RegistryOffice


class OfficeViewSet(SnippetViewSet):
    """Registry offices: added and renamed here, or loaded from a file."""

    model = RegistryOffice
    icon = "home"
    menu_label = _("Offices")
    add_to_admin_menu = False
    list_display = ["code", "name_kk", "name_ru", "region"]
    list_filter = ["region"]
    search_fields = ["code", "name_kk", "name_ru"]
    panels = [
        FieldPanel("code"),
        FieldPanel("region"),
        FieldPanel("name_kk"),
        FieldPanel("name_ru"),
        FieldPanel("closed_at"),
    ]


class ClerkshipViewSet(SnippetViewSet):
    """Who works at which desk: a place begins, and it ends by writing when."""

    model = Clerkship
    icon = "user"
    menu_label = _("Clerks' places")
    add_to_admin_menu = False
    list_display = ["user", "office", "began_at", "ended_at"]
    list_filter = ["office"]
    panels = [
        FieldPanel("user"),
        FieldPanel("office"),
        FieldPanel("began_at"),
        FieldPanel("ended_at"),
    ]


class RegistryGroup(SnippetViewSetGroup):
    """Both under one entry of the menu."""

    items = (OfficeViewSet, ClerkshipViewSet)
    menu_label = _("Registry offices")
    menu_icon = "home"


register_snippet(RegistryGroup)
