"""What the cms app adds to Wagtail's admin. This module only registers."""

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import FamilySupportCentre, HelpLine
from cms.uploads.forms import too_large


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


@hooks.register("insert_global_admin_css")
def our_look() -> SafeString:
    """Our colours and mark, through Wagtail's own variables."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/look.css"))


@hooks.register("insert_global_admin_js")
def refuse_large_files_at_once() -> SafeString:
    """Tell the browser how large a file may be, so that nobody waits for a refusal."""
    picture, document = settings.UPLOAD_LIMITS["picture"], settings.UPLOAD_LIMITS["document"]
    return format_html(
        '<script src="{}" data-picture-bytes="{}" data-picture-too-large="{}" '
        'data-document-bytes="{}" data-document-too-large="{}"></script>',
        static("js/admin/uploads.js"), picture, too_large(picture), document, too_large(document),
    )  # fmt: skip
