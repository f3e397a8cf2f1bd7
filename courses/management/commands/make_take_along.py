"""Make the courses to take along. Publishing does it too; this is for when in doubt."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.actions.take_along import files_of, forget_files, make_missing_files
from courses.models import Edition


class Command(BaseCommand):
    help = "Make the files of the newest edition of each course that are not there yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--course", help="the address of one course, as neke")
        parser.add_argument("--again", action="store_true", help="make those that are there anew")

    def handle(self, *args: Any, **options: Any) -> None:
        editions = Edition.objects.order_by("course", "-number").distinct("course")
        if options["course"]:
            editions = editions.filter(course__slug=options["course"])
            if not editions:
                raise CommandError(f"No edition of a course “{options['course']}” is published.")
        for edition in editions.select_related("course"):
            if options["again"]:
                forget_files(course=edition.course)
            began = time.perf_counter()
            made = make_missing_files(edition=edition)
            took = time.perf_counter() - began
            self.stdout.write(f"{edition.course.slug}: {made} made in {took:.1f} s")
            for row in files_of(edition)[0]:
                whole = " with all lessons" if row.is_whole else ""
                self.stdout.write(f"  {row.name}{whole}: {row.size / 1_000_000:.2f} MB")
        self.stdout.write(self.style.SUCCESS("Done."))
