"""The lasting identities of courses, as snippets."""

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.models import Course


class CourseViewSet(SnippetViewSet):
    """The lasting identities of courses."""

    model = Course
    icon = "folder-open-inverse"
    list_display = ["code", "slug"]
    panels = [FieldPanel("code"), FieldPanel("slug")]
    copy_view_enabled = False


register_snippet(CourseViewSet)
