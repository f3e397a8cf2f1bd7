"""`check_certificate_history`: are the facts of certificates the ones that were written?"""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from certificates.chain.checking import Check, public_keys_in
from certificates.chain.publishing import kept_heads
from certificates.signing import public_keys

COULD_NOT = 2
HEARD_EVERY = 50_000


class Command(BaseCommand):
    help = (
        "Check the chain of facts about certificates from its first place: every row against its "
        "digest, every digest against the one before it, every day against its signed head, and "
        "against heads that were kept elsewhere. Exit code 0: everything fits; 1: something does "
        "not, and it says what; 2: it could not be checked. Changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--heads",
            metavar="FILE",
            help="heads kept elsewhere: what publish_heads wrote, or what was saved from "
            "/.well-known/otau/heads.json",
        )
        parser.add_argument(
            "--keys",
            metavar="FILE",
            help="believe only the keys of this file, saved earlier from "
            "/.well-known/otau/keys.json, and not those in the database",
        )
        parser.add_argument(
            "--most", metavar="NUMBER", type=int, default=100, help="how many findings to print"
        )

    def handle(
        self, *args: Any, heads: str | None, keys: str | None, most: int, **options: Any
    ) -> None:
        kept = self._read(heads, kept_heads) if heads else {}
        known_keys = self._read(keys, public_keys_in) if keys else public_keys(stolen=True)
        check, found = Check(public_keys=known_keys, kept=kept, heard=self._heard), 0
        try:
            for finding in check:
                found += 1
                if found <= most:
                    self.stdout.write(finding)
        except DatabaseError as error:
            raise CommandError(
                f"The database could not be read: {error}", returncode=COULD_NOT
            ) from error
        self.stdout.write(
            f"{check.entries} facts in {check.heads} days read; {check.waiting} wait for their "
            f"place; {len(kept)} kept heads compared."
        )
        for key_id, (first, last) in check.signed_by.items():
            self.stdout.write(f"Key {key_id} signed heads from {first} to {last}.")
        if found:
            raise CommandError(f"{found} things do not fit.", returncode=1)
        self.stdout.write("Everything fits.")
        if not kept:
            self.stdout.write(
                "No heads kept elsewhere were given (--heads): whoever holds the signing key and "
                "the database could have written all of it anew."
            )
        if not kept and not keys:
            self.stdout.write(
                "No keys saved elsewhere were given either (--keys): whoever holds the database "
                "could have put a key of their own into it. Compare the ids above with a "
                "keys.json that was saved before."
            )

    def _read[T](self, file: str, reader: Callable[[bytes], T]) -> T:
        try:
            return reader(Path(file).read_bytes())
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} cannot be used: {error}", returncode=COULD_NOT) from error

    def _heard(self, place: int) -> None:
        if place % HEARD_EVERY == 0:
            self.stdout.write(f"{place} …")
