"""Loading a course: twice is once, and nobody's work in the admin is trodden on."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models.signals import post_save
from django.utils import translation
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from courses.models import Course, CoursePage, Edition, LessonPage
from tests.courses.school import change, key, load, publish

pytestmark = pytest.mark.django_db


def run(*args):
    out = StringIO()
    call_command("load_curriculum", *map(str, args), stdout=out)
    return out.getvalue()


def counts():
    return (
        Page.objects.count(), Revision.objects.count(), get_image_model().objects.count(),
        Edition.objects.count(),
    )  # fmt: skip


def test_the_second_run_changes_nothing_and_says_so(folder):
    assert "edition 1 is published" in run(folder, "--publish")
    before = counts()
    again = run(folder, "--publish")
    assert counts() == before
    assert "nothing to change" in again
    assert "none is published" in again


def test_both_languages_get_real_pages_with_the_keys_of_the_files(folder):
    load(folder)
    for language in ("kk", "ru"):
        page = LessonPage.objects.get(
            translation_key=key("lesson-3"), locale__language_code=language
        )
        assert (page.slug, page.live, page.alias_of) == ("lesson3", True, None)
        assert page.get_parent().slug == "module2"
    assert get_image_model().objects.count() == 1


def test_a_changed_word_changes_one_page_and_the_blocks_keep_their_ids(folder):
    load(folder)
    page = LessonPage.objects.get(slug="lesson1", locale__language_code="kk")
    ids = [block.id for block in page.body]
    change(folder / "01-module1/01-lesson1.kk.md", "title: Сабақ 1", "title: Бірінші сабақ")
    _course, report = load(folder)
    assert len(report.updated) == 1
    page.refresh_from_db()
    assert page.title == "Бірінші сабақ"
    assert [block.id for block in LessonPage.objects.get(pk=page.pk).body] == ids


def test_a_page_edited_in_the_admin_is_not_trodden_on(folder):
    load(folder)
    page = LessonPage.objects.get(slug="lesson1", locale__language_code="kk")
    page.title = "Қолмен өзгертілген"
    page.save_revision()
    change(folder / "02-module2/module.ru.md", "title: Раздел 2", "title: Второй раздел")
    with pytest.raises(CommandError) as refused:
        run(folder)
    assert "small/01-module1/01-lesson1.kk.md" in str(refused.value)
    assert f"/admin/pages/{page.pk}/edit/" in str(refused.value)
    assert "--overwrite" in str(refused.value)
    assert not Page.objects.filter(title="Второй раздел").exists()

    run(folder, "--overwrite")
    assert Page.objects.get(pk=page.pk).title == "Сабақ 1"
    assert Page.objects.filter(title="Второй раздел").exists()


def test_marks_that_the_editor_leaves_are_no_edit(folder):
    load(folder)
    page = CoursePage.objects.get(locale__language_code="kk")
    page.body = page.body.replace("<p>", '<p data-block-key="abc12">')
    page.save_revision().publish()
    _course, report = load(folder)
    assert not report.changed


def test_a_dry_run_leaves_neither_rows_nor_files(folder, settings):
    out = run(folder, "--dry-run")
    assert "Nothing was written (--dry-run)" in out
    assert not Course.objects.exists()
    assert not list((settings.MEDIA_ROOT).rglob("*.svg"))


def test_a_lesson_whose_file_is_gone_is_unpublished_and_comes_back_with_it(folder):
    load(folder)
    kept = {p: p.read_text() for p in (folder / "01-module1").glob("02-lesson2.*")}
    for path in kept:
        path.unlink()
    _course, report = load(folder)
    assert len(report.retired) == 2
    assert not LessonPage.objects.filter(slug="lesson2", live=True).exists()
    for path, text in kept.items():
        path.write_text(text)
    load(folder)
    assert LessonPage.objects.filter(slug="lesson2", live=True).count() == 2


def test_the_order_follows_the_numbers(folder):
    load(folder)
    for language in ("kk", "ru"):
        (folder / f"01-module1/01-lesson1.{language}.md").rename(
            folder / f"01-module1/03-lesson1.{language}.md"
        )
    load(folder)
    page = CoursePage.objects.get(locale__language_code="ru")
    slugs = [le.slug for le in LessonPage.objects.descendant_of(page).order_by("path")]
    assert slugs == ["lesson2", "lesson1", "lesson3", "lesson4"]
    assert not load(folder)[1].changed


def test_files_that_are_unsound_stop_the_command_before_it_writes(folder):
    change(folder / "01-module1/01-lesson1.kk.md", "minutes: 10", "minutes: 0")
    with pytest.raises(CommandError, match=r"small/01-module1/01-lesson1\.kk\.md:\d+: `minutes`"):
        run(folder)
    assert not Course.objects.exists()


def test_a_course_keeps_its_code_and_address(folder):
    load(folder)
    for language in ("kk", "ru"):
        change(folder / f"course.{language}.md", "code: SMALL", "code: OTHER")
    with pytest.raises(CommandError, match="Certificates and links bear them"):
        run(folder)


def test_a_code_belongs_to_one_course(folder):
    load(folder)
    for language in ("kk", "ru"):
        change(folder / f"course.{language}.md", str(key("course")), str(key("another")))
    with pytest.raises(CommandError, match="belong to the course with the key"):
        run(folder)


def test_a_new_edition_comes_only_with_new_content(folder):
    publish(folder)
    change(folder / "01-module1/01-lesson1.ru.md", "Ну вот 1.", "Ну вот один.")
    assert "edition 2 is published" in run(folder, "--publish")
    assert Edition.objects.count() == 2


def test_a_folder_without_a_course_is_named(tmp_path):
    with pytest.raises(CommandError, match="There is no course in"):
        run(tmp_path)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_command_reads_and_loads_in_english_whatever_the_site_speaks(
    folder, settings, language
):
    settings.LANGUAGE_CODE = language
    words = []

    def note(**_facts):
        words.append(translation.gettext("Courses"))

    post_save.connect(note, sender=LessonPage)
    with translation.override(language):
        assert translation.gettext("Courses") != "Courses"
        run(folder)
        assert translation.get_language() == language
    post_save.disconnect(note, sender=LessonPage)
    assert set(words) == {"Courses"}


def test_a_course_by_age_is_loaded_so_and_no_longer_when_its_files_say_so(folder):
    for words, by_age in (("by_age: true", True), ("by_age: false", False)):
        for language in ("kk", "ru"):
            change(folder / f"course.{language}.md", "hours: 1.5", f"{words}\nhours: 1.5")
        course, _report = load(folder)
        assert course.by_age is by_age
        for language in ("kk", "ru"):
            change(folder / f"course.{language}.md", f"{words}\n", "")
