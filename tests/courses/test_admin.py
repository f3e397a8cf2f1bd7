"""What staff do with editions in Wagtail's admin."""

import gc

import pytest
from django.contrib.auth.models import Permission
from wagtail.models import Page, PageLogEntry

from courses.models import Edition, LessonPage, LessonSnapshot
from tests import cast

pytestmark = pytest.mark.django_db
CANNOT_BE_DELETED = (
    "“%(title)s” cannot be deleted: it is, or holds, a part of an edition that people take. To "
    "leave it out of the next edition, unpublish it in both languages and publish an edition. If "
    "a lesson does harm, have it withdrawn at once."
)


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture
def admin(signed_in):
    return signed_in(cast.make_staff(superuser=True, email="methodologist@example.org"))


@pytest.fixture
def editor(signed_in):
    user = cast.make_staff()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return signed_in(user)


def lesson(name="lesson1", language="ru"):
    return LessonPage.objects.get(slug=name, locale__language_code=language)


def test_an_edition_is_published_with_a_label_and_a_note(admin, loaded):
    address = f"/admin/editions/{loaded.pk}/"
    assert admin.get(address).status_code == 200
    response = admin.post(address, {"note": "Бірінші басылым, жазғы курсқа"}, follow=True)
    assert response.redirect_chain[-1][0] == "/admin/editions/"
    edition = Edition.objects.get()
    assert (edition.published_by, edition.note) == (
        "methodologist@example.org", "Бірінші басылым, жазғы курсқа",
    )  # fmt: skip
    assert "methodologist@example.org" in response.content.decode()


def test_what_is_missing_is_listed_with_links_to_mend_it(admin, loaded):
    page = lesson()
    page.minutes = 7
    page.save_revision().publish()
    response = admin.post(f"/admin/editions/{loaded.pk}/", {"note": "Жазғы курсқа арналған"})
    assert response.status_code == 422
    assert f'href="/admin/pages/{page.pk}/edit/"' in response.content.decode()
    assert not Edition.objects.exists()


def test_changes_that_wait_are_named(admin, small):
    page = lesson()
    page.title = "Черновик"
    page.save_revision()
    html = admin.get(f"/admin/editions/{small.course.pk}/").content.decode()
    assert f"/admin/pages/{page.pk}/edit/" in html


def test_others_may_not_publish(editor, small):
    course = small.course
    for address in ("/admin/editions/", f"/admin/editions/{course.pk}/"):
        assert editor.get(address).status_code in (302, 403)
    editor.post(f"/admin/editions/{course.pk}/", {"note": ""})
    editor.post(f"/admin/corrections/{lesson().pk}/")
    assert Edition.objects.count() == 1
    assert not LessonSnapshot.objects.filter(correction=1).exists()


def test_visitors_do_not_get_in(client, small):
    assert client.get("/admin/editions/").status_code == 302


def test_a_lesson_is_corrected_from_its_page(admin, small):
    page = lesson()
    page.title = "Исправлено"
    page.save_revision().publish()
    assert admin.get(f"/admin/corrections/{page.pk}/").status_code == 200
    admin.post(f"/admin/corrections/{page.pk}/", {"reason": "Атауында қате кетіпті"})
    assert LessonSnapshot.objects.filter(correction=1, title="Исправлено").exists()


@pytest.mark.parametrize("which", ["lesson", "module", "course"])
def test_what_people_take_is_not_deleted(admin, small, which):
    page = lesson()
    page = {
        "lesson": page, "module": page.get_parent(), "course": page.get_parent().get_parent(),
    }[which]  # fmt: skip
    response = admin.post(f"/admin/pages/{page.pk}/delete/", follow=True)
    assert response.status_code == 200
    assert cast.said(CANNOT_BE_DELETED, title=page.title) in response.content.decode()
    assert Page.objects.filter(pk=page.pk).exists()


def test_what_people_take_is_not_deleted_in_bulk(admin, small):
    page = lesson()
    address = f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}&id={lesson('lesson2').pk}"
    response = admin.post(address, follow=True)
    assert cast.said(CANNOT_BE_DELETED, title=page.title) in response.content.decode()
    assert Page.objects.filter(pk=page.pk).exists()


def test_a_page_that_nobody_takes_is_deleted(admin, small):
    page = lesson()
    fresh = LessonPage(title="Жаңа", slug="fresh", locale=page.locale)
    page.get_parent().add_child(instance=fresh)
    admin.post(f"/admin/pages/{fresh.pk}/delete/")
    assert not Page.objects.filter(pk=fresh.pk).exists()


def test_the_preview_shows_the_draft_and_leaves_no_trace(admin, small):
    page = lesson()
    page.title = "Черновик"
    page.save_revision()
    before = (LessonSnapshot.objects.count(), PageLogEntry.objects.count())
    response = admin.get(f"/admin/pages/{page.pk}/view_draft/")
    html = response.content.decode()
    assert response.status_code == 200
    assert "<h1>Черновик</h1>" in html
    assert '<html lang="ru">' in html
    assert "secret-feedback" not in html
    assert (LessonSnapshot.objects.count(), PageLogEntry.objects.count()) == before


def test_an_unfinished_draft_can_be_previewed(admin, small):
    page = lesson()
    body = page.body.get_prep_value()
    for block in body:
        if block["type"] == "picture":
            block["value"] = {"key": "p1", "image": None, "alt": "", "caption": ""}
        if block["type"] == "single":
            block["value"] = {"key": "", "prompt": "", "options": []}
    page.body = body
    page.save_revision()
    html = admin.get(f"/admin/pages/{page.pk}/view_draft/").content.decode()
    assert cast.said("A picture block has no picture.", "ru") in html


# Wagtail leaves the temporary file of a drawing's rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_pages_and_lists_of_the_admin_open(admin, small):
    page = lesson()
    for address in (
        f"/admin/pages/{page.pk}/edit/",
        f"/admin/pages/{page.get_parent().get_parent().pk}/edit/",
        f"/admin/pages/{page.get_parent().pk}/",
        "/admin/snippets/courses/course/",
    ):
        assert admin.get(address).status_code == 200, address
    gc.collect()
