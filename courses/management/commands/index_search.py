"""Make the search's index anew. Publishing keeps it in step; this is for when in doubt."""

from typing import Any

from django.core.management.base import BaseCommand

from courses.actions import index_everything


class Command(BaseCommand):
    help = "Make the search's index anew from the latest editions and the site's pages."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(self.style.SUCCESS(f"{index_everything()} entries can be found."))
