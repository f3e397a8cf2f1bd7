"""The parity report: what is out of step, counted, linked, at a price that does not grow."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Page

from courses.models import LessonPage
from courses.translation.questions import stale_pages
from tests import cast
from tests.courses import school
from tests.courses.side_by_side import edit, lesson, new_text, translate, without

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture
def admin(signed_in):
    return signed_in(cast.make_staff(superuser=True))


def the_report(client, course, query=""):
    return client.get(f"/admin/two-languages/{course.pk}/{query}")


def reported(response, title):
    return next(page for page in response.context["pages"] if page.title == title)


def test_a_course_from_files_is_in_step(admin, loaded):
    response = the_report(admin, loaded)
    assert response.context["open"] == 0
    assert len(response.context["pages"]) == 1 + 2 + 4
    kk, ru = response.context["total"]
    assert kk.done == kk.total == ru.done > 40
    assert stale_pages(Page.objects.all()) == set()


def test_every_kind_of_fault_is_named_counted_and_linked_to_its_text(admin, loaded):
    page, target = lesson(language="kk"), lesson()
    edit(page, title="Жаңа сабақ", body=lambda blocks: [*blocks, new_text("Жаңа сөз")])

    def spoil(blocks):
        for one in blocks:
            if one["type"] == "single":
                one["value"]["hint"] = ""
                one["value"]["prompt"] = "<p>Ал, қане?</p>"
        return blocks

    edit(target, body=spoil)
    response = the_report(admin, loaded)
    ru = reported(response, "Жаңа сабақ").sides[1]
    found = {finding.where: finding for finding in ru.findings}
    assert [finding.state for finding in ru.findings] == [
        state.encode().decode() for state in map(str, _labels("STALE", "SAME", "EMPTY", "MISSING"))
    ]
    assert (ru.changed, ru.absent) == (2, 2)
    assert ru.done == ru.total - 4
    html = response.content.decode()
    for finding in found.values():
        assert f'href="{finding.url}"' in html
        url, anchor = finding.url.split("#")
        assert f'id="{anchor}"' in admin.get(url).content.decode()
    assert len(re.findall(r"<rect", html)) >= 7 * 2


def _labels(*names):
    from courses.translation.states import State

    return [State[name].label for name in names]


def test_files_that_say_the_same_in_both_languages_are_suspicious_unless_it_is_a_name(
    admin, folder
):
    for language in ("kk", "ru"):
        path = folder / "01-module1" / f"01-lesson1.{language}.md"
        school.change(path, f"title: {school.WORDS[language]['lesson']} 1", "title: Дана Оспанова")
        path = folder / "01-module1" / f"02-lesson2.{language}.md"
        school.change(path, f"title: {school.WORDS[language]['lesson']} 2", "title: Бірге тұру")
    course, _report = school.load(folder)
    response = the_report(admin, course)
    assert not reported(response, "Дана Оспанова").is_open
    assert [one.where for one in reported(response, "Бірге тұру").sides[1].findings] != []
    assert response.context["open"] == 1


def test_structure_that_differs_is_told_with_minutes_required_slug_and_activities(admin, loaded):
    edit(lesson(), minutes=7, is_required=False, slug="other", body=without("single"))
    page = reported(the_report(admin, loaded), "Сабақ 1")
    assert len(page.structure) == 4
    assert page.structure_url.endswith("#structure")
    html = admin.get(page.structure_url).content.decode()
    assert 'id="structure"' in html
    translate(admin, lesson())
    assert reported(the_report(admin, loaded), "Сабақ 1").structure == []


def test_a_page_that_is_missing_in_a_language_leads_to_its_beginning(admin, loaded):
    lesson().delete()
    side = reported(the_report(admin, loaded), "Сабақ 1").sides[1]
    assert side.page is None
    assert admin.get(side.url).status_code == 200
    kk = lesson(language="kk")
    assert stale_pages([kk]) == {kk.pk}


def test_pages_in_another_order_or_module_are_told(admin, loaded):
    first, second = lesson("lesson1"), lesson("lesson2")
    Page.objects.get(pk=second.pk).move(Page.objects.get(pk=first.pk), pos="left")
    assert reported(the_report(admin, loaded), "Сабақ 1").structure
    moved = Page.objects.get(pk=second.pk)
    moved.move(lesson("lesson3").get_parent(), pos="last-child")
    response = the_report(admin, loaded)
    assert len(reported(response, "Сабақ 2").structure) == 1
    assert reported(response, "Сабақ 1").structure == []


def test_only_what_is_open_can_be_shown(admin, loaded):
    edit(lesson(language="kk"), title="Жаңа сабақ")
    titles = [page.title for page in the_report(admin, loaded, "?todo=1").context["pages"]]
    assert titles == ["Жаңа сабақ"]


def test_the_menu_leads_to_the_only_course(admin, loaded):
    response = admin.get("/admin/two-languages/", follow=True)
    assert response.redirect_chain == [(f"/admin/two-languages/{loaded.pk}/", 302)]
    cast.make_course(code="OTHER", slug="other")
    assert admin.get("/admin/two-languages/").status_code == 200


def test_out_of_step_pages_are_told_in_both_languages_and_others_are_not(loaded):
    page = lesson(language="kk")
    edit(page, title="Жаңа сабақ")
    assert stale_pages(Page.objects.all()) == {page.pk, lesson().pk}
    assert stale_pages([page, lesson("lesson2")]) == {page.pk}
    assert stale_pages([]) == set()


def trainer(signed_in, *pages):
    user = cast.make_staff()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    group = Group.objects.create(name="g")
    user.groups.add(group)
    permission = Permission.objects.get(
        codename="change_page", content_type=ContentType.objects.get_for_model(Page)
    )
    for page in pages:
        GroupPagePermission.objects.create(
            group=group, page=Page.objects.get(pk=page.pk), permission=permission
        )
    return signed_in(user)


def test_a_trainer_sees_the_modules_given_to_them_and_nothing_else(signed_in, loaded):
    client = trainer(
        signed_in, lesson("lesson1", "kk").get_parent(), lesson("lesson1").get_parent()
    )
    titles = [page.title for page in the_report(client, loaded).context["pages"]]
    assert titles == ["Бөлім 1", "Сабақ 1", "Сабақ 2"]
    assert "/admin/two-languages/" in client.get("/admin/").content.decode()


def test_whoever_writes_no_course_does_not_get_in(signed_in, loaded):
    client = trainer(signed_in)
    assert the_report(client, loaded).status_code in (302, 403)
    assert client.get("/admin/two-languages/").status_code in (302, 403)
    assert "/admin/two-languages/" not in client.get("/admin/", follow=True).content.decode()


def test_the_report_asks_the_same_number_of_questions_of_ten_times_the_lessons(admin, tmp_path):
    queries = []
    for lessons in (1, 10):
        folder = school.write_school(tmp_path / str(lessons), lessons=lessons)
        course, _report = school.load(folder)
        the_report(admin, course)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert the_report(admin, course).status_code == 200
        pages = list(Page.objects.all())
        with CaptureQueriesContext(connection) as asked:
            stale_pages(pages)
        queries.append((len(caught), len(asked)))
    assert LessonPage.objects.filter(locale__language_code="kk").count() == 20
    assert queries[0] == queries[1]
    assert queries[0][1] <= 5
