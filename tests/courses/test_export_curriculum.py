"""What is exported is loaded back without loss."""

import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.models import Page

from courses.actions.export import export_course, first_difference
from courses.curriculum import read_course
from courses.exceptions import ExportRefused
from courses.models import Course, CoursePage, LessonPage
from tests.courses.samples import items
from tests.courses.school import key, load

pytestmark = pytest.mark.django_db
SHIPPED = sorted(path.parent for path in (settings.BASE_DIR / "curriculum").glob("*/course.kk.md"))


def texts_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_course_comes_back_as_it_was(folder, tmp_path):
    call_command("load_site", stdout=StringIO())  # the help lines that lessons name
    files = read_course(folder)
    course, _report = load(folder)
    written = export_course(course=course, folder=tmp_path / "out")
    for language, text in files.texts.items():
        assert first_difference(text, written.texts[language]) is None
    _course, report = load(tmp_path / "out")
    assert not report.changed
    assert not report.refused


def test_an_export_of_an_empty_sites_load_is_the_same_export_byte_for_byte(loaded, tmp_path):
    export_course(course=loaded, folder=tmp_path / "one")
    for page in CoursePage.objects.all():
        page.delete()
    Course.objects.all().delete()
    course, _report = load(tmp_path / "one")
    export_course(course=course, folder=tmp_path / "two")
    assert texts_of(tmp_path / "one") == texts_of(tmp_path / "two")


def test_links_between_pages_lead_to_the_same_pages_in_their_own_language(loaded, tmp_path):
    for page in LessonPage.objects.filter(translation_key=key("lesson-1")):
        later = LessonPage.objects.get(translation_key=key("lesson-4"), locale=page.locale)
        words = f'<p><a id="{later.pk}" linktype="page">сөз</a> <b>б</b>а</p>'
        page.body = [("text", words), ("text", "<p>екінші</p>"), *(
            (block.block_type, block.value) for block in page.body
        )]  # fmt: skip
        page.save_revision().publish()
    export_course(course=loaded, folder=tmp_path / "out")
    lesson = (tmp_path / "out" / "01-module1" / "01-lesson1.ru.md").read_text()
    assert f"[сөз](page:{key('lesson-4')}) **б**а" in lesson
    assert "::: text" in lesson
    for page in CoursePage.objects.all():
        page.delete()
    Course.objects.all().delete()
    load(tmp_path / "out")
    for page in LessonPage.objects.filter(translation_key=key("lesson-1")):
        later = LessonPage.objects.get(translation_key=key("lesson-4"), locale=page.locale)
        assert f'<a id="{later.pk}" linktype="page">сөз</a>' in page.body[0].value.source
        assert page.body[1].value.source == "<p>екінші</p>"


def test_an_earlier_export_is_replaced_and_other_files_are_never_touched(loaded, tmp_path):
    out = tmp_path / "out"
    export_course(course=loaded, folder=out)
    (out / "01-module1" / "09-old.kk.md").write_text("old")
    export_course(course=loaded, folder=out)
    assert not (out / "01-module1" / "09-old.kk.md").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(ExportRefused):
        export_course(course=loaded, folder=tmp_path / "mine")
    assert (tmp_path / "mine" / "letter.txt").read_text() == "dear"


def test_a_course_that_could_not_be_loaded_again_is_not_written(loaded, tmp_path):
    LessonPage.objects.filter(
        translation_key=key("lesson-1"), locale__language_code="ru"
    ).first().unpublish()
    with pytest.raises(ExportRefused, match="lesson1"):
        export_course(course=loaded, folder=tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".export-*"))


def test_the_command_writes_every_course_and_says_what_it_wrote(loaded, tmp_path):
    out = StringIO()
    call_command("export_curriculum", str(tmp_path), stdout=out)
    assert "SMALL: 4 lessons" in out.getvalue()
    assert (tmp_path / "small" / "media" / "cup.svg").exists()
    shutil.rmtree(tmp_path / "small")
    call_command("export_curriculum", str(tmp_path), "--course", "SMALL", stdout=out)
    assert (tmp_path / "small").is_dir()


def test_the_command_names_a_course_that_is_not_there(loaded, tmp_path):
    with pytest.raises(CommandError, match="There is no course NONE"):
        call_command("export_curriculum", str(tmp_path), "--course", "NONE")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_command_speaks_english_whatever_the_site_speaks(loaded, tmp_path, language):
    CoursePage.objects.get(locale__language_code="ru").unpublish()
    with (
        translation.override(language),
        pytest.raises(CommandError, match=r"The course has no published page in Russian\."),
    ):
        call_command("export_curriculum", str(tmp_path))


def test_questions_before_and_after_go_out_and_come_back_with_their_ids(loaded, tmp_path):
    home = CoursePage.objects.get(locale__language_code="kk").get_parent()
    link = f'<p><a id="{home.pk}" linktype="page">сөз</a></p>'
    options = items(*(
        {"key": name, "text": f"<p>{name}</p>", "is_right": name == "b"} for name in ("a", "b")
    ))  # fmt: skip
    for page in CoursePage.objects.all():
        page.measure = json.dumps([
            {"type": "knowledge", "id": str(key("asked")),
             "value": {"key": "asked", "text": link, "options": options}},
            {"type": "confidence", "value": {"key": "sure", "text": "<p>Сенемін</p>"}},
        ])  # fmt: skip
        page.save_revision().publish()
    export_course(course=loaded, folder=tmp_path / "out")
    written = (tmp_path / "out" / "measure.ru.md").read_text()
    assert f"::: knowledge key=asked id={key('asked')}" in written
    assert "- [x] {b} b" in written
    for page in CoursePage.objects.all():
        page.delete()
    Course.objects.all().delete()
    course, _report = load(tmp_path / "out")
    for page in CoursePage.objects.all():
        parent = page.get_parent()
        assert page.measure[0].id == str(key("asked"))
        assert page.measure[0].value["text"].source == (
            f'<p><a id="{parent.pk}" linktype="page">сөз</a></p>'
        )
    assert not load(tmp_path / "out")[1].changed
    export_course(course=course, folder=tmp_path / "again")
    assert texts_of(tmp_path / "out") == texts_of(tmp_path / "again")


def test_pages_saved_in_the_editor_without_a_change_are_the_same_to_the_loader(loaded, folder):
    page = LessonPage.objects.filter(locale__language_code="kk").first()
    raw = json.loads(json.dumps(list(page.body.raw_data)))
    for block in raw:
        if block["type"] == "text":
            words = block["value"].replace("<b>", "<strong>").replace("</b>", "</strong>")
            block["value"] = words.replace("<p>", '<p data-block-key="ab1c2">')
    page.body = json.dumps(raw)
    page.save_revision().publish()
    _course, report = load(folder)
    assert not report.refused
    assert Page.objects.get(pk=page.pk).live
