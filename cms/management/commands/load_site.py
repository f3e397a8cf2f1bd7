"""Load the site around the courses from files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations

from cms.actions.site import load_site
from cms.exceptions import LoadRefused
from cms.texts import FilesUnsound


class Command(BaseCommand):
    help = (
        "Load the home, about and privacy pages in both languages, the help lines and the "
        "directory of centres. A second run changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, default=settings.BASE_DIR / "curriculum" / "site",
            metavar="FOLDER", help="default: %(default)s",
        )  # fmt: skip
        parser.add_argument("--demo", action="store_true", help="load the made-up centres too")
        parser.add_argument(
            "--overwrite", action="store_true",
            help="replace what was edited in the admin since the last load",
        )  # fmt: skip

    @no_translations  # whoever runs commands reads English
    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        try:
            report = load_site(folder=folder, demo=options["demo"], overwrite=options["overwrite"])
        except FilesUnsound as error:
            lines = "\n".join(f"  {finding}" for finding in error.findings)
            raise CommandError(
                f"Nothing was loaded. To be mended: {len(error.findings)}\n{lines}"
            ) from error
        except LoadRefused as error:
            lines = "\n".join(f"  {reason}" for reason in error.reasons)
            raise CommandError(f"Nothing was loaded.\n{lines}") from error
        for what, lines_ in (("new", report.created), ("changed", report.updated)):
            for line in lines_:
                self.stdout.write(f"  {what}: {line}")
        if report.changed:
            self.stdout.write(
                self.style.SUCCESS(
                    f"{len(report.created)} new, {len(report.updated)} changed, "
                    f"{report.unchanged} the same."
                )
            )
        else:
            self.stdout.write(f"Nothing to change; {report.unchanged} the same.")
