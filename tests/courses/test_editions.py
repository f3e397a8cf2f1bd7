"""Publishing, correcting, withdrawing: whole, in both languages, for good."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from wagtail.images import get_image_model

from courses import outline as outlines
from courses.actions import correct_lesson, publish, publish_edition, withdraw_lesson
from courses.actions.load import load_course
from courses.curriculum import read_course
from courses.exceptions import CorrectionRefused, EditionIncomplete, LessonUnknown
from courses.models import (
    Course,
    CoursePage,
    Edition,
    EditionText,
    LessonPage,
    LessonSnapshot,
    LessonWithdrawal,
    ModulePage,
    ModuleSnapshot,
)  # fmt: skip
from courses.signals import edition_published, lesson_withdrawn
from tests.cast import said
from tests.courses.school import key

NEW_EDITION = "What is required to complete the lesson changed. That needs a new edition."


def problems(course):
    with pytest.raises(EditionIncomplete) as caught:
        publish_edition(course=course, by="…")
    assert not Edition.objects.exists()
    return " | ".join(problem.message for problem in caught.value.problems)


def page_of(name, language="ru"):
    return LessonPage.objects.get(slug=name, locale__language_code=language)


def set_option(page, number, **values):
    """Change an option of the page's question and publish."""
    body = page.body.get_prep_value()
    question = next(block for block in body if block["type"] == "single")
    question["value"]["options"][number]["value"].update(values)
    page.body = body
    page.save_revision().publish()


@pytest.mark.django_db
def test_an_edition_freezes_both_languages(small):
    assert (small.number, str(small.hours)) == (1, "1.5")
    assert {text.language: text.title for text in small.texts.all()} == {
        "kk": "Шағын курс", "ru": "Малый курс",
    }  # fmt: skip
    lessons = LessonSnapshot.objects.filter(edition=small, language="ru").order_by("position")
    assert [lesson.slug for lesson in lessons] == ["lesson1", "lesson2", "lesson3", "lesson4"]
    first = lessons[0]
    assert first.lesson_key == key("lesson-1")
    assert [part["kind"] for part in first.parts] == [
        "html", "html", "picture", "single", "reflection",
    ]  # fmt: skip
    assert first.answers["first"]["b"] == {
        "right": True, "feedback": "<p>secret-feedback-b ru</p>",
    }  # fmt: skip
    assert "secret" not in str(first.parts)
    assert first.sources == [
        {"title": "stat.gov.kz", "url": "https://stat.gov.kz/", "checked": "2026-11-01"}
    ]


@pytest.mark.django_db
def test_a_picture_outlives_the_one_it_was_copied_from(small, settings):
    part = small.lessons.first().parts[2]
    assert part["src"].startswith("snapshots/")
    assert (part["width"], part["height"]) == (40, 20)
    image = get_image_model().objects.get()
    image.file.storage.delete(image.file.name)
    data = (settings.MEDIA_ROOT / part["src"]).read_text()
    assert "<rect" in data or ":rect" in data
    assert "script" not in data
    assert "onclick" not in data


@pytest.mark.django_db
def test_rows_of_an_edition_are_neither_changed_nor_deleted(small):
    for model, field in (
        (Edition, "note"), (EditionText, "title"), (ModuleSnapshot, "title"),
        (LessonSnapshot, "title"),
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
            model.objects.update(**{field: "…"})
        with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
            model.objects.all()._raw_delete(model.objects.db)


@pytest.mark.django_db
def test_editing_pages_changes_no_edition(small):
    before = list(LessonSnapshot.objects.order_by("pk").values())
    page = page_of("lesson1")
    page.title = "Другое"
    page.save_revision().publish()
    assert list(LessonSnapshot.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_publishing_tells_the_fact_inside_the_transaction(loaded):
    told = []

    def receiver(sender, edition, **kwargs):
        told.append((edition.number, connection.in_atomic_block))

    edition_published.connect(receiver)
    try:
        publish_edition(course=loaded, by="…", note="Жаңа")
    finally:
        edition_published.disconnect(receiver)
    assert told == [(1, True)]


@pytest.mark.django_db
def test_a_course_in_one_language_is_not_published(loaded):
    CoursePage.objects.get(locale__language_code="ru").unpublish()
    assert said("The course has no published page in Russian.") in problems(loaded)


@pytest.mark.django_db
def test_everything_missing_is_listed_at_once(loaded):
    set_option(page_of("lesson1"), 1, is_right=False)
    set_option(page_of("lesson2"), 0, key="z")
    page_of("lesson3", "kk").unpublish()
    page = page_of("lesson4")
    body = page.body.get_prep_value()
    next(b for b in body if b["type"] == "picture")["value"]["alt"] = ""
    page.body = body
    page.slug = "other"
    page.minutes = 7
    page.save_revision().publish()
    found = problems(loaded)
    for words in (
        said("The question “%(key)s” has no right answer.", key="first"),
        said("The activities, their keys, options or right answers differ between the languages."),
        said("The page has no published counterpart in Kazakh."),
        said(
            "A picture (%(title)s) needs words for those who do not see it, or the mark "
            "“decoration only”.",
            title="cup",
        ),
        said(
            "The address is “%(ru)s” in Russian and “%(kk)s” in Kazakh. Make them equal.",
            ru="other",
            kk="lesson4",
        ),
        said("The minutes differ between the languages."),
    ):
        assert words in found, words


@pytest.mark.django_db
def test_an_empty_module_and_another_order_are_refused(loaded):
    module = ModulePage.objects.get(slug="module1", locale__language_code="ru")
    module.move(ModulePage.objects.get(slug="module2", locale__language_code="ru"), pos="right")
    found = problems(loaded)
    assert said("The order of the pages differs between the languages.") in found
    for language in ("kk", "ru"):
        for name in ("lesson3", "lesson4"):
            page_of(name, language).unpublish()
    assert said("The module has no lesson.") in problems(loaded)


@pytest.mark.django_db
def test_two_lessons_at_one_address_are_refused(loaded):
    for language in ("kk", "ru"):
        page = page_of("lesson3", language)
        page.slug = "lesson1"
        page.save_revision().publish()
    told = said("Another lesson of the course has the same address “%(slug)s”.", slug="lesson1")
    assert told in problems(loaded)


@pytest.mark.django_db
def test_a_correction_is_served_at_once_and_the_old_words_stay(small, client):
    for language, title in (("kk", "Түзетілген"), ("ru", "Исправлено")):
        page = page_of("lesson1", language)
        page.title = title
        page.save_revision().publish()
    made = correct_lesson(edition=small, lesson_key=key("lesson-1"), by="methodologist")
    assert [(s.language, s.correction, s.made_by) for s in made] == [
        ("kk", 1, "methodologist"), ("ru", 1, "methodologist"),
    ]  # fmt: skip
    assert "Исправлено" in client.get("/ru/courses/small/lesson1/").content.decode()
    assert "Түзетілген" in client.get("/kk/courses/small/").content.decode()
    assert small.lessons.filter(lesson_key=key("lesson-1"), language="ru").count() == 2
    assert correct_lesson(edition=small, lesson_key=key("lesson-1"), by="…") == []


@pytest.mark.django_db
def test_a_correction_does_not_change_what_is_required(small):
    for language in ("kk", "ru"):
        set_option(page_of("lesson1", language), 0, is_right=True)
        set_option(page_of("lesson1", language), 1, is_right=False)
    with pytest.raises(CorrectionRefused, match=re.escape(said(NEW_EDITION))):
        correct_lesson(edition=small, lesson_key=key("lesson-1"), by="…")
    with pytest.raises(LessonUnknown):
        correct_lesson(edition=small, lesson_key=key("nothing"), by="…")
    assert not small.lessons.filter(correction=1).exists()


@pytest.mark.django_db
def test_a_withdrawn_lesson_is_gone_at_once_in_both_languages(small, client):
    for language in ("kk", "ru"):
        assert client.get(f"/{language}/courses/small/lesson1/").status_code == 200
        client.get(f"/{language}/courses/small/")
    told = []

    def receiver(sender, course, lesson_key, **kwargs):
        told.append(lesson_key)

    lesson_withdrawn.connect(receiver)
    try:
        for _twice in range(2):
            call_command("withdraw_lesson", "SMALL", "lesson1", reason="зиян", by="methodologist")
    finally:
        lesson_withdrawn.disconnect(receiver)
    assert told == [key("lesson-1")]
    for language, title in (("kk", "Сабақ 1"), ("ru", "Урок 1")):
        response = client.get(f"/{language}/courses/small/lesson1/")
        assert response.status_code == 410
        assert title not in response.content.decode()
        page = client.get(f"/{language}/courses/small/").content.decode()
        assert f"/{language}/courses/small/lesson1/" not in page
        following = client.get(f"/{language}/courses/small/lesson2/").content.decode()
        assert "lesson1/" not in following


@pytest.mark.django_db
def test_withdrawing_what_nobody_has_is_refused(small):
    with pytest.raises(LessonUnknown):
        withdraw_lesson(course=small.course, lesson_key=key("nothing"), reason="…", by="…")
    with pytest.raises(CommandError, match="has no lesson 'nothing'"):
        call_command("withdraw_lesson", "SMALL", "nothing", reason="…", by="…")
    with pytest.raises(CommandError, match="Known: SMALL"):
        call_command("withdraw_lesson", "OTHER", "lesson1", reason="…", by="…")
    assert not LessonWithdrawal.objects.exists()


@pytest.mark.django_db
def test_the_outline_costs_one_query_once_it_is_known(small, django_assert_num_queries):
    outlines.outline(small, "kk")
    with django_assert_num_queries(1):
        found = outlines.outline(small, "kk")
    assert found.minutes == 40
    before, after = found.around(key("lesson-2"))
    assert (before.slug, after.slug) == ("lesson1", "lesson3")


def publish_twice(folder):
    """Publish at once from two connections; return what each of them got."""
    course, _report = load_course(files=read_course(folder))
    start = Barrier(2)

    def one(_number):
        try:
            start.wait()
            return publish_edition(course=course, by="…").number
        except IntegrityError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(2)))


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_get_two_editions(folder):
    assert sorted(publish_twice(folder)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_on_the_course_one_of_them_fails(folder, monkeypatch):
    """The control: two read the same latest number, and the constraint refuses the second."""
    read = Barrier(2)
    latest_of = Edition.objects.latest_of.__func__

    def both_have_read(self, course):
        found = list(latest_of(self, course))
        read.wait(timeout=10)
        return type("Found", (), {"first": lambda _self: found[0] if found else None})()

    monkeypatch.setattr(type(Course.objects.all()), "select_for_update", lambda self: self)
    monkeypatch.setattr(type(Edition.objects), "latest_of", both_have_read)
    assert publish.publish_edition is publish_edition
    assert any(isinstance(outcome, IntegrityError) for outcome in publish_twice(folder))
