"""`signing_keys`: make, list, retire and revoke the keys that sign, and check them."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import User
from certificates.exceptions import CertificateError
from certificates.keys import make_signing_key
from certificates.models import KeyRevocation, SigningKey
from certificates.signing import every_key, key_that_signs, publish_key
from certificates.trust.actions import (
    effect_of,
    issue_anew,
    key_named,
    retire_key,
    revoke_key,
)
from certificates.trust.checks import findings
from certificates.trust.private import configured_keys

BATCH = 50


class Command(BaseCommand):
    help = (
        "Keys that sign certificates: make, list, retire, revoke, reissue, check. "
        "docs/certificates/keys.md tells when. Exit code 1 when something was refused or is wrong, "
        "2 when the command was not understood."
    )

    # What is wrong with keys is said by an act of its own, and mended by the others.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")

        make = acts.add_parser("make", help="make the next key and publish its public half")
        where = make.add_mutually_exclusive_group(required=True)
        where.add_argument(
            "--file", type=Path, help="write the private half into a new file of mode 0600"
        )
        where.add_argument(
            "--print", action="store_true",
            help="print the private half for the environment; whoever keeps a log of this "
            "terminal then has the key",
        )  # fmt: skip
        make.add_argument("--name", default="key", help="what people call it: c2027")
        make.add_argument(
            "--at-once", action="store_true",
            help="let it sign now, unknown to verifiers without a network: after a theft",
        )  # fmt: skip

        acts.add_parser("list", help="list the published keys")

        retire = acts.add_parser("retire", help="let a key sign no more; what it signed stays good")
        retire.add_argument("key_id")

        revoke = acts.add_parser("revoke", help="say that others have a key, from a moment on")
        revoke.add_argument("key_id")
        revoke.add_argument(
            "--from", dest="stolen_from", required=True, metavar="MOMENT",
            help="2026-11-22T10:00+05:00, the country's time where no zone is given",
        )  # fmt: skip
        revoke.add_argument(
            "--reason", choices=KeyRevocation.Reason.values, default=KeyRevocation.Reason.STOLEN
        )
        revoke.add_argument("--by", metavar="EMAIL", help="the employee who says so")
        revoke.add_argument("--yes", action="store_true", help="do not ask")

        reissue = acts.add_parser(
            "reissue", help="replace what a revoked key signed from its moment on; can be repeated"
        )
        reissue.add_argument("key_id")
        reissue.add_argument("--by", metavar="EMAIL", help="the employee who has it done")
        reissue.add_argument("--most", type=int, help="stop after so many")

        acts.add_parser("check", help="say what is wrong with the keys of this process")

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        try:
            getattr(self, f"_{act}")(options)
        except CertificateError as error:
            raise CommandError(str(error.args[0] if error.args else error)) from error
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error

    def _make(self, options: dict[str, Any]) -> None:
        with new_file(options["file"]) as write:
            key = make_signing_key()
            secret = f"{options['name']}:{key.seed_b64}"
            write(secret)  # first: a published key that nobody has would be missed
            row = publish_key(key.public_b64, among=every_key(), at_once=options["at_once"])
        self.stdout.write(
            f"Key {row.key_id} is published. It may sign from {moment(row.signs_from)}."
        )
        if options["file"]:
            self.stdout.write(
                f"Its private half is in {options['file']}. Until then name that file in "
                "CERTIFICATE_SIGNING_KEY_FILE of every web process and worker, beside the key "
                "that signs now."
            )
        else:
            self.stdout.write(
                "Until then add this to the environment of every web process and worker, beside "
                f"the key that signs now:\nCERTIFICATE_SIGNING_KEYS={secret}"
            )

    def _list(self, options: dict[str, Any]) -> None:
        configured, rows = configured_keys(), every_key()
        signs = key_that_signs(row for row in rows if bytes.fromhex(row.key_id) in configured)
        for row in rows:
            here = configured.get(bytes.fromhex(row.key_id))
            said = [f"{row.key_id}  published {moment(row.published_at)}"]
            said.append(f"signs from {moment(row.signs_from)}")
            if row.retired_at:
                said.append(f"retired {moment(row.retired_at)}")
            if row.stolen_from:
                said.append(f"stolen from {moment(row.stolen_from)} on")
            said.append(f"here: {here.place}" if here else "not here")
            if row == signs:
                said.append("SIGNS NOW")
            self.stdout.write(", ".join(said))
        if not rows:
            self.stdout.write("No key is published yet.")

    def _retire(self, options: dict[str, Any]) -> None:
        row = retire_key(key=key_named(options["key_id"]))
        self.stdout.write(
            f"Key {row.key_id} signs no more. What it signed stays good. Take its private half out "
            "of every environment and destroy it."
        )

    def _revoke(self, options: dict[str, Any]) -> None:
        key, stolen_from = key_named(options["key_id"]), moment_given(options["stolen_from"])
        by = employee(options["by"])
        effect = effect_of(key=key, stolen_from=stolen_from)
        self.stdout.write(
            f"Key {key.key_id} is revoked from {moment(stolen_from)} on. That cannot be undone.\n"
            f"  {effect.before} documents were signed before and stay good.\n"
            f"  {effect.after} were signed from then on; {effect.left} of them are to be issued "
            f"anew, the other {effect.ended} need nothing.\n"
            "  It signs no more, from now on; verifiers without a network hear of it when they "
            "next have one."
        )
        if not options["yes"] and not confirmed(key):
            raise CommandError("Nothing was done.")
        revoke_key(key=key, stolen_from=stolen_from, reason=options["reason"], by=by)
        self.stdout.write(f"It is revoked. Next: signing_keys reissue {key.key_id}")

    def _reissue(self, options: dict[str, Any]) -> None:
        key, by, total = key_named(options["key_id"]), employee(options["by"]), 0
        most = options["most"]
        while True:
            limit = BATCH if most is None else min(BATCH, most - total)
            done, left = issue_anew(key=key, by=by, limit=limit)
            total += done
            self.stdout.write(f"{total} issued anew, {left} left")
            if not done or not left or (most is not None and total >= most):
                break
        if left and not done:
            raise CommandError(f"{left} could not be issued anew.")

    def _check(self, options: dict[str, Any]) -> None:
        said = list(findings())
        if said:
            raise CommandError("\n".join(said))
        self.stdout.write("The keys are in order.")


@contextmanager
def new_file(place: Path | None) -> Iterator[Callable[[str], object]]:
    """Yield what writes a line into a new file that its owner alone can read; gone on failure."""
    if place is None:
        yield lambda line: None
        return
    try:
        number = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file's name"
        raise CommandError(f"{place} was not written: {reason}.") from None
    try:
        with os.fdopen(number, "w") as file:
            yield lambda line: print(line, file=file, flush=True)
    except BaseException:
        place.unlink(missing_ok=True)
        raise


def moment(at: datetime) -> str:
    """Return a moment in the country's time."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def moment_given(text: str) -> datetime:
    """Return the moment that was typed."""
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise CommandError("--from takes a day and a time, such as 2026-11-22T10:00+05:00.")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def employee(email: str | None) -> User | None:
    """Return the employee of this address."""
    if email is None:
        return None
    found = User.objects.filter(email__iexact=email, is_staff=True).first() if email else None
    if found is None:
        raise CommandError("No employee has this address.")
    return found


def confirmed(key: SigningKey) -> bool:
    """Ask whoever runs the command to type the key's id."""
    sys.stdout.flush()
    try:
        return input(f"Type {key.key_id} to revoke it: ").strip().lower() == key.key_id
    except EOFError:
        return False
