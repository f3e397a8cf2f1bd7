"""The lasting identities of courses, as snippets."""

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.models import Course


class CourseViewSet(SnippetViewSet):
    """The lasting identities of courses."""

    model = Course
    icon = "folder-open-inverse"
    list_display = ["code", "slug", "audience", "by_age", "place"]
    ordering = ["place", "code"]
    panels = [FieldPanel(name) for name in ("code", "slug", "audience", "by_age", "place")]
    copy_view_enabled = False


register_snippet(CourseViewSet)
