"""Courses as files that open without a network."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from courses.models.editions import Edition

# Which languages a file holds, as its name says it.
CHOICES = (("kk", ("kk",)), ("ru", ("ru",)), ("kk-ru", ("kk", "ru")))


class TakeAlongFile(models.Model):
    """An edition as one file, the same for everybody: made, whole, and stored.

    A file that is owed is one that is not here with today's `made_from`. Without `stored_as` the
    edition does not fit into a file of that size (`courses.take_along.making.MOST_BYTES`).
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="take_along_files")
    languages = models.CharField(max_length=5, choices=[(name, name) for name, _all in CHOICES])
    is_whole = models.BooleanField(help_text="With the lessons about violence.")
    made_from = models.CharField(max_length=64, help_text="Names everything that it depends on.")
    digest = models.CharField(max_length=64, blank=True, db_index=True, help_text="SHA-256.")
    size = models.PositiveIntegerField(default=0, help_text="In bytes.")
    stored_as = models.CharField(max_length=200, blank=True, help_text="In the private storage.")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "languages", "is_whole", "made_from"],
                name="one_take_along_file_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(stored_as="", digest="", size=0)
                | (~Q(stored_as="") & ~Q(digest="") & Q(size__gt=0)),
                name="a_take_along_file_is_whole_or_does_not_fit",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name under which people save it; the same with and without the lessons left out."""
        return f"otau-{self.edition.course.slug}-{self.edition.number}-{self.languages}.html"

    @property
    def megabytes(self) -> float:
        """Its size as people are told it, never too small."""
        return max(0.1, -(-self.size // 100_000) / 10)
