"""What the enrolments app adds to Wagtail's admin. This module only registers."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from enrolments.models import CoursePolicy


class CoursePolicyViewSet(SnippetViewSet):
    """What a course is to the registry, by region and date."""

    model = CoursePolicy
    icon = "clipboard-list"
    list_display = ["course", "region", "valid_from", "is_required", "validity_months"]
    list_filter = ["course", "region"]
    panels = [
        HelpPanel(
            _("A policy counts from its day on. To change what is in force, add a newer one.")
        ),
        FieldPanel("course"),
        FieldPanel("region"),
        FieldPanel("valid_from"),
        FieldPanel("is_required"),
        FieldPanel("validity_months"),
        FieldPanel("live_session"),
    ]
    copy_view_enabled = False


register_snippet(CoursePolicyViewSet)
