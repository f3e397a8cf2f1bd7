"""What all tests share: the cast, signing in, running what was owed."""

import os
import time

os.environ.setdefault("OTAU_MODE", "test")

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, TransactionTestCase
from django.utils import translation
from wagtail.models import Locale

from config.embedded.places import places
from tests import cast


def copies_of_tables() -> Iterator[tuple[str, bytes]]:
    """Yield the name and the rows, as PostgreSQL copies them, of every table that is not empty."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'copy "{table}" to stdout') as copy:
                rows = b"".join(bytes(part) for part in copy)
            if rows and table != "django_migrations":
                yield table, rows


def names_of_tables() -> list[str]:
    """Return the names of all tables but the one that says which migrations ran."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return [name for name in names if name != "django_migrations"]


def empty_and_fill(written: dict[str, bytes]) -> None:
    """Leave in the database the rows of `written`, table by table, and nothing else.

    Only tables that hold anything are emptied, past all triggers and foreign keys: TRUNCATE makes
    new files for every table and index, which takes ten times as long.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(
            " union all ".join(
                f"select '{name}' where exists (select from \"{name}\")"
                for name in names_of_tables()
            )
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'delete from "{name}"')
        for name, rows in written.items():
            with cursor.copy(f'copy "{name}" from stdin') as copy:
                copy.write(rows)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """What migrations wrote (Wagtail's root page, languages, permissions) outlives every test.

    A test with real transactions ends by emptying all tables; they are filled again at once, so
    that the order of tests does not matter and the database can be kept for the next run.
    """
    with django_db_blocker.unblock():
        if not Locale.objects.exists() or get_user_model().objects.exists():
            # A run was killed between emptying and filling.
            (places("test").run / "schema").unlink(missing_ok=True)
            pytest.exit("The kept test database is not as new. Run again: it is made anew.", 3)
        written = dict(copies_of_tables())
    emptying = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda test: empty_and_fill(written)
    yield
    TransactionTestCase._fixture_teardown = emptying


@pytest.fixture(scope="session", autouse=True)
def _static_folder() -> None:
    """WhiteNoise warns of a missing folder, and a warning is an error here."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _kazakh_and_a_clean_cache() -> Iterator[None]:
    """Every test begins in Kazakh, as a visitor does, with no limit used up."""
    with translation.override("kk"):
        cache.clear()
        yield


@pytest.fixture
def in_english() -> Iterator[None]:
    """What is said is said in the words of the source, whatever is translated."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _files_of_this_test(settings, tmp_path) -> None:
    """Files written by a test are gone with it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.STORAGES = settings.STORAGES | {
        "private": settings.STORAGES["private"]
        | {"OPTIONS": settings.STORAGES["private"]["OPTIONS"] | {"location": tmp_path / "private"}}
    }


@pytest.fixture
def eager() -> Iterator[None]:
    """Tasks run at once, in this process, where they are sent."""
    from config.celery import app

    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.fixture
def tasks_at_once(eager, django_capture_on_commit_callbacks) -> Callable[[], object]:
    """`with tasks_at_once():` runs what was sent to Celery when the block is left."""

    def block() -> object:
        return django_capture_on_commit_callbacks(execute=True)

    return block


@pytest.fixture
def edition(db):
    """The newest edition of a small course: two modules, three lessons."""
    return cast.make_edition()


@pytest.fixture
def aigerim(db):
    """A learner, 22, from a village near Kyzylorda; Kazakh only."""
    return cast.make_learner(name="Айгерім Сәрсенова", email="aigerim@example.org")


@pytest.fixture
def daniyar(db):
    """Aigerim's fiancé."""
    return cast.make_learner(name="Данияр Оспанов", phone="+77000000002")


@pytest.fixture
def irina(db):
    """A learner, 45, second marriage; Russian."""
    return cast.make_learner(name="Ирина Соколова", email="irina@example.org", language="ru")


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """`signed_in(user)` returns a browser in which that person is signed in.

    Staff have shown their second factor in it. `browser` is a kind of Client.
    """

    def sign_in(user, browser: type[Client] = Client, **defaults) -> Client:
        client = browser(**defaults)
        backend = (
            "accounts.backends.StaffPasswordBackend" if user.is_staff
            else "accounts.backends.CodeBackend"
        )  # fmt: skip
        client.force_login(user, backend=backend)
        if user.is_staff:
            session = client.session
            session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
            session["account_authentication_methods_user"] = str(user.pk)
            session.save()
        return client

    return sign_in
