"""What a load wrote, kept as copied rows and files, to be there again at once for another test."""

import shutil
from collections import Counter
from pathlib import Path

from django.db import connection

from tests.conftest import copies_of_tables


def rows_of_tables() -> dict[str, Counter[bytes]]:
    """Return the rows of every table, as PostgreSQL copies them."""
    return {table: Counter(rows.splitlines(keepends=True)) for table, rows in copies_of_tables()}


def primary_key(table: str) -> tuple[int, str]:
    """Return where among the copied columns the primary key stands, and its name."""
    with connection.cursor() as cursor:
        (name,) = connection.introspection.get_primary_key_columns(cursor, table)
        columns = connection.introspection.get_table_description(cursor, table)
    return [column.name for column in columns].index(name), name


class Kept:
    """The difference between the database before and now, and the files below `media`."""

    def __init__(self, before: dict[str, Counter[bytes]], media: Path) -> None:
        self.media = media
        self.gone: list[tuple[str, list[str]]] = []
        self.rows: list[tuple[str, bytes]] = []
        now = rows_of_tables()
        for table in sorted(before.keys() | now.keys()):
            old, new = before.get(table, Counter()), now.get(table, Counter())
            if lost := old - new:
                place, name = primary_key(table)
                keys = [row.rstrip(b"\n").split(b"\t")[place].decode() for row in lost]
                self.gone.append((f'delete from "{table}" where "{name}"::text = any(%s)', keys))
            if come := new - old:
                self.rows.append((table, b"".join(come.elements())))

    def restore(self, media: Path) -> None:
        """Write the rows into this test's transaction, past all triggers, and the files."""
        with connection.cursor() as cursor:
            cursor.execute("set local session_replication_role = replica")
            for statement, keys in self.gone:
                cursor.execute(statement, [keys])
            for table, rows in self.rows:
                with cursor.copy(f'copy "{table}" from stdin') as copy:
                    copy.write(rows)
            cursor.execute("set local session_replication_role = origin")
        shutil.copytree(self.media, media, dirs_exist_ok=True)
