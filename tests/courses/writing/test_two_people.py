"""Two people save the same lesson; what is planned for a moment past."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import Revision

from cms.tasks import publish_scheduled
from courses.blocks import LessonBlocks
from courses.models import LessonPage
from tests.courses.writing.conftest import form_of, lesson, words

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a drawing's rendition to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def address(page):
    return f"/admin/pages/{page.pk}/edit/"


def opened(page):
    """The form as two people have it on their screens."""
    page.save_revision()
    return lesson()


def test_the_second_to_save_is_told_and_nothing_is_lost(methodologist, colleague, small):
    page = opened(lesson())
    mine, theirs = form_of(page, title="Моё"), form_of(page, title="Её")
    assert colleague.post(address(page), theirs).status_code == 302
    response = methodologist.post(address(page), mine)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Динара Әбенова" in html or "colleague@example.org" in html
    newest = LessonPage.objects.get(pk=page.pk).latest_revision
    assert newest.content["title"] == "Её"
    kept = Revision.objects.for_instance(page).get(content__title="Моё")
    assert kept.user.email == "methodologist@example.org"
    assert not kept.is_latest_revision()
    for link in (
        f"/admin/pages/{page.pk}/revisions/compare/{newest.pk}...{kept.pk}/",
        f"/admin/pages/{page.pk}/revisions/{kept.pk}/revert/",
    ):
        assert f'href="{link}"' in html
        assert "Моё" in methodologist.get(link).content.decode()
    # Going on with one's own is an ordinary save.
    assert (
        methodologist.post(
            f"/admin/pages/{page.pk}/revisions/{kept.pk}/revert/", form_of(lesson(), title="Моё")
        ).status_code
        == 302
    )
    assert lesson().title == "Моё"


def test_the_first_to_save_and_a_second_save_of_ones_own_are_not_stopped(methodologist, small):
    page = opened(lesson())
    assert methodologist.post(address(page), form_of(page, title="Раз")).status_code == 302
    assert methodologist.post(address(page), form_of(lesson(), title="Два")).status_code == 302
    assert lesson().title == "Два"


def test_publishing_over_somebody_is_stopped_too(methodologist, colleague, small):
    page = opened(lesson())
    mine = form_of(page, title="Моё", **{"action-publish": "yes"})
    colleague.post(address(page), form_of(page, title="Её"))
    assert methodologist.post(address(page), mine).status_code == 409
    assert LessonPage.objects.get(pk=page.pk).title == "Урок 1"


def test_a_save_over_somebodys_autosave_is_stopped(methodologist, colleague, small):
    page = opened(lesson())
    mine = form_of(page, title="Моё")
    saved = colleague.post(
        address(page), form_of(page, title="Её"), headers={"accept": "application/json"}
    ).json()
    assert saved["success"], saved
    # Her editor writes into the same version again: only its moment changes.
    assert colleague.post(
        address(page), form_of(lesson(), title="Её снова", overwrite_revision_id=str(saved["revision_id"])),
        headers={"accept": "application/json"},
    ).json()["success"]  # fmt: skip
    assert methodologist.post(address(page), mine).status_code == 409
    late = form_of(page, title="Моё", loaded_revision_id=str(saved["revision_id"]))
    assert methodologist.post(address(page), late).status_code == 409
    refused = methodologist.post(address(page), mine, headers={"accept": "application/json"})
    assert refused.json()["error_code"] == "invalid_revision"


def test_what_makes_no_draft_is_sent_along_and_shown_with_its_errors(
    methodologist, colleague, small
):
    page = opened(lesson())
    mine = form_of(page, title="Моё", minutes="много")
    colleague.post(address(page), form_of(page, title="Её"))
    response = methodologist.post(address(page), mine)
    html = response.content.decode()
    assert response.status_code == 409
    assert '<input type="hidden" name="title" value="Моё">' in html
    assert '<input type="hidden" name="minutes" value="много">' in html
    newest = LessonPage.objects.get(pk=page.pk).latest_revision
    again = methodologist.post(address(page), mine | {"replaces_revision": str(newest.pk)})
    assert again.status_code == 200
    assert 'value="много"' in again.content.decode()


def moment(hours):
    return timezone.localtime(timezone.now() + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize("field", ["go_live_at", "expire_at"])
def test_a_moment_past_is_refused_and_says_so(methodologist, small, field):
    page = opened(lesson())
    response = methodologist.post(
        address(page), form_of(page, title="Позже", **{field: moment(-1), "action-publish": "yes"})
    )
    html = response.content.decode()
    assert response.status_code == 200
    if field == "go_live_at":
        assert words(
            "%(moment)s is past already. Choose a later moment, or leave it empty and publish at "
            "once."
        ).split("%(moment)s")[1].strip() in html  # fmt: skip
    assert "Позже" in html
    assert LessonPage.objects.get(pk=page.pk).title == "Урок 1"


def test_what_is_planned_happens_by_the_clock(methodologist, small, settings):
    page = opened(lesson())
    methodologist.post(
        address(page),
        form_of(page, title="По часам", go_live_at=moment(2), **{"action-publish": "yes"}),
    )
    assert LessonPage.objects.get(pk=page.pk).title == "Урок 1"
    publish_scheduled()
    assert LessonPage.objects.get(pk=page.pk).title == "Урок 1"
    Revision.objects.for_instance(page).filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1)
    )
    # The same moment stands in what was written; time itself is not ours to move.
    revision = Revision.objects.for_instance(page).get(approved_go_live_at__isnull=False)
    revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    revision.save(update_fields=["content"])
    publish_scheduled()
    assert LessonPage.objects.get(pk=page.pk).title == "По часам"
    assert {
        "task": "cms.tasks.publish_scheduled",
        "schedule": 60.0,
    } in settings.CELERY_BEAT_SCHEDULE.values()
    # A moment that came true meanwhile stops no later save.
    assert methodologist.post(
        address(page), form_of(lesson(), title="После", go_live_at=timezone.localtime(lesson().go_live_at).strftime("%Y-%m-%d %H:%M"))
    ).status_code == 302  # fmt: skip


def test_a_page_of_the_site_is_not_planned_for_a_moment_past(methodologist, loaded):
    from wagtail.models import Page

    from cms.page_form import PageForm

    for model in {type(page) for page in Page.objects.filter(depth__gt=1).specific()}:
        assert issubclass(model.get_edit_handler().get_form_class(), PageForm), model


def test_an_unfinished_draft_is_kept_and_publishing_names_every_error(methodologist, small):
    page = opened(lesson())
    body = page.body.get_prep_value()
    for block in body:
        if block["type"] == "single":
            block["value"]["prompt"] = "<p></p>"
            for option in block["value"]["options"]:
                option["value"]["is_right"] = False
                option["value"]["feedback"] = "<p></p>"
        if block["type"] == "picture":
            block["value"] |= {"alt": "", "is_decorative": False, "image": None}
    assert methodologist.post(address(page), form_of(page, body=body)).status_code == 302
    single = next(block for block in lesson().body if block.block_type == "single")
    assert not any(option["is_right"] for option in single.value["options"])
    response = methodologist.post(address(page), form_of(lesson(), **{"action-publish": "yes"}))
    assert response.status_code == 200
    form = response.context["form"]
    errors = form.errors.as_data()["body"][0].block_errors
    kinds = [block.block_type for block in lesson().body]
    assert set(errors) == {kinds.index("single"), kinds.index("picture")}


@pytest.mark.parametrize("kind", sorted(LessonBlocks.base_blocks))
def test_an_empty_block_of_any_kind_is_kept_as_a_draft_and_not_published(kind):
    stream = LessonBlocks()
    stream.set_name("body")
    value = stream.to_python([{"type": kind, "value": stream.child_blocks[kind].get_prep_value(
        stream.child_blocks[kind].get_default()
    )}])  # fmt: skip
    assert len(stream.clean_deferred(value)) == 1
    with pytest.raises(StreamBlockValidationError):
        stream.clean(value)
