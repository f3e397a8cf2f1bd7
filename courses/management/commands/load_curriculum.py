"""Load courses from their files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations

from cms.actions.memory import LoadReport
from cms.exceptions import LoadRefused
from cms.texts import FilesUnsound
from courses.actions import draft_differs, publish_edition
from courses.actions.load import load_course
from courses.curriculum import CourseFiles, find_courses, read_course
from courses.exceptions import CourseIdentityChanged, EditionIncomplete
from courses.models import Course

BY = "load_curriculum"


class Command(BaseCommand):
    help = (
        "Load courses from files into Kazakh and Russian pages. FOLDER is a course or a folder of "
        "courses. Nothing changes unless every file is sound; a second run changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, default=settings.BASE_DIR / "curriculum",
            metavar="FOLDER", help="default: %(default)s",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="say what would change")
        parser.add_argument(
            "--overwrite", action="store_true",
            help="replace pages that were edited in the admin since the last load",
        )  # fmt: skip
        parser.add_argument(
            "--publish", action="store_true",
            help="publish an edition of each course whose content differs from its latest one",
        )  # fmt: skip

    @no_translations  # whoever runs commands reads English
    def handle(self, *args: Any, **options: Any) -> None:
        courses = self.read(options["folder"].resolve())
        for files in courses:
            course = self.load(files, options)
            if options["publish"] and course and not options["dry_run"]:
                self.publish(course)

    def read(self, folder: Path) -> list[CourseFiles]:
        """Read every course, or stop with all that is wrong with any."""
        folders = find_courses(folder)
        if not folders:
            raise CommandError(
                f"There is no course in {folder}: no folder with course.kk.md and course.ru.md."
            )
        courses, wrong = [], []
        for one in folders:
            try:
                courses.append(read_course(one))
            except FilesUnsound as error:
                wrong += error.findings
        if wrong:
            lines = "\n".join(f"  {finding}" for finding in wrong)
            raise CommandError(f"Nothing was loaded. To be mended: {len(wrong)}\n{lines}")
        return courses

    def load(self, files: CourseFiles, options: dict[str, Any]) -> Course | None:
        """Load one course and say what was done."""
        try:
            course, report = load_course(
                files=files, overwrite=options["overwrite"], dry_run=options["dry_run"]
            )
        except LoadRefused as error:
            lines = "\n".join(f"  {reason}" for reason in error.reasons)
            raise CommandError(f"Nothing was loaded.\n{lines}") from error
        except CourseIdentityChanged as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        tell(self, files.texts["kk"].code, report, dry_run=options["dry_run"])
        return course

    def publish(self, course: Course) -> None:
        """Publish an edition when there is something new to publish."""
        if not draft_differs(course):
            self.stdout.write(f"{course}: the latest edition says the same; none is published.")
            return
        try:
            edition = publish_edition(course=course, by=BY)
        except EditionIncomplete as error:
            raise CommandError(f"{course}: no edition was published.\n{error}") from error
        self.stdout.write(self.style.SUCCESS(f"{course}: edition {edition.number} is published."))


def tell(command: BaseCommand, name: str, report: LoadReport, *, dry_run: bool) -> None:
    """Write what a loader did, or would do."""
    for what, lines in (
        ("new", report.created), ("changed", report.updated), ("unpublished", report.retired),
    ):  # fmt: skip
        for line in lines:
            command.stdout.write(f"  {what}: {line}")
    counts = (
        f"{len(report.created)} new, {len(report.updated)} changed, "
        f"{len(report.retired)} unpublished, {report.unchanged} the same"
    )
    if dry_run:
        command.stdout.write(f"{name}: {counts}. Nothing was written (--dry-run).")
    elif report.changed:
        command.stdout.write(command.style.SUCCESS(f"{name}: {counts}."))
    else:
        command.stdout.write(f"{name}: nothing to change; {report.unchanged} the same.")
