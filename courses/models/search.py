"""The index of the search: a copy of what is public, made anew whenever that changes."""

from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from courses.models.editions import LANGUAGES, Course


class SearchEntry(models.Model):
    """What can be found, in one language: a lesson, a help line, a centre, an information page.

    `words` holds the lemmas with their weights, `forms` the words as they were written, folded.
    `text` is shown around the words that were found; it is empty for a lesson that speaks of
    violence, so that none of it can be shown.
    """

    # Cascades take an entry away with what it tells of; Wagtail need not count it as a use.
    wagtail_reference_index_ignore = True

    language = models.CharField(max_length=2, choices=LANGUAGES)
    course = models.ForeignKey(Course, on_delete=models.CASCADE, null=True, related_name="+")
    lesson_key = models.UUIDField(null=True)
    help_line = models.ForeignKey(
        "cms.HelpLine", on_delete=models.CASCADE, null=True, related_name="+"
    )
    centre = models.ForeignKey(
        "cms.FamilySupportCentre", on_delete=models.CASCADE, null=True, related_name="+"
    )
    page = models.ForeignKey("cms.InfoPage", on_delete=models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=255)
    place = models.CharField(max_length=420, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    slug = models.CharField(max_length=255, blank=True)
    text = models.TextField(blank=True)
    words = SearchVectorField()
    forms = models.JSONField(default=list)
    made_by = models.PositiveSmallIntegerField(help_text="The form of the index (search.FORM).")

    class Meta:
        default_permissions = ()
        indexes = [
            GinIndex(fields=["words"], name="search_by_words"),
            GinIndex(fields=["forms"], name="search_by_forms"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "course", "lesson_key", "help_line", "centre", "page"],
                name="one_search_entry_each",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="search_entry_is_of_one_thing",
                condition=(
                    Q(lesson_key__isnull=False, course__isnull=False, help_line=None, centre=None,
                      page=None)
                    | Q(lesson_key=None, course=None, help_line__isnull=False, centre=None,
                        page=None)
                    | Q(lesson_key=None, course=None, help_line=None, centre__isnull=False,
                        page=None)
                    | Q(lesson_key=None, course=None, help_line=None, centre=None,
                        page__isnull=False)
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.language} {self.title}"

    @property
    def kind(self) -> str:
        """What it is: lesson, help_line, centre or page."""
        if self.lesson_key:
            return "lesson"
        return "help_line" if self.help_line_id else "centre" if self.centre_id else "page"

    def path(self) -> str:
        """Return its address in the active language, which has to be that of the entry."""
        if self.kind == "lesson":
            assert self.course is not None
            return reverse("courses:lesson", args=[self.course.slug, self.slug])
        if self.kind == "help_line":
            return f"{reverse('cms:help')}#line-{self.slug}"
        if self.kind == "centre":
            return f"{reverse('cms:centres')}#centre-{self.slug}"
        return f"{reverse('cms:home')}{self.slug}/"


class SearchWord(models.Model):
    """A word that stands in some entry of a language, folded, with its lemma: to mend slips."""

    wagtail_reference_index_ignore = True

    language = models.CharField(max_length=2, choices=LANGUAGES)
    form = models.CharField(max_length=100)
    lemma = models.CharField(max_length=100)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["language", "form"], name="one_search_word_per_form")
        ]
        indexes = [
            models.Index(fields=["language", "lemma"], name="search_words_by_lemma"),
            GistIndex(fields=["form"], name="search_words_alike", opclasses=["gist_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.form}"
