"""A new lesson opens with a pattern, and is not published before it says something of its own."""

import json
import re

import pytest

from courses.actions import publish_edition
from courses.exceptions import EditionIncomplete
from courses.models import Course, LessonPage, ModulePage
from courses.writing.examples import EXAMPLES, example_in
from courses.writing.pattern import lesson_pattern
from tests.courses.writing.conftest import form_of, words

pytestmark = pytest.mark.django_db
STILL = "“%(example)s” is still the example. Put your own words in its place."


def module(language="ru"):
    return ModulePage.objects.get(slug="module1", locale__language_code=language)


def new_lesson(page, **changed):
    data = form_of(
        LessonPage(title="Ақша туралы әңгіме", slug="", locale=page.locale),
        body=lesson_pattern(page.locale.language_code),
    )
    data.pop("slug")
    return data | changed


def address(page):
    return f"/admin/pages/add/courses/lessonpage/{page.pk}/"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_new_lesson_opens_with_the_pattern_in_its_language(methodologist, loaded, language):
    form = methodologist.get(address(module(language))).context["form"]
    shown = json.dumps(form["body"].value().get_prep_value(), ensure_ascii=False)
    for sentence in EXAMPLES[language].values():
        assert sentence in shown
    assert EXAMPLES["ru" if language == "kk" else "kk"]["home"] not in shown


def test_the_pattern_is_situation_idea_two_things_to_do_and_what_to_take_home():
    kinds = [block["type"] for block in lesson_pattern("kk")]
    assert kinds == ["situation", "text", "single", "reflection", "takeaway"]
    assert set(EXAMPLES["kk"]) == set(EXAMPLES["ru"])


def test_keys_of_two_new_lessons_differ():
    assert lesson_pattern("kk")[2]["value"]["key"] != lesson_pattern("kk")[2]["value"]["key"]


def test_a_draft_with_examples_is_kept_and_gets_an_address_of_latin_letters(methodologist, loaded):
    response = methodologist.post(address(module()), new_lesson(module()))
    page = LessonPage.objects.get(title="Ақша туралы әңгіме")
    assert response.status_code == 302
    assert page.slug == "aqsha-turaly-angime"
    assert not page.live


def test_an_address_that_somebody_can_see_is_theirs_to_change(methodologist, loaded):
    methodologist.post(address(module()), new_lesson(module(), title="А"))
    page = LessonPage.objects.get(title="А")
    assert page.slug == "a"
    methodologist.post(
        f"/admin/pages/{page.pk}/edit/",
        form_of(page.get_latest_revision_as_object(), title="Акша"),
    )
    page.refresh_from_db()
    assert (page.title, page.slug) == ("Акша", "a")


def test_publishing_names_every_example_at_its_place(methodologist, loaded):
    response = methodologist.post(
        address(module()), new_lesson(module(), **{"action-publish": "yes"})
    )
    assert response.status_code == 200
    assert not LessonPage.objects.filter(title="Ақша туралы әңгіме").exists()
    named = errors_of(response.context["form"].errors.as_data()["body"][0])
    # A text with a heading holds two examples and one place; the first is named.
    expected = {words(STILL, example=EXAMPLES["ru"][name]) for name in EXAMPLES["ru"]}
    assert set(named) == expected - {words(STILL, example=EXAMPLES["ru"]["idea"])}


def errors_of(error):
    """The messages of a block's error, from wherever in it they stand."""
    inside = getattr(error, "block_errors", None) or {}
    for one in inside.values():
        yield from errors_of(one)
    if not inside:
        yield from error.messages


def test_an_edition_is_not_published_with_an_example(loaded):
    page = LessonPage.objects.get(slug="lesson1", locale__language_code="kk")
    page.body = [*page.body.get_prep_value(), lesson_pattern("kk")[0]]
    page.save_revision(clean=False).publish()
    with pytest.raises(EditionIncomplete) as refused:
        publish_edition(course=Course.objects.get(), by="methodologist@example.org")
    problem = refused.value.problems[0]
    assert EXAMPLES["kk"]["situation"] in problem.message
    assert problem.page_id == page.pk


def test_an_example_is_found_however_it_is_dressed():
    sentence = EXAMPLES["kk"]["idea"]
    first, rest = sentence.split(" ", 1)
    assert example_in(f"<p><b>{first}</b>&nbsp; {rest} Тағы.</p>") == sentence
    assert example_in("<p>Өз сөзім.</p>") == ""


def test_trainers_meet_no_fields_for_search_engines(methodologist, loaded):
    html = methodologist.get(address(module())).content.decode()
    assert 'name="seo_title"' not in html
    assert 'name="search_description"' not in html
    assert 'name="show_in_menus"' not in html


def test_only_who_publishes_meets_the_address(signed_in, loaded):
    from django.contrib.auth.models import Group, Permission
    from wagtail.models import GroupPagePermission

    from tests import cast

    group = Group.objects.create(name="writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for name in ("add_page", "change_page"):
        GroupPagePermission.objects.create(
            group=group, page=module(), permission=Permission.objects.get(codename=name)
        )
    user = cast.make_staff()
    user.groups.add(group)
    trainer = signed_in(user)
    html = trainer.get(address(module())).content.decode()
    assert 'name="title"' in html
    assert 'name="slug"' not in html
    trainer.post(address(module()), new_lesson(module(), title="А"))
    page = LessonPage.objects.get(title="А")
    typed = form_of(page.get_latest_revision_as_object(), title="Акша и мы")
    typed.pop("slug")
    trainer.post(f"/admin/pages/{page.pk}/edit/", typed)
    page.refresh_from_db()
    assert (page.title, page.slug) == ("Акша и мы", "aksha-i-my")
    assert re.fullmatch(r"[a-z0-9-]+", page.slug)
