"""Files to take along are made when an edition says something new, whole or not at all, once."""

import os
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from cms.models import HelpLine
from courses import tasks
from courses.actions import correct_lesson, publish_edition, take_along, withdraw_lesson
from courses.models import LessonSnapshot, TakeAlongFile
from tests.courses import samples, school
from tests.courses.editing import both, page_of
from tests.courses.taken import file_in, made, taken

pytestmark = pytest.mark.django_db


def lesson(slug="lesson1"):
    return LessonSnapshot.objects.filter(slug=slug).first().lesson_key


def stored():
    folder = settings.PRIVATE_ROOT / "take-along"
    return sorted(file.name for file in folder.glob("*")) if folder.exists() else []


def kinds(edition):
    return sorted((row.languages, row.is_whole) for row in take_along.files_of(edition)[0])


ALL = sorted((name, whole) for name in ("kk", "ru", "kk-ru") for whole in (False, True))


def test_publishing_correcting_and_withdrawing_ring_for_the_files(loaded, tasks_at_once):
    with tasks_at_once():
        edition = publish_edition(course=loaded, by="m")
    first = {row.digest for row in TakeAlongFile.objects.all()}
    assert kinds(edition) == ALL
    both("lesson1", "situation", lambda html: "<p>Түзетілді</p>")
    with tasks_at_once():
        correct_lesson(edition=edition, lesson_key=lesson(), by="m", reason="қате")
    files, is_of_today = take_along.files_of(edition)
    assert is_of_today
    assert first.isdisjoint(row.digest for row in files)
    assert TakeAlongFile.objects.filter(digest__in=first).count() == len(first)  # to go on with
    with tasks_at_once():
        withdraw_lesson(course=loaded, lesson_key=lesson("lesson2"), reason="зиян", by="two")
    assert kinds(edition) == ALL
    assert TakeAlongFile.objects.count() == len(stored()) == 6


def test_made_twice_is_the_same_as_once_and_the_same_bytes(small):
    assert take_along.make_missing_files(edition=small) == 6
    once = {(row.languages, row.is_whole): row.digest for row in TakeAlongFile.objects.all()}
    assert take_along.make_missing_files(edition=small) == 0
    take_along.forget_files(course=small.course)
    assert take_along.make_missing_files(edition=small) == 6
    assert once == {
        (row.languages, row.is_whole): row.digest for row in TakeAlongFile.objects.all()
    }


def test_the_sweep_makes_what_no_bell_rang_for(small, client):
    line = samples.help_line(key="night", phone="150")
    tasks.make_missing_take_along()
    assert "tel:150" in file_in(client, small)
    HelpLine.objects.filter(pk=line.pk).update(phone="1414")
    assert not take_along.files_of(small)[1]
    tasks.make_missing_take_along()
    assert "tel:1414" in file_in(client, small)
    assert take_along.owed_editions() == []


def test_the_sweep_makes_again_what_the_storage_lost(small, client):
    row = made(small)
    (settings.PRIVATE_ROOT / row.stored_as).unlink()
    tasks.make_missing_take_along()
    assert taken(client, made(small)).status_code == 200
    assert made(small).digest == row.digest


def test_a_correction_that_marks_a_lesson_takes_away_the_files_where_it_stands_open(
    small, client, django_capture_on_commit_callbacks
):
    open_file = made(small)
    for language in ("kk", "ru"):
        page = page_of("lesson1", language)
        page.is_sensitive = True
        page.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=False):
        correct_lesson(edition=small, lesson_key=lesson(), by="m", reason="белгі")
    assert taken(client, open_file).status_code == 404


def test_what_nobody_is_led_to_any_more_is_forgotten_after_a_while(
    small, django_capture_on_commit_callbacks
):
    old = made(small)
    both("lesson1", "situation", lambda html: "<p>Түзетілді</p>")
    correct_lesson(edition=small, lesson_key=lesson(), by="m", reason="қате")
    new = made(small)
    storages["private"].save("take-along/half.html", ContentFile(b"<!doc"))
    assert take_along.forget_old_files() == 0
    assert "half.html" in stored()  # perhaps somebody is just making it
    os.utime(settings.PRIVATE_ROOT / "take-along" / "half.html", (0, 0))
    TakeAlongFile.objects.update(made_at=timezone.now() - timedelta(days=8))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.forget_take_along()
    assert TakeAlongFile.objects.filter(pk=new.pk).exists()
    assert not TakeAlongFile.objects.filter(pk=old.pk).exists()
    assert len(stored()) == TakeAlongFile.objects.count() == 6


def test_what_was_made_of_an_older_edition_is_forgotten_after_a_month(small):
    made(small)
    newest = publish_edition(course=small.course, by="m")
    made(newest)
    for days, left in ((29, 12), (31, 6)):
        TakeAlongFile.objects.update(made_at=timezone.now() - timedelta(days=days))
        take_along.forget_old_files()
        assert TakeAlongFile.objects.count() == left
    assert set(TakeAlongFile.objects.values_list("edition", flat=True)) == {newest.pk}


def test_what_is_being_made_is_left_to_whoever_makes_it(small):
    cache.set(f"take-along:{small.pk}:ru", 1)
    assert take_along.make_missing_files(edition=small) == 4
    cache.delete(f"take-along:{small.pk}:ru")
    assert take_along.make_missing_files(edition=small) == 2


@pytest.mark.parametrize("row", [{"digest": "x"}, {"size": 1}, {"stored_as": "x", "digest": "x"}])
def test_the_database_refuses_half_a_file(small, row):
    with (
        pytest.raises(IntegrityError, match="a_take_along_file_is_whole_or_does_not_fit"),
        transaction.atomic(),
    ):
        TakeAlongFile.objects.create(
            edition=small, languages="kk", is_whole=False, made_from="x", **row
        )


def test_the_command_makes_them_and_says_how_large_they_are(small, capsys):
    call_command("make_take_along")
    said = capsys.readouterr().out
    assert "small: 6 made" in said
    assert "otau-small-1-kk-ru.html with all lessons: 0.0" in said
    call_command("make_take_along", course="small")
    assert "small: 0 made" in capsys.readouterr().out
    call_command("make_take_along", again=True)
    assert "small: 6 made" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_protected", [True, False])
def test_a_lesson_withdrawn_while_a_file_is_being_made_does_not_come_back_with_it(
    tmp_path, client, monkeypatch, is_protected
):
    """The control: written without asking again what it was made from, the file has the lesson."""
    edition = school.publish(school.write_school(tmp_path / "c"))
    key = lesson()
    make, reached, go_on = take_along.make, threading.Event(), threading.Event()

    def slow(*args, **kwargs):
        file = make(*args, **kwargs)
        reached.set()
        go_on.wait(20)
        return file

    monkeypatch.setattr(take_along, "make", slow)
    if not is_protected:
        source = take_along.made_from(edition)
        monkeypatch.setattr(take_along, "made_from", lambda edition: source)

    def run():
        try:
            take_along.make_files(edition=edition, languages="kk")
        finally:
            connections.close_all()

    worker = threading.Thread(target=run)
    worker.start()
    assert reached.wait(20)
    withdraw_lesson(course=edition.course, lesson_key=key, reason="зиян", by="two")
    go_on.set()
    worker.join()
    found = [taken(client, row).text for row in TakeAlongFile.objects.all()]
    assert any("lesson1" in text for text in found) is not is_protected
    assert len(stored()) == len(found)
