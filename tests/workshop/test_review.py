"""Submitted, looked at by another person, published or sent back."""

import gc

import pytest
from django.utils import timezone
from wagtail.models import Comment, TaskState, Workflow
from wagtail.test.utils.form_data import querydict_from_html

from courses.models import CourseIndexPage, CurriculumTransfer, ModulePage
from tests import cast
from tests.workshop import story
from workshop.roles import Role

# Wagtail leaves the temporary file of a drawing's rendition to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def _rubbish():
    yield
    gc.collect()


def again(page):
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def colleague(methodologist):
    return story.make_person("methodologist", name="Айша Әріптес")


def test_one_review_counts_on_both_lists_of_courses(loaded):
    for index in CourseIndexPage.objects.all():
        (task,) = index.get_workflow().tasks
        assert {g.name for g in task.specific.groups.all()} == {
            Role.METHODOLOGIST.group_name,
            Role.ADMINISTRATOR.group_name,
        }
    assert CourseIndexPage.objects.count() == 2
    assert Workflow.objects.filter(active=True).count() == 1


def test_a_trainer_submits_by_the_editors_button(trainer, lesson, signed_in):
    browser = signed_in(trainer)
    story.draft(lesson, trainer)
    response = browser.get(f"/admin/pages/{lesson.pk}/edit/")
    assert 'name="action-submit"' in response.text
    assert 'name="action-publish"' not in response.text


def test_approving_publishes_what_a_trainer_wrote(trainer, methodologist, lesson, signed_in):
    page = story.submit(lesson, trainer, "Тыңдау өнері")
    assert again(lesson).title != "Тыңдау өнері"
    story.review(signed_in(methodologist), page, "approve")
    assert again(lesson).title == "Тыңдау өнері"
    assert again(lesson).current_workflow_state is None


def test_sending_back_keeps_the_draft_and_the_comment(trainer, methodologist, lesson, signed_in):
    page = story.submit(lesson, trainer, "Тыңдау өнері")
    story.review(signed_in(methodologist), page, "reject", "Дереккөзін жазыңыз")
    state = TaskState.objects.get()
    assert (state.status, state.comment) == ("rejected", "Дереккөзін жазыңыз")
    assert again(lesson).title != "Тыңдау өнері"
    assert "Дереккөзін жазыңыз" in signed_in(trainer).get(f"/admin/pages/{lesson.pk}/edit/").text


def test_a_trainer_approves_nothing(trainer, lesson, signed_in):
    page = story.submit(lesson, trainer, "Тыңдау өнері")
    story.review(signed_in(trainer), page, "approve")
    assert again(lesson).title != "Тыңдау өнері"


def test_a_methodologists_own_submission_waits_for_a_colleague(
    methodologist, colleague, lesson, signed_in
):
    page = story.submit(lesson, methodologist, "Тыңдау өнері")
    mine = signed_in(methodologist)
    story.review(mine, page, "approve")
    assert again(lesson).title != "Тыңдау өнері"
    assert "Айша Әріптес" in mine.get(f"/admin/pages/{lesson.pk}/edit/").text
    story.review(signed_in(colleague), page, "approve")
    assert again(lesson).title == "Тыңдау өнері"


def test_nor_are_own_words_published_past_the_review(methodologist, colleague, module, signed_in):
    story.draft(module, methodologist, "Тыңдау өнері")
    browser = signed_in(methodologist)
    browser.post(f"/admin/bulk/wagtailcore/page/publish/?id={module.pk}")
    assert again(module).title != "Тыңдау өнері"
    address = f"/admin/pages/{module.pk}/edit/"
    response = browser.post(address, story.form_of(browser, module, "publish"))
    assert response["Location"] == address
    assert again(module).title != "Тыңдау өнері"
    assert again(module).get_latest_revision().user == methodologist  # the draft is kept
    assert "Айша Әріптес" in browser.get(address).text
    other = signed_in(colleague)
    other.post(address, story.form_of(other, module, "publish"))
    assert again(module).title == "Тыңдау өнері"


def new_module(browser, course):
    """What the editor would send to make a module and publish it at once."""
    address = f"/admin/pages/add/courses/modulepage/{course.pk}/"
    form = querydict_from_html(browser.get(address).text, form_id="page-edit-form").dict()
    filled = {"title": "Жаңа модуль", "summary": "Өзім жаздым", "action-publish": "1"}
    return browser.post(address, form | filled)


def test_nor_is_a_new_page_published_as_it_is_made(methodologist, colleague, module, signed_in):
    new_module(signed_in(methodologist), module.get_parent())
    made = ModulePage.objects.get(title="Жаңа модуль")
    assert not made.live
    assert made.get_latest_revision().user == methodologist
    other = signed_in(colleague)
    other.post(f"/admin/pages/{made.pk}/edit/", story.form_of(other, made, "publish"))
    assert again(made).live


def test_alone_in_the_house_one_publishes_a_new_page(methodologist, module, signed_in):
    new_module(signed_in(methodologist), module.get_parent())
    assert ModulePage.objects.get(title="Жаңа модуль").live


def test_nor_are_copies_published_as_they_are_made(methodologist, colleague, module, signed_in):
    browser, address = signed_in(methodologist), f"/admin/pages/{module.pk}/copy/"
    form = {
        "new_title": "Өз атым", "new_slug": "koshirme", "new_parent_page": module.get_parent().pk,
        "copy_subpages": "on",
    }  # fmt: skip
    assert browser.post(address, form | {"publish_copies": "on"})["Location"] == address
    assert not ModulePage.objects.filter(slug="koshirme").exists()
    browser.post(address, form)
    assert not ModulePage.objects.get(slug="koshirme").live


def test_nor_are_own_files_loaded(methodologist, colleague, loaded, signed_in):
    """Loading publishes pages, so the one who sent the files leaves it to another."""
    sent = CurriculumTransfer.objects.create(
        kind="import", is_trial=True, state="done", report={"created": ["x"]},
        asked_by=methodologist.email, ended_at=timezone.now(),
    )  # fmt: skip
    address = f"/admin/curriculum-files/{sent.pk}/"
    browser = signed_in(methodologist)
    browser.post(address)
    assert CurriculumTransfer.objects.get().is_trial
    assert "Айша Әріптес" in browser.get(address).text
    signed_in(colleague).post(address)
    assert not CurriculumTransfer.objects.get().is_trial


def test_alone_in_the_house_one_loads_own_files(methodologist, loaded, signed_in):
    sent = CurriculumTransfer.objects.create(
        kind="import", is_trial=True, state="done", report={"created": ["x"]},
        asked_by=methodologist.email, ended_at=timezone.now(),
    )  # fmt: skip
    signed_in(methodologist).post(f"/admin/curriculum-files/{sent.pk}/")
    assert not CurriculumTransfer.objects.get().is_trial


def test_the_only_methodologist_publishes_their_own_words(methodologist, lesson, signed_in):
    page = story.submit(lesson, methodologist, "Тыңдау өнері")
    story.review(signed_in(methodologist), page, "approve")
    assert again(lesson).title == "Тыңдау өнері"


def test_words_of_two_people_may_be_approved_by_either_methodologist(
    trainer, methodologist, colleague, lesson, signed_in
):
    story.draft(lesson, trainer, "Тыңдау")
    page = story.submit(lesson, methodologist, "Тыңдау өнері")
    story.review(signed_in(methodologist), page, "approve")
    assert again(lesson).title == "Тыңдау өнері"


def test_an_operator_is_not_asked(methodologist, colleague, lesson, signed_in):
    operator = cast.make_staff(superuser=True)
    page = story.submit(lesson, operator, "Тыңдау өнері")
    story.review(signed_in(operator), page, "approve")
    assert again(lesson).title == "Тыңдау өнері"


def test_comments_stand_beside_the_text(trainer, methodologist, lesson, signed_in):
    page = story.submit(lesson, trainer)
    Comment.objects.create(
        page=page, user=methodologist, text="Too long a sentence", contentpath="title"
    )
    html = signed_in(trainer).get(f"/admin/pages/{page.pk}/edit/").text
    assert "Too long a sentence" in html
