"""Bring groups and rights in step with the code, or only say whether they are."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from workshop.actions.groups import keep_groups


class Command(BaseCommand):
    help = "Bring groups and rights in step with workshop/roles.py. --check changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Exit with 1 if something would have to change."
        )

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        with transaction.atomic():
            changes = keep_groups()
            if check:
                transaction.set_rollback(True)
        for line in changes:
            self.stdout.write(line)
        if check and changes:
            sys.exit(1)
