"""The pages trainers write in Wagtail. Learners never read them: they read snapshots.

The lasting key of a course, module or lesson is the page's `translation_key`: the same in both
languages, given by the curriculum file, and new when a page is copied.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from courses.blocks import RICH_TEXT, LessonBlocks
from courses.models.editions import Course


class CourseIndexPage(Page):
    """The list of courses in the page tree."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["courses.CoursePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("course list")

    def serve(self, request, *args, **kwargs):
        """Send people to the list that shows published editions."""
        return redirect("courses:courses")


class CoursePage(Page):
    """A course as trainers write it, in one language."""

    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="pages", verbose_name=_("course")
    )
    summary = models.TextField(_("summary"), max_length=400)
    body = RichTextField(_("about the course"), features=RICH_TEXT, blank=True)
    hours = models.DecimalField(
        _("hours"), max_digits=5, decimal_places=1, validators=[MinValueValidator(0.1)]
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("course"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("hours"),
    ]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.ModulePage"]

    class Meta:
        verbose_name = _("course")

    def serve(self, request, *args, **kwargs):
        """Send people to the published edition."""
        return redirect("courses:course", self.course.slug)


class ModulePage(Page):
    """A module: a few lessons on one theme."""

    summary = models.TextField(_("summary"), max_length=400, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]

    class Meta:
        verbose_name = _("module")

    def serve(self, request, *args, **kwargs):
        """Send people to the course: a module has no page of its own."""
        return redirect("courses:course", self.get_parent().specific.course.slug)


class LessonPage(Page):
    """A lesson of 5-15 minutes."""

    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(60)], default=10
    )
    is_required = models.BooleanField(_("required for completion"), default=True)
    is_sensitive = models.BooleanField(
        _("speaks of violence"),
        default=False,
        help_text=_("It is never offered by “continue where you left off”."),
    )
    body = StreamField(LessonBlocks(), verbose_name=_("lesson"))
    sources = models.JSONField(_("sources"), default=list, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("minutes"),
        FieldPanel("is_required"),
        FieldPanel("is_sensitive"),
        FieldPanel("body"),
    ]
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("lesson")

    def serve(self, request, *args, **kwargs):
        """Send people to the published lesson."""
        course = self.get_parent().get_parent().specific.course
        return redirect("courses:lesson", course.slug, self.slug)
