"""How lessons go: sums per edition, language, lesson and activity. No person in any row."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

COURSE = UUID(int=0)  # the lesson key of what is counted of the course as a whole
NO_DETAIL = ""  # the detail of the row that counts the people themselves


class Topic(models.TextChoices):
    """What happened; each person comes at most once into each topic of a place."""

    ENROLLED = "enrolled"  # began the course
    FINISHED = "finished"  # completed the course
    BEGAN = "began"  # opened the lesson
    COMPLETED = "completed"  # details: "m:3", the minutes' bucket
    ANSWERED = "answered"  # details: "right", and of what was chosen at first "o:<option>"


class FigureDelta(models.Model):
    """One more person in a topic of a place, with details. Written with the fact, folded soon.

    All details of one person are one row, so that folding never parts them.
    """

    edition = models.ForeignKey("courses.Edition", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    lesson_key = models.UUIDField(default=COURSE)
    activity_key = models.CharField(max_length=40, blank=True)
    topic = models.CharField(max_length=10, choices=Topic)
    details = ArrayField(models.CharField(max_length=90), default=list)

    def __str__(self) -> str:
        return f"{self.topic} of edition {self.edition_id}"


class LessonFigure(models.Model):
    """How many people, in one topic of one place, with one detail.

    `count` is everybody so far. `shown` is what may be looked at: all rows of a topic and place
    move together, and only when ten more people have come (`reports.actions.figures`), so that
    two looks never differ by fewer.
    """

    edition = models.ForeignKey("courses.Edition", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    lesson_key = models.UUIDField(default=COURSE)
    activity_key = models.CharField(max_length=40, blank=True)
    topic = models.CharField(max_length=10, choices=Topic)
    detail = models.CharField(max_length=90, blank=True)
    count = models.PositiveIntegerField()
    shown = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "language", "lesson_key", "activity_key", "topic", "detail"],
                name="one_figure_per_place",
            ),
            models.CheckConstraint(
                condition=Q(shown__lte=F("count")), name="no_more_shown_than_counted"
            ),
        ]
        indexes = [
            models.Index(
                fields=["edition", "language"],
                condition=Q(detail="", count__gte=F("shown") + 10),
                name="figures_to_release",
            )
        ]
        default_permissions = ()
        permissions = [("view_lesson_figures", _("Can see how lessons go"))]

    def __str__(self) -> str:
        return f"{self.topic} {self.detail} of edition {self.edition_id}: {self.count}"
