"""What the cms app adds to Wagtail's admin. This module only registers."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import FamilySupportCentre, HelpLine


class HelpLineViewSet(SnippetViewSet):
    """Help lines, in the order they are shown."""

    model = HelpLine
    icon = "help"
    list_display = ["phone", "name", "checked_on"]
    ordering = ["position", "key"]
    add_to_admin_menu = True
    menu_order = 260


class FamilySupportCentreViewSet(SnippetViewSet):
    """The directory of Family Support Centres."""

    model = FamilySupportCentre
    icon = "home"
    list_display = ["name", "city", "region", "phone"]
    list_filter = ["region"]
    search_fields = ["name_kk", "name_ru", "city_kk", "city_ru"]
    ordering = ["sort_key"]
    add_to_admin_menu = True
    menu_order = 270


register_snippet(HelpLineViewSet)
register_snippet(FamilySupportCentreViewSet)
