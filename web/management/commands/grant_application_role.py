"""`grant_application_role`: give the application's database role its rights, and no more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from web.application_role import differences, statements, why_not


class Command(BaseCommand):
    help = (
        "Give the database role under which the application runs what it needs: it adds to tables "
        "of facts and cannot change, delete, empty or alter them. Run it as the owner of the "
        "tables after every migrate; a second run changes nothing. A role that does not exist is "
        "made, without a password. Exit code 1 when the role cannot be held back by grants, and "
        "with --check when its rights differ."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", default="otau_app", help="its name (otau_app)")
        parser.add_argument("--check", action="store_true", help="change nothing, say what differs")

    @transaction.atomic
    def handle(self, *args: Any, role: str, check: bool, **options: Any) -> None:
        if not check:
            self._make(role)
        if reason := why_not(role):
            raise CommandError(reason)
        if not check:
            with connection.cursor() as cursor:
                for statement in statements(role):
                    cursor.execute(statement)
        if found := differences(role):
            raise CommandError("\n".join(found))
        self.stdout.write(f"{role} has its rights and no more.")

    def _make(self, role: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select 1 from pg_roles where rolname = %s", [role])
            if cursor.fetchone() is None:
                cursor.execute(f"create role {connection.ops.quote_name(role)} login")
                self.stdout.write(f"{role} is made. Give it a password.")
