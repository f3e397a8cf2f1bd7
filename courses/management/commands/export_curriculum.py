"""Write courses into files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from courses.actions.export import export_course
from courses.exceptions import ExportRefused
from courses.models import Course


class Command(BaseCommand):
    help = (
        "Write the published pages of courses into FOLDER, one folder a course, with their media. "
        "load_curriculum reads them back without loss. An earlier export there is replaced."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--course", action="append", metavar="CODE", help="only this course; may be repeated"
        )

    @no_translations  # whoever runs commands reads English
    def handle(self, *args: Any, **options: Any) -> None:
        courses = Course.objects.order_by("place", "code")
        if options["course"]:
            courses = courses.filter(code__in=options["course"])
            unknown = set(options["course"]) - {course.code for course in courses}
            if unknown:
                raise CommandError(f"There is no course {', '.join(sorted(unknown))}.")
        if not courses:
            raise CommandError("There is no course to write.")
        for course in courses:
            try:
                files = export_course(course=course, folder=options["folder"] / course.slug)
            except ExportRefused as error:
                lines = "\n".join(f"  {reason}" for reason in error.reasons)
                raise CommandError(f"{course}: nothing was written.\n{lines}") from error
            lessons = sum(len(module.lessons) for module in files.texts["kk"].modules)
            self.stdout.write(self.style.SUCCESS(f"{course}: {lessons} lessons → {files.folder}"))
