"""`end_lookups`: remove from the record of look-ups what its years are over for."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from accounts.actions.record_ends import kept_since, remove_oldest
from accounts.exceptions import ChainBroken


class Command(BaseCommand):
    help = (
        "Remove entries of the record of look-ups that are older than LOOKUP_YEARS, in pieces, "
        "each closed by a checkpoint from which the chain goes on. Run it as the owner of the "
        "tables: the application's role must not be able to. Exit code 1 when the record was "
        "tampered with or the role may not."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        before, total = kept_since(), 0
        try:
            while removed := remove_oldest(before=before):
                total += removed
                self.stdout.write(f"{total} entries removed.")
        except ChainBroken as error:
            raise CommandError(f"{error} Nothing more is removed.") from error
        except ProgrammingError as error:
            raise CommandError("This role may not. Run it as the owner of the tables.") from error
        self.stdout.write(
            f"Nothing older than {settings.LOOKUP_YEARS} years is left; {total} were removed."
        )
