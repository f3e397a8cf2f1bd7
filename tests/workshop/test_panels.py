"""The dashboard: what waits for a person, and how their lessons stand."""

import gc
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import LessonPage
from tests.workshop import story
from workshop.lessons import lessons_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def _rubbish():
    yield
    gc.collect()


def panel(browser, name):
    html = browser.get("/admin/").text
    _before, found, after = html.partition(f'id="{name}-section"')
    return after.partition("</section>")[0] if found else ""


def standing(user, page):
    (one,) = [one for one in lessons_of(user) if one.page.pk == page.pk]
    return one


def test_a_submission_waits_for_every_reviewer_but_its_author(
    trainer, methodologist, administrator, lesson, signed_in
):
    assert "Тыңдау" not in panel(signed_in(methodologist), "waiting")
    story.submit(lesson, trainer, "Тыңдау өнері")
    for reviewer in (methodologist, administrator):
        shown = panel(signed_in(reviewer), "waiting")
        assert "Тыңдау өнері" in shown
        assert "Жанар Тренер" in shown
    assert "Тыңдау өнері" not in panel(signed_in(trainer), "waiting")


def test_own_words_wait_for_the_colleague_only(methodologist, lesson, signed_in):
    colleague = story.make_person("methodologist", name="Айша Әріптес")
    story.submit(lesson, methodologist, "Тыңдау өнері")
    assert "Тыңдау өнері" not in panel(signed_in(methodologist), "waiting")
    assert "Тыңдау өнері" in panel(signed_in(colleague), "waiting")


def test_what_came_back_waits_for_its_author_with_the_comment(
    trainer, methodologist, lesson, signed_in
):
    page = story.submit(lesson, trainer, "Тыңдау өнері")
    story.review(signed_in(methodologist), page, "reject", "Дереккөзін жазыңыз")
    assert "Дереккөзін жазыңыз" in panel(signed_in(trainer), "waiting")
    assert "Тыңдау өнері" not in panel(signed_in(methodologist), "waiting")


def test_a_trainer_sees_their_lessons_and_a_methodologist_all(trainer, methodologist, editor):
    assert len(lessons_of(trainer)) == 4  # two lessons in two languages
    assert len(lessons_of(methodologist)) == 8
    assert lessons_of(editor) == []


def test_who_has_no_lessons_is_told_why_or_nothing(editor, signed_in):
    assert panel(signed_in(editor), "my-lessons") == ""
    shown = panel(signed_in(story.make_person("trainer")), "my-lessons")
    assert "<table" not in shown
    assert "<p " in shown


def test_a_lesson_is_live_then_draft_then_in_review(trainer, lesson):
    one = standing(trainer, lesson)
    assert (one.is_live, one.is_draft, one.in_review) == (True, False, False)
    story.draft(lesson, trainer)
    one = standing(trainer, lesson)
    assert (one.is_live, one.is_draft, one.in_review) == (True, True, False)
    story.submit(lesson, trainer)
    one = standing(trainer, lesson)
    assert (one.is_live, one.is_draft, one.in_review) == (True, False, True)


def test_facts_are_looked_at_again_after_a_year(trainer, lesson):
    assert standing(trainer, lesson).facts == 0
    old = str(timezone.localdate() - timedelta(days=366))
    for checked in (old, None):
        page = LessonPage.objects.get(pk=lesson.pk)
        source = {"title": "stat", "url": "", "checked": checked}
        page.sources = [{"type": "source", "value": source}]
        page.save_revision().publish()
        assert standing(trainer, lesson).facts == 1


def test_words_that_change_in_one_language_put_both_out_of_step(trainer, lesson):
    pages = LessonPage.objects.filter(translation_key=lesson.translation_key)
    assert [standing(trainer, page).is_out_of_step for page in pages] == [False, False]
    page = lesson.get_latest_revision_as_object()
    page.save_revision(user=trainer)  # nothing in it is new
    assert [standing(trainer, page).is_out_of_step for page in pages] == [False, False]
    story.draft(lesson, trainer, "Тыңдау өнері")
    assert [standing(trainer, page).is_out_of_step for page in pages] == [True, True]


def test_the_list_narrows_to_what_the_panel_counts(trainer, lesson, signed_in):
    story.draft(lesson, trainer, "Тыңдау өнері")
    browser = signed_in(trainer)
    assert "?only=draft" in panel(browser, "my-lessons")
    assert "Тыңдау өнері" in browser.get("/admin/lessons/?only=draft").text
    assert "Тыңдау өнері" not in browser.get("/admin/lessons/?only=review").text
    assert browser.get("/admin/lessons/?only=nonsense").status_code == 200


def test_the_dashboard_and_the_list_cost_the_same_for_many_lessons(
    trainer, methodologist, module, lesson, signed_in
):
    browser = signed_in(methodologist)

    def costs():
        found = []
        for address in ("/admin/", "/admin/lessons/"):
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            found.append(len(queries))
        return found

    story.submit(lesson, trainer)
    few = costs()
    for number in range(4):
        page = LessonPage(title=f"Жаңа {number}", slug=f"new-{number}", locale=module.locale)
        module.add_child(instance=page)
        story.submit(LessonPage.objects.get(pk=page.pk), trainer)
    assert costs() == few
