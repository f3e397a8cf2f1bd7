"""What the application's own database role may do: a role that owns nothing.

Migrations run as the owner of the tables. The application runs as another role, which reads and
writes ordinary tables, adds to tables of facts, and can neither empty a table, nor change what a
table is, nor switch off a trigger: PostgreSQL leaves all that to owners.
"""

import re
from dataclasses import dataclass

from django.db import connection

# The name `web.insert_only` gives its triggers, and the bits of pg_trigger.tgtype.
TRIGGER, ON_DELETE, ON_UPDATE = "insert_only", 8, 16
MAY_CHANGE = re.compile(r"to_jsonb\(old\)((?: - '\w+')+) =")
# Written by migrations alone.
READ_ONLY = {"django_migrations"}
EVERYTHING = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
PRIVILEGES = (*sorted(EVERYTHING), "TRUNCATE", "TRIGGER", "REFERENCES")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the role may do with a table: with all of it, and which columns it may change."""

    privileges: frozenset[str]
    columns: tuple[str, ...] = ()


def allowed() -> dict[str, Allowed]:
    """Return what the role may do with each table of the schema, by the table's name.

    Tables of facts are known by their triggers, which also say what may be made unreadable or
    deleted as a whole for an erasure.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select c.relname, t.tgtype, p.prosrc
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
            left join pg_trigger t on t.tgrelid = c.oid and t.tgname = %s
            left join pg_proc p on p.oid = t.tgfoid
            where c.relkind in ('r', 'p') order by c.relname
            """,
            [TRIGGER],
        )
        return {table: _allowed(table, kind, body) for table, kind, body in cursor.fetchall()}


def _allowed(table: str, kind: int | None, body: str | None) -> Allowed:
    if table in READ_ONLY:
        return Allowed(frozenset({"SELECT"}))
    if kind is None:
        return Allowed(EVERYTHING)
    refused = {"UPDATE"} | ({"DELETE"} if kind & ON_DELETE else set())
    found = MAY_CHANGE.search(body or "")
    return Allowed(EVERYTHING - refused, tuple(re.findall(r"\w+", found[1])) if found else ())


def why_not(role: str) -> str:
    """Return why grants cannot hold `role` back, in English for operators; empty if they can."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls "
            "from pg_roles where rolname = %s",
            [role],
        )
        row = cursor.fetchone()
        if row is None:
            return f"There is no role {role}."
        if any(row):
            return f"{role} is a superuser, makes roles or databases, or replicates."
        cursor.execute(
            """
            select count(*) from pg_class c
            join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
            where c.relkind in ('r', 'p', 'S', 'v', 'm')
            and pg_has_role(%s, c.relowner, 'MEMBER')
            """,
            [role],
        )
        owned = cursor.fetchone()[0]
    return f"{role} owns {owned} tables, or is in a role that does." if owned else ""


def statements(role: str) -> list[str]:
    """Return the statements that give `role` what it may do, and take away what it may not."""
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute("select current_schema(), current_database()")
        schema, database = (connection.ops.quote_name(one) for one in cursor.fetchone())
    said = [
        f"grant connect on database {database} to {name}",
        f"revoke create on schema {schema} from public, {name}",
        f"grant usage on schema {schema} to {name}",
        f"revoke all on all tables in schema {schema} from {name}",
        f"revoke all on all sequences in schema {schema} from {name}",
        f"grant usage, select on all sequences in schema {schema} to {name}",
    ]
    for table, may in allowed().items():
        place = f"{schema}.{connection.ops.quote_name(table)}"
        said.append(f"grant {', '.join(sorted(may.privileges))} on {place} to {name}")
        if may.columns:
            columns = ", ".join(connection.ops.quote_name(one) for one in may.columns)
            said.append(f"grant update ({columns}) on {place} to {name}")
    return said


def differences(role: str) -> list[str]:
    """Return what `role` may do and should not, and the other way about, a line a table."""
    found = []
    with connection.cursor() as cursor:
        for table, may in allowed().items():
            place = connection.ops.quote_name(table)
            has = set()
            for privilege in PRIVILEGES:
                cursor.execute("select has_table_privilege(%s, %s, %s)", [role, place, privilege])
                has |= {privilege} if cursor.fetchone()[0] else set()
            if has != may.privileges:
                extra, missing = sorted(has - may.privileges), sorted(may.privileges - has)
                found.append(f"{table}: too much {extra}, too little {missing}")
    return found
