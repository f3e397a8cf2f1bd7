"""Take a harmful lesson away at once: for operators, when no two people can reach the admin.

In the admin one person proposes and another confirms; here whoever may run commands decides alone,
and says who in `--by`.
"""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from courses.actions import withdraw_lesson
from courses.exceptions import LessonUnknown
from courses.models import Course, LessonSnapshot


class Command(BaseCommand):
    help = (
        "Withdraw a lesson from every edition, in both languages, at once. It then counts as "
        "done. This cannot be taken back: publish a new lesson instead."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("course", metavar="CODE", help="the course's code, such as NEKE")
        parser.add_argument("lesson", metavar="LESSON", help="the lesson's address or key")
        parser.add_argument("--reason", required=True, help="why; kept for those who ask later")
        parser.add_argument("--by", required=True, help="who decides")

    def handle(self, *args: Any, **options: Any) -> None:
        course = Course.objects.filter(code=options["course"].upper()).first()
        if course is None:
            codes = ", ".join(Course.objects.values_list("code", flat=True)) or "none"
            raise CommandError(f"There is no course {options['course']}. Known: {codes}.")
        try:
            withdrawal = withdraw_lesson(
                course=course, lesson_key=self.lesson_key(course, options["lesson"]),
                reason=options["reason"], by=options["by"],
            )  # fmt: skip
        except LessonUnknown as error:
            raise CommandError(str(error)) from error
        self.stdout.write(self.style.SUCCESS(f"Withdrawn since {withdrawal.withdrawn_at:%c}."))

    def lesson_key(self, course: Course, named: str) -> UUID:
        """Return the key of the lesson that is named by key or address."""
        try:
            return UUID(named)
        except ValueError:
            pass
        snapshots = LessonSnapshot.objects.filter(edition__course=course, slug=named)
        key = snapshots.order_by("-pk").values_list("lesson_key", flat=True).first()
        if key is None:
            raise CommandError(f"The course {course} has no lesson {named!r}.")
        return key
