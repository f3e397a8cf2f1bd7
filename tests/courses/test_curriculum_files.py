"""What is wrong with curriculum files is said with file, line and what to do."""

import pytest

from cms.texts import FilesUnsound
from courses.curriculum import read_course
from tests.courses.school import change, key

pytestmark = pytest.mark.usefixtures("in_english")
LESSON = "01-module1/01-lesson1.kk.md"


def findings(folder):
    with pytest.raises(FilesUnsound) as caught:
        read_course(folder)
    return [str(finding) for finding in caught.value.findings]


def test_sound_files_are_read_in_both_languages(folder):
    files = read_course(folder)
    assert [len(module.lessons) for module in files.texts["ru"].modules] == [2, 2]
    lesson = files.texts["kk"].modules[0].lessons[0]
    assert [part.kind for part in lesson.parts] == [
        "situation", "text", "picture", "single", "reflection",
    ]  # fmt: skip
    assert lesson.parts[1].html == (
        '<h2>Ал, қане</h2><p><b>Ал, қане</b>, <a href="tel:111">111</a>.</p>'
    )
    assert [option.is_right for option in lesson.parts[3].options] == [False, True]


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("minutes: 10", "minutes: 90", "`minutes` must be a whole number from 1 to 60"),
        ("required: true", "required: maybe", "`required` must be true or false"),
        ("title: Сабақ 1", "title: Сабақ: бірінші", "A value with a colon"),
        ("sensitive: false", "sensitve: false", "`sensitve` is not known here"),
        ("checked: 2026-11-01", "checked: кеше", "`checked` must be a date"),
        ("## Ал, қане", "# Ал, қане", "Headings are `##` and `###` only"),
        ("**Ал, қане**", "<u>Ал, қане</u>", "HTML cannot stand here"),
        ("(tel:111)", "(javascript:alert)", "It must begin with https://"),
        ("::: situation", "::: sitaution", "`sitaution` is no kind of container"),
        ("file=cup.svg", "file=mug.svg", "media/mug.svg is missing"),
        (' alt="Ал, қане"', "", "Say what the picture shows"),
        ("key=first required", "key=First", "must be 1-40 small Latin letters"),
        ("key=think", "key=first", "The key `first` stands already on line"),
        ("- [x] {b}", "- [ ] {b}", "exactly one right option"),
        ("- [ ] {a}", "- [y] {a}", "must be `[ ]` (wrong) or `[x]` (right)"),
        ("{a} Ал", "{b} Ал", "The option key `b` stands already"),
        ("  > secret-feedback-a kk", "", "The option has no feedback"),
        ("key=p1", "key=p1 wide", "The flag `wide` is not known"),
        (":::\n\n## Ал", "\n\n## Ал", "opens inside `::: situation`"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(folder, old, new, words):
    line = change(folder / LESSON, old, new)
    found = [text for text in findings(folder) if words in text]
    assert found, findings(folder)
    file, at, _message = found[0].split(":", 2)
    assert file == f"small/{LESSON}"
    assert int(at) >= 1
    near = {"`required`", "`minutes`", "`sensitve`"}
    if any(name in words for name in near):
        assert int(at) == line


@pytest.mark.parametrize(
    "wrong, words",
    [
        ("audience: all", "`audience` must be one of couples, everybody, but 'all' was found"),
        ("audience: [couples]", "`audience` must be text"),
        ("by_age: perhaps", "`by_age` must be"),
        ("place: 0", "`place` must be a whole number from 1 to 99"),
    ],
)
def test_a_wrong_audience_or_place_of_a_course_is_named(folder, wrong, words):
    line = change(folder / "course.ru.md", "hours: 1.5", f"hours: 1.5\n{wrong}")
    [found] = [text for text in findings(folder) if words in text]
    assert found.startswith(f"small/course.ru.md:{line + 1}: ")


def test_an_audience_in_one_language_only_is_named(folder):
    change(folder / "course.ru.md", "hours: 1.5", "hours: 1.5\naudience: couples")
    assert "`audience` is couples, but everybody" in "\n".join(findings(folder))


def test_modules_by_age_in_one_language_only_are_named(folder):
    change(folder / "course.ru.md", "hours: 1.5", "hours: 1.5\nby_age: true")
    assert "`by_age` is True, but False" in "\n".join(findings(folder))


def test_an_error_in_markdown_names_its_own_line(folder):
    line = change(folder / LESSON, "- [x] {b}", "- [x] {B}")
    assert [text for text in findings(folder) if text.startswith(f"small/{LESSON}:{line}: ")]


def test_everything_wrong_is_said_at_once(folder):
    change(folder / LESSON, "minutes: 10", "minutes: ten")
    change(folder / "02-module2/01-lesson3.ru.md", "{a}", "")
    (folder / "02-module2/02-lesson4.ru.md").unlink()
    (folder / "02-module2/notes.txt").write_text("…")
    (folder / "course.ru.md").write_bytes(b"---\n\xff\n---\n")
    found = "\n".join(findings(folder))
    for place in ("01-lesson1.kk.md", "01-lesson3.ru.md", "02-lesson4.ru.md:1: The file is missing",
                  "notes.txt", "course.ru.md:2: This is not UTF-8"):  # fmt: skip
        assert place in found


def test_a_container_that_is_never_closed_is_named(folder):
    path = folder / LESSON
    path.write_text(path.read_text() + "\n::: tip\nАл\n")
    line = path.read_text().splitlines().index("::: tip") + 1
    assert f"small/{LESSON}:{line}: `::: tip` is never closed" in "\n".join(findings(folder))


@pytest.mark.parametrize(
    "old, new, words",
    [
        (f"key: {key('lesson-1')}", f"key: {key('else')}", "`key` is"),
        ("minutes: 10", "minutes: 12", "`minutes` is 12, but 10"),
        ("## Ну вот", "### Ну вот", "The headings here are h3, but h2"),
        ("key=p1", "key=p2", "stands where"),
        ("required\n", "\n", "The flag `required`"),
        ("- [ ] {a}", "- [x] {a}", "Option {a} is right here, but wrong"),
        ("{a} Ну", "{z} Ну", "The options of `single first` are z, b, but a, b"),
        ("\nhint: Ну вот.", "", "has a hint in one language only"),
    ],
)
def test_languages_that_depart_are_named(folder, old, new, words):
    path = folder / "01-module1/01-lesson1.ru.md"
    change(path, old, new)
    if "{a} is right" in words:
        change(path, "- [x] {b}", "- [ ] {b}")
    assert words in "\n".join(findings(folder))


def test_a_lesson_with_the_address_of_another_page_is_refused(folder):
    for language in ("kk", "ru"):
        path = folder / f"01-module1/01-lesson1.{language}.md"
        path.rename(path.with_name(f"01-take-along.{language}.md"))
    found = "\n".join(findings(folder))
    assert "A lesson called 'take-along' stands at /courses/small/take-along/ already" in found


def test_two_lessons_with_one_key_or_one_name_are_refused(folder):
    for language in ("kk", "ru"):
        text = (folder / f"01-module1/01-lesson1.{language}.md").read_text()
        (folder / f"02-module2/03-lesson1.{language}.md").write_text(text)
    found = "\n".join(findings(folder))
    assert "is that of small/01-module1/01-lesson1.kk.md. Make a new one" in found
    assert "A lesson called 'lesson1' stands at" in found
