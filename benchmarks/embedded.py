"""An embedded PostgreSQL and Valkey with an empty database, for one benchmark."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

DATABASE = "otau_benchmark"


@contextmanager
def site() -> Iterator[None]:
    """Set Django up on a new database; drop it and stop the services at the end."""
    os.environ.setdefault("OTAU_MODE", "test")
    os.environ["OTAU_DATABASE"] = DATABASE
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    from config.embedded import postgresql, valkey
    from config.embedded.places import places

    where = places("test")
    postgresql.start(where, forgetful=True)
    valkey.start(where)
    try:
        import django
        from django.conf import settings

        django.setup()
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        _recreate()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        yield
        connections.close_all()
        _recreate(again=False)
    finally:
        valkey.stop(where)
        postgresql.stop(where)


def _recreate(*, again: bool = True) -> None:
    import psycopg
    from django.conf import settings
    from psycopg import sql

    database = settings.DATABASES["default"]
    name = sql.Identifier(DATABASE)
    with psycopg.connect(
        host=database["HOST"], user=database["USER"], dbname="postgres", autocommit=True
    ) as server:
        server.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        if again:
            server.execute(sql.SQL("create database {}").format(name))
