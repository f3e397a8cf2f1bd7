"""The page on which an edition is published: what is missing, left out, changed, and what it means."""

import gc
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from courses.actions import publish_edition
from courses.models import Edition, EditionText, LessonPage, LessonSnapshot, ModulePage
from tests import cast
from tests.courses import school
from tests.courses.editing import both, edit_blocks, page_of, right_is
from tests.told import told

pytestmark = pytest.mark.django_db

# Wagtail leaves the temporary file of a drawing's rendition to the garbage collector.
LEFT_TO_THE_COLLECTOR = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)
NOTE = {"note": "Жазғы курсқа арналған басылым"}
AGAIN = told(
    "In %(number)s lesson a required task changes: who moves over and has done it does it again.",
    number=1,
)


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture
def admin(signed_in):
    return signed_in(cast.make_staff(superuser=True, email="methodologist@example.org"))


def address(course):
    return f"/admin/editions/{course.pk}/"


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_what_is_missing_leads_to_its_block_lesson_by_lesson_in_both_languages(admin, loaded):
    blocks = [
        edit_blocks(page_of("lesson2", language), "picture", lambda value: value | {"alt": ""})
        for language in ("kk", "ru")
    ]
    response = admin.post(address(loaded), NOTE)
    html = response.content.decode()
    assert response.status_code == 422
    for language, block in zip(("kk", "ru"), blocks, strict=True):
        page = page_of("lesson2", language)
        assert f'href="/admin/pages/{page.pk}/edit/#block-{block}-section"' in html
    assert "Сабақ 2 · Урок 2" in html
    assert not Edition.objects.exists()


def test_drafts_are_left_out_and_named(admin, small):
    edit_blocks(page_of(), "situation", lambda value: "<p>Черновик</p>", approved=False)
    parent = ModulePage.objects.get(slug="module1", locale__language_code="kk")
    fresh = LessonPage(title="Жаңа", slug="fresh", locale=parent.locale, live=False)
    parent.add_child(instance=fresh)
    html = admin.get(address(small.course)).content.decode()
    assert f'href="/admin/pages/{page_of().pk}/edit/"' in html
    assert f'href="/admin/pages/{fresh.pk}/edit/"' in html
    admin.post(address(small.course), NOTE)
    newest = Edition.objects.get(number=2)
    assert not newest.lessons.filter(slug="fresh").exists()
    assert "Черновик" not in str(list(newest.lessons.values("parts")))


def test_the_difference_shows_words_struck_and_added_in_both_languages(admin, small):
    edit_blocks(page_of("lesson1", "ru"), "situation", lambda value: "<p>Ну вот совсем 1.</p>")
    edit_blocks(page_of("lesson1", "kk"), "situation", lambda value: "<p>Ал, енді 1.</p>")
    html = admin.get(address(small.course)).content.decode()
    assert "<ins>совсем </ins>" in html
    assert "<del>қане</del><ins>енді</ins>" in html
    assert told("No required task changes: who moves over keeps every lesson they have done.") in (
        html
    )
    assert "Урок 2" not in html


def test_another_right_answer_is_said_with_what_it_means(admin, small):
    both("lesson1", "single", right_is("a"))
    html = admin.get(address(small.course)).content.decode()
    assert html.count(told("Another answer is right now.")) == 2
    assert AGAIN in words(html)


def test_new_left_out_and_moved_lessons_are_told_apart(admin, small):
    for language in ("kk", "ru"):
        page_of("lesson1", language).unpublish()
        page_of("lesson4", language).move(page_of("lesson3", language), pos="left")
        parent = ModulePage.objects.get(slug="module1", locale__language_code=language)
        old = page_of("lesson2", language)
        fresh = LessonPage(
            title=f"Fresh {language}", slug="fresh", locale=parent.locale, body=old.body,
            translation_key="00000000-0000-0000-0000-0000000000cc",
        )  # fmt: skip
        parent.add_child(instance=fresh)
        fresh.save_revision().publish()
    outlook = admin.get(address(small.course)).context["outlook"]
    assert not outlook.missing
    difference = outlook.difference
    assert [page.titles for page in difference.added] == [["Fresh kk", "Fresh ru"]]
    # A new lesson is there to be read, in both languages.
    said = [
        [" ".join(wording.pieces[0].text for wording in side.wordings) for side in row.sides]
        for row in difference.added[0].rows
    ]
    assert len(said) == len(page_of("fresh", "ru").body)
    assert all(kk and ru for kk, ru in said)
    assert [page.titles for page in difference.removed] == [["Сабақ 1", "Урок 1"]]
    assert [page.state for page in difference.changed] == ["moved"]


def test_a_reason_is_asked_for_and_nothing_typed_is_lost(admin, small):
    for note in ("", "ok", " . , ! "):
        response = admin.post(
            address(small.course), {"note": note, "news_kk": "Жаңа сабақ бар", "news_ru": "Новое"}
        )
        assert response.status_code == 422
        assert "Жаңа сабақ бар" in response.content.decode()
    assert response.context["form"].errors.keys() == {"note"}
    assert Edition.objects.count() == 1


def test_news_are_said_in_both_languages_or_in_none(admin, small):
    response = admin.post(address(small.course), NOTE | {"news_kk": "Жаңа сабақ"})
    assert response.context["form"].errors.keys() == {"news_ru"}
    response = admin.post(address(small.course), NOTE | {"news_ru": "Новый урок"})
    assert response.context["form"].errors.keys() == {"news_kk"}
    admin.post(address(small.course), NOTE | {"news_ru": "Новый урок", "news_kk": "Жаңа сабақ"})
    texts = EditionText.objects.filter(edition__number=2).order_by("language")
    assert [text.news for text in texts] == ["Жаңа сабақ", "Новый урок"]


def test_an_edition_that_says_the_same_is_pointed_out(admin, small):
    outlook = admin.get(address(small.course)).context["outlook"]
    assert outlook.is_same
    assert not outlook.left_out


def seen(html):
    return {"seen": re.search(r'name="seen" value="(\w+)"', html).group(1)}


def test_a_button_that_is_pressed_twice_publishes_once(admin, small):
    form = NOTE | seen(admin.get(address(small.course)).content.decode())
    assert admin.post(address(small.course), form).status_code == 302
    again = admin.post(address(small.course), form)
    assert again.status_code == 409
    assert NOTE["note"] in again.content.decode()
    assert Edition.objects.count() == 2
    assert admin.post(address(small.course), form | seen(again.content.decode())).url
    assert Edition.objects.count() == 3


def test_what_was_approved_after_the_page_was_shown_is_shown_before_it_is_published(admin, small):
    form = NOTE | seen(admin.get(address(small.course)).content.decode())
    edit_blocks(page_of("lesson1", "ru"), "situation", lambda value: "<p>Ну вот совсем 1.</p>")
    again = admin.post(address(small.course), form)
    assert again.status_code == 409
    assert "<ins>совсем </ins>" in again.content.decode()
    assert Edition.objects.count() == 1


def test_the_queries_do_not_grow_with_what_changed(admin, small, django_assert_max_num_queries):
    def queries():
        admin.get(address(small.course))
        with django_assert_max_num_queries(120) as captured:
            admin.get(address(small.course))
        return len(captured)

    both("lesson1", "situation", lambda value: "<p>Басқа 1</p>")
    few = queries()
    for name in ("lesson2", "lesson3", "lesson4"):
        both(name, "situation", lambda value: "<p>Басқа</p>")
        both(name, "single", right_is("a"))
    assert queries() == few


def test_the_queries_do_not_grow_with_the_number_of_lessons(admin, db, tmp_path):
    counts = []
    for lessons in (1, 4):
        folder = school.write_school(tmp_path / str(lessons), modules=1, lessons=lessons)
        course, _report = school.load(folder)
        publish_edition(course=course, by="…")
        admin.get(address(course))
        with CaptureQueriesContext(connection) as captured:
            admin.get(address(course))
        counts.append(len(captured))
    assert counts[0] == counts[1]


# --- Corrections ----------------------------------------------------------------------------------
def correction(page):
    return f"/admin/corrections/{page.pk}/"


def test_a_correction_shows_one_lesson_and_keeps_its_reason(admin, small):
    both("lesson1", "situation", lambda value: "<p>Түзетілді</p>")
    both("lesson2", "situation", lambda value: "<p>Бұл емес</p>")
    page = page_of()
    html = admin.get(correction(page)).content.decode()
    assert "<ins>Түзетілді" in html
    assert "Бұл емес" not in html
    admin.post(correction(page), {"reason": "Мысалда қате сөз тұрған"})
    made = LessonSnapshot.objects.filter(correction=1)
    assert {(one.language, one.reason, one.made_by) for one in made} == {
        (x, "Мысалда қате сөз тұрған", "methodologist@example.org") for x in ("kk", "ru")
    }


def test_a_correction_is_of_what_was_shown(admin, small):
    both("lesson1", "situation", lambda value: "<p>Түзетілді</p>")
    page = page_of()
    form = {"reason": "Мысалда қате сөз тұрған"} | seen(
        admin.get(correction(page)).content.decode()
    )
    both("lesson1", "situation", lambda value: "<p>Тағы бірдеңе</p>")
    again = admin.post(correction(page), form)
    assert again.status_code == 409
    assert "Тағы бірдеңе" in again.content.decode()
    assert not LessonSnapshot.objects.filter(correction=1).exists()
    assert admin.post(correction(page), form | seen(again.content.decode())).status_code == 302
    assert LessonSnapshot.objects.filter(correction=1).count() == 2


def test_a_reason_that_says_nothing_is_refused_at_the_field(admin, small):
    both("lesson1", "situation", lambda value: "<p>Түзетілді</p>")
    for reason in ("", "   ", "қате", "- - -"):
        response = admin.post(correction(page_of()), {"reason": reason})
        assert response.status_code == 422
        assert response.context["form"].errors.keys() == {"reason"}
    assert not LessonSnapshot.objects.filter(correction=1).exists()


def test_what_changes_a_required_task_is_sent_to_the_next_edition(admin, small):
    both("lesson1", "single", right_is("a"))
    for response in (
        admin.get(correction(page_of())),
        admin.post(correction(page_of()), {"reason": "Дұрыс жауап басқа екен"}),
    ):
        html = response.content.decode()
        assert f'href="/admin/editions/{small.course.pk}/"' in html
        assert "<textarea" not in html
    assert not LessonSnapshot.objects.filter(correction=1).exists()


def test_where_nothing_changed_there_is_nothing_to_correct(admin, small):
    assert "<textarea" not in admin.get(correction(page_of())).content.decode()


@LEFT_TO_THE_COLLECTOR
def test_the_edit_page_says_where_an_approved_change_stands(admin, small):
    page = page_of()
    edit = f"/admin/pages/{page.pk}/edit/"
    assert correction(page) + '" class="button button-small' not in admin.get(edit).content.decode()
    both("lesson1", "situation", lambda value: "<p>Түзетілді</p>")
    html = admin.get(edit).content.decode()
    assert correction(page) + '" class="button button-small' in html
    assert f'/admin/editions/{small.course.pk}/" class="button button-small' in html
    admin.post(correction(page), {"reason": "Мысалда қате сөз тұрған"})
    admin.get(edit)
    assert correction(page) + '" class="button button-small' not in admin.get(edit).content.decode()
    gc.collect()


@LEFT_TO_THE_COLLECTOR
def test_a_draft_that_is_not_approved_does_not_wait_for_an_edition(admin, small):
    edit_blocks(page_of(), "situation", lambda value: "<p>Черновик</p>", approved=False)
    html = admin.get(f"/admin/pages/{page_of().pk}/edit/").content.decode()
    assert correction(page_of()) + '" class="button button-small' not in html
    assert Page.objects.get(pk=page_of().pk).has_unpublished_changes
    gc.collect()
