"""What learners or editors depend on is neither deleted nor moved away, and nothing ends in a 500."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from wagtail.images import get_image_model
from wagtail.models import GroupPagePermission, Locale, Page, Site
from wagtailmedia.models import get_media_model

from cms.models import HelpLine
from courses.models import Course, CoursePage, LessonPage, ModulePage
from enrolments.models import CoursePolicy
from tests import cast
from tests.courses import school
from tests.courses.editing import page_of
from tests.told import told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture
def admin(signed_in):
    return signed_in(cast.make_staff(superuser=True))


@pytest.fixture
def other_course(small, tmp_path):
    """Another course, with a module of its own in both languages."""
    folder = school.write_school(tmp_path / "other")
    for path in folder.rglob("*.md"):
        text = path.read_text().replace("code: SMALL\nslug: small", "code: OTHER\nslug: other")
        for name in ("course", "module-1", "module-2", *(f"lesson-{n}" for n in range(1, 5))):
            text = text.replace(str(school.key(name)), str(school.key(f"other {name}")))
        path.write_text(text)
    course, _report = school.load(folder)
    return course


def said(response):
    """The messages of the response's page, as text."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def module_of(name="module1", language="ru", course="small"):
    return ModulePage.objects.get(
        pk__in=ModulePage.objects.descendant_of(
            CoursePage.objects.get(course__slug=course, locale__language_code=language)
        ),
        slug=name,
    )


def move(admin, page, destination):
    return admin.post(f"/admin/pages/{page.pk}/move/{destination.pk}/confirm/")


def move_many(admin, pages, destination):
    ids = "&".join(f"id={page.pk}" for page in pages)
    address = f"/admin/bulk/wagtailcore/page/move/?{ids}"
    return admin.post(address, {"chooser": destination.pk})


def test_a_lesson_people_take_stays_in_its_course(admin, other_course):
    page, place = page_of(), module_of(course="other")
    # The two courses share slugs; the move is refused for what people take, not for the slug.
    Page.objects.filter(pk__in=place.get_children()).update(slug="elsewhere")
    for go in (move, lambda *rest: move_many(rest[0], [rest[1]], rest[2])):
        response = go(admin, page, place)
        assert response.status_code == 302
        assert "«Урок 1»" in said(response)
        page.refresh_from_db()
        assert page.get_parent().pk == module_of().pk


def test_a_module_people_take_stays_in_its_course(admin, other_course):
    place = CoursePage.objects.get(course=other_course, locale__language_code="ru")
    module = module_of()
    Page.objects.filter(pk__in=place.get_children()).update(slug="elsewhere")
    assert "«Раздел 1»" in said(move(admin, module, place))
    assert module_of().pk == module.pk


def test_a_page_stays_in_its_language(admin, small):
    response = move(admin, page_of("lesson1", "ru"), module_of("module2", "kk"))
    assert "«Урок 1»" in said(response)
    assert page_of("lesson1", "ru").get_parent().pk == module_of().pk


def test_within_the_course_a_lesson_moves_together_with_its_twin(admin, small):
    confirm = admin.get(f"/admin/pages/{page_of().pk}/move/{module_of('module2').pk}/confirm/")
    assert confirm.context["translations_to_move_count"] == 1
    move(admin, page_of(), module_of("module2"))
    for language in ("kk", "ru"):
        parent = page_of("lesson1", language).get_parent()
        assert parent.pk == module_of("module2", language).pk


def test_many_lessons_move_together_with_their_twins(admin, small):
    pages = [page_of("lesson1"), page_of("lesson2")]
    response = move_many(admin, pages, module_of("module2"))
    assert response.status_code == 302
    for name in ("lesson1", "lesson2"):
        for language in ("kk", "ru"):
            parent = page_of(name, language).get_parent()
            assert parent.pk == module_of("module2", language).pk
    assert "«Сабақ 1»" in said(response)


def test_one_language_does_not_move_without_the_other(signed_in, small):
    """Somebody who may only work on the Russian pages."""
    user = cast.make_staff()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    group = Group.objects.create(name="Russian")
    course = CoursePage.objects.get(course__slug="small", locale__language_code="ru")
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.create(
            group=group, page=course.page_ptr, permission=Permission.objects.get(
                codename=codename, content_type__app_label="wagtailcore"
            ),
        )  # fmt: skip
    user.groups.add(group)
    browser = signed_in(user)
    for go in (move, lambda *rest: move_many(rest[0], [rest[1]], rest[2])):
        response = go(browser, page_of(), module_of("module2"))
        assert "«Сабақ 1»" in said(response)
        for language in ("kk", "ru"):
            parent = page_of("lesson1", language).get_parent()
            assert parent.pk == module_of("module1", language).pk


def test_two_pages_with_one_address_do_not_come_together_in_the_other_language(admin, small):
    parent = module_of("module2", "kk")
    parent.add_child(instance=LessonPage(title="Бөтен", slug="lesson1", locale=parent.locale))
    response = move(admin, page_of(), module_of("module2"))
    assert "«lesson1»" in said(response)
    assert page_of().get_parent().pk == module_of().pk


def test_a_copy_is_a_lesson_of_its_own(admin, small):
    page = page_of()
    copy = page.copy(to=module_of("module2"), update_attrs={"slug": "copy"})
    assert copy.translation_key != page.translation_key
    admin.post(f"/admin/pages/{copy.pk}/delete/")
    assert not LessonPage.objects.filter(pk=copy.pk).exists()


MEANS = (
    "“%(title)s” is a part of an edition that people take: they keep it. It is only left out of "
    "the next edition, and for that it has to be unpublished in both languages. If a lesson does "
    "harm, have it withdrawn instead: that is at once."
)


def test_what_unpublishing_means_is_said_first_and_it_is_allowed(admin, small):
    page = page_of()
    words = told(MEANS, title=page.title)
    single = f"/admin/pages/{page.pk}/unpublish/"
    many = f"/admin/bulk/wagtailcore/page/unpublish/?id={page.pk}"
    for address in (single, many):
        assert words in admin.get(address).content.decode()
    admin.post(single)
    assert not page_of().live
    fresh = LessonPage(title="Жаңа", slug="fresh", locale=page.locale)
    page.get_parent().add_child(instance=fresh)
    title = told(MEANS, title="Жаңа")
    assert title not in admin.get(f"/admin/pages/{fresh.pk}/unpublish/").content.decode()


def test_a_picture_that_a_lesson_shows_is_not_deleted(admin, small):
    image = get_image_model().objects.get()
    page_of().save()
    for address in (
        f"/admin/images/{image.pk}/delete/",
        f"/admin/bulk/wagtailimages/image/delete/?id={image.pk}",
    ):
        response = admin.post(address)
        assert response.status_code == 302
        assert "Урок 1" in said(response)
        assert get_image_model().objects.filter(pk=image.pk).exists()


@pytest.mark.parametrize("number", ["", "%00", "²", "x", "9" * 30])
def test_what_is_no_number_names_nothing_to_be_changed_in_bulk(admin, small, number):
    for place in ("wagtailimages/image/delete", "wagtailcore/page/publish"):
        address = f"/admin/bulk/{place}/?id={number}"
        assert admin.get(address, follow=True).status_code == 404


def test_a_picture_that_nobody_shows_is_deleted(admin, small):
    image = get_image_model().objects.get()
    image.pk, image.title = None, "Жалғыз"
    image.save(force_insert=True)
    admin.post(f"/admin/images/{image.pk}/delete/")
    assert not get_image_model().objects.filter(title="Жалғыз").exists()


def test_a_film_that_a_lesson_shows_is_not_deleted(admin, small):
    film, spare = (
        get_media_model().objects.create(
            title=title, type="video", duration=1, file=ContentFile(b"film", name="film.mp4")
        )
        for title in ("Керек", "Артық")
    )
    page = page_of()
    page.body = [*page.body.get_prep_value(), {"type": "video", "value": {
        "key": "v", "media": film.pk, "transcript": "<p>Сөз</p>",
    }}]  # fmt: skip
    page.save_revision().publish()
    response = admin.post(f"/admin/media/delete/{film.pk}/")
    assert "Урок 1" in said(response)
    admin.post(f"/admin/media/delete/{spare.pk}/")
    assert [one.title for one in get_media_model().objects.all()] == ["Керек"]


def test_a_help_line_no_lesson_shows_is_deleted(admin, small):
    line = HelpLine.objects.create(
        key="once", phone="111", name_kk="а", name_ru="а", what_kk="а", what_ru="а"
    )
    admin.post(f"/admin/snippets/cms/helpline/delete/{line.pk}/")
    assert not HelpLine.objects.filter(key="once").exists()


def test_a_course_with_pages_or_editions_is_not_deleted(admin, small):
    course = small.course
    for address in (
        f"/admin/snippets/courses/course/delete/{course.pk}/",
        f"/admin/bulk/courses/course/delete/?id={course.pk}",
    ):
        response = admin.post(address)
        assert response.status_code == 302
        assert "SMALL" in said(response)
    assert Course.objects.filter(pk=course.pk).exists()


def test_a_refusal_of_the_database_becomes_words(admin, db):
    course = cast.make_course("EMPTY", "empty")
    CoursePolicy.objects.create(course=course, valid_from="2026-01-01")
    for address in (
        f"/admin/snippets/courses/course/delete/{course.pk}/",
        f"/admin/bulk/courses/course/delete/?id={course.pk}",
    ):
        response = admin.post(address)
        assert response.status_code == 302
        assert admin.get(response.url).status_code == 200
    assert Course.objects.filter(pk=course.pk).exists()
    CoursePolicy.objects.all().delete()
    admin.post(f"/admin/snippets/courses/course/delete/{course.pk}/")
    assert not Course.objects.filter(pk=course.pk).exists()


def test_the_site_its_home_and_its_languages_stay(admin, small):
    site = Site.objects.get()
    home = site.root_page
    assert admin.post(f"/admin/sites/delete/{site.pk}/").status_code == 302
    for page in (home, *home.get_translations(), page_of().get_parent().get_parent().get_parent()):
        assert admin.post(f"/admin/pages/{page.pk}/delete/").status_code == 302
        assert Page.objects.filter(pk=page.pk).exists()
    for locale in Locale.objects.all():
        assert admin.post(f"/admin/locales/delete/{locale.pk}/").status_code == 200
    assert Site.objects.count() == 1
    assert Locale.objects.count() == 2
