"""What a person did in a lesson. Keyed by lesson and activity, never by page or language."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def response_field() -> ArrayField:
    """Return a field for a response (see `courses.responses`); the longest is `left:right`."""
    return ArrayField(models.CharField(max_length=81), default=list)


class LearningEvent(models.Model):
    """Something a person did, as it reached us. Insert-only; a repeated delivery is one event."""

    class Kind(models.TextChoices):
        ANSWER = "answer"
        READ = "read"

    enrolment = models.ForeignKey(
        "enrolments.Enrolment", on_delete=models.CASCADE, related_name="events"
    )
    client_id = models.UUIDField(help_text="Made by the page; the same for repeated deliveries.")
    kind = models.CharField(max_length=10, choices=Kind)
    lesson_key = models.UUIDField()
    activity_key = models.CharField(max_length=40, blank=True)
    options = response_field()
    language = models.CharField(max_length=2)
    snapshot = models.ForeignKey(
        "courses.LessonSnapshot", on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(help_text="When the person did it, by their device.")
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "client_id"], name="one_event_per_client_id"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Answer(models.Model):
    """The state of an activity for one enrolment: the newest answer, whether right, whether done.

    Once right it stays right, and once done, done: a later try for practice takes neither away. A
    scale has no right answer and is never done.
    """

    enrolment = models.ForeignKey(
        "enrolments.Enrolment", on_delete=models.CASCADE, related_name="answers"
    )
    lesson_key = models.UUIDField()
    activity_key = models.CharField(max_length=40)
    options = response_field()
    tries = models.PositiveIntegerField(default=0)
    first_try_right = models.BooleanField(null=True, help_text="Empty where nothing is right.")
    right_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(
        null=True, blank=True, help_text="When an answer counted; completes the lesson."
    )
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson_key", "activity_key"], name="one_answer_per_activity"
            )
        ]

    def __str__(self) -> str:
        return f"answer #{self.pk}"


class Reflection(models.Model):
    """A person's private words, sealed. Kept only because they asked for it."""

    enrolment = models.ForeignKey(
        "enrolments.Enrolment", on_delete=models.CASCADE, related_name="reflections"
    )
    lesson_key = models.UUIDField()
    activity_key = models.CharField(max_length=40)
    sealed_text = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson_key", "activity_key"],
                name="one_reflection_per_activity",
            )
        ]

    def __str__(self) -> str:
        return f"reflection #{self.pk}"


class SharedAnswer(models.Model):
    """A person lets their partner read the text they kept in an exercise for two.

    It is shown when the other shares theirs as well (`learning.sharing`). The database refuses one
    by somebody who is not in that couple now, and a change of a text that is shared: a changed
    text is a new answer. Insert-only but for `opened_at`; taking it back deletes it.
    """

    reflection = models.OneToOneField(Reflection, on_delete=models.CASCADE, related_name="share")
    member = models.ForeignKey(
        "enrolments.CoupleMember", on_delete=models.CASCADE, related_name="shared_answers",
        help_text="The person's own place in the couple it is shared within.",
    )  # fmt: skip
    shared_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(
        null=True, blank=True, help_text="When the other opened it: it was read from then on."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opened_at=None) | models.Q(opened_at__gte=models.F("shared_at")),
                name="an_answer_is_opened_after_it_is_shared",
            )
        ]

    def __str__(self) -> str:
        return f"shared answer #{self.pk}"


class LessonProgress(models.Model):
    """How far one enrolment is in one lesson."""

    enrolment = models.ForeignKey(
        "enrolments.Enrolment", on_delete=models.CASCADE, related_name="progress"
    )
    lesson_key = models.UUIDField()
    began_at = models.DateTimeField(default=timezone.now)
    visited_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True, blank=True)
    # As it was begun: what is counted of its end belongs where its beginning was counted.
    language = models.CharField(max_length=2, blank=True, default="")
    edition = models.ForeignKey(
        "courses.Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson_key"], name="one_progress_per_lesson"
            )
        ]

    def __str__(self) -> str:
        return f"progress #{self.pk}"


class LessonMark(models.Model):
    """A learner says that a place of a lesson is unclear or wrong.

    Staff see the place, the note and the week, never whose it is. `settled_at` says when staff
    had dealt with it.
    """

    class Kind(models.TextChoices):
        UNCLEAR = "unclear", _("unclear")
        MISTAKE = "mistake", _("a mistake here")

    enrolment = models.ForeignKey(
        "enrolments.Enrolment", on_delete=models.CASCADE, related_name="marks"
    )
    lesson_key = models.UUIDField()
    part_id = models.CharField(max_length=50)
    language = models.CharField(max_length=2)
    kind = models.CharField(max_length=10, choices=Kind)
    note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson_key", "part_id", "kind"], name="one_mark_per_place"
            )
        ]
        indexes = [
            models.Index(
                fields=["lesson_key", "language", "part_id"],
                condition=models.Q(settled_at=None),
                name="marks_to_settle",
            )
        ]

    def __str__(self) -> str:
        return f"mark #{self.pk}"


class MeasureTaken(models.Model):
    """A person answered the questions before or after a course: the score, sealed, no answers.

    It is opened once, to make the difference of the two, and is never shown to anybody.
    """

    class Moment(models.TextChoices):
        BEFORE = "before"
        AFTER = "after"

    enrolment = models.ForeignKey(
        "enrolments.Enrolment", on_delete=models.CASCADE, related_name="measures"
    )
    moment = models.CharField(max_length=6, choices=Moment)
    edition = models.ForeignKey("courses.Edition", on_delete=models.PROTECT, related_name="+")
    sealed_score = models.BinaryField()
    items = models.PositiveSmallIntegerField(help_text="How many questions were answered.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "moment"], name="one_measure_per_moment")
        ]

    def __str__(self) -> str:
        return f"measure #{self.pk}"


class Intake(models.Model):
    """What a person said of their circumstances in a course, sealed, so that texts can fit them.

    Its owner alone is shown it; it has no place in any page, list or figure of anybody else.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="intakes"
    )
    course = models.ForeignKey("courses.Course", on_delete=models.CASCADE, related_name="+")
    sealed_answers = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course"], name="one_intake_per_person_and_course"
            )
        ]

    def __str__(self) -> str:
        return f"intake #{self.pk}"


class ChildrenAges(models.Model):
    """For which ages a person looks in a course whose modules are ages, and since when, sealed.

    Its owner alone is shown it, as the order of lessons on their own pages.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="childrens_ages"
    )
    course = models.ForeignKey("courses.Course", on_delete=models.CASCADE, related_name="+")
    sealed_ages = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course"], name="one_choice_of_ages_per_person_and_course"
            )
        ]

    def __str__(self) -> str:
        return f"ages #{self.pk}"


class LookBack(models.Model):
    """A person asked to be asked, seven days on, how the small thing of a lesson went.

    `sealed_words` holds what they want to do, how it went and their own words about it: for them
    alone. Nothing is sent, graded or counted.
    """

    enrolment = models.ForeignKey(
        "enrolments.Enrolment", on_delete=models.CASCADE, related_name="look_backs"
    )
    lesson_key = models.UUIDField()
    due_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True, help_text="When they looked back.")
    sealed_words = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson_key"], condition=models.Q(closed_on=None),
                name="one_open_look_back_per_lesson",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on=None) | models.Q(closed_on__gte=models.F("due_on")),
                name="nobody_looks_back_early",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"look back #{self.pk}"
