"""`publish_heads`: write the signed heads of the chain of certificates to a file, to be kept."""

import json
import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certificates.chain.models import DayHead
from certificates.chain.publishing import KeptHead, NotHeads, document, kept_heads


class Command(BaseCommand):
    help = (
        "Write every day's signed head to FILE. A head is worth something where whoever could "
        "rewrite the database cannot reach it: write to another machine, or carry the file there. "
        "A file that is there already is replaced only if all its heads are ours still; otherwise "
        "it is left as it is, and the exit code is 1. Exit code 2: it could not be written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", metavar="FILE", required=True)

    def handle(self, *args: Any, to: str, **options: Any) -> None:
        file, heads = Path(to), list(DayHead.objects.order_by("day"))
        try:
            before = kept_heads(file.read_bytes()) if file.exists() else {}
        except (OSError, NotHeads) as error:
            raise CommandError(f"{to} is not replaced: {error}.", returncode=2) from error
        ours = {head.day: KeptHead(bytes(head.signed), head.made_at) for head in heads}
        for day, kept in sorted(before.items()):
            if ours.get(day) != kept:
                raise CommandError(
                    f"{to} holds another head of {day} than we do, and is left as it is. "
                    "Run check_certificate_history --heads with it."
                )
        try:
            self._replace(file, json.dumps(document(heads), indent=1) + "\n")
        except OSError as error:
            raise CommandError(f"{to} could not be written: {error}.", returncode=2) from error
        newest = f", the newest of {heads[-1].day}" if heads else ""
        self.stdout.write(f"{len(heads)} heads{newest}.")

    def _replace(self, file: Path, text: str) -> None:
        """Write beside and rename: a run that is cut off leaves the old file."""
        number, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(number, "w") as beside:
                beside.write(text)
                beside.flush()
                os.fsync(beside.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
