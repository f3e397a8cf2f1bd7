"""Courses as learners take them: editions, frozen in rows of our own."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский")]


class Audience(models.TextChoices):
    """For whom a course is."""

    COUPLES = "couples", _("Couples before the wedding")
    EVERYBODY = "everybody", _("Everybody")


LAST_PLACE = 99


class Course(models.Model):
    """The lasting identity of a course; its pages and editions come and go."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField(
        _("code"), max_length=8, unique=True, help_text=_("Short, Latin letters, for certificates.")
    )
    slug = models.SlugField(_("address"), unique=True)
    audience = models.CharField(
        _("for whom"), max_length=10, choices=Audience, default=Audience.EVERYBODY,
        help_text=_("A course for couples says that the registration of a marriage does not depend"
                    " on it, and that each learns on their own."),
    )  # fmt: skip
    by_age = models.BooleanField(
        _("modules by age"), default=False,
        help_text=_("Each module is for children of one age: parents choose a module by it."),
    )  # fmt: skip
    place = models.PositiveSmallIntegerField(
        _("place"), default=LAST_PLACE,
        help_text=_("Courses are listed in this order, the smallest number first."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(audience__in=Audience.values), name="course_audience_known"
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def is_for_couples(self) -> bool:
        """Whether people take it before their wedding."""
        return self.audience == Audience.COUPLES


class EditionQuerySet(models.QuerySet["Edition"]):
    """Questions about editions."""

    def latest_of(self, course: Course):
        """The newest edition of `course`, as a QuerySet of at most one."""
        return self.filter(course=course).order_by("-number")[:1]


class Edition(models.Model):
    """A course as it was published at one moment, in both languages. Insert-only.

    `published_by` is a label and not a reference: content knows no person.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    hours = models.DecimalField(max_digits=5, decimal_places=1)
    note = models.TextField(blank=True)
    published_by = models.CharField(max_length=254)
    published_at = models.DateTimeField(default=timezone.now)

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="one_edition_per_number")
        ]
        default_permissions = ("view",)
        permissions = [("publish_edition", _("Can publish editions"))]

    def __str__(self) -> str:
        return f"{self.course_id}.{self.number}"


class EditionText(models.Model):
    """An edition's own words in one language. Insert-only."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    title = models.CharField(max_length=200)
    summary = models.TextField()
    body_html = models.TextField(blank=True)
    news = models.TextField(blank=True, help_text="What is new, for those who take an older one.")
    # The questions before and after: [{"kind": "knowledge"|"confidence", "key", "text": html,
    # "options": [{"key", "text": html}]}]; which option is right never leaves the server.
    measure = models.JSONField(default=list, blank=True)
    measure_answers = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "language"], name="one_text_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.language}"


class ModuleSnapshot(models.Model):
    """A module of an edition in one language. Insert-only."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="modules")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    module_key = models.UUIDField()
    position = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=255)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "language", "module_key"], name="one_module_per_key"
            ),
            models.UniqueConstraint(
                fields=["edition", "language", "position"], name="one_module_per_position"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.language} {self.slug}"


class LessonSnapshotQuerySet(models.QuerySet["LessonSnapshot"]):
    """Questions about snapshots."""

    def current(self):
        """The newest correction of each lesson and language."""
        newest = LessonSnapshot.objects.filter(
            edition=models.OuterRef("edition"),
            language=models.OuterRef("language"),
            lesson_key=models.OuterRef("lesson_key"),
        ).order_by("-correction")
        return self.filter(pk=models.Subquery(newest.values("pk")[:1]))

    def without_words(self):
        """The outline only: neither text nor answers are read from the database."""
        return self.defer("parts", "answers", "sources")


class LessonSnapshot(models.Model):
    """A lesson of an edition in one language, as it is shown and graded. Insert-only.

    `parts` is what a learner may see, in order:
      {"kind": "html", "role": "text|situation|tip|warning|takeaway|to_film", "html": str}
      {"kind": "short", "lines": [html]}, first, if there is one
      {"kind": "tailored", "key": str, "html": html, "cases": [{"key": circumstance, "html": html}]}
      {"kind": "week", "key": str, "html": html, "back": html}
      {"kind": "picture", "src": media path, "small": media path or "", "alt": str,
       "caption": str, "width": int, "height": int}   (an empty alt: decoration)
      {"kind": "audio"|"video", "src": media path, "type": media type, "bytes": int,
       "transcript": html}
      {"kind": "single"|"multiple", "key": str, "required": bool, "prompt": html,
       "options": [{"key": str, "text": html}], "hint": str}
      {"kind": "reflection", "key": str, "prompt": html}
    `answers` never leaves the server:
      {activity key: {option key: {"right": bool, "feedback": html}}}.
    `sources` says where stated facts come from:
      [{"title": str, "url": str, "checked": "YYYY-MM-DD" or ""}].
    A correction adds a row with a higher `correction`; the newest is served.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="lessons")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    lesson_key = models.UUIDField()
    correction = models.PositiveSmallIntegerField(default=0)
    module_key = models.UUIDField()
    position = models.PositiveSmallIntegerField(help_text="Counted through the whole course.")
    slug = models.SlugField(max_length=255)
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField()
    is_required = models.BooleanField()
    is_sensitive = models.BooleanField()
    parts = models.JSONField()
    answers = models.JSONField()
    sources = models.JSONField(default=list)
    topics = models.JSONField(default=list, help_text="Questions at hand (courses.topics.Topic).")
    revision_id = models.BigIntegerField(
        null=True, help_text="Where it came from; never read back."
    )
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=254, blank=True, help_text="Who made a correction.")
    reason = models.TextField(blank=True, help_text="Why a correction was made.")

    # Set by courses.outline.lesson: whether the lesson was withdrawn meanwhile.
    is_withdrawn: bool

    objects = LessonSnapshotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "language", "lesson_key", "correction"],
                name="one_snapshot_per_correction",
            ),
            models.UniqueConstraint(
                fields=["edition", "language", "position", "correction"],
                name="one_lesson_per_position",
            ),
            models.UniqueConstraint(
                fields=["edition", "language", "slug", "correction"], name="one_lesson_per_slug"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.language} {self.slug}"


class LessonWithdrawal(models.Model):
    """A harmful lesson is taken away at once, in every edition and language; it counts as done."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="withdrawals")
    lesson_key = models.UUIDField(unique=True)
    reason = models.TextField()
    withdrawn_by = models.CharField(max_length=254)
    withdrawn_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ("view",)
        permissions = [("withdraw_lesson", _("Can propose and confirm the withdrawal of a lesson"))]

    def __str__(self) -> str:
        return str(self.lesson_key)
