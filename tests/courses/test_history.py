"""Who published, corrected and withdrew what, when and why; and everything as it was."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.actions import (
    confirm_withdrawal,
    correct_lesson,
    propose_withdrawal,
    publish_edition,
    withdraw_lesson,
)
from courses.answer_keys import key_lines
from courses.models import LessonSnapshot
from tests import cast
from tests.courses.editing import both, page_of, right_is
from tests.courses.school import key
from tests.told import told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture
def admin(signed_in):
    return signed_in(cast.make_staff(superuser=True))


@pytest.fixture
def corrected(small):
    """Edition 1, corrected once; edition 2 with another right answer."""
    both("lesson1", "situation", lambda value: "<p>Түзетілген сөз</p>")
    correct_lesson(
        edition=small, lesson_key=key("lesson-1"), by="corrector@example.org", reason="Қате сөз"
    )
    both("lesson2", "single", right_is("a"))
    return publish_edition(course=small.course, by="second@example.org", note="Жаңа жауап")


def test_editions_corrections_and_withdrawals_are_listed_with_who_and_why(admin, small, corrected):
    proposal = propose_withdrawal(
        course=small.course, lesson_key=key("lesson-3"), reason="Зиянды мысал", by="one", by_id=1
    )
    confirm_withdrawal(proposal=proposal, by="two", by_id=2)
    withdraw_lesson(
        course=small.course, lesson_key=key("lesson-4"), reason="Сервер әмірімен", by="operator"
    )
    html = admin.get(f"/admin/history/{small.course.pk}/").content.decode()
    for words in (
        "second@example.org", "Жаңа жауап", "methodologist@example.org", "corrector@example.org",
        "Қате сөз", "Зиянды мысал", "Сервер әмірімен", "operator", "Сабақ 3 · Урок 3",
    ):  # fmt: skip
        assert words in html, words
    words = "proposed by %(one)s, confirmed by %(two)s"
    assert told(words, one="one", two="two") in html


def test_an_edition_is_shown_as_it_was_in_both_languages_with_what_it_changed(admin, corrected):
    html = admin.get(f"/admin/history/editions/{corrected.pk}/").content.decode()
    assert "Сабақ 1" in html
    assert "Урок 1" in html
    difference = admin.get(f"/admin/history/editions/{corrected.pk}/").context["difference"]
    assert [page.titles for page in difference.lessons] == [["Сабақ 2", "Урок 2"]]
    assert difference.again


def test_the_first_edition_keeps_its_words_beside_its_corrections(admin, small, corrected):
    first = admin.get(f"/admin/history/editions/{small.pk}/").content.decode()
    for snapshot in small.lessons.filter(lesson_key=key("lesson-1")):
        assert f"/admin/history/snapshots/{snapshot.pk}/" in first
    old, new = small.lessons.filter(lesson_key=key("lesson-1"), language="kk").order_by("pk")
    frame = admin.get(f"/admin/history/snapshots/{old.pk}/frame/").content.decode()
    assert "Түзетілген сөз" not in frame
    page = admin.get(f"/admin/history/snapshots/{new.pk}/").content.decode()
    assert "Қате сөз" in page
    assert "<ins>Түзетілген сөз" in page
    assert "Түзетілген сөз" in admin.get(f"/admin/history/snapshots/{new.pk}/frame/").text


def test_a_snapshot_is_drawn_for_staff_with_its_answer_key_and_no_form(admin, small):
    snapshot = small.lessons.get(lesson_key=key("lesson-1"), language="ru")
    response = admin.get(f"/admin/history/snapshots/{snapshot.pk}/frame/")
    html = response.content.decode()
    assert '<html lang="ru">' in html
    assert "secret-feedback-b ru" in html
    assert "<form" not in html
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_answer_keys_of_kinds_that_came_later_are_put_into_words():
    part = {"kind": "order", "key": "o", "options": [
        {"key": "x", "text": "<p>бірінші</p>"}, {"key": "y", "text": "екінші"},
    ]}  # fmt: skip
    lines = key_lines(part, {"order": ["y", "x"], "feedback": "<p>Жарайсыз</p>"})
    assert [line.text for line in lines] == ["order: екінші → бірінші", "feedback: Жарайсыз"]
    assert key_lines(part, None) == []
    pairs = {"kind": "pairs", "key": "p", "left": [{"key": "l", "text": "сол"}],
             "right": [{"key": "r", "text": "оң"}]}  # fmt: skip
    (line,) = key_lines(pairs, {"l": {"right": "r", "feedback": "<p>Иә</p>"}})
    assert (line.text, line.feedback, line.is_right) == ("сол → оң", "Иә", None)


def test_others_do_not_read_the_history(signed_in, small):
    stranger = signed_in(cast.make_staff())
    snapshot = small.lessons.first()
    for address in (
        f"/admin/history/{small.course.pk}/", f"/admin/history/editions/{small.pk}/",
        f"/admin/history/snapshots/{snapshot.pk}/",
        f"/admin/history/snapshots/{snapshot.pk}/frame/",
    ):  # fmt: skip
        assert stranger.get(address).status_code in (302, 403)


def test_the_history_costs_the_same_for_one_edition_and_for_many(admin, small):
    address = f"/admin/history/{small.course.pk}/"
    admin.get(address)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            admin.get(address)
        return len(captured)

    few = queries()
    for number in range(3):
        both("lesson1", "situation", lambda value, n=number: f"<p>{n}</p>")
        edition = small.course.editions.order_by("-number").first()
        correct_lesson(edition=edition, lesson_key=key("lesson-1"), by="…", reason="…")
        publish_edition(course=small.course, by="…")
    assert queries() == few
    assert LessonSnapshot.objects.filter(correction=1).exists()


def test_many_editions_are_paginated(admin, small):
    for _number in range(10):
        publish_edition(course=small.course, by="…")
    address = f"/admin/history/{small.course.pk}/"
    assert f"/admin/history/editions/{small.pk}/" not in admin.get(address).content.decode()
    assert f"/admin/history/editions/{small.pk}/" in admin.get(f"{address}?p=2").content.decode()
    assert page_of().live
