"""Folding: killed anywhere or run by many at once, it loses nothing and doubles nothing."""

import contextlib
import itertools
import threading

import pytest
from django.db import DatabaseError, InterfaceError, connection, connections, transaction

from reports import tasks
from reports.actions import fold_figures, note
from reports.actions.figures import fold_batch
from reports.models import FigureDelta, LessonFigure
from reports.models.figures import Topic
from tests import cast

PEOPLE = 60


@pytest.fixture
def noted(transactional_db):
    edition = cast.make_edition()
    for _ in range(PEOPLE):
        note(topic=Topic.ENROLLED, edition_id=edition.pk, language="kk", details=["x"])
    return edition


def all_at_once(work, times):
    def run():
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def counted() -> dict[str, int]:
    return dict(LessonFigure.objects.values_list("detail", "count"))


def test_ten_who_fold_at_once_count_everybody_once(noted):
    all_at_once(fold_figures, 10)
    fold_figures()

    assert counted() == {"": PEOPLE, "x": PEOPLE}
    assert not FigureDelta.objects.exists()


def test_reading_first_and_writing_then_would_double(noted):
    """The control: the same by reading what was noted, adding it up and deleting it."""
    gate = threading.Barrier(4)

    def fold_by_reading():
        deltas = list(FigureDelta.objects.all())
        gate.wait(timeout=10)
        for delta in deltas:
            with connection.cursor() as cursor:
                cursor.execute(
                    "insert into reports_lessonfigure (edition_id, language, lesson_key,"
                    " activity_key, topic, detail, count, shown) values (%s, 'kk', %s, '', %s, '',"
                    " 1, 0) on conflict (edition_id, language, lesson_key, activity_key, topic,"
                    " detail) do update set count = reports_lessonfigure.count + 1",
                    [delta.edition_id, delta.lesson_key, delta.topic],
                )
            FigureDelta.objects.filter(pk=delta.pk).delete()

    all_at_once(fold_by_reading, 4)

    assert counted()[""] > PEOPLE


def test_killed_in_the_middle_it_has_done_nothing(noted):
    """The server ends the connection of whoever folds, as when a worker is killed."""
    ready, killed = threading.Event(), threading.Event()
    pids: list[int] = []

    def fold_and_die():
        with contextlib.suppress(DatabaseError, InterfaceError), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("select pg_backend_pid()")
                pids.append(cursor.fetchone()[0])
            fold_batch()
            ready.set()
            killed.wait(timeout=10)
        connections.close_all()

    thread = threading.Thread(target=fold_and_die)
    thread.start()
    assert ready.wait(timeout=10)
    fold_figures()  # somebody else folds: nothing to do
    assert counted() == {}
    with connection.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 5000)", pids)
    killed.set()
    thread.join()

    assert counted() == {}
    assert FigureDelta.objects.count() == PEOPLE
    fold_figures()
    fold_figures()
    assert counted() == {"": PEOPLE, "x": PEOPLE}


def test_the_task_folds_and_is_sent_each_minute(noted, settings):
    folding = settings.CELERY_BEAT_SCHEDULE["fold figures"]
    assert folding["schedule"] == 60

    assert folding["task"] == tasks.fold_figures.name

    tasks.fold_figures()

    assert counted()[""] == PEOPLE


def test_what_happened_while_folding_is_left_for_the_next_time(noted):
    with transaction.atomic():
        fold_batch()
        all_at_once(lambda: note(topic=Topic.ENROLLED, edition_id=noted.pk, language="kk"), times=5)
    assert counted()[""] == PEOPLE
    fold_figures()

    assert counted()[""] == PEOPLE + 5


@pytest.mark.django_db
def test_figures_move_only_when_ten_more_people_have_come(edition):
    shown = []
    for person in range(45):
        details = ["o:a"] if person % 2 else ["o:b"]
        note(topic=Topic.ANSWERED, edition_id=edition.pk, language="kk", details=details)
        fold_figures()
        shown.append(dict(LessonFigure.objects.values_list("detail", "shown")))

    assert [s[""] for s in shown] == [10 * ((person + 1) // 10) for person in range(45)]
    for before, after in itertools.pairwise(shown):
        moved = after[""] - before[""]
        assert moved in (0, 10)
        if not moved:
            assert {k: v for k, v in after.items() if v} == {k: v for k, v in before.items() if v}
