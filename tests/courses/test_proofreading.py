"""An editor's remarks on lessons: what gives an answer away, what is missing, what reads hard."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from courses.proofreading import spelling
from courses.proofreading.prose import paragraphs, sentences
from courses.proofreading.readability import far_out

LESSON = """---
key: 7f0b7c0e-6f0e-4a87-8d1f-5a3f5e0a8a01
title: {title}
minutes: {minutes}
required: true
---
::: short
- Бір.
- Екі.
- Үш.
- Төрт.
- Бес.
:::

::: situation
Екеуі шай үстінде отыр. {words}
:::

::: single key=first required
Кім айтты?

- [ ] {{a}} Бірінші адам айтты.
  > Жоқ, басқасы.
- [x] {{b}} {right}
  > Иә, сол айтты.
- [ ] {{c}} Үшінші адам айтты.
  > Жоқ, басқасы.
:::

::: reflection key=think
Өзіңіз ше?
:::

::: takeaway
- Бір сөз.
:::
"""
SOUND = {"title": "Сабақ", "minutes": 6, "words": "Сөз бар. " * 220, "right": "Екінші адам айтты."}


@pytest.fixture
def course(tmp_path):
    """Write a course of one lesson, changed as asked; return the folder of courses."""

    def write(change=lambda text: text, **told: object) -> Path:
        folder = tmp_path / "courses" / "small"
        (folder / "01-one").mkdir(parents=True, exist_ok=True)
        for language in ("kk", "ru"):
            (folder / f"course.{language}.md").write_text(
                "---\nkey: 7f0b7c0e-6f0e-4a87-8d1f-5a3f5e0a8a02\ncode: SMALL\nslug: small\n"
                "title: Курс\nsummary: Курс\nhours: 1\n---\nКурс.\n"
            )
            (folder / "01-one" / f"module.{language}.md").write_text(
                "---\nkey: 7f0b7c0e-6f0e-4a87-8d1f-5a3f5e0a8a03\ntitle: Модуль\nsummary: Модуль\n---\n"
            )
            (folder / "01-one" / f"01-first.{language}.md").write_text(
                change(LESSON.format(**SOUND | told))
            )
        return folder.parent

    return write


def remarks(folder: Path, **options: object) -> str:
    """Proofread a folder; return what is found, nothing when all is well."""
    out = StringIO()
    try:
        call_command(
            "proofread_curriculum", str(folder), stdout=out,
            **{"spelling": "no", "quiet": True} | options,
        )  # fmt: skip
    except CommandError as problem:
        return out.getvalue() + str(problem)
    return ""


def test_a_sound_lesson_is_passed(course):
    assert remarks(course()) == ""


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            {"right": "Екінші адам айтты, сосын тағы бір рет қайталап, анықтап берді."},
            "the longest",
        ),
        ({"right": "Екеуі."}, "the shortest"),
        ({"words": "Сөз бар."}, "400 to 900"),
        ({"words": "Сөз бар. " * 460, "minutes": 9}, "400 to 900"),
        ({"minutes": 4}, "are not 5 to 15"),
        ({"minutes": 14}, "it looks like"),
    ],
)
def test_what_an_editor_would_say_is_said(course, told, said):
    assert said in remarks(course(**told))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("::: situation", "::: tip", "open with a situation"),
        ("::: takeaway", "::: tip", "end with takeaway"),
        ("::: reflection key=think\nӨзіңіз ше?\n:::", "", "less than twice"),
        (" required\n", "\n", "no activity of it is"),
        ("- Бес.\n", "", "instead of 5"),
        ("- Бес.", "- " + "сөз " * 20 + ".", "is long"),
        ("required: true", "required: true\nsensitive: true", "required of nobody"),
        ("required: true", "required: false\nsensitive: true", "asks for nothing"),
    ],
)
def test_what_is_missing_or_out_of_place_is_said(course, old, new, said):
    found = remarks(course(lambda text: text.replace(old, new)))
    assert said in found
    assert "small/01-one/01-first.kk.md:" in found


def test_many_right_answers_in_one_place_are_noticed_and_few_are_not(course):
    question = LESSON[LESSON.index("::: single") : LESSON.index("::: reflection")].format(**SOUND)

    def more(times: int):
        return lambda text: text.replace(
            "::: reflection",
            "".join(question.replace("first", f"q{n}") for n in range(times)) + "::: reflection",
        )

    assert "in place 2" in remarks(course(more(6)))
    assert "in place 2" not in remarks(course(more(2)))


@pytest.fixture
def dictionary(tmp_path, monkeypatch):
    """A program that stands for hunspell and does not know the given words."""

    def make(*words: str) -> None:
        program = tmp_path / "bin" / "hunspell"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n/bin/grep -x -E '{'|'.join(words)}' || true\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(program.parent))

    return make


def test_a_word_that_nobody_knows_is_asked_about_until_it_is_kept(course, dictionary):
    folder = course(words="Сөзз бар. " * 220)
    dictionary("Сөзз", "Курсс")
    assert "01-first.kk.md:16: Is «Сөзз» spelt rightly?" in remarks(folder, spelling="must")
    for language in ("kk", "ru"):
        (folder / f"words.{language}.txt").write_text("сөзз\n")
    # Read and kept; but more than a fifth of a lesson that no dictionary knows is too much.
    found = remarks(folder, spelling="must")
    assert "spelt rightly" not in found
    assert "The dictionary does not know 4" in found


def test_a_kept_word_that_no_text_uses_is_to_be_taken_out(course, dictionary):
    folder = course()
    dictionary("Курсс")
    (folder / "words.kk.txt").write_text("Айжан\n")
    assert "«Айжан» need not be kept any more" in remarks(folder, spelling="must")


def test_without_a_dictionary_the_rest_is_told_unless_it_must_be_there(course, monkeypatch):
    monkeypatch.setenv("PATH", "")
    folder = course()
    assert remarks(folder, spelling="where-installed") == ""
    assert "hunspell is not installed" in remarks(folder, spelling="must")


def test_kept_words_are_found_at_the_beginning_of_a_sentence_too(tmp_path):
    (tmp_path / "words.kk.txt").write_text("# names\nАйжан\nқарбалас  # seen\n")
    kept = spelling.kept_words(tmp_path, "kk")
    assert kept == {"Айжан", "қарбалас"}
    assert spelling.is_kept("Қарбалас", kept)
    assert not spelling.is_kept("айжан", kept)


def test_paragraphs_items_and_headings_are_sentences_of_their_own():
    html = "<h2>Бір екі</h2><ul><li>Үш</li><li><b>Төрт</b> бес: алты</li></ul>"
    assert paragraphs(html) == ["Бір екі", "Үш", "Төрт бес: алты"]
    assert list(sentences(paragraphs(html))) == [2, 1, 2, 1]


def test_what_stands_far_above_the_others_is_far_out():
    assert 20 > far_out([5, 6, 5, 6, 5, 6]) > 6
