"""`./manage.py write_openapi`: write the served specification into the repository."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from api.frame import specification

PLACE = Path("docs") / "openapi.json"


class Command(BaseCommand):
    help = f"Write the OpenAPI document of /api/v1/ to {PLACE}."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Only compare; fail if it differs."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file = settings.BASE_DIR / PLACE
        said = specification()
        if options["check"]:
            if not file.exists() or file.read_text(encoding="utf-8") != said:
                raise CommandError(f"{PLACE} is not what is served. Run ./manage.py write_openapi.")
        else:
            file.write_text(said, encoding="utf-8")
        self.stdout.write(f"{PLACE} is what is served.")
