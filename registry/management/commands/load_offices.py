"""Load the registry offices."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.actions.offices import load_offices
from registry.exceptions import OfficesNotUnderstood

OFFICES = Path(__file__).resolve().parents[2] / "data" / "offices.csv"


class Command(BaseCommand):
    help = (
        "Add the registry offices of a CSV file (code, region, name_kk, name_ru) and rename those "
        "that differ; all or nothing, and as often as you like. Exit code 1 when a line is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=OFFICES, help="the file (default: %(default)s)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_offices(file=options["file"])
        except OfficesNotUnderstood as error:
            raise CommandError("Nothing was loaded.\n" + "\n".join(error.lines)) from error
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        self.stdout.write(
            f"{loaded.added} added, {loaded.changed} changed, {loaded.same} as they stood."
        )
