"""What a draft would change of what a published edition requires is said before it happens."""

import pytest

from courses.actions import correct_lesson
from courses.exceptions import CorrectionRefused
from courses.models import Edition, LessonPage
from courses.writing.remarks import remarks_on
from tests.courses.writing.conftest import form_of, lesson

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a drawing's rendition to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def changed(page, edit):
    """The body of a page after `edit` of each block (None: leave it out)."""
    blocks = [edit(block) for block in page.body.get_prep_value()]
    return [block for block in blocks if block]


def without_question(block):
    return None if block["type"] == "single" else block


def another_right(block):
    if block["type"] == "single":
        for option in block["value"]["options"]:
            option["value"]["is_right"] = not option["value"]["is_right"]
    return block


def reworded(block):
    if block["type"] == "single":
        block["value"]["prompt"] = "<p>Другими словами?</p>"
    return block


def required_in(client, page):
    html = client.get(f"/admin/lessons/{page.pk}/remarks/").content.decode()
    return html, html.count("otau-writing__change")


def test_the_editor_says_what_the_edition_requires(methodologist, small):
    page = lesson()
    html = methodologist.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert f'data-edition="{small.number}"' in html
    assert '<li data-key="first">Ну вот?</li>' in html
    assert "otau-writing__change" not in html


def test_a_lesson_that_no_edition_has_says_nothing(methodologist, loaded):
    html = methodologist.get(f"/admin/pages/{lesson().pk}/edit/").content.decode()
    assert "otau-writing__required" not in html
    assert required_in(methodologist, lesson())[0].strip() == ""


@pytest.mark.parametrize("edit", [without_question, another_right])
def test_a_draft_that_asks_otherwise_is_named_and_is_no_correction(methodologist, small, edit):
    page = lesson()
    body = changed(page, edit)
    saved = methodologist.post(
        f"/admin/pages/{page.pk}/edit/", form_of(page, body=body), follow=True
    )
    assert saved.content.decode().count('class="otau-writing__change"') == 1
    html, changes = required_in(methodologist, page)
    assert changes == 1
    assert "Ну вот?" in html
    # The panel's word is kept: it cannot be a correction.
    lesson().save_revision(clean=False).publish()
    with pytest.raises(CorrectionRefused):
        correct_lesson(edition=Edition.objects.get(), lesson_key=page.translation_key, by="x")


def test_other_words_for_the_same_question_change_nothing_required(methodologist, small):
    page = lesson()
    methodologist.post(f"/admin/pages/{page.pk}/edit/", form_of(page, body=changed(page, reworded)))
    assert required_in(methodologist, page)[1] == 0


def test_the_order_of_blocks_changes_nothing_required(methodologist, small):
    page = lesson()
    body = list(reversed(page.body.get_prep_value()))
    methodologist.post(f"/admin/pages/{page.pk}/edit/", form_of(page, body=body))
    assert required_in(methodologist, page)[1] == 0


def test_one_more_required_question_and_an_optional_lesson_are_named(small):
    page = lesson()
    body = page.body.get_prep_value()
    one = next(block for block in body if block["type"] == "single")
    page.body = [*body, one | {"id": None, "value": one["value"] | {"key": "second"}}]
    page.is_required = False
    found = remarks_on(page).required
    assert [task.key for task in found.tasks] == ["first"]
    assert len(found.changes) == 2


def test_only_who_may_edit_is_told(signed_in, client, small):
    from tests import cast

    address = f"/admin/lessons/{lesson().pk}/remarks/"
    assert client.get(address).status_code == 302
    assert signed_in(cast.make_staff()).get(address).status_code in (302, 403)
    assert LessonPage.objects.count() == 8


def test_after_a_save_look_alikes_and_length_are_said(methodologist, loaded):
    page = lesson()
    body = page.body.get_prep_value()
    body.append({"type": "text", "value": "<p>Oтбасы " + "слово " * 2500 + "</p>"})
    html = methodologist.post(
        f"/admin/pages/{page.pk}/edit/", form_of(page, body=body), follow=True
    ).content.decode()
    said = remarks_on(lesson()).sentences()
    assert len(said) == 2
    assert "Oтбасы" in said[0]
    for sentence in said:
        assert sentence in html


def test_opening_the_editor_costs_the_same_for_any_number_of_editions(
    methodologist, small, django_assert_max_num_queries
):
    from courses.actions import publish_edition

    page = lesson()
    address = f"/admin/lessons/{page.pk}/remarks/"
    methodologist.get(address)
    with django_assert_max_num_queries(40) as first:
        methodologist.get(address)
    publish_edition(course=small.course, by="x")
    with django_assert_max_num_queries(40) as second:
        methodologist.get(address)
    assert len(second) == len(first)
