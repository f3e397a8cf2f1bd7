"""The pages trainers write in Wagtail. Learners never read them: they read snapshots.

The lasting key of a course, module or lesson is the page's `translation_key`: the same in both
languages, given by the curriculum file, and new when a page is copied. The address of a page is
that of what people see: the published edition.
"""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, Panel
from wagtail.fields import RichTextField
from wagtail.models import Page

from courses.blocks import RICH_TEXT, LessonBlocks, MeasureBlocks, SourceBlock
from courses.fields import BlocksField, TopicsField
from courses.models.editions import LANGUAGES, Course
from courses.page_form import CoursesPageForm, LessonPageForm
from courses.page_rights import CoursePageRights
from courses.panels import TitlePanel, WritingPanel
from courses.writing.address import TAKEN, give_address

LANGUAGE_NAMES = dict(LANGUAGES)
TITLE_PANEL = TitlePanel("title")
# Trainers never meet the address: it follows the title. Whoever publishes can make the two equal.
ADDRESS_PANEL = FieldPanel(
    "slug",
    permission="courses.publish_edition",
    help_text=_("The end of the address; the same in both languages."),
)


class CoursesPage(Page):
    """What the pages of this app share: their address is that of the published edition."""

    base_form_class = CoursesPageForm
    promote_panels: list[Panel] = []

    class Meta:
        abstract = True

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """No preview but of lessons."""
        return []

    def full_clean(self, *args, **kwargs) -> None:
        """Give a page without an address one of Latin letters, after its title."""
        if self.path:
            give_address(self, self.get_parent())
        super().full_clean(*args, **kwargs)

    def public_path(self) -> str:
        """The path, in the active language, at which people find what this page became."""
        return reverse("courses:courses")

    def get_url_parts(self, request=None):
        """Give the address people use in place of the page's place in the tree."""
        parts = super().get_url_parts(request)
        if not parts or parts[1] is None:
            return parts
        with translation.override(self.locale.language_code):
            return parts[0], parts[1], self.public_path()

    def permissions_for_user(self, user):
        """Test rights with those only that were given within the courses."""
        return CoursePageRights(user, self)

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Send people to the published edition."""
        return redirect(self.public_path())


class CourseIndexPage(CoursesPage):
    """The list of courses in the page tree."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["courses.CoursePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("course list")


class CoursePage(CoursesPage):
    """A course as trainers write it, in one language."""

    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="pages", verbose_name=_("course")
    )
    summary = models.TextField(_("summary"), max_length=400)
    body = RichTextField(_("about the course"), features=RICH_TEXT, blank=True)
    hours = models.DecimalField(
        _("hours"), max_digits=5, decimal_places=1, validators=[MinValueValidator(0.1)]
    )
    measure = BlocksField(
        MeasureBlocks(required=False),
        verbose_name=_("questions before and after"),
        blank=True,
        help_text=_(
            "Up to ten, asked of who likes before and after the course, without marks. The same"
            " keys, options and right answers in both languages."
        ),
    )

    content_panels = [
        TITLE_PANEL,
        FieldPanel("course"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("hours"),
        FieldPanel("measure"),
        ADDRESS_PANEL,
    ]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.ModulePage"]

    class Meta:
        verbose_name = _("course")

    def public_path(self) -> str:
        """The course."""
        return reverse("courses:course", args=[self.course.slug])


class ModulePage(CoursesPage):
    """A module: a few lessons on one theme."""

    summary = models.TextField(_("summary"), max_length=400, blank=True)

    content_panels = [TITLE_PANEL, FieldPanel("summary"), ADDRESS_PANEL]
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]

    class Meta:
        verbose_name = _("module")

    def public_path(self) -> str:
        """The course: a module has no page of its own."""
        return str(self.get_parent().specific.public_path())


class LessonPage(CoursesPage):
    """A lesson of 5-15 minutes."""

    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        default=10,
    )
    is_required = models.BooleanField(_("required for completion"), default=True)
    is_sensitive = models.BooleanField(
        _("speaks of violence"),
        default=False,
        help_text=_("It is never offered by “continue where you left off”."),
    )
    body = BlocksField(LessonBlocks(), verbose_name=_("lesson"))
    sources = BlocksField([("source", SourceBlock())], verbose_name=_("sources"), blank=True)
    topics = TopicsField(
        _("questions at hand"),
        default=list,
        blank=True,
        help_text=_(
            "What somebody looks for who needs this lesson now. The page of the course lists it "
            "below these, unless it speaks of violence."
        ),
    )

    content_panels = [
        TitlePanel(
            "title",
            help_text=_("What the lesson is about, in a few words a learner would use."),
        ),
        FieldRowPanel(
            [
                FieldPanel(
                    "minutes", help_text=_("How long it takes to read and do. Up to 15 is good.")
                ),
                FieldPanel("is_required", help_text=_("Without it the course is not complete.")),
                FieldPanel("is_sensitive"),
            ]
        ),
        WritingPanel(),
        FieldPanel(
            "body",
            help_text=_(
                "A situation, one idea, something to do twice, one thing to take home. Between "
                "two blocks the plus adds another; the arrows move a block."
            ),
        ),
        FieldPanel(
            "sources",
            help_text=_("Where a stated figure or rule comes from, and when you last looked."),
        ),
        FieldPanel("topics", classname="collapsed"),
        ADDRESS_PANEL,
    ]
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []
    base_form_class = LessonPageForm

    class Meta:
        verbose_name = _("lesson")

    @staticmethod
    def _slug_is_available(slug, parent_page, page=None) -> bool:
        """Whether a lesson may have this address: no sibling has it, nor another page of ours."""
        return slug not in TAKEN and Page._slug_is_available(slug, parent_page, page)

    def public_path(self) -> str:
        """The lesson in its course."""
        course = self.get_parent().get_parent().specific.course
        return reverse("courses:lesson", args=[course.slug, self.slug])

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """The draft in its own language first, then the newest draft in the other one."""
        mine = self.locale.language_code
        return [
            ("", LANGUAGE_NAMES[mine]),
            *(
                (language, _("%(language)s, the newest draft") % {"language": name})
                for language, name in LANGUAGES
                if language != mine
            ),
        ]

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        """A telephone, as most learners have it, and a desk."""
        return [
            {"name": "phone", "icon": "mobile-alt", "device_width": 360,
             "label": _("As on a phone")},
            {"name": "desktop", "icon": "desktop", "device_width": 1280,
             "label": _("As on a desktop")},
        ]  # fmt: skip

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the draft as a learner would see it. Nothing is written."""
        from courses.preview import preview_lesson  # views know models, not the reverse

        return preview_lesson(request, self, mode_name)
