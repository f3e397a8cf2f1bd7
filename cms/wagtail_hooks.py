"""What the cms app adds to Wagtail's admin. This module only registers."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import FamilySupportCentre, HelpLine


class HelpLineViewSet(SnippetViewSet):
    """Help lines, in the order they are shown."""

    model = HelpLine
    icon = "help"
    list_display = ["phone", Column("name", label=_("title")), "checked_on"]
    ordering = ["position", "key"]
    add_to_admin_menu = True
    menu_order = 260


class FamilySupportCentreViewSet(SnippetViewSet):
    """The directory of Family Support Centres."""

    model = FamilySupportCentre
    icon = "home"
    list_display = [
        Column("name", label=_("title")),
        Column("city", label=_("town")),
        "region",
        "phone",
    ]
    list_filter = ["region"]
    search_fields = ["name_kk", "name_ru", "city_kk", "city_ru"]
    ordering = ["sort_key"]
    add_to_admin_menu = True
    menu_order = 270


register_snippet(HelpLineViewSet)
register_snippet(FamilySupportCentreViewSet)
