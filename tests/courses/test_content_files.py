"""Every kind of content in curriculum files: read, refused where unsound, kept in pages."""

from dataclasses import replace
from pathlib import Path

import pytest

from cms.exceptions import LoadRefused
from cms.texts import FilesUnsound
from courses.actions import publish_edition
from courses.captions import read_captions
from courses.curriculum import read_course
from courses.curriculum.lesson_text import TEXT_READERS
from courses.curriculum.writing import write_course
from courses.curriculum.writing.content import CONTENT_WRITERS
from courses.exporting.media import MediaBasket
from courses.exporting.pages import course_text
from courses.models import CoursePage, LessonPage, LessonSnapshot
from tests.courses import samples, school
from tests.courses.content_parts import CONTENT

pytestmark = pytest.mark.usefixtures("in_english")
LESSON = "01-module1/01-lesson1.kk.md"
TWIN = "01-module1/01-lesson1.ru.md"
SHORT = """::: short
- Алдымен *тыңдаңыз*.
- Сосын сұраңыз.
- Содан кейін айтыңыз.
:::

"""
WRITTEN = """
::: heading level=3
Шағын тақырып
:::

::: quotation source="Мақал"
Жылы **сөз**.
:::

::: dialogue
- {Әлия} Қайда болдың?
- {Дәурен &amp; Ко} Жұмыста *едім*.
:::

::: term word=Медиатор
Екі жақты келістіреді.
:::

::: tailored key=our-house
Бір кеш екеуіңіздікі.

for: with-parents
Үлкендерге *айтыңыз*.

for: remarried
- Балаларға
- айтыңыз
:::

::: week key=evening-walk
Кешке он минут серуендеңіз.

back:
- Не көмектесті?
:::

::: to-film about="Ол қалай &quot;тыңдайды&quot;"
Ол **күтеді**.
:::

::: helpline line=family-111
:::

::: checklist title="Осы апта"
- Бірінші
- Екінші
:::

::: document file=budget.pdf title="Бюджет"
:::

::: audio key=a1 file=talk.mp3
Сөзі.
:::

::: video key=v1 file=film.mp4 captions=film.kk.vtt
Сөзі.
:::

::: video key=v2 link="https://www.youtube.com/watch?v=a&b=1"
Сөзі.
:::
"""


def write_media(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name, data in (
        ("budget.pdf", samples.PDF), ("talk.mp3", samples.MP3), ("film.mp4", samples.MP4),
        ("film.kk.vtt", samples.CAPTIONS.encode()),
    ):  # fmt: skip
        (folder / name).write_bytes(data)


@pytest.fixture
def rich(folder):
    """The small course with every kind of content in its first lesson."""
    write_media(folder / "media")
    for name in (LESSON, TWIN):
        path = folder / name
        front, text = path.read_text().split("---\n::: situation")
        path.write_text(f"{front}---\n{SHORT}::: situation{text}{WRITTEN}")
    return folder


def findings(folder) -> str:
    with pytest.raises(FilesUnsound) as caught:
        read_course(folder)
    return "\n".join(str(finding) for finding in caught.value.findings)


def without_lines(parts):
    return [replace(part, line=0, headings=()) for part in parts if part.kind in CONTENT]


def test_every_kind_that_is_read_is_written_and_tried_here():
    assert TEXT_READERS.keys() == CONTENT_WRITERS.keys() == CONTENT.keys()


def test_what_is_written_by_hand_is_read(rich):
    parts = read_course(rich).texts["kk"].modules[0].lessons[0].parts
    by_kind = {part.kind: part for part in parts}
    assert parts[0].lines[0] == ("", "<p>Алдымен <i>тыңдаңыз</i>.</p>")
    assert by_kind["dialogue"].lines[1] == ("Дәурен & Ко", "<p>Жұмыста <i>едім</i>.</p>")
    assert list(by_kind["tailored"].texts.items()) == [
        ("with-parents", "<p>Үлкендерге <i>айтыңыз</i>.</p>"),
        ("remarried", "<ul><li>Балаларға</li><li>айтыңыз</li></ul>"),
    ]
    assert by_kind["week"].html == "<p>Кешке он минут серуендеңіз.</p>"
    assert by_kind["week"].texts == {"back": "<ul><li>Не көмектесті?</li></ul>"}
    assert by_kind["to-film"].words == {"about": 'Ол қалай "тыңдайды"'}
    assert by_kind["heading"].facts == {"level": "3"}
    assert by_kind["video"].words["link"] == "https://www.youtube.com/watch?v=a&b=1"


@pytest.mark.django_db
def test_content_goes_into_pages_and_back_without_loss(rich, tmp_path):
    samples.help_line()
    course, _report = school.load(rich)
    page = LessonPage.objects.get(slug="lesson1", locale__language_code="kk")
    film = next(b.value for b in page.body if b.block_type == "video" and b.value["media"])
    assert film["captions"] == samples.CAPTIONS
    publish_edition(course=course, by="methodologist@example.org")
    snapshot = LessonSnapshot.objects.get(slug="lesson1", language="kk")
    shown = {part.get("role") or part["kind"] for part in snapshot.parts}
    assert {kind.replace("-", "_") for kind in CONTENT} <= shown
    assert "тыңдайды" not in str(snapshot.parts)

    basket = MediaBasket()
    texts = {
        one.locale.language_code: course_text(one, basket)
        for one in CoursePage.objects.select_related("locale", "course")
    }
    again = tmp_path / "again"
    write_course(texts, again)
    basket.write(again / "media")
    for language in ("kk", "ru"):
        was, now = (
            read_course(where).texts[language].modules[0].lessons[0].parts
            for where in (rich, again)
        )
        files = [(replace(a, captions=""), replace(b, captions="")) for a, b in
                 zip(without_lines(was), without_lines(now), strict=True)]  # fmt: skip
        for before, after in files:
            assert before == after
        kept = next(part.captions for part in now if part.captions)
        assert read_captions((again / "media" / kept).read_text()) == read_captions(
            samples.CAPTIONS
        )
    _course, report = school.load(again)
    assert not report.changed


@pytest.mark.django_db
def test_a_help_line_that_is_not_there_stops_the_load(rich):
    with pytest.raises(LoadRefused) as refused:
        school.load(rich)
    assert "there is no help line 'family-111'. Known: none." in str(refused.value.reasons)
    assert not LessonPage.objects.exists()


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("- Сосын сұраңыз.\n", "", "A short version has 3 to 5 sentences; 2 were found"),
        ("- Сосын сұраңыз.\n", "- Бір\n" * 4, "A short version has 3 to 5 sentences; 6 were found"),
        ("- Сосын", "Сосын", "A sentence of the short version stands on one line"),
        ("::: short\n", "Сөз.\n::: short\n", "`::: short` stands first in the lesson"),
        ("::: situation\n", f"{SHORT}::: situation\n", "The short version stands already on line"),
        ("level=3", "level=4", "`level=4` must be 2 (large) or 3 (small)"),
        (" level=3", "", "`level=` is missing"),
        ("Шағын тақырып\n", "", "`::: heading` has no words"),
        ("Шағын тақырып", "а" * 201, "at most 200 fit"),
        ("Жылы **сөз**.", "", "`::: quotation` has no text"),
        ("- {Әлия}", "- Әлия:", "A line of a dialogue is written"),
        ("- {Әлия} Қайда болдың?\n", "", "A dialogue has 2 to 30 lines; 1 were found"),
        ("{Әлия}", "{}", "A line of a dialogue is written"),
        ("word=Медиатор", 'word=""', "`word=` is empty"),
        (" word=Медиатор", "", "`word=` is missing"),
        (
            "for: remarried",
            "for: widows",
            "`for: widows` is no circumstance. Known: remarried, with",
        ),
        ("for: remarried", "for: with-parents", "`for: with-parents` stands twice"),
        ("for: remarried", "for:", "`for: ` is no circumstance"),
        ("Үлкендерге *айтыңыз*.\n", "", "`for: with-parents` has no text"),
        ("Бір кеш екеуіңіздікі.\n", "", "`::: tailored` has no text for everybody"),
        ("Бір кеш екеуіңіздікі.\n", "Сөз.\n:::\n\n::: tip\n", "`::: tailored` has no case"),
        ("- Балаларға", "## Балаларға", "A heading cannot stand here"),
        ("tailored key=our-house", "tailored", "`key=` is missing"),
        ("Кешке он минут серуендеңіз.\n", "", "`::: week` has no text"),
        ("- Не көмектесті?\n", "", "`::: week` has no `back:`"),
        ("back:\n", "", "`::: week` has no `back:`"),
        ("back:\n", "back:\nback:\n", "`back:` stands twice"),
        ("- Не көмектесті?", "## Не көмектесті?", "A heading cannot stand here"),
        (" key=evening-walk", "", "`key=` is missing"),
        ("Ол **күтеді**.\n", "", "`::: to-film` has no text"),
        ('about="Ол қалай &quot;тыңдайды&quot;"', "", "`about=` is missing"),
        ('about="Ол қалай &quot;тыңдайды&quot;"', 'about=""', "`about=` is empty"),
        ("Ол қалай", "Ол " * 101, "The about has"),
        ("line=family-111\n", "line=111!\n", "must be the key of a help line"),
        ("line=family-111\n", "line=family-111\n111\n", "Nothing stands inside"),
        ("- Екінші\n", "", "A checklist has 2 to 10 steps; 1 were found"),
        ("- Екінші\n", "Екінші\n", "A step of a checklist stands on one line"),
        ("file=budget.pdf", "file=budget.exe", "is no document file"),
        ("file=talk.mp3", "", "has a file (`file=`) or a link (`link=`)"),
        ("file=talk.mp3", "file=talk.mp3 link=https://a.kz/", "one of the two"),
        ('link="https', 'link="javascript', "must begin with https://"),
        ("file=talk.mp3", "file=film.mp4", "is no audio file"),
        ("captions=film.kk.vtt", "captions=other.kk.vtt", "media/other.kk.vtt is missing"),
        ("key=v2 link", "key=v2 captions=film.kk.vtt link", "stands beside `file=` only"),
        ("key=a1 file=talk.mp3\nСөзі.", "key=a1 file=talk.mp3", "`::: audio` has no transcript"),
    ],
)
def test_unsound_content_is_refused_with_what_to_do(rich, old, new, words):
    line = school.change(rich / LESSON, old, new)
    found = findings(rich)
    assert words in found
    assert any(f"{LESSON}:{at}:" in found for at in range(line - 3, line + 2))


@pytest.mark.parametrize(
    "name, data, words",
    [
        ("budget.pdf", samples.EXE, "is something else inside"),
        ("film.mp4", samples.EXE, "is something else inside"),
        ("film.kk.vtt", "WEBVTT\n\nСәлем".encode(), "Line 3: “Сәлем” has no times."),
        ("film.kk.vtt", b"\xff\xfe\x00", "is not UTF-8 text"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_named(rich, name, data, words):
    (rich / "media" / name).write_bytes(data)
    found = findings(rich)
    assert f"media/{name}" in found
    assert words in found


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("level=3", "level=2", "The `level` of `heading` differs"),
        ("line=family-111", "line=police-102", "The `line` of `helpline` differs"),
        ("- Екінші\n", "- Екінші\n- Үшінші\n", "`checklist` has 3 lines, but 2"),
        (
            "for: remarried",
            "for: expecting",
            "The cases of `tailored our-house` are with-parents, ex",
        ),
        ("key=our-house", "key=my-house", "`tailored my-house` stands where"),
        ("- Сосын сұраңыз.\n", "- Ия\n- Жоқ\n", "`short` has 4 lines, but 3"),
        (" captions=film.kk.vtt", "", "has `captions` in one language only"),
        ("file=budget.pdf", "file=other.pdf", "The file of `document` differs"),
    ],
)
def test_languages_that_show_different_things_are_named(rich, old, new, words):
    (rich / "media" / "other.pdf").write_bytes(samples.PDF)
    school.change(rich / TWIN, old, new)
    assert words in findings(rich)
