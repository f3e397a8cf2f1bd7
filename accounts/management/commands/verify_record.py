"""`verify_record`: is the record of look-ups whole?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actions.record import head, verify_chain
from accounts.exceptions import ChainBroken


class Command(BaseCommand):
    help = (
        "Check the record of look-ups from its first entry. Prints the newest entry's number and "
        "digest; note them down elsewhere and give them to --was the next time. Exit code 1 when "
        "the record was tampered with."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--was", metavar="NUMBER:DIGEST", help="what an earlier run printed last"
        )

    def handle(self, *args: Any, was: str | None, **options: Any) -> None:
        known = None
        if was:
            number, _, digest = was.partition(":")
            try:
                known = (int(number), bytes.fromhex(digest))
            except ValueError:
                raise CommandError("--was takes what an earlier run printed last.") from None
        newest = head()
        try:
            count = verify_chain(known=known, heard=lambda number: self.stdout.write(f"{number} …"))
        except ChainBroken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} entries, all as they were written.")
        if newest is not None:
            self.stdout.write(f"{newest[0]}:{newest[1].hex()}")
